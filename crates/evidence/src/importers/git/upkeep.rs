//! What a history shows beside work: releases by their subjects, version numbers that were raised, content that only moved.
//!
//! A release brings together whatever it raises, and a moved folder whatever lies in it: neither is a tie between the code
//! that it touches.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::LazyLock;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use regex::bytes::Regex;

use super::changes::Touch;
use super::history::Change;
use super::limits::{MANIFEST_BYTES_MAX, MANIFESTS_MAX};
use super::objects::Objects;

/// Subjects that say that a change only makes a version. What stands in front (a tag in brackets, the kind of a change as
/// many write it) and behind (the number of a pull request) is left aside.
const RELEASE: &str = r"(?xi-u)^\s*
    (?:\[[^\]]{1,60}\]\s*)*
    (?:
        # `chore(release): 1.2.0`, `release: cut 1.2`: the kind says it, and the rest names a version or the deed.
        (?:release|\w+\((?:release|releases|version|versions)\))!?:\s*
            (?:.{0,80}\bv?\d+(?:\.\d+)+.{0,80}|publish|(?:prepare|bump|new\ release|packages?|release)\b.{0,80})
        |
        # `Bump to 1.2`: with a part in brackets before it, it would be a version of something else.
        (?:(?:chore|build|ci|meta|misc|docs)!?:\s*)?bump(?:\s+to)?\s+v?\d+(?:\.\d+)+[\w.+-]*
        |
        (?:(?:chore|build|ci|meta|misc|docs)(?:\([^)]{1,60}\))?!?:\s*)?
        (?:
            # `1.2.3`, `v1.2`, `pkg@1.2.3`, `pkg-v1.2.3`, `1.2.3 changelog`
            (?:[@\w./-]+@|[\w./-]+[-/]v)?v?\d+(?:\.\d+)+[\w.+-]*(?:\s+changelog(?:\s+(?:entry|entries|update))?)?
            |
            # `Release 1.2.3`, `Release of backstage v1.2`, `Version 1.2.3`, `Publish v1.2.3`, `Cut 1.2.3`
            (?:release|released|releasing|publish|tag|cut|version)[:\s]+(?:[@\w./-]+[\s@]+){0,2}
                v?\d+(?:\.\d+)+[\w.+-]*(?:\ (?:release|version))?
            |
            # `Prepare release 1.2`, `Prepare for next development iteration`
            prep(?:are|ares|aring)?\s+(?:for\s+)?(?:the\s+)?(?:next\s+)?
                (?:
                    development\s+(?:iteration|version|cycle) | (?:[\w.-]+\s+)?release(?:\s.{0,60})?
                    | v?\d+(?:\.\d+)+[\w.+-]*(?:\s+release)?
                )
            |
            # `Bump version`, `Bumping version 1.2 => 1.3`, `Update package versions to 1.2.3`, `Update to version 1.2`
            (?:bump|bumps|bumping|update|set|increase|increment|raise)\s+(?:to\s+|the\s+)?
                (?:(?:package|project|crate|workspace|release|library|app|module)\s+)?versions?(?:\s+numbers?)?
                (?:\s+v?\d+(?:\.\d+)+\S*(?:\s.{0,40})?|\s+(?:to|for|from|after)\s.{1,80})?
            |
            version\s+packages?(?:\s.{0,40})? | publish(?:\s+(?:packages?|releases?))? | releases?
            | new\s+(?:version|release)(?:\s.{0,40})?
            |
            # `Update changelog for 1.2`, `CHANGELOG for 1.2`
            (?:(?:update|add)\s+)?(?:the\s+)?(?:changelog|changes|release\s+notes)(?:\s+entr(?:y|ies))?
                \s+for\s+.{0,40}\bv?\d+(?:\.\d+)+.{0,40}
        )
    )
    \s*(?:\([\#!]\d+\))?\s*\.?$";

static IS_RELEASE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(RELEASE).ok());

/// A version number, as `1.2.3-rc.1`, with what may stand before it.
static VERSION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u)[~^=<>vV]*\d+(?:\.[0-9xX*]+)+(?:[-+.][0-9A-Za-z.+-]+)?").ok());

/// Files that state versions: by name, and by how they end.
const MANIFESTS: &[&[u8]] = &[
    b"AssemblyInfo.cs",
    b"Cargo.toml",
    b"Chart.yaml",
    b"Directory.Build.props",
    b"Directory.Packages.props",
    b"VERSION",
    b"VERSION.txt",
    b"_version.py",
    b"build.gradle",
    b"build.gradle.kts",
    b"composer.json",
    b"deno.json",
    b"galaxy.yml",
    b"gradle.properties",
    b"lerna.json",
    b"manifest.json",
    b"meson.build",
    b"mix.exs",
    b"package.json",
    b"pom.xml",
    b"project.json",
    b"pubspec.yaml",
    b"pyproject.toml",
    b"setup.cfg",
    b"setup.py",
    b"version.go",
    b"version.js",
    b"version.json",
    b"version.py",
    b"version.rb",
    b"version.rs",
    b"version.ts",
    b"version.txt",
];
const MANIFEST_ENDINGS: &[&[u8]] = &[b".csproj", b".fsproj", b".gemspec", b".nuspec", b".podspec"];

/// Whether the first line of a subject says that the change only makes a version.
pub fn is_release(subject: &[u8]) -> bool {
    let first = subject.lines().next().unwrap_or_default();
    first.len() <= 200 && IS_RELEASE.as_ref().is_some_and(|pattern| pattern.is_match(first))
}

/// Marks touches that alter nothing but version numbers in files that state them. Of a change of very many such files
/// none is marked: it is a bulk change, or says itself that it is a release.
pub(super) fn mark_versions(objects: &Objects, touches: &mut [Touch], paths: &[u8]) {
    let is_manifest = |touch: &Touch| {
        let [start, end] = touch.path;
        let path = paths.get(start as usize..end as usize).unwrap_or_default();
        let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        touch.status == b'M'
            && !touch.is_submodule()
            && (MANIFESTS.contains(&name) || MANIFEST_ENDINGS.iter().any(|ending| name.ends_with(ending)))
    };
    let manifests: Vec<usize> =
        (0..).zip(&*touches).filter(|(_, touch)| is_manifest(touch)).map(|(at, _)| at).collect();
    if manifests.len() > MANIFESTS_MAX {
        return;
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for at in manifests {
        let Some(touch) = touches.get_mut(at) else { continue };
        let (old, new) = (objects.blob(&touch.old, &mut before), objects.blob(&touch.new, &mut after));
        touch.only_versions = old.ok().zip(new.ok()).is_some_and(|(old, new)| differ_in_versions(old, new));
    }
}

/// Whether two texts differ, and in nothing but version numbers, line by line.
pub(super) fn differ_in_versions(old: &[u8], new: &[u8]) -> bool {
    let Some(version) = VERSION.as_ref().filter(|_| old.len().max(new.len()) <= MANIFEST_BYTES_MAX) else {
        return false;
    };
    let (mut before, mut after) = (old.lines(), new.lines());
    let mut differs = false;
    loop {
        match (before.next(), after.next()) {
            (None, None) => return differs,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if version.is_match(a) => {
                if version.replace_all(a, &b"V"[..]) != version.replace_all(b, &b"V"[..]) {
                    return false;
                }
                differs = true;
            }
            _ => return false,
        }
    }
}

/// Where a change put the content of each path that it removed, as places among its touches: the same bytes under another
/// path, of the same name where there is one. Content that is empty goes by its name only.
pub(super) fn moves(change: &Change<'_>) -> HashMap<usize, usize> {
    let touches = change.touches();
    let is_file = |touch: &Touch| !touch.is_submodule();
    let removed: Vec<usize> =
        (0..).zip(touches).filter(|(_, touch)| touch.status == b'D' && is_file(touch)).map(|(at, _)| at).collect();
    let mut found = HashMap::new();
    if removed.is_empty() {
        return found;
    }
    let name = |at: usize| {
        let path = touches.get(at).map_or(&b""[..], |touch| change.path(touch).as_bytes());
        path.rsplit(|byte| *byte == b'/').next().unwrap_or_default()
    };
    let mut by_name: HashMap<(ObjectId, &[u8]), VecDeque<usize>> = HashMap::new();
    let mut by_content: HashMap<ObjectId, VecDeque<usize>> = HashMap::new();
    for (at, touch) in (0..).zip(touches).filter(|(_, touch)| touch.status == b'A' && is_file(touch)) {
        by_name.entry((touch.new, name(at))).or_default().push_back(at);
        by_content.entry(touch.new).or_default().push_back(at);
    }
    let mut taken: HashSet<usize> = HashSet::new();
    let old = |at: usize| touches.get(at).map(|touch| touch.old);
    for at in &removed {
        let to = old(*at).and_then(|id| by_name.get_mut(&(id, name(*at)))?.pop_front());
        if let Some(to) = to {
            taken.insert(to);
            found.insert(*at, to);
        }
    }
    for at in removed {
        let Some(id) = old(at).filter(|id| !found.contains_key(&at) && !id.is_empty_blob()) else { continue };
        let Some(left) = by_content.get_mut(&id) else { continue };
        while let Some(to) = left.pop_front() {
            if taken.insert(to) {
                found.insert(at, to);
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Subjects as public projects write them.
    #[test]
    fn releases_are_known_by_their_subjects_and_work_is_not() {
        for subject in [
            "v1.2.3",
            "1.2.3",
            "1.2",
            "10.2.0-beta.1",
            "Release 1.2.3",
            "release: 10.2.0",
            "Release v1.2.3 (#123)",
            "chore(release): 1.2.3",
            "chore(release): publish",
            "chore: release 4.5.0",
            "chore: release main 1.2.0",
            "Version Packages",
            "Version Packages (next) (#31)",
            "[maven-release-plugin] prepare release camel-4.1.0",
            "[maven-release-plugin] prepare for next development iteration",
            "Publish",
            "Publish v3.2.1",
            "Bump version to 2.0.1",
            "bump versions",
            "Update package versions to 7.1.0",
            "Bump to 1.2.0",
            "Prepare release 1.2.3",
            "Preparing 3.1 release",
            "@sentry/core@8.1.0",
            "core-v1.2.3",
            "meta(changelog): Update changelog for 10.2.0",
            "Update CHANGELOG for v1.2.3",
            "Cut 1.4.0",
            "build(release): prepare packages",
            "new version",
            "Release backstage v1.20.0",
            "bumping version 1.2.0 => 1.3.0",
            "misc: 1.2.0 changelog",
            "Prep for 1.4.0",
            "Update to version 2.0.0",
        ] {
            assert!(is_release(subject.as_bytes()), "{subject}");
        }
        for subject in [
            "Support Python 3.12",
            "Bump lodash from 4.17.20 to 4.17.21",
            "Release the lock before waiting",
            "Fix release script",
            "Update version of lodash to 4.1.0",
            "Bump go version to 1.22",
            "Add 1.2.3 to the list",
            "feat: release notes page",
            "Publish events to the queue",
            "version the API",
            "fix: 1.2.3 is not parsed",
            "release: fix the job that signs",
            "Prepare the database",
            "Update changelog",
            "Set versions of tools apart",
            "chore: update release docs",
            "Releases page shows dates",
            "Bump serde 1.0.1",
            "ci(riot): bump to 0.19.1",
            "chore(publish): Publish the bundle of integrations",
            "Bump go version to 1.22",
            "",
        ] {
            assert!(!is_release(subject.as_bytes()), "{subject}");
        }
    }

    #[test]
    fn version_numbers_alone_are_told_from_anything_else() {
        let is = |old: &str, new: &str| differ_in_versions(old.as_bytes(), new.as_bytes());
        assert!(is("version = \"1.2.3\"\nname = \"a\"\n", "version = \"1.3.0-rc.1\"\nname = \"a\"\n"));
        assert!(is("\"core\": \"^8.1.0\",\n", "\"core\": \"8.2.0\",\n"), "and of what it is built with");
        for (old, new) in [
            ("version = \"1.2.3\"\n", "version = \"1.2.3\"\n"),
            ("version = \"1.2.3\"\n", "edition = \"1.2.4\"\n"),
            ("version = \"1.2.3\"\n", "version = \"1.2.4\"\nlicense = \"MIT\"\n"),
            ("retries = 3\n", "retries = 4\n"),
            ("a = \"1.0\"\n", "a = true\n"),
        ] {
            assert!(!is(old, new), "{old} {new}");
        }
        let long = format!("v = \"1.0\"\n{}", "#".repeat(MANIFEST_BYTES_MAX));
        assert!(!is(&long, &long.replace("1.0", "1.1")), "a file beyond the limit");
    }
}
