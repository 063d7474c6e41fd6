//! Whatever fails has a way out: each failing verdict in the examples of the pages comes with a priced move.

mod example;

use example::read;
use onethread_core::review::{Answer, CRITERIA, moves_of, review};

#[test]
fn each_failing_verdict_has_a_move() {
    for criterion in CRITERIA {
        let page = read(criterion.key, criterion.page);
        for example in page.iter().flat_map(|section| &section.examples) {
            example.run(|snapshot, day| {
                for one in &review(snapshot, day).initiatives {
                    let verdict = one.verdicts.iter().find(|verdict| verdict.criterion == criterion.key);
                    let judgement = &verdict.expect("every criterion answers").judgement;
                    if judgement.answer != Answer::Fails {
                        continue;
                    }
                    let moves = moves_of(one);
                    let about = |change| moves.iter().any(|one| one.changes.contains(change));
                    // What lies outside a scope is no change by itself: someone has to say what belongs to it.
                    let known =
                        judgement.would_change.iter().map(|one| &one.change).any(about) || criterion.key == "scope";
                    assert!(known, "{}: no move fixes {judgement:#?}", example.at(&one.id));
                }
            });
        }
    }
}
