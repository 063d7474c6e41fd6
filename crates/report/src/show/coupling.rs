//! `show coupling`: what changes together more than chance explains.

use onethread_kernel::coupling::{Degree, DegreeLimits, degrees};

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Level, Subject};
use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::cochange::{self, CochangeMatrix};
use onethread_core::measure::measures::change_coupling::{CoupledPair, CouplingOf, coupling_of};
use onethread_core::words::{capital, join, plural, thousands};

pub(super) const SUBJECT: Subject = Subject {
    key: "coupling",
    title: "what changes together more than chance explains",
    measure: "change-coupling",
    definitions: &["beyond-chance", "strict", CODE_MAAT],
    orders: &[],
    teams_min: Some(3),
    sheet,
};

const CODE_MAAT: &str = "code-maat";

const COLUMNS: &[Column] = &[
    Column::new("one", "one", Type::Text, "A team or component."),
    Column::new("other", "other", Type::Text, "Another one."),
    Column::new(
        "change_sets",
        "together",
        Type::Count,
        "Changes that touch both; commits that belong together are one change.",
    ),
    Column::new("expected", "by chance", Type::Number(1), "Changes that would touch both by chance."),
    Column::new(
        "risk_ratio",
        "times as often",
        Type::Number(1),
        "How many times as often as by chance, drawn towards 1.",
    ),
    Column::new("risk_ratio_low", "at least", Type::Number(1), "Its lower 95 % confidence bound."),
    Column::new(
        "visible_change_sets",
        "found from",
        Type::Number(0),
        "Common changes at which a pair with as many expected, judged alone, would have been found in 4 of 5 cases.",
    ),
    Column::new("q", "q", Type::Number(4), "The share of false discoveries at which the pair is one, 0 to 1."),
    Column::new("excess", "weighted excess", Type::Number(1), "Weighted changes beyond what chance lets expect."),
    Column::new("first", "first", Type::Day, "The day of the first common change."),
    Column::new("last", "last", Type::Day, "The day of the last one."),
    Column::new("quarters", "by quarter", Type::Text, "Common changes in each quarter, the first one first."),
    Column::new("one_change_sets", "of one", Type::Count, "Changes that touch the one."),
    Column::new("other_change_sets", "of other", Type::Count, "Changes that touch the other."),
];

pub(super) fn level_of(asked: &Asked) -> cochange::Level {
    match asked.level() {
        Level::Team => cochange::Level::Team,
        Level::Component => cochange::Level::Component,
    }
}

/// The id that a row is about: with its kind for a team, as it is for a component or folder.
pub(super) fn about(name: &str, asked: &Asked) -> String {
    match asked.level() {
        Level::Team => format!("team:{name}"),
        Level::Component => name.to_owned(),
    }
}

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let definition = asked.definition(&SUBJECT);
    if definition == CODE_MAAT {
        return as_code_maat(world, asked);
    }
    let together = world.cochange(level_of(asked), asked.over_days.unwrap_or(WINDOW_DAYS));
    let coupling = coupling_of(&together, world, definition == "strict");
    let row = |pair: &CoupledPair| {
        let quarters: Vec<String> = pair.quarters.iter().map(|quarter| quarter.change_sets.to_string()).collect();
        let day = |day: Option<onethread_model::Day>| Cell::or_missing(day.map(Cell::Day), "no day");
        let cells = vec![
            Cell::text(&pair.one),
            Cell::text(&pair.other),
            Cell::count(pair.change_sets),
            Cell::Number(pair.expected),
            Cell::Number(pair.risk_ratio),
            Cell::Number(pair.risk_ratio_low),
            Cell::or_missing(pair.visible_change_sets.map(|sets| Cell::Number(sets.ceil())), "not computed"),
            Cell::Number(pair.q),
            Cell::Number(pair.excess),
            day(pair.first),
            day(pair.last),
            Cell::text(quarters.join(" ")),
            Cell::count(pair.of_one),
            Cell::count(pair.of_other),
        ];
        let ids = vec![about(&pair.one, asked), about(&pair.other, asked)];
        Row::new(ids, cells).behind(behind(&together, &pair.sets, &[&pair.one, &pair.other], world))
    };
    Sheet {
        finding: finding(&coupling, asked),
        window: window(&together, world),
        columns: COLUMNS.to_vec(),
        rows: coupling.pairs.iter().map(row).collect(),
        notes: notes(&coupling, asked),
        empty: Some(coupling.refused.clone().unwrap_or_else(|| nothing_beyond(&coupling))),
        ..Sheet::default()
    }
}

