//! The charter gate: what has to be clear before an initiative starts, and what the evidence answers at once.
//!
//! Input: a change of the kind `start`, and the organization on a day. Output: [`CharterGate`]: the eight things that are
//! there or missing, whether it should have a leader of its own, whose scope it overlaps, who changed its paths in the
//! last year, which gates would stand before it, and who could lead it. It is written nowhere.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::org::Nature;
use onethread_model::record::Reference;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use super::fit::{Recommended, SPREAD_TEAMS, nature_says};
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::change_sets::Bounds;
use crate::measure::claims::{is_bounding, meet, within};
use crate::measure::groups::GroupStatistic;
use crate::measure::{Initiative, Snapshot, View, World};
use crate::moves::Refusal;
use crate::moves::start::Started;
use crate::words::plural;

/// The question whose attested answer says that no other dependency is known.
pub(crate) const DEPENDENCIES_KNOWN: &str = "dependencies-known";

/// What the charter gate answers about an initiative that is to start.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CharterGate {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// The day.
    pub as_of: Day,
    /// Id of the initiative.
    pub id: String,
    /// Its title, or its id.
    pub name: String,
    /// Whether nothing knows it yet.
    pub is_new: bool,
    /// Whether it stays an idea: something is missing, or it was asked to.
    pub stays_idea: bool,
    /// The eight things, each there or missing.
    pub parts: Vec<CharterPart>,
    /// Whether it should have a leader of its own.
    pub own_leader: OwnLeader,
    /// What bounds it, as `kind:id`.
    pub scope: Vec<String>,
    /// Other initiatives whose scope it overlaps, in alphabetical order.
    pub overlaps: Vec<ScopeOverlap>,
    /// Components that lie within its scope or around it, in alphabetical order.
    pub components: Vec<ComponentWithin>,
    /// Who changed what lies within its scope in the last year; absent where no scope is stated, no change is read, or
    /// that is not agreed.
    pub changed_by: Option<ChangedBy>,
    /// Gates that would stand before it, in alphabetical order.
    pub gates: Vec<GateAhead>,
    /// Who could lead it.
    pub could_lead: CouldLead,
    /// What would be typed next.
    pub next: Vec<String>,
}

/// One of the eight things that have to be clear before an initiative starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CharterPart {
    /// Its key: `sponsor`, `purpose`, `boundary`, `metric`, `decision-rights`, `leader`, `roles` or `dependencies`.
    pub key: &'static str,
    /// Whether it is there.
    pub there: bool,
    /// What is there, or what of it is missing; absent where nothing is.
    pub says: Option<String>,
    /// How it is said: the flag or blank.
    pub blank: &'static str,
}

impl CharterPart {
    /// What it is called.
    pub fn name(&self) -> &'static str {
        match self.key {
            "metric" => "metric with a first value",
            "decision-rights" => "decision rights",
            "roles" => "roles needed",
            "dependencies" => "known dependencies",
            other => other,
        }
    }
}

/// Whether an initiative should have a leader of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnLeader {
    /// The form that suits the kind of work: one leader to whom the team reports, one with functional lines, none, or not
    /// known.
    pub recommended: Recommended,
    /// Why, as clauses.
    pub because: Vec<String>,
}

/// Another initiative that claims the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ScopeOverlap {
    /// Its id.
    pub initiative: String,
    /// Its title, or its id.
    pub name: String,
    /// Whether it is `live`, an `idea` or `paused`.
    pub state: &'static str,
    /// What both claim, as the other one writes it.
    pub claims: Vec<String>,
}

/// A component that shares paths with the scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ComponentWithin {
    /// Its id.
    pub component: String,
    /// The team that owns it, as the files say.
    pub owner: Option<String>,
    /// Its paths that meet the scope.
    pub paths: Vec<String>,
}

/// Who changed what lies within a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedBy {
    /// Days that are looked at.
    pub window_days: i64,
    /// Teams of enough people, those with the most changes first.
    pub teams: Vec<TeamChangedIt>,
    /// Teams of fewer people, or of unknown size, in alphabetical order: without any number.
    pub small_teams: Vec<String>,
    /// Changes that touch the scope and were made by the first of these, n.
    pub n: usize,
}

