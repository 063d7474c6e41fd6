//! The spreadsheets of an import: read, understood as far as people said, and held against the last import.

use std::path::Path;

use onethread_evidence::spreadsheet::{
    self, EntriesOf, ImportSettings, KnownSheet, Memory, Missing, Renamed, Sheet, SheetKind, SheetWish, Table, Wish,
    find_asks, missing, renamed, understand,
};
use onethread_model::diagnostic::{Diagnostic, Severity, Spot, nearest};
use onethread_model::limits::SHEET_FILE_BYTES;
use onethread_report::inert::inert;

use super::memory::SAID;
use crate::args::init::InitArgs;
use crate::output::{self, Failure};
use crate::places::typed;

/// The spreadsheets as read.
#[derive(Default)]
pub(super) struct Sheets {
    /// Those that are understood.
    pub(super) understood: Vec<(Sheet, Table)>,
    /// All of them as they were read, but for those that are to be skipped.
    pub(super) all: Vec<Sheet>,
}

/// Reads the files, and says what is odd in them.
pub(super) fn read_all(
    args: &InitArgs,
    said: &ImportSettings,
    memory: &Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Sheets, Failure> {
    let mut read = Sheets::default();
    let mut names: Vec<String> = Vec::new();
    let mut files: Vec<Vec<Sheet>> = Vec::new();
    for path in &args.from {
        let bytes = bytes(path)?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mut sheets = spreadsheet::read(&name, &bytes, diagnostics);
        sheets.retain_mut(|sheet| {
            let own_name = sheet.name.clone().unwrap_or_else(|| sheet.file.clone());
            let is_meant = |wish: &&SheetWish| alike(&wish.name, &own_name) || alike(&wish.name, &sheet.title());
            let wish = said.sheets.iter().find(is_meant).map(|wish| wish.lists);
            names.push(own_name);
            // What its cells showed once is remembered under its name.
            let is_known = |known: &&KnownSheet| known.title == sheet.title() && known.lists == SheetKind::Asks;
            let known = memory.sheets.iter().find(is_known).map(|known| known.lists);
            sheet.lists = wish.unwrap_or(known);
            sheet.names = said.same.iter().map(|same| same.written.clone()).collect();
            wish != Some(None)
        });
        files.push(sheets);
    }
    let lengths: Vec<usize> = files.iter().map(Vec::len).collect();
    let mut all: Vec<Sheet> = files.into_iter().flatten().collect();
    find_asks(&mut all, &said.columns);
    let mut all = all.into_iter();
    for sheets in lengths {
        let several = sheets > 1;
        let mut used = 0;
        for mut sheet in all.by_ref().take(sheets) {
            let mut own = Vec::new();
            read.all.push(sheet.clone());
            match understand(&mut sheet, &said.columns, &mut own) {
                Some(table) => {
                    used += 1;
                    read.understood.push((sheet, table));
                }
                // An empty sheet of a workbook is nothing to speak of.
                None if several && sheet.rows.is_empty() => own.clear(),
                None => {}
            }
            diagnostics.append(&mut own);
        }
        // Where another sheet of the workbook is of use, the others are notes.
        if used > 0 {
            for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == "no-header") {
                diagnostic.severity = Severity::Note;
            }
        }
    }
    check_flags(args, said, &read, &names, memory)?;
    Ok(read)
}

