//! Whether the interval of the share of changes that stay inside holds the truth, when work comes in spells.

use onethread_core::measure::World;
use onethread_core::measure::measures::separability::separability;
use onethread_kernel::random::Stream;
use onethread_model::config::Config;

use super::records::{DAYS, Records, today};
use super::{Kind, Outcome, Row, Truth};

pub(super) const KIND: Kind = Kind {
    key: "separability",
    title: "Interval of the share of changes that stay inside",
    announced: "A miss is a world whose 95 % interval does not hold the share that the world was drawn with.",
    rows,
};

fn rows() -> Vec<Row> {
    vec![
        row("changes by themselves, 80 % inside", 200, Spell { weeks: 0.2, low: 0.8, high: 0.8 }).in_tests(60),
        row("changes by themselves, 95 % inside", 60, Spell { weeks: 0.2, low: 0.95, high: 0.95 }),
        row("spells of a week, 60 to 100 % inside", 200, Spell { weeks: 1.0, low: 0.6, high: 1.0 }),
        row("spells of four weeks, 60 to 100 % inside", 200, Spell { weeks: 4.0, low: 0.6, high: 1.0 }),
        row("spells of eight weeks, 60 to 100 % inside", 200, Spell { weeks: 8.0, low: 0.6, high: 1.0 }).in_tests(60),
        row("spells of eight weeks, 60 to 100 % inside", 1_000, Spell { weeks: 8.0, low: 0.6, high: 1.0 }),
        row("spells of eight weeks, 20 to 80 % inside", 200, Spell { weeks: 8.0, low: 0.2, high: 0.8 }),
        row("spells of eight weeks, 0 or 100 % inside", 200, Spell { weeks: 8.0, low: 0.0, high: 2.0 }),
        short(
            26,
            "half a year, spells of a sixth of it, 60 to 100 % inside",
            Spell { weeks: 4.3, low: 0.6, high: 1.0 },
        ),
        short(26, "half a year, spells of a sixth of it, 0 or 100 % inside", Spell { weeks: 4.3, low: 0.0, high: 2.0 }),
        short(
            9,
            "nine weeks, spells of a sixth of them, 60 to 100 % inside",
            Spell { weeks: 1.5, low: 0.6, high: 1.0 },
        ),
        short(9, "nine weeks, spells of a sixth of them, 0 or 100 % inside", Spell { weeks: 1.5, low: 0.0, high: 2.0 }),
    ]
}

/// Work in spells, each with its own share that stays inside, between `low` and `high`, cut to [0, 1].
#[derive(Clone, Copy)]
struct Spell {
    weeks: f64,
    low: f64,
    high: f64,
}

fn row(world: &str, changes: usize, spell: Spell) -> Row {
    Row::new(world, Truth::Interval, move |stream| draw(changes, DAYS, spell, stream)).of(changes)
}

/// Sixty changes, in the last weeks of the year.
fn short(weeks: usize, world: &str, spell: Spell) -> Row {
    Row::new(world, Truth::Interval, move |stream| draw(60, weeks * 7, spell, stream)).of(60)
}

fn draw(changes: usize, days: usize, spell: Spell, stream: &mut Stream) -> Outcome {
    let is_all_or_nothing = spell.high > 1.0;
    let share = |stream: &mut Stream| match is_all_or_nothing {
        true => f64::from(u8::from(stream.chance(0.5))),
        false => spell.low + (spell.high - spell.low) * stream.unit(),
    };
    let truth = if is_all_or_nothing { 0.5 } else { f64::midpoint(spell.low, spell.high) };
    let mut records = Records::new();
    let (mut until, mut inside) = ((DAYS - days) as f64 + stream.unit() * 7.0 * spell.weeks, share(stream));
    for at in 0..changes {
        let day = DAYS - days + at * days / changes;
        while day as f64 >= until {
            until += 7.0 * spell.weeks;
            inside = share(stream);
        }
        let own = (format!("ours/{}.rs", stream.below(30)), "ours".to_owned());
        let other = || ("theirs/a.rs".to_owned(), "theirs".to_owned());
        let crosses = !stream.chance(inside);
        records.change(day, std::iter::once(own).chain(crosses.then(other)));
        records.change(day, [other()]);
    }
    let snapshot = records.snapshot(Config::default(), "");
    let world = World::on(&snapshot, today());
    let found = separability(&world, 365);
    let inside = found.teams.iter().find(|team| team.team == "ours").map(|team| &team.inside);
    match inside.and_then(|inside| inside.low.zip(inside.high)) {
        Some((low, high)) => Outcome::from(truth < low || truth > high),
        None => Outcome::Refused,
    }
}
