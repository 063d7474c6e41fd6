//! One document between what a report knows and every form of output.
//!
//! Input: a [`Review`](onethread_core::review::Review), the findings of a check, or a sheet. Output: sections of blocks, each
//! sentence written once; [`text`], [`html`] and [`markdown`] lay them out and add no words of their own but those of layout.

pub(crate) mod data;
pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod prose;
#[cfg(test)]
mod tests;
pub(crate) mod text;

use std::borrow::Cow;

use maud::Markup;
use onethread_model::source::Place;

pub(crate) use data::Data;
pub(crate) use prose::{Prose, Span};

/// A report before any form of output.
pub(crate) struct Document<'r> {
    /// What sort of report it is.
    pub(crate) kicker: &'static str,
    /// What it is about, such as the name of the organization.
    pub(crate) name: String,
    /// Day and counts, in a line.
    pub(crate) when: String,
    /// Title of the browser's window.
    pub(crate) title: String,
    /// Whether its tables are wider than lines that are read.
    pub(crate) is_wide: bool,
    /// The sections, in the order in which they are read.
    pub(crate) sections: Vec<Section<'r>>,
    /// What stands at the end of it.
    pub(crate) closing: Vec<Prose>,
}

/// How much of a document is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What two minutes can take in: two printed pages.
    Brief,
    /// Everything, with the first few of long lists.
    Full,
    /// Everything, with lists whole.
    Whole,
}

/// A section.
pub(crate) struct Section<'r> {
    /// The end of its link.
    pub(crate) anchor: &'static str,
    /// Its heading.
    pub(crate) heading: String,
    /// The depth from which on it is laid out in text and printed; the page on a screen has all.
    pub(crate) from: Depth,
    /// Whether it begins a page of its own on paper, for who has to act on it alone.
    pub(crate) is_sheet: bool,
    /// What it says.
    pub(crate) blocks: Vec<Block<'r>>,
}

/// A piece of a section.
pub(crate) enum Block<'r> {
    /// The sentence that is read first.
    Lede(Prose),
    /// A paragraph.
    Paragraph(Prose),
    /// A remark that gives way.
    Fine(Prose),
    /// Where to find what a brief document leaves out: a fuller one in text says nothing of it.
    Elsewhere(Prose),
    /// A paragraph about what only a page can do.
    OnPage(Prose),
    /// Points, one after another.
    Points(Points),
    /// Names with what is known of each.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// A table of data.
    Data(Data),
    /// A picture, and what a terminal shows in its place.
    Figure(Figure<'r>),
    /// Lines to type, and the language that they are in.
    Lines(&'static str, String),
    /// Blocks under a heading of their own.
    Group(String, Vec<Block<'r>>),
    /// Blocks that are opened where they are wanted; only a page holds them.
    Fold(Fold<'r>),
}

/// Points, one after another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Points {
    /// Whether their order says which comes first.
    pub(crate) is_ranked: bool,
    /// The points.
    pub(crate) points: Vec<Point>,
    /// How many of them a brief document shows.
    pub(crate) brief_max: usize,
    /// Where the others are, when a brief document leaves some out.
    pub(crate) rest: Option<Prose>,
}

/// A point: a sentence with what goes with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Point {
    /// The sentence.
    pub(crate) says: Prose,
    /// What stands at the end of its line, such as a price or a count.
    pub(crate) aside: String,
    /// Further sentences.
    pub(crate) more: Vec<Prose>,
    /// Where it is written.
    pub(crate) places: Vec<Place>,
    /// Initiatives that it is about, by id and name, where they are many.
    pub(crate) about: Vec<(String, String)>,
    /// Lines for an answer.
    pub(crate) lines: usize,
    /// A bar beside it: answers that hold, fail and are not shown, of how many.
    pub(crate) tally: Option<[usize; 3]>,
    /// A mark that links lead to.
    pub(crate) anchor: Option<String>,
}

/// A name with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// The name.
    pub(crate) name: Prose,
    /// What is known.
    pub(crate) says: Prose,
    /// Further sentences.
    pub(crate) more: Vec<Prose>,
    /// Where it is written.
    pub(crate) places: Vec<Place>,
    /// A mark that links lead to.
    pub(crate) anchor: Option<String>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// What it holds, for who cannot see it.
    pub(crate) label: String,
    /// The columns.
    pub(crate) columns: Vec<Column>,
    /// The rows, each with a cell for each column.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// How many rows a document that is not whole shows in text.
    pub(crate) rows_max: usize,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Its heading.
    pub(crate) heading: Cow<'static, str>,
    /// Whether it holds numbers, which stand to the right.
    pub(crate) is_number: bool,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// What it says.
    pub(crate) says: Prose,
    /// A bar after it, of this share from 0 to 1.
    pub(crate) bar: Option<f64>,
    /// A mark that links lead to.
    pub(crate) anchor: Option<String>,
}

/// A picture, and what a terminal shows in its place.
pub(crate) struct Figure<'r> {
    /// Draws it, with title, legend and caption.
    pub(crate) draw: Box<dyn Fn() -> Markup + 'r>,
    /// What a terminal shows.
    pub(crate) instead: Vec<Block<'r>>,
    /// Where what it shows is written.
    pub(crate) places: Vec<Place>,
}

/// Blocks that are opened where they are wanted.
pub(crate) struct Fold<'r> {
    /// The end of its link.
    pub(crate) anchor: String,
    /// What it is about.
    pub(crate) name: String,
    /// A line under the name.
    pub(crate) under: String,
    /// What it holds.
    pub(crate) blocks: Vec<Block<'r>>,
}

