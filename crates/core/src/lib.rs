//! The core: from the organization and its facts to verdicts and a report. Pure: no IO, no clock.
//!
//! 1. [`measure`] views every initiative on a day, and takes numbers over all of them.
//! 2. [`mod@review`] asks the model's questions of each, and gathers what matters most.
//! 3. [`check`] holds rules against the organization, as a linter does.
//! 4. [`report`] says it, as text and as JSON.
//!
//! A later step may read earlier ones, never the reverse.

pub mod check;
pub mod coverage;
pub mod explain;
pub mod measure;
pub mod report;
pub mod review;
pub mod words;
