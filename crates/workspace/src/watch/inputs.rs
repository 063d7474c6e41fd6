//! What a folder is read from, and the mark of each part of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onethread_evidence::tree;
use onethread_files::{FileKind, FileMark, Root};
use onethread_model::agreement::AGREEMENT;
use onethread_model::config::{self, Config, SETTINGS};
use onethread_model::source::Sources;

use super::{CHANGES_LISTED_MAX, Change, ChangeKind, ChangeSet};
use crate::texts::{read_text, shown, walk_organization};

/// Folders of a repository in which a commit, a branch or a tag leaves a trace.
const OF_REPOSITORY: [&str; 3] = [".git", ".git/refs/heads", "refs/heads"];

/// Which inputs there are: what the settings name, read again whenever they are others.
#[derive(Default)]
pub(super) struct Inputs {
    settings: Option<FileMark>,
    config: Config,
    /// A file that is no input, wherever it lies.
    pub(super) apart: Option<PathBuf>,
}

/// The mark of an input.
#[derive(Clone, Debug, PartialEq)]
enum Mark {
    File(FileMark),
    /// Of a repository, or a folder that a source is read from.
    Tree(String),
}

/// All inputs as they are at a time.
#[derive(Debug, Default)]
pub(super) struct Look {
    marks: BTreeMap<String, Mark>,
    /// Folders in which inputs are or would be, by their whole path, each with its number on its device.
    folders: BTreeMap<PathBuf, (u64, u64)>,
    apart: Option<PathBuf>,
}

impl Inputs {
    /// Looks at all inputs of a folder. Nothing is written, and of what is no regular file only the mark is taken.
    pub(super) fn look(&mut self, root: &Root) -> Look {
        let mut look = Look { apart: self.apart.clone(), ..Look::default() };
        let settings = root.mark(SETTINGS);
        if settings != self.settings {
            self.config = read_config(root);
            self.settings = settings;
        }
        look.folder(root, Path::new("."));
        for file in [SETTINGS, AGREEMENT] {
            look.file(root, Path::new(file));
        }
        let walked = walk_organization(root, self.config.organization_folder());
        walked.folders.iter().for_each(|folder| look.folder(root, folder));
        walked.files.iter().for_each(|file| look.file(root, file));
        for source in &self.config.sources {
            for file in &source.files {
                let path = Path::new(&file.value);
                if root.has_folder(path) {
                    look.tree(root, path);
                } else {
                    look.folder(root, path.parent().unwrap_or(Path::new(".")));
                    look.file(root, path);
                }
            }
        }
        look
    }
}

/// The settings as they are now; none where there are none, or they are half written.
fn read_config(root: &Root) -> Config {
    let mut sources = Sources::default();
    match read_text(root, Path::new(SETTINGS)) {
        Ok(text) => {
            let file = text.add_to(&mut sources, &mut Vec::new());
            config::load(&sources, file, &mut Vec::new())
        }
        Err(_) => Config::default(),
    }
}

impl Look {
    fn file(&mut self, root: &Root, path: &Path) {
        let is_apart = self.apart.as_ref().is_some_and(|apart| *apart == root.path().join(path));
        if let Some(mark) = root.mark(path).filter(|_| !is_apart) {
            self.marks.insert(shown(path), Mark::File(mark));
        }
    }

    fn folder(&mut self, root: &Root, path: &Path) {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        if let Some(mark) = root.mark(path).filter(|mark| mark.kind == FileKind::Folder) {
            self.folders.insert(root.path().join(path), mark.id);
        }
    }

    fn tree(&mut self, root: &Root, path: &Path) {
        let Ok(Some(real)) = root.real_path(path) else { return };
        self.folder(root, path);
        OF_REPOSITORY.iter().for_each(|below| self.folder(root, &path.join(below)));
        if let Some(state) = tree::state(&real, self.apart.as_deref()) {
            self.marks.insert(shown(path), Mark::Tree(state));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    /// The folders to be put under watch.
    pub(super) fn folders(&self) -> &BTreeMap<PathBuf, (u64, u64)> {
        &self.folders
    }

    pub(super) fn differs_from(&self, other: &Look) -> bool {
        self.marks != other.marks
    }

    /// What changed since an earlier look.
    pub(super) fn changes_since(&self, earlier: &Look) -> ChangeSet {
        let gone = earlier.marks.keys().filter(|path| !self.marks.contains_key(*path));
        let gone = gone.map(|path| (path, ChangeKind::Removed));
        let here = self.marks.iter().filter_map(|(path, mark)| match earlier.marks.get(path) {
            None => Some((path, ChangeKind::Added)),
            Some(known) => (known != mark).then_some((path, ChangeKind::Edited)),
        });
        let mut changes: Vec<(&String, ChangeKind)> = here.chain(gone).collect();
        changes.sort();
        let total = changes.len();
        let listed = changes.into_iter().take(CHANGES_LISTED_MAX);
        ChangeSet { changes: listed.map(|(path, kind)| Change { path: path.clone(), kind }).collect(), total }
    }
}
