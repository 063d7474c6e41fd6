//! Tables: CSV, JSON, YAML and Markdown files of any shape, through the mapping in `onethread.toml`.
//!
//! Columns in: whatever the settings name. Columns out: those of the fact table that the source feeds.
//!
//! 1. A format becomes [`Records`], so that the same facts in any of them give the same rows.
//! 2. [`Shape`] holds conditions against a record, splits it, and turns transitions into intervals.
//! 3. [`Mapping`] says which cell fills which column, and [`Rows`] adds the facts and accounts for each record.

mod bytes;
mod changelog;
pub(crate) mod csv_records;
mod documents;
mod import;
mod json_records;
mod json_scan;
pub mod limits;
mod mapping;
mod markdown_tables;
mod path;
mod records;
mod rows;
pub(in crate::importers) mod sample;
mod shape;
mod tree_records;
pub(crate) mod values;
pub(in crate::importers) mod version_records;
pub(in crate::importers) mod versions;

use std::io::{self, BufRead, BufReader, Cursor};

use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::facts::SourceReport;
use onethread_model::record::short;

use super::presets;
use crate::csv_text::{name_of, utf16};
use crate::importers::ImportContext;
use crate::store::Input;
pub(crate) use crate::store::Resume;
use bytes::{Bytes, decoded, too_long};
pub(super) use import::import;
use mapping::Mapping;
use records::{Header, Record, Records};
use rows::Rows;
use shape::Shape;
use tree_records::{Form, TreeRecords};

/// Bytes of the start of a file by which it is recognized.
pub(super) const SAMPLE_BYTES: usize = 1 << 16;

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
fn read_input(
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
    let start = input.fill_buf()?;
    let start = start.get(..start.len().min(SAMPLE_BYTES)).unwrap_or_default().to_vec();
    if !presets::can_be_read(&start, context, report) {
        return Ok(None);
    }
    let form = Format::of(source, &context.file.value, &start);
    let wanted = mapping.wanted();
    let Some((mut records, mut header)) = open(input, form, &wanted, context, report)? else { return Ok(None) };
    let mut shape = Shape::new(source);
    shape.add_columns(&mut header, &wanted);
    if let Some((offset, resume)) = resume {
        records.go_on(offset, resume, &mut header)?;
    }
    mapping.bind(&header);
    shape.bind(&header);
    if form == Format::Csv {
        report_duplicates(&header, context, report);
        if !mapping.check_columns(&header, &report.path, true, context.diagnostics) {
            report.remarks.insert("not read: a column is missing".to_owned(), 1);
            presets::suggest(&start, context, report);
            return Ok(None);
        }
    }
    // What was read before an error still counts.
    let result = take_all((&mut records, &mut header), (&mut mapping, &mut shape), length, context, report);
    finish(&records, &header, (&mapping, form), &start, result.is_ok(), context, report);
    result.map(|()| {
        let Ending { resume, is_open } = records.ending(&header);
        // What is read again has to begin at its start, where the encoding shows.
        Some(Ending { resume, is_open: is_open || is_utf16 })
    })
}

/// Reads every record into the facts.
fn take_all<'m, 'a: 'm>(
    (records, header): (&mut Records<Bytes<'_>>, &mut Header),
    (mapping, shape): (&mut Mapping<'a>, &mut Shape<'a>),
    length: u64,
    context: &'m mut ImportContext<'a>,
    report: &'m mut SourceReport,
) -> io::Result<()> {
    let (first, mut taken) = (records.offset(), 0);
    let mut rows = Rows::new(context, report);
    let mut record = Record::default();
    let mut known = header.len();
    while records.next(header, &mut record)? {
        if header.len() != known {
            known = header.len();
            mapping.bind(header);
            shape.bind(header);
        }
        shape.take(&mut record, &mut |record| {
            if rows.take(mapping, record).is_multiple_of(PROGRESS_RECORDS) {
                rows.progress();
            }
        });
        taken += 1;
        if taken == ESTIMATED_FROM_RECORDS {
            let passed = records.offset().saturating_sub(first);
            rows.reserve(remaining(length, records.offset(), passed / taken));
        }
    }
    shape.finish(header, &mut |record| {
        rows.take(mapping, record);
    });
    Ok(())
}

