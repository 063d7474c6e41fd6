//! The importers: each turns one kind of source into facts. An importer is a file here, with its page beside it, and an
//! entry in [`IMPORTERS`].

pub mod cargo;
pub mod codeowners;
pub mod git;
pub mod maintainers;
pub mod manifests;
pub mod npm;
pub mod owners;
pub mod ownership;
pub mod table;

use onethread_model::facts::FactKind;

/// An importer: what it is called, what it gives, and the page that explains it.
#[derive(Clone, Copy, Debug)]
pub struct Importer {
    /// Its name, which is also the name of its file.
    pub name: &'static str,
    /// What it reads, in one line.
    pub summary: &'static str,
    /// The fact tables that it can fill.
    pub gives: &'static [FactKind],
    /// Its page, as Markdown.
    pub page: &'static str,
}

/// All importers, in alphabetical order of name.
pub const IMPORTERS: &[Importer] = &[
    Importer {
        name: "cargo",
        summary: "the manifests and lockfiles of Cargo",
        gives: &[FactKind::PackageUse, FactKind::Link],
        page: include_str!("cargo.md"),
    },
    Importer {
        name: "codeowners",
        summary: "CODEOWNERS files of GitHub, GitLab and Bitbucket",
        gives: &[FactKind::Ownership],
        page: include_str!("codeowners.md"),
    },
    Importer {
        name: "git",
        summary: "git repositories, bare or not",
        gives: &[
            FactKind::ChangeMade,
            FactKind::GeneratedFile,
            FactKind::Removal,
            FactKind::Touch,
            FactKind::VersionTouch,
        ],
        page: include_str!("git.md"),
    },
    Importer {
        name: "maintainers",
        summary: "the MAINTAINERS file of Linux",
        gives: &[FactKind::Ownership],
        page: include_str!("maintainers.md"),
    },
    Importer {
        name: "npm",
        summary: "`package.json` and the lockfiles of npm",
        gives: &[FactKind::PackageUse, FactKind::Link],
        page: include_str!("npm.md"),
    },
    Importer {
        name: "owners",
        summary: "OWNERS files of Kubernetes, with aliases and filters",
        gives: &[FactKind::Ownership],
        page: include_str!("owners.md"),
    },
    Importer {
        name: "table",
        summary: "CSV and JSON Lines files, through a mapping in `onethread.toml`",
        gives: &[
            FactKind::Allocation,
            FactKind::ChangeMade,
            FactKind::DecisionMade,
            FactKind::Dependency,
            FactKind::GeneratedFile,
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
        page: include_str!("table.md"),
    },
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use onethread_model::facts::FACT_KINDS;

    use super::IMPORTERS;

    #[test]
    fn every_importer_file_is_listed_and_has_its_page() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/importers");
        let mut names: Vec<String> = fs::read_dir(&folder)
            .expect("folder of importers")
            .filter_map(|entry| {
                entry.expect("entry").file_name().to_string_lossy().strip_suffix(".rs").map(str::to_owned)
            })
            .filter(|name| name != "mod")
            .collect();
        names.sort();
        let listed: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
        assert_eq!(listed, names, "list every importer in IMPORTERS in importers/mod.rs, in alphabetical order");
        for importer in IMPORTERS {
            let page =
                fs::read_to_string(folder.join(format!("{}.md", importer.name))).expect("a page beside the file");
            assert_eq!(page, importer.page, "include the page of `{}`", importer.name);
            let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
            let expected = ["## What it reads", "## Settings", "## Dropped at the door", "## Rejected", "## Limits"];
            assert_eq!(headings, expected, "sections of `{}.md`", importer.name);
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
