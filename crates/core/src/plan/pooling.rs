//! Whether those whom a change would give to one initiative alone are a pool that answers sooner as it is.
//!
//! Input: a candidate that parts people who are shared, and what initiatives ask of their teams. Output: the pool, with its
//! load and with how many times as long sharing would have to make each request before people of their own were as quick.
//! Nothing in the data says how long sharing makes them, and so a pool is left as it is.

use std::collections::BTreeSet;

use onethread_kernel::pooling::{break_even, load};

use super::candidates::Candidate;
use super::saves::{Removed, requests};
use super::support::REQUESTS_MIN;
use crate::measure::View;
use crate::measure::waiting::SpanHolder;
use crate::review::Review;

/// Initiatives that make a pool of a team. Tested by `a_team_that_two_ask_is_a_pool`.
const SHARED_BY_MIN: usize = 2;

/// A team that several initiatives ask, and whose people would be parted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pool {
    pub(super) team: String,
    pub(super) initiatives: usize,
    pub(super) requests: usize,
    pub(super) window_days: i64,
    pub(super) load: f64,
    pub(super) break_even: f64,
}

/// The pool that a candidate would part, the one that is asked most; `None` where it parts nobody, or where too few requests
/// say anything.
pub(super) fn pool_of(candidate: &Candidate, review: &Review, view: &View<'_>, window_days: i64) -> Option<Pool> {
    if candidate.kind.key != "dedicate" {
        return None;
    }
    let released: BTreeSet<&str> = candidate.price.released.iter().map(String::as_str).collect();
    let teams = view.inputs.org.teams.iter();
    // A few people on loan are no pool: most of those who would be parted are of the team.
    let shared = teams.filter(|(_, team)| {
        let of_team = team.members.iter().filter(|member| released.contains(member.value.as_str())).count();
        of_team > 0 && of_team * 2 >= released.len()
    });
    let pools = shared.filter_map(|(id, _)| pool(id, review, window_days));
    pools.max_by(|a, b| (a.requests, &b.team).cmp(&(b.requests, &a.team)))
}

fn pool(team: &str, review: &Review, window_days: i64) -> Option<Pool> {
    let removed = [Removed::Holder(team.to_owned())];
    let (mut initiatives, mut asked, mut open_days) = (0, 0, 0);
    for ledger in review.ledgers() {
        let until = review.as_of.days_since(ledger.from);
        let window = until - window_days..until;
        let n = requests(&ledger.spans, &removed, window.clone());
        initiatives += usize::from(n > 0);
        asked += n;
        let is_of = |holder: usize| matches!(ledger.spans.holders.get(holder), Some(SpanHolder::Other(label)) if label.as_str() == team);
        let of = ledger.spans.open.iter().filter(|span| span.asked && is_of(span.holder));
        open_days += of.map(|span| (span.until.min(window.end) - span.from.max(window.start)).max(0)).sum::<i64>();
    }
    if !is_pool(initiatives, asked) {
        return None;
    }
    let load = load(initiatives, open_days as f64 / window_days.max(1) as f64)?;
    let break_even = break_even(initiatives, load)?;
    Some(Pool { team: team.to_owned(), initiatives, requests: asked, window_days, load, break_even })
}

/// Whether so many initiatives ask a team so often that it can be looked at as a pool.
fn is_pool(initiatives: usize, asked: usize) -> bool {
    initiatives >= SHARED_BY_MIN && asked >= REQUESTS_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_that_two_ask_is_a_pool() {
        assert!(is_pool(SHARED_BY_MIN, REQUESTS_MIN));
        assert!(!is_pool(SHARED_BY_MIN - 1, REQUESTS_MIN));
        assert!(!is_pool(SHARED_BY_MIN, REQUESTS_MIN - 1));
    }
}
