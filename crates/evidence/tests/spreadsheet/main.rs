//! Spreadsheets as organization files.

mod asks;
mod bad_input;
mod common;
mod damage;
mod examples;
mod headers;
mod known;
mod laws;
mod names;
mod places;
mod rows;
mod spellings;
mod three_ways;
mod xlsx;
