//! A row in words: what to do, as an order, with titles and days; and how it is undone.

use std::collections::BTreeSet;

use onethread_model::Change;

use super::candidates::Candidate;
use crate::measure::Leadership;
use crate::moves::CostStep;
use crate::review::Review;
use crate::words::{capital, join, long_day, plural};

/// Names in a sentence, the first few; the rest is counted.
pub(super) fn names(ids: &[String], review: &Review) -> String {
    join(&ids.iter().map(|id| review.name(id)).collect::<Vec<_>>())
}

/// Texts in a sentence, the first few; the rest is counted.
fn listed(all: &[String]) -> String {
    join(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What to do, as an order without a full stop.
pub(super) fn says(one: &Candidate, review: &Review) -> String {
    let ids = one.initiatives();
    let named = names(&ids, review);
    match one.kind.key {
        "delegate" => delegate(&ids, &named, review),
        "appoint" => appoint(&ids, review),
        "reassign" => reassign(&one.changes, review),
        "gate" => format!("Remove or narrow the approval gate `{}` before {named}", one.group),
        "join" => join_words(one, review),
        "plan-dependency" => dependencies(one, review),
        "dedicate" => match one.changes.len() {
            1 => format!("Release members of {named} from other work"),
            _ => format!("Release members of {} initiatives from other work: {named}", ids.len()),
        },
        "decouple" => match (&one.changes[..], one.changes[0].text("from")) {
            ([_], Some(from)) => format!("Decouple the code of {named} from {}", bare(from)),
            _ => format!("Decouple the code of {named} from that of other teams"),
        },
        "declare-dependency" => {
            format!("Declare {} that evidence shows: {named}", plural(one.changes.len(), "dependency", "dependencies"))
        }
        "adopt" => adopt(&one.changes),
        "own" => own(&one.changes),
        _ if ids.is_empty() => one.kind.title.to_owned(),
        _ => format!("{}: {named}", one.kind.title),
    }
}

fn delegate(ids: &[String], named: &str, review: &Review) -> String {
    let leaders: BTreeSet<&str> = ids
        .iter()
        .filter_map(|id| review.initiative(id)?.known.leadership.leader())
        .map(|leader| leader.value.as_str())
        .collect();
    match leaders.len() {
        _ if ids.len() == 1 => format!("Let the leader of {named} decide reversible matters alone"),
        n if n == ids.len() => format!("Let {n} leaders decide reversible matters alone: {named}"),
        _ => format!("Let the leaders of {} initiatives decide reversible matters alone: {named}", ids.len()),
    }
}

fn appoint(ids: &[String], review: &Review) -> String {
    let (mut vacant, mut others) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(one) = review.initiative(id) else { continue };
        match &one.known.leadership {
            Leadership::Nobody { since: Some(since), .. } => {
                vacant.push(format!("{} (vacant since {})", one.name(), long_day(*since)));
            }
            Leadership::Several(all) => others.push(format!("{} ({} lead it)", one.name(), all.len())),
            Leadership::Nobody { .. } => vacant.push(format!("{} (vacant)", one.name())),
            _ => others.push(one.name().to_owned()),
        }
    }
    let parts = [
        (!vacant.is_empty()).then(|| format!("appoint a full-time leader for {}", listed(&vacant))),
        (!others.is_empty()).then(|| format!("choose one full-time leader for {}", listed(&others))),
    ];
    capital(&parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn reassign(changes: &[Change], review: &Review) -> String {
    let size = changes.first().map_or(0, |change| change.list("initiatives").len());
    match changes {
        [one] if size == 2 => {
            let both = one.list("initiatives");
            format!("Give {} or {} another leader: one person leads both", review.name(&both[0]), review.name(&both[1]))
        }
        [one] => format!("Give all but one of these another leader: {}", names(one.list("initiatives"), review)),
        _ => {
            let firsts: Vec<String> =
                changes.iter().filter_map(|change| change.list("initiatives").first().cloned()).collect();
            let firsts = names(&firsts, review);
            format!(
                "{} leaders lead {size} initiatives each: give all but one of each another leader (such as {firsts})",
                changes.len()
            )
        }
    }
}

fn join_words(one: &Candidate, review: &Review) -> String {
    let people: usize = one.changes.iter().map(|change| change.count("people").max(1)).sum();
    let each = |change: &Change| {
        let name = review.name(change.initiative());
        match change.count("people") {
            0 | 1 => name.to_owned(),
            n => format!("{name} ({n})"),
        }
    };
    let names = listed(&one.changes.iter().map(each).collect::<Vec<_>>());
    format!("{}: hire or move {} to {names}", capital(&one.group), plural(people, "person", "people"))
}

/// An id without its kind.
fn bare(reference: &str) -> &str {
    reference.split_once(':').map_or(reference, |(_, id)| id)
}

fn dependencies(one: &Candidate, review: &Review) -> String {
    let each = |change: &Change| {
        let on = change.text("on").unwrap_or_default();
        let name = review.name(change.initiative());
        let dependencies = review.initiative(change.initiative()).map(|one| &one.known.dependencies);
        let plan = dependencies.into_iter().flatten().find(|known| known.on.to_string() == on);
        match plan.and_then(|known| known.plan.as_ref()?.by).filter(|by| *by < review.as_of) {
            Some(by) => (true, format!("{name} on {} ({})", bare(on), long_day(by))),
            None => (false, format!("{name} on {}", bare(on))),
        }
    };
    let all: Vec<(bool, String)> = one.changes.iter().map(each).collect();
    let named = listed(&all.iter().map(|(_, says)| says.clone()).collect::<Vec<_>>());
    let n = all.len();
    match (all.iter().all(|(is_late, _)| *is_late), one.group.as_str()) {
        (true, _) => format!("Renew or end {}: {named}", plural(n, "late plan", "late plans")),
        (false, "late") => format!("Give {} a day to end, or renew it: {named}", plural(n, "plan", "plans")),
        (false, _) => format!("Plan how {} removed: {named}", plural(n, "dependency is", "dependencies are")),
    }
}

fn adopt(changes: &[Change]) -> String {
    let one = |change: &Change| {
        format!(
            "{} in place of {}",
            change.text("package").unwrap_or_default(),
            change.text("component").unwrap_or_default()
        )
    };
    format!("Adopt {}", listed(&changes.iter().map(one).collect::<Vec<_>>()))
}

fn own(changes: &[Change]) -> String {
    let one = |change: &Change| {
        let (component, team) = (change.text("component").unwrap_or_default(), change.text("team").unwrap_or_default());
        format!("{component} to {team}")
    };
    format!("Move the component {}", listed(&changes.iter().map(one).collect::<Vec<_>>()))
}

/// How a row is undone.
pub(super) fn undo(step: CostStep) -> &'static str {
    match step {
        CostStep::Leader => "appoint anew; who led before has to agree",
        CostStep::Authority => "say so: those above decide again, from a day on",
        CostStep::Plan => "drop the plan, and say so to the team that is needed",
        CostStep::Ownership => "move it back; both teams agree",
        CostStep::Role => "release them again; a hire stays",
        CostStep::Approval => "say so: the gate as it was, from a day on",
        CostStep::OpenSource => "keep the own part until the day to look again",
        CostStep::Release => "give the shares back, as long as the other work is not handed over",
        CostStep::Redraw => "hard: what was cut stays cut",
        CostStep::Portfolio => "hard: a new start",
        CostStep::Statement => "strike the statement",
    }
}
