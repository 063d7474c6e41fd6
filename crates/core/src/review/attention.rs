//! Which initiatives to help first, and why.

use super::criteria::CRITERIA;
use super::moves::{Move, moves_of};
use super::verdict::{Answer, Evidence};
use super::{InitiativeReview, Review};
use crate::measure::Leader;
use crate::measure::measures::metric_courses::Course;

/// An initiative that needs help.
#[derive(Clone, Debug)]
pub struct Attention<'r> {
    /// Which one.
    pub initiative: &'r InitiativeReview,
    /// Its weightiest reason.
    pub because: Evidence,
    /// The cheapest change that would alter one of its answers.
    pub cheapest: Option<Move>,
}

/// How pressing a reason is, the most pressing first; what is equal goes by the order of the criteria.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// There is one leader, and a metric got worse: the customer has it already, whatever the form.
    GotWorse,
    /// Nobody leads.
    Leaderless,
    /// Several lead.
    SeveralLead,
    /// A criterion fails, by its place in the list.
    Fails(usize),
}

/// The initiatives that need help, the most pressing first.
///
/// An initiative comes once, with its weightiest reason; among equals the order is alphabetical.
pub fn attention<'r>(review: &'r Review<'_>) -> Vec<Attention<'r>> {
    let mut found: Vec<(Rank, &InitiativeReview, Evidence)> = review
        .initiatives
        .iter()
        .filter_map(|one| weightiest(one, review).map(|(rank, because)| (rank, one, because)))
        .collect();
    found.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    let say = |(_, initiative, because): (Rank, &'r InitiativeReview, Evidence)| {
        let cheapest = moves_of(initiative).into_iter().next();
        Attention { initiative, because, cheapest }
    };
    found.into_iter().map(say).collect()
}

fn weightiest(one: &InitiativeReview, review: &Review<'_>) -> Option<(Rank, Evidence)> {
    let failing = one.verdicts.iter().zip(CRITERIA).enumerate();
    let failing = || failing.clone().filter(|(_, (verdict, _))| verdict.judgement.answer == Answer::Fails);
    let focus_fails = failing().any(|(_, (_, criterion))| criterion.key == "focus");
    let worse = review.metrics_of(&one.id).find(|course| course.course == Course::Worse);
    let days = review.world.inputs.config.thresholds.period_days;
    if let Some((course, says)) = worse.and_then(|course| Some((course, course.words(days)?)))
        && !focus_fails
    {
        return Some((Rank::GotWorse, Evidence { says, place: Some(course.place.clone()) }));
    }
    let (index, (verdict, criterion)) = failing().next()?;
    let because = verdict.judgement.because.first()?.clone();
    let rank = match review.world.initiative(&one.id).map(|known| &known.leader) {
        Some(Leader::Nobody(_)) if criterion.key == "focus" => Rank::Leaderless,
        Some(Leader::Several(_)) if criterion.key == "focus" => Rank::SeveralLead,
        _ => Rank::Fails(index),
    };
    Some((rank, because))
}
