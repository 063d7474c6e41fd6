//! The timeline of one initiative.

use onethread_model::Day;
use onethread_model::source::Place;

use crate::charts::timeline::{TimelineChart, TimelineEvent, TimelineKind};
use onethread_core::measure::initiative::Milestone;
use onethread_core::measure::{Initiative, Shipped};
use onethread_core::review::{InitiativeReview, RegistryPast};
use onethread_core::words::{join, plural};

/// The timeline; absent when nothing of the initiative has a day.
pub(super) fn chart(one: &InitiativeReview, anchor: &str, today: Day) -> Option<TimelineChart> {
    let (known, past) = (&one.known, &one.past);
    let mut events = Vec::new();
    if let Some(idea) = known.idea() {
        events.push(done("idea", idea.value, &idea.place));
    }
    if let Some(committed) = known.committed.as_ref().filter(|_| known.in_org) {
        events.push(done("committed", committed.value, &committed.place));
    }
    if !past.leader_changes.is_empty() {
        events.push(leader_changes(&past.leader_changes));
    }
    events.extend(known.milestones.iter().filter_map(|one| milestone(one, past, today)));
    for (index, value) in known.values.iter().enumerate() {
        let label = match (index, &value.event) {
            (0, _) => "first value".to_owned(),
            (_, Some(event)) => event.clone(),
            (_, None) => "value".to_owned(),
        };
        events.push(done(&label, value.on, &value.place));
    }
    for dependency in &known.dependencies {
        if let Some(by) = dependency.plan.as_ref().and_then(|plan| plan.by) {
            events.push(TimelineEvent {
                label: format!("without {}", dependency.on.id),
                more: String::new(),
                note: format!("planned by {by}"),
                place: dependency.place.to_string(),
                kind: TimelineKind::Planned,
                days: vec![by],
            });
        }
    }
    if events.is_empty() {
        return None;
    }
    Some(TimelineChart {
        marks: Vec::new(),
        id: format!("{anchor}-time"),
        title: "Over time".to_owned(),
        of: known.name().to_owned(),
        caption: caption(known, past, today),
        today,
        events,
    })
}

fn done(label: &str, day: Day, place: &Place) -> TimelineEvent {
    TimelineEvent {
        label: label.to_owned(),
        more: format!(" {day}"),
        note: day.to_string(),
        place: place.to_string(),
        kind: TimelineKind::Done,
        days: vec![day],
    }
}

fn leader_changes(days: &[Day]) -> TimelineEvent {
    let more = match days {
        [day] => format!(" {day}"),
        _ => format!(", {} times", days.len()),
    };
    let note = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    TimelineEvent {
        label: "another leader".to_owned(),
        more,
        note,
        place: "history of the registry".to_owned(),
        kind: TimelineKind::Change,
        days: days.to_vec(),
    }
}

fn milestone(milestone: &Milestone, past: &RegistryPast, today: Day) -> Option<TimelineEvent> {
    let target = milestone.target.as_ref()?;
    let name = &milestone.name;
    // What the target was before; empty when it never moved.
    let before = match past.targets.get(name).map(Vec::as_slice) {
        Some([before @ .., last]) if *last == target.value => before,
        _ => &[],
    };
    let moved = match before.len() {
        0 => String::new(),
        1 => ", moved once".to_owned(),
        2 => ", moved twice".to_owned(),
        n => format!(", moved {n} times"),
    };
    let names: Vec<&str> = before.iter().map(String::as_str).collect();
    let was = if before.is_empty() { String::new() } else { format!("; before: {}", join(&names)) };
    let planned = Day::parse(&target.value).ok();
    let (state, note, kind, days) = match (milestone.shipped, milestone.day) {
        (Shipped::Confirmed, Some(day)) => {
            ("", format!("target {}, shipped on {day}{was}", target.value), TimelineKind::Done, vec![day])
        }
        (Shipped::Claimed, Some(day)) => (
            "",
            format!("target {}, shipped on {day} as nothing speaks against it{was}", target.value),
            TimelineKind::Done,
            vec![day],
        ),
        (Shipped::Doubtful, _) => (
            " due, not shown",
            format!("the target {} has passed; other entries speak against it{was}", target.value),
            TimelineKind::Planned,
            vec![planned.unwrap_or(today)],
        ),
        _ => (
            " planned",
            format!("target {}, ahead or its release is not known{was}", target.value),
            TimelineKind::Planned,
            planned.into_iter().collect(),
        ),
    };
    let (label, more) = (format!("{name} {}", target.value), format!("{state}{moved}"));
    Some(TimelineEvent { label, more, note, place: target.place.to_string(), kind, days })
}

fn caption(known: &Initiative, past: &RegistryPast, today: Day) -> String {
    let mut parts = Vec::new();
    if let Some(created) = &known.created {
        let days = usize::try_from(today.days_since(created.value)).unwrap_or(0);
        parts.push(format!("The idea is {} old.", plural(days, "day", "days")));
        let shipped: Vec<String> = known
            .milestones
            .iter()
            .filter_map(|one| one.day.map(|day| (one, day.days_since(created.value))))
            .map(|(one, days)| match usize::try_from(days) {
                Ok(days) => format!("{} shipped {} after it", one.name, plural(days, "day", "days")),
                Err(_) => format!("{} shipped before the day that the idea is said to be of", one.name),
            })
            .collect();
        if let Some(value) = known.first_value()
            && let Ok(days) = usize::try_from(value.on.days_since(created.value))
        {
            parts.push(format!("First value came {} after it.", plural(days, "day", "days")));
        }
        if !shipped.is_empty() {
            parts.push(onethread_core::words::capital(&format!("{}.", shipped.join(", "))));
        }
    }
    let open: Vec<&str> = known
        .milestones
        .iter()
        .filter(|one| one.target.is_some() && one.day.is_none())
        .map(|one| one.name.as_str())
        .collect();
    if !open.is_empty() {
        parts.push(format!("Not shown as shipped: {}.", join(&open)));
    }
    match past.leader_changes.len() {
        0 => {}
        1 => parts.push("The leader changed once.".to_owned()),
        n => parts.push(format!("The leader changed {n} times.")),
    }
    parts.join(" ")
}
