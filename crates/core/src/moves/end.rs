//! `end`: an initiative is over, and what it leaves has somewhere to go.

use onethread_model::edit::Edit;
use onethread_model::org::{DELIVERED, DROPPED};
use onethread_model::record::{Reference, Value};
use onethread_model::{Change, Day};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, Standing, files, no_words, one_group};
use super::{hand_over, seat, standing};
use crate::measure::View;
use crate::measure::claims::{paths, within};
use crate::words::plural;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "end",
    is_act: true,
    title: "End an initiative",
    phrase: Some("end {initiative}"),
    page: include_str!("end.md"),
    blanks: &[
        Blank::INITIATIVE,
        Blank::new("outcome", "How it ends", BlankType::Choice(&[DELIVERED, DROPPED])).required(),
        Blank::new(
            "from",
            "The first day on which nobody works on it; that of the review unless stated",
            BlankType::Day,
        ),
        Blank::new("expected", "What was expected of it", BlankType::Text),
        Blank::new("came", "What came", BlankType::Text),
        Blank::new("team", "What becomes of its team", BlankType::Text),
        Blank::new("team-to", "The initiative that its team works on from then on", BlankType::Initiative),
        Blank::new("code", "What becomes of its code", BlankType::Text),
        Blank::new("code-to", "The team that owns its components from then on", BlankType::Team),
        Blank::new("metrics", "What becomes of its metrics", BlankType::Text),
        Blank::new("duplicates", "Which of what was built twice goes", BlankType::Text),
        Blank::new("agreements", "What becomes of what was agreed with others", BlankType::Text),
        Blank::new("dependants", "What becomes of those who depend on it", BlankType::Text),
        Blank::new("dependants-to", "What they depend on from then on", BlankType::Reference),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &["whether what it was for is better now: its metrics say so, as long as somebody keeps them"],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// What becomes of things is said under these keys.
const SAYS: &[&str] = &["expected", "came", "team", "code", "metrics", "duplicates", "agreements", "dependants"];

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let initiative = change.initiative();
    let from = change.day("from").unwrap_or(view.day);
    check(change, from, view)?;
    let file = files::initiative(initiative, view);
    let mut edits = vec![
        Edit::set(file.as_str(), "initiative", initiative, "ended", Value::Day(from)),
        Edit::set(file.as_str(), "initiative", initiative, "outcome", files::text(change, "outcome")),
    ];
    for key in SAYS {
        if let Some(text) = change.text(key) {
            let set = Edit::set(file.as_str(), "initiative", initiative, key, Value::text(text));
            edits.push(set.inside("ending", std::iter::empty::<(&str, Option<Value>)>()));
        }
    }
    edits.extend(time_ends(initiative, from, view));
    if let Some(to) = change.text("team-to") {
        for named in standing::places("initiative", initiative, Standing::Work, view) {
            if named.kind == "team" {
                edits.extend(named.renamed(to));
            }
        }
        for team in named_only_here(initiative, view) {
            let works_on = Value::reference("initiative", to);
            edits.push(Edit::add(files::team(&team, view), "team", &team, "initiative", works_on));
        }
    }
    if let Some(to) = change.text("code-to") {
        for component in owned(initiative, view) {
            let file = files::component(&component, view);
            edits.push(Edit::set(file, "component", &component, "owner", Value::reference("team", to)));
        }
    }
    if let Some(to) = change.text("dependants-to") {
        edits.extend(depend_on(initiative, to, view));
    }
    Ok(edits)
}

fn check(change: &Change, from: Day, view: &View<'_>) -> Result<(), Refusal> {
    let initiative = change.initiative();
    let Some(known) = view.initiative(initiative) else { return Ok(()) };
    if let Some(ended) = known.ended {
        return Err(Refusal::new(format!("{initiative} ended on {ended}")).help("describe what came in its `ending`"));
    }
    let begun = known.committed.as_ref().or(known.created.as_ref());
    if let Some(begun) = begun.filter(|begun| from < begun.value) {
        return Err(Refusal::new(format!("{initiative} would end on {from}, before it began on {}", begun.value)));
    }
    if let Some(last) = known.values.last().filter(|last| from < last.on) {
        let why = format!("{initiative} would end on {from}, before the value that it brought on {}", last.on);
        return Err(Refusal::new(why));
    }
    if ["team-to", "code-to", "dependants-to"].iter().any(|key| change.get(key).is_some()) {
        seat::not_later("ended", from, view)?;
    }
    not_before_pause(known, from)?;
    for key in ["team-to", "dependants-to"] {
        if change.text(key).is_some_and(|to| to == initiative || to == format!("initiative:{initiative}")) {
            return Err(Refusal::new(format!("`{key}` names {initiative}, which ends")).help("name another one"));
        }
    }
    if change.get("code-to").is_some() && owned(initiative, view).is_empty() {
        let why = format!("no component of the files lies in what bounds {initiative}");
        return Err(Refusal::new(why).help("say in words what becomes of its code: `code = ...`"));
    }
    Ok(())
}

/// Checks that an initiative does not end before a pause of it began.
pub(super) fn not_before_pause(known: &crate::measure::Initiative, from: Day) -> Result<(), Refusal> {
    match known.pauses.iter().find(|pause| from < pause.from) {
        None => Ok(()),
        Some(pause) => {
            Err(Refusal::new(format!("{} would end on {from}, before its pause of {} began", known.id, pause.from)))
        }
    }
}

