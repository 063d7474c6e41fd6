//! Decisions with what is expected of them, and advice that was declined: what is written, when it stands, and when it
//! comes back.

use std::collections::BTreeMap;

use onethread_core::measure::{Snapshot, View};
use onethread_core::moves::{read, read_written, written};
use onethread_core::plan::declined::{AdviceFacts, DeclinedAdvice, DeclinedState, decline};
use onethread_core::plan::papers::charter;
use onethread_core::plan::predictions::{EntryOptions, with_entry};
use onethread_core::review::{MoveState, review};
use onethread_core::what_if::{WhatIf, what_if};
use onethread_model::config::Config;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::edit;
use onethread_model::facts::Facts;
use onethread_model::source::Sources;
use onethread_model::{Change, Day, org};

const SHOP: &str = "# Two.\n[person.ines]\n[person.bo]\n[person.vp]\n[initiative.returns]\ntitle = \"Returns\"\n\
    purpose = \"Customers return without a printer\"\nsponsor = \"vp\"\nneeds = { engineering = 2 }\n\n\
    [[initiative.returns.metric]]\nname = \"returns, within a minute\"\n\n\
    [initiative.search]\nleader = \"bo\"\n\n[gate.board]\napplies-to = [\"search\", \"returns\"]\nowner = \"person:vp\"\n";

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn today() -> Day {
    day("2026-06-30")
}

fn loaded(files: &[(&str, &str)]) -> (Snapshot, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let ids: Vec<_> = files.iter().map(|(path, text)| sources.add(*path, *text)).collect();
    let mut diagnostics = Vec::new();
    let org = org::load(&sources, &ids, &mut diagnostics);
    (Snapshot::new(Config::default(), org, sources, Facts::default()), diagnostics)
}

fn shop(more: &str) -> Snapshot {
    let (snapshot, found) = loaded(&[("org/a.toml", SHOP), ("org/moves.toml", more)]);
    assert!(found.is_empty(), "{found:#?}");
    snapshot
}

fn changes(words: &str, snapshot: &Snapshot) -> Vec<Change> {
    read(words, &View::on(snapshot, today())).expect("understood")
}

fn kept(words: &str, snapshot: &Snapshot) -> WhatIf {
    let found = what_if(snapshot, today(), None, &changes(words, snapshot)).expect("possible");
    with_entry(snapshot, found, &EntryOptions::default()).expect("an entry")
}

#[test]
fn a_change_in_a_file_is_read_back_as_it_was() {
    let snapshot = shop("");
    let view = View::on(&snapshot, today());
    for words in [
        "appoint ines to returns, full time, lifts = board by 2026-07-10",
        "delegate search, class = pricing, class = reversible",
        "remove gate board",
        "add gate security, kind = review, owner = person:vp",
        "narrow gate board, only = search, only-where = \"money moves, or \u{201c}more\u{201d}; always\"",
        "rename id = search, kind = initiative, to = find",
    ] {
        let Ok(found) = read(words, &view) else { continue };
        for change in found {
            let back = read_written(&written(&change), &view).expect("read back");
            // The order in which blanks are filled is no part of what is done.
            let known =
                |change: &Change| change.known().map(|(key, known)| (key, known.clone())).collect::<BTreeMap<_, _>>();
            assert_eq!((back.kind, known(&back)), (change.kind, known(&change)), "{words}: {}", written(&change));
        }
    }
}

#[test]
fn an_entry_is_undone_with_its_act_byte_for_byte() {
    let snapshot = shop("# Ours.\n");
    let found = kept("appoint ines to returns, full time", &snapshot);
    let entry = found.entry.as_ref().expect("an entry");
    assert_eq!((entry.id.as_str(), entry.file.as_str()), ("appoint-returns-2026-06-30", "org/moves.toml"));
    assert!(found.texts["org/moves.toml"].starts_with("# Ours.\n"), "{}", found.texts["org/moves.toml"]);
    let back = edit::apply(|path| found.texts.get(path).map(String::as_str), &found.undo).expect("undone");
    for path in found.texts.keys() {
        // An empty text is no file.
        let before = snapshot.text_of(path).unwrap_or_default();
        assert_eq!(back.get(path).map_or("", String::as_str), before, "{path}");
    }
    // Nobody but the organization's own words is in what people read of it.
    assert!(!entry.what.contains("ines"), "{}", entry.what);
    assert!(!entry.id.contains("ines"));
    let after = snapshot.with_texts(&found.texts);
    assert!(after.diagnostics().is_empty(), "{:#?}", after.diagnostics());
    assert_eq!(after.org.moves.len(), 1);
    // The same again would write nothing, and so nothing was decided.
    let again =
        what_if(&after, today(), None, &changes("appoint ines to returns, full time", &after)).expect("possible");
    let again = with_entry(&after, again, &EntryOptions::default()).expect("nothing to say");
    assert!(again.entry.is_none() && again.texts.is_empty(), "{:?}", again.texts);
}

