//! Files as sheets: which format, which encoding, which delimiter.

use onethread_model::diagnostic::{Diagnostic, Severity};
use onethread_model::limits::{Limit, SHEET_CELLS, SHEET_COLUMNS, SHEET_FILE_BYTES, SHEET_ROWS};

use super::{Cell, Row, Sheet, of_file, workbook};
use crate::importers::table::csv_records::each_record;

/// What may stand between cells, and what it is called.
const DELIMITERS: [(u8, &str); 4] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];
/// Records from which the delimiter is reported.
const SAMPLE: usize = 50;

/// The sheets of a file: one for CSV, several perhaps for a workbook. What cannot be read is reported.
///
/// `name` is the name of the file without folders, `bytes` all of it.
pub fn read(name: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Vec<Sheet> {
    match read_file(name, bytes, diagnostics) {
        Ok(sheets) => sheets,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            Vec::new()
        }
    }
}

fn read_file(name: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    let refuse = |what: &str, help: &str| {
        Box::new(of_file(Severity::Error, "unreadable-spreadsheet", what, name).help(help.to_owned()))
    };
    let as_csv = "save it as .xlsx or as CSV, and name that file";
    if SHEET_FILE_BYTES.is_passed_by(bytes.len() as u64) {
        let what = format!("it has {} bytes; {SHEET_FILE_BYTES}", bytes.len());
        let report = refuse(&what, "leave out what is no roster and no list of initiatives, or split it");
        return Err(Box::new(report.help(SHEET_FILE_BYTES.help())));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(refuse("it is empty", "export it again, with a header line"));
    }
    if bytes.starts_with(b"PK") {
        return workbook::read(name, bytes, diagnostics);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let what = "it is a workbook with a password, or an old .xls";
        return Err(refuse(what, "take the password off, or save it as .xlsx or as CSV"));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(refuse("it is a PDF", as_csv));
    }
    let (text, encoding) = decode(bytes).ok_or_else(|| refuse("it is no text and no workbook", as_csv))?;
    let start = text.trim_start().get(..200.min(text.trim_start().len())).unwrap_or_default().to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<?xml") {
        return Err(refuse("it is a web page or XML, whatever its name says", as_csv));
    }
    if text.contains('\u{fffd}') {
        let what = format!("some bytes are no characters of {encoding}; each is shown as \u{fffd}");
        diagnostics
            .push(of_file(Severity::Warning, "odd-characters", what, name).help("export it again as CSV in UTF-8"));
    }
    Ok(vec![csv(name, &text, encoding, diagnostics)?])
}

fn csv(name: &str, text: &str, encoding: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Sheet, Box<Diagnostic>> {
    // Some tools write the delimiter into a first line.
    let (stated, skip) = match text.strip_prefix("sep=").map(|rest| (rest.bytes().next(), rest.find('\n'))) {
        Some((Some(stated), Some(end))) => (Some(stated), "sep=".len() + end + 1),
        _ => (None, 0),
    };
    let body = &text.as_bytes()[skip..];
    let delimiter = stated.filter(u8::is_ascii).unwrap_or_else(|| guess_delimiter(body));
    let between = DELIMITERS.iter().find(|(byte, _)| *byte == delimiter).map_or("another delimiter", |(_, name)| name);
    let mut sheet = Sheet {
        file: name.to_owned(),
        name: None,
        read_as: format!("{encoding}, {between}"),
        lists: None,
        rows: Vec::new(),
    };
    let mut cells = 0_usize;
    let mut too_much: Option<(String, &Limit)> = None;
    let shift = usize::from(skip > 0);
    each_record(body, delimiter, |line, record| {
        let line = line as usize + shift;
        let record = match record {
            Ok(record) => record,
            Err(why) => {
                let what = format!("the line {why}, and was left out");
                diagnostics.push(
                    sheet
                        .error("broken-row", what, (line, None))
                        .help("close the quote, or double a quote that is part of the text"),
                );
                return true;
            }
        };
        cells += record.len();
        let counts = [(record.len(), &SHEET_COLUMNS), (cells, &SHEET_CELLS), (sheet.rows.len() + 1, &SHEET_ROWS)];
        if let Some((count, limit)) = counts.into_iter().find(|(count, limit)| limit.is_passed_by(*count as u64)) {
            too_much = Some((format!("line {line} makes {} {}; {limit}", count, limit.unit), limit));
            return false;
        }
        let row: Vec<Cell> = record.iter().map(|cell| Cell::text(&String::from_utf8_lossy(cell))).collect();
        if row.iter().any(|cell| !cell.is_empty()) {
            sheet.rows.push(Row { line, cells: row });
        }
        true
    });
    match too_much {
        Some((what, limit)) => Err(Box::new(
            of_file(Severity::Error, "spreadsheet-too-large", what, name)
                .help("keep only the columns and rows of a roster or a list of initiatives")
                .help(limit.help()),
        )),
        None => Ok(sheet),
    }
}

/// The delimiter that gives most cells in the same number in most records.
fn guess_delimiter(text: &[u8]) -> u8 {
    let score = |delimiter: u8| {
        let mut counts: Vec<usize> = Vec::new();
        each_record(text, delimiter, |_, record| {
            counts.extend(record.ok().map(csv::ByteRecord::len));
            counts.len() < SAMPLE
        });
        counts.sort_unstable();
        let runs = counts.chunk_by(|a, b| a == b).map(|run| run.len() * (run[0] - 1));
        runs.max().unwrap_or(0)
    };
    let best = DELIMITERS.iter().rev().max_by_key(|(delimiter, _)| score(*delimiter));
    best.map_or(b',', |(delimiter, _)| *delimiter)
}

/// Bytes as text, with the name of the encoding; `None` when they are no text at all.
fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    let utf16 = |bytes: &[u8], from: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return Some((utf16(rest, u16::from_le_bytes), "UTF-16")),
        [0xfe, 0xff, rest @ ..] => return Some((utf16(rest, u16::from_be_bytes), "UTF-16")),
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            return Some((String::from_utf8_lossy(rest).into_owned(), "UTF-8 with a byte-order mark"));
        }
        _ => {}
    }
    if bytes.contains(&0) {
        // Latin letters in UTF-16 have a zero for every other byte.
        let sample = &bytes[..bytes.len().min(1_000)];
        let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        if bytes.len() % 2 == 1 {
            return None;
        }
        return match (zeros(0) * 4 > sample.len(), zeros(1) * 4 > sample.len()) {
            (false, true) => Some((utf16(bytes, u16::from_le_bytes), "UTF-16")),
            (true, false) => Some((utf16(bytes, u16::from_be_bytes), "UTF-16")),
            _ => None,
        };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some((text.to_owned(), "UTF-8")),
        Err(_) => Some((bytes.iter().map(|byte| windows_1252(*byte)).collect(), "Windows-1252")),
    }
}

/// A byte of Windows-1252: Latin-1, but for the range that Latin-1 leaves to control characters.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '\u{20ac}', '\u{fffd}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
        '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{fffd}', '\u{17d}', '\u{fffd}', '\u{fffd}', '\u{2018}',
        '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
        '\u{203a}', '\u{153}', '\u{fffd}', '\u{17e}', '\u{178}',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
