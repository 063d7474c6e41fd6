//! A folder that paths are opened from.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use crate::draft::{self, Draft};
use crate::failure::{Deed, FailureKind, FileFailure, Obstacle};
use crate::outside::{ALLOW_FLAG, ALLOW_VARIABLE, Outside, absolute, quoted};
use crate::read::{self, FileKind, FileMark, Regular};

/// The folder of everything that is made for one machine, below a root.
pub const LOCAL_FOLDER: &str = ".onethread";

/// The file in it that keeps all of it out of the user's git.
pub(crate) const IGNORE: &str = ".gitignore";

/// Most names of a folder that are listed.
const NAMES_MAX: usize = 10_000;

/// A folder that paths are opened from, by its handle. What leads out of it is refused, unless a person allowed it.
///
/// The folder need not exist yet. Paths are relative to it, or whole.
#[derive(Clone, Debug)]
pub struct Root {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    outside: Outside,
    dir: OnceLock<Dir>,
}

impl Root {
    /// The folder at a path, and what else may be opened from it. Nothing is opened yet.
    pub fn new(path: &Path, outside: Outside) -> Root {
        let path = absolute(path);
        Root { inner: Arc::new(Inner { path, outside, dir: OnceLock::new() }) }
    }

    /// Its path, from the root of the file system on.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The same folder, with more places outside of it that may be opened.
    #[must_use]
    pub fn allowing(&self, outside: Outside) -> Root {
        Root::new(self.path(), self.inner.outside.clone().and(outside))
    }

    /// The same path and the same permissions, opened anew: the folder there may be another one by now.
    #[must_use]
    pub fn anew(&self) -> Root {
        Root::new(self.path(), self.inner.outside.clone())
    }

    /// What lies at a path, after links; `None` where nothing does.
    ///
    /// # Errors
    /// When it leads out of the folder, or the system does not say.
    pub fn kind(&self, path: impl AsRef<Path>) -> Result<Option<FileKind>, FileFailure> {
        let path = path.as_ref();
        match self.at(path, |dir, path| Ok(read::kind(&dir.metadata(path)?))) {
            Ok(kind) => Ok(Some(kind)),
            Err(Obstacle::Missing) => Ok(None),
            Err(obstacle) => Err(obstacle.of(Deed::Read, path)),
        }
    }

    /// What tells the state of a file or folder from another one, after links; `None` where there is nothing, or nothing
    /// that may be looked at.
    pub fn mark(&self, path: impl AsRef<Path>) -> Option<FileMark> {
        self.at(path.as_ref(), |dir, path| Ok(read::mark(&dir.metadata(path)?))).ok()
    }

    /// Whether nothing lies at a path that could be read or written over. What is not known counts as something.
    pub fn is_free(&self, path: impl AsRef<Path>) -> bool {
        let found = self.at(path.as_ref(), |dir, path| Ok(dir.symlink_metadata(path).map(|_| ())?));
        matches!(found, Err(Obstacle::Missing))
    }

    /// Whether a path is a link, wherever that leads.
    pub fn is_link(&self, path: impl AsRef<Path>) -> bool {
        self.at(path.as_ref(), |dir, path| Ok(dir.symlink_metadata(path)?.is_symlink())).unwrap_or(false)
    }

    /// How many bytes a file holds; 0 where there is none.
    pub fn size(&self, path: impl AsRef<Path>) -> u64 {
        self.at(path.as_ref(), |dir, path| Ok(dir.metadata(path)?.len())).unwrap_or_default()
    }

    /// Whether a regular file lies at a path, after links.
    pub fn has_file(&self, path: impl AsRef<Path>) -> bool {
        self.kind(path).is_ok_and(|kind| kind == Some(FileKind::File))
    }

    /// Whether a folder lies at a path, after links.
    pub fn has_folder(&self, path: impl AsRef<Path>) -> bool {
        self.kind(path).is_ok_and(|kind| kind == Some(FileKind::Folder))
    }

