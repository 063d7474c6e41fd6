//! Organizations made up by the hundred whose initiatives all release by one calendar: nobody may be called tied to
//! anybody by that, and two that always take the same trains, among many that take any, must be.

mod made;

use std::collections::BTreeSet;

use made::Dice;
use onethread_core::measure::register::Class;
use onethread_core::measure::{Snapshot, World};
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::source::Sources;
use rayon::prelude::*;

const INITIATIVES: u64 = 12;
const ORGANIZATIONS: u64 = 200;

/// What is made up.
#[derive(Clone, Copy)]
struct Made {
    /// Whether trains leave every second Tuesday; else after 10 to 18 days.
    regular: bool,
    /// Of ten trains, how many an initiative takes.
    of_ten: u64,
    /// Whether the first two take the same ones.
    planted: bool,
}

/// A year of trains; each initiative takes some of them, and is released on a few days of its own besides.
fn facts(seed: u64, made: Made) -> Facts {
    let mut dice = Dice::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) + 3);
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "releases".to_owned(), path: "releases.csv".into(), ..Default::default() });
    let first = Day::parse("2025-07-08").expect("a Tuesday");
    let (mut trains, mut day) = (Vec::new(), 0);
    while day < 350 {
        trains.push(day);
        day += if made.regular { 14 } else { 10 + dice.below(9) as i32 };
    }
    let mut taken: Vec<BTreeSet<i32>> = Vec::new();
    for _ in 0..INITIATIVES {
        taken.push(trains.iter().copied().filter(|_| dice.below(10) < made.of_ten).collect());
    }
    if made.planted {
        taken[1] = taken[0].clone();
    }
    let mut line = 0;
    for (one, mut days) in taken.into_iter().enumerate() {
        days.extend((0..4).map(|_| dice.below(350) as i32));
        for day in days {
            line += 1;
            let (day, name) = (first.plus_days(day).to_string(), format!("i{one:02} {line}"));
            let mut cells = Cells::default();
            cells.set("day", &day);
            cells.set("release", &name);
            facts.push(FactKind::Release, &cells, RecordRef { source: 0, line }).expect("a release");
        }
    }
    facts.sort();
    facts
}

/// The pairs that share releases more often than chance, as `needs on`.
fn named(seed: u64, made: Made) -> BTreeSet<String> {
    let org: String = (0..INITIATIVES).map(|one| format!("[initiative.i{one:02}]\n")).collect();
    let (config, facts) = (Config::default(), facts(seed, made));
    let mut sources = Sources::default();
    let file = sources.add("org/initiatives.toml", org);
    let org = onethread_model::org::load(&sources, &[file], &mut Vec::new());
    let snapshot = Snapshot::new(config, org, sources, facts);
    let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
    let register = world.register();
    assert!(register.classes.contains(&Class::SharedRelease));
    let shared = register.entries.iter().filter(|entry| entry.of(Class::SharedRelease).is_some());
    shared.map(|entry| format!("{} {}", entry.needs, entry.on)).collect()
}

fn every(made: Made) -> Vec<BTreeSet<String>> {
    (0..ORGANIZATIONS).into_par_iter().map(|seed| named(seed, made)).collect()
}

#[test]
fn a_calendar_is_no_tie() {
    for (regular, of_ten) in [(true, 3), (true, 5), (true, 9), (false, 3), (false, 5)] {
        let wrong = every(Made { regular, of_ten, planted: false }).iter().filter(|named| !named.is_empty()).count();
        println!("regular {regular}, {of_ten} of ten trains: {wrong} of {ORGANIZATIONS} name a pair");
        assert!(wrong * 20 <= ORGANIZATIONS as usize, "{wrong} of {ORGANIZATIONS}");
    }
}

#[test]
fn two_that_take_the_same_trains_are_told_from_the_calendar() {
    let pair = BTreeSet::from(["initiative:i00 initiative:i01", "initiative:i01 initiative:i00"].map(str::to_owned));
    for (regular, of_ten) in [(true, 4), (false, 4)] {
        let all = every(Made { regular, of_ten, planted: true });
        let found = all.iter().filter(|named| named.is_superset(&pair)).count();
        let others = all.iter().filter(|named| !named.is_subset(&pair)).count();
        println!("regular {regular}: {found} of {ORGANIZATIONS} name the pair, {others} another");
        assert!(found * 10 >= ORGANIZATIONS as usize * 9, "{found} found");
        assert!(others * 20 <= ORGANIZATIONS as usize, "{others} name another");
    }
}
