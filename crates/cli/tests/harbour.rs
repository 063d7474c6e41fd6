//! Harbour Market, the invented company: the review says what is expected, and finds what is planted.
//!
//! The answer key below is written by hand. `cargo xtask harbour --expected` writes the expected reports and never the
//! key, so that a review that changes its mind has to face a person who knows what the company is.

mod common;

use common::{json, onethread, repository, stderr, stdout};
use serde_json::Value;

const FOLDER: &str = "examples/harbour-market";
const AFTER: &str = "2026-06-30";
const BEFORE: &str = "2025-12-31";
const MEND: &str = "read what changed; when it is right: cargo xtask harbour --expected";

/// Initiative, form before adoption (nothing where it had not begun), form after it.
const FORMS: &[(&str, &str, &str)] = &[
    ("checkout", "split", "split"),
    ("contracts", "functional", "functional"),
    ("delivery-promises", "split", "sto"),
    ("fraud", "split", "split"),
    ("loyalty", "split", "missing"),
    ("mobile-app", "", "not-shown"),
    ("office-move", "functional", "functional"),
    ("payments", "split", "split"),
    ("payouts", "split", "split"),
    ("privacy", "split", "stl"),
    ("recommendations", "split", "not-shown"),
    ("returns", "split", "sto"),
    ("search", "split", "split"),
    ("seller-onboarding", "split", "split"),
];

/// What is planted: initiative, criterion, answer after adoption, words that the reasons have to hold.
const PLANTED: &[(&str, &str, &str, &str)] = &[
    // Returns: all in order.
    ("returns", "fit", "holds", ""),
    ("returns", "focus", "holds", "one leader, `returns-manager`"),
    ("returns", "empowered", "holds", "attested on 2026-06-01: the leader may decide"),
    ("returns", "capable", "holds", "attested on 2026-01-12: the leader is capable"),
    ("returns", "dedicated-team", "holds", ""),
    ("returns", "complete-team", "holds", "engineering: 7.9 of 7"),
    ("returns", "charter", "holds", ""),
    ("returns", "dependencies-known", "holds", ""),
    ("returns", "untangling", "holds", "team:warehouse-systems blocks, and a plan removes it by 2026-09-01"),
    ("returns", "scope", "holds", ""),
    ("returns", "separable", "holds", ""),
    ("returns", "reviews", "holds", "`refund-approval` was removed"),
    ("returns", "instrumented", "holds", ""),
    ("returns", "tenets", "holds", ""),
    ("returns", "feedback", "holds", ""),
    // Delivery promises: single-threaded, and worse.
    ("delivery-promises", "focus", "holds", ""),
    (
        "delivery-promises",
        "empowered",
        "fails",
        "`honest-dates` was the leader's to decide, and someone else reversed it",
    ),
    ("delivery-promises", "untangling", "fails", "the date of its plan has passed"),
    ("delivery-promises", "complete-team", "fails", "quality: 1 FTE needed, 0 there"),
    ("delivery-promises", "reviews", "fails", "`carrier-board` is held outside its teams"),
    ("delivery-promises", "decisions", "fails", "10 of 10 reversible ones went above the leader"),
    ("returns", "decisions", "holds", "2 of 23 reversible ones went above the leader"),
    ("delivery-promises", "feedback", "fails", ""),
    // Privacy: work across the company.
    ("privacy", "fit", "holds", "company-wide work"),
    ("privacy", "focus", "holds", ""),
    ("privacy", "dedicated-team", "holds", ""),
    ("privacy", "reviews", "holds", "`legal-review` remains, as standing governance"),
    // Search: borrowed members, nine tenets, a silent metric, nothing planned.
    ("search", "focus", "holds", ""),
    ("search", "dedicated-team", "fails", "a member is 50 % allocated to loyalty"),
    ("search", "tenets", "fails", "9 tenets, more than 7"),
    ("search", "instrumented", "fails", "its latest value is 57 days old"),
    ("search", "untangling", "fails", "team:platform blocks, and no plan removes it"),
    // Checkout: tangled with payments, and one dependency that nobody declared.
    ("checkout", "focus", "holds", ""),
    ("checkout", "dedicated-team", "fails", "4 of 10 members have work elsewhere"),
    ("checkout", "dependencies-known", "fails", "a structural dependency on identity is observed and not declared"),
    ("checkout", "untangling", "holds", "team:payments-core blocks, and a plan removes it by 2026-11-02"),
    ("checkout", "separable", "fails", "touch team:payments-core too"),
    ("payments", "separable", "fails", "touch team:checkout-core too"),
    // A leader of two.
    ("payments", "focus", "fails", "the leader also leads fraud"),
    ("fraud", "focus", "fails", "the leader also leads payments"),
    ("payments", "untangling", "fails", "its plan has no date"),
    ("fraud", "untangling", "fails", "function:legal blocks, and no plan removes it"),
    // Two leaders, and tenets copied from the organization.
    ("seller-onboarding", "focus", "fails", "2 leaders"),
    ("seller-onboarding", "untangling", "fails", "its plan is owned by the team that is depended on"),
    ("seller-onboarding", "tenets", "fails", ""),
    // A divided leader without metrics.
    ("payouts", "focus", "fails", "the leader is 60 % allocated"),
    ("payouts", "instrumented", "fails", ""),
    ("payouts", "charter", "fails", "no metrics"),
    // No leader.
    ("loyalty", "focus", "fails", "no leader is named"),
    ("loyalty", "untangling", "fails", "the date of its plan has passed"),
    // Nobody's time but the leader's is stated.
    ("recommendations", "focus", "holds", ""),
    ("recommendations", "dedicated-team", "not-shown", "7 of 7 members without a stated share of time"),
    ("recommendations", "dependencies-known", "holds", "attested on 2026-05-04: all are declared"),
    ("recommendations", "untangling", "not-shown", "not stated whether"),
    // Its manifest says what nobody declared; and two teams that change together, of which neither declares the other.
    (
        "mobile-app",
        "dependencies-known",
        "fails",
        "it is built with 1 component of checkout-core, and checkout-core is not declared",
    ),
    ("payouts", "dependencies-known", "fails", "in its code touch that of sellers-core too"),
    // The leader's time is not stated, the word of the leader does not count, and features came before the measure.
    ("mobile-app", "focus", "not-shown", "allocation not stated"),
    ("mobile-app", "dedicated-team", "holds", ""),
    ("mobile-app", "capable", "not-shown", "the leader's own attestation does not count"),
    ("mobile-app", "instrumented", "fails", ""),
    // Rightly functional.
    ("contracts", "fit", "holds", ""),
    ("contracts", "focus", "not-shown", "declared functional, with a reason"),
    ("office-move", "fit", "holds", ""),
    ("office-move", "dependencies-known", "not-shown", ""),
];

