//! References that lead nowhere, each with the nearest id that exists.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::fields::{Shape, quoted};
use crate::near_names::NearNames;
use crate::org::{Dependency, ORG_KINDS, Org};
use crate::record::short;
use crate::source::{At, Sources, Span};

/// What stands for the organization as a whole.
const ORGANIZATION: &str = "organization";

/// Reports references that lead nowhere.
pub(super) fn check(references: &mut References<'_>) {
    let org = references.org;
    people(references);
    let mut team = |id: &At<String>| references.refer("team", id, &org.teams);
    org.initiatives.values().filter_map(|entry| entry.team.as_ref()).for_each(&mut team);
    let plans = dependencies(org).filter_map(|dependency| dependency.plan.as_ref());
    plans.flat_map(|plan| plan.owner.iter().chain(&plan.standards_of).chain(&plan.reviewed_by)).for_each(&mut team);
    org.components.values().filter_map(|entry| entry.owner.as_ref()).for_each(&mut team);
    org.platforms.values().filter_map(|entry| entry.team.as_ref()).for_each(&mut team);
    org.reorganizations.values().flat_map(|entry| &entry.teams).for_each(&mut team);

    let mut initiative = |id: &At<String>| references.refer("initiative", id, &org.initiatives);
    org.teams.values().flat_map(|entry| &entry.initiatives).for_each(&mut initiative);
    org.allocations.iter().map(|entry| &entry.initiative).for_each(&mut initiative);
    org.attestations.iter().map(|entry| &entry.initiative).for_each(&mut initiative);
    org.nobody_knows.iter().map(|entry| &entry.initiative).for_each(&mut initiative);
    org.outside_dependencies.iter().map(|(id, _)| id).for_each(&mut initiative);
    let endings = org.initiatives.values().filter_map(|entry| entry.ending.as_ref());
    endings.filter_map(|ending| ending.into.as_ref()).for_each(&mut initiative);
    org.gates.values().flat_map(|entry| &entry.applies_to).for_each(&mut initiative);
    for entry in org.gates.values() {
        entry.lifted.iter().chain(&entry.also_before).for_each(|(id, _)| initiative(id));
        entry.narrowed.iter().flat_map(|one| &one.before).for_each(&mut initiative);
    }
    let mandates = || org.initiatives.values().filter_map(|entry| entry.mandate.as_ref());
    mandates().flat_map(|mandate| &mandate.drops).for_each(&mut initiative);
    org.decisions.values().filter_map(|entry| entry.initiative.as_ref()).for_each(&mut initiative);
    org.reorganizations.values().flat_map(|entry| &entry.initiatives).for_each(&mut initiative);
    org.triage.iter().flat_map(|triage| triage.initiatives()).for_each(&mut initiative);

    let mut gate = |id: &At<String>| references.refer("gate", id, &org.gates);
    org.gates.values().flat_map(|entry| &entry.after).for_each(&mut gate);
    org.decisions.values().filter_map(|entry| entry.exception_to.as_ref()).for_each(&mut gate);
    mandates().flat_map(|mandate| &mandate.lifts).map(|lift| &lift.gate).for_each(&mut gate);

    let mut component = |id: &At<String>| references.refer("component", id, &org.components);
    org.platforms.values().flat_map(|entry| &entry.components).for_each(&mut component);
    // Once what came of it is recorded, the component that was replaced may be gone.
    let open = org.decisions.values().filter(|entry| entry.actual.is_none());
    open.filter_map(|entry| entry.replaces.as_ref()).for_each(&mut component);

    let on = dependencies(org).map(|dependency| &dependency.on);
    let scope = org.initiatives.values().flat_map(|entry| &entry.scope).filter(|at| at.value.kind == "component");
    let owners = org.gates.values().filter_map(|entry| entry.owner.as_ref());
    let consulted = org.decisions.values().flat_map(|entry| &entry.consulted);
    let decided = org.moves.iter().flat_map(|entry| &entry.about);
    let expected = org.moves.iter().flat_map(|entry| &entry.expects).filter_map(|one| one.of.as_ref());
    let declined = org.declined.iter().flat_map(|entry| &entry.about);
    let constraints = org.triage.iter().flat_map(|triage| &triage.constraints);
    let apart = constraints.flat_map(|constraint| &constraint.not_together);
    let moves = decided.chain(expected).chain(declined).chain(apart);
    for at in on.chain(scope).chain(owners).chain(consulted).chain(moves) {
        refer_to_kind(references, &at.value.kind, &At::new(at.value.id.clone(), at.span));
    }
    org.waivers.iter().for_each(|waiver| subject(references, &waiver.subject));
}

