//! `merge`: another initiative goes on with the work of one.

use onethread_model::edit::Edit;
use onethread_model::org::{MERGED, Naming};
use onethread_model::record::{Record, Reference, Value};
use onethread_model::{Change, Day};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, Standing, end, files, no_words};
use super::{hand_over, one_group, seat, standing};
use crate::measure::View;
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "merge",
    is_act: true,
    title: "Merge an initiative into another",
    phrase: Some("merge {initiative} into {into}"),
    page: include_str!("merge.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("into", "The one that goes on with its work", BlankType::Initiative).required(),
        Blank::new("from", "The first day on which it does; that of the review unless stated", BlankType::Day),
        Blank::new("expected", "What was expected of it", BlankType::Text),
        Blank::new("came", "What came", BlankType::Text),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsors of both",
    not_known: &[
        "what sources that name initiatives by id would say of the one that goes on: what they have under the id of the \
         other is not shown; what is read by scope is computed anew",
    ],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// The one ends; what it has comes to the other, and whoever depends on it depends on the other.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (initiative, Some(into)) = (change.initiative(), change.text("into")) else { return Ok(Vec::new()) };
    let from = change.day("from").unwrap_or(view.day);
    check(initiative, into, from, view)?;
    let (file, to) = (files::initiative(initiative, view), files::initiative(into, view));
    let mut edits = vec![
        Edit::set(file.as_str(), "initiative", initiative, "ended", Value::Day(from)),
        Edit::set(file.as_str(), "initiative", initiative, "outcome", Value::text(MERGED)),
    ];
    let texts = ["expected", "came"].into_iter().filter_map(|key| Some((key, Value::text(change.text(key)?))));
    for (key, value) in texts.chain([("into", Value::reference("initiative", into))]) {
        let set = Edit::set(file.as_str(), "initiative", initiative, key, value);
        edits.push(set.inside("ending", std::iter::empty::<(&str, Option<Value>)>()));
    }
    edits.extend(comes_along(initiative, into, &to, view));
    edits.extend(end::time_ends(initiative, from, view));
    edits.extend(time_goes_on(initiative, into, from, view));
    edits.extend(named_instead(initiative, into, from, view));
    Ok(edits)
}

fn check(initiative: &str, into: &str, from: Day, view: &View<'_>) -> Result<(), Refusal> {
    seat::not_later("merged", from, view)?;
    if initiative == into {
        let why = format!("{initiative} cannot be merged into itself");
        return Err(Refusal::new(why).help("name another initiative"));
    }
    for id in [initiative, into] {
        let Some(known) = view.initiative(id) else { continue };
        if let Some(ended) = known.ended {
            return Err(Refusal::new(format!("{id} ended on {ended}, and nobody can go on with anything in it")));
        }
        let begun = known.committed.as_ref().or(known.created.as_ref());
        if let Some(begun) = begun.filter(|begun| from < begun.value) {
            return Err(Refusal::new(format!("{id} began on {}, after the merger of {from}", begun.value)));
        }
        if id == initiative {
            end::not_before_pause(known, from)?;
        }
    }
    Ok(())
}

/// Scope, dependencies, metrics and the list of people come to the other, as far as it does not have them.
fn comes_along(initiative: &str, into: &str, to: &str, view: &View<'_>) -> Vec<Edit> {
    let org = view.as_written();
    let (Some(old), new) = (org.initiatives.get(initiative), org.initiatives.get(into)) else { return Vec::new() };
    let mut edits = Vec::new();
    let has_scope = |piece: &Reference| new.is_some_and(|new| new.scope.iter().any(|at| at.value == *piece));
    for piece in old.scope.iter().filter(|piece| !has_scope(&piece.value)) {
        edits.push(Edit::add(to, "initiative", into, "scope", Value::Ref(piece.value.clone())));
    }
    let is_listed = |person: &str| new.is_some_and(|new| new.people.iter().any(|at| at.value == person));
    for person in old.people.iter().filter(|person| !is_listed(&person.value)) {
        edits.push(Edit::add(to, "initiative", into, "people", Value::reference("person", &person.value)));
    }
    let needs = |on: &Reference| {
        (on.kind == "initiative" && on.id == into) || org.dependencies_of(into).any(|one| one.on.value == *on)
    };
    for item in view.items("initiative", initiative, "dependency") {
        if !matches!(item.says("on"), Some(Value::Ref(on)) if needs(on)) {
            edits.push(Edit::add(to, "initiative", into, "dependency", Value::Table(item.record)));
        }
    }
    let measures = |name: &str| new.is_some_and(|new| new.metrics.iter().any(|metric| metric.name.value == name));
    for item in view.items("initiative", initiative, "metric") {
        if !matches!(item.says("name"), Some(Value::Text(name)) if measures(name)) {
            edits.push(Edit::add(to, "initiative", into, "metric", Value::Table(item.record)));
        }
    }
    if let (Some(team), true) =
        (&old.team, new.is_none_or(|new| new.team.is_none()) && view.own_teams_of(into).is_empty())
    {
        edits.push(Edit::set(to, "initiative", into, "team", Value::reference("team", &team.value)));
    }
    edits
}

