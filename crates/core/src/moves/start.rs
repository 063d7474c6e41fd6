//! `start`: an initiative is described, as an idea until the eight things that it needs are there.

use std::collections::BTreeSet;

use onethread_model::edit::Edit;
use onethread_model::limits;
use onethread_model::org::METRIC_KINDS;
use onethread_model::record::{Record, Value};
use onethread_model::source::At;
use onethread_model::{Change, ids};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Note, Price, Refusal, files, no_words, one_group, seat};
use crate::measure::View;
use crate::review::{CharterPart, charter_parts};
use crate::words::agreeing;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "start",
    is_act: true,
    title: "Start an initiative",
    phrase: Some("start {title}"),
    page: include_str!("start.md"),
    blanks: &[
        Blank::new(
            "title",
            "What people call it; an id or title that is there already says more of that one",
            BlankType::Text,
        )
        .required(),
        Blank::new("id", "Its id; made of the title unless stated", BlankType::Text),
        Blank::new("sponsor", "Who stands behind it", BlankType::Person),
        Blank::new("purpose", "The problem, and for whom", BlankType::Text),
        Blank::new("scope", "What bounds it", BlankType::References),
        Blank::new("metric", "What is measured", BlankType::Text),
        Blank::new("metric-kind", "Whether the team moves it directly", BlankType::Choice(METRIC_KINDS)),
        Blank::new("metric-owner", "Who answers for the metric", BlankType::Person),
        Blank::new("baseline", "The first value of the metric", BlankType::Number),
        Blank::new("decision-rights", "What the leader decides alone", BlankType::Texts),
        Blank::new("leader", "Who leads it", BlankType::Person),
        Blank::new("needs", "Roles that the work needs, each as `engineering: 4`", BlankType::Texts),
        Blank::new("depends-on", "What it needs from others", BlankType::References),
        Blank::new("known-by", "Who says that no other dependency is known", BlankType::Person),
        Blank::new("nature", "What kind of work it is", BlankType::Choice(NATURES)),
        Blank::new(
            "committed",
            "The day it was committed to; that of the review once nothing is missing",
            BlankType::Day,
        ),
        Blank::new("idea", "Whether it stays an idea, even when nothing is missing", BlankType::Choice(&["yes"])),
    ],
    by: CarriedOutBy::Files,
    decides: "the sponsor",
    not_known: &["whether the leader is able and willing, and whether it is worth doing: people say so"],
    alters_form: true,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// What kinds of work there are, as files write them.
const NATURES: &[&str] = &["product", "company-wide", "one-off", "functional"];

