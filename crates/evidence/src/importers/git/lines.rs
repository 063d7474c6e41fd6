//! Lines added and deleted.

use super::changes::Touch;
use super::objects::Objects;

/// Counts lines, on one thread.
#[derive(Default)]
pub(super) struct Lines {}

impl Lines {
    /// Fills in the lines of touches.
    pub(super) fn count(&mut self, _objects: &Objects, _touches: &mut [Touch]) {}
}
