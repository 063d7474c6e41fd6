//! What every chart stands in: a figure with its title, the drawing, the finding in words and the table of its data.
//!
//! Drawings have no fixed width. Places across are percentages of the plot and sizes of text are pixels, so that a
//! chart fills any column from a phone to a sheet of paper and its text is never smaller than it was set.

use std::fmt::Write as _;

use maud::{Markup, Render, html};

use super::scale::number;
use crate::inert::inert;

/// Text from anywhere, made harmless; markup in it is escaped where it is printed.
pub(crate) struct Safe<'a>(pub &'a str);

impl Render for Safe<'_> {
    fn render_to(&self, buffer: &mut String) {
        (*inert(self.0)).render_to(buffer);
    }
}

/// The data of a chart as a table. The first column names the row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Headings of the columns.
    pub head: Vec<String>,
    /// The rows, each as long as `head`.
    pub rows: Vec<Vec<String>>,
    /// Whether all columns but the first hold numbers.
    pub numbers: bool,
}

/// What a figure says around its drawings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure<'a> {
    /// Names the figure in links; unique on the page.
    pub id: &'a str,
    /// What is shown.
    pub title: &'a str,
    /// The finding in words.
    pub caption: &'a str,
    /// The same data as a table.
    pub table: &'a Table,
}

/// A drawing: its text for those who cannot see it, its height, and the room beside the plot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawing<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What is drawn.
    pub title: &'a str,
    /// What can be seen in it.
    pub desc: &'a str,
    /// Height in pixels.
    pub height: f64,
    /// Room left of the plot in pixels.
    pub left: f64,
    /// Room right of the plot in pixels.
    pub right: f64,
}

/// The height of a drawing and the room beside its plot, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Height.
    pub height: f64,
    /// Room left of the plot.
    pub left: f64,
    /// Room right of the plot.
    pub right: f64,
}

impl Figure<'_> {
    /// The figure around one drawing of its own title, named after it.
    pub(crate) fn drawn(&self, desc: &str, extent: Extent, body: &Markup) -> Markup {
        let Extent { height, left, right } = extent;
        let id = format!("{}-drawing", self.id);
        self.around(&Drawing { id: &id, title: self.title, desc, height, left, right }.of(body))
    }

    /// The figure around its drawings.
    pub(crate) fn around(&self, drawings: &Markup) -> Markup {
        html! {
            figure id=(self.id) {
                p.figure-title { (Safe(self.title)) }
                (drawings)
                figcaption { (Safe(self.caption)) }
                details.data { summary { "Table" } (self.table.markup(self.title)) }
            }
        }
    }
}

impl Drawing<'_> {
    /// The drawing. Across, 0 % to 100 % is the plot; pixels below 0 or beyond 100 % lie in the room beside it.
    pub(crate) fn of(&self, body: &Markup) -> Markup {
        let (title, desc) = (format!("{}-t", self.id), format!("{}-d", self.id));
        let room = format!("--l:{}px;--r:{}px", number(self.left), number(self.right));
        html! {
            svg.chart role="img" aria-labelledby=(format!("{title} {desc}")) height=(number(self.height)) style=(room) {
                title id=(title) { (Safe(self.title)) }
                desc id=(desc) { (Safe(self.desc)) }
                (body)
            }
        }
    }
}

impl Table {
    /// The table, in a box that scrolls sideways where it must.
    pub(crate) fn markup(&self, title: &str) -> Markup {
        html! {
            div.scroll role="group" tabindex="0" aria-label=(Safe(title)) {
                table class=[self.numbers.then_some("numbers")] {
                    thead { tr { @for name in &self.head { th scope="col" { (Safe(name)) } } } }
                    tbody {
                        @for row in &self.rows {
                            tr {
                                @for (column, cell) in row.iter().enumerate() {
                                    @if column == 0 { th scope="row" { (Safe(cell)) } } @else { td { (Safe(cell)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A plot of its own for curves: it is stretched to the width of the column, so it holds no text. Its coordinates go
/// from 0 to 1000 both ways, down being up as always in SVG.
pub(super) fn stretched(top: f64, height: f64, body: &Markup) -> Markup {
    html! {
        svg x="0" y=(number(top)) width="100%" height=(number(height)) viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible" {
            (body)
        }
    }
}

/// A line from point to point for a [`stretched`] plot: each a share of the width and of the height, from 0 at the
/// bottom left to 1.
pub(super) fn trace(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (across, up) in points {
        // Points after the first are the ends of lines, which need no letter.
        let start = if path.is_empty() { "M" } else { " " };
        // A thousandth of the plot is less than a pixel. Writing to a string cannot fail.
        let _ = write!(path, "{start}{:.0} {:.0}", across * 1000.0, 1000.0 - up * 1000.0);
    }
    path
}

/// A level line across the plot.
pub(super) fn level(y: f64, class: &str) -> Markup {
    html! { line.(class) x1="0" x2="100%" y1=(number(y)) y2=(number(y)) {} }
}

/// Words at a place, `end`, `middle` or `start` of which is there.
pub(super) fn words(x: &str, y: f64, anchor: &str, class: &str, text: &str) -> Markup {
    let anchor = Some(anchor).filter(|anchor| *anchor != "start");
    let class = Some(class).filter(|class| !class.is_empty());
    html! { text x=(x) y=(number(y)) text-anchor=[anchor] class=[class] { (Safe(text)) } }
}
