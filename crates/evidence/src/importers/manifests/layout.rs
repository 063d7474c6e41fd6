//! Which manifests are the repository's own, and which workspace each belongs to.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::limits::{PATTERN_BYTES_MAX, PATTERNS_MAX};
use super::names::joined;

/// Folders that hold what others wrote, or what tests read. A manifest in them counts when a workspace claims it.
const FOREIGN: &[&str] = &[
    "bower_components",
    "fixture",
    "fixtures",
    "node_modules",
    "snapshots",
    "target",
    "template",
    "templates",
    "test",
    "test-data",
    "test_data",
    "testdata",
    "tests",
    "third-party",
    "third_party",
    "thirdparty",
    "vendor",
];

/// Whether a path lies in a folder that a package manager fills.
pub(super) fn is_installed(path: &str) -> bool {
    path.split('/').any(|name| name == "node_modules")
}

/// Whether a folder holds what others wrote, or what tests read.
pub(in crate::importers) fn is_foreign(folder: &str) -> bool {
    folder.split('/').any(|name| FOREIGN.contains(&name))
}

/// A manifest, as far as its place in a workspace goes.
#[derive(Clone, Debug, Default)]
pub(in crate::importers) struct Unit {
    /// Its folder.
    pub(in crate::importers) folder: String,
    /// Whether it is the root of a workspace.
    pub(in crate::importers) is_workspace: bool,
    /// Patterns of the folders of members, from its folder; those that begin with `!` take out again.
    pub(in crate::importers) members: Vec<String>,
    /// Folders that are taken out, with all below them.
    pub(in crate::importers) exclude: Vec<String>,
    /// Folders that it depends on by path, from its folder: Cargo takes them into the workspace.
    pub(in crate::importers) paths: Vec<String>,
    /// The folder of its workspace, where it says so itself.
    pub(in crate::importers) workspace: Option<String>,
}

/// Which units are the repository's own, and where the root of each is.
#[derive(Debug, Default)]
pub(in crate::importers) struct Layout {
    /// The folder of the workspace of each own unit, by its folder; its own folder when it is in none.
    pub(in crate::importers) root_of: BTreeMap<String, String>,
    /// Units that are left out.
    pub(in crate::importers) left_out: usize,
    /// Patterns that are not understood.
    pub(in crate::importers) unread: usize,
}

impl Layout {
    /// Finds the own units. `takes_paths` says whether a path dependency makes a member.
    pub(in crate::importers) fn of(units: &[Unit], takes_paths: bool) -> Layout {
        let mut layout = Layout::default();
        let folders: BTreeMap<&str, &Unit> = units.iter().map(|unit| (unit.folder.as_str(), unit)).collect();
        let own_roots = units.iter().filter(|unit| unit.is_workspace && !is_foreign(&unit.folder));
        for root in own_roots {
            let claimed = layout.claimed(root, &folders, takes_paths);
            for folder in claimed {
                // The nearest root counts.
                let nearer = |known: &String| known.len() < root.folder.len() || known == ".";
                if layout.root_of.get(&folder).is_none_or(nearer) {
                    layout.root_of.insert(folder, root.folder.clone());
                }
            }
        }
        for unit in units {
            let known = layout.root_of.contains_key(&unit.folder);
            if !known && !is_foreign(&unit.folder) {
                layout.root_of.insert(unit.folder.clone(), unit.folder.clone());
            } else if !known {
                layout.left_out += 1;
            }
        }
        layout
    }

