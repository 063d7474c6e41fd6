//! Law: what is counted in two places is the same: undeclared dependencies by the register, the criterion and the rule;
//! reversible decisions that went above the leader by two criteria and the rule; questions that are open. Over every
//! example of every page.

mod example;

use std::collections::BTreeSet;

use example::read;
use onethread_core::check::{Overrides, check, resolve, rules};
use onethread_core::measure::measures::MEASURES;
use onethread_core::measure::{Snapshot, World};
use onethread_core::review::{Answer, CRITERIA, Review, review};
use onethread_model::Day;

/// Initiatives and the teams that they need and do not declare, as one part of the program says it.
type Undeclared = BTreeSet<(String, String)>;

fn by_register(world: &World<'_>) -> Undeclared {
    let of_initiatives = world.register().undeclared().filter_map(|entry| {
        let needs = entry.needs.strip_prefix("initiative:")?;
        Some((needs.to_owned(), entry.on.clone()))
    });
    of_initiatives.filter(|(_, on)| on.starts_with("team:")).collect()
}

fn by_criterion(review: &Review) -> Undeclared {
    let mut found = Undeclared::new();
    for one in &review.initiatives {
        for verdict in one.verdicts.iter().filter(|verdict| verdict.criterion == "dependencies-known") {
            let fails = verdict.judgement.answer == Answer::Fails;
            assert_eq!(fails, !verdict.judgement.would_change.is_empty() && fails);
            for proposal in verdict.judgement.would_change.iter().filter(|_| fails) {
                found.insert((one.id.clone(), proposal.change.text("on").expect("on what").to_owned()));
            }
        }
    }
    found.into_iter().filter(|(_, on)| on.starts_with("team:")).collect()
}

fn by_rule(world: &World<'_>, snapshot: &Snapshot) -> Undeclared {
    let overrides = Overrides { select: vec!["DP101".to_owned()], ..Overrides::default() };
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new()).expect("the rule");
    let found = check(world, &settings).findings.into_iter().map(|finding| {
        let (subject, about) = (finding.subject, finding.about);
        (subject.trim_start_matches("initiative:").to_owned(), about)
    });
    found.collect()
}

/// `12 of 13` by initiative, as a sentence of a criterion says it.
fn above_by_criterion(review: &Review, criterion: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for one in &review.initiatives {
        for verdict in one.verdicts.iter().filter(|verdict| verdict.criterion == criterion) {
            for reason in &verdict.judgement.because {
                let Some((counts, rest)) = reason.says.split_once(" reversible ") else { continue };
                if rest.contains("went above the leader") && counts.contains(" of ") {
                    found.insert((one.id.clone(), counts.replace("none", "0")));
                }
            }
        }
    }
    found
}

fn above_by_rule(world: &World<'_>, snapshot: &Snapshot) -> BTreeSet<(String, String)> {
    let overrides = Overrides { select: vec!["DC101".to_owned()], ..Overrides::default() };
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new()).expect("the rule");
    let mut found = BTreeSet::new();
    for finding in check(world, &settings).findings {
        for number in finding.numbers.iter().filter(|number| number.name == "decisions_above" && number.n > 0) {
            let whose = number.says.split(" of ").nth(2).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            found.insert((whose.to_owned(), format!("{} of {}", number.value, number.n)));
        }
    }
    found
}

fn law(snapshot: &Snapshot, day: Day, at: &str) -> usize {
    let world = World::on(snapshot, day);
    let review = review(snapshot, day);
    let undeclared = by_register(&world);
    assert_eq!(undeclared, by_criterion(&review), "{at}: register and criterion");
    assert_eq!(undeclared, by_rule(&world, snapshot), "{at}: register and rule");
    let above = above_by_criterion(&review, "decisions");
    for (id, counts) in above_by_criterion(&review, "empowered") {
        assert!(above.contains(&(id.clone(), counts.clone())), "{at}: {id} {counts} against {above:?}");
    }
    for (id, counts) in above_by_rule(&world, snapshot).into_iter().filter(|(id, _)| review.initiative(id).is_some()) {
        assert!(above.contains(&(id.clone(), counts.clone())), "{at}: {id} {counts} against {above:?}");
    }
    let open: usize = review.unknowns.iter().map(|unknown| unknown.initiatives).sum();
    assert_eq!(review.questions.open, open, "{at}: open questions");
    let all = review.questions.asked + review.questions.not_asked;
    assert_eq!(all, review.initiatives.len() * CRITERIA.len(), "{at}: all questions");
    undeclared.len()
}

#[test]
fn what_is_counted_twice_is_the_same_on_every_page() {
    let of_criteria = CRITERIA.iter().map(|one| (one.key, one.page));
    let of_measures = MEASURES.iter().map(|one| (one.key, one.page));
    let pages = of_criteria.chain(of_measures).chain(rules().map(|one| (one.name, one.page)));
    let (mut undeclared, mut examples) = (0, 0);
    let day = Day::parse(example::DAY).expect("a day");
    for (key, page) in pages {
        for section in read(key, page) {
            for example in &section.examples {
                example.run_as_it_is(|snapshot| undeclared += law(snapshot, day, key));
                examples += 1;
            }
        }
    }
    assert!(examples > 200 && undeclared > 10, "{examples} examples, {undeclared} undeclared dependencies");
}
