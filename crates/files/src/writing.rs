//! The right to write into a folder, which one run has at a time.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};

use crate::draft::{self, Draft};
use crate::failure::{Deed, FailureKind, FileFailure, Obstacle};
use crate::read;
use crate::root::{LOCAL_FOLDER, Root};

/// Name of the lock in the local folder.
const LOCK: &str = "lock";
/// How long a run waits for another one.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// How long it waits before it says so.
const SILENT_MAX: Duration = Duration::from_millis(400);
/// Folders of the local folder that are written to.
const LOCAL_FOLDERS: [&str; 4] = ["", "init", "journal", "schema"];
/// Times that an edit is applied to a text that changed in the meantime.
const TRIES_MAX: usize = 8;

/// The right to write into a folder. It ends with the value, and with the process, however that ends.
///
/// Nothing below the folder is written without it, apart from the store of evidence, which has locks of its own.
#[derive(Debug)]
pub struct Writing {
    root: Root,
    /// Where files cannot be locked there is none, and what was read is compared all the same.
    lock: Option<File>,
}

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// What it was; empty where there was no file.
    pub before: String,
    /// What it is.
    pub after: String,
}

impl Root {
    /// Takes the right to write, and removes drafts of runs that ended early. `waits` is called once when another run has
    /// it, which is waited for half a minute.
    ///
    /// # Errors
    /// That another run has it, or the folder cannot be written.
    pub fn writing(&self, waits: &mut dyn FnMut()) -> Result<Writing, FileFailure> {
        self.writing_within(WAIT_MAX, waits)
    }

    /// The same, for those who wait another time.
    ///
    /// # Errors
    /// As [`Root::writing`].
    pub fn writing_within(&self, wait: Duration, waits: &mut dyn FnMut()) -> Result<Writing, FileFailure> {
        self.writing_at(Path::new(LOCAL_FOLDER), wait, waits)
    }

    /// The same, for a folder that is no tree of an organization, with its lock right in it.
    ///
    /// # Errors
    /// As [`Root::writing`].
    pub fn writing_here(&self, waits: &mut dyn FnMut()) -> Result<Writing, FileFailure> {
        self.writing_at(Path::new(""), WAIT_MAX, waits)
    }

    fn writing_at(&self, folder: &Path, wait: Duration, waits: &mut dyn FnMut()) -> Result<Writing, FileFailure> {
        let path = folder.join(LOCK);
        let cannot = |obstacle: Obstacle| obstacle.of(Deed::Write, &path);
        if folder.as_os_str().is_empty() { self.make() } else { self.try_make_local(folder) }.map_err(cannot)?;
        let file = self.at(&path, lock_file).map_err(cannot)?;
        let (start, mut is_told) = (Instant::now(), false);
        let lock = loop {
            match file.try_lock() {
                Ok(()) => break Some(file),
                Err(TryLockError::WouldBlock) if start.elapsed() >= wait => return Err(busy(&path, wait)),
                Err(TryLockError::WouldBlock) => {
                    if !is_told && start.elapsed() >= SILENT_MAX {
                        is_told = true;
                        waits();
                    }
                    std::thread::sleep(pause());
                }
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => break None,
                Err(TryLockError::Error(error)) => return Err(cannot(error.into())),
            }
        };
        let writing = Writing { root: self.clone(), lock };
        self.sweep("");
        if !folder.as_os_str().is_empty() {
            LOCAL_FOLDERS.iter().for_each(|local| self.sweep(folder.join(local)));
        }
        Ok(writing)
    }
}

/// A few milliseconds, not the same ones for all who wait.
fn pause() -> Duration {
    let mut byte = [0];
    // Without chance, they wait the same.
    let _ = getrandom::fill(&mut byte);
    Duration::from_micros(1_000 + 20 * u64::from(byte[0]))
}

fn busy(path: &Path, wait: Duration) -> FileFailure {
    let what = format!("another run has been writing here for {} seconds: it holds {}", wait.as_secs(), path.display());
    FileFailure::new(FailureKind::Busy, what)
        .hint("wait until it ends, then run this again")
        .hint("the lock ends with its process: end that if it hangs; the file itself may stay")
}

