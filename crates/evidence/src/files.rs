//! Opening the files of a source, or saying what is in the way.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use onethread_model::diagnostic::{Diagnostic, nearest};
use onethread_model::limits::SOURCE_FILE_BYTES;
use onethread_model::record::short;
use onethread_model::source::At;

/// The path as reports show it: as written, with `/` between parts.
pub(crate) fn shown(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}

/// Why a file cannot be read.
pub(crate) struct FileError {
    /// What to tell the reader of the settings.
    pub(crate) diagnostic: Diagnostic,
    /// What to tell the reader of the import report, as a clause.
    pub(crate) clause: &'static str,
}

/// Opens a file of a source; the path is relative to `root` unless it is absolute.
///
/// # Errors
/// When there is no such file, it is none, it is too large, or the system refuses it.
pub(crate) fn open(root: &Path, path: &At<String>) -> Result<File, Box<FileError>> {
    let full = root.join(&path.value);
    let name = short(&shown(&path.value));
    let obstacle = |why: &str, help: Option<&str>, clause| {
        let mut diagnostic = Diagnostic::error("unreadable-file", format!("`{name}` cannot be read: {why}"), path.span);
        diagnostic.help.extend(help.map(str::to_owned));
        Box::new(FileError { diagnostic, clause })
    };
    let refused = |error: io::Error| obstacle(&error.to_string(), None, "the file cannot be read");
    // Asking first keeps devices and pipes, which never end or never start, from being opened.
    let meta = match fs::metadata(&full) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let diagnostic = missing(root, path, &name);
            return Err(Box::new(FileError { diagnostic, clause: "the file is missing" }));
        }
        Err(error) => return Err(refused(error)),
    };
    if meta.is_dir() {
        let help = "name each file, as in `file = [\"a.csv\", \"b.csv\"]`";
        return Err(obstacle("it is a folder", Some(help), "it is a folder"));
    }
    if !meta.is_file() {
        return Err(obstacle("it is not a regular file", None, "it is not a regular file"));
    }
    if SOURCE_FILE_BYTES.is_passed_by(meta.len()) {
        let why = format!("it holds {} bytes; {SOURCE_FILE_BYTES}; {}", meta.len(), SOURCE_FILE_BYTES.help());
        return Err(obstacle(&why, Some("split it, and name the parts in `file`"), "the file is too large"));
    }
    File::open(&full).map_err(refused)
}

fn missing(root: &Path, path: &At<String>, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("missing-file", format!("there is no file `{name}`"), path.span)
        .label("not found")
        .note("paths are relative to the folder of `onethread.toml`");
    let written = Path::new(&path.value);
    let folder = written.parent().unwrap_or(Path::new(""));
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return diagnostic.note(format!("there is no folder `{}` either", short(&shown(&folder.to_string_lossy()))));
    };
    let mut names: Vec<String> =
        entries.flatten().take(10_000).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let last = written.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match nearest(&last, names.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{}`?", shown(&folder.join(near).to_string_lossy()))),
        None => diagnostic,
    }
}
