//! Law: a change that stands beside a failing answer helps, in both examples; and what is decided is not advised again.

#[path = "../../core/tests/advice_law/mod.rs"]
mod advice_law;

use std::path::Path;

use advice_law::{Tried, try_all};
use onethread_core::measure::Snapshot;
use onethread_core::review::{Answer, review};
use onethread_model::Day;
use onethread_workspace::Folder;
use onethread_workspace::files::{Outside, Root};

fn example(name: &str, day: &str) -> (Snapshot, Day) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let settings = std::fs::read_to_string(root.join("onethread.toml")).expect("settings");
    let snapshot = Folder::read_with(&Root::new(&root, Outside::none()), &settings, false, &mut |_| {})
        .expect("a folder")
        .snapshot;
    (snapshot, Day::parse(day).expect("a day"))
}

#[test]
fn each_change_beside_a_failing_answer_helps_in_the_examples() {
    for (name, day, least) in [
        ("harbour-market", "2026-06-30", Tried { alter: 12, together: 1, later: 4 }),
        ("kubernetes", "2026-07-24", Tried { alter: 3, together: 0, later: 0 }),
    ] {
        let (snapshot, day) = example(name, day);
        let mut tried = Tried::default();
        try_all(&snapshot, day, 6, &mut tried);
        let enough = tried.alter >= least.alter && tried.together >= least.together && tried.later >= least.later;
        assert!(enough, "{name} hardly tries it: {tried:?}");
    }
}

#[test]
fn what_a_waiver_accepts_is_not_advised() {
    let (snapshot, day) = example("harbour-market", "2026-06-30");
    let review = review(&snapshot, day);
    let mut accepted = 0;
    for one in &review.initiatives {
        for verdict in one.verdicts.iter().filter(|verdict| verdict.judgement.answer == Answer::Fails) {
            let is_accepted = review.accepted.iter().any(|waiver| waiver.covers(verdict.criterion, &one.id));
            let only_here = |change: &&onethread_model::Change| {
                let other = one.verdicts.iter().filter(|other| other.criterion != verdict.criterion);
                !other.flat_map(|other| &other.judgement.would_change).any(|proposal| proposal.change == **change)
            };
            let changes = verdict.judgement.would_change.iter().map(|proposal| &proposal.change).filter(only_here);
            for change in changes.filter(|_| is_accepted) {
                accepted += 1;
                assert!(!review.moves.iter().any(|one| one.changes.contains(change)), "{change:?} is decided");
            }
        }
    }
    assert!(accepted >= 2, "{accepted}");
}
