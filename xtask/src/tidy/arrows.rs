//! Crates depend on each other one way only, and heavy libraries live in the one crate that needs them.

use super::{Check, Finding};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "arrows",
    find,
    planted: &[("crates/kernel/Cargo.toml", "[dependencies]\nonethread-core.workspace = true\n")],
};

/// A crate, and the crates of this workspace that it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("model", &[]),
    ("files", &[]),
    ("evidence", &["files", "model"]),
    ("core", &["kernel", "model"]),
    ("report", &["core", "kernel", "model"]),
    ("workspace", &["core", "evidence", "files", "model"]),
    ("web", &["core", "evidence", "model", "report", "workspace"]),
    ("cli", &["core", "evidence", "model", "report", "web", "workspace"]),
];

/// Libraries, by how their names begin, and the only crates that may use them.
const HOMES: &[(&str, &[&str])] = &[
    ("gix", &["evidence"]),
    ("parquet", &["evidence"]),
    ("axum", &["web"]),
    ("tokio", &["web"]),
    ("tower", &["web"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("maud", &["report", "web"]),
    ("annotate-snippets", &["report"]),
    ("cap", &["files"]),
    ("rustix", &["files"]),
    ("etcetera", &["workspace"]),
];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(|file| file.path.starts_with("crates/") && file.path.ends_with("/Cargo.toml")) {
        let name = path.trim_start_matches("crates/").trim_end_matches("/Cargo.toml");
        let Some((_, allowed)) = ARROWS.iter().find(|(of, _)| *of == name) else {
            let fix = "say in ARROWS in tidy/arrows.rs which crates it may use";
            found.push(Finding::new(path, 0, format!("no arrows for the crate `{name}`"), fix));
            continue;
        };
        for (line, dependency) in dependencies(text) {
            if let Some(other) = dependency.strip_prefix("onethread-")
                && !allowed.contains(&other)
            {
                let says = format!("`{name}` must not use `{other}`");
                let fix = match allowed {
                    [] => format!("`{name}` uses no other crate: move what it needs into it"),
                    _ => format!("it may use {}: move the code to where the arrow allows it", allowed.join(", ")),
                };
                found.push(Finding::new(path, line, says, fix));
            }
            if let Some((_, homes)) = HOMES.iter().find(|(prefix, _)| belongs(&dependency, prefix))
                && !homes.contains(&name)
            {
                let fix = format!("move what needs it to crates/{}", homes.join(" or crates/"));
                found.push(Finding::new(path, line, format!("`{dependency}` must not be used by `{name}`"), fix));
            }
        }
    }
    found
}

/// `gix` and `gix-diff` belong to `gix`; `gixy` does not.
fn belongs(dependency: &str, prefix: &str) -> bool {
    dependency.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

/// Names under any `dependencies` header, of tests and builds too, with their lines.
fn dependencies(manifest: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let mut inside = false;
    for (at, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            inside = header.ends_with("dependencies");
            if let Some((before, name)) = header.rsplit_once('.')
                && before.ends_with("dependencies")
            {
                names.push((at + 1, name.trim_matches('"').to_owned()));
            }
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            names.push((at + 1, name.trim_matches('"').to_owned()));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        find(&Tree::of(&[(path, text)])).into_iter().map(|finding| (finding.line, finding.says)).collect()
    }

    #[test]
    fn arrows_of_tests_and_of_tables_count_too() {
        let text = "[dev-dependencies]\nonethread-cli = { path = \"../cli\" }\n\n[dependencies.onethread-evidence]\n";
        let says = |other: &str| format!("`core` must not use `{other}`");
        assert_eq!(found("crates/core/Cargo.toml", text), [(2, says("cli")), (4, says("evidence"))]);
        assert!(found("crates/core/Cargo.toml", "[dependencies]\nonethread-model.workspace = true\n").is_empty());
    }

    #[test]
    fn libraries_stay_at_home() {
        let text = "[dependencies]\ngix-diff = \"1\"\ngixy = \"1\"\n";
        assert_eq!(found("crates/cli/Cargo.toml", text), [(2, "`gix-diff` must not be used by `cli`".to_owned())]);
        assert!(found("crates/evidence/Cargo.toml", text).is_empty());
    }

    #[test]
    fn a_new_crate_has_to_say_its_arrows() {
        assert_eq!(found("crates/attic/Cargo.toml", ""), [(0, "no arrows for the crate `attic`".to_owned())]);
    }
}
