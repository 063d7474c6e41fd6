//! The texts of files: which there are, and what they hold.

use std::path::{Path, PathBuf};

use onethread_model::diagnostic::{Diagnostic, NOT_UTF8, Severity, Spot};
use onethread_model::limits::{
    Limit, ORGANIZATION_DEPTH, ORGANIZATION_FILE_BYTES, ORGANIZATION_FILES, ORGANIZATION_WALK,
};
use onethread_model::source::{FileId, Sources, Span};

/// A file as text, with a replacement for what is not UTF-8.
pub(crate) struct Text {
    /// As people see it.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The first byte that is not UTF-8.
    pub(crate) broken_from: Option<usize>,
}

impl Text {
    pub(crate) fn of(path: String, bytes: Vec<u8>) -> Text {
        match String::from_utf8(bytes) {
            Ok(text) => Text { path, text, broken_from: None },
            Err(error) => {
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Text { path, text, broken_from: Some(error.utf8_error().valid_up_to()) }
            }
        }
    }

    /// Adds it to the files; what is wrong with it is reported.
    pub(crate) fn add_to(self, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> FileId {
        let file = sources.add(self.path, self.text);
        if let Some(at) = self.broken_from {
            let span = Span { file, start: at, end: at + '\u{fffd}'.len_utf8() };
            diagnostics.push(
                Diagnostic::error(NOT_UTF8, "the file is not UTF-8 from here on", span)
                    .help("save it as UTF-8; the rest of the file was read"),
            );
        }
        file
    }
}

/// Reads a file of the folder as text.
///
/// # Errors
/// That it is too large or cannot be read.
pub(crate) fn read_text(root: &Path, path: &Path) -> Result<Text, Box<Diagnostic>> {
    let full = root.join(path);
    let path = shown(&full, root);
    let complain = |what: String, help: &str| {
        let spot = Spot::Path(path.clone());
        Box::new(Diagnostic::new(Severity::Error, "unreadable-file", what, spot).help(help))
    };
    let size = std::fs::metadata(&full).map_or(0, |metadata| metadata.len());
    if ORGANIZATION_FILE_BYTES.is_passed_by(size) {
        let what = format!("it has {size} bytes; {ORGANIZATION_FILE_BYTES}");
        let report = complain(what, "an organization file holds kilobytes; move data to a source");
        return Err(Box::new(report.help(ORGANIZATION_FILE_BYTES.help())));
    }
    let bytes = std::fs::read(&full)
        .map_err(|error| complain(format!("it cannot be read: {error}"), "check that it may be read"))?;
    Ok(Text::of(path, bytes))
}

/// Paths of all TOML files below the organization's folder, in alphabetical order. What cannot be read is reported.
pub(crate) fn organization_files(root: &Path, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let walk = walkdir::WalkDir::new(root.join(name)).follow_links(true).sort_by_file_name();
    // One deeper than is read, to see whether there is more.
    let walk = walk.max_depth(ORGANIZATION_DEPTH.size() + 2);
    for (index, entry) in walk.into_iter().enumerate() {
        if ORGANIZATION_WALK.is_passed_by(index as u64) {
            diagnostics.push(beyond(name, &ORGANIZATION_WALK));
            break;
        }
        match entry {
            Ok(entry) if ORGANIZATION_DEPTH.is_passed_by(entry.depth().saturating_sub(1) as u64) => {
                if !diagnostics.iter().any(|known| known.message.contains(ORGANIZATION_DEPTH.key)) {
                    diagnostics.push(beyond(&shown(entry.path(), root), &ORGANIZATION_DEPTH));
                }
            }
            Ok(entry) if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "toml") => {
                if ORGANIZATION_FILES.is_passed_by(files.len() as u64 + 1) {
                    diagnostics.push(beyond(name, &ORGANIZATION_FILES));
                    break;
                }
                files.push(entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned());
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().map_or_else(|| name.to_owned(), |path| shown(path, root));
                let (code, what, help) = match error.loop_ancestor() {
                    Some(_) => ("link-loop", "a symbolic link leads back to a folder above it", "remove the link"),
                    None => ("unreadable-file", "it cannot be read", "check that it exists and may be read"),
                };
                let message = format!("{what}: {}", error.io_error().map_or_else(String::new, ToString::to_string));
                let message = message.trim_end_matches(": ").to_owned();
                diagnostics.push(Diagnostic::new(Severity::Error, code, message, Spot::Path(path)).help(help));
            }
        }
    }
    files
}

/// That a folder has more than is read.
pub(crate) fn beyond(path: &str, limit: &Limit) -> Diagnostic {
    let spot = Spot::Path(path.to_owned());
    Diagnostic::new(Severity::Error, "too-much", limit.to_string(), spot)
        .note("what is beyond it was left out")
        .help("keep only files of the organization in its folder")
        .help(limit.help())
}

/// A path as people see it: from the root on, with `/` between parts.
fn shown(path: &Path, root: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