pub(crate) fn lock_file(dir: &Dir, path: &Path) -> Result<File, Obstacle> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).nonblock(true).follow(FollowSymlinks::No);
    let file = match dir.open_with(path, &options) {
        Ok(file) => file.into_std(),
        // A pipe that nobody reads, a folder, a link: none is a lock.
        Err(error) => match dir.symlink_metadata(path).map(|meta| meta.is_file()) {
            Ok(false) => return Err(Obstacle::Special("something else")),
            _ => return Err(error.into()),
        },
    };
    if file.metadata()?.is_file() { Ok(file) } else { Err(Obstacle::Special("something else")) }
}

impl Writing {
    /// The folder.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Replaces a file, whole or not at all and for good, where it still is what was read: these bytes, or nothing at
    /// all. Folders above it are made.
    ///
    /// # Errors
    /// That it changed in the meantime, which is a conflict, or that it cannot be written.
    pub fn replace(&self, path: impl AsRef<Path>, read: Option<&[u8]>, bytes: &[u8]) -> Result<(), FileFailure> {
        let path = path.as_ref();
        self.place(path, Some(read), bytes).map_err(|obstacle| obstacle.of(Deed::Write, path))
    }

    /// Replaces a file whatever it is, as [`Writing::replace`] does.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn overwrite(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), FileFailure> {
        let path = path.as_ref();
        self.place(path, None, bytes).map_err(|obstacle| obstacle.of(Deed::Write, path))
    }

    /// Writes what a file is to hold beside it, for good, and leaves the file itself as it is: the disk is full before
    /// anything is replaced. Folders above it are made.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn stage(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<Staged, FileFailure> {
        let path = path.as_ref();
        self.staged(path, bytes).map_err(|obstacle| obstacle.of(Deed::Write, path))
    }

    /// Removes a file that still is what was read, for good.
    ///
    /// # Errors
    /// That it changed in the meantime, which is a conflict, or that it cannot be removed.
    pub fn remove(&self, path: impl AsRef<Path>, read: &[u8]) -> Result<(), FileFailure> {
        let path = path.as_ref();
        let removed = self.root.at(path, |dir, path| {
            let (dir, name) = folder_of(dir, path)?;
            compare(&dir, &name, Some(read))?;
            dir.remove_file(&name)?;
            Ok(draft::sync_folder(&dir)?)
        });
        removed.map_err(|obstacle| obstacle.of(Deed::Write, path))
    }

    fn place(&self, path: &Path, read: Option<Option<&[u8]>>, bytes: &[u8]) -> Result<(), Obstacle> {
        self.staged(path, bytes)?.place_over(read)
    }

    fn staged(&self, path: &Path, bytes: &[u8]) -> Result<Staged, Obstacle> {
        if path.starts_with(LOCAL_FOLDER) {
            self.root.try_make_local(path.parent().unwrap_or(Path::new(LOCAL_FOLDER)))?;
        }
        self.root.make()?;
        self.root.at(path, |dir, path| {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                make_folder(dir, folder)?;
            }
            stage(dir, path, bytes)
        })
    }

    /// Edits the text of a file, which is empty where there is none: gives it to `edit`, and writes what that gives. Where
    /// the file changed in the meantime, the edit is made on the new text, a few times.
    ///
    /// # Errors
    /// What `edit` says, and that the file cannot be read or written.
    pub fn edit<E: From<FileFailure>>(
        &self,
        path: impl AsRef<Path>,
        bytes_max: u64,
        mut edit: impl FnMut(&str) -> Result<String, E>,
    ) -> Result<Edited, E> {
        let path = path.as_ref();
        let mut tries = 0;
        loop {
            let read = self.root.read_text(path, bytes_max)?;
            let before = read.clone().unwrap_or_default();
            let after = edit(&before)?;
            if read.is_some() && after == before || read.is_none() && after.is_empty() {
                return Ok(Edited { before, after });
            }
            tries += 1;
            match self.replace(path, read.as_deref().map(str::as_bytes), after.as_bytes()) {
                Ok(()) => return Ok(Edited { before, after }),
                Err(failure) if failure.kind == FailureKind::Conflict && tries < TRIES_MAX => {}
                Err(failure) => return Err(failure.into()),
            }
        }
    }
}

impl Drop for Writing {
    /// Closing the file would do, unless a process that was just started still holds a copy of it.
    fn drop(&mut self) {
        if let Some(lock) = &self.lock {
            let _ = lock.unlock();
        }
    }
}

