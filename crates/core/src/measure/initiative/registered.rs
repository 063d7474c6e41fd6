//! One view of each initiative that a registry describes.
//!
//! Input: an entry of a registry as known on the day, and the settings that say what its words mean. Output: an
//! [`Initiative`] with its milestones and where its sources disagree.

use onethread_model::Day;
use onethread_model::config::Registry;
use onethread_model::facts::{AsOf, RecordRef, RegistryKey};
use onethread_model::record::Reference;
use onethread_model::source::Place;

use super::{DeclaredDependency, Disagreement, Initiative, Milestone, Shipped};
use crate::measure::leadership::{self, Leadership};
use crate::measure::registry::{Calendar, Entry};
use crate::measure::{Cited, Inputs};

pub(super) fn from_registry(
    id: &str,
    entry: &Entry,
    inputs: Inputs<'_>,
    facts: AsOf<'_>,
    calendar: &Calendar,
) -> Initiative {
    let settings = &inputs.config.registry;
    let cite = |(text, at): (&str, RecordRef)| Cited::new(text.to_owned(), facts.place(at));
    let cites = |field: RegistryKey| entry.texts(facts, field).into_iter().map(cite).collect::<Vec<_>>();
    let status = entry.text(facts, RegistryKey::Status).map(|(text, _)| text);
    let milestones = milestones(entry, settings, facts, calendar);
    let created = entry.day(facts, RegistryKey::Created).map(|(day, at)| Cited::new(day, facts.place(at)));
    let mut listed = cites(RegistryKey::People);
    listed.retain(|person| !inputs.org.is_agent(&person.value));
    let registered_leader = leadership::registered_leader(entry, inputs, facts, &listed);
    let registered_leader = registered_leader.filter(|leader| !inputs.org.is_agent(&leader.value));
    let is_gone = |person: &&Cited<String>| inputs.org.gone(&person.value).is_some();
    let departed_leaders = registered_leader.iter().filter(is_gone).cloned().collect();
    listed.retain(|person| !is_gone(&person));
    let leadership = Leadership::registered(id, registered_leader.as_ref(), entry, inputs, facts, &listed);
    let ended = entry.day(facts, RegistryKey::Ended).map(|(day, _)| day).filter(|day| *day <= facts.day());
    let is_idea = ended.is_none() && status.is_some_and(|status| has(&settings.idea_status, status));
    let stage = entry.text(facts, RegistryKey::Status).filter(|_| is_idea).map(|(_, at)| facts.place(at));
    let mut initiative = Initiative {
        id: id.to_owned(),
        title: entry.text(facts, RegistryKey::Title).map(|(text, _)| text.to_owned()),
        place: entry.first.map_or_else(|| Place { path: "?".into(), line: 1, column: None }, |at| facts.place(at)),
        live: false,
        stage,
        paused: None,
        pauses: Vec::new(),
        leader_changed: entry.leader_changed.max(entry.first_person_changed.filter(|_| settings.first_person_leads)),
        registered_leader,
        departed_leaders,
        leadership,
        listed,
        team: entry.text(facts, RegistryKey::Team).map(cite),
        sponsor: None,
        wished: None,
        nature: None,
        why: None,
        entered: created.as_ref().map(|created| match entry.versions {
            Some((first, _)) => first.max(created.value),
            None => created.value,
        }),
        created,
        committed: committed(entry, settings, facts),
        values: Vec::new(),
        milestones,
        dropped: dropped(entry, settings, facts),
        outcome: None,
        ended,
        in_registry: true,
        in_org: false,
        dependencies: registry_dependencies(entry, facts),
        approvers: cites(RegistryKey::Approvers).into_iter().filter(|person| !is_gone(&person)).collect(),
        signoffs: settings
            .milestones
            .iter()
            .flat_map(|name| {
                entry.texts(facts, (RegistryKey::Signoff, name.as_str())).into_iter().map(cite).collect::<Vec<_>>()
            })
            .collect(),
        scope: cites(RegistryKey::Scope).into_iter().map(scope_item).collect(),
        disagreements: Vec::new(),
    };
    initiative.live = ended.is_none() && !is_idea && is_live(&initiative, status, entry, settings, facts.day());
    initiative.disagreements = disagreements(entry, facts);
    initiative
}

/// The first status that is neither tentative nor given up nor put off; not known where no status is tentative.
fn committed(entry: &Entry, settings: &Registry, facts: AsOf<'_>) -> Option<Cited<Day>> {
    if settings.tentative_status.is_empty() {
        return None;
    }
    let open = [&settings.tentative_status, &settings.dropped_status, &settings.paused_status];
    let certain = |status: &str| !open.iter().any(|words| has(words, status));
    let (day, _, at) = entry.statuses.iter().find(|(_, word, _)| certain(facts.text(*word)))?;
    Some(Cited::new(*day, facts.place(*at)))
}

fn registry_dependencies(entry: &Entry, facts: AsOf<'_>) -> Vec<DeclaredDependency> {
    let named =
        entry.texts(facts, RegistryKey::Participants).into_iter().chain(entry.texts(facts, RegistryKey::DependsOn));
    named
        .map(|(team, at)| DeclaredDependency {
            size: None,
            on: Reference { kind: "team".to_owned(), id: team.to_owned() },
            place: facts.place(at),
            class: None,
            effect: None,
            plan: None,
        })
        .collect()
}

fn scope_item(cited: Cited<String>) -> Cited<Reference> {
    let (kind, id) = cited.value.split_once(':').unwrap_or(("marker", cited.value.as_str()));
    Cited::new(Reference { kind: kind.to_owned(), id: id.to_owned() }, cited.place)
}

