//! The organization's files as git has them: at a revision, or on an earlier day. Facts and settings stay those of now.

use std::path::{Component, Path, PathBuf};

use onethread_core::measure::Snapshot;
use onethread_evidence::importers::git::{AtRevision, files_at, is_shallow, newest_commit};
use onethread_files::{FailureKind, Outside, Root};
use onethread_model::Day;
use onethread_model::agreement::AGREEMENT;
use onethread_model::config::{self, SETTINGS};
use onethread_model::diagnostic::{Diagnostic, Spot};
use onethread_model::org;
use onethread_model::source::{FileId, Sources};

use crate::root::repository_of;
use crate::texts::Text;
use crate::{Folder, WorkspaceError};

/// The organization as a git revision has it, under the facts and settings of now.
pub struct Revision {
    /// The commit, as 12 hexadecimal digits.
    pub commit: String,
    /// The committer's day, in UTC.
    pub day: Day,
    /// Its files, with the facts and settings of now. Paths are those from the folder of the settings.
    pub snapshot: Snapshot,
    /// What is wrong with its files.
    pub diagnostics: Vec<Diagnostic>,
    /// The folder of its files, from the root of the repository.
    pub folder: String,
    /// Whether its files lay elsewhere than today's.
    pub has_moved: bool,
    /// Whether it has any file there.
    pub has_files: bool,
    /// Files that were left out, as clauses.
    pub left_out: Vec<String>,
}

/// Which files of the organization are those of a day.
pub enum FilesOn {
    /// Those on disk: no commit came after that day.
    Disk,
    /// Those of the newest commit up to that day.
    Commit(Box<Revision>),
    /// None that git has, for this reason, as a clause.
    Unknown(String),
}

/// Where the organization's files lie in a repository.
struct Located {
    /// The root of the repository.
    top: PathBuf,
    /// The folder of the settings: empty, or with `/` at its end.
    prefix: String,
    /// The folder of the organization's files, from the root on.
    folder: String,
}

impl Folder {
    /// The organization as a git revision has it. Where its folder has moved since, it is found by its settings, where
    /// that is plain.
    ///
    /// # Errors
    /// When there is no repository around the files, or it has no such revision.
    pub fn at(&self, revision: &str) -> Result<Revision, WorkspaceError> {
        let failed = |why: String| {
            let what = format!("the revision `{revision}` cannot be read: {why}");
            let help = "name a commit, a branch or a tag that is here; `git fetch` brings what is not";
            WorkspaceError::new(FailureKind::NotFound, what, help)
        };
        let shown = self.root.path().display();
        let is_shallow = self.located()?.is_some_and(|place| is_shallow(&place.top));
        let failed = |why: String| match failed(why) {
            error if is_shallow => WorkspaceError {
                hints: vec!["this clone is shallow: `git fetch --unshallow` brings the rest".to_owned()],
                ..error
            },
            error => error,
        };
        let mut place = self.located()?.ok_or_else(|| {
            let what = format!("{shown} lies in no git repository");
            WorkspaceError::new(FailureKind::NotFound, what, "put the files under git")
        })?;
        let mut then = files_at(&place.top, revision, &place.folder, ".toml").map_err(failed)?;
        let mut has_moved = false;
        if then.files.is_empty()
            && let Some(moved) = moved_from(&place, revision).map_err(failed)?
        {
            then = files_at(&place.top, revision, &moved.folder, ".toml").map_err(failed)?;
            (place, has_moved) = (moved, true);
        }
        Ok(self.revision(then, place, has_moved))
    }

    /// Which files of the organization are those of a day: those of the newest commit up to then, by the committer's
    /// day in UTC along first parents, unless that is the newest of all.
    pub fn files_on(&self, day: Day) -> FilesOn {
        let found = match self.located() {
            Ok(Some(place)) => newest_commit(&place.top, day),
            Ok(None) => Ok(None),
            Err(error) => Err(error.what),
        };
        let newest = match found {
            Ok(Some(newest)) if newest.is_head => return FilesOn::Disk,
            Ok(Some(newest)) => newest,
            Ok(None) => return FilesOn::Unknown(format!("no commit reaches {day}")),
            Err(why) => return FilesOn::Unknown(why),
        };
        match self.at(&newest.id) {
            Ok(revision) if revision.has_files => FilesOn::Commit(Box::new(revision)),
            Ok(revision) => {
                let (commit, folder) = (revision.commit, revision.folder);
                FilesOn::Unknown(format!("commit {commit}, the newest up to {day}, has none in {folder}"))
            }
            Err(error) => FilesOn::Unknown(error.what),
        }
    }

