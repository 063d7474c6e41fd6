//! What depends on facts, day and the words of the registry alone: shared by every organization that is looked at on
//! that day under the same facts.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use onethread_kernel::coupling::Incidence;
use onethread_kernel::separability::{Activity, Part, standing, ties};
use onethread_model::facts::{
    AsOf, ChangeMade, DecisionMade, Dependency, FactRow, MetricPoint, ReviewAsked, RowId, Symbol, Touch,
};

use super::aside::Trails;
use super::change_log::{ChangeLog, PATHS_MAX, SetIndex, WINDOW_DAYS};
use super::cochange::{CochangeMatrix, TouchedSets};
use super::containment::Containment;
use super::memo::Memo;
use super::registry::{self, Entry};

/// Rows by a symbol, in the order of the table.
struct RowsBy<R> {
    rows: Vec<(Symbol, RowId<R>)>,
}

impl<R: FactRow> RowsBy<R> {
    fn new<'a>(facts: AsOf<'a>, rows: impl Iterator<Item = &'a R>, about: impl Fn(&R) -> Symbol) -> RowsBy<R>
    where
        R: 'a,
    {
        RowsBy::new_some(facts, rows, |row| Some(about(row)))
    }

    /// The same where some rows are about nothing that is known.
    fn new_some<'a>(
        facts: AsOf<'a>,
        rows: impl Iterator<Item = &'a R>,
        about: impl Fn(&R) -> Option<Symbol>,
    ) -> RowsBy<R>
    where
        R: 'a,
    {
        let mut rows: Vec<(Symbol, RowId<R>)> = rows.filter_map(|row| Some((about(row)?, facts.id_of(row)))).collect();
        rows.sort_by_key(|(symbol, _)| *symbol);
        RowsBy { rows }
    }

    fn of<'a, 's>(&'s self, facts: AsOf<'a>, symbol: Option<Symbol>) -> impl Iterator<Item = &'a R> + use<'a, 's, R>
    where
        R: 'a,
    {
        let start = self.rows.partition_point(|(other, _)| Some(*other) < symbol);
        let same = self.rows[start..].iter().take_while(move |(other, _)| Some(*other) == symbol);
        same.filter_map(move |(_, row)| facts.row(*row))
    }
}

/// What changes touch, by change-set and by path.
struct Touches {
    by_set: RowsBy<Touch>,
    by_component: RowsBy<Touch>,
    /// Components and paths that changes touch, by their names without empty parts.
    names: Vec<(String, Symbol)>,
}

/// Which change-sets touch which paths, those of more than 100 paths without any, with what is read of all of them
/// once.
pub struct SmallSets {
    /// Change-sets and paths.
    pub incidence: Incidence,
    /// The activity of all paths.
    pub activity: Activity,
    /// What all paths share with each other.
    pub ties: u64,
    /// What was found of a part, by its paths and change-sets.
    parts: Memo<PartKey, PartFound>,
}

/// Paths and change-sets of a part.
type PartKey = (Vec<u32>, Vec<u32>);
/// What of a part stays inside, and its conductance.
type PartFound = (Containment, Option<f64>);

impl SmallSets {
    /// What of a part stays inside, beside chance, and its conductance. Parts are the same as long as nobody edits a
    /// scope or who owns it.
    pub(crate) fn part(&self, part: Part<'_>) -> PartFound {
        self.parts.get(&(part.items.to_vec(), part.sets.to_vec()), || {
            let inside = Containment::beside_chance(&self.incidence, &self.activity, part).0;
            (inside, standing(&self.incidence, self.ties, part.items).conductance)
        })
    }
}

