//! What costly functions gave, by all that they were given.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// The most answers that are kept; beyond them all are forgotten, which costs time and alters nothing.
const KEPT_MAX: usize = 20_000;

/// Answers of one function whose answer depends on the key alone. Many threads may ask.
pub(crate) struct Memo<K, V> {
    known: RwLock<HashMap<K, V>>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Memo<K, V> {
        Memo { known: RwLock::default() }
    }
}

impl<K: Eq + Hash, V: Copy> Memo<K, V> {
    /// The answer for a key, computed at most once for each thread that asks at the same time.
    pub(crate) fn get<Q>(&self, key: &Q, compute: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return *known;
        }
        let value = compute();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT_MAX {
            known.clear();
        }
        known.insert(key.to_owned(), value);
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_before_is_not_computed_again() {
        let memo: Memo<Vec<u32>, usize> = Memo::default();
        assert_eq!(memo.get([1, 2].as_slice(), || 7), 7);
        assert_eq!(memo.get([1, 2].as_slice(), || 8), 7);
        assert_eq!(memo.get([2, 1].as_slice(), || 9), 9);
    }

    #[test]
    fn no_more_than_so_many_are_kept() {
        let memo: Memo<String, usize> = Memo::default();
        for number in 0..=KEPT_MAX {
            memo.get(number.to_string().as_str(), || number);
        }
        assert_eq!(memo.known.read().expect("no thread fell").len(), 1);
        assert_eq!(memo.get("0", || 3), 3);
    }
}
