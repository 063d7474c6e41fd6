//! `show decisions`: how long decisions and approvals take, how high and how deep they go.

use onethread_model::Day;

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::{Asked, Subject};
use crate::charts::survival::{SurvivalAge, SurvivalChart, SurvivalCurve, SurvivalStep, survival};
use onethread_core::measure::World;
use onethread_core::measure::decision_clock::clocks_of;
use onethread_core::measure::decisions::{KnownDecision, known_decisions};
use onethread_core::measure::measures::approval_paths::{approval_paths, path_of};
use onethread_core::measure::measures::approval_queues::{ANSWERED_MIN, Queue, approval_queues};
use onethread_core::measure::measures::deciding_alone::{DecidesAlone, deciding_alone, deciding_alone_of};
use onethread_core::measure::measures::deciding_share::deciding_share;
use onethread_core::measure::measures::decision_latency::{DECIDED_MIN, DecisionLatency, Latency, latency_over};
use onethread_core::words::{capital, percent, plural};

pub(super) const SUBJECT: Subject = Subject::plain(
    "decisions",
    "how long decisions and approvals take, and how high they go",
    "decision-latency",
    sheet,
);

const COLUMNS: &[Column] = &[
    Column::new(
        "what",
        "what",
        Type::Text,
        "Decisions by how hard they are to reverse, and gates and teams that approve.",
    ),
    Column::new("n", "n", Type::Count, "Those open on any day of the window."),
    Column::new("answered", "made", Type::Count, "Of these, those made or answered within it."),
    Column::new("open", "open", Type::Count, "Of these, those still open."),
    Column::new(
        "median_days",
        "half within, days",
        Type::DaysEstimate,
        "Days from asking within which half are made, open ones counted as open, with the 95 % interval.",
    ),
    Column::new("above", "above the leader", Type::Count, "Of these, those that went above the leader."),
    Column::new(
        "levels_stated",
        "of which known",
        Type::Count,
        "Decisions made of which it is known whether they went above the leader, by levels stated or by who made them.",
    ),
    Column::new("approvers", "approvers", Type::Count, "People who must agree at the gate, where the files say."),
    Column::new("queue_median", "queue", Type::Count, "Others open there when one was asked, median."),
    Column::new("queue_most", "most", Type::Count, "The most others open there when one was asked."),
];

fn sheet(world: &World<'_>, asked: &Asked) -> Sheet {
    let days = asked.over_days.and_then(|days| u32::try_from(days).ok());
    let days = days.unwrap_or(world.inputs.config.thresholds.period_days);
    let all: Vec<&KnownDecision> = match &asked.initiative {
        Some(id) => world.decisions_of(id).collect(),
        None => known_decisions(world).iter().collect(),
    };
    let latency = latency_over(&all, world, days);
    let from = world.day.plus_days(1 - i32::try_from(days).unwrap_or(i32::MAX));
    let kinds = kinds(&latency);
    let mut rows: Vec<Row> = kinds
        .iter()
        .filter(|(_, _, one)| one.n > 0)
        .map(|(name, door, one)| row(world, (name, *door), one, &all, from))
        .collect();
    // A gate serves everybody: for one initiative alone its queue would be cut out of its own line.
    if asked.initiative.is_none() {
        rows.extend(approval_queues(world, days).iter().map(queue_row));
    }
    Sheet {
        finding: finding(&latency),
        window: Some((from, world.day)),
        columns: COLUMNS.to_vec(),
        rows,
        notes: notes(world, asked, &latency),
        empty: Some(format!("no decision and no review was open on any of the last {days} days")),
        pictures: picture(&latency).into_iter().collect(),
    }
}

