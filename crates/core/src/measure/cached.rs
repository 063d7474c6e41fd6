//! What is computed over a window: the world keeps that of a year, and any other is computed anew.

use std::ops::Deref;

/// Something over a window.
pub enum Cached<'w, T> {
    /// The world keeps it.
    Shared(&'w T),
    /// It was computed for this window.
    Computed(Box<T>),
}

impl<T> Cached<'_, T> {
    /// What was computed for this window.
    pub(crate) fn of(computed: T) -> Self {
        Cached::Computed(Box::new(computed))
    }
}

impl<T> Deref for Cached<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Cached::Shared(kept) => kept,
            Cached::Computed(computed) => computed,
        }
    }
}
