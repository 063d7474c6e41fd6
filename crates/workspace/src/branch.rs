//! A branch of the user's git with files as they would be, and files as a branch has them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use onethread_evidence::importers::git::{BranchError, BranchFile, BranchPlan, make_branch, plan_branch};
use onethread_files::FailureKind;
use onethread_model::source::Sources;

use crate::root::repository_of;
use crate::{FileText, Folder, Revision, WorkspaceError};

impl Folder {
    /// Says what a branch with these files would be, or what speaks against it. Nothing is written.
    ///
    /// # Errors
    /// Why it cannot be made: the files lie in no repository, the name is taken, git does not know who commits, or the
    /// commit that HEAD leads to has other files than the folder.
    pub fn plan_branch(&self, branch: &str, files: &[FileText]) -> Result<BranchPlan, WorkspaceError> {
        let (top, files) = self.in_repository(files)?;
        plan_branch(&top, branch, &files).map_err(refused)
    }

    /// Makes a branch with one commit of these files, and gives that commit as hexadecimal digits. Work tree, index and
    /// HEAD stay as they are.
    ///
    /// # Errors
    /// As [`Folder::plan_branch`], and when the repository cannot be written.
    pub fn make_branch(&self, branch: &str, message: &str, files: &[FileText]) -> Result<String, WorkspaceError> {
        let (top, files) = self.in_repository(files)?;
        make_branch(&top, branch, message, &files).map_err(refused)
    }

    /// The texts by which the organization becomes that of a revision: files that differ, and an empty text for those
    /// that it does not have.
    pub fn texts_of(&self, revision: &Revision) -> BTreeMap<String, String> {
        let texts = |sources: &Sources| -> BTreeMap<String, String> {
            let start = format!("{}/", self.organization());
            let ours = sources.iter().filter(|(_, file)| file.path.starts_with(&start));
            ours.map(|(_, file)| (file.path.to_string(), file.text.clone())).collect()
        };
        let (now, then) = (texts(&self.sources), texts(&revision.snapshot.sources));
        let paths: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
        let differ = paths.into_iter().filter(|path| now.get(*path) != then.get(*path));
        differ.map(|path| (path.clone(), then.get(path).cloned().unwrap_or_default())).collect()
    }

    fn in_repository(&self, files: &[FileText]) -> Result<(PathBuf, Vec<BranchFile>), WorkspaceError> {
        let (top, prefix) = repository_of(self.root.path()).ok_or_else(|| {
            let what = format!("{} lies in no git repository", self.root.path().display());
            WorkspaceError::new(FailureKind::NotFound, what, "put the files under git, or write them with --apply")
        })?;
        let bytes = |text: &Option<String>| text.as_ref().map(|text| text.as_bytes().to_vec());
        let one = |file: &FileText| BranchFile {
            path: format!("{prefix}{}", file.path),
            before: bytes(&file.before),
            after: bytes(&file.after),
        };
        Ok((top, files.iter().map(one).collect()))
    }
}

fn refused(error: BranchError) -> WorkspaceError {
    WorkspaceError { kind: FailureKind::Refused, what: error.why, hints: error.hints }
}
