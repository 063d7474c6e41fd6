//! Statements that contradict each other, or that need another one to mean something.

use std::collections::BTreeMap;

use super::references::References;
use crate::diagnostic::{Diagnostic, Severity, Spot};
use crate::org::{Attestation, Initiative, Org, WishedForm};
use crate::record::short;
use crate::source::{At, Sources};

/// What stands for the organization's own tenets where a decision cites one.
const ORGANIZATION: &str = "organization";

/// Reports statements that contradict each other, or lack their other half.
pub(super) fn check(org: &Org, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    for initiative in org.initiatives.values() {
        functional_without_reason(initiative, diagnostics);
        led_and_vacant(initiative, diagnostics);
        metrics_named_once(initiative, diagnostics);
    }
    team_works_elsewhere(org, diagnostics);
    attested_both_ways(org, diagnostics);
    incapability(org, diagnostics);
    let mut references = References::new(org, sources, diagnostics);
    for cited in org.decisions.values().flat_map(|decision| &decision.cites) {
        cited_tenet(&mut references, cited);
    }
}

fn functional_without_reason(initiative: &Initiative, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(form) = initiative.form.as_ref().filter(|form| form.value == WishedForm::Functional)
        && initiative.why.is_none()
    {
        let what = format!("initiative `{}` is declared functional without a reason", short(&initiative.id.value));
        diagnostics.push(
            Diagnostic::warning("functional-without-reason", what, form.span)
                .note("without a reason a choice looks like an omission, so its form is not shown")
                .help("add `why = \"...\"`"),
        );
    }
}

/// Both are the organization's own words, so that neither outranks the other.
fn led_and_vacant(initiative: &Initiative, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(leader), Some(vacant)) = (initiative.leaders.first(), &initiative.vacant) else { return };
    let what = format!("initiative `{}` names a leader and states that nobody leads it", short(&initiative.id.value));
    diagnostics.push(
        Diagnostic::warning("contradictory-leader", what, leader.span)
            .label("a leader is named")
            .related(vacant.span, format!("nobody leads it from {} on", vacant.value))
            .help("keep the one that is true; from that day on it is not shown who leads"),
    );
}

/// An initiative names a team that says it works on something else.
fn team_works_elsewhere(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    for initiative in org.initiatives.values() {
        let id = &initiative.id.value;
        let Some((named, elsewhere)) = initiative.team.as_ref().zip(org.team_elsewhere(id)) else { continue };
        let (team, id) = (short(&named.value), short(id));
        let what = format!("initiative `{id}` names team `{team}`, which says it works on something else");
        diagnostics.push(
            Diagnostic::warning("contradictory-team", what, named.span)
                .label("has it, says the initiative")
                .related(elsewhere.span, "works on this, says the team")
                .help(format!(
                    "add `{id}` to `initiative` of `{team}`, or name another team; until then it is not shown who works on it"
                )),
        );
    }
}

fn metrics_named_once(initiative: &Initiative, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, &At<String>> = BTreeMap::new();
    for metric in &initiative.metrics {
        let name = metric.name.value.trim();
        let Some(known) = first.get(name) else {
            first.insert(name, &metric.name);
            continue;
        };
        let what = format!("initiative `{}` has two metrics named `{}`", short(&initiative.id.value), short(name));
        diagnostics.push(
            Diagnostic::warning("duplicate-metric", what, metric.name.span)
                .label("second time")
                .related(known.span, "first time")
                .help("name them apart, or drop one: points of a metric are found by its name"),
        );
    }
}

