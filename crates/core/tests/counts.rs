//! Law: what is counted in two places is the same: undeclared dependencies by the register, the criterion and the rule;
//! reversible decisions that went above the leader by two criteria and the rule; questions that are open. Over every
//! example of every page, and over organizations that are made up.

mod example;
mod made;

use std::collections::BTreeSet;

use example::read;
use made::{Dice, Records};
use onethread_core::check::{Overrides, check, resolve, rules};
use onethread_core::measure::decisions::KnownDecision;
use onethread_core::measure::measures::MEASURES;
use onethread_core::measure::measures::deciding_alone::deciding_alone_of;
use onethread_core::measure::measures::decision_latency::latency_of;
use onethread_core::measure::{Snapshot, World};
use onethread_core::review::{Answer, CRITERIA, CountOf, Review, review};
use onethread_model::Day;
use onethread_model::facts::FactKind;

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

/// Six teams, of which some have an initiative and some have two; a year of changes, of which some meet in the code of
/// another team; reviews asked for, decisions in the files and in a log, needs declared, ended, or left unsaid.
fn made_up(seed: u64) -> Snapshot {
    let mut dice = Dice::new(seed);
    let mut records = Records::new();
    let first = Day::parse("2025-07-10").expect("a day");
    let day = |at: usize| first.plus_days(at as i32).to_string();
    let mut text = String::new();
    for team in 0..6 {
        text += &format!(
            "[team.t{team}]\nheadcount = 9\n[component.c{team}]\nowner = \"t{team}\"\npaths = [\"c{team}/**\"]\n"
        );
    }
    text += "[person.head]\n[reorganization.r]\ntitle = \"New teams\"\non = 2026-01-12\ninitiatives = [\"i0\", \"i1\", \"i2\"]\n";
    (0..5).for_each(|leader| text += &format!("[person.p{leader}]\nreports-to = \"head\"\n"));
    let initiatives = 4 + dice.place(4);
    for one in 0..initiatives {
        let begun = if dice.place(3) == 0 { 100 + dice.place(200) } else { 0 };
        let leader = if dice.place(4) == 0 { String::new() } else { format!("leader = \"p{}\"\n", dice.place(5)) };
        text += &format!("[initiative.i{one}]\nteam = \"t{}\"\nidea = {}\n{leader}", one % 6, day(begun));
        let needs: BTreeSet<usize> = (0..dice.place(3)).map(|_| dice.place(6)).filter(|on| *on != one % 6).collect();
        for on in needs {
            let until = if dice.place(3) == 0 { format!("until = {}\n", day(300)) } else { String::new() };
            text += &format!("[[initiative.i{one}.dependency]]\non = \"team:t{on}\"\n{until}");
        }
        for asked in 0..dice.place(6) {
            let is_reversible = dice.place(3) > 0;
            // How high it went, or who made it: the leader, another person, or the head of all.
            let how = match dice.place(6) {
                levels @ 0..3 => format!("levels = {levels}\n"),
                3 => "decided-by = \"head\"\n".to_owned(),
                4 => format!("decided-by = \"p{}\"\n", dice.place(5)),
                _ => String::new(),
            };
            text += &format!(
                "[decision.d{one}-{asked}]\ninitiative = \"i{one}\"\nreversible = {is_reversible}\nopened = {}\n\
                 decided = {}\n{how}",
                day(200),
                day(150 + dice.place(200))
            );
        }
    }
    for change in 0..300 {
        let (team, at) = (dice.place(6), change * 350 / 300);
        let mut touched = vec![team];
        if dice.place(3) == 0 {
            touched.push(if dice.place(2) == 0 { (team + 1) % 6 } else { dice.place(6) });
        }
        records.push(
            FactKind::ChangeMade,
            &[("day", day(at)), ("change", format!("x{change}")), ("author", "a".to_owned())],
        );
        for team in touched {
            let path = format!("c{team}/{}.rs", dice.place(12));
            records.push(FactKind::Touch, &[("day", day(at)), ("change", format!("x{change}")), ("component", path)]);
        }
    }
    for asked in 0..150 {
        let (one, by, at) = (dice.place(initiatives), dice.place(6) / (1 + asked % 2), dice.place(350));
        let cells = [
            ("day", day(at)),
            ("initiative", format!("i{one}")),
            ("team", format!("t{by}")),
            ("answered", day(at + 3)),
        ];
        records.push(FactKind::ReviewAsked, &cells);
        let door = if dice.place(3) == 0 { "one-way" } else { "two-way" };
        let levels = if dice.place(4) == 0 { String::new() } else { dice.place(2).to_string() };
        let decision = [
            ("day", day(at)),
            ("decision", format!("log-{asked}")),
            ("initiative", format!("i{one}")),
            ("decided", if dice.place(5) == 0 { String::new() } else { day(at + dice.place(20)) }),
            ("door", door.to_owned()),
            ("levels", levels),
        ];
        records.push(FactKind::DecisionMade, &decision);
    }
    records.snapshot(text)
}