/// Flags that are about no column and no sheet, now or in the last import.
fn check_flags(
    args: &InitArgs,
    said: &ImportSettings,
    read: &Sheets,
    names: &[String],
    memory: &Memory,
) -> Result<(), Failure> {
    let must_be_one = |what: &str, name: &str, known: &[String]| {
        if known.iter().any(|own| alike(own, name)) {
            return Ok(());
        }
        let help = match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{}`?", inert(near)),
            None => "write the name as the spreadsheet has it".to_owned(),
        };
        Err(Failure::new(format!("{what} `{}`", inert(name)), help))
    };
    let now = read.understood.iter().flat_map(|(_, table)| &table.columns).map(|column| column.header.clone());
    let before = memory.sheets.iter().flat_map(|sheet| &sheet.columns).map(|(header, _)| header.clone());
    let headers: Vec<String> = now.chain(before).collect();
    let given = |wish: &&Wish| args.column.iter().any(|text| Wish::parse(text).as_ref() == Ok(*wish));
    for wish in said.columns.iter().filter(given).filter(|_| !read.understood.is_empty()) {
        must_be_one("no sheet has a column", &wish.header, &headers)?;
    }
    let titles = read.all.iter().map(Sheet::title);
    let before = memory.sheets.iter().flat_map(|sheet| [sheet.name.clone(), sheet.title.clone()]);
    let sheets: Vec<String> = names.iter().cloned().chain(titles).chain(before).collect();
    let given = |wish: &&SheetWish| args.sheet.iter().any(|text| SheetWish::parse(text).as_ref() == Ok(*wish));
    for wish in said.sheets.iter().filter(given) {
        must_be_one("there is no sheet", &wish.name, &sheets)?;
    }
    Ok(())
}

fn alike(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display().to_string();
    let shown = inert(&shown);
    let typed = typed(path)?;
    let read = typed.read(SHEET_FILE_BYTES.get()).map_err(|failure| match failure.too_large {
        Some(bytes) => {
            let help = "leave out what is no roster and no list of initiatives";
            Failure::new(format!("{shown} has {bytes} bytes; {SHEET_FILE_BYTES}"), help).hint(SHEET_FILE_BYTES.help())
        }
        None => failure.into(),
    })?;
    let Some(bytes) = read else {
        let near = path.file_name().and_then(|name| name.to_str()).and_then(|name| {
            nearest(name, typed.siblings().iter().map(String::as_str)).map(|near| path.with_file_name(near))
        });
        let help =
            near.map_or_else(String::new, |near| format!("did you mean `{}`?", inert(&near.display().to_string())));
        return Err(Failure::new(format!("there is no file {shown}"), help));
    };
    output::trace(|| format!("read {shown}: {} bytes", bytes.len()));
    Ok(bytes)
}

/// What the last import read and this one does not, as questions; each says how to answer.
pub(super) fn questions(
    read: &Sheets,
    (memory, known): (&Memory, &[KnownSheet]),
    said: &ImportSettings,
    entries_of: &EntriesOf<'_>,
) -> Vec<Diagnostic> {
    let missing = missing(known, &read.understood);
    if missing == Missing::default() {
        return Vec::new();
    }
    let last = Memory { sheets: known.to_vec(), ..memory.clone() };
    let found = renamed(&last, &read.all, &said.columns, entries_of);
    let mut all: Vec<Diagnostic> = found.iter().map(renamed_question).collect();
    let is_under_another = |sheet: &KnownSheet| {
        let headers = sheet.columns.iter().map(|(header, _)| header);
        headers.into_iter().any(|header| found.iter().any(|one| alike(&one.before, header)))
    };
    let is_found = |header: &str| found.iter().any(|one| alike(&one.before, header));
    let rest = missing.columns.iter().filter(|(_, _, (header, _))| !is_found(header));
    all.extend(rest.map(|(title, _, (header, says))| {
        let word = says.map_or("", |says| says.words().word);
        let what = format!("`{header}` was read as {word} by the last import, and is not there now");
        Diagnostic::new(Severity::Warning, "missing-column", what, Spot::Path(title.clone()))
            .note("what it said stays as it was")
            .help(format!("if another column says it now: --column \"HEADER={word}\""))
            .help(format!("if it is gone for good: --column \"{header}=skip\""))
    }));
    all.extend(missing.sheets.iter().filter(|sheet| !is_under_another(sheet)).map(|sheet| {
        let lists = sheet.lists.word();
        let what =
            format!("`{}` was read as {lists} by the last import, and no sheet like it is read now", sheet.title);
        Diagnostic::new(Severity::Warning, "missing-sheet", what, Spot::Path(sheet.title.clone()))
            .note("this import ends nothing and removes nothing")
            .help(format!("add it to --from; or say which sheet it is now: --sheet \"NAME={lists}\""))
            .help(format!("if it is gone for good: --sheet \"{}=skip\"", sheet.name))
    }));
    all
}

fn renamed_question(one: &Renamed) -> Diagnostic {
    let (before, now, word) = (&one.before, &one.now, one.says.words().word);
    let what = format!(
        "`{before}` of the last import is not there now, and `{now}` holds the same: {} of {} values",
        one.same, one.of
    );
    Diagnostic::new(Severity::Warning, "renamed-column", what, Spot::Path(one.sheet.clone()))
        .note(format!("until it is answered, what `{before}` said stays as it was"))
        .help(format!("if it is the same column: --column \"{now}={word}\", once"))
        .help(format!("if it is another one: --column \"{now}=skip\"; both are lines of [columns] in {SAID}"))
}