/// Whoever gave time to the one gives it to the other: beside what they give it already.
fn time_goes_on(initiative: &str, into: &str, from: Day, view: &View<'_>) -> Vec<Edit> {
    let all = &view.as_written().allocations;
    let mut edits = Vec::new();
    for given in all.iter().filter(|one| one.initiative.value == initiative && one.holds_on(from)) {
        let person = &given.person.value;
        let is_other = |one: &&onethread_model::org::Allocation| {
            one.person.value == *person && one.initiative.value == into && one.holds_on(from)
        };
        let beside = all.iter().find(is_other).map_or(0.0, |one| one.share.value);
        if beside > 0.0 {
            edits.extend(files::share(person, into, None, from, view));
        }
        // Shares are written in thousandths: a sum of two has no more digits than they have.
        let share = ((given.share.value + beside).min(1.0) * 1e6).round() / 1e6;
        let values = [
            ("person", Value::reference("person", person)),
            ("initiative", Value::reference("initiative", into)),
            ("share", Value::Number(share)),
            ("from", Value::Day(from)),
        ];
        edits.push(Edit::append(files::of(given.person.span, view), "allocation", values));
    }
    edits
}

/// Others name the other one instead: teams, gates, open decisions, and those who depend on it.
fn named_instead(initiative: &str, into: &str, from: Day, view: &View<'_>) -> Vec<Edit> {
    let org = view.as_written();
    let on_it = |id: &str| {
        let needs = org.dependencies_of(id);
        needs.filter(|one| one.on.value.kind == "initiative").any(|one| one.on.value.id == into)
    };
    let is_open = |id: &str| org.decisions.get(id).is_some_and(|one| one.decided.is_none() && one.reversed.is_none());
    let mut edits = Vec::new();
    for named in view.naming("initiative", initiative) {
        let is_past = standing::standing("initiative", initiative, &named, view) == Standing::Past;
        if is_past && !["decision", "dependency"].contains(&named.kind) {
            continue;
        }
        match (named.kind, named.key().as_str()) {
            ("team", _) => edits.extend(team_instead(&named, into, view)),
            ("gate", "applies-to") => edits.push(gate_too(&named, "applies-to", Value::reference("initiative", into))),
            ("gate", "also-before.initiative") => {
                let says = [("initiative", Value::reference("initiative", into)), ("from", Value::Day(from))];
                edits.push(gate_too(&named, "also-before", Value::Table(Record::of(says))));
            }
            ("gate", "narrowed.before") => edits.extend(named.renamed(into)),
            ("decision", "initiative") if is_open(&named.id) => edits.extend(named.renamed(into)),
            ("dependency", "initiative") => {
                let outside = org.outside_dependencies.iter().find(|(id, _)| id.span == named.span);
                let on = outside.map(|(_, one)| &one.on.value);
                let is_gone = named.until.as_ref().is_some_and(|until| until.value <= view.day);
                let has = |on: &Reference| {
                    (on.kind == "initiative" && on.id == into)
                        || org.dependencies_of(into).any(|one| one.on.value == *on)
                };
                if !is_gone && on.is_some_and(|on| !has(on)) {
                    edits.extend(named.renamed(into));
                }
            }
            ("initiative", "dependency.on") if named.id == into || on_it(&named.id) => edits.push(named.dropped()),
            ("initiative" | "dependency", "dependency.on" | "on") => edits.extend(named.renamed(into)),
            _ => {}
        }
    }
    edits
}

/// The gate stands before the other one, too.
fn gate_too(named: &Naming, key: &str, item: Value) -> Edit {
    Edit::add(named.file.as_str(), "gate", &named.id, key, item)
}

fn team_instead(named: &Naming, into: &str, view: &View<'_>) -> Vec<Edit> {
    let works_on_both = view.as_written().teams.get(&named.id);
    match works_on_both.is_some_and(|team| team.initiatives.iter().any(|one| one.value == into)) {
        true => vec![named.taken_out()],
        false => named.renamed(into),
    }
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let (initiative, Some(into)) = (change.initiative(), change.text("into")) else { return Vec::new() };
    let Some(known) = view.initiative(initiative) else { return Vec::new() };
    let mut notes = hand_over::open_notes(known, view);
    let mut lines = Vec::new();
    let leads = |id: &str| {
        let leadership = view.initiative(id).map(|known| &known.leadership);
        leadership.and_then(|leadership| leadership.leader()).map(|leader| leader.value.clone())
    };
    match (leads(initiative), leads(into)) {
        (_, None) => lines.push(format!("{into} has no one leader: `appoint ... to {into}`")),
        (Some(old), Some(new)) if old != new => {
            lines.push(format!("`{new}` leads both; `{old}` leads {initiative} no longer"));
        }
        _ => {}
    }
    let teams: std::collections::BTreeSet<String> =
        [initiative, into].into_iter().flat_map(|id| view.own_teams_of(id)).collect();
    if teams.len() > 1 {
        lines.push(format!("{} would work on {into}", plural(teams.len(), "team", "teams")));
    }
    notes.extend(Note::of("Together", lines));
    notes
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price::statements(edits(change, view).map_or(0, |edits| edits.len()))
}
