//! What a change gained and lost: the organization's files as a git revision has them, under the same rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use onethread_core::check::{Checked, Settings, check, compare, point_at, sort};
use onethread_core::measure::{Inputs, World};
use onethread_core::report::check::Since;
use onethread_core::report::inert::inert;
use onethread_evidence::importers::git::files_at;
use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Spot};
use onethread_model::org;
use onethread_model::source::{FileId, Sources, Span};
use similar::{ChangeTag, TextDiff};

use super::print::prefix;
use crate::output::{self, Failure};
use crate::world::{Folder, SETTINGS};

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
    let below: Vec<_> = organization.components().filter(|part| *part != Component::CurDir).collect();
    let below: Vec<_> = below.iter().map(|part| part.as_os_str().to_string_lossy()).collect();
    let wanted = format!("{prefix}{}", below.join("/"));
    let then = files_at(&top, revision, &wanted, ".toml").map_err(|why| {
        let what = format!("the revision `{}` cannot be read: {}", inert(revision), inert(&why));
        Failure::new(what, "name a commit, a branch or a tag that is here; `git fetch` brings what is not")
    })?;
    for left_out in &then.left_out {
        output::say(&format!("warning: at {}: {}\n", then.commit, inert(left_out)));
    }
    let mut sources = Sources::default();
    if let Some((_, file)) = folder.sources.iter().find(|(_, file)| file.path == SETTINGS) {
        sources.add(SETTINGS, file.text.as_str());
    }
    let mut ids = Vec::new();
    for (path, bytes) in &then.files {
        let path = path.strip_prefix(&prefix).unwrap_or(path);
        ids.push(sources.add(path, String::from_utf8_lossy(bytes)));
    }
    let mut diagnostics = Vec::new();
    let org = org::load(&sources, &ids, &mut diagnostics);
    let inputs = Inputs { config: &folder.config, org: &org, sources: &sources, facts: &folder.facts };
    let compared = compare(check(&World::on(inputs, day), settings), checked);
    let changed = changed_lines(&folder.sources, &sources);
    let now = &folder.sources;
    point_at(&mut checked.findings, |span: Span| changed.contains(&(span.file, now.line(span))));
    sort(&mut checked.findings, now);
    keep_new(&mut folder.diagnostics, &folder.sources, &diagnostics, &sources);
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

/// Lines that a file did not have before.
fn changed_lines(now: &Sources, then: &Sources) -> BTreeSet<(FileId, usize)> {
    let before: BTreeMap<&str, &str> = then.iter().map(|(_, file)| (file.path.as_str(), file.text.as_str())).collect();
    let mut changed = BTreeSet::new();
    for (id, file) in now.iter() {
        let old = before.get(file.path.as_str()).copied().unwrap_or_default();
        if old == file.text {
            continue;
        }
        let diff = TextDiff::from_lines(old, file.text.as_str());
        let inserted = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Insert);
        changed.extend(inserted.filter_map(|change| Some((id, change.new_index()? + 1))));
    }
    changed
}

/// Drops what was wrong with the organization's files before. What is wrong with settings and evidence is not compared.
fn keep_new(diagnostics: &mut Vec<Diagnostic>, now: &Sources, old: &[Diagnostic], then: &Sources) {
    fn key<'d>(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Option<(&'static str, &'d str, &'d str)> {
        let Spot::Span(span) = diagnostic.primary.spot else { return None };
        let path = sources.get(span.file).map(|file| file.path.as_str()).filter(|path| *path != SETTINGS)?;
        Some((diagnostic.code, path, diagnostic.message.as_str()))
    }
    let known: BTreeSet<_> = old.iter().filter_map(|diagnostic| key(diagnostic, then)).collect();
    diagnostics.retain(|diagnostic| key(diagnostic, now).is_none_or(|key| !known.contains(&key)));
}
