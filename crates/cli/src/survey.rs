//! What lies in a folder: repositories, ownership files, spreadsheets, an organization's own files.

use onethread_evidence::importers::git::Repository;
use onethread_evidence::importers::manifests::has_manifests;
use onethread_evidence::importers::{codeowners, maintainers, owners};
use onethread_evidence::tree;
use onethread_model::config::Config;
use onethread_workspace::files::Root;

/// Folders below the folder that are looked into for repositories.
const FOLDERS_MAX: usize = 200;
/// Endings of files that may be spreadsheets.
const SPREADSHEETS: &[&str] = &["csv", "tsv", "xlsx", "xls", "ods"];

/// What lies in a folder.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Repositories, as `file` of a source names them: `.`, or folders right below.
    pub(crate) repositories: Vec<String>,
    /// Ownership files: the format, and the repository.
    pub(crate) ownership: Vec<(&'static str, String)>,
    /// Manifests: the format, and the repository.
    pub(crate) manifests: Vec<(&'static str, String)>,
    /// Files that may be spreadsheets, in alphabetical order.
    pub(crate) spreadsheets: Vec<String>,
    /// Repositories that cannot be read, and why.
    pub(crate) unreadable: Vec<(String, String)>,
}

impl Survey {
    /// Looks at a folder. Nothing in it is run or written.
    pub(crate) fn of(root: &Root) -> Survey {
        let mut survey = Survey::default();
        let names = root.names("");
        if is_repository(root, ".") {
            survey.take(root, ".".to_owned());
        } else {
            let folders = names.iter().filter(|name| is_repository(root, name));
            for name in folders.take(FOLDERS_MAX) {
                survey.take(root, name.clone());
            }
        }
        survey.spreadsheets = names.into_iter().filter(|name| is_spreadsheet(name)).collect();
        survey
    }

    fn take(&mut self, root: &Root, name: String) {
        let path = match root.real_path(&name) {
            Ok(Some(path)) => path,
            Ok(None) => return,
            Err(failure) => return self.unreadable.push((name, failure.what)),
        };
        match Repository::open(&path).and_then(|repository| repository.head()) {
            Ok(Some(_)) => {}
            Ok(None) => return self.unreadable.push((name, "it has no commit yet".to_owned())),
            Err(why) => return self.unreadable.push((name, why)),
        }
        if let Ok(tree) = tree::open(&path) {
            let is_owners = |path: &Vec<u8>| path.rsplit(|byte| *byte == b'/').next() == Some(owners::FILE.as_bytes());
            if codeowners::PLACES.iter().any(|(place, _)| tree.has(place.as_bytes())) {
                self.ownership.push(("codeowners", name.clone()));
            }
            if tree.has(maintainers::FILE.as_bytes()) {
                self.ownership.push(("maintainers", name.clone()));
            }
            if tree.paths.iter().any(is_owners) {
                self.ownership.push(("owners", name.clone()));
            }
            for format in Config::MANIFEST_FORMATS.iter().filter(|format| has_manifests(format, &tree)) {
                self.manifests.push((*format, name.clone()));
            }
        }
        self.repositories.push(name);
    }
}

fn is_repository(root: &Root, name: &str) -> bool {
    let inside = |part: &str| format!("{name}/{part}");
    !root.is_free(inside(".git")) && root.has_folder(name)
        || root.has_file(inside("HEAD")) && root.has_folder(inside("objects"))
}

fn is_spreadsheet(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| SPREADSHEETS.contains(&ending.as_str()))
}
