//! Moves and what was declined: what is read, what is wrong about them, and what of them is known on a day.

use onethread_model::Day;
use onethread_model::org::Org;

use crate::{assert_lines, load};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn ids(org: &Org) -> Vec<&str> {
    org.moves.iter().map(|one| one.id.value.as_str()).collect()
}

const DELEGATE: &str = "[move.delegate-returns-2026-03-31]\nwhat = \"Delegate: Returns\"\non = 2026-03-31\n";

#[test]
fn two_branches_never_share_an_id_in_silence() {
    let files = [("org/moves/a.toml", DELEGATE), ("org/moves/b.toml", &DELEGATE.replace("Returns", "Search"))];
    let (org, found) = load(&files);
    assert_lines(
        &found,
        "error[duplicate-id] org/moves/b.toml:1:7 two moves have the id `delegate-returns-2026-03-31` (the second one) \
         + org/moves/a.toml:1:7 the first one | both count, and nobody can say which one is meant \
         | put a further word into one of the two ids, or remove one if they are the same",
    );
    let said: Vec<&str> = org.moves.iter().map(|one| one.what.value.as_str()).collect();
    assert_eq!(said, ["Delegate: Returns", "Delegate: Search"], "nothing that was understood is lost");
    // The same words are no agreement either: whoever made one of the two did not know of the other.
    assert_eq!(load(&[("org/a.toml", DELEGATE), ("org/b.toml", DELEGATE)]).1.len(), 1);
    let other = DELEGATE.replace("returns-2026-03-31", "returns-again-2026-03-31");
    let (org, found) = load(&[("org/a.toml", DELEGATE), ("org/b.toml", &other)]);
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(ids(&org), ["delegate-returns-2026-03-31", "delegate-returns-again-2026-03-31"]);
}

#[test]
fn an_id_is_made_of_words_and_a_day() {
    let named = |id: &str| load(&[("org/a.toml", &format!("[move.{id}]\nwhat = \"x\"\non = 2026-03-31\n"))]).1;
    for good in ["delegate-returns-2026-03-31", "a-2026-03-31", "\"\u{f6}ffnen-2026-03-31\""] {
        assert!(named(good).is_empty(), "{good}: {:#?}", named(good));
    }
    for counted in ["17", "move-17", "2026-03-31", "delegate-returns", "0001-2026-03-31", "x2026-03-31"] {
        assert!(named(counted)[0].starts_with("warning[move-id]"), "{counted}: {:#?}", named(counted));
    }
}

#[test]
fn a_day_that_moved_leads_on_from_the_one_that_it_names() {
    let text = format!(
        "{DELEGATE}expects = [{{ measure = \"empowered\", by = 2026-06-29 }}, {{ measure = \"form\", by = 2026-07-31 }}]\n\
         moved = [{{ on = 2026-09-01, was = 2026-09-29, by = 2026-12-29 }}, {{ on = 2026-06-01, was = 2026-06-29, by = 2026-09-29 }}]\n"
    );
    let (org, found) = load(&[("org/a.toml", &text)]);
    assert!(found.is_empty(), "{found:#?}");
    let due = |on: &str| {
        let known = org.on(day(on));
        let one = &known.moves[0];
        one.expects.iter().map(|expected| one.due(expected).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(due("2026-05-31"), ["2026-06-29", "2026-07-31"], "nobody knew yet that it would move");
    assert_eq!(due("2026-06-01"), ["2026-09-29", "2026-07-31"]);
    assert_eq!(due("2026-09-01"), ["2026-12-29", "2026-07-31"]);
}

#[test]
fn what_a_later_day_brought_is_not_known_before() {
    let text = format!(
        "{DELEGATE}expects = [{{ measure = \"empowered\", by = 2026-06-29 }}]\n\
         outcome = [{{ on = 2026-06-30, says = \"it came\" }}]\nundone = {{ on = 2026-07-02, why = \"x\" }}\n\
         [[declined]]\nkind = \"delegate\"\nabout = [\"returns\"]\nbecause = \"x\"\non = 2026-05-01\nuntil = 2026-08-01\n"
    );
    let (org, _) = load(&[("org/a.toml", &text)]);
    let known = |on: &str| {
        let org = org.on(day(on));
        let of_move = org.moves.first().map(|one| (one.outcomes.len(), one.undone.is_some()));
        (of_move, org.declined.iter().filter(|one| one.holds_on(day(on))).count())
    };
    assert_eq!(known("2026-03-30"), (None, 0));
    assert_eq!(known("2026-03-31"), (Some((0, false)), 0));
    assert_eq!(known("2026-05-01"), (Some((0, false)), 1));
    assert_eq!(known("2026-06-30"), (Some((1, false)), 1));
    assert_eq!(known("2026-07-31"), (Some((1, true)), 1));
    assert_eq!(known("2026-08-01"), (Some((1, true)), 0), "it returns on its day, and one day before not");
}

#[test]
fn days_before_the_decision_are_reported() {
    let text = format!(
        "{DELEGATE}expects = [{{ measure = \"empowered\", by = 2026-03-30 }}]\nundone = {{ on = 2026-03-30, why = \"x\" }}\n"
    );
    let found = load(&[("org/a.toml", &text)]).1;
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|line| line.starts_with("error[impossible-dates]")), "{found:#?}");
}

#[test]
fn what_a_move_names_is_looked_up() {
    let described = "[person.p]\n[initiative.returns]\n[gate.g]\n";
    let refers = format!(
        "{DELEGATE}about = [\"returns\", \"x\", \"gate:x\"]\ndecided-by = \"x\"\n\
         expects = [{{ measure = \"empowered\", of = \"x\", by = 2026-06-29 }}]\n\
         [[declined]]\nkind = \"delegate\"\nabout = [\"x\"]\nby = \"x\"\nbecause = \"x\"\non = 2026-05-01\nuntil = 2026-08-01\n"
    );
    let (_, found) = load(&[("org/a.toml", described), ("org/b.toml", &refers)]);
    let lines: Vec<&str> = found.iter().filter_map(|line| line.split(':').nth(1)).collect();
    assert_eq!(lines.join(" "), "4 4 5 6 9 10", "{found:#?}");
}

#[test]
fn events_of_what_nobody_expected_are_reported() {
    let text = format!(
        "{DELEGATE}expects = [{{ measure = \"empowered\", by = 2026-06-29 }}]\n\
         moved = [{{ on = 2026-05-01, was = 2026-06-30, by = 2026-09-29 }}]\n\
         outcome = [{{ on = 2026-06-30, measure = \"empowerd\" }}]\n"
    );
    let found = load(&[("org/a.toml", &text)]).1;
    assert_lines(
        &found,
        "warning[unknown-expectation] org/a.toml:5:35 nothing is expected of the move `delegate-returns-2026-03-31` by \
         2026-06-30 (moves no day) | `was` is the day that was moved; it is 2026-06-29\n\
         warning[unknown-expectation] org/a.toml:6:41 the move `delegate-returns-2026-03-31` expects nothing of `empowerd` \
         (an outcome of nothing) | did you mean `empowered`?",
    );
}