/// First and last day that were looked at: no earlier than the first change on record.
pub(super) fn window(
    together: &CochangeMatrix,
    world: &World<'_>,
) -> Option<(onethread_model::Day, onethread_model::Day)> {
    let from = world.day.plus_days(1 - together.window_days.clamp(1, 100_000) as i32);
    Some((together.since.map_or(from, |since| since.max(from)), world.day))
}

/// The changes behind some sets, each by one that touches what is asked for: items by their names, or any where none is.
pub(super) fn behind(together: &CochangeMatrix, sets: &[u32], asked: &[&str], world: &World<'_>) -> Vec<Behind> {
    let asked: Vec<u32> = asked.iter().filter_map(|name| together.item(name)).collect();
    let one = |set: &u32| {
        let asked = if asked.is_empty() { together.incidence.items_of(*set) } else { &asked };
        let found = together.shows(*set, asked, world)?;
        let touched: Vec<&str> =
            together.incidence.items_of(*set).iter().take(4).map(|item| together.name(*item)).collect();
        let size = together.incidence.size(*set) as usize;
        let more = if size > touched.len() { format!(" and {} more", size - touched.len()) } else { String::new() };
        let what = format!("{}: {}{more}", world.facts.text(found.change), touched.join(", "));
        Some(Behind { day: Some(found.day()), what, place: Some(found.place(world)) })
    };
    sets.iter().filter_map(one).collect()
}

fn finding(coupling: &CouplingOf, asked: &Asked) -> String {
    let items = if asked.level() == Level::Team { "teams" } else { "components" };
    match coupling.pairs.first() {
        None => String::new(),
        Some(first) => format!(
            "{} of {} of {} change together more than chance explains; most of all {} and {}, in {}, where chance \
             would give {:.1}.",
            thousands(coupling.pairs.len() as u128),
            plural(coupling.compared as usize, "pair", "pairs"),
            items,
            first.one,
            first.other,
            plural(first.change_sets, "change", "changes"),
            first.expected,
        ),
    }
}

fn nothing_beyond(coupling: &CouplingOf) -> String {
    if coupling.seen == 0 {
        return format!("none of {} changes together at all", plural(coupling.compared as usize, "pair", "pairs"));
    }
    let mut reasons =
        vec![format!("{} may be chance at a false discovery rate of 5 %", thousands(coupling.by_chance.into()))];
    if coupling.too_few > 0 {
        reasons.push(format!("{} have fewer than 3 common changes", thousands(coupling.too_few.into())));
    }
    if coupling.not_reliable > 0 {
        reasons.push(format!("{} may still be as often as by chance", thousands(coupling.not_reliable.into())));
    }
    let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
    format!("{} change together, and of these {}", plural(coupling.seen as usize, "pair", "pairs"), join(&reasons))
}

fn notes(coupling: &CouplingOf, asked: &Asked) -> Vec<String> {
    let (items, none) = match asked.level() {
        Level::Team => ("teams", "files that no team has to approve by itself"),
        _ => ("components", "files that belong to none"),
    };
    let mut notes = vec![format!(
        "{}, {} of them of several {items}, over {}; commits that belong together are one change. {} of the {} to single files \
         are to {none}.",
        plural(coupling.change_sets, "change", "changes"),
        thousands(coupling.crossing as u128),
        plural(coupling.weeks, "week", "weeks"),
        thousands(coupling.unplaced as u128),
        plural(coupling.touches, "change", "changes"),
    )];
    if coupling.bots > 0 {
        notes.push(format!("{} by bots left out.", plural(coupling.bots, "change", "changes")));
    }
    notes.extend(coupling.aside.words().map(|words| format!("{words}.")));
    if coupling.refused.is_some() {
        return notes;
    }
    notes.push(compared(coupling, items));
    notes.extend(coupling.visible.map(|visible| format!("{}.", capital(&visible.words(items)))));
    notes.push(format!(
        "Chance keeps by quarter how often each changes and how many a change touches; of the pairs shown at most 5 % are \
         expected to be there by chance; common changes come in bursts, so counts are divided by {:.2}.",
        coupling.dispersion
    ));
    if coupling.huge > 0 {
        let huge = plural(coupling.huge, "change touches", "changes touch");
        notes.push(format!("{huge} more than 100 {items}: counted for pairs that others have too."));
    }
    if let Some(pair) = coupling.pairs.first()
        && let (Some(first), Some(last)) = (pair.quarters.first(), pair.quarters.last())
    {
        notes.push(format!("Quarters are {} to {}.", first.quarter, last.quarter));
    }
    notes
}