/// A registry's entry is live when its status says so, it was touched lately, it has a target where that is asked for,
/// and its last milestone has not shipped.
fn is_live(initiative: &Initiative, status: Option<&str>, entry: &Entry, settings: &Registry, day: Day) -> bool {
    let closed = [&settings.done_status, &settings.dropped_status, &settings.paused_status];
    let by_status = match status {
        Some(status) if settings.live_status.is_empty() => !closed.iter().any(|words| has(words, status)),
        Some(status) => has(&settings.live_status, status),
        None => settings.live_status.is_empty(),
    };
    let fresh = settings
        .live_within_days
        .is_none_or(|limit| entry.versions.is_some_and(|(_, latest)| day.days_since(latest) <= i64::from(limit)));
    let targeted = !settings.live_needs_target || initiative.has_target();
    by_status && fresh && targeted && initiative.last_shipped().is_none()
}

/// The day an entry's present run of closed statuses began, when it is given up.
fn dropped(entry: &Entry, settings: &Registry, facts: AsOf<'_>) -> Option<Day> {
    let word = |index: usize| entry.statuses.get(index).map(|(_, symbol, _)| facts.text(*symbol));
    let mut index = entry.statuses.len().checked_sub(1)?;
    word(index).filter(|status| has(&settings.dropped_status, status))?;
    let closed = |status: &str| {
        [&settings.done_status, &settings.dropped_status, &settings.paused_status]
            .iter()
            .any(|words| has(words, status))
    };
    while index > 0 && word(index - 1).is_some_and(closed) {
        index -= 1;
    }
    Some(entry.statuses[index].0)
}

fn milestones(entry: &Entry, settings: &Registry, facts: AsOf<'_>, calendar: &Calendar) -> Vec<Milestone> {
    let order = |name: &str| settings.milestones.iter().position(|milestone| milestone == name);
    let stage = entry.text(facts, RegistryKey::Stage).and_then(|(stage, _)| order(stage));
    let status = entry.text(facts, RegistryKey::Status).map(|(status, _)| status);
    let signed: Vec<bool> = settings
        .milestones
        .iter()
        .map(|name| !entry.texts(facts, (RegistryKey::Signoff, name.as_str())).is_empty())
        .collect();
    let latest_target = entry.text(facts, RegistryKey::LatestTarget).map(|(target, _)| target);
    let one = |(index, name): (usize, &String)| {
        let target = entry.text(facts, (RegistryKey::Target, name.as_str()));
        let stated = entry.day(facts, (RegistryKey::Shipped, name.as_str())).filter(|(day, _)| *day <= facts.day());
        let (shipped, day) = match (stated, target) {
            (Some((day, _)), _) => (Shipped::Confirmed, Some(day)),
            (None, None) => (Shipped::NoTarget, None),
            (None, Some((target, _))) => match calendar.reached(target, facts) {
                None => (Shipped::Ahead, None),
                Some(day) => {
                    let signs = Signs {
                        done: status.is_some_and(|status| has(&settings.done_status, status)),
                        later_stage: stage.is_some_and(|stage| stage > index),
                        later_signed: signed.iter().skip(index + 1).any(|signed| *signed),
                        unlikely_status: status.is_some_and(|status| {
                            [&settings.dropped_status, &settings.paused_status, &settings.tentative_status]
                                .iter()
                                .any(|words| has(words, status))
                        }),
                        planned_before: latest_target.is_some_and(|latest| calendar.is_before(latest, target)),
                    };
                    let shipped = signs.weigh();
                    (shipped, Some(day).filter(|_| shipped >= Shipped::Claimed))
                }
            },
        };
        let target = target.map(|(target, at)| Cited::new(target.to_owned(), facts.place(at)));
        Milestone { name: name.clone(), target, shipped, day }
    };
    settings.milestones.iter().enumerate().map(one).collect()
}

/// What other entries say about a milestone whose target has passed.
struct Signs {
    done: bool,
    later_stage: bool,
    later_signed: bool,
    unlikely_status: bool,
    planned_before: bool,
}

impl Signs {
    /// The first sign that applies decides.
    fn weigh(&self) -> Shipped {
        if self.done || self.later_stage || self.later_signed {
            Shipped::Confirmed
        } else if self.unlikely_status || self.planned_before {
            Shipped::Doubtful
        } else {
            Shipped::Claimed
        }
    }
}

fn disagreements(entry: &Entry, facts: AsOf<'_>) -> Vec<Disagreement> {
    let words = |value: &[onethread_model::facts::Symbol]| {
        value.iter().map(|symbol| facts.text(*symbol)).collect::<Vec<_>>().join(", ")
    };
    let mut found: Vec<Disagreement> = entry
        .disagreements
        .iter()
        .filter_map(|(field, other)| {
            let used = entry.fields.get(field)?;
            Some(Disagreement {
                field: facts.text(*field).to_owned(),
                used: Cited::new(words(&used.value), facts.place(used.at)),
                other: Cited::new(words(&other.value), facts.place(other.at)),
                is_contradiction: false,
            })
        })
        .collect();
    found.extend(entry.fields.iter().filter_map(|(field, state)| {
        let (against, other) = state.against.as_ref()?;
        Some(Disagreement {
            field: facts.text(*field).to_owned(),
            used: Cited::new(words(&state.value), facts.place(state.at)),
            other: Cited::new(words(other), facts.place(*against)),
            is_contradiction: true,
        })
    }));
    found.sort_by(|a, b| (&a.field, &a.other.place).cmp(&(&b.field, &b.other.place)));
    found
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}
