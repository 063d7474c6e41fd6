//! What changes touch without working on it, and where today the paths of a history are.
//!
//! 1. A release, a raised version number, a lockfile, notes on releases, generated files and content that only moved are
//!    left aside: whatever they bring together, they show no tie. Each is counted.
//! 2. A path that moved counts as what it is today, as far as a change put the same bytes elsewhere. A path that is gone
//!    counts as nothing, and is counted: shares are over what exists.

use onethread_model::Day;
use onethread_model::facts::{AsOf, Symbol, Touch};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;

use super::file_kinds::{FileKind, file_kind};
use crate::words::plural;

/// How often a path is followed from where it was to where it went: no folder moves so often, and a circle ends. Tested
/// by `a_path_is_followed_so_often_and_a_circle_ends`.
const MOVES_MAX: usize = 32;

/// Why a touch shows no work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its change only makes a version.
    Release,
    /// Nothing but version numbers differs.
    Version,
    /// A program writes the file.
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
    /// Touches that alter nothing but version numbers.
    pub versions: usize,
    /// Touches of lockfiles.
    pub lockfiles: usize,
    /// Touches of notes on releases.
    pub release_notes: usize,
    /// Touches of generated files.
    pub generated: usize,
    /// Touches by which content only moved.
    pub moved: usize,
    /// Touches of paths that are gone today.
    pub gone: usize,
}

impl Aside {
    /// Counts a touch; the changes of releases are counted apart.
    pub(crate) fn count(&mut self, reason: Reason) {
        match reason {
            Reason::Release => {}
            Reason::Version => self.versions += 1,
            Reason::Kind(FileKind::Lockfile) => self.lockfiles += 1,
            Reason::Kind(FileKind::ReleaseNote) => self.release_notes += 1,
            Reason::Kind(FileKind::Generated) => self.generated += 1,
            Reason::Moved => self.moved += 1,
            Reason::Gone => self.gone += 1,
        }
    }

    /// What was left aside, as a sentence without a full stop; nothing where nothing was.
    pub fn words(&self) -> Option<String> {
        let touches =
            |count: usize, of: &str| (count > 0).then(|| format!("{} {of}", plural(count, "touch", "touches")));
        let named = [
            (self.releases > 0).then(|| plural(self.releases, "release", "releases")),
            touches(self.versions, "of version numbers alone"),
            touches(self.lockfiles, "of lockfiles"),
            touches(self.release_notes, "of notes on releases"),
            touches(self.generated, "of generated files"),
            touches(self.moved, "by which content only moved"),
            touches(self.gone, "of paths that are gone today"),
        ];
        let mut named: Vec<String> = named.into_iter().flatten().collect();
        // Each is named: what was left aside is what a reader looks for.
        let last = named.pop()?;
        Some(if named.is_empty() {
            format!("Left aside: {last}")
        } else {
            format!("Left aside: {} and {last}", named.join(", "))
        })
    }
}

