//! Forms: what is asked comes back. Laws over generated organizations: each kind of question, in each form, with each
//! allowed answer; and forms that are filled with junk.

use std::collections::BTreeSet;

use onethread_core::answers::{
    FormOptions, Questionnaire, Reply, ReplyOutcome, TakeOptions, Taken, WrittenCell, form, take,
};
use onethread_core::measure::{Snapshot, View};
use onethread_core::review::{Answer, Review, review};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::diagnostic::Severity;
use onethread_model::facts::Facts;
use onethread_model::org;
use onethread_model::source::{Place, Sources};
use onethread_report::ask::filled::{CellRow, FilledForm, from_cells, from_markdown};
use onethread_report::ask::form::{csv, markdown};
use proptest::prelude::*;

fn day() -> Day {
    Day::parse("2026-06-30").expect("a day")
}

/// An organization of two initiatives, of which bits say what is written.
fn organization(bits: u32) -> String {
    let has = |bit: u32| bits >> bit & 1 == 1;
    let mut text =
        "[organization]\nname = \"Harbour, and more\"\n\n[person.ines]\nreports-to = \"vp\"\n[person.tomas]\n\
                    reports-to = \"vp\"\n[person.vp]\n[team.payments]\nmembers = [\"vp\"]\n[team.platform]\nmembers = [\"vp\"]\n"
            .to_owned();
    if has(0) {
        text += "[team.core]\nmembers = [\"ines\", \"tomas\"]\n";
    }
    text += "\n[initiative.bare]\nidea = 2026-01-12\n\n[initiative.led]\nidea = 2026-02-02\n";
    let mut line = |is: bool, line: &str| {
        if is {
            text += line;
        }
    };
    line(has(0), "team = \"core\"\n");
    match (has(1), has(2)) {
        (true, false) => line(true, "leader = \"ines\"\n"),
        (true, true) => line(true, "leader = [\"ines\", \"tomas\"]\n"),
        (false, true) => line(true, "people = [\"ines\", \"tomas\"]\n"),
        (false, false) => {}
    }
    line(has(3), "nature = \"product\"\n");
    line(has(4), "scope = [\"service:returns\"]\n");
    line(has(5), "tenets = [\"Refunds over certainty\"]\n");
    line(has(6), "needs = { engineering = 2 }\n");
    line(has(7), "decision-rights = [\"price\"]\n");
    line(has(8), "\n[[initiative.led.dependency]]\non = \"team:payments\"\n");
    line(has(9), "\n[[initiative.led.metric]]\nname = \"finished\"\n");
    line(has(10), "\n[decision.first]\ninitiative = \"led\"\ndecided = 2026-05-04\nexpected = \"fewer calls\"\n");
    line(has(11) && has(1) && !has(2), "\n[[allocation]]\nperson = \"ines\"\ninitiative = \"led\"\nshare = 1.0\n");
    text
}

fn snapshot(text: &str) -> Snapshot {
    let mut sources = Sources::default();
    let file = sources.add("org/all.toml", text);
    let org = org::load(&sources, &[file], &mut Vec::new());
    Snapshot::new(Config::default(), org, sources, Facts::default())
}

fn form_of(snapshot: &Snapshot, review: &Review, all: bool) -> Questionnaire {
    form(review, &View::on(snapshot, day()), &FormOptions { all, ..FormOptions::default() })
}

/// The cells of a CSV with their lines.
fn cells(text: &str) -> Vec<CellRow> {
    let mut reader = csv_reader(text);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.expect("a record");
        let line = record.position().map_or(0, |at| at.line() as usize);
        rows.push((line, record.iter().map(|cell| cell.trim_start_matches('\u{feff}').to_owned()).collect()));
    }
    rows
}

fn csv_reader(text: &str) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// A form filled with answers by key, as a spreadsheet and as Markdown.
fn filled(form: &Questionnaire, answers: &[(String, String)]) -> [FilledForm; 2] {
    let mut rows = cells(&csv(form));
    let column = |name: &str| rows[0].1.iter().position(|cell| cell == name).expect("a column");
    let [key, answer, by, on] = ["Key", "Answer", "Answered by", "Day"].map(column);
    let mut page = markdown(form, "");
    for (of, says) in answers {
        let row = rows.iter_mut().find(|(_, cells)| cells[key] == *of).expect("a row");
        (row.1[answer], row.1[by], row.1[on]) = (says.clone(), "vp".to_owned(), "30.06.2026".to_owned());
        let empty = format!("- Key: `{of}`\n- Answer:\n- Answered by:\n- Day:\n");
        assert!(page.contains(&empty), "{page}");
        page =
            page.replace(&empty, &format!("- Key: `{of}`\n- Answer: {says}\n- Answered by: vp\n- Day: 2026-06-30\n"));
    }
    // As an answer to a mail.
    let quoted: String = page.lines().map(|line| format!("> {line}\r\n")).collect();
    [from_cells("a.csv", &rows).expect("a form"), from_markdown("a.md", &quoted).expect("a form")]
}

