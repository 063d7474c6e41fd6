//! How much of a spreadsheet is looked at, beside what [`onethread_model::limits`] bounds.

/// How far down a header is looked for, in rows that are not empty.
pub const HEADER_ROWS_MAX: usize = 30;
