//! Law: what is said of one initiative alone, and how its answers came to be, is what the review of all says of it on
//! the same day. Over the examples of the pages of all criteria, and over teams that change and release together.

mod example;

use std::collections::BTreeSet;

use onethread_core::measure::Snapshot;
use onethread_core::review::{Answer, CRITERIA, PastAnswers, Review, history, review, review_initiative};
use onethread_model::Day;

fn answers(review: &Review, id: &str) -> Vec<(&'static str, Answer)> {
    let one = review.initiative(id).into_iter().flat_map(|one| &one.verdicts);
    let answers = one.map(|verdict| (verdict.criterion, verdict.judgement.answer));
    answers.filter(|(_, answer)| *answer != Answer::NotShown).collect()
}

/// Compares, and gives how many initiatives there were.
fn agree(snapshot: &Snapshot, day: Day, page: &str) -> usize {
    let all = review(snapshot, day);
    for initiative in &all.initiatives {
        // Alone it says whose agreement holds; the review of all says it once.
        let alone = review_initiative(snapshot, day, &initiative.id);
        let alone = alone.map(|alone| onethread_core::review::InitiativeReview { agreement: None, ..alone });
        assert_eq!(alone.as_ref(), Some(initiative), "{page}");
        let past = history(snapshot, initiative, day, 3);
        let mut told: Option<&PastAnswers> = None;
        for end in ["2025-12-31", "2026-03-31", example::DAY] {
            let end = Day::parse(end).expect("a day");
            let then = review(snapshot, end);
            told = past.iter().find(|past| past.day == end).or(told);
            // A day that is not reported repeats the one before it.
            let form = then.initiative(&initiative.id).map(|one| one.form.form);
            assert_eq!(told.and_then(|told| told.form), form, "{page}, {end}");
            let answers = answers(&then, &initiative.id);
            assert_eq!(told.map(|told| told.answers.clone()).unwrap_or_default(), answers, "{page}, {end}");
        }
    }
    assert_eq!(review_initiative(snapshot, day, "nobody-has-this"), None);
    all.initiatives.len()
}

#[test]
fn one_initiative_is_what_the_review_of_all_says_of_it() {
    let mut seen = 0;
    for criterion in CRITERIA {
        for section in example::read(criterion.key, criterion.page) {
            for example in &section.examples {
                example.run(|snapshot, day| seen += agree(snapshot, day, criterion.key));
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// Teams of one initiative each; two of them touch each other's code more than chance explains, and two others release
/// on the same odd days. What is said of one initiative leaves release days out, since they show no need.
#[test]
fn release_days_that_two_share_change_no_answer() {
    let teams = ["pay", "search", "ship", "till", "web", "lint"];
    let mut files = "[[initiative.pay.dependency]]\non = \"team:web-core\"\n".to_owned();
    let (mut touches, mut releases) = ("day,change,component\n".to_owned(), "day,release\n".to_owned());
    for team in teams {
        files += &format!(
            "[component.{team}-code]\npaths = [\"{team}/**\"]\nowner = \"{team}-core\"\n[team.{team}-core]\n\
             [initiative.{team}]\nteam = \"{team}-core\"\nscope = [\"component:{team}-code\"]\n"
        );
    }
    let start = Day::parse("2025-09-01").expect("a day");
    for n in 0..300_i32 {
        let day = start.plus_days(n);
        let mut touch = |team: &str| touches += &format!("{day},c{n},{team}/{}.rs\n", n % 5);
        touch(teams[n as usize % teams.len()]);
        if n % 12 == 0 {
            touch("search");
        }
        let mut release = |team: &str| releases += &format!("{day},{team} {n}\n");
        match n * n * 7 % 61 {
            0..4 => ["web", "lint"].into_iter().for_each(&mut release),
            10..14 => release("ship"),
            20..24 => release("till"),
            _ => {}
        }
    }
    let page = format!(
        "## Law\n\n```toml org\n{files}```\n\n```csv facts=touch\n{touches}```\n\n```csv facts=release\n{releases}```\n\n\
         ```expect\nnothing\n```\n"
    );
    let [example] = &example::read("law", &page)[1].examples[..] else { panic!("one example") };
    example.run(|snapshot, day| {
        assert_eq!(agree(snapshot, day, "release days"), teams.len());
        let seen: BTreeSet<&str> = {
            let world = snapshot.on(day);
            let seen = world.register().entries.iter().flat_map(|entry| &entry.seen);
            seen.map(|seen| seen.class.key()).collect()
        };
        assert!(seen.contains("shared-release") && seen.contains("evolutionary"), "{seen:?}");
        let known = review(snapshot, day).initiative("pay").and_then(|one| one.answer("dependencies-known"));
        assert_eq!(known, Some(Answer::Fails), "what changes together is not declared");
    });
}
