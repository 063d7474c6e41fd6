//! Whether the intervals of the chance of value per release hold the truth, when initiatives of a release share its
//! luck.

use onethread_core::measure::World;
use onethread_core::measure::measures::value_per_release::{ValuePerRelease, value_per_release};
use onethread_kernel::distributions::beta_quantile;
use onethread_kernel::random::Stream;
use onethread_model::config::Config;
use onethread_model::facts::FactKind;

use super::records::{Records, day, today};
use super::{Kind, Outcome, Row, Truth};

pub(super) const KIND: Kind = Kind {
    key: "releases",
    title: "Chance of value per release",
    announced: "A miss is a world whose 95 % interval does not hold the chance, or the ratio, that the world was drawn \
                with.",
    rows,
};

/// Days from one release to the next.
const EVERY: usize = 14;
/// The mean chance of an initiative with a release.
const CHANCE: f64 = 0.15;

/// Which interval is looked at.
#[derive(Clone, Copy)]
enum Asked {
    /// Of the chance with any release.
    Any,
    /// Of the chance with the first one after the idea.
    First,
    /// Of the ratio when twice as many releases have passed.
    Doubling,
}

fn rows() -> Vec<Row> {
    let row = |world: &str, asked, initiatives, releases, luck| {
        let draw = move |stream: &mut Stream| draw(asked, initiatives, releases, luck, stream);
        Row::new(world, Truth::Interval, draw).of(initiatives)
    };
    vec![
        row("any release, no luck shared", Asked::Any, 60, 26, 0.0).in_tests(60),
        row("any release, some luck shared", Asked::Any, 60, 26, 0.05).in_tests(60),
        row("any release, much luck shared", Asked::Any, 60, 26, 0.2),
        row("any release, much luck shared", Asked::Any, 400, 26, 0.2),
        row("any of twelve releases, some luck shared", Asked::Any, 60, 12, 0.05),
        row("first release, no luck shared", Asked::First, 60, 26, 0.0),
        row("first release, some luck shared", Asked::First, 60, 26, 0.05),
        row("first release, much luck shared", Asked::First, 400, 26, 0.2),
        row("doubling, no luck shared", Asked::Doubling, 60, 26, 0.0),
        row("doubling, some luck shared", Asked::Doubling, 60, 26, 0.05),
        row("doubling, much luck shared", Asked::Doubling, 400, 26, 0.2),
    ]
}

/// Initiatives begin in the first two thirds of the releases. Each release has a chance of its own, whose variance is
/// `luck` of what it could be at most; all that wait for it have it.
fn draw(asked: Asked, initiatives: usize, releases: usize, luck: f64, stream: &mut Stream) -> Outcome {
    let mut records = Records::new();
    let first = (super::records::DAYS - 1) - (releases - 1) * EVERY;
    let chances: Vec<f64> = (0..releases).map(|_| chance(luck, stream)).collect();
    for release in 0..releases {
        let on = day(first + release * EVERY).to_string();
        records.row(FactKind::Release, &[("day", &on), ("release", &format!("r{release}"))]);
    }
    for one in 0..initiatives {
        let begun = stream.below(releases * 2 / 3);
        let on = day(first + begun * EVERY).to_string();
        let id = format!("i{one}");
        let target = (begun + 1..releases).find(|release| stream.chance(chances[*release]));
        let target = target.map_or_else(|| "r999".to_owned(), |release| format!("r{release}"));
        let fields = [("created", on.as_str()), ("version", "1"), ("status", "open"), ("target.stable", &target)];
        for (field, value) in fields {
            let cells = [("day", on.as_str()), ("initiative", &id), ("field", field), ("value", value)];
            records.row(FactKind::InitiativeEvent, &cells);
        }
    }
    let mut config = Config::default();
    config.registry.live_status = vec!["open".to_owned()];
    config.registry.milestones = vec!["stable".to_owned()];
    let snapshot = records.snapshot(config, "");
    let world = World::on(&snapshot, today());
    let all = value_per_release(&world);
    let Some((truth, low, high)) = all.first().and_then(|found| interval(asked, found)) else {
        return Outcome::Refused;
    };
    Outcome::from(truth < low || truth > high)
}

/// A chance of the beta distribution with mean [`CHANCE`], and this share of the greatest variance that it could have.
fn chance(luck: f64, stream: &mut Stream) -> f64 {
    if luck <= 0.0 {
        return CHANCE;
    }
    let size = 1.0 / luck - 1.0;
    beta_quantile(stream.unit(), CHANCE * size, (1.0 - CHANCE) * size)
}

fn interval(asked: Asked, found: &ValuePerRelease) -> Option<(f64, f64, f64)> {
    match asked {
        Asked::First => found.rounds.first().map(|round| (CHANCE, round.low, round.high)),
        Asked::Doubling => found.doubling.map(|ratio| (1.0, ratio.low, ratio.high)),
        Asked::Any => found.any.map(|any| (CHANCE, any.low, any.high)),
    }
}
