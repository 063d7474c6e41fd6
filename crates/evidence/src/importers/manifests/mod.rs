//! Manifests and lockfiles: which packages are used, and which parts of a repository are built with which.
//!
//! 1. A format reads the manifests and lockfiles of a repository into a [`Found`]: see [`super::cargo`] and
//!    [`super::npm`].
//! 2. [`layout`] says which manifests are the repository's own, and which workspace each belongs to.
//! 3. What was found becomes rows of `package` and `link`, and a report for each file.

mod layout;
pub mod limits;
mod names;

use std::collections::BTreeMap;

use onethread_files::Root;
use onethread_model::Day;
use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Facts, Link, PackageUse, RecordRef, Reject, SourceReport};
use onethread_model::record::short;
use onethread_model::source::{At, Place};

use super::git::path_prefix;
use super::ownership::{observed, repository_of};
use crate::files::{OUTSIDE, repository, shown};
use crate::gather::Gathering;
use crate::tree::{self, Tree};
pub(in crate::importers) use layout::{Layout, Unit, is_foreign};
use limits::{LOCK_BYTES_MAX, MANIFEST_BYTES_MAX, MANIFESTS_MAX, REJECTS_LISTED_MAX};
pub(in crate::importers) use names::{folder_of, joined, license_name, line_of, package_name, version_name};

/// A file as it was read: its path, and its bytes, unless it is too large.
#[derive(Clone, Debug)]
pub struct File {
    /// Path from the root of the repository, with `/` between parts.
    pub path: String,
    /// Its bytes; absent when they were not read.
    pub bytes: Option<Vec<u8>>,
}

impl File {
    /// Its text.
    ///
    /// # Errors
    /// Why it is not read: it is too large, no regular file, or not UTF-8.
    pub(in crate::importers) fn text(&self, bytes_max: usize) -> Result<&str, String> {
        let bytes = self.bytes.as_ref().filter(|bytes| bytes.len() <= bytes_max);
        let bytes = bytes.ok_or_else(|| format!("it is larger than {bytes_max} bytes, or no regular file"))?;
        std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
    }
}

/// A file, and its manifest; else the line and why it is none.
pub(in crate::importers) type Read<'f, M> = (&'f File, Result<M, (usize, String)>);

/// What the manifests and lockfiles of a repository say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What became of each file that was read.
    pub files: Vec<FileFound>,
    /// Packages in use.
    pub uses: Vec<Used>,
    /// Parts that are built with other parts.
    pub links: Vec<Linked>,
    /// Manifests that were left out, by reason.
    pub left_out: BTreeMap<String, usize>,
}

/// What became of the records of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFound {
    /// Its path from the root of the repository.
    pub path: String,
    /// Records read: dependencies of a manifest, packages of a lockfile.
    pub read: usize,
    /// Records that became a fact.
    pub kept: usize,
    /// Records left out by design, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// Records that were refused: line and reason.
    pub rejects: Vec<(usize, String)>,
}

/// A package in use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Used {
    /// Folder of the manifest, or of the lockfile.
    pub component: String,
    /// The package.
    pub package: String,
    /// The locked version.
    pub version: Option<String>,
    /// `registry`, `other-registry`, `git`, `path`, `url`.
    pub origin: Option<&'static str>,
    /// Whether a manifest asks for it.
    pub direct: bool,
    /// `normal`, `dev`, `build`, `peer`.
    pub kind: Option<&'static str>,
    /// Its license.
    pub license: Option<String>,
    /// The day on which this version was published.
    pub published: Option<Day>,
    /// Index of the file.
    pub file: usize,
    /// Its line, from 1.
    pub line: usize,
}

/// A license that a manifest states of a version of its package.
#[derive(Debug)]
pub(in crate::importers) struct Licensed {
    package: String,
    version: String,
    license: String,
}

impl Licensed {
    /// What a manifest says of itself; absent where it lacks one of them, or one is none.
    pub(in crate::importers) fn of(
        package: Option<&str>,
        version: Option<&str>,
        license: Option<&str>,
    ) -> Option<Licensed> {
        Some(Licensed {
            package: package.filter(|name| package_name(name))?.to_owned(),
            version: version_name(version?)?.to_owned(),
            license: license_name(license?)?.to_owned(),
        })
    }
}

/// A part that is built with another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Linked {
    /// Folder of the manifest.
    pub component: String,
    /// Folder of the other manifest.
    pub on: String,
    /// The package that links them.
    pub package: String,
    /// `normal`, `dev`, `build`, `peer`.
    pub kind: &'static str,
    /// Index of the file.
    pub file: usize,
    /// Its line, from 1.
    pub line: usize,
}

impl FileFound {
    pub(in crate::importers) fn new(path: &str) -> FileFound {
        FileFound { path: path.to_owned(), ..FileFound::default() }
    }

    pub(in crate::importers) fn skip(&mut self, why: &'static str) {
        self.read += 1;
        *self.skipped.entry(why).or_default() += 1;
    }

