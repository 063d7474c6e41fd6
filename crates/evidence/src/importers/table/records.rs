//! Records: the common form of a line of CSV and of a JSON object.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek};
use std::ops::Range;

use super::csv_records::CsvRecords;
use super::json_records::JsonRecords;
use super::limits::CELL_BYTES_MAX;
use super::{Ending, Resume};

/// A record as read; one is used again for the next, so that reading does not allocate for each cell.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Line that it starts at, from 1.
    pub(super) line: u32,
    /// Why it is no record.
    pub(super) broken: Option<String>,
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

    /// The column of this name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// Number of columns.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Names that can be mapped, in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let is_first = |(column, name): &(usize, &String)| self.index.get(*name) == Some(column);
        self.names.iter().enumerate().filter(is_first).map(|(_, name)| name.as_str())
    }
}

/// The records of a file, in either format.
pub(super) enum Records<R> {
    /// Comma-separated values.
    Csv(CsvRecords<R>),
    /// JSON Lines.
    Json(JsonRecords<R>),
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

    /// Reads records of JSON Lines.
    pub(super) fn json(input: BufReader<R>) -> Self {
        Records::Json(JsonRecords::new(input))
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
                    header.push(name);
                }
                records.go_on(offset, resume.line)
            }
        }
    }

    /// The mark between the cells of CSV.
    pub(super) fn delimiter(&self) -> Option<u8> {
        match self {
            Records::Csv(records) => Some(records.delimiter()),
            Records::Json(_) => None,
        }
    }

    /// How many bytes were read so far.
    pub(super) fn offset(&self) -> u64 {
        match self {
            Records::Csv(records) => records.offset(),
            Records::Json(records) => records.offset(),
        }
    }

    /// Where reading ended, after the last record.
    pub(super) fn ending(&self, header: &Header) -> Ending {
        let ((line, is_open), columns) = match self {
            Records::Csv(records) => (records.ending(), Vec::new()),
            Records::Json(records) => (records.ending(), header.names.clone()),
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
        }
    }
}

/// The start of a UTF-8 file that some tools write and nobody means.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
