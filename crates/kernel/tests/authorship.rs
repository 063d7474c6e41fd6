//! Who knows files, and how few hold them: the published weights, a search over all groups, planted cases.

use onethread_kernel::authorship::{Hand, TruckFactor, authors, degree, truck_factor};
use proptest::prelude::*;

/// SCIENCE of the project, 1.5: X created a file and changed it 3 times, Y once beside 3 by others. Y's share is .646.
#[test]
fn section_1_5_degree_of_authorship() {
    let (x, y) = (degree(true, 3, 1), degree(false, 1, 3));
    assert!((x - 4.6605).abs() < 5e-5 && (y - 3.0120).abs() < 5e-5, "{x} {y}");
    assert!((y / x - 0.646).abs() < 5e-4);
    let hand = |person, changes, created| Hand { person, changes, created };
    assert_eq!(authors(&[hand(7, 3, true), hand(4, 1, false)]), [7]);
    // Of two who both made it what it is, both know it.
    assert_eq!(authors(&[hand(7, 8, true), hand(4, 8, false)]), [4, 7]);
    // Alone and long ago is still enough; a passer-by among a hundred others is not.
    assert_eq!(authors(&[hand(1, 1, true)]), [1]);
    assert_eq!(authors(&[hand(1, 1, false), hand(2, 100, false)]), [2]);
    assert_eq!(authors(&[]), [] as [u32; 0]);
}

fn factor(files: &[Vec<u32>]) -> usize {
    truck_factor(files).map_or(0, |found| found.factor)
}

#[test]
fn planted_holders_are_counted() {
    assert_eq!(truck_factor(&[]), None);
    // One knows everything.
    assert_eq!(factor(&vec![vec![3]; 10]), 1);
    // Four with a quarter each: with two gone half are left, with three fewer.
    let quarters: Vec<Vec<u32>> = (0..40).map(|file| vec![file % 4]).collect();
    assert_eq!(truck_factor(&quarters), Some(TruckFactor { factor: 3, files: 40, known: 40, authors: 4 }));
    // Everybody knows everything: all five must go.
    assert_eq!(factor(&vec![vec![0, 1, 2, 3, 4]; 8]), 5);
    // Fewer than half were ever known.
    assert_eq!(factor(&[vec![1], vec![], vec![]]), 0);
}

proptest! {
    /// No group is smaller than the smallest of all groups after which fewer than half of the files are left.
    #[test]
    fn no_group_is_missed(files in proptest::collection::vec(proptest::collection::btree_set(0_u32..6, 0..4), 1..12)) {
        let files: Vec<Vec<u32>> = files.into_iter().map(|file| file.into_iter().collect()).collect();
        let left = |gone: u32| files.iter().filter(|file| file.iter().any(|person| gone & (1 << person) == 0)).count();
        let smallest = (0_u32..64).filter(|gone| left(*gone) * 2 < files.len()).map(u32::count_ones).min().unwrap_or(0);
        let found = truck_factor(&files).expect("files");
        prop_assert!(found.factor >= smallest as usize, "{} {}", found.factor, smallest);
        prop_assert!(found.factor <= found.authors);
        // Where no file has two who know it, there is no better order.
        let alone: Vec<Vec<u32>> = files.iter().map(|file| file.iter().take(1).copied().collect()).collect();
        let left = |gone: u32| alone.iter().filter(|file| file.iter().any(|person| gone & (1 << person) == 0)).count();
        let smallest = (0_u32..64).filter(|gone| left(*gone) * 2 < alone.len()).map(u32::count_ones).min().unwrap_or(0);
        prop_assert_eq!(factor(&alone), smallest as usize);
    }
}
