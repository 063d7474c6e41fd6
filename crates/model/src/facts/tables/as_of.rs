//! Facts as known on a day: the one way to read rows. Rows that begin later are not handed out, and what became of the
//! others later cannot be read.

use super::super::{FactKind, FactRow, Outcome, RecordRef, Symbol, Symbols};
use super::{
    Allocation, ChangeMade, DecisionMade, Dependency, Facts, GeneratedFile, IdleRule, InitiativeEvent,
    InitiativeSnapshot, Link, Membership, MetricPoint, Ownership, PackageUse, Release, Removal, ReviewAsked, Seal,
    Touch, VersionTouch,
};
use crate::day::Day;

/// The tables of a source that is a history, as its report names them.
pub const HISTORY: &str = "change, touch";
/// Digits of a commit's id that are shown: so few that they can be read, and so many that git takes them for no other.
const SHORT_ID: usize = 12;

/// A row of a table by its place, for indexes that outlive a look at the facts.
pub struct RowId<R> {
    place: u32,
    of: std::marker::PhantomData<fn() -> R>,
}

impl<R> Clone for RowId<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for RowId<R> {}

/// Facts as they were known on a day.
#[derive(Clone, Copy, Debug)]
pub struct AsOf<'a> {
    facts: &'a Facts,
    day: Day,
}

impl Facts {
    /// The facts as they were known at the end of a day.
    pub fn as_of(&self, day: Day) -> AsOf<'_> {
        AsOf { facts: self, day }
    }
}

impl<'a> AsOf<'a> {
    /// The day.
    pub fn day(&self) -> Day {
        self.day
    }

    /// The id of a row that these facts handed out; that of no row for any other.
    pub fn id_of<R: FactRow>(&self, row: &R) -> RowId<R> {
        let all = R::all(self.facts, Seal(()));
        let bytes = std::ptr::from_ref(row).addr().wrapping_sub(all.as_ptr().addr());
        let place = u32::try_from(bytes / size_of::<R>().max(1)).unwrap_or(u32::MAX);
        RowId { place, of: std::marker::PhantomData }
    }

