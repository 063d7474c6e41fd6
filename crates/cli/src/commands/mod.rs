//! The commands, one file each.

mod act;
mod ask;
mod attest;
mod check;
mod completions;
mod diagnose;
mod doing;
mod evidence;
mod explain;
mod import;
mod init;
mod man;
mod plan;
mod plan_accept;
mod plan_papers;
mod plan_triage;
mod privacy;
mod review;
mod schema;
mod show;
mod undo;
mod watch;
mod what_if;

use std::collections::BTreeSet;
use std::path::Path;

use onethread_model::Day;
use onethread_model::config::{self, SETTINGS};
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};
use onethread_model::org;
use onethread_model::source::{FileId, Sources};
use onethread_report::diagnostics;
use onethread_report::inert::inert;
use onethread_workspace::{FilesOn, Folder, Journal, Recovered, clock, has_unfinished};

use crate::args::{Args, ColorWish, Command};
use crate::output::{self, Failure};
use crate::places::allowance;
use crate::positions;
use crate::progress::with_progress;

/// Diagnostics shown in full beside a review; the rest are counted.
const SHOWN_MAX: usize = 10;

/// Carries out a command and gives its exit code.
///
/// # Errors
/// When it could not be carried out.
pub(crate) fn run(args: Args) -> Result<u8, Failure> {
    let color = args.common.color;
    let Some(command) = args.command else { return diagnose::run() };
    // The others show it with whatever else is wrong with what they read.
    if let (Command::Init(_) | Command::Attest(_), (_, Some(wrong))) = (&command, clock()) {
        show_diagnostics(&[wrong], &Sources::default(), color, SHOWN_MAX);
    }
    if let Some(folder) = written_to(&command) {
        recover(folder)?;
    }
    match command {
        Command::Init(init) => init::run(&init, color),
        Command::Review(review) if review.watch => watch::run(&review.folder, review.output.as_deref()),
        Command::Review(review) => review::run(&review, color),
        Command::Check(check) if check.watch => watch::run(&check.folder, check.output.as_deref()),
        Command::Check(check) => check::run(&check, color),
        Command::Show(show) => show::run(&show, color),
        Command::Plan(plan) => plan::run(&plan, color),
        Command::WhatIf(what_if) => what_if::run(&what_if, color),
        Command::Act(act) => act::run(&act, color),
        Command::Undo(undo) => undo::undo(&undo),
        Command::Redo(redo) => undo::redo(&redo),
        Command::Evidence(evidence) => evidence::run(&evidence, color),
        Command::Import(import) => import::run(&import, color),
        Command::Explain(explain) => explain::run(&explain, color),
        Command::Ask(ask) => ask::run(&ask, color),
        Command::Attest(attest) => attest::run(&attest, color),
        Command::Privacy(privacy) => privacy::run(&privacy, color),
        Command::Schema(schema) => schema::run(&schema),
        Command::Completions(completions) => completions::run(&completions),
        Command::Man(man) => man::run(&man),
    }
}

/// The folder whose files a command may write.
fn written_to(command: &Command) -> Option<&Path> {
    match command {
        Command::Init(init) => Some(&init.folder),
        Command::Check(check) if check.fix || check.add_waivers => Some(&check.folder),
        Command::Act(act) => Some(&act.doing.folder),
        Command::WhatIf(what_if) if what_if.doing.apply => Some(&what_if.folder),
        Command::Plan(plan) if plan.accept.accept.is_some() || plan.accept.decline.is_some() => Some(&plan.folder),
        Command::Undo(undo) => Some(&undo.common.folder),
        Command::Redo(redo) => Some(&redo.common.folder),
        Command::Import(import) => Some(&import.files.folder),
        Command::Attest(attest) => Some(&attest.folder),
        _ => None,
    }
}

/// Puts right what a run that ended early left of several files, and says so.
fn recover(folder: &Path) -> Result<(), Failure> {
    // Whatever is wrong with the folder itself, the command says.
    let Ok(root) = crate::places::root(folder) else { return Ok(()) };
    if !has_unfinished(&root) {
        return Ok(());
    }
    let told = match Journal::under(&crate::places::writing(&root)?).recover()? {
        None => return Ok(()),
        Some(Recovered::NotBegun(says)) => {
            format!("an earlier run ended before it wrote anything of `{says}`: nothing of it was done")
        }
        Some(Recovered::Finished(says)) => {
            format!("an earlier run ended while it wrote `{says}`: the rest of it was written now")
        }
        Some(Recovered::Left(says, edited)) => {
            let files = edited.join(", ");
            format!(
                "an earlier run ended while it wrote `{says}`, and {files} was edited since: all files stay as they are"
            )
        }
    };
    output::say(&format!("{}\n", inert(&told)));
    Ok(())
}

/// Reads a folder as it is on disk; and the day to look at.
///
/// # Errors
/// When there is no such folder, or the day lies ahead.
fn read(path: &Path, as_of: Option<Day>) -> Result<(Folder, Day), Failure> {
    let mut folder = with_progress(|progress| Folder::read(path, allowance(), progress))?;
    if is_empty(&folder) {
        let shown = if path == Path::new(".") { "this folder".to_owned() } else { path.display().to_string() };
        let what = format!("{shown} is empty: it has neither {SETTINGS} nor files of an organization");
        let failure = Failure::new(
            what,
            "begin with `onethread init` in a repository, or `onethread init --from roster.csv,initiatives.csv`",
        );
        return Err(failure.hint("or name a folder that has them"));
    }
    if has_unfinished(&folder.root) {
        output::say("warning: a run ended while it wrote several files; the next command that writes finishes it\n");
    }
    let day = folder.day(as_of)?;
    positions::obey(&folder, day);
    output::trace(|| format!("as of {day}"));
    Ok((folder, day))
}

