//! Tables: CSV and JSON Lines files of any shape, through the mapping in `onethread.toml`.
//!
//! Columns in: whatever the settings name. Columns out: those of the fact table that the source feeds. Both formats
//! become the same records, so that the same facts in either give the same rows.

pub(crate) mod csv_records;
mod json_records;
pub mod limits;
mod mapping;
mod records;
mod rows;
pub(crate) mod values;

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::facts::{Facts, SourceReport};
use onethread_model::record::short;
use onethread_model::source::At;

use onethread_model::limits::SHEET_FILE_BYTES;

use crate::csv_text::{name_of, utf16};
use crate::gather::Gathering;
use crate::store::Input;
pub(crate) use crate::store::Resume;
use mapping::Mapping;
use records::{Header, Record, Records};
use rows::Rows;

/// Records after which it is estimated how many there are.
const ESTIMATED_FROM_RECORDS: u64 = 1 << 16;
/// Most records that room is made for before they are read: the rest of a file may be anything.
const ESTIMATED_MAX: u64 = 1 << 26;

/// How many records of so many bytes are left of a file, with a part more, because not all are equally long.
fn remaining(length: u64, offset: u64, bytes: u64) -> usize {
    let left = length.saturating_sub(offset) / bytes.max(1);
    usize::try_from((left + left / 64).min(ESTIMATED_MAX)).unwrap_or(0)
}

/// Records between two calls of progress.
const PROGRESS_RECORDS: usize = 4_096;

/// What an import reads with and writes to.
pub(crate) struct ImportContext<'a> {
    pub(crate) gathering: &'a Gathering<'a>,
    pub(crate) source: &'a SourceConfig,
    pub(crate) file: &'a At<String>,
    /// Index of the report to be.
    pub(crate) index: u16,
    pub(crate) facts: &'a mut Facts,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
    pub(crate) progress: &'a mut dyn FnMut(&str, usize),
}

/// Where an import ended.
pub(crate) struct Ending {
    /// What an import of whatever comes after it has to know.
    pub(crate) resume: Resume,
    /// Whether the end of the file is inside a record or line, which more bytes could change.
    pub(crate) is_open: bool,
}

/// Reads a file into the facts and accounts for every record in the report; gives its end when all of it was read.
///
/// With `resume` it goes on after so many bytes, and the report has to be the one of those bytes.
pub(crate) fn import(
    file: &mut Input,
    resume: Option<(u64, &Resume)>,
    context: &mut ImportContext<'_>,
    report: &mut SourceReport,
) -> Option<Ending> {
    let name = &context.source.name.value;
    (context.progress)(name, report.read);
    let ending = read(file, resume, context, report).unwrap_or_else(|error| {
        let message = format!("`{}` cannot be read to its end: {error}", report.path);
        context.diagnostics.push(
            Diagnostic::error("unreadable-file", message, context.file.span)
                .note(format!("{} records were read before that", report.read)),
        );
        report.remarks.insert("reading stopped before the end of the file".to_owned(), 1);
        None
    });
    (context.progress)(name, report.read);
    ending
}

