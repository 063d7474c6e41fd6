//! `dependencies-known`: is every dependency that evidence shows also declared?

use onethread_model::facts::FactKind;
use onethread_model::source::Place;

use super::Criterion;
use crate::measure::register::{Class, Entry, Seen, WINDOW_DAYS};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::attested::{self, ATTESTED_DAYS};
use crate::review::{Answer, Judgement};
use crate::words::{join, plural, thousands};

pub(super) const CRITERION: Criterion = Criterion {
    key: "dependencies-known",
    short: "needs known",
    question: "Is every dependency that evidence shows also declared?",
    page: include_str!("dependencies_known.md"),
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let entries: Vec<&Entry> = world.needs().of_initiative(initiative).collect();
    let shown: Vec<&Entry> = entries.iter().copied().filter(|entry| entry.needed().next().is_some()).collect();
    let mut undeclared = Judgement::new(Answer::Fails);
    for entry in shown.iter().filter(|entry| entry.is_undeclared()) {
        for seen in entry.needed() {
            undeclared = say(undeclared, entry, seen, initiative);
        }
        undeclared = undeclared.change(moves::declare_dependency::change(&initiative.id, &entry.on));
    }
    let attested =
        attested::newest(world, &initiative.id, CRITERION.key, ATTESTED_DAYS, |_| true).filter(|one| one.fresh);
    let holds = attested.as_ref().filter(|one| one.answer == Answer::Holds);
    let attests = |judgement: Judgement| match holds {
        Some(one) => judgement.because(format!("`{}` attests on {} that all are declared", one.by, one.on), &one.place),
        None => judgement,
    };
    let mut judgement = if !undeclared.because.is_empty() {
        undeclared
    } else if let Some(place) = shown.first().and_then(|entry| place(entry)) {
        let says =
            format!("{}, each of them declared", plural(shown.len(), "observed dependency", "observed dependencies"));
        attests(Judgement::new(Answer::Holds).because(says, &place))
    } else if holds.is_some() {
        attests(Judgement::new(Answer::Holds)).remark("attested, not observed")
    } else {
        let judgement = not_shown(initiative);
        match attested {
            Some(one) => judgement.because(
                format!("`{}` attests on {} that some are not declared, and none is observed", one.by, one.on),
                &one.place,
            ),
            None => judgement,
        }
    };
    judgement.n = shown.iter().flat_map(|entry| entry.needed()).map(|seen| seen.n).sum();
    hints(judgement, &entries)
}

fn not_shown(initiative: &Initiative) -> Judgement {
    let declared = plural(initiative.dependencies.len(), "dependency is", "dependencies are");
    let judgement = Judgement::new(Answer::NotShown);
    let judgement = match initiative.dependencies.first() {
        Some(first) => {
            judgement.because(format!("{declared} declared, and nothing shows what else it needs"), &first.place)
        }
        None => judgement.remark("none is declared, and nothing shows what it needs"),
    };
    judgement.needs(FactKind::Dependency).ask("the leader", "Whom did you wait for in the last three months?")
}

fn place(entry: &Entry) -> Option<Place> {
    let mut behind = entry.needed().flat_map(|seen| &seen.behind);
    behind.next().map(|behind| behind.place.clone())
}

fn say(judgement: Judgement, entry: &Entry, seen: &Seen, initiative: &Initiative) -> Judgement {
    let on = entry.on.strip_prefix("team:").unwrap_or(&entry.on);
    let says = match (seen.class, &seen.strength, &seen.risk) {
        (class, ..) if seen.recorded => format!("a {} dependency on {on} is observed and not declared", class.key()),
        (Class::Structural, ..) => {
            format!("it is built with {} of {on}, and {on} is not declared", plural(seen.n, "component", "components"))
        }
        (Class::Evolutionary, Some(strength), Some(risk)) => format!(
            "{} of {} in its code touch that of {on} too, {:.1} times as often as expected by chance (95 % CI {:.1} or \
             more), and it is not declared",
            thousands(seen.n as u128),
            plural(strength.of, "change-set", "change-sets"),
            risk.ratio,
            risk.low
        ),
        (Class::Review, ..) => {
            format!(
                "{on} was asked for {} in {WINDOW_DAYS} days, and is not declared",
                plural(seen.n, "review", "reviews")
            )
        }
        (Class::Approval, ..) if seen.is_of_named_approvers() => {
            let approvers = plural(seen.n, "approver it requires holds", "approvers it requires hold");
            format!("{approvers} office in {on}, which it has not declared")
        }
        _ => format!(
            "{on} was asked for {} in {WINDOW_DAYS} days, and is not declared",
            plural(seen.n, "approval", "approvals")
        ),
    };
    let place = seen.behind.first().map(|behind| &behind.place);
    judgement.because(says, place.unwrap_or(&initiative.place))
}

/// Adds who reviews or approves now and then without being declared. It never decides the answer.
fn hints(judgement: Judgement, entries: &[&Entry]) -> Judgement {
    let asked = entries.iter().filter(|entry| !entry.declared && entry.needed().next().is_none());
    let counted = asked.filter_map(|entry| {
        let of = |class: Class| entry.of(class).map_or(0, |seen| seen.n);
        let n = of(Class::Review) + of(Class::Approval);
        Some((entry.on.strip_prefix("team:")?, n)).filter(|_| n > 0)
    });
    let counted: Vec<(&str, usize)> = counted.collect();
    let names: Vec<&str> = counted.iter().map(|(on, _)| *on).collect();
    match counted.iter().map(|(_, n)| n).sum::<usize>() {
        0 => judgement,
        n => judgement.remark(format!(
            "{} by {}, which it does not declare, are fewer than one a month from each",
            plural(n, "review or approval", "reviews or approvals"),
            join(&names)
        )),
    }
}