/// The facts as known on a day, with indexes over them. What is large is read when it is first asked for.
pub(crate) struct FactsOn {
    registry: BTreeMap<String, Entry>,
    decisions: RowsBy<DecisionMade>,
    reviews: RowsBy<ReviewAsked>,
    points: RowsBy<MetricPoint>,
    dependencies: RowsBy<Dependency>,
    dependencies_begun: RowsBy<Dependency>,
    /// Changes that people made for an initiative.
    changes: RowsBy<ChangeMade>,
    /// Changes that bots made.
    by_bots: HashSet<Symbol>,
    trails: OnceLock<Trails>,
    touches: OnceLock<Touches>,
    change_log: OnceLock<ChangeLog>,
    sets: OnceLock<SetIndex>,
    touched_sets: OnceLock<TouchedSets>,
    paths: OnceLock<CochangeMatrix>,
    small_sets: OnceLock<SmallSets>,
}

impl FactsOn {
    pub(super) fn of(facts: AsOf<'_>) -> FactsOn {
        // What bots change says nothing about the people who work on it.
        let by_bots = facts.changes().filter(|change| facts.is_by_program(change)).map(|change| change.change);
        let by_bots: HashSet<Symbol> = by_bots.collect();
        let for_initiative =
            facts.changes().filter(|change| change.initiative.is_some() && !by_bots.contains(&change.change));
        FactsOn {
            registry: registry::fold(facts),
            decisions: RowsBy::new(facts, facts.decisions(), |row| row.initiative),
            reviews: RowsBy::new_some(facts, facts.reviews(), |row| row.initiative),
            points: RowsBy::new(facts, facts.metric_points(), |row| row.initiative),
            dependencies: RowsBy::new(facts, facts.dependencies(), |row| row.initiative),
            dependencies_begun: RowsBy::new(facts, facts.dependencies_begun(), |row| row.initiative),
            changes: RowsBy::new(facts, for_initiative, |row| row.initiative.unwrap_or(row.change)),
            by_bots,
            trails: OnceLock::new(),
            touches: OnceLock::new(),
            change_log: OnceLock::new(),
            sets: OnceLock::new(),
            touched_sets: OnceLock::new(),
            paths: OnceLock::new(),
            small_sets: OnceLock::new(),
        }
    }

    /// What the registry says of each initiative.
    pub(super) fn registry(&self) -> &BTreeMap<String, Entry> {
        &self.registry
    }

    /// Which touches show work, and on what of today.
    pub(super) fn trails(&self, facts: AsOf<'_>) -> &Trails {
        self.trails.get_or_init(|| Trails::of(facts))
    }

    /// The change-sets of the last year.
    pub(super) fn change_log(&self, facts: AsOf<'_>) -> &ChangeLog {
        self.change_log.get_or_init(|| ChangeLog::over(facts, self.trails(facts), WINDOW_DAYS))
    }

    /// The change-sets of the last year by what they touch and name.
    pub(super) fn sets(&self, facts: AsOf<'_>) -> &SetIndex {
        let log = self.change_log(facts);
        self.sets.get_or_init(|| SetIndex::of(log))
    }

    /// The change-sets of the last year with the paths that they touch.
    pub(super) fn touched_sets(&self, facts: AsOf<'_>) -> &TouchedSets {
        self.touched_sets.get_or_init(|| TouchedSets::read(facts, WINDOW_DAYS, Some(self.trails(facts))))
    }

    /// Which change-sets of the last year touch which paths.
    pub(super) fn paths(&self, facts: AsOf<'_>) -> &CochangeMatrix {
        let sets = self.touched_sets(facts);
        self.paths.get_or_init(|| CochangeMatrix::of_paths(facts, sets))
    }

    /// Which change-sets of the last year touch which paths, those of more than 100 paths without any.
    pub(super) fn small_sets(&self, facts: AsOf<'_>) -> &SmallSets {
        let paths = self.paths(facts);
        self.small_sets.get_or_init(|| {
            let incidence = paths.incidence.up_to(PATHS_MAX as u32);
            SmallSets {
                activity: Activity::of(&incidence, &paths.moments()),
                ties: ties(&incidence),
                incidence,
                parts: Memo::default(),
            }
        })
    }

