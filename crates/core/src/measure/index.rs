//! Entries of the organization's files by what they are about, for a view of a day.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::facts::AsOf;
use onethread_model::org;

use super::decisions::{KnownDecision, gather};
use super::{Initiative, Inputs, View, claims};

/// Entries of the organization's files by what they are about.
pub(super) struct Index<'a> {
    /// In alphabetical order of id.
    pub(super) decisions: Vec<KnownDecision<'a>>,
    decisions_of: BTreeMap<&'a str, Vec<u32>>,
    written: BTreeMap<&'a str, Vec<&'a org::Decision>>,
    /// Decisions by the owner of a tenet that they cite.
    citing: BTreeMap<&'a str, Vec<&'a org::Decision>>,
    /// Teams by the initiative that they say they work on.
    teams: BTreeMap<&'a str, Vec<&'a org::Team>>,
    /// Folders that live initiatives claim, with the place of the initiative among all.
    folders: BTreeMap<Vec<String>, Vec<usize>>,
    /// Names that live initiatives claim, as `kind:id`.
    names: BTreeMap<String, Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(inputs: Inputs<'a>, facts: AsOf<'a>, initiatives: &[Initiative]) -> Index<'a> {
        let decisions = gather(inputs, facts);
        let mut decisions_of: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, decision) in (0..).zip(&decisions) {
            if let Some(initiative) = decision.initiative {
                decisions_of.entry(initiative).or_default().push(at);
            }
        }
        let mut written: BTreeMap<&str, Vec<&org::Decision>> = BTreeMap::new();
        let mut citing = written.clone();
        for decision in inputs.org.decisions.values() {
            if let Some(initiative) = &decision.initiative {
                written.entry(&initiative.value).or_default().push(decision);
            }
            let owners = decision.cites.iter().filter_map(|cite| cite.value.rsplit_once(':'));
            for owner in owners.map(|(owner, _)| owner.trim()).collect::<BTreeSet<&str>>() {
                citing.entry(owner).or_default().push(decision);
            }
        }
        let mut teams: BTreeMap<&str, Vec<&org::Team>> = BTreeMap::new();
        for team in inputs.org.teams.values() {
            for initiative in team.initiatives.iter().map(|id| id.value.as_str()).collect::<BTreeSet<&str>>() {
                teams.entry(initiative).or_default().push(team);
            }
        }
        let mut folders: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, initiative) in initiatives.iter().enumerate().filter(|(_, initiative)| initiative.live) {
            for piece in &initiative.scope {
                names.entry(piece.value.to_string()).or_default().push(at);
                for path in claims::paths(&piece.value, inputs.org) {
                    folders.entry(claims::folders(path)).or_default().push(at);
                }
            }
        }
        Index { decisions, decisions_of, written, citing, teams, folders, names }
    }
}

impl<'a> View<'a> {
    /// Decisions of an initiative, from files and facts, in alphabetical order of id.
    pub fn decisions_of(&self, initiative: &str) -> impl Iterator<Item = &KnownDecision<'a>> {
        let places = self.index.decisions_of.get(initiative).map_or(&[][..], Vec::as_slice);
        places.iter().map(|at| &self.index.decisions[*at as usize])
    }

    /// Decisions of an initiative as the organization's files have them, in alphabetical order of id.
    pub fn written_decisions_of(&self, initiative: &str) -> impl Iterator<Item = &'a org::Decision> + use<'a, '_> {
        self.index.written.get(initiative).into_iter().flatten().copied()
    }

    /// Decisions of the organization's files that cite a tenet of this owner, in alphabetical order of id.
    pub fn decisions_citing(&self, owner: &str) -> impl Iterator<Item = &'a org::Decision> + use<'a, '_> {
        self.index.citing.get(owner).into_iter().flatten().copied()
    }

    /// Teams that say they work on an initiative, in alphabetical order of id.
    pub fn teams_on(&self, initiative: &str) -> impl Iterator<Item = &'a org::Team> + use<'a, '_> {
        self.index.teams.get(initiative).into_iter().flatten().copied()
    }

    /// Live initiatives that may claim what this one does: those that claim the same name, or a folder around or within
    /// one of its folders. In alphabetical order, this one included.
    pub fn rivals(&self, initiative: &Initiative) -> impl Iterator<Item = &Initiative> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for piece in &initiative.scope {
            found.extend(self.index.names.get(&piece.value.to_string()).into_iter().flatten());
            for path in claims::paths(&piece.value, self.inputs.org) {
                let folders = claims::folders(path);
                for outer in 1..folders.len() {
                    found.extend(self.index.folders.get(&folders[..outer]).into_iter().flatten());
                }
                let inner =
                    self.index.folders.range(folders.clone()..).take_while(|(other, _)| other.starts_with(&folders));
                found.extend(inner.flat_map(|(_, places)| places));
            }
        }
        found.into_iter().map(|at| &self.initiatives[at])
    }
}

