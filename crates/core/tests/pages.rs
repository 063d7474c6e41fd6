//! Every page of a criterion, a measure, a rule, a move kind and the form is a specification that runs: its examples
//! are the tests.

mod example;
mod move_pages;
mod rule_pages;
mod thresholds;

use std::collections::BTreeSet;
use std::path::Path;

use example::{Example, Section, read};
use onethread_core::measure::measures::MEASURES;
use onethread_core::measure::{Snapshot, World};
use onethread_core::moves::MOVES;
use onethread_core::plan::hiring::{HiringOptions, ROLES_PAGE, roles_plan};
use onethread_core::plan::triage::{TRIAGE_PAGE, triage};
use onethread_core::review::{CRITERIA, FORM_PAGE, Review, review};
use onethread_model::Day;
use serde_json::Value;

/// Sections that the page of a criterion must have, in this order.
const CRITERION_SECTIONS: &[&str] =
    &["What it says", "Why", "Holds", "Fails", "Not shown", "When it is wrong", "Source"];
/// Sections that the page of a measure must have, in this order.
const MEASURE_SECTIONS: &[&str] = &["What it says", "Formula", "Example", "When it is wrong", "Source"];

#[test]
fn criteria_answer_as_their_pages_say() {
    for criterion in CRITERIA {
        let page = read(criterion.key, criterion.page);
        check_sections(criterion.key, &page, CRITERION_SECTIONS);
        let mut fired = BTreeSet::new();
        for example in page.iter().flat_map(|section| &section.examples) {
            example.run(|snapshot, day| {
                let review = review(snapshot, day);
                fired.extend(check_verdicts(criterion.key, example, &review));
            });
        }
        let proven: Vec<&str> = fired.iter().map(String::as_str).collect();
        // Nobody attests that a person is incapable.
        let answers: &[&str] =
            if criterion.key == "capable" { &["holds", "not-shown"] } else { &["fails", "holds", "not-shown"] };
        assert_eq!(proven, answers, "{}: show each answer in an example", criterion.key);
    }
}

#[test]
fn forms_are_as_their_page_says() {
    let mut shown = BTreeSet::new();
    for example in read("form", FORM_PAGE).iter().flat_map(|section| &section.examples) {
        example.run(|snapshot, day| {
            let review = review(snapshot, day);
            for expected in example.expected_answers() {
                let one = review.initiative(&expected.id);
                let one = one.unwrap_or_else(|| panic!("{}: not live", example.at(&expected.id)));
                assert_eq!(one.form.form.key(), expected.answer, "{}: {:?}", example.at(&expected.id), one.form);
                example.check_sentences(&expected, &one.form.because);
                shown.insert(expected.answer);
            }
        });
    }
    for form in ["sto", "stl", "split", "functional", "missing", "not-shown"] {
        assert!(shown.contains(form), "form.md: show {form} in an example");
    }
}

#[test]
fn measures_are_as_their_pages_say() {
    for measure in MEASURES {
        let page = read(measure.key, measure.page);
        check_sections(measure.key, &page, MEASURE_SECTIONS);
        let mut checked = 0;
        for example in page.iter().flat_map(|section| &section.examples) {
            example.run(|snapshot, day| {
                checked += check_values(example, &(measure.value)(&World::on(snapshot, day)));
            });
        }
        assert!(checked > 0, "{}: show at least one value in an example", measure.key);
    }
}

/// Checks the values of an example, and gives how many there are.
fn check_values(example: &Example, value: &Value) -> usize {
    let expected = example.expected_values();
    for (path, expected) in &expected {
        let found = path.split('.').try_fold(value, |value, part| match (value, part.parse::<usize>()) {
            (Value::Array(items), Ok(index)) => items.get(index),
            (object, _) => object.get(part),
        });
        let found = found.unwrap_or_else(|| panic!("{}: no such value in {value:#}", example.at(path)));
        assert_eq!(found, expected, "{} in {value:#}", example.at(path));
    }
    expected.len()
}

