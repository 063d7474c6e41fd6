//! What the parts of a workbook say beside values: which formulas have none, and what is hidden.
//!
//! The reader of workbooks gives values only, so that each sheet is looked through once more. A part that several sheets
//! share is looked through once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::spreadsheet::unpack;

/// What is hidden in a sheet, and what has no value. Rows and columns count from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Formulas whose values no program has stored, by row and column.
    pub(super) unvalued: BTreeSet<(usize, usize)>,
    /// Hidden rows.
    pub(super) rows: BTreeSet<usize>,
    /// Ranges of hidden columns, first and last.
    pub(super) columns: Vec<(usize, usize)>,
}

/// The parts of the sheets of a workbook.
pub(super) struct Parts<'b> {
    bytes: &'b [u8],
    paths: BTreeMap<String, String>,
    known: BTreeMap<String, Rc<Marks>>,
}

impl<'b> Parts<'b> {
    /// Finds the parts by the names of the sheets; none where the workbook is put together in another way.
    pub(super) fn of(bytes: &'b [u8]) -> Parts<'b> {
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        each_start(bytes, "xl/workbook.xml", |element| {
            if element.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            {
                ids.insert(id, name);
            }
        });
        let mut paths = BTreeMap::new();
        each_start(bytes, "xl/_rels/workbook.xml.rels", |element| {
            if element.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
                && let Some(name) = ids.get(&id)
            {
                let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                paths.insert(name.clone(), path);
            }
        });
        Parts { bytes, paths, known: BTreeMap::new() }
    }

    /// The marks of a sheet. What is broken is left to the reader of values to report.
    pub(super) fn marks(&mut self, sheet: &str) -> Rc<Marks> {
        let Some(path) = self.paths.get(sheet) else { return Rc::default() };
        if let Some(known) = self.known.get(path) {
            return Rc::clone(known);
        }
        let marks = Rc::new(unpack::open(self.bytes, path).map(|part| look(BufReader::new(part))).unwrap_or_default());
        self.known.insert(path.clone(), Rc::clone(&marks));
        marks
    }
}

fn each_start(bytes: &[u8], path: &str, mut each: impl FnMut(&BytesStart<'_>)) {
    let Some(part) = unpack::open(bytes, path) else { return };
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => each(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), |text| text.into_owned()))
}

fn look(part: impl BufRead) -> Marks {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut marks = Marks::default();
    let (mut row, mut column) = (0, 0);
    let mut cell = CellSoFar::default();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "row" => {
                    row = attribute(&element, "r")
                        .and_then(|r| r.parse::<usize>().ok())
                        .map_or(row, |r| r.saturating_sub(1));
                    column = 0;
                    if is_set(&element, "hidden") {
                        marks.rows.insert(row);
                    }
                }
                "col" if is_set(&element, "hidden") => {
                    let end = |name| attribute(&element, name).and_then(|n| n.parse::<usize>().ok());
                    if let (Some(first @ 1..), Some(last)) = (end("min"), end("max")) {
                        marks.columns.push((first - 1, last.saturating_sub(1)));
                    }
                }
                "c" => {
                    column = attribute(&element, "r").and_then(|r| column_of(&r)).unwrap_or(column);
                    cell = CellSoFar {
                        is_text: attribute(&element, "t").as_deref() == Some("str"),
                        ..CellSoFar::default()
                    };
                }
                "f" => cell.has_formula = true,
                "v" => (cell.has_value, cell.in_value) = (cell.has_value || cell.is_text, true),
                "is" => cell.has_value = true,
                _ => {}
            },
            Ok(Event::Text(text)) if cell.in_value && !text.is_empty() => cell.has_value = true,
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "v" => cell.in_value = false,
                "c" => {
                    if cell.has_formula && !cell.has_value {
                        marks.unvalued.insert((row, column));
                    }
                    column += 1;
                }
                "row" => row += 1,
                "sheetData" => return marks,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return marks,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

#[derive(Default)]
struct CellSoFar {
    /// Whether its value is text, which may be empty.
    is_text: bool,
    has_formula: bool,
    has_value: bool,
    in_value: bool,
}

fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true"))
}

/// The column of `AB12`, from 0.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let column =
        letters.take(4).fold(0_usize, |sum, letter| sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_without_values_and_hidden_rows_are_seen() {
        let sheet = "<worksheet><cols><col min=\"3\" max=\"4\" hidden=\"1\"/></cols><sheetData>\
            <row r=\"2\" hidden=\"1\"><c r=\"B2\"><f>A1</f></c><c><f>A1</f><v>7</v></c><c><f>A1</f><v/></c></row>\
            <row><c t=\"str\"><f>A1</f><v></v></c><c t=\"inlineStr\"><is><t>x</t></is></c><c><f t=\"shared\" si=\"0\"/></c></row>\
            </sheetData></worksheet>";
        let marks = look(sheet.as_bytes());
        assert_eq!(marks.unvalued.into_iter().collect::<Vec<_>>(), [(1, 1), (1, 3), (2, 2)]);
        assert_eq!(marks.rows.into_iter().collect::<Vec<_>>(), [1]);
        assert_eq!(marks.columns, [(2, 3)]);
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("12"), None);
    }
}
