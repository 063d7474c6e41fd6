//! How far a change can reach, and who stands in the core.

use super::Graph;
use crate::random::random;

/// Groups up to which reach is computed for every node: a bit for each pair, 32 MiB.
const GROUPS_MAX: usize = 16_384;
/// Nodes that are looked at when there are more.
const SAMPLED: usize = 1_000;
/// The standard normal quantile at 97.5 %.
const Z: f64 = 1.959_963_984_540_054;
/// The largest circle is a core when it holds more than this share of all nodes; Baldwin, MacCormack and Rusnak found
/// the gap there.
const CORE_SHARE: f64 = 0.05;
/// How many times larger than the next circle a core must be.
const CORE_TIMES: f64 = 1.5;
/// Swaps for each edge that make one random graph.
const SWAPS: usize = 10;

/// Where a node stands towards the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// In the largest circle.
    Core,
    /// Reached by as many as the core or more, and reaching fewer.
    Shared,
    /// Reaching as many as the core or more, and reached by fewer.
    Control,
    /// Neither.
    Peripheral,
}

/// What the circles of a graph make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// One circle is clearly the largest, and holds more than 5 % of all nodes.
    CorePeriphery,
    /// There are circles of that size, and none is clearly the largest.
    SeveralCores,
    /// No circle is that large.
    Hierarchical,
}

/// How far a change can reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Propagation {
    /// The share of all pairs of nodes, a node with itself included, of which the first reaches the second, in [0, 1].
    pub cost: f64,
    /// Lower end of its 95 % interval: the cost itself unless nodes were sampled.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether nodes were sampled.
    pub is_sampled: bool,
    /// Nodes in the largest circle; 1 when there is none, 0 without nodes.
    pub largest_circle: u32,
    /// What the circles make of it.
    pub structure: Structure,
    /// Where each node stands; empty without a core, or when nodes were sampled.
    pub roles: Vec<Role>,
    /// How many nodes each node reaches, itself included; empty when nodes were sampled.
    pub reaches: Vec<u32>,
    /// How many nodes reach each node, itself included; empty when nodes were sampled.
    pub reached_by: Vec<u32>,
}

/// How far a change can reach in a graph: exact up to 16,384 groups of nodes in a circle, else over 1,000 nodes drawn
/// with this seed.
///
/// `None` for a graph without nodes.
#[must_use]
pub fn propagation(graph: &Graph, seed: u64) -> Option<Propagation> {
    let n = graph.nodes() as usize;
    if n == 0 {
        return None;
    }
    let groups = graph.levels();
    let mut sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let (largest, next) = (sizes[0], sizes.get(1).copied().unwrap_or(0));
    let is_large = largest > 1 && largest as f64 > CORE_SHARE * n as f64;
    let structure = match is_large {
        false => Structure::Hierarchical,
        true if largest as f64 >= CORE_TIMES * next as f64 => Structure::CorePeriphery,
        true => Structure::SeveralCores,
    };
    let mut found = Propagation {
        cost: 0.0,
        low: 0.0,
        high: 0.0,
        is_sampled: groups.len() > GROUPS_MAX,
        largest_circle: largest as u32,
        structure,
        roles: Vec::new(),
        reaches: Vec::new(),
        reached_by: Vec::new(),
    };
    if found.is_sampled {
        sample(graph, seed, &mut found);
        return Some(found);
    }
    let (out, into) = reach(graph, &groups);
    let pairs: u64 = out.iter().map(|reached| u64::from(*reached)).sum();
    found.cost = pairs as f64 / (n as f64 * n as f64);
    (found.low, found.high) = (found.cost, found.cost);
    let core = groups.iter().find(|group| group.len() == largest && structure == Structure::CorePeriphery);
    if let Some((core, first)) = core.and_then(|core| Some((core, *core.first()? as usize))) {
        let role = |node: usize| match (into[node] >= into[first], out[node] >= out[first]) {
            _ if core.binary_search(&(node as u32)).is_ok() => Role::Core,
            (true, false) => Role::Shared,
            (false, true) => Role::Control,
            _ => Role::Peripheral,
        };
        found.roles = (0..n).map(role).collect();
    }
    (found.reaches, found.reached_by) = (out, into);
    Some(found)
}

