//! Charts as SVG: each is one file with a plain struct in and a figure out, and knows nothing of reviews.
//!
//! Every figure has a title, a description, the finding in words and its data as a table. Colors are custom properties,
//! so that light, dark and paper share one drawing.

pub mod concentration;
pub mod frame;
pub mod interrupted;
pub mod line;
pub mod matrix;
pub mod multiples;
pub mod order;
pub mod palette;
pub mod process;
pub mod scale;
pub mod shares;
pub mod spans;
pub mod stacked;
pub mod standalone;
pub mod survival;
pub mod timeline;

/// How charts look; the page that shows them needs it together with [`palette::css`].
pub const STYLE: &str = include_str!("charts.css");

#[cfg(test)]
mod tests;
