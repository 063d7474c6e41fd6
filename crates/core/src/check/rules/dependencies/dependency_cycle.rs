//! `DP105`: initiatives and teams depend on each other in a cycle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, subject};
use crate::measure::World;
use crate::measure::register::{Entry, is_need};
use crate::words::join;
use onethread_model::facts::FactKind;
use onethread_model::source::Place;

pub(super) const RULE: Rule = Rule {
    code: "DP105",
    name: "dependency-cycle",
    title: "Initiatives or teams depend on each other in a cycle",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("dependency_cycle.md"),
    needs: &[
        Need::Live,
        Need::Any(&[
            Need::Entries("dependency"),
            Need::Facts(FactKind::Dependency),
            Need::Facts(FactKind::Link),
            Need::Facts(FactKind::ReviewAsked),
        ]),
    ],
    options: &[],
    check,
};

/// A need with the place that shows it best.
struct Edge<'r> {
    to: String,
    entry: &'r Entry,
    place: Option<&'r Place>,
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let parties = parties(world);
    let mut edges: BTreeMap<&str, Vec<Edge<'_>>> = BTreeMap::new();
    for entry in world.register().entries.iter().filter(|entry| is_need(entry)) {
        let to = parties.get(entry.on.as_str()).cloned().unwrap_or_else(|| entry.on.clone());
        let shown = entry.needed().find(|seen| !seen.mutual).and_then(|seen| seen.behind.first());
        let place = entry.declared_at.as_ref().or(shown.map(|behind| &behind.place));
        edges.entry(&entry.needs).or_default().push(Edge { to, entry, place });
    }
    let mut found = RuleOutcome { evaluated: edges.values().map(Vec::len).sum(), ..RuleOutcome::default() };
    for circle in circles(&edges) {
        found.findings.extend(finding(context, &edges, &circle));
    }
    found
}

/// Teams that have one live initiative, each with it: their needs are filed under it.
fn parties(world: &World<'_>) -> BTreeMap<String, String> {
    let mut of: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for initiative in world.live() {
        for team in world.own_teams(initiative) {
            of.entry(subject("team", team)).or_default().insert(&initiative.id);
        }
    }
    let only = |of: BTreeSet<&str>| of.first().filter(|_| of.len() == 1).map(|id| subject("initiative", id));
    of.into_iter().filter_map(|(team, of)| Some((team, only(of)?))).collect()
}

/// The shortest circle through the first name of each group in which everybody needs everybody, in alphabetical order.
fn circles<'e>(edges: &'e BTreeMap<&'e str, Vec<Edge<'_>>>) -> Vec<Vec<&'e str>> {
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for (from, edge) in edges.iter().flat_map(|(from, all)| all.iter().map(move |edge| (*from, edge))) {
        let [from, to] = [from, &edge.to].map(|name| *nodes.entry(name).or_insert_with(|| graph.add_node(name)));
        graph.update_edge(from, to, ());
    }
    let groups = kosaraju_scc(&graph).into_iter().filter(|group| group.len() > 1);
    let mut circles: Vec<Vec<&str>> = groups
        .filter_map(|group| {
            let names: BTreeSet<&str> = group.iter().map(|node| graph[*node]).collect();
            shortest(edges, &names)
        })
        .collect();
    circles.sort();
    circles
}

fn shortest<'e>(edges: &'e BTreeMap<&'e str, Vec<Edge<'_>>>, names: &BTreeSet<&'e str>) -> Option<Vec<&'e str>> {
    let start = *names.first()?;
    let mut from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in edges.get(at).into_iter().flatten().map(|edge| edge.to.as_str()) {
            if next == start {
                let mut circle = vec![at];
                while let Some(before) = circle.last().filter(|last| **last != start).and_then(|last| from.get(last)) {
                    circle.push(before);
                }
                circle.reverse();
                return Some(circle);
            }
            if names.contains(next) && !from.contains_key(next) {
                from.insert(next, at);
                queue.push_back(next);
            }
        }
    }
    None
}

fn finding(context: &Context<'_>, edges: &BTreeMap<&str, Vec<Edge<'_>>>, circle: &[&str]) -> Option<Finding> {
    let short = |name: &str| name.split_once(':').map_or(name.to_owned(), |(_, id)| id.to_owned());
    let names: Vec<String> = circle.iter().chain(circle.first()).map(|name| short(name)).collect();
    let parties: Vec<&str> = names.iter().take(circle.len()).map(String::as_str).collect();
    let steps: Vec<&Edge<'_>> = circle
        .iter()
        .zip(circle.iter().cycle().skip(1))
        .filter_map(|(from, to)| edges.get(from)?.iter().find(|edge| edge.to == *to))
        .collect();
    let spot = |edge: &Edge<'_>| edge.place.map(|place| context.spot(place));
    let (first, rest) = steps.split_first()?;
    let mut finding = context
        .finding(
            (*circle.first()?).to_owned(),
            format!("{} depend on each other in a cycle", join(&parties)),
            spot(first)?,
        )
        .about(circle.join(" "))
        .label(format!("{} needs {}", short(&first.entry.needs), short(&first.to)));
    for edge in rest {
        let says = format!("{} needs {}", short(&edge.entry.needs), short(&edge.to));
        finding = match spot(edge) {
            Some(spot) => finding.related(spot, says),
            None => finding.note(says),
        };
    }
    let finding = finding
        .number(Number {
            name: "circle_length",
            value: circle.len() as f64,
            n: circle.len(),
            window: None,
            says: names.join(" -> "),
        })
        .who(format!("those of {} together", join(&parties)))
        .note("each of them needs the work of the next one")
        .help("remove the cheapest link: build an interface, move the code, or write `effect = \"ok\"` where nobody waits");
    Some(finding)
}
