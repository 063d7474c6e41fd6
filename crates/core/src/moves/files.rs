//! In which file of the organization an edit belongs, and edits that several move kinds make. An edit is about the
//! writing: it reads the files as they are, with what they say of later days.

use std::collections::BTreeSet;

use onethread_model::edit::Edit;
use onethread_model::org::{DecidedMove, Dependency, Org};
use onethread_model::record::{Record, Reference, Value};
use onethread_model::source::Span;
use onethread_model::{Change, Day};

use crate::measure::{Initiative, Reporting, View};

/// Entries of one sort that are written out; the others look the same.
pub(super) const ALIKE_MAX: usize = 3;

/// The file of a place, by its path.
pub(super) fn of(span: Span, view: &View<'_>) -> String {
    view.inputs.sources.path(span.file).to_owned()
}

/// A file of its own in the organization's folder.
pub(super) fn own(name: &str, view: &View<'_>) -> String {
    format!("{}/{name}", view.inputs.config.organization_folder())
}

/// Where an entry of a kind is written; nothing for an entry that is not there, and for a kind without ids.
pub(super) fn entry_span(kind: &str, id: &str, org: &Org) -> Option<Span> {
    match kind {
        "initiative" => org.initiatives.get(id).map(|one| one.id.span),
        "team" => org.teams.get(id).map(|one| one.id.span),
        "person" => org.people.get(id).map(|one| one.id.span),
        "function" => org.functions.get(id).map(|one| one.id.span),
        "component" => org.components.get(id).map(|one| one.id.span),
        "gate" => org.gates.get(id).map(|one| one.id.span),
        "decision" => org.decisions.get(id).map(|one| one.id.span),
        _ => None,
    }
}

/// The file that describes an initiative, or else one for all of which no file says anything yet.
pub(crate) fn initiative(id: &str, view: &View<'_>) -> String {
    describing("initiative", id, "initiatives.toml", view)
}

/// The file that describes a team, or else one for teams.
pub(super) fn team(id: &str, view: &View<'_>) -> String {
    describing("team", id, "teams.toml", view)
}

/// The file that describes a person, or else one for people.
pub(super) fn person(id: &str, view: &View<'_>) -> String {
    describing("person", id, "people.toml", view)
}

/// The file that describes a component, or else one for components.
pub(super) fn component(id: &str, view: &View<'_>) -> String {
    describing("component", id, "components.toml", view)
}

pub(super) fn describing(kind: &str, id: &str, otherwise: &str, view: &View<'_>) -> String {
    entry_span(kind, id, view.as_written()).map_or_else(|| own(otherwise, view), |span| of(span, view))
}

/// A stated share of a person's time for an initiative from a day on, in whole percent; with `None`, an end of the one
/// that holds. What a source states is outranked by a share of 0.
pub(crate) fn share(person: &str, initiative: &str, percent: Option<usize>, from: Day, view: &View<'_>) -> Vec<Edit> {
    let all = &view.as_written().allocations;
    let is_it =
        |one: &&onethread_model::org::Allocation| one.person.value == person && one.initiative.value == initiative;
    let holds = all.iter().filter(is_it).find(|one| one.holds_on(from));
    let nearest = all.iter().find(|one| one.person.value == person).or(all.first());
    let file = holds.or(nearest).map_or_else(|| own("time.toml", view), |one| of(one.person.span, view));
    let (person, initiative) = (Value::reference("person", person), Value::reference("initiative", initiative));
    // What holds already is not ended to begin anew.
    let same = |one: &onethread_model::org::Allocation| {
        percent.map(|percent| percent as f64) == Some((one.share.value * 100.0).round())
    };
    if holds.is_some_and(|holds| same(holds) && holds.until.is_none()) {
        return Vec::new();
    }
    let mut edits = Vec::new();
    if let Some(holds) = holds {
        let says = [
            ("person", Some(person.clone())),
            ("initiative", Some(initiative.clone())),
            ("share", Some(Value::Number(holds.share.value))),
            ("from", holds.from.as_ref().map(|from| Value::Day(from.value))),
        ];
        edits.push(Edit::set(file.clone(), "allocation", "", "until", Value::Day(from)).matching(says));
    }
    if percent.is_some() || holds.is_none() {
        let share = Value::Number(percent.unwrap_or(0) as f64 / 100.0);
        let values = [("person", person), ("initiative", initiative), ("share", share), ("from", Value::Day(from))];
        edits.push(Edit::append(file, "allocation", values));
    }
    edits
}

