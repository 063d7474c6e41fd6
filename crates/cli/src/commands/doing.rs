//! The one path of everything that alters the organization's files: changes, a patch or a branch become a what-if, with the
//! files as they would be and the fingerprint of what it rests on. Whether it is only shown or also done, it is refused
//! for the same reasons, in the same words.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use onethread_core::moves::{Refusal, as_words};
use onethread_core::plan::predictions::{EntryOptions, with_entry};
use onethread_core::what_if::{WhatIf, what_if, what_if_texts};
use onethread_model::agreement::AGREEMENT;
use onethread_model::config::SETTINGS;
use onethread_model::diagnostic::{Diagnostic, Severity};
use onethread_model::edit::EditError;
use onethread_model::{Change, Day};
use onethread_report::inert::inert_lines;
use onethread_report::what_if as pages;
use onethread_workspace::files::{FailureKind, FileFailure};
use onethread_workspace::{FileText, Folder, fingerprint, moved_parts};

use super::{SHOWN_MAX, show_diagnostics};
use crate::args::acts::{ConsentArgs, EntryArgs, shell_quoted};
use crate::args::{ColorWish, Format};
use crate::output::{self, Failure};
use crate::places::check_whole;
use crate::statistics::timed;

/// A what-if with the files that it would write.
pub(super) struct Prepared {
    pub(super) found: WhatIf,
    /// Files that would differ, in alphabetical order of path.
    pub(super) files: Vec<FileText>,
}

/// Why a yes alone is not enough.
pub(super) struct Brake {
    /// What would be left, as clauses.
    pub(super) why: String,
    /// The flags that say that it is meant.
    pub(super) flags: String,
}

/// What changes would alter, with the entry that the decision leaves, unless it leaves none.
///
/// # Errors
/// Why they cannot be carried out.
pub(super) fn prepare(
    folder: &Folder,
    day: Day,
    changes: &[Change],
    entry: Option<&EntryOptions>,
) -> Result<Prepared, Failure> {
    check_whole(folder)?;
    let mut found = timed("analysis", || what_if(&folder.snapshot, day, None, changes)).map_err(refused)?;
    if let Some(entry) = entry {
        found = with_entry(&folder.snapshot, found, entry).map_err(refused)?;
    }
    prepare_found(folder, day, found)
}

/// The files of a what-if that was made already.
///
/// # Errors
/// Why it cannot be carried out.
pub(super) fn prepare_found(folder: &Folder, day: Day, found: WhatIf) -> Result<Prepared, Failure> {
    check_unbroken(folder, &found)?;
    prepared(folder, day, found)
}

/// What other texts of the files would alter, an empty one where a file is to be gone.
///
/// # Errors
/// Why nothing can be said of it.
pub(super) fn prepare_texts(
    folder: &Folder,
    day: Day,
    texts: BTreeMap<String, String>,
    statements: usize,
) -> Result<Prepared, Failure> {
    check_whole(folder)?;
    let after = match folder.snapshot.replaced(&texts) {
        Ok(after) => after,
        // Other people make other facts of the evidence; other settings would be another folder.
        Err(error) if matches!(error.why, EditError::FullRun(_)) && !is_setting(&error.file) => {
            output::say(&inert_lines(&format!(
                "evidence is read once more: people or teams of {} differ\n",
                error.file
            )));
            folder.read_again_under(&texts, &mut |_| ())?
        }
        Err(error) => return Err(Failure::new(error.to_string(), "")),
    };
    let found = timed("analysis", || what_if_texts((&folder.snapshot, &after), day, texts, statements));
    prepared(folder, day, found)
}

fn is_setting(path: &str) -> bool {
    matches!(path, SETTINGS | AGREEMENT)
}

/// Errors that a change may bring: a name that only evidence knows is none, and what a rule could say as well is shown.
const ALLOWED: [&str; 4] = ["unknown-reference", "unknown-tenet", "contradictory-shares", "shares-over-one"];

/// Looks that the files would have no error that they do not have already, such as people who report to each other in a
/// cycle.
///
/// # Errors
/// The first one.
fn check_unbroken(folder: &Folder, found: &WhatIf) -> Result<(), Failure> {
    // Most changes bring no error, and then it does not matter which were there.
    let known = LazyCell::new(|| folder.snapshot.diagnostics());
    let is_known = |one: &Diagnostic| {
        known.iter().any(|other| (other.code, &other.message, &other.notes) == (one.code, &one.message, &one.notes))
    };
    let after = folder.snapshot.with_texts(&found.texts).diagnostics();
    let errors = after.iter().filter(|one| one.severity == Severity::Error && one.code != ALLOWED[0]);
    for one in errors.filter(|one| !is_known(one)) {
        let words = [&one.message].into_iter().chain(&one.notes).cloned().collect::<Vec<_>>().join(": ");
        let what = format!("the files would have an error: {words}");
        if !ALLOWED.contains(&one.code) {
            return Err(one.help.iter().fold(Failure::new(what, ""), |failure, hint| failure.hint(hint)));
        }
        output::say(&inert_lines(&format!("warning: {what}\n")));
    }
    Ok(())
}

