//! `dependencies-known`: is every dependency that evidence shows also declared?

use std::collections::BTreeSet;

use onethread_model::Change;
use onethread_model::facts::FactKind;
use onethread_model::source::Place;

use super::Criterion;
use crate::measure::{Initiative, World};
use crate::review::attested::{self, YEAR};
use crate::review::{Answer, Judgement};
use crate::words::{join, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "dependencies-known",
    short: "needs known",
    question: "Is every dependency that evidence shows also declared?",
    page: include_str!("dependencies_known.md"),
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let named = named_teams(initiative);
    let observed = observed(initiative, world);
    let undeclared: Vec<&Observed> =
        observed.iter().filter(|seen| !seen.teams.iter().any(|team| named.contains(team.as_str()))).collect();
    if !undeclared.is_empty() {
        let mut judgement = Judgement::new(Answer::Fails);
        for seen in undeclared {
            judgement = judgement.because(seen.says(), &seen.place);
            let on = seen.teams.first().map_or_else(String::new, |team| format!("team:{team}"));
            let change = Change::DeclareDependency { initiative: initiative.id.clone(), on };
            if !judgement.would_change.contains(&change) {
                judgement = judgement.change(change);
            }
        }
        return judgement;
    }
    let full: Vec<&Observed> = observed.iter().filter(|seen| !seen.is_approval).collect();
    if let Some(first) = full.first() {
        let says =
            format!("{}, each of them declared", plural(full.len(), "observed dependency", "observed dependencies"));
        return Judgement::new(Answer::Holds).because(says, &first.place);
    }
    let attested = attested::newest(world, &initiative.id, CRITERION.key, YEAR, |_| true).filter(|one| one.fresh);
    if let Some(one) = attested.as_ref().filter(|one| one.answer == Answer::Holds) {
        let says = format!("`{}` attests on {} that all are declared", one.by, one.on);
        return Judgement::new(Answer::Holds).because(says, &one.place).remark("attested, not observed");
    }
    let declared = plural(initiative.dependencies.len(), "dependency is", "dependencies are");
    let mut judgement = Judgement::new(Answer::NotShown);
    judgement = match initiative.dependencies.first() {
        Some(first) => {
            judgement.because(format!("{declared} declared, and nothing observes what else it needs"), &first.place)
        }
        None => judgement.remark("none is declared, and nothing observes what it needs"),
    };
    if let Some(approval) = observed.first() {
        let says = format!(
            "{}, all from teams it names",
            plural(observed.len(), "approver of known team", "approvers of known team")
        );
        judgement = judgement.because(says, &approval.place);
    }
    if let Some(one) = attested.filter(|one| one.answer == Answer::Fails) {
        let says = format!("`{}` attests on {} that some are not declared, and none is seen", one.by, one.on);
        judgement = judgement.because(says, &one.place);
    }
    judgement.needs(FactKind::Dependency).ask("the leader", "Whom did you wait for in the last three months?")
}

/// The initiative's own team and all that it declares to need.
fn named_teams(initiative: &Initiative) -> BTreeSet<&str> {
    let declared = initiative.dependencies.iter().filter(|d| matches!(d.on.kind.as_str(), "team" | "function"));
    declared.map(|d| d.on.id.as_str()).chain(initiative.team.as_ref().map(|team| team.value.as_str())).collect()
}

/// Something that the initiative is seen to need.
struct Observed {
    /// The teams that may supply it; naming one of them is enough.
    teams: Vec<String>,
    class: String,
    is_approval: bool,
    place: Place,
}

impl Observed {
    fn says(&self) -> String {
        let teams: Vec<&str> = self.teams.iter().map(String::as_str).collect();
        if self.is_approval {
            format!("an approver it requires holds office in {}, which it does not name", join(&teams))
        } else {
            format!("a {} dependency on {} is seen and not declared", self.class, join(&teams))
        }
    }
}

fn observed(initiative: &Initiative, world: &World<'_>) -> Vec<Observed> {
    let facts = world.facts;
    let mut all: Vec<Observed> = world
        .observed_dependencies_of(&initiative.id)
        .map(|row| Observed {
            teams: vec![facts.text(row.on).to_owned()],
            class: facts.text(row.class).to_owned(),
            is_approval: false,
            place: facts.place(row.at),
        })
        .collect();
    if initiative.team.is_some() {
        for approver in &initiative.approvers {
            let teams: Vec<String> = world.people.offices(&approver.value).map(|(team, _)| team.to_owned()).collect();
            if !teams.is_empty() {
                all.push(Observed {
                    teams,
                    class: "approval".to_owned(),
                    is_approval: true,
                    place: approver.place.clone(),
                });
            }
        }
    }
    all
}
