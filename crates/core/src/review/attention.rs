//! Which initiatives to help first, and why.

use super::criteria::CRITERIA;
use super::verdict::{Answer, Evidence};
use super::{InitiativeReview, Review};
use crate::measure::Leadership;
use crate::measure::measures::metric_courses::Course;

/// An initiative that needs help.
#[derive(Clone, Debug)]
pub struct Attention<'r> {
    /// Which one.
    pub initiative: &'r InitiativeReview,
    /// The criterion that fails; absent where a metric got worse.
    pub criterion: Option<&'static str>,
    /// Its weightiest reason.
    pub because: Evidence,
}

/// How pressing a reason is, the most pressing first; what is equal goes by the order of the criteria.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Nobody leads: nothing else can be fixed before.
    Leaderless,
    /// There is one leader, and a metric got worse: the form is in place, and does not bring what it should.
    GotWorse,
    /// Several lead.
    SeveralLead,
    /// A criterion fails, by its place in the list.
    Fails(usize),
}

/// The initiatives that need help, the most pressing first.
///
/// An initiative comes once, with its weightiest reason; among equals the order is alphabetical.
pub fn attention<'r>(review: &'r Review) -> Vec<Attention<'r>> {
    let mut found: Vec<(Rank, Attention<'r>)> =
        review.initiatives.iter().filter_map(|one| weightiest(one, review)).collect();
    found.sort_by(|a, b| (a.0, &a.1.initiative.id).cmp(&(b.0, &b.1.initiative.id)));
    found.into_iter().map(|(_, attention)| attention).collect()
}

fn weightiest<'r>(one: &'r InitiativeReview, review: &Review) -> Option<(Rank, Attention<'r>)> {
    let failing = one.verdicts.iter().zip(CRITERIA).enumerate();
    let failing = || failing.clone().filter(|(_, (verdict, _))| verdict.judgement.answer == Answer::Fails);
    let focus_fails = failing().any(|(_, (_, criterion))| criterion.key == "focus");
    let worse = one.metrics.iter().find(|course| course.course == Course::Worse);
    let days = review.thresholds.period_days;
    if let Some((course, says)) = worse.and_then(|course| Some((course, course.words(days)?)))
        && !focus_fails
    {
        let because = Evidence { says, place: Some(course.place.clone()) };
        return Some((Rank::GotWorse, Attention { initiative: one, criterion: None, because }));
    }
    let (index, (verdict, criterion)) = failing().next()?;
    let because = verdict.judgement.because.first()?.clone();
    let rank = match &one.known.leadership {
        Leadership::Nobody { .. } if criterion.key == "focus" => Rank::Leaderless,
        Leadership::Several(_) if criterion.key == "focus" => Rank::SeveralLead,
        _ => Rank::Fails(index),
    };
    Some((rank, Attention { initiative: one, criterion: Some(criterion.key), because }))
}
