//! `SC109`: a path that no change ever touched.

use std::collections::HashSet;

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;
use onethread_model::record::Reference;
use rustc_hash::FxHashSet;

use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::World;
use crate::measure::change_sets::Bounds;

pub(super) const RULE: Rule = Rule {
    code: "SC109",
    name: "scope-untouched",
    title: "No recorded change ever touched a stated path",
    level: Level::Info,
    opt_in: false,
    page: include_str!("scope_untouched.md"),
    touches: Touches::Nobody,
    needs: &[Need::Facts(FactKind::Touch), Need::Any(&[Need::Live, Need::Entries("component")])],
    options: &[],
    check,
};

/// Days of changes after which silence says something.
const DAYS_MIN: i64 = 365;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    let touches = world.facts.touches().count();
    let Some(since) = world.facts.touches().map(|touch| touch.day).min() else { return found };
    let days = world.day.days_since(since);
    if days < DAYS_MIN {
        return found;
    }
    let folders = folders(world);
    let mut named: Vec<(String, &str, Spot)> = Vec::new();
    for component in world.inputs.org.components.values() {
        let subject = subject("component", &component.id.value);
        named.extend(component.paths.iter().map(|path| (subject.clone(), path.value.as_str(), Spot::Span(path.span))));
    }
    for initiative in world.live() {
        let paths = initiative.scope.iter().filter(|piece| piece.value.kind == "path");
        let subject = subject("initiative", &initiative.id);
        named.extend(paths.map(|piece| (subject.clone(), piece.value.id.as_str(), context.spot(&piece.place))));
    }
    for (subject, path, spot) in named {
        // Only where changes are recorded beside it: another repository may not be read at all.
        let Some((above, _)) = super::folder(path).rsplit_once('/').filter(|(above, _)| folders.contains(above)) else {
            continue;
        };
        found.evaluated += 1;
        let piece = Reference { kind: "path".to_owned(), id: path.to_owned() };
        let bounds = Bounds::of([&piece], world.inputs);
        if !bounds.unread.is_empty() || bounds.each_held(world).next().is_some() {
            continue;
        }
        let finding = context
            .finding(subject, format!("no change ever touched {path}"), spot)
            .about(path)
            .label("nothing there")
            .number(Number {
                name: "days_without_a_change",
                value: days as f64,
                n: touches,
                window: Some((since, world.day)),
                says: format!("of all recorded touches, none is below {path}, and others are below {above}"),
            })
            .help("if it was moved or renamed, fix the path; if it is gone, remove it");
        found.push(finding);
    }
    found
}

/// Folders below which anything changed.
fn folders<'w>(world: &World<'w>) -> HashSet<&'w str> {
    let mut folders = HashSet::new();
    let mut seen = FxHashSet::default();
    for touch in world.facts.touches().filter(|touch| seen.insert(touch.component)) {
        let mut path = world.facts.text(touch.component);
        while let Some((above, _)) = path.rsplit_once('/') {
            if !folders.insert(above) {
                break;
            }
            path = above;
        }
    }
    folders
}
