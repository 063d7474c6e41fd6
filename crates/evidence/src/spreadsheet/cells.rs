//! Where a cell becomes what it says of a person, a team or an initiative: one rule for all columns.
//!
//! Input: a sheet and its table. Output: the same sheet, in which
//!
//! 1. rows that are about nobody (sums, captions, headers that stand again, vacancies) are passed over;
//! 2. words for nothing are empty cells;
//! 3. ids are what people see: `="Web"` is `Web`, and `1001.0` is `1001` where a column holds whole numbers only;
//! 4. ids that a program has shortened to powers of ten are refused.
//!
//! Whatever is passed over is counted and reported with its lines. No message repeats a cell that may hold a name.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::diagnostic::Diagnostic;
use onethread_model::record::short;

use super::column_words::Column;
use super::columns::{Table, TableColumn};
use super::headers::{guess, normal, subjects};
use super::sheet_kind::SheetKind;
use super::words::{is_nobody, is_nothing, total};
use super::{Cell, Row, Sheet};

/// Lines that a report names one by one.
const LINES_MAX: usize = 8;

/// Whether a column holds whom or what a row or a reference is about.
fn holds_ids(column: Column) -> bool {
    holds_bodies(column) || matches!(column, Column::Initiative | Column::InitiativeId | Column::DependsOn)
}

/// Whether a column holds people, teams or units, so that it may say that there are none.
fn holds_bodies(column: Column) -> bool {
    names_a_person(column)
        || matches!(
            column,
            Column::Manager | Column::Leader | Column::Sponsor | Column::People | Column::Team | Column::Unit
        )
}

/// Whether a column holds what may be called by any word.
fn holds_places(column: Column) -> bool {
    matches!(column, Column::Team | Column::Unit | Column::DependsOn | Column::Asker)
}

/// Whether a column tells who a person is.
pub(super) fn names_a_person(column: Column) -> bool {
    subjects(SheetKind::Roster).contains(&column)
}

/// What was passed over in a sheet.
#[derive(Default)]
struct Passed {
    headers: Vec<usize>,
    totals: Vec<usize>,
    captions: Vec<usize>,
    vacant: Vec<usize>,
    /// Rows of text with more cells than the header.
    long: Vec<usize>,
    /// Where another table begins, and how many rows are below it.
    second: Option<(usize, usize)>,
}

/// Makes cells what they say; reports what was passed over.
pub(super) fn settle(sheet: &mut Sheet, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let mut found = Vec::new();
    formulas(sheet, table, &mut found);
    pass_over(sheet, table, &mut found);
    for column in table.columns.iter().filter(|column| column.says.is_some_and(holds_ids)) {
        ids(sheet, table, column, &mut found);
    }
    nothing(sheet, table, &mut found);
    diagnostics.append(&mut found);
}

/// Says which columns hold formulas whose values no program has stored.
pub(super) fn formulas(sheet: &Sheet, table: &Table, found: &mut Vec<Diagnostic>) {
    for column in table.columns.iter().filter(|column| column.says.is_some()) {
        let without = |row: &&Row| row.cells.get(column.index) == Some(&Cell::Unvalued);
        let mut rows = sheet.rows.iter().skip(table.first_row).filter(without);
        let Some(first) = rows.next() else { continue };
        let what = format!(
            "{} of `{}` no value is stored: {} read as empty",
            if rows.clone().count() == 0 { "for a formula" } else { "for the formulas" },
            short(&column.header),
            count(1 + rows.count(), "cell is", "cells are"),
        );
        found.push(
            sheet
                .error("formula-without-value", what, (first.line, Some(column.index)))
                .help("open the workbook in a spreadsheet program and save it, which stores the values"),
        );
    }
}

