//! `format = "npm"`: `package.json` and the lockfiles of npm, pnpm and Yarn.
//!
//! The formats are those of npm's documentation: `package.json`, `package-lock.json` in versions 1 to 3, and
//! workspaces; and those that pnpm 7 to 10 and Yarn 1 to 4 write.

mod json;
mod lock;
mod manifest;
mod pnpm;
mod yaml;
mod yarn;

use std::collections::{BTreeMap, BTreeSet};

use super::manifests::limits::{MANIFEST_BYTES_MAX, PATTERNS_MAX};
use super::manifests::{File, Found, Layout, Linked, Read, Used, folder_of, joined};
use lock::Lock;
use manifest::{Manifest, Spec};

/// Name of a manifest.
pub(super) const MANIFEST: &str = "package.json";
/// Names of lockfiles that are read; the first of a folder counts.
const LOCKS: &[&str] = &["npm-shrinkwrap.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"];
/// Names of lockfiles that are not read.
const OTHER_LOCKS: &[&str] = &["bun.lock", "bun.lockb"];
/// Where pnpm names the members of a workspace.
const MEMBERS: &str = "pnpm-workspace.yaml";
/// Files that are looked at, and how many bytes each may have.
pub(super) const FILES: &[(&str, usize)] = &[
    (MANIFEST, super::manifests::FILE_LIMITS.0),
    ("npm-shrinkwrap.json", super::manifests::FILE_LIMITS.1),
    ("package-lock.json", super::manifests::FILE_LIMITS.1),
    ("bun.lock", 0),
    ("bun.lockb", 0),
    ("pnpm-lock.yaml", super::manifests::FILE_LIMITS.1),
    (MEMBERS, super::manifests::FILE_LIMITS.0),
    ("yarn.lock", super::manifests::FILE_LIMITS.1),
];

/// Reads manifests and lockfiles, given in the order of their paths. Reading never fails: what is not understood is
/// reported.
pub fn parse(files: &[File]) -> Found {
    let mut found = Found::default();
    let name = |file: &File| file.path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut read: Vec<Read<'_, Manifest>> =
        files.iter().filter(|file| name(file) == MANIFEST).map(|file| (file, Manifest::read(file))).collect();
    let broken = members(files.iter().filter(|file| name(file) == MEMBERS), &mut read);
    let units: Vec<_> = read.iter().filter_map(|(_, manifest)| Some(manifest.as_ref().ok()?.unit.clone())).collect();
    let layout = Layout::of(&units, false);
    let is_root = |folder: &str| layout.root_of.get(folder).is_some_and(|root| root == folder);
    let mut locks: BTreeMap<&str, (usize, Lock)> = BTreeMap::new();
    let mut beside = 0;
    for file in files.iter().filter(|file| LOCKS.contains(&name(file).as_str()) && is_root(folder_of(&file.path))) {
        let folder = folder_of(&file.path);
        if locks.contains_key(folder) {
            beside += 1;
            continue;
        }
        let (account, lock) = match name(file).as_str() {
            "pnpm-lock.yaml" => pnpm::read(file),
            "yarn.lock" => yarn::read(file),
            _ => Lock::read(file),
        };
        locks.insert(folder, (found.add_file(account), lock));
    }
    let (manifests, outside) = found.add_manifests(&read, |manifest| &manifest.unit, &layout);
    let mut local = Local::default();
    for (_, manifest) in &manifests {
        let folder = manifest.unit.folder.as_str();
        local.folders.insert(folder);
        let root = layout.root_of.get(folder).map_or(folder, String::as_str);
        local.by_name.extend(manifest.name.as_deref().map(|name| ((root, name), folder)));
    }
    let mut asked: BTreeMap<&str, BTreeMap<String, bool>> = BTreeMap::new();
    for (file, manifest) in &manifests {
        let root = layout.root_of.get(&manifest.unit.folder).map_or(".", String::as_str);
        let lock = locks.get(root).map(|(_, lock)| lock);
        let got = dependencies(*file, manifest, root, lock, &local, &mut found);
        let asked = asked.entry(root).or_default();
        for (id, is_dev) in got {
            *asked.entry(id).or_insert(true) &= is_dev;
        }
    }
    for (folder, (file, lock)) in &mut locks {
        let of = asked.get(folder);
        lock.mark_dev(of.into_iter().flatten().filter(|(_, is_dev)| !**is_dev).map(|(id, _)| id.as_str()));
        transitive(*file, folder, lock, of, &mut found);
    }
    found.add_licenses(read.iter().filter_map(|(_, manifest)| manifest.as_ref().ok()?.licensed.as_ref()));
    let mut leave_out = |what: &str, times: usize| {
        if times > 0 {
            found.left_out.insert(what.to_owned(), times);
        }
    };
    leave_out("manifests left out: in folders of tests or of others, and no workspace claims them", outside);
    leave_out("patterns of members that are not understood", layout.unread);
    let others =
        files.iter().filter(|file| OTHER_LOCKS.contains(&name(file).as_str()) && is_root(folder_of(&file.path)));
    leave_out("lockfiles of other package managers, which are not read: their versions are not known", others.count());
    let roots: BTreeSet<&String> = manifests.iter().filter_map(|(_, m)| layout.root_of.get(&m.unit.folder)).collect();
    let unlocked = roots.iter().filter(|root| !locks.contains_key(root.as_str())).count();
    leave_out("packages and workspaces without a lockfile that is read, so that no version is known", unlocked);
    leave_out("lockfiles beside another one of the same folder, which counts", beside);
    leave_out("lists of members of pnpm that are not understood", broken);
    found
}

