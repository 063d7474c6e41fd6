//! A file of a table, or all files of a folder: what the store has of each is not read again.

use std::path::Path;

use onethread_files::FileKind;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::record::short;
use onethread_model::source::At;

use super::read_input;
use crate::files::{open, shown};
use crate::gather::FILES_MAX;
use crate::importers::context::{ImportContext, Imported, not_read};
use crate::store::{Input, Loaded, SourceStore};

/// Formats of which a folder stands for its files, and the endings of these.
const FOLDERS: &[(&str, &[&str])] =
    &[("json", &["json"]), ("yaml", &["yaml", "yml"]), ("markdown", &["md", "markdown"])];

/// Reads a file, or the files of a folder.
pub(in crate::importers) fn import(
    context: &mut ImportContext<'_>,
    mut stored: Option<&mut SourceStore<'_>>,
) -> Vec<Imported> {
    let first = usize::from(context.index);
    let files = files(context).unwrap_or_else(|| vec![context.file.clone()]);
    let mut imported: Vec<Imported> = Vec::new();
    for file in files.iter().take(FILES_MAX - first) {
        let mut one = context.of(file);
        one.index = (first + imported.len()) as u16;
        imported.push(import_file(&mut one, stored.as_deref_mut()));
    }
    imported
}

/// The files of a folder with the ending of the format, in alphabetical order; nothing where it is none.
fn files(context: &ImportContext<'_>) -> Option<Vec<At<String>>> {
    let format = context.source.format.as_deref()?;
    let (_, endings) = FOLDERS.iter().find(|(name, _)| *name == format)?;
    let (root, folder) = (context.gathering.root, &context.file.value);
    if !matches!(root.kind(folder), Ok(Some(FileKind::Folder))) {
        return None;
    }
    let is_one = |name: &String| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        ending.is_some_and(|ending| endings.contains(&ending.as_str()))
    };
    let mut names: Vec<String> = root.names(folder).into_iter().filter(is_one).collect();
    names.sort();
    let path = |name: &String| At::new(shown(&Path::new(folder).join(name).to_string_lossy()), context.file.span);
    Some(names.iter().map(path).collect::<Vec<_>>()).filter(|files| !files.is_empty())
}

fn import_file(context: &mut ImportContext<'_>, stored: Option<&mut SourceStore<'_>>) -> Imported {
    let mut report = context.report(context.source.table.schema().name);
    let input = match open(context.gathering.root, context.file) {
        Ok(input) => input,
        Err(obstacle) => {
            context.diagnostics.push(obstacle.diagnostic);
            return not_read(report, context.file, obstacle.clause, stored);
        }
    };
    let Some(stored) = stored else {
        let mut input = Input::plain(input);
        read_input(&mut input, None, context, &mut report);
        report_change(context, &input);
        return (report, None);
    };
    let loaded = stored.load(context.file, input, context.facts, &mut report, context.diagnostics);
    let (mut input, part) = match loaded {
        Loaded::All(state) => {
            (context.progress)(&report.name, report.read);
            return (report, Some(state));
        }
        Loaded::Start(input, part) | Loaded::Nothing(input, part) => (input, part),
    };
    let told = context.diagnostics.len();
    let ending = read_input(&mut input, part.resume(), context, &mut report);
    let new = context.diagnostics.get(told..).unwrap_or_default();
    let state = stored.keep(context.file, part, ending, &input, context.facts, &report, new);
    report_change(context, &input);
    (report, Some(state))
}

/// Reports that a file was written while it was read: its facts are those of what was there first.
fn report_change(context: &mut ImportContext<'_>, input: &Input) {
    if input.has_changed() {
        let message = format!("`{}` changed or grew while it was read", short(&shown(&context.file.value)));
        let help = "run it again when nobody writes the file, or name a copy of it";
        context.diagnostics.push(Diagnostic::error("changing-file", message, context.file.span).help(help));
    }
}
