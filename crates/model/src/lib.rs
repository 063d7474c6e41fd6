//! The model: the organization as written, the vocabulary of facts, and the words a verdict uses for what would
//! alter it.
//!
//! 1. [`org`] reads TOML files into an [`org::Org`] and reports what it could not understand.
//! 2. [`config`] reads `onethread.toml`: the sources of evidence and the settings of the review.
//! 3. [`agreement`] reads `agreement.toml`: what is agreed about people.
//! 4. [`facts`] says what evidence can hold, and gives it back as it was known on a day.
//! 5. [`change`] names what would alter a verdict.
//! 6. [`mod@edit`] writes into an organization file, and leaves every other line as it was.
//!
//! This crate does no IO: files come in as text and leave as values.

pub mod agreement;
mod as_text;
pub mod change;
pub mod config;
pub mod day;
pub mod diagnostic;
pub mod edit;
pub mod facts;
pub mod fields;
pub mod ids;
pub mod limits;
pub mod near_names;
pub mod org;
pub mod record;
mod recover;
pub mod reference;
pub mod share;
pub mod source;

pub use change::Change;
pub use day::Day;
