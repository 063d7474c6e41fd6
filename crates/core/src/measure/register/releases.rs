//! Releases of two initiatives on the same days.

use super::Gathering;

pub(super) fn gather(_: &mut Gathering<'_, '_>) {}