/// A team that changed what lies within a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TeamChangedIt {
    /// The team.
    pub team: String,
    /// Its changes that touch the scope.
    pub changes: usize,
    /// How many people it has on the day.
    pub people: usize,
}

/// A gate that would stand before an initiative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GateAhead {
    /// Its id.
    pub gate: String,
    /// Its title, or its id.
    pub name: String,
    /// Why it may: it stands before all initiatives, or before one whose scope this one overlaps.
    pub because: String,
}

/// Who could lead an initiative: counts of positions, and no person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CouldLead {
    /// Positions that lead and work on nothing else, by discipline; absent where no leader's discipline is known.
    pub free: Option<BTreeMap<String, usize>>,
    /// Positions of these disciplines that would have to drop something.
    pub with_other_work: usize,
    /// Whom the change names.
    pub leader: Option<String>,
    /// What that leader leads or gives time to besides, and would drop, in alphabetical order.
    pub leader_drops: Vec<String>,
    /// Other live initiatives that have no leader, and want the same people, in alphabetical order.
    pub also_vacant: Vec<AlsoVacant>,
}

/// Another initiative without a leader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AlsoVacant {
    /// Its id.
    pub initiative: String,
    /// Its title, or its id.
    pub name: String,
    /// Since when, where the files say.
    pub since: Option<Day>,
}

impl CharterGate {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";

    /// The things that are missing.
    pub fn missing(&self) -> impl Iterator<Item = &CharterPart> {
        self.parts.iter().filter(|part| !part.there)
    }
}

/// Answers the charter gate for a change of the kind `start`, as the organization is on a day.
///
/// # Errors
/// Why the change is about no initiative that can start.
pub fn charter_gate(snapshot: &Snapshot, day: Day, change: &Change) -> Result<CharterGate, Refusal> {
    let world = snapshot.on(day);
    let started = Started::of(change, &world)?;
    let known = world.initiative(&started.id);
    let parts = charter_parts(change, &started.id, &world);
    let scope = scope_of(change, &started.id, &world);
    let changed_by = changed_by(&scope, &world);
    let overlaps = overlaps(&scope, &started.id, &world);
    let is_ready = parts.iter().all(|part| part.there);
    let begun = known.is_some_and(|known| known.live);
    let commits = begun || (change.get("idea").is_none() && (is_ready || change.get("committed").is_some()));
    let name = change.text("title").filter(|_| started.is_new).or(known.map(Initiative::name));
    let mut gate = CharterGate {
        schema_version: CharterGate::SCHEMA_VERSION,
        as_of: day,
        name: name.unwrap_or(&started.id).to_owned(),
        is_new: started.is_new,
        stays_idea: !commits,
        own_leader: own_leader(change, &started.id, changed_by.as_ref(), &world),
        scope: scope.iter().map(ToString::to_string).collect(),
        components: components(&scope, &world),
        changed_by,
        gates: gates(&started.id, &overlaps, &world),
        overlaps,
        could_lead: could_lead(change, &started.id, &world),
        parts,
        next: Vec::new(),
        id: started.id,
    };
    gate.next = next(&gate);
    Ok(gate)
}

