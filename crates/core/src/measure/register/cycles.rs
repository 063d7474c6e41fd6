//! Circles of teams that need each other.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::Entry;

/// The team that needs and the team that is needed, of an entry that is a need with a direction.
pub(crate) fn need(entry: &Entry) -> Option<(&str, &str)> {
    let (team, on) = (entry.team.as_deref()?, entry.on.strip_prefix("team:")?);
    is_need(entry).then_some((team, on))
}

/// Whether an entry is a need with a direction that is not known to be `ok`: declared, or shown beyond doubt by evidence
/// that goes one way. What only points at a need, such as a review now and then, is none: see [`super::undeclared`].
pub(crate) fn is_need(entry: &Entry) -> bool {
    let shown = entry.needed().any(|seen| !seen.mutual);
    (entry.declared_at.is_some() || shown) && entry.effect.as_deref() != Some("ok")
}

/// Groups of teams each of which needs every other one, directly or through others, in alphabetical order.
pub(super) fn cycles(entries: &[Entry]) -> Vec<Vec<String>> {
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for (team, on) in entries.iter().filter_map(need) {
        let [from, to] = [team, on].map(|team| *nodes.entry(team).or_insert_with(|| graph.add_node(team)));
        graph.update_edge(from, to, ());
    }
    let mut cycles: Vec<Vec<String>> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|group| group.len() > 1)
        .map(|group| {
            let mut names: Vec<String> = group.iter().map(|node| graph[*node].to_owned()).collect();
            names.sort();
            names
        })
        .collect();
    cycles.sort();
    cycles
}
