//! Registries in git: what every version of some files of a repository says, from the first to the newest.
//!
//! 1. [`patterns`] say which files, and which folders can hold one.
//! 2. The history gives each version of them: moves are followed, deletions seen.
//! 3. [`versions`] turns what each says anew into rows, by the mapping in the settings.
//!
//! `registry.md` says what is read and what is not.

mod detect;
mod patterns;

use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::SourceReport;
use onethread_model::record::short;
use onethread_model::source::{At, Span};

pub use detect::{RegistryFound, detect};
use patterns::PathPatterns;

use super::context::{ImportContext, Imported, not_read};
use super::git::{FileHistory, Opened};
use super::table::{version_records, versions};
use crate::files::shown;
use crate::store::{FileState, SourceStore};

/// Reads the versions of a repository's files.
pub(super) fn import(context: &mut ImportContext<'_>, stored: Option<&mut SourceStore<'_>>) -> Vec<Imported> {
    let mut report = context.report(context.source.table.schema().name);
    let patterns = patterns(context).and_then(|own| Ok((own, entries(context)?)));
    let (patterns, entries) = match patterns {
        Ok(patterns) => patterns,
        Err(clause) => return vec![not_read(report, context.file, clause, stored)],
    };
    let opened = match Opened::open(context.gathering.root, context.source, context.file, context.diagnostics) {
        Ok(opened) => opened,
        Err(clause) => return vec![not_read(report, context.file, clause, stored)],
    };
    let source = versions::with_times(context.source);
    let mut context = ImportContext {
        gathering: context.gathering,
        source: &source,
        file: context.file,
        index: context.index,
        facts: context.facts,
        diagnostics: context.diagnostics,
        progress: context.progress,
    };
    if !versions::check_settings(&mut context) {
        return vec![not_read(report, context.file, "its settings cannot be followed", stored)];
    }
    let Some(head) = opened.head else {
        report.remarks.insert("the repository has no commit yet".to_owned(), 1);
        return vec![(report, None)];
    };
    let wanted = |path: &[u8], is_folder: bool| patterns.takes(path, is_folder);
    let name = source.name.value.as_str();
    let history = opened.repository.versions(head, &wanted, &mut |commits| (context.progress)(name, commits));
    tell(&history, &mut context, &mut report);
    let repository = shown(&context.file.value);
    let repository = repository.trim_end_matches('/').trim_end_matches("/.git");
    let repository = if matches!(repository, "." | ".git") { "" } else { repository };
    let mut read = opened.repository.reader();
    let known = entries.zip(source.git.entries.as_ref()).map(|(patterns, settings)| {
        let wanted = |path: &[u8], is_folder: bool| patterns.takes(path, is_folder);
        let entries = opened.repository.versions(head, &wanted, &mut |commits| (context.progress)(name, commits));
        version_records::ids_by_key(&entries, &source, settings, &mut read)
    });
    versions::read(&history, (repository, known), &mut read, &mut context, &mut report);
    let state = FileState::InMemory { why: "it is read from the history each time".to_owned() };
    vec![(report, Some(state))]
}

fn patterns(context: &mut ImportContext<'_>) -> Result<PathPatterns, &'static str> {
    let (source, name) = (context.source, context.source.name.span);
    let files = &source.git.files;
    if files.is_empty() {
        let message = format!("source `{}` does not say which files are the registry", short(&source.name.value));
        let diagnostic = Diagnostic::error("missing-key", message, name)
            .help("name them by their paths in the repository: `files = \"proposals/**/proposal.yaml\"`");
        context.diagnostics.push(diagnostic);
        return Err("no files are named");
    }
    if source.records.changelog.is_some() || source.layout == onethread_model::config::Layout::Long {
        let message = format!("source `{}` reads versions, which are no list of values", short(&source.name.value));
        let diagnostic = Diagnostic::error("wrong-layout", message, name)
            .help("take `layout = \"long\"` and `changelog` out: what a version says anew is found by itself");
        context.diagnostics.push(diagnostic);
        return Err("its settings cannot be followed");
    }
    compiled(files, context.diagnostics)
}

/// The patterns of the files of entries, where the source reads files beside them.
fn entries(context: &mut ImportContext<'_>) -> Result<Option<PathPatterns>, &'static str> {
    let entries = context.source.git.entries.as_ref();
    entries.map(|entries| compiled(&entries.files, context.diagnostics)).transpose()
}

fn compiled(files: &[At<String>], diagnostics: &mut Vec<Diagnostic>) -> Result<PathPatterns, &'static str> {
    PathPatterns::new(files.iter().map(|at| at.value.as_str())).map_err(|(at, why)| {
        let span = files.get(at).map_or(Span::NOWHERE, |at| at.span);
        let message = format!("a pattern of `files` cannot be read: it {why}");
        diagnostics.push(Diagnostic::error("wrong-pattern", message, span));
        "its settings cannot be followed"
    })
}

/// Tells what the history could not give.
fn tell(history: &FileHistory, context: &mut ImportContext<'_>, report: &mut SourceReport) {
    let mut remark = |text: String, count: usize| {
        if count > 0 {
            *report.remarks.entry(text).or_default() += count;
        }
    };
    remark("a commit has an earlier day than one before it, and counts as of that day".to_owned(), history.late);
    remark(
        "the history is shallow: what was there at its start counts as new then".to_owned(),
        usize::from(history.is_shallow),
    );
    remark("a limit ended the reading: newer versions were left out".to_owned(), usize::from(history.is_cut));
    for (id, why) in &history.faults {
        remark(format!("commit {} was passed over: {why}", id.to_hex_with_len(12)), 1);
    }
    if history.versions.is_empty() {
        let files: Vec<String> = context.source.git.files.iter().map(|at| format!("`{}`", short(&at.value))).collect();
        let span = context.source.git.files.first().map_or(context.file.span, |at| at.span);
        let message = format!("no version of any file matches {}", files.join(", "));
        context.diagnostics.push(
            Diagnostic::warning("empty-file", message, span).note(
                "`*` stands for a part of a name, `**` for any folders; paths begin at the root of the repository",
            ),
        );
    }
}
