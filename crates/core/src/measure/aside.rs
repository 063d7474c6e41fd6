//! What changes touch without working on it, and where today the paths of a history are.
//!
//! 1. A release, a bulk change of more than 100 paths, a raised version number, a lockfile, notes on releases, generated
//!    files, lists of exports and content that only moved are left aside: whatever they bring together, they show no tie. Each is counted.
//! 2. A path that moved counts as what it is today, as far as a change put the same bytes elsewhere. A path that is gone
//!    counts as nothing, and is counted: shares are over what exists. Within a day, the records of one source stand in the
//!    order of its history; between sources, a touch counts as before a removal of the same day.

use onethread_model::Day;
use onethread_model::facts::{AsOf, RecordRef, Removal, Symbol, Touch};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;

use super::file_kinds::{FileKind, file_kind};
use crate::words::{plural, thousands};

/// How often a path is followed from where it was to where it went: no folder moves so often, and a circle ends. Tested
/// by `a_path_is_followed_so_often_and_a_circle_ends`.
const MOVES_MAX: usize = 32;
/// A change of more paths than this, as it landed, is a bulk change, such as a renaming or a new header in every file: it
/// says nothing about any part, nor about who needs whom. Tested by `a_bulk_change_is_left_aside_whole`.
pub const PATHS_MAX: usize = 100;

/// Why a touch shows no work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its change only makes a version.
    Release,
    /// Its change touches very many paths.
    Bulk,
    /// Nothing but version numbers differs.
    Version,
    /// A program writes the file, or whoever adds something elsewhere writes it there.
    Kind(FileKind),
    /// The content only moved.
    Moved,
    /// The path is gone.
    Gone,
}

/// Touches that were left aside, each path once for each change, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Aside {
    /// Changes that only make a version.
    pub releases: usize,
    /// Changes of more than 100 paths each, as they landed.
    pub bulk_changes: usize,
    /// Touches that alter nothing but version numbers.
    pub versions: usize,
    /// Touches of lockfiles.
    pub lockfiles: usize,
    /// Touches of notes on releases.
    pub release_notes: usize,
    /// Touches of generated files.
    pub generated: usize,
    /// Touches of files that list what other files hold and no more.
    pub export_lists: usize,
    /// Touches by which content only moved.
    pub moved: usize,
    /// Touches of paths that are gone today.
    pub gone: usize,
}

impl Aside {
    /// Counts a touch; releases and bulk changes are counted whole, by [`Whole`].
    pub(crate) fn count(&mut self, reason: Reason) {
        match reason {
            Reason::Release | Reason::Bulk => {}
            Reason::Version => self.versions += 1,
            Reason::Kind(FileKind::Lockfile) => self.lockfiles += 1,
            Reason::Kind(FileKind::ReleaseNote) => self.release_notes += 1,
            Reason::Kind(FileKind::Generated) => self.generated += 1,
            Reason::Kind(FileKind::ExportList) => self.export_lists += 1,
            Reason::Moved => self.moved += 1,
            Reason::Gone => self.gone += 1,
        }
    }

    /// What was left aside, as a sentence without a full stop; nothing where nothing was.
    pub fn words(&self) -> Option<String> {
        let files = |count: usize, of: &str| (count > 0).then(|| format!("{} {of}", thousands(count as u128)));
        let whole = [
            (self.releases > 0).then(|| plural(self.releases, "release", "releases")),
            (self.bulk_changes > 0).then(|| {
                let changes = plural(self.bulk_changes, "bulk change", "bulk changes");
                format!("{changes} of more than {PATHS_MAX} files each, as they landed")
            }),
        ];
        let files = [
            files(self.versions, "of version numbers alone"),
            files(self.lockfiles, "of lockfiles"),
            files(self.release_notes, "of notes on releases"),
            files(self.generated, "of generated files"),
            files(self.export_lists, "of lists of exports"),
            files(self.moved, "by which content only moved"),
            files(self.gone, "of files that are gone today"),
        ];
        // Each is named: what was left aside is what a reader looks for.
        let listed = |mut named: Vec<String>| {
            let last = named.pop()?;
            Some(if named.is_empty() { last } else { format!("{} and {last}", named.join(", ")) })
        };
        let whole = listed(whole.into_iter().flatten().collect());
        let files = listed(files.into_iter().flatten().collect());
        let files = files.map(|files| format!("of changes to single files {files}"));
        let all: Vec<String> = whole.into_iter().chain(files).collect();
        (!all.is_empty()).then(|| format!("Left aside: {}", all.join("; ")))
    }
}

