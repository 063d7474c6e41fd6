//! `cargo xtask bless`: writes everything that is generated, and says what changed, for a person to read and commit.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::tree::Tree;
use crate::{cargo, docs, harbour};

/// Commands and their expected outputs, on the examples too; run as tests of the program.
const TRANSCRIPTS: &str = "crates/cli/tests/transcripts.rs";

/// Writes the reference pages and the expected outputs.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let before = contents(root)?;
    docs::write(root)?;
    let mut notes = String::new();
    if root.join(TRANSCRIPTS).is_file() {
        let mut command = cargo(root);
        command.args(["test", "--quiet", "--package", "onethread", "--test", "transcripts"]).env("TRYCMD", "overwrite");
        let status = command.status().map_err(|error| format!("cargo cannot be started: {error}\n"))?;
        if !status.success() {
            // A transcript that was rewritten may fail in this one run; one that is wrong fails in the next too.
            notes = "the transcripts did not pass: read what changed, then `cargo xtask test`\n".to_owned();
        }
    }
    harbour::run(root, &["--expected"])?;
    let said = changes(&before, &contents(root)?);
    Ok(if said.is_empty() { format!("{notes}bless: nothing changed\n") } else { format!("{notes}{said}") })
}

fn contents(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let tree = Tree::read(root).map_err(|error| format!("the files cannot be read: {error}\n"))?;
    Ok(tree.files.into_iter().map(|file| (file.path, file.bytes)).collect())
}

/// One line for each file that is new, changed or gone.
fn changes(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> String {
    let mut said = String::new();
    for (path, bytes) in after {
        let what = match before.get(path) {
            None => "new",
            Some(old) if old != bytes => "changed",
            Some(_) => continue,
        };
        // Writing to a string cannot fail.
        let _ = writeln!(said, "{what:<8} {path}");
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        let _ = writeln!(said, "{:<8} {path}", "gone");
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told() {
        let files = |all: &[(&str, &str)]| all.iter().map(|(p, t)| ((*p).to_owned(), t.as_bytes().to_vec())).collect();
        let before = files(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let after = files(&[("a", "1"), ("b", "2"), ("d", "1")]);
        assert_eq!(changes(&before, &after), "changed  b\nnew      d\ngone     c\n");
    }
}