fn prepared(folder: &Folder, day: Day, mut found: WhatIf) -> Result<Prepared, Failure> {
    for path in found.texts.keys() {
        let known = folder.sources.find(path);
        if known.is_some_and(|(id, _)| !folder.is_whole(id)) {
            let what = format!("{path} is not UTF-8, so that it cannot be written back as it is");
            return Err(Failure::new(what, "save it as UTF-8 first, so that nothing in it is lost"));
        }
        if known.is_none() && !folder.root.is_free(path) {
            return Err(Failure::new(format!("{path} exists and could not be read"), "move it away, or fix it"));
        }
    }
    found.fingerprint = Some(fingerprint(&folder.snapshot, day, env!("CARGO_PKG_VERSION"), &found));
    let file = |(path, after): (&String, &String)| FileText {
        path: path.clone(),
        before: folder.text_of(path).map(str::to_owned),
        after: Some(after.clone()),
    };
    let files = found.texts.iter().map(file).collect();
    Ok(Prepared { found, files })
}

pub(super) fn refused(refusal: Refusal) -> Failure {
    Failure::new(refusal.why, refusal.help)
}

impl Prepared {
    /// Looks whether everything is as it was when a fingerprint was shown.
    ///
    /// # Errors
    /// What moved since.
    pub(super) fn check_expected(&self, expected: Option<&str>) -> Result<(), Failure> {
        let (Some(expected), Some(found)) = (expected, &self.found.fingerprint) else { return Ok(()) };
        let help = format!("look at what differs now, then use its fingerprint: --expect {found}");
        match moved_parts(expected, found) {
            Some(moved) if moved.is_empty() => Ok(()),
            Some(moved) => {
                let moved: Vec<String> = moved.into_iter().map(|part| said_of(part).to_owned()).collect();
                let what = format!("{} since this was shown; nothing was written", moved.join(", and "));
                Err(FileFailure::new(FailureKind::Conflict, what).hint(help).into())
            }
            None => {
                Err(Failure::new(format!("`{expected}` is no fingerprint: it has five groups parted by `-`"), help))
            }
        }
    }

    /// The difference of the files, as `diff -u` shows it.
    pub(super) fn difference(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        self.files.iter().map(|file| output::unified(&file.path, &text(&file.before), &text(&file.after))).collect()
    }

    /// What it would leave without a holder, and how many would change team, where a yes alone is not enough.
    pub(super) fn brake(&self, meant: &ConsentArgs) -> Option<Brake> {
        let (mut why, mut flags) = (Vec::new(), Vec::new());
        let moved = self.found.team_changes;
        if moved.is_many() && !meant.many_move {
            why.push(format!("{} of {} people would change team", moved.people, moved.of));
            flags.push("--many-move".to_owned());
        }
        for lost in &self.found.last_holders_lost {
            if !meant.leave_without.contains(&lost.id) {
                why.push(lost.says.clone());
                flags.push(format!("--leave-without {}", shell_quoted(&lost.id)));
            }
        }
        (!why.is_empty()).then(|| Brake { why: why.join("; "), flags: flags.join(" ") })
    }

    /// Looks that a yes is enough.
    ///
    /// # Errors
    /// Why it is not, with the words that say that it is meant.
    pub(super) fn check_brake(&self, meant: &ConsentArgs) -> Result<(), Failure> {
        let Some(Brake { why, flags }) = self.brake(meant) else { return Ok(()) };
        let what = format!("more would be left than a yes covers: {why}; nothing was written");
        Err(Failure::new(what, format!("if that is meant, run it again with {flags}")))
    }

    /// The page of what differs, in a form; what is wrong with the input goes to standard error.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub(super) fn page(
        &self,
        folder: &Folder,
        (format, output): (Format, Option<&std::path::Path>),
        color: ColorWish,
    ) -> Result<String, Failure> {
        Ok(match format {
            Format::Json => output::json(&self.found)?,
            Format::Html => pages::to_html(&self.found),
            Format::Markdown => pages::to_markdown(&self.found),
            Format::Text => {
                show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
                pages::to_text(&self.found, output::data_style(color, output))
            }
        })
    }

    /// The line that shows the fingerprint.
    pub(super) fn bound(&self) -> String {
        let found = self.found.fingerprint.as_deref().unwrap_or_default();
        format!("Fingerprint: {found} (files, evidence, day, version, changes)\n")
    }
}

/// What is said of a part of a fingerprint that differs.
fn said_of(part: &str) -> &str {
    match part {
        "files" => "the files changed",
        "evidence" => "the evidence changed",
        "day" => "the day is another one",
        "version" => "the program is of another version",
        _ => "the changes are others",
    }
}

/// What is said of the entry that a decision leaves; none where it leaves none.
pub(super) fn entry_options(args: &EntryArgs) -> Option<EntryOptions> {
    (!args.no_entry).then(|| EntryOptions { decided_by: args.decided_by.clone(), ..EntryOptions::default() })
}

/// The command line of a change, as a shell takes it.
pub(super) fn command_line(change: &Change) -> String {
    let words = as_words(change);
    let words = words.iter().map(|word| shell_quoted(word));
    ["onethread".to_owned(), change.kind.to_owned()].into_iter().chain(words).collect::<Vec<_>>().join(" ")
}
