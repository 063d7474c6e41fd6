//! Generated organizations: a lockstep that was planted is named, and where none is, hardly anything is.

mod made;

use made::Dice;
use onethread_core::measure::measures::MEASURES;
use onethread_core::measure::register::Class;
use onethread_core::measure::{Snapshot, World};
use onethread_core::review::review;
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::org::{self, Org};
use onethread_model::source::Sources;

const ORGANIZATIONS: u64 = 200;
const PLANTED: u64 = 60;
/// Common change-sets that are planted, beside some 850 others.
const LOCKSTEP: u64 = 60;
const TEAMS: u64 = 7;
const WEEKS: u64 = 48;

/// A year of changes without any structure but how busy teams are and how large changes are; `lockstep` change-sets
/// beside them touch the first two teams.
fn facts(seed: u64, lockstep: u64) -> Facts {
    let mut dice = Dice::new(seed);
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { path: "touches.csv".into(), ..SourceReport::default() });
    let busy: Vec<u64> = (0..TEAMS).map(|_| 1 + dice.below(8)).collect();
    let all: u64 = busy.iter().sum();
    let mut line = 0;
    let mut touch = |week: u64, day: u64, change: &str, team: u64| {
        line += 1;
        let day = Day::from_ymd(2025, 7, 7).expect("a day").plus_days((week * 7 + day) as i32).to_string();
        let (team, path) = (format!("t{team}"), format!("code/t{team}/file.rs"));
        let mut cells = Cells::default();
        cells.set("day", &day);
        cells.set("change", change);
        cells.set("component", &path);
        cells.set("team", &team);
        facts.push(FactKind::Touch, &cells, RecordRef { source: 0, line }).expect("a touch");
    };
    for week in 0..WEEKS {
        for n in 0..12 + dice.below(12) {
            // Most changes are small, and a few touch nearly everybody's code.
            let size = match dice.below(20) {
                0 => 4 + dice.below(3),
                1..=4 => 2 + dice.below(2),
                _ => 1,
            };
            let day = dice.below(5);
            for _ in 0..size {
                let mut drawn = dice.below(all);
                let team = busy.iter().position(|weight| {
                    let here = drawn < *weight;
                    drawn = drawn.saturating_sub(*weight);
                    here
                });
                touch(week, day, &format!("c{week}-{n}"), team.unwrap_or(0) as u64);
            }
        }
    }
    for n in 0..lockstep {
        let (week, day) = (dice.below(WEEKS), dice.below(5));
        touch(week, day, &format!("l{n}"), 0);
        touch(week, day, &format!("l{n}"), 1);
    }
    facts
}

fn named(seed: u64, lockstep: u64) -> Vec<(String, String)> {
    let (config, org, sources, facts) = (Config::default(), Org::default(), Sources::default(), facts(seed, lockstep));
    let snapshot = Snapshot::new(config, org, sources, facts);
    let world = World::on(&snapshot, Day::from_ymd(2026, 6, 30).expect("a day"));
    let register = world.register();
    assert_eq!(register.refused, None);
    let evolutionary = register.undeclared().filter(|entry| entry.of(Class::Evolutionary).is_some());
    evolutionary.map(|entry| (entry.needs.clone(), entry.on.clone())).collect()
}

#[test]
fn where_nothing_is_planted_hardly_anything_is_named() {
    let wrong: Vec<u64> = (0..ORGANIZATIONS).filter(|seed| !named(*seed, 0).is_empty()).collect();
    let share = wrong.len() as f64 / ORGANIZATIONS as f64;
    println!("{} of {ORGANIZATIONS} organizations name something", wrong.len());
    assert!(share <= 0.05, "{wrong:?}");
}

/// What the page of the register names as found in four of five.
#[test]
fn a_planted_lockstep_is_named_both_ways_and_nothing_else_is() {
    let planted = [("team:t0", "team:t1"), ("team:t1", "team:t0")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let (mut missed, mut more) = (Vec::new(), Vec::new());
    for seed in 0..PLANTED {
        let named = named(seed, LOCKSTEP);
        if !planted.iter().all(|pair| named.contains(pair)) {
            missed.push(seed);
        }
        if named.iter().any(|pair| !planted.contains(pair)) {
            more.push(seed);
        }
    }
    println!("{} of {PLANTED} are missed, {} name something else", missed.len(), more.len());
    // Between two that change all the time, as many more are hardly a half more than by chance, which is no need.
    assert!(missed.len() as f64 <= 0.2 * PLANTED as f64, "missed: {missed:?}");
    let page = MEASURES.iter().find(|measure| measure.key == "dependency-register").expect("the page").page;
    let says = format!("{LOCKSTEP} common change-sets are planted between two of seven teams");
    assert!(page.contains(&says), "the page names another size");
    assert!(more.len() as f64 <= 0.05 * PLANTED as f64, "beside it: {more:?}");
}

/// The same lockstep under an initiative that does not declare it makes the criterion fail, with the count; declared,
/// it holds.
#[test]
fn a_lockstep_that_is_not_declared_fails_with_its_count() {
    for (declared, answer) in [("", "fails"), ("dependency = [{ on = \"team:t1\" }]", "holds")] {
        let text = format!("[initiative.zero]\nteam = \"t0\"\n{declared}\n");
        let mut sources = Sources::default();
        let file = sources.add("org/all.toml", text);
        let org = org::load(&sources, &[file], &mut Vec::new());
        let (config, facts) = (Config::default(), facts(3, 60));
        let snapshot = Snapshot::new(config, org, sources, facts);
        let review = review(&snapshot, Day::from_ymd(2026, 6, 30).expect("a day"));
        let one = review.initiative("zero").expect("it is live");
        let verdict = one.verdicts.iter().find(|verdict| verdict.criterion == "dependencies-known").expect("a verdict");
        assert_eq!(verdict.judgement.answer.key(), answer, "{:?}", verdict.judgement);
        let says = &verdict.judgement.because[0].says;
        if answer == "fails" {
            assert!(says.contains("change-sets in its code touch that of t1 too"), "{says}");
            assert!(verdict.judgement.n >= 60 && verdict.judgement.because[0].place.is_some());
        }
    }
}
