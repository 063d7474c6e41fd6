//! Separability and reach against another program, worked values, planted truths and laws.

mod worlds;

use onethread_kernel::coupling::Incidence;
use onethread_kernel::graph::{Graph, Role, Structure, matched, propagation};
use onethread_kernel::separability::{Activity, Containment, Part, containment, standing, standings, ties};
use proptest::prelude::*;
use worlds::{Dice, World};

fn contained(incidence: &Incidence, part: &[u32], size_min: u32, draws: u32, seed: u64) -> Option<Containment> {
    containment(incidence, &Activity::of(incidence, &[]), part.into(), size_min, draws, seed)
}

/// Written by `golden/graphs.py` with NetworkX.
const MODULARITY: &str = include_str!("golden/graphs_modularity.csv");
const REACH: &str = include_str!("golden/graphs_reach.csv");

fn numbers(text: &str) -> Vec<u32> {
    text.split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

#[test]
fn modularity_is_that_of_networkx() {
    for line in MODULARITY.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let sets: Vec<Vec<u32>> = cells[1].split(';').map(numbers).collect();
        let parts: Vec<Option<u32>> = numbers(cells[2]).into_iter().map(Some).collect();
        let incidence = Incidence::new(parts.len() as u32, sets.into_iter().map(|items| (0, 0, items)));
        let ours: f64 = standings(&incidence, &parts, 6).iter().map(|part| part.modularity).sum();
        let theirs: f64 = cells[3].parse().expect("a number");
        assert!((ours - theirs).abs() < 1e-12, "case {}: {ours} {theirs}", cells[0]);
    }
}

#[test]
fn reach_is_that_of_networkx() {
    for line in REACH.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let edges = cells[2].split_whitespace().map(|edge| {
            let (from, to) = edge.split_once('>').expect("an edge");
            (from.parse().expect("a node"), to.parse().expect("a node"))
        });
        let graph = Graph::new(cells[1].parse().expect("a count"), edges);
        let found = propagation(&graph, 1).expect("nodes");
        let (cost, largest): (f64, u32) = (cells[3].parse().expect("a cost"), cells[4].parse().expect("a size"));
        assert!((found.cost - cost).abs() < 1e-12, "case {}: {found:?} {cost}", cells[0]);
        assert_eq!(found.largest_circle, largest, "case {}", cells[0]);
    }
}

/// SCIENCE of the project, 1.2: A needs B and C, B needs D, C needs E, E needs F.
#[test]
fn section_1_2_propagation_cost() {
    let graph = Graph::new(6, [(0, 1), (0, 2), (1, 3), (2, 4), (4, 5)]);
    let found = propagation(&graph, 1).expect("nodes");
    assert_eq!(found.cost, 15.0 / 36.0);
    assert_eq!((found.structure, found.largest_circle), (Structure::Hierarchical, 1));
    assert_eq!(found.reaches, [6, 2, 3, 1, 2, 1]);
    assert_eq!(found.reached_by, [1, 2, 2, 3, 3, 4]);
    let order: Vec<u32> = graph.levels().concat();
    for (from, to) in graph.edges() {
        let place = |node: &u32| order.iter().position(|other| other == node);
        assert!(place(to) < place(from), "what is needed stands first: {order:?}");
    }
}

/// Baldwin, MacCormack and Rusnak (2014): a core of three, one that uses it, one that it uses, and one apart.
#[test]
fn core_and_periphery_are_as_described() {
    let graph = Graph::new(6, [(0, 1), (1, 2), (2, 0), (3, 0), (2, 4), (5, 4)]);
    let found = propagation(&graph, 1).expect("nodes");
    assert_eq!(found.structure, Structure::CorePeriphery);
    use Role::{Control, Core, Peripheral, Shared};
    assert_eq!(found.roles, [Core, Core, Core, Control, Shared, Peripheral]);
}

/// A ring of rings is far larger than what is computed in full; its cost is known.
#[test]
fn sampled_reach_covers_the_truth() {
    // A chain of 20,000: node k reaches k + 1 nodes.
    let n = 20_000;
    let graph = Graph::new(n, (1..n).map(|node| (node, node - 1)));
    let truth = (f64::from(n) + 1.0) / (2.0 * f64::from(n));
    let found = propagation(&graph, 5).expect("nodes");
    assert!(found.is_sampled && found.low < truth && truth < found.high && found.high - found.low < 0.05, "{found:?}");
}

/// A graph that was drawn at random costs as much as those drawn like it; one of separate groups costs less.
#[test]
fn random_graphs_are_the_reference() {
    let mut dice = Dice(4);
    let random: Vec<(u32, u32)> = (0..90).map(|_| (dice.below(60) as u32, dice.below(60) as u32)).collect();
    let rank = |edges: &[(u32, u32)]| {
        let graph = Graph::new(60, edges.iter().copied());
        let cost = propagation(&graph, 1).expect("nodes").cost;
        matched(&graph, 39, 2).iter().filter(|other| **other <= cost).count()
    };
    assert!((2..38).contains(&rank(&random)), "{}", rank(&random));
    let separate: Vec<(u32, u32)> = random.iter().map(|(a, b)| (*a, a / 6 * 6 + b % 6)).collect();
    assert_eq!(rank(&separate), 0);
}

/// SCIENCE of the project, 1.2: S = .6 where .2 is expected is .5 beyond chance.
#[test]
fn section_1_2_beyond_chance() {
    let planted = World::teams(12, 800, None, 3);
    let found = contained(&planted.incidence(), &[1, 2, 3], 1, 200, 7).expect("it is touched");
    let by_hand = (found.share - found.by_chance) / (1.0 - found.by_chance);
    assert_eq!(found.beyond_chance, Some(by_hand));
    assert!(((0.6_f64 - 0.2) / (1.0 - 0.2) - 0.5).abs() < 1e-12);
}

