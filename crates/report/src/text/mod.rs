//! The review as text for a terminal, 60 to 120 columns, good without color.

mod changes;
mod evidence;
mod head;
mod initiative;
mod markdown;
pub(super) mod paint;
mod portfolio;
#[cfg(test)]
mod tests;
mod threats;
mod what_if;

pub use changes::{changes, history};
pub use evidence::{Kept, SourceEvidence, evidence};
pub use initiative::initiative;
pub use markdown::markdown;
pub use portfolio::{Detail, portfolio};
pub use threats::threats_of;
pub use what_if::what_if;