/// Changes that are left aside whole, each once.
#[derive(Debug, Default)]
pub(crate) struct Whole {
    releases: FxHashSet<Symbol>,
    bulk: FxHashSet<Symbol>,
}

impl Whole {
    /// Whether a change is left aside whole; then it is counted.
    pub(crate) fn takes(&mut self, change: Symbol, trails: &Trails) -> bool {
        if trails.is_release(change) {
            self.releases.insert(change);
        } else if trails.is_bulk(change) {
            self.bulk.insert(change);
        } else {
            return false;
        }
        true
    }

    /// Adds how many there were.
    pub(crate) fn count(&self, aside: &mut Aside) {
        aside.releases += self.releases.len();
        aside.bulk_changes += self.bulk.len();
    }
}

/// When something was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// The day.
    pub(crate) day: Day,
    /// The record: of one source, later ones of a day have higher numbers.
    pub(crate) at: RecordRef,
}

impl Moment {
    /// When a touch was recorded.
    pub(crate) fn of(touch: &Touch) -> Moment {
        Moment { day: touch.day, at: touch.at }
    }

    /// When a removal was recorded.
    pub(crate) fn of_removal(removal: &Removal) -> Moment {
        Moment { day: removal.day, at: removal.at }
    }

    /// Whether it is known to be before another one; of two sources, one day has no order.
    pub(crate) fn is_before(self, other: Moment) -> bool {
        self.day < other.day
            || self.day == other.day && self.at.source == other.at.source && self.at.line < other.at.line
    }
}

/// Which touches show work, and on what of today.
#[derive(Debug, Default)]
pub(crate) struct Trails {
    releases: FxHashSet<Symbol>,
    bulk: FxHashSet<Symbol>,
    versions: FxHashSet<(Symbol, Symbol)>,
    /// Touches by which content only moved, from where and to where.
    moves: FxHashSet<(Symbol, Symbol)>,
    kinds: FxHashMap<Symbol, FileKind>,
    /// Of each path that was removed, when and where to, ascending.
    removed: FxHashMap<Symbol, Vec<(Moment, Option<Symbol>)>>,
    /// Paths that were removed and are there again.
    back: FxHashSet<Symbol>,
    /// Of each path of today, those that it had before.
    former: FxHashMap<Symbol, Vec<Symbol>>,
}

impl Trails {
    pub(super) fn of(facts: AsOf<'_>) -> Trails {
        let releases = facts.changes().filter(|change| facts.is_release(change)).map(|change| change.change);
        let mut trails = Trails {
            releases: releases.collect(),
            versions: facts.version_touches().map(|touch| (touch.change, touch.component)).collect(),
            ..Trails::default()
        };
        for removal in facts.removals() {
            trails.removed.entry(removal.component).or_default().push((Moment::of_removal(removal), removal.to));
            if let Some(to) = removal.to {
                trails.moves.extend([(removal.change, removal.component), (removal.change, to)]);
            }
        }
        trails.removed.values_mut().for_each(|removals| removals.sort_by_key(|(moment, _)| *moment));
        let mut seen: FxHashSet<Symbol> = FxHashSet::default();
        let said: FxHashMap<Symbol, Symbol> =
            facts.generated_files().map(|file| (file.component, file.evidence)).collect();
        let mut paths_of: FxHashMap<Symbol, usize> = FxHashMap::default();
        for touch in facts.touches() {
            *paths_of.entry(touch.change).or_default() += 1;
            if let Some((last, _)) = trails.removed.get(&touch.component).and_then(|removals| removals.last())
                && last.is_before(Moment::of(touch))
            {
                trails.back.insert(touch.component);
            }
            if seen.insert(touch.component)
                && let Some(kind) =
                    kind_of(facts.text(touch.component), said.get(&touch.component).map(|said| facts.text(*said)))
            {
                trails.kinds.insert(touch.component, kind);
            }
        }
        let is_bulk = |(change, paths): (Symbol, usize)| (paths > PATHS_MAX).then_some(change);
        trails.bulk = paths_of.into_iter().filter_map(is_bulk).collect();
        let moved: Vec<Symbol> = trails.removed.keys().copied().collect();
        for path in moved {
            let first = trails.removed.get(&path).and_then(|removals| removals.first()).map(|(moment, _)| *moment);
            if let Some(today) = first.and_then(|moment| trails.today(path, moment)).filter(|today| *today != path) {
                trails.former.entry(today).or_default().push(path);
            }
        }
        trails
    }