/// The kinds of decisions, each with its name and how hard it is to reverse.
fn kinds(latency: &DecisionLatency) -> [(&'static str, Option<bool>, &Latency); 3] {
    [
        ("reversible", Some(true), &latency.reversible),
        ("hard to reverse", Some(false), &latency.irreversible),
        ("not stated which", None, &latency.unstated),
    ]
}

fn finding(latency: &DecisionLatency) -> String {
    let one = &latency.reversible;
    match one.n {
        0 => String::new(),
        n => format!(
            "{}, {} open: {}.",
            plural(n, "reversible decision", "reversible decisions"),
            one.open(),
            one.words()
        ),
    }
}

fn median(days: Option<i64>, low: Option<i64>, high: Option<i64>) -> Option<Cell> {
    let number = |days: Option<i64>| days.map(|days| days as f64);
    days.map(|days| Cell::Estimate(days as f64, number(low), number(high)))
}

fn row(world: &World<'_>, (name, door): (&str, Option<bool>), one: &Latency, all: &[&KnownDecision], from: Day) -> Row {
    let why = if one.refused.is_some() { "too few" } else { "not half yet" };
    let above = (one.levels_stated > 0).then(|| Cell::count(one.went_above));
    let cells = vec![
        Cell::text(name),
        Cell::count(one.n),
        Cell::count(one.decided),
        Cell::count(one.open()),
        Cell::or_missing(median(one.median_days, one.low_days, one.high_days), why),
        Cell::or_missing(above, "not stated"),
        Cell::count(one.levels_stated),
        Cell::Missing(String::new()),
        Cell::Missing(String::new()),
        Cell::Missing(String::new()),
    ];
    let within = all
        .iter()
        .filter(|decision| decision.reversible == door && decision.decided.is_none_or(|decided| decided >= from));
    let within: Vec<&KnownDecision> = within.copied().collect();
    let behind = clocks_of(&within, world).into_iter().zip(&within).map(|(clock, decision)| Behind {
        day: decision.opened,
        what: format!("{}: {}", clock.id, clock.words()),
        place: Some(decision.place.clone()),
    });
    let about = match door {
        Some(true) => "two-way",
        Some(false) => "one-way",
        None => "unstated",
    };
    Row::new(vec![about.to_owned()], cells).behind(behind.collect())
}

fn queue_row(queue: &Queue) -> Row {
    let why = match (&queue.refused, queue.answered < ANSWERED_MIN) {
        (None, _) => "not half yet",
        (_, true) => "too few",
        _ => "withheld",
    };
    let cells = vec![
        Cell::text(format!("{} {}", queue.kind, queue.on)),
        Cell::count(queue.n),
        Cell::count(queue.answered),
        Cell::count(queue.n - queue.answered),
        Cell::or_missing(median(queue.median_days, queue.low_days, queue.high_days), why),
        Cell::Missing(String::new()),
        Cell::Missing(String::new()),
        Cell::or_missing(queue.approvers.map(|count| Cell::count(count as usize)), ""),
        Cell::or_missing(queue.queue_median.map(Cell::count), "too few"),
        Cell::count(queue.queue_most),
    ];
    let behind = queue.place.iter().map(|place| Behind {
        day: None,
        what: format!(
            "the first of {} of {}",
            plural(queue.n, "request", "requests"),
            plural(queue.initiatives, "initiative", "initiatives")
        ),
        place: Some(place.clone()),
    });
    Row::new(vec![format!("{}:{}", queue.kind, queue.on)], cells).behind(behind.collect())
}

fn notes(world: &World<'_>, asked: &Asked, latency: &DecisionLatency) -> Vec<String> {
    let mut notes = vec![
        format!(
            "Open ones count as open for as long as they have been. With fewer than {DECIDED_MIN} decisions made, or \
             {ANSWERED_MIN} answers given, no days are reported."
        ),
        "A queue is counted when one is asked: what is asked later was not in the way. Numbers of a team of fewer than \
         five people are withheld."
            .to_owned(),
    ];
    for (name, _, one) in kinds(latency) {
        let levels: Vec<String> = one
            .by_levels
            .iter()
            .filter_map(|level| Some((level, level.median_days?)))
            .map(|(level, days)| {
                let range = match (level.low_days, level.high_days) {
                    (Some(low), Some(high)) => format!(" [{low}, {high}]"),
                    _ => String::new(),
                };
                format!("{days}{range} with {} (n = {})", plural(level.levels as usize, "level", "levels"), level.made)
            })
            .collect();
        if levels.len() > 1 {
            notes.push(format!(
                "Days by levels above the leader, of those made ({name}): {}. Open ones say no level, so all of these are \
                 too short.",
                levels.join(", ")
            ));
        }
    }
    if latency.steps.made > 0 {
        notes.push(format!("{}.", capital(&latency.steps.words())));
    }
    notes.extend(alone_notes(world, asked));
    let paths = match asked.initiative.as_deref().and_then(|id| world.initiative(id)) {
        Some(initiative) => vec![path_of(initiative, world)],
        None => approval_paths(world),
    };
    let deepest = paths.iter().max_by_key(|path| (path.depth, path.gates, std::cmp::Reverse(&path.initiative)));
    if let Some((path, words)) = deepest.and_then(|path| Some((path, path.words()?))) {
        let most = if paths.len() > 1 { "deepest path of approvals, " } else { "path of approvals, " };
        notes.push(format!("{most}{}: {words}.", path.initiative));
    }
    notes.extend(
        deciding_share(world, asked.over_days).words().filter(|_| asked.initiative.is_none()).map(|says| says + "."),
    );
    notes
}

/// Whether leaders decide alone: of one initiative, or how many of all.
fn alone_notes(world: &World<'_>, asked: &Asked) -> Option<String> {
    if let Some(id) = &asked.initiative {
        let alone = deciding_alone_of(world.initiative(id)?, world);
        return Some(format!("Decides alone: {}. {}.", alone.answer.words(), capital(&alone.words())));
    }
    let all = deciding_alone(world);
    let with = |answer: DecidesAlone| all.iter().filter(|one| one.answer == answer).count();
    let limit = percent(world.inputs.config.thresholds.above_share);
    (!all.is_empty()).then(|| {
        format!(
            "Decides alone (at most {limit} of reversible decisions above the leader, 95 % CI below one half): {} of {}, {} do \
             not, {} not known.",
            with(DecidesAlone::Yes),
            plural(all.len(), "live initiative", "live initiatives"),
            with(DecidesAlone::No),
            with(DecidesAlone::NotKnown)
        )
    })
}

/// The curves of both doors, where they are reported.
fn picture(latency: &DecisionLatency) -> Option<maud::Markup> {
    let curves: Vec<SurvivalCurve> = kinds(latency)
        .into_iter()
        .filter(|(_, _, one)| one.ages.len() > 1)
        .map(|(name, _, one)| SurvivalCurve {
            name: capital(name),
            desc: format!(
                "A rising step curve from the day of asking on, of {}; {}.",
                plural(one.n, "decision", "decisions"),
                one.words()
            ),
            steps: one
                .steps
                .iter()
                .map(|step| SurvivalStep {
                    days: step.days,
                    reached: step.made_share,
                    low: step.low_share,
                    high: step.high_share,
                })
                .collect(),
            ages: one
                .ages
                .iter()
                .map(|age| SurvivalAge {
                    at: SurvivalStep {
                        days: age.days,
                        reached: age.made_share,
                        low: age.low_share,
                        high: age.high_share,
                    },
                    followed: age.followed,
                })
                .collect(),
            half_days: one.median_days,
        })
        .collect();
    (!curves.is_empty()).then(|| {
        survival(&SurvivalChart {
            id: "decision-curves".to_owned(),
            is_overlaid: true,
            title: "Share of decisions that are made, by days since they were asked for".to_owned(),
            caption:
                "The shaded band is the pointwise 95 % CI; \u{201c}followed\u{201d} is how many the curve still rests on."
                    .to_owned(),
            unit: "days since asking".to_owned(),
            start: "asked",
            curves,
        })
    })
}
