//! Spreadsheets as organization files.

mod bad_input;
mod common;
mod laws;
mod spellings;
mod three_ways;
mod xlsx;