/// Makes a folder below a handle, with those above it, where it is not there.
pub(crate) fn make_folder(dir: &Dir, folder: &Path) -> Result<(), Obstacle> {
    match dir.open_dir(folder).map_err(Obstacle::from) {
        Ok(_) => Ok(()),
        Err(Obstacle::Missing) => Ok(dir.create_dir_all(folder)?),
        // A link that leads out is in the way, or a file.
        Err(obstacle) => Err(obstacle),
    }
}

/// Replaces a file below a handle. A link stays, and what it leads to is replaced.
pub(crate) fn replace(dir: &Dir, path: &Path, read: Option<Option<&[u8]>>, bytes: &[u8]) -> Result<(), Obstacle> {
    stage(dir, path, bytes)?.place_over(read)
}

/// What a file is to hold, written beside it. Unless it is placed, it goes.
#[derive(Debug)]
pub struct Staged {
    draft: Draft<Dir>,
    dir: Dir,
    /// The name of the file in its folder.
    name: PathBuf,
}

impl Staged {
    /// Moves it over the file, where that still is what was read: these bytes, or nothing at all.
    ///
    /// # Errors
    /// As [`Writing::replace`].
    pub fn place(self, read: Option<&[u8]>) -> Result<(), FileFailure> {
        let name = self.name.clone();
        self.place_over(Some(read)).map_err(|obstacle| obstacle.of(Deed::Write, &name))
    }

    fn place_over(self, read: Option<Option<&[u8]>>) -> Result<(), Obstacle> {
        if let Some(read) = read {
            compare(&self.dir, &self.name, read)?;
        }
        Ok(self.draft.place(&self.name)?)
    }
}

/// The folder that holds what a path leads to, and its name there. Links are followed.
fn folder_of(dir: &Dir, path: &Path) -> Result<(Dir, PathBuf), Obstacle> {
    let path = match dir.canonicalize(path) {
        Ok(real) => real,
        Err(error) => match Obstacle::from(error) {
            // A link into nothing is replaced itself, as long as nothing leads out.
            Obstacle::Missing => path.to_owned(),
            obstacle => return Err(obstacle),
        },
    };
    let name = PathBuf::from(path.file_name().ok_or(Obstacle::Special("a folder"))?);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((dir.open_dir(folder)?, name))
}

fn stage(dir: &Dir, path: &Path, bytes: &[u8]) -> Result<Staged, Obstacle> {
    let (dir, name) = folder_of(dir, path)?;
    let known = match dir.symlink_metadata(&name).map_err(Obstacle::from) {
        Ok(meta) if meta.is_dir() => return Err(Obstacle::Special("a folder")),
        Ok(meta) if meta.is_file() => Some(meta),
        Ok(meta) if meta.is_symlink() => None,
        Ok(_) => return Err(Obstacle::Special("a pipe or a device")),
        Err(Obstacle::Missing) => None,
        Err(obstacle) => return Err(obstacle),
    };
    let mut draft = Draft::new(dir.try_clone()?)?;
    draft.fill(bytes, known.map(|meta| meta.permissions()))?;
    Ok(Staged { draft, dir, name })
}

/// Looks whether a file is what was read.
fn compare(dir: &Dir, name: &Path, was: Option<&[u8]>) -> Result<(), Obstacle> {
    let bytes_max = was.map_or(0, |bytes| bytes.len() as u64);
    let is_now = match read::read(dir, name, bytes_max, FollowSymlinks::Yes) {
        Ok(bytes) => Some(bytes),
        Err(Obstacle::Missing) => None,
        // It holds more than was read, or is being written.
        Err(Obstacle::TooLarge(..) | Obstacle::Changing) if was.is_some() => {
            return Err(changed(name, "it holds other text now"));
        }
        Err(Obstacle::TooLarge(..) | Obstacle::Changing) => return Err(changed(name, "it is there now")),
        Err(obstacle) => return Err(obstacle),
    };
    match (is_now.as_deref(), was) {
        (now, was) if now == was => Ok(()),
        (None, _) => Err(changed(name, "it is gone")),
        (_, None) => Err(changed(name, "it is there now")),
        _ => Err(changed(name, "it holds other text now")),
    }
}

fn changed(name: &Path, how: &str) -> Obstacle {
    let what = format!("{} changed since it was read: {how}; it stays as it is", name.display());
    Obstacle::Outside(Box::new(FileFailure::new(FailureKind::Conflict, what).hint("look at it, then run this again")))
}