/// Takes someone out as the leader of an initiative: out of the files where they name the person, and over a registry
/// by saying from which day on nobody leads it.
pub(crate) fn without_leader(person: &str, id: &str, from: Day, view: &View<'_>) -> Vec<Edit> {
    let written = view.as_written().initiatives.get(id);
    let named = written.and_then(|written| written.leaders.iter().find(|at| at.value == person));
    let others = written.is_some_and(|written| written.leaders.iter().any(|at| at.value != person));
    let mut edits = Vec::new();
    if let Some(named) = named {
        let file = of(named.span, view);
        edits.push(match others {
            true => Edit::take(file, "initiative", id, "leader", Value::reference("person", person)),
            false => Edit::remove(file, "initiative", id, "leader"),
        });
    }
    if !others {
        edits.push(Edit::set(initiative(id, view), "initiative", id, "vacant", Value::Day(from)));
    }
    edits
}

/// Takes out that nobody leads an initiative, where its entry says so.
pub(crate) fn not_vacant(id: &str, view: &View<'_>) -> Option<Edit> {
    let vacant = view.as_written().initiatives.get(id)?.vacant.as_ref()?;
    Some(Edit::remove(of(vacant.span, view), "initiative", id, "vacant"))
}

/// Takes out that someone left a team, where its entry says so.
pub(super) fn not_left(person: &str, team: &str, view: &View<'_>) -> Option<Edit> {
    let written = view.as_written().teams.get(team)?;
    let left = written.left.iter().find(|one| one.person.value == person)?;
    let who = [("person", Some(Value::reference("person", person)))];
    Some(Edit::drop_entry(of(left.person.span, view), "team", team).inside("left", who))
}

/// What was decided, on whatever day: an id that a later day has is taken.
pub(crate) fn all_decided<'v>(view: &'v View<'_>) -> &'v [DecidedMove] {
    &view.as_written().moves
}

/// The file that holds what was declined already, or else one of its own.
pub(crate) fn declined(view: &View<'_>) -> String {
    let last = view.as_written().declined.last();
    last.map_or_else(|| own("declined.toml", view), |one| of(one.span, view))
}

/// The file that holds attestations already, or else one of its own.
pub(super) fn attestations(view: &View<'_>) -> String {
    let stands_alone = |one: &&onethread_model::org::Attestation| {
        view.as_written()
            .initiatives
            .get(&one.initiative.value)
            .is_none_or(|entry| entry.capable.as_ref().is_none_or(|capable| capable.by.span != one.by.span))
    };
    let found = view.as_written().attestations.iter().find(stands_alone);
    found.map_or_else(|| own("attestations.toml", view), |one| of(one.by.span, view))
}

/// What is known of a blank as text; a blank where nothing is.
pub(super) fn text(change: &Change, key: &str) -> Value {
    change.text(key).map_or(Value::Blank, Value::text)
}

/// What is known of a blank as the id of something of a kind; a blank where nothing is.
pub(super) fn named(change: &Change, key: &str, kind: &str) -> Value {
    change.text(key).map_or(Value::Blank, |id| Value::reference(kind, id))
}

/// `kind:id` as a reference.
pub(super) fn reference(written: &str) -> Value {
    let (kind, id) = written.split_once(':').unwrap_or(("path", written));
    Value::Ref(Reference { kind: kind.to_owned(), id: id.to_owned() })
}

/// The dependency that a change is about, as the entry of its initiative has it.
pub(super) fn dependency<'v>(change: &Change, view: &'v View<'_>) -> Option<&'v Dependency> {
    let on = change.text("on")?;
    let written = view.as_written().initiatives.get(change.initiative())?;
    written.dependencies.iter().find(|entry| entry.on.value.to_string() == on)
}