/// Adds the members that pnpm is reported to the manifests beside the lists; gives how many lists are not understood.
fn members<'f>(lists: impl Iterator<Item = &'f File>, read: &mut [Read<'_, Manifest>]) -> usize {
    let mut broken = 0;
    for list in lists {
        let node = list.text(MANIFEST_BYTES_MAX).ok().and_then(|text| yaml::read(text).ok());
        let Some(node) = node else {
            broken += 1;
            continue;
        };
        let folder = folder_of(&list.path);
        let root = read.iter_mut().filter_map(|(_, manifest)| manifest.as_mut().ok());
        let Some(root) = root.into_iter().find(|manifest| manifest.unit.folder == folder) else { continue };
        if let Some(yaml::Node::List(patterns)) = node.get("packages") {
            root.unit.is_workspace = true;
            let room = (PATTERNS_MAX + 1).saturating_sub(root.unit.members.len());
            root.unit.members.extend(patterns.iter().filter_map(yaml::Node::as_text).take(room).map(str::to_owned));
        }
    }
    broken
}

/// The packages of the repository itself.
#[derive(Default)]
struct Local<'m> {
    /// Folders with a manifest.
    folders: BTreeSet<&'m str>,
    /// Folder by root and name.
    by_name: BTreeMap<(&'m str, &'m str), &'m str>,
}

/// Adds what a manifest asks for; gives what it gets, by ids of the lockfile, and whether only development asks for it.
fn dependencies(
    file: usize,
    manifest: &Manifest,
    root: &str,
    lock: Option<&Lock>,
    local: &Local<'_>,
    found: &mut Found,
) -> Vec<(String, bool)> {
    let folder = manifest.unit.folder.as_str();
    // Folders of a lockfile are from its own.
    let from_root = match root {
        "." => folder,
        root => folder.strip_prefix(root).map_or(".", |rest| rest.trim_start_matches('/')),
    };
    let from_root = if from_root.is_empty() { "." } else { from_root };
    let mut got = Vec::new();
    for dependency in &manifest.dependencies {
        let (kind, line, key) = (dependency.kind, dependency.line, &dependency.key);
        let account = found.files.get_mut(file);
        let spec = match (&dependency.spec, account) {
            (_, Some(account)) if dependency.is_replaced => {
                account.skip("named again, and the later entry counts");
                continue;
            }
            (Err(why), Some(account)) => {
                account.refuse(line, *why);
                continue;
            }
            (Ok(spec), _) => spec,
            (Err(_), None) => continue,
        };
        let locked = lock.and_then(|lock| lock.resolve(from_root, key, &dependency.range));
        let leads_to = locked.and_then(|(_, entry)| entry.leads_to.as_ref());
        let near = match spec {
            Spec::Path(path) => joined(folder, path),
            Spec::Workspace => local.by_name.get(&(root, key.as_str())).map(|folder| (*folder).to_owned()),
            _ => match (leads_to, lock) {
                (Some(path), _) => joined(root, path),
                // Without a lockfile a workspace's own package is what its name says.
                (None, None) => local.by_name.get(&(root, key.as_str())).map(|folder| (*folder).to_owned()),
                (None, Some(lock)) if lock.names_members() || locked.is_some() => None,
                (None, Some(_)) => local.by_name.get(&(root, key.as_str())).map(|folder| (*folder).to_owned()),
            },
        };
        let on = near.and_then(|near| local.folders.get(near.as_str()).copied());
        if let (Some(on), Some(account)) = (on, found.files.get_mut(file))
            && on == folder
        {
            account.skip("a package that asks for itself");
            continue;
        }
        if let Some(on) = on {
            let (component, on) = (folder.to_owned(), on.to_owned());
            found.add_link(Linked { component, on, package: key.clone(), kind, file, line });
            continue;
        }
        let entry = locked.filter(|(_, entry)| entry.origin.is_some());
        got.extend(entry.map(|(at, _)| (at.clone(), kind == "dev")));
        let package = match spec {
            Spec::Alias(name) => name.clone(),
            _ => entry.map_or_else(|| key.clone(), |(_, entry)| entry.package.clone()),
        };
        found.add_use(Used {
            component: folder.to_owned(),
            package,
            version: entry.and_then(|(_, entry)| entry.version.clone()),
            origin: Some(entry.and_then(|(_, entry)| entry.origin).unwrap_or_else(|| spec.origin())),
            direct: true,
            kind: Some(kind),
            license: entry.and_then(|(_, entry)| entry.license.clone()),
            published: entry.and_then(|(_, entry)| entry.published),
            file,
            line,
        });
    }
    got
}

/// Adds what no manifest asks for, and other packages need.
fn transitive(file: usize, folder: &str, lock: &Lock, asked: Option<&BTreeMap<String, bool>>, found: &mut Found) {
    for (at, entry) in lock.entries.iter().filter(|(_, entry)| entry.origin.is_some()) {
        match found.files.get_mut(file) {
            Some(account) if asked.is_some_and(|asked| asked.contains_key(at)) => {
                account.skip("asked for by a manifest, and counted there");
            }
            _ => found.add_use(Used {
                component: folder.to_owned(),
                package: entry.package.clone(),
                version: entry.version.clone(),
                origin: entry.origin,
                direct: false,
                kind: Some(if entry.is_dev { "dev" } else { "normal" }),
                license: entry.license.clone(),
                published: entry.published,
                file,
                line: entry.line,
            }),
        }
    }
}
