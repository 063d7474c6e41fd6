//! What is wrong between entries: references that lead nowhere, cycles, days in the wrong order, shares over 1.

use std::collections::{BTreeMap, BTreeSet};

use super::{Allocation, Dependency, Initiative, Org, WishedForm};
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::record::short;
use crate::source::At;

/// More places than these help nobody to find the first one.
const MOST_RELATED: usize = 5;

/// Reports what is wrong between entries.
pub(super) fn check(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    references(org, diagnostics);
    reporting_cycles(org, diagnostics);
    for initiative in org.initiatives.values() {
        days_in_order(initiative, diagnostics);
        functional_without_reason(initiative, diagnostics);
        for dependency in &initiative.dependencies {
            dependency_in_order(&initiative.id.value, dependency, diagnostics);
        }
    }
    for (initiative, dependency) in &org.outside_dependencies {
        dependency_in_order(&initiative.value, dependency, diagnostics);
    }
    for allocation in &org.allocations {
        if let (Some(from), Some(until)) = (&allocation.from, &allocation.until) {
            in_order(("`from`", from), ("`until`", until), "this allocation", diagnostics);
        }
    }
    shares_over_one(org, diagnostics);
}

fn references(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let mut person = |id: &At<String>| refer("person", id, &org.people, diagnostics);
    for entry in org.people.values() {
        entry.reports_to.iter().for_each(&mut person);
    }
    for entry in org.teams.values() {
        entry.members.iter().for_each(&mut person);
    }
    for entry in org.functions.values() {
        entry.head.iter().for_each(&mut person);
    }
    for entry in org.initiatives.values() {
        entry.leaders.iter().chain(&entry.people).for_each(&mut person);
        entry.metrics.iter().filter_map(|metric| metric.owner.as_ref()).for_each(&mut person);
    }
    org.allocations.iter().map(|entry| &entry.person).for_each(&mut person);
    org.attestations.iter().map(|entry| &entry.by).for_each(&mut person);

    let mut team = |id: &At<String>| refer("team", id, &org.teams, diagnostics);
    org.initiatives.values().filter_map(|entry| entry.team.as_ref()).for_each(&mut team);
    let plans = dependencies(org).filter_map(|dependency| dependency.plan.as_ref());
    plans.filter_map(|plan| plan.owner.as_ref()).for_each(&mut team);
    org.components.values().filter_map(|entry| entry.owner.as_ref()).for_each(&mut team);

    let mut initiative = |id: &At<String>| refer("initiative", id, &org.initiatives, diagnostics);
    org.teams.values().flat_map(|entry| &entry.initiatives).for_each(&mut initiative);
    org.allocations.iter().map(|entry| &entry.initiative).for_each(&mut initiative);
    org.attestations.iter().map(|entry| &entry.initiative).for_each(&mut initiative);
    org.outside_dependencies.iter().map(|(id, _)| id).for_each(&mut initiative);

    let on = dependencies(org).map(|dependency| &dependency.on);
    let scope = org.initiatives.values().flat_map(|entry| &entry.scope).filter(|at| at.value.kind == "component");
    for at in on.chain(scope) {
        let id = At::new(at.value.id.clone(), at.span);
        match at.value.kind.as_str() {
            "team" => refer("team", &id, &org.teams, diagnostics),
            "function" => refer("function", &id, &org.functions, diagnostics),
            "component" => refer("component", &id, &org.components, diagnostics),
            "initiative" => refer("initiative", &id, &org.initiatives, diagnostics),
            _ => refer("person", &id, &org.people, diagnostics),
        }
    }
}

fn dependencies(org: &Org) -> impl Iterator<Item = &Dependency> {
    let inside = org.initiatives.values().flat_map(|entry| &entry.dependencies);
    inside.chain(org.outside_dependencies.iter().map(|(_, dependency)| dependency))
}

fn refer<T>(kind: &str, id: &At<String>, known: &BTreeMap<String, T>, diagnostics: &mut Vec<Diagnostic>) {
    // Where no entry of a kind is written at all, its ids are taken as written: evidence may know them.
    if known.is_empty() || known.contains_key(&id.value) {
        return;
    }
    let shown = short(&id.value);
    diagnostics.push(
        Diagnostic::error("unknown-reference", format!("there is no {kind} `{shown}`"), id.span)
            .label("not described in any file")
            .suggest(&id.value, known.keys().map(String::as_str))
            .help(format!("or describe it: `[{kind}.{}]`", as_key(&shown))),
    );
}