/// An id made of a title: small letters and digits, with a hyphen between words.
pub(crate) fn id_of(title: &str) -> String {
    let mut id = String::new();
    for letter in title.chars().flat_map(char::to_lowercase) {
        match letter {
            letter if letter.is_alphanumeric() => id.push(letter),
            '\'' | '\u{2019}' => {}
            _ if !id.ends_with('-') && !id.is_empty() => id.push('-'),
            _ => {}
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// Whether a text can be an id: without blanks, quotes and separators of lists.
pub(crate) fn is_id(text: &str) -> bool {
    let is_odd = |sign: char| sign.is_whitespace() || sign.is_control() || "\"',;:[]{}".contains(sign);
    !text.is_empty() && !text.contains(is_odd)
}

/// The initiative that a change is about: one that is there, by its id or title, or a new one.
pub(crate) struct Started {
    /// Its id.
    pub(crate) id: String,
    /// Whether no file and no source knows it yet.
    pub(crate) is_new: bool,
}

impl Started {
    /// # Errors
    /// That the id or the title is another one's.
    pub(crate) fn of(change: &Change, view: &View<'_>) -> Result<Started, Refusal> {
        let title = change.text("title").unwrap_or_default();
        let same = |one: &&crate::measure::Initiative| {
            one.id == title || one.title.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(title))
        };
        let mut found = view.initiatives.iter().filter(same);
        let known = found.next();
        if let (Some(one), Some(other)) = (known, found.next()) {
            let why = format!("`{title}` may be initiative `{}` or `{}`", one.id, other.id);
            return Err(Refusal::new(why).help("name it by its id"));
        }
        match (known, change.text("id")) {
            (Some(known), Some(id)) if known.id != id => {
                let why = format!("`{title}` is the initiative `{}`, and not `{id}`", known.id);
                Err(Refusal::new(why).help("leave `id` out to say more of it, or give the new one another title"))
            }
            (Some(known), _) => Ok(Started { id: known.id.clone(), is_new: false }),
            (None, Some(id)) if !is_id(id) => {
                Err(Refusal::new(format!("`{id}` is no id")).help(format!("`id = {}`", id_of(id))))
            }
            (None, Some(id)) => Ok(Started { id: id.to_owned(), is_new: view.initiative(id).is_none() }),
            (None, None) => {
                let mut taken: BTreeSet<String> = view.initiatives.iter().map(|one| one.id.clone()).collect();
                match id_of(title) {
                    id if id.is_empty() => Err(Refusal::new(format!("`{title}` makes no id")).help("say `id = ...`")),
                    id => Ok(Started { id: ids::unique(id, &mut taken), is_new: true }),
                }
            }
        }
    }
}

fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let started = Started::of(change, view)?;
    check(change, &started, view)?;
    let id = started.id.as_str();
    let file = files::initiative(id, view);
    let set = |key: &str, value: Value| Edit::set(file.as_str(), "initiative", id, key, value);
    let mut edits = Vec::new();
    let written = view.as_written().initiatives.get(id);
    if let Some(title) = change.text("title").filter(|title| started.is_new && *title != id) {
        edits.push(set("title", Value::text(title)));
    }
    for key in ["purpose", "nature"] {
        edits.extend(change.text(key).map(|text| set(key, Value::text(text))));
    }
    for key in ["leader", "sponsor"] {
        edits.extend(change.text(key).map(|person| set(key, Value::reference("person", person))));
    }
    if change.get("leader").is_some() {
        edits.extend(files::not_vacant(id, view));
    }
    edits.extend(stage(change, &started, view, &set));
    for piece in change.list("scope") {
        edits.push(Edit::add(file.as_str(), "initiative", id, "scope", files::reference(piece)));
    }
    if let Some(needs) = needs(change)? {
        let known = written.map_or(&[][..], |written| &written.needs);
        let is_new = |role: &str| needs.iter().all(|(other, _)| other != role);
        let kept = known.iter().filter(|(role, _)| is_new(&role.value)).map(|(role, n)| (role.value.clone(), *n));
        let all = kept.chain(needs.iter().cloned());
        let entries = all.map(|(role, n)| (At::from(role), At::from(Value::Number(n)))).collect();
        edits.push(set("needs", Value::Map(entries)));
    }
    for right in change.list("decision-rights") {
        edits.push(Edit::add(file.as_str(), "initiative", id, "decision-rights", Value::text(right)));
    }
    edits.extend(metric(change, id, &file, view));
    for on in change.list("depends-on") {
        let declared = view.inputs.org.dependencies_of(id).any(|one| one.on.value.to_string() == *on);
        if !declared {
            let item = Value::Table(Record::of([("on", files::reference(on))]));
            edits.push(Edit::add(file.as_str(), "initiative", id, "dependency", item));
        }
    }
    if let Some(by) = change.text("known-by") {
        let says = [
            ("initiative", Value::reference("initiative", id)),
            ("criterion", Value::text(crate::review::DEPENDENCIES_KNOWN)),
            ("answer", Value::text("holds")),
            ("by", Value::reference("person", by)),
            ("on", Value::Day(view.day)),
        ];
        edits.push(Edit::append(files::attestations(view), "attestation", says));
    }
    match edits.is_empty() {
        false => Ok(edits),
        true => {
            let why = format!("{id} is there already, and nothing more is said of it");
            Err(Refusal::new(why).help("say one of the things that are missing, such as `purpose = ...`"))
        }
    }
}

fn check(change: &Change, started: &Started, view: &View<'_>) -> Result<(), Refusal> {
    let known = view.initiative(&started.id);
    if let Some(ended) = known.and_then(|known| known.ended) {
        let why = format!("{} ended on {ended}", started.id);
        return Err(Refusal::new(why).help("what ended stays ended: give the new one another title"));
    }
    if known.is_some_and(|known| known.live) && change.get("idea").is_some() {
        let why = format!("work on {} has begun, and what has begun is no idea any more", started.id);
        return Err(Refusal::new(why).help(format!("pause {0}, or end {0}", started.id)));
    }
    if change.get("idea").is_some() && change.get("committed").is_some() {
        let why = "what is committed to is no idea";
        return Err(Refusal::new(why).help("say either `idea = yes` or `committed = ...`"));
    }
    for key in ["leader", "sponsor", "metric-owner", "known-by"] {
        seat::is_here(change.text(key), view)?;
    }
    let needs_metric = ["metric-kind", "metric-owner", "baseline"].into_iter().find(|key| change.get(key).is_some());
    match needs_metric {
        Some(key) if metric_name(change, &started.id, view).is_none() => {
            Err(Refusal::new(format!("`{key}` is said of no metric")).help("say which: `metric = ...`"))
        }
        _ => Ok(()),
    }
}

/// The metric that is spoken of: the one named, or else the only one that is written.
fn metric_name(change: &Change, id: &str, view: &View<'_>) -> Option<String> {
    let written = view.as_written().initiatives.get(id).map_or(&[][..], |written| &written.metrics);
    let only = || if let [only] = written { Some(only.name.value.clone()) } else { None };
    change.text("metric").map(str::to_owned).or_else(only)
}

/// A metric of its own, or more of the one that is written.
fn metric(change: &Change, id: &str, file: &str, view: &View<'_>) -> Vec<Edit> {
    let Some(name) = metric_name(change, id, view) else { return Vec::new() };
    let number = |text: &str| text.parse().map_or(Value::Blank, Value::Number);
    let said: Vec<(&'static str, Value)> = [
        ("kind", change.text("metric-kind").map(Value::text)),
        ("owner", change.text("metric-owner").map(|owner| Value::reference("person", owner))),
        ("baseline", change.text("baseline").map(number)),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key, value?)))
    .collect();
    let written = view.as_written().initiatives.get(id).map_or(&[][..], |written| &written.metrics);
    match written.iter().find(|metric| metric.name.value == name) {
        Some(metric) => {
            let file = files::of(metric.name.span, view);
            let of = |(key, value)| {
                let edit = Edit::set(file.as_str(), "initiative", id, key, value);
                edit.inside("metric", [("name", Some(Value::text(name.as_str())))])
            };
            said.into_iter().map(of).collect()
        }
        None => {
            let all = [("name", Value::text(name.as_str()))].into_iter().chain(said);
            vec![Edit::add(file, "initiative", id, "metric", Value::Table(Record::of(all)))]
        }
    }
}

