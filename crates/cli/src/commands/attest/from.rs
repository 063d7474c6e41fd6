//! `onethread attest --from`: filled forms into the organization's files.
//!
//! 1. Read the forms, and find the question of each row.
//! 2. Show what becomes of every row, what would change in which file, and which answers of the review change.
//! 3. Ask once, and write all files or none.

use std::collections::BTreeMap;

use onethread_core::answers::{Reply, TakeOptions, Taken, WrittenCell, take};
use onethread_core::review::{Review, review};
use onethread_evidence::spreadsheet;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::edit;
use onethread_model::limits::SHEET_FILE_BYTES;
use onethread_model::source::{Place, Sources};
use onethread_report::ask::filled::{CellRow, FilledForm, from_cells, from_markdown, is_markdown};
use onethread_report::ask::taken as report;
use onethread_report::inert::inert;
use onethread_workspace::files::{FailureKind, FileFailure, Writing};
use onethread_workspace::{Folder, today};

use super::{by_known, late, unchanged};
use crate::args::ColorWish;
use crate::args::ask::AttestArgs;
use crate::commands::{SHOWN_MAX, read as read_folder, show_diagnostics};
use crate::output::{self, Failure, unified};
use crate::places::{EDITED_BYTES_MAX, check_whole, typed, writing};
use crate::statistics::timed;

/// Reads forms and writes their answers down.
pub(super) fn run(args: &AttestArgs, color: ColorWish) -> Result<u8, Failure> {
    let (folder, day) = read_folder(&args.folder, None)?;
    check_whole(&folder)?;
    let options = options(args, &folder)?;
    let mut diagnostics = Vec::new();
    let mut forms: Vec<(String, FilledForm)> = Vec::new();
    for path in &args.from {
        let typed = typed(path)?;
        let shown = inert(&path.display().to_string()).into_owned();
        let Some(bytes) = typed.read(SHEET_FILE_BYTES.get())? else {
            return Err(Failure::new(format!("there is no file {shown}"), "onethread ask --form FILE writes a form"));
        };
        forms.push((shown.clone(), read_form(&shown, &bytes, &mut diagnostics)?));
    }
    show_diagnostics(&diagnostics, &Sources::default(), color, SHOWN_MAX);
    let before = timed("analysis", || review(&folder.snapshot, day));
    for (shown, form) in &forms {
        check_organization(shown, form, &before)?;
    }
    let replies: Vec<Reply> = forms.iter().flat_map(|(_, form)| form.replies.clone()).collect();
    let taken = take(&folder.snapshot, &before, &replies, &options);
    output::print(&report::rows(&taken.replies))?;
    let older = forms.iter().filter_map(|(shown, form)| Some((shown, form.day.filter(|of| *of < day)?)));
    if report::has_closed(&taken.replies) {
        for (shown, of) in older {
            output::print(&format!("{shown} is a form of {of}: what was answered since is no longer asked.\n"))?;
        }
    }
    finish(args, &folder, &before, taken)
}

/// Writes one answer to a row of a form that is named on the command line.
pub(super) fn run_one(args: &AttestArgs, key: &str) -> Result<u8, Failure> {
    let (folder, day) = read_folder(&args.folder, None)?;
    check_whole(&folder)?;
    let options = options(args, &folder)?;
    let before = timed("analysis", || review(&folder.snapshot, day));
    let cell = |flag: &str, text: Option<&String>| WrittenCell {
        text: text.cloned().unwrap_or_default(),
        place: Place { path: flag.into(), line: 0, column: None },
    };
    let reply = Reply {
        key: WrittenCell { text: key.to_owned(), place: Place { path: "--question".into(), line: 0, column: None } },
        answer: cell("--answer", args.answer.as_ref()),
        by: cell("--by", args.by.as_ref()),
        on: cell("--on", None),
        note: cell("--note", args.note.as_ref()),
    };
    let taken = take(&folder.snapshot, &before, &[reply], &options);
    if let Some(refused) = taken.replies.iter().find_map(report::refusal) {
        let (what, help) = refused;
        return Err(Failure::new(what, help));
    }
    output::print(&report::rows(&taken.replies))?;
    finish(args, &folder, &before, taken)
}

fn options(args: &AttestArgs, folder: &Folder) -> Result<TakeOptions, Failure> {
    let on = args.on.unwrap_or_else(today);
    let by = args.by.as_deref().map(|by| by_known(by, folder).map(str::to_owned)).transpose()?;
    Ok(TakeOptions { by, on, today: today() })
}

