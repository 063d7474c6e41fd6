//! The core: numbers, verdicts and reports. Pure: no IO, no clock.

pub mod report;