/// The eight things, as the files and the change say.
pub(crate) fn charter_parts(change: &Change, id: &str, view: &View<'_>) -> Vec<CharterPart> {
    let written = view.inputs.org.initiatives.get(id);
    let known = view.initiative(id);
    let said = |key: &str| change.text(key).map(str::to_owned);
    let part = |key, says: Option<String>, blank| CharterPart { key, there: says.is_some(), says, blank };
    let sponsor = said("sponsor").or(written.and_then(|one| one.sponsor.as_ref()).map(|at| at.value.clone()));
    let sponsor = sponsor.map(|id| title_of(&id, view));
    let purpose = said("purpose").or(written.and_then(|one| one.purpose.as_ref()).map(|at| at.value.clone()));
    let bounds = scope_of(change, id, view).iter().filter(|piece| is_bounding(piece)).count();
    let bounds = (bounds > 0).then(|| plural(bounds, "piece of scope", "pieces of scope"));
    let rights = written.map_or(0, |one| one.decision_rights.len()) + change.list("decision-rights").len();
    let leader = said("leader").or(known.and_then(|one| one.leadership.leader()).map(|leader| leader.value.clone()));
    let roles = written.map_or(0, |one| one.needs.len()).max(change.list("needs").len());
    let declared = known.map_or(0, |one| one.dependencies.len()) + change.list("depends-on").len();
    let attested = change.get("known-by").is_some()
        || view
            .inputs
            .org
            .attestations
            .iter()
            .any(|one| one.initiative.value == id && one.criterion.value == DEPENDENCIES_KNOWN && one.holds);
    let dependencies = match (declared, attested) {
        (0, false) => None,
        (0, true) => Some("none is known, as somebody says".to_owned()),
        (n, _) => Some(plural(n, "dependency", "dependencies")),
    };
    vec![
        part("sponsor", sponsor, "sponsor"),
        part("purpose", purpose, "purpose"),
        part("boundary", bounds, "scope"),
        metric_part(change, id, view),
        part("decision-rights", (rights > 0).then(|| plural(rights, "right", "rights")), "decision-rights"),
        part("leader", leader, "leader"),
        part("roles", (roles > 0).then(|| plural(roles, "role", "roles")), "needs"),
        part("dependencies", dependencies, "depends-on"),
    ]
}

/// What a position is called, where its entry says so; never an id, which may be a name, but for a leader.
fn title_of(person: &str, view: &View<'_>) -> String {
    let title = view.inputs.org.people.get(person).and_then(|known| known.title.as_ref());
    title.map_or_else(|| "named".to_owned(), |title| title.value.clone())
}

/// A metric with its kind, its owner and its first value: a stated one, or one that a source has a point of.
fn metric_part(change: &Change, id: &str, view: &View<'_>) -> CharterPart {
    let written = view.inputs.org.initiatives.get(id).map_or(&[][..], |one| &one.metrics);
    let mut best: Option<(String, Vec<&'static str>)> = None;
    let mut add = |name: &str, [kind, owner, value]: [bool; 3]| {
        let lacks = [(kind, "kind"), (owner, "owner"), (value, "first value")];
        let lacks: Vec<&'static str> =
            lacks.into_iter().filter(|(is_there, _)| !is_there).map(|(_, what)| what).collect();
        if best.as_ref().is_none_or(|(_, known)| lacks.len() < known.len()) {
            best = Some((name.to_owned(), lacks));
        }
    };
    let named = change.text("metric");
    let is_meant = |name: &str| named.map_or(written.len() == 1, |named| named == name);
    let says = |key: &str| change.get(key).is_some();
    for metric in written {
        let (name, meant) = (metric.name.value.as_str(), is_meant(&metric.name.value));
        let value = metric.baseline.is_some() || view.points_of(id, name).next().is_some();
        add(
            name,
            [
                metric.kind.is_some() || (meant && says("metric-kind")),
                metric.owner.is_some() || (meant && says("metric-owner")),
                value || (meant && says("baseline")),
            ],
        );
    }
    if let Some(named) = named.filter(|named| written.iter().all(|metric| metric.name.value != **named)) {
        add(named, [says("metric-kind"), says("metric-owner"), says("baseline")]);
    }
    let there = best.as_ref().is_some_and(|(_, lacks)| lacks.is_empty());
    let says = best.map(|(name, lacks)| match &lacks[..] {
        [] => name,
        lacks => format!("{name}, without {}", lacks.join(", ")),
    });
    CharterPart { key: "metric", there, says, blank: "metric" }
}

/// What bounds it: as written, and as the change says.
fn scope_of(change: &Change, id: &str, view: &View<'_>) -> Vec<Reference> {
    let written = view.initiative(id).into_iter().flat_map(|known| known.scope.iter().map(|at| at.value.clone()));
    let said = change.list("scope").iter().filter_map(|piece| {
        let (kind, id) = piece.split_once(':')?;
        Some(Reference { kind: kind.to_owned(), id: id.to_owned() })
    });
    let mut all: Vec<Reference> = written.chain(said).collect();
    all.sort();
    all.dedup();
    all
}

fn own_leader(change: &Change, id: &str, changed_by: Option<&ChangedBy>, view: &View<'_>) -> OwnLeader {
    let written = view.initiative(id).and_then(|known| known.nature.as_ref()).map(|nature| nature.value);
    let nature = match change.text("nature") {
        Some("product") => Some(Nature::Product),
        Some("company-wide") => Some(Nature::CompanyWide),
        Some("one-off") => Some(Nature::OneOff),
        Some("functional") => Some(Nature::Functional),
        _ => written,
    };
    let Some(nature) = nature else {
        let because = vec![
            "say what kind of work it is: an ongoing product (`product`), across the whole company (`company-wide`), a \
             project that ends (`one-off`), or the work of a function (`functional`)"
                .to_owned(),
        ];
        return OwnLeader { recommended: Recommended::CannotTell, because };
    };
    let recommended = match nature {
        Nature::Product => Recommended::Sto,
        Nature::CompanyWide => Recommended::Stl,
        Nature::OneOff | Nature::Functional => Recommended::Functional,
    };
    let mut because = vec![nature_says(nature).to_owned()];
    let needed = change.list("depends-on").iter().filter(|on| on.starts_with("team:") || on.starts_with("function:"));
    let known = view.initiative(id).map_or(0, |known| known.dependencies.len());
    let teams = changed_by.map_or(0, |by| by.teams.len() + by.small_teams.len()).max(needed.count() + known);
    if recommended != Recommended::Functional && teams >= SPREAD_TEAMS {
        because.push(format!("{teams} teams take part, which favors functional reporting lines (STL)"));
    }
    OwnLeader { recommended, because }
}

fn state(known: &Initiative) -> Option<&'static str> {
    match known {
        known if known.live => Some("live"),
        known if known.stage.is_some() => Some("idea"),
        known if known.paused.is_some() => Some("paused"),
        _ => None,
    }
}

