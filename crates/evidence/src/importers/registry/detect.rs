//! Which files of a repository look like a registry: many files of one name or folder with a status. Records of decisions
//! have one, too, and are read by their presets.

use std::collections::BTreeMap;

use crate::importers::table::version_records;
use crate::tree::Tree;

/// A registry that a repository seems to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryFound {
    /// The pattern of its files.
    pub files: String,
    /// How many there are.
    pub count: usize,
    /// The column that becomes the id of an entry.
    pub id: &'static str,
    /// Registry fields, each with the key that fills it.
    pub fields: Vec<(&'static str, String)>,
    /// The statuses that samples have, in alphabetical order.
    pub statuses: Vec<String>,
}

/// Fewest files that make a registry.
const FILES_MIN: usize = 5;

/// Files that are looked into.
const SAMPLES: usize = 12;

/// Most bytes of one.
const SAMPLE_BYTES: usize = 64 << 10;

/// Keys by which registries call what we know, in the order in which they are preferred.
const NAMES: &[(&str, &[&str])] = &[
    ("approvers", &["approvers", "approver"]),
    ("created", &["creation-date", "created", "date", "start-date"]),
    ("leader", &["leader", "owner", "lead", "champion", "point of contact", "driver"]),
    ("people", &["authors", "owners", "author", "assignees"]),
    ("stage", &["stage"]),
    ("status", &["status", "state"]),
    ("team", &["owning-sig", "team", "owning-team", "area"]),
    ("title", &["title", "name"]),
];

/// Finds the registry of a repository: the largest group of files of one name, or of one folder, of which most have a
/// status.
pub fn detect(tree: &Tree) -> Option<RegistryFound> {
    let mut groups: BTreeMap<(String, &'static str), Vec<&[u8]>> = BTreeMap::new();
    for path in &tree.paths {
        let Ok(text) = std::str::from_utf8(path) else { continue };
        let Some((folder, name)) = text.rsplit_once('/') else { continue };
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let top = folder.split('/').next().unwrap_or_default();
        let is_record =
            folder.split('/').any(|name| matches!(name.to_lowercase().as_str(), "adr" | "adrs" | "decisions"));
        if top.starts_with('.') || is_record || !["yaml", "yml", "md", "toml", "json"].contains(&ending) {
            continue;
        }
        if folder.contains('/') && !name.eq_ignore_ascii_case("readme.md") {
            groups.entry((format!("{top}/**/{name}"), "git.folder")).or_default().push(path);
        }
        groups.entry((format!("{folder}/*.{ending}"), "git.file")).or_default().push(path);
    }
    let mut largest: Vec<_> = groups.into_iter().filter(|(_, paths)| paths.len() >= FILES_MIN).collect();
    largest.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    largest.into_iter().take(SAMPLES).find_map(|((files, id), paths)| look(tree, files, id, &paths))
}

fn look(tree: &Tree, files: String, id: &'static str, paths: &[&[u8]]) -> Option<RegistryFound> {
    let step = paths.len().div_ceil(SAMPLES).max(1);
    let (mut samples, mut known, mut statuses) = (0, BTreeMap::<String, usize>::new(), Vec::new());
    for path in paths.iter().step_by(step) {
        let Some(bytes) = tree.read(path, SAMPLE_BYTES) else { continue };
        let keys = version_records::keys(&String::from_utf8_lossy(path), &bytes);
        samples += 1;
        for (key, value) in keys {
            let last = key.rsplit('.').next().unwrap_or_default().trim_matches('"').to_lowercase();
            if matches!(last.as_str(), "status" | "state")
                && let Some(status) = value.filter(|status| status.len() <= 40 && !status.contains('@'))
            {
                statuses.push(status);
            }
            *known.entry(key).or_default() += 1;
        }
    }
    let fields: Vec<(&'static str, String)> = NAMES
        .iter()
        .filter_map(|(ours, theirs)| {
            let of = |name: &&str| {
                let is_one = |key: &&String| {
                    key.rsplit('.').next().unwrap_or_default().trim_matches('"').eq_ignore_ascii_case(name)
                };
                known.iter().filter(|(_, count)| **count * 2 > samples).map(|(key, _)| key).find(is_one).cloned()
            };
            theirs.iter().find_map(of).map(|key| (*ours, key))
        })
        .collect();
    if !fields.iter().any(|(ours, _)| *ours == "status") {
        return None;
    }
    statuses.sort();
    statuses.dedup();
    Some(RegistryFound { files, count: paths.len(), id, fields, statuses })
}
