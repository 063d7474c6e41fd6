//! `split`: an initiative becomes two.

use onethread_model::Change;
use onethread_model::edit::Edit;
use onethread_model::org::TableItem;
use onethread_model::record::Value;

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, files, no_words, one_group, seat, start};
use crate::measure::View;
use crate::words::{join, plural};

pub(super) const MOVE: MoveKind = MoveKind {
    key: "split",
    is_act: true,
    title: "Split an initiative in two",
    phrase: Some("split {initiative} into {into}"),
    page: include_str!("split.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("into", "Id of the new one", BlankType::Text).required(),
        Blank::new("title", "What people call the new one", BlankType::Text),
        Blank::new("leader", "Who leads the new one", BlankType::Person),
        Blank::new("scope", "What the new one takes of what bounds it", BlankType::References),
        Blank::new("team", "The team that goes along", BlankType::Team),
        Blank::new("dependencies", "What the new one needs instead of it", BlankType::References),
        Blank::new("metrics", "The metrics that go along, by name", BlankType::Texts),
        Blank::new("from", "The day from which it holds; that of the review unless stated", BlankType::Day),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &[
        "what sources that name initiatives by id would say of the new one: that is not shown; what is read by scope is \
         computed anew for both",
    ],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// The new one, and each part where it goes.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (initiative, Some(into)) = (change.initiative(), change.text("into")) else { return Ok(Vec::new()) };
    check(change, into, view)?;
    let parts = Parts::of(change, view)?;
    let file = files::initiative(initiative, view);
    let set = |key: &str, value: Value| Edit::set(file.as_str(), "initiative", into, key, value);
    let mut edits = Vec::new();
    edits.extend(change.text("title").map(|title| set("title", Value::text(title))));
    if let Some(leader) = change.text("leader") {
        edits.push(set("leader", Value::reference("person", leader)));
    }
    edits.push(set("committed", Value::Day(change.day("from").unwrap_or(view.day))));
    for piece in &parts.scope {
        let piece = files::reference(piece);
        edits.push(Edit::add(file.as_str(), "initiative", into, "scope", piece.clone()));
        edits.push(Edit::take(
            parts.scope_file(piece.clone(), initiative, view),
            "initiative",
            initiative,
            "scope",
            piece,
        ));
    }
    for (key, items) in [("dependency", &parts.dependencies), ("metric", &parts.metrics)] {
        for item in items {
            let table = Value::Table(item.record.clone());
            edits.push(Edit::add(file.as_str(), "initiative", into, key, table));
            edits.push(item.dropped());
        }
    }
    if let Some(team) = change.text("team") {
        edits.extend(team_goes(initiative, into, team, view));
    }
    Ok(edits)
}

/// What goes along.
struct Parts {
    scope: Vec<String>,
    dependencies: Vec<TableItem>,
    metrics: Vec<TableItem>,
}

impl Parts {
    fn of(change: &Change, view: &View<'_>) -> Result<Parts, Refusal> {
        let initiative = change.initiative();
        let written = view.as_written().initiatives.get(initiative);
        let has: Vec<String> =
            written.map_or_else(Vec::new, |one| one.scope.iter().map(|at| at.value.to_string()).collect());
        let scope = change.list("scope").to_vec();
        let strange = scope.iter().find(|piece| !has.contains(piece));
        if let Some(strange) = strange {
            let why = format!("{strange} is no part of what bounds {initiative}, as it is written");
            return Err(Refusal::new(why).help(one_of("scope", &has)));
        }
        if !scope.is_empty() && has.iter().all(|piece| scope.contains(piece)) {
            let why = format!("all that bounds {initiative} would go, and nothing would be left of it");
            return Err(Refusal::new(why).help("leave a piece out, or end the one and start the other"));
        }
        let dependencies = items(change, "dependencies", ("dependency", "on"), view)?;
        let metrics = items(change, "metrics", ("metric", "name"), view)?;
        if scope.is_empty() && dependencies.is_empty() && metrics.is_empty() && change.get("team").is_none() {
            let why = format!("nothing of {initiative} goes to the new one");
            return Err(
                Refusal::new(why).help("say `scope = ...`, `team = ...`, `dependencies = ...` or `metrics = ...`")
            );
        }
        Ok(Parts { scope, dependencies, metrics })
    }

    /// The file in which a piece of scope is written.
    fn scope_file(&self, piece: Value, initiative: &str, view: &View<'_>) -> String {
        let written = view.as_written().initiatives.get(initiative);
        let at = written.and_then(|one| one.scope.iter().find(|at| Value::Ref(at.value.clone()) == piece));
        at.map_or_else(|| files::initiative(initiative, view), |at| files::of(at.span, view))
    }
}

/// The tables of the initiative that a blank names by what they say under a key.
fn items(change: &Change, blank: &str, (list, key): (&str, &str), view: &View<'_>) -> Result<Vec<TableItem>, Refusal> {
    let all = view.items("initiative", change.initiative(), list);
    let name = |item: &TableItem| match item.says(key) {
        Some(Value::Ref(reference)) => reference.to_string(),
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let names: Vec<String> = all.iter().map(name).collect();
    if let Some(strange) = change.list(blank).iter().find(|one| !names.contains(one)) {
        let why = format!("{} has no {list} `{strange}` in its entry", change.initiative());
        return Err(Refusal::new(why).help(one_of(blank, &names)));
    }
    Ok(all.into_iter().filter(|item| change.list(blank).contains(&name(item))).collect())
}

fn one_of(blank: &str, names: &[String]) -> String {
    match names {
        [] => format!("leave `{blank}` out: there is nothing to divide"),
        names => format!("one of {}", join(&names.iter().map(String::as_str).collect::<Vec<_>>())),
    }
}

fn check(change: &Change, into: &str, view: &View<'_>) -> Result<(), Refusal> {
    let initiative = change.initiative();
    seat::not_later("split", change.day("from").unwrap_or(view.day), view)?;
    if view.initiative(into).is_some() {
        let why = format!("there is an initiative `{into}` already");
        return Err(Refusal::new(why).help(format!("choose another id, or say `merge {initiative} into {into}`")));
    }
    if !start::is_id(into) {
        return Err(Refusal::new(format!("`{into}` is no id")).help(format!("`into = {}`", start::id_of(into))));
    }
    seat::is_here(change.text("leader"), view)?;
    if let Some(team) = change.text("team").filter(|team| !view.own_teams_of(initiative).iter().any(|own| own == team))
    {
        let own = view.own_teams_of(initiative);
        return Err(Refusal::new(format!("team `{team}` does not work on {initiative}")).help(one_of("team", &own)));
    }
    Ok(())
}

/// The team works on the new one instead.
fn team_goes(initiative: &str, into: &str, team: &str, view: &View<'_>) -> Vec<Edit> {
    let (old, new) = (Value::reference("initiative", initiative), Value::reference("initiative", into));
    let written = view.as_written().teams.get(team);
    let file = files::team(team, view);
    let mut edits = Vec::new();
    match written.map_or(0, |written| written.initiatives.len()) {
        0 | 1 => edits.push(Edit::set(file, "team", team, "initiative", new.clone())),
        _ => {
            edits.push(Edit::add(file.as_str(), "team", team, "initiative", new.clone()));
            edits.push(Edit::take(file, "team", team, "initiative", old));
        }
    }
    let names = view.as_written().initiatives.get(initiative).and_then(|one| one.team.as_ref());
    if let Some(named) = names.filter(|named| named.value == team) {
        edits.push(Edit::remove(files::of(named.span, view), "initiative", initiative, "team"));
    }
    edits
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let (initiative, Some(into)) = (change.initiative(), change.text("into")) else { return Vec::new() };
    let Some(known) = view.initiative(initiative) else { return Vec::new() };
    let mut stays = Vec::new();
    let pieces = known.scope.len().saturating_sub(change.list("scope").len());
    stays.push(format!("{} of {}", plural(pieces, "piece of scope", "pieces of scope"), known.scope.len()));
    let needs = known.dependencies.len().saturating_sub(change.list("dependencies").len());
    stays.push(format!("{} of {}", plural(needs, "dependency", "dependencies"), known.dependencies.len()));
    let shares = view.inputs.org.allocations.iter().filter(|one| one.initiative.value == initiative).count();
    if shares > 0 {
        stays.push(format!(
            "{}: `allocate` says who gives time to {into}",
            plural(shares, "share of time", "shares of time")
        ));
    }
    let mut notes = vec![Note { title: "Stays", lines: stays }];
    if change.get("leader").is_none() {
        notes.push(Note::line("Without a leader", format!("{into}: `appoint ... to {into}`")));
    }
    notes
}

fn price(change: &Change, view: &View<'_>) -> Price {
    let led = change.text("leader").into_iter().flat_map(|leader| view.people.leads(leader));
    Price {
        needs_leader: change.get("leader").is_none(),
        leader_drops: led.map(|led| led.value.clone()).collect(),
        statements: edits(change, view).map_or(0, |edits| edits.len()),
        positions: change.get("leader").is_none().then(|| view.free_to_lead()).flatten(),
        ..Price::default()
    }
}
