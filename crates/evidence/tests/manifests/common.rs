//! What tests of manifests share: rows as short texts, and the account of every record.

use onethread_evidence::importers::manifests::{File, Found};
use onethread_evidence::importers::{cargo, npm};

pub(crate) fn files(files: &[(&str, &str)]) -> Vec<File> {
    let mut files: Vec<File> = files
        .iter()
        .map(|(path, text)| File { path: (*path).to_owned(), bytes: Some(text.as_bytes().to_vec()) })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

pub(crate) fn parse(format: &str, files: &[File]) -> Found {
    let found = if format == "npm" { npm::parse(files) } else { cargo::parse(files) };
    check(&found);
    found
}

/// Every record is accounted for, every fact has a place in a file, and no address is among the names.
pub(crate) fn check(found: &Found) {
    for file in &found.files {
        let skipped: usize = file.skipped.values().sum();
        assert_eq!(file.read, file.kept + skipped + file.rejects.len(), "{file:#?}");
    }
    let kept: usize = found.files.iter().map(|file| file.kept).sum();
    assert_eq!(kept, found.uses.len() + found.links.len());
    for used in &found.uses {
        assert!(used.line >= 1 && used.file < found.files.len(), "{used:?}");
        assert!(!used.package.trim_start_matches('@').contains('@') && !used.package.contains(char::is_control));
    }
    for link in &found.links {
        assert!(link.line >= 1 && link.file < found.files.len() && link.component != link.on, "{link:?}");
    }
}

/// Rows in the order of their texts.
pub(crate) fn rows(found: &Found) -> Vec<String> {
    let uses = found.uses.iter().map(|used| {
        let reach = if used.direct { "direct" } else { "transitive" };
        let of = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let (version, origin, kind) = (of(used.version.as_deref()), of(used.origin), of(used.kind));
        format!("package {} {} {version} {origin} {reach} {kind}", used.component, used.package)
    });
    let links =
        found.links.iter().map(|link| format!("link {} {} {} {}", link.component, link.on, link.package, link.kind));
    let mut rows: Vec<String> = uses.chain(links).collect();
    rows.sort();
    rows
}

/// Rejects as `path:line reason`.
pub(crate) fn rejects(found: &Found) -> Vec<String> {
    let of = |file: &onethread_evidence::importers::manifests::FileFound| -> Vec<String> {
        file.rejects.iter().map(|(line, why)| format!("{}:{line} {why}", file.path)).collect()
    };
    found.files.iter().flat_map(of).collect()
}
