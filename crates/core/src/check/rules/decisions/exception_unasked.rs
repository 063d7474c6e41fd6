//! `DC109`: an exception to standing governance does not say that whoever holds it was asked.

use onethread_model::diagnostic::Spot;
use onethread_model::org::{Gate, Org};
use onethread_model::record::Reference;

use super::governance_overridden::holds;
use super::{Case, cases};
use crate::check::{Context, Finding, Level, Need, Rule, RuleOutcome, Touches};

pub(super) const RULE: Rule = Rule {
    code: "DC109",
    name: "exception-unasked",
    title: "An exception to standing governance does not record who was consulted",
    level: Level::Info,
    opt_in: false,
    page: include_str!("exception_unasked.md"),
    touches: Touches::People,
    needs: &[Need::Entries("decision"), Need::Entries("gate")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    let org = context.world.inputs.org;
    for case in cases(context).filter(|case| case.made_of_late(context).is_some()) {
        let Some(written) = case.written else { continue };
        let gate = written.exception_to.as_ref().and_then(|gate| org.gates.get(&gate.value));
        let Some((gate, owner)) =
            gate.filter(|gate| gate.standing).and_then(|gate| gate.owner.as_ref().map(|o| (gate, o)))
        else {
            continue;
        };
        found.evaluated += 1;
        let decided =
            written.decided_by.as_ref().map(|by| Reference { kind: "person".to_owned(), id: by.value.clone() });
        let mut asked = written.consulted.iter().map(|who| &who.value).chain(&decided);
        if !asked.any(|who| speaks_for(who, gate, &owner.value, org)) {
            found.push(finding(context, &case, gate, &owner.value));
        }
    }
    found
}

/// Whether someone is whoever holds a gate, or of the function or team that holds it.
fn speaks_for(who: &Reference, gate: &Gate, owner: &Reference, org: &Org) -> bool {
    if who == owner {
        return true;
    }
    let is_of = match owner.kind.as_str() {
        "function" => org.people.get(&who.id).and_then(|person| person.function.as_ref()).is_some_and(|function| {
            let title = org.functions.get(&owner.id).and_then(|function| function.title.as_ref());
            function.value == owner.id || title.is_some_and(|title| title.value.eq_ignore_ascii_case(&function.value))
        }),
        "team" => org.teams.get(&owner.id).is_some_and(|team| team.members.iter().any(|one| one.value == who.id)),
        _ => false,
    };
    who.kind == "person" && (is_of || holds(gate, &who.id, org))
}

fn finding(context: &Context<'_>, case: &Case<'_>, gate: &Gate, owner: &Reference) -> Finding {
    let (id, gate_id) = (&case.known.id, &gate.id.value);
    // The gate's own entry names a person who holds it; nothing else needs to.
    let is_person = owner.kind == "person";
    let holder = if is_person { "whoever holds it".to_owned() } else { owner.to_string() };
    let message = format!("`{id}` is an exception to {gate_id}, and does not record that {holder} was consulted");
    let exception = case.written.and_then(|written| written.exception_to.as_ref());
    let spot = exception.map_or_else(|| case.spot(context), |exception| Spot::Span(exception.span));
    case.finding(context, message, spot)
        .label(if is_person { "held by a person".to_owned() } else { format!("held by {holder}") })
        .related(Spot::Span(gate.id.span), "standing governance: applies to everyone")
        .note("nobody can grant an exception to themselves")
        .help(if is_person {
            "if they agreed, add them under `consulted`; if nobody asked them, ask now".to_owned()
        } else {
            format!("if they agreed, add `consulted = [\"{holder}\"]`; if nobody asked them, ask now")
        })
}
