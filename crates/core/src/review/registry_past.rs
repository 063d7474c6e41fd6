//! How registries' entries came to be as they are: changes of leader, and targets that moved.

use std::collections::{BTreeMap, HashMap};

use onethread_model::Day;
use onethread_model::facts::Symbol;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::World;

/// The past of one initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RegistryPast {
    /// Days on which another leader took over.
    pub leader_changes: Vec<Day>,
    /// By milestone: each target that was set, in order, a target that only comes back included.
    pub targets: BTreeMap<String, Vec<String>>,
}

/// The past of every live initiative, by id.
pub(super) fn pasts(world: &World<'_>) -> HashMap<String, RegistryPast> {
    let facts = world.facts;
    let find = |name: &str| facts.symbols().find(name);
    let (leader, people) = (find("leader"), find("people"));
    let first_leads = world.inputs.config.registry.first_person_leads;
    let mut targets: HashMap<Symbol, &str> = HashMap::new();
    for milestone in &world.inputs.config.registry.milestones {
        if let Some(field) = find(&format!("target.{milestone}")) {
            targets.insert(field, milestone);
        }
    }
    let mut states: HashMap<Symbol, State> = HashMap::new();
    for event in facts.initiative_events() {
        let state = states.entry(event.initiative).or_default();
        let first = event.value.first().copied();
        if Some(event.field) == leader {
            state.stated = first;
        } else if Some(event.field) == people && first_leads {
            state.listed_first = first;
        } else if let (Some(milestone), Some(target)) = (targets.get(&event.field), first) {
            let all = state.history.targets.entry((*milestone).to_owned()).or_default();
            let text = facts.text(target);
            if all.last().is_none_or(|last| last != text) {
                all.push(text.to_owned());
            }
            continue;
        }
        state.settle(event.day);
    }
    let mut histories = HashMap::new();
    for initiative in world.live() {
        let Some(mut state) = find(&initiative.id).and_then(|id| states.remove(&id)) else { continue };
        // Where the organization's own file names someone else, the registry's past is not that leader's.
        let same = initiative
            .leadership
            .leader()
            .is_some_and(|leader| state.last.is_some_and(|last| facts.text(last) == leader.value));
        if !same {
            state.history.leader_changes.clear();
        }
        histories.insert(initiative.id.clone(), state.history);
    }
    histories
}

#[derive(Default)]
struct State {
    stated: Option<Symbol>,
    listed_first: Option<Symbol>,
    last: Option<Symbol>,
    history: RegistryPast,
}

impl State {
    /// Notes a change when someone else leads now. A gap without a leader is none by itself.
    fn settle(&mut self, day: Day) {
        let Some(now) = self.stated.or(self.listed_first) else { return };
        if self.last.is_some_and(|last| last != now) {
            self.history.leader_changes.push(day);
        }
        self.last = Some(now);
    }
}
