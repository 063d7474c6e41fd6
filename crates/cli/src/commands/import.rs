//! `onethread import`: brings evidence in. The settings are written only after it could be opened.

mod files;

pub(super) use files::needs_day;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use onethread_evidence::importers::git::Repository;
use onethread_model::config::{self, Config};
use onethread_model::diagnostic::nearest;
use onethread_model::edit::{Edit, apply_to, changed_lines};
use onethread_model::record::Value;
use onethread_model::source::Sources;
use onethread_report::inert::{inert, inert_lines};
use onethread_report::{diagnostics, text};
use onethread_workspace::files::{Edited, Outside, Root, absolute, relative};
use onethread_workspace::{Folder, SETTINGS};

use super::{evidence, show_diagnostics};
use crate::args::{ColorWish, ImportArgs, ImportGitArgs, ImportOf};
use crate::output::{self, Failure};
use crate::places;
use crate::progress::with_progress;

pub(super) fn run(args: &ImportArgs, color: ColorWish) -> Result<u8, Failure> {
    match &args.what {
        Some(ImportOf::Git(git)) => run_git(git, color),
        None => files::run(&args.files, color),
    }
}

fn run_git(args: &ImportGitArgs, color: ColorWish) -> Result<u8, Failure> {
    let root = places::root(&args.folder)?;
    for path in &args.paths {
        check(path)?;
    }
    let (edits, names) = (|text: &str| edits(args, root.path(), text), std::slice::from_ref(&args.name));
    bring_in(&root, &args.paths, edits, names, args.dry_run, color)
}

/// Writes sources into the settings, reads them, and shows what became of them.
fn bring_in(
    root: &Root,
    paths: &[PathBuf],
    edits: impl Fn(&str) -> Result<Vec<Edit>, Failure>,
    names: &[String],
    is_dry: bool,
    color: ColorWish,
) -> Result<u8, Failure> {
    // Whoever types a path allows it.
    let outside: Vec<PathBuf> =
        paths.iter().map(|path| absolute(path)).filter(|path| !path.starts_with(root.path())).collect();
    let root = root.allowing(Outside::of(&outside));
    let edit = |text: &str| {
        let edits = edits(text)?;
        apply_to(text, &edits).map_err(|error| Failure::new(format!("{SETTINGS} was not changed: {error}"), ""))
    };
    // Every path was opened by now, and what cannot be written is refused before anything is.
    let before = root.read_text(SETTINGS, places::EDITED_BYTES_MAX).map_err(unchanged)?.unwrap_or_default();
    let after = edit(&before)?;
    let (Edited { before, after }, allowed) = if is_dry {
        let allowed = match outside.as_slice() {
            [] => String::new(),
            outside => format!("Would be allowed from this folder: {}\n", places::listed(outside)),
        };
        (Edited { before, after }, allowed)
    } else {
        let writing = places::writing(&root)?;
        let edited = writing.edit(SETTINGS, places::EDITED_BYTES_MAX, edit).map_err(unchanged)?;
        (edited, places::remember(&root, &outside)?)
    };
    let mut folder = with_progress(|progress| Folder::read_source(&root, &after, names, !is_dry, progress))?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    show_diagnostics(&folder.diagnostics, &folder.sources, color, super::SHOWN_MAX);
    let day = folder.day(None)?;
    let sources = evidence::sources(&folder);
    let report = text::evidence(&sources, day, output::stdout_style(color), false);
    output::print(&format!("{}{allowed}\n{report}", told(is_dry, &before, &after)))?;
    Ok(0)
}

/// A failure of the settings, which then are as they were.
fn unchanged(failure: impl Into<Failure>) -> Failure {
    let mut failure = failure.into();
    if failure.what.ends_with("it is not UTF-8") {
        failure.what = format!("{SETTINGS} is not UTF-8, so it was not changed");
    }
    failure
}

/// What became of the settings.
fn told(is_dry: bool, before: &str, after: &str) -> String {
    let Some((line, lines)) = changed_lines(before, after) else {
        return format!("{SETTINGS} names it already.\n");
    };
    let done = if is_dry { "Would be written to" } else { "Written to" };
    format!("{done} {SETTINGS}:{line}\n\n{}\n", inert_lines(&lines.join("\n")))
}

/// Checks that a repository can be opened.
fn check(path: &Path) -> Result<(), Failure> {
    let name = inert(&path.display().to_string()).to_string();
    if !path.exists() {
        let names = places::typed(path)?.siblings();
        let written = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let help = match nearest(written, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{}`?", inert(near)),
            None => "name the folder of a git repository, bare or not".to_owned(),
        };
        return Err(Failure::new(format!("there is no folder {name}"), help));
    }
    let opened = Repository::open(path).and_then(|repository| repository.head());
    let refused = |why: String| {
        let message = format!("{name} cannot be read as a git repository: {}", inert(&why));
        Failure::new(message, "name the folder of a git repository, bare or not")
    };
    match opened {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(refused("it has no commit yet".to_owned())),
        Err(why) => Err(refused(why)),
    }
}

/// What the settings have to say.
fn edits(args: &ImportGitArgs, root: &Path, before: &str) -> Result<Vec<Edit>, Failure> {
    let mut sources = Sources::default();
    let file = sources.add(SETTINGS, before);
    let config: Config = config::load(&sources, file, &mut Vec::new());
    let source = config.sources.iter().find(|source| source.name.value == args.name);
    if source.is_some_and(|source| !source.is_git()) {
        let message = format!("source `{}` of {SETTINGS} is no git source", inert(&args.name));
        return Err(Failure::new(message, "choose another --name"));
    }
    let paths: Vec<String> = args.paths.iter().map(|path| from(root, path)).collect();
    let set = |key, value| Edit::set(SETTINGS, "source", &args.name, key, value);
    let mut edits = Vec::new();
    match source {
        Some(_) => {
            edits.extend(paths.iter().map(|path| Edit::add(SETTINGS, "source", &args.name, "file", Value::text(path))));
        }
        None => {
            let all = match paths.as_slice() {
                [one] => Value::text(one),
                all => Value::list(all.iter().map(Value::text)),
            };
            edits.extend([set("file", all), set("format", Value::text("git"))]);
        }
    }
    if args.first_parent {
        edits.push(set("first-parent", Value::Flag(true)));
    }
    if args.lines {
        edits.push(set("lines", Value::Flag(true)));
    }
    Ok(edits)
}

/// A path as the settings have it: from their folder on, unless it was given whole.
fn from(root: &Path, path: &Path) -> String {
    if path.is_absolute() { path.display().to_string() } else { relative(root, path) }
}