fn read(
    file: &mut Input,
    resume: Option<(u64, &Resume)>,
    context: &mut ImportContext<'_>,
    report: &mut SourceReport,
) -> io::Result<Option<Ending>> {
    let source = context.source;
    let mut mapping = Mapping::new(source);
    if !mapping.check_settings(context.diagnostics) {
        report.remarks.insert("not read: its settings cannot be followed".to_owned(), 1);
        return Ok(None);
    }
    let length = file.length();
    let mut input = BufReader::with_capacity(1 << 16, Bytes::File(file));
    let start = input.fill_buf()?;
    let is_utf16 = utf16(&start[..start.len().min(1 << 10) & !1]).is_some();
    if is_utf16 {
        // Such files are small: spreadsheets are saved like this.
        let Some(text) = decoded(&mut input)? else {
            too_long(context, report);
            return Ok(None);
        };
        input = BufReader::new(Bytes::Decoded(Cursor::new(text.into_bytes())));
    }
    let is_csv = is_csv(source, &context.file.value);
    let Some((mut records, mut header)) = open(input, is_csv, context, report)? else { return Ok(None) };
    if let Some((offset, resume)) = resume {
        records.go_on(offset, resume, &mut header)?;
    }
    mapping.bind(&header);
    if is_csv {
        report_duplicates(&header, context, report);
        if !mapping.check_columns(&header, &report.path, true, context.diagnostics) {
            report.remarks.insert("not read: a column is missing".to_owned(), 1);
            return Ok(None);
        }
    }
    let (first, mut taken) = (records.offset(), 0);
    let mut rows = Rows::new(context, report);
    let mut record = Record::default();
    let mut known = header.len();
    // What was read before an error still counts.
    let result = loop {
        match records.next(&mut header, &mut record) {
            Ok(true) => {
                if header.len() != known {
                    known = header.len();
                    mapping.bind(&header);
                }
                let read = rows.take(&mapping, &record);
                if read.is_multiple_of(PROGRESS_RECORDS) {
                    rows.progress();
                }
                taken += 1;
                if taken == ESTIMATED_FROM_RECORDS {
                    let passed = records.offset().saturating_sub(first);
                    rows.reserve(remaining(length, records.offset(), passed / taken));
                }
            }
            Ok(false) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    report.unread_columns = mapping.unread(&header);
    if report.read == 0 && result.is_ok() {
        empty(context, &report.path, Severity::Warning, "holds no record");
    }
    // The keys of JSON Lines are known only now.
    if !is_csv && report.read > 0 {
        mapping.check_columns(&header, &report.path, report.kept == 0, context.diagnostics);
    }
    result.map(|()| {
        let Ending { resume, is_open } = records.ending(&header);
        // What is read again has to begin at its start, where the encoding shows.
        Some(Ending { resume, is_open: is_open || is_utf16 })
    })
}

fn too_long(context: &mut ImportContext<'_>, report: &mut SourceReport) {
    let message = format!("`{}` is UTF-16; {SHEET_FILE_BYTES}", report.path);
    let diagnostic = Diagnostic::error("wrong-encoding", message, context.file.span);
    context.diagnostics.push(diagnostic.help("save it as UTF-8").help(SHEET_FILE_BYTES.help()));
    report.remarks.insert("not read: it is UTF-16".to_owned(), 1);
}

/// The bytes of a file, as they are or decoded.
enum Bytes<'i> {
    File(&'i mut Input),
    Decoded(Cursor<Vec<u8>>),
}

impl Read for Bytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Bytes::File(file) => file.read(buffer),
            Bytes::Decoded(text) => text.read(buffer),
        }
    }
}

impl Seek for Bytes<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Bytes::File(file) => file.seek(to),
            Bytes::Decoded(text) => text.seek(to),
        }
    }
}

/// All of a file in UTF-16 as text; `None` when it is larger than a spreadsheet may be.
fn decoded(input: &mut BufReader<Bytes<'_>>) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    input.take(SHEET_FILE_BYTES.get() + 1).read_to_end(&mut bytes)?;
    Ok(utf16(&bytes).filter(|_| !SHEET_FILE_BYTES.is_passed_by(bytes.len() as u64)))
}

fn open<'i>(
    input: BufReader<Bytes<'i>>,
    is_csv: bool,
    context: &mut ImportContext<'_>,
    report: &mut SourceReport,
) -> io::Result<Option<(Records<Bytes<'i>>, Header)>> {
    if !is_csv {
        return Ok(Some((Records::json(input), Header::default())));
    }
    match Records::csv(input, context.source.delimiter)? {
        Ok((records, Some(header))) => {
            if let Some(other) = records.delimiter().filter(|found| *found != context.source.delimiter) {
                report.remarks.insert(format!("cells are divided by {}, whatever the settings say", name_of(other)), 1);
            }
            return Ok(Some((records, header)));
        }
        Ok((_, None)) => {
            empty(context, &report.path, Severity::Error, "is empty, without even a header line");
            report.remarks.insert("not read: the file is empty".to_owned(), 1);
        }
        Err(why) => {
            let message = format!("the header line of `{}` cannot be read: {why}", report.path);
            context.diagnostics.push(Diagnostic::error("unreadable-header", message, context.file.span));
            report.remarks.insert("not read: the header line cannot be read".to_owned(), 1);
        }
    }
    Ok(None)
}

fn empty(context: &mut ImportContext<'_>, path: &str, severity: Severity, what: &str) {
    let message = format!("`{path}` {what}");
    context.diagnostics.push(Diagnostic::new(severity, "empty-file", message, Spot::Span(context.file.span)));
}

fn report_duplicates(header: &Header, context: &mut ImportContext<'_>, report: &mut SourceReport) {
    for name in &header.duplicates {
        let message = format!("`{}` has more than one column `{}`", report.path, short(name));
        context
            .diagnostics
            .push(Diagnostic::warning("duplicate-column", message, context.file.span).note("the first one is read"));
    }
}

/// Whether a file is CSV: by the setting, else by the ending of its name.
fn is_csv(source: &SourceConfig, path: &str) -> bool {
    match source.format.as_deref() {
        Some(format) => format != "jsonl",
        None => {
            let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
            !matches!(ending.as_str(), "jsonl" | "ndjson" | "json")
        }
    }
}