/// What can be said only after the last record.
fn finish(
    records: &Records<Bytes<'_>>,
    header: &Header,
    (mapping, form): (&Mapping<'_>, Format),
    start: &[u8],
    is_whole: bool,
    context: &mut ImportContext<'_>,
    report: &mut SourceReport,
) {
    let is_preset = context.source.preset().is_some();
    // Of a part, what it does not read says nothing: another part may.
    let is_whole_source = !is_preset && context.source.id == context.source.name.value;
    let needs_value = report.kept == 0;
    match records {
        Records::Tree(tree) => {
            if let Some((line, why)) = tree.broken() {
                presets::broken(*line, why, context, report);
            }
            if is_whole_source {
                report.unread_columns = tree.unread();
            }
            if !is_preset {
                let mut found = Mapping::new(context.source);
                let seen = tree.seen(header);
                found.bind(&seen);
                if report.read > 0 && report.kept == 0 && report.skipped.is_empty() {
                    found.check_columns(&seen, &report.path, needs_value, context.diagnostics);
                }
            }
            if tree.units() == 0 && tree.broken().is_none() && form != Format::Markdown {
                presets::nothing(start, context, report);
            }
        }
        Records::Csv(_) | Records::Json(_) => {
            report.unread_columns = if is_whole_source { mapping.unread(header) } else { Vec::new() };
            if report.read == 0 && is_whole && context.source.records.changelog.is_none() {
                empty(context, &report.path, Severity::Warning, "holds no record");
            }
            // The keys of JSON Lines are known only now.
            if form == Format::Lines && report.read > 0 {
                mapping.check_columns(header, &report.path, needs_value, context.diagnostics);
            }
        }
    }
    if is_preset && report.kept == 0 && report.read > 0 {
        presets::suggest(start, context, report);
    }
}

fn open<'i>(
    input: BufReader<Bytes<'i>>,
    form: Format,
    wanted: &[&str],
    context: &mut ImportContext<'_>,
    report: &mut SourceReport,
) -> io::Result<Option<(Records<Bytes<'i>>, Header)>> {
    let mut header = Header::default();
    let form = match form {
        Format::Csv => None,
        Format::Lines => return Ok(Some((Records::json(input, wanted, &mut header), header))),
        Format::Json => Some(Form::Json),
        Format::Yaml => Some(Form::Yaml),
        Format::Markdown => Some(Form::Markdown),
    };
    if let Some(form) = form {
        let records = TreeRecords::new(input, form, context.source, wanted, &report.path, &mut header);
        return Ok(Some((Records::Tree(Box::new(records)), header)));
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

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    /// One JSON object a line.
    Lines,
    Json,
    Yaml,
    Markdown,
}

impl Format {
    /// The format of a file: by the setting, else by the ending of its name and how it starts.
    fn of(source: &SourceConfig, path: &str, start: &[u8]) -> Format {
        match source.format.as_deref() {
            Some("jsonl") => Format::Lines,
            Some("json") => Format::Json,
            Some("yaml") => Format::Yaml,
            Some("markdown") => Format::Markdown,
            Some(_) => Format::Csv,
            None => match path.rsplit('.').next().unwrap_or_default().to_lowercase().as_str() {
                "jsonl" | "ndjson" => Format::Lines,
                "json" if source.records.items.is_some() || start.trim_ascii_start().starts_with(b"[") => Format::Json,
                "json" if is_one_object(start) => Format::Json,
                // Some write an object a line under this ending, too.
                "json" => Format::Lines,
                "yaml" | "yml" => Format::Yaml,
                "md" | "markdown" => Format::Markdown,
                _ => Format::Csv,
            },
        }
    }
}

/// Whether a file starts with an object of several lines.
fn is_one_object(start: &[u8]) -> bool {
    let first = start.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    first.trim_ascii() == b"{"
}