    /// Folders of the units of a workspace, its root included.
    fn claimed(&mut self, root: &Unit, folders: &BTreeMap<&str, &Unit>, takes_paths: bool) -> BTreeSet<String> {
        let (takes, drops): (Vec<&String>, Vec<&String>) =
            root.members.iter().take(PATTERNS_MAX).partition(|pattern| !pattern.starts_with('!'));
        let (takes, drops) = (self.globs(&root.folder, &takes), self.globs(&root.folder, &drops));
        let excluded: Vec<String> = root.exclude.iter().filter_map(|path| joined(&root.folder, path)).collect();
        let is_out = |folder: &str| {
            let below = |path: &String| folder == path || folder.starts_with(&format!("{path}/"));
            drops.is_match(folder) || excluded.iter().any(below)
        };
        let mut claimed = BTreeSet::from([root.folder.clone()]);
        let mut waiting: Vec<&str> = vec![&root.folder];
        for (folder, unit) in folders {
            let says_so = unit.workspace.as_ref().and_then(|path| joined(folder, path)) == Some(root.folder.clone());
            let is_member = takes.is_match(folder) && !is_out(folder);
            if (is_member || says_so)
                && (!unit.is_workspace || *folder == root.folder)
                && claimed.insert((*folder).to_owned())
            {
                waiting.push(folder);
            }
        }
        while let Some(unit) = waiting.pop().and_then(|folder| folders.get(folder)).filter(|_| takes_paths) {
            for path in unit.paths.iter().filter_map(|path| joined(&unit.folder, path)) {
                let below = root.folder == "." || path.starts_with(&format!("{}/", root.folder));
                let other = folders.get_key_value(path.as_str()).filter(|(_, other)| !other.is_workspace);
                if let Some((folder, _)) = other.filter(|_| below && !is_out(&path))
                    && claimed.insert(path.clone())
                {
                    waiting.push(folder);
                }
            }
        }
        claimed
    }

    fn globs(&mut self, folder: &str, patterns: &[&String]) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let plain = pattern.trim_start_matches('!').trim_end_matches('/');
            // Managers match the paths of manifests, so that `a/**` has `a` itself in it.
            let own = plain.strip_suffix("/**").filter(|own| !own.is_empty());
            for plain in [Some(plain), own].into_iter().flatten() {
                let full = joined(folder, plain).filter(|full| full.len() <= PATTERN_BYTES_MAX);
                match full.and_then(|full| GlobBuilder::new(&full).literal_separator(true).build().ok()) {
                    Some(glob) => drop(set.add(glob)),
                    None => self.unread += 1,
                }
            }
        }
        set.build().unwrap_or_else(|_| GlobSet::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(folder: &str) -> Unit {
        Unit { folder: folder.to_owned(), ..Unit::default() }
    }

    fn roots(units: &[Unit]) -> Vec<(String, String)> {
        Layout::of(units, true).root_of.into_iter().collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn members_are_those_that_the_root_claims() {
        let root = Unit {
            is_workspace: true,
            members: vec!["crates/*".to_owned(), "tests/tool".to_owned()],
            exclude: vec!["crates/old".to_owned()],
            paths: vec!["helper".to_owned()],
            ..unit(".")
        };
        let fuzz = Unit { is_workspace: true, ..unit("fuzz") };
        let all = [
            root,
            unit("crates/a"),
            unit("crates/a/deeper"),
            unit("crates/old"),
            unit("helper"),
            unit("tests/tool"),
            unit("tests/fixtures/x"),
            fuzz,
        ];
        let expected = pairs(&[
            (".", "."),
            ("crates/a", "."),
            // In no workspace, and in no folder of others: it counts by itself.
            ("crates/a/deeper", "crates/a/deeper"),
            ("crates/old", "crates/old"),
            ("fuzz", "fuzz"),
            ("helper", "."),
            ("tests/tool", "."),
        ]);
        assert_eq!(roots(&all), expected);
        assert_eq!(Layout::of(&all, true).left_out, 1);
    }

    /// As pnpm's documentation of `pnpm-workspace.yaml` has it: `components/**` are all packages in `components`.
    #[test]
    fn a_pattern_of_all_below_a_folder_has_the_folder_in_it() {
        let root =
            Unit { is_workspace: true, members: vec!["play/**".to_owned(), "!play/out/**".to_owned()], ..unit(".") };
        let units = [root, unit("play"), unit("play/a"), unit("play/a/b"), unit("play/out"), unit("plays")];
        let expected = pairs(&[
            (".", "."),
            ("play", "."),
            ("play/a", "."),
            ("play/a/b", "."),
            ("play/out", "play/out"),
            ("plays", "plays"),
        ]);
        assert_eq!(roots(&units), expected);
    }

    #[test]
    fn workspaces_in_folders_of_others_are_none_of_ours() {
        let inner = Unit { is_workspace: true, members: vec!["*".to_owned()], ..unit("tests/ws") };
        assert_eq!(roots(&[unit("."), inner, unit("tests/ws/a")]), pairs(&[(".", ".")]));
    }

    #[test]
    fn patterns_that_are_not_understood_are_counted() {
        let root = Unit { is_workspace: true, members: vec!["[".to_owned(), "../x".to_owned()], ..unit(".") };
        assert_eq!(Layout::of(&[root], false).unread, 2);
    }
}
