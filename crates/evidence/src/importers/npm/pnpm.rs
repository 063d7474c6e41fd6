//! `pnpm-lock.yaml`: which version each manifest gets, in the forms of pnpm 7 (5.4), pnpm 8 (6) and pnpm 9 and later
//! (9).

use onethread_model::Day;

use super::super::manifests::limits::{LOCK_BYTES_MAX, RECORDS_MAX};
use super::super::manifests::{File, FileFound, joined, package_name, version_name};
use super::lock::{Form, Lock, Locked};
use super::yaml::{self, Node};

/// Objects of dependencies of a manifest or of a package.
const OBJECTS: &[&str] = &["dependencies", "optionalDependencies", "devDependencies"];

/// Reads a lockfile; what is not understood is in the account.
pub(super) fn read(file: &File) -> (FileFound, Lock) {
    let mut account = FileFound::new(&file.path);
    let mut lock = Lock { form: Form::Manifests(Default::default()), ..Lock::default() };
    let node = match file.text(LOCK_BYTES_MAX) {
        Ok(text) => yaml::read(text).map_err(|line| (line, NO_LOCK.to_owned())),
        Err(why) => Err((1, why)),
    };
    match node {
        Ok(node @ Node::Map(_)) => take(&node, &mut lock, &mut account),
        Ok(_) => account.refuse(1, NO_LOCK),
        Err((line, why)) => account.refuse(line, why),
    }
    (account, lock)
}

const NO_LOCK: &str = "it is no lockfile of pnpm; a merge may have gone wrong";

fn take(node: &Node, lock: &mut Lock, account: &mut FileFound) {
    let is_old = node.text("lockfileVersion").is_some_and(|version| version.starts_with('5'));
    for package in node.within("packages") {
        if lock.entries.len() >= RECORDS_MAX {
            account.skip("packages behind the first 1,000,000");
            continue;
        }
        let named = identity(&package.key, is_old).filter(|(name, _)| package_name(name));
        // What comes from no registry has its name and version beside it.
        let stated = |key: &str| package.value.text(key);
        let name = stated("name").filter(|name| package_name(name)).or(named.map(|(name, _)| name));
        let Some(name) = name else {
            account.refuse(package.line, "it has no name of a package");
            continue;
        };
        let version = stated("version").or(named.map(|(_, version)| version));
        let version = version.and_then(version_name).map(str::to_owned);
        let locked = Locked {
            package: name.to_owned(),
            origin: Some(origin(package.value.get("resolution"), named.map_or(&package.key, |(_, version)| version))),
            version,
            line: package.line,
            needs: needs(&package.value, is_old),
            ..Locked::default()
        };
        if lock.entries.insert(id(&package.key, is_old), locked).is_some() {
            account.skip("named twice, and counted once");
        }
    }
    // From version 9 on, what packages need stands apart, once for each set of peers.
    for snapshot in node.within("snapshots") {
        if let Some(entry) = lock.entries.get_mut(&id(&snapshot.key, is_old)) {
            entry.needs.extend(needs(&snapshot.value, is_old));
        }
    }
    // Days are there when pnpm resolves by time.
    for time in node.within("time") {
        if let Some(entry) = lock.entries.get_mut(&id(&time.key, is_old)) {
            entry.published = time.value.as_text().and_then(|time| Day::parse(time).ok());
        }
    }
    let importers = node.within("importers");
    for importer in importers {
        manifest(&importer.key, &importer.value, is_old, lock);
    }
    if importers.is_empty() {
        manifest(".", node, is_old, lock);
    }
}

/// What a manifest gets, by the name under which it is installed.
fn manifest(folder: &str, node: &Node, is_old: bool, lock: &mut Lock) {
    for dependency in OBJECTS.iter().flat_map(|object| node.within(object)) {
        let version = dependency.value.as_text().or_else(|| dependency.value.text("version"));
        let Some(version) = version else { continue };
        let got = match version.strip_prefix("link:") {
            Some(path) => {
                let Some(path) = joined(folder, path) else { continue };
                let id = format!("link:{path}");
                let own = || Locked { leads_to: Some(path), ..Locked::default() };
                lock.entries.entry(id.clone()).or_insert_with(own);
                id
            }
            None => got(&dependency.key, version, is_old),
        };
        if let Form::Manifests(of) = &mut lock.form {
            of.insert((folder.to_owned(), dependency.key.clone()), got);
        }
    }
}

