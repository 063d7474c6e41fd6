//! Comma-separated values as records.
//!
//! The `csv` crate reads the cells. In front of it stands [`Splitter`], which hands it one whole record at a time: it
//! knows the line at which each record starts, keeps memory within the limits, and finds the end of a quote that was
//! opened by mistake, where the crate alone would take the rest of the file for one cell.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use crate::csv_text::{guess_delimiter, stated_delimiter, text_of};

use super::limits::{CELL_LINES_MAX, COLUMNS_MAX, RECORD_BYTES_MAX};
use super::records::{BYTE_ORDER_MARK, Header, Record, column_name};

pub(super) struct CsvRecords<R> {
    reader: csv::Reader<Feed<R>>,
    cells: csv::ByteRecord,
    /// Whether `cells` wait for the broken records before them to be reported.
    waiting: bool,
}

impl<R: Read + Seek> CsvRecords<R> {
    /// Reads the header line: `Ok(None)` when there is none, an error when it is no header. Another delimiter than the
    /// intended one is taken where the file states it, or where its first line has no other.
    pub(super) fn open(mut input: BufReader<R>, delimiter: u8) -> io::Result<(Self, Result<Option<Header>, String>)> {
        let start = input.fill_buf()?;
        let end = memchr::memchr2(b'\n', b'\r', start).unwrap_or(start.len());
        let delimiter = match stated_delimiter(without_marks(start)) {
            Some((stated, _)) => stated,
            None if start[..end].contains(&delimiter) => delimiter,
            None => Some(guess_delimiter(start)).filter(|guess| start[..end].contains(guess)).unwrap_or(delimiter),
        };
        let feed = Feed {
            splitter: Splitter::new(input, delimiter)?,
            record: Vec::new(),
            sent: 0,
            line: 0,
            broken: VecDeque::new(),
        };
        let reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(feed);
        let mut records = CsvRecords { reader, cells: csv::ByteRecord::new(), waiting: false };
        let header = records.header()?;
        Ok((records, header))
    }

    fn header(&mut self) -> io::Result<Result<Option<Header>, String>> {
        let more = self.read()?;
        if let Some((line, why)) = self.reader.get_mut().broken.pop_front() {
            return Ok(Err(format!("line {line} {why}")));
        }
        if !more {
            return Ok(Ok(None));
        }
        if self.cells.len() > COLUMNS_MAX {
            return Ok(Err(format!("it has {} columns, more than the limit of {COLUMNS_MAX}", self.cells.len())));
        }
        let mut header = Header::default();
        for name in &self.cells {
            header.push(&column_name(&text_of(name).0));
        }
        Ok(Ok(Some(header)))
    }

    fn read(&mut self) -> io::Result<bool> {
        self.reader.read_byte_record(&mut self.cells).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }

    /// The mark between cells.
    pub(super) fn delimiter(&self) -> u8 {
        self.reader.get_ref().splitter.delimiter
    }

    /// Goes on after so many bytes, with this line. Nothing but the header line may have been read.
    pub(super) fn go_on(&mut self, offset: u64, line: u32) -> io::Result<()> {
        let splitter = &mut self.reader.get_mut().splitter;
        splitter.input.seek(SeekFrom::Start(offset))?;
        splitter.here = Mark { offset, line, after_return: false };
        Ok(())
    }

    /// How many bytes were split into records so far.
    pub(super) fn offset(&self) -> u64 {
        self.reader.get_ref().splitter.here.offset
    }

    /// The line that would come next, and whether more bytes could change what was read.
    pub(super) fn ending(&self) -> (u32, bool) {
        let splitter = &self.reader.get_ref().splitter;
        // A line feed after a carriage return would belong to the same end of line.
        (splitter.here.line, splitter.is_open || splitter.here.after_return)
    }

    pub(super) fn next(&mut self, header: &Header, record: &mut Record) -> io::Result<bool> {
        if !self.waiting {
            self.waiting = self.read()?;
        }
        let feed = self.reader.get_mut();
        if let Some((line, why)) = feed.broken.pop_front() {
            record.start(line);
            record.broken = Some(why);
            return Ok(true);
        }
        if !std::mem::take(&mut self.waiting) {
            return Ok(false);
        }
        record.start(feed.line);
        if self.cells.len() > header.len() {
            record.broken = Some(format!("has {} cells where the header has {}", self.cells.len(), header.len()));
            return Ok(true);
        }
        if std::str::from_utf8(self.cells.as_slice()).is_ok() {
            self.cells.iter().enumerate().for_each(|(column, cell)| record.put_text(column, cell));
            return Ok(true);
        }
        for (column, cell) in self.cells.iter().enumerate() {
            let (text, is_utf8) = text_of(cell);
            record.is_latin |= !is_utf8;
            record.put_text(column, text.as_bytes());
        }
        Ok(true)
    }
}

