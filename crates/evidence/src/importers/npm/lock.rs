//! What a lockfile says, whoever wrote it; and `package-lock.json` and `npm-shrinkwrap.json`: which version of each
//! package is installed where.
//!
//! Version 1 nests packages in packages; versions 2 and 3 name each by the folder it is installed in. Both are read
//! into such folders, so that the same tree gives the same facts.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;

use super::super::manifests::limits::{DEPTH_MAX, LOCK_BYTES_MAX, RECORDS_MAX};
use super::super::manifests::{File, FileFound, license_name, line_of, package_name, version_name};
use super::json::{Object, place_of};

/// The folder of installed packages.
const INSTALLED: &str = "node_modules/";

/// What is installed, by an id: the folder it is installed in, or what the lockfile calls it.
#[derive(Debug, Default)]
pub(super) struct Lock {
    pub(super) entries: BTreeMap<String, Locked>,
    pub(super) form: Form,
}

/// How a lockfile says what a manifest gets.
#[derive(Debug, Default)]
pub(super) enum Form {
    /// By folders of installed packages, the nearest one first: npm.
    #[default]
    Folders,
    /// By the folder of the manifest and the name: pnpm.
    Manifests(BTreeMap<(String, String), String>),
    /// By `name@range`, wherever it is asked for: Yarn.
    Ranges(BTreeMap<String, String>),
}

/// An installed package.
#[derive(Clone, Debug, Default)]
pub(super) struct Locked {
    pub(super) package: String,
    pub(super) version: Option<String>,
    /// `registry`, `git`, `url`; absent for a package of the repository itself.
    pub(super) origin: Option<&'static str>,
    /// The folder that it leads to, for a package of the repository itself.
    pub(super) leads_to: Option<String>,
    pub(super) is_dev: bool,
    /// Its license; only lockfiles of npm state it.
    pub(super) license: Option<String>,
    /// The day on which it was published; only lockfiles of pnpm state it.
    pub(super) published: Option<Day>,
    pub(super) line: usize,
    /// What it needs, by ids or as `name@range`; of npm nothing, since that says itself what only development needs.
    pub(super) needs: Vec<String>,
}

impl Lock {
    /// Reads a lockfile; what is not understood is in the account.
    pub(super) fn read(file: &File) -> (FileFound, Lock) {
        let (mut account, mut lock) = (FileFound::new(&file.path), Lock::default());
        let text = match file.text(LOCK_BYTES_MAX) {
            Ok(text) => text,
            Err(why) => {
                account.refuse(1, why);
                return (account, lock);
            }
        };
        match Object::read(text) {
            Ok(object) => lock.take(text, &object, &mut account),
            Err(line) => account.refuse(line, "it is no JSON object; a merge may have gone wrong"),
        }
        (account, lock)
    }

