//! The files of the workspace, read once, so that checks are plain functions over them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Folders that are never part of the project, where git cannot be asked.
const SKIPPED: &[&str] = &[".git", ".onethread", "target"];

/// A file.
pub(crate) struct File {
    /// Path from the root, with `/` on every system.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// The files, in alphabetical order of path.
pub(crate) struct Tree {
    /// The files.
    pub(crate) files: Vec<File>,
}

impl File {
    /// The text; nothing where it is not UTF-8.
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Ending of the name, without the dot; empty where there is none.
    pub(crate) fn ending(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, ending)| ending)
    }
}

impl Tree {
    /// Reads what git tracks and what it would track; every file where git cannot be asked.
    pub(crate) fn read(root: &Path) -> io::Result<Tree> {
        let paths = match tracked(root) {
            Some(paths) => paths,
            None => {
                let mut paths = Vec::new();
                walk(root, "", &mut paths)?;
                paths
            }
        };
        let mut files = BTreeMap::new();
        for path in paths {
            // What is deleted but not yet committed is still listed.
            if root.join(&path).is_file() {
                let bytes = std::fs::read(root.join(&path))?;
                files.insert(path, bytes);
            }
        }
        Ok(Tree { files: files.into_iter().map(|(path, bytes)| File { path, bytes }).collect() })
    }

    /// A tree made up for a check of checks: path and text of each file.
    pub(crate) fn of(files: &[(&str, &str)]) -> Tree {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
        Tree { files: files.iter().map(file).collect() }
    }

    /// Files that are text, with their text, whose path passes.
    pub(crate) fn texts(&self, passes: impl Fn(&File) -> bool) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.files.iter().filter(move |file| passes(file));
        texts.filter_map(|file| Some((file.path.as_str(), file.text()?)))
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text()
    }
}

fn tracked(root: &Path) -> Option<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    let output = git.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let paths: Vec<String> = String::from_utf8(output.stdout).ok()?.split_terminator('\0').map(str::to_owned).collect();
    (output.status.success() && !paths.is_empty()).then_some(paths)
}

fn walk(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if !entry.file_type()?.is_dir() {
            paths.push(path);
        } else if !SKIPPED.contains(&name.as_str()) {
            walk(&entry.path(), &format!("{path}/"), paths)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_git_every_file_is_read_but_those_of_builds() {
        let root = tempfile::tempdir().expect("a folder");
        for path in ["a.md", "crates/x/src/lib.rs", "target/debug/x", ".git/config"] {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            std::fs::write(path, "text\n").expect("it can be written");
        }
        let mut paths = Vec::new();
        walk(root.path(), "", &mut paths).expect("it can be read");
        paths.sort();
        assert_eq!(paths, ["a.md", "crates/x/src/lib.rs"]);
    }

    #[test]
    fn the_workspace_is_found() {
        let tree = Tree::read(&crate::root()).expect("it can be read");
        assert!(tree.text("Cargo.toml").is_some_and(|text| text.contains("[workspace]")));
        assert!(tree.files.iter().all(|file| !file.path.starts_with("target/")));
    }
}
