//! The store: what an import made of a source, kept under `.onethread/evidence/<source>/` so that the next run reads
//! facts and not the source.
//!
//! 1. [`settings`] says in one hash what an import depends on besides the files: a change means another import.
//! 2. [`input`] reads a file and hashes it on the way; [`segment`] writes rows as Parquet, [`read`] reads them back and
//!    trusts nothing.
//! 3. [`manifest`] names the segments of a source with their checksums, and what became of every record.
//! 4. [`disk`] replaces files whole or not at all; [`source`] puts it all together for one source, and
//!    [`history`] for one repository.
//!
//! The store never decides what is true: whatever is wrong with it, the source is imported again.

mod disk;
mod history;
mod input;
mod manifest;
mod read;
mod segment;
mod settings;
mod source;
#[cfg(test)]
mod tests;
mod thrift;

use onethread_files::Root;
use onethread_model::Day;
use onethread_model::facts::{FactKind, Facts, SourceReport};

pub(crate) use history::HistoryState;
pub(crate) use input::Input;
pub(crate) use manifest::Resume;
pub(crate) use source::{Loaded, SourceStore};

/// Bytes of source files below which a source is not stored: reading it again costs less than a folder of files.
///
/// `docs/decisions/evidence-store.md` has the measurements.
pub const STORED_FROM_BYTES: u64 = 1 << 20;

/// Segments of a file that make the next import write them as one.
const SEGMENTS_MAX: usize = 8;

/// Reads bytes as a segment that should hold this many rows of this table, as the store does, and gives the rows.
///
/// # Errors
/// Why they are none, as a clause.
pub fn read_segment(bytes: Vec<u8>, table: FactKind, rows: u64) -> Result<Facts, String> {
    let mut facts = Facts::default();
    facts.sources.push(SourceReport::default());
    source::load_segment(bytes::Bytes::from(bytes), table, rows, 0, &mut facts)?;
    Ok(facts)
}

/// Where facts are kept between runs.
#[derive(Clone, Debug)]
pub struct Store {
    root: Root,
    today: Day,
    from_bytes: u64,
}

impl Store {
    /// The store of the folder of `onethread.toml`. Nothing is read or written yet.
    ///
    /// `today` is kept as the day of imports.
    pub fn new(root: &Root, today: Day) -> Store {
        Store { root: root.clone(), today, from_bytes: STORED_FROM_BYTES }
    }

    /// The same store, for sources whose files hold at least this many bytes.
    #[must_use]
    pub fn for_sources_from(self, bytes: u64) -> Store {
        Store { from_bytes: bytes, ..self }
    }
}

/// Where the facts of each file came from, in the order of [`Facts::sources`](onethread_model::facts::Facts::sources).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreState {
    /// One for each file.
    pub files: Vec<FileState>,
}

/// Where the facts of a file came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// They were read from the file and are not kept.
    InMemory {
        /// Why not, as a clause.
        why: String,
    },
    /// They are kept in the store.
    Stored(StoredState),
}

/// What the store keeps of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredState {
    /// How much of the file this run had to read.
    pub work: Work,
    /// The day of the import that read the file last.
    pub imported: Day,
    /// Number of segments.
    pub segments: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Their folder, relative to the root, with `/` between parts.
    pub folder: String,
}

/// How much of a file a run had to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Nothing: all facts come from the store.
    None,
    /// What was added to its end.
    Tail,
    /// All of it.
    Whole,
}
