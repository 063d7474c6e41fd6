//! Whoever takes the repository learns from `NOTICE` whose data the examples hold.

use super::{Check, Finding};
use crate::tree::Tree;

pub(super) const CHECK: Check = Check {
    name: "notices",
    find,
    planted: &[("examples/kubernetes/NOTICE", "Whose data.\n"), ("NOTICE", "Only our own.\n")],
};

fn find(tree: &Tree) -> Vec<Finding> {
    let notice = tree.text("NOTICE").unwrap_or_default();
    let mut found = Vec::new();
    for (path, _) in tree.texts(|file| file.path.starts_with("examples/")) {
        let Some(folder) = path.strip_suffix("/NOTICE") else { continue };
        if !notice.contains(folder) {
            let says = format!("does not mention {folder}, which has a notice of its own");
            found.push(Finding::new("NOTICE", 0, says, format!("add a line that leads to {path}")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_enough() {
        let tree = Tree::of(&[("examples/kubernetes/NOTICE", "a\n"), ("NOTICE", "See examples/kubernetes/NOTICE.\n")]);
        assert_eq!(find(&tree), []);
        assert_eq!(find(&Tree::of(&[("examples/kubernetes/NOTICE", "a\n")])).len(), 1);
    }
}