/// What every document about an organization ends with: that it judges nobody.
pub(crate) fn judges_nobody(about: &str) -> Prose {
    Prose::default().strong("Not for evaluating individuals.").text(&format!(
        " This is about {about}. It holds no number about a person, and must not be used to judge, compare or rank people."
    ))
}

/// Which program made a document, and as known on which day.
pub(crate) fn made_by(day: &str) -> Prose {
    let version = env!("CARGO_PKG_VERSION");
    Prose::new(&format!("Made by Onethread {version} from the organization's own files, as known on {day}."))
}

impl<'r> Section<'r> {
    /// A section; `None` where it would say nothing.
    pub(crate) fn new(
        anchor: &'static str,
        heading: impl Into<String>,
        from: Depth,
        blocks: Vec<Block<'r>>,
    ) -> Option<Section<'r>> {
        (!blocks.is_empty()).then(|| Section { anchor, heading: heading.into(), from, is_sheet: false, blocks })
    }
}

impl<'r> Block<'r> {
    /// A paragraph.
    pub(crate) fn paragraph(says: impl Into<Prose>) -> Block<'r> {
        Block::Paragraph(says.into())
    }

    /// A remark that gives way.
    pub(crate) fn fine(says: impl Into<Prose>) -> Block<'r> {
        Block::Fine(says.into())
    }

    /// Points without an order; `None` where there is none.
    pub(crate) fn points(points: Vec<Point>) -> Option<Block<'r>> {
        (!points.is_empty()).then(|| Block::Points(Points::plain(points)))
    }

    /// Points whose order says which comes first; `None` where there is none.
    pub(crate) fn ranked(points: Vec<Point>) -> Option<Block<'r>> {
        (!points.is_empty()).then(|| Block::Points(Points::ranked(points)))
    }

    /// The block under a heading of its own.
    pub(crate) fn under(self, heading: &str) -> Block<'r> {
        Block::Group(heading.to_owned(), vec![self])
    }

    /// A picture, with what a terminal shows in its place.
    pub(crate) fn figure(draw: impl Fn() -> Markup + 'r, instead: Vec<Block<'r>>) -> Block<'r> {
        Block::Figure(Figure { draw: Box::new(draw), instead, places: Vec::new() })
    }
}

impl Points {
    /// Those that a document of this depth shows; where it leaves some out, `rest` says where they are.
    pub(crate) fn shown(&self, depth: Depth) -> (&[Point], Option<&Prose>) {
        let shown = if depth == Depth::Brief { self.brief_max.min(self.points.len()) } else { self.points.len() };
        (&self.points[..shown], self.rest.as_ref().filter(|_| shown < self.points.len()))
    }

    /// Points whose order says which comes first.
    pub(crate) fn ranked(points: Vec<Point>) -> Points {
        Points { is_ranked: true, brief_max: usize::MAX, points, rest: None }
    }

    /// Points without an order.
    pub(crate) fn plain(points: Vec<Point>) -> Points {
        Points { is_ranked: false, ..Points::ranked(points) }
    }
}

impl Point {
    /// A sentence alone.
    pub(crate) fn new(says: impl Into<Prose>) -> Point {
        Point { says: says.into(), ..Point::default() }
    }

    /// The same with what stands at the end of its line.
    #[must_use]
    pub(crate) fn aside(self, aside: impl Into<String>) -> Point {
        Point { aside: aside.into(), ..self }
    }

    /// The same with a further sentence; an empty one adds nothing.
    #[must_use]
    pub(crate) fn more(mut self, more: impl Into<Prose>) -> Point {
        let more = more.into();
        if !more.is_empty() {
            self.more.push(more);
        }
        self
    }

    /// The same with places where it is written.
    #[must_use]
    pub(crate) fn at<'p>(mut self, places: impl IntoIterator<Item = &'p Place>) -> Point {
        self.places.extend(places.into_iter().cloned());
        self
    }
}

impl Table {
    /// The rows that a document of this depth shows.
    pub(crate) fn shown(&self, depth: Depth) -> &[Vec<Cell>] {
        let most = if depth == Depth::Whole { usize::MAX } else { self.rows_max };
        &self.rows[..self.rows.len().min(most)]
    }
}

impl Fact {
    /// A name with what is known of it.
    pub(crate) fn new<'p>(
        name: impl Into<Prose>,
        says: impl Into<Prose>,
        places: impl IntoIterator<Item = &'p Place>,
    ) -> Fact {
        Fact {
            name: name.into(),
            says: says.into(),
            more: Vec::new(),
            places: places.into_iter().cloned().collect(),
            anchor: None,
        }
    }

    /// A name with several sentences; `None` where there is none.
    pub(crate) fn of_several(name: impl Into<Prose>, says: Vec<String>) -> Option<Fact> {
        let mut says = says.into_iter().filter(|says| !says.is_empty()).map(Prose::from);
        let first = says.next()?;
        Some(Fact { more: says.collect(), ..Fact::new(name, first, []) })
    }
}

impl Column {
    /// A column of words.
    pub(crate) const fn words(heading: &'static str) -> Column {
        Column { heading: Cow::Borrowed(heading), is_number: false }
    }

    /// A column of numbers.
    pub(crate) const fn numbers(heading: &'static str) -> Column {
        Column { heading: Cow::Borrowed(heading), is_number: true }
    }
}

impl<P: Into<Prose>> From<P> for Cell {
    fn from(says: P) -> Cell {
        Cell { says: says.into(), bar: None, anchor: None }
    }
}
