//! The start of a file, as far as it is read to recognize what it is.

use std::cell::OnceCell;
use std::io::{BufReader, Cursor};

use serde_json::Value;

use crate::importers::table::sample;

/// The start of a file: its name and its first bytes.
pub struct Sample<'b> {
    name: &'b str,
    bytes: &'b [u8],
    /// The first items that were asked for, by the keys that lead to them.
    items: [OnceCell<Option<Value>>; 3],
    document: OnceCell<Option<Value>>,
    markdown: OnceCell<Option<Value>>,
}

impl<'b> Sample<'b> {
    /// Most bytes of a file that are looked at.
    pub const BYTES_MAX: usize = crate::importers::table::SAMPLE_BYTES;

    /// The start of a file of this name.
    pub fn new(name: &'b str, bytes: &'b [u8]) -> Sample<'b> {
        Sample { name, bytes, items: Default::default(), document: OnceCell::new(), markdown: OnceCell::new() }
    }

    /// Its bytes, without space before them.
    pub(super) fn text(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes).trim_ascii_start()
    }

    /// Whether it may be JSON.
    pub(super) fn is_json(&self) -> bool {
        self.text().starts_with(b"{") || self.text().starts_with(b"[")
    }

    /// The columns of its first line, when it may be a table.
    pub(super) fn header(&self) -> Vec<String> {
        let is_text = !self.is_json() && !self.text().starts_with(b"<");
        let line = self.text().split(|byte| *byte == b'\n').next().filter(|_| is_text).unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line);
        let mut record = csv::ByteRecord::new();
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            return Vec::new();
        }
        record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
    }

    /// The first item below these keys, when it is JSON.
    pub(super) fn item(&self, keys: &[&str]) -> Option<&Value> {
        if !self.is_json() {
            return None;
        }
        let slot = match keys.len() {
            0 => 0,
            1 => 1,
            _ => 2,
        };
        let cell = self.items.get(slot)?;
        cell.get_or_init(|| sample::first_item(self.bytes, keys)).as_ref()
    }

    /// The first document, when it is YAML.
    pub(super) fn document(&self) -> Option<&Value> {
        let ending = self.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        if self.is_json() || !matches!(ending.as_str(), "yaml" | "yml") {
            return None;
        }
        self.document.get_or_init(|| sample::first_document(BufReader::new(Cursor::new(self.bytes)))).as_ref()
    }

    /// What is read of it, when it is Markdown.
    pub(super) fn markdown(&self) -> Option<&Value> {
        let ending = self.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !matches!(ending.as_str(), "md" | "markdown") {
            return None;
        }
        self.markdown.get_or_init(|| sample::markdown(self.bytes, self.name)).as_ref()
    }
}
