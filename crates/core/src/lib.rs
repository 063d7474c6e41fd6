//! The core: from the organization and its facts to verdicts. Pure: no IO, no clock.
//!
//! 1. [`measure`] views every initiative on a day, and takes numbers over all of them.
//! 2. [`moves`] carries out what would alter an answer, and prices it.
//! 3. [`mod@review`] asks the model's questions of each, and gathers what matters most.
//! 4. [`answers`] makes a form of the questions that stay open, and takes the answers in.
//! 5. [`check`] holds rules against the organization, as a linter does.
//! 6. [`mod@what_if`] carries moves out on a copy, and says what would differ.
//! 7. [`mod@plan`] chooses the few that are worth making, and says what to leave.
//!
//! A later step may read earlier ones, never the reverse.

pub mod agreed;
pub mod answers;
pub mod check;
pub mod coverage;
pub mod explain;
pub mod measure;
pub mod moves;
pub mod plan;
pub mod privacy;
pub mod review;
pub mod what_if;
pub mod words;
