//! Whether two things fall on the same days more often than chance explains.
//!
//! Of each of several units two rows of days are given: days on which something was open, and days on which nothing moved.
//! What is counted are the days that are both. Under chance, what was open has no more to do with what did not move than if
//! it had been open so many whole weeks earlier or later: the row of one is turned in a circle against the other, by whole
//! weeks, so that weekends stay weekends and spells stay spells. Units are turned independently of each other, and the
//! distribution of their sum is computed exactly, by convolution: no draw, no seed, and no order of units alters it.
//!
//! What turns in a circle must look alike at both ends; where both rise over the days, chance gives more than is counted
//! here.
//!
//! # Sources
//!
//! - E. S. Edgington and P. Onghena, *Randomization Tests* (2007), chapter on single-case designs, for turning one row
//!   against another.
//! - B. F. J. Manly, *Randomization, Bootstrap and Monte Carlo Methods in Biology* (2007), section 11, for rows that depend on
//!   themselves.

/// Days of a turn: weekends stay weekends.
const TURN_DAYS: usize = 7;

/// The fewest turns of a unit that say anything; with fewer, half of what chance does would be unseen.
///
/// Tested by `too_few_turns_say_nothing`.
pub const TURNS_MIN: usize = 8;

/// What is counted in one unit, turned by each number of weeks; the first is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    counts: Vec<u32>,
}

/// How often several units together agree, and what chance gives.
///
/// Ranges: `0 <= p <= 1`, `0 <= by_chance`, both finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Days counted, over all units.
    pub days: u64,
    /// Days that chance gives, on average.
    pub by_chance: f64,
    /// How likely chance gives as many days or more.
    pub p: f64,
}

impl Turned {
    /// Counts the days that are both, for each turn. `None` with fewer than [`TURNS_MIN`] whole weeks; days beyond the last
    /// whole week are left out. Rows of unlike lengths are cut to the shorter one. Time grows with the square of the days.
    #[must_use]
    pub fn of(open: &[bool], still: &[bool]) -> Option<Turned> {
        let turns = open.len().min(still.len()) / TURN_DAYS;
        if turns < TURNS_MIN {
            return None;
        }
        let days = turns * TURN_DAYS;
        let opened: Vec<usize> = (0..days).filter(|day| open[*day]).collect();
        let count = |turn: usize| {
            let both = opened.iter().filter(|day| still[(**day + turn * TURN_DAYS) % days]);
            u32::try_from(both.count()).unwrap_or(u32::MAX)
        };
        Some(Turned { counts: (0..turns).map(count).collect() })
    }
}

/// Adds up units that were turned independently of each other. Time grows with the days counted times the units.
#[must_use]
pub fn overlap(units: &[Turned]) -> Overlap {
    let days: u64 = units.iter().filter_map(|unit| unit.counts.first()).map(|count| u64::from(*count)).sum();
    let mean =
        |unit: &Turned| unit.counts.iter().map(|count| f64::from(*count)).sum::<f64>() / unit.counts.len() as f64;
    // Convolution in one order of units, so that theirs alters no bit.
    let mut sorted: Vec<&Turned> = units.iter().filter(|unit| !unit.counts.is_empty()).collect();
    sorted.sort_by(|a, b| a.counts.cmp(&b.counts));
    let mut chances = vec![1.0_f64];
    for unit in &sorted {
        chances = convolved(&chances, &unit.counts);
    }
    let from = usize::try_from(days).unwrap_or(usize::MAX).min(chances.len());
    // What is seen is one of the turns, so that its chance is never nothing.
    let p = chances[from..].iter().rev().sum::<f64>().clamp(0.0, 1.0);
    Overlap { days, by_chance: sorted.iter().map(|unit| mean(unit)).sum(), p }
}

