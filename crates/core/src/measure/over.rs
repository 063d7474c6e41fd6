//! What is read over a window: the world keeps that of a year, and any other is read anew.

use std::ops::Deref;

use super::World;
use super::change_log::{ChangeLog, WINDOW_DAYS};
use super::register::Register;
use super::register::work::Work;
use super::together::{Level, Together};

/// Something over a window.
pub(crate) enum Over<'w, T> {
    /// The world keeps it.
    Kept(&'w T),
    /// It was read for this window.
    Read(Box<T>),
}

impl<'w, T> Over<'w, T> {
    /// Takes what is kept of a year, else reads it.
    pub(crate) fn of(window_days: i64, kept: impl FnOnce() -> &'w T, read: impl FnOnce() -> T) -> Over<'w, T> {
        if window_days == WINDOW_DAYS { Over::Kept(kept()) } else { Over::Read(Box::new(read())) }
    }
}

impl<T> Deref for Over<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Over::Kept(kept) => kept,
            Over::Read(read) => read,
        }
    }
}

impl World<'_> {
    /// Which change-sets of a window touch which paths.
    pub(crate) fn paths_over(&self, window_days: i64) -> Over<'_, Together> {
        Over::of(window_days, || self.paths(), || Together::of(self, Level::Path, window_days))
    }

    /// Which change-sets of a window touch what which teams own.
    pub(crate) fn teams_over(&self, window_days: i64) -> Over<'_, Together> {
        Over::of(window_days, || self.teams(), || Together::of(self, Level::Team, window_days))
    }

    /// The change-sets of a window.
    pub(crate) fn change_log_over(&self, window_days: i64) -> Over<'_, ChangeLog> {
        Over::of(window_days, || self.change_log(), || ChangeLog::over(self, window_days))
    }

    /// The changes of a window as teams see them.
    pub(crate) fn work_over(&self, window_days: i64) -> Over<'_, Work> {
        Over::of(window_days, || self.work(), || Work::of(self, window_days))
    }

    /// The dependencies of a window.
    pub(crate) fn register_over(&self, window_days: i64) -> Over<'_, Register> {
        Over::of(window_days, || self.register(), || Register::of(self, window_days))
    }
}
