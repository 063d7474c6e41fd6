//! The one way to files.
//!
//! 1. A [`Root`] is a folder that paths are opened from, by its handle: what a link, a `..` or an absolute path leads out
//!    of it is refused, unless a person allowed the place ([`Outside`]). The tree can ask for it, never permit it.
//! 2. Everything that is read is a regular file of at most so many bytes ([`Root::read`], [`Root::open`]). Pipes, devices
//!    and sockets are refused by name, and so is a file that does not keep still; nothing waits for them.
//! 3. Everything that is written into the tree is written under the lock of the folder ([`Writing`]), as a draft that is
//!    synced and renamed, and only where the file is still what was read.
//! 4. A path that a person typed is a [`Typed`]: it may lie anywhere, but no link of a tree leads it elsewhere.
//!
//! What is in the way is a [`FileFailure`]: of which kind, what, and what helps. Nothing here prints.

mod draft;
mod failure;
mod outside;
mod read;
mod root;
mod typed;
mod walk;
mod writing;

pub use draft::is_draft;
pub use failure::{FailureKind, FileFailure};
pub use outside::{ALLOW_FLAG, ALLOW_VARIABLE, Outside, absolute, quoted, relative, repository_around};
pub use read::{FileKind, FileMark, Regular};
pub use root::{Entry, LOCAL_FOLDER, Root};
pub use typed::Typed;
pub use walk::{WalkLimit, WalkLimits, Walked};
pub use writing::{Edited, Staged, Writing};