/// The chances of sums, once one more unit is added that takes each of its counts alike.
fn convolved(chances: &[f64], counts: &[u32]) -> Vec<f64> {
    let most = counts.iter().max().copied().unwrap_or(0) as usize;
    let mut times = vec![0_u32; most + 1];
    counts.iter().for_each(|count| times[*count as usize] += 1);
    let mut sums = vec![0.0; chances.len() + most];
    let all = counts.len() as f64;
    for (count, times) in times.into_iter().enumerate().filter(|(_, times)| *times > 0) {
        let weight = f64::from(times) / all;
        for (sum, chance) in sums[count..].iter_mut().zip(chances) {
            *sum += weight * chance;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    fn row(text: &str) -> Vec<bool> {
        text.chars().map(|letter| letter == 'x').collect()
    }

    #[test]
    fn one_unit_is_counted_by_hand() {
        // Open on the first week of eight, and still in that week alone: only the turn by none gives all seven days.
        let open = row(&("x".repeat(7) + &".".repeat(49)));
        let found = overlap(&[Turned::of(&open, &open).expect("eight weeks")]);
        assert_eq!(found.days, 7);
        assert!((found.by_chance - 7.0 / 8.0).abs() < 1e-12);
        assert!((found.p - 1.0 / 8.0).abs() < 1e-12);
        // Two such units: both turns by none have a chance of one in 64.
        let both = overlap(&[Turned::of(&open, &open).expect("weeks"), Turned::of(&open, &open).expect("weeks")]);
        assert!((both.p - 1.0 / 64.0).abs() < 1e-12);
    }

    #[test]
    fn too_few_turns_say_nothing() {
        let row = vec![true; TURNS_MIN * TURN_DAYS];
        assert!(Turned::of(&row, &row).is_some());
        assert!(Turned::of(&row[1..], &row).is_none());
    }

    #[test]
    fn every_sum_is_there_as_brute_force_has_it() {
        let mut stream = Stream::new(7, "overlap", 0);
        for _ in 0..200 {
            let mut unit = || {
                let days = 56 + stream.below(20);
                let mut row = |chance: f64| (0..days).map(|_| stream.chance(chance)).collect::<Vec<bool>>();
                Turned::of(&row(0.3), &row(0.5)).expect("weeks")
            };
            let (one, other) = (unit(), unit());
            let seen = one.counts[0] + other.counts[0];
            let sums = one.counts.iter().flat_map(|a| other.counts.iter().map(move |b| a + b));
            let (all, beyond) = (one.counts.len() * other.counts.len(), sums.filter(|sum| *sum >= seen).count());
            let found = overlap(&[one.clone(), other.clone()]);
            assert!((found.p - beyond as f64 / all as f64).abs() < 1e-9);
            assert_eq!(found, overlap(&[other, one]), "the order of units alters nothing");
        }
    }

    #[test]
    fn by_chance_it_is_rare_and_planted_it_is_found() {
        let (mut stream, mut announced, mut seen) = (Stream::new(11, "overlap", 1), 0, 0);
        const WORLDS: usize = 1_000;
        for _ in 0..WORLDS {
            let mut world = |blocks: bool| {
                let units = (0..5).map(|_| {
                    let (mut open, mut still) = (vec![false; 240], vec![false; 240]);
                    let mut at = 0;
                    while at < open.len() {
                        let (until, rest) = (at + 2 + stream.below(10), 10 + stream.below(30));
                        (at..until.min(240)).for_each(|day| open[day] = true);
                        at = until + rest;
                    }
                    // Work comes in spells as well.
                    let mut moves = true;
                    for day in 0..still.len() {
                        moves ^= stream.chance(0.1);
                        still[day] = !moves || (blocks && open[day]);
                    }
                    Turned::of(&open, &still).expect("weeks")
                });
                overlap(&units.collect::<Vec<_>>()).p <= 0.05
            };
            announced += usize::from(world(false));
            seen += usize::from(world(true));
        }
        assert!(announced <= WORLDS * 65 / 1_000, "{announced} of {WORLDS}");
        assert!(seen >= WORLDS * 8 / 10, "{seen} of {WORLDS}");
    }
}
