//! Watching a folder: which of its inputs changed, once they are still again.
//!
//! Input: a folder. Output: sets of changed files. The system's notices say when something moved, and are never believed
//! about what: a look at the marks of all inputs says that ([`inputs`]). So a file that an editor replaced by another one,
//! a folder that appeared with its files, notices that were lost and a file system that gives none are one case, and what
//! is no input, such as drafts, locks and `.onethread`, is in no set. Where notices fail, a look every so often remains.

mod inputs;
mod notices;

use std::path::Path;
use std::time::{Duration, Instant};

use onethread_files::{Root, absolute};

use inputs::{Inputs, Look};
use notices::Notices;

/// Inputs are still when two looks so far apart see the same.
const STILL: Duration = Duration::from_millis(150);
/// Changes that do not end are given after so long.
const RESTLESS_MAX: Duration = Duration::from_secs(2);
/// The shortest pause between two looks that no notice asks for.
const PAUSE: Duration = Duration::from_secs(1);
/// A look takes at most one part in so many of the time while nothing happens.
const LOOK_PARTS: u32 = 50;
/// Most changes of a set that are listed; the others are counted.
const CHANGES_LISTED_MAX: usize = 1_000;
/// Times that folders are looked for which appeared while others were put under watch.
const ROUNDS_MAX: usize = 8;

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It was there before and is another one now.
    Edited,
    /// It is no longer there.
    Removed,
}

/// An input that changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// As people see it: from the root on, with `/` between parts.
    pub path: String,
    /// What became of it.
    pub kind: ChangeKind,
}

/// Inputs that changed together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// The first of them, in the order of their paths; at most 1,000.
    pub changes: Vec<Change>,
    /// How many there are.
    pub total: usize,
}

/// How changes are met with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watching {
    /// The system gives notice.
    Notices,
    /// By looking every so often, for a reason given as a clause.
    Looks(String),
}

/// Watches the inputs of a folder: settings, agreement, the organization's files, and whatever the sources name.
///
/// It is made before the folder is read, so that nothing that changes meanwhile is missed.
pub struct Watcher {
    /// The folder as it was asked for; each look opens it anew, because it may be another one by then.
    root: Root,
    inputs: Inputs,
    known: Look,
    notices: Notices,
}

impl Watcher {
    /// Begins to watch a folder.
    pub fn new(root: &Root) -> Watcher {
        Watcher::with(root, Notices::new())
    }

    /// The same by looks alone, as where the system gives no notice.
    pub fn looking(root: &Root) -> Watcher {
        Watcher::with(root, Notices::none("none were asked for"))
    }

    fn with(root: &Root, notices: Notices) -> Watcher {
        let mut watcher = Watcher { root: root.clone(), inputs: Inputs::default(), known: Look::default(), notices };
        watcher.known = watcher.look();
        watcher
    }

    /// The same, with a file that is no input wherever it lies: one that is written after each change.
    #[must_use]
    pub fn apart_from(mut self, file: Option<&Path>) -> Watcher {
        self.inputs.apart = file.map(absolute);
        self.known = self.look();
        self
    }

    /// How many inputs there are.
    pub fn inputs(&self) -> usize {
        self.known.len()
    }

    /// How changes are met with.
    pub fn watching(&self) -> Watching {
        self.notices.why_none().map_or(Watching::Notices, |why| Watching::Looks(why.to_owned()))
    }

    /// Waits until inputs have changed and are still again, and gives what changed; `None` at the deadline. Changes that do
    /// not end are given as far as they are after two seconds.
    pub fn wait(&mut self, deadline: Option<Instant>) -> Option<ChangeSet> {
        let mut pause = PAUSE;
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left == Some(Duration::ZERO) {
                return None;
            }
            let is_noticed = self.notices.wait(left.unwrap_or(pause).min(pause));
            if is_noticed {
                // What was noticed is seldom over yet.
                std::thread::sleep(STILL);
            }
            let begun = Instant::now();
            let now = self.look();
            pause = PAUSE.max(begun.elapsed() * LOOK_PARTS);
            if now.differs_from(&self.known) {
                let settled = self.settle(now);
                let changes = settled.changes_since(&self.known);
                self.known = settled;
                // What changed and changed back is nothing to tell.
                if changes.total > 0 {
                    return Some(changes);
                }
            } else if is_noticed {
                // Something that is no input may change without an end.
                std::thread::sleep((begun.elapsed() * (LOOK_PARTS / 5)).min(PAUSE));
            }
        }
    }

    /// Looks until two looks see the same, or for as long as that is waited for.
    fn settle(&mut self, mut last: Look) -> Look {
        let begun = Instant::now();
        while begun.elapsed() < RESTLESS_MAX {
            std::thread::sleep(STILL);
            let now = self.look();
            if !now.differs_from(&last) {
                return now;
            }
            last = now;
        }
        last
    }

    /// Looks at all inputs, and puts folders under watch that appeared.
    fn look(&mut self) -> Look {
        let mut rounds = 0;
        loop {
            let root = self.root.anew();
            let look = self.inputs.look(&root);
            rounds += 1;
            // What was made in a folder before it was under watch is seen by another look.
            if !self.notices.follow(look.folders()) || rounds == ROUNDS_MAX {
                return look;
            }
        }
    }
}