fn pass_over(sheet: &mut Sheet, table: &Table, found: &mut Vec<Diagnostic>) {
    let mut passed = Passed::default();
    let Some(header) = table.first_row.checked_sub(1).and_then(|at| sheet.rows.get(at)).cloned() else { return };
    let places: Vec<String> = values_of_places(sheet, table);
    let mut rows = std::mem::take(&mut sheet.rows);
    let below = rows.split_off(table.first_row);
    let total = below.len();
    for (index, row) in below.into_iter().enumerate() {
        let line = row.line;
        if is_header_again(&row, &header) {
            passed.headers.push(line);
        } else if is_another_header(&row, table) {
            passed.second = Some((line, total - index - 1));
            break;
        } else if sheet.is_text && row.cells.iter().skip(header.cells.len()).any(|cell| !cell.is_empty()) {
            passed.long.push(line);
        } else if is_total_row(&row, table) {
            passed.totals.push(line);
        } else if is_caption(&row, table, sheet.banners.contains(&line), &places) {
            passed.captions.push(line);
        } else if is_vacant(&row, table) {
            passed.vacant.push(line);
            sheet.vacant.push(row);
        } else {
            rows.push(row);
        }
    }
    sheet.rows = rows;
    passed.tell(sheet, found);
}

impl Passed {
    fn tell(&self, sheet: &Sheet, found: &mut Vec<Diagnostic>) {
        let parts = [
            (&self.headers, "repeated-header", "is the header again", "are the header again"),
            (&self.totals, "total-row", "is a total", "are totals"),
            (&self.captions, "caption-row", "is a caption", "are captions"),
            (&self.vacant, "vacant-position", "is a vacant position", "are vacant positions"),
        ];
        for (lines, code, one, many) in parts {
            let Some(first) = lines.first() else { continue };
            let (is, was) = if lines.len() == 1 { (one, "was") } else { (many, "were") };
            let what = format!("{} {is}, and {was} passed over{}", count(lines.len(), "row", "rows"), shown(lines));
            found.push(sheet.note(code, what, (*first, None)));
        }
        if let Some(first) = self.long.first() {
            let (has, was) = if self.long.len() == 1 { ("has", "was") } else { ("have", "were") };
            let rows = count(self.long.len(), "row", "rows");
            let what = format!("{rows} {has} more cells than the header, and {was} left out{}", shown(&self.long));
            found.push(
                sheet
                    .error("too-many-cells", what, (*first, None))
                    .help("put quotes around a text that holds the mark between cells, or export it again"),
            );
        }
        if let Some((line, below)) = self.second {
            let what = format!("another table begins here, and its {} not read", count(below, "row was", "rows were"));
            found.push(
                sheet
                    .error("second-table", what, (line, None))
                    .help("put it into a sheet of its own, and name that as well"),
            );
        }
    }
}

/// `: lines 3, 7 and 9`, as far as they are not too many.
fn shown(lines: &[usize]) -> String {
    let texts: Vec<String> = lines.iter().take(LINES_MAX).map(ToString::to_string).collect();
    match lines.len().checked_sub(LINES_MAX).filter(|more| *more > 0) {
        _ if lines.len() == 1 => String::new(),
        Some(more) => format!(": lines {} and {more} more", texts.join(", ")),
        None => format!(": lines {}", texts.join(", ")),
    }
}

fn count(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Whether a row is the header, or a part of it.
fn is_header_again(row: &Row, header: &Row) -> bool {
    let named = header.cells.iter().filter(|cell| !cell.is_empty()).count();
    let mut same = 0;
    for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let is_same = header.cells.get(at).is_some_and(|head| normal(&head.words()) == normal(&cell.words()));
        if !is_same {
            return false;
        }
        same += 1;
    }
    same > 0 && same >= named.min(2)
}

/// Whether a row is the header of something else: three usual headers or more, and nothing but texts.
fn is_another_header(row: &Row, table: &Table) -> bool {
    let texts = row.cells.iter().filter(|cell| !cell.is_empty());
    if !texts.clone().all(|cell| matches!(cell, Cell::Text(_))) {
        return false;
    }
    let own = guess(row, &[], &[], None);
    let differs = own.kind != table.kind || own.placed + 1 >= texts.clone().count();
    own.placed >= 3 && differs && own.placed * 4 >= texts.count() * 3
}

