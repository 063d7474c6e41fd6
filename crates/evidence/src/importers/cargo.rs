//! `format = "cargo"`: the manifests and lockfiles of Cargo.
//!
//! The formats are those of the Cargo book, chapters "The Manifest Format", "Specifying Dependencies" and "Workspaces";
//! lockfiles of versions 1 to 4.

mod lock;
mod manifest;

use std::collections::{BTreeMap, BTreeSet};

use super::manifests::{File, Found, Layout, Linked, Read, Used, folder_of, joined};
use lock::Lock;
use manifest::{Dependency, Manifest, Spec};

/// Name of a manifest.
pub(super) const MANIFEST: &str = "Cargo.toml";
/// Name of a lockfile.
const LOCK: &str = "Cargo.lock";
/// Files that are read, and how many bytes each may have.
pub(super) const FILES: &[(&str, usize)] =
    &[(MANIFEST, super::manifests::FILE_LIMITS.0), (LOCK, super::manifests::FILE_LIMITS.1)];

/// Reads manifests and lockfiles, given in the order of their paths. Reading never fails: what is not understood is
/// reported.
pub fn parse(files: &[File]) -> Found {
    let mut found = Found::default();
    let is_named = |file: &&File, name: &str| file.path.rsplit('/').next() == Some(name);
    let read: Vec<Read<'_, Manifest>> =
        files.iter().filter(|file| is_named(file, MANIFEST)).map(|file| (file, Manifest::read(file))).collect();
    let units: Vec<_> = read.iter().filter_map(|(_, manifest)| Some(manifest.as_ref().ok()?.unit.clone())).collect();
    let layout = Layout::of(&units, true);
    let mut locks: BTreeMap<&str, (usize, Lock)> = BTreeMap::new();
    for file in files.iter().filter(|file| is_named(file, LOCK)) {
        let folder = folder_of(&file.path);
        // A lockfile counts beside the root of a workspace of the repository's own.
        if layout.root_of.get(folder).is_some_and(|root| root == folder) {
            let (account, lock) = Lock::read(file);
            locks.insert(folder, (found.add_file(account), lock));
        }
    }
    let (manifests, outside) = found.add_manifests(&read, |manifest| &manifest.unit, &layout);
    let local = Local::of(&manifests, &layout);
    let mut asked: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (file, manifest) in &manifests {
        let root = layout.root_of.get(&manifest.unit.folder).map_or(".", String::as_str);
        let lock = locks.get(root).map(|(_, lock)| lock);
        let used = dependencies(*file, manifest, root, lock, &local, &mut found);
        asked.entry(locks.get_key_value(root).map_or("", |(folder, _)| *folder)).or_default().extend(used);
    }
    for (folder, (file, lock)) in &locks {
        transitive(*file, folder, lock, asked.get(folder), &mut found);
    }
    found.add_licenses(read.iter().filter_map(|(_, manifest)| manifest.as_ref().ok()?.licensed.as_ref()));
    tell(&mut found, &layout, outside, &locks, &manifests);
    found
}

fn tell(
    found: &mut Found,
    layout: &Layout,
    outside: usize,
    locks: &BTreeMap<&str, (usize, Lock)>,
    manifests: &[(usize, &Manifest)],
) {
    let mut leave_out = |what: &str, times: usize| {
        if times > 0 {
            found.left_out.insert(what.to_owned(), times);
        }
    };
    leave_out("manifests left out: in folders of tests or of others, and no workspace claims them", outside);
    leave_out("patterns of members that are not understood", layout.unread);
    let roots: BTreeSet<&String> = manifests.iter().filter_map(|(_, m)| layout.root_of.get(&m.unit.folder)).collect();
    let unlocked = roots.iter().filter(|root| !locks.contains_key(root.as_str())).count();
    leave_out("workspaces without a lockfile, so that no version is known", unlocked);
}

/// The packages of the repository itself.
struct Local<'m> {
    /// Folders with a manifest.
    folders: BTreeSet<&'m str>,
    /// Folder by root and name.
    by_name: BTreeMap<(&'m str, &'m str), &'m str>,
    /// What members inherit, by root and key.
    inherited: BTreeMap<(&'m str, &'m str), &'m Spec>,
}

