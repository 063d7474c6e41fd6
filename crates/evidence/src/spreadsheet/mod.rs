//! Spreadsheets that people keep, read into what an organization file could say.
//!
//! 1. [`read`] turns a file into sheets of cells: CSV in the usual encodings, or XLSX.
//! 2. [`understand`] finds the header of a sheet and guesses what each column says.
//! 3. [`propose`] turns the rows into entries, with ids that stay the same from one import to the next.
//! 4. [`missing`], [`renamed`], [`carry`] and [`losses`] hold it against what the last import knew.
//! 5. [`compare`] sets what the last import said, what the files say and what the sheets say side by side.
//! 6. [`apply`](fn@apply) writes the difference into the files, and leaves every other line as it was.
//!
//! Nothing here does IO. A cell that cannot be read is a diagnostic with its row and column; all others are used.

mod apply;
mod cells;
mod column_words;
mod columns;
mod compare;
mod entries;
mod headers;
mod known;
pub mod limits;
mod mask;
mod memory;
mod names;
mod people;
mod proposal;
mod read;
mod references;
mod settings;
mod sheet_kind;
mod unpack;
mod values;
mod words;
mod workbook;
mod written_name;

pub use apply::{Written, apply};
pub use column_words::{COLUMNS, Column, ColumnWords};
pub use columns::{Table, TableColumn, Wish, understand};
pub use compare::{Comparison, Conflict, Step, compare};
pub use entries::{Entries, EntryKey, EntryKind, Fields, Said};
pub use known::{
    EntriesOf, KnownColumn, KnownSheet, Losses, Missing, MissingColumn, Renamed, carry, known_from_now_on, losses,
    missing, renamed,
};
pub use mask::NameMask;
pub use memory::Memory;
pub use proposal::{Meaning, Naming, Options, Proposal, State, propose};
pub use read::read;
pub use references::References;
pub use settings::{ImportSettings, SameName, SheetWish};
pub use sheet_kind::{SheetKind, find_asks};
pub use values::DateOrder;

use std::collections::BTreeSet;

use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::source::Place;

/// A sheet as read.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Name of the file, without folders.
    pub file: String,
    /// Name of the sheet in a workbook.
    pub name: Option<String>,
    /// How it was read, such as "UTF-8, semicolons".
    pub read_as: String,
    /// What it lists, where people said so or its cells tell; absent where its header does.
    pub lists: Option<SheetKind>,
    /// Words that people said are names of teams or initiatives, whatever they say elsewhere: `NA`.
    pub names: Vec<String>,
    /// Its rows; empty ones are left out.
    pub rows: Vec<Row>,
    /// Whether it was read from text, in which each row states all of its cells.
    pub is_text: bool,
    /// Rows of positions that nobody holds, which are not among the others once a table is understood.
    pub vacant: Vec<Row>,
    /// Rows that one cell over several columns fills.
    pub banners: BTreeSet<usize>,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Line of the file, or number of the row in a workbook, from 1.
    pub line: usize,
    /// Its cells, from the first column on.
    pub cells: Vec<Cell>,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Text without blanks around it. A formula that is written as text stays text.
    Text(String),
    /// A number that a workbook stores as one.
    Number(f64),
    /// A day that a workbook stores as one; the time of day is dropped.
    Day(Day),
    /// A formula whose value no program has stored.
    Unvalued,
}

impl Cell {
    /// A text as a cell. Underscores alone are a blank that nobody filled in.
    pub fn text(text: &str) -> Cell {
        let text = text.trim();
        if text.bytes().all(|byte| byte == b'_') { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty | Cell::Unvalued)
    }

    /// The cell as people would write it.
    pub fn words(&self) -> String {
        match self {
            Cell::Empty | Cell::Unvalued => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
        }
    }
}

impl Sheet {
    /// The file, and the sheet where there are several.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("{}, sheet {name}", self.file),
            None => self.file.clone(),
        }
    }

    fn spot(&self, line: usize, column: Option<usize>) -> Spot {
        Spot::Record(Place { path: self.title().into(), line, column: column.map(|column| column + 1) })
    }

    fn report(&self, severity: Severity, code: &'static str, what: String, at: (usize, Option<usize>)) -> Diagnostic {
        Diagnostic::new(severity, code, what, self.spot(at.0, at.1))
    }

    /// Something that could not be used, at a line and perhaps a column.
    fn error(&self, code: &'static str, what: String, at: (usize, Option<usize>)) -> Diagnostic {
        self.report(Severity::Error, code, what, at)
    }

    /// Something that was left aside by design.
    fn note(&self, code: &'static str, what: String, at: (usize, Option<usize>)) -> Diagnostic {
        self.report(Severity::Note, code, what, at)
    }

    /// Something that was used, and is probably not what was meant.
    fn warning(&self, code: &'static str, what: String, at: (usize, Option<usize>)) -> Diagnostic {
        self.report(Severity::Warning, code, what, at)
    }
}

/// Something to say about a file as a whole.
fn of_file(severity: Severity, code: &'static str, what: impl Into<String>, file: &str) -> Diagnostic {
    Diagnostic::new(severity, code, what, Spot::Path(file.to_owned()))
}