#[cfg(test)]
mod tests {
    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::{Snapshot, World};

    /// Initiatives that claim folders, components and names in every way that could meet.
    const ORGANIZATION: &str = r#"
        component.inner.paths = ["services/returns/api/**"]
        component.wide.paths = ["services/**"]
        component.all.paths = ["**"]
        initiative.a.scope = ["path:services/returns/**"]
        initiative.b.scope = ["component:inner"]
        initiative.c.scope = ["path:/services/returns-old/"]
        initiative.d.scope = ["component:wide", "api:x"]
        initiative.e.scope = ["api:x", "data:y"]
        initiative.f.scope = ["component:all"]
        initiative.g.scope = ["path:services/*/api"]
        initiative.h.scope = ["data:z"]
        initiative.i = {}
    "#;

    fn with_world(facts: &Facts, check: impl Fn(&World<'_>)) {
        let mut sources = Sources::default();
        let file = sources.add("org/all.toml", ORGANIZATION.to_owned());
        let org = org::load(&sources, &[file], &mut Vec::new());
        let config = Config::default();
        let snapshot = Snapshot::new(config, org, sources, facts.clone());
        check(&World::on(&snapshot, Day::parse("2026-06-30").expect("a day")));
    }

    #[test]
    fn no_rival_is_overlooked() {
        let folders = |initiative: &Initiative, world: &World<'_>| -> Vec<Vec<String>> {
            let paths =
                initiative.scope.iter().flat_map(|piece| super::super::claims::paths(&piece.value, world.inputs.org));
            paths.map(super::super::claims::folders).collect()
        };
        let within = |a: &Vec<String>, b: &Vec<String>| !b.is_empty() && a.starts_with(b);
        with_world(&Facts::default(), |world| {
            assert_eq!(world.live().count(), 9);
            let mut meeting = 0;
            for one in world.live() {
                let found: Vec<&str> = world.rivals(one).map(|rival| rival.id.as_str()).collect();
                assert!(found.is_sorted(), "{found:?}");
                for other in world.live() {
                    let same_name = one.scope.iter().any(|a| other.scope.iter().any(|b| a.value == b.value));
                    let (a, b) = (folders(one, world), folders(other, world));
                    let meet = a.iter().any(|a| b.iter().any(|b| within(a, b) || within(b, a)));
                    if same_name || meet {
                        meeting += 1;
                        assert!(found.contains(&other.id.as_str()), "{} and {}", one.id, other.id);
                    }
                }
            }
            assert!(meeting > 9, "the example has rivals");
        });
    }

    #[test]
    fn rows_are_those_of_the_initiative_in_their_order() {
        let mut facts = Facts::default();
        for (line, (initiative, day)) in
            [("b", "03"), ("a", "02"), ("b", "01"), ("c", "09"), ("b", "03")].iter().enumerate()
        {
            let day = format!("2026-06-{day}");
            let mut cells = Cells::default();
            cells.set("initiative", initiative);
            cells.set("day", &day);
            let at = RecordRef { source: 0, line: line as u32 };
            facts.push(FactKind::ReviewAsked, &cells, at).expect("a row");
        }
        with_world(&facts, |world| {
            let lines = |id: &str| world.reviews_of(id).map(|row| row.at.line).collect::<Vec<_>>();
            assert_eq!((lines("a"), lines("b"), lines("c")), (vec![1], vec![0, 2, 4], vec![3]));
            assert!(lines("d").is_empty() && lines("nobody").is_empty());
        });
    }
}