    /// Whether a change only makes a version.
    pub(crate) fn is_release(&self, change: Symbol) -> bool {
        self.releases.contains(&change)
    }

    /// Whether a change touches more than 100 paths, as it landed.
    pub(crate) fn is_bulk(&self, change: Symbol) -> bool {
        self.bulk.contains(&change)
    }

    /// The path of today that a touch worked on.
    ///
    /// # Errors
    /// Why it shows no work.
    pub(crate) fn work_of(&self, touch: &Touch) -> Result<Symbol, Reason> {
        let here = (touch.change, touch.component);
        if self.releases.contains(&touch.change) {
            return Err(Reason::Release);
        }
        if self.bulk.contains(&touch.change) {
            return Err(Reason::Bulk);
        }
        if self.moves.contains(&here) {
            return Err(Reason::Moved);
        }
        if self.versions.contains(&here) {
            return Err(Reason::Version);
        }
        let path = self.today(touch.component, Moment::of(touch)).ok_or(Reason::Gone)?;
        // What a file is now counts, and what it was then too: a lockfile that was renamed is one.
        match self.kinds.get(&path).or_else(|| self.kinds.get(&touch.component)) {
            Some(kind) => Err(Reason::Kind(*kind)),
            None => Ok(path),
        }
    }

    /// Where today what a path held at a moment is; absent where it is gone.
    fn today(&self, path: Symbol, moment: Moment) -> Option<Symbol> {
        let (mut path, mut moment) = (path, moment);
        for _ in 0..=MOVES_MAX {
            let removals = self.removed.get(&path).map_or(&[][..], Vec::as_slice);
            let mut left = removals.iter().skip_while(|(removed, _)| removed.is_before(moment));
            // What was removed and removed again was there again in between, and is itself.
            match left.find(|(_, to)| to.is_some()).or(removals.last().filter(|(last, _)| !last.is_before(moment))) {
                Some((removed, Some(to))) => (path, moment) = (*to, *removed),
                Some((_, None)) => return Some(path).filter(|path| self.back.contains(path)),
                None => return Some(path),
            }
        }
        None
    }

    /// The paths that a path of today had before.
    pub(crate) fn former(&self, path: Symbol) -> &[Symbol] {
        self.former.get(&path).map_or(&[], Vec::as_slice)
    }
}

