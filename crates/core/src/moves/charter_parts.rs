//! The eight things that have to be clear before an initiative starts: what the files and a change say of each.

use onethread_model::Change;
use onethread_model::record::Reference;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::View;
use crate::measure::claims::is_bounding;
use crate::words::plural;

/// The question whose attested answer says that no other dependency is known.
pub(crate) const DEPENDENCIES_KNOWN: &str = "dependencies-known";

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
    let rights = written.map_or(0, |one| one.rights().count()) + change.list("decision-rights").len();
    let leader = said("leader").or(known.and_then(|one| one.leadership.leader()).map(|leader| leader.value.clone()));
    let roles = written.map_or(0, |one| one.needs.len()).max(change.list("needs").len());
    let declared = known.map_or(0, |one| one.dependencies.len()) + change.list("depends-on").len();
    let attested = change.get("known-by").is_some() || says_dependencies_known(id, view);
    let dependencies = match (declared, attested) {
        (0, false) => None,
        (0, true) => Some("none is known, as someone says".to_owned()),
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

/// Whether someone said on record that no other dependency of an initiative is known.
pub(crate) fn says_dependencies_known(id: &str, view: &View<'_>) -> bool {
    let mut attested = view.inputs.org.attestations.iter().filter(|one| one.initiative.value == id);
    attested.any(|one| one.holds && one.criterion.value == DEPENDENCIES_KNOWN)
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
pub(crate) fn scope_of(change: &Change, id: &str, view: &View<'_>) -> Vec<Reference> {
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
