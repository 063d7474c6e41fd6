//! Coding agents among the people of an organization: a person answers for each, and none leads, attests or holds an
//! office.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::org::{Org, Person};
use crate::record::short;
use crate::source::At;

/// Reports agents for whom nobody answers, and what is given to an agent that only a person can have.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let agents: BTreeMap<&str, &Person> =
        org.people.iter().filter(|(_, person)| person.is_agent()).map(|(id, person)| (id.as_str(), person)).collect();
    for person in org.people.values() {
        answerable(person, &agents, diagnostics);
    }
    if agents.is_empty() {
        return;
    }
    let mut refuse = |at: &At<String>, what: String| {
        let Some(agent) = agents.get(at.value.as_str()) else { return };
        let message = format!("`{}` is an agent, and {what}", short(&at.value));
        let report =
            Diagnostic::error("agent-in-charge", message, at.span).label("no person").note("it is passed over");
        diagnostics.push(match &agent.answerable {
            Some(person) => report.help(format!("name a person; `{}` answers for it", short(&person.value))),
            None => report.help("name a person"),
        });
    };
    for initiative in org.initiatives.values() {
        initiative.leaders.iter().for_each(|leader| refuse(leader, "never leads an initiative".to_owned()));
        initiative.capable.iter().for_each(|one| refuse(&one.by, "attests nothing".to_owned()));
    }
    org.attestations.iter().for_each(|one| refuse(&one.by, "attests nothing".to_owned()));
    for function in org.functions.values() {
        let offices = [&function.head, &function.standard_owner].into_iter().flatten();
        offices.for_each(|person| refuse(person, "holds no office of a function".to_owned()));
    }
    for leader in org.triage.iter().flat_map(|triage| &triage.leaders) {
        refuse(&leader.person, "never leads an initiative".to_owned());
    }
    for person in org.people.values() {
        person.reports_to.iter().for_each(|manager| refuse(manager, "has nobody reporting to it".to_owned()));
    }
    for gate in org.gates.values() {
        let owner = gate.owner.iter().filter(|owner| owner.value.kind == "person");
        owner.for_each(|owner| {
            refuse(&At::new(owner.value.id.clone(), owner.span), "holds no approval gate".to_owned());
        });
    }
}

/// Reports an agent for whom nobody answers, or another agent.
fn answerable(person: &Person, agents: &BTreeMap<&str, &Person>, diagnostics: &mut Vec<Diagnostic>) {
    let id = short(&person.id.value);
    let span = person.kind.as_ref().map_or(person.id.span, |kind| kind.span);
    match (&person.answerable, person.is_agent()) {
        (None, true) => {
            let message = format!("nobody answers for what the agent `{id}` does");
            diagnostics.push(
                Diagnostic::warning("agent-without-person", message, span)
                    .help("name who does, as in `answerable = \"ines\"`"),
            );
        }
        (Some(other), true) if agents.contains_key(other.value.as_str()) => {
            let message = format!("`{}` answers for `{id}`, and is an agent too", short(&other.value));
            diagnostics.push(Diagnostic::error("agent-without-person", message, other.span).help("name a person"));
        }
        (Some(other), false) => {
            let message = format!("`{id}` is a person, and answers for themselves");
            diagnostics.push(
                Diagnostic::warning("no-agent", message, other.span)
                    .help("take `answerable` out, or write `kind = \"agent\"`"),
            );
        }
        _ => {}
    }
}
