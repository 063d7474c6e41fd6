//! Which files lie below a folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cap_fs_ext::MetadataExt;

use crate::draft::is_draft;
use crate::failure::{Deed, FileFailure, Obstacle};
use crate::root::Root;

/// How far a walk goes.
#[derive(Clone, Copy, Debug)]
pub struct WalkLimits {
    /// Most entries of all folders together.
    pub entries_max: usize,
    /// Most folders inside each other, below the one that the walk begins at.
    pub depth_max: usize,
    /// Most files with the ending that is wanted.
    pub files_max: usize,
}

/// One of the [`WalkLimits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkLimit {
    /// That of entries, which ends the walk.
    Entries,
    /// That of folders inside each other; the walk goes on beside them.
    Depth,
    /// That of files, which ends the walk.
    Files,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Regular files with the ending that was wanted, from the root on, each folder in the order of its names.
    pub files: Vec<PathBuf>,
    /// Folders that were looked into, the first one included.
    pub folders: Vec<PathBuf>,
    /// What is in the way, with its path.
    pub failures: Vec<(PathBuf, FileFailure)>,
    /// Links that lead back to a folder above them.
    pub loops: Vec<PathBuf>,
    /// Folders with drafts in them.
    pub drafts: Vec<PathBuf>,
    /// Limits that the folder goes beyond, each once, with the first path that does.
    pub passed: Vec<(PathBuf, WalkLimit)>,
    entries: usize,
}

impl Walked {
    /// Whether it was ended by a limit.
    fn is_over(&self) -> bool {
        self.passed.iter().any(|(_, limit)| *limit != WalkLimit::Depth)
    }

    fn pass(&mut self, path: &Path, limit: WalkLimit) {
        if self.passed.iter().all(|(_, known)| *known != limit) {
            self.passed.push((path.to_owned(), limit));
        }
    }
}

/// A walk on its way.
struct Walk<'a> {
    root: &'a Root,
    extension: &'a str,
    limits: WalkLimits,
    /// The folders that are open, by device and number.
    above: Vec<(u64, u64)>,
    walked: Walked,
}

impl Root {
    /// The files below a folder whose names end so, links followed as far as they stay inside or lead to what is allowed.
    pub fn walk(&self, folder: &Path, extension: &str, limits: WalkLimits) -> Walked {
        let mut walk = Walk { root: self, extension, limits, above: Vec::new(), walked: Walked::default() };
        walk.folder(folder);
        walk.walked
    }
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path) {
        // One more than there may be tells that there are more.
        let names_max = (self.limits.entries_max - self.walked.entries).saturating_add(1);
        let read = self.root.at(folder, |dir, path| {
            let dir = dir.open_dir(path)?;
            let meta = dir.dir_metadata()?;
            let names = dir.entries()?.map(|entry| Ok(entry?.file_name()));
            let names = names.take(names_max).collect::<Result<Vec<OsString>, std::io::Error>>()?;
            Ok(((meta.dev(), meta.ino()), names))
        });
        let (here, mut names) = match read {
            Ok(read) => read,
            Err(obstacle) => return self.walked.failures.push((folder.to_owned(), obstacle.of(Deed::Read, folder))),
        };
        if self.above.contains(&here) {
            return self.walked.loops.push(folder.to_owned());
        }
        names.sort();
        self.walked.folders.push(folder.to_owned());
        self.above.push(here);
        for name in names {
            if self.walked.entries == self.limits.entries_max {
                self.walked.pass(folder, WalkLimit::Entries);
            }
            if self.walked.is_over() {
                break;
            }
            self.walked.entries += 1;
            if name.to_str().is_some_and(is_draft) {
                if self.walked.drafts.last().is_none_or(|last| last != folder) {
                    self.walked.drafts.push(folder.to_owned());
                }
                continue;
            }
            self.entry(&folder.join(name));
        }
        self.above.pop();
    }

    fn entry(&mut self, path: &Path) {
        let is_wanted = path.extension().is_some_and(|ending| ending == self.extension);
        let is_folder = match self.root.at(path, |dir, path| Ok(dir.metadata(path)?.is_dir())) {
            Ok(is_folder) => is_folder,
            // What is no file that is wanted may lead anywhere; but a folder behind a link might hold some.
            Err(Obstacle::Missing) if !is_wanted => return,
            Err(obstacle) => return self.walked.failures.push((path.to_owned(), obstacle.of(Deed::Read, path))),
        };
        if is_folder && self.above.len() <= self.limits.depth_max {
            self.folder(path);
        } else if is_folder {
            self.walked.pass(path, WalkLimit::Depth);
        } else if is_wanted && self.walked.files.len() < self.limits.files_max {
            self.walked.files.push(path.to_owned());
        } else if is_wanted {
            self.walked.pass(path, WalkLimit::Files);
        }
    }
}
