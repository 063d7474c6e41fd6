//! Every decision can be found from the list of decisions.

use super::{Check, Finding};
use crate::tree::Tree;

const FOLDER: &str = "docs/decisions/";
const LIST: &str = "docs/decisions/README.md";

pub(super) const CHECK: Check = Check {
    name: "decisions",
    find,
    planted: &[("docs/decisions/0001-files.md", "# Files\n"), ("docs/decisions/README.md", "# Decisions\n")],
};

fn find(tree: &Tree) -> Vec<Finding> {
    let list = tree.text(LIST).unwrap_or_default();
    let mut found = Vec::new();
    for (path, _) in tree.texts(|file| file.path.starts_with(FOLDER) && file.ending() == "md") {
        let name = &path[FOLDER.len()..];
        if path != LIST && !list.contains(&format!("({name})")) {
            found.push(Finding::new(
                LIST,
                0,
                format!("{name} is not listed"),
                format!("add a line with [...]({name})"),
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_enough() {
        let page = ("docs/decisions/0001-files.md", "# Files\n");
        assert_eq!(find(&Tree::of(&[page, ("docs/decisions/README.md", "- [Files](0001-files.md)\n")])), []);
        assert_eq!(find(&Tree::of(&[page])).len(), 1);
    }
}
