//! Circles of teams that need each other.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Class, Entry};

/// Groups of teams each of which needs every other one, directly or through others, in alphabetical order. Only needs
/// with a direction count: declared, structural, review and approval; not those that are `ok`.
pub(super) fn cycles(entries: &[Entry]) -> Vec<Vec<String>> {
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    let directed = |entry: &&Entry| {
        let asked = [Class::Structural, Class::Review, Class::Approval];
        let shown = entry.seen.iter().any(|seen| asked.contains(&seen.class) && seen.reliable);
        (entry.declared_at.is_some() || shown) && entry.effect.as_deref() != Some("ok")
    };
    for entry in entries.iter().filter(directed) {
        let (Some(team), Some(on)) = (entry.team.as_deref(), entry.on.strip_prefix("team:")) else { continue };
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
