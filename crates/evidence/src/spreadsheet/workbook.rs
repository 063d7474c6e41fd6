//! XLSX workbooks. Cells are read one by one, so that a lonely cell in the last row and column costs no memory.

mod marks;
mod seen;

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::limits::{Limit, SHEET_CELLS, SHEET_COLUMNS, SHEET_ROWS, SHEETS};

use self::marks::{Marks, Parts};
use super::{Cell, Row, Sheet, of_file, unpack};

/// Merged cells of a sheet that are looked at, and rows that all of them may cover together.
const MERGED_MAX: usize = 10_000;
const MERGED_ROWS_MAX: usize = 1_000_000;

type Workbook<'b> = Xlsx<Metered<'b>>;

/// The bytes of a file, of which each may be read some times: a part that many sheets share would be unpacked for each
/// of them, and what it unpacks to is bounded only once.
struct Metered<'b> {
    bytes: Cursor<&'b [u8]>,
    left: Rc<Cell64>,
}

type Cell64 = std::cell::Cell<u64>;

/// How often the bytes of a workbook may be read: for the list of its parts, for cells and for merged cells.
const READ_MAX: u64 = 4;
/// Bytes that may be read in any case.
const READ_FREE: u64 = 64 << 10;

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        match self.left.get().checked_sub(count as u64) {
            Some(left) => self.left.set(left),
            None => {
                self.left.set(0);
                return Err(io::Error::other("read too often"));
            }
        }
        Ok(count)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

pub(super) fn read(name: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    // The reader of workbooks counts rows and columns without looking, and damaged files can make it panic.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let mut own = Vec::new();
        read_sheets(name, bytes, &mut own).map(|sheets| (sheets, own))
    }));
    let gave_up = || {
        let what = "it is damaged, and the reader of workbooks gave up";
        of_file(Severity::Error, "unreadable-spreadsheet", what, name).help("save it again as .xlsx, or as CSV")
    };
    let (sheets, mut own) = found.unwrap_or_else(|_| Err(Box::new(gave_up())))?;
    diagnostics.append(&mut own);
    Ok(sheets)
}