    /// Takes the files of a revision for those of the organization.
    pub fn take(&mut self, revision: Revision) {
        let folder = format!("{}/", self.organization());
        let is_of_file = |spot: &Spot| matches!(spot, Spot::Path(path) if path.starts_with(&folder));
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        diagnostics.retain(|one| !self.is_in_organization(one) && !is_of_file(&one.primary.spot));
        diagnostics.extend(revision.diagnostics);
        (self.snapshot, self.diagnostics) = (revision.snapshot, diagnostics);
    }

    /// Where the files lie; `None` where there is no repository around them.
    fn located(&self) -> Result<Option<Located>, WorkspaceError> {
        let Some((top, prefix)) = repository_of(self.root.path()) else { return Ok(None) };
        let organization = Path::new(self.organization());
        if !organization.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            let what = format!("the organization's files lie outside {}", self.root.path().display());
            return Err(WorkspaceError::new(FailureKind::Refused, what, "move them below onethread.toml"));
        }
        Ok(Some(Located { folder: below(&prefix, organization), top, prefix }))
    }

    /// What the files say, the settings first as in the folder itself, so that what is reported about them still holds.
    fn revision(&self, then: AtRevision, place: Located, has_moved: bool) -> Revision {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        if let Some((_, settings)) = self.sources.find(SETTINGS) {
            sources.add(SETTINGS, settings.text.as_str());
        }
        if let Some((_, agreement)) = self.sources.find(AGREEMENT) {
            sources.add(AGREEMENT, agreement.text.as_str());
        }
        let mut files = then.files;
        let has_files = !files.is_empty();
        // As a walk through folders meets them.
        files.sort_by(|(a, _), (b, _)| a.split('/').cmp(b.split('/')));
        let mut add = |(path, bytes): (String, Vec<u8>)| {
            let path = path.strip_prefix(&place.prefix).map_or(path.clone(), str::to_owned);
            Text::of(path, bytes).add_to(&mut sources, &mut diagnostics)
        };
        let ids: Vec<FileId> = files.into_iter().map(&mut add).collect();
        let org = org::load_without(&sources, &ids, self.agreement.fields_off(), &mut diagnostics);
        let (commit, day, left_out) = (then.commit, then.day, then.left_out);
        let snapshot = self.snapshot.under(org, sources);
        Revision { commit, day, snapshot, diagnostics, folder: place.folder, has_moved, has_files, left_out }
    }
}

/// A folder below the one of the settings, as the repository names it.
fn below(prefix: &str, folder: &Path) -> String {
    let parts = folder.components().filter(|part| *part != Component::CurDir);
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    format!("{prefix}{}", parts.join("/"))
}

/// Where the settings lay at a revision, with the folder of the organization's files that they named, where that is
/// plain: in the same place, or in the only one that is there no more.
fn moved_from(now: &Located, revision: &str) -> Result<Option<Located>, String> {
    let (all, disk) = (files_at(&now.top, revision, "", SETTINGS)?, Root::new(&now.top, Outside::none()));
    let places = all.files.iter().filter_map(|(path, bytes)| {
        let folder = path.strip_suffix(SETTINGS).filter(|folder| folder.is_empty() || folder.ends_with('/'))?;
        (folder == now.prefix || disk.is_free(path)).then_some((folder, bytes))
    });
    let mut places: Vec<(&str, &Vec<u8>)> = places.collect();
    if places.iter().any(|(folder, _)| *folder == now.prefix) {
        places.retain(|(folder, _)| *folder == now.prefix);
    }
    let [(prefix, bytes)] = places.as_slice() else { return Ok(None) };
    let mut sources = Sources::default();
    let file = sources.add(SETTINGS, String::from_utf8_lossy(bytes));
    let config = config::load(&sources, file, &mut Vec::new());
    let folder = below(prefix, Path::new(config.organization_folder()));
    Ok(Some(Located { top: now.top.clone(), prefix: (*prefix).to_owned(), folder }))
}
