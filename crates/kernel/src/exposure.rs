//! Whether something came more often than before, beyond what activity explains: two counts, each beside what it could
//! have come from.
//!
//! Of all that happened, `now` and `before` are the counts that are asked about, and `rest_now` and `rest_before` all
//! else. Where the share of the first is the same on both sides, how they fall on the sides, given all four sums, is
//! hypergeometric: Fisher's exact test. The same holds for Poisson counts beside another Poisson count of the activity,
//! so that an activity that is itself known by chance only is allowed for.
//!
//! # Source
//!
//! R. A. Fisher, *Statistical Methods for Research Workers* (1934), section 21.02; twice the smaller tail.

/// How often counts of one share fall on the two sides at least as unevenly, in either direction: in [0, 1].
///
/// 1 where a sum is 0, since nothing can be compared then. Time grows with the square root of the counts.
#[must_use]
pub fn share_change(now: u64, before: u64, rest_now: u64, rest_before: u64) -> f64 {
    let (hits, of_now, of_before) = (now + before, now + rest_now, before + rest_before);
    if hits == 0 || of_now == 0 || of_before == 0 {
        return 1.0;
    }
    let least = hits.saturating_sub(of_before);
    let most = hits.min(of_now);
    let tail = (upper(now, most, hits, of_now, of_before)).min(lower(now, least, hits, of_now, of_before));
    (2.0 * tail).min(1.0)
}

/// The probability of `k` hits on the first side.
fn at(k: u64, hits: u64, of_now: u64, of_before: u64) -> f64 {
    let ln = |n: u64, k: u64| {
        libm::lgamma(n as f64 + 1.0) - libm::lgamma(k as f64 + 1.0) - libm::lgamma((n - k) as f64 + 1.0)
    };
    libm::exp(ln(of_now, k) + ln(of_before, hits - k) - ln(of_now + of_before, hits))
}

/// The probability of `from` hits and more on the first side.
fn upper(from: u64, most: u64, hits: u64, of_now: u64, of_before: u64) -> f64 {
    let (mut term, mut sum) = (at(from, hits, of_now, of_before), 0.0);
    for k in from..=most {
        sum += term;
        let rest = (of_before + k + 1) as f64 - hits as f64;
        term *= (of_now - k) as f64 * (hits - k) as f64 / ((k + 1) as f64 * rest.max(1.0));
        // A term of 0 is smaller than any float, and so then is the smaller tail.
        if term <= 1e-18 * sum {
            break;
        }
    }
    sum
}

/// The probability of `to` hits and fewer on the first side.
fn lower(to: u64, least: u64, hits: u64, of_now: u64, of_before: u64) -> f64 {
    let (mut term, mut sum) = (at(to, hits, of_now, of_before), 0.0);
    for k in (least..=to).rev() {
        sum += term;
        let rest = (of_before + k) as f64 - hits as f64;
        term *= k as f64 * rest / ((of_now - k + 1) as f64 * (hits - k + 1) as f64);
        // A term of 0 is smaller than any float, and so then is the smaller tail.
        if term <= 1e-18 * sum {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{at, share_change};

    /// Fisher's tea: three of four cups right and one wrong, on each side; the upper tail is 17 of 70.
    #[test]
    fn tea_is_as_fisher_had_it() {
        assert!((share_change(3, 1, 1, 3) - 34.0 / 70.0).abs() < 1e-12);
        assert!((share_change(4, 0, 0, 4) - 2.0 / 70.0).abs() < 1e-12);
    }

    /// Every table of small sums, against the sum over all tables of the same sums.
    #[test]
    fn tails_are_those_of_all_tables() {
        for case in 0..7_u64.pow(4) {
            let [now, before, rest_now, rest_before] = [case % 7, case / 7 % 7, case / 49 % 7, case / 343];
            let (hits, of_now, of_before) = (now + before, now + rest_now, before + rest_before);
            let all: Vec<(u64, f64)> = (0..=hits)
                .filter(|k| *k <= of_now && hits - k <= of_before)
                .map(|k| (k, at(k, hits, of_now, of_before)))
                .collect();
            let total: f64 = all.iter().map(|(_, p)| p).sum();
            assert!((total - 1.0).abs() < 1e-9, "{case}");
            let part = |keep: &dyn Fn(u64) -> bool| all.iter().filter(|(k, _)| keep(*k)).map(|(_, p)| p).sum::<f64>();
            let expected = (2.0 * part(&|k| k >= now).min(part(&|k| k <= now))).min(1.0);
            let found = share_change(now, before, rest_now, rest_before);
            assert!((found - expected).abs() < 1e-9, "{now} {before} {rest_now} {rest_before}: {found} {expected}");
        }
    }

    /// Ten times as much of everything is no change, and counts of any size give a number.
    #[test]
    fn activity_alone_is_no_change() {
        assert!(share_change(100, 10, 1_000, 100) > 0.9);
        assert!(share_change(100, 10, 1_000, 1_000) < 1e-15);
        assert_eq!((share_change(0, 0, 5, 5), share_change(5, 5, 0, 0), share_change(5, 0, 5, 0)), (1.0, 1.0, 1.0));
        assert!((0.0..=1.0).contains(&share_change(1 << 40, 3, 7, 1 << 41)));
    }
}
