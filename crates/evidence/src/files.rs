//! Opening the files of a source, or saying what is in the way.

use std::path::{Path, PathBuf};

use onethread_files::{FileKind, Regular, Root};
use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::{Diagnostic, nearest};
use onethread_model::limits::SOURCE_FILE_BYTES;
use onethread_model::record::short;
use onethread_model::source::At;

/// The code of what lies outside of the folder and nobody allowed.
pub(crate) const OUTSIDE: &str = "outside-the-folder";
/// Parts of a bare repository that the library opens by their paths.
const REPOSITORY_PARTS: [&str; 9] =
    ["HEAD", "config", "packed-refs", "shallow", "refs", "refs/heads", "objects", "objects/pack", "objects/info"];
/// Files of a repository that name other folders, a line each, and the folder that these start at.
const REPOSITORY_LEADS: [(&str, &str); 2] = [("objects/info/alternates", "objects"), ("commondir", "")];
/// Most bytes of such a file.
const LEADS_BYTES_MAX: u64 = 1 << 16;

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
/// When there is no such file, it is none, it is too large, it lies outside of the folder, or the system refuses it.
pub(crate) fn open(root: &Root, path: &At<String>) -> Result<Regular, Box<FileError>> {
    let name = short(&shown(&path.value));
    let failure = match root.open(&path.value, SOURCE_FILE_BYTES.get()) {
        Ok(Some(file)) => return Ok(file),
        Ok(None) => {
            let diagnostic = missing(root, path, &name);
            return Err(Box::new(FileError { diagnostic, clause: "the file is missing" }));
        }
        Err(failure) => failure,
    };
    if let Some(bytes) = failure.too_large {
        let what = format!("`{name}` cannot be read: it holds {bytes} bytes; {SOURCE_FILE_BYTES}");
        let diagnostic = Diagnostic::error("unreadable-file", what, path.span)
            .help("split it, and name the parts in `file`")
            .help(SOURCE_FILE_BYTES.help());
        return Err(Box::new(FileError { diagnostic, clause: "the file is too large" }));
    }
    let (code, clause, help) = match root.kind(&path.value) {
        Err(_) => (OUTSIDE, "it lies outside of the folder", None),
        Ok(Some(FileKind::Folder)) => {
            ("unreadable-file", "it is a folder", Some("name each file, as in `file = [\"a.csv\", \"b.csv\"]`"))
        }
        Ok(Some(FileKind::Special)) => ("unreadable-file", "it is not a regular file", None),
        _ => ("unreadable-file", "the file cannot be read", None),
    };
    let mut diagnostic = Diagnostic::error(code, quoted(&failure.what, &path.value, &name), path.span);
    match help {
        Some(help) => diagnostic = diagnostic.help(help),
        None => diagnostic.help = failure.hints,
    }
    Err(Box::new(FileError { diagnostic, clause }))
}

/// A sentence that begins with a path, with that as reports show it.
fn quoted(what: &str, path: &str, name: &str) -> String {
    what.strip_prefix(path).map_or_else(|| what.to_owned(), |rest| format!("`{name}`{rest}"))
}

/// The real path of a repository of a source, or of a file in one; `None` where there is nothing.
///
/// # Errors
/// Why it is not opened, as a sentence about the path, and what helps.
pub(crate) fn repository(
    root: &Root,
    source: &SourceConfig,
    file: &str,
) -> Result<Option<PathBuf>, (String, Vec<String>)> {
    let name = short(&shown(file));
    let refused = |failure: onethread_files::FileFailure| {
        let what = failure.what.strip_prefix(file).map_or(failure.what.as_str(), str::trim_start).to_owned();
        let mut hints = failure.hints;
        if source.is_git() {
            let line = format!("onethread import git {} --name {}", typed(root, file), source.name.value);
            hints.insert(0, format!("where you trust these files, allow it for this folder: {line}"));
        }
        (what, hints)
    };
    let found = root.real_path(file).map_err(refused)?;
    // A repository elsewhere is a person's own, and one that was checked out with the tree has no `.git`.
    let own = root.real_path(".").ok().flatten();
    if root.has_folder(file) && found.as_ref().zip(own.as_ref()).is_some_and(|(found, own)| found.starts_with(own)) {
        check_parts(root, file).map_err(|part| {
            let what = format!("is not opened: `{part}` of it leads out of the folder");
            (what, vec![format!("name the repository that it leads to, instead of `{name}`")])
        })?;
    }
    Ok(found)
}

/// A path of the settings as it is typed where the program runs.
fn typed(root: &Root, file: &str) -> String {
    onethread_files::quoted(&onethread_files::absolute(&root.path().join(file)))
}

/// Refuses a bare repository that may have come with the tree, and of which parts lie elsewhere: the library opens what
/// it names without asking.
fn check_parts(root: &Root, repository: &str) -> Result<(), String> {
    let repository = Path::new(repository);
    for part in REPOSITORY_PARTS {
        root.kind(repository.join(part)).map_err(|_| part.to_owned())?;
    }
    for (file, start) in REPOSITORY_LEADS {
        let read = root.read(repository.join(file), LEADS_BYTES_MAX).map_err(|_| file.to_owned())?;
        let text = String::from_utf8_lossy(&read.unwrap_or_default()).into_owned();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            root.kind(repository.join(start).join(line)).map_err(|_| file.to_owned())?;
        }
    }
    Ok(())
}

fn missing(root: &Root, path: &At<String>, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("missing-file", format!("there is no file `{name}`"), path.span)
        .label("not found")
        .note("paths are relative to the folder of `onethread.toml`");
    let written = Path::new(&path.value);
    let folder = written.parent().unwrap_or(Path::new(""));
    if !root.has_folder(folder) {
        return diagnostic.note(format!("there is no folder `{}` either", short(&shown(&folder.to_string_lossy()))));
    }
    let names = root.names(folder);
    let last = written.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match nearest(&last, names.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{}`?", shown(&folder.join(near).to_string_lossy()))),
        None => diagnostic,
    }
}
