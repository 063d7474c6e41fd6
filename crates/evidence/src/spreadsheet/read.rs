//! Files as sheets: which format, which encoding, which delimiter.

use onethread_model::diagnostic::{Diagnostic, Severity};
use onethread_model::limits::{Limit, SHEET_CELLS, SHEET_COLUMNS, SHEET_FILE_BYTES, SHEET_ROWS};

use super::{Cell, Row, Sheet, of_file, workbook};
use crate::csv_text::{Decoded, decode, guess_delimiter, name_of, stated_delimiter};
use crate::importers::table::csv_records::each_record;

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
        // A workbook with a password is a stream of this name, in UTF-16, in a file of the old kind.
        let stream: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
        let has_password = memchr::memmem::find(bytes, &stream).is_some();
        let what = if has_password {
            "it is a workbook with a password"
        } else {
            "it is a workbook with a password, or an old .xls"
        };
        return Err(refuse(what, "take the password off, or save it as .xlsx or as CSV"));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(refuse("it is a PDF", as_csv));
    }
    let Decoded { text, encoding, mixed } =
        decode(bytes).ok_or_else(|| refuse("it is no text and no workbook", as_csv))?;
    if let Some(line) = mixed {
        let what =
            format!("its cells are in two encodings, UTF-8 and Windows-1252, the rarer one first in line {line}");
        diagnostics.push(
            of_file(Severity::Warning, "two-encodings", what, name)
                .note("each cell was read in its own")
                .help("look at the names with accents, and export it again as CSV in UTF-8"),
        );
    }
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
    let body = text.as_bytes();
    let delimiter = stated_delimiter(body).map_or_else(|| guess_delimiter(body), |(stated, _)| stated);
    let mut sheet = Sheet {
        file: name.to_owned(),
        read_as: format!("{encoding}, {}", name_of(delimiter)),
        is_text: true,
        ..Sheet::default()
    };
    let mut cells = 0_usize;
    let mut too_much: Option<(String, &Limit)> = None;
    each_record(body, delimiter, |line, record| {
        let line = line as usize;
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
    if !body.ends_with(b"\n") && !body.ends_with(b"\r") {
        cut(&sheet, diagnostics);
    }
    match too_much {
        Some((what, limit)) => Err(Box::new(
            of_file(Severity::Error, "spreadsheet-too-large", what, name)
                .help("keep only the columns and rows of a roster or a list of initiatives")
                .help(limit.help()),
        )),
        None => Ok(sheet),
    }
}

/// Says where the last row ends early and without an end of line, while all others have the same number of cells.
fn cut(sheet: &Sheet, diagnostics: &mut Vec<Diagnostic>) {
    let Some((last, others)) = sheet.rows.split_last() else { return };
    let Some(whole) = others.last().map(|row| row.cells.len()).filter(|whole| *whole > last.cells.len()) else {
        return;
    };
    if others.len() < 2 || !others.iter().rev().take(10).all(|row| row.cells.len() == whole) {
        return;
    }
    let what = format!("the last line has {} of {whole} cells and no end: the export may be cut", last.cells.len());
    diagnostics.push(
        sheet
            .warning("cut-in-the-middle", what, (last.line, None))
            .note("everything up to there was read")
            .help("export it again, and compare the number of rows"),
    );
}
