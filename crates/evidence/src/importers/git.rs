//! Git histories: what landed, when, by whom, and what it touched.
//!
//! [`history`] mines one repository without running anything in it; [`facts`] turns what it found into facts.

mod changes;
mod commit;
mod history;
pub mod limits;
mod lines;
mod objects;
mod people;
mod references;
mod walk;

pub use changes::Touch;
pub use commit::{RawCommit, Signature, day_of, trailers};
pub use history::{Change, History, Refused, Repository, Wishes};
pub use objects::Fault;
pub use people::{BOTS, Bots, Identity, Mailmap, co_authors};
pub use references::{Patterns, pull_request};
pub use walk::Walked;