    pub(in crate::importers) fn refuse(&mut self, line: usize, why: impl Into<String>) {
        self.read += 1;
        if self.rejects.len() < REJECTS_LISTED_MAX {
            self.rejects.push((line, why.into()));
        } else {
            *self.skipped.entry("refused, after those that are listed").or_default() += 1;
        }
    }
}

impl Found {
    /// Adds a package in use, a record of its file.
    pub(in crate::importers) fn add_use(&mut self, used: Used) {
        if let Some(file) = self.files.get_mut(used.file) {
            file.read += 1;
            file.kept += 1;
        }
        self.uses.push(used);
    }

    /// Adds a link, a record of its file.
    pub(in crate::importers) fn add_link(&mut self, link: Linked) {
        if let Some(file) = self.files.get_mut(link.file) {
            file.read += 1;
            file.kept += 1;
        }
        self.links.push(link);
    }

    /// Adds the manifests that a workspace claims, each with the index of its file, and what is wrong with those that
    /// are none; gives how many are left out.
    pub(in crate::importers) fn add_manifests<'f, M>(
        &mut self,
        read: &'f [Read<'f, M>],
        unit: fn(&M) -> &Unit,
        layout: &Layout,
    ) -> (Vec<(usize, &'f M)>, usize) {
        let (mut manifests, mut outside) = (Vec::new(), 0);
        for (file, manifest) in read {
            match manifest {
                Ok(manifest) if layout.root_of.contains_key(&unit(manifest).folder) => {
                    manifests.push((self.add_file(FileFound::new(&file.path)), manifest));
                }
                Ok(_) => outside += 1,
                // Tests like to read what is broken.
                Err(_) if is_foreign(folder_of(&file.path)) => outside += 1,
                Err((line, why)) => {
                    let mut account = FileFound::new(&file.path);
                    account.refuse(*line, why.clone());
                    self.add_file(account);
                }
            }
        }
        (manifests, outside)
    }

    /// Adds licenses that manifests state, such as those of packages that are kept in the repository: to uses of that
    /// very version for which no lockfile states one. Where manifests differ, none is added.
    pub(in crate::importers) fn add_licenses<'m>(&mut self, stated: impl Iterator<Item = &'m Licensed>) {
        let mut known: BTreeMap<(&str, &str), Option<&str>> = BTreeMap::new();
        for one in stated {
            let license = known.entry((&one.package, &one.version)).or_insert(Some(&one.license));
            *license = license.filter(|license| *license == one.license);
        }
        for used in self.uses.iter_mut().filter(|used| used.license.is_none()) {
            let Some(version) = used.version.as_deref() else { continue };
            used.license = known.get(&(used.package.as_str(), version)).copied().flatten().map(str::to_owned);
        }
    }

    /// Adds a file; gives its index.
    pub(in crate::importers) fn add_file(&mut self, file: FileFound) -> usize {
        self.files.push(file);
        self.files.len() - 1
    }
}

/// Whether a repository has manifests of a format, by the paths of its files.
pub fn has_manifests(format: &str, tree: &Tree) -> bool {
    let name = manifest_name(format).as_bytes();
    tree.has(name) || tree.paths.iter().any(|path| path.rsplit(|byte| *byte == b'/').next() == Some(name))
}

fn manifest_name(format: &str) -> &'static str {
    if format == "npm" { super::npm::MANIFEST } else { super::cargo::MANIFEST }
}

/// Reads the manifests and lockfiles of a repository into the facts; gives a report for each file.
///
/// Facts are as of the constant `observed` of the settings, else of the day of the last commit.
pub(crate) fn import(
    gathering: &Gathering<'_>,
    source: &SourceConfig,
    file: &At<String>,
    facts: &mut Facts,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<SourceReport> {
    let format = source.format.as_deref().unwrap_or_default();
    let root = shown(&file.value);
    let report = |path: String| SourceReport {
        name: source.name.value.clone(),
        path: path.into(),
        table: "package, link",
        ..SourceReport::default()
    };
    let mut refused = |code: &'static str, why: &str, hints: Vec<String>| {
        let message = format!("`{}` gives no packages: {why}", short(&root));
        let mut diagnostic = Diagnostic::error(code, message, file.span);
        diagnostic.help = hints;
        diagnostics.push(diagnostic);
        let mut report = report(root.clone());
        report.remarks.insert(format!("not read: {why}"), 1);
        vec![report]
    };
    let tree = match open(gathering.root, source, &file.value) {
        Ok(tree) => tree,
        Err((code, why, hints)) => return refused(code, &why, hints),
    };
    let (files, left_out) = read(format, &tree);
    if files.is_empty() {
        let help = format!("take the source `{}` out", source.name.value);
        return refused("missing-file", &format!("it has no {}", manifest_name(format)), vec![help]);
    }
    let found = if format == "npm" { super::npm::parse(&files) } else { super::cargo::parse(&files) };
    if facts.sources.len() + found.files.len() > usize::from(u16::MAX) {
        return refused("too-many-files", "it has more manifests than there is room for", Vec::new());
    }
    let Some(observed) = observed(source, &tree, diagnostics) else {
        let message = format!("`{}` gives no packages: no day of observation is known", short(&root));
        let help = "state it, as in `constants = { observed = \"2026-07-24\" }`";
        diagnostics.push(Diagnostic::error("no-day", message, file.span).help(help));
        return vec![report(root.clone())];
    };
    let prefix = path_prefix(gathering, source, &file.value).trim_end_matches('/').to_owned();
    push(&found, format, observed, &prefix, facts);
    let mut reports: Vec<SourceReport> = found.files.iter().map(|file| reported(file, &root, &report)).collect();
    for (used, is_use) in
        found.uses.iter().map(|used| (used.file, true)).chain(found.links.iter().map(|l| (l.file, false)))
    {
        if let Some(report) = reports.get_mut(used) {
            report.facts += 1;
            let what = if is_use { "packages used" } else { "links to other parts" };
            *report.remarks.entry(what.to_owned()).or_default() += 1;
        }
    }
    if let Some(first) = reports.first_mut() {
        first.remarks.extend(found.left_out.into_iter().chain(left_out));
        for clause in &tree.left_out {
            *first.remarks.entry(format!("left out: {clause}")).or_default() += 1;
        }
    }
    reports
}

