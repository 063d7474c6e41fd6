//! `show matrix`: who changes with whom, and who needs whom, as a matrix in a useful order.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::coupling::Counter;

use super::coupling::{about, behind, level_of, window};
use super::sheet::{Cell, Column, Row, Sheet, Type};
use super::{Asked, Level, Subject};
use crate::charts::matrix::{MatrixChart, matrix};
use crate::charts::order::clustered;
use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::cochange::{self, CochangeMatrix};
use onethread_core::measure::measures::change_coupling::{CouplingOf, coupling_of};
use onethread_core::measure::needs::Needs;
use onethread_core::words::{plural, thousands};

pub(super) const SUBJECT: Subject = Subject {
    key: "matrix",
    title: "who changes with whom, and who needs whom",
    measure: "change-coupling",
    definitions: &[],
    orders: &[CLUSTER, TEAM, PARTITION],
    teams_min: Some(2),
    sheet,
};

const CLUSTER: &str = "cluster";
const TEAM: &str = "team";
const PARTITION: &str = "partition";

/// Above this, clusters take longer than anybody waits; those with most common change-sets are taken.
const CLUSTERED_MAX: usize = 150;

const COLUMNS: &[Column] = &[
    Column::new("one", "one", Type::Text, "A team or component: the row of the matrix."),
    Column::new("other", "other", Type::Text, "Another one: its column."),
    Column::new("change_sets", "together", Type::Count, "Change-sets that touch both."),
    Column::new("is_beyond_chance", "beyond chance", Type::YesNo, "Whether that is more than chance explains."),
    Column::new(
        "risk_ratio_low",
        "times, at least",
        Type::Number(1),
        "How many times as often as by chance, at least.",
    ),
    Column::new("needs", "needs", Type::Count, "Pieces of evidence that the one needs the other."),
];

/// All that the matrix is made from.
struct Cells<'c> {
    together: &'c CochangeMatrix,
    coupling: &'c CouplingOf,
    needs: &'c Needs,
    /// Pairs beyond chance, with what the ratio exceeds, by the names of both in alphabetical order.
    beyond: BTreeMap<(&'c str, &'c str), f64>,
    /// Common change-sets by the names of both, in alphabetical order.
    common: BTreeMap<(&'c str, &'c str), (u32, u32, usize)>,
}

impl<'c> Cells<'c> {
    fn of(together: &'c CochangeMatrix, coupling: &'c CouplingOf, needs: &'c Needs) -> Cells<'c> {
        let mut common = BTreeMap::new();
        let mut counter = Counter::new(&together.incidence, 100);
        for one in 0..together.incidence.items() {
            for other in counter.row(one) {
                let names = (together.name(one), together.name(other.other));
                common.insert(names, (one, other.other, other.count as usize));
            }
        }
        let pairs = coupling.pairs.iter();
        let beyond = pairs.map(|pair| ((pair.one.as_str(), pair.other.as_str()), pair.risk_ratio_low)).collect();
        Cells { together, coupling, needs, beyond, common }
    }

    fn names(&self) -> Vec<&'c str> {
        let all: BTreeSet<&str> = self.together.names.iter().chain(&self.needs.names).map(String::as_str).collect();
        all.into_iter().collect()
    }

    fn need(&self, one: &str, other: &str) -> usize {
        let number = |name: &str| self.needs.names.binary_search_by(|known| known.as_str().cmp(name)).ok();
        let edge = number(one).zip(number(other)).map(|(one, other)| (one as u32, other as u32));
        edge.and_then(|edge| self.needs.edges.get(&edge).copied()).unwrap_or(0)
    }
}

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let window_days = asked.over_days.unwrap_or(WINDOW_DAYS);
    let level = level_of(asked);
    let together = world.cochange(level, window_days);
    let coupling = coupling_of(&together, world, false);
    let register = &*world.register_over(window_days);
    let needs = Needs::of(world, level, register, []);
    let needs = match level {
        cochange::Level::Team => needs.of_groups(&world.groups()),
        _ => needs,
    };
    let cells = Cells::of(&together, &coupling, &needs);
    let (order, wanted) = (asked.order(&SUBJECT), cells.names());
    let (order, why) = arranged(order, &cells, &wanted, world, level);
    let mut rows: Vec<Row> = Vec::new();
    for one in &wanted {
        rows.extend(wanted.iter().filter_map(|other| row(one, other, &cells, asked, world)));
    }
    let changes = |row: &Row| match row.cells.get(2) {
        Some(Cell::Number(count)) => *count as usize,
        _ => 0,
    };
    rows.sort_by_key(|row| std::cmp::Reverse(changes(row)));
    let mut notes = vec![why];
    notes.push(format!(
        "{} over {}; {} of {} touches are of what counts for none of these.",
        plural(together.sets.len(), "change", "changes"),
        plural(together.weeks(), "week", "weeks"),
        thousands(together.unplaced as u128),
        thousands(together.touches as u128)
    ));
    notes.extend(together.aside.words().map(|words| format!("{words}.")));
    notes.extend(coupling.refused.iter().map(|why| format!("No pair is distinguished from chance: {why}.")));
    let empty = match rows.is_empty() {
        true => Some("no two change together, and no source says who needs whom".to_owned()),
        false => None,
    };
    Sheet {
        finding: finding(&cells, asked),
        window: window(&together, world),
        columns: COLUMNS.to_vec(),
        pictures: if rows.is_empty() { Vec::new() } else { pictures(&cells, &order, asked) },
        rows,
        notes,
        empty,
    }
}

