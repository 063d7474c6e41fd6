//! What a change gained and lost: the organization's files as a git revision has them, under the same rules.

use std::collections::{BTreeMap, BTreeSet};

use onethread_core::check::{Checked, Settings, check, compare, point_at, sort};
use onethread_evidence::importers::git::SHALLOW;
use onethread_evidence::text_diff::line_changes;
use onethread_model::Day;
use onethread_model::config::SETTINGS;
use onethread_model::diagnostic::{Diagnostic, Spot};
use onethread_model::source::{FileId, Sources, Span};
use onethread_report::check::Since;
use onethread_report::inert::inert;
use onethread_workspace::{Folder, Revision};

use crate::output::{self, Failure};

/// Leaves in `checked`, and in the diagnostics about the organization's files, what the revision did not have.
///
/// # Errors
/// When there is no repository, or it has no such revision.
pub(super) fn since(
    revision: &str,
    folder: &mut Folder,
    day: Day,
    settings: &Settings,
    checked: &mut Checked,
) -> Result<Since, Failure> {
    for shallow in folder.diagnostics.iter().filter(|one| one.code == SHALLOW) {
        output::say(&format!("note: {}\n", inert(&shallow.message)));
    }
    let then = folder.at(revision).map_err(|error| Failure::from(error).hint("leave out --since"))?;
    say_odd(&then);
    let compared = compare(check(&then.snapshot.on(day).with_one_place(), settings), checked);
    let (now, before) = (&folder.snapshot.sources, &then.snapshot.sources);
    let changed = changed_lines(now, before);
    point_at(&mut checked.findings, |span: Span| changed.contains(&(span.file, now.line(span))));
    sort(&mut checked.findings, now);
    keep_new(&mut folder.diagnostics, now, &then.diagnostics, before);
    Ok(Since {
        revision: format!("{revision} ({})", then.commit),
        stayed: compared.stayed,
        lost: compared
            .lost
            .into_iter()
            .map(|finding| (finding.rule.code, finding.subject.clone(), finding.message.clone()))
            .collect(),
    })
}

/// Says where the files of a revision are not what one would expect.
fn say_odd(then: &Revision) {
    let (commit, folder) = (&then.commit, inert(&then.folder));
    if then.has_moved {
        output::say(&format!("note: at {commit} the organization's files lay in {folder}\n"));
    } else if !then.has_files {
        let so = "so all that is found counts as gained";
        output::say(&format!("warning: at {commit} nothing lies in {folder}, {so}\n"));
    }
    for left_out in &then.left_out {
        output::say(&format!("warning: at {commit}: {}\n", inert(left_out)));
    }
}

/// A line, under the header that it stands below.
type Line<'t> = (&'t str, &'t str);

/// Lines that were written: not those that only moved, with the file or with the header above them.
fn changed_lines(now: &Sources, then: &Sources) -> BTreeSet<(FileId, usize)> {
    let before: BTreeMap<&str, &str> = then.iter().map(|(_, file)| (&*file.path, file.text.as_str())).collect();
    let mut gone: BTreeMap<Line<'_>, usize> = BTreeMap::new();
    let mut written: Vec<(FileId, usize, Line<'_>)> = Vec::new();
    let paths: BTreeSet<&str> = now.iter().map(|(_, file)| &*file.path).collect();
    for (_, text) in before.iter().filter(|(path, _)| !paths.contains(**path)) {
        under_headers(text).into_iter().for_each(|line| *gone.entry(line).or_default() += 1);
    }
    for (id, file) in now.iter() {
        let old = before.get(&*file.path).copied().unwrap_or_default();
        if old == file.text {
            continue;
        }
        let (old_lines, new_lines) = (under_headers(old), under_headers(&file.text));
        for change in line_changes(old, &file.text) {
            let lines = old_lines.get(change.before).unwrap_or_default();
            lines.iter().for_each(|line| *gone.entry(*line).or_default() += 1);
            written.extend(change.after.filter_map(|at| Some((id, at + 1, *new_lines.get(at)?))));
        }
    }
    let mut changed = BTreeSet::new();
    for (id, at, line) in written {
        match gone.get_mut(&line).filter(|times| **times > 0) {
            Some(times) => *times -= 1,
            None => drop(changed.insert((id, at))),
        }
    }
    changed
}

/// The lines of a text, each with the header above it.
fn under_headers(text: &str) -> Vec<Line<'_>> {
    let mut header = "";
    let lines = text.split_inclusive('\n').map(str::trim_end);
    lines
        .map(|line| {
            if line.starts_with('[') {
                header = line;
            }
            (header, line)
        })
        .collect()
}

/// Drops what was wrong with the organization's files before, wherever it stood. What is wrong with settings and
/// evidence is not compared.
fn keep_new(diagnostics: &mut Vec<Diagnostic>, now: &Sources, old: &[Diagnostic], then: &Sources) {
    /// What is wrong, in which words, about what; and in which file.
    type Key<'d> = ((&'static str, &'d str, &'d str), &'d str);
    fn key<'d>(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Option<Key<'d>> {
        let Spot::Span(span) = diagnostic.primary.spot else { return None };
        let file = sources.get(span.file).filter(|file| *file.path != *SETTINGS)?;
        let written = file.text.get(span.start..span.end).unwrap_or_default();
        Some(((diagnostic.code, diagnostic.message.as_str(), written), &*file.path))
    }
    // As often as it was there before it is known: first where it stood, then where it may have moved to.
    let mut known: BTreeMap<_, BTreeMap<&str, usize>> = BTreeMap::new();
    for (what, path) in old.iter().filter_map(|diagnostic| key(diagnostic, then)) {
        *known.entry(what).or_default().entry(path).or_default() += 1;
    }
    let keys: Vec<Option<Key<'_>>> = diagnostics.iter().map(|diagnostic| key(diagnostic, now)).collect();
    let mut is_new: Vec<bool> = keys.iter().map(|_| true).collect();
    for same_file in [true, false] {
        for (key, is_new) in keys.iter().zip(&mut is_new).filter(|(_, is_new)| **is_new) {
            let Some((what, path)) = key else { continue };
            let Some(places) = known.get_mut(what) else { continue };
            let place = places.iter_mut().find(|(other, times)| **times > 0 && (!same_file || *other == path));
            if let Some((_, times)) = place {
                *times -= 1;
                *is_new = false;
            }
        }
    }
    let mut is_new = is_new.into_iter();
    diagnostics.retain(|_| is_new.next().unwrap_or(true));
}
