//! Which files lie below a folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cap_fs_ext::MetadataExt;

use crate::draft::is_draft;
use crate::failure::{Deed, FailureKind, FileFailure, Obstacle};
use crate::root::Root;

/// How far a walk goes.
pub mod walk_limits {
    /// Most entries of all folders together.
    pub const ENTRIES_MAX: usize = 200_000;
    /// Deepest folder.
    pub const DEPTH_MAX: usize = 64;
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Regular files with the ending that was wanted, from the root on, each folder in the order of its names.
    pub files: Vec<PathBuf>,
    /// What is in the way, with its path.
    pub failures: Vec<(PathBuf, FileFailure)>,
    /// Links that lead back to a folder above them.
    pub loops: Vec<PathBuf>,
    /// Folders with drafts in them.
    pub drafts: Vec<PathBuf>,
    entries: usize,
}

impl Root {
    /// The files below a folder whose names end so, links followed as far as they stay inside or lead to what is allowed.
    pub fn walk(&self, folder: &Path, extension: &str) -> Walked {
        let mut walked = Walked::default();
        self.walk_into(folder, extension, &mut Vec::new(), &mut walked);
        walked
    }

    fn walk_into(&self, folder: &Path, extension: &str, above: &mut Vec<(u64, u64)>, walked: &mut Walked) {
        let read = self.at(folder, |dir, path| {
            let dir = dir.open_dir(path)?;
            let meta = dir.dir_metadata()?;
            let names = dir.entries()?.map(|entry| Ok(entry?.file_name()));
            // One more than there may be tells that there are more.
            let names = names.take(walk_limits::ENTRIES_MAX + 1).collect::<Result<Vec<OsString>, std::io::Error>>()?;
            Ok(((meta.dev(), meta.ino()), names))
        });
        let (here, mut names) = match read {
            Ok(read) => read,
            Err(obstacle) => return walked.failures.push((folder.to_owned(), obstacle.of(Deed::Read, folder))),
        };
        if above.contains(&here) {
            return walked.loops.push(folder.to_owned());
        }
        names.sort();
        above.push(here);
        for name in names {
            walked.entries += 1;
            if walked.entries > walk_limits::ENTRIES_MAX {
                break;
            }
            if name.to_str().is_some_and(is_draft) {
                if walked.drafts.last().is_none_or(|last| last != folder) {
                    walked.drafts.push(folder.to_owned());
                }
                continue;
            }
            self.walk_to(&folder.join(name), extension, above, walked);
        }
        above.pop();
        if above.is_empty() && walked.entries > walk_limits::ENTRIES_MAX {
            let what = format!("{} holds more than {} files", folder.display(), walk_limits::ENTRIES_MAX);
            let failure = FileFailure::new(FailureKind::Refused, what).hint("name a folder for the TOML files alone");
            walked.failures.push((folder.to_owned(), failure));
        }
    }

    fn walk_to(&self, path: &Path, extension: &str, above: &mut Vec<(u64, u64)>, walked: &mut Walked) {
        let is_wanted = path.extension().is_some_and(|ending| ending == extension);
        let is_folder = match self.at(path, |dir, path| Ok(dir.metadata(path)?.is_dir())) {
            Ok(is_folder) => is_folder,
            // What is no file that is wanted may lead anywhere; but a folder behind a link might hold some.
            Err(Obstacle::Missing) if !is_wanted => return,
            Err(obstacle) => return walked.failures.push((path.to_owned(), obstacle.of(Deed::Read, path))),
        };
        if is_folder && above.len() < walk_limits::DEPTH_MAX {
            self.walk_into(path, extension, above, walked);
        } else if is_folder {
            let what = format!("{} lies deeper than {} folders", path.display(), walk_limits::DEPTH_MAX);
            walked.failures.push((path.to_owned(), FileFailure::new(FailureKind::Refused, what).hint("move it up")));
        } else if is_wanted {
            walked.files.push(path.to_owned());
        }
    }
}