/// A start without byte-order marks.
fn without_marks(mut start: &[u8]) -> &[u8] {
    while let Some(rest) = start.strip_prefix(BYTE_ORDER_MARK) {
        start = rest;
    }
    start
}

/// Gives every record of a text with the line it starts at, or why it is none, until `each` wants no more.
pub(crate) fn each_record(
    text: &[u8],
    delimiter: u8,
    mut each: impl FnMut(u32, Result<&csv::ByteRecord, &str>) -> bool,
) {
    // Bytes in memory cannot fail to be read.
    let Ok(splitter) = Splitter::new(BufReader::new(io::Cursor::new(text)), delimiter) else { return };
    let feed = Feed { splitter, record: Vec::new(), sent: 0, line: 0, broken: VecDeque::new() };
    let reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(feed);
    let mut records = CsvRecords { reader, cells: csv::ByteRecord::new(), waiting: false };
    loop {
        let more = records.read().unwrap_or(false);
        while let Some((line, why)) = records.reader.get_mut().broken.pop_front() {
            if !each(line, Err(&why)) {
                return;
            }
        }
        if !more || !each(records.reader.get_ref().line, Ok(&records.cells)) {
            return;
        }
    }
}

/// Gives the `csv` crate one record at a time.
struct Feed<R> {
    splitter: Splitter<R>,
    record: Vec<u8>,
    sent: usize,
    /// Line of the record that was given last.
    line: u32,
    /// Records that were passed over since, with their lines and reasons.
    broken: VecDeque<(u32, String)>,
}

impl<R: Read + Seek> Read for Feed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Nothing is the end of the file for the crate, so that broken records are passed over here.
        while self.sent == self.record.len() {
            self.sent = 0;
            match self.splitter.next(&mut self.record)? {
                Piece::Record(line) => self.line = line,
                Piece::Broken(line, why) => {
                    self.record.clear();
                    self.broken.push_back((line, why));
                }
                Piece::End => {
                    self.record.clear();
                    break;
                }
            }
        }
        let rest = self.record.get(self.sent..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.sent += count;
        Ok(count)
    }
}

enum Piece {
    Record(u32),
    Broken(u32, String),
    End,
}

/// Where reading can go on.
#[derive(Clone, Copy)]
struct Mark {
    offset: u64,
    line: u32,
    after_return: bool,
}

/// Splits bytes into records by the rules of the `csv` crate, without looking into cells.
struct Splitter<R> {
    input: BufReader<R>,
    delimiter: u8,
    /// The next byte.
    here: Mark,
    /// Whether the end of the file stood inside a record.
    is_open: bool,
    /// Whether nothing was read yet: the first record is the header.
    is_at_header: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    BeforeRecord,
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: the end of the quoted part, or half of a doubled quote.
    QuoteInQuoted,
}

fn too_long(first_line: u32) -> Piece {
    Piece::Broken(first_line, "is longer than 8 MiB".to_owned())
}

