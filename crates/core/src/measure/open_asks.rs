//! What an initiative asked for, decisions and reviews alike, as spans of days.

use onethread_model::Day;

use super::World;

/// Something asked for, open from the first day up to the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenAsk {
    pub(super) asked: Day,
    /// Absent while it is open.
    pub(super) answered: Option<Day>,
}

impl OpenAsk {
    /// Whether it is open on a day: the day of the answer is none any more.
    pub(super) fn is_open_on(self, day: Day) -> bool {
        self.asked <= day && self.answered.is_none_or(|answered| day < answered)
    }
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