fn needs(package: &Node, is_old: bool) -> Vec<String> {
    let all = ["dependencies", "optionalDependencies"].into_iter().flat_map(|object| package.within(object));
    all.filter_map(|need| Some(got(&need.key, need.value.as_text()?, is_old))).collect()
}

/// The id of what a name gets: a version of its own name, or another name with it.
fn got(key: &str, version: &str, is_old: bool) -> String {
    // From version 9 on, an address stands alone too; an alias has a name before its `@`.
    let is_address = version.find(':').is_some_and(|colon| version.find('@').is_none_or(|at| colon < at));
    let is_version = version.starts_with(|first: char| first.is_ascii_digit());
    if (is_version || is_address) && !is_old {
        id(&format!("{key}@{version}"), false)
    } else if is_version {
        id(&format!("/{key}/{version}"), true)
    } else {
        id(version, is_old)
    }
}

/// The key of a package without its peers and what only some versions put before it.
fn id(key: &str, is_old: bool) -> String {
    match identity(key, is_old) {
        Some((name, version)) => format!("{name}@{version}"),
        None => key.to_owned(),
    }
}

/// Name and version of the key of a package: `name@version(peers)`, `/name@version(peers)` or `/name/version_peers`.
fn identity(key: &str, is_old: bool) -> Option<(&str, &str)> {
    let key = key.split('(').next().unwrap_or_default();
    let (name, version) = if is_old {
        key.strip_prefix('/')?.rsplit_once('/')?
    } else {
        let key = key.strip_prefix('/').unwrap_or(key);
        let at = key.get(1..)?.find('@')? + 1;
        (key.get(..at)?, key.get(at + 1..)?)
    };
    let version = if is_old { version.split('_').next().unwrap_or_default() } else { version };
    // Anything else with an `@` is no package, and may be an address.
    let is_version = version.starts_with(|first: char| first.is_ascii_digit()) || version.contains([':', '/']);
    (!name.is_empty() && is_version).then_some((name, version))
}

/// Where a package was taken from.
fn origin(resolution: Option<&Node>, version: &str) -> &'static str {
    let text = |key: &str| resolution.and_then(|resolution| resolution.text(key));
    let archive = text("tarball").unwrap_or(if version.contains("://") { version } else { "" });
    let hosts = ["codeload.github.com", "gitlab.com", "bitbucket.org"];
    match text("type") {
        Some("git") => "git",
        Some("directory") => "path",
        _ if text("repo").is_some() || version.starts_with("git") || archive.contains(".git") => "git",
        _ if hosts.iter().any(|host| archive.contains(host)) => "git",
        _ if version.starts_with("file:") => "path",
        _ if archive.is_empty() || archive.contains("/-/") => "registry",
        _ => "url",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_version_name_the_same_package() {
        for (key, is_old, expected) in [
            ("left-pad@1.3.0", false, "left-pad@1.3.0"),
            ("@scope/x@1.3.0(react@18.0.0(y@1.0.0))", false, "@scope/x@1.3.0"),
            ("/@scope/x@1.3.0(react@18.0.0)", false, "@scope/x@1.3.0"),
            ("/@scope/x/1.3.0_react@18.0.0", true, "@scope/x@1.3.0"),
            ("/left-pad/1.3.0", true, "left-pad@1.3.0"),
            (
                "forge@https://codeload.github.com/x/forge/tar.gz/012",
                false,
                "forge@https://codeload.github.com/x/forge/tar.gz/012",
            ),
            ("github.com/x/forge/012", true, "github.com/x/forge/012"),
            ("", false, ""),
            ("@", false, "@"),
            ("ü", true, "ü"),
        ] {
            assert_eq!(id(key, is_old), expected, "{key}");
        }
        assert_eq!(got("x", "1.0.0(y@2.0.0)", false), "x@1.0.0");
        assert_eq!(got("old-pad", "left-pad@1.3.0", false), "left-pad@1.3.0");
        assert_eq!(got("old-pad", "@scope/pad@1.3.0", false), "@scope/pad@1.3.0");
        for address in
            ["https://codeload.example/o/g/tar.gz/012", "git+ssh://git@forge.example/o/g.git#012", "file:../g.tgz"]
        {
            assert_eq!(got("g", address, false), id(&format!("g@{address}"), false), "{address}");
        }
        assert_eq!(got("old-pad", "/left-pad/1.3.0", true), "left-pad@1.3.0");
        assert_eq!(got("x", "1.0.0_y@2.0.0", true), "x@1.0.0");
    }
}