/// What a file is: as its repository or its text says, else by its name.
fn kind_of(path: &str, said: Option<&str>) -> Option<FileKind> {
    let by_name = file_kind(path);
    match said {
        None => by_name,
        _ if by_name.is_some_and(|kind| kind != FileKind::Generated) => by_name,
        Some("by-hand") => None,
        Some("lock") => Some(FileKind::Lockfile),
        Some("export-list") => Some(FileKind::ExportList),
        Some(_) => Some(FileKind::Generated),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use proptest::prelude::*;

    use super::*;

    fn day(number: usize) -> String {
        Day::from_epoch_days(20_000 + number as i32).to_string()
    }

    /// Adds a row. A change `c12` is the twelfth of its source.
    fn push(facts: &mut Facts, kind: FactKind, cells: &[(&'static str, &str)]) {
        let number =
            cells.iter().find(|(column, _)| *column == "change").and_then(|(_, change)| change.strip_prefix('c'));
        let line = number.and_then(|number| number.parse().ok()).unwrap_or(facts.rows(kind) as u32 + 1);
        let mut row = Cells::default();
        cells.iter().for_each(|(column, value)| row.set(column, value));
        facts.push(kind, &row, RecordRef { source: 0, line }).expect("a row");
    }

    /// What each touch works on, or why on nothing.
    fn works(facts: &Facts) -> Vec<Result<String, Reason>> {
        let facts = facts.as_of(Day::from_epoch_days(30_000));
        let trails = Trails::of(facts);
        facts.touches().map(|touch| trails.work_of(touch).map(|path| facts.text(path).to_owned())).collect()
    }

    #[test]
    fn what_shows_no_work_is_told_by_its_reason() {
        let mut facts = Facts::default();
        for (change, path) in [
            ("r", "a.rs"),
            ("v", "Cargo.toml"),
            ("w", "yarn.lock"),
            ("w", "CHANGELOG.md"),
            ("w", "x.pb.go"),
            ("w", "a.rs"),
            ("w", "made.ts"),
            ("w", "hand.pb.go"),
            ("w", "requirements/dev.txt"),
            ("w", "src/index.ts"),
        ] {
            push(&mut facts, FactKind::Touch, &[("day", &day(1)), ("change", change), ("component", path)]);
        }
        push(&mut facts, FactKind::ChangeMade, &[("day", &day(1)), ("change", "r"), ("kind", "release")]);
        push(&mut facts, FactKind::VersionTouch, &[("day", &day(1)), ("change", "v"), ("component", "Cargo.toml")]);
        for (path, evidence) in [
            ("made.ts", "header"),
            ("hand.pb.go", "by-hand"),
            ("requirements/dev.txt", "lock"),
            ("src/index.ts", "export-list"),
            ("yarn.lock", "by-hand"),
        ] {
            let cells = [("observed", day(1)), ("component", path.to_owned()), ("evidence", evidence.to_owned())];
            let cells: Vec<(&'static str, &str)> =
                cells.iter().map(|(column, value)| (*column, value.as_str())).collect();
            push(&mut facts, FactKind::GeneratedFile, &cells);
        }
        let kind = |kind| Err(Reason::Kind(kind));
        let expected = [
            Err(Reason::Release),
            Err(Reason::Version),
            kind(FileKind::Lockfile),
            kind(FileKind::ReleaseNote),
            kind(FileKind::Generated),
            Ok("a.rs".to_owned()),
            kind(FileKind::Generated),
            Ok("hand.pb.go".to_owned()),
            kind(FileKind::Lockfile),
            kind(FileKind::ExportList),
        ];
        assert_eq!(works(&facts), expected);
    }

    /// One step of a made-up history of five paths.
    #[derive(Clone, Copy, Debug)]
    enum Step {
        Edit(usize),
        Remove(usize),
        Move(usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..5_usize).prop_map(Step::Edit),
            1 => (0..5_usize).prop_map(Step::Remove),
            2 => (0..5_usize).prop_map(Step::Move),
        ]
    }

    proptest! {
        /// Each piece of content is followed through a history by hand: a touch counts for the path that its content has
        /// in the end, and for nothing when that is gone. Each path is used once, so that names are not taken again. Several
        /// steps may be of one day.
        #[test]
        fn content_is_followed_to_where_it_is(
            steps in prop::collection::vec(step(), 1..60),
            steps_of_day in 1..8_usize,
        ) {
            let mut facts = Facts::default();
            let name = |content: usize, times: usize| format!("f{content}/{times}.rs");
            // Of each of five pieces of content, how often it moved; absent when it is gone.
            let mut place: BTreeMap<usize, Option<usize>> = (0..5).map(|content| (content, Some(0))).collect();
            let mut edits: Vec<usize> = Vec::new();
            for (number, step) in steps.iter().enumerate() {
                let (day, change) = (day(number / steps_of_day), format!("c{number}"));
                let touch = |facts: &mut Facts, path: &str| {
                    push(facts, FactKind::Touch, &[("day", &day), ("change", &change), ("component", path)]);
                };
                match *step {
                    Step::Edit(content) => if let Some(times) = place[&content] {
                        touch(&mut facts, &name(content, times));
                        edits.push(content);
                    },
                    Step::Remove(content) => if let Some(times) = place[&content] {
                        let path = name(content, times);
                        touch(&mut facts, &path);
                        edits.push(content);
                        push(&mut facts, FactKind::Removal, &[("day", &day), ("change", &change), ("component", &path)]);
                        place.insert(content, None);
                    },
                    Step::Move(content) => if let Some(times) = place[&content] {
                        let (from, to) = (name(content, times), name(content, times + 1));
                        let cells = [("day", day.as_str()), ("change", &change), ("component", &from), ("to", &to)];
                        push(&mut facts, FactKind::Removal, &cells);
                        place.insert(content, Some(times + 1));
                    },
                }
            }
            let moves_max = place.values().flatten().max().copied().unwrap_or(0);
            prop_assume!(moves_max <= MOVES_MAX);
            let expected: Vec<Result<String, Reason>> = edits
                .iter()
                .map(|content| place[content].map(|times| name(*content, times)).ok_or(Reason::Gone))
                .collect();
            prop_assert_eq!(works(&facts), expected);
        }
    }

    /// At the line and one path beyond it, whatever of the paths is left today.
    #[test]
    fn a_bulk_change_is_left_aside_whole() {
        let worked = |paths: usize, gone: usize| {
            let mut facts = Facts::default();
            for number in 0..paths {
                let cells = [("day", day(1)), ("change", "c1".to_owned()), ("component", format!("f{number}.rs"))];
                let cells: Vec<(&'static str, &str)> =
                    cells.iter().map(|(column, value)| (*column, value.as_str())).collect();
                push(&mut facts, FactKind::Touch, &cells);
            }
            for number in 0..gone {
                let cells = [("day", day(2)), ("change", "c2".to_owned()), ("component", format!("f{number}.rs"))];
                let cells: Vec<(&'static str, &str)> =
                    cells.iter().map(|(column, value)| (*column, value.as_str())).collect();
                push(&mut facts, FactKind::Removal, &cells);
            }
            works(&facts)
        };
        assert!(worked(PATHS_MAX, 0).iter().all(Result::is_ok));
        assert!(worked(PATHS_MAX + 1, 0).iter().all(|found| *found == Err(Reason::Bulk)));
        assert!(worked(PATHS_MAX + 1, 50).iter().all(|found| *found == Err(Reason::Bulk)));
        assert_eq!(PATHS_MAX, 100);
    }

    #[test]
    fn a_path_that_came_back_is_itself() {
        let mut facts = Facts::default();
        let mut touch = |number: usize, path: &str| {
            let change = format!("c{number}");
            push(&mut facts, FactKind::Touch, &[("day", &day(number)), ("change", &change), ("component", path)]);
        };
        for (number, path) in [(1, "a.rs"), (2, "a.rs"), (3, "a.rs"), (1, "b.rs"), (2, "b.rs")] {
            touch(number, path);
        }
        for (number, path) in [(2, "a.rs"), (2, "b.rs")] {
            let cells = [("day", day(number)), ("change", format!("c{number}")), ("component", path.to_owned())];
            let cells: Vec<(&'static str, &str)> =
                cells.iter().map(|(column, value)| (*column, value.as_str())).collect();
            push(&mut facts, FactKind::Removal, &cells);
        }
        let back = Ok("a.rs".to_owned());
        assert_eq!(works(&facts), [back.clone(), back.clone(), back, Err(Reason::Gone), Err(Reason::Gone)]);
    }

    #[test]
    fn a_path_is_followed_so_often_and_a_circle_ends() {
        let moved = |times: usize, name: &dyn Fn(usize) -> String| {
            let mut facts = Facts::default();
            for number in 0..times {
                let (day, change) = (day(number + 1), format!("c{number}"));
                let (from, to) = (name(number), name(number + 1));
                let cells = [("day", day.as_str()), ("change", &change), ("component", &from), ("to", &to)];
                push(&mut facts, FactKind::Removal, &cells);
            }
            push(&mut facts, FactKind::Touch, &[("day", &day(0)), ("change", "first"), ("component", &name(0))]);
            works(&facts)
        };
        let line = |number: usize| format!("f{number}.rs");
        assert_eq!(moved(MOVES_MAX, &line), [Ok(line(MOVES_MAX))]);
        assert_eq!(moved(MOVES_MAX + 1, &line), [Err(Reason::Gone)]);
        assert_eq!(moved(2 * MOVES_MAX, &|number| format!("f{}.rs", number % 2)), [Err(Reason::Gone)]);
        assert_eq!(MOVES_MAX, 32);
    }
}
