//! `untangling`: has every blocking dependency a plan?

use onethread_model::facts::FactKind;

use super::Criterion;
use crate::measure::initiative::{DeclaredDependency, PlanLack};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{join, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "untangling",
    short: "needs planned",
    question: "Does every blocking dependency have an owner, an action and a date?",
    page: include_str!("untangling.md"),
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    if initiative.dependencies.is_empty() {
        return Judgement::new(Answer::NotShown)
            .remark("no dependency is declared: either none exists, or none is recorded")
            .needs(FactKind::Dependency)
            .ask("the leader", "What would you have to wait for if you shipped tomorrow?");
    }
    let blocking = || initiative.dependencies.iter().filter(|d| d.effect.as_deref() == Some("blocking"));
    let mut unplanned = Judgement::new(Answer::Fails);
    for dependency in blocking() {
        let lacks: Vec<_> = dependency.plan_lacks(world).into_iter().map(|lack| in_words(lack, world)).collect();
        if lacks.is_empty() {
            continue;
        }
        let words: Vec<&str> = lacks.iter().map(|(_, words)| words.as_str()).collect();
        unplanned = unplanned
            .because(format!("{} blocks, and {}", dependency.on, join(&words)), &dependency.place)
            .change(moves::plan_dependency::change(
                &initiative.id,
                &dependency.on.to_string(),
                lacks.iter().flat_map(|(fields, _)| *fields).map(|field| (*field).to_owned()).collect(),
            ));
    }
    if !unplanned.because.is_empty() {
        return unplanned;
    }
    let unstated: Vec<&DeclaredDependency> = initiative.dependencies.iter().filter(|d| d.effect.is_none()).collect();
    if let Some(first) = unstated.first() {
        let says = format!(
            "{} of {}: not stated whether they block",
            unstated.len(),
            plural(initiative.dependencies.len(), "declared dependency", "declared dependencies")
        );
        let mut judgement = Judgement::new(Answer::NotShown).because(says, &first.place).needs(FactKind::Dependency);
        for dependency in unstated {
            let on = dependency.on.to_string();
            judgement = judgement.change(moves::state_effect::change(&initiative.id, &on));
        }
        return judgement.ask("the leader", "Which of them do you have to wait for?");
    }
    let mut planned = Judgement::new(Answer::Holds);
    for dependency in blocking() {
        let by = dependency.plan.as_ref().and_then(|plan| plan.by).map_or_else(String::new, |by| format!(" by {by}"));
        planned = planned.because(format!("{} blocks, and a plan removes it{by}", dependency.on), &dependency.place);
    }
    match (&planned.because[..], initiative.dependencies.first()) {
        ([], Some(first)) => {
            let all = plural(initiative.dependencies.len(), "declared dependency", "declared dependencies");
            planned.because(format!("none of {all} blocks"), &first.place)
        }
        _ => planned,
    }
}

/// The fields to fill in, and what is lacking in words.
fn in_words(lack: PlanLack, world: &World<'_>) -> (&'static [&'static str], String) {
    let days = world.inputs.config.thresholds.plan_days;
    let (fields, words): (&[&str], &str) = match lack {
        PlanLack::Plan => (&["owner", "action", "by"], "no plan removes it"),
        PlanLack::Owner => (&["owner"], "its plan has no owner"),
        PlanLack::OwnOwner => (&["owner"], "its plan is owned by the team that is depended on"),
        PlanLack::Action => (&["action"], "its plan has no action"),
        PlanLack::Date => (&["by"], "its plan has no date"),
        PlanLack::Future => (&["by"], "the date of its plan has passed"),
        PlanLack::NearDate => {
            return (&["by"], format!("the date of its plan is more than {days} days ahead"));
        }
    };
    (fields, words.to_owned())
}