impl<R: Read + Seek> Splitter<R> {
    fn new(mut input: BufReader<R>, delimiter: u8) -> io::Result<Self> {
        let mut here = Mark { offset: 0, line: 1, after_return: false };
        // All of them go, because the crate drops one on its own, and both must see the same first cell.
        while input.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            input.consume(BYTE_ORDER_MARK.len());
            here.offset += BYTE_ORDER_MARK.len() as u64;
        }
        // A line that states the delimiter is no record.
        if let Some((_, bytes)) = stated_delimiter(input.fill_buf()?) {
            input.consume(bytes);
            here = Mark { offset: here.offset + bytes as u64, line: 2, after_return: false };
        }
        Ok(Splitter { input, delimiter, here, is_open: false, is_at_header: true })
    }

    /// Reads the next record into `record`, ended by one line feed.
    fn next(&mut self, record: &mut Vec<u8>) -> io::Result<Piece> {
        record.clear();
        if let Some(line) = self.plain_line(record)? {
            self.is_at_header = false;
            return Ok(Piece::Record(line));
        }
        let mut state = State::BeforeRecord;
        let mut first_line = self.here.line;
        let mut bytes = 0_usize;
        let mut quote_line = first_line;
        // The line after the one on which the open quote stands.
        let mut after_quote: Option<Mark> = None;
        let is_header = std::mem::take(&mut self.is_at_header);
        let ended = 'record: loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break false;
            }
            let mut used = 0;
            for &byte in chunk {
                used += 1;
                let is_break = matches!(byte, b'\n' | b'\r');
                let line_before = self.here.line;
                self.here.step(byte);
                if state == State::BeforeRecord {
                    if is_break {
                        continue;
                    }
                    first_line = line_before;
                    state = State::CellStart;
                }
                state = match (state, byte) {
                    (State::Quoted, b'"') => State::QuoteInQuoted,
                    (State::Quoted, _) => State::Quoted,
                    (State::QuoteInQuoted, b'"') => State::Quoted,
                    (State::CellStart, b'"') => {
                        (quote_line, after_quote) = (line_before, None);
                        State::Quoted
                    }
                    _ if is_break => {
                        self.input.consume(used);
                        break 'record true;
                    }
                    _ if byte == self.delimiter => State::CellStart,
                    _ => State::Plain,
                };
                if is_break {
                    after_quote.get_or_insert(self.here);
                    if self.here.line - quote_line > CELL_LINES_MAX {
                        self.input.consume(used);
                        let why = format!("has a quote that is still open {CELL_LINES_MAX} lines later");
                        return self.back_to(after_quote, first_line, why);
                    }
                }
                bytes += 1;
                if bytes <= RECORD_BYTES_MAX {
                    record.push(byte);
                } else if is_header {
                    // Without a header nothing behind it is read, and it may go on for gigabytes.
                    return Ok(too_long(first_line));
                }
            }
            self.input.consume(used);
        };
        if state == State::BeforeRecord {
            return Ok(Piece::End);
        }
        self.is_open |= !ended;
        if !ended && state == State::Quoted {
            let opened =
                if quote_line == first_line { String::new() } else { format!(", opened in line {quote_line},") };
            return self.back_to(after_quote, first_line, format!("has a quote{opened} that is never closed"));
        }
        if bytes > RECORD_BYTES_MAX {
            return Ok(too_long(first_line));
        }
        record.push(b'\n');
        Ok(Piece::Record(first_line))
    }

    /// Reads a line without a quote that stands whole among the bytes at hand, as nearly all do; gives its number.
    fn plain_line(&mut self, record: &mut Vec<u8>) -> io::Result<Option<u32>> {
        let chunk = self.input.fill_buf()?;
        let Some(end) = memchr::memchr3(b'\n', b'\r', b'"', chunk).filter(|end| *end > 0 && chunk[*end] != b'"') else {
            return Ok(None);
        };
        if end > RECORD_BYTES_MAX {
            return Ok(None);
        }
        record.extend_from_slice(&chunk[..end]);
        record.push(b'\n');
        let line = self.here.line;
        self.here.offset += end as u64;
        self.here.after_return = false;
        self.here.step(chunk[end]);
        self.input.consume(end + 1);
        Ok(Some(line))
    }

    /// Gives up the lines up to an open quote, and goes on with the line after it.
    ///
    /// No byte is read more than twice or so: between an open quote and the end of the search no quote stands alone, so
    /// that none of the lines in between can open another one.
    fn back_to(&mut self, mark: Option<Mark>, line: u32, why: String) -> io::Result<Piece> {
        if let Some(mark) = mark {
            self.input.seek(SeekFrom::Start(mark.offset))?;
            self.here = mark;
        }
        Ok(Piece::Broken(line, why))
    }
}

