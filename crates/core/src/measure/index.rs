//! Facts and claims by what they are about, so that a criterion reads its own initiative's and not everybody's.
//!
//! Without it every initiative would read every row, which is what makes a review of thousands of initiatives slow.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use onethread_model::facts::{AsOf, ChangeMade, DecisionMade, Dependency, MetricPoint, ReviewAsked, Symbol, Touch};
use onethread_model::org;

use super::decisions::{KnownDecision, gather};
use super::{Initiative, Inputs, World};

/// Rows by a symbol, in the order of the table.
struct By<'a, R> {
    rows: Vec<(Symbol, &'a R)>,
}

impl<'a, R> By<'a, R> {
    fn new(rows: impl Iterator<Item = &'a R>, about: impl Fn(&R) -> Symbol) -> By<'a, R> {
        let mut rows: Vec<(Symbol, &R)> = rows.map(|row| (about(row), row)).collect();
        rows.sort_by_key(|(symbol, _)| *symbol);
        By { rows }
    }

    fn of(&self, symbol: Option<Symbol>) -> impl Iterator<Item = &'a R> + use<'a, '_, R> {
        let start = self.rows.partition_point(|(other, _)| Some(*other) < symbol);
        self.rows[start..].iter().take_while(move |(other, _)| Some(*other) == symbol).map(|(_, row)| *row)
    }
}

