//! What would alter an answer, as data: the key of a move kind, and what is known of its blanks.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::day::Day;

/// What is known of a blank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// An id, a word or a sentence.
    Text(String),
    /// Several of these.
    List(Vec<String>),
    /// A number of things.
    Count(usize),
    /// A day.
    Day(Day),
}

/// Something that would alter an answer: a move kind with what is known of its blanks, in the order in which it was
/// said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Key of the move kind.
    pub kind: &'static str,
    known: Vec<(&'static str, Known)>,
}

impl Change {
    /// A change of which nothing is known yet.
    pub fn new(kind: &'static str) -> Change {
        Change { kind, known: Vec::new() }
    }

    /// Says what is known of a blank.
    #[must_use]
    pub fn with(mut self, blank: &'static str, known: impl Into<Known>) -> Change {
        self.known.retain(|(key, _)| *key != blank);
        self.known.push((blank, known.into()));
        self
    }

    /// What is known of a blank.
    pub fn get(&self, blank: &str) -> Option<&Known> {
        self.known.iter().find(|(key, _)| *key == blank).map(|(_, known)| known)
    }

    /// The text that is known of a blank.
    pub fn text(&self, blank: &str) -> Option<&str> {
        match self.get(blank)? {
            Known::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The texts that are known of a blank; empty where nothing is.
    pub fn list(&self, blank: &str) -> &[String] {
        match self.get(blank) {
            Some(Known::List(texts)) => texts,
            Some(Known::Text(text)) => std::slice::from_ref(text),
            _ => &[],
        }
    }

    /// The number that is known of a blank; 0 where nothing is.
    pub fn count(&self, blank: &str) -> usize {
        match self.get(blank) {
            Some(Known::Count(count)) => *count,
            _ => 0,
        }
    }

    /// The day that is known of a blank.
    pub fn day(&self, blank: &str) -> Option<Day> {
        match self.get(blank)? {
            Known::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// The initiative that it is about; empty where it is about none.
    pub fn initiative(&self) -> &str {
        self.text("initiative").unwrap_or_default()
    }

    /// Everything that is known, in the order in which it was said.
    pub fn known(&self) -> impl Iterator<Item = (&'static str, &Known)> {
        self.known.iter().map(|(key, known)| (*key, known))
    }
}

impl From<&str> for Known {
    fn from(text: &str) -> Known {
        Known::Text(text.to_owned())
    }
}

impl From<String> for Known {
    fn from(text: String) -> Known {
        Known::Text(text)
    }
}

impl From<Vec<String>> for Known {
    fn from(texts: Vec<String>) -> Known {
        Known::List(texts)
    }
}

impl From<usize> for Known {
    fn from(count: usize) -> Known {
        Known::Count(count)
    }
}

impl From<Day> for Known {
    fn from(day: Day) -> Known {
        Known::Day(day)
    }
}

impl Serialize for Known {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Known::Text(text) => text.serialize(serializer),
            Known::List(texts) => texts.serialize(serializer),
            Known::Count(count) => count.serialize(serializer),
            Known::Day(day) => day.serialize(serializer),
        }
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.known.len() + 1))?;
        map.serialize_entry("change", self.kind)?;
        for (key, known) in &self.known {
            map.serialize_entry(key, known)?;
        }
        map.end()
    }
}

impl JsonSchema for Change {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Change")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "A change: the key of a move kind, and what is known of its blanks, by their keys.",
            "properties": { "change": { "type": "string", "description": "Key of the move kind." } },
            "required": ["change"],
            "additionalProperties": {
                "anyOf": [
                    { "type": "string" },
                    { "type": "array", "items": { "type": "string" } },
                    { "type": "integer", "minimum": 0 }
                ]
            }
        })
    }
}
