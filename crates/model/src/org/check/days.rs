//! Days in the wrong order, within an entry and between entries.

use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::org::{Decision, Dependency, Initiative, Org};
use crate::record::short;
use crate::source::At;

/// Reports days in the wrong order.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    for initiative in org.initiatives.values() {
        initiative_in_order(initiative, diagnostics);
    }
    let inside = org.initiatives.values().flat_map(|entry| entry.dependencies.iter().map(|d| (&entry.id.value, d)));
    let outside = org.outside_dependencies.iter().map(|(id, dependency)| (&id.value, dependency));
    for (initiative, dependency) in inside.chain(outside) {
        dependency_in_order(initiative, dependency, diagnostics);
    }
    for allocation in org.allocations.iter() {
        let days = [("`from`", allocation.from.as_ref()), ("`until`", allocation.until.as_ref())];
        all_in_order(&days, "this allocation", diagnostics);
    }
    for gate in org.gates.values() {
        let days = [("`from`", gate.from.as_ref()), ("`until`", gate.until.as_ref())];
        all_in_order(&days, &format!("gate `{}`", short(&gate.id.value)), diagnostics);
    }
    for decision in org.decisions.values() {
        decision_in_order(org, decision, diagnostics);
    }
}

fn initiative_in_order(initiative: &Initiative, diagnostics: &mut Vec<Diagnostic>) {
    let what = format!("initiative `{}`", short(&initiative.id.value));
    let first_value = initiative.first_value().map(|value| &value.on);
    let days = [
        ("`idea`", initiative.idea.as_ref()),
        ("`committed`", initiative.committed.as_ref()),
        ("`value`", first_value),
        ("`ended`", initiative.ended.as_ref()),
    ];
    all_in_order(&days, &what, diagnostics);
    for pause in &initiative.pauses {
        let days = [("`from`", Some(&pause.from)), ("`until`", pause.until.as_ref())];
        all_in_order(&days, &format!("a pause of {what}"), diagnostics);
        all_in_order(&[("`from`", Some(&pause.from)), ("`ended`", initiative.ended.as_ref())], &what, diagnostics);
    }
    if initiative.value.len() > 1 {
        let last_value = initiative.last_value().map(|value| &value.on);
        all_in_order(&[("`value`", last_value), ("`ended`", initiative.ended.as_ref())], &what, diagnostics);
    }
}

fn decision_in_order(org: &Org, decision: &Decision, diagnostics: &mut Vec<Diagnostic>) {
    let what = format!("decision `{}`", short(&decision.id.value));
    let (opened, decided) = (decision.opened.as_ref(), decision.decided.as_ref());
    let path = [("`opened`", opened), ("`decided`", decided), ("`communicated`", decision.communicated.as_ref())];
    all_in_order(&path, &what, diagnostics);
    for later in [("`reversed`", decision.reversed.as_ref()), ("`actual-on`", decision.actual_on.as_ref())] {
        all_in_order(&[("`decided`", decided), later], &what, diagnostics);
    }
    let initiative = decision.initiative.as_ref().and_then(|id| org.initiatives.get(&id.value));
    if let Some(initiative) = initiative
        && let (Some(decided), Some(idea)) = (decided, initiative.idea.as_ref())
        && decided.value < idea.value
    {
        let name = short(&initiative.id.value);
        let message = format!("{what} was made before the idea of initiative `{name}` was written down");
        let days = idea.value.days_since(decided.value);
        diagnostics.push(
            Diagnostic::warning("decision-before-initiative", message, decided.span)
                .label(format!("{} is {} earlier", decided.value, count_days(days)))
                .related(idea.span, format!("`idea` is {}", idea.value))
                .help("fix one of the two days, or name the initiative that the decision belongs to"),
        );
    }
}

fn dependency_in_order(initiative: &str, dependency: &Dependency, diagnostics: &mut Vec<Diagnostic>) {
    if let (Some(from), Some(until)) = (&dependency.from, &dependency.until) {
        in_order(("`from`", from), ("`until`", until), "this dependency", diagnostics);
    }
    if dependency.on.value.kind == "initiative" && dependency.on.value.id == initiative {
        let what = format!("initiative `{}` depends on itself", short(initiative));
        diagnostics.push(
            Diagnostic::warning("own-dependency", what, dependency.on.span)
                .help("name the team or component that it waits for, or drop the entry"),
        );
    }
}

/// Compares each stated day with the next one that is stated.
pub(super) fn all_in_order(days: &[(&str, Option<&At<Day>>)], what: &str, diagnostics: &mut Vec<Diagnostic>) {
    let stated: Vec<(&str, &At<Day>)> = days.iter().filter_map(|(name, day)| Some((*name, (*day)?))).collect();
    for pair in stated.windows(2) {
        in_order(pair[0], pair[1], what, diagnostics);
    }
}

fn in_order(earlier: (&str, &At<Day>), later: (&str, &At<Day>), what: &str, diagnostics: &mut Vec<Diagnostic>) {
    let ((earlier_name, earlier), (later_name, later)) = (earlier, later);
    if later.value < earlier.value {
        let days = earlier.value.days_since(later.value);
        diagnostics.push(
            Diagnostic::error(
                "impossible-dates",
                format!("{later_name} of {what} is before {earlier_name}"),
                later.span,
            )
            .label(format!("{} is {} too early", later.value, count_days(days)))
            .related(earlier.span, format!("{earlier_name} is {}", earlier.value))
            .help("fix one of the two; until then durations between them are left out"),
        );
    }
}

fn count_days(days: i64) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}
