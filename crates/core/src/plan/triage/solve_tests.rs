//! The search against brute force: every assignment is tried.

use proptest::prelude::*;

use super::super::conflict::smallest_conflict;
use super::*;

/// Every assignment of a small problem that keeps all of its limits.
fn all_assignments(problem: &Problem) -> Vec<Assignment> {
    let mut all: Vec<Assignment> = vec![Vec::new()];
    for can in &problem.can {
        let next = |known: &Assignment| {
            let with = |person: Option<usize>| known.iter().copied().chain([person]).collect::<Assignment>();
            std::iter::once(None).chain(can.iter().copied().map(Some)).map(with).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(next).collect();
    }
    all.retain(|leads| keeps(problem, leads));
    all
}

fn keeps(problem: &Problem, leads: &Assignment) -> bool {
    let times = |person: usize| leads.iter().filter(|one| **one == Some(person)).count();
    let one_thread = !problem.one_thread || (0..problem.people).all(|person| times(person) <= 1);
    let people = problem.people_apart.iter().all(|(a, b)| times(*a) == 0 || times(*b) == 0);
    let initiatives = problem.initiatives_apart.iter().all(|(a, b)| leads[*a].is_none() || leads[*b].is_none());
    let wished = problem.must.iter().all(|one| leads[*one].is_some());
    let fixed = problem.fixed.iter().all(|(initiative, person)| leads[*initiative] == Some(*person));
    one_thread && people && initiatives && wished && fixed
}

fn covered(leads: &Assignment) -> Vec<bool> {
    leads.iter().map(Option::is_some).collect()
}

fn is_part(one: &[bool], of: &[bool]) -> bool {
    one.iter().zip(of).all(|(one, of)| !one || *of)
}

prop_compose! {
    /// Up to five initiatives, four people, pairs that do not go together, and wishes.
    fn problems()(initiatives in 1..=5usize, people in 1..=4usize)(
        can in prop::collection::vec(prop::collection::btree_set(0..people, 0..=people), initiatives),
        people_apart in prop::collection::vec((0..people, 0..people), 0..=3),
        initiatives_apart in prop::collection::vec((0..initiatives, 0..initiatives), 0..=2),
        must in prop::collection::vec(0..initiatives, 0..=2),
        fixed in prop::collection::vec((0..initiatives, 0..people), 0..=1),
        one_thread in prop::bool::weighted(0.8),
        people in Just(people),
    ) -> Problem {
        let two = |all: Vec<(usize, usize)>| all.into_iter().filter(|(a, b)| a != b).collect();
        Problem {
            people,
            can: can.into_iter().map(|can| can.into_iter().collect()).collect(),
            one_thread,
            people_apart: two(people_apart),
            initiatives_apart: two(initiatives_apart),
            must,
            fixed,
            splits: Cell::default(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_best_and_the_next_best_equal_brute_force(problem in problems()) {
        let all = all_assignments(&problem);
        let best = problem.best().expect("small");
        prop_assert_eq!(best.as_ref().map(|one| one.covered.clone()), all.iter().map(covered).max());
        let Some(best) = best else { return Ok(()) };
        prop_assert!(keeps(&problem, &best.leads));
        prop_assert_eq!(covered(&best.leads), best.covered.clone());
        let next = problem.runner_up(&best).expect("small");
        let brute = all.iter().map(covered).filter(|one| !is_part(one, &best.covered)).max();
        prop_assert_eq!(next.map(|one| one.covered), brute);
    }

    #[test]
    fn a_settled_choice_gives_the_same_a_leader_and_keeps_who_leads_today(
        problem in problems(),
        today in prop::collection::vec(0..4usize, 5),
    ) {
        let Some(best) = problem.best().expect("small") else { return Ok(()) };
        let today: Vec<Vec<usize>> = (0..problem.can.len())
            .map(|one| problem.can[one].iter().copied().filter(|person| *person == today[one]).collect())
            .collect();
        let settled = problem.settled(&best, &today, &[]).expect("small");
        prop_assert!(keeps(&problem, &settled.leads));
        prop_assert_eq!(&settled.covered, &best.covered);
        // In the order, an assignment that keeps today's leader comes before one that does not.
        let stays = |leads: &Assignment| -> Vec<bool> {
            (0..leads.len()).map(|one| leads[one].is_some_and(|person| today[one].contains(&person))).collect()
        };
        let same = all_assignments(&problem).into_iter().filter(|leads| covered(leads) == best.covered);
        let same: Vec<Assignment> = same.collect();
        prop_assert_eq!(Some(stays(&settled.leads)), same.iter().map(stays).max());
        for initiative in 0..problem.can.len() {
            let other = same.iter().any(|leads| leads[initiative] != settled.leads[initiative]);
            prop_assert_eq!(problem.has_other(initiative, &settled).expect("small"), other && best.covered[initiative]);
        }
    }

    #[test]
    fn a_smallest_conflict_equals_brute_force(problem in problems()) {
        // The statements: one thread, each pair, each wish.
        let [a, b, c] = [problem.people_apart.len(), problem.initiatives_apart.len(), problem.must.len()];
        let n = 1 + a + b + c + problem.fixed.len();
        let holds = |held: &[usize]| {
            let of = |first: usize, at: usize| held.contains(&(first + at));
            let only = |first: usize, all: &[(usize, usize)]| -> Vec<(usize, usize)> {
                all.iter().enumerate().filter(|(at, _)| of(first, *at)).map(|(_, one)| *one).collect()
            };
            let must = problem.must.iter().enumerate().filter(|(at, _)| of(1 + a + b, *at)).map(|(_, one)| *one);
            let part = Problem {
                one_thread: problem.one_thread && held.contains(&0),
                people_apart: only(1, &problem.people_apart),
                initiatives_apart: only(1 + a, &problem.initiatives_apart),
                must: must.collect(),
                fixed: only(1 + a + b + c, &problem.fixed),
                ..problem.clone()
            };
            let brute = !all_assignments(&part).is_empty();
            assert_eq!(part.is_feasible(), Ok(brute));
            Ok(brute)
        };
        let found = smallest_conflict(n, holds).expect("small");
        let sets = (0..1_u32 << n).map(|bits| (0..n).filter(|one| bits >> one & 1 == 1).collect::<Vec<usize>>());
        let brute = sets.filter(|set| holds(set) == Ok(false)).map(|set| set.len()).min();
        prop_assert_eq!(found.as_ref().map(|one| one.statements.len()), brute);
        if let Some(found) = found {
            prop_assert_eq!(holds(&found.statements), Ok(false));
            prop_assert!(found.is_smallest);
        }
    }
}

/// Of each pair of people only one may lead, and all are needed: every half is tried, and no half is enough.
#[test]
fn a_search_beyond_its_bound_says_so() {
    let pairs = 24;
    let problem = Problem {
        people: 2 * pairs,
        can: vec![(0..2 * pairs).collect(); pairs + 1],
        one_thread: true,
        people_apart: (0..pairs).map(|one| (2 * one, 2 * one + 1)).collect(),
        ..Problem::default()
    };
    assert_eq!((problem.best(), problem.splits.get()), (Err(TooLarge), SPLITS_MAX));
    // Without the last initiative one of each pair is enough.
    let one_less = Problem { can: problem.can[1..].to_vec(), splits: Cell::default(), ..problem };
    assert_eq!(one_less.best().map(|best| best.map(|one| one.covered)), Ok(Some(vec![true; pairs])));
}
