//! What a change gained and lost: the organization's files as a git revision has them, under the same rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use onethread_core::check::{Checked, Settings, check, compare, point_at, sort};
use onethread_core::measure::World;
use onethread_core::report::check::Since;
use onethread_core::report::inert::inert;
use onethread_evidence::importers::git::files_at;
use onethread_model::Day;
use onethread_model::config::SETTINGS;
use onethread_model::diagnostic::{Diagnostic, Spot};
use onethread_model::source::{FileId, Sources, Span};
use onethread_model::{config, org};
use similar::{ChangeTag, TextDiff};

use super::print::prefix;
use crate::output::{self, Failure};
use crate::world::{Folder, ORGANIZATION};

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
    let top = folder.root.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let Some(top) = top else {
        let what = format!("{} lies in no git repository", folder.root.display());
        return Err(Failure::new(what, "leave out --since, or put the files under git"));
    };
    let prefix = prefix(&folder.root);
    let organization = Path::new(folder.organization());
    if !organization.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        let what = format!("the organization's files lie outside {}", folder.root.display());
        return Err(Failure::new(what, "leave out --since, or move them below onethread.toml"));
    }
    let failure = |why: String| {
        let what = format!("the revision `{}` cannot be read: {}", inert(revision), inert(&why));
        Failure::new(what, "name a commit, a branch or a tag that is here; `git fetch` brings what is not")
    };
    let mut then_prefix = prefix;
    let mut then = files_at(&top, revision, &below(&then_prefix, organization), ".toml").map_err(failure)?;
    if then.files.is_empty() {
        match moved_from(&top, revision, &then_prefix).map_err(failure)? {
            Some((prefix, organization)) => {
                let wanted = below(&prefix, Path::new(&organization));
                then = files_at(&top, revision, &wanted, ".toml").map_err(failure)?;
                output::say(&format!("note: at {} the organization's files lay in {}\n", then.commit, inert(&wanted)));
                then_prefix = prefix;
            }
            None => output::say(&format!(
                "warning: at {} nothing lies in {}, so all that is found counts as gained\n",
                then.commit,
                inert(&below(&then_prefix, organization))
            )),
        }
    }
    for left_out in &then.left_out {
        output::say(&format!("warning: at {}: {}\n", then.commit, inert(left_out)));
    }
    let mut sources = Sources::default();
    if let Some((_, file)) = folder.sources.iter().find(|(_, file)| file.path == SETTINGS) {
        sources.add(SETTINGS, file.text.as_str());
    }
    let mut ids = Vec::new();
    for (path, bytes) in &then.files {
        let path = path.strip_prefix(&then_prefix).unwrap_or(path);
        ids.push(sources.add(path, String::from_utf8_lossy(bytes)));
    }
    let mut diagnostics = Vec::new();
    let org = org::load(&sources, &ids, &mut diagnostics);
    let before = folder.snapshot.under(org, sources);
    let compared = compare(check(&World::on(&before, day), settings), checked);
    let sources = before.sources;
    let changed = changed_lines(&folder.sources, &sources);
    let now = &folder.sources;
    point_at(&mut checked.findings, |span: Span| changed.contains(&(span.file, now.line(span))));
    sort(&mut checked.findings, now);
    keep_new(&mut folder.diagnostics, &folder.snapshot.sources, &diagnostics, &sources);
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

/// A folder below the one of the settings, as the repository names it.
fn below(prefix: &str, folder: &Path) -> String {
    let parts = folder.components().filter(|part| *part != Component::CurDir);
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    format!("{prefix}{}", parts.join("/"))
}

/// Where the settings lay at a revision, and the folder of the organization's files that they named, where that is plain:
/// in the same place, or in the only one that is there no more.
fn moved_from(top: &Path, revision: &str, prefix: &str) -> Result<Option<(String, String)>, String> {
    let all = files_at(top, revision, "", SETTINGS)?;
    let places = all.files.iter().filter_map(|(path, bytes)| {
        let folder = path.strip_suffix(SETTINGS).filter(|folder| folder.is_empty() || folder.ends_with('/'))?;
        (folder == prefix || !top.join(path).exists()).then_some((folder, bytes))
    });
    let mut places: Vec<(&str, &Vec<u8>)> = places.collect();
    if places.iter().any(|(folder, _)| *folder == prefix) {
        places.retain(|(folder, _)| *folder == prefix);
    }
    let [(folder, bytes)] = places.as_slice() else { return Ok(None) };
    let mut sources = Sources::default();
    let file = sources.add(SETTINGS, String::from_utf8_lossy(bytes));
    let config = config::load(&sources, file, &mut Vec::new());
    let organization = config.organization.map_or_else(|| ORGANIZATION.to_owned(), |at| at.value);
    Ok(Some(((*folder).to_owned(), organization)))
}

/// A line, under the header that it stands below.
type Line<'t> = (&'t str, &'t str);

/// Lines that were written: not those that only moved, with the file or with the header above them.
fn changed_lines(now: &Sources, then: &Sources) -> BTreeSet<(FileId, usize)> {
    let before: BTreeMap<&str, &str> = then.iter().map(|(_, file)| (file.path.as_str(), file.text.as_str())).collect();
    let mut gone: BTreeMap<Line<'_>, usize> = BTreeMap::new();
    let mut written: Vec<(FileId, usize, Line<'_>)> = Vec::new();
    let paths: BTreeSet<&str> = now.iter().map(|(_, file)| file.path.as_str()).collect();
    for (_, text) in before.iter().filter(|(path, _)| !paths.contains(**path)) {
        under_headers(text).into_iter().for_each(|line| *gone.entry(line).or_default() += 1);
    }
    for (id, file) in now.iter() {
        let old = before.get(file.path.as_str()).copied().unwrap_or_default();
        if old == file.text {
            continue;
        }
        let (old_lines, new_lines) = (under_headers(old), under_headers(&file.text));
        for change in TextDiff::from_lines(old, file.text.as_str()).iter_all_changes() {
            match change.tag() {
                ChangeTag::Equal => {}
                ChangeTag::Delete => {
                    let line = change.old_index().and_then(|at| old_lines.get(at));
                    line.into_iter().for_each(|line| *gone.entry(*line).or_default() += 1);
                }
                ChangeTag::Insert => {
                    let line = change.new_index().and_then(|at| Some((at, *new_lines.get(at)?)));
                    written.extend(line.map(|(at, line)| (id, at + 1, line)));
                }
            }
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

/// Drops what was wrong with the organization's files before, wherever it stood. What is wrong with settings and evidence
/// is not compared.
fn keep_new(diagnostics: &mut Vec<Diagnostic>, now: &Sources, old: &[Diagnostic], then: &Sources) {
    /// What is wrong, in which words, about what; and in which file.
    type Key<'d> = ((&'static str, &'d str, &'d str), &'d str);
    fn key<'d>(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Option<Key<'d>> {
        let Spot::Span(span) = diagnostic.primary.spot else { return None };
        let file = sources.get(span.file).filter(|file| file.path != SETTINGS)?;
        let written = file.text.get(span.start..span.end).unwrap_or_default();
        Some(((diagnostic.code, diagnostic.message.as_str(), written), file.path.as_str()))
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
