//! Law: evidence older than an initiative is not its evidence. What `separable` counts of it is the same with and without
//! the changes that were made before its first day.

mod made;

use made::Records;
use onethread_core::review::review;
use onethread_model::Day;
use onethread_model::facts::FactKind;

const FIRST: &str = "2026-01-05";
const ORG: &str = "[team.web]\n[team.search]\n[initiative.shop]\nteam = \"web\"\nidea = 2026-01-05\n\
    scope = [\"path:shop/**\"]\n[component.index]\nowner = \"search\"\npaths = [\"index/**\"]\n";

/// What `separable` says first: until the initiative began each change in its scope crossed, from then on every fourth.
fn counted(with_older: bool, first_change: &str) -> String {
    let (first, began) = (Day::parse(first_change).expect("a day"), Day::parse(FIRST).expect("a day"));
    let mut records = Records::new();
    for at in 0..176_i32 {
        let day = first.plus_days(at * 2);
        if (day < began && !with_older) || day > Day::parse("2026-06-30").expect("a day") {
            continue;
        }
        let (on, change) = (day.to_string(), format!("c{at}"));
        records.push(FactKind::ChangeMade, &[("day", on.as_str()), ("change", &change), ("author", "a")]);
        records.push(
            FactKind::Touch,
            &[("day", on.as_str()), ("change", &change), ("component", &format!("shop/{}.rs", at % 9))],
        );
        if day < began || at % 4 == 0 {
            records.push(FactKind::Touch, &[("day", on.as_str()), ("change", &change), ("component", "index/a.rs")]);
        }
    }
    let snapshot = records.snapshot(ORG);
    let review = review(&snapshot, Day::parse("2026-06-30").expect("a day"));
    let verdicts = &review.initiative("shop").expect("it is live").verdicts;
    let separable = verdicts.iter().find(|verdict| verdict.criterion == "separable").expect("an answer");
    let says = separable.judgement.because.first().map(|first| first.says.clone()).unwrap_or_default();
    format!("{} {says}", separable.judgement.answer.key())
}

#[test]
fn what_was_changed_before_it_began_counts_for_nothing() {
    let without = counted(false, "2025-07-14");
    assert!(without.contains("change-sets over") && without.contains(" of "), "{without}");
    assert_eq!(counted(true, "2025-07-14"), without);
}
