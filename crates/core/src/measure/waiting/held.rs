//! What each holder alone held up: the days that would not have been lost without it.
//!
//! A day on which several things are open is attributed to one of them, but it ends earlier only if that one alone held
//! it. So each day that was spent on waiting or deciding is asked what was open on it: one thing, two, or more.

use schemars::JsonSchema;
use serde::Serialize;

use super::days::{Attributed, Known, Spent, within};
use crate::measure::groups::GroupLabel;

/// Days held up by one team, function or gate, or by decisions that had to go above the leader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Held {
    /// Of the last days of the ledger, those that would not have been waiting or deciding without it.
    pub alone_recent_days: i64,
    /// Days that would not have been waiting or deciding without it.
    pub alone_days: i64,
    /// Days that would not have been waiting or deciding without it and one other, most days first.
    pub pairs: Vec<HeldTogether>,
    /// Days on which at least two others held it up as well.
    pub with_more_days: i64,
    /// Days attributed to it: those on which it was asked first.
    pub days: i64,
    /// Of the last days of the ledger, those attributed to it.
    pub recent_days: i64,
}

/// Days that two held up together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HeldTogether {
    /// The other one: a team, function or gate, or what was to be decided.
    pub with: String,
    /// Days that would not have been waiting or deciding without both.
    pub days: i64,
    /// Of the last days of the ledger, those.
    pub recent_days: i64,
}

/// What can hold up a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    /// A team, function or gate, by its index in the names of the ledger.
    Other(usize),
    /// A decision that had to go above the leader.
    DecisionAbove,
    /// A decision that the leader could make.
    DecisionWithin,
    /// A decision that does not say who had to agree.
    Decision,
    /// The commitment that is still missing.
    Commitment,
}

impl Holder {
    /// Its name, where names are those of the ledger.
    pub(super) fn name(self, names: &[GroupLabel]) -> &str {
        match self {
            Holder::Other(on) => names.get(on).map_or("", GroupLabel::as_str),
            Holder::DecisionAbove => "a decision above the leader",
            Holder::DecisionWithin => "a decision of the leader's own",
            Holder::Decision => "a decision (not stated who had to agree)",
            Holder::Commitment => "the commitment",
        }
    }
}

/// Who held up each day, in order of days.
pub(super) struct Holders {
    /// For each day what was open on it, in ascending order; empty where the day was not held up.
    open: Vec<Vec<Holder>>,
    /// For each day to whom it is attributed.
    first: Vec<Option<Holder>>,
    /// The first of the last days.
    recent: usize,
}

impl Holders {
    /// Reads the days of a ledger, the last `recent_days` of which are counted apart.
    pub(super) fn of(known: &Known, days: &[Attributed], recent_days: usize) -> Holders {
        let held = |at: usize| {
            matches!(days[at].spent, Spent::Waiting | Spent::Deciding | Spent::DecidingAbove | Spent::DecidingWithin)
        };
        let mut open: Vec<Vec<Holder>> = vec![Vec::new(); days.len()];
        let mut add = |from: i64, until: i64, holder: Holder| {
            for at in within(from, until, days.len()).filter(|at| held(*at)) {
                if let Err(place) = open[at].binary_search(&holder) {
                    open[at].insert(place, holder);
                }
            }
        };
        add(0, known.committed, Holder::Commitment);
        for wait in &known.waits {
            for (from, until) in known.held_alone(wait) {
                add(from, until, holder(wait.on, wait.spent));
            }
        }
        let first = days.iter().map(|day| {
            let wait = day.wait.map(|at| &known.waits[at])?;
            Some(holder(wait.on, wait.spent))
        });
        Holders { first: first.collect(), open, recent: days.len().saturating_sub(recent_days) }
    }

    /// The first of the last days, counted from that of the ledger.
    pub(super) fn recent(&self) -> usize {
        self.recent
    }

    /// What one of them held up.
    pub(super) fn held_by(&self, holder: Holder, names: &[GroupLabel]) -> Held {
        let mut held = Held::default();
        let mut pairs: Vec<(Holder, i64, i64)> = Vec::new();
        for (at, open) in self.open.iter().enumerate() {
            let recent = i64::from(at >= self.recent);
            if self.first[at] == Some(holder) {
                held.days += 1;
                held.recent_days += recent;
            }
            match open[..] {
                [one] if one == holder => {
                    held.alone_days += 1;
                    held.alone_recent_days += recent;
                }
                [one, other] if one == holder || other == holder => {
                    let with = if one == holder { other } else { one };
                    match pairs.iter_mut().find(|pair| pair.0 == with) {
                        Some(pair) => (pair.1, pair.2) = (pair.1 + 1, pair.2 + recent),
                        None => pairs.push((with, 1, recent)),
                    }
                }
                _ if open.len() > 2 && open.contains(&holder) => held.with_more_days += 1,
                _ => {}
            }
        }
        let pairs = pairs.into_iter();
        held.pairs = pairs
            .map(|(with, days, recent_days)| HeldTogether { with: with.name(names).to_owned(), days, recent_days })
            .collect();
        held.sort_pairs();
        held
    }
}

