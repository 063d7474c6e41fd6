//! The values of a table by key.

use super::Value;
use crate::source::{At, Span};

/// The values of a table by key, in alphabetical order of key, each with the place of the key.
///
/// A table has few keys, and an organization many tables: a list takes half the room of a tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(Vec<(&'static str, (Span, At<Value>))>);

impl Values {
    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (*known).cmp(key))
    }

    /// No values yet, with room for so many.
    pub(super) fn with_capacity(values: usize) -> Values {
        Values(Vec::with_capacity(values))
    }

    /// Puts a value in, in place of the one before it.
    pub fn insert(&mut self, key: &'static str, value: (Span, At<Value>)) {
        match self.find(key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    /// Takes a value out.
    pub fn remove(&mut self, key: &str) -> Option<(Span, At<Value>)> {
        self.find(key).ok().map(|at| self.0.remove(at).1)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&(Span, At<Value>)> {
        self.find(key).ok().map(|at| &self.0[at].1)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut (Span, At<Value>)> {
        self.find(key).ok().map(|at| &mut self.0[at].1)
    }

    /// Whether a key has a value.
    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    /// All keys.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &'static str> {
        self.0.iter().map(|(key, _)| *key)
    }

    /// All keys with their values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&'static str, &(Span, At<Value>))> {
        self.0.iter().map(|(key, value)| (*key, value))
    }
}

impl IntoIterator for Values {
    type Item = (&'static str, (Span, At<Value>));
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(&'static str, (Span, At<Value>))> for Values {
    fn from_iter<I: IntoIterator<Item = (&'static str, (Span, At<Value>))>>(values: I) -> Values {
        let mut all = Values::default();
        values.into_iter().for_each(|(key, value)| all.insert(key, value));
        all
    }
}