impl<'m> Local<'m> {
    fn of(manifests: &[(usize, &'m Manifest)], layout: &'m Layout) -> Local<'m> {
        let mut local = Local { folders: BTreeSet::new(), by_name: BTreeMap::new(), inherited: BTreeMap::new() };
        for (_, manifest) in manifests {
            let folder = manifest.unit.folder.as_str();
            local.folders.insert(folder);
            let Some(root) = layout.root_of.get(folder).map(String::as_str) else { continue };
            if let Some(name) = &manifest.name {
                local.by_name.insert((root, name), folder);
            }
            if root == folder {
                local.inherited.extend(manifest.shared.iter().map(|(key, spec)| ((root, key.as_str()), spec)));
            }
        }
        local
    }
}

/// Adds what a manifest asks for; gives the places in the lockfile of what it got.
fn dependencies(
    file: usize,
    manifest: &Manifest,
    root: &str,
    lock: Option<&Lock>,
    local: &Local<'_>,
    found: &mut Found,
) -> Vec<usize> {
    let folder = manifest.unit.folder.as_str();
    let mut known: BTreeSet<(String, &'static str, Option<String>)> = BTreeSet::new();
    let mut got = Vec::new();
    for dependency in &manifest.dependencies {
        let Dependency { key, kind, line, spec } = dependency;
        let (kind, line) = (*kind, *line);
        let refuse = |found: &mut Found, why: String| {
            if let Some(file) = found.files.get_mut(file) {
                file.refuse(line, why);
            }
        };
        let spec = match spec {
            Err(why) => {
                refuse(found, why.clone());
                continue;
            }
            Ok(spec) if !spec.inherits => (spec, folder),
            Ok(_) => match local.inherited.get(&(root, key.as_str())) {
                Some(spec) => (*spec, root),
                None => {
                    refuse(found, "it is inherited, and the workspace does not have it".to_owned());
                    continue;
                }
            },
        };
        let (spec, from) = spec;
        let package = spec.package.as_ref().unwrap_or(key);
        let near = spec.path.as_ref().and_then(|path| joined(from, path));
        let locked = lock.and_then(|lock| lock.resolve(manifest.name.as_deref(), package, spec.version.as_deref()));
        let is_local = locked.as_ref().is_some_and(|(_, entry)| entry.origin.is_none());
        let on = match &near {
            Some(near) => local.folders.get(near.as_str()).copied(),
            // A patch may lead to a package of the repository.
            None if is_local => local.by_name.get(&(root, package.as_str())).copied(),
            None => None,
        };
        let version = locked.as_ref().map(|(_, entry)| entry.version.clone());
        if !known.insert((package.clone(), kind, version.clone())) {
            if let Some(file) = found.files.get_mut(file) {
                file.skip("asked for once more, for another target");
            }
            continue;
        }
        if on == Some(folder) {
            if let Some(file) = found.files.get_mut(file) {
                file.skip("a package that asks for itself");
            }
            continue;
        }
        if let Some(on) = on {
            let (component, on) = (folder.to_owned(), on.to_owned());
            found.add_link(Linked { component, on, package: package.clone(), kind, file, line });
            continue;
        }
        got.extend(locked.as_ref().map(|(at, _)| *at));
        let origin = locked.and_then(|(_, entry)| entry.origin).unwrap_or_else(|| spec.origin());
        let origin = if origin == "registry" { spec.origin() } else { origin };
        found.add_use(Used {
            component: folder.to_owned(),
            package: package.clone(),
            version,
            origin: Some(origin),
            direct: true,
            kind: Some(kind),
            license: None,
            published: None,
            file,
            line,
        });
    }
    got
}

/// Adds what no manifest asks for, and other packages need.
fn transitive(file: usize, folder: &str, lock: &Lock, asked: Option<&BTreeSet<usize>>, found: &mut Found) {
    for (at, entry) in lock.entries.iter().enumerate() {
        let skip = match entry.origin {
            None => Some("packages of the repository itself"),
            Some(_) if asked.is_some_and(|asked| asked.contains(&at)) => {
                Some("asked for by a manifest, and counted there")
            }
            Some(_) => None,
        };
        match (skip, found.files.get_mut(file)) {
            (Some(why), Some(account)) => account.skip(why),
            _ => found.add_use(Used {
                component: folder.to_owned(),
                package: entry.name.clone(),
                version: Some(entry.version.clone()),
                origin: entry.origin,
                direct: false,
                kind: None,
                license: None,
                published: None,
                file,
                line: entry.line,
            }),
        }
    }
}
