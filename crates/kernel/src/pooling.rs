//! Whether servers that share one queue answer sooner than as many that each have their own.
//!
//! Pooled servers always answer sooner, as long as sharing costs nothing: whoever is free takes the next one. Sharing may
//! make each piece of work longer. [`break_even`] says how many times as long it may get before servers of their own would
//! be as quick; [`load`] reads the load of a pool from how much lies in it on average.
//!
//! # Sources
//!
//! - A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
//!   exchanges" (1917), for the chance to wait in a pool.
//! - D. R. Smith and W. Whitt, "Resource sharing for efficiency in traffic systems", Bell System Technical Journal 60
//!   (1981), for pools against servers of their own.

/// Steps of a search by halves: more alter no digit.
const HALVES: usize = 80;

/// The chance that whoever comes has to wait, in a pool of so many servers at a load of each between 0 and 1 (Erlang C).
fn waits(servers: usize, load: f64) -> f64 {
    let offered = load * servers as f64;
    // Erlang B by its recursion, which never overflows.
    let blocked = (1..=servers).fold(1.0, |blocked, n| offered * blocked / (n as f64 + offered * blocked));
    blocked / (1.0 - load * (1.0 - blocked))
}

/// How much lies in a pool on average, waiting or in work.
fn lying(servers: usize, load: f64) -> f64 {
    load * servers as f64 + waits(servers, load) * load / (1.0 - load)
}

/// The load of each of so many pooled servers, 0 to 1, where so much lies in the pool on average. `None` without servers, or
/// where nothing finite lies there.
#[must_use]
pub fn load(servers: usize, lying_mean: f64) -> Option<f64> {
    if servers == 0 || !lying_mean.is_finite() || lying_mean < 0.0 {
        return None;
    }
    Some(halved(|load| lying(servers, load) < lying_mean))
}

/// How many times as long each piece of work may get by sharing before servers of their own would be as quick, at least 1.
/// `None` with fewer than two servers, or a load that is not between 0 and 1.
#[must_use]
pub fn break_even(servers: usize, load: f64) -> Option<f64> {
    if servers < 2 || !(0.0..1.0).contains(&load) || load == 0.0 {
        return None;
    }
    let own = 1.0 / (1.0 - load);
    let pooled = |times: f64| {
        let load = load * times;
        times * (1.0 + waits(servers, load) / (servers as f64 * (1.0 - load)))
    };
    Some((halved(|share| pooled(share / load) < own) / load).max(1.0))
}

/// The point between 0 and 1 up to which something holds.
fn halved(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..HALVES {
        let middle = f64::midpoint(low, high);
        if middle < 1.0 && holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn break_even_is_that_of_the_textbook() {
        let table = [
            (0.5, [1.236, 1.355, 1.484, 1.624]),
            (0.7, [1.155, 1.224, 1.290, 1.350]),
            (0.8, [1.103, 1.145, 1.183, 1.214]),
            (0.9, [1.051, 1.070, 1.086, 1.098]),
            (0.95, [1.025, 1.034, 1.041, 1.047]),
        ];
        for (load, row) in table {
            for (servers, expected) in [2, 3, 5, 10].into_iter().zip(row) {
                let found = break_even(servers, load).expect("a pool");
                assert!((found - expected).abs() < 0.001, "{servers} at {load}: {found}, not {expected}");
            }
        }
    }

    #[test]
    fn chance_to_wait_is_erlangs() {
        for (servers, expected) in [(2, 0.711_111), (3, 0.647_191), (5, 0.554_113), (10, 0.409_180)] {
            assert!((waits(servers, 0.8) - expected).abs() < 1e-6, "{servers}");
        }
    }

    #[test]
    fn load_is_read_from_what_lies_there() {
        // M/M/1 at .8: 4 lie there. No pool: no break-even.
        assert!((load(1, 4.0).expect("a server") - 0.8).abs() < 1e-9);
        for servers in [2, 3, 5] {
            let found = load(servers, lying(servers, 0.7)).expect("servers");
            assert!((found - 0.7).abs() < 1e-9);
        }
        assert_eq!((load(0, 1.0), load(2, f64::NAN), break_even(1, 0.8), break_even(2, 1.0)), (None, None, None, None));
    }
}