    fn take(&mut self, text: &str, object: &Object<'_>, account: &mut FileFound) {
        let mut rows: Vec<(usize, String, Result<Locked, &'static str>)> = Vec::new();
        match object.object("packages") {
            Some(packages) => {
                for (folder, value) in &packages.0 {
                    let of = serde_json::from_str(value.get()).map_err(|_| "it is no object");
                    let entry = of.and_then(|package: Object<'_>| by_folder(folder, &package));
                    rows.push((place_of(text, value), folder.to_string(), entry));
                }
            }
            None => nested(text, object, &mut rows),
        }
        rows.sort_by_key(|(at, ..)| *at);
        let mut place = (1, 0);
        for (at, folder, entry) in rows {
            let line = line_of(text, at, &mut place);
            match entry {
                _ if self.entries.len() >= RECORDS_MAX => account.skip("packages behind the first 1,000,000"),
                Err(why) => account.refuse(line, why),
                Ok(entry) if entry.origin.is_none() => {
                    account.skip("packages of the repository itself");
                    self.entries.insert(folder, entry);
                }
                // The last one counts, as with every reader of JSON.
                Ok(entry) => {
                    if self.entries.insert(folder, Locked { line, ..entry }).is_some() {
                        account.skip("named twice, and counted once");
                    }
                }
            }
        }
    }

    /// What a manifest in a folder gets when it asks for a range of a name.
    pub(super) fn resolve(&self, folder: &str, name: &str, range: &str) -> Option<(&String, &Locked)> {
        match &self.form {
            Form::Folders => self.in_folders(folder, name),
            Form::Manifests(of) => self.entries.get_key_value(of.get(&(folder.to_owned(), name.to_owned()))?),
            Form::Ranges(_) => self.in_ranges(&format!("{name}@{range}")),
        }
    }

    /// Whether packages of the repository itself are among its entries when a manifest asks for them.
    pub(super) fn names_members(&self) -> bool {
        match &self.form {
            Form::Ranges(_) => self.entries.values().any(|entry| entry.leads_to.is_some()),
            _ => true,
        }
    }

    /// Says of each entry whether only development needs it, by what manifests ask for otherwise.
    pub(super) fn mark_dev<'i>(&mut self, asked: impl Iterator<Item = &'i str>) {
        if matches!(self.form, Form::Folders) {
            return;
        }
        let mut waiting: Vec<String> = asked.map(str::to_owned).collect();
        let mut needed: BTreeSet<String> = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            let found = match &self.form {
                Form::Ranges(_) => self.entries.get_key_value(&id).or_else(|| self.in_ranges(&id)),
                _ => self.entries.get_key_value(&id),
            };
            if let Some((id, entry)) = found.filter(|(id, _)| !needed.contains(*id)) {
                needed.insert(id.clone());
                waiting.extend(entry.needs.iter().cloned());
            }
        }
        for (id, entry) in &mut self.entries {
            entry.is_dev = !needed.contains(id);
        }
    }

    /// What answers `name@range`; a range that is written in another way there has the only entry of its name.
    fn in_ranges(&self, asked: &str) -> Option<(&String, &Locked)> {
        let Form::Ranges(of) = &self.form else { return None };
        let at = asked.char_indices().skip(1).find(|(_, letter)| *letter == '@')?.0;
        let (name, range) = (asked.get(..at)?, asked.get(at + 1..)?);
        let exact = of.get(asked).or_else(|| of.get(&format!("{name}@npm:{range}")));
        let begins = format!("{name}@");
        let only = || {
            let mut ids =
                of.range(begins.clone()..).take_while(|(other, _)| other.starts_with(&begins)).map(|(_, id)| id);
            let first = ids.next()?;
            ids.all(|id| id == first).then_some(first)
        };
        self.entries.get_key_value(exact.or_else(only)?)
    }

    /// What a package in a folder gets when it asks for a name: from the nearest folder of installed packages.
    fn in_folders(&self, folder: &str, name: &str) -> Option<(&String, &Locked)> {
        let mut above = if folder == "." { "" } else { folder };
        loop {
            let wanted = match above {
                "" => format!("{INSTALLED}{name}"),
                above => format!("{above}/{INSTALLED}{name}"),
            };
            if let Some(found) = self.entries.get_key_value(&wanted) {
                return Some(found);
            }
            above = match above.rsplit_once('/') {
                Some((above, _)) => above,
                None if above.is_empty() => return None,
                None => "",
            };
        }
    }
}

