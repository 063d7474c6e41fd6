//! What a column says, guessed from its header.

use std::collections::BTreeSet;

use onethread_model::diagnostic::{Diagnostic, nearest};
use onethread_model::record::short;

use super::cells::{by_value, settle};
use super::column_words::{COLUMNS, Column};
use super::headers::{Guess, guess, has_subject, is_false_friend, normal, open, usual};
use super::limits::HEADER_ROWS_MAX;
use super::sheet_kind::SheetKind;
use super::{Cell, Row, Sheet};

/// A sheet as understood.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it lists.
    pub kind: SheetKind,
    /// Its columns in the order of the sheet; those without a header and without cells are left out.
    pub columns: Vec<TableColumn>,
    /// Index of the first row below the header.
    pub first_row: usize,
    /// The header's line.
    pub header_line: usize,
}

/// A column as understood.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Index in each row.
    pub index: usize,
    /// The header as written.
    pub header: String,
    /// What it says; `None` when it is not read.
    pub says: Option<Column>,
}

impl Table {
    /// The column that says this.
    pub fn find(&self, column: Column) -> Option<&TableColumn> {
        self.columns.iter().find(|known| known.says == Some(column))
    }

    /// The cell of a row that says this.
    pub fn cell<'r>(&self, row: &'r Row, column: Column) -> &'r Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.find(column).and_then(|known| row.cells.get(known.index)).unwrap_or(EMPTY)
    }

    /// Rows below the header.
    pub fn rows<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Row> + use<'s> {
        sheet.rows.iter().skip(self.first_row)
    }

    /// Whether most rows hold three cells or more, so that one with a single cell is unlike them.
    pub(super) fn is_full(&self, sheet: &Sheet) -> bool {
        let full = self.rows(sheet).filter(|row| filled(row) > 2).count();
        full > 2 && full * 4 >= self.rows(sheet).count() * 3
    }

    /// Whether a row holds this column and nothing else.
    pub(super) fn is_lone(&self, row: &Row, column: Column) -> bool {
        filled(row) == 1 && !self.cell(row, column).is_empty()
    }
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// A column set by hand: the header as written, and what it says; `None` leaves it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The header.
    pub header: String,
    /// What it says.
    pub says: Option<Column>,
}

/// Words of headers that say who is away, and why. No sheet is read for that.
const LEAVE: &[&str] =
    &["leave", "absence", "absent", "sick", "sickness", "parental", "maternity", "paternity", "vacation"];

/// Whether a column says who is on leave: it is dropped at the door.
fn is_leave(header: &str) -> bool {
    normal(header).split_whitespace().any(|word| LEAVE.contains(&word))
}

impl Wish {
    /// Reads `Squad name=team`; `skip` leaves a column out.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Wish, String> {
        let words = || COLUMNS.iter().map(|words| words.word).chain(["skip"]);
        let known = || words().collect::<Vec<_>>().join(", ");
        let (header, word) =
            text.rsplit_once('=').ok_or_else(|| format!("expected a header, `=` and one of {}", known()))?;
        let (header, word) = (header.trim().to_owned(), word.trim().to_lowercase());
        if word == "skip" {
            return Ok(Wish { header, says: None });
        }
        if is_leave(&header) {
            return Err(format!(
                "`{}` is about leave, which is no datum here: a person on leave is a member",
                short(&header)
            ));
        }
        match COLUMNS.iter().find(|words| words.word == word) {
            Some(words) => Ok(Wish { header, says: Some(words.column) }),
            None => Err(match nearest(&word, words()) {
                Some(near) => format!("there is no column `{}`; did you mean `{near}`?", short(&word)),
                None => format!("there is no column `{}`; known are {}", short(&word), known()),
            }),
        }
    }

    pub(super) fn is_about(&self, header: &str) -> bool {
        self.header.trim().eq_ignore_ascii_case(header.trim()) || normal(&self.header) == normal(header)
    }
}

