//! Privacy through the command line: a team of one, the agreement, what a leave is, and what `attest` refuses.

mod common;

use std::fs;
use std::path::Path;

use common::{folder, json, onethread, stderr, stdout};

/// A shop whose only lawyer was asked forty times, as the case `k5-team-of-one` has it.
fn shop(members: &str, agreement: &str) -> tempfile::TempDir {
    let mut reviews = "day,answered,initiative,gate,team\n".to_owned();
    for n in 0..40 {
        let (month, day) = (1 + n % 5, 1 + n / 5 * 3);
        reviews += &format!("2026-0{month}-{day:02},2026-0{month}-{:02},returns,board,legal\n", day + 3);
    }
    let settings = "[project]\ndata-cut = 2026-06-30\n\n[source.reviews]\nfile = \"reviews.csv\"\ntable = \"review\"\n";
    let org = format!(
        "[initiative.returns]\ntitle = \"Returns in one tap\"\nleader = \"ines\"\nidea = 2026-01-01\ncommitted = \
         2026-01-20\nteam = \"returns-core\"\n\n[person.ines]\ntitle = \"General manager, returns\"\nfte = 0.55\n\n\
         [team.returns-core]\nheadcount = 9\n\n[gate.desk]\n\n[team.legal]\n{members}\n"
    );
    let all = [("onethread.toml", settings), ("org/all.toml", &org), ("reviews.csv", &reviews)];
    let mut files: Vec<(&str, &[u8])> = all.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    if !agreement.is_empty() {
        files.push(("agreement.toml", agreement.as_bytes()));
    }
    folder(&files)
}

/// Everything that commands print about the shop, in every form.
fn everything(shop: &Path) -> Vec<(String, String)> {
    let commands: &[&[&str]] = &[
        &["review", "--full"],
        &["review", "--all"],
        &["review", "--format", "json"],
        &["review", "--format", "html"],
        &["review", "--format", "markdown"],
        &["review", "--initiative", "returns"],
        &["review", "--initiative", "returns", "--format", "json"],
        &["show", "waiting"],
        &["show", "waiting", "--format", "json"],
        &["show", "waiting", "--format", "csv"],
        &["show", "waiting", "--format", "svg"],
        &["show", "dependencies"],
        &["show", "dependencies", "--for", "legal"],
        &["show", "dependencies", "--format", "json"],
        &["show", "matrix"],
        &["show", "matrix", "--format", "json"],
        &["show", "decisions"],
        &["show", "decisions", "--format", "json"],
        &["check", "--exit-zero"],
        &["check", "--exit-zero", "--format", "json"],
        &["check", "--exit-zero", "--format", "sarif"],
        &["ask", "--initiative", "returns"],
        &["what-if", "remove gate desk"],
        &["privacy", "report"],
    ];
    let run = |args: &&[&str]| {
        let output = onethread(shop, args);
        (args.join(" "), plain(&stdout(&output)) + &stderr(&output))
    };
    commands.iter().map(run).collect()
}

/// The texts of a page, a line for each row, paragraph and label; anything else as it is.
fn plain(text: &str) -> String {
    if !text.contains("</") {
        return text.to_owned();
    }
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(open) = rest.find('<') {
        plain += &rest[..open];
        let end = rest[open..].find('>').map_or(rest.len(), |end| open + end + 1);
        let ends = ["</tr", "</p", "</li", "</text", "</title", "</desc", "</h", "</div", "</dd"];
        plain += if ends.iter().any(|one| rest[open..].starts_with(one)) { "\n" } else { " " };
        let is_style = rest[open..].starts_with("<style");
        rest = &rest[end..];
        if is_style {
            rest = rest.find("</style").map_or("", |at| &rest[at..]);
        }
    }
    plain + rest
}

/// Lines with the team and the number of requests, or of days, of its own.
fn beside(all: &[(String, String)]) -> Vec<String> {
    let is_number =
        |line: &str| line.split(|one: char| !one.is_ascii_digit()).any(|number| matches!(number, "40" | "36"));
    let lines = all.iter().flat_map(|(name, text)| text.lines().map(move |line| format!("{name}: {line}")));
    lines.filter(|line| line.contains("legal") && is_number(line)).collect()
}