/// Whether a row adds up what stands above it.
fn is_total_row(row: &Row, table: &Table) -> bool {
    let first = row.cells.iter().position(|cell| !cell.is_empty());
    let of_team = (table.kind == SheetKind::Roster).then_some(Column::Team);
    let of_subject = subjects(table.kind).iter().copied().chain(of_team);
    let of_subject = of_subject.filter_map(|column| table.find(column)).map(|column| column.index);
    let (mut sure, mut perhaps) = (None, None);
    for at in first.into_iter().chain(of_subject) {
        let Some(Cell::Text(text)) = row.cells.get(at) else { continue };
        let (is_sum, is_named) = total(text);
        sure = sure.or(is_sum.then_some(at));
        perhaps = perhaps.or(is_named.then_some(at));
    }
    // Who leads something or reports to someone is no sum.
    let refers = [Column::Manager, Column::Leader, Column::Sponsor];
    let is_said = |column: &Column| {
        let cell = table.cell(row, *column);
        let is_sum = table.find(*column).is_some_and(|known| Some(known.index) == sure);
        !is_sum && !is_nobody(&cell.words()) && super::values::number(cell).is_err()
    };
    if refers.iter().any(is_said) {
        return false;
    }
    let is_counted = |(at, cell): (usize, &Cell)| {
        Some(at) == perhaps || is_nothing(&cell.words()) || matches!(super::values::number(cell), Ok(Some(_)))
    };
    let numbers = row.cells.iter().filter(|cell| matches!(super::values::number(cell), Ok(Some(_)))).count();
    sure.is_some() || (perhaps.is_some() && numbers > 0 && row.cells.iter().enumerate().all(is_counted))
}

