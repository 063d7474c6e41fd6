//! Step 3: what people and programs read.

pub mod ask;
pub mod charts;
pub mod diagnostics;
pub mod html;
pub mod inert;
pub mod json;
pub mod text;

use crate::review::Review;

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether escape codes for color may be used.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
}

/// Name of the organization: from its own files, else from the settings.
pub fn organization_name<'r>(review: &'r Review<'_>) -> Option<&'r str> {
    let inputs = review.world.inputs;
    inputs.org.name.as_ref().map(|name| name.value.as_str()).or(inputs.config.name.as_deref())
}
