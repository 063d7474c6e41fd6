//! Two days: what differs between them is as much an output as what is said on each. Whichever group under five was
//! asked, the same numbers are said on every day, and so no difference of any two of them is a number about one group.

use onethread_core::measure::Snapshot;
use onethread_core::review::{ReviewOptions, history, review_initiative, review_with};
use onethread_model::Day;
use onethread_model::agreement::Agreement;
use onethread_report::show::{self, Asked, Form, SUBJECTS};
use onethread_report::{Depth, review as report};

use crate::made::{self, Made, today};
use crate::outputs::{STYLE, beside};
use crate::{WORLDS, agreed};

/// Days that are compared with each other.
const AGO: [i32; 4] = [0, 1, 40, 130];
/// Subjects of `show` with statistics about who was asked. Which team is needed is no statistic, and is named.
const STATISTICS: [&str; 4] = ["waiting", "decisions", "ttv", "trends"];

/// What is said of the way from one day to another, and on each day, in every form.
fn said(snapshot: &Snapshot, since: Day, day: Day) -> Vec<(String, String)> {
    let options = ReviewOptions { since: Some(since), quarters: 4 };
    let review = review_with(snapshot, day, &options);
    let mut all = vec![
        ("review --since".to_owned(), report::changes_to_text(&review, STYLE)),
        ("review".to_owned(), report::to_text(&review, STYLE, Depth::Whole)),
        ("review json".to_owned(), serde_json::to_string(&review).expect("JSON")),
    ];
    for id in review.initiatives.iter().map(|one| one.id.clone()) {
        let one = review_initiative(snapshot, day, &id).expect("live");
        let past = history(snapshot, &one, day, 8);
        all.push((
            format!("review --initiative {id}"),
            report::initiative_to_text(&one, &past, day, &snapshot.config.thresholds, STYLE),
        ));
    }
    let world = snapshot.on(day);
    for subject in SUBJECTS.iter().filter(|subject| STATISTICS.contains(&subject.key)) {
        let sheet = show::answer(subject, &world, &Asked::default());
        for form in [Form::Json, Form::Csv, Form::Table] {
            let text = show::render(&sheet, subject, &world, &Asked::default(), form, STYLE);
            all.push((format!("show {} {form:?}", subject.key), text.unwrap_or_default()));
        }
    }
    all
}

#[test]
fn no_difference_of_two_days_stands_beside_a_group_under_five() {
    let found = |agreement: &str| {
        let mut found = Vec::new();
        for seed in 0..WORLDS {
            let made = made::made(seed);
            let (snapshot, small) = (made.snapshot(agreed(agreement)), made.small(5));
            for (later, earlier) in [(0, 40), (0, 130), (40, 130)] {
                let [since, day] = [earlier, later].map(|ago| today().plus_days(-ago));
                let all = said(&snapshot, since, day).into_iter();
                found.extend(all.flat_map(|(name, text)| {
                    beside(&text, &small).into_iter().map(move |one| format!("{name}: {one}"))
                }));
            }
        }
        found
    };
    let broken = found("");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(!found("[agreement]\nowner = \"nobody\"\nsmallest-group = 1\n").is_empty(), "it can fail");
}

/// The numbers of the outputs that are statistics about who was asked, day by day.
fn numbers(made: &Made, agreement: Agreement) -> Vec<(String, String)> {
    let snapshot = made.snapshot(agreement);
    let mut all = Vec::new();
    for ago in AGO {
        let day = today().plus_days(-ago);
        let world = snapshot.on(day);
        for subject in SUBJECTS.iter().filter(|subject| STATISTICS.contains(&subject.key)) {
            let sheet = show::answer(subject, &world, &Asked::default());
            let text = show::render(&sheet, subject, &world, &Asked::default(), Form::Csv, STYLE).unwrap_or_default();
            all.push((format!("show {} on {day}", subject.key), text));
        }
    }
    all
}

#[test]
fn numbers_of_every_day_are_the_same_whichever_group_under_five_was_asked() {
    let (mut tried, mut seen) = (0, 0);
    for seed in 0..12 {
        let made = made::made(seed);
        let small = made.small(5);
        if small.len() < 2 {
            continue;
        }
        tried += 1;
        let other = made.asked_of_others(&small, seed);
        assert_eq!(numbers(&made, Agreement::default()), numbers(&other, Agreement::default()), "{seed}: {small:?}");
        let open = || agreed("[agreement]\nowner = \"nobody\"\nsmallest-group = 1\n");
        seen += usize::from(numbers(&made, open()) != numbers(&other, open()));
    }
    assert!(tried >= 4, "{tried} organizations with two groups under five");
    assert!(seen > tried / 2, "the law does not see what it forbids: {seen} of {tried}");
}
