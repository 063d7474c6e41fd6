//! Files of the store, replaced whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::input::hex;
use super::{LOCAL_FOLDER, manifest::Segment};
use crate::key::ignore;

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
pub(super) fn check_links(root: &Path, folder: &str) -> Result<(), String> {
    let mut path = root.to_owned();
    let mut shown = String::new();
    for part in folder.split('/') {
        path.push(part);
        shown = if shown.is_empty() { part.to_owned() } else { format!("{shown}/{part}") };
        if fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink()) {
            return Err(format!("`{shown}` is a link"));
        }
    }
    Ok(())
}

/// Reads a whole file of at most this many bytes; `None` when there is none.
///
/// # Errors
/// When it cannot be read, is no regular file, or is larger.
pub(super) fn read_limited(path: &Path, bytes_max: u64) -> io::Result<Option<Vec<u8>>> {
    // Asking first keeps devices and pipes from being opened.
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    if !meta.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if meta.len() > bytes_max {
        return Err(io::Error::other(format!("it holds {} bytes, more than {bytes_max}", meta.len())));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or_default());
    File::open(path)?.take(bytes_max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bytes_max {
        return Err(io::Error::other(format!("it holds more than {bytes_max} bytes")));
    }
    Ok(Some(bytes))
}

/// The right to write the folder of a source. It ends with the process, however that ends.
pub(super) struct Writing {
    folder: PathBuf,
    next: u64,
    lock: Option<File>,
}

impl Writing {
    /// Makes the folder and takes the right to write it.
    ///
    /// # Errors
    /// When it cannot be written, or another process has the right; a clause says which.
    pub(super) fn begin(root: &Path, folder: &str) -> Result<Writing, String> {
        check_links(root, folder)?;
        let path = root.join(folder);
        let cannot = |error: io::Error| format!("`{folder}` cannot be written: {error}");
        fs::create_dir_all(&path).map_err(cannot)?;
        ignore(&root.join(LOCAL_FOLDER)).map_err(cannot)?;
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(path.join(LOCK)).map_err(cannot)?;
        let lock = match lock.try_lock() {
            Ok(()) => Some(lock),
            Err(TryLockError::WouldBlock) => return Err("another run is writing it".to_owned()),
            // Where files cannot be locked, the last writer wins: names are unique, and readers check what they read.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => None,
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        };
        let next = names(&path).iter().filter_map(|name| segment_number(name)).max().unwrap_or(0).saturating_add(1);
        Ok(Writing { folder: path, next, lock })
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
        let draft = Draft::new(&self.folder, "segment")?;
        let file = File::create_new(&draft.path)?;
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
        self.sync();
        let draft = Draft::new(&self.folder, "manifest")?;
        let mut file = File::create_new(&draft.path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        draft.place(name)?;
        self.sync();
        Ok(())
    }

    /// Removes segments that nobody names, and drafts of runs that ended early. Nothing else is touched.
    pub(super) fn clean(&self, named: &[String]) {
        for name in leftovers(&self.folder, named) {
            // The next run tries again.
            let _ = fs::remove_file(self.folder.join(name));
        }
    }

    /// Makes new names last through a power cut, where folders can be synced.
    fn sync(&self) {
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
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
pub(super) fn leftovers(folder: &Path, named: &[String]) -> Vec<String> {
    let is_draft =
        |name: &str| name.ends_with(DRAFT) && (name.starts_with("segment.") || name.starts_with("manifest."));
    let is_left = |name: &String| is_draft(name) || (segment_number(name).is_some() && !named.contains(name));
    names(folder).into_iter().filter(is_left).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// The number of a segment, when a file has the name of one.
fn segment_number(name: &str) -> Option<u64> {
    let (number, hash) = name.strip_prefix("segment-")?.strip_suffix(".parquet")?.split_once('-')?;
    number.parse().ok().filter(|_| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A file that has no name yet. Unless it gets one, it goes.
struct Draft {
    folder: PathBuf,
    path: PathBuf,
}

impl Draft {
    fn new(folder: &Path, what: &str) -> io::Result<Draft> {
        let mut tag = [0; 8];
        getrandom::fill(&mut tag).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Draft { folder: folder.to_owned(), path: folder.join(format!("{what}.{}{DRAFT}", hex(&tag))) })
    }

    fn place(self, name: &str) -> io::Result<()> {
        fs::rename(&self.path, self.folder.join(name))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = fs::remove_file(&self.path);
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
