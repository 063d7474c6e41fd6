//! Conditional Kendall's tau: known figures, a plain recount by another program, laws, and what it says of made cases.

use onethread_kernel::quasi_independence::Dependence;
use onethread_kernel::survival::Spell;
use proptest::prelude::*;

const SPELLS: &str = include_str!("golden/quasi_independence_spells.csv");
const VALUES: &str = include_str!("golden/quasi_independence.csv");

fn spell(entry_days: i64, end_days: i64, happened: bool) -> Spell {
    Spell { entry_days, end_days, happened }
}

fn case(name: &str) -> Vec<Spell> {
    let rows = SPELLS.lines().map(|line| line.split(',').collect::<Vec<_>>()).filter(|cells| cells[0] == name);
    let day = |text: &str| text.parse().expect("a day");
    rows.map(|cells| spell(day(cells[1]), day(cells[2]), cells[3] == "1")).collect()
}

fn close(ours: f64, theirs: f64, tolerance: f64) -> bool {
    (ours - theirs).abs() <= tolerance * theirs.abs().max(1e-300)
}

/// Spikes of the project, section 6: n, events, K, P, tau, V, Z and p of the registry, found by a third program.
#[test]
fn section_6_registry_of_kubernetes() {
    let rows = [
        ("first", 374, 314, 8_858, 35_080, 0.252509, 1_683_210.290_9, 6.827575, 8.636e-12),
        ("first-2023", 189, 144, 3_279, 8_672, 0.378113, 232_919.190_6, 6.794207, 1.089e-11),
        ("stable", 444, 239, 3_097, 42_624, 0.072659, 2_969_502.404_6, 1.797212, 7.230e-2),
        ("stable-2021", 316, 135, 4_000, 19_911, 0.200894, 1_136_865.612_0, 3.751504, 1.758e-4),
    ];
    for (name, n, events, score, pairs, tau, variance, z, p) in rows {
        let found = Dependence::of(&case(name)).expect("different days of entry");
        assert_eq!((found.n, found.events, found.score, found.pairs), (n, events, score, pairs), "{name}");
        assert!((found.tau - tau).abs() < 5e-7 && (found.variance - variance).abs() < 5e-5, "{name}: {found:?}");
        assert!((found.z - z).abs() < 5e-7 && close(found.p, p, 1e-3), "{name}: {found:?}");
    }
}

/// The same section, by hand.
#[test]
fn section_6_six_spells_by_hand() {
    let ends = [(0, 4, true), (0, 5, true), (2, 5, false), (1, 7, true), (3, 7, true), (0, 9, false)];
    let found = Dependence::of(&ends.map(|(from, to, happened)| spell(from, to, happened))).expect("some");
    assert_eq!((found.score, found.pairs), (4, 11));
    assert!((found.variance - 20.6).abs() < 1e-12 && (found.z - 0.881305).abs() < 5e-7, "{found:?}");
    assert!((found.p - 0.378153).abs() < 5e-7, "{found:?}");
}

/// golden/quasi_independence.py counts every pair with whole numbers and fractions.
#[test]
fn every_pair_counted_by_another_program() {
    let mut compared = 0;
    for line in VALUES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].parse::<f64>().expect("a number");
        let found = Dependence::of(&case(cells[0])).expect("different days of entry");
        assert_eq!((found.n.to_string(), found.events.to_string()), (cells[1].to_owned(), cells[2].to_owned()));
        assert_eq!((found.score.to_string(), found.pairs.to_string()), (cells[3].to_owned(), cells[4].to_owned()));
        let pairs = [(found.tau, 5), (found.variance, 6), (found.z, 7), (found.p, 8)];
        for (ours, at) in pairs {
            assert!(close(ours, number(at), 1e-10) || (ours == 0.0 && number(at) == 0.0), "{}: {found:?}", cells[0]);
        }
        compared += 1;
    }
    assert!(compared > 12, "{compared}");
}

