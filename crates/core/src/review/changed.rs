//! What changed between two days.

use std::collections::BTreeMap;

use onethread_model::Day;

use super::form::Form;
use crate::measure::{Initiative, Leader, World};

/// What changed between an earlier day and the day of the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The earlier day.
    pub since: Day,
    /// Live now and not then.
    pub joined: Vec<String>,
    /// Live then and not now.
    pub left: Vec<(String, Departure)>,
    /// Live on both days, with another leader.
    pub new_leader: Vec<String>,
    /// Live on both days, and split only now.
    pub became_split: Vec<String>,
    /// Live on both days, and no longer split.
    pub no_longer_split: Vec<String>,
}

/// Why an initiative is no longer live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Departure {
    /// Its last milestone shipped, or it ended with value delivered.
    Delivered,
    /// It was given up.
    Dropped,
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

/// Compares two days. Both maps hold the forms of initiatives that are live on their day.
pub(super) fn compare(
    earlier: &World<'_>,
    earlier_forms: &BTreeMap<String, Form>,
    now: &World<'_>,
    forms: &BTreeMap<String, Form>,
) -> Changed {
    let mut changed = Changed {
        since: earlier.day,
        joined: forms.keys().filter(|id| !earlier_forms.contains_key(*id)).cloned().collect(),
        left: Vec::new(),
        new_leader: Vec::new(),
        became_split: Vec::new(),
        no_longer_split: Vec::new(),
    };
    for (id, form_then) in earlier_forms {
        let Some(form) = forms.get(id) else {
            changed.left.push((id.clone(), now.initiative(id).map_or(Departure::WentQuiet, departure)));
            continue;
        };
        if leader(earlier.initiative(id)) != leader(now.initiative(id)) {
            changed.new_leader.push(id.clone());
        }
        match (*form_then == Form::Split, *form == Form::Split) {
            (false, true) => changed.became_split.push(id.clone()),
            (true, false) => changed.no_longer_split.push(id.clone()),
            _ => {}
        }
    }
    changed
}

fn leader(initiative: Option<&Initiative>) -> Option<&str> {
    match initiative.map(|initiative| &initiative.leader) {
        Some(Leader::One(leader)) => Some(&leader.value),
        _ => None,
    }
}

fn departure(initiative: &Initiative) -> Departure {
    if initiative.dropped.is_some() {
        Departure::Dropped
    } else if initiative.last_shipped().is_some() || initiative.value.is_some() {
        Departure::Delivered
    } else {
        Departure::WentQuiet
    }
}
