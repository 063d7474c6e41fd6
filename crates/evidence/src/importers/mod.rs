//! The importers: each turns one kind of source into facts. An importer is a file here, with its page beside it, and an
//! entry in [`IMPORTERS`]. The exports of known tools are [`presets`]: settings for the importer `table`.

pub mod cargo;
pub mod codeowners;
mod context;
pub mod git;
pub mod maintainers;
pub mod manifests;
pub mod npm;
pub mod owners;
pub mod ownership;
pub mod presets;
pub mod registry;
pub mod table;

use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{FactKind, Facts, SourceReport};
use onethread_model::source::At;

pub(crate) use context::ImportContext;
use context::{Import, Imported};
use presets::{Preset, Sample};

use crate::gather::Gathering;
use crate::store::FileState;
use crate::tree::Tree;

/// An importer: what asks for it, what it recognizes, the page that explains it, and how it reads.
pub struct Importer {
    /// Its name: that of its file, and the `format` of settings that asks for it.
    pub key: &'static str,
    /// What it reads, in one line.
    pub summary: &'static str,
    /// The fact tables that it can fill.
    pub gives: &'static [FactKind],
    /// Whether what it reads is kept in the store.
    pub(crate) is_stored: bool,
    /// Whether it reads something of a repository or of a file.
    pub detects: fn(&Candidate<'_>) -> bool,
    /// Its page, as Markdown.
    pub page: &'static str,
    /// Reads one file or folder of a source into the facts, and accounts for it.
    pub(crate) import: Import,
}

/// What may be evidence.
pub enum Candidate<'a> {
    /// A repository, by the files in it.
    Repository(&'a Tree),
    /// A file, by its start.
    File(&'a Sample<'a>),
}

impl Importer {
    /// The importer of a source: by its format, else that of tables.
    pub(crate) fn of(source: &SourceConfig) -> &'static Importer {
        let named = IMPORTERS.iter().find(|importer| Some(importer.key) == source.format.as_deref());
        named.unwrap_or(TABLE)
    }
}

/// All importers, in alphabetical order of key.
pub static IMPORTERS: &[Importer] = &[
    Importer {
        key: "cargo",
        summary: "the manifests and lockfiles of Cargo",
        gives: &[FactKind::PackageUse, FactKind::Link],
        is_stored: false,
        detects: |candidate| in_tree(candidate, |tree| manifests::has_manifests("cargo", tree)),
        page: include_str!("cargo.md"),
        import: |context, _| of_tree(context, manifests::import),
    },
    Importer {
        key: "codeowners",
        summary: "CODEOWNERS files of GitHub, GitLab and Bitbucket",
        gives: &[FactKind::Ownership, FactKind::IdleRule],
        is_stored: false,
        detects: |candidate| {
            in_tree(candidate, |tree| codeowners::PLACES.iter().any(|(place, _)| tree.has(place.as_bytes())))
        },
        page: include_str!("codeowners.md"),
        import: |context, _| of_tree(context, ownership::import),
    },
    Importer {
        key: "git",
        summary: "git repositories, bare or not",
        gives: &[
            FactKind::ChangeMade,
            FactKind::GeneratedFile,
            FactKind::Removal,
            FactKind::Touch,
            FactKind::VersionTouch,
        ],
        is_stored: true,
        detects: |candidate| in_tree(candidate, |_| true),
        page: include_str!("git.md"),
        import: git::import,
    },
    Importer {
        key: "maintainers",
        summary: "the MAINTAINERS file of Linux",
        gives: &[FactKind::Ownership, FactKind::IdleRule],
        is_stored: false,
        detects: |candidate| in_tree(candidate, |tree| tree.has(maintainers::FILE.as_bytes())),
        page: include_str!("maintainers.md"),
        import: |context, _| of_tree(context, ownership::import),
    },
    Importer {
        key: "npm",
        summary: "`package.json` and the lockfiles of npm",
        gives: &[FactKind::PackageUse, FactKind::Link],
        is_stored: false,
        detects: |candidate| in_tree(candidate, |tree| manifests::has_manifests("npm", tree)),
        page: include_str!("npm.md"),
        import: |context, _| of_tree(context, manifests::import),
    },
    Importer {
        key: "owners",
        summary: "OWNERS files of Kubernetes, with aliases and filters",
        gives: &[FactKind::Ownership, FactKind::IdleRule],
        is_stored: false,
        detects: |candidate| {
            let is_one = |path: &Vec<u8>| path.rsplit(|byte| *byte == b'/').next() == Some(owners::FILE.as_bytes());
            in_tree(candidate, |tree| tree.paths.iter().any(is_one))
        },
        page: include_str!("owners.md"),
        import: |context, _| of_tree(context, ownership::import),
    },
    Importer {
        key: "registry",
        summary: "every version of files with YAML, TOML, JSON or Markdown metadata in a history",
        gives: &[FactKind::InitiativeEvent, FactKind::InitiativeSnapshot, FactKind::Membership],
        is_stored: false,
        detects: |candidate| in_tree(candidate, |tree| registry::detect(tree).is_some()),
        page: include_str!("registry.md"),
        import: registry::import,
    },
    Importer {
        key: "table",
        summary: "CSV, JSON, YAML and Markdown files, through a mapping in `onethread.toml` or a preset",
        gives: &[
            FactKind::Allocation,
            FactKind::ChangeMade,
            FactKind::DecisionMade,
            FactKind::Dependency,
            FactKind::GeneratedFile,
            FactKind::IdleRule,
            FactKind::InitiativeEvent,
            FactKind::InitiativeSnapshot,
            FactKind::Link,
            FactKind::Membership,
            FactKind::MetricPoint,
            FactKind::Ownership,
            FactKind::PackageUse,
            FactKind::Release,
            FactKind::Removal,
            FactKind::ReviewAsked,
            FactKind::Touch,
            FactKind::VersionTouch,
        ],
        is_stored: true,
        detects: |candidate| match candidate {
            Candidate::File(sample) => Preset::detect(sample).is_some(),
            Candidate::Repository(_) => false,
        },
        page: include_str!("table.md"),
        import: table::import,
    },
];