/// Finds the header of a sheet, says what each column says, and makes the cells below it what they say; `None` with a
/// diagnostic when there is no header.
pub fn understand(sheet: &mut Sheet, options: &[Wish], diagnostics: &mut Vec<Diagnostic>) -> Option<Table> {
    let Some((index, guess)) = header(sheet, options) else {
        diagnostics.push(no_header(sheet));
        return None;
    };
    if !has_subject(guess.kind, &guess.says) {
        diagnostics.push(no_subject(sheet, index, &guess));
        return None;
    }
    let columns = placed(sheet, index, &guess, diagnostics);
    let mut table = Table { kind: guess.kind, columns, first_row: index + 1, header_line: sheet.rows[index].line };
    leave_out_idle(&mut table);
    near_misses(sheet, &table, diagnostics);
    settle(sheet, &table, diagnostics);
    Some(table)
}

/// The row that is the header, and what it says.
pub(super) fn header(sheet: &Sheet, options: &[Wish]) -> Option<(usize, Guess)> {
    let candidates = sheet.rows.iter().take(HEADER_ROWS_MAX).enumerate();
    let scored = candidates.map(|(index, row)| (index, guess(row, &sheet.rows[index + 1..], options, sheet.lists)));
    let best = scored.max_by_key(|(index, guess)| (guess.placed, std::cmp::Reverse(*index)));
    best.filter(|(index, guess)| guess.placed >= if *index == 0 { 1 } else { 2 })
}

/// The columns of a header. Of several that say the same, the surest is read: ids of people whom the sheet lists, then
/// the one nearest to a usual header, and then the first.
fn placed(sheet: &Sheet, index: usize, guess: &Guess, diagnostics: &mut Vec<Diagnostic>) -> Vec<TableColumn> {
    let row = &sheet.rows[index];
    let points = |at: usize| guess.says[at] == Some(Column::Manager) && points_at_rows(sheet, index, guess, at);
    let rank = |at: &usize| (guess.distances[*at] != 0, !points(*at), guess.distances[*at], *at);
    let surest = |says: Column| {
        let mut all = (0..guess.says.len()).filter(|at| guess.says[*at] == Some(says));
        let (first, is_alone) = (all.next(), all.next().is_none());
        if is_alone { first } else { (0..guess.says.len()).filter(|at| guess.says[*at] == Some(says)).min_by_key(rank) }
    };
    let mut columns: Vec<TableColumn> = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let header = cell.words();
        if header.is_empty() {
            continue;
        }
        // Neither read nor shown: not even as an example of what is not read.
        if is_leave(&header) {
            let what = format!("`{}` is about leave and was dropped: who is on leave is a member", short(&header));
            diagnostics.push(sheet.note("leave-dropped", what, (row.line, Some(at))));
            continue;
        }
        let mut says = guess.says[at];
        let once = says.filter(|says| !says.may_repeat(guess.kind, &header));
        let first = once.and_then(|says| Some((says, surest(says)?)));
        if let Some((column, first)) = first.filter(|(_, first)| *first != at) {
            let first = row.cells[first].words();
            let word = column.words().word;
            let (what, help) = if first == header {
                let what = format!("there are two columns `{}`, and the first is read", short(&header));
                (what, "give one of them another name".to_owned())
            } else {
                let (header, first) = (short(&header), short(&first));
                let what = format!("`{first}` and `{header}` are both read as {word}, and only `{first}` is used");
                (what, format!("leave the other one out: --column \"{first}=skip\""))
            };
            // The same in another form, as systems export it, is nothing to worry about.
            let is_form = has_id(&header) != has_id(&first) || guess.distances[at] > 1;
            let place = (row.line, Some(at));
            let report = if is_form { Sheet::note } else { Sheet::warning };
            diagnostics.push(report(sheet, "two-columns", what, place).help(help));
            says = None;
        }
        if says == Some(Column::DependsOn) && guess.kind == SheetKind::Initiatives && guess.distances[at] > 0 {
            diagnostics.extend(work_or_ask(sheet, (row.line, at), &header));
        }
        columns.push(TableColumn { index: at, header, says });
    }
    columns
}

/// A question where a header of a list says of teams that they take part, which may be work or an ask.
fn work_or_ask(sheet: &Sheet, (line, at): (usize, usize), header: &str) -> Option<Diagnostic> {
    const WORDS: [&str; 6] = ["supporting", "participating", "contributing", "collaborating", "involved", "partner"];
    let name = normal(header);
    let is_open = name.split(' ').any(|word| WORDS.contains(&word));
    let shown = short(header);
    is_open.then(|| {
        let what =
            format!("the teams under `{shown}` are read as asked for something: do they work on the initiative?");
        sheet
            .warning("work-or-ask", what, (line, Some(at)))
            .help(format!("if they work on it: --column \"{shown}=team\""))
            .help(format!("if they are asked: --column \"{shown}=depends-on\""))
    })
}

