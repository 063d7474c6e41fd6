//! `appointments`: the days on which initiatives got a leader, and how each day is known.
//!
//! Input: the organization's files and what registries said over time. Output: one [`Appointment`] for each.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::facts::{AsOf, RecordRef, RegistryKey, Symbol};
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::{Initiative, Leadership, World};

pub(super) const MEASURE: Measure = Measure {
    key: "appointments",
    title: "Days on which initiatives got a leader",
    page: include_str!("appointments.md"),
    touches: Touches::People,
    value: |world| json(&appointments(world)),
};

/// What the day of an appointment is known from, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AppointmentBasis {
    /// A registry named this leader from that day on.
    Registry,
    /// The organization's files, or a source, state the leader's time from that day on.
    Allocation,
    /// A declared reorganization of that day names the initiative.
    Reorganization,
    /// It is the day of the commitment, and nothing else is known.
    Commitment,
}

impl AppointmentBasis {
    /// The words for people, after "known from".
    pub fn words(self) -> &'static str {
        match self {
            AppointmentBasis::Registry => "the registry",
            AppointmentBasis::Allocation => "the leader's stated time",
            AppointmentBasis::Reorganization => "the reorganization that names it",
            AppointmentBasis::Commitment => "the day of the commitment, as nothing states when the leader began",
        }
    }
}

/// A day on which an initiative got one leader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Appointment {
    /// The initiative.
    pub initiative: String,
    /// The first day with this leader.
    pub on: Day,
    /// What the day is known from.
    pub basis: AppointmentBasis,
    /// Whether the initiative began on that day, as far as known, so that it has no time before.
    pub is_start: bool,
    /// The first day without this leader; absent while the leader leads.
    pub ended: Option<Day>,
    /// Where that is stated.
    #[serde(skip)]
    pub place: Place,
}

/// Appointments up to the day, and of how many leaders no statement gives a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Appointments {
    /// In the order of days, those of one day in alphabetical order of initiative.
    pub known: Vec<Appointment>,
    /// Live initiatives with one leader of whom no day is known, in alphabetical order of id.
    pub undated: Vec<String>,
}

impl Appointments {
    /// The appointment of the leader whom an initiative has; absent where no day is known.
    pub fn of_present(&self, initiative: &str) -> Option<&Appointment> {
        self.known.iter().rev().find(|one| one.initiative == initiative && one.ended.is_none())
    }

    /// The first day without a leader of an initiative whose last known leader left; absent where someone followed.
    pub fn vacant_since(&self, initiative: &str) -> Option<Day> {
        self.known.iter().rfind(|one| one.initiative == initiative)?.ended
    }
}

/// Computes the measure. What is functional by design asks for no leader, and is left out.
pub fn appointments(world: &World<'_>) -> Appointments {
    let pasts = pasts(world.facts, world.inputs.config.registry.first_person_leads);
    let mut found = Appointments::default();
    for initiative in world.initiatives.iter().filter(|one| one.functional_by_design().is_none()) {
        let past = pasts.get(initiative.id.as_str());
        let known = past.map_or_else(Vec::new, |past| registered(initiative, past, world));
        let present = match &initiative.leadership {
            Leadership::One { leader, .. } if initiative.live => Some(leader.value.as_str()),
            _ => None,
        };
        let is_dated = known.iter().any(|one| one.ended.is_none());
        found.known.extend(known);
        if let Some(leader) = present.filter(|_| !is_dated) {
            match stated(initiative, leader, past, world) {
                Some(one) => found.known.push(one),
                None => found.undated.push(initiative.id.clone()),
            }
        }
    }
    found.known.sort_by(|a, b| (a.on, &a.initiative).cmp(&(b.on, &b.initiative)));
    found
}

/// One leader of an initiative in a registry, from a day on.
struct Run {
    from: Day,
    /// Nobody, where the registry says that nobody leads.
    leader: Option<Symbol>,
    at: RecordRef,
}

/// What a registry said of an initiative over time.
struct Past {
    /// The day of its first record.
    first: Day,
    /// Whom it names as the leader, and who is first on its list.
    named: [Option<Symbol>; 2],
    /// In the order of days.
    runs: Vec<Run>,
}

/// Who leads each initiative by a registry's events, as it stood at the end of each day on which that changed.
fn pasts(facts: AsOf<'_>, first_leads: bool) -> BTreeMap<&str, Past> {
    let find = |key: RegistryKey| facts.symbols().find(key.name());
    let (leader, people) = (find(RegistryKey::Leader), find(RegistryKey::People));
    let mut pasts: BTreeMap<&str, Past> = BTreeMap::new();
    for event in facts.initiative_events() {
        let begin = || Past { first: event.day, named: [None; 2], runs: Vec::new() };
        let past = pasts.entry(facts.text(event.initiative)).or_insert_with(begin);
        match Some(event.field) {
            field if field == leader => past.named[0] = event.value.first().copied(),
            field if field == people && first_leads => past.named[1] = event.value.first().copied(),
            _ => continue,
        }
        let run = Run { from: event.day, leader: past.named[0].or(past.named[1]), at: event.at };
        // What a registry says at the end of a day is what holds from that day on.
        past.runs.pop_if(|last| last.from == event.day);
        if past.runs.last().map(|last| last.leader) != Some(run.leader) {
            past.runs.push(run);
        }
    }
    pasts
}

