//! Questions that people answer: a form of those that evidence leaves open, and what becomes of a filled one.
//!
//! 1. [`questions`] says what is asked about an initiative, and which edits write an answer down.
//! 2. [`form`](fn@form) gathers what is asked now: every blank of those edits is a row with a key that stays the same.
//! 3. [`take`] turns rows as people filled them into edits, and accounts for each row.
//!
//! Nothing here does IO. How a form looks in a file is decided by whoever writes it.

mod form;
mod questions;
mod take;
mod writing;
mod written;

pub use form::{FormBlank, FormOptions, FormQuestion, Questionnaire, ROLES, form};
pub use questions::{AskedQuestion, BLANK, questions};
pub use take::{Reply, ReplyOutcome, TakeOptions, Taken, TakenReply, WrittenCell, take};
pub use writing::{Said, attestation};
pub use written::{NOBODY_KNOWS_WORDS, expected, words_of};
