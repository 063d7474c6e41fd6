//! Records: the common form of a line of CSV and of a JSON object.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek};
use std::ops::Range;

use super::csv_records::CsvRecords;
use super::json_records::JsonRecords;
use super::limits::CELL_BYTES_MAX;
use super::path::Found;
use super::tree_records::TreeRecords;
use super::{Ending, Resume};

/// A record as read; one is used again for the next, so that reading does not allocate for each cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// Line that it starts at, from 1.
    pub(super) line: u32,
    /// Why it is no record.
    pub(super) broken: Option<String>,
    /// Why it is not read, by design.
    pub(super) left_out: Option<String>,
    /// Whether a cell is no UTF-8, and was read as Windows-1252.
    pub(super) is_latin: bool,
    bytes: Vec<u8>,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default)]
enum Cell {
    #[default]
    Missing,
    Null,
    Text(Range<usize>),
    List(Vec<Range<usize>>),
    /// JSON that is neither a scalar nor a list of scalars.
    Nested,
}

/// What a cell holds.
#[derive(Debug, PartialEq)]
pub(super) enum Raw<'r> {
    /// The record has no such cell.
    Missing,
    /// The record says that there is nothing.
    Null,
    /// A text, perhaps of several parts.
    Text(&'r str),
    /// A list whose parts are known already.
    List(Vec<&'r str>),
}

impl Record {
    /// Empties it for a record that starts at this line.
    pub(super) fn start(&mut self, line: u32) {
        self.line = line;
        self.broken = None;
        self.left_out = None;
        self.is_latin = false;
        self.bytes.clear();
        self.cells.clear();
    }

    /// Number of cells.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    fn put(&mut self, column: usize, cell: Cell) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Missing);
        }
        self.cells[column] = cell;
    }

    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    /// Sets a text.
    pub(super) fn put_text(&mut self, column: usize, bytes: &[u8]) {
        let range = self.keep(bytes);
        self.put(column, Cell::Text(range));
    }

    /// Sets a list.
    pub(super) fn put_list<'t>(&mut self, column: usize, texts: impl Iterator<Item = &'t str>) {
        let ranges = texts.map(|text| self.keep(text.as_bytes())).collect();
        self.put(column, Cell::List(ranges));
    }

    /// Says that there is nothing.
    pub(super) fn put_null(&mut self, column: usize) {
        self.put(column, Cell::Null);
    }

    /// Says that there is something that no cell can hold.
    pub(super) fn put_nested(&mut self, column: usize) {
        self.put(column, Cell::Nested);
    }

    /// Sets what a path finds.
    pub(super) fn put_found(&mut self, column: usize, found: Found) {
        match found {
            Found::Missing => self.put(column, Cell::Missing),
            Found::Null => self.put_null(column),
            Found::Text(text) => self.put_text(column, text.as_bytes()),
            Found::List(texts) => self.put_list(column, texts.iter().map(String::as_str)),
            Found::Nested => self.put_nested(column),
        }
    }

    /// Puts the texts of several columns into the first of them, as a list of those that hold any.
    pub(super) fn join(&mut self, columns: &[usize]) {
        let Some(first) = columns.first() else { return };
        let mut ranges = Vec::new();
        for column in columns {
            match self.cells.get(*column) {
                Some(Cell::Text(range)) => ranges.push(range.clone()),
                Some(Cell::List(more)) => ranges.extend(more.iter().cloned()),
                _ => {}
            }
        }
        ranges.retain(|range| !self.bytes.get(range.clone()).unwrap_or_default().trim_ascii().is_empty());
        self.put(*first, if ranges.is_empty() { Cell::Missing } else { Cell::List(ranges) });
    }

    /// What a cell holds. Only cells that someone asks for have to be readable.
    ///
    /// # Errors
    /// A clause that says what is wrong with the cell.
    pub(super) fn raw(&self, column: usize) -> Result<Raw<'_>, &'static str> {
        match self.cells.get(column).unwrap_or(&Cell::Missing) {
            Cell::Missing => Ok(Raw::Missing),
            Cell::Null => Ok(Raw::Null),
            Cell::Text(range) => self.text(range).map(Raw::Text),
            Cell::List(ranges) => ranges.iter().map(|range| self.text(range)).collect::<Result<_, _>>().map(Raw::List),
            Cell::Nested => Err("holds an object or a list of lists, where text or a list of texts is expected"),
        }
    }

    fn text(&self, range: &Range<usize>) -> Result<&str, &'static str> {
        let bytes = self.bytes.get(range.clone()).unwrap_or_default();
        if bytes.len() > CELL_BYTES_MAX {
            return Err("holds more than 1 MiB");
        }
        std::str::from_utf8(bytes).map_err(|_| "is not UTF-8")
    }
}

/// The name of a column as settings write it and terminals can show it: on one line.
pub(super) fn column_name(written: &str) -> Cow<'_, str> {
    let name = written.trim();
    if !name.contains(char::is_control) {
        return Cow::Borrowed(name);
    }
    let words: Vec<&str> = name.split(char::is_control).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// The names of the columns. For JSON Lines it grows as records bring new keys.