    /// Reads rows by what they touch.
    pub(super) fn prepare(&self, facts: AsOf<'_>) {
        self.touches(facts);
    }

    fn touches(&self, facts: AsOf<'_>) -> &Touches {
        self.touches.get_or_init(|| {
            let made = || facts.touches().filter(|touch| !self.by_bots.contains(&touch.change));
            let by_component = RowsBy::new(facts, made(), |row| row.component);
            let components = by_component.rows.chunk_by(|(a, _), (b, _)| a == b).map(|rows| rows[0].0);
            let mut names: Vec<(String, Symbol)> =
                components.map(|component| (plain(facts.text(component)), component)).collect();
            names.sort();
            let by_set = RowsBy::new(facts, made(), |row| row.set.unwrap_or(row.change));
            Touches { by_set, by_component, names }
        })
    }
}

/// Rows of a day by what they are about. Each gives them in their order.
#[derive(Clone, Copy)]
pub(crate) struct FactRows<'v, 'a> {
    pub(super) on: &'v FactsOn,
    pub(super) facts: AsOf<'a>,
}

impl<'v, 'a> FactRows<'v, 'a> {
    fn id(self, initiative: &str) -> Option<Symbol> {
        self.facts.symbols().find(initiative)
    }

    pub(super) fn decisions(self, initiative: &str) -> impl Iterator<Item = &'a DecisionMade> + use<'v, 'a> {
        self.on.decisions.of(self.facts, self.id(initiative))
    }

    pub(super) fn reviews(self, initiative: &str) -> impl Iterator<Item = &'a ReviewAsked> + use<'v, 'a> {
        self.on.reviews.of(self.facts, self.id(initiative))
    }

    pub(super) fn points(self, initiative: &str) -> impl Iterator<Item = &'a MetricPoint> + use<'v, 'a> {
        self.on.points.of(self.facts, self.id(initiative))
    }

    pub(super) fn dependencies(self, initiative: &str) -> impl Iterator<Item = &'a Dependency> + use<'v, 'a> {
        self.on.dependencies.of(self.facts, self.id(initiative))
    }

    pub(super) fn dependencies_begun(self, initiative: &str) -> impl Iterator<Item = &'a Dependency> + use<'v, 'a> {
        self.on.dependencies_begun.of(self.facts, self.id(initiative))
    }

    pub(super) fn changes(self, initiative: &str) -> impl Iterator<Item = &'a ChangeMade> + use<'v, 'a> {
        self.on.changes.of(self.facts, self.id(initiative))
    }

    pub(super) fn touches_of_set(self, change: Symbol) -> impl Iterator<Item = &'a Touch> + use<'v, 'a> {
        self.on.touches(self.facts).by_set.of(self.facts, Some(change))
    }

    pub(super) fn touches_of_component(self, component: Symbol) -> impl Iterator<Item = &'a Touch> + use<'v, 'a> {
        self.on.touches(self.facts).by_component.of(self.facts, Some(component))
    }

    /// Components and paths that changes touch, and that are this file or folder or lie below it, its name without
    /// empty parts; all of them without a name.
    pub(super) fn touched_within<'s>(self, folder: &'s str) -> impl Iterator<Item = Symbol> + use<'v, 'a, 's> {
        let touched = &self.on.touches(self.facts).names;
        let start = touched.partition_point(|(name, _)| name.as_str() < folder);
        let below =
            move |name: &str| folder.is_empty() || matches!(name.as_bytes().get(folder.len()), None | Some(b'/'));
        let begins = touched[start..].iter().take_while(move |(name, _)| name.starts_with(folder));
        begins.filter(move |(name, _)| below(name)).map(|(_, component)| *component)
    }
}

/// A path without empty parts and without `.`.
fn plain(path: &str) -> String {
    super::change_sets::names(path).collect::<Vec<_>>().join("/")
}
