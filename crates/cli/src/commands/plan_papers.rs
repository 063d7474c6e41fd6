//! `onethread plan --papers`: drafts of charters, lines of `CODEOWNERS` and a narrative of one page, in a folder.
//!
//! What was written by an earlier run is replaced, and that is said; a file of anybody else is never touched.

use std::path::Path;

use onethread_core::plan::papers::{MADE_BY, Paper, papers};
use onethread_core::plan::plan;
use onethread_core::words::join;
use onethread_report::inert::inert_lines;
use onethread_report::papers::narrative;
use onethread_workspace::files::{FailureKind, FileFailure, Typed};

use super::doing::refused;
use super::plan::options_of;
use super::read_on;
use crate::args::plan::PlanArgs;
use crate::output::{self, Failure};
use crate::places::{EDITED_BYTES_MAX, typed};
use crate::positions::without_names;
use crate::statistics::timed;

/// Where the narrative is.
const NARRATIVE: &str = "narrative.md";
/// Where the drafts of charters are.
const CHARTERS: &str = "charters";

/// Writes the papers, where they are asked for.
pub(super) fn run(args: &PlanArgs) -> Option<Result<u8, Failure>> {
    args.accept.papers.as_deref().map(|folder| write(args, folder))
}

fn write(args: &PlanArgs, into: &Path) -> Result<u8, Failure> {
    let (folder, day) = read_on(&args.folder, args.as_of)?;
    let found = timed("analysis", || plan(&folder.snapshot, day, &options_of(args))).map_err(refused)?;
    let made = papers(&folder.snapshot, day, &found);
    let story = without_names(&narrative(&found, &made)).to_string();
    let mut all = vec![Paper { path: NARRATIVE.to_owned(), text: story }];
    all.extend(made.codeowners);
    all.extend(made.charters);
    let target = typed(into)?;
    let before: Vec<Option<Vec<u8>>> =
        all.iter().map(|paper| place(&target, &paper.path).read(EDITED_BYTES_MAX)).collect::<Result<_, _>>()?;
    check_own(&all, &before)?;
    target.make_folder()?;
    target.join(CHARTERS).make_folder()?;
    let (mut written, mut replaced) = (Vec::new(), Vec::new());
    for (paper, before) in all.iter().zip(&before) {
        if before.as_deref() == Some(paper.text.as_bytes()) {
            continue;
        }
        place(&target, &paper.path).replace(before.as_deref(), paper.text.as_bytes())?;
        if before.is_some() { &mut replaced } else { &mut written }.push(paper.path.as_str());
    }
    output::print(&inert_lines(&told(&target, &written, &replaced)))?;
    Ok(0)
}

/// Where a paper is.
fn place(target: &Typed, path: &str) -> Typed {
    let mut parts = path.split('/');
    let first = target.join(parts.next().unwrap_or_default());
    parts.fold(first, |place, part| place.join(part))
}

/// Looks that every file that is there already is one of an earlier run.
///
/// # Errors
/// Which are not.
fn check_own(all: &[Paper], before: &[Option<Vec<u8>>]) -> Result<(), Failure> {
    let is_own = |text: &[u8]| {
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        String::from_utf8_lossy(first).contains(MADE_BY)
    };
    let is_foreign = |text: &Option<Vec<u8>>| text.as_ref().is_some_and(|text| !is_own(text));
    let foreign: Vec<&str> =
        all.iter().zip(before).filter(|(_, text)| is_foreign(text)).map(|(paper, _)| paper.path.as_str()).collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let what = format!("{} there is not of an earlier run; nothing was written", join(&foreign));
    let failure = Failure::from(FileFailure::new(FailureKind::Conflict, what));
    Err(failure.hint("name another folder, or move it away"))
}

/// What was written, and what it took the place of.
fn told(target: &Typed, written: &[&str], replaced: &[&str]) -> String {
    let folder = target.shown().display();
    let mut text = String::new();
    if !written.is_empty() {
        text += &format!("Written into {folder}: {}.\n", join(written));
    }
    if !replaced.is_empty() {
        text += &format!("Replaced there, as an earlier run had written it: {}.\n", join(replaced));
    }
    if text.is_empty() {
        text = format!("Nothing to write: {folder} has these papers already.\n");
    }
    text + "Drafts: nothing in the organization's files was changed.\n"
}