/// What teams, units and disciplines are called in a sheet.
fn values_of_places(sheet: &Sheet, table: &Table) -> Vec<String> {
    let of_places = [Column::Team, Column::Unit, Column::Function];
    let columns = of_places.iter().filter_map(|column| table.find(*column)).map(|column| column.index);
    let mut all: Vec<String> = columns
        .flat_map(|at| sheet.rows.iter().skip(table.first_row).filter_map(move |row| row.cells.get(at)))
        .filter(|cell| !cell.is_empty())
        .map(|cell| cell.words().to_lowercase())
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Whether a row is a caption: one cell and nothing else, which is a banner, the name of a team of this sheet, a count
/// of what follows, or a sentence.
fn is_caption(row: &Row, table: &Table, is_banner: bool, places: &[String]) -> bool {
    let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let (Some((at, cell)), None) = (filled.next(), filled.next()) else { return false };
    let read = table.columns.iter().filter(|column| column.says.is_some()).count();
    if read < 2 {
        return false;
    }
    let column = table.columns.iter().find(|column| column.index == at).and_then(|column| column.says);
    let Cell::Text(text) = cell else { return column.is_none() };
    let lower = text.trim().to_lowercase();
    let stem = lower.split(['(', ':', '\u{2013}', '\u{2014}']).next().unwrap_or_default().trim();
    const FIRST: [&str; 19] = [
        "as of ",
        "status as of",
        "as at ",
        "source",
        "note",
        "notes",
        "last updated",
        "last update",
        "last changed",
        "updated",
        "exported",
        "generated",
        "printed",
        "page ",
        "confidential",
        "internal use",
        "legend",
        "copyright",
        "report ",
    ];
    let counts = lower.contains(|c: char| c.is_ascii_digit())
        && (lower.ends_with(" people")
            || lower.ends_with(" members")
            || lower.ends_with(" employees")
            || lower.ends_with(" rows")
            || lower.ends_with(" records")
            || super::written_name::without_brackets(&lower)
                .1
                .iter()
                .any(|inside| inside.len() < 4 && inside.bytes().all(|b| b.is_ascii_digit())));
    // In a list of asks an initiative alone is the head of the rows below it.
    if table.kind == SheetKind::Asks && column == Some(Column::Initiative) {
        return counts || FIRST.iter().any(|first| lower.starts_with(first));
    }
    let is_sentence = lower.split_whitespace().count() >= 6 || lower.ends_with(':');
    let is_place = places.binary_search_by(|place| place.as_str().cmp(stem)).is_ok();
    column.is_none()
        || is_banner
        || is_place
        || counts
        || is_sentence
        || FIRST.iter().any(|first| lower.starts_with(first))
}

/// Whether a row of a roster is a position that nobody holds.
fn is_vacant(row: &Row, table: &Table) -> bool {
    let named = [Column::Name, Column::FirstName, Column::LastName, Column::Login];
    table.kind == SheetKind::Roster
        && named.iter().any(|column| {
            let words = table.cell(row, *column).words();
            !is_nothing(&words) && (is_nobody(&words) || starts_vacant(&words))
        })
}

/// `Vacant (Engineer)`, `Open position 3`, `TBH - designer`.
fn starts_vacant(text: &str) -> bool {
    let lower = text.trim_start_matches(['(', '[', '<']).to_lowercase();
    [
        "vacant ",
        "vacancy ",
        "vacant:",
        "vacant-",
        "vacancy:",
        "open position",
        "open role",
        "open req",
        "new hire ",
        "tbh ",
        "tbd ",
        "to be hired",
    ]
    .iter()
    .any(|first| lower.starts_with(first))
}

/// Makes ids what people see, and refuses those that a program has shortened.
fn ids(sheet: &mut Sheet, table: &Table, column: &TableColumn, found: &mut Vec<Diagnostic>) {
    let at = column.index;
    let cells = || sheet.rows.iter().skip(table.first_row).filter_map(|row| row.cells.get(at));
    // 1.0, 1.1 and 2.0 are an outline; 1001.0 beside whole numbers comes from a column with gaps.
    let is_split = |cell: &Cell| matches!(cell, Cell::Text(text) if is_decimal(text) && without_zeros(text).is_none());
    let is_whole = !cells().any(is_split) && !cells().any(|cell| matches!(cell, Cell::Number(n) if n.fract() != 0.0));
    let of_names = column
        .says
        .is_some_and(|says| matches!(says, Column::Team | Column::Initiative | Column::DependsOn | Column::Unit));
    let mut refused: Vec<usize> = Vec::new();
    for row in sheet.rows.iter_mut().skip(table.first_row) {
        let Some(cell) = row.cells.get_mut(at) else { continue };
        if let Cell::Text(text) = cell
            && let Some(seen) = as_seen(text)
        {
            *cell = Cell::text(&seen);
        }
        let is_short = match cell {
            Cell::Text(text) => is_power_of_ten(text),
            // Spreadsheets keep fifteen digits of a number.
            Cell::Number(number) => number.abs() >= 1e15,
            _ => false,
        };
        if is_short {
            refused.push(row.line);
            *cell = Cell::Empty;
        } else if let (true, false, Cell::Text(text)) = (is_whole, of_names, &*cell)
            && let Some(whole) = without_zeros(text)
        {
            *cell = Cell::Text(whole);
        }
    }
    let Some(first) = refused.first() else { return };
    let what = format!(
        "a program has shortened the ids of `{}` to powers of ten, such as 1.23E+11: {} not read{}",
        short(&column.header),
        count(refused.len(), "cell is", "cells are"),
        shown(&refused)
    );
    found.push(
        sheet
            .error("shortened-ids", what, (*first, Some(at)))
            .note("different ids look the same like this, so nobody was made of them")
            .help("export it again with that column formatted as text"),
    );
    let lost = &refused;
    let is_lost = |row: &Row| {
        lost.binary_search(&row.line).is_ok()
            && subjects(table.kind).iter().all(|column| table.cell(row, *column).is_empty())
    };
    if column.says.is_some_and(|says| subjects(table.kind).contains(&says)) {
        // Reported above, so that the rest of the row is nothing to speak of.
        sheet.rows.retain(|row| !is_lost(row));
    }
}

/// A text without what tools write around it so that others leave it alone.
fn as_seen(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')).collect();
    let inner = bare.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let inner = inner.filter(|inner| !inner.replace("\"\"", "").contains('"')).map(|inner| inner.replace("\"\"", "\""));
    let marked = || {
        let rest = bare.strip_prefix('\'')?;
        rest.starts_with(|c: char| c.is_ascii_digit() || "=+-@".contains(c)).then(|| rest.to_owned())
    };
    let seen = inner.or_else(marked).unwrap_or(bare);
    (seen != text).then_some(seen)
}

/// Whether a text is digits with a point between them.
fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').is_some_and(|(whole, part)| digits(whole) && digits(part))
}