/// In a world without structure parts hold what their size lets expect, however large they are; `p` is uniform.
#[test]
fn size_alone_separates_nothing() {
    let mut low = 0;
    for seed in 0..60 {
        let world = World::null(120, 500, seed);
        let incidence = world.incidence();
        let part: Vec<u32> = (0..if seed % 2 == 0 { 100 } else { 20 }).collect();
        let found = contained(&incidence, &part, 2, 199, seed).expect("it is touched");
        assert!(found.share < found.by_chance + 5.0 * found.spread.max(0.02));
        low += usize::from(found.p <= 0.05);
    }
    assert!(low <= 8, "{low} of 60, where 3 are expected");
}

/// A part whose changes stay inside is distinguished from chance.
#[test]
fn a_planted_part_is_found() {
    let mut world = World::null(120, 500, 3);
    for (at, (.., items)) in world.sets.iter_mut().enumerate() {
        let inside = at % 4 == 0;
        items.retain(|item| (*item < 30) == inside);
    }
    let incidence = world.incidence();
    let part: Vec<u32> = (0..30).collect();
    let found = contained(&incidence, &part, 2, 199, 1).expect("it is touched");
    assert!(found.share == 1.0 && found.p < 0.01 && found.beyond_chance == Some(1.0), "{found:?}");
    let parts: Vec<Option<u32>> = (0..120).map(|item| Some(u32::from(item < 30))).collect();
    assert_eq!(standings(&incidence, &parts, 2)[1].conductance, Some(0.0));
}

/// A part by itself stands as it does as one of two parts, and a part of several stands as it does among them.
#[test]
fn a_part_by_itself_stands_as_among_others() {
    let incidence = World::teams(6, 300, None, 11).incidence();
    let parts: Vec<Option<u32>> = (0..incidence.items()).map(|item| (item % 7 > 0).then_some(item % 3)).collect();
    let among = standings(&incidence, &parts, 3);
    for (part, among) in (0..3).zip(among) {
        let own: Vec<u32> = (0..incidence.items()).filter(|item| parts[*item as usize] == Some(part)).collect();
        assert_eq!(standing(&incidence, ties(&incidence), &own), among);
    }
}

/// Counted by hand. Items 0 and 1 are the part; sets {0, 1}, {1, 2}, {2, 3} and {3}; the third names the part.
#[test]
fn sets_that_name_a_part_count_wherever_they_are() {
    let sets: [&[u32]; 4] = [&[0, 1], &[1, 2], &[2, 3], &[3]];
    let incidence = Incidence::new(4, sets.into_iter().map(|items| (0, 0, items)));
    let all = Activity::of(&incidence, &[]);
    let share = |sets: &[u32]| {
        let part = Part { items: &[0, 1], sets };
        let found = containment(&incidence, &all, part, 1, 40, 1).expect("it is touched");
        (found.contained, found.touching)
    };
    assert_eq!(share(&[]), (1, 2));
    assert_eq!(share(&[2]), (1, 3));
    // One that touches it anyway counts once, and one that does not exist never.
    assert_eq!(share(&[0, 1, 9]), (1, 2));
    // Only sets name it: nothing can stay inside.
    let found = containment(&incidence, &all, Part { items: &[], sets: &[2, 3] }, 1, 40, 1).expect("it is named");
    assert_eq!((found.contained, found.touching, found.share, found.by_chance), (0, 2, 0.0, 0.0));
    // Of items 1 to 3, each of two sets, two are drawn. The last set names the part and touches none of it, so that it
    // counts for each draw; the others count where they touch it.
    let named = Part { items: &[1, 2], sets: &[0, 1, 2, 3] };
    let found = containment(&incidence, &all, named, 1, 3000, 1).expect("it is named");
    // {1, 2} holds 1 set of 4, {2, 3} holds 2 of 3, {1, 3} holds 1 of 4.
    assert!((found.by_chance - (0.25 + 2.0 / 3.0 + 0.25) / 3.0).abs() < 0.01, "{found:?}");
}

proptest! {
    /// Whatever the part, numbers are numbers; the whole holds everything, by chance as well.
    #[test]
    fn no_part_breaks_it(seed in 0_u64..500, part in proptest::collection::vec(0_u32..30, 0..30), size_min in 0_u32..4) {
        let world = World::null(25, 30, seed);
        let incidence = world.incidence();
        if let Some(found) = contained(&incidence, &part, size_min, 20, seed) {
            prop_assert!((0.0..=1.0).contains(&found.share) && (0.0..=1.0).contains(&found.by_chance));
            prop_assert!(found.p > 0.0 && found.p <= 1.0 && found.spread.is_finite());
            prop_assert!(found.z.is_none_or(f64::is_finite) && found.beyond_chance.is_none_or(f64::is_finite));
            let again = contained(&incidence, &part, size_min, 20, seed);
            prop_assert_eq!(again, Some(found));
        }
        let whole: Vec<u32> = (0..25).collect();
        if let Some(found) = contained(&incidence, &whole, size_min, 5, seed) {
            prop_assert_eq!((found.share, found.by_chance, found.beyond_chance, found.p), (1.0, 1.0, None, 1.0));
        }
        let parts: Vec<Option<u32>> = part.iter().map(|part| Some(*part % 4).filter(|part| *part > 0)).collect();
        for standing in standings(&incidence, &parts, 4) {
            prop_assert!(standing.modularity.is_finite() && standing.inner <= standing.strength as f64 + 1e-9);
            prop_assert!(standing.conductance.is_none_or(|phi| phi >= 0.0 && phi.is_finite()));
        }
    }
}
