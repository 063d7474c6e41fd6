//! `adopt`: a package that others publish is to replace a component, with an expected result and a day to look again.

use std::collections::BTreeSet;

use onethread_model::edit::Edit;
use onethread_model::record::{Reference, Value};
use onethread_model::{Change, Day};

use super::{Blank, BlankType, CarriedOutBy, MoveKind, Price, Refusal, files, no_words, one_group};
use crate::measure::View;
use crate::measure::change_sets::Bounds;

/// Days after which an adoption is looked at again, unless a day is stated.
/// Tested by `it_is_looked_at_again_after_a_quarter_unless_a_day_is_stated`.
const REVISIT_DAYS: i32 = 90;

pub(super) const MOVE: MoveKind = MoveKind {
    key: "adopt",
    is_act: false,
    title: "Adopt a package in place of a component",
    phrase: Some("adopt {package} for {component}"),
    page: include_str!("adopt.md"),
    blanks: &[
        Blank::new("package", "The package that others publish, by its name in the registry", BlankType::Text)
            .required(),
        Blank::new("component", "What it is to replace", BlankType::Component).required(),
        Blank::new("expected", "What is expected of it", BlankType::Text).required(),
        Blank::new("initiative", "Whose decision it is; of none unless stated", BlankType::Initiative),
        Blank::new("decided", "The day it is decided; that of the review unless stated", BlankType::Day),
        Blank::new("revisit", "The day to look at it again; 90 days later unless stated", BlankType::Day),
    ],
    by: CarriedOutBy::Files,
    decides: "the team that owns the component",
    not_known: &[
        "who maintains the package, and for how long",
        "what of the component it does not do",
        "whether its license suits every use, where one is stated",
    ],
    alters_form: false,
    group: one_group,
    words: no_words,
    edits,
    price,
};

/// The id of the decision, in words: `adopt-backoff-for-retry`.
fn id(package: &str, component: &str) -> String {
    let word = |text: &str| {
        let text: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        text.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    format!("adopt-{}-for-{}", word(package), word(component))
}

/// The day on which it is decided, and the one on which it is looked at again.
fn days(change: &Change, today: Day) -> Result<(Day, Day), Refusal> {
    let decided = change.day("decided").unwrap_or(today);
    let revisit = change.day("revisit").unwrap_or_else(|| decided.plus_days(REVISIT_DAYS));
    if revisit <= decided {
        let why = format!("the day to look again, {revisit}, is not after {decided}, the day it is decided");
        return Err(Refusal::new(why).help("say a later day: `revisit = ...`"));
    }
    Ok((decided, revisit))
}

/// A decision as an entry of its own.
fn edits(change: &Change, view: &View<'_>) -> Result<Vec<Edit>, Refusal> {
    let (Some(package), Some(component)) = (change.text("package"), change.text("component")) else {
        return Ok(Vec::new());
    };
    let id = id(package, component);
    if let Some(decision) = view.as_written().decisions.get(&id) {
        let decided = decision.decided.as_ref().map_or_else(String::new, |day| format!(" since {}", day.value));
        let why = format!("there is a decision `{id}` already{decided}");
        return Err(
            Refusal::new(why).help(format!("alter it there, or record what came of it: `actual` of [decision.{id}]"))
        );
    }
    let (decided, revisit) = days(change, view.day)?;
    let file = files::describing("decision", &id, "decisions.toml", view);
    let set = |key, value| Edit::set(file.clone(), "decision", &id, key, value);
    let initiative = change.text("initiative").map(|id| Value::reference("initiative", id));
    let mut edits = vec![set("title", Value::text(format!("Adopt {package} in place of {component}")))];
    edits.extend(initiative.map(|initiative| set("initiative", initiative)));
    edits.extend([
        set("adopts", Value::text(package)),
        set("replaces", Value::reference("component", component)),
        set("decided", Value::Day(decided)),
        set("expected", files::text(change, "expected")),
        set("revisit", Value::Day(revisit)),
    ]);
    Ok(edits)
}

/// Teams that have to agree: the one that owns the component, and each that owns a component built with it.
fn teams<'v>(component: &str, view: &'v View<'_>) -> BTreeSet<&'v str> {
    let components = &view.inputs.org.components;
    let bounds = |id: &str| Bounds::of([&Reference { kind: "component".to_owned(), id: id.to_owned() }], view.inputs);
    let replaced = bounds(component);
    let facts = view.facts;
    let links = facts.links().filter(|link| replaced.holds(facts.text(link.on)));
    let users: BTreeSet<&str> = links.map(|link| facts.text(link.component)).collect();
    let is_touched = |id: &str| {
        let own = bounds(id);
        id == component || users.iter().any(|user| own.holds(user))
    };
    let owned = components.values().filter_map(|one| Some((&one.id.value, one.owner.as_ref()?)));
    owned.filter(|(id, _)| is_touched(id)).map(|(_, owner)| owner.value.as_str()).collect()
}

/// What the decision says, and an agreement of each team that has to change something.
fn price(change: &Change, view: &View<'_>) -> Price {
    let agreements = change.text("component").map_or(0, |component| teams(component, view).len());
    Price { agreements, statements: edits(change, view).map_or(0, |edits| edits.len()), ..Price::default() }
}

#[cfg(test)]
mod tests {
    use onethread_model::config::Config;
    use onethread_model::facts::Facts;
    use onethread_model::org;
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::Snapshot;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn it_is_looked_at_again_after_a_quarter_unless_a_day_is_stated() {
        assert_eq!(REVISIT_DAYS, 90);
        let found = |said: &[(&'static str, &str)]| {
            let all = said.iter().fold(Change::new(MOVE.key), |change, (key, on)| change.with(key, day(on)));
            days(&all, day("2026-06-30")).ok().map(|(decided, again)| format!("{decided} {again}"))
        };
        assert_eq!(found(&[]).as_deref(), Some("2026-06-30 2026-09-28"));
        assert_eq!(found(&[("decided", "2026-01-01")]).as_deref(), Some("2026-01-01 2026-04-01"));
        assert_eq!(found(&[("revisit", "2026-07-01")]).as_deref(), Some("2026-06-30 2026-07-01"));
        assert_eq!(found(&[("revisit", "2026-06-30")]), None, "on the day itself");
    }

    #[test]
    fn what_is_decided_already_is_refused() {
        let refused = |written: &str| {
            let mut sources = Sources::default();
            let file = sources.add("org/a.toml", format!("[component.retry]\n{written}"));
            let org = org::load(&sources, &[file], &mut Vec::new());
            let snapshot = Snapshot::new(Config::default(), org, sources, Facts::default());
            let view = View::on(&snapshot, day("2026-06-30"));
            let change = Change::new(MOVE.key).with("package", "backoff").with("component", "retry");
            edits(&change, &view).err().map(|refusal| refusal.why)
        };
        let again = refused("[decision.adopt-backoff-for-retry]\ndecided = 2026-07-01\n").unwrap_or_default();
        assert!(again.ends_with("`adopt-backoff-for-retry` already since 2026-07-01"), "{again}");
        assert_eq!(refused("[decision.adopt-spring-for-retry]\n"), None);
    }

    /// Scopes, dots and capitals are of the registry; an id has words alone.
    #[test]
    fn ids_are_words() {
        for (package, component, expected) in [
            ("backoff", "retry", "adopt-backoff-for-retry"),
            ("@scope/Name.js", "rate_limit", "adopt-scope-name-js-for-rate-limit"),
            ("a--b", "c", "adopt-a-b-for-c"),
        ] {
            assert_eq!(id(package, component), expected);
        }
    }
}
