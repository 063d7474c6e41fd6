//! The git importer against the system's git, on repositories that each test makes. Where there is no git, the tests
//! say so and pass.

mod common;
mod facts;
mod hostile;
mod incremental;
mod registry;
mod truth;
mod upkeep;