/// Whether a folder has nothing to read: no settings, no files of an organization, and none that cannot be read.
fn is_empty(folder: &Folder) -> bool {
    folder.sources.iter().next().is_none() && !has_errors(&folder.diagnostics)
}

/// Why an answer rests on other files than people wrote: the settings have an error, or nothing at all of a file of the
/// organization could be read. A single entry with an error is a diagnostic, and no reason.
fn unread(folder: &Folder) -> Option<Failure> {
    const HELP: &str = "what is said above rests on the other files; fix what is reported there";
    let mut files: BTreeSet<&str> = BTreeSet::new();
    let errors = folder.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let mut broken: BTreeSet<FileId> = BTreeSet::new();
    for diagnostic in errors {
        match &diagnostic.primary.spot {
            Spot::Path(path) => drop(files.insert(path)),
            Spot::Span(span) => drop(broken.insert(span.file)),
            Spot::Record(_) => {}
        }
    }
    let prefix = format!("{}/", folder.organization());
    files.retain(|path| *path == SETTINGS || *path == folder.organization() || path.starts_with(&prefix));
    for file in broken {
        let path = folder.sources.path(file);
        let mut own = Vec::new();
        let is_lost = match path {
            // Evidence that a setting names and that cannot be read is said of the setting, too, and is none.
            SETTINGS => {
                drop(config::load(&folder.sources, file, &mut own));
                has_errors(&own)
            }
            _ if path.starts_with(&prefix) => org::load(&folder.sources, &[file], &mut own).all_entries() == 0,
            _ => false,
        };
        files.extend(is_lost.then_some(path));
    }
    let first = files.contains(SETTINGS).then_some(SETTINGS).or(files.first().copied())?;
    let what = match (first, files.len()) {
        (SETTINGS, _) => return Some(wrong_settings()),
        (_, 1) => format!("nothing of {first} could be read"),
        (_, count) => format!("nothing of {count} files could be read, such as {first}"),
    };
    Some(Failure::new(what, HELP))
}

/// Why an answer rests on other settings than people wrote.
fn wrong_settings() -> Failure {
    let what = format!("{SETTINGS} has an error, so that not all is read as it is meant");
    Failure::new(what, "fix what is reported of it above")
}

/// Reads a folder with the files that the organization had on the day asked for, as far as git has them, and says on
/// standard error which those are. Without such a day, they are those on disk.
///
/// # Errors
/// When there is no such folder, or the day lies ahead.
fn read_on(path: &Path, as_of: Option<Day>) -> Result<(Folder, Day), Failure> {
    let (mut folder, day) = read(path, as_of)?;
    if as_of.is_some() {
        take_files_on(day, &mut folder);
    }
    Ok((folder, day))
}

fn take_files_on(day: Day, folder: &mut Folder) {
    const WHOSE: &str = "the organization's files are those of";
    match folder.files_on(day) {
        FilesOn::Disk => {}
        FilesOn::Commit(revision) => {
            output::say(&format!("{WHOSE} commit {}, {}\n", revision.commit, revision.day));
            revision.left_out.iter().for_each(|what| output::say(&format!("warning: {}\n", inert(what))));
            folder.take(*revision);
        }
        // Where evidence alone speaks, there is nothing to be of another day.
        FilesOn::Unknown(_) if folder.has_no_files() => {}
        FilesOn::Unknown(why) => output::say(&format!("{WHOSE} today: {}\n", inert(&why))),
    }
}

/// Shows what is wrong with the input on standard error.
fn show_diagnostics(all: &[Diagnostic], sources: &Sources, color: ColorWish, shown_max: usize) {
    show_some(all, sources, color, (shown_max, "onethread evidence --all"));
}

/// Shows diagnostics up to a number, and says what shows the rest.
fn show_some(all: &[Diagnostic], sources: &Sources, color: ColorWish, (shown_max, rest_at): (usize, &str)) {
    let style = output::stderr_style(color);
    if output::is_quiet() {
        let errors = all.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        return errors.for_each(|error| output::speak(&diagnostics::render(error, sources, style)));
    }
    let mut shown: Vec<&Diagnostic> = all.iter().collect();
    // Where only some are shown, those that lose information come first.
    if shown.len() > shown_max {
        shown.sort_by_key(|diagnostic| diagnostic.severity);
        shown.truncate(shown_max);
    }
    for diagnostic in &shown {
        output::say(&diagnostics::render(diagnostic, sources, style));
        output::say("\n");
    }
    if !all.is_empty() {
        let rest = all.len() - shown.len();
        let more = if rest > 0 { format!(", {rest} of them not shown: {rest_at}") } else { String::new() };
        output::say(&format!("{}{more}\n\n", diagnostics::summary(all.iter().map(|one| one.severity))));
    }
}

/// Whether something could not be understood.
fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
