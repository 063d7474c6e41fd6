//! What changed between two days.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::org::{DELIVERED, MERGED};
use schemars::JsonSchema;
use serde::Serialize;

use super::form::{Form, FormVerdict};
use super::verdict::Evidence;
use super::why::why;
use crate::measure::{Initiative, World};

/// What changed between an earlier day and the day of the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Changed {
    /// The earlier day.
    pub since: Day,
    /// Live now and not then.
    pub joined: Vec<String>,
    /// Live then and not now.
    pub left: Vec<Left>,
    /// Live on both days, with another leader.
    pub new_leader: Vec<String>,
    /// Live on both days, and split only now.
    pub became_split: Vec<String>,
    /// Live on both days, and no longer split.
    pub no_longer_split: Vec<String>,
    /// Why each of those that are no longer split was, on the earlier day.
    pub was_split: BTreeMap<String, Vec<Evidence>>,
    /// What was written about each of these since the earlier day, in the order in which it happened.
    pub why: BTreeMap<String, Vec<Evidence>>,
}

/// An initiative that is no longer live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Left {
    /// Its id.
    pub id: String,
    /// Why.
    pub how: Departure,
}

/// Why an initiative is no longer live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Departure {
    /// Its last milestone shipped, or it ended with value delivered.
    Delivered,
    /// It was given up.
    Dropped,
    /// It ended, as the organization's files say, and they do not say how.
    Ended,
    /// It is paused, by decision.
    Paused,
    /// Another initiative goes on with its work.
    Merged,
    /// Nothing was filed on it for too long, or its status says neither.
    WentQuiet,
}

impl Changed {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
            && self.left.is_empty()
            && self.new_leader.is_empty()
            && self.became_split.is_empty()
            && self.no_longer_split.is_empty()
    }
}

/// What a comparison reads of an earlier day.
pub(super) struct Earlier {
    /// The day.
    pub(super) day: Day,
    /// Initiatives that were live, by id.
    pub(super) live: BTreeMap<String, LiveThen>,
}

/// What a comparison reads of an initiative that was live on the earlier day.
pub(super) struct LiveThen {
    /// Its form.
    pub(super) form: FormVerdict,
    /// Its leader, where it had one.
    pub(super) leader: Option<String>,
}

/// Compares two days; `forms` are those of initiatives that are live now.
pub(super) fn compare(earlier: &Earlier, now: &World<'_>, forms: &BTreeMap<&str, &FormVerdict>) -> Changed {
    let mut changed = Changed {
        since: earlier.day,
        joined: forms.keys().filter(|id| !earlier.live.contains_key(**id)).map(|id| (*id).to_owned()).collect(),
        left: Vec::new(),
        new_leader: Vec::new(),
        became_split: Vec::new(),
        no_longer_split: Vec::new(),
        was_split: BTreeMap::new(),
        why: BTreeMap::new(),
    };
    for (id, then) in &earlier.live {
        let Some(form) = forms.get(id.as_str()) else {
            let how = now.initiative(id).map_or(Departure::WentQuiet, departure);
            changed.left.push(Left { id: id.clone(), how });
            continue;
        };
        if then.leader.as_deref() != now.initiative(id).and_then(leader) {
            changed.new_leader.push(id.clone());
        }
        match (then.form.form == Form::Split, form.form == Form::Split) {
            (false, true) => changed.became_split.push(id.clone()),
            (true, false) => {
                changed.no_longer_split.push(id.clone());
                changed.was_split.insert(id.clone(), then.form.because.clone());
            }
            _ => {}
        }
    }
    let lists = [&changed.joined, &changed.new_leader, &changed.became_split, &changed.no_longer_split];
    let ids = lists.into_iter().flatten().chain(changed.left.iter().map(|left| &left.id));
    changed.why = why(now, ids.map(String::as_str).collect(), changed.since);
    changed
}

/// The leader of an initiative, where it has one.
pub(super) fn leader(initiative: &Initiative) -> Option<&str> {
    initiative.leadership.leader().map(|leader| leader.value.as_str())
}

fn departure(initiative: &Initiative) -> Departure {
    let is_said = |outcome: &str| initiative.outcome.as_deref() == Some(outcome);
    if initiative.paused.is_some() {
        Departure::Paused
    } else if is_said(MERGED) {
        Departure::Merged
    } else if initiative.dropped.is_some() {
        Departure::Dropped
    } else if is_said(DELIVERED) || initiative.last_shipped().is_some() || !initiative.values.is_empty() {
        Departure::Delivered
    } else if initiative.in_org && initiative.ended.is_some() {
        Departure::Ended
    } else {
        Departure::WentQuiet
    }
}