/// Which touches show work, and on what of today.
#[derive(Debug, Default)]
pub(crate) struct Trails {
    releases: FxHashSet<Symbol>,
    versions: FxHashSet<(Symbol, Symbol)>,
    /// Touches by which content only moved, from where and to where.
    moves: FxHashSet<(Symbol, Symbol)>,
    kinds: FxHashMap<Symbol, FileKind>,
    /// Of each path that was removed, when and where to, ascending.
    removed: FxHashMap<Symbol, Vec<(Day, Option<Symbol>)>>,
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
            trails.removed.entry(removal.component).or_default().push((removal.day, removal.to));
            if let Some(to) = removal.to {
                trails.moves.extend([(removal.change, removal.component), (removal.change, to)]);
            }
        }
        trails.removed.values_mut().for_each(|removals| removals.sort_by_key(|(day, _)| *day));
        // A removal is a touch too. Of a path that is there again, more touches are on its last day, or later.
        let mut since: FxHashMap<Symbol, usize> = FxHashMap::default();
        let mut seen: FxHashSet<Symbol> = FxHashSet::default();
        let by_hand = |evidence: Symbol| facts.text(evidence) == "by-hand";
        let said: FxHashMap<Symbol, bool> =
            facts.generated_files().map(|file| (file.component, !by_hand(file.evidence))).collect();
        for touch in facts.touches() {
            if let Some((last, _)) = trails.removed.get(&touch.component).and_then(|removals| removals.last())
                && touch.day >= *last
            {
                *since.entry(touch.component).or_default() += 1;
            }
            if seen.insert(touch.component)
                && let Some(kind) = kind_of(facts.text(touch.component), said.get(&touch.component).copied())
            {
                trails.kinds.insert(touch.component, kind);
            }
        }
        for (path, touches) in since {
            let removals = trails.removed.get(&path).map_or(&[][..], Vec::as_slice);
            let last = removals.last().map(|(day, _)| *day);
            if touches > removals.iter().filter(|(day, _)| Some(*day) == last).count() {
                trails.back.insert(path);
            }
        }
        let moved: Vec<Symbol> = trails.removed.keys().copied().collect();
        for path in moved {
            let first = trails.removed.get(&path).and_then(|removals| removals.first()).map(|(day, _)| *day);
            if let Some(today) = first.and_then(|day| trails.today(path, day)).filter(|today| *today != path) {
                trails.former.entry(today).or_default().push(path);
            }
        }
        trails
    }

    /// Whether a change only makes a version.
    pub(crate) fn is_release(&self, change: Symbol) -> bool {
        self.releases.contains(&change)
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
        if self.moves.contains(&here) {
            return Err(Reason::Moved);
        }
        if self.versions.contains(&here) {
            return Err(Reason::Version);
        }
        let path = self.today(touch.component, touch.day).ok_or(Reason::Gone)?;
        // What a file is now counts, and what it was then too: a lockfile that was renamed is one.
        match self.kinds.get(&path).or_else(|| self.kinds.get(&touch.component)) {
            Some(kind) => Err(Reason::Kind(*kind)),
            None => Ok(path),
        }
    }

    /// Where today what a path held on a day is; absent where it is gone.
    fn today(&self, path: Symbol, day: Day) -> Option<Symbol> {
        let (mut path, mut day) = (path, day);
        for _ in 0..=MOVES_MAX {
            let removals = self.removed.get(&path).map_or(&[][..], Vec::as_slice);
            match removals.get(removals.partition_point(|(removed, _)| *removed < day)) {
                Some((removed, Some(to))) => (path, day) = (*to, *removed),
                // A path that was removed and is there again is itself.
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

/// What a file is: as its repository says, else by its name.
fn kind_of(path: &str, is_generated: Option<bool>) -> Option<FileKind> {
    match (file_kind(path), is_generated) {
        (Some(kind), None) => Some(kind),
        (Some(kind), _) if kind != FileKind::Generated => Some(kind),
        (_, said) => said?.then_some(FileKind::Generated),
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

    fn push(facts: &mut Facts, kind: FactKind, cells: &[(&'static str, &str)]) {
        let line = facts.rows(kind) as u32 + 1;
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
        ] {
            push(&mut facts, FactKind::Touch, &[("day", &day(1)), ("change", change), ("component", path)]);
        }
        push(&mut facts, FactKind::ChangeMade, &[("day", &day(1)), ("change", "r"), ("kind", "release")]);
        push(&mut facts, FactKind::VersionTouch, &[("day", &day(1)), ("change", "v"), ("component", "Cargo.toml")]);
        for (path, evidence) in [("made.ts", "header"), ("hand.pb.go", "by-hand")] {
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
        /// in the end, and for nothing when that is gone. Each path is used once, so that names are not taken again.
        #[test]
        fn content_is_followed_to_where_it_is(steps in prop::collection::vec(step(), 1..60)) {
            let mut facts = Facts::default();
            let name = |content: usize, times: usize| format!("f{content}/{times}.rs");
            // Of each of five pieces of content, how often it moved; absent when it is gone.
            let mut place: BTreeMap<usize, Option<usize>> = (0..5).map(|content| (content, Some(0))).collect();
            let mut edits: Vec<usize> = Vec::new();
            for (number, step) in steps.iter().enumerate() {
                let (day, change) = (day(number), format!("c{number}"));
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
