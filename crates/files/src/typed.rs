//! Paths that a person typed.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::draft;
use crate::failure::{Deed, FailureKind, FileFailure, Obstacle};
use crate::outside::{ALLOW_FLAG, Outside, absolute, quoted};
use crate::read::Regular;
use crate::root::{LOCAL_FOLDER, Root};
use crate::writing;

/// What marks the top of a tree that others may have written into.
const MARKS: [&str; 2] = [".git", "onethread.toml"];

/// A path that a person typed. It may lie anywhere; but where it lies in a tree, such as a checkout, links of that tree
/// do not lead it out: the person typed the path, and others may have put the link there.
#[derive(Clone, Debug)]
pub struct Typed {
    shown: PathBuf,
    root: Root,
    path: PathBuf,
}

impl Typed {
    /// The path, with what else may be opened from its tree.
    ///
    /// # Errors
    /// When a link of a tree leads it out of that.
    pub fn new(path: &Path, outside: &Outside) -> Result<Typed, FileFailure> {
        let whole = absolute(path);
        let is_top = |folder: &&Path| MARKS.iter().any(|mark| folder.join(mark).exists());
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        let mut tops = whole.ancestors().skip(1).filter(is_top);
        let Some(top) = tops.next() else {
            let beside = || Some(real(whole.parent()?)?.join(whole.file_name()?));
            let real = real(&whole).or_else(beside).unwrap_or(whole);
            let (folder, name) = (real.parent().unwrap_or(&real), real.file_name().unwrap_or_default());
            let name = if name.is_empty() { PathBuf::from(".") } else { PathBuf::from(name) };
            return Ok(Typed { shown: path.to_owned(), root: Root::new(folder, outside.clone()), path: name });
        };
        let real_top = real(top).unwrap_or_else(|| top.to_owned());
        let stays = |above: &Path| real(above).is_none_or(|above| real_top.starts_with(above));
        if !tops.all(stays) && outside.holding(&real_top).is_none() {
            let what = format!("{} is not opened: a link leads out of its tree there", path.display());
            let hint = format!("name the place itself, or allow it: {ALLOW_FLAG} {}", quoted(&real_top));
            return Err(FileFailure::new(FailureKind::Refused, what).hint(hint));
        }
        let inside = whole.strip_prefix(top).unwrap_or(&whole).to_owned();
        Ok(Typed { shown: path.to_owned(), root: Root::new(top, outside.clone()), path: inside })
    }

    /// A path below this one, which is a folder.
    #[must_use]
    pub fn join(&self, name: &str) -> Typed {
        Typed { shown: self.shown.join(name), root: self.root.clone(), path: self.path.join(name) }
    }

    /// The path as it was typed.
    pub fn shown(&self) -> &Path {
        &self.shown
    }

    /// Keeps the program's own folder out of the user's git, where this is a folder in it.
    ///
    /// # Errors
    /// When the file that says so cannot be written.
    pub fn keep_out_of_git(&self) -> Result<(), FileFailure> {
        let Some(own) = self.path.ancestors().find(|folder| folder.ends_with(LOCAL_FOLDER)) else { return Ok(()) };
        let path = own.join(".gitignore");
        let file = match self.root.create_new(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
            made => made.and_then(|mut file| file.write_all(b"*\n")),
        };
        file.map_err(|error| Obstacle::from(error).of(Deed::Write, &path))
    }

    /// The folder that it is opened from, and the path from there.
    pub fn place(&self) -> (&Root, &Path) {
        (&self.root, &self.path)
    }

    /// The bytes of the regular file there; `None` where there is none.
    ///
    /// # Errors
    /// As [`Root::read`].
    pub fn read(&self, bytes_max: u64) -> Result<Option<Vec<u8>>, FileFailure> {
        self.root.read(&self.path, bytes_max).map_err(|failure| self.named(failure))
    }

    /// Opens the regular file there; `None` where there is none.
    ///
    /// # Errors
    /// As [`Root::open`].
    pub fn open(&self, bytes_max: u64) -> Result<Option<Regular>, FileFailure> {
        self.root.open(&self.path, bytes_max).map_err(|failure| self.named(failure))
    }

    /// The name beside it that is nearest to what was typed is among these.
    pub fn siblings(&self) -> Vec<String> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.root.names(folder)
    }

    /// Makes the folder there, with those above it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_folder(&self) -> Result<(), FileFailure> {
        let made = self.root.make().and_then(|()| self.root.at(&self.path, writing::make_folder));
        made.map_err(|obstacle| {
            let why = match obstacle {
                Obstacle::Outside(failure) => return *failure,
                Obstacle::Io(error) => error.to_string(),
                obstacle => obstacle.of(Deed::Write, &self.shown).what,
            };
            FileFailure::new(FailureKind::Refused, format!("the folder {} cannot be made: {why}", self.shown.display()))
                .hint("name a folder in a place that may be written")
        })
    }

    /// Writes a file there, which is then whole: it is made beside its place under another name, and moved there when all
    /// of it is on disk. A pipe or a device takes what it is given. Drafts of runs that ended early are removed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, bytes: &[u8]) -> Result<(), FileFailure> {
        self.put(None, bytes)
    }

    /// Writes a file there as [`Typed::write`] does, where it still is what was read: these bytes, or nothing at all.
    ///
    /// # Errors
    /// That it changed in the meantime, which is a conflict, or that it cannot be written.
    pub fn replace(&self, read: Option<&[u8]>, bytes: &[u8]) -> Result<(), FileFailure> {
        self.put(Some(read), bytes)
    }

    fn put(&self, read: Option<Option<&[u8]>>, bytes: &[u8]) -> Result<(), FileFailure> {
        let full = self.root.path().join(&self.path);
        let kind = self.root.kind(&self.path).map_err(|failure| self.named(failure))?;
        if kind == Some(crate::read::FileKind::Special) {
            return feed(&full, bytes).map_err(|error| Obstacle::Io(error).of(Deed::Write, &self.shown));
        }
        let done = self.root.at(&self.path, |dir, path| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            draft::sweep(&dir.open_dir(folder)?);
            writing::replace(dir, path, read, bytes)
        });
        done.map_err(|obstacle| match obstacle {
            Obstacle::Missing => {
                let what = format!("{} cannot be written: there is no such folder", self.shown.display());
                FileFailure::new(FailureKind::NotFound, what).hint("name a file in a folder that is there")
            }
            obstacle => obstacle.of(Deed::Write, &self.shown),
        })
    }

    /// Adds to the end of a file there, which is made where there is none.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn append(&self, bytes: &[u8]) -> Result<(), FileFailure> {
        let full = self.root.path().join(&self.path);
        let added = OpenOptions::new().create(true).append(true).open(full).and_then(|mut file| file.write_all(bytes));
        added.map_err(|error| Obstacle::from(error).of(Deed::Write, &self.shown))
    }

    /// With the path as it was typed.
    fn named(&self, mut failure: FileFailure) -> FileFailure {
        let (inside, shown) = (self.path.display().to_string(), self.shown.display().to_string());
        if failure.what.starts_with(&inside) {
            failure.what.replace_range(..inside.len(), &shown);
        }
        failure
    }
}

/// Gives bytes to a pipe or a device. One that nobody reads is an error, and nothing that is waited for.
fn feed(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    #[cfg(unix)]
    let _reader = {
        use std::os::unix::fs::OpenOptionsExt;
        OpenOptions::new().write(true).custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed()).open(path)?
    };
    OpenOptions::new().write(true).open(path)?.write_all(bytes)
}
