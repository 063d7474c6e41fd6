//! The answer to one question as a table: what every form of output is made from.

use onethread_model::Day;
use onethread_model::source::Place;

use maud::Markup;

/// The answer to one question.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What was found, in one or two sentences; the first thing that is read.
    pub finding: String,
    /// First and last day of what was counted; absent where the sheet is about the day itself.
    pub window: Option<(Day, Day)>,
    /// The columns, those that matter most first: where the terminal is too narrow for all, the last ones are hidden.
    pub columns: Vec<Column>,
    /// The rows, those that matter most first. Each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// What the numbers rest on: how many were counted, what each threshold left out, how the interval was made, what
    /// cannot be seen. One sentence each.
    pub notes: Vec<String>,
    /// Why there is no row: which input is missing, or which threshold left nothing.
    pub empty: Option<String>,
    /// Figures of [`crate::charts`].
    pub pictures: Vec<Markup>,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in JSON and CSV, the unit last, such as `wait_days`.
    pub key: &'static str,
    /// Its heading for people.
    pub heading: &'static str,
    /// What it holds, with unit and range.
    pub doc: &'static str,
    /// How its cells are written.
    pub ty: Type,
}

/// How the cells of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Words.
    Text,
    /// A whole number.
    Count,
    /// A number with this many decimals.
    Number(u8),
    /// A share, 0 to 1, written in percent.
    Share,
    /// A number of days.
    Days,
    /// A day.
    Day,
    /// Yes or no.
    YesNo,
    /// A number with this many decimals and its interval: in JSON and CSV three columns, `key`, `key_low`, `key_high`.
    Estimate(u8),
    /// A share with its interval, in the same way.
    ShareEstimate,
    /// Days with their interval, in the same way.
    DaysEstimate,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number of any of the numeric types.
    Number(f64),
    /// A number with its interval; an end that is not reached is absent.
    Estimate(f64, Option<f64>, Option<f64>),
    /// A day.
    Day(Day),
    /// Yes or no.
    YesNo(bool),
    /// There is no value, and why in a few words, such as `under 10 events`.
    Missing(String),
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// The ids it is about, as `--for` takes them.
    pub about: Vec<String>,
    /// The changes, decisions or lines behind it, the newest first; at most [`BEHIND_MAX`].
    pub behind: Vec<Behind>,
    /// How many there are behind it in all.
    pub behind_all: usize,
}

/// What a number was counted from.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// When.
    pub day: Option<Day>,
    /// What, such as the id of a change and what it touched.
    pub what: String,
    /// Where it is recorded.
    pub place: Option<Place>,
}

/// More than this is counted and not listed: whoever needs all of them asks the source.
pub const BEHIND_MAX: usize = 50;

impl Column {
    /// A column.
    pub const fn new(key: &'static str, heading: &'static str, ty: Type, doc: &'static str) -> Column {
        Column { key, heading, doc, ty }
    }
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A whole number.
    pub fn count(count: usize) -> Cell {
        Cell::Number(count as f64)
    }

    /// A value, or why there is none.
    pub fn or_missing(value: Option<Cell>, why: impl Into<String>) -> Cell {
        value.unwrap_or_else(|| Cell::Missing(why.into()))
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Cell {
        Cell::Day(day)
    }
}

impl Row {
    /// A row, with the ids it is about.
    pub fn new(about: Vec<String>, cells: Vec<Cell>) -> Row {
        Row { cells, about, behind: Vec::new(), behind_all: 0 }
    }

    /// Adds what it was counted from, in any order.
    #[must_use]
    pub fn behind(mut self, mut behind: Vec<Behind>) -> Row {
        self.behind_all = behind.len();
        behind.sort_by(|a, b| (b.day, &a.what).cmp(&(a.day, &b.what)));
        behind.truncate(BEHIND_MAX);
        self.behind = behind;
        self
    }
}

impl Type {
    /// Whether its cells are numbers, which stand to the right.
    pub fn is_number(self) -> bool {
        !matches!(self, Type::Text | Type::Day | Type::YesNo)
    }

    /// Whether its cells carry an interval.
    pub fn is_estimate(self) -> bool {
        matches!(self, Type::Estimate(_) | Type::ShareEstimate | Type::DaysEstimate)
    }
}