/// How many nodes each node reaches, and how many reach it, itself included. `groups` are circles, what is needed
/// first.
fn reach(graph: &Graph, groups: &[Vec<u32>]) -> (Vec<u32>, Vec<u32>) {
    let n = graph.nodes() as usize;
    let mut group_of = vec![0_usize; n];
    for (at, group) in groups.iter().enumerate() {
        group.iter().for_each(|node| group_of[*node as usize] = at);
    }
    let words = groups.len().div_ceil(64);
    let mut bits = vec![0_u64; words * groups.len()];
    let (mut out, mut into) = (vec![0_u32; n], vec![0_u32; n]);
    for (at, group) in groups.iter().enumerate() {
        let (before, rest) = bits.split_at_mut(at * words);
        let Some(own) = rest.get_mut(..words) else { continue };
        own[at / 64] |= 1 << (at % 64);
        for needed in group.iter().flat_map(|node| graph.needs(*node)).map(|node| group_of[node as usize]) {
            // What is needed stands before, and so is complete.
            if needed < at {
                let theirs = &before[needed * words..(needed + 1) * words];
                own.iter_mut().zip(theirs).for_each(|(own, theirs)| *own |= theirs);
            }
        }
        let mut reached = 0;
        for (word, bits) in own.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let other = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                reached += groups[other].len() as u32;
                into[groups[other][0] as usize] += group.len() as u32;
            }
        }
        group.iter().for_each(|node| out[*node as usize] = reached);
    }
    for group in groups {
        let reached_by = into[group[0] as usize];
        group.iter().for_each(|node| into[*node as usize] = reached_by);
    }
    (out, into)
}

/// The mean reach of drawn nodes, with the interval of a mean.
fn sample(graph: &Graph, seed: u64, found: &mut Propagation) {
    let n = graph.nodes() as usize;
    let (mut seen, mut queue) = (vec![usize::MAX; n], Vec::new());
    let (mut sum, mut squares) = (0.0, 0.0);
    for draw in 0..SAMPLED {
        let start = ((u128::from(random(seed, draw as u64)) * n as u128) >> 64) as u32;
        queue.clear();
        queue.push(start);
        seen[start as usize] = draw;
        let mut reached = 0.0;
        while let Some(node) = queue.pop() {
            reached += 1.0;
            for needed in graph.needs(node) {
                if std::mem::replace(&mut seen[needed as usize], draw) != draw {
                    queue.push(needed);
                }
            }
        }
        let share = reached / n as f64;
        sum += share;
        squares += share * share;
    }
    let drawn = SAMPLED as f64;
    found.cost = sum / drawn;
    let variance = (squares / drawn - found.cost * found.cost).max(0.0);
    let half = Z * libm::sqrt(variance / (drawn - 1.0));
    (found.low, found.high) = ((found.cost - half).max(0.0), (found.cost + half).min(1.0));
}

/// The propagation costs of random graphs in which every node needs, and is needed by, as many as here: ascending.
///
/// They are made by swapping the ends of edges. What a graph costs depends on how many nodes and edges it has, so that
/// two are compared through these, or not at all.
#[must_use]
pub fn matched(graph: &Graph, graphs: u32, seed: u64) -> Vec<f64> {
    let mut edges = graph.edges().to_vec();
    let mut costs = Vec::new();
    let mut counter = 0_u64;
    for _ in 0..graphs {
        let mut known: std::collections::HashSet<(u32, u32)> = edges.iter().copied().collect();
        let m = edges.len();
        for _ in 0..m * SWAPS {
            let mut place = || {
                counter += 1;
                ((u128::from(random(seed, counter)) * m as u128) >> 64) as usize
            };
            let (x, y) = (place(), place());
            let ((a, b), (c, d)) = (edges[x], edges[y]);
            if a != d && c != b && !known.contains(&(a, d)) && !known.contains(&(c, b)) {
                known.remove(&(a, b));
                known.remove(&(c, d));
                known.insert((a, d));
                known.insert((c, b));
                (edges[x].1, edges[y].1) = (d, b);
            }
        }
        costs.extend(propagation(&Graph::new(graph.nodes(), edges.iter().copied()), seed).map(|found| found.cost));
    }
    costs.sort_by(f64::total_cmp);
    costs
}
