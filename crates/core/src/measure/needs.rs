//! Who needs whom, as a graph: teams by the register, components by what they are built with.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::graph::Graph;

use super::World;
use super::cochange::Level;
use super::register::{Parties, Register, is_need, need};

/// A graph of needs: an edge goes from what needs to what is needed.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Names of nodes, in alphabetical order.
    pub names: Vec<String>,
    /// Edges by the numbers of their nodes, with how many pieces of evidence.
    pub edges: BTreeMap<(u32, u32), usize>,
}

impl Needs {
    /// The needs of teams, or of components. `others` are names that belong to it even when they need nobody.
    pub fn of<'n>(
        world: &World<'_>,
        level: Level,
        register: &Register,
        others: impl IntoIterator<Item = &'n str>,
    ) -> Needs {
        let pairs = match level {
            Level::Team => between_teams(register),
            Level::Component | Level::Path => between_components(world),
        };
        Needs::from_pairs(pairs, others.into_iter().map(str::to_owned))
    }

    fn from_pairs(pairs: BTreeMap<(String, String), usize>, others: impl IntoIterator<Item = String>) -> Needs {
        let ends = pairs.keys().flat_map(|(from, to)| [from.clone(), to.clone()]);
        let names: BTreeSet<String> = ends.chain(others).collect();
        let names: Vec<String> = names.into_iter().collect();
        let number = |name: &String| names.binary_search(name).ok().map(|at| at as u32);
        let edges = pairs.iter().filter_map(|((from, to), n)| Some(((number(from)?, number(to)?), *n)));
        Needs { edges: edges.collect(), names }
    }

    /// The needs of initiatives, and of teams whose work is of no live initiative or of several; names as
    /// `initiative:id` and `team:id`. What is needed of a team is needed of its one initiative. `live` are ids of
    /// initiatives that belong to it even when they need nobody.
    pub(crate) fn between_parties<'n>(
        register: &Register,
        parties: &Parties,
        live: impl IntoIterator<Item = &'n str>,
    ) -> Needs {
        let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
        for entry in register.entries.iter().filter(|entry| is_need(entry)) {
            let on = match entry.on.split_once(':') {
                Some(("team", team)) => parties.party(team).to_string(),
                Some(("initiative", _)) => entry.on.clone(),
                _ => continue,
            };
            if on != entry.needs {
                let seen: usize = entry.seen.iter().filter(|seen| !seen.mutual).map(|seen| seen.n).sum();
                *pairs.entry((entry.needs.clone(), on)).or_default() += seen.max(1);
            }
        }
        let live: Vec<String> = live.into_iter().map(|id| format!("initiative:{id}")).collect();
        Needs::from_pairs(pairs, live)
    }

    /// The graph.
    pub fn graph(&self) -> Graph {
        Graph::new(self.names.len() as u32, self.edges.keys().copied())
    }
}

/// What is declared or shown beyond doubt, goes one way, and is not known to be harmless.
fn between_teams(register: &Register) -> BTreeMap<(String, String), usize> {
    let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
    for entry in &register.entries {
        let Some((team, on)) = need(entry).filter(|(team, on)| team != on) else { continue };
        let seen: usize = entry.seen.iter().filter(|seen| !seen.mutual).map(|seen| seen.n).sum();
        *pairs.entry((team.to_owned(), on.to_owned())).or_default() += seen.max(1);
    }
    pairs
}

/// Links of manifests, between components of the organization's files, else between folders of manifests.
fn between_components(world: &World<'_>) -> BTreeMap<(String, String), usize> {
    let owners = world.owners();
    let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
    for link in world.facts.links() {
        let [from, to] = [link.component, link.on].map(|folder| {
            let folder = world.facts.text(folder);
            owners.component_of(folder).unwrap_or(folder)
        });
        if from != to {
            *pairs.entry((from.to_owned(), to.to_owned())).or_default() += 1;
        }
    }
    pairs
}