/// Shows what would be written, and writes it.
fn finish(args: &AttestArgs, folder: &Folder, before: &Review, taken: Taken) -> Result<u8, Failure> {
    let code = u8::from(report::leaves_something(&taken.replies));
    let text_of = |path: &str| folder.text_of(path);
    let texts = edit::apply(text_of, &taken.edits)
        .map_err(|error| Failure::new(format!("nothing was written: {error}"), "fix that file first"))?;
    if texts.is_empty() {
        output::print("Nothing to write.\n")?;
        return Ok(code);
    }
    let lates = taken.replies.iter().filter_map(|one| one.on).max().and_then(|on| late(folder, on, before.as_of));
    if let Some(late) = lates {
        output::print(&format!("{late}\n\n"))?;
    }
    for (path, text) in &texts {
        output::print(&unified(path, folder.text_of(path).unwrap_or_default(), text))?;
    }
    let after = timed("analysis", || review(&taken.after, before.as_of));
    output::print(&report::effect(before, &after))?;
    if args.dry_run {
        output::print("Nothing was written: this is what would be.\n")?;
        return Ok(code);
    }
    // One answer that is typed is meant to be written.
    if !args.yes && !args.from.is_empty() && !output::confirmed("Write this?", "what is shown above")? {
        output::print("Nothing was written.\n")?;
        return Ok(code);
    }
    write(folder, &texts, &writing(&folder.root)?)?;
    output::print(&report::written(&taken.replies, texts.len()))?;
    Ok(code)
}

/// Writes all files, as long as each is what was read. Where one cannot be written, those before it become what they
/// were.
fn write(folder: &Folder, texts: &BTreeMap<String, String>, writing: &Writing) -> Result<(), Failure> {
    let was = |path: &str| folder.text_of(path).map(str::as_bytes);
    for path in texts.keys() {
        let now = writing.root().read(path, EDITED_BYTES_MAX).map_err(|failure| unchanged(failure, path))?;
        if now.as_deref() != was(path) {
            let what = format!("{path} changed since it was read; nothing was written");
            return Err(FileFailure::new(FailureKind::Conflict, what).hint("run this again").into());
        }
    }
    // A file that is there can become what it was, and a new one cannot: those come last.
    let mut all: Vec<(&String, &String)> = texts.iter().collect();
    all.sort_by_key(|(path, _)| was(path).is_none());
    for (at, (path, text)) in all.iter().enumerate() {
        if let Err(failure) = writing.replace(path, was(path), text.as_bytes()) {
            for (path, text) in all.iter().take(at) {
                // Of two new files the first becomes an empty one, which says nothing.
                let _ = writing.replace(path, Some(text.as_bytes()), was(path).unwrap_or_default());
            }
            return Err(failure.into());
        }
    }
    Ok(())
}

/// Reads a form by what it holds: Markdown, or the cells of a spreadsheet.
pub(crate) fn read_form(shown: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Result<FilledForm, Failure> {
    let refused = |why: onethread_core::moves::Refusal| Failure::new(inert(&why.why).into_owned(), why.help);
    let ending = std::path::Path::new(shown).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let is_page = ["md", "markdown", "txt", "eml"].iter().any(|one| ending.eq_ignore_ascii_case(one));
    match std::str::from_utf8(bytes) {
        Ok(text) if is_page || is_markdown(text) => return from_markdown(shown, text).map_err(refused),
        Err(_) if is_page => {
            return Err(Failure::new(
                format!("{shown} is not UTF-8"),
                "save it as UTF-8, so that no answer loses a letter",
            ));
        }
        _ => {}
    }
    let name = std::path::Path::new(shown).file_name().and_then(|name| name.to_str()).unwrap_or(shown);
    let mut found = Vec::new();
    let sheets = spreadsheet::read(name, bytes, &mut found);
    let mut first = None;
    if sheets.is_empty() {
        let why = found.first().map_or_else(|| "it is empty".to_owned(), |one| one.message.clone());
        let help = found.first().and_then(|one| one.help.first().cloned()).unwrap_or_default();
        return Err(Failure::new(format!("{shown} cannot be read: {why}"), help));
    }
    diagnostics.extend(found);
    for sheet in &sheets {
        let path = match &sheet.name {
            Some(name) if sheets.len() > 1 => format!("{shown}, sheet {name}"),
            _ => shown.to_owned(),
        };
        let rows: Vec<CellRow> =
            sheet.rows.iter().map(|row| (row.line, row.cells.iter().map(spreadsheet::Cell::words).collect())).collect();
        match from_cells(&path, &rows) {
            Ok(form) => return Ok(form),
            Err(why) => first = first.or(Some(why)),
        }
    }
    Err(first.map_or_else(|| Failure::new(format!("{shown} has no sheet"), ""), refused))
}

/// Refuses a form that names another organization.
fn check_organization(shown: &str, form: &FilledForm, review: &Review) -> Result<(), Failure> {
    match (&form.organization, &review.organization) {
        (Some(of), Some(here)) if of != here => {
            let what = format!("{shown} is a form of {}, and this folder is {}'s", inert(of), inert(here));
            Err(Failure::new(what, "name the folder of that organization"))
        }
        _ => Ok(()),
    }
}