/// Whether most cells of a column are ids of rows of the same sheet.
fn points_at_rows(sheet: &Sheet, index: usize, guess: &Guess, at: usize) -> bool {
    let below = &sheet.rows[index + 1..];
    let id = |row: &Row, at: usize| {
        let words = row.cells.get(at).map(Cell::words).filter(|words| !words.is_empty())?;
        Some(by_value(&words).unwrap_or_else(|| words.to_lowercase()))
    };
    let of_ids = |at: &usize| matches!(guess.says[*at], Some(Column::Seat | Column::Login | Column::Number));
    let ids: BTreeSet<String> =
        (0..guess.says.len()).filter(of_ids).flat_map(|of| below.iter().filter_map(move |row| id(row, of))).collect();
    let named: Vec<String> = below.iter().filter_map(|row| id(row, at)).collect();
    !named.is_empty() && named.iter().filter(|name| ids.contains(*name)).count() * 2 > named.len()
}

/// Whether a header says that its cells are ids: `Manager ID`, `Reports to (login)`.
pub(super) fn has_id(header: &str) -> bool {
    const WORDS: [&str; 17] = [
        "id", "ids", "login", "logins", "number", "no", "nr", "#", "handle", "username", "user", "position", "seat",
        "code", "key", "badge", "eid",
    ];
    normal(header).split(' ').any(|word| WORDS.contains(&word))
}

/// What a roster without initiatives calls the contract of a person.
const OF_CONTRACTS: [&str; 8] =
    ["fte", "fte percent", "percent fte", "fte value", "working time", "capacity", "percentage", "time"];

/// Leaves out columns that say something of another one, where that is not there: without an initiative, the start of
/// someone in a roster is that of a contract.
fn leave_out_idle(table: &mut Table) {
    let has = |columns: &[Column]| columns.iter().any(|column| table.find(*column).is_some());
    let idle: &[Column] = match table.kind {
        SheetKind::Roster if !has(&[Column::Initiative, Column::InitiativeId]) => {
            &[Column::Share, Column::Start, Column::End]
        }
        // A row for each person and initiative says how that goes, unless the header speaks of people.
        SheetKind::Roster => &[Column::Status],
        SheetKind::Asks => &[],
        SheetKind::Initiatives if !has(&[Column::Leader]) && !has(&[Column::DependsOn]) => {
            &[Column::Share, Column::Size]
        }
        SheetKind::Initiatives if !has(&[Column::Leader]) => &[Column::Share],
        SheetKind::Initiatives if !has(&[Column::DependsOn]) => &[Column::Size],
        _ => &[],
    };
    let (has_contract, has_left) = (has(&[Column::Contract]), has(&[Column::Left]));
    for column in table.columns.iter_mut().filter(|column| column.says.is_some_and(|says| idle.contains(&says))) {
        let header = normal(&column.header);
        column.says = match column.says {
            Some(Column::Status) if header != "status" => continue,
            // Without an initiative, what a roster calls FTE is the contract of the person, and so is its end.
            Some(Column::Share) if OF_CONTRACTS.contains(&header.as_str()) && !has_contract => Some(Column::Contract),
            Some(Column::End) if header.starts_with("end") && !has_left => Some(Column::Left),
            _ => None,
        };
    }
}

fn no_header(sheet: &Sheet) -> Diagnostic {
    let line = sheet.rows.first().map_or(1, |row| row.line);
    let what = match sheet.rows.first() {
        Some(_) => format!("no header was found in the first {HEADER_ROWS_MAX} rows"),
        None => "there is nothing in it".to_owned(),
    };
    let is_unvalued = |row: &Row| row.cells.contains(&Cell::Unvalued);
    let mut report = sheet.error("no-header", what, (line, None));
    if sheet.rows.iter().take(HEADER_ROWS_MAX).any(is_unvalued) {
        report = report.note("its formulas have no stored values: open and save it in a spreadsheet program");
    }
    report
        .help("a roster needs a column such as Seat, Login or Name; a list of initiatives one such as Initiative")
        .help("or say what a column is: --column \"Squad name=team\"")
}