/// The file in which a dependency is written, with what it is on as it is written there.
pub(super) fn written_dependency(change: &Change, view: &View<'_>) -> Option<(String, Value)> {
    let entry = dependency(change, view)?;
    Some((of(entry.on.span, view), Value::Ref(entry.on.value.clone())))
}

/// Sets a key of the plan that removes a dependency.
pub(super) fn planned(change: &Change, on: &Dependency, key: &str, value: Value, view: &View<'_>) -> Edit {
    Edit::set(of(on.on.span, view), "initiative", change.initiative(), key, value)
        .inside("dependency", [("on", Some(Value::Ref(on.on.value.clone())))])
        .inside("plan", std::iter::empty::<(&str, Option<Value>)>())
}

/// A dependency as an entry of its own.
pub(super) fn new_dependency(change: &Change, view: &View<'_>) -> Edit {
    let initiative = change.initiative();
    let on = change.text("on").map_or(Value::Blank, reference);
    let item = Value::Table(Record::of([("on", on), ("effect", text(change, "effect"))]));
    Edit::add(self::initiative(initiative, view), "initiative", initiative, "dependency", item)
}

/// A metric as an entry of its own, with a blank for each of these keys of which nothing is known.
pub(super) fn new_metric(change: &Change, keys: &[&'static str], view: &View<'_>) -> Edit {
    let initiative = change.initiative();
    let item = Value::Table(Record::of(keys.iter().map(|key| (*key, of_metric(change, key)))));
    Edit::add(self::initiative(initiative, view), "initiative", initiative, "metric", item)
}

/// What is known of a key of a metric; a blank where nothing is.
pub(super) fn of_metric(change: &Change, key: &str) -> Value {
    match (key, change.text(key)) {
        ("owner", Some(owner)) => Value::reference("person", owner),
        ("baseline" | "target", Some(number)) => number.parse().map_or(Value::Blank, Value::Number),
        _ => text(change, key),
    }
}

/// One item for each of what is known of a blank of several things, added to the list under a key of an entry; the
/// whole list as a blank where nothing is known.
pub(super) fn added(
    change: &Change,
    blank: &str,
    at: (String, &str, &str, &str),
    item: fn(&str) -> Value,
) -> Vec<Edit> {
    let (file, kind, id, key) = at;
    match change.list(blank) {
        [] => vec![Edit::set(file, kind, id, key, Value::Blank)],
        all => all.iter().map(|one| Edit::add(file.clone(), kind, id, key, item(one))).collect(),
    }
}

/// Members of an initiative whose share nobody states.
pub(super) fn unstated_members(initiative: &str, view: &View<'_>) -> Vec<String> {
    let members = view.initiative(initiative).and_then(|known| view.people.members(known)).unwrap_or_default();
    let is_unstated = |person: &String| !view.people.stated(person).iter().any(|one| one.initiative == initiative);
    members.into_iter().map(|member| member.value).filter(is_unstated).collect()
}

/// Members of an initiative of whom it is not known whether they report to its leader.
pub(super) fn members_without_line(initiative: &str, view: &View<'_>) -> Vec<String> {
    let Some(known) = view.initiative(initiative) else { return Vec::new() };
    let Some(leader) = known.leadership.leader() else { return Vec::new() };
    let members = view.people.members(known).unwrap_or_default().into_iter().map(|member| member.value);
    members.filter(|person| view.people.reporting(person, &leader.value) == Reporting::Unknown).collect()
}

/// Members of an initiative who are not known to report to its leader, and could: whoever the leader reports to cannot.
pub(super) fn members_elsewhere(known: &Initiative, leader: &str, view: &View<'_>) -> Vec<String> {
    let members = view.people.members(known).unwrap_or_default().into_iter().map(|member| member.value);
    let is_under = |person: &str, manager: &str| view.people.reporting(person, manager) == Reporting::Under;
    members.filter(|person| !is_under(person, leader) && !is_under(leader, person)).collect()
}

/// Other initiatives that take time of someone: see [`Threads`](crate::measure::Threads).
pub(super) fn other_threads(person: &str, initiative: &str, view: &View<'_>) -> BTreeSet<String> {
    view.threads_of(person, initiative).others().into_iter().map(str::to_owned).collect()
}
