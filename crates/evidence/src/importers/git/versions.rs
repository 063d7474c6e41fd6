//! Every version of some files of a repository, from the root of its history to its head.
//!
//! 1. [`Walk`] follows the line of first parents, so that what a branch brought counts from the commit that merged it.
//! 2. [`Differences`] compares each tree with the one before, and descends only where a wanted file may be.
//! 3. A file that is gone and one that is new in the same commit are one file that moved, where their contents are the
//!    same, or as alike as git asks by default: half of the larger one stands in both, line by line.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use gix::ObjectId;
use onethread_model::Day;
use rustc_hash::FxHasher;

use super::changes::{Differences, Touch};
use super::commit::{RawCommit, day_of};
use super::history::Repository;
use super::limits::{
    LINEAGES_MAX, RENAME_PAIRS_MAX, TOUCHES_MAX, TREES_BYTES_MAX, VERSION_BYTES_MAX, VERSIONS_MAX, WALK_BASES_BYTES_MAX,
};
use super::objects::{ObjectError, Objects};
use super::walk::Walk;

/// Least share of the larger of two files, in percent, that makes one the other, moved and edited.
const LIKENESS_MIN: usize = 50;

/// Commits between two calls of progress.
const PROGRESS_COMMITS: usize = 512;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::importers) enum VersionKind {
    /// It was added or edited, and may have moved as well.
    Written,
    /// It moved, and holds what it held before.
    Moved,
    /// It was deleted.
    Deleted,
}

/// A version of a file.
#[derive(Clone, Debug)]
pub(in crate::importers) struct Version {
    /// The day on which it landed, in UTC: that of its commit, or of an earlier one with a later day.
    pub(in crate::importers) day: Day,
    pub(in crate::importers) commit: ObjectId,
    pub(in crate::importers) kind: VersionKind,
    /// Its path at that time, from the root of the repository.
    pub(in crate::importers) path: Box<[u8]>,
    /// What it holds; all zeros when it was deleted.
    pub(in crate::importers) blob: ObjectId,
    /// The file: an index into [`FileHistory::paths`].
    pub(in crate::importers) file: usize,
}

/// Every version of some files.
#[derive(Debug, Default)]
pub(in crate::importers) struct FileHistory {
    /// In the order in which they landed; within a commit, what is gone first, then by path.
    pub(in crate::importers) versions: Vec<Version>,
    /// The last path of each file.
    pub(in crate::importers) paths: Vec<Box<[u8]>>,
    /// The day of the newest commit.
    pub(in crate::importers) day: Option<Day>,
    /// Commits that could not be read, and why.
    pub(in crate::importers) faults: Vec<(ObjectId, ObjectError)>,
    /// Commits whose own day lies before that of a commit that landed before.
    pub(in crate::importers) late: usize,
    /// Whether the oldest commit has parents that are not there.
    pub(in crate::importers) is_shallow: bool,
    /// Whether a limit ended the reading.
    pub(in crate::importers) is_cut: bool,
}

/// A commit on the line of first parents.
struct Landing {
    id: ObjectId,
    day: Day,
    tree: ObjectId,
}

/// A file of one side of a change.
struct Side {
    path: Box<[u8]>,
    blob: ObjectId,
}

impl Repository {
    /// Every version of the wanted files up to a head. `progress` is called with the commits compared so far.
    pub(in crate::importers) fn versions(
        &self,
        head: ObjectId,
        wanted: &dyn Fn(&[u8], bool) -> bool,
        progress: &mut dyn FnMut(usize),
    ) -> FileHistory {
        let mut history = FileHistory::default();
        let mut objects = Objects::of(&self.inner, TREES_BYTES_MAX);
        let landings = self.landings(head, &mut history);
        let mut files = Files { history, live: HashMap::new(), gone: HashMap::new() };
        let mut tree = None;
        for (at, landing) in landings.iter().enumerate() {
            if at.is_multiple_of(PROGRESS_COMMITS) {
                progress(at);
            }
            let sides = {
                let mut differences = Differences::new(&mut objects, head.kind(), TOUCHES_MAX).only(wanted);
                match differences.add(tree.as_deref(), &landing.tree) {
                    Ok(()) => sides(&differences.touches, &differences.paths),
                    Err(why) => {
                        // What it changed is found when the next one is compared with the last one that could be read.
                        files.history.faults.push((landing.id, why));
                        continue;
                    }
                }
            };
            tree = Some(landing.tree);
            if !files.land(landing, sides, &objects) {
                files.history.is_cut = true;
                break;
            }
        }
        progress(landings.len());
        files.history
    }