#[test]
fn the_same_words_on_the_same_day_get_a_further_word_and_never_a_number() {
    let snapshot = shop("[move.delegate-search-2026-06-30]\nwhat = \"x\"\non = 2026-06-30\n");
    let found = kept("delegate search", &snapshot);
    assert_eq!(found.entry.expect("an entry").id, "delegate-search-again-2026-06-30");
    let own =
        [("org/a.toml", SHOP), ("org/m/x-2026-01-05.toml", "[move.x-2026-01-05]\nwhat = \"x\"\non = 2026-01-05\n")];
    let found = kept("delegate search", &loaded(&own).0);
    assert_eq!(found.entry.expect("an entry").file, "org/m/delegate-search-2026-06-30.toml", "one file for each move");
}

#[test]
fn an_answer_is_expected_a_quarter_after_the_last_day_of_the_change() {
    // EXPECTED_DAYS: 90 days after 30 June are 28 September.
    let snapshot = shop("");
    let next = |words: &str| kept(words, &snapshot).entry.expect("an entry").next_day;
    assert_eq!(next("appoint ines to returns, full time"), Some(day("2026-09-28")));
    assert_eq!(next("appoint ines to returns, full time, lifts = board by 2026-07-10"), Some(day("2026-10-08")));
}

/// Whether the review advises to appoint a leader of `returns`.
fn advised(more: &str, on: &str) -> bool {
    let found = review(&shop(more), day(on));
    found.moves.iter().flat_map(|one| &one.changes).any(|one| one.kind == "appoint" && one.initiative() == "returns")
}

#[test]
fn what_is_decided_is_not_advised_again_until_its_day_is_over() {
    let decided = |rest: &str| {
        format!(
            "[move.appoint-returns-2026-03-31]\nwhat = \"x\"\nacts = [\"appoint leader = ines, initiative = returns\"]\n\
             about = [\"returns\", \"person:ines\"]\non = 2026-03-31\n{rest}"
        )
    };
    assert!(advised("", "2026-06-30"));
    let expects = "expects = [{ measure = \"focus\", of = \"returns\", answer = \"holds\", by = 2026-09-28 }]\n";
    assert!(!advised(&decided(expects), "2026-09-28"));
    assert!(advised(&decided(expects), "2026-09-29"), "late, and so open again");
    let undone = format!("{expects}undone = {{ on = 2026-06-01, why = \"x\" }}\n");
    assert!(!advised(&decided(&undone), "2026-05-31"));
    assert!(advised(&decided(&undone), "2026-06-01"));
    let other = decided(expects).replace("initiative = returns", "initiative = search");
    assert!(advised(&other, "2026-06-30"), "another initiative is decided");
}

#[test]
fn a_decision_without_an_expectation_stands_for_a_quarter() {
    // STANDS_DAYS: 90 days after 31 March are 29 June.
    let text =
        "[move.appoint-returns-2026-03-31]\nwhat = \"x\"\nacts = [\"appoint initiative = returns\"]\non = 2026-03-31\n";
    assert!(!advised(text, "2026-06-29"));
    assert!(advised(text, "2026-06-30"));
}

