//! JSON objects whose values are read when they are wanted, so that each keeps its place in the text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The entries of an object, in their order; a key that stands twice is there twice.
#[derive(Debug, Default)]
pub(super) struct Object<'t>(pub(super) Vec<(Cow<'t, str>, &'t RawValue)>);

struct Entries;

impl<'t> Visitor<'t> for Entries {
    type Value = Object<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Object<'t>, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<Key<'t>, &'t RawValue>()? {
            entries.push((key.0, value));
        }
        Ok(Object(entries))
    }
}

/// A key, taken from the text where it is written without escapes.
struct Key<'t>(Cow<'t, str>);

impl<'t> Deserialize<'t> for Key<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Key<'t>, D::Error> {
        struct Text;
        impl<'t> Visitor<'t> for Text {
            type Value = Key<'t>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Key<'t>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Key<'t>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl<'t> Deserialize<'t> for Object<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Object<'t>, D::Error> {
        deserializer.deserialize_map(Entries)
    }
}

impl<'t> Object<'t> {
    /// The object that a text is.
    ///
    /// # Errors
    /// The line of what is wrong; what the parser says of it may repeat the text, and is not reported.
    pub(super) fn read(text: &'t str) -> Result<Object<'t>, usize> {
        serde_json::from_str(text).map_err(|error| error.line().max(1))
    }

    /// The value of a key; of several the last one counts, as with every reader of JSON.
    pub(super) fn get(&self, key: &str) -> Option<&'t RawValue> {
        self.0.iter().rev().find(|(known, _)| known == key).map(|(_, value)| *value)
    }

    /// The object of a key.
    pub(super) fn object(&self, key: &str) -> Option<Object<'t>> {
        serde_json::from_str(self.get(key)?.get()).ok()
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        serde_json::from_str(self.get(key)?.get()).ok()
    }

    /// The license: a text, or the type of what older manifests state.
    pub(super) fn license(&self) -> Option<String> {
        self.text("license").or_else(|| self.object("license")?.text("type"))
    }

    /// Whether a key is `true`.
    pub(super) fn is(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.get() == "true")
    }

    /// The texts of a list.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        serde_json::from_str(self.get(key)?.get()).ok()
    }
}

/// Where a value begins in the text that it was read from.
pub(super) fn place_of(text: &str, value: &RawValue) -> usize {
    // Both point into the same text.
    (value.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_places_and_the_last_of_a_key_counts() {
        let text = "{\"a\": 1,\n \"b\\u0041\": {\"c\": true},\n \"a\": [\"x\"]}";
        let object = Object::read(text).expect("an object");
        let keys: Vec<&str> = object.0.iter().map(|(key, _)| key.as_ref()).collect();
        assert_eq!(keys, ["a", "bA", "a"]);
        assert_eq!(object.texts("a"), Some(vec!["x".to_owned()]));
        assert!(object.object("bA").expect("an object").is("c"));
        let value = object.get("a").expect("a value");
        assert!(text[place_of(text, value)..].starts_with("[\"x\"]"));
        assert_eq!(Object::read("[]").err(), Some(1));
        assert_eq!(Object::read(&"[".repeat(100_000)).err(), Some(1));
        assert_eq!(Object::read(&format!("{{\"a\":{}1", "[".repeat(1_000_000))).err(), Some(1));
    }
}
