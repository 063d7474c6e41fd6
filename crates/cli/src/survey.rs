//! What lies in a folder: repositories, ownership files, spreadsheets, an organization's own files.

use std::io::Read;
use std::path::{Path, PathBuf};

use onethread_evidence::importers::git::Repository;
use onethread_evidence::importers::presets::{Preset, Sample};
use onethread_evidence::importers::registry::{self, RegistryFound};
use onethread_evidence::importers::{Candidate, IMPORTERS};
use onethread_evidence::tree;
use onethread_model::facts::FactKind;
use onethread_model::limits::SOURCE_FILE_BYTES;
use onethread_workspace::files::{FileFailure, Root};

/// Folders below the folder that are looked into for repositories.
const FOLDERS_MAX: usize = 200;
/// Files of a folder that are looked at for exports.
const FILES_MAX: usize = 200;
/// Endings of files that may be exports of a tool.
const EXPORTS: &[&str] = &["csv", "json", "yaml", "yml"];
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
    /// Registries that repositories seem to hold: the repository, and what was found.
    pub(crate) registries: Vec<(String, RegistryFound)>,
    /// Files that may be spreadsheets, in alphabetical order.
    pub(crate) spreadsheets: Vec<String>,
    /// Exports of tools: the preset, and the file, in alphabetical order of file.
    pub(crate) exports: Vec<(&'static Preset, String)>,
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
        let mut files: Vec<&String> = names.iter().filter(|name| has_ending(name, EXPORTS)).collect();
        files.sort();
        for name in files.into_iter().take(FILES_MAX) {
            let Ok(Some(start)) = start_of(root, Path::new(name)) else { continue };
            survey.exports.extend(Preset::detect(&Sample::new(name, &start)).map(|preset| (preset, name.clone())));
        }
        let is_export = |name: &String| survey.exports.iter().any(|(_, file)| file == name);
        survey.spreadsheets =
            names.iter().filter(|name| has_ending(name, SPREADSHEETS) && !is_export(name)).cloned().collect();
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
            self.registries.extend(registry::detect(&tree).map(|found| (name.clone(), found)));
            let candidate = Candidate::Repository(&tree);
            for importer in IMPORTERS {
                let found = match importer.gives {
                    gives if gives.contains(&FactKind::Ownership) => &mut self.ownership,
                    gives if gives.contains(&FactKind::PackageUse) => &mut self.manifests,
                    _ => continue,
                };
                if (importer.detects)(&candidate) {
                    found.push((importer.key, name.clone()));
                }
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

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// The first bytes of a file; nothing when there is none.
pub(crate) fn start_of(root: &Root, path: &Path) -> Result<Option<Vec<u8>>, FileFailure> {
    let Some(regular) = root.open(path, SOURCE_FILE_BYTES.get())? else { return Ok(None) };
    let mut start = Vec::new();
    // What cannot be read is said when all of it is read.
    let _ = regular.file.take(Sample::BYTES_MAX as u64).read_to_end(&mut start);
    Ok(Some(start))
}

/// The file of a folder by which its preset is known: the first that one recognizes, else the first.
pub(crate) fn first_of_folder(root: &Root, folder: &Path) -> Option<PathBuf> {
    let mut names: Vec<String> = root.names(folder);
    names.retain(|name| has_ending(name, EXPORTS) || has_ending(name, &["md", "markdown"]));
    names.sort();
    let is_known = |name: &&String| {
        let start = start_of(root, &folder.join(name)).ok().flatten();
        start.is_some_and(|start| Preset::detect(&Sample::new(name, &start)).is_some())
    };
    let known = names.iter().take(FILES_MAX).find(is_known).or(names.first());
    known.map(|name| folder.join(name))
}