/// A row for a pair that changes together, or of which the one needs the other.
fn row(one: &str, other: &str, cells: &Cells<'_>, asked: &Asked, world: &World<'_>) -> Option<Row> {
    let pair = if one < other { (one, other) } else { (other, one) };
    let common = cells.common.get(&pair).filter(|_| one != other);
    let needs = cells.need(one, other);
    // A pair without a direction has one row.
    if needs == 0 && (common.is_none() || one > other) {
        return None;
    }
    let low = cells.beyond.get(&pair).copied();
    let is_beyond = match &cells.coupling.refused {
        Some(_) => Cell::Missing("too few changes".to_owned()),
        None => Cell::YesNo(low.is_some()),
    };
    let row = Row::new(
        vec![about(one, asked), about(other, asked)],
        vec![
            Cell::text(one),
            Cell::text(other),
            Cell::count(common.map_or(0, |common| common.2)),
            is_beyond,
            Cell::or_missing(low.map(Cell::Number), "chance"),
            Cell::count(needs),
        ],
    );
    let sets: Vec<u32> =
        common.map_or_else(Vec::new, |(one, other, _)| cells.together.incidence.both(*one, *other).collect());
    Some(row.behind(behind(cells.together, &sets, &[pair.0, pair.1], world)))
}

/// The order asked for, and a sentence that says what it is.
fn arranged<'n>(
    order: &str,
    cells: &Cells<'_>,
    names: &[&'n str],
    world: &World<'_>,
    level: cochange::Level,
) -> (Vec<&'n str>, String) {
    match order {
        TEAM if level == cochange::Level::Team => (names.to_vec(), "In alphabetical order.".to_owned()),
        TEAM => {
            let teams = owners(cells, world);
            let mut sorted = names.to_vec();
            sorted.sort_by_key(|name| (!teams.contains_key(name), teams.get(name).copied(), *name));
            (sorted, "By the team that owns most of what changed in it; those that none owns come last.".to_owned())
        }
        PARTITION if !cells.needs.edges.is_empty() => {
            let place: BTreeMap<&str, usize> = {
                let levels = cells.needs.graph().levels().concat();
                let name = |node: u32| cells.needs.names.get(node as usize).map(String::as_str);
                levels.into_iter().filter_map(name).zip(0..).collect()
            };
            let mut sorted = names.to_vec();
            sorted.sort_by_key(|name| (!place.contains_key(name), place.get(name).copied(), *name));
            let circles = cells.needs.graph().levels().iter().filter(|group| group.len() > 1).count();
            let circles = plural(circles, "circle stands", "circles stand");
            let why = "What is needed stands before what needs it, so that marks lie below the diagonal";
            (sorted, format!("{why}; those above it belong to circles, and {circles} together."))
        }
        _ => {
            let why = match order {
                PARTITION => "No source says who needs whom, so there is nothing to partition by. ",
                _ => "",
            };
            let sorted = by_cluster(cells, names);
            (sorted, format!("{why}Those that change together more than by chance stand together (average linkage)."))
        }
    }
}

