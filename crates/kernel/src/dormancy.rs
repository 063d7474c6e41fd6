//! When silence means that nothing goes on: a state that may end again.
//!
//! Work leaves signs, and between signs lie gaps. Most gaps end: the work goes on. A gap longer than 95 of 100 gaps
//! that did end is called stalled. It is a state and not an ending: the next sign ends it, and what is stalled today
//! may bring value tomorrow. Gaps that have not ended yet are no part of the yardstick: they would stretch it by
//! themselves.

/// The fewest gaps that ended before a yardstick is made from them: with 20 the longest one lies beyond it.
///
/// Tested by `the_yardstick_holds_nineteen_of_twenty`.
pub const GAPS_MIN: usize = 20;

/// The share of gaps that ended which the yardstick must hold.
///
/// Tested by `the_yardstick_is_the_smallest_that_holds_enough`.
const USUAL_SHARE: f64 = 0.95;

/// Days that follow each other in one state: from `from` on, up to but without `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first day.
    pub from: i64,
    /// The first day that no longer belongs to it.
    pub until: i64,
    /// Whether work went on; else the initiative was stalled.
    pub active: bool,
}

/// The longest gap that is still usual, in days: the smallest that holds 95 % of the gaps that ended. `None` with fewer
/// than [`GAPS_MIN`].
#[must_use]
pub fn usual_gap_days(gaps: &[i64]) -> Option<i64> {
    if gaps.len() < GAPS_MIN {
        return None;
    }
    let mut sorted = gaps.to_vec();
    sorted.sort_unstable();
    let place = libm::ceil(USUAL_SHARE * sorted.len() as f64) as usize;
    sorted.get(place.saturating_sub(1)).copied()
}

/// The gaps that ended between the days of these signs, in days; signs in any order, those of one day once.
#[must_use]
pub fn gaps(signs: &[i64]) -> Vec<i64> {
    let mut days = signs.to_vec();
    days.sort_unstable();
    days.dedup();
    days.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect()
}

/// The days from `from` on, up to but without `until`, in stretches of work and of dormancy.
///
/// A gap of at most `usual_days` between two signs is work on all its days, and so is the latest gap while it is no
/// longer than that. Every other gap is stalled from the day after its sign on, the day of the sign being work; so are
/// days before the first sign. Stretches follow each other without a hole, and states alternate.
#[must_use]
pub fn stretches(signs: &[i64], from: i64, until: i64, usual_days: i64) -> Vec<Stretch> {
    let mut days: Vec<i64> = signs.iter().copied().filter(|day| *day < until).collect();
    days.sort_unstable();
    days.dedup();
    let mut found: Vec<Stretch> = Vec::new();
    let mut add = |start: i64, end: i64, active: bool| {
        let (start, end) = (start.max(from), end.min(until));
        if start >= end {
            return;
        }
        match found.last_mut().filter(|last| last.active == active) {
            Some(last) => last.until = end,
            None => found.push(Stretch { from: start, until: end, active }),
        }
    };
    add(from, days.first().copied().unwrap_or(until), false);
    for (place, day) in days.iter().enumerate() {
        let next = days.get(place + 1).copied().unwrap_or(until);
        if next.saturating_sub(*day) <= usual_days {
            add(*day, next, true);
        } else {
            add(*day, day.saturating_add(1), true);
            add(day.saturating_add(1), next, false);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{GAPS_MIN, Stretch, USUAL_SHARE, gaps, stretches, usual_gap_days};

    #[test]
    fn the_yardstick_holds_nineteen_of_twenty() {
        let twenty: Vec<i64> = (1..=20).rev().collect();
        assert_eq!(usual_gap_days(&twenty), Some(19));
        assert_eq!(usual_gap_days(&twenty[..GAPS_MIN - 1]), None);
        assert_eq!(usual_gap_days(&[7; 40]), Some(7));
        assert_eq!(gaps(&[9, 1, 4, 4]), [3, 5]);
        assert_eq!(gaps(&[i64::MIN, i64::MAX]), [i64::MAX]);
    }

    /// By counting: the smallest gap such that at least 95 of 100 are no longer.
    #[test]
    fn the_yardstick_is_the_smallest_that_holds_enough() {
        for n in GAPS_MIN..=200 {
            let all: Vec<i64> = (1..=n as i64).collect();
            let holds = |gap: &&i64| 100 * all.iter().filter(|one| one <= gap).count() >= 95 * n;
            assert_eq!(usual_gap_days(&all), all.iter().find(holds).copied(), "{n} gaps");
        }
        assert_eq!(USUAL_SHARE, 0.95);
    }

    #[test]
    fn dormancy_ends_with_the_next_sign() {
        let stretch = |from, until, active| Stretch { from, until, active };
        let found = stretches(&[2, 5, 20, 22], 0, 30, 7);
        let expected = [stretch(0, 2, false), stretch(2, 6, true), stretch(6, 20, false), stretch(20, 23, true)];
        assert_eq!(found[..4], expected);
        assert_eq!(found[4], stretch(23, 30, false));
        assert_eq!(stretches(&[2, 5, 20, 22], 0, 29, 7).last(), Some(&stretch(20, 29, true)));
        assert_eq!(stretches(&[], 0, 3, 7), [stretch(0, 3, false)]);
        assert_eq!(stretches(&[1], 3, 3, 7), []);
    }

    #[test]
    fn every_day_is_in_one_stretch() {
        for seed in 0..200_i64 {
            let signs: Vec<i64> = (0..seed % 9).map(|n| (seed * 37 + n * n * 13) % 60 - 10).collect();
            let found = stretches(&signs, 0, 45, seed % 11);
            let mut day = 0;
            for (place, one) in found.iter().enumerate() {
                assert_eq!(one.from, day);
                assert!(one.until > one.from && (place == 0 || one.active != found[place - 1].active));
                day = one.until;
            }
            assert_eq!(day, 45);
        }
    }
}
