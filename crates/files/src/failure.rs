//! What is in the way of a file.

use std::fmt;
use std::io;
use std::path::Path;

/// The kinds of what is in the way, for those who act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// There is no such thing.
    NotFound,
    /// It is not done: it leads out of the folder, is no regular file, is too large, or the system forbids it.
    Refused,
    /// It is not what was read any more.
    Conflict,
    /// Another run has the right to write.
    Busy,
    /// It cannot be read or written, or it is damaged.
    Broken,
}

impl FailureKind {
    /// The word for it in output.
    pub fn key(self) -> &'static str {
        match self {
            FailureKind::NotFound => "not-found",
            FailureKind::Refused => "refused",
            FailureKind::Conflict => "conflict",
            FailureKind::Busy => "busy",
            FailureKind::Broken => "broken",
        }
    }
}

/// Why something cannot be done with a file. Texts may hold names of files as they are on disk, which are not safe to
/// print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFailure {
    /// The kind of it.
    pub kind: FailureKind,
    /// What is wrong, as a clause without a full stop.
    pub what: String,
    /// What helps, each as a clause without a full stop; the best first.
    pub hints: Vec<String>,
    /// How many bytes the file holds, where these are more than the limit of whoever reads it.
    pub too_large: Option<u64>,
}

impl FileFailure {
    /// A failure without a hint so far.
    pub fn new(kind: FailureKind, what: impl Into<String>) -> FileFailure {
        FileFailure { kind, what: what.into(), hints: Vec::new(), too_large: None }
    }

    /// The same, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> FileFailure {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for FileFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.hints.iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}

impl std::error::Error for FileFailure {}

/// What is in the way, before it is said of which path.
#[derive(Debug)]
pub(crate) enum Obstacle {
    /// There is nothing.
    Missing,
    /// The path leads out of the folder that it was opened from.
    Escape,
    /// The path leads out of the folder, and nobody allowed it.
    Outside(Box<FileFailure>),
    /// It is no regular file but this.
    Special(&'static str),
    /// It holds this many bytes, where at most so many are read.
    TooLarge(u64, u64),
    /// It does not keep still.
    Changing,
    /// The system has something against it.
    Io(io::Error),
}

impl From<io::Error> for Obstacle {
    fn from(error: io::Error) -> Obstacle {
        match error.kind() {
            io::ErrorKind::NotFound => Obstacle::Missing,
            // Not the system's own "permission denied", which has a number.
            io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => Obstacle::Escape,
            _ => Obstacle::Io(error),
        }
    }
}

/// What was to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Read,
    Write,
}

impl Obstacle {
    /// Says it of a path.
    pub(crate) fn of(self, deed: Deed, path: &Path) -> FileFailure {
        let shown = path.display();
        let cannot = match deed {
            Deed::Read => "cannot be read",
            Deed::Write => "cannot be written",
        };
        let of_kind = |kind, why: &str| FileFailure::new(kind, format!("{shown} {cannot}: {why}"));
        match self {
            Obstacle::Missing => FileFailure::new(FailureKind::NotFound, format!("there is no file {shown}")),
            Obstacle::Outside(failure) => *failure,
            Obstacle::Escape => of_kind(FailureKind::Refused, "it leads out of its folder"),
            Obstacle::Special("a folder") => of_kind(FailureKind::Refused, "it is a folder").hint("name a file in it"),
            Obstacle::Special(what) => of_kind(FailureKind::Refused, &format!("it is {what}, and no regular file"))
                .hint("remove it, or put a regular file there"),
            Obstacle::TooLarge(bytes, bytes_max) => {
                let why = format!("it holds {bytes} bytes, more than the limit of {bytes_max}");
                let failure = FileFailure { too_large: Some(bytes), ..of_kind(FailureKind::Refused, &why) };
                failure.hint("split it, or take out what is not needed")
            }
            Obstacle::Changing => of_kind(FailureKind::Conflict, "it changes or grows while it is read")
                .hint("wait until it is written, or name a copy of it"),
            Obstacle::Io(error) => {
                let kind = match error.kind() {
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => FailureKind::Refused,
                    _ => FailureKind::Broken,
                };
                let help = match deed {
                    Deed::Read => "check that it may be read",
                    Deed::Write => "name a file in a folder that may be written",
                };
                of_kind(kind, &error.to_string()).hint(help)
            }
        }
    }
}