/// Clusters by weighted common change-sets beyond what chance lets expect; what is in none keeps its place at the end.
fn by_cluster<'n>(cells: &Cells<'_>, names: &[&'n str]) -> Vec<&'n str> {
    let mut active: BTreeMap<&str, usize> = BTreeMap::new();
    for ((one, other), (.., count)) in &cells.common {
        *active.entry(one).or_default() += count;
        *active.entry(other).or_default() += count;
    }
    let mut kept: Vec<&str> = names.to_vec();
    kept.sort_by_key(|name| (std::cmp::Reverse(active.get(name).copied().unwrap_or(0)), *name));
    let rest: Vec<&str> = kept.split_off(kept.len().min(CLUSTERED_MAX));
    kept.sort_unstable();
    let excess: BTreeMap<(&str, &str), f64> = cells
        .coupling
        .pairs
        .iter()
        .map(|pair| ((pair.one.as_str(), pair.other.as_str()), pair.excess.max(0.0)))
        .collect();
    let likeness = |a: usize, b: usize| {
        let pair = if kept[a] < kept[b] { (kept[a], kept[b]) } else { (kept[b], kept[a]) };
        excess.get(&pair).copied().unwrap_or(0.0)
    };
    let mut sorted: Vec<&str> = clustered(kept.len(), likeness).into_iter().map(|at| kept[at]).collect();
    sorted.extend(rest);
    sorted
}

/// The team that owns most of the changed paths of each component.
fn owners<'c>(cells: &Cells<'c>, world: &'c World<'_>) -> BTreeMap<&'c str, &'c str> {
    let paths = world.paths();
    let mut owned: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (path, team) in paths.names.iter().zip(world.path_owners()) {
        let Some(team) = team else { continue };
        let ends = path.char_indices().filter(|(_, letter)| *letter == '/').map(|(at, _)| at);
        let above = ends.filter_map(|at| path.get(..at)).filter_map(|folder| cells.together.item(folder)).next_back();
        if let Some(component) = above.or_else(|| cells.together.item(path)) {
            *owned.entry((cells.together.name(component), team)).or_default() += 1;
        }
    }
    let mut most: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for ((component, team), count) in owned {
        let best = most.entry(component).or_insert((0, team));
        if count > best.0 {
            *best = (count, team);
        }
    }
    for component in world.inputs.org.components.values() {
        if let Some(owner) = &component.owner {
            most.insert(&component.id.value, (usize::MAX, &owner.value));
        }
    }
    most.into_iter().map(|(component, (_, team))| (component, team)).collect()
}

fn finding(cells: &Cells<'_>, asked: &Asked) -> String {
    let items = if asked.level() == Level::Team { "teams" } else { "components" };
    if cells.common.is_empty() && cells.needs.edges.is_empty() {
        return String::new();
    }
    format!(
        "{} of {} {items} change together, {} beyond chance; {} on record.",
        plural(cells.common.len(), "pair", "pairs"),
        thousands(cells.names().len() as u128),
        thousands(cells.coupling.pairs.len() as u128),
        plural(cells.needs.edges.len(), "need", "needs"),
    )
}

fn pictures(cells: &Cells<'_>, order: &[&str], asked: &Asked) -> Vec<maud::Markup> {
    let things = if asked.level() == Level::Team { "teams" } else { "components" };
    let order: Vec<String> = order.iter().map(|name| (*name).to_owned()).collect();
    let both = |one: &str, other: &str| [(one.to_owned(), other.to_owned()), (other.to_owned(), one.to_owned())];
    let mut found = Vec::new();
    if !cells.common.is_empty() {
        let pairs = cells
            .common
            .iter()
            .flat_map(|((one, other), (.., count))| both(one, other).map(|(from, to)| (from, to, *count)));
        found.push(matrix(&MatrixChart {
            id: "together".to_owned(),
            title: format!("Change-sets that touch both {things}"),
            caption: "Edged cells are more than chance explains.".to_owned(),
            desc: format!("A matrix of {}.", plural(cells.common.len(), "pair", "pairs")),
            things,
            head: ["one", "other", "changes"],
            order: order.clone(),
            columns: Vec::new(),
            marked: cells.coupling.pairs.iter().flat_map(|pair| both(&pair.one, &pair.other)).collect(),
            cells_are: "changes".to_owned(),
            pairs: pairs.collect(),
        }));
    }
    if !cells.needs.edges.is_empty() {
        let name = |node: u32| cells.needs.names.get(node as usize).cloned().unwrap_or_default();
        let pairs = cells.needs.edges.iter().map(|((from, to), n)| (name(*from), name(*to), *n));
        found.push(matrix(&MatrixChart {
            id: "needed".to_owned(),
            title: "Evidence that the one in the row needs the one in the column".to_owned(),
            caption: format!("{}.", plural(cells.needs.edges.len(), "need is on record", "needs are on record")),
            desc: format!("A matrix of {}.", plural(cells.needs.edges.len(), "need", "needs")),
            things,
            head: ["who", "needs", "evidence"],
            order,
            columns: Vec::new(),
            marked: BTreeSet::new(),
            cells_are: "pieces of evidence".to_owned(),
            pairs: pairs.collect(),
        }));
    }
    found
}