fn read_sheets(name: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    let refuse = |what: String, help: &str| {
        Box::new(of_file(Severity::Error, "unreadable-spreadsheet", what, name).help(help.to_owned()))
    };
    unpack::check(bytes).map_err(|(what, help)| refuse(what, help))?;
    // These stand uncompressed at the start of the file, or in its list of parts.
    let start = bytes.get(..200).unwrap_or(bytes);
    if contains(start, b"application/vnd.oasis.opendocument") {
        return Err(refuse("it is an OpenDocument file (.ods)".to_owned(), "save it as .xlsx or as CSV"));
    }
    if contains(bytes, b"xl/workbook.bin") {
        return Err(refuse("it is a binary workbook (.xlsb)".to_owned(), "save it as .xlsx or as CSV"));
    }
    let left = Rc::new(Cell64::new(READ_FREE + READ_MAX * bytes.len() as u64));
    let metered = Metered { bytes: Cursor::new(bytes), left: Rc::clone(&left) };
    let mut book: Workbook<'_> = Xlsx::new(metered).map_err(|error| {
        refuse(format!("it is no workbook that can be read: {}", clause(&error)), "save it as .xlsx or as CSV")
    })?;
    let too_large = |what: String, limit: &Limit| {
        let help = "keep only the columns and rows of a roster or a list of initiatives";
        Box::new(of_file(Severity::Error, "spreadsheet-too-large", what, name).help(help).help(limit.help()))
    };
    if SHEETS.is_passed_by(book.sheets_metadata().len() as u64) {
        return Err(too_large(format!("it has {} sheets; {SHEETS}", book.sheets_metadata().len()), &SHEETS));
    }
    let mut sheets = Vec::new();
    let mut cells = 0_usize;
    let mut parts = Parts::of(bytes);
    let is_hidden = |sheet: &&calamine::Sheet| sheet.visible != SheetVisible::Visible;
    let hidden: Vec<String> = book.sheets_metadata().iter().filter(is_hidden).map(|sheet| sheet.name.clone()).collect();
    for sheet_name in book.sheet_names() {
        let mut sheet = Sheet {
            file: name.to_owned(),
            name: Some(sheet_name.clone()),
            read_as: "workbook".to_owned(),
            ..Sheet::default()
        };
        if hidden.contains(&sheet_name) {
            let what = "the sheet is hidden, and was not read".to_owned();
            diagnostics.push(
                of_file(Severity::Note, "hidden-sheet", what, &sheet.title())
                    .help("show it in the workbook if it is to count"),
            );
            continue;
        }
        let marks = parts.marks(&sheet_name);
        match rows(&mut book, &sheet_name, &marks, &mut cells) {
            Ok(rows) => sheet.rows = rows,
            // A chart is no sheet of cells.
            Err(Trouble::Xlsx(XlsxError::NotAWorksheet(_))) => continue,
            Err(_) if left.get() == 0 => {
                let what = "several of its sheets are one part, or its parts lie over each other".to_owned();
                return Err(refuse(what, "save it again, or save the sheets that matter as CSV"));
            }
            Err(Trouble::Xlsx(error)) => {
                let what = format!("the sheet cannot be read: {}", clause(&error));
                diagnostics.push(
                    of_file(Severity::Error, "unreadable-sheet", what, &sheet.title())
                        .help("save the sheet as CSV; the other sheets were read"),
                );
            }
            Err(Trouble::TooLarge(what, limit)) if limit.key == SHEET_CELLS.key => return Err(too_large(what, limit)),
            Err(Trouble::TooLarge(what, limit)) => {
                let mut report = *too_large(what, limit);
                report.primary.spot = Spot::Path(sheet.title());
                diagnostics.push(report);
                continue;
            }
        }
        tell_hidden(&sheet, &marks, diagnostics);
        let merged = fill_merged(&mut book, &sheet_name, &mut sheet);
        if merged > 0 {
            let what = format!("{merged} cells took the value of the merged cell that covers them");
            diagnostics.push(of_file(Severity::Note, "merged-cells", what, &sheet.title()));
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

enum Trouble {
    Xlsx(XlsxError),
    TooLarge(String, &'static Limit),
}

/// Says which rows and columns are hidden: they are read, because hidden is not gone.
fn tell_hidden(sheet: &Sheet, marks: &Marks, diagnostics: &mut Vec<Diagnostic>) {
    let rows: Vec<usize> =
        sheet.rows.iter().map(|row| row.line).filter(|line| marks.rows.contains(&(line - 1))).collect();
    let widest = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let is_hidden = |at: &usize| marks.columns.iter().any(|(first, last)| (first..=last).contains(&at));
    let columns: Vec<usize> = (0..widest).filter(is_hidden).map(|at| at + 1).collect();
    for (what, numbers) in [("row", &rows), ("column", &columns)] {
        let Some(first) = numbers.first() else { continue };
        let (is, was) = if numbers.len() == 1 {
            (what.to_owned(), "is hidden, and was")
        } else {
            (format!("{what}s"), "are hidden, and were")
        };
        let count = numbers.len();
        let last = numbers.last().filter(|last| *last != first).map_or_else(String::new, |last| format!(" to {last}"));
        let what = format!("{count} {is} {was} read all the same, from {first}{last}");
        let what = if count == 1 { what.replace("from ", "number ") } else { what };
        let code = if is.starts_with("row") { "hidden-rows" } else { "hidden-columns" };
        diagnostics.push(
            of_file(Severity::Note, code, what, &sheet.title())
                .help("delete them in the workbook if they are not to count"),
        );
    }
}

fn rows(book: &mut Workbook<'_>, name: &str, marks: &Marks, cells: &mut usize) -> Result<Vec<Row>, Trouble> {
    let mut rows: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(Trouble::Xlsx)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(Trouble::Xlsx)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        let value = match value(cell.get_value()) {
            Cell::Empty if marks.unvalued.contains(&(row, column)) => Cell::Unvalued,
            Cell::Empty => continue,
            Cell::Number(number) => seen::seen(number, format.map_or("", |format| &format.format_code)),
            value => value,
        };
        if SHEET_COLUMNS.is_passed_by(column as u64 + 1) {
            let what = format!("row {} has a cell in column {}; {SHEET_COLUMNS}", row + 1, column + 1);
            return Err(Trouble::TooLarge(what, &SHEET_COLUMNS));
        }
        let own = rows.entry(row).or_default();
        let grown = own.len().max(column + 1) - own.len();
        *cells += grown;
        own.resize(own.len() + grown, Cell::Empty);
        own[column] = value;
        for (count, limit) in [(*cells, &SHEET_CELLS), (rows.len(), &SHEET_ROWS)] {
            if limit.is_passed_by(count as u64) {
                return Err(Trouble::TooLarge(limit.to_string(), limit));
            }
        }
    }
    Ok(rows.into_iter().map(|(row, cells)| Row { line: row + 1, cells }).collect())
}

fn value(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Empty | DataRef::DurationIso(_) => Cell::Empty,
        // The sign of a formula that failed is a word for nothing, and counted as one.
        DataRef::Error(error) => Cell::text(&error.to_string()),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(flag) => Cell::text(if *flag { "true" } else { "false" }),
        DataRef::DateTime(when) if when.is_duration() => Cell::Number(when.as_f64()),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            let day = Day::from_ymd(year as i16, month as i8, day as i8);
            day.map_or(Cell::Number(when.as_f64()), Cell::Day)
        }
        DataRef::DateTimeIso(text) => Day::parse(text).map_or_else(|_| Cell::text(text), Cell::Day),
    }
}

/// Gives every empty cell under a merged cell its text, and says how many took one. Only cells of rows that hold
/// something are filled: a banner over empty rows makes no rows.
fn fill_merged(book: &mut Workbook<'_>, name: &str, sheet: &mut Sheet) -> usize {
    let Ok(merged) = book.merge_cells_by_sheet_name(name) else { return 0 };
    let Sheet { rows, banners, .. } = sheet;
    let (mut filled, mut left) = (0, MERGED_ROWS_MAX);
    for range in merged.into_iter().take(MERGED_MAX) {
        let (start, end) = (range.start, range.end);
        // A range over several columns is a banner, and its text belongs to none of them.
        if start.1 != end.1 {
            banners.insert(start.0 as usize + 1);
            continue;
        }
        let column = start.1 as usize;
        let first = rows.partition_point(|row| row.line < start.0 as usize + 1);
        let text = match rows.get(first).filter(|row| row.line == start.0 as usize + 1) {
            Some(row) => row.cells.get(column).cloned().unwrap_or_default(),
            None => continue,
        };
        for row in rows[first + 1..].iter_mut().take(left).take_while(|row| row.line <= end.0 as usize + 1) {
            left -= 1;
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            if row.cells[column].is_empty() && !text.is_empty() {
                row.cells[column] = text.clone();
                filled += 1;
            }
        }
    }
    filled
}

/// What the reader of workbooks says, on one line and not too long.
fn clause(error: &XlsxError) -> String {
    let text = error.to_string();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().take(120).collect()
}