impl Mark {
    /// Passes a byte. A line ends with a line feed, a carriage return, or both.
    fn step(&mut self, byte: u8) {
        self.offset += 1;
        if byte == b'\r' || (byte == b'\n' && !self.after_return) {
            self.line = self.line.saturating_add(1);
        }
        self.after_return = byte == b'\r';
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::importers::table::records::Raw;

    /// Every record after the header as `line: cells`, or `line! reason`.
    fn records(text: &[u8]) -> Vec<String> {
        let (mut records, header) =
            CsvRecords::open(BufReader::with_capacity(7, Cursor::new(text)), b',').expect("bytes");
        let header = header.expect("a header").expect("a header");
        let mut record = Record::default();
        let mut lines = Vec::new();
        while records.next(&header, &mut record).expect("bytes") {
            let line = record.line;
            lines.push(match &record.broken {
                Some(why) => format!("{line}! {why}"),
                None => {
                    let cell = |column| match record.raw(column) {
                        Ok(Raw::Text(text)) => text.to_owned(),
                        other => format!("{other:?}"),
                    };
                    format!("{line}: {}", (0..record.len()).map(cell).collect::<Vec<_>>().join("|"))
                }
            });
        }
        lines
    }

    #[test]
    fn lines_are_physical_lines() {
        let expected = ["2: 1|x", "5: 2|y", "6: 3|two\nlines", "8: 4|z"];
        assert_eq!(records(b"a,b\n1,x\n\n\n2,y\n3,\"two\nlines\"\n4,z"), expected);
        assert_eq!(records(b"a,b\r\n1,x\r\n\r\n\r\n2,y\r\n3,\"two\nlines\"\r\n4,z\r\n"), expected);
        assert_eq!(records(b"a,b\r1,x\r\r\r2,y\r3,\"two\nlines\"\r4,z"), expected);
        assert_eq!(records(b"\xEF\xBB\xBFa,b\n1,x"), ["2: 1|x"]);
        assert_eq!(records(b"\xEF\xBB\xBF\xEF\xBB\xBF\"a\",b\n1,x"), ["2: 1|x"]);
    }

    #[test]
    fn an_open_quote_costs_its_own_line_only() {
        assert_eq!(
            records(b"a,b\n1,x\n2,\"y\n3,z\r\n4,\"\"\n"),
            ["2: 1|x", "3! has a quote that is never closed", "4: 3|z", "5: 4|"]
        );
        assert_eq!(records(b"a,b\n1,\""), ["2! has a quote that is never closed"]);
        assert_eq!(records(b"a,b\n1,\"\n\n"), ["2! has a quote that is never closed"]);
        assert_eq!(
            records(b"a,b\n\"1\n2\",\"y\r\n3,z"),
            ["2! has a quote, opened in line 3, that is never closed", "4: 3|z"]
        );
        // Quotes inside a cell are text, and a doubled quote is one.
        assert_eq!(records(b"a,b\n1,x\"y\n2,\"x\"\"y\"\n3,\"x\"y\n"), ["2: 1|x\"y", "3: 2|x\"y", "4: 3|xy"]);
    }

    #[test]
    fn a_quote_that_runs_on_for_too_long_is_given_up() {
        let lines = CELL_LINES_MAX as usize + 5;
        let text = format!("a,b\n1,\"x\n{}2,\"y\"\n", "3,z\n".repeat(lines));
        let records = records(text.as_bytes());
        assert_eq!(records.first().expect("a record"), "2! has a quote that is still open 10000 lines later");
        assert_eq!(records.len(), 1 + lines + 1);
        assert_eq!(records.last().expect("a record"), &format!("{}: 2|y", lines + 3));
    }

    #[test]
    fn a_record_that_is_too_long_is_given_up() {
        let big = "x".repeat(10 << 20);
        let why = "is longer than 8 MiB";
        assert_eq!(records(format!("a,b\n1,{big}\n2,y\n").as_bytes()), [format!("2! {why}"), "3: 2|y".to_owned()]);
        assert_eq!(records(format!("a,b\n1,\"{big}\"\n2,y").as_bytes()), [format!("2! {why}"), "3: 2|y".to_owned()]);
        let never_closed = [format!("2! {}", "has a quote that is never closed"), "3: 2|y".to_owned()];
        assert_eq!(records(format!("a,b\n1,\"{big}\n2,y").as_bytes()), never_closed);
    }

    #[test]
    fn more_cells_than_columns_are_refused_and_fewer_are_missing() {
        assert_eq!(records(b"a,b\n1,2,3\n1\n"), ["2! has 3 cells where the header has 2", "3: 1"]);
    }

    proptest::proptest! {
        /// The splitter and the crate agree on where records end: what the crate reads from the whole is what it reads
        /// from the pieces.
        #[test]
        fn the_splitter_agrees_with_the_crate(text in "[ab,\"\r\n]{0,60}") {
            let mut splitter = Splitter::new(BufReader::with_capacity(3, Cursor::new(text.as_bytes())), b',').expect("bytes");
            let mut pieces = Vec::new();
            let mut piece = Vec::new();
            loop {
                match splitter.next(&mut piece).expect("bytes") {
                    Piece::Record(_) => pieces.push(piece.clone()),
                    // From an open quote on the two differ by design.
                    Piece::Broken(..) => return Ok(()),
                    Piece::End => break,
                }
            }
            let read = |bytes: &[u8]| -> Vec<csv::ByteRecord> {
                let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
                reader.byte_records().map(|record| record.expect("a record")).collect()
            };
            let whole = read(text.as_bytes());
            let parts: Vec<csv::ByteRecord> = pieces.iter().flat_map(|piece| read(piece)).collect();
            proptest::prop_assert_eq!(whole, parts);
        }
    }
}
