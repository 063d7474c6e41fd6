//! Spreadsheets as organization files.

mod bad_input;
mod common;
mod damage;
mod headers;
mod laws;
mod names;
mod spellings;
mod three_ways;
mod xlsx;