fn overlaps(scope: &[Reference], id: &str, view: &View<'_>) -> Vec<ScopeOverlap> {
    let org = view.inputs.org;
    let one = |other: &Initiative| {
        let state = state(other).filter(|_| other.id != id)?;
        let pieces = other.scope.iter().filter(|at| is_bounding(&at.value));
        let met = pieces.filter(|at| scope.iter().any(|own| is_bounding(own) && meet(own, &at.value, org)));
        let claims: Vec<String> = met.map(|at| at.value.to_string()).collect();
        let (initiative, name) = (other.id.clone(), other.name().to_owned());
        (!claims.is_empty()).then_some(ScopeOverlap { initiative, name, state, claims })
    };
    view.initiatives.iter().filter_map(one).collect()
}

fn components(scope: &[Reference], view: &View<'_>) -> Vec<ComponentWithin> {
    let org = view.inputs.org;
    let own: Vec<&str> = scope.iter().flat_map(|piece| crate::measure::claims::paths(piece, org)).collect();
    let meets = |path: &str| own.iter().any(|own| within(path, own) || within(own, path));
    let one = |(id, component): (&String, &onethread_model::org::Component)| {
        let paths = component.paths.iter().filter(|path| meets(&path.value)).map(|path| path.value.clone());
        let paths: Vec<String> = paths.collect();
        let is_named = scope.iter().any(|piece| piece.kind == "component" && piece.id == *id);
        let owner = component.owner.as_ref().map(|owner| owner.value.clone());
        (is_named || !paths.is_empty()).then(|| ComponentWithin { component: id.clone(), owner, paths })
    };
    org.components.iter().filter_map(one).collect()
}