/// It is an idea while something is missing, and committed to from then on.
fn stage(change: &Change, started: &Started, view: &View<'_>, set: &dyn Fn(&str, Value) -> Edit) -> Vec<Edit> {
    let id = started.id.as_str();
    let written = view.as_written().initiatives.get(id);
    let is_idea = started.is_new || view.initiative(id).is_some_and(|known| known.stage.is_some());
    if !is_idea {
        return change.day("committed").map(|day| set("committed", Value::Day(day))).into_iter().collect();
    }
    let is_ready = charter_parts(change, id, view).iter().all(|part| part.there);
    let commits = change.get("idea").is_none() && (is_ready || change.get("committed").is_some());
    let mut edits = Vec::new();
    if started.is_new && written.is_none_or(|written| written.idea.is_none()) {
        let day = change.day("committed").map_or(view.day, |committed| committed.min(view.day));
        edits.push(set("idea", Value::Day(day)));
    }
    if commits {
        edits.push(set("committed", Value::Day(change.day("committed").unwrap_or(view.day))));
        if let Some(stage) = written.and_then(|written| written.stage.as_ref()) {
            edits.push(Edit::remove(files::of(stage.span, view), "initiative", id, "stage"));
        }
    } else if written.is_none_or(|written| written.stage.is_none()) {
        edits.push(set("stage", Value::text("idea")));
    }
    edits
}

/// Roles with how many of each.
fn needs(change: &Change) -> Result<Option<Vec<(String, f64)>>, Refusal> {
    let one = |text: &String| {
        let (role, count) = text.rsplit_once([':', '=']).map_or((text.as_str(), "1"), |(role, count)| (role, count));
        let (role, count) = (role.trim(), count.trim().parse::<u32>().ok());
        let most = onethread_model::fields::PEOPLE_MAX;
        match count.filter(|count| *count <= most && !role.is_empty()) {
            Some(count) => Ok((role.to_owned(), f64::from(count))),
            None => {
                let why = format!("`{text}` says no role and number of people");
                let most = limits::thousands(u128::from(most));
                Err(Refusal::new(why).help(format!("say `engineering: 4`, with a number from 0 to {most}")))
            }
        }
    };
    let all: Vec<(String, f64)> = change.list("needs").iter().map(one).collect::<Result<_, _>>()?;
    Ok((!all.is_empty()).then_some(all))
}

pub(super) fn notes(change: &Change, view: &View<'_>) -> Vec<Note> {
    let Ok(started) = Started::of(change, view) else { return Vec::new() };
    let parts = charter_parts(change, &started.id, view);
    let missing: Vec<&str> = parts.iter().filter(|part| !part.there).map(CharterPart::name).collect();
    let ready = match &missing[..] {
        [] => "ready: all eight things are there".to_owned(),
        missing => {
            let there = parts.len() - missing.len();
            let are = agreeing(there, "is", "are");
            format!("not yet: {there} of {} {are} there; missing: {}", parts.len(), missing.join(", "))
        }
    };
    let mut lines = vec![ready];
    if change.get("committed").is_some() && !missing.is_empty() {
        lines.push("it is committed to all the same: `onethread check` says what is missing".to_owned());
    }
    vec![Note { title: "Charter gate", lines }]
}

fn price(change: &Change, view: &View<'_>) -> Price {
    let led = change.text("leader").into_iter().flat_map(|leader| view.people.leads(leader));
    let id = Started::of(change, view).map(|started| started.id).unwrap_or_default();
    Price {
        leader_drops: led.map(|led| led.value.clone()).filter(|led| *led != id).collect(),
        statements: edits(change, view).map_or(0, |edits| edits.len()),
        ..Price::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{id_of, is_id};

    #[test]
    fn an_id_is_made_of_a_title() {
        let cases = [
            ("Gift cards", "gift-cards"),
            ("Return without a printer!", "return-without-a-printer"),
            ("The buyer's choice, 2.0", "the-buyers-choice-2-0"),
            ("  -- ", ""),
            ("\u{dc}bersicht", "\u{fc}bersicht"),
        ];
        for (title, id) in cases {
            assert_eq!(id_of(title), id, "{title}");
            assert!(id.is_empty() || is_id(id), "{id}");
        }
        for odd in ["", "two words", "a:b", "a\"b", "a,b"] {
            assert!(!is_id(odd), "{odd}");
        }
    }
}