#[test]
fn nothing_to_depend_on_is_no_test() {
    assert_eq!(Dependence::of(&[]), None);
    assert_eq!(Dependence::of(&[spell(0, 5, true)]), None);
    // All seen on one day, all ended on one day, none ended, or seen only after the end.
    assert_eq!(Dependence::of(&[spell(0, 5, true), spell(0, 7, true), spell(0, 9, false)]), None);
    assert_eq!(Dependence::of(&[spell(0, 5, true), spell(1, 5, true), spell(2, 5, true)]), None);
    assert_eq!(Dependence::of(&[spell(0, 5, false), spell(1, 7, false)]), None);
    assert_eq!(Dependence::of(&[spell(5, 5, true), spell(9, 7, true), spell(-3, -4, true)]), None);
    // Never together under observation.
    assert_eq!(Dependence::of(&[spell(0, 5, true), spell(5, 7, true)]), None);
}

/// Who is seen because the end is near, ends at one pace after being seen: the later seen, the later ended.
#[test]
fn seeing_before_the_end_is_found() {
    let spells: Vec<Spell> = (0..60).map(|n| spell(n * 7 % 61, n * 7 % 61 + 30 + n % 11, true)).collect();
    let found = Dependence::of(&spells).expect("different days");
    assert!(found.tau > 0.5 && found.z > 2.0, "{found:?}");
}

/// A plain recount of the score and of its variance, from the formula as published.
fn counted(spells: &[Spell]) -> Option<(i64, i64, f64)> {
    let spells: Vec<&Spell> = spells.iter().filter(|one| one.entry_days < one.end_days).collect();
    let mut ends: Vec<i64> = spells.iter().filter(|one| one.happened).map(|one| one.end_days).collect();
    ends.sort_unstable();
    ends.dedup();
    let (mut score, mut pairs, mut variance) = (0, 0, 0.0);
    for day in ends {
        let at_risk: Vec<&Spell> =
            spells.iter().copied().filter(|one| one.entry_days < day && day <= one.end_days).collect();
        let ended: Vec<&&Spell> = at_risk.iter().filter(|one| one.happened && one.end_days == day).collect();
        let (r, d) = (at_risk.len() as i64, ended.len() as i64);
        for one in &ended {
            score += at_risk.iter().map(|other| (other.entry_days - one.entry_days).signum()).sum::<i64>();
        }
        pairs += d * (r - d);
        if r > 1 {
            let mut days: Vec<i64> = at_risk.iter().map(|one| one.entry_days).collect();
            days.sort_unstable();
            let ties: i64 =
                days.chunk_by(|a, b| a == b).map(|same| (same.len() as i64).pow(3) - same.len() as i64).sum();
            let r = r as f64;
            variance += (d as f64 * (r - d as f64) / (r - 1.0)) * ((r * r - 1.0) / 3.0 - ties as f64 / (3.0 * r));
        }
    }
    (variance > 1e-9).then_some((score, pairs, variance))
}

fn spells() -> impl Strategy<Value = Vec<Spell>> {
    let one = (-3_i64..12, -2_i64..14, any::<bool>());
    prop::collection::vec(one.prop_map(|(entry, length, happened)| spell(entry, entry + length, happened)), 0..40)
}

proptest! {
    #[test]
    fn the_tree_counts_as_the_formula_does(spells in spells()) {
        let found = Dependence::of(&spells);
        let plain = counted(&spells);
        prop_assert_eq!(found.map(|one| (one.score, one.pairs)), plain.map(|one| (one.0, one.1)));
        if let (Some(found), Some(plain)) = (found, plain) {
            prop_assert!((found.variance - plain.2).abs() <= 1e-9 * plain.2, "{:?} {:?}", found, plain);
            prop_assert!((-1.0..=1.0).contains(&found.tau) && (0.0..=1.0).contains(&found.p));
        }
    }

    /// Order of rows and the day from which all days count mean nothing; the other direction of time turns the sign.
    #[test]
    fn order_and_origin_change_nothing(spells in spells(), by in -500_i64..500, turn in 0_usize..40) {
        let moved: Vec<Spell> =
            spells.iter().map(|one| spell(one.entry_days + by, one.end_days + by, one.happened)).collect();
        prop_assert_eq!(Dependence::of(&spells), Dependence::of(&moved));
        let mut turned = spells.clone();
        turned.rotate_left(turn.min(spells.len()));
        prop_assert_eq!(Dependence::of(&spells), Dependence::of(&turned));
    }
}