    /// The commits from the oldest to the head, with days that never go back.
    fn landings(&self, head: ObjectId, history: &mut FileHistory) -> Vec<Landing> {
        let mut objects = Objects::of(&self.inner, WALK_BASES_BYTES_MAX);
        let mut walk = Walk::new(&mut objects, self.shallow().into_iter().collect(), true);
        walk.begin(head, None);
        let mut landings = Vec::new();
        while let Some(job) = walk.next() {
            let committed = RawCommit::read(&job.bytes).map_or(0, |commit| commit.committed());
            history.is_shallow |= job.is_boundary;
            landings.push(Landing { id: job.id, day: day_of(committed).0, tree: job.tree });
        }
        history.is_cut = walk.walked.is_cut;
        history.faults.append(&mut walk.walked.faults);
        landings.reverse();
        let mut latest = None;
        for landing in &mut landings {
            let day = latest.map_or(landing.day, |latest: Day| latest.max(landing.day));
            history.late += usize::from(day != landing.day);
            landing.day = day;
            latest = Some(day);
        }
        history.day = latest;
        landings
    }

    /// The bytes of a version, when it can be read and is not too large.
    pub(in crate::importers) fn reader(&self) -> impl FnMut(&ObjectId) -> Result<Vec<u8>, String> + use<> {
        let objects = Objects::of(&self.inner, TREES_BYTES_MAX);
        move |id| {
            let mut buffer = Vec::new();
            let bytes = objects.blob(id, &mut buffer).map_err(|why| why.to_string())?;
            match bytes.len() > VERSION_BYTES_MAX {
                true => Err("holds more than 1 MiB".to_owned()),
                false => Ok(bytes.to_vec()),
            }
        }
    }
}

/// The files of a change: those that are gone, those that are new, those that were edited.
type Sides = (Vec<Side>, Vec<Side>, Vec<Side>);

/// Links and submodules are no files, whatever stood or stands at their paths.
fn sides(touches: &[Touch], paths: &[u8]) -> Sides {
    let is_file = |mode: u32| mode & 0o170_000 == 0o100_000;
    let (mut gone, mut new, mut edited) = (Vec::new(), Vec::new(), Vec::new());
    for touch in touches {
        let path = paths.get(touch.path[0] as usize..touch.path[1] as usize).unwrap_or_default();
        let side = |blob| Side { path: path.into(), blob };
        match (is_file(touch.old_mode), is_file(touch.new_mode)) {
            (true, false) => gone.push(side(touch.old)),
            (false, true) => new.push(side(touch.new)),
            (true, true) if touch.old != touch.new => edited.push(side(touch.new)),
            _ => {}
        }
    }
    (gone, new, edited)
}

/// The files as they are at one time.
struct Files {
    history: FileHistory,
    /// The file at each path.
    live: HashMap<Box<[u8]>, usize>,
    /// The last file at each path where there is none now.
    gone: HashMap<Box<[u8]>, usize>,
}

impl Files {
    /// Takes what a commit did; false when a limit is reached.
    fn land(&mut self, landing: &Landing, (gone, new, edited): Sides, objects: &Objects) -> bool {
        let moves = moves(&gone, &new, objects);
        let version = |kind, side: &Side, file| Version {
            day: landing.day,
            commit: landing.id,
            kind,
            path: side.path.clone(),
            blob: side.blob,
            file,
        };
        // All that is gone first, so that files may change places.
        let from: Vec<Option<usize>> = gone.iter().map(|side| self.live.remove(&side.path)).collect();
        for (at, side) in gone.iter().enumerate() {
            if let Some(file) = from.get(at).copied().flatten().filter(|_| moves.iter().all(|(old, _)| *old != at)) {
                self.gone.insert(side.path.clone(), file);
                let nothing = Side { path: side.path.clone(), blob: side.blob.kind().null() };
                self.history.versions.push(version(VersionKind::Deleted, &nothing, file));
            }
        }
        let moved_from = |at: usize| moves.iter().find(|(_, new)| *new == at).map(|(old, _)| *old);
        let mut landed: Vec<(VersionKind, &Side, Option<usize>)> = Vec::new();
        for (at, side) in new.iter().enumerate() {
            let old = moved_from(at);
            let is_same = old.and_then(|old| gone.get(old)).is_some_and(|old| old.blob == side.blob);
            let kind = if is_same { VersionKind::Moved } else { VersionKind::Written };
            landed.push((kind, side, old.and_then(|old| from.get(old).copied().flatten())));
        }
        for side in &edited {
            landed.push((VersionKind::Written, side, self.live.get(&side.path).copied()));
        }
        landed.sort_by(|a, b| a.1.path.cmp(&b.1.path));
        for (kind, side, file) in landed {
            // What comes back is what it was.
            let file = file.or_else(|| self.gone.remove(&side.path)).unwrap_or(self.history.paths.len());
            if file >= LINEAGES_MAX || self.history.versions.len() >= VERSIONS_MAX {
                return false;
            }
            match self.history.paths.get_mut(file) {
                Some(path) => *path = side.path.clone(),
                None => self.history.paths.push(side.path.clone()),
            }
            self.live.insert(side.path.clone(), file);
            self.history.versions.push(version(kind, side, file));
        }
        true
    }
}