/// Facts and claims of a world by what they are about.
pub(super) struct Index<'a> {
    /// In alphabetical order of id.
    pub(super) decisions: Vec<KnownDecision>,
    decisions_of: BTreeMap<String, Vec<usize>>,
    recorded: By<'a, DecisionMade>,
    written: BTreeMap<&'a str, Vec<&'a org::Decision>>,
    /// Decisions by the owner of a tenet that they cite.
    citing: BTreeMap<&'a str, Vec<&'a org::Decision>>,
    /// Teams by the initiative that they say they work on.
    teams: BTreeMap<&'a str, Vec<&'a org::Team>>,
    reviews: By<'a, ReviewAsked>,
    points: By<'a, MetricPoint>,
    dependencies: By<'a, Dependency>,
    dependencies_begun: By<'a, Dependency>,
    /// Changes that people made for an initiative.
    changes: By<'a, ChangeMade>,
    touches_of_set: By<'a, Touch>,
    touches_of_component: By<'a, Touch>,
    /// Components and paths that changes touch, by their names without empty parts.
    touched: Vec<(String, Symbol)>,
    /// Folders that live initiatives claim, with the place of the initiative among all.
    folders: BTreeMap<Vec<String>, Vec<usize>>,
    /// Names that live initiatives claim, as `kind:id`.
    names: BTreeMap<String, Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(inputs: Inputs<'a>, facts: AsOf<'a>, initiatives: &[Initiative]) -> Index<'a> {
        let decisions = gather(inputs, facts);
        let mut decisions_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, decision) in decisions.iter().enumerate() {
            if let Some(initiative) = &decision.initiative {
                decisions_of.entry(initiative.clone()).or_default().push(at);
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
        // What programs change says nothing about the people who work on it.
        let by_programs = facts.changes().filter(|change| facts.is_by_program(change)).map(|change| change.change);
        let by_programs: HashSet<Symbol> = by_programs.collect();
        let made = || facts.touches().filter(|touch| !by_programs.contains(&touch.change));
        let touches_of_component = By::new(made(), |row| row.component);
        let components = touches_of_component.rows.chunk_by(|(a, _), (b, _)| a == b).map(|rows| rows[0].0);
        let mut touched: Vec<(String, Symbol)> =
            components.map(|component| (plain(facts.text(component)), component)).collect();
        touched.sort();
        let mut index = Index {
            decisions,
            decisions_of,
            recorded: By::new(facts.decisions(), |row| row.initiative),
            written,
            citing,
            teams,
            reviews: By::new(facts.reviews(), |row| row.initiative),
            points: By::new(facts.metric_points(), |row| row.initiative),
            dependencies: By::new(facts.dependencies(), |row| row.initiative),
            dependencies_begun: By::new(facts.dependencies_begun(), |row| row.initiative),
            changes: By::new(
                facts.changes().filter(|change| change.initiative.is_some() && !by_programs.contains(&change.change)),
                |row| row.initiative.unwrap_or(row.change),
            ),
            touches_of_set: By::new(made(), |row| row.set.unwrap_or(row.change)),
            touches_of_component,
            touched,
            folders: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for (at, initiative) in initiatives.iter().enumerate().filter(|(_, initiative)| initiative.live) {
            for piece in &initiative.scope {
                index.names.entry(piece.value.to_string()).or_default().push(at);
                for path in super::claims::paths(&piece.value, inputs.org) {
                    index.folders.entry(super::claims::folders(path)).or_default().push(at);
                }
            }
        }
        index
    }
}

impl<'a> World<'a> {
    /// Decisions of an initiative, from files and facts, in alphabetical order of id.
    pub fn decisions_of(&self, initiative: &str) -> impl Iterator<Item = &KnownDecision> {
        let places = self.index.decisions_of.get(initiative).map_or(&[][..], Vec::as_slice);
        places.iter().map(|at| &self.index.decisions[*at])
    }

    /// Decisions of an initiative as the organization's files have them, on any day, in alphabetical order of id.
    pub fn written_decisions_of(&self, initiative: &str) -> impl Iterator<Item = &'a org::Decision> + use<'a, '_> {
        self.index.written.get(initiative).into_iter().flatten().copied()
    }

    /// Decisions of the organization's files that cite a tenet of this owner, on any day, in alphabetical order of id.
    pub fn decisions_citing(&self, owner: &str) -> impl Iterator<Item = &'a org::Decision> + use<'a, '_> {
        self.index.citing.get(owner).into_iter().flatten().copied()
    }

    /// Teams that say they work on an initiative, in alphabetical order of id.
    pub fn teams_on(&self, initiative: &str) -> impl Iterator<Item = &'a org::Team> + use<'a, '_> {
        self.index.teams.get(initiative).into_iter().flatten().copied()
    }

    /// Rows of the table `decision` about an initiative, in their order.
    pub fn recorded_decisions_of(&self, initiative: &str) -> impl Iterator<Item = &'a DecisionMade> + use<'a, '_> {
        self.index.recorded.of(self.facts.symbols().find(initiative))
    }

    /// Reviews asked for by an initiative, in their order.
    pub fn reviews_of(&self, initiative: &str) -> impl Iterator<Item = &'a ReviewAsked> + use<'a, '_> {
        self.index.reviews.of(self.facts.symbols().find(initiative))
    }

    /// Points of the metrics of an initiative, in their order.
    pub fn metric_points_of(&self, initiative: &str) -> impl Iterator<Item = &'a MetricPoint> + use<'a, '_> {
        self.index.points.of(self.facts.symbols().find(initiative))
    }

    /// Points of one metric of an initiative, in their order.
    pub fn points_of(&self, initiative: &str, metric: &str) -> impl Iterator<Item = &'a MetricPoint> + use<'a, '_> {
        let metric = self.facts.symbols().find(metric);
        self.metric_points_of(initiative).filter(move |point| Some(point.metric) == metric)
    }

    /// Dependencies of an initiative that evidence shows, in their order.
    pub fn observed_dependencies_of(&self, initiative: &str) -> impl Iterator<Item = &'a Dependency> + use<'a, '_> {
        self.index.dependencies.of(self.facts.symbols().find(initiative))
    }

    /// Dependencies of an initiative that evidence shows on the day or showed before, in their order.
    pub fn dependencies_begun_of(&self, initiative: &str) -> impl Iterator<Item = &'a Dependency> + use<'a, '_> {
        self.index.dependencies_begun.of(self.facts.symbols().find(initiative))
    }

    /// Changes that people say they made for an initiative, in their order.
    pub fn changes_of(&self, initiative: &str) -> impl Iterator<Item = &'a ChangeMade> + use<'a, '_> {
        self.index.changes.of(self.facts.symbols().find(initiative))
    }

    /// What a change-set touched, in the order of the table.
    pub(super) fn touches_of_set(&self, change: Symbol) -> impl Iterator<Item = &'a Touch> + use<'a, '_> {
        self.index.touches_of_set.of(Some(change))
    }

    /// Touches of a component or path, in the order of the table.
    pub(super) fn touches_of_component(&self, component: Symbol) -> impl Iterator<Item = &'a Touch> + use<'a, '_> {
        self.index.touches_of_component.of(Some(component))
    }

    /// Components and paths that changes touch, and that are this file or folder or lie below it, its name without empty
    /// parts; all of them without a name.
    pub(super) fn touched_within<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = Symbol> + use<'a, 's> {
        let touched = &self.index.touched;
        let start = touched.partition_point(|(name, _)| name.as_str() < folder);
        let below =
            move |name: &str| folder.is_empty() || matches!(name.as_bytes().get(folder.len()), None | Some(b'/'));
        let begins = touched[start..].iter().take_while(move |(name, _)| name.starts_with(folder));
        begins.filter(move |(name, _)| below(name)).map(|(_, component)| *component)
    }

    /// Live initiatives that may claim what this one does: those that claim the same name, or a folder around or within
    /// one of its folders. In alphabetical order, this one included.
    pub fn rivals(&self, initiative: &Initiative) -> impl Iterator<Item = &Initiative> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for piece in &initiative.scope {
            found.extend(self.index.names.get(&piece.value.to_string()).into_iter().flatten());
            for path in super::claims::paths(&piece.value, self.inputs.org) {
                let folders = super::claims::folders(path);
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

/// A path without empty parts and without `.`.
fn plain(path: &str) -> String {
    super::change_sets::names(path).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use onethread_model::source::Sources;

    use super::*;

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
        let file = sources.add("org/all.toml".to_owned(), ORGANIZATION.to_owned());
        let org = org::load(&sources, &[file], &mut Vec::new());
        let config = Config::default();
        let inputs = Inputs { config: &config, org: &org, sources: &sources, facts };
        check(&World::on(inputs, Day::parse("2026-06-30").expect("a day")));
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