    /// The row of an id that the same facts gave, on the same day.
    pub fn row<R: FactRow>(&self, id: RowId<R>) -> Option<&'a R> {
        R::all(self.facts, Seal(())).get(id.place as usize)
    }

    /// The texts that facts mention.
    pub fn symbols(&self) -> &'a Symbols {
        &self.facts.symbols
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &'a str {
        self.facts.symbols.text(symbol)
    }

    /// The path and line of a record, as `path:line`; of a history, the repository and its commit, as `repository@commit`
    /// with as much of the id as git takes, and of a file in one `repository@commit:path`.
    pub fn place(&self, at: RecordRef) -> crate::source::Place {
        let source = self.facts.sources.get(at.source as usize);
        if let Some(commit) = source.filter(|source| source.table == HISTORY).and_then(|_| self.commit(at)) {
            let repository = source.map_or("", |source| source.path.trim_end_matches('/'));
            let path = if matches!(repository, "" | ".") { commit } else { format!("{repository}@{commit}") };
            return crate::source::Place { path: path.into(), line: 0, column: None };
        }
        let own = source.and_then(|source| source.places.get((at.line as usize).checked_sub(1)?));
        if let Some(path) = own {
            return crate::source::Place { path: path.clone(), line: 0, column: None };
        }
        let path = source.map_or_else(|| "?".into(), |source| source.path.clone());
        crate::source::Place { path, line: at.line as usize, column: None }
    }

    /// The short id of the commit that a record of a history is of.
    fn commit(&self, at: RecordRef) -> Option<String> {
        let changes = &self.facts.changes;
        // Changes of a history are numbered in their order, and sources come one after another.
        let near = changes.get(changes.partition_point(|change| change.at < at));
        let change = near.filter(|change| change.at == at).or_else(|| changes.iter().find(|change| change.at == at))?;
        Some(self.text(change.change).chars().take(SHORT_ID).collect())
    }

    /// Whether the table has any row by the day, also one that ended.
    pub fn has(&self, kind: FactKind) -> bool {
        self.facts.has_by(kind, self.day)
    }

    /// Registry events up to the day, in order.
    pub fn initiative_events(&self) -> impl Iterator<Item = &'a InitiativeEvent> + use<'a> {
        let day = self.day;
        self.facts.initiative_events.iter().filter(move |e| e.day <= day)
    }

    /// Registry snapshots of the latest observation up to the day, per source.
    pub fn initiative_snapshots(&self) -> impl Iterator<Item = &'a InitiativeSnapshot> + use<'a> {
        let day = self.day;
        let rows = &self.facts.initiative_snapshots;
        let latest = latest_by_source(rows.iter().map(|row| (row.at.source, row.observed)), day);
        rows.iter().filter(move |row| latest.get(&row.at.source) == Some(&row.observed))
    }

    /// Memberships that hold on the day.
    pub fn memberships(&self) -> impl Iterator<Item = &'a Membership> + use<'a> {
        let day = self.day;
        self.facts.memberships.iter().filter(move |m| holds(day, m.from, m.until))
    }

    /// Memberships that began before the day, and ended by it.
    pub fn past_memberships(&self) -> impl Iterator<Item = &'a Membership> + use<'a> {
        let day = self.day;
        let is_past = move |m: &&Membership| m.from < day && m.until.0.is_some_and(|until| until <= day);
        self.facts.memberships.iter().filter(is_past)
    }

    /// Allocations that hold on the day.
    pub fn allocations(&self) -> impl Iterator<Item = &'a Allocation> + use<'a> {
        let day = self.day;
        self.facts.allocations.iter().filter(move |a| holds(day, a.from, a.until))
    }

    /// Dependencies that hold on the day.
    pub fn dependencies(&self) -> impl Iterator<Item = &'a Dependency> + use<'a> {
        let day = self.day;
        self.facts.dependencies.iter().filter(move |d| holds(day, d.from, d.until))
    }

    /// Dependencies that began up to the day, those that hold no longer included. A later end is not known yet: see
    /// [`AsOf::known`].
    pub fn dependencies_begun(&self) -> impl Iterator<Item = &'a Dependency> + use<'a> {
        let day = self.day;
        self.facts.dependencies.iter().filter(move |d| d.from <= day)
    }

    /// Ownership of the latest observation up to the day, per source.
    pub fn ownerships(&self) -> impl Iterator<Item = &'a Ownership> + use<'a> {
        let day = self.day;
        let rows = &self.facts.ownerships;
        let latest = latest_by_source(rows.iter().map(|row| (row.at.source, row.observed)), day);
        rows.iter().filter(move |row| latest.get(&row.at.source) == Some(&row.observed))
    }

    /// Links between parts of the latest observation up to the day, per source.
    pub fn links(&self) -> impl Iterator<Item = &'a Link> + use<'a> {
        let day = self.day;
        let rows = &self.facts.links;
        let latest = latest_by_source(rows.iter().map(|row| (row.at.source, row.observed)), day);
        rows.iter().filter(move |row| latest.get(&row.at.source) == Some(&row.observed))
    }

    /// Packages in use as of the latest observation up to the day, per source.
    pub fn packages(&self) -> impl Iterator<Item = &'a PackageUse> + use<'a> {
        let day = self.day;
        let rows = &self.facts.packages;
        let latest = latest_by_source(rows.iter().map(|row| (row.at.source, row.observed)), day);
        rows.iter().filter(move |row| latest.get(&row.at.source) == Some(&row.observed))
    }

    /// Changes that landed up to the day.
    pub fn changes(&self) -> impl Iterator<Item = &'a ChangeMade> + use<'a> {
        let day = self.day;
        self.facts.changes.iter().filter(move |c| c.day <= day)
    }

    /// Whether a program made a change, and no person.
    pub fn is_by_program(&self, change: &ChangeMade) -> bool {
        change.maker.is_some_and(|maker| matches!(self.text(maker), "bot" | "agent"))
    }

    /// What changes touched up to the day.
    pub fn touches(&self) -> impl Iterator<Item = &'a Touch> + use<'a> {
        let day = self.day;
        self.facts.touches.iter().filter(move |t| t.day <= day)
    }

    /// Paths that changes removed up to the day.
    pub fn removals(&self) -> impl Iterator<Item = &'a Removal> + use<'a> {
        let day = self.day;
        self.facts.removals.iter().filter(move |removal| removal.day <= day)
    }

    /// Paths in which changes up to the day altered nothing but version numbers.
    pub fn version_touches(&self) -> impl Iterator<Item = &'a VersionTouch> + use<'a> {
        let day = self.day;
        self.facts.version_touches.iter().filter(move |touch| touch.day <= day)
    }

    /// Generated paths of the latest observation up to the day, per source.
    pub fn generated_files(&self) -> impl Iterator<Item = &'a GeneratedFile> + use<'a> {
        let day = self.day;
        let rows = &self.facts.generated_files;
        let latest = latest_by_source(rows.iter().map(|row| (row.at.source, row.observed)), day);
        rows.iter().filter(move |row| latest.get(&row.at.source) == Some(&row.observed))
    }

    /// Rules of ownership files that decide no path, of the latest observation up to the day, per source.
    pub fn idle_rules(&self) -> impl Iterator<Item = &'a IdleRule> + use<'a> {
        let day = self.day;
        let rows = &self.facts.idle_rules;
        let latest = latest_by_source(rows.iter().map(|row| (row.at.source, row.observed)), day);
        rows.iter().filter(move |row| latest.get(&row.at.source) == Some(&row.observed))
    }

    /// Whether a change only makes a version.
    pub fn is_release(&self, change: &ChangeMade) -> bool {
        change.kind.is_some_and(|kind| self.text(kind) == "release")
    }

    /// Decisions asked for up to the day. An answer that came later is not known yet: see [`AsOf::known`].
    pub fn decisions(&self) -> impl Iterator<Item = &'a DecisionMade> + use<'a> {
        let day = self.day;
        self.facts.decisions.iter().filter(move |d| d.day <= day)
    }

    /// Points of metrics up to the day.
    pub fn metric_points(&self) -> impl Iterator<Item = &'a MetricPoint> + use<'a> {
        let day = self.day;
        self.facts.metric_points.iter().filter(move |p| p.day <= day)
    }

    /// Reviews asked for up to the day. An answer that came later is not known yet: see [`AsOf::known`].
    pub fn reviews(&self) -> impl Iterator<Item = &'a ReviewAsked> + use<'a> {
        let day = self.day;
        self.facts.reviews.iter().filter(move |r| r.day <= day)
    }

    /// A day of an event's outcome, when it is known on the day of these facts.
    pub fn known(&self, outcome: Outcome) -> Option<Day> {
        outcome.0.filter(|outcome| *outcome <= self.day)
    }

    /// Levels that had to agree on a decision, when it is known on the day of these facts that it was made.
    pub fn levels(&self, decision: &DecisionMade) -> Option<u32> {
        self.known(decision.decided).and(decision.levels)
    }

    /// Releases up to the day, in order.
    pub fn releases(&self) -> impl Iterator<Item = &'a Release> + use<'a> {
        let day = self.day;
        self.facts.releases.iter().filter(move |r| r.day <= day)
    }
}

/// Whether an interval holds on a day: `from` is included, `until` is not.
pub(crate) fn holds(day: Day, from: Day, until: Outcome) -> bool {
    from <= day && until.0.is_none_or(|until| day < until)
}

fn latest_by_source(rows: impl Iterator<Item = (u16, Day)>, day: Day) -> std::collections::HashMap<u16, Day> {
    let mut latest = std::collections::HashMap::new();
    for (source, observed) in rows.filter(|(_, observed)| *observed <= day) {
        let entry = latest.entry(source).or_insert(observed);
        *entry = observed.max(*entry);
    }
    latest
}
