//! The texts of files: which there are, and what they hold.

use std::path::{Component, Path, PathBuf};

use onethread_files::{FailureKind, FileFailure, Root, WalkLimit, WalkLimits, Walked};
use onethread_model::agreement::AGREEMENT;
use onethread_model::config::SETTINGS;
use onethread_model::diagnostic::{Diagnostic, NOT_UTF8, Severity, Spot};
use onethread_model::limits::{
    Limit, ORGANIZATION_DEPTH, ORGANIZATION_FILE_BYTES, ORGANIZATION_FILES, ORGANIZATION_WALK, SETTINGS_BYTES,
};
use onethread_model::source::{FileId, Sources, Span};

/// The code of what lies outside of the folder and nobody allowed.
pub(crate) const OUTSIDE: &str = "outside-the-folder";

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
pub(crate) fn read_text(root: &Root, path: &Path) -> Result<Text, Box<Diagnostic>> {
    let is_settings = [SETTINGS, AGREEMENT].iter().any(|known| path == Path::new(known));
    let limit = if is_settings { &SETTINGS_BYTES } else { &ORGANIZATION_FILE_BYTES };
    match root.read(path, limit.get()) {
        Ok(Some(bytes)) => Ok(Text::of(shown(path), bytes)),
        Ok(None) => Err(Box::new(unreadable(path, FileFailure::new(FailureKind::NotFound, "it is gone")))),
        Err(FileFailure { too_large: Some(bytes), .. }) => {
            let what = format!("it has {bytes} bytes; {limit}");
            let report = Diagnostic::new(Severity::Error, "unreadable-file", what, Spot::Path(shown(path)))
                .help("such a file holds kilobytes; move data to a source")
                .help(limit.help());
            Err(Box::new(report))
        }
        Err(failure) => Err(Box::new(unreadable(path, failure))),
    }
}

/// What is in the way of a file or a folder.
fn unreadable(path: &Path, failure: FileFailure) -> Diagnostic {
    let name = path.display().to_string();
    // Its place is said anyway.
    let what = failure.what.strip_prefix(&name).map_or_else(|| failure.what.clone(), |rest| format!("it{rest}"));
    let code = if what.contains("is not opened") { OUTSIDE } else { "unreadable-file" };
    let mut diagnostic = Diagnostic::new(Severity::Error, code, what, Spot::Path(shown(path)));
    diagnostic.help = failure.hints;
    diagnostic
}

/// Paths of all TOML files below the organization's folder, in alphabetical order. What cannot be read is reported, and
/// what runs left there that ended early is removed.
pub(crate) fn organization_files(root: &Root, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let walked = walk_organization(root, name);
    walked.drafts.iter().for_each(|folder| root.sweep(folder));
    for path in &walked.loops {
        let message = "a symbolic link leads back to a folder above it";
        let spot = Spot::Path(shown(path));
        diagnostics.push(Diagnostic::new(Severity::Error, "link-loop", message, spot).help("remove the link"));
    }
    for (path, passed) in &walked.passed {
        let limit = match passed {
            WalkLimit::Entries => &ORGANIZATION_WALK,
            WalkLimit::Depth => &ORGANIZATION_DEPTH,
            WalkLimit::Files => &ORGANIZATION_FILES,
        };
        diagnostics.push(beyond(&shown(path), limit));
    }
    diagnostics.extend(walked.failures.into_iter().map(|(path, failure)| unreadable(&path, failure)));
    walked.files
}

/// Walks through the organization's folder, and changes nothing.
pub(crate) fn walk_organization(root: &Root, name: &str) -> Walked {
    // A file has one name, however the settings write the folder's.
    let plain: PathBuf = Path::new(name).components().filter(|part| *part != Component::CurDir).collect();
    let limits = WalkLimits {
        entries_max: ORGANIZATION_WALK.size(),
        depth_max: ORGANIZATION_DEPTH.size(),
        files_max: ORGANIZATION_FILES.size(),
    };
    root.walk(&plain, "toml", limits)
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
pub(crate) fn shown(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
