//! Circles: people who report to each other, gates that come after each other.

use std::collections::{BTreeMap, BTreeSet};

use super::MOST_RELATED;
use crate::diagnostic::Diagnostic;
use crate::org::Org;
use crate::record::short;
use crate::source::At;

/// Reports circles of people and of gates.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    reporting_cycles(org, diagnostics);
    gate_cycles(org, diagnostics);
}

/// Reports each cycle of `reports-to` once, at the line of its first person in the alphabet.
fn reporting_cycles(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let manager = |id: &str| Some(org.people.get(id)?.reports_to.as_ref()?.value.as_str());
    for circle in circles(&org.people, manager) {
        report_cycle(org, &circle, diagnostics);
    }
}

/// Circles of steps from one entry to the next, each from its first id in the alphabet on.
pub(in crate::org) fn circles<'a, T>(
    entries: &'a BTreeMap<String, T>,
    next: impl Fn(&str) -> Option<&'a str>,
) -> Vec<Vec<&'a str>> {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    let mut circles = Vec::new();
    for start in entries.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut on_path: BTreeMap<&str, usize> = BTreeMap::new();
        let mut at = start.as_str();
        while !settled.contains(at) {
            if let Some(first) = on_path.insert(at, path.len()) {
                // A line may lead into the circle anywhere; where it is reported must not depend on that.
                let mut circle = path.split_off(first);
                let least = circle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(i, _)| i);
                circle.rotate_left(least);
                settled.extend(circle.iter().copied());
                circles.push(circle);
                break;
            }
            path.push(at);
            match next(at) {
                Some(after) => at = after,
                None => break,
            }
        }
        settled.extend(path);
    }
    circles
}

fn report_cycle(org: &Org, cycle: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    let lines: Vec<_> =
        cycle.iter().filter_map(|id| org.people.get(*id).and_then(|person| person.reports_to.as_ref())).collect();
    let Some((first, others)) = lines.split_first() else { return };
    if let [alone] = cycle {
        diagnostics.push(
            Diagnostic::error("reporting-cycle", format!("`{}` reports to themselves", short(alone)), first.span).help(
                "name the person they report to, or remove the entry; until then the reporting line leads to no leader",
            ),
        );
        return;
    }
    let mut diagnostic = Diagnostic::error("reporting-cycle", "people report to each other in a cycle", first.span)
        .label("in the cycle")
        .note(round(cycle))
        .help("one person in the cycle must report to a person outside it; until then the reporting lines in the cycle lead to no leader");
    for other in others.iter().take(MOST_RELATED) {
        diagnostic = diagnostic.related(other.span, "in the cycle");
    }
    diagnostics.push(diagnostic);
}

/// The ids of a circle with arrows between them, back to the first one; a long circle is cut.
fn round(cycle: &[&str]) -> String {
    let mut names: Vec<String> = cycle.iter().take(2 * MOST_RELATED).map(|id| short(id)).collect();
    if cycle.len() > names.len() {
        names.push(format!("({} more)", cycle.len() - names.len()));
    }
    names.extend(cycle.first().map(|id| short(id)));
    names.join(" -> ")
}

/// A gate on the way from where the search began.
struct Step<'a> {
    id: &'a str,
    /// References of it that are still to follow.
    after: std::slice::Iter<'a, At<String>>,
    /// The last step up to this one, counted from 1, that is in a circle already reported; 0 when there is none.
    told: usize,
}

/// Reports circles of `after`. Circles that share a gate are reported one at a time: fixing one may fix the other.
fn gate_cycles(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    for start in org.gates.keys() {
        let mut path: Vec<Step<'_>> = Vec::new();
        let mut on_path: BTreeMap<&str, usize> = BTreeMap::new();
        let mut next = Some(start.as_str());
        loop {
            let gate = next.take().filter(|id| !settled.contains(id)).and_then(|id| org.gates.get_key_value(id));
            if let Some((id, gate)) = gate {
                let told = path.last().map_or(0, |step| step.told);
                match on_path.get(id.as_str()) {
                    None => {
                        on_path.insert(id, path.len());
                        path.push(Step { id, after: gate.after.iter(), told });
                    }
                    Some(first) if told <= *first => report_gate_cycle(org, &mut path, *first, diagnostics),
                    Some(_) => {}
                }
            }
            let Some(step) = path.last_mut() else { break };
            match step.after.next() {
                Some(before) => next = Some(before.value.as_str()),
                None => {
                    settled.insert(step.id);
                    on_path.remove(step.id);
                    path.pop();
                }
            }
        }
    }
}

/// Reports the circle that the steps from `first` on make.
fn report_gate_cycle(org: &Org, path: &mut [Step<'_>], first: usize, diagnostics: &mut Vec<Diagnostic>) {
    for (index, step) in path.iter_mut().enumerate().skip(first) {
        step.told = index + 1;
    }
    let mut cycle: Vec<&str> = path[first..].iter().map(|step| step.id).collect();
    // The search may come into the circle anywhere; where it is reported must not depend on that.
    let least = cycle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(i, _)| i);
    cycle.rotate_left(least);
    let line = |(index, id): (usize, &&str)| {
        let next = cycle[(index + 1) % cycle.len()];
        org.gates.get(*id)?.after.iter().find(|before| before.value == next)
    };
    let lines: Vec<&At<String>> = cycle.iter().enumerate().filter_map(line).collect();
    let Some((first, others)) = lines.split_first() else { return };
    let what = match cycle[..] {
        [alone] => format!("gate `{}` comes after itself", short(alone)),
        _ => "gates come after each other in a cycle".to_owned(),
    };
    let mut diagnostic = Diagnostic::error("gate-cycle", what, first.span)
        .help("one of them comes first; until then no work can pass them in the stated order");
    if cycle.len() > 1 {
        diagnostic = diagnostic.label("in the cycle").note(round(&cycle));
    }
    for other in others.iter().take(MOST_RELATED) {
        diagnostic = diagnostic.related(other.span, "in the cycle");
    }
    diagnostics.push(diagnostic);
}
