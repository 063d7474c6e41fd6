//! No file names a folder of somebody's machine.

use super::{Check, Finding};
use crate::tree::Tree;

pub(super) const CHECK: Check =
    Check { name: "machine-paths", find, planted: &[("docs/guides/x.md", "Open `/home/ada/org` first.\n")] };

const FOLDERS: &[&str] = &["/home/", "/work/", "/root/", "/tmp/", "/Users/"];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(|_| true) {
        for (at, line) in text.lines().enumerate() {
            for folder in FOLDERS {
                if line.match_indices(folder).any(|(start, _)| is_root(&line[..start])) {
                    let says = format!("`{folder}` is a folder of one machine");
                    found.push(Finding::new(path, at + 1, says, "write a path from the root of the project"));
                }
            }
        }
    }
    found
}

/// Whether a path could begin here: `docs/home/` and `$CACHE/tmp/` go on from something.
fn is_root(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || "_-.~*})>".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_from_the_root_of_a_machine_are_found() {
        for line in ["cd /work/x", "\"/tmp/x\"", "/root/x", "file:///Users/ada"] {
            assert_eq!(find(&Tree::of(&[("README.md", line)])).len(), 1, "{line}");
        }
        for line in ["docs/home/x.md", "https://example.com/work/x", "${TMP}/tmp/x", "~/work/x", "`/homely/`"] {
            assert_eq!(find(&Tree::of(&[("README.md", line)])), [], "{line}");
        }
    }
}
