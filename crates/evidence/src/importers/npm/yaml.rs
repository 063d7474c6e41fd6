//! The YAML of pnpm and Yarn, read with a budget, every key with its line.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Spanned};

use super::super::manifests::limits::{LOCK_BYTES_MAX, RECORDS_MAX};

/// Deepest value within values: lockfiles have five.
const DEPTH_MAX: usize = 32;

/// A value, as far as lockfiles have any.
#[derive(Debug)]
pub(super) enum Node {
    /// A text, number or word.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Entries in their order.
    Map(Vec<Entry>),
    /// Nothing.
    Nothing,
}

/// A key, its line from 1, and its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) value: Node,
}

/// Reads a text.
///
/// # Errors
/// The line, and no more: what the parser says may repeat the text.
pub(super) fn read(text: &str) -> Result<Node, usize> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEPTH_MAX,
            flow_nesting_limit: DEPTH_MAX + 1,
            max_nodes: 16 * RECORDS_MAX,
            max_events: 40 * RECORDS_MAX,
            max_documents: 1,
            max_aliases: 0,
            max_anchors: 0,
            max_recorded_anchor_events: 0,
            max_recorded_anchor_bytes: 0,
            max_total_scalar_bytes: LOCK_BYTES_MAX,
        },
        duplicate_keys: DuplicateKeyPolicy::LastWins,
    };
    let read = serde_saphyr::from_str_with_options::<Node>(text, options);
    read.map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        // The end of a text may lie behind its last line.
        line.clamp(1, text.bytes().filter(|byte| *byte == b'\n').count() + 1)
    })
}

impl Node {
    /// The entries; none of anything else.
    pub(super) fn entries(&self) -> &[Entry] {
        match self {
            Node::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The entries of a key.
    pub(super) fn within(&self, key: &str) -> &[Entry] {
        self.get(key).map_or(&[], Node::entries)
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The text that it is.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Node::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<Option<String>>>()? {
            let line = (key.referenced.line() as usize).max(1);
            let value = map.next_value()?;
            entries.extend(key.value.map(|key| Entry { key, line, value }));
        }
        Ok(Node::Map(entries))
    }
}
