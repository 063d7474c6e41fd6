//! Drafts: files under way, which nobody reads until they are moved to their place.
//!
//! Each has a random name, is made exclusively, and is locked by its maker as long as that lives; so a draft that can be
//! locked is one that a run left behind which ended early, and whoever finds it removes it.

use std::borrow::Borrow;
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use cap_fs_ext::{FollowSymlinks, MetadataExt, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};

const START: &str = ".onethread.";
const END: &str = ".draft";
const DIGITS: usize = 16;
/// Most names that are looked at for drafts in a folder.
const NAMES_MAX: usize = 100_000;
/// Names that are tried for a draft.
const TRIES_MAX: usize = 8;

/// Whether a name is that of a draft: of a file under way, which is no file of the folder yet.
pub fn is_draft(name: &str) -> bool {
    let digits = name.strip_prefix(START).and_then(|rest| rest.strip_suffix(END));
    digits.is_some_and(|digits| digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A file under way in a folder. Unless it is placed, it goes.
#[derive(Debug)]
pub(crate) struct Draft<D: Borrow<Dir>> {
    dir: D,
    name: PathBuf,
    file: File,
    is_placed: bool,
}

impl<D: Borrow<Dir>> Draft<D> {
    /// Makes one that nobody else has.
    pub(crate) fn new(dir: D) -> io::Result<Draft<D>> {
        Draft::make(dir, |_| {})
    }

    /// Makes one that nobody but this user may read.
    pub(crate) fn private(dir: D) -> io::Result<Draft<D>> {
        Draft::make(dir, |options| {
            #[cfg(unix)]
            cap_std::fs::OpenOptionsExt::mode(options, 0o600);
            #[cfg(not(unix))]
            let _ = options;
        })
    }

    fn make(dir: D, set: impl Fn(&mut OpenOptions)) -> io::Result<Draft<D>> {
        let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
        for _ in 0..TRIES_MAX {
            let name = PathBuf::from(random_name()?);
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).follow(FollowSymlinks::No);
            set(&mut options);
            let file = match dir.borrow().open_with(&name, &options) {
                Ok(file) => file.into_std(),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    taken = error;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let locked = match file.try_lock() {
                Ok(()) => true,
                // Another run took it for one that was left behind, and removes it.
                Err(TryLockError::WouldBlock) => false,
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => true,
                Err(TryLockError::Error(error)) => {
                    // The next run tries again.
                    let _ = dir.borrow().remove_file(&name);
                    return Err(error);
                }
            };
            // Its name may lead to it no more: another run may have removed it before it was locked.
            let is_there = || dir.borrow().symlink_metadata(&name).is_ok_and(|meta| meta.nlink() > 0);
            if locked && is_there() {
                return Ok(Draft { dir, name, file, is_placed: false });
            }
            let _ = dir.borrow().remove_file(&name);
        }
        Err(taken)
    }

    /// Writes all of it to the disk.
    pub(crate) fn fill(&mut self, bytes: &[u8], mode_of: Option<cap_std::fs::Permissions>) -> io::Result<()> {
        self.file.write_all(bytes)?;
        if let Some(mode) = mode_of {
            self.dir.borrow().set_permissions(&self.name, mode)?;
        }
        self.file.sync_all()
    }

    /// Moves it over a name in the same folder, for good.
    pub(crate) fn place(mut self, name: &Path) -> io::Result<()> {
        let dir = self.dir.borrow();
        dir.rename(&self.name, dir, name)?;
        self.is_placed = true;
        sync_folder(self.dir.borrow())
    }

    /// Gives it a name in the same folder, for good, unless something has that name; says whether it got it.
    pub(crate) fn place_once(self, name: &Path) -> io::Result<bool> {
        let dir = self.dir.borrow();
        match dir.hard_link(&self.name, dir, name) {
            Ok(()) => sync_folder(dir).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            // Not every file system has hard links. A move would replace what appeared just now.
            Err(_) if dir.symlink_metadata(name).is_ok() => Ok(false),
            Err(_) => self.place(name).map(|()| true),
        }
    }
}

impl<D: Borrow<Dir>> Drop for Draft<D> {
    fn drop(&mut self) {
        if !self.is_placed {
            // The next run tries again.
            let _ = self.dir.borrow().remove_file(&self.name);
        }
    }
}

/// Removes drafts of runs that ended early. Whatever is in the way, the next run tries again.
pub(crate) fn sweep(dir: &Dir) {
    let Ok(entries) = dir.entries() else { return };
    for entry in entries.flatten().take(NAMES_MAX) {
        let name = entry.file_name();
        if !name.to_str().is_some_and(is_draft) {
            continue;
        }
        let mut options = OpenOptions::new();
        options.read(true).nonblock(true).follow(FollowSymlinks::No);
        let Ok(file) = dir.open_with(&name, &options) else { continue };
        let file = file.into_std();
        if file.metadata().is_ok_and(|meta| meta.is_file()) && file.try_lock().is_ok() {
            let _ = dir.remove_file(&name);
        }
    }
}

/// Has new names in a folder outlast a power cut, where folders can be synced.
pub(crate) fn sync_folder(dir: &Dir) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    // The handle of a folder is one that only paths start at.
    match dir.open(".")?.into_std().sync_all() {
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Err(error),
        _ => Ok(()),
    }
}

fn random_name() -> io::Result<String> {
    let mut tag = [0; DIGITS / 2];
    getrandom::fill(&mut tag).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(format!("{START}{:016x}{END}", u64::from_ne_bytes(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_known_by_their_names_alone() {
        assert!(is_draft(&random_name().expect("random bytes")));
        for other in [".onethread.draft", ".onethread.12.draft", ".onethread.000000000000000g.draft", "a.draft", ""] {
            assert!(!is_draft(other), "{other}");
        }
    }
}
