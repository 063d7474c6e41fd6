//! What a file is by its name: a lockfile, notes on releases, or what a program generates. What only its text tells, the
//! importer of histories finds.

use super::change_sets::parted;

/// What a file is that nobody works on for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// Versions that a tool chose.
    Lockfile,
    /// Notes on releases: whoever changes code writes of it there.
    ReleaseNote,
    /// What a program writes.
    Generated,
    /// A list of what other files hold: whoever adds one writes it there. Only its text tells.
    ExportList,
}

/// Lockfiles by name, in lower case; any name that ends in one of [`LOCK_ENDINGS`] is one too. Those that have any name, as
/// `pip-compile`, `uv export`, `pdm export` and `conda-lock` write them, are known by their text.
const LOCKFILES: &[&str] = &[
    ".terraform.lock.hcl",
    "aqua-checksums.json",
    "bun.lockb",
    "cabal.project.freeze",
    "cartfile.resolved",
    "conda-lock.yaml",
    "conda-lock.yml",
    "cpanfile.snapshot",
    "deno.lock.json",
    "dependency-lock.json",
    "dub.selections.json",
    "go.sum",
    "go.work.sum",
    "module.bazel.lock.json",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "package.resolved",
    "packages.lock.json",
    "paket.lock.json",
    "pixi.lock.yaml",
    "pnpm-lock.yaml",
    "project.assets.json",
    "pylock.toml",
    "shrinkwrap.yaml",
    "verification-metadata.xml",
];
const LOCK_ENDINGS: &[&str] = &[".lock", ".lockfile"];

/// Folders of notes on releases, and how the names of files of them begin.
const NOTE_FOLDERS: &[&str] = &[
    ".changes",
    ".changeset",
    "changelog",
    "changelogs",
    "changelog.d",
    "releasenotes",
    "release-notes",
    "release_notes",
];
const NOTE_NAMES: &[&str] = &["changelog", "release-notes", "release_notes", "releasenotes"];
/// Names of such files, without an ending or with one of a text.
const NOTE_STEMS: &[&str] = &["changes", "history", "news", "releases"];
const TEXT_ENDINGS: &[&str] = &["md", "rst", "txt", "adoc"];

/// Folders of what is generated, and how names of such files begin and end.
const GENERATED_FOLDERS: &[&str] = &["__generated__", "generated", "node_modules"];
const GENERATED_BEGINNINGS: &[&str] = &["zz_generated"];
const GENERATED_ENDINGS: &[&str] = &[
    ".designer.cs",
    ".freezed.dart",
    ".g.cs",
    ".g.dart",
    ".gen.go",
    ".gen.ts",
    ".generated.cs",
    ".generated.ts",
    ".min.css",
    ".min.js",
    ".pb.cc",
    ".pb.go",
    ".pb.gw.go",
    ".pb.h",
    ".pb.swift",
    ".pbobjc.h",
    ".pbobjc.m",
    "_gen.go",
    "_generated.go",
    "_generated.rs",
    "_generated.ts",
    "_grpc.pb.go",
    "_pb2.py",
    "_pb2.pyi",
    "_pb2_grpc.py",
    "_pb.d.ts",
    "_pb.js",
    "_pb.ts",
];

/// What a path is by its name; nothing for what people work on.
pub(crate) fn file_kind(path: &str) -> Option<FileKind> {
    let path = path.to_ascii_lowercase();
    let (folders, file) = parted(&path)?;
    let ends = |ending: &&str| file.strip_suffix(ending).is_some_and(|stem| !stem.is_empty());
    let is_named_python = file.starts_with("pylock.") && file.ends_with(".toml");
    if LOCKFILES.contains(&file) || LOCK_ENDINGS.iter().any(ends) || is_named_python {
        return Some(FileKind::Lockfile);
    }
    if is_note(&path, &folders, file) {
        return Some(FileKind::ReleaseNote);
    }
    let is_generated = folders.iter().any(|folder| GENERATED_FOLDERS.contains(folder))
        || GENERATED_BEGINNINGS.iter().any(|beginning| file.starts_with(beginning))
        || GENERATED_ENDINGS.iter().any(|ending| file.ends_with(ending));
    is_generated.then_some(FileKind::Generated)
}

/// Whether a path, given in lower case and in its parts, is a note on releases.
pub(super) fn is_note(path: &str, folders: &[&str], file: &str) -> bool {
    let is_stem = || match file.rsplit_once('.') {
        Some((stem, ending)) => NOTE_STEMS.contains(&stem) && TEXT_ENDINGS.contains(&ending),
        // A thing that is not a path, such as a component, has no folder and no ending.
        None => !folders.is_empty() && NOTE_STEMS.contains(&file),
    };
    folders.iter().any(|name| NOTE_FOLDERS.contains(name))
        || (path.contains('.') && NOTE_NAMES.iter().any(|name| file.starts_with(name)))
        || is_stem()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_nobody_works_on_are_known_by_name() {
        use FileKind::{Generated, Lockfile, ReleaseNote};
        for (path, kind) in [
            ("yarn.lock", Lockfile),
            ("a/b/Cargo.lock", Lockfile),
            ("package-lock.json", Lockfile),
            ("pnpm-lock.yaml", Lockfile),
            ("go.sum", Lockfile),
            ("Gemfile.lock", Lockfile),
            ("mix.lock", Lockfile),
            ("flake.lock", Lockfile),
            ("bun.lock", Lockfile),
            ("uv.lock", Lockfile),
            ("composer.lock", Lockfile),
            ("requirements-dev.lock", Lockfile),
            ("App/Package.resolved", Lockfile),
            ("src/Api/packages.lock.json", Lockfile),
            ("gradle.lockfile", Lockfile),
            ("buildscript-gradle.lockfile", Lockfile),
            ("gradle/dependency-locks/compileClasspath.lockfile", Lockfile),
            ("conda-lock.yml", Lockfile),
            ("pylock.toml", Lockfile),
            ("pylock.dev.toml", Lockfile),
            (".terraform.lock.hcl", Lockfile),
            ("CHANGELOG.md", ReleaseNote),
            ("packages/core/changelog-2024.md", ReleaseNote),
            ("releasenotes/notes/x.yaml", ReleaseNote),
            (".changeset/blue-cats.md", ReleaseNote),
            ("docs/HISTORY.rst", ReleaseNote),
            ("api/v1/types.pb.go", Generated),
            ("api/v1/zz_generated.deepcopy.go", Generated),
            ("src/__generated__/schema.ts", Generated),
            ("web/vendor.min.js", Generated),
            ("a_pb2.py", Generated),
        ] {
            assert_eq!(file_kind(path), Some(kind), "{path}");
        }
        for path in [
            "src/lock.rs",
            "a/.lock",
            "a/.lockfile",
            "pylock.py",
            "requirements.txt",
            "conda.yml",
            "changes.rs",
            "src/history.ts",
            "news",
            "generate/a.rs",
            "min.js",
            "generated.rs",
            "",
        ] {
            assert_eq!(file_kind(path), None, "{path}");
        }
    }
}
