//! `SC103`: a component that nobody owns.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::edit::Edit;
use onethread_model::org::Component;
use onethread_model::record::{Reference, Value};
use onethread_model::source::At;

use crate::check::{Context, Level, Need, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::World;
use crate::measure::change_sets::Bounds;
use crate::measure::owners::Owner;
use crate::measure::removed::gone_since;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "SC103",
    name: "component-unowned",
    title: "A component has no owner",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("component_unowned.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("component")],
    options: &[RuleOption {
        key: "stated-min",
        default: Setting::Share(0.7),
        doc: "The share of components with a known owner at which missing owners count as exceptions.",
    }],
    check,
};

/// How many change-sets of a year touched each component.
fn changes_of<'w>(world: &'w World<'_>) -> BTreeMap<&'w str, usize> {
    let mut changes: BTreeMap<&str, usize> = BTreeMap::new();
    for set in &world.change_log().sets {
        let touched = set.components.iter().filter_map(|path| world.owners().component_of_touched(*path));
        touched.collect::<BTreeSet<&str>>().into_iter().for_each(|id| *changes.entry(id).or_default() += 1);
    }
    changes
}

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let observed = &world.owners().observed;
    // An ownership file may speak of what lies below a folder, and never of the folder itself.
    let owned = world.facts.ownerships().filter(|row| row.team.is_some() || row.person.is_some());
    let named: BTreeSet<&str> = owned.map(|row| world.facts.text(row.component)).collect();
    let below = |folder: &str| {
        let beginning = format!("{folder}/");
        named.range(beginning.as_str()..).next().is_some_and(|name| name.starts_with(&beginning))
    };
    let owned = |path: &str| {
        let folder = super::folder(path);
        !matches!(observed.owner(folder), Owner::Nobody) || below(folder)
    };
    let is_owned = |component: &Component| {
        let by_evidence = !component.paths.is_empty() && component.paths.iter().all(|path| owned(&path.value));
        component.owner.is_some() || by_evidence || owned(&component.id.value)
    };
    let components = &world.inputs.org.components;
    let unowned: Vec<&Component> = components.values().filter(|component| !is_owned(component)).collect();
    let mut found = RuleOutcome { evaluated: components.len(), ..RuleOutcome::default() };
    // Where owners are hardly stated at all, as in a first draft, the absence of one says nothing.
    if ((components.len() - unowned.len()) as f64) < context.options.share("stated-min") * components.len() as f64 {
        return RuleOutcome::default();
    }
    let changes_of = if unowned.is_empty() { BTreeMap::new() } else { changes_of(world) };
    for component in unowned {
        let id = &component.id.value;
        if let Some(day) = deleted_on(component, world) {
            let message = format!("{id} was deleted on {day}, and is still described");
            let finding = context
                .finding(subject("component", id), message, Spot::Span(component.id.span))
                .label("no file is left of those that changes touched")
                .help("remove it; where it was moved, correct its `paths` and name its `owner`");
            found.push(finding);
            continue;
        }
        let mut finding = context
            .finding(subject("component", id), format!("{id} has no owner"), Spot::Span(component.id.span))
            .label("no `owner`")
            .note("whom to ask when it breaks is not stated");
        if let Some(changes) = changes_of.get(id.as_str()) {
            finding = finding.note(format!("{} touched it in a year", plural(*changes, "change", "changes")));
        }
        let claims = world
            .live()
            .filter(|one| one.scope.iter().any(|piece| piece.value.kind == "component" && piece.value.id == *id));
        let claims: Vec<_> = claims.flat_map(|one| world.own_teams(one)).collect();
        finding = match claims.as_slice() {
            [one] => {
                let edit = Edit::set(
                    context.file(component.id.span),
                    "component",
                    id,
                    "owner",
                    Value::reference("team", *one),
                );
                finding
                    .help(format!("`{one}` claims it in its scope: if it has it, `owner = \"{one}\"`"))
                    .unsafe_fix(format!("make {one} the owner of {id}"), vec![edit])
            }
            _ => finding.help("name the team that is called when it breaks: `owner = \"...\"`"),
        };
        found.push(finding);
    }
    found
}

/// The day on which the last file of a component was deleted, as far as changes show it.
fn deleted_on(component: &Component, world: &World<'_>) -> Option<Day> {
    let path = |path: &At<String>| Reference { kind: "path".to_owned(), id: path.value.clone() };
    let pieces: Vec<Reference> = component.paths.iter().map(path).collect();
    gone_since(&Bounds::of(pieces.iter(), world.inputs), world)
}
