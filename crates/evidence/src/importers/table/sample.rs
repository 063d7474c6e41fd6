//! The first record of a file, from its first bytes.

use std::io::{BufReader, Cursor, Read};

use serde_json::Value;

use super::documents::{self, YamlDocuments};
use super::json_scan::{JsonScanner, Scanned};

/// The first item below these keys that is whole.
pub(in crate::importers) fn first_item(bytes: &[u8], keys: &[&str]) -> Option<Value> {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    let mut scanner = JsonScanner::new(BufReader::new(Cursor::new(bytes)), keys);
    let mut unit = Vec::new();
    // Bytes in memory cannot fail to be read.
    match scanner.next(&mut unit).ok()? {
        Scanned::Unit(_) => serde_json::from_slice(&unit).ok(),
        _ => None,
    }
}

/// The first document of YAML that can be read. The last one may be cut, and then says nothing.
pub(in crate::importers) fn first_document(input: BufReader<impl Read>) -> Option<Value> {
    let mut documents = YamlDocuments::new(input);
    documents.next().ok()??.1.ok()
}

/// A Markdown file, as far as its first bytes go.
pub(in crate::importers) fn markdown(bytes: &[u8], name: &str) -> Option<Value> {
    let text = String::from_utf8_lossy(bytes);
    documents::markdown(&mut text.as_bytes(), name).ok()??.1.ok()
}
