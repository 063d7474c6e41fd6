//! Each percentage, median or half that a criterion, a form, a finding or a rule says on any page stands with a count of
//! what it is of. What the examples print is read in the same way by the tests of the program.

mod example;
mod figures;

use std::collections::BTreeSet;

use example::read;
use figures::without_count;
use onethread_core::check::{Overrides, check, resolve, rules};
use onethread_core::measure::measures::MEASURES;
use onethread_core::measure::{Snapshot, World};
use onethread_core::moves::MOVES;
use onethread_core::review::{CRITERIA, FORM_PAGE, review};
use onethread_model::Day;
use serde_json::Value;

/// Every text of a value, but for those that people do not read as sentences.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains(' ') => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

/// What a review and a check say of an organization.
fn said(snapshot: &Snapshot, day: Day) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    texts(&serde_json::to_value(review(snapshot, day)).expect("a review is JSON"), &mut found);
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &Overrides::default(), &mut Vec::new());
    let Some(settings) = settings.ok() else { return found };
    for finding in check(&World::on(snapshot, day), &settings).findings {
        let diagnostic = finding.diagnostic();
        found.insert(diagnostic.message);
        found.extend(diagnostic.notes.into_iter().chain(diagnostic.help));
        found.extend(diagnostic.related.into_iter().map(|label| label.text));
    }
    found
}

#[test]
fn each_figure_on_a_page_says_of_how_many_it_is() {
    let of_criteria = CRITERIA.iter().map(|one| (one.key, one.page));
    let of_measures = MEASURES.iter().map(|one| (one.key, one.page));
    let of_moves = MOVES.iter().map(|one| (one.key, one.page));
    let pages = of_criteria.chain(of_measures).chain(of_moves).chain(rules().map(|one| (one.name, one.page)));
    let day = Day::parse(example::DAY).expect("a day");
    let (mut wrong, mut figures) = (BTreeSet::new(), 0);
    for (key, page) in pages.chain([("form", FORM_PAGE)]) {
        for example in read(key, page).iter().flat_map(|section| &section.examples) {
            example.run_as_it_is(|snapshot| {
                for text in said(snapshot, day) {
                    figures += figures::figures(&text);
                    wrong.extend(without_count(&text).into_iter().map(|sentence| format!("{key}: {sentence}")));
                }
            });
        }
    }
    assert!(figures > 200, "only {figures} figures: nothing is read");
    assert!(wrong.is_empty(), "of how many are these?\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}
