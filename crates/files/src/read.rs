//! Reading: regular files, of at most so many bytes.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, SystemTime};

use cap_fs_ext::{FileTypeExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, Metadata, OpenOptions};

use crate::failure::Obstacle;

/// Times that a file is read before it is said not to keep still.
const TRIES_MAX: usize = 4;
/// What a person's editor takes to write a file in place.
const PAUSE: Duration = Duration::from_millis(15);

/// What lies at a path, after links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// Something else, which is neither read nor written.
    Special,
}

/// What tells one state of a file or folder from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileMark {
    /// What it is.
    pub kind: FileKind,
    /// The device that it is on, and its number there: another one after it was replaced.
    pub id: (u64, u64),
    bytes: u64,
    modified: Option<SystemTime>,
    /// Contents, name or owner, in seconds and nanoseconds; what tools that set `modified` back cannot hide.
    changed: Option<(i64, i64)>,
}

/// The mark of what lies somewhere.
pub(crate) fn mark(meta: &Metadata) -> FileMark {
    #[cfg(unix)]
    let changed = {
        use cap_std::fs::MetadataExt as _;
        Some((meta.ctime(), meta.ctime_nsec()))
    };
    #[cfg(not(unix))]
    let changed = None;
    let modified = meta.modified().ok().map(cap_std::time::SystemTime::into_std);
    let id = (MetadataExt::dev(meta), MetadataExt::ino(meta));
    FileMark { kind: kind(meta), id, bytes: meta.len(), modified, changed }
}

/// A regular file that was opened to be read.
#[derive(Debug)]
pub struct Regular {
    /// It, at its start.
    pub file: File,
    /// How many bytes it held when it was opened.
    pub bytes: u64,
}

/// What something is, if no regular file.
fn special(meta: &Metadata) -> Option<&'static str> {
    let kind = meta.file_type();
    if kind.is_file() {
        None
    } else if kind.is_dir() {
        Some("a folder")
    } else if kind.is_fifo() {
        Some("a named pipe")
    } else if kind.is_char_device() || kind.is_block_device() {
        Some("a device")
    } else if kind.is_socket() {
        Some("a socket")
    } else if kind.is_symlink() {
        Some("a link")
    } else {
        Some("something special")
    }
}

/// What a file is.
pub(crate) fn kind(meta: &Metadata) -> FileKind {
    match special(meta) {
        None => FileKind::File,
        Some("a folder") => FileKind::Folder,
        Some(_) => FileKind::Special,
    }
}

/// Opens a regular file of at most so many bytes. It is asked first, because opening some devices does something, and
/// again by its handle, because it may be another one by then; opening waits for nobody.
pub(crate) fn open(dir: &Dir, path: &Path, bytes_max: u64, follow: FollowSymlinks) -> Result<Regular, Obstacle> {
    let first = match follow {
        FollowSymlinks::Yes => dir.metadata(path)?,
        FollowSymlinks::No => dir.symlink_metadata(path)?,
    };
    if let Some(what) = special(&first) {
        return Err(Obstacle::Special(what));
    }
    let mut options = OpenOptions::new();
    options.read(true).nonblock(true).follow(follow);
    let file = dir.open_with(path, &options)?;
    let meta = file.metadata()?;
    match special(&meta) {
        Some(what) => Err(Obstacle::Special(what)),
        None if meta.len() > bytes_max => Err(Obstacle::TooLarge(meta.len(), bytes_max)),
        None => Ok(Regular { file: file.into_std(), bytes: meta.len() }),
    }
}

/// Reads a regular file of at most so many bytes. One that changes its size on the way is read again, a few times.
pub(crate) fn read(dir: &Dir, path: &Path, bytes_max: u64, follow: FollowSymlinks) -> Result<Vec<u8>, Obstacle> {
    for _ in 0..TRIES_MAX {
        let Regular { file, bytes } = open(dir, path, bytes_max, follow)?;
        let mut read = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default());
        // One byte more tells that it grew; more than that nobody wants.
        (&file).take(bytes + 1).read_to_end(&mut read)?;
        if read.len() as u64 == bytes && file.metadata()?.len() == bytes {
            return Ok(read);
        }
        std::thread::sleep(PAUSE);
    }
    Err(Obstacle::Changing)
}