/// An id as it is written in a header: in quotes unless it is a bare key.
fn as_key(id: &str) -> String {
    let bare = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { id.to_owned() } else { format!("\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// Reports each cycle of `reports-to` once, at the line of its first person in the alphabet.
fn reporting_cycles(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    for start in org.people.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut on_path: BTreeMap<&str, usize> = BTreeMap::new();
        let mut at = start.as_str();
        while !settled.contains(at) {
            if let Some(first) = on_path.insert(at, path.len()) {
                // A line may lead into the circle anywhere; where it is reported must not depend on that.
                let mut circle = path.split_off(first);
                let least = circle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(i, _)| i);
                circle.rotate_left(least);
                report_cycle(org, &circle, diagnostics);
                settled.extend(circle);
                break;
            }
            path.push(at);
            match org.people.get(at).and_then(|person| person.reports_to.as_ref()) {
                Some(next) => at = next.value.as_str(),
                None => break,
            }
        }
        settled.extend(path);
    }
}

fn report_cycle(org: &Org, cycle: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    let lines: Vec<_> =
        cycle.iter().filter_map(|id| org.people.get(*id).and_then(|person| person.reports_to.as_ref())).collect();
    let Some((first, others)) = lines.split_first() else { return };
    if let [alone] = cycle {
        diagnostics.push(
            Diagnostic::error("reporting-cycle", format!("`{}` reports to themselves", short(alone)), first.span)
                .help("name who they report to, or drop the line; until then it leads to no leader"),
        );
        return;
    }
    let mut names: Vec<String> = cycle.iter().take(2 * MOST_RELATED).map(|id| short(id)).collect();
    if cycle.len() > names.len() {
        names.push(format!("({} more)", cycle.len() - names.len()));
    }
    names.extend(cycle.first().map(|id| short(id)));
    let mut diagnostic = Diagnostic::error("reporting-cycle", "people report to each other in a circle", first.span)
        .label("in the circle")
        .note(names.join(" -> "))
        .help("somebody in the circle reports to nobody in it; until then the lines in the circle lead to no leader");
    for other in others.iter().take(MOST_RELATED) {
        diagnostic = diagnostic.related(other.span, "in the circle");
    }
    diagnostics.push(diagnostic);
}

fn days_in_order(initiative: &Initiative, diagnostics: &mut Vec<Diagnostic>) {
    let what = format!("initiative `{}`", short(&initiative.id.value));
    let first_value = initiative.value.as_ref().map(|value| &value.on);
    let days = [
        ("`idea`", initiative.idea.as_ref()),
        ("`committed`", initiative.committed.as_ref()),
        ("`value`", first_value),
        ("`ended`", initiative.ended.as_ref()),
    ];
    let stated: Vec<(&str, &At<Day>)> = days.into_iter().filter_map(|(name, day)| Some((name, day?))).collect();
    for pair in stated.windows(2) {
        in_order(pair[0], pair[1], &what, diagnostics);
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
            .label(format!("{} is {days} {} too early", later.value, if days == 1 { "day" } else { "days" }))
            .related(earlier.span, format!("{earlier_name} is {}", earlier.value))
            .help("mend one of the two; until then durations between them are left out"),
        );
    }
}

fn functional_without_reason(initiative: &Initiative, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(form) = initiative.form.as_ref().filter(|form| form.value == WishedForm::Functional)
        && initiative.why.is_none()
    {
        let what = format!("initiative `{}` is declared functional without a reason", short(&initiative.id.value));
        diagnostics.push(
            Diagnostic::warning("functional-without-reason", what, form.span)
                .note("without a reason nobody can tell a choice from an omission, so its form is not shown")
                .help("add `why = \"...\"`"),
        );
    }
}

/// Reports days on which somebody's stated shares add up to more than all of their time.
fn shares_over_one(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    let mut by_person: BTreeMap<&str, Vec<&Allocation>> = BTreeMap::new();
    for allocation in &org.allocations {
        by_person.entry(&allocation.person.value).or_default().push(allocation);
    }
    for (person, allocations) in by_person {
        let Some(start) = first_day_over_one(&allocations) else { continue };
        let day = start.unwrap_or(Day::from_epoch_days(i32::MIN));
        let mut held: Vec<&Allocation> = allocations.into_iter().filter(|a| a.holds_on(day)).collect();
        // Files may come in any order; the share that came last in time is the one to look at.
        held.sort_by_key(|a| (a.from.as_ref().map(|at| at.value), a.share.span));
        let Some((last, others)) = held.split_last() else { continue };
        let sum: f64 = held.iter().map(|a| a.share.value).sum();
        let sum = if sum < 1.005 { "slightly more than 1".to_owned() } else { format!("{sum:.2}") };
        let when = start.map_or(String::new(), |day| format!(" on {day}"));
        let what = format!("the shares of `{}` add up to {sum}{when}", short(person));
        let mut diagnostic = Diagnostic::error("shares-over-one", what, last.share.span)
            .label("more than all of the time")
            .help("lower one of them, or end the earlier one with `until`; until then all of them count");
        for other in others.iter().take(MOST_RELATED) {
            diagnostic = diagnostic.related(other.share.span, "together with this one");
        }
        diagnostics.push(diagnostic);
    }
}

/// The first day on which shares add up to more than 1, `None` inside for "always"; outside when there is none.
fn first_day_over_one(allocations: &[&Allocation]) -> Option<Option<Day>> {
    let mut steps: Vec<(Option<Day>, f64)> = Vec::new();
    for allocation in allocations {
        let (from, until) = (allocation.from.as_ref().map(|at| at.value), allocation.until.as_ref().map(|at| at.value));
        if until.is_some_and(|until| from.is_some_and(|from| until <= from)) {
            continue;
        }
        steps.push((from, allocation.share.value));
        if until.is_some() {
            steps.push((until, -allocation.share.value));
        }
    }
    // On a day, what ends comes before what begins: `until` is the first day on which it no longer holds.
    steps.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut sum = 0.0;
    steps.into_iter().find_map(|(day, step)| {
        sum += step;
        (sum > 1.0 + 1e-9).then_some(day)
    })
}