#[test]
fn choices_of_the_plan_are_as_their_pages_say() {
    type Made = fn(&Snapshot, Day) -> Value;
    let pages: [(&str, &str, Made); 2] = [
        ("triage", TRIAGE_PAGE, |snapshot, day| serde_json::to_value(triage(snapshot, day)).expect("JSON")),
        ("roles", ROLES_PAGE, |snapshot, day| {
            serde_json::to_value(roles_plan(snapshot, day, &HiringOptions::default())).expect("JSON")
        }),
    ];
    for (key, page, value) in pages {
        let page = read(key, page);
        check_sections(key, &page, MEASURE_SECTIONS);
        let mut checked = 0;
        for example in page.iter().flat_map(|section| &section.examples) {
            example.run(|snapshot, day| checked += check_values(example, &value(snapshot, day)));
        }
        assert!(checked > 0, "{key}: show at least one value in an example");
    }
}

/// Files of the move kinds' folder that are no kind.
const MOVE_HELPERS: &[&str] = &[
    "blanks",
    "charter_parts",
    "cost",
    "files",
    "fill",
    "mandate",
    "notes",
    "phrase",
    "price",
    "seat",
    "standing",
    "still_named",
    "written",
];

#[test]
fn every_page_is_listed() {
    let listed = |keys: Vec<&str>| keys.into_iter().map(|key| key.replace('-', "_")).collect::<BTreeSet<_>>();
    let criteria = listed(CRITERIA.iter().map(|criterion| criterion.key).collect());
    let measures = listed(MEASURES.iter().map(|measure| measure.key).collect());
    let moves = listed(MOVES.iter().map(|kind| kind.key).collect());
    let folders = [
        ("src/moves", "MOVES in moves/mod.rs", moves),
        ("src/review/criteria", "CRITERIA in review/criteria/mod.rs", criteria),
        ("src/measure/measures", "MEASURES in measure/measures/mod.rs", measures),
    ];
    for (folder, list, listed) in folders {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files = BTreeSet::new();
        for entry in std::fs::read_dir(&path).expect("the folder is there").flatten() {
            let name = entry.file_name().into_string().expect("UTF-8");
            let (stem, ending) = name.rsplit_once('.').expect("an ending");
            let is_helper = folder == "src/moves" && MOVE_HELPERS.contains(&stem);
            if stem != "mod" && !is_helper {
                files.insert((stem.to_owned(), ending.to_owned()));
            }
        }
        for (stem, ending) in &files {
            let other = if ending == "rs" { "md" } else { "rs" };
            let pair = files.contains(&(stem.clone(), other.to_owned()));
            assert!(pair, "{folder}/{stem}.{ending} needs {stem}.{other} beside it");
            assert!(listed.contains(stem), "add {stem} to {list}");
        }
    }
}

fn check_sections(key: &str, page: &[Section], wanted: &[&str]) {
    let found: Vec<&str> =
        page.iter().map(|section| section.title.as_str()).filter(|title| !title.is_empty()).collect();
    assert_eq!(found, wanted, "{key}: give the page these sections in this order");
}

fn check_verdicts(criterion: &str, example: &Example, review: &Review) -> Vec<String> {
    let mut answers = Vec::new();
    for expected in example.expected_answers() {
        let one = review.initiative(&expected.id).unwrap_or_else(|| panic!("{}: not live", example.at(&expected.id)));
        let verdict =
            one.verdicts.iter().find(|verdict| verdict.criterion == criterion).expect("every criterion answers");
        let answer = verdict.judgement.answer.key();
        assert_eq!(answer, expected.answer, "{}: {:?}", example.at(&expected.id), verdict.judgement);
        example.check_sentences(&expected, &verdict.judgement.because);
        answers.push(answer.to_owned());
    }
    answers
}
