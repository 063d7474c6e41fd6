//! The review as text for a terminal, 80 to 120 columns, good without color.

mod evidence;
mod head;
mod initiative;
mod markdown;
mod paint;
mod portfolio;

pub use evidence::evidence;
pub use initiative::initiative;
pub use markdown::markdown;
pub use portfolio::{Detail, portfolio};