#[test]
fn what_is_counted_twice_is_the_same_wherever_it_was_drawn() {
    let day = Day::parse("2026-06-30").expect("a day");
    let undeclared: usize = (1..=40).map(|seed| law(&made_up(seed), day, &format!("seed {seed}"))).sum();
    assert!(undeclared > 20, "{undeclared} undeclared dependencies");
}

/// Whether a decision went above the leader, straight from what is written: everybody reports to the head, who leads
/// nothing.
fn went_above(one: &KnownDecision, world: &World<'_>) -> Option<bool> {
    let leader = world.initiative(one.initiative?)?.leadership.leader();
    match (one.levels, one.decided_by, leader) {
        (Some(levels), ..) => Some(levels > 0),
        (None, Some("head"), Some(_)) => Some(true),
        (None, Some(by), Some(leader)) if *by == leader.value => Some(false),
        _ => None,
    }
}

/// How many of some reversible decisions went above the leader, and of how many it is known.
fn count<'d>(decisions: impl Iterator<Item = &'d KnownDecision<'d>>, world: &World<'_>) -> (usize, usize) {
    let reversible = decisions.filter(|one| one.reversible == Some(true) && one.decided.is_some());
    let known: Vec<bool> = reversible.filter_map(|one| went_above(one, world)).collect();
    (known.iter().filter(|above| **above).count(), known.len())
}

/// Measures, the waiting ledger and the table of reorganizations count by one definition what went above the leader.
#[test]
fn above_the_leader_is_one_definition_wherever_it_was_drawn() {
    let today = Day::parse("2026-06-30").expect("a day");
    let (mut by_maker, mut compared) = (0, 0);
    for seed in 1..=40 {
        let snapshot = made_up(seed);
        let (world, review) = (World::on(&snapshot, today), review(&snapshot, today));
        for one in world.live() {
            let own: Vec<&KnownDecision> = world.decisions_of(&one.id).collect();
            let is_recent = |decision: &&KnownDecision| {
                decision.decided.is_some_and(|day| (0..180).contains(&today.days_since(day)))
            };
            let expected = count(own.iter().copied().filter(is_recent), &world);
            let alone = deciding_alone_of(one, &world).now;
            assert_eq!((alone.above, alone.n - alone.not_stated), expected, "seed {seed}, {}: deciding alone", one.id);
            let latency = latency_of(&own, &world).reversible;
            assert_eq!((latency.went_above, latency.levels_stated), expected, "seed {seed}, {}: latency", one.id);
            compared += expected.1;
            by_maker += own.iter().filter(|one| one.levels.is_none() && went_above(one, &world).is_some()).count();
        }
        for cohort in &review.cohorts {
            let is_changed = |id: &str| ["i0", "i1", "i2"].contains(&id);
            let earlier = World::on(&snapshot, cohort.on.plus_days(-1));
            let was_live = |id: &str| earlier.initiative(id).is_some_and(|then| then.live);
            let of = |changed: bool, from: Day| {
                let within = |day: Day| (0..cohort.decision_days).contains(&day.days_since(from));
                let group = world.live().filter(|one| was_live(&one.id) && is_changed(&one.id) == changed);
                let all = group.flat_map(|one| world.decisions_of(&one.id));
                let (count, of) = count(all.filter(|one| one.opened.is_some_and(within)), &world);
                CountOf { count, of }
            };
            let before = cohort.on.plus_days(-(cohort.decision_days as i32));
            let found = cohort.reversible_above;
            assert_eq!(
                [found.changed.before, found.changed.since],
                [of(true, before), of(true, cohort.on)],
                "seed {seed}"
            );
            assert_eq!(
                [found.left_alone.before, found.left_alone.since],
                [of(false, before), of(false, cohort.on)],
                "seed {seed}"
            );
        }
    }
    assert!(compared > 500 && by_maker > 20, "{compared} decisions compared, {by_maker} by who made them");
}