/// Who a wait is for.
pub(super) fn holder(on: Option<usize>, spent: Spent) -> Holder {
    match (on, spent) {
        (Some(on), _) => Holder::Other(on),
        (None, Spent::DecidingAbove) => Holder::DecisionAbove,
        (None, Spent::DecidingWithin) => Holder::DecisionWithin,
        (None, _) => Holder::Decision,
    }
}

impl Held {
    /// Adds what the same one held up elsewhere.
    pub(super) fn add(&mut self, other: &Held) {
        self.alone_recent_days += other.alone_recent_days;
        self.alone_days += other.alone_days;
        self.with_more_days += other.with_more_days;
        self.days += other.days;
        self.recent_days += other.recent_days;
        for pair in &other.pairs {
            match self.pairs.iter_mut().find(|known| known.with == pair.with) {
                Some(known) => {
                    known.days += pair.days;
                    known.recent_days += pair.recent_days;
                }
                None => self.pairs.push(pair.clone()),
            }
        }
        self.sort_pairs();
    }

    fn sort_pairs(&mut self) {
        self.pairs.sort_by(|a, b| (b.days, &a.with).cmp(&(a.days, &b.with)));
    }

    /// Days that it held up with one other.
    pub fn paired_days(&self) -> i64 {
        self.pairs.iter().map(|pair| pair.days).sum()
    }

    /// Days on which it held anything up, alone or not.
    pub fn any_days(&self) -> i64 {
        self.alone_days + self.paired_days() + self.with_more_days
    }

    /// What weighs most first: held alone lately, held alone, then attributed.
    pub(super) fn weight(&self) -> (i64, i64, i64) {
        (self.alone_recent_days, self.alone_days, self.days)
    }
}

#[cfg(test)]
mod tests {
    use super::super::days::{Wait, attribute};
    use super::*;
    use crate::measure::waiting::days::tests::Dice;

    fn is_held(spent: Spent) -> bool {
        !matches!(spent, Spent::Working | Spent::Dormant | Spent::Paused | Spent::Unknown)
    }

    fn without(known: &Known, gone: &[Holder]) -> Known {
        let stays = |wait: &&Wait| !gone.contains(&holder(wait.on, wait.spent));
        let mut left = known.clone();
        left.waits = known.waits.iter().filter(stays).cloned().collect();
        if gone.contains(&Holder::Commitment) {
            left.committed = 0;
        }
        left
    }

    /// Removes the waits of a holder, or of two, counts all days anew, and compares: whatever was freed was held alone,
    /// or by both together.
    #[test]
    fn what_is_held_alone_vanishes_without_it() {
        let mut dice = Dice(11);
        let (mut alone, mut paired) = (0, 0);
        for round in 0..400 {
            let known = Known::thrown(&mut dice);
            let days = attribute(&known);
            let names: Vec<GroupLabel> = (0..9).map(|on| GroupLabel::named(&format!("t{on}"))).collect();
            let holders = Holders::of(&known, &days, 20);
            let freed = |gone: &[Holder], from: usize| {
                let left = attribute(&without(&known, gone));
                let vanished =
                    |(before, after): &(&Attributed, &Attributed)| is_held(before.spent) && !is_held(after.spent);
                days.iter().zip(&left).skip(from).filter(vanished).count() as i64
            };
            let mut all: Vec<Holder> = known.waits.iter().map(|wait| holder(wait.on, wait.spent)).collect();
            all.push(Holder::Commitment);
            all.sort_unstable();
            all.dedup();
            let recent = days.len().saturating_sub(20);
            for one in &all {
                let held = holders.held_by(*one, &names);
                assert_eq!(held.alone_days, freed(&[*one], 0), "{round} {one:?}");
                assert_eq!(held.alone_recent_days, freed(&[*one], recent), "{round} {one:?}");
                for other in all.iter().filter(|other| *other != one) {
                    let pair = held.pairs.iter().find(|pair| pair.with == other.name(&names));
                    let both = freed(&[*one, *other], 0) - freed(&[*one], 0) - freed(&[*other], 0);
                    assert_eq!(pair.map_or(0, |pair| pair.days), both, "{round} {one:?} {other:?}");
                    paired += both;
                }
                // Nothing is held alone that was not attributed to it.
                assert!(held.alone_days <= held.days || *one == Holder::Commitment, "{round} {held:?}");
                alone += held.alone_days;
            }
            let attributed: i64 = all.iter().map(|one| holders.held_by(*one, &names).days).sum();
            assert_eq!(attributed, days.iter().filter(|day| day.wait.is_some()).count() as i64, "{round}");
        }
        assert!(alone > 1_000 && paired > 1_000, "{alone} {paired}");
    }
}
