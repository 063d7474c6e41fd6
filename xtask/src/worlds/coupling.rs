//! Teams that change together more than chance explains, where chance is all there is, and where two are tied.

use onethread_core::measure::World;
use onethread_kernel::random::Stream;
use onethread_model::config::Config;

use super::records::{DAYS, Records, today};
use super::{Kind, Outcome, Row, Truth};

pub(super) const KIND: Kind = Kind {
    key: "coupling",
    title: "Coupling of any pair",
    announced: "Announced is any pair of teams, and where one is planted that pair. The number of teams stands in the \
                column of initiatives.",
    rows,
};

/// Teams of a change-set.
type Touched = Vec<usize>;

fn rows() -> Vec<Row> {
    let hub =
        |share: f64, more: f64| move |teams, changes, stream: &mut Stream| hub(teams, changes, share, more, stream);
    let projects = |at_once: usize, weeks: usize, members: usize| {
        move |teams, changes, stream: &mut Stream| projects(teams, changes, (at_once, weeks, members), stream)
    };
    vec![
        nothing("each change by itself", 14, 600, hub(0.0, 0.3)).in_tests(40),
        nothing("a hub in 35 % of changes, the others mostly alone", 14, 600, hub(0.35, 0.2)).in_tests(40),
        nothing("a hub in 35 % of changes, the others mostly alone", 60, 2_000, hub(0.35, 0.2)),
        nothing("a hub in 35 % of changes, the others often together", 14, 1_500, hub(0.35, 0.4)),
        nothing("a hub in 10 % of changes, the others mostly alone", 14, 600, hub(0.1, 0.1)),
        nothing("a hub in 60 % of changes", 8, 400, hub(0.6, 0.2)),
        nothing("one project after another, of eight weeks", 14, 600, projects(1, 8, 4)),
        nothing("two projects at once, of six weeks", 14, 600, projects(2, 6, 4)),
        nothing("four projects at once, of six weeks", 14, 600, projects(4, 6, 3)).in_tests(40),
        nothing("four projects at once, of eight weeks", 60, 2_000, projects(4, 8, 5)),
        nothing("two projects at once, of three weeks", 14, 600, projects(2, 3, 4)),
        planted("two teams join in a fifth of their changes", 8, 400, 0.2, hub(0.0, 0.3)),
        planted("two teams join in a fifth of their changes", 14, 600, 0.2, hub(0.0, 0.3)).in_tests(20),
        planted("the same beside a hub in 35 % of changes", 14, 600, 0.2, hub(0.35, 0.2)),
        planted("the same beside a hub in 35 % of changes", 60, 2_000, 0.2, hub(0.35, 0.2)),
        planted("two join in two fifths, amid four projects at once", 14, 600, 0.4, projects(4, 6, 3)),
    ]
}

fn nothing(
    world: &str,
    teams: usize,
    changes: usize,
    made: impl Fn(usize, usize, &mut Stream) -> Vec<Touched> + Sync + 'static,
) -> Row {
    let draw = move |stream: &mut Stream| Outcome::from(!pairs(&made(teams, changes, stream)).is_empty());
    Row::new(world, Truth::Nothing, draw).of(teams)
}

/// The last two teams join, in this share of the changes of either.
fn planted(
    world: &str,
    teams: usize,
    changes: usize,
    share: f64,
    made: impl Fn(usize, usize, &mut Stream) -> Vec<Touched> + Sync + 'static,
) -> Row {
    let draw = move |stream: &mut Stream| {
        let mut sets = made(teams, changes, stream);
        let (one, other) = (teams - 2, teams - 1);
        for set in &mut sets {
            if set.contains(&one) != set.contains(&other) && stream.chance(share) {
                set.retain(|team| *team != one && *team != other);
                set.extend([one, other]);
            }
        }
        Outcome::from(pairs(&sets).contains(&(name(one), name(other))))
    };
    Row::new(world, Truth::Planted, draw).of(teams)
}

fn name(team: usize) -> String {
    format!("t{team:02}")
}

/// Pairs that the program announces.
fn pairs(sets: &[Touched]) -> Vec<(String, String)> {
    let mut records = Records::new();
    for (at, set) in sets.iter().enumerate() {
        records.change(at * DAYS / sets.len(), set.iter().map(|team| (format!("{}/a.rs", name(*team)), name(*team))));
    }
    let snapshot = records.snapshot(Config::default(), "");
    let world = World::on(&snapshot, today());
    world.team_coupling().pairs.iter().map(|pair| (pair.one.clone(), pair.other.clone())).collect()
}

/// Some teams, the first by `weights`, and another one as long as chance says so.
fn some(weights: &[(usize, f64)], more: f64, stream: &mut Stream) -> Touched {
    let all: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let mut set = Vec::new();
    loop {
        let mut place = stream.unit() * all;
        let found = weights.iter().find(|(_, weight)| {
            place -= weight;
            place < 0.0
        });
        set.extend(found.map(|(team, _)| *team).filter(|team| !set.contains(team)));
        if !stream.chance(more) {
            return set;
        }
    }
}

/// Changes of teams of unlike activity, each of one team and with chance `more` of another, and of another; team 0 is
/// touched by a share of them besides, whatever else they touch.
fn hub(teams: usize, changes: usize, share: f64, more: f64, stream: &mut Stream) -> Vec<Touched> {
    let first = usize::from(share > 0.0);
    let weights: Vec<(usize, f64)> = (first..teams).map(|team| (team, (0.5 * stream.normal()).exp())).collect();
    let change = |_| {
        let mut set = some(&weights, more, stream);
        if stream.chance(share) {
            set.push(0);
        }
        set
    };
    (0..changes).map(change).collect()
}

/// Projects in spells of weeks, some at once, each of a few teams by chance; a change is of some teams of one project.
fn projects(
    teams: usize,
    changes: usize,
    (at_once, weeks, members): (usize, usize, usize),
    stream: &mut Stream,
) -> Vec<Touched> {
    let mut running: Vec<(usize, Vec<(usize, f64)>)> = vec![(0, Vec::new()); at_once];
    let change = |at: usize| {
        let day = at * DAYS / changes;
        for (until, own) in running.iter_mut().filter(|(until, _)| *until <= day) {
            // The first of each began at some time before.
            *until = day + if own.is_empty() { 1 + stream.below(7 * weeks) } else { 7 * weeks };
            own.clear();
            while own.len() < members {
                let team = stream.below(teams);
                if own.iter().all(|(other, _)| *other != team) {
                    own.push((team, 1.0));
                }
            }
        }
        let project = stream.below(at_once);
        some(&running[project].1, 0.3, stream)
    };
    (0..changes).map(change).collect()
}
