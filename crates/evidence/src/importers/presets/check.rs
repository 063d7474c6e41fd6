//! What is said of a file that is not what its settings promise: another tool's export, an error message, a page of the
//! web, or half a file. Each says what comes next.

use onethread_model::diagnostic::{Diagnostic, Severity, Spot, nearest};
use onethread_model::facts::SourceReport;
use onethread_model::record::short;
use serde_json::Value;

use super::{Preset, Sample};
use crate::importers::ImportContext;
use crate::importers::table::values::has_address;

/// Most keys that are listed.
const KEYS_SHOWN: usize = 12;

/// Whether a file can be what the settings say, by its first bytes. What is in the way is reported.
pub(crate) fn can_be_read(start: &[u8], context: &mut ImportContext<'_>, report: &mut SourceReport) -> bool {
    let refuse = |context: &mut ImportContext<'_>, report: &mut SourceReport, diagnostic: Diagnostic, why: &str| {
        context.diagnostics.push(diagnostic);
        report.remarks.insert(format!("not read: {why}"), 1);
        false
    };
    let path = report.path.clone();
    let sample = Sample::new(&path, start);
    if let Some(said) = sample.refusal() {
        let diagnostic = Diagnostic::error("error-page", format!("`{path}` {said}"), context.file.span);
        let note = "a tool answers so where nobody is signed in, or a token is too old or without the right to read";
        let diagnostic = with_command(diagnostic.note(note), context);
        return refuse(context, report, diagnostic, "it is no export, but what a tool says instead");
    }
    let wanted = context.source.preset();
    match Preset::detect(&sample).filter(|found| wanted.is_some_and(|wanted| wanted != found.key)) {
        Some(found) => {
            let diagnostic = another(&path, found, context);
            refuse(context, report, diagnostic, "it is another export than the settings say")
        }
        None => true,
    }
}

fn another(path: &str, found: &Preset, context: &ImportContext<'_>) -> Diagnostic {
    let wanted = context.source.preset.as_ref();
    let span = wanted.map_or(context.file.span, |at| at.span);
    let wanted = wanted.map_or("", |at| at.value.as_str());
    let message = format!("`{path}` is no export that preset `{wanted}` reads: it looks like {}", found.summary);
    Diagnostic::error("wrong-preset", message, span).help(format!("write `preset = \"{}\"`", found.key))
}

/// Reports that a file ended too early, or stopped being what it should be.
pub(crate) fn broken(line: u32, why: &str, context: &mut ImportContext<'_>, report: &mut SourceReport) {
    let message = format!("`{}` cannot be read to its end: line {line}: {why}", report.path);
    let read = match report.read {
        1 => "1 record before that was read".to_owned(),
        read => format!("{read} records before that were read"),
    };
    let diagnostic = Diagnostic::error("broken-file", message, context.file.span).note(read);
    context.diagnostics.push(with_command(diagnostic, context));
    report.remarks.insert("reading stopped before the end of the file".to_owned(), 1);
}

/// Reports that a file holds nothing where its records should be.
pub(crate) fn nothing(start: &[u8], context: &mut ImportContext<'_>, report: &SourceReport) {
    let items = context.source.records.items.as_ref().map(|at| at.value.trim());
    let below = items.map_or(String::new(), |items| format!(" below `{}`", short(items)));
    let message = format!("`{}` holds no record{below}", report.path);
    let span = context.source.records.items.as_ref().map_or(context.file.span, |at| at.span);
    let mut diagnostic = Diagnostic::new(Severity::Warning, "empty-file", message, Spot::Span(span));
    let sample = Sample::new(&report.path, start);
    let whole = sample.item(&[]).and_then(Value::as_object);
    let first = items.map(|items| items.split(['.', '[']).next().unwrap_or(items));
    if let (Some(object), Some(first)) = (whole, first)
        && !object.contains_key(first)
    {
        let keys: Vec<&str> = object.keys().map(String::as_str).filter(|key| !has_address(key)).collect();
        let shown: Vec<String> = keys.iter().take(KEYS_SHOWN).map(|key| format!("`{}`", short(key))).collect();
        diagnostic.severity = Severity::Error;
        diagnostic = diagnostic.note(format!("its keys: {}", shown.join(", ")));
        diagnostic = match nearest(first, keys.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{}`?", short(near))),
            None => with_command(diagnostic, context),
        };
    }
    context.diagnostics.push(diagnostic);
}

/// Reports that a preset reads nothing of a file that no preset recognizes: another version of the tool, or other fields.
pub(crate) fn suggest(start: &[u8], context: &mut ImportContext<'_>, report: &SourceReport) {
    let Some(preset) = context.source.preset().and_then(Preset::find) else { return };
    let sample = Sample::new(&report.path, start);
    if (preset.detects)(&sample) {
        return;
    }
    let span = context.source.preset.as_ref().map_or(context.file.span, |at| at.span);
    let message = format!(
        "`{}` lacks what preset `{}` reads: it was made by another version of the tool, or with other fields",
        report.path, preset.key
    );
    let diagnostic = Diagnostic::error("other-version", message, span);
    context.diagnostics.push(with_command(diagnostic, context).help(format!(
        "or say where its fields are: `onethread explain {}` shows what can be written beside the preset",
        preset.key
    )));
}

/// The same with the command that makes the export.
fn with_command(diagnostic: Diagnostic, context: &ImportContext<'_>) -> Diagnostic {
    match context.source.preset().and_then(Preset::find) {
        Some(preset) => diagnostic.help(format!("make the export again: {}", preset.command())),
        None => diagnostic.help("make the export again"),
    }
}

impl Sample<'_> {
    /// Why a file is no export at all, as the end of a sentence that begins with its name: a page of the web, or an error
    /// message of an API.
    pub fn refusal(&self) -> Option<String> {
        if is_web_page(self.text()) {
            return Some("is a page of the web, and no export".to_owned());
        }
        error_message(self).map(|said| format!("is an error message of the tool, and no export: {said}"))
    }
}

fn is_web_page(text: &[u8]) -> bool {
    let start = text.get(..text.len().min(64)).unwrap_or_default().to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<?xml")
}

/// What an error message of an API says, when a file is nothing else.
fn error_message(sample: &Sample<'_>) -> Option<String> {
    let object = sample.item(&[])?.as_object()?;
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let first = |key: &str| match object.get(key)?.as_array()?.first()? {
        Value::String(text) => Some(text.as_str()),
        other => other.get("message").and_then(Value::as_str),
    };
    let has = |key: &str| object.contains_key(key);
    let is_code =
        |text: &str| text.starts_with(['4', '5']) && text.get(..3).is_some_and(|code| code.parse::<u16>().is_ok());
    let said = match () {
        () if has("documentation_url") && !has("id") => text("message"),
        () if has("errorMessages") && !has("issues") => first("errorMessages").or(Some("errors of single fields")),
        () if has("error_description") => text("error_description"),
        () if object.len() <= 2 && text("message").is_some_and(is_code) => text("message"),
        () if object.len() <= 2 && text("error").is_some() && !has("id") => text("error"),
        () if object.len() <= 2 && first("errors").is_some() => first("errors"),
        () => None,
    }?;
    // What a tool answers may name a person.
    let said = if has_address(said) { "with an address" } else { said };
    Some(format!("\"{}\"", short(said)))
}
