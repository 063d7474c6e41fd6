//! Lines for a terminal, 60 to 120 columns, good without color.

mod evidence;
mod markdown;
pub(crate) mod paint;
#[cfg(test)]
mod tests;

pub use evidence::{Kept, SourceEvidence, evidence};
pub use markdown::markdown;
