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
use crate::words::{join, plural};

/// How often a path is followed from where it was to where it went: no folder moves so often, and a circle ends.
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
        let named: Vec<String> = named.into_iter().flatten().collect();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        (!named.is_empty()).then(|| format!("Left aside: {}", join(&named)))
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
        let mut trails = Trails::default();
        trails.releases =
            facts.changes().filter(|change| facts.is_release(change)).map(|change| change.change).collect();
        trails.versions = facts.version_touches().map(|touch| (touch.change, touch.component)).collect();
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
        for _ in 0..MOVES_MAX {
            let removals = self.removed.get(&path).map_or(&[][..], Vec::as_slice);
            match removals.get(removals.partition_point(|(removed, _)| *removed < day)) {
                Some((removed, Some(to))) => (path, day) = (*to, *removed),
                // A path that was taken away and is there again is itself.
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