/// The importer that no format names: the last one.
static TABLE: &Importer = &IMPORTERS[IMPORTERS.len() - 1];

/// The page of an importer or of a preset.
#[derive(Clone, Copy, Debug)]
pub struct SourcePage {
    /// Its name.
    pub key: &'static str,
    /// `format` or `preset`.
    pub kind: &'static str,
    /// What is read, in one line.
    pub title: &'static str,
    /// The page, as Markdown.
    pub text: &'static str,
}

/// The pages of all importers, then those of all presets.
pub fn pages() -> impl Iterator<Item = SourcePage> {
    let formats =
        IMPORTERS.iter().map(|one| SourcePage { key: one.key, kind: "format", title: one.summary, text: one.page });
    let presets = presets::PRESETS.iter();
    formats.chain(presets.map(|one| SourcePage { key: one.key, kind: "preset", title: one.summary, text: one.page }))
}

fn in_tree(candidate: &Candidate<'_>, has: impl Fn(&Tree) -> bool) -> bool {
    match candidate {
        Candidate::Repository(tree) => has(tree),
        Candidate::File(_) => false,
    }
}

/// An importer that reads files of a repository at one time, and gives a report for each.
type ImportTree = fn(&Gathering<'_>, &SourceConfig, &At<String>, &mut Facts, &mut Vec<Diagnostic>) -> Vec<SourceReport>;

/// Reads ownership files, or manifests. They are small, and what they mean depends on every path of their repository, so
/// that nothing of them is stored.
fn of_tree(context: &mut ImportContext<'_>, import: ImportTree) -> Vec<Imported> {
    (context.progress)(&context.source.name.value, 0);
    let reports = import(context.gathering, context.source, context.file, context.facts, context.diagnostics);
    let why = || "what it means depends on all paths of its repository".to_owned();
    reports.into_iter().map(|report| (report, Some(FileState::InMemory { why: why() }))).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use onethread_model::facts::FACT_KINDS;

    use super::IMPORTERS;
    use super::presets::PRESETS;

    #[test]
    fn every_importer_file_is_listed_and_has_its_page() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/importers");
        let mut names: Vec<String> = fs::read_dir(&folder)
            .expect("folder of importers")
            .filter_map(|entry| {
                entry.expect("entry").file_name().to_string_lossy().strip_suffix(".rs").map(str::to_owned)
            })
            .filter(|name| !matches!(name.as_str(), "mod" | "context"))
            .collect();
        names.sort();
        let listed: Vec<&str> = IMPORTERS.iter().map(|importer| importer.key).collect();
        assert_eq!(listed, names, "list every importer in IMPORTERS in importers/mod.rs, in alphabetical order");
        for importer in IMPORTERS {
            let page = fs::read_to_string(folder.join(format!("{}.md", importer.key))).expect("a page beside the file");
            assert_eq!(page, importer.page, "include the page of `{}`", importer.key);
            let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
            let expected = ["## What it reads", "## Settings", "## Dropped at the door", "## Rejected", "## Limits"];
            assert_eq!(headings, expected, "sections of `{}.md`", importer.key);
        }
    }

    #[test]
    fn every_preset_has_its_settings_and_its_page() {
        let keys: Vec<&str> = PRESETS.iter().map(|preset| preset.key).collect();
        let settings: Vec<&str> = onethread_model::config::PRESETS.iter().map(|preset| preset.key).collect();
        assert_eq!(keys, settings);
        for preset in PRESETS {
            let headings: Vec<&str> = preset.page.lines().filter(|line| line.starts_with("## ")).collect();
            let expected = ["## The export", "## What becomes of it", "## Beside the preset", "## Not read"];
            assert_eq!(headings, expected, "sections of `{}.md`", preset.key);
            assert!(preset.page.starts_with(&format!("# {}\n", preset.key)), "{}", preset.key);
            assert!(!preset.command().is_empty(), "the page of `{}` begins with a command", preset.key);
        }
    }

    #[test]
    fn some_importer_gives_every_table() {
        for schema in FACT_KINDS {
            let given = IMPORTERS.iter().any(|importer| importer.gives.contains(&schema.kind));
            assert!(given, "no importer gives `{}`", schema.name);
        }
    }
}