/// `1001.0` as `1001`.
fn without_zeros(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.')?;
    (is_decimal(text) && part.bytes().all(|b| b == b'0')).then(|| whole.to_owned())
}

/// Whether a text is a number in powers of ten, as spreadsheets write those that are long: `1.001E+03`.
fn is_power_of_ten(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let power = exponent.trim_start_matches(['+', '-']);
    let (whole, part) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let is_signed = exponent.len() > power.len() || mantissa.len() > whole.len();
    digits(power) && digits(whole) && digits(part) && is_signed
}

/// A number by its value, however it is written: `00007`, `7.0` and `7` are one, and `1,001` is 1001. `None` for what is
/// no whole number.
pub(super) fn by_value(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = without_zeros(text);
    let text = whole.as_deref().unwrap_or(text);
    let groups: Vec<&str> = text.split(',').collect();
    let grouped = groups.len() > 1 && groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let digits = if grouped { groups.concat() } else { text.to_owned() };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value = digits.trim_start_matches('0');
    Some(if value.is_empty() { "0".to_owned() } else { value.to_owned() })
}

/// Empties cells that say nothing, and reports how many of which words there were.
fn nothing(sheet: &mut Sheet, table: &Table, found: &mut Vec<Diagnostic>) {
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let mut first = None;
    let mut of_places: BTreeSet<String> = BTreeSet::new();
    let names = sheet.names.clone();
    // Letters that may as well be what a team is called.
    let is_word = |text: &str| is_nothing(text) && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    for row in sheet.rows.iter_mut().skip(table.first_row) {
        for column in &table.columns {
            let (Some(says), Some(cell)) = (column.says, row.cells.get_mut(column.index)) else { continue };
            let Cell::Text(text) = &*cell else { continue };
            // People said that it is a name.
            let is_name = holds_places(says) && names.iter().any(|name| name.trim().eq_ignore_ascii_case(text.trim()));
            if is_name {
                continue;
            }
            if holds_places(says) {
                of_places.extend(is_word(text).then(|| text.clone()));
            }
            if is_nothing(text) || (holds_bodies(says) && is_nobody(text)) {
                *words.entry(text.clone()).or_default() += 1;
                first = first.or(Some((row.line, Some(column.index))));
                *cell = Cell::Empty;
            }
        }
    }
    let Some(first) = first else { return };
    let shown: Vec<String> = words.keys().take(LINES_MAX).map(|word| format!("`{}`", short(word))).collect();
    let more = words.len().checked_sub(shown.len()).filter(|more| *more > 0);
    let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
    let cells = count(words.values().sum(), "cell says", "cells say");
    let what = format!("{cells} nothing, and counts as empty: {}{more}", shown.join(", "));
    let what = if words.values().sum::<usize>() == 1 { what } else { what.replace("counts", "count") };
    let mut report = sheet.note("says-nothing", what, first);
    report.help.extend(of_places.first().map(|word| format!("if `{word}` is a team: --same \"{word}=Team {word}\"")));
    found.push(report);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_people_see() {
        assert_eq!(as_seen("=\"Web\"").as_deref(), Some("Web"));
        assert_eq!(as_seen("=\"00042\"").as_deref(), Some("00042"));
        assert_eq!(as_seen("'0042").as_deref(), Some("0042"));
        assert_eq!(as_seen("'t Example"), None);
        assert_eq!(as_seen("=A1&\"x\""), None);
        for text in ["1.23457E+11", "1,001E+03", "1E+15", "1.5e10", "2e-3"] {
            assert!(is_power_of_ten(text), "{text}");
        }
        for text in ["1E5", "12E4", "E+11", "1.5", "e10", "Web", "1.2.3E+1"] {
            assert!(!is_power_of_ten(text), "{text}");
        }
        for (one, other) in [("00007", "7"), ("7.0", "7"), ("1,001", "1001"), ("000", "0")] {
            assert_eq!(by_value(one), by_value(other), "{one}");
        }
        for text in ["7.5", "E7", "", "1,2", "7 8"] {
            assert_eq!(by_value(text), None, "{text}");
        }
    }
}