/// The same for people alone.
fn people(references: &mut References<'_>) {
    let org = references.org;
    let mut person = |id: &At<String>| references.person(id);
    for entry in org.people.values() {
        entry.reports_to.iter().for_each(&mut person);
    }
    for entry in org.teams.values() {
        entry.members.iter().chain(entry.left.iter().map(|one| &one.person)).for_each(&mut person);
    }
    for entry in org.functions.values() {
        entry.head.iter().chain(&entry.standard_owner).for_each(&mut person);
    }
    for entry in org.initiatives.values() {
        entry.leaders.iter().chain(&entry.people).chain(&entry.sponsor).for_each(&mut person);
        entry.metrics.iter().filter_map(|metric| metric.owner.as_ref()).for_each(&mut person);
        entry.mandate.iter().flat_map(|mandate| &mandate.stops).flat_map(|stop| &stop.by).for_each(&mut person);
    }
    org.allocations.iter().map(|entry| &entry.person).for_each(&mut person);
    org.attestations.iter().flat_map(|entry| std::iter::once(&entry.by).chain(&entry.leader)).for_each(&mut person);
    org.nobody_knows.iter().map(|entry| &entry.by).for_each(&mut person);
    org.waivers.iter().filter_map(|entry| entry.owner.as_ref()).for_each(&mut person);
    for entry in org.decisions.values() {
        entry.decided_by.iter().chain(&entry.overridden_by).for_each(&mut person);
    }
    org.moves.iter().filter_map(|entry| entry.decided_by.as_ref()).for_each(&mut person);
    org.declined.iter().filter_map(|entry| entry.by.as_ref()).for_each(&mut person);
    org.triage.iter().flat_map(|triage| triage.people()).for_each(&mut person);
}

/// Looks an id up among the entries of a kind that entries are written by id.
fn refer_to_kind(references: &mut References<'_>, kind: &str, id: &At<String>) {
    let org = references.org;
    match kind {
        "person" => references.person(id),
        "team" => references.refer("team", id, &org.teams),
        "function" => references.refer("function", id, &org.functions),
        "initiative" => references.refer("initiative", id, &org.initiatives),
        "component" => references.refer("component", id, &org.components),
        "platform" => references.refer("platform", id, &org.platforms),
        "gate" => references.refer("gate", id, &org.gates),
        "decision" => references.refer("decision", id, &org.decisions),
        _ => {}
    }
}

/// What a waiver is about: `kind:id`, of any kind that is written by id, or the organization as a whole.
fn subject(references: &mut References<'_>, subject: &At<String>) {
    let (org, file) = (references.org, references.sources.path(subject.span.file));
    if is_organization(&subject.value) {
        return;
    }
    let kinds: Vec<&str> = ORG_KINDS.iter().filter(|kind| kind.shape == Shape::ById).map(|kind| kind.name).collect();
    let Some((kind, id)) = subject.value.split_once(':').filter(|(_, id)| !id.trim().is_empty()) else {
        references.diagnostics.push(without_kind(org, subject, file));
        return;
    };
    if kinds.contains(&kind) {
        refer_to_kind(references, kind, &At::new(id.to_owned(), subject.span));
        return;
    }
    let shown = short(kind);
    if kind == ORGANIZATION {
        let what = format!("the organization has no `{}` that a rule looks at", short(id));
        let unknown = Diagnostic::error("unknown-reference", what, subject.span).label("its tenets are all there is");
        let unknown = unknown.help(format!("write `{ORGANIZATION}`"));
        references.diagnostics.push(unknown.fixed(file, false, subject.value.as_str(), ORGANIZATION));
        return;
    }
    let all: Vec<&str> = kinds.iter().copied().chain([ORGANIZATION]).collect();
    references.diagnostics.push(
        Diagnostic::error("wrong-kind", format!("`subject` cannot name a `{shown}`"), subject.span)
            .label(format!("expected one of {}", quoted(&all)))
            .suggest_kind(file, kind, &all),
    );
}

/// Whether a subject is the organization as a whole, or its tenets, as findings about them name them.
fn is_organization(subject: &str) -> bool {
    subject.strip_prefix(ORGANIZATION).is_some_and(|rest| matches!(rest, "" | ":tenets"))
}