    /// The bytes of a regular file of at most so many; `None` where there is none.
    ///
    /// # Errors
    /// When it leads out of the folder, is no regular file, is larger, does not keep still, or cannot be read.
    pub fn read(&self, path: impl AsRef<Path>, bytes_max: u64) -> Result<Option<Vec<u8>>, FileFailure> {
        self.read_following(path.as_ref(), bytes_max, FollowSymlinks::Yes)
    }

    /// The same, where the path itself must be no link.
    ///
    /// # Errors
    /// As [`Root::read`], and when it is a link.
    pub fn read_unlinked(&self, path: impl AsRef<Path>, bytes_max: u64) -> Result<Option<Vec<u8>>, FileFailure> {
        self.read_following(path.as_ref(), bytes_max, FollowSymlinks::No)
    }

    fn read_following(
        &self,
        path: &Path,
        bytes_max: u64,
        follow: FollowSymlinks,
    ) -> Result<Option<Vec<u8>>, FileFailure> {
        match self.at(path, |dir, path| read::read(dir, path, bytes_max, follow)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Obstacle::Missing) => Ok(None),
            Err(obstacle) => Err(obstacle.of(Deed::Read, path)),
        }
    }

    /// The text of a file as [`Root::read`] gives it.
    ///
    /// # Errors
    /// As [`Root::read`], and when it is not UTF-8.
    pub fn read_text(&self, path: impl AsRef<Path>, bytes_max: u64) -> Result<Option<String>, FileFailure> {
        let path = path.as_ref();
        let Some(bytes) = self.read(path, bytes_max)? else { return Ok(None) };
        String::from_utf8(bytes).map(Some).map_err(|_| {
            let what = format!("{} cannot be read: it is not UTF-8", path.display());
            FileFailure::new(FailureKind::Broken, what).hint("save it as UTF-8 first")
        })
    }

    /// Opens a regular file of at most so many bytes, to be read piece by piece; `None` where there is none.
    ///
    /// # Errors
    /// As [`Root::read`].
    pub fn open(&self, path: impl AsRef<Path>, bytes_max: u64) -> Result<Option<Regular>, FileFailure> {
        self.open_following(path.as_ref(), bytes_max, FollowSymlinks::Yes)
    }

    /// The same, where the path itself must be no link.
    ///
    /// # Errors
    /// As [`Root::read_unlinked`].
    pub fn open_unlinked(&self, path: impl AsRef<Path>, bytes_max: u64) -> Result<Option<Regular>, FileFailure> {
        self.open_following(path.as_ref(), bytes_max, FollowSymlinks::No)
    }

    fn open_following(
        &self,
        path: &Path,
        bytes_max: u64,
        follow: FollowSymlinks,
    ) -> Result<Option<Regular>, FileFailure> {
        match self.at(path, |dir, path| read::open(dir, path, bytes_max, follow)) {
            Ok(file) => Ok(Some(file)),
            Err(Obstacle::Missing) => Ok(None),
            Err(obstacle) => Err(obstacle.of(Deed::Read, path)),
        }
    }

    /// The names in a folder, in alphabetical order, as far as they are text; none where it cannot be read.
    pub fn names(&self, folder: impl AsRef<Path>) -> Vec<String> {
        self.all_names(folder).unwrap_or_default()
    }

    /// The same for those who must not miss one; none where there is no folder.
    ///
    /// # Errors
    /// When the folder cannot be read to its end.
    pub fn all_names(&self, folder: impl AsRef<Path>) -> Result<Vec<String>, FileFailure> {
        let folder = folder.as_ref();
        let names = self.at(folder, |dir, path| {
            let mut names = Vec::new();
            for entry in dir.read_dir(path)?.take(NAMES_MAX) {
                names.extend(entry?.file_name().into_string().ok());
            }
            Ok(names)
        });
        match names {
            Ok(mut names) => {
                names.sort();
                Ok(names)
            }
            Err(Obstacle::Missing) => Ok(Vec::new()),
            Err(obstacle) => Err(obstacle.of(Deed::Read, folder)),
        }
    }

    /// The bytes of a file, or the entries of a folder with what they are; links in it are what they are.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn entries(&self, folder: impl AsRef<Path>) -> Result<Vec<Entry>, FileFailure> {
        let folder = folder.as_ref();
        let entries = self.at(folder, |dir, path| {
            let entries = dir.read_dir(path)?.flatten().filter_map(|entry| {
                let is_folder = entry.file_type().ok()?.is_dir();
                let modified = entry.metadata().ok().and_then(|meta| meta.modified().ok());
                let modified = modified.map(cap_std::time::SystemTime::into_std);
                Some(Entry { name: entry.file_name().to_string_lossy().into_owned(), is_folder, modified })
            });
            Ok(entries.collect())
        });
        entries.map_err(|obstacle| obstacle.of(Deed::Read, folder))
    }

    /// The real path of a folder or file, for libraries that open paths themselves, after the look that it lies inside or
    /// where a person allowed it; `None` where there is nothing.
    ///
    /// # Errors
    /// When it leads out of the folder.
    pub fn real_path(&self, path: impl AsRef<Path>) -> Result<Option<PathBuf>, FileFailure> {
        if self.kind(path.as_ref())?.is_none() {
            return Ok(None);
        }
        let full = self.path().join(path);
        Ok(Some(std::fs::canonicalize(&full).unwrap_or(full)))
    }

    /// Does something by a handle and a path from there: that of this folder, or of a place that a person allowed.
    pub(crate) fn at<T>(&self, path: &Path, act: impl Fn(&Dir, &Path) -> Result<T, Obstacle>) -> Result<T, Obstacle> {
        match self.inside(path) {
            Some(inside) => match act(self.dir()?, &inside) {
                Err(Obstacle::Escape) => self.behind_link(path, &act),
                done => done,
            },
            None => match self.inner.outside.holding(&absolute(&self.path().join(path))) {
                Some((place, rest)) => act_at(&place, &rest, &act),
                None => Err(Obstacle::Outside(Box::new(self.refusal(path, None)))),
            },
        }
    }

    /// Does something with the file that a link leads to, where a person allowed that.
    fn behind_link<T>(&self, path: &Path, act: &impl Fn(&Dir, &Path) -> Result<T, Obstacle>) -> Result<T, Obstacle> {
        let full = self.path().join(path);
        let real = std::fs::canonicalize(&full).or_else(|error| match (full.parent(), full.file_name()) {
            (Some(folder), Some(name)) => Ok(std::fs::canonicalize(folder)?.join(name)),
            _ => Err(error),
        });
        // A link by the whole path may lead inside all the same.
        let own = std::fs::canonicalize(self.path())?;
        if let Some(inside) = real.as_ref().ok().and_then(|real| real.strip_prefix(&own).ok()) {
            let inside = if inside.as_os_str().is_empty() { Path::new(".") } else { inside };
            return match act(self.dir()?, inside) {
                Err(Obstacle::Escape) => Err(Obstacle::Outside(Box::new(self.refusal(path, None)))),
                done => done,
            };
        }
        match real.as_ref().ok().and_then(|real| self.inner.outside.holding(real)) {
            Some((place, rest)) => act_at(&place, &rest, act),
            None => Err(Obstacle::Outside(Box::new(self.refusal(path, real.ok().as_deref())))),
        }
    }

    /// A path from this folder on; `None` where its parts alone lead out.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let whole = absolute(&self.path().join(path));
        let rest = whole.strip_prefix(self.path()).ok()?;
        let inside = if path.is_absolute() { rest } else { path };
        Some(if inside.as_os_str().is_empty() { PathBuf::from(".") } else { inside.to_owned() })
    }

    /// Why a path is not opened, and what a person has to type to have it opened.
    fn refusal(&self, path: &Path, real: Option<&Path>) -> FileFailure {
        let (what, place) = match real {
            Some(real) => ("a link leads out of the folder there", real.to_owned()),
            None => ("leads out of the folder", absolute(&self.path().join(path))),
        };
        let (shown, place) = (path.display(), quoted(&place));
        let what = match real {
            Some(_) => format!("{shown} is not opened: {what}"),
            None => format!("{shown} is not opened: it {what}"),
        };
        FileFailure::new(FailureKind::Refused, what)
            .hint(format!("where you trust these files, allow it for one run: {ALLOW_FLAG} {place}"))
            .hint(format!("where nobody types, as in CI, set {ALLOW_VARIABLE}={place}"))
    }

    pub(crate) fn dir(&self) -> Result<&Dir, Obstacle> {
        match self.inner.dir.get() {
            Some(dir) => Ok(dir),
            None => {
                let dir = Dir::open_ambient_dir(self.path(), ambient_authority())?;
                Ok(self.inner.dir.get_or_init(|| dir))
            }
        }
    }

    /// Makes this folder, with those above it, where it is not there.
    pub(crate) fn make(&self) -> Result<(), Obstacle> {
        if matches!(self.dir(), Err(Obstacle::Missing)) {
            Dir::create_ambient_dir_all(self.path(), ambient_authority())?;
        }
        self.dir().map(|_| ())
    }

    /// Refuses a local folder that is a link: what is made for this machine stays on it.
    pub(crate) fn check_local(&self) -> Result<(), Obstacle> {
        let meta = match self.dir()?.symlink_metadata(LOCAL_FOLDER) {
            Ok(meta) => meta,
            Err(error) => match Obstacle::from(error) {
                Obstacle::Missing => return Ok(()),
                obstacle => return Err(obstacle),
            },
        };
        if !meta.is_symlink() {
            return Ok(());
        }
        let what = format!("{LOCAL_FOLDER} is a link, and nothing is read or written behind it");
        let failure = FileFailure::new(FailureKind::Refused, what).hint("remove the link; it is no part of your files");
        Err(Obstacle::Outside(Box::new(failure)))
    }

    /// Looks that the folder of what is made for this machine is no link.
    ///
    /// # Errors
    /// When it is one.
    pub fn check_local_folder(&self) -> Result<(), FileFailure> {
        match self.check_local() {
            Ok(()) | Err(Obstacle::Missing) => Ok(()),
            Err(obstacle) => Err(obstacle.of(Deed::Read, Path::new(LOCAL_FOLDER))),
        }
    }

    /// Makes a folder of what is made for this machine, and keeps that out of the user's git.
    ///
    /// # Errors
    /// When it cannot be made, or is a link.
    pub fn make_local(&self, folder: impl AsRef<Path>) -> Result<(), FileFailure> {
        self.try_make_local(folder.as_ref()).map_err(|obstacle| obstacle.of(Deed::Write, folder.as_ref()))
    }

    pub(crate) fn try_make_local(&self, folder: &Path) -> Result<(), Obstacle> {
        self.make()?;
        self.check_local()?;
        let dir = self.dir()?;
        crate::writing::make_folder(dir, folder)?;
        let local = dir.open_dir(LOCAL_FOLDER)?;
        if local.symlink_metadata(IGNORE).is_ok() {
            return Ok(());
        }
        // Whole or not at all: an empty one would keep nothing out.
        let mut draft = Draft::new(&local)?;
        draft.fill(b"*\n", None)?;
        draft.place_once(Path::new(IGNORE))?;
        Ok(())
    }

    /// Makes a file that must not be there yet.
    ///
    /// # Errors
    /// When it is there, leads out of the folder, or cannot be made.
    pub fn create_new(&self, path: impl AsRef<Path>) -> std::io::Result<File> {
        let made = self.at(path.as_ref(), |dir, path| {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).follow(FollowSymlinks::No);
            Ok(dir.open_with(path, &options)?.into_std())
        });
        made.map_err(into_io)
    }

    /// Makes a file that nobody but this user may read, whole or not at all; `false` where one is there already, which
    /// stays as it is.
    ///
    /// # Errors
    /// When it leads out of the folder or cannot be made.
    pub fn create_private(&self, path: impl AsRef<Path>, bytes: &[u8]) -> std::io::Result<bool> {
        let made = self.at(path.as_ref(), |dir, path| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let name = path.file_name().ok_or(Obstacle::Special("a folder"))?;
            let dir = dir.open_dir(folder)?;
            draft::sweep(&dir);
            let mut draft = Draft::private(&dir)?;
            draft.fill(bytes, None)?;
            Ok(draft.place_once(Path::new(name))?)
        });
        made.map_err(into_io)
    }

    /// Opens the file of a lock, and makes it where it is not there. It is never read.
    ///
    /// # Errors
    /// When it cannot be made, or is no regular file.
    pub fn lock_file(&self, path: impl AsRef<Path>) -> std::io::Result<File> {
        self.at(path.as_ref(), crate::writing::lock_file).map_err(into_io)
    }

    /// Moves a file over another one, both right in the same folder.
    ///
    /// # Errors
    /// When the system cannot.
    pub fn rename(&self, folder: impl AsRef<Path>, from: &str, to: &str) -> std::io::Result<()> {
        let done = self.at(folder.as_ref(), |dir, folder| {
            let dir = dir.open_dir(folder)?;
            Ok(dir.rename(from, &dir, to)?)
        });
        done.map_err(into_io)
    }

    /// Removes a file; a link is removed, not what it leads to.
    ///
    /// # Errors
    /// When the system cannot.
    pub fn remove(&self, path: impl AsRef<Path>) -> std::io::Result<()> {
        self.at(path.as_ref(), |dir, path| Ok(dir.remove_file(path)?)).map_err(into_io)
    }

    /// Removes drafts that runs left in a folder which ended early. What cannot be removed stays.
    pub fn sweep(&self, folder: impl AsRef<Path>) {
        let folder = folder.as_ref();
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = self.at(folder, |dir, path| {
            draft::sweep(&dir.open_dir(path)?);
            Ok(())
        });
    }

    /// Has new names of a folder outlast a power cut, where the system can.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn sync(&self, folder: impl AsRef<Path>) -> std::io::Result<()> {
        self.at(folder.as_ref(), |dir, folder| Ok(draft::sync_folder(&dir.open_dir(folder)?)?)).map_err(into_io)
    }
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, with replacements for what is no text.
    pub name: String,
    /// Whether it is a folder, and no link to one.
    pub is_folder: bool,
    /// When it changed last, where the system says.
    pub modified: Option<std::time::SystemTime>,
}

/// As an error of the system, for those who know what they wrote.
fn into_io(obstacle: Obstacle) -> std::io::Error {
    match obstacle {
        Obstacle::Io(error) => error,
        Obstacle::Missing => std::io::ErrorKind::NotFound.into(),
        Obstacle::Outside(failure) => std::io::Error::other(failure.what),
        obstacle => std::io::Error::other(obstacle.of(Deed::Write, Path::new("it")).what),
    }
}

/// Does something at a place that a person allowed: a folder, or a file of which the folder is opened.
fn act_at<T>(place: &Path, rest: &Path, act: &impl Fn(&Dir, &Path) -> Result<T, Obstacle>) -> Result<T, Obstacle> {
    let real = std::fs::canonicalize(place)?;
    if !rest.as_os_str().is_empty() {
        return act(&Dir::open_ambient_dir(&real, ambient_authority())?, rest);
    }
    match (real.is_dir(), real.parent(), real.file_name()) {
        (false, Some(folder), Some(name)) => act(&Dir::open_ambient_dir(folder, ambient_authority())?, Path::new(name)),
        _ => act(&Dir::open_ambient_dir(&real, ambient_authority())?, Path::new(".")),
    }
}
