//! `untangling`: has every blocking dependency a plan?

use onethread_model::facts::FactKind;

use super::{Criterion, Touches};
use crate::measure::initiative::{DeclaredDependency, Due};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{join, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "untangling",
    short: "needs planned",
    question: "Does every blocking dependency have an owner, an action and a date?",
    page: include_str!("untangling.md"),
    touches: Touches::Nobody,
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
        let lacks = lacks(dependency, world);
        if lacks.is_empty() {
            continue;
        }
        let words: Vec<&str> = lacks.iter().map(|lack| lack.words.as_str()).collect();
        unplanned = unplanned
            .because(format!("{} blocks, and {}", dependency.on, join(&words)), &dependency.place)
            .change(moves::plan_dependency::change(
                &initiative.id,
                &dependency.on.to_string(),
                lacks.iter().flat_map(|lack| lack.fields).map(|field| (*field).to_owned()).collect(),
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

struct Lack {
    fields: &'static [&'static str],
    words: String,
}

impl Lack {
    fn new(fields: &'static [&'static str], words: impl Into<String>) -> Lack {
        Lack { fields, words: words.into() }
    }
}

/// What the plan of a blocking dependency lacks.
fn lacks(dependency: &DeclaredDependency, world: &World<'_>) -> Vec<Lack> {
    let Some(plan) = &dependency.plan else {
        return vec![Lack::new(&["owner", "action", "by"], "no plan removes it")];
    };
    let mut lacks = Vec::new();
    match &plan.owner {
        None => lacks.push(Lack::new(&["owner"], "its plan has no owner")),
        // The team that has the dependency removes it; asking the provider to do so is waiting by another name.
        Some(owner) if dependency.on.kind == "team" && *owner == dependency.on.id => {
            lacks.push(Lack::new(&["owner"], "its plan is owned by the team that is depended on"));
        }
        Some(_) => {}
    }
    if plan.action.is_none() {
        lacks.push(Lack::new(&["action"], "its plan has no action"));
    }
    match plan.by.map(|by| Due::of(by, world)) {
        None => lacks.push(Lack::new(&["by"], "its plan has no date")),
        Some(Due::Past) => lacks.push(Lack::new(&["by"], "the date of its plan has passed")),
        Some(Due::PutOff) => {
            let days = world.inputs.config.thresholds.plan_days;
            lacks.push(Lack::new(&["by"], format!("the date of its plan is more than {days} days ahead")));
        }
        Some(Due::Ahead) => {}
    }
    lacks
}
