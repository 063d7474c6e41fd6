//! Charts as SVG: each is one file with a plain struct in and a figure out, and knows nothing of reviews.
//!
//! Every figure has a title, a description, the finding in words and its data as a table. Colors are custom properties,
//! so that light, dark and paper share one drawing.

pub(crate) mod before_after;
pub(crate) mod concentration;
pub(crate) mod days;
pub(crate) mod frame;
pub(crate) mod interrupted;
pub(crate) mod levels;
pub(crate) mod line;
pub(crate) mod matrix;
pub(crate) mod multiples;
pub(crate) mod order;
pub(crate) mod palette;
pub(crate) mod process;
pub(crate) mod scale;
pub(crate) mod shares;
pub(crate) mod spans;
pub(crate) mod stacked;
pub(crate) mod standalone;
pub(crate) mod survival;
pub(crate) mod timeline;

/// How charts look; the page that shows them needs it together with [`palette::css`].
pub(crate) const STYLE: &str = include_str!("charts.css");

#[cfg(test)]
mod tests;
