//! What an initiative asked for, decisions and reviews alike, as spans of days.

use onethread_model::Day;

use super::World;

/// Something asked for, open from the first day up to the answer, on whose day it is open no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenAsk {
    pub(super) asked: Day,
    /// Absent while it is open.
    pub(super) answered: Option<Day>,
}

/// How many are open on each of so many days from the first one on.
pub(super) fn open_by_day<'a>(asks: impl Iterator<Item = &'a OpenAsk>, first: Day, days: usize) -> Vec<usize> {
    // Each day against the one before: how many more are open, and how many were answered.
    let (mut more, mut fewer) = (vec![0_usize; days + 1], vec![0_usize; days + 1]);
    let at = |day: Day| usize::try_from(day.days_since(first)).unwrap_or(0).min(days);
    for ask in asks.filter(|ask| ask.answered.is_none_or(|answered| ask.asked < answered)) {
        more[at(ask.asked)] += 1;
        fewer[ask.answered.map_or(days, at)] += 1;
    }
    let mut open = 0;
    let next = |(more, fewer): (usize, usize)| {
        open = open + more - fewer;
        open
    };
    more.into_iter().zip(fewer).take(days).map(next).collect()
}

/// Decisions of an initiative that say when they were asked for.
pub(super) fn decisions_of(initiative: &str, world: &World<'_>) -> Vec<OpenAsk> {
    let asks = world.decisions_of(initiative);
    asks.filter_map(|one| Some(OpenAsk { asked: one.opened?, answered: one.decided })).collect()
}

/// Reviews and approvals that an initiative asked for.
pub(super) fn reviews_of(initiative: &str, world: &World<'_>) -> Vec<OpenAsk> {
    let asks = world.reviews_of(initiative);
    asks.map(|one| OpenAsk { asked: one.day, answered: world.facts.known(one.answered) }).collect()
}

/// Both.
pub(super) fn asks_of(initiative: &str, world: &World<'_>) -> Vec<OpenAsk> {
    let mut all = decisions_of(initiative, world);
    all.extend(reviews_of(initiative, world));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each day counted by itself.
    #[test]
    fn days_add_up_what_was_asked_and_answered() {
        let day = |at: i32| Day::from_epoch_days(20_000 + at);
        let is_open = |ask: &OpenAsk, day: Day| ask.asked <= day && ask.answered.is_none_or(|answered| day < answered);
        let mut asks = Vec::new();
        for asked in -9..30 {
            let answers = (-12..35).step_by(5).map(Some).chain([None]);
            asks.extend(answers.map(|answered| OpenAsk { asked: day(asked), answered: answered.map(day) }));
        }
        for (first, days) in [(0, 21), (-20, 70), (25, 7), (3, 0)] {
            let expected = (first..first + days).map(|at| asks.iter().filter(|ask| is_open(ask, day(at))).count());
            assert_eq!(open_by_day(asks.iter(), day(first), days as usize), expected.collect::<Vec<_>>(), "{first}");
        }
    }
}