/// Which files that are gone are which new ones: pairs of places, first those that hold the same, then those most alike.
fn moves(gone: &[Side], new: &[Side], objects: &Objects) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    if gone.is_empty() || new.is_empty() {
        return found;
    }
    let mut by_blob: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    for (at, side) in gone.iter().enumerate() {
        by_blob.entry(side.blob).or_default().push(at);
    }
    for (at, side) in new.iter().enumerate() {
        let Some(same) = by_blob.get_mut(&side.blob).filter(|same| !same.is_empty()) else { continue };
        // Of several that hold the same, the one whose path ends most alike.
        let best =
            same.iter().enumerate().max_by_key(|(_, old)| gone.get(**old).map(|old| same_end(&old.path, &side.path)));
        if let Some(place) = best.map(|(place, _)| place) {
            found.push((same.swap_remove(place), at));
        }
    }
    let rest =
        |count: usize, is_taken: &dyn Fn(usize) -> bool| (0..count).filter(|at| !is_taken(*at)).collect::<Vec<_>>();
    let old_left = rest(gone.len(), &|at| found.iter().any(|(old, _)| *old == at));
    let new_left = rest(new.len(), &|at| found.iter().any(|(_, new)| *new == at));
    if old_left.len().saturating_mul(new_left.len()) > RENAME_PAIRS_MAX {
        return found;
    }
    let lines = |sides: &[Side], left: &[usize]| -> Vec<(usize, Option<Lines>)> {
        left.iter().map(|at| (*at, sides.get(*at).and_then(|side| Lines::of(&side.blob, objects)))).collect()
    };
    let (old_lines, new_lines) = (lines(gone, &old_left), lines(new, &new_left));
    let mut alike = Vec::new();
    for (old, old_lines) in &old_lines {
        for (new_at, new_lines) in &new_lines {
            let (Some(a), Some(b), Some(old_side), Some(new_side)) =
                (old_lines, new_lines, gone.get(*old), new.get(*new_at))
            else {
                continue;
            };
            let likeness = a.likeness(b);
            if likeness >= LIKENESS_MIN {
                let end = same_end(&old_side.path, &new_side.path);
                alike.push((std::cmp::Reverse((likeness, end)), *old, *new_at));
            }
        }
    }
    alike.sort_unstable();
    for (_, old, new) in alike {
        if found.iter().all(|(taken_old, taken_new)| *taken_old != old && *taken_new != new) {
            found.push((old, new));
        }
    }
    found
}

/// How many bytes two paths have in common at their ends.
fn same_end(a: &[u8], b: &[u8]) -> usize {
    a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// The lines of a file, as hashes with their bytes, in order of hash.
struct Lines {
    all: Vec<(u64, usize)>,
    bytes: usize,
}

impl Lines {
    fn of(blob: &ObjectId, objects: &Objects) -> Option<Lines> {
        let mut buffer = Vec::new();
        let bytes = objects.blob(blob, &mut buffer).ok().filter(|bytes| bytes.len() <= VERSION_BYTES_MAX)?;
        let hash = |line: &[u8]| {
            let mut hasher = FxHasher::default();
            line.hash(&mut hasher);
            (hasher.finish(), line.len())
        };
        let mut all: Vec<(u64, usize)> = bytes.split_inclusive(|byte| *byte == b'\n').map(hash).collect();
        all.sort_unstable();
        Some(Lines { all, bytes: bytes.len() })
    }

    /// The share of the larger file that stands in both, in percent.
    fn likeness(&self, other: &Lines) -> usize {
        let (mut a, mut b, mut shared) = (self.all.iter().peekable(), other.all.iter().peekable(), 0);
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    shared += one.1;
                    a.next();
                    b.next();
                }
            }
        }
        (shared * 100).checked_div(self.bytes.max(other.bytes)).unwrap_or(0)
    }
}
