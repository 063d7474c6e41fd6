//! Who reaches whom in a graph of dependencies.
//!
//! Nodes are numbered from 0; an edge goes from what needs to what is needed. Edges from a node to itself and those of
//! nodes that do not exist are left out, and one that is given twice counts once.
//!
//! # Sources
//!
//! - A. MacCormack, J. Rusnak and C. Y. Baldwin, "Exploring the structure of complex software designs", Management Science
//!   52 (2006), for propagation cost.
//! - C. Baldwin, A. MacCormack and J. Rusnak, "Hidden structure: using network methods to map system architecture",
//!   Research Policy 43 (2014), for core and periphery.
//! - R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972).

mod propagation;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

pub use propagation::{Propagation, Role, Structure, matched, propagation};

/// A graph of dependencies.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: u32,
    edges: Vec<(u32, u32)>,
    starts: Vec<usize>,
}

impl Graph {
    /// A graph of so many nodes.
    pub fn new(nodes: u32, edges: impl IntoIterator<Item = (u32, u32)>) -> Graph {
        let is_edge = |edge: &(u32, u32)| edge.0 != edge.1 && edge.0 < nodes && edge.1 < nodes;
        let mut edges: Vec<(u32, u32)> = edges.into_iter().filter(is_edge).collect();
        edges.sort_unstable();
        edges.dedup();
        let mut starts = vec![0_usize; nodes as usize + 1];
        for (from, _) in &edges {
            starts[*from as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Graph { nodes, edges, starts }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        self.nodes
    }

    /// The edges, each once, in ascending order.
    #[must_use]
    pub fn edges(&self) -> &[(u32, u32)] {
        &self.edges
    }

    /// What a node needs, ascending.
    pub fn needs(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let at = node as usize;
        let ends = self.starts.get(at).zip(self.starts.get(at + 1));
        let edges = ends.and_then(|(start, end)| self.edges.get(*start..*end)).unwrap_or_default();
        edges.iter().map(|(_, to)| *to)
    }

    /// Nodes that need each other in a circle, together; what is needed stands before what needs it. Within a group the
    /// nodes ascend, and a node in no circle is a group of its own.
    #[must_use]
    pub fn levels(&self) -> Vec<Vec<u32>> {
        let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(self.nodes as usize, self.edges.len());
        for _ in 0..self.nodes {
            graph.add_node(());
        }
        // Edges are tried last one first, so that they are given in reverse.
        for (from, to) in self.edges.iter().rev() {
            graph.add_edge(NodeIndex::new(*from as usize), NodeIndex::new(*to as usize), ());
        }
        let sorted = |group: Vec<NodeIndex<u32>>| {
            let mut group: Vec<u32> = group.into_iter().map(|node| node.index() as u32).collect();
            group.sort_unstable();
            group
        };
        tarjan_scc(&graph).into_iter().map(sorted).collect()
    }
}