/// What was so before adoption: initiative, criterion, answer, words.
const PLANTED_BEFORE: &[(&str, &str, &str, &str)] = &[
    ("returns", "focus", "fails", "the leader also leads delivery-promises"),
    ("returns", "dedicated-team", "fails", "a member is 40 % allocated to delivery-promises"),
    ("returns", "reviews", "fails", "`architecture-board` is held outside its teams"),
    ("returns", "decisions", "fails", "9 of 9 reversible ones went above the leader"),
    ("privacy", "focus", "fails", "the leader is 30 % allocated"),
    ("loyalty", "focus", "fails", "the leader also leads"),
    ("checkout", "dependencies-known", "fails", "identity"),
    ("search", "instrumented", "holds", ""),
    ("delivery-promises", "feedback", "not-shown", ""),
];

fn review(day: &str) -> Value {
    json(&repository(), &["review", FOLDER, "--as-of", day, "--format", "json"])
}

fn initiatives(review: &Value) -> &[Value] {
    review["initiatives"].as_array().expect("a list of initiatives")
}

#[test]
fn forms_are_found_before_and_after() {
    let of = |day: &str| -> Vec<(String, String)> {
        let review = review(day);
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let mut forms: Vec<_> = initiatives(&review).iter().map(|one| (text(&one["id"]), text(&one["form"]))).collect();
        forms.sort();
        forms
    };
    let key = |form: fn(&(&str, &str, &str)) -> String| -> Vec<(String, String)> {
        let all = FORMS.iter().map(|one| (one.0.to_owned(), form(one)));
        all.filter(|(_, form)| !form.is_empty()).collect()
    };
    assert_eq!(of(BEFORE), key(|one| one.1.to_owned()), "on {BEFORE}");
    assert_eq!(of(AFTER), key(|one| one.2.to_owned()), "on {AFTER}");
}