/// What was compared, and what became of every pair.
fn compared(coupling: &CouplingOf, items: &str) -> String {
    let number = |count: u64| thousands(count.into());
    let mut kinds = vec![format!("{} more often than chance explains", number(coupling.pairs.len() as u64))];
    let more = [
        (coupling.by_chance, "may do so by chance"),
        (coupling.too_few, "have fewer than 3 changes in common"),
        (coupling.not_reliable, "have a 95 % CI that reaches chance"),
    ];
    kinds.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", number(*count))));
    let left_out = match coupling.items_left_out {
        0 => String::new(),
        n => format!(
            " with 5 changes or more ({} fewer)",
            if n == 1 { "1 has".to_owned() } else { format!("{} have", thousands(n as u128)) }
        ),
    };
    format!(
        "{} {items}{left_out} are compared. Of {} {} change together: {}.",
        thousands(coupling.items as u128),
        plural(coupling.compared as usize, "pair", "pairs"),
        number(coupling.seen),
        kinds.join("; ")
    )
}

// As code-maat counts

const MAAT_COLUMNS: &[Column] = &[
    Column::new("entity", "entity", Type::Text, "A path."),
    Column::new("coupled", "coupled", Type::Text, "Another one, later in the alphabet."),
    Column::new(
        "degree",
        "degree",
        Type::Count,
        "Common changes in percent of the mean of both, cut to a whole number.",
    ),
    Column::new("average-revs", "average-revs", Type::Count, "The mean of the changes of both, cut to a whole number."),
];

fn as_code_maat(world: &World<'_>, asked: &Asked) -> Sheet {
    let together = world.single_changes(asked.over_days.unwrap_or(WINDOW_DAYS));
    let (all, limits) = (&together.incidence, DegreeLimits::default());
    let is_small = |set: &u32| all.size(*set) <= limits.items_max;
    let left_out = (0..all.sets()).filter(|set| !is_small(set)).count();
    let row = |pair: &Degree| {
        let (one, other) = (together.name(pair.a), together.name(pair.b));
        let sets: Vec<u32> = all.both(pair.a, pair.b).filter(is_small).collect();
        let whole = |number: f64| Cell::count(number as usize);
        let cells = vec![Cell::text(one), Cell::text(other), whole(pair.degree), whole(pair.average)];
        Row::new(vec![one.to_owned(), other.to_owned()], cells).behind(behind(&together, &sets, &[one, other], world))
    };
    let rows: Vec<Row> = degrees(all, &limits).iter().map(row).collect();
    Sheet {
        finding: match rows.len() {
            0 => String::new(),
            n => format!("{} by the definition of code-maat.", plural(n, "pair", "pairs")),
        },
        window: window(&together, world),
        columns: MAAT_COLUMNS.to_vec(),
        rows,
        notes: vec![
            format!(
                "{}, each by itself and those of bots too; {left_out} of more than {} paths left out.",
                plural(together.sets.len(), "change", "changes"),
                limits.items_max
            ),
            "The original program rounds the mean up; this is the cut of its port to Python.".to_owned(),
            "Listed are pairs with 5 common changes, 5 changes on average, and a degree of 30 %. Pairs that change often \
             anyway, or in large changes, are listed too: `--definition beyond-chance` takes both into account."
                .to_owned(),
        ],
        empty: Some("no two paths have 5 common changes and a degree of 30 %".to_owned()),
        ..Sheet::default()
    }
}
