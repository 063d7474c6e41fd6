//! Text is UTF-8, its lines end in a line feed, and so does its last one.

use super::{Check, Finding};
use crate::tree::{File, Tree};

pub(super) const CHECK: Check =
    Check { name: "encoding", find, planted: &[("docs/guides/x.md", "No line feed at the end.")] };

/// Endings of files that are not text.
const BINARY: &[&str] = &["gif", "gz", "ico", "jpg", "parquet", "png", "webp", "woff2", "zip"];

fn find(tree: &Tree) -> Vec<Finding> {
    let texts = tree.files.iter().filter(|file| !BINARY.contains(&file.ending()));
    texts.filter_map(|file| fault(file).map(|(says, fix)| Finding::new(&file.path, 0, says, fix))).collect()
}

fn fault(file: &File) -> Option<(&'static str, &'static str)> {
    let Some(text) = file.text() else { return Some(("not UTF-8", "save it as UTF-8")) };
    if text.starts_with('\u{feff}') {
        Some(("begins with a byte order mark", "take it away"))
    } else if text.contains('\r') {
        Some(("has carriage returns", "end lines in a line feed alone"))
    } else if !text.is_empty() && !text.ends_with('\n') {
        Some(("does not end in a line feed", "add one"))
    } else if text.ends_with("\n\n") {
        Some(("ends in an empty line", "take it away"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_found() {
        let fault =
            |bytes: &[u8]| fault(&File { path: "x.md".to_owned(), bytes: bytes.to_vec() }).map(|(says, _)| says);
        assert_eq!(fault(b"a\xff\n"), Some("not UTF-8"));
        assert_eq!(fault("\u{feff}a\n".as_bytes()), Some("begins with a byte order mark"));
        assert_eq!(fault(b"a\r\n"), Some("has carriage returns"));
        assert_eq!(fault(b"a"), Some("does not end in a line feed"));
        assert_eq!(fault(b"a\n\n"), Some("ends in an empty line"));
        assert_eq!(fault(b""), None);
        assert_eq!(fault(b"a\n"), None);
    }
}
