//! The field tables of how an initiative pauses and ends.

use super::kinds::{DAY, INITIATIVE, TEXT};
use crate::fields::Field;

/// How an initiative ends that was done.
pub const DELIVERED: &str = "delivered";
/// How an initiative ends that was given up.
pub const DROPPED: &str = "dropped";
/// How an initiative ends whose work another one goes on with.
pub const MERGED: &str = "merged";
/// How an initiative can have ended.
pub const ENDINGS: &[&str] = &[DELIVERED, DROPPED, MERGED];

pub(super) const PAUSE: &[Field] = &[
    Field::new("from", DAY, "First day on which nobody works on it.", "2026-07-01").required(),
    Field::new("until", DAY, "First day on which work goes on; absent while that is open.", "2026-09-01"),
    Field::new("why", TEXT, "Why.", "\"until the new tax law is published\""),
];

pub(super) const ENDING: &[Field] = &[
    Field::new("expected", TEXT, "What was expected of it.", "\"four of five returns within a minute\""),
    Field::new("came", TEXT, "What came.", "\"three of five, and fewer calls\""),
    Field::new("team", TEXT, "What becomes of its team.", "\"goes on with the label printer\""),
    Field::new("code", TEXT, "What becomes of its code.", "\"the warehouse keeps the intake, the rest is removed\""),
    Field::new("metrics", TEXT, "What becomes of its metrics.", "\"the first one is kept by the warehouse\""),
    Field::new("duplicates", TEXT, "Which of what was built twice goes.", "\"ours; theirs stays\""),
    Field::new("agreements", TEXT, "What becomes of what was agreed with others.", "\"all of it ends\""),
    Field::new("dependants", TEXT, "What becomes of those who depend on it.", "\"checkout asks the warehouse\""),
    Field::new("into", INITIATIVE, "Which initiative goes on with its work, where one does.", "\"delivery\""),
];