#[test]
fn what_is_planted_is_found() {
    let mut wrong = Vec::new();
    for (day, planted) in [(AFTER, PLANTED), (BEFORE, PLANTED_BEFORE)] {
        let review = review(day);
        for (id, criterion, answer, words) in planted {
            let one = initiatives(&review).iter().find(|one| one["id"] == *id).expect("a live initiative");
            let criteria = one["criteria"].as_array().expect("a list of criteria");
            let verdict =
                criteria.iter().find(|verdict| verdict["criterion"] == *criterion).expect("a known criterion");
            let because = verdict["because"].to_string();
            if verdict["answer"] != *answer || !because.contains(words) {
                let found = &verdict["answer"];
                wrong.push(format!("{day} {id} {criterion}: {found}, and not {answer} with \"{words}\": {because}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_one_that_got_worse_is_said_to_and_no_other() {
    let courses = |day: &str| -> Vec<(String, String)> {
        let review = review(day);
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let metrics = initiatives(&review).iter().flat_map(|one| one["metrics"].as_array().expect("a list of metrics"));
        let worse = metrics.filter(|metric| metric["course"] == "worse");
        worse.map(|metric| (text(&metric["initiative"]), text(&metric["metric"]))).collect()
    };
    assert_eq!(courses(AFTER), [("delivery-promises".to_owned(), "parcels on the promised day".to_owned())]);
    assert!(courses(BEFORE).is_empty(), "{:?}", courses(BEFORE));
    let output = onethread(&repository(), &["review", FOLDER]);
    let said = stdout(&output);
    // What happened is known, and stands with what changed; why, no file says, so that a person has to be asked.
    let rows = said.lines().skip_while(|line| !line.starts_with("Trend"));
    let first = rows.clone().find(|line| line.starts_with(" - ")).expect("a first metric");
    assert!(first.contains("Delivery on the promised day") && said.contains("got worse"), "{first}");
}

#[test]
fn the_separable_one_stays_inside_and_the_tangled_one_does_not() {
    let review = review(AFTER);
    let share = |id: &str| {
        let one = initiatives(&review).iter().find(|one| one["id"] == id).expect("a live initiative");
        let criteria = one["criteria"].as_array().expect("a list of criteria");
        let verdict = criteria.iter().find(|verdict| verdict["criterion"] == "separable").expect("a known criterion");
        let says = verdict["because"][0]["says"].as_str().expect("a sentence");
        let percent = says.split("no other team's code: ").nth(1).and_then(|rest| rest.split(" %").next());
        percent.and_then(|percent| percent.parse::<u32>().ok()).expect("a share")
    };
    // Planted are 9 of 10, and 4 of 10 from which the changes of payments take away again.
    assert!((85..=95).contains(&share("returns")), "{}", share("returns"));
    assert!(share("checkout") < 45, "{}", share("checkout"));
}

/// Waiting is counted after the first value too: nothing is missing from the last 180 days of anybody, and the board that
/// is new this year has its days. A board that was abolished alone holds hardly anything, whatever is attributed to it.
#[test]
fn waiting_goes_on_after_the_first_value() {
    let review = review("2026-06-30");
    for one in initiatives(&review) {
        let (ledger, recent) = (&one["waiting"], one["waiting"]["recent"]["elapsed_days"].as_i64());
        assert_eq!(recent, ledger["elapsed_days"].as_i64().map(|days| days.min(180)), "{}", one["id"]);
        assert!(ledger["road"]["elapsed_days"].as_i64() <= ledger["elapsed_days"].as_i64(), "{}", one["id"]);
    }
    let waiting = &review["waiting"];
    let days = |path: &str| waiting.pointer(path).and_then(Value::as_i64).unwrap_or_else(|| panic!("{path}"));
    let parts = days("/deciding_above_days") + days("/waiting_days");
    assert!(parts > days("/road/deciding_above_days") + days("/road/waiting_days"));
    let holder = |on: &str| {
        let all = waiting["holders"].as_array().expect("holders");
        all.iter().find(|one| one["on"] == on).unwrap_or_else(|| panic!("{on}"))
    };
    assert!(holder("carrier-board")["recent_days"].as_i64() > Some(0));
    let board = holder("architecture-board");
    assert_eq!(board["in_force"], false);
    assert!(board["alone_days"].as_i64().map(|days| 10 * days) < board["days"].as_i64(), "{board}");
    let first = &waiting["holders"][0];
    assert!(first["alone_recent_days"].as_i64() >= board["alone_recent_days"].as_i64(), "{first}");
}

/// The form is one thing and authority another: of three with one leader and one thread one decides alone.
#[test]
fn authority_stands_beside_the_form() {
    let review = review("2026-06-30");
    let single = |one: &&Value| one["form"] == "sto" || one["form"] == "stl";
    let alone: Vec<(&str, &str)> = initiatives(&review)
        .iter()
        .filter(single)
        .map(|one| (one["id"].as_str().expect("an id"), one["deciding_alone"]["answer"].as_str().expect("an answer")))
        .collect();
    assert_eq!(alone, [("delivery-promises", "no"), ("privacy", "no"), ("returns", "yes")]);
}

/// Every day is in exactly one state, whatever the evidence: seen from four days of two years.
#[test]
fn days_of_ledgers_add_up() {
    let mut counted = 0;
    for day in ["2024-09-30", "2025-03-24", "2025-11-30", "2026-06-30"] {
        for one in initiatives(&review(day)) {
            let ledger = &one["waiting"];
            if ledger.is_null() {
                continue;
            }
            let days = |name: &str| ledger[name].as_i64().expect("days");
            let parts =
                ["deciding_days", "waiting_days", "working_days", "dormant_days", "paused_days", "unknown_days"];
            assert_eq!(parts.iter().map(|part| days(part)).sum::<i64>(), days("elapsed_days"), "{day} {ledger}");
            let waits = ledger["waits"].as_array().expect("waits");
            let held: i64 = waits.iter().map(|wait| wait["days"].as_i64().expect("days")).sum();
            assert_eq!(held, days("waiting_days"), "{day} {ledger}");
            assert!(waits.iter().all(|wait| wait["days"].as_i64() <= wait["open_days"].as_i64()), "{ledger}");
            counted += days("elapsed_days");
        }
    }
    assert!(counted > 5_000, "{counted}");
}

#[test]
fn dirty_rows_are_rejected_and_nothing_else() {
    let output = onethread(&repository(), &["evidence", FOLDER, "--all"]);
    let said = stdout(&output);
    let rejected: Vec<&str> = said.lines().filter(|line| line.contains("rejected: ")).collect();
    let planted = ["decisions.jsonl", "gates.tsv", "metrics.csv", "planning.csv", "touches.csv", "touches.csv"];
    assert_eq!(rejected.len(), planted.len(), "{said}");
    for (line, file) in rejected.iter().zip(planted) {
        assert!(line.contains(file), "{file}: {line}");
    }
    assert!(said.contains("status `adrift`"), "{said}");
}

#[test]
fn the_files_are_understood() {
    let review = review(AFTER);
    assert_eq!(review["diagnostics"].as_array().map(Vec::len), Some(0), "{}", review["diagnostics"]);
}

/// The portfolio, the forms and the answers, without the reasons: these are in `review.txt`.
fn essence(review: &Value) -> String {
    let one = |one: &Value| {
        let answers = one["criteria"].as_array().expect("a list of criteria").iter();
        let answers = answers
            .map(|verdict| (verdict["criterion"].as_str().expect("a key").to_owned(), verdict["answer"].clone()));
        let answers: serde_json::Map<String, Value> = answers.collect();
        serde_json::json!({ "id": one["id"], "form": one["form"], "answers": answers })
    };
    let mut all: Vec<Value> = initiatives(review).iter().map(one).collect();
    all.sort_by_key(|one| one["id"].to_string());
    let value =
        serde_json::json!({ "as_of": review["as_of"], "forms": review["portfolio"]["forms"], "initiatives": all });
    serde_json::to_string_pretty(&value).expect("JSON") + "\n"
}

#[test]
fn expected_reports_are_what_the_review_says() {
    let text = |day: &str| {
        let output = onethread(&repository(), &["review", FOLDER, "--as-of", day]);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let reports = [("review.txt", text(AFTER)), ("review.json", essence(&review(AFTER))), ("before.txt", text(BEFORE))];
    let folder = repository().join(FOLDER).join("expected");
    let blesses = std::env::var_os("HARBOUR_BLESS").is_some();
    for (name, said) in reports {
        let path = folder.join(name);
        if blesses {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&path, &said).expect("a file");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        let line = said.lines().zip(expected.lines()).position(|(said, expected)| said != expected);
        let line = line.unwrap_or_else(|| said.lines().count().min(expected.lines().count()));
        assert!(
            said == expected,
            "{FOLDER}/expected/{name} differs from line {} on: said is\n{}\n{MEND}",
            line + 1,
            said.lines().nth(line).unwrap_or("(the end)")
        );
    }
}
