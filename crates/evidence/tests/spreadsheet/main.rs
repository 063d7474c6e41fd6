//! Spreadsheets as organization files.

mod bad_input;
mod common;
mod damage;
mod examples;
mod headers;
mod laws;
mod names;
mod rows;
mod spellings;
mod three_ways;
mod xlsx;
