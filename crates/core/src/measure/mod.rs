//! Step 1: numbers from the organization and its facts, as known on a day.

pub mod aside;
mod cached;
pub(crate) mod cadence;
pub mod change_log;
pub mod change_sets;
pub(crate) mod claims;
pub mod clocks;
pub mod cochange;
pub mod containment;
pub mod decision_clock;
pub mod decisions;
pub(crate) mod departures;
mod facts_on;
mod file_kinds;
pub mod groups;
mod index;
pub mod initiative;
pub mod leadership;
pub(crate) mod majority;
pub mod measures;
mod memo;
pub mod needs;
mod open_asks;
pub(crate) mod owners;
pub mod parts;
pub(crate) mod people;
pub mod register;
mod registry;
pub mod released;
pub(crate) mod removed;
pub(crate) mod roles;
pub mod silence;
mod snapshot;

pub mod threads;
mod view;
pub mod waiting;
pub(crate) mod window;
mod world;

use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

pub use cached::Cached;
pub use facts_on::SmallSets;
pub use initiative::{Initiative, Pause, Shipped};
pub use leadership::Leadership;
pub use people::{Commitment, People, Reporting};
pub use snapshot::{Inputs, Snapshot};
pub use threads::Threads;
pub use view::View;
pub use world::World;

/// Something said, with the place where it is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cited<T> {
    /// What is said.
    pub value: T,
    /// Where: a line of a file, or a record of a source.
    pub place: Place,
}

impl<T> Cited<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, place: Place) -> Cited<T> {
        Cited { value, place }
    }
}