type ManifestError = (&'static str, String, Vec<String>);

fn open(root: &Root, source: &SourceConfig, file: &str) -> Result<Tree, ManifestError> {
    let found = repository(root, source, file).map_err(|(what, hints)| (OUTSIDE, format!("it {what}"), hints))?;
    let Some(full) = found else {
        let help = "name a repository, from the folder of `onethread.toml`".to_owned();
        return Err(("missing-file", "it is not there".to_owned(), vec![help]));
    };
    let folder = if root.has_folder(file) { full } else { repository_of(&full) };
    tree::open(&folder).map_err(|why| ("unreadable-file", why, Vec::new()))
}

/// The manifests and lockfiles of a tree, in the order of their paths, and what was left out.
fn read(format: &str, tree: &Tree) -> (Vec<File>, BTreeMap<String, usize>) {
    let names: &[(&str, usize)] = if format == "npm" { super::npm::FILES } else { super::cargo::FILES };
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut files = Vec::new();
    for path in &tree.paths {
        let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        let Some((_, bytes_max)) = names.iter().find(|(wanted, _)| wanted.as_bytes() == name) else { continue };
        let text = std::str::from_utf8(path).ok().filter(|path| !path.chars().any(char::is_control));
        let Some(text) = text else {
            *left_out.entry("left out: a path that cannot be shown".to_owned()).or_default() += 1;
            continue;
        };
        if layout::is_installed(text) {
            continue;
        }
        if files.len() >= MANIFESTS_MAX {
            *left_out.entry(format!("left out: manifests behind the first {MANIFESTS_MAX}")).or_default() += 1;
            continue;
        }
        let bytes = tree.read(path, *bytes_max).filter(|bytes| bytes.len() <= *bytes_max);
        files.push(File { path: text.to_owned(), bytes });
    }
    (files, left_out)
}

/// Adds the rows to the facts.
fn push(found: &Found, format: &str, observed: Day, prefix: &str, facts: &mut Facts) {
    let base = facts.sources.len();
    let at = |file: usize, line: usize| RecordRef { source: (base + file) as u16, line: line as u32 };
    let component = |folder: &str| match (prefix, folder) {
        ("", folder) => folder.to_owned(),
        (prefix, ".") => prefix.to_owned(),
        (prefix, folder) => format!("{prefix}/{folder}"),
    };
    for used in &found.uses {
        let mut text = |text: &str| facts.symbols.intern(text);
        let row = PackageUse {
            observed,
            component: text(&component(&used.component)),
            package: text(&used.package),
            ecosystem: text(format),
            version: used.version.as_deref().map(&mut text),
            origin: used.origin.map(&mut text),
            reach: text(if used.direct { "direct" } else { "transitive" }),
            kind: used.kind.map(&mut text),
            license: used.license.as_deref().map(&mut text),
            published: used.published,
            at: at(used.file, used.line),
        };
        facts.add(row);
    }
    for link in &found.links {
        let mut text = |text: &str| facts.symbols.intern(text);
        let row = Link {
            observed,
            component: text(&component(&link.component)),
            on: text(&component(&link.on)),
            package: Some(text(&link.package)),
            kind: Some(text(link.kind)),
            at: at(link.file, link.line),
        };
        facts.add(row);
    }
}

fn reported(file: &FileFound, root: &str, report: &dyn Fn(String) -> SourceReport) -> SourceReport {
    let path = match root.ends_with(&file.path) {
        true => root.to_owned(),
        false => format!("{}/{}", root.trim_end_matches('/'), file.path),
    };
    let rejects = file.rejects.iter().map(|(line, reason)| Reject {
        place: Place { path: path.as_str().into(), line: *line, column: None },
        reason: reason.clone(),
    });
    SourceReport {
        read: file.read,
        kept: file.kept,
        skipped: file.skipped.iter().map(|(why, times)| ((*why).to_owned(), *times)).collect(),
        rejects: rejects.collect(),
        ..report(path.clone())
    }
}

pub(in crate::importers) const FILE_LIMITS: (usize, usize) = (MANIFEST_BYTES_MAX, LOCK_BYTES_MAX);