/// Answers may change over time. Both places are shown, because the older answer is easily taken for the present one.
fn attested_both_ways(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    // Answers about two leaders do not contradict each other.
    let mut about: BTreeMap<(&str, &str, Option<&str>), Vec<&Attestation>> = BTreeMap::new();
    for attestation in org.attestations.iter().filter(|one| !is_of_incapability(one)) {
        let leader = attestation.leader.as_ref().map(|leader| leader.value.as_str());
        let key = (attestation.initiative.value.as_str(), attestation.criterion.value.as_str(), leader);
        about.entry(key).or_default().push(attestation);
    }
    for ((initiative, criterion, _), mut answers) in about {
        answers.sort_by_key(|answer| (answer.on.value, answer.on.span));
        let Some((newest, older)) = answers.split_last() else { continue };
        let Some(other) = older.iter().rev().find(|answer| answer.holds != newest.holds) else { continue };
        let word = |answer: &Attestation| if answer.holds { "holds" } else { "fails" };
        let subject = format!("`{}` of initiative `{}`", short(criterion), short(initiative));
        let same_day = newest.on.value == other.on.value;
        let (severity, what, help) = if same_day {
            let what = format!("{subject} is attested both ways on {}", newest.on.value);
            (Severity::Warning, what, "keep the one that is true; until then neither of them counts")
        } else {
            let what = format!("{subject} is attested both ways, and the newest answer counts");
            (Severity::Note, what, "nothing is to be done if the answer changed")
        };
        diagnostics.push(
            Diagnostic::new(severity, "contradictory-attestations", what, Spot::Span(newest.on.span))
                .label(format!("`{}` on {}", word(newest), newest.on.value))
                .related(other.on.span, format!("`{}` on {}", word(other), other.on.value))
                .help(help),
        );
    }
}

/// Whether an attestation says of a person that they are not capable.
fn is_of_incapability(attestation: &Attestation) -> bool {
    attestation.criterion.value == "capable" && !attestation.holds
}

/// Nobody attests that a person is incapable: what is decided about an appointment is no matter for a file.
fn incapability(org: &Org, diagnostics: &mut Vec<Diagnostic>) {
    for attestation in org.attestations.iter().filter(|one| is_of_incapability(one)) {
        let what = format!(
            "a file does not state that a person is not capable, so this says nothing about initiative `{}`",
            short(&attestation.initiative.value)
        );
        diagnostics.push(
            Diagnostic::warning("incapability-attested", what, attestation.criterion.span)
                .label("only `answer = \"holds\"` is read")
                .help(
                    "remove this attestation: whether the leader goes on is for a conversation with the leader; when that \
                     has been decided, write `leader = ...` or `vacant = <day>`",
                ),
        );
    }
}

/// A tenet is cited as its owner and its number: `returns:1`, `organization:2`.
fn cited_tenet(references: &mut References<'_>, cited: &At<String>) {
    let org = references.org;
    let parts = cited.value.rsplit_once(':').map(|(owner, number)| (owner.trim(), number.trim().parse::<usize>()));
    let Some((owner, Ok(number))) = parts.filter(|(owner, _)| !owner.is_empty()) else {
        let what = format!("`{}` is no tenet", short(&cited.value));
        references.diagnostics.push(
            Diagnostic::error("wrong-type", what, cited.span)
                .label("expected an owner and a number")
                .help("as in \"returns:1\" for the first tenet of an initiative, or \"organization:2\""),
        );
        return;
    };
    let tenets = match org.initiatives.get(owner) {
        _ if owner == ORGANIZATION => org.tenets.len(),
        Some(initiative) => initiative.tenets.len(),
        None => {
            let owner = At::new(owner.to_owned(), cited.span);
            return references.refer("initiative", &owner, &org.initiatives);
        }
    };
    if (1..=tenets).contains(&number) {
        return;
    }
    let whose = if owner == ORGANIZATION { "the organization".to_owned() } else { format!("`{}`", short(owner)) };
    let what = match tenets {
        0 => format!("{whose} has no tenets, so none can be cited"),
        1 => format!("{whose} has one tenet, and no number {number}"),
        _ => format!("{whose} has {tenets} tenets, and no number {number}"),
    };
    let known: Vec<String> = (1..=tenets).map(|number| format!("{owner}:{number}")).collect();
    let diagnostic = Diagnostic::error("unknown-tenet", what, cited.span).label("no such tenet");
    let diagnostic = match known.as_slice() {
        [] => diagnostic.help(format!("add `tenets = [\"...\"]` to {whose}, in order, or drop this")),
        _ => diagnostic.suggest(&cited.value, known.iter().map(String::as_str)),
    };
    references.diagnostics.push(diagnostic);
}
