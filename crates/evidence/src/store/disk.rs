//! Files of the store, replaced whole or not at all.

use std::fs::{File, TryLockError};
use std::io::{self, BufWriter, Write};

use onethread_files::{FailureKind, FileFailure, LOCAL_FOLDER, Regular, Root};
use sha2::{Digest, Sha256};

use super::input::hex;
use super::manifest::Segment;

pub(super) const MANIFEST: &str = "manifest.json";
/// The manifest before that one.
pub(super) const PREVIOUS: &str = "manifest.previous.json";
const LOCK: &str = "lock";
const DRAFT: &str = ".tmp";

/// The folder of a source, relative to the root, with `/` between parts.
pub(super) fn folder(source: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let name = if !source.is_empty() && source.len() <= 48 && source.chars().all(is_plain) && !is_device(source) {
        source.to_owned()
    } else {
        // A name may be anything, and file systems that ignore case would take two for one.
        let plain: String = source.chars().filter(|c| is_plain(*c)).take(24).collect();
        let hash = hex(&Sha256::digest(source));
        format!("{plain}+{}", hash.get(..16).unwrap_or_default())
    };
    format!("{LOCAL_FOLDER}/evidence/{name}")
}

/// Names that one system keeps for devices in every folder.
fn is_device(name: &str) -> bool {
    let numbered = |start: &str| name.strip_prefix(start).is_some_and(|rest| rest.len() == 1);
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Refuses folders of the store that are links, which would lead the store elsewhere.
///
/// # Errors
/// A clause that names the link.
pub(super) fn check_links(root: &Root, folder: &str) -> Result<(), String> {
    let mut shown = String::new();
    for part in folder.split('/') {
        shown = if shown.is_empty() { part.to_owned() } else { format!("{shown}/{part}") };
        if root.is_link(&shown) {
            return Err(format!("`{shown}` is a link"));
        }
    }
    Ok(())
}

/// Reads a whole file of the store of at most this many bytes; `None` when there is none.
///
/// # Errors
/// When it cannot be read, is no regular file, or is larger.
pub(super) fn read_limited(root: &Root, folder: &str, name: &str, bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    limited(root, folder, name, |path| root.read_unlinked(path, bytes_max))
}

/// Opens a file of the store of at most this many bytes; `None` when there is none.
///
/// # Errors
/// As [`read_limited`].
pub(super) fn open_limited(root: &Root, folder: &str, name: &str, bytes_max: u64) -> io::Result<Option<Regular>> {
    limited(root, folder, name, |path| root.open_unlinked(path, bytes_max))
}

fn limited<T>(
    root: &Root,
    folder: &str,
    name: &str,
    act: impl FnOnce(&str) -> Result<Option<T>, FileFailure>,
) -> io::Result<Option<T>> {
    let path = format!("{folder}/{name}");
    // Where a file stands in place of the folder, nothing is stored.
    if root.has_file(LOCAL_FOLDER) {
        return Ok(None);
    }
    act(&path).map_err(|failure| {
        let why = failure.what.strip_prefix(&format!("{path} cannot be read: ")).unwrap_or(&failure.what).to_owned();
        let is_denied = failure.kind == FailureKind::Refused && why.contains("denied");
        io::Error::new(if is_denied { io::ErrorKind::PermissionDenied } else { io::ErrorKind::Other }, why)
    })
}

/// The right to write the folder of a source. It ends with the process, however that ends.
pub(super) struct Writing {
    root: Root,
    folder: String,
    next: u64,
    lock: Option<File>,
}

impl Writing {
    /// Makes the folder and takes the right to write it.
    ///
    /// # Errors
    /// When it cannot be written, or another process has the right; a clause says which.
    pub(super) fn begin(root: &Root, folder: &str) -> Result<Writing, String> {
        check_links(root, folder)?;
        let cannot = |why: String| format!("`{folder}` cannot be written: {why}");
        root.make_local(folder).map_err(|failure| cannot(failure.what))?;
        let lock = root.lock_file(format!("{folder}/{LOCK}")).map_err(|error| cannot(error.to_string()))?;
        let lock = match lock.try_lock() {
            Ok(()) => Some(lock),
            Err(TryLockError::WouldBlock) => return Err("another run is writing it".to_owned()),
            // Where files cannot be locked, the last writer wins: names are unique, and readers check what they read.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => None,
            Err(TryLockError::Error(error)) => return Err(cannot(error.to_string())),
        };
        let numbers = root.names(folder).iter().filter_map(|name| segment_number(name)).max();
        let next = numbers.unwrap_or(0).saturating_add(1);
        Ok(Writing { root: root.clone(), folder: folder.to_owned(), next, lock })
    }

    /// Writes a segment: `write` gets the file, and gives it back.
    ///
    /// # Errors
    /// When it cannot be written; then no file of that name is left.
    pub(super) fn segment(
        &mut self,
        table: &str,
        rows: u64,
        write: impl FnOnce(Hashing) -> io::Result<Hashing>,
    ) -> io::Result<Segment> {
        let draft = Draft::new(self, "segment")?;
        let file = draft.create()?;
        let hashing = write(Hashing { file: BufWriter::new(file), hash: Sha256::new(), bytes: 0 })?;
        let sha256 = hex(&hashing.hash.finalize());
        let file = hashing.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let segment = Segment { number: self.next, table: table.to_owned(), rows, bytes: hashing.bytes, sha256 };
        draft.place(&segment.file_name())?;
        self.next += 1;
        Ok(segment)
    }

    /// Replaces a file, whole or not at all, and for good.
    ///
    /// # Errors
    /// When it cannot be written; then the file is what it was.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // What the new file speaks of must outlast a power cut as well, and so comes before it.
        self.root.sync(&self.folder)?;
        let draft = Draft::new(self, "manifest")?;
        let mut file = draft.create()?;
        file.write_all(bytes)?;
        file.sync_all()?;
        draft.place(name)?;
        self.root.sync(&self.folder)
    }

    /// Removes segments that nobody names, and drafts of runs that ended early. Nothing else is touched.
    pub(super) fn clean(&self, named: &[String]) {
        for name in leftovers(&self.root, &self.folder, named) {
            // The next run tries again.
            let _ = self.root.remove(format!("{}/{name}", self.folder));
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

/// Files of the store in a folder that no manifest names.
pub(super) fn leftovers(root: &Root, folder: &str, named: &[String]) -> Vec<String> {
    let is_draft =
        |name: &str| name.ends_with(DRAFT) && (name.starts_with("segment.") || name.starts_with("manifest."));
    let is_left = |name: &String| is_draft(name) || (segment_number(name).is_some() && !named.contains(name));
    root.names(folder).into_iter().filter(is_left).collect()
}

/// The number of a segment, when a file has the name of one.
fn segment_number(name: &str) -> Option<u64> {
    let (number, hash) = name.strip_prefix("segment-")?.strip_suffix(".parquet")?.split_once('-')?;
    number.parse().ok().filter(|_| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A file that has no name yet. Unless it gets one, it goes.
struct Draft {
    root: Root,
    folder: String,
    name: String,
}

impl Draft {
    fn new(writing: &Writing, what: &str) -> io::Result<Draft> {
        let mut tag = [0; 8];
        getrandom::fill(&mut tag).map_err(|error| io::Error::other(error.to_string()))?;
        let name = format!("{what}.{}{DRAFT}", hex(&tag));
        Ok(Draft { root: writing.root.clone(), folder: writing.folder.clone(), name })
    }

    fn path(&self) -> String {
        format!("{}/{}", self.folder, self.name)
    }

    fn create(&self) -> io::Result<File> {
        self.root.create_new(self.path())
    }

    fn place(self, name: &str) -> io::Result<()> {
        self.root.rename(&self.folder, &self.name, name)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = self.root.remove(self.path());
    }
}

/// A file that is hashed as it is written.
pub(super) struct Hashing {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.file.write(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