#[derive(Debug, Default)]
pub(super) struct Header {
    names: Vec<String>,
    index: HashMap<String, usize>,
    /// Names that an earlier column has already.
    pub(super) duplicates: Vec<String>,
    /// Columns that the file does not have, but that are made of others.
    added: usize,
}

impl Header {
    /// Adds a column; the first one of a name has it. Columns without a name cannot be mapped.
    pub(super) fn push(&mut self, name: &str) -> usize {
        let column = self.names.len();
        self.names.push(name.to_owned());
        if self.index.contains_key(name) {
            self.duplicates.push(name.to_owned());
        } else if !name.is_empty() {
            self.index.insert(name.to_owned(), column);
        }
        column
    }

    /// Adds a column that is made of others. It has its name even where the file has a column of that name.
    pub(super) fn add(&mut self, name: &str) -> usize {
        let column = self.names.len();
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), column);
        self.added += 1;
        column
    }

    /// The columns of each name that several have.
    pub(super) fn repeated(&self) -> Vec<Vec<usize>> {
        let mut names: Vec<&String> = self.duplicates.iter().collect();
        names.sort_unstable();
        names.dedup();
        let of = |name: &String| {
            self.names.iter().enumerate().filter(|(_, other)| *other == name).map(|(at, _)| at).collect()
        };
        names.into_iter().filter(|name| !name.is_empty()).map(of).collect()
    }

    /// The column of this name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// Number of columns of the file.
    pub(super) fn len(&self) -> usize {
        self.names.len() - self.added
    }

    /// Names that can be mapped, in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let is_first = |(column, name): &(usize, &String)| self.index.get(*name) == Some(column);
        self.names.iter().enumerate().filter(is_first).map(|(_, name)| name.as_str())
    }
}

/// The records of a file, in any format.
pub(super) enum Records<R> {
    /// Comma-separated values.
    Csv(CsvRecords<R>),
    /// JSON Lines.
    Json(JsonRecords<R>),
    /// JSON of any shape, YAML or Markdown.
    Tree(Box<TreeRecords<R>>),
}

impl<R: Read + Seek> Records<R> {
    /// Reads records of CSV after its header line; the header is `None` when the file is empty.
    ///
    /// # Errors
    /// When the file cannot be read; inside, a clause when the header cannot.
    pub(super) fn csv(input: BufReader<R>, delimiter: u8) -> io::Result<Result<(Self, Option<Header>), String>> {
        let (records, header) = CsvRecords::open(input, delimiter)?;
        Ok(header.map(|header| (Records::Csv(records), header)))
    }

    /// Reads records of JSON Lines, where these columns may be paths.
    pub(super) fn json(input: BufReader<R>, wanted: &[&str], header: &mut Header) -> Self {
        Records::Json(JsonRecords::new(input).with_paths(wanted, header))
    }

    /// Goes on after so many bytes, of which everything but the header line was read before.
    ///
    /// # Errors
    /// When the file cannot be set to that place.
    pub(super) fn go_on(&mut self, offset: u64, resume: &Resume, header: &mut Header) -> io::Result<()> {
        match self {
            Records::Csv(records) => records.go_on(offset, resume.line),
            Records::Json(records) => {
                for name in &resume.columns {
                    if header.find(name).is_none() {
                        header.push(name);
                    }
                }
                records.go_on(offset, resume.line)
            }
            // Its ending never lets anything resume.
            Records::Tree(_) => Err(io::Error::other("it cannot be read in parts")),
        }
    }

    /// The mark between the cells of CSV.
    pub(super) fn delimiter(&self) -> Option<u8> {
        match self {
            Records::Csv(records) => Some(records.delimiter()),
            Records::Json(_) | Records::Tree(_) => None,
        }
    }

    /// How many bytes were read so far.
    pub(super) fn offset(&self) -> u64 {
        match self {
            Records::Csv(records) => records.offset(),
            Records::Json(records) => records.offset(),
            Records::Tree(records) => records.offset(),
        }
    }

    /// Where reading ended, after the last record.
    pub(super) fn ending(&self, header: &Header) -> Ending {
        let ((line, is_open), columns) = match self {
            Records::Csv(records) => (records.ending(), Vec::new()),
            Records::Json(records) => (records.ending(), header.names.clone()),
            Records::Tree(_) => ((0, true), Vec::new()),
        };
        Ending { resume: Resume { line, columns }, is_open }
    }

    /// Reads the next record; false at the end. A record that is none says why in [`Record::broken`].
    ///
    /// # Errors
    /// When the file cannot be read any further.
    pub(super) fn next(&mut self, header: &mut Header, record: &mut Record) -> io::Result<bool> {
        match self {
            Records::Csv(records) => records.next(header, record),
            Records::Json(records) => records.next(header, record),
            Records::Tree(records) => records.next(record),
        }
    }
}

/// The start of a UTF-8 file that some tools write and nobody means.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
