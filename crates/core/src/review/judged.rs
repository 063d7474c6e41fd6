//! Asks every question about live initiatives, and puts each answer beside what is known of its initiative.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::form::FormVerdict;
use super::mandate::MandateReview;
use super::{
    Answer, AuthorityRule, Criterion, FitAdvice, InitiativeReview, Judgement, MoveStatus, Verdict, accepted, attested,
    authority, criteria, fit, form, mandate, registry_past,
};
use crate::measure::measures::deciding_alone::{DecidingAlone, deciding_alone_of};
use crate::measure::measures::metric_courses::{MetricCourse, metric_courses};
use crate::measure::{Initiative, World};

/// The answers about an initiative, before what else is known of it.
pub(super) struct Judged<'w> {
    pub(super) initiative: &'w Initiative,
    pub(super) form: FormVerdict,
    fit: Option<FitAdvice>,
    deciding_alone: Option<DecidingAlone>,
    authority: Vec<AuthorityRule>,
    mandate: Option<MandateReview>,
    verdicts: Vec<Verdict>,
}

pub(super) fn described_all(
    judged: Vec<Judged<'_>>,
    decided: &[MoveStatus],
    world: &World<'_>,
) -> Vec<InitiativeReview> {
    let mut pasts = registry_past::pasts(world);
    let mut metrics: BTreeMap<String, Vec<MetricCourse>> = BTreeMap::new();
    for course in metric_courses(world) {
        metrics.entry(course.initiative.clone()).or_default().push(course);
    }
    let accepted = accepted::gather(world);
    let one = |judged: Judged<'_>| {
        let Judged { initiative, form, fit, deciding_alone, authority, mandate, verdicts } = judged;
        let (waiting, waiting_refused) = match world.take_ledger(initiative) {
            Ok(ledger) => (Some(ledger), None),
            Err(why) => (None, Some(why).filter(|_| world.computes("waiting-ledger"))),
        };
        InitiativeReview {
            id: initiative.id.clone(),
            form,
            fit,
            deciding_alone,
            authority,
            mandate,
            verdicts,
            known: initiative.clone(),
            past: pasts.remove(&initiative.id).unwrap_or_default(),
            waiting,
            waiting_refused,
            metrics: metrics.remove(&initiative.id).unwrap_or_default(),
            agreement: None,
            accepted: accepted.iter().filter(|one| one.is_about(&initiative.id)).cloned().collect(),
            decided: decided.iter().filter(|one| one.is_about(&initiative.id)).cloned().collect(),
            first_days: None,
        }
    };
    judged.into_iter().map(one).collect()
}

pub(super) fn judge_all<'w>(world: &'w World<'_>) -> Vec<Judged<'w>> {
    live(world).into_par_iter().map(|initiative| judge(initiative, world)).collect()
}

/// Asks every question about one initiative.
pub(super) fn judge<'w>(initiative: &'w Initiative, world: &World<'_>) -> Judged<'w> {
    let answer = |criterion: &Criterion| Verdict {
        criterion: criterion.key,
        judgement: (criterion.judge)(initiative, world).priced(world).nobody_knows(attested::nobody_knows(
            world,
            &initiative.id,
            criterion.key,
        )),
    };
    let verdicts: Vec<Verdict> = criteria::asked(world).map(answer).collect();
    let form = derive_form(initiative, world, |key| {
        verdicts.iter().find(|verdict| verdict.criterion == key).map(|verdict| verdict.judgement.clone())
    });
    let allows = world.inputs.agreement.allows("criterion", "fit");
    let fit = allows.then(|| fit::advise(initiative, form.form, world));
    let decisions = authority::Decisions::gather(initiative, world);
    let authority = authority::rules(initiative, world, &decisions);
    let mandate = mandate::review_of(initiative, &decisions, world);
    let deciding_alone = world.computes("deciding-alone").then(|| deciding_alone_of(initiative, world));
    Judged { initiative, form, fit, deciding_alone, authority, mandate, verdicts }
}

/// The form of every live initiative, by id. They are judged one after another, because rules that run side by side
/// wait for them: see [`World`].
pub(crate) fn forms(world: &World<'_>) -> BTreeMap<String, FormVerdict> {
    world.live().map(|initiative| (initiative.id.clone(), form_of(initiative, world))).collect()
}

/// The forms alone: a few criteria decide them, and an earlier day needs nothing else.
pub(super) fn judge_forms<'w>(world: &'w World<'_>) -> Vec<(&'w Initiative, FormVerdict)> {
    let judge = |initiative: &'w Initiative| (initiative, form_of(initiative, world));
    world.shared(false, || live(world).into_par_iter().map(judge).collect())
}

pub(super) fn form_of(initiative: &Initiative, world: &World<'_>) -> FormVerdict {
    // The answers alone: what only explains them would be computed while rules run side by side.
    let judged = |key: &str| match key {
        _ if !world.inputs.agreement.allows("criterion", key) => None,
        "focus" => Some(criteria::focus::judge(initiative, world)),
        _ => Some(criteria::dedicated_team::answer(initiative, world)),
    };
    derive_form(initiative, world, judged)
}

fn live<'w>(world: &'w World<'_>) -> Vec<&'w Initiative> {
    world.live().collect()
}

pub(super) fn derive_form(
    initiative: &Initiative,
    world: &World<'_>,
    judged: impl Fn(&str) -> Option<Judgement>,
) -> FormVerdict {
    let answer = |key: &str| judged(key).unwrap_or_else(|| Judgement::new(Answer::NotShown));
    form::derive(initiative, &answer("focus"), &answer("dedicated-team"), world)
}