#[test]
fn late_is_derived_and_silence_is_not_shown() {
    let text = "[move.x-2026-03-31]\nwhat = \"x\"\non = 2026-03-31\n\
        expects = [{ measure = \"decision-latency\", of = \"returns\", high = 9, by = 2026-06-29 }]\n";
    let state = |more: &str, on: &str| review(&shop(&format!("{text}{more}")), day(on)).decided[0].state;
    assert_eq!(state("", "2026-06-29"), MoveState::Expected);
    assert_eq!(state("", "2026-06-30"), MoveState::Late);
    assert_eq!(state("outcome = [{ on = 2026-06-30, value = 12 }]\n", "2026-06-30"), MoveState::Known);
    assert_eq!(state("stopped = { on = 2026-06-01 }\n", "2026-06-30"), MoveState::Stopped);
}

fn facts(days: i64) -> AdviceFacts {
    AdviceFacts { held_alone_days: Some(days), support: Some("plausible".to_owned()), ..AdviceFacts::default() }
}

/// What becomes of advice about `returns` that was declined with these days, on a day with others.
fn declined(was: i64, now: i64, on: &str) -> (usize, DeclinedState) {
    let snapshot = shop("");
    let advice = [Change::new("delegate").with("initiative", "returns")];
    let edit = decline(&advice, &facts(was), ("not now", day("2026-10-01"), None), &View::on(&snapshot, today()));
    let after = snapshot.edited(&[edit.expect("declined")]).expect("written");
    assert!(after.diagnostics().is_empty(), "{:#?}", after.diagnostics());
    let view = View::on(&after, day(on));
    let mut away = DeclinedAdvice::on(&view);
    let left = away.left(&advice, |_| facts(now)).len();
    // Another initiative is advised the same all the same.
    let other = [Change::new("delegate").with("initiative", "search")];
    assert_eq!(away.left(&other, |_| facts(now)).len(), 1);
    (left, away.rows()[0].state)
}

#[test]
fn declined_advice_returns_on_its_day_and_one_day_before_not() {
    assert_eq!(declined(28, 28, "2026-09-30"), (0, DeclinedState::Declined));
    assert_eq!(declined(28, 28, "2026-10-01"), (1, DeclinedState::DayCame));
    let snapshot = shop("");
    let advice = [Change::new("delegate").with("initiative", "returns")];
    let view = View::on(&snapshot, today());
    for (because, until) in [("", "2026-10-01"), ("not now", "2026-06-30")] {
        assert!(decline(&advice, &facts(1), (because, day(until), None), &view).is_err(), "{because} {until}");
    }
}

#[test]
fn declined_advice_returns_once_its_days_grew() {
    // GROWN_DAYS_MIN is 14 days, GROWN_PERCENT_MIN 50 %: at the line it returns, one step before it does not.
    assert_eq!(declined(26, 39, "2026-07-01"), (0, DeclinedState::Declined), "13 days more, and half as many again");
    assert_eq!(declined(28, 42, "2026-07-01"), (1, DeclinedState::FactMoved), "14 days more, and half as many again");
    assert_eq!(
        declined(40, 59, "2026-07-01"),
        (0, DeclinedState::Declined),
        "19 days more, less than half as many again"
    );
    assert_eq!(declined(40, 60, "2026-07-01"), (1, DeclinedState::FactMoved));
    assert_eq!(declined(40, 10, "2026-07-01"), (0, DeclinedState::Declined), "less is no reason to come back");
}

#[test]
fn a_draft_of_a_charter_gives_the_design_back() {
    let snapshot = shop("");
    let paper = charter("returns", &snapshot, today()).expect("a draft");
    let (alone, found) = loaded(&[("org/charters/returns.toml", &paper.text)]);
    assert!(found.is_empty(), "{found:#?}\n{}", paper.text);
    let said = |snapshot: &Snapshot| {
        let one = &snapshot.org.initiatives["returns"];
        let text = |at: &Option<onethread_model::source::At<String>>| at.as_ref().map(|at| at.value.clone());
        let needs: BTreeMap<String, String> =
            one.needs.iter().map(|(role, count)| (role.value.clone(), count.to_string())).collect();
        let metrics: Vec<String> = one.metrics.iter().map(|metric| metric.name.value.clone()).collect();
        (text(&one.title), text(&one.purpose), text(&one.sponsor), needs, metrics)
    };
    assert_eq!(said(&alone), said(&snapshot));
    assert!(paper.text.contains("\n# leader = ..."), "what is to be said is named: {}", paper.text);
    assert!(!paper.text.contains("\n# purpose = ..."), "{}", paper.text);
}