/// Counts, for every change-set of the last year that touches the scope, the one team of each of those who made it.
fn changed_by(scope: &[Reference], world: &World<'_>) -> Option<ChangedBy> {
    if !world.computes("component-ownership") {
        return None;
    }
    let bounds = Bounds::of(scope, world.inputs);
    let log = world.change_log();
    if bounds.is_empty() || log.sets.is_empty() {
        return None;
    }
    let held = bounds.held(world);
    let groups = world.work_groups();
    let (mut by, mut small, mut n) = (BTreeMap::<&str, usize>::new(), BTreeSet::<&str>::new(), 0);
    for set in log.sets.iter().filter(|set| set.components.iter().any(|path| held.contains(path))) {
        let people = set.people.iter().map(|person| world.facts.text(*person));
        let teams: BTreeSet<&str> = people.filter_map(|person| groups.only_team_of(person)).collect();
        let (large, few): (BTreeSet<&str>, BTreeSet<&str>) = teams.into_iter().partition(|team| groups.is_group(team));
        n += usize::from(!large.is_empty());
        large.into_iter().for_each(|team| *by.entry(team).or_default() += 1);
        small.extend(few);
    }
    let disclosed = by.into_iter().filter_map(|(team, changes)| {
        let (people, changes) = groups.disclose(GroupStatistic::of_team(team, changes))?;
        Some(TeamChangedIt { team: team.to_owned(), changes, people })
    });
    let mut teams: Vec<TeamChangedIt> = disclosed.collect();
    teams.sort_by(|a, b| (b.changes, &a.team).cmp(&(a.changes, &b.team)));
    let small_teams = small.into_iter().map(str::to_owned).collect();
    Some(ChangedBy { window_days: WINDOW_DAYS, teams, small_teams, n })
}

/// Gates that stand before every initiative or before this one, and those before others whose scope it overlaps.
fn gates(id: &str, overlaps: &[ScopeOverlap], view: &View<'_>) -> Vec<GateAhead> {
    let one = |(gate, entry): (&String, &onethread_model::org::Gate)| {
        let because = if entry.stands_before(id, view.day) {
            let all = entry.applies_to.is_empty();
            if all { "it stands before every initiative".to_owned() } else { "it names this one".to_owned() }
        } else {
            let other = overlaps.iter().find(|other| entry.stands_before(&other.initiative, view.day))?;
            format!("it stands before {}, whose scope this one overlaps", other.name)
        };
        let name = entry.title.as_ref().map_or_else(|| gate.clone(), |title| title.value.clone());
        Some(GateAhead { gate: gate.clone(), name, because })
    };
    view.inputs.org.gates.iter().filter_map(one).collect()
}

fn could_lead(change: &Change, id: &str, view: &View<'_>) -> CouldLead {
    let positions = view.could_lead();
    let leader = change
        .text("leader")
        .map(str::to_owned)
        .or_else(|| Some(view.initiative(id)?.leadership.leader()?.value.clone()));
    let drops = leader.as_deref().map_or_else(Vec::new, |leader| view.threads_of(leader, id).others());
    let is_vacant = |other: &&Initiative| {
        other.id != id
            && other.leadership.leaders().is_empty()
            && other.functional_by_design().is_none()
            && other.in_org
    };
    let vacant = view.live().filter(is_vacant).map(|other| AlsoVacant {
        initiative: other.id.clone(),
        name: other.name().to_owned(),
        since: view.inputs.org.initiatives.get(&other.id).and_then(|entry| entry.vacant.as_ref()).map(|at| at.value),
    });
    CouldLead {
        with_other_work: positions.as_ref().map_or(0, |all| all.values().map(|one| one.busy).sum()),
        free: positions.map(|all| all.into_iter().map(|(function, one)| (function.to_owned(), one.free)).collect()),
        leader_drops: drops.into_iter().map(str::to_owned).collect(),
        leader,
        also_vacant: vacant.collect(),
    }
}

fn next(gate: &CharterGate) -> Vec<String> {
    let missing: Vec<&CharterPart> = gate.missing().collect();
    let title = if gate.is_new { &gate.name } else { &gate.id };
    let title = if title.contains(char::is_whitespace) { format!("\"{title}\"") } else { title.clone() };
    match (&missing[..], gate.own_leader.recommended) {
        (_, Recommended::Functional) => {
            vec!["leave it to the function, or leave it an idea: it counts nowhere".to_owned()]
        }
        ([], _) => vec![format!("onethread start {title} --apply")],
        ([first, ..], _) => vec![
            format!("onethread start {title} --{} ...", first.blank),
            "or leave it an idea: it counts nowhere".to_owned(),
        ],
    }
}
