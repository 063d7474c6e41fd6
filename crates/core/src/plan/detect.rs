//! The smallest change that the data of ninety days could show.
//!
//! Input: how many decisions or requests there are at the pace of the last days, and the share that counts now. Output: the
//! most that would still show a fall, and the smallest relative fall that would be seen four times in five.
//!
//! - Shares: the exact binomial test. A fall shows where as few or fewer have a chance of at most 5 % at the share of now,
//!   and it is seen four times in five where the smaller share gives so few in 80 %. J. L. Fleiss, B. Levin and M. C. Paik,
//!   *Statistical Methods for Rates and Proportions* (2003), chapter 4.
//! - Times: two exponential times of which so many ended: the logarithm of the ratio has the variance 1/n + 1/m. D. A.
//!   Schoenfeld, "The asymptotic properties of nonparametric tests for comparing survival distributions", Biometrika 68
//!   (1981).

use onethread_kernel::distributions::beta_cdf;

use super::row::Detectable;

/// Days after a change that are looked at.
pub const DETECT_DAYS: i64 = 90;
/// A relative change above this, in percent, is called not visible. Tested by `the_line_of_half_is_where_it_is_drawn`.
pub const VISIBLE_PERCENT_MAX: u32 = 50;

/// The chance of a false alarm that is allowed.
const FALSE_SHARE_MAX: f64 = 0.05;
/// How often a change of the smallest size has to be seen.
const POWER_MIN: f64 = 0.8;
/// The standard normal quantiles of both: one-sided 5 %, and 80 %.
const Z_SUM: f64 = 1.644_853_626_951_472_6 + 0.841_621_233_572_914_3;

/// The chance of at most so many hits of trials at a share.
fn at_most(hits: u64, trials: u64, share: f64) -> f64 {
    if hits >= trials { 1.0 } else { 1.0 - beta_cdf(share, (hits + 1) as f64, (trials - hits) as f64) }
}

/// The most hits that would show a fall from a share; `None` where not even none would.
fn line(trials: u64, share: f64) -> Option<u64> {
    (0..trials).take_while(|hits| at_most(*hits, trials, share) <= FALSE_SHARE_MAX).last()
}

/// The smallest fall in whole percent of the share that is seen often enough.
fn smallest_fall(trials: u64, share: f64, line: u64) -> Option<u32> {
    (1..=100_u32).find(|fall| at_most(line, trials, share * (1.0 - f64::from(*fall) / 100.0)) >= POWER_MIN)
}

/// What could be seen of a share: `now` of `of` in the last days.
pub(super) fn of_share(what: &str, now: usize, of: usize, window_days: i64) -> Detectable {
    let expected = paced(of, window_days);
    let trials = expected as u64;
    let share = if of == 0 { 0.0 } else { now as f64 / of as f64 };
    let line = line(trials, share);
    let fall = line.and_then(|line| smallest_fall(trials, share, line));
    let visible = fall.filter(|fall| *fall <= VISIBLE_PERCENT_MAX);
    let says = match (line, visible) {
        (Some(line), Some(_)) => format!(
            "of about {expected} {what} {line} or fewer above the leader would show a change ({} at today's share); less would \
             not be visible",
            (share * expected as f64).round(),
        ),
        _ => format!("not visible: about {expected} {what} are too few to show even a fall by half"),
    };
    Detectable {
        days: DETECT_DAYS,
        what: what.to_owned(),
        expected: Some(expected),
        share: Some(share),
        at_most: line.filter(|_| visible.is_some()).map(|line| line as usize),
        smallest_change: visible.map(|fall| f64::from(fall) / 100.0),
        says,
    }
}

/// What could be seen of times: so many requests in the last days.
pub(super) fn of_times(what: &str, requests: usize, window_days: i64) -> Detectable {
    let expected = paced(requests, window_days);
    let fall = match (requests, expected) {
        (0, _) | (_, 0) => None,
        (n, m) => {
            let fall = 1.0 - (-Z_SUM * (1.0 / n as f64 + 1.0 / m as f64).sqrt()).exp();
            Some((fall * 100.0).ceil() as u32).filter(|fall| *fall <= VISIBLE_PERCENT_MAX)
        }
    };
    let says = match fall {
        Some(fall) => {
            format!("of about {expected} {what}: a fall of their time by {fall} %; a smaller one would not be visible")
        }
        None => format!("not visible: about {expected} {what} are too few to show even a fall of their time by half"),
    };
    Detectable {
        days: DETECT_DAYS,
        what: what.to_owned(),
        expected: Some(expected),
        share: None,
        at_most: None,
        smallest_change: fall.map(|fall| f64::from(fall) / 100.0),
        says,
    }
}

/// What a change of files shows by itself.
pub(super) fn of_files() -> Detectable {
    Detectable {
        days: DETECT_DAYS,
        what: String::new(),
        expected: None,
        share: None,
        at_most: None,
        smallest_change: None,
        says: "the files show whether it is done; whether anything gets faster would not be visible".to_owned(),
    }
}

/// How many come in the days that are looked at, at the pace of the last ones.
fn paced(count: usize, window_days: i64) -> usize {
    let days = window_days.max(1) as f64;
    (count as f64 * DETECT_DAYS as f64 / days).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_share_is_that_of_the_binomial_distribution() {
        // R: pbinom(14:15, 20, 0.9) = 0.01125313, 0.04317450; pbinom(16, 20, 0.9) = 0.1329533.
        assert_eq!(line(20, 0.9), Some(15));
        assert!((at_most(15, 20, 0.9) - 0.043_174_5).abs() < 1e-6);
        // Of 4 at one half not even none shows a fall: 0.5^4 = 0.0625; of 5 none does: 0.03125.
        assert_eq!(line(4, 0.5), None);
        assert_eq!(line(5, 0.5), Some(0));
    }

    #[test]
    fn above_a_half_it_is_not_visible() {
        let visible = of_share("decisions", 91, 97, 180);
        assert_eq!((visible.expected, visible.smallest_change.is_some()), (Some(49), true));
        let hidden = of_share("decisions", 3, 53, 180);
        assert_eq!((hidden.smallest_change, hidden.at_most), (None, None));
        assert!(hidden.says.starts_with("not visible"), "{}", hidden.says);
    }

    #[test]
    fn the_line_of_half_is_where_it_is_drawn() {
        // 1 - exp(-2.4865 * sqrt(3/n)) with n requests in 180 days and half of them in 90: 50 % from n = 39 on.
        assert!(of_times("requests", 40, 180).smallest_change.is_some());
        assert!(of_times("requests", 36, 180).smallest_change.is_none());
    }
}
