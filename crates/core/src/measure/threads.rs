//! Threads: what else a person works on, read in one way for leaders and members. Input: who is committed to what on the
//! day. Output: [`Threads`], which criteria, measures, moves and rules read.

use onethread_model::share::Thousandths;
use onethread_model::source::Place;

use super::Cited;
use super::View;
use super::people::{Commitment, ContradictoryShares};

/// What a person does beside an initiative, as far as it is stated.
#[derive(Clone, Debug)]
pub struct Threads<'w> {
    /// The stated share for the initiative; absent where none is stated, or two contradict each other.
    pub here: Option<&'w Commitment>,
    /// Other live initiatives that the person leads.
    pub leads: Vec<&'w Cited<String>>,
    /// Shares for other initiatives that are not over, where they are above `other-share` together.
    pub elsewhere: Vec<&'w Commitment>,
    /// Other live initiatives on whose team or list the person is, where no stated share says how much that is and the
    /// one for this initiative leaves room for more than `other-share`. What is functional by design is nobody's thread.
    pub belongs: Vec<(&'w str, &'w Place)>,
    /// Shares for initiatives that are over: they say nothing about today.
    pub stale: Vec<&'w Commitment>,
    /// Shares for initiatives that are paused: they say nothing about today either.
    pub paused: Vec<&'w Commitment>,
    /// Shares that contradict each other, for this initiative or one that is not over.
    pub contradictory: Vec<&'w ContradictoryShares>,
    other_share: f64,
}

impl<'w> Threads<'w> {
    /// The share for the initiative where it is below the least that counts, 0 to 1.
    pub fn here_below(&self, least: f64) -> Option<&'w Commitment> {
        self.here.filter(|here| here.share < Thousandths::of(least))
    }

    /// The share for other initiatives together where no single one of them is above `other-share`.
    pub fn small_shares(&self) -> Option<Thousandths> {
        let limit = Thousandths::of(self.other_share);
        let is_small = !self.elsewhere.is_empty() && self.elsewhere.iter().all(|one| one.share <= limit);
        is_small.then(|| self.elsewhere.iter().map(|one| one.share).sum())
    }

    /// Other initiatives that take time of the person, each once, in alphabetical order.
    pub fn others(&self) -> Vec<&'w str> {
        let led = self.leads.iter().map(|led| led.value.as_str());
        let stated = self.elsewhere.iter().map(|one| one.initiative.as_str());
        let mut others: Vec<&str> = led.chain(stated).chain(self.belongs.iter().map(|(id, _)| *id)).collect();
        others.sort_unstable();
        others.dedup();
        others
    }
}

impl View<'_> {
    /// What someone does beside an initiative.
    pub fn threads_of(&self, person: &str, initiative: &str) -> Threads<'_> {
        let other_share = self.inputs.config.thresholds.other_share;
        let limit = Thousandths::of(other_share);
        let here = self.people.share(person, initiative);
        let others = || self.people.stated(person).iter().filter(|one| one.initiative != initiative && one.share.0 > 0);
        let is_over = |one: &&Commitment| self.is_over(&one.initiative);
        let mut elsewhere: Vec<&Commitment> = others().filter(|one| !is_over(one)).collect();
        let together: Thousandths = elsewhere.iter().map(|one| one.share).sum();
        if together <= limit {
            elsewhere.clear();
        }
        let leaves_room = here.is_none_or(|here| here.share.rest() > limit);
        let says_share = |id: &str| {
            let contradictory = self.people.contradictory(person).iter().map(|one| &one.initiative);
            self.people.share(person, id).is_some() || contradictory.into_iter().any(|other| other == id)
        };
        let is_thread = |id: &str| self.initiative(id).is_none_or(|other| other.functional_by_design().is_none());
        let belongs = self.people.belongs(person).filter(|(id, _)| leaves_room && *id != initiative && is_thread(id));
        Threads {
            here,
            leads: self.people.leads(person).iter().filter(|led| led.value != initiative).collect(),
            elsewhere,
            belongs: belongs.filter(|(id, _)| !says_share(id)).collect(),
            stale: others().filter(|one| is_over(one) && !self.is_paused(&one.initiative)).collect(),
            paused: others().filter(|one| self.is_paused(&one.initiative)).collect(),
            contradictory: self
                .people
                .contradictory(person)
                .iter()
                .filter(|one| !self.is_over(&one.initiative))
                .collect(),
            other_share,
        }
    }

    /// Least and most time of a person for an initiative as a share of a full week: both are the stated share, where
    /// one is stated; else the most is what shares for others leave of the contract.
    pub(crate) fn time_range(&self, person: &str, initiative: &str) -> (Thousandths, Thousandths) {
        if let Some(here) = self.people.share(person, initiative) {
            return (here.fte, here.fte);
        }
        let others = self.people.stated(person).iter().filter(|one| !self.is_over(&one.initiative));
        let elsewhere: Thousandths = others.map(|one| one.fte).sum();
        let left = self.inputs.org.contract(person).0 - elsewhere.0;
        (Thousandths::default(), Thousandths(left.max(0)))
    }

    /// Whether nobody works on an initiative: it is over, or paused. One that no source describes may be under way, and an
    /// idea takes time too.
    fn is_over(&self, id: &str) -> bool {
        self.initiative(id).is_some_and(|known| !known.live && known.stage.is_none())
    }

    fn is_paused(&self, id: &str) -> bool {
        self.initiative(id).is_some_and(|known| known.paused.is_some())
    }
}