fn taken(snapshot: &Snapshot, review: &Review, replies: &[Reply]) -> Taken {
    take(snapshot, review, replies, &TakeOptions { by: None, on: day(), today: day() })
}

/// Answers that a row allows, as its words say.
fn allowed(expected: &str, choices: &[&str]) -> Vec<String> {
    if !choices.is_empty() {
        return choices.iter().map(|choice| (*choice).to_owned()).collect();
    }
    let all: &[&str] = match expected {
        _ if expected.starts_with("a sentence; several") => &["Speed over price; Trust over speed"],
        _ if expected.starts_with("a sentence") => &["=1+1 and \"more\", for all"],
        _ if expected.starts_with("a tenet") => &["led:1"],
        _ if expected.starts_with("a day") => &["2026-06-01"],
        _ if expected.starts_with("a share") => &["80 %", "0.8", "full time"],
        _ if expected.starts_with("a number") => &["12,5"],
        _ if expected.starts_with("a whole number") => &["1"],
        _ if expected.starts_with("the id of a person; several") => &["ines; tomas"],
        _ if expected.starts_with("the id of a person") => &["ines"],
        _ if expected.starts_with("the id of an initiative") => &["led"],
        _ if expected.starts_with("an id with its kind") => &["team:platform"],
        _ if expected.starts_with("path:") => &["path:services/other/**; service:other"],
        _ if expected.starts_with("names") => &["engineering 2; quality 1"],
        other => panic!("no example of {other}"),
    };
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// What the files say, by path.
fn texts(snapshot: &Snapshot) -> Vec<(String, String)> {
    snapshot.sources.iter().map(|(_, file)| (file.path.to_string(), file.text.clone())).collect()
}

fn errors(snapshot: &Snapshot) -> BTreeSet<String> {
    let all = snapshot.diagnostics().into_iter().filter(|one| one.severity == Severity::Error);
    all.map(|one| one.message).collect()
}

#[test]
fn each_answer_of_each_question_comes_back_in_each_form() {
    let mut kinds = BTreeSet::new();
    let mut counts = (0, 0);
    for seed in 0..40_u32 {
        let snapshot = snapshot(&organization(seed.wrapping_mul(2_654_435_761) >> 16));
        let before = review(&snapshot, day());
        let asked = form_of(&snapshot, &before, false);
        for (at, question) in asked.questions.iter().enumerate() {
            for blank in &question.blanks {
                let kind = blank.key.split('/').skip(1).collect::<Vec<_>>().join("/");
                if !kinds.insert((kind, question.text.clone())) && seed > 4 {
                    continue;
                }
                for says in allowed(&blank.expected, &blank.choices) {
                    counts.0 += 1;
                    let whole = whole_answer(&asked, at, &blank.key, &says);
                    let [by_csv, by_page] = filled(&asked, &whole).map(|form| taken(&snapshot, &before, &form.replies));
                    assert_eq!(texts(&by_csv.after), texts(&by_page.after), "{whole:?}");
                    let of = by_csv.replies.iter().find(|one| one.key == blank.key).expect("a row");
                    assert!(matches!(of.outcome, ReplyOutcome::Written { .. }), "{whole:?} {:?}", of.outcome);
                    assert_eq!(errors(&by_csv.after), errors(&snapshot), "{whole:?}");
                    review_has(&by_csv, question, &blank.key, &says);
                    // Typed alone it gives the same files, where one row is an entry.
                    if let [(key, says)] = &whole[..] {
                        counts.1 += 1;
                        let typed = taken(&snapshot, &before, &[reply(key, says, "vp", "2026-06-30")]);
                        assert_eq!(texts(&typed.after), texts(&by_csv.after), "{whole:?}");
                    }
                }
                nobody_knows(&snapshot, &before, &asked, at, &blank.key);
            }
        }
    }
    assert!(kinds.len() > 30 && counts.0 > 200 && counts.1 > 60, "{} kinds, {counts:?}: {kinds:#?}", kinds.len());
}

/// The answer, and one for every other row that its entry needs.
fn whole_answer(form: &Questionnaire, at: usize, key: &str, says: &str) -> Vec<(String, String)> {
    let mut whole = vec![(key.to_owned(), says.to_owned())];
    for needed in form.questions[at].needed_with(key) {
        let choices = &needed.choices;
        whole.push((needed.key.clone(), allowed(&needed.expected, choices).remove(0)));
    }
    whole
}

fn reply(key: &str, answer: &str, by: &str, on: &str) -> Reply {
    let cell = |text: &str, column| WrittenCell {
        text: text.to_owned(),
        place: Place { path: "a.csv".into(), line: 2, column: Some(column) },
    };
    Reply { key: cell(key, 1), answer: cell(answer, 2), by: cell(by, 3), on: cell(on, 4), note: cell("", 5) }
}

/// The review answers otherwise, or does not ask the row again; or it asks for more of the same, and the files say it.
fn review_has(taken: &Taken, question: &onethread_core::answers::FormQuestion, key: &str, says: &str) {
    let after = review(&taken.after, day());
    let one = after.initiative(&question.initiative).expect("live");
    let is_answered = question.criteria.iter().any(|key| one.answer(key) != Some(Answer::NotShown));
    let again = form_of(&taken.after, &after, false);
    let is_gone = again.questions.iter().flat_map(|one| &one.blanks).all(|blank| blank.key != key);
    // One decision, one person's share or one role of several is no whole answer.
    let accumulates = [
        "decisions/",
        "tenets/",
        "feedback/",
        "instrumented/",
        "reviews/",
        "dedicated-team/",
        "untangling/",
        "dependencies-known/",
        "complete-team/",
        "fit/",
    ];
    let is_more = accumulates.iter().any(|criterion| key.contains(criterion));
    let files: String = texts(&taken.after).into_iter().map(|(_, text)| text).collect();
    let is_written = in_a_file(says).iter().all(|word| files.contains(word.as_str()));
    assert!(is_answered || is_gone || is_more && is_written, "{key}: {says}\n{:#?}", texts(&taken.after));
}

/// How an answer stands in a file, apart from quotes.
fn in_a_file(says: &str) -> Vec<String> {
    let word = match says {
        "80 %" => "0.8",
        "full time" => "1.0",
        "12,5" => "12.5",
        "yes" => "true",
        "no" => "false",
        other => other,
    };
    word.split("; ").map(|part| part.split(['"', ' ']).next().unwrap_or_default().to_owned()).collect()
}

/// That nobody knows is said by the review, and the question is not asked again until a year is over.
fn nobody_knows(snapshot: &Snapshot, before: &Review, asked: &Questionnaire, at: usize, key: &str) {
    let question = &asked.questions[at];
    let forms = filled(asked, &[(key.to_owned(), "Nobody knows.".to_owned())]);
    let [by_csv, by_page] = forms.map(|form| taken(snapshot, before, &form.replies));
    assert_eq!(texts(&by_csv.after), texts(&by_page.after), "{key}");
    for (on, is_known) in [("2026-06-30", true), ("2027-06-30", true), ("2027-07-01", false)] {
        let on = Day::parse(on).expect("a day");
        let after = review(&by_csv.after, on);
        let one = after.initiative(&question.initiative).expect("live");
        let of =
            |criterion: &str| one.verdicts.iter().find(|verdict| verdict.criterion == criterion).expect("a verdict");
        for criterion in &question.criteria {
            let judgement = &of(criterion).judgement;
            assert_eq!(judgement.nobody_knows.is_some(), is_known, "{key} {criterion} {on}: {judgement:#?}");
            let says = judgement.because.iter().any(|because| because.says == "nobody knows, asked on 2026-06-30");
            assert_eq!(says, is_known, "{key} {on}");
        }
        let again = form(&after, &View::on(&by_csv.after, on), &FormOptions::default());
        let asks = |one: &onethread_core::answers::FormQuestion| {
            one.initiative == question.initiative && one.text == question.text
        };
        assert_eq!(again.questions.iter().any(asks), !is_known, "{key} {on}");
    }
}

#[test]
fn three_questions_go_to_three_initiatives_and_come_in_the_order_of_their_days() {
    let more: String = (0..5).map(|n| format!("\n[initiative.i{n}]\nidea = 2026-0{}-01\n", 6 - n)).collect();
    let snapshot = snapshot(&more);
    let review = review(&snapshot, day());
    let options = FormOptions { questions_max: Some(3), ..FormOptions::default() };
    let three = form(&review, &View::on(&snapshot, day()), &options);
    let whose: Vec<&str> = three.questions.iter().map(|one| one.initiative.as_str()).collect();
    assert_eq!(whose, ["i4", "i3", "i2"]);
    let all = form(&review, &View::on(&snapshot, day()), &FormOptions::default());
    assert_eq!(three.waiting.values().sum::<usize>() + 3, all.questions.len());
    let keys: BTreeSet<&str> = all.questions.iter().flat_map(|one| &one.blanks).map(|one| one.key.as_str()).collect();
    assert_eq!(keys.len(), all.questions.iter().map(|one| one.blanks.len()).sum::<usize>(), "no key is there twice");
    // What is answered does not come again, and others move up.
    let first = &three.questions[0];
    let known = taken(&snapshot, &review, &[reply(&first.blanks[0].key, "nobody knows", "vp", "2026-06-30")]);
    let after = onethread_core::review::review(&known.after, day());
    let next = form(&after, &View::on(&known.after, day()), &options);
    assert!(!next.questions.contains_question(first), "{:#?}", next.questions);
}

/// Whether a list of questions has this one.
trait Holds {
    fn contains_question(&self, of: &onethread_core::answers::FormQuestion) -> bool;
}

impl Holds for Vec<onethread_core::answers::FormQuestion> {
    fn contains_question(&self, of: &onethread_core::answers::FormQuestion) -> bool {
        self.iter().any(|one| one.initiative == of.initiative && one.text == of.text)
    }
}

#[test]
fn rows_that_cannot_be_written_are_named() {
    let snapshot = snapshot(&organization(0b1_0000_1010));
    let before = review(&snapshot, day());
    let outcome = |replies: &[Reply]| -> Vec<ReplyOutcome> {
        taken(&snapshot, &before, replies).replies.into_iter().map(|one| one.outcome).collect()
    };
    let asked = form_of(&snapshot, &before, true);
    let key = |part: &str| {
        let all = asked.questions.iter().flat_map(|one| &one.blanks);
        all.map(|blank| blank.key.clone()).find(|key| key.contains(part)).unwrap_or_else(|| panic!("no {part}"))
    };
    let (effect, capable, tenets) = (key("led/untangling/effect"), key("led/capable/answer"), key("led/tenets/tenets"));
    let why = |outcome: &ReplyOutcome| match outcome {
        ReplyOutcome::NotUnderstood { refusal, place } => format!("{place}: {}; {}", refusal.why, refusal.help),
        other => format!("{other:?}"),
    };
    let one = |answer: &str, by: &str, on: &str, key: &str| why(&outcome(&[reply(key, answer, by, on)])[0]);
    assert!(one("blockin", "", "", &effect).ends_with("did you mean `blocking`?"));
    assert!(one("blockin", "", "", &effect).starts_with("a.csv:2:2: "));
    assert!(one("no", "vp", "", &capable).contains("nobody attests that a leader is not capable"));
    assert!(one("yes", "", "", &capable).contains("--by PERSON"));
    assert!(one("yes", "vpp", "", &capable).starts_with("a.csv:2:3: there is no person `vpp`; did you mean `vp`?"));
    assert!(one("yes", "vp", "2026-07-01", &capable).starts_with("a.csv:2:4: 2026-07-01 lies ahead"));
    assert!(one("yes", "vp", "04/05/2026", &capable).contains("either number may be the month"));
    assert!(one("TBD", "vp", "", &tenets).contains("is no answer"));
    assert!(matches!(outcome(&[reply(&tenets, "", "vp", "")])[0], ReplyOutcome::Empty));
    let two = [reply(&capable, "yes", "vp", ""), reply(&capable, "nobody knows", "vp", "")];
    assert!(outcome(&two).iter().all(|one| matches!(one, ReplyOutcome::Contradictory { .. })));
    let same = [reply(&capable, "yes", "vp", ""), reply(&capable, "Yes", "tomas", "")];
    assert!(matches!(outcome(&same)[..], [ReplyOutcome::Written { .. }, ReplyOutcome::Repeated { .. }]));
    let misspelt = capable.replace("capable", "capabel");
    let ReplyOutcome::UnknownKey { near } = &outcome(&[reply(&misspelt, "yes", "vp", "")])[0] else { panic!() };
    assert_eq!(near.as_deref(), Some(capable.as_str()));
    assert!(matches!(&outcome(&[reply("led/focus/leader", "tomas", "vp", "")])[0], ReplyOutcome::Closed { .. }));
    let said = &outcome(&[reply("led/focus/leader", "ines", "vp", "")])[0];
    assert!(matches!(said, ReplyOutcome::Unchanged { .. }), "{said:?}");
    // A form that is taken twice writes once.
    let first = taken(&snapshot, &before, &[reply(&capable, "yes", "vp", ""), reply(&tenets, "A over B", "vp", "")]);
    let after = review(&first.after, day());
    let again = taken(&first.after, &after, &[reply(&capable, "yes", "vp", ""), reply(&tenets, "A over B", "vp", "")]);
    assert!(again.edits.is_empty(), "{:#?}", again.replies);
}

#[test]
fn columns_are_found_by_their_names() {
    let snapshot = snapshot(&organization(2));
    let before = review(&snapshot, day());
    let rows = cells(&csv(&form_of(&snapshot, &before, true)));
    let form = from_cells("a.csv", &rows).expect("a form");
    assert_eq!(form.organization.as_deref(), Some("Harbour, and more"));
    assert_eq!(form.day, Some(day()));
    let mut turned: Vec<CellRow> = rows.clone();
    turned.iter_mut().for_each(|(_, cells)| {
        cells.reverse();
        cells.insert(3, "more".to_owned());
    });
    turned.push((999, vec![String::new(); 14]));
    turned.insert(0, (0, vec!["Questions for June".to_owned()]));
    let keys = |form: FilledForm| form.replies.into_iter().map(|one| one.key.text).collect::<Vec<_>>();
    assert_eq!(keys(from_cells("a.csv", &turned).expect("a form")), keys(form));
    let without = |name: &str| {
        let at = rows[0].1.iter().position(|cell| cell == name).expect("a column");
        let mut rows = rows.clone();
        rows.iter_mut().for_each(|(_, cells)| drop(cells.remove(at)));
        from_cells("a.csv", &rows)
    };
    assert!(without("Key").expect_err("no keys").why.contains("no column `Key`"));
    assert!(without("Note or source").is_ok() && without("Day").is_ok() && without("Form").is_ok());
    let mut twice = rows.clone();
    twice[0].1[0] = "ANSWER:".to_owned();
    assert!(from_cells("a.csv", &twice).expect_err("two answers").why.contains("`Answer` twice, as column 1 and 5"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Junk in any cell: no panic, each row has an outcome, and nothing is written that the files could not be read with.
    #[test]
    fn junk_is_not_written(
        bits in 0_u32..4096,
        junk in proptest::collection::vec(("\\PC{0,12}", prop::sample::select(vec!["", "yes", "80 %", "team:x", "ines", "-1", "1e9", "a;;b", "nobody knows"]), any::<prop::sample::Index>()), 1..24),
    ) {
        let snapshot = snapshot(&organization(bits));
        let before = review(&snapshot, day());
        let keys: Vec<String> =
            form_of(&snapshot, &before, true).questions.into_iter().flat_map(|one| one.blanks).map(|one| one.key).collect();
        let replies: Vec<Reply> = junk.iter().enumerate().map(|(n, (text, word, at))| {
            let key = at.get(&keys);
            let answer = if n % 2 == 0 { text.clone() } else { format!("{word}{}", if n % 3 == 0 { text } else { "" }) };
            reply(key, &answer, if n % 5 == 0 { text } else { "vp" }, if n % 7 == 0 { text } else { "" })
        }).collect();
        let taken = taken(&snapshot, &before, &replies);
        prop_assert_eq!(taken.replies.len(), replies.len());
        prop_assert_eq!(errors(&taken.after), errors(&snapshot));
        let written = taken.replies.iter().any(|one| matches!(one.outcome, ReplyOutcome::Written { .. }));
        prop_assert_eq!(written, !taken.edits.is_empty());
        for incapable in taken.after.org.attestations.iter().filter(|one| one.criterion.value == "capable") {
            prop_assert!(incapable.holds);
        }
    }

    /// Any text as Markdown or as cells: no panic.
    #[test]
    fn any_text_is_read_or_refused(text in "(- )?(Key|Answer|Day|Note|Form|x)?:?\\PC{0,40}(\n> ?\\*\\*(Key|Answer):\\*\\* \\PC{0,20}){0,4}") {
        let _ = from_markdown("a.md", &text);
        let rows: Vec<CellRow> = text.lines().enumerate().map(|(n, line)| (n, line.split(' ').map(str::to_owned).collect())).collect();
        let _ = from_cells("a.csv", &rows);
    }
}