/// Shares of time for an initiative end on a day.
pub(super) fn time_ends(initiative: &str, from: Day, view: &View<'_>) -> Vec<Edit> {
    let work = standing::places("initiative", initiative, Standing::Work, view);
    let ends_later = |until: &onethread_model::source::At<Day>| until.value > from;
    let lasts = work.iter().filter(|one| one.until.as_ref().is_none_or(ends_later));
    lasts.filter(|one| one.kind == "allocation").map(|one| one.with("until", Value::Day(from))).collect()
}

/// Teams that an initiative names and that do not say themselves what they work on.
fn named_only_here(initiative: &str, view: &View<'_>) -> Vec<String> {
    let org = view.inputs.org;
    let silent = |team: &String| org.teams.get(team).is_none_or(|team| team.initiatives.is_empty());
    view.own_teams_of(initiative).into_iter().filter(silent).collect()
}

/// Components that bound an initiative: those that it names, and those whose paths all lie in its own.
pub(super) fn owned(initiative: &str, view: &View<'_>) -> Vec<String> {
    let org = view.inputs.org;
    let Some(written) = org.initiatives.get(initiative) else { return Vec::new() };
    let own: Vec<&str> = written.scope.iter().flat_map(|at| paths(&at.value, org)).collect();
    let named = |id: &str| written.scope.iter().any(|at| at.value.kind == "component" && at.value.id == id);
    let lies_in = |component: &onethread_model::org::Component| {
        let is_within = |path: &str| own.iter().any(|own| within(path, own));
        !component.paths.is_empty() && component.paths.iter().all(|path| is_within(&path.value))
    };
    let is_own = |(id, component): &(&String, &onethread_model::org::Component)| named(id) || lies_in(component);
    org.components.iter().filter(is_own).map(|(id, _)| id.clone()).collect()
}

/// Live initiatives that declare a dependency on this one, in alphabetical order.
pub(super) fn dependants(initiative: &str, view: &View<'_>) -> Vec<String> {
    let wanted = Reference { kind: "initiative".to_owned(), id: initiative.to_owned() };
    let depends = |one: &&crate::measure::Initiative| one.dependencies.iter().any(|need| need.on == wanted);
    view.live().filter(|one| one.id != initiative).filter(depends).map(|one| one.id.clone()).collect()
}

/// Edits after which others depend on something else.
pub(super) fn depend_on(initiative: &str, to: &str, view: &View<'_>) -> Vec<Edit> {
    let needs = standing::places("initiative", initiative, Standing::Office, view);
    let needs = needs.iter().filter(|one| one.keys.last() == Some(&"on"));
    needs.map(|need| need.with("on", files::reference(to))).collect()
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let initiative = change.initiative();
    let Some(known) = view.initiative(initiative) else { return Vec::new() };
    let mut notes = hand_over::open_notes(known, view);
    notes.extend(Note::of("Not said yet", not_said(change, view)));
    let others = dependants(initiative, view);
    let left = others.iter().filter(|_| change.get("dependants-to").is_none());
    let left = left.map(|id| format!("{id} still depends on it")).collect();
    notes.extend(Note::of("Leaves dependants", left));
    notes
}

/// What becomes of what is there, where the change does not say it.
fn not_said(change: &Change, view: &View<'_>) -> Vec<String> {
    let initiative = change.initiative();
    let written = view.inputs.org.initiatives.get(initiative);
    let teams = view.own_teams_of(initiative);
    let components = owned(initiative, view);
    let metrics = written.map_or(0, |written| written.metrics.len());
    let plans = || view.inputs.org.dependencies_of(initiative).filter_map(|one| one.plan.as_ref());
    let is_duplicate =
        |plan: &&onethread_model::org::Plan| plan.action.as_ref().is_some_and(|action| action.value == "duplicate");
    let gates = view.inputs.org.gates_before(initiative, view.day).count();
    let agreed = plans().filter(|plan| plan.agreement.is_some()).count() + gates;
    let others = dependants(initiative, view).len();
    let has_code = !components.is_empty() || written.is_some_and(|written| !written.scope.is_empty());
    let is_said = |keys: &[&str]| keys.iter().any(|key| change.get(key).is_some());
    let asked: [(bool, &[&str], String); 8] = [
        (true, &["expected"], "what was expected of it: `expected = ...`".to_owned()),
        (true, &["came"], "what came: `came = ...`".to_owned()),
        (
            !teams.is_empty(),
            &["team", "team-to"],
            format!("what becomes of {}: `team-to = ...` or `team = ...`", plural(teams.len(), "team", "teams")),
        ),
        (
            has_code,
            &["code", "code-to"],
            match components.len() {
                0 => "what becomes of its code: `code = ...`".to_owned(),
                n => format!(
                    "what becomes of its code ({}): `code-to = ...` or `code = ...`",
                    plural(n, "component", "components")
                ),
            },
        ),
        (
            metrics > 0,
            &["metrics"],
            format!("what becomes of {}: `metrics = ...`", plural(metrics, "metric", "metrics")),
        ),
        (
            plans().any(|plan| is_duplicate(&plan)),
            &["duplicates"],
            "which of what was built twice goes: `duplicates = ...`".to_owned(),
        ),
        (
            agreed > 0,
            &["agreements"],
            format!(
                "what becomes of {}: `agreements = ...`",
                plural(agreed, "agreement or gate", "agreements and gates")
            ),
        ),
        (
            others > 0,
            &["dependants", "dependants-to"],
            format!(
                "what becomes of {}: `dependants-to = ...` or `dependants = ...`",
                plural(others, "initiative that depends on it", "initiatives that depend on it")
            ),
        ),
    ];
    asked.into_iter().filter(|(is_there, keys, _)| *is_there && !is_said(keys)).map(|(.., says)| says).collect()
}

fn price(change: &Change, view: &View<'_>) -> Price {
    Price::statements(edits(change, view).map_or(0, |edits| edits.len()))
}