/// A header that tells neither which person nor which initiative a row is about.
fn no_subject(sheet: &Sheet, index: usize, guess: &Guess) -> Diagnostic {
    let row = &sheet.rows[index];
    let (about, word) = match guess.kind {
        SheetKind::Roster => ("person", "name"),
        SheetKind::Initiatives | SheetKind::Asks => ("initiative", "initiative"),
    };
    let known: Vec<String> = (0..row.cells.len())
        .filter(|at| guess.says.get(*at).is_some_and(Option::is_some))
        .map(|at| format!("`{}`", short(&row.cells[at].words())))
        .take(3)
        .collect();
    let unread = (0..row.cells.len()).find(|at| !row.cells[*at].is_empty() && guess.says[*at].is_none());
    let what = format!("{} is understood, and no column says which {about} a row is about", known.join(", "));
    let mut report = sheet.error("no-header", what, (row.line, None));
    report
        .help
        .extend(unread.map(|at| format!("if `{0}` does: --column \"{0}={word}\"", short(&row.cells[at].words()))));
    report.help("a roster needs a column such as Seat, Login or Name; a list of initiatives one such as Initiative")
}

/// The columns of a table of people against initiatives: shares, or marks such as `x`, where they cross. Two or more
/// columns that nothing else explains; bare numbers count only where no row has more than all of the time.
pub(super) fn crossed(sheet: &Sheet, table: &Table) -> Vec<TableColumn> {
    let is_mark = |cell: &Cell| {
        matches!(
            cell.words().trim().to_lowercase().as_str(),
            "x" | "xx" | "\u{d7}" | "\u{2713}" | "\u{2714}" | "yes" | "y"
        )
    };
    let number = |cell: &Cell| super::values::number(cell).ok().flatten();
    let is_part =
        |cell: &Cell| number(cell).is_some_and(|(number, is_percent)| is_percent || (0.0..=100.0).contains(&number));
    let is_crossed = |column: &&TableColumn| {
        let cells = || table.rows(sheet).filter_map(|row| row.cells.get(column.index)).filter(|cell| !cell.is_empty());
        column.says.is_none()
            && usual(&column.header, table.kind).is_none()
            && cells().next().is_some()
            && (cells().all(is_mark) || cells().all(is_part))
    };
    let found: Vec<&TableColumn> = table.columns.iter().filter(is_crossed).collect();
    let sum = |row: &Row| -> f64 {
        let cells = found.iter().filter_map(|column| number(row.cells.get(column.index)?));
        cells.filter(|(_, is_percent)| !is_percent).map(|(number, _)| number).sum()
    };
    let sums: Vec<f64> = table.rows(sheet).map(sum).collect();
    let most = sums.iter().fold(0.0_f64, |most, sum| most.max(*sum));
    // In percent, someone has all of their time in it.
    let is_time = most <= 1.001 || (most <= 100.001 && sums.iter().any(|sum| (sum - 100.0).abs() < 0.01));
    if found.len() < 2 || !is_time { Vec::new() } else { found.into_iter().cloned().collect() }
}

/// Headers that are a slip of the fingers away from a usual one. The first letter is seldom the one that slips.
fn near_misses(sheet: &Sheet, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let unplaced = |column: &&TableColumn| {
        let is_open = column.says.is_none() && usual(&column.header, table.kind).is_none();
        is_open && !is_false_friend(&column.header)
    };
    for column in table.columns.iter().filter(unplaced) {
        let name = normal(&column.header);
        let all: Vec<_> = open(table.kind, |column| table.find(column).is_some()).collect();
        let long =
            all.iter().map(|(known, _)| *known).filter(|known| known.len() > 3 && known.get(..1) == name.get(..1));
        let Some(near) = nearest(&name, long) else { continue };
        let Some((_, words)) = all.iter().find(|(known, _)| *known == near) else { continue };
        let header = short(&column.header);
        diagnostics.push(
            sheet
                .warning("unread-column", format!("`{header}` is not read"), (table.header_line, Some(column.index)))
                .help(format!("if it is the {near}: --column \"{header}={}\"", words.word)),
        );
    }
}