/// An entry of versions 2 and 3.
fn by_folder(folder: &str, package: &Object<'_>) -> Result<Locked, &'static str> {
    let installed = folder.rfind(INSTALLED).and_then(|at| folder.get(at + INSTALLED.len()..));
    let leads_to = package.text("resolved").filter(|_| package.is("link"));
    let is_own = installed.is_none() || leads_to.is_some();
    // An alias keeps the real name beside it.
    let name = package.text("name").filter(|_| !is_own);
    let name = name.or_else(|| installed.map(str::to_owned)).unwrap_or_default();
    if !is_own && !package_name(&name) {
        return Err("it has no name of a package");
    }
    let resolved = package.text("resolved").unwrap_or_default();
    Ok(Locked {
        package: name,
        version: package.text("version").and_then(|version| version_name(&version).map(str::to_owned)),
        origin: (!is_own).then(|| origin(&resolved)),
        leads_to,
        is_dev: package.is("dev"),
        license: package.license().and_then(|license| license_name(&license).map(str::to_owned)),
        ..Locked::default()
    })
}

/// Entries of version 1: packages within packages.
fn nested<'t>(text: &str, object: &Object<'t>, rows: &mut Vec<(usize, String, Result<Locked, &'static str>)>) {
    let mut waiting: Vec<(String, usize, Object<'t>)> = Vec::new();
    waiting.extend(object.object("dependencies").map(|packages| (String::new(), 1, packages)));
    while let Some((above, depth, packages)) = waiting.pop() {
        for (name, value) in &packages.0 {
            let folder = format!("{above}{INSTALLED}{name}");
            let package: Result<Object<'t>, _> = serde_json::from_str(value.get());
            let entry = match &package {
                Ok(package) => by_name(name, package),
                Err(_) => Err("it is no object"),
            };
            rows.push((place_of(text, value), folder.clone(), entry));
            let Some(below) = package.ok().and_then(|package| package.object("dependencies")) else { continue };
            if depth >= DEPTH_MAX {
                rows.push((place_of(text, value), folder, Err("packages in packages go too deep behind it")));
            } else if rows.len() < RECORDS_MAX {
                waiting.push((format!("{folder}/"), depth + 1, below));
            }
        }
    }
}

fn by_name(name: &str, package: &Object<'_>) -> Result<Locked, &'static str> {
    let written = package.text("version").unwrap_or_default();
    let resolved = package.text("resolved").unwrap_or_default();
    let leads_to = written.strip_prefix("file:").map(str::to_owned);
    let (name, version) = match written.strip_prefix("npm:").and_then(|real| real.rsplit_once('@')) {
        Some((real, version)) => (real, version),
        None => (name, written.as_str()),
    };
    if leads_to.is_none() && !package_name(name) {
        return Err("it has no name of a package");
    }
    let from = if version_name(version).is_some() { resolved.as_str() } else { version };
    let version = version_name(version).or_else(|| version_in_file(name, version));
    Ok(Locked {
        package: name.to_owned(),
        version: version.map(str::to_owned),
        origin: leads_to.is_none().then(|| origin(from)),
        leads_to,
        is_dev: package.is("dev"),
        ..Locked::default()
    })
}

/// The version in the address of a registry's file, which the first versions of npm 5 wrote in its place:
/// `https://registry.example/@scope/name/-/name-1.2.3.tgz`.
fn version_in_file<'a>(name: &str, address: &'a str) -> Option<&'a str> {
    let file = address.rsplit_once("/-/")?.1.rsplit('/').next()?.split(['?', '#']).next()?;
    let bare = name.rsplit('/').next().unwrap_or(name);
    version_name(file.strip_suffix(".tgz")?.strip_prefix(bare)?.strip_prefix('-')?)
}

/// Where a package was taken from. A registry's address says nothing that is kept.
pub(super) fn origin(resolved: &str) -> &'static str {
    let is_git =
        ["git+", "git:", "github:", "gitlab:", "bitbucket:", "gist:"].iter().any(|start| resolved.starts_with(start));
    match resolved {
        _ if is_git => "git",
        // A registry keeps a package's files in a folder between its name and a dash.
        "" => "registry",
        resolved if resolved.contains("/-/") => "registry",
        resolved if resolved.starts_with("http") => "url",
        _ => "registry",
    }
}

#[cfg(test)]
mod tests {
    use super::version_in_file;

    #[test]
    fn versions_are_found_in_the_names_of_files() {
        for (name, address, version) in [
            ("standard", "https://registry.example/standard/-/standard-8.6.0.tgz", Some("8.6.0")),
            ("@scope/x", "https://registry.example/@scope/x/-/x-1.0.0-rc.1.tgz", Some("1.0.0-rc.1")),
            ("x", "https://registry.example/npm/x/-/x/-/x-2.0.0.tgz?cache=0", Some("2.0.0")),
            ("x", "https://forge.example/o/x/archive/1.0.0.tar.gz", None),
            ("x", "https://registry.example/x/-/y-1.0.0.tgz", None),
            ("x", "git+ssh://git@forge.example/o/x.git#012", None),
        ] {
            assert_eq!(version_in_file(name, address), version, "{address}");
        }
    }
}