/// Appointments as a registry has them. Where the organization's own files name someone else, its past is not that
/// leader's and nothing of it counts.
fn registered(initiative: &Initiative, past: &Past, world: &World<'_>) -> Vec<Appointment> {
    let (facts, runs) = (world.facts, &past.runs);
    let last = runs.last().and_then(|run| run.leader).map(|leader| facts.text(leader));
    let gone = |leader: &str| world.inputs.org.gone(leader).map(|at| at.value);
    let is_same = match &initiative.leadership {
        Leadership::One { leader, .. } => last == Some(leader.value.as_str()),
        Leadership::Nobody { .. } => last.is_none_or(|last| gone(last).is_some()),
        _ => !initiative.live,
    };
    if !is_same {
        return Vec::new();
    }
    let over = if initiative.live { None } else { initiative.ended };
    let ends = runs.iter().skip(1).map(|run| Some(run.from)).chain([over]);
    let appointment = |(run, next): (&Run, Option<Day>)| {
        let left = gone(facts.text(run.leader?)).filter(|day| *day > run.from);
        Some(Appointment {
            initiative: initiative.id.clone(),
            on: run.from,
            basis: AppointmentBasis::Registry,
            is_start: begins_on(initiative, run.from, Some(past), world),
            ended: [next, left].into_iter().flatten().min(),
            place: facts.place(run.at),
        })
    };
    runs.iter().zip(ends).filter_map(appointment).collect()
}

/// The appointment of the present leader by the other statements, the surest that there is.
fn stated(initiative: &Initiative, leader: &str, past: Option<&Past>, world: &World<'_>) -> Option<Appointment> {
    let (org, day) = (world.inputs.org, world.day);
    let appointment = |on: Day, basis, place| Appointment {
        initiative: initiative.id.clone(),
        on,
        basis,
        is_start: basis == AppointmentBasis::Commitment || begins_on(initiative, on, past, world),
        ended: None,
        place,
    };
    if let Some((on, place)) = time_from(initiative, leader, world) {
        return Some(appointment(on, AppointmentBasis::Allocation, place));
    }
    let names = |one: &&onethread_model::org::Reorganization| {
        one.on.value <= day && one.initiatives.iter().any(|named| named.value == initiative.id)
    };
    if let Some(one) = org.reorganizations.values().filter(names).max_by_key(|one| one.on.value) {
        let place = world.inputs.sources.place(one.id.span);
        return Some(appointment(one.on.value, AppointmentBasis::Reorganization, place));
    }
    let committed = initiative.committed.as_ref()?;
    Some(appointment(committed.value, AppointmentBasis::Commitment, committed.place.clone()))
}

/// The day from which on the leader's time on it is stated without a gap, the organization's own files first; absent where
/// a share is stated without its first day.
fn time_from(initiative: &Initiative, leader: &str, world: &World<'_>) -> Option<(Day, Place)> {
    let (org, facts) = (world.inputs.org, world.facts);
    let of = |one: &&onethread_model::org::Allocation| {
        one.person.value == leader && one.initiative.value == initiative.id && one.share.value > 0.0
    };
    let written: Vec<_> = org.allocations.iter().filter(of).collect();
    let mut spans: Vec<(Option<Day>, Option<Day>, Place)> = match written.is_empty() {
        false => {
            let span = |one: &&onethread_model::org::Allocation| {
                let day = |at: &Option<onethread_model::source::At<Day>>| at.as_ref().map(|at| at.value);
                (day(&one.from), day(&one.until), world.inputs.sources.place(one.share.span))
            };
            written.iter().map(span).collect()
        }
        true => {
            let rows = facts
                .allocations()
                .filter(|row| facts.text(row.person) == leader && facts.text(row.initiative) == initiative.id);
            rows.map(|row| (Some(row.from), facts.known(row.until), facts.place(row.at))).collect()
        }
    };
    spans.sort_by_key(|(from, ..)| *from);
    let mut first: Option<(Option<Day>, Place)> = None;
    let mut end: Option<Option<Day>> = None;
    for (from, until, place) in spans {
        let goes_on = end.is_some_and(|end| end.is_none_or(|end| from.is_none_or(|from| from <= end)));
        if !goes_on {
            first = Some((from, place));
        }
        end = Some(match (end.filter(|_| goes_on), until) {
            (Some(None), _) | (_, None) => None,
            (Some(Some(end)), Some(until)) => Some(end.max(until)),
            (None, Some(until)) => Some(until),
        });
    }
    // Time that is over is no leader's of today.
    let (from, place) = first.filter(|_| end.flatten().is_none_or(|end| end > world.day))?;
    Some((from?, place))
}

/// Whether an initiative began on a day: no source has an older record of it, and the files say of no older day. A day of
/// creation that a source learned later is none from which anything before it is known.
fn begins_on(initiative: &Initiative, on: Day, past: Option<&Past>, world: &World<'_>) -> bool {
    let written = world.inputs.org.initiatives.get(&initiative.id);
    let written = written.into_iter().flat_map(|one| [&one.idea, &one.committed]).flatten().map(|at| at.value);
    written.chain(past.map(|past| past.first)).min().is_none_or(|first| first >= on)
}