/// A subject that is only a name: the one entry that has it is meant, or the organization.
fn without_kind(org: &Org, subject: &At<String>, file: &str) -> Diagnostic {
    let what = format!("`{}` does not say what it is about", short(&subject.value));
    let diagnostic = Diagnostic::error("wrong-type", what, subject.span).label("expected kind:id");
    let id = subject.value.trim_end_matches(':').trim();
    let kinds = [
        ("person", org.people.contains_key(id)),
        ("team", org.teams.contains_key(id)),
        ("function", org.functions.contains_key(id)),
        ("initiative", org.initiatives.contains_key(id)),
        ("component", org.components.contains_key(id)),
        ("platform", org.platforms.contains_key(id)),
        ("gate", org.gates.contains_key(id)),
        ("decision", org.decisions.contains_key(id)),
    ];
    let named: Vec<&str> = kinds.iter().filter(|(_, has)| *has).map(|(kind, _)| *kind).collect();
    match named.as_slice() {
        [kind] => {
            let meant = format!("{kind}:{id}");
            diagnostic.help(format!("did you mean `{}`?", short(&meant))).fixed(
                file,
                false,
                subject.value.as_str(),
                meant,
            )
        }
        _ => {
            let near = diagnostic.suggest_fix(file, id, [ORGANIZATION]);
            match near.help.is_empty() {
                true => near.help("as in \"initiative:loyalty\", or \"organization\""),
                false => near,
            }
        }
    }
}

fn dependencies(org: &Org) -> impl Iterator<Item = &Dependency> {
    let inside = org.initiatives.values().flat_map(|entry| &entry.dependencies);
    inside.chain(org.outside_dependencies.iter().map(|(_, dependency)| dependency))
}

/// Finds entries by id, and reports what is not there. Names to suggest are sorted once for each kind: a roster under
/// other ids is a usual mistake, and has as many unknown references as people.
pub(super) struct References<'o> {
    pub(super) org: &'o Org,
    sources: &'o Sources,
    /// Who is written like this in evidence, with the place; `None` where several are.
    aliases: OnceCell<HashMap<&'o str, Option<(&'o str, Span)>>>,
    near: HashMap<&'static str, NearNames<'o>>,
    pub(super) diagnostics: &'o mut Vec<Diagnostic>,
}

impl<'o> References<'o> {
    pub(super) fn new(org: &'o Org, sources: &'o Sources, diagnostics: &'o mut Vec<Diagnostic>) -> References<'o> {
        References { org, sources, aliases: OnceCell::new(), near: HashMap::new(), diagnostics }
    }

    /// Looks a person up. Where the name is how evidence writes someone, that is who is meant.
    fn person(&mut self, id: &At<String>) {
        if self.org.people.contains_key(&id.value) {
            return;
        }
        let Some((meant, alias)) = self.alias(&id.value) else { return self.refer("person", id, &self.org.people) };
        self.diagnostics.push(
            Diagnostic::error("unknown-reference", format!("there is no person `{}`", short(&id.value)), id.span)
                .label("not an id")
                .related(alias, format!("how evidence writes `{}`", short(meant)))
                .help(format!("write the id, `{}`", short(meant)))
                .fixed(self.sources.path(id.span.file), true, id.value.as_str(), meant),
        );
    }

    /// The one person whom evidence writes like this, and where the files say so.
    fn alias(&self, text: &str) -> Option<(&'o str, Span)> {
        let org = self.org;
        let aliases = self.aliases.get_or_init(|| {
            let mut all: HashMap<&str, Option<(&str, Span)>> = HashMap::new();
            for (id, person) in org.people.iter() {
                for alias in &person.known_as {
                    let known = all.entry(&alias.value).or_insert(Some((id, alias.span)));
                    *known = known.filter(|(other, _)| *other == id);
                }
            }
            all
        });
        aliases.get(text).copied().flatten()
    }

    pub(super) fn refer<T>(&mut self, kind: &'static str, id: &At<String>, known: &'o BTreeMap<String, T>) {
        // Where no entry of a kind is written at all, its ids are taken as written: evidence may know them.
        if known.is_empty() || known.contains_key(&id.value) {
            return;
        }
        let shown = short(&id.value);
        let names = self.near.entry(kind).or_insert_with(|| NearNames::new(known.keys().map(String::as_str)));
        let unknown = Diagnostic::error("unknown-reference", format!("there is no {kind} `{shown}`"), id.span)
            .label("not described in any file")
            .suggest_near(self.sources.path(id.span.file), &id.value, names.nearest(&id.value));
        let or = if unknown.help.is_empty() { "" } else { "or " };
        self.diagnostics.push(unknown.help(format!("{or}describe it: `[{kind}.{}]`", as_key(&shown))));
    }
}

/// An id as it is written in a header: in quotes unless it is a bare key.
fn as_key(id: &str) -> String {
    let bare = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { id.to_owned() } else { format!("\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\"")) }
}
