//! Evidence: reads the world's side into facts.
//!
//! [`gather`] takes the sources of `onethread.toml` in the order of their names. For each file it
//!
//! 1. opens the file, or says why it cannot;
//! 2. reads it as records, each with the line it starts at;
//! 3. finds the columns that the settings name;
//! 4. turns each record into facts, people becoming pseudonyms on the way, or says why it was left out;
//! 5. reports what became of every record.
//!
//! [`mod@spreadsheet`] reads a roster and a list of initiatives into what an organization's own files could say.
//!
//! [`text_diff`] says how two texts differ.
//!
//! Nothing here fails as a whole: a file that cannot be read is a diagnostic, a record that cannot be read is a reject,
//! and everything else still loads. E-mail addresses and times of day never pass this door.

mod csv_text;
mod files;
mod gather;
pub mod importers;
mod key;
pub mod limits;
mod people;
pub mod spreadsheet;
mod store;
pub mod text_diff;
pub mod tree;
mod yaml;

pub use gather::{Gathering, Progress, Reading, gather, gather_stored};
pub use key::{KeyOrigin, LocalKey, has_key, pseudonym_key};
pub use people::{People, Pseudonyms};
pub use store::{FileState, STORED_FROM_BYTES, Store, StoreState, StoredState, Work, read_segment};