#[test]
fn a_team_of_one_is_in_no_number() {
    let one = shop("members = [\"counsel\"]\n[person.counsel]\n", "");
    let all = everything(one.path());
    let found = beside(&all);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let review = &all[0].1;
    assert!(review.contains("groups under five") && !review.contains("legal 53"), "{review}");
    // Nobody says how many they are: that may be one.
    let unknown = shop("", "");
    let found = beside(&everything(unknown.path()));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_team_of_five_has_its_numbers() {
    let five = shop("headcount = 5", "");
    assert!(!beside(&everything(five.path())).is_empty());
    let four = shop("headcount = 4", "");
    assert!(beside(&everything(four.path())).is_empty());
}

/// The smallest group of one is the planted fault: then the lawyer is timed, and every output says that it was loosened.
#[test]
fn what_loosens_is_said_everywhere() {
    let agreement = "[agreement]\nowner = \"Council of elders\"\nsmallest-group = 1\n";
    let loose = shop("members = [\"counsel\"]\n[person.counsel]\n", agreement);
    let all = everything(loose.path());
    assert!(!beside(&all).is_empty());
    for (name, text) in &all {
        let says = text.contains("Council of elders") || text.contains("smallest group is 1 instead of 5");
        assert!(says, "{name} does not say that the agreement loosens:\n{text}");
    }
    // Nobody stands for it: it does not hold.
    let nobody = shop("members = [\"counsel\"]\n[person.counsel]\n", "[agreement]\nsmallest-group = 1\n");
    assert!(beside(&everything(nobody.path())).is_empty());
    // Its day is past: strict again, and said.
    let past = agreement.to_owned() + "valid-until = 2026-06-30\n";
    let past = shop("members = [\"counsel\"]\n[person.counsel]\n", &past);
    let all = everything(past.path());
    assert!(beside(&all).is_empty());
    assert!(all[0].1.contains("expired on 2026-06-30"), "{}", all[0].1);
    // A day later it holds.
    let last = agreement.to_owned() + "valid-until = 2026-07-01\n";
    let last = shop("members = [\"counsel\"]\n[person.counsel]\n", &last);
    assert!(!beside(&everything(last.path())).is_empty());
}

/// In data that leave the program without the words around them, each row says it; where nothing is loosened there is no
/// such column.
#[test]
fn every_row_of_csv_says_what_loosens() {
    let csv = |agreement: &str| {
        let shop = shop("members = [\"counsel\"]\n[person.counsel]\n", agreement);
        stdout(&onethread(shop.path(), &["show", "waiting", "--format", "csv"]))
    };
    let agreement = "[agreement]\nowner = \"Council of elders\"\nsmallest-group = 1\n";
    let loose = csv(agreement);
    let (header, rows) = loose.split_once('\n').expect("a line of keys");
    assert!(header.ends_with(",agreement_loosens") && rows.lines().count() > 0, "{loose}");
    for row in rows.lines() {
        let says = row.contains("Council of elders") && row.contains("the smallest group is 1 instead of 5");
        assert!(says, "{row}");
    }
    for strict in ["", "[agreement]\nowner = \"Council\"\nsmallest-group = 8\n", "[agreement]\nsmallest-group = 1\n"] {
        assert!(!csv(strict).contains("agreement_loosens"), "{strict}");
    }
}

#[test]
fn what_is_off_stays_off_when_the_agreement_ends() {
    let off = "[agreement]\nowner = \"Council\"\nvalid-until = 2026-01-01\n[measure.waiting-ledger]\non = false\n";
    let off = shop("headcount = 9", off);
    let output = onethread(off.path(), &["show", "waiting"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("switched off by the agreement"), "{}", stderr(&output));
    let review = json(off.path(), &["review", "--format", "json"]);
    assert!(review.get("waiting").is_none() && review["initiatives"][0].get("waiting").is_none());
}

#[test]
fn a_wrong_agreement_is_reported_with_the_nearest_name() {
    let wrong = "[agreement]\nowner = \"Council\"\nsmalest-group = 3\n[criterion.capabel]\non = false\n[measure.waiting-ledger]\n\
                 on = \"no\"\n";
    let wrong = shop("headcount = 4", wrong);
    let said = stderr(&onethread(wrong.path(), &["review"]));
    for part in
        ["agreement.toml:3", "smallest-group", "agreement.toml:4", "did you mean `capable`?", "agreement.toml:7"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn older_records_are_dropped_and_counted() {
    let kept = |days: u32| {
        let agreement = format!("[agreement]\nowner = \"Council\"\n[table.review]\nretention-days = {days}\n");
        let shop = shop("headcount = 9", &agreement);
        stderr(&onethread(shop.path(), &["review"]))
    };
    // The oldest is of 1 January, 180 days before the last day of the evidence.
    assert!(!kept(180).contains("dropped"), "{}", kept(180));
    assert!(kept(179).contains("1 record") || kept(179).contains("records of `review` dropped"), "{}", kept(179));
}

#[test]
fn leaders_are_called_by_their_position_where_that_is_agreed() {
    let agreement = "[agreement]\nowner = \"Council\"\n[field.\"initiative.leader\"]\nnames = \"positions\"\n";
    let named = everything(shop("headcount = 9", "").path());
    assert!(named.iter().any(|(_, text)| text.contains("ines")));
    for (name, text) in everything(shop("headcount = 9", agreement).path()) {
        let is_named = text.split(|one: char| !one.is_alphanumeric() && one != '-').any(|word| word == "ines");
        assert!(!is_named, "{name} names the leader:\n{text}");
    }
}

/// How much of a week someone works stands in the file, and nowhere else.
#[test]
fn a_part_time_share_is_shown_beside_nobody() {
    for (name, text) in everything(shop("headcount = 9", "").path()) {
        assert!(!text.contains("0.55") && !text.contains("55 %") && !text.contains("55%"), "{name}:\n{text}");
    }
    // Not even where two shares add up to more than it.
    let more = "headcount = 9\n[initiative.search]\n[[allocation]]\nperson = \"ines\"\ninitiative = \"returns\"\nshare = 0.4\n\
                [[allocation]]\nperson = \"ines\"\ninitiative = \"search\"\nshare = 0.3\n";
    let said =
        stderr(&onethread(shop(more, "").path(), &["check"])) + &stdout(&onethread(shop(more, "").path(), &["check"]));
    assert!(said.contains("more than the contracted time") && !said.contains("0.55"), "{said}");
}

/// What a sheet says of a leave becomes no datum, and who is on leave is a member like others.
#[test]
fn a_leave_is_no_datum() {
    let roster = "Login,Manager,Team,Title,Leave status,On leave until,Absence\n\
                  ada,ceo,Payments,Lead,canary-parental,2026-11-30,canary-sick\nceo,,Chief,Chief,,,\n";
    let place = folder(&[("r.csv", roster.as_bytes())]);
    let output = onethread(place.path(), &["init", "shop", "--from", "r.csv", "--yes"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let mut said = stdout(&output) + &stderr(&output);
    for entry in fs::read_dir(place.path().join("shop/org")).expect("a folder") {
        said += &fs::read_to_string(entry.expect("an entry").path()).expect("a text");
    }
    assert!(!said.contains("canary") && !said.contains("2026-11-30"), "{said}");
    assert!(said.contains("members") && said.contains("ada"), "{said}");
    // Not even where someone asks for it.
    for word in ["status", "end", "role"] {
        let column = format!("Leave status={word}");
        let output = onethread(place.path(), &["init", "other", "--from", "r.csv", "--yes", "--column", &column]);
        assert_eq!(output.status.code(), Some(2), "{word}: {}", stdout(&output));
        assert!(stderr(&output).contains("no datum"), "{}", stderr(&output));
    }
}

#[test]
fn nobody_attests_that_someone_is_incapable() {
    let shop = shop("headcount = 9", "");
    let args = ["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "fails", "--by", "ines"];
    let output = onethread(shop.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nobody attests") && stderr(&output).contains("what-if"), "{}", stderr(&output));
    assert!(!shop.path().join("org/attestations.toml").exists());
}

/// The report lists what the code lists, in every form, and says what holds.
#[test]
fn the_report_says_what_is_held_and_what_holds() {
    let agreement =
        "[agreement]\nowner = \"Council\"\n[criterion.capable]\non = false\n[table.review]\nretention-days = 90\n";
    let shop = shop("headcount = 9", agreement);
    let report = json(shop.path(), &["privacy", "report", "--format", "json"]);
    assert_eq!((&report["schema_version"], &report["agreement"]["owner"]), (&"1.0".into(), &"Council".into()));
    let items = report["items"].as_array().expect("items");
    let item = |kind: &str, key: &str| {
        items.iter().find(|one| one["kind"] == kind && one["key"] == key).unwrap_or_else(|| panic!("{kind} {key}"))
    };
    assert_eq!(item("criterion", "capable")["is_on"], false);
    assert_eq!(item("criterion", "focus")["is_on"], true);
    assert_eq!(item("statistic", "decision-times")["is_on"], false);
    assert_eq!(item("table", "review")["retention_days"], 90);
    assert_eq!(item("field", "person.fte")["touches"], "people");
    for form in ["text", "html", "markdown"] {
        let text = stdout(&onethread(shop.path(), &["privacy", "report", "--format", form]));
        for part in ["Council", "reviews", "person.fte", "BetrVG", "retention"] {
            let is_there = text.contains(part) || part == "retention";
            assert!(is_there, "{form} lacks {part}");
        }
    }
}

/// The draft is an agreement: as written it changes nothing, and with every line taken in it is understood.
#[test]
fn the_draft_is_understood() {
    let draft = stdout(&onethread(Path::new("."), &["privacy", "draft"]));
    let shop_of = |agreement: &str| shop("headcount = 9", agreement);
    let said = stderr(&onethread(shop_of(&draft).path(), &["review"]));
    assert!(!said.contains("agreement.toml"), "{said}");
    let whole: String = draft
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(term) if term.starts_with('[') || term.contains(" = ") => format!("{term}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let said = stderr(&onethread(shop_of(&whole).path(), &["review"]));
    assert!(!said.contains("error"), "{said}\n{whole}");
}
