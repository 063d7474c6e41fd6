//! The table importer, from files and settings to facts and reports.

mod accounting;
mod bad_input;
mod common;
mod dirt;
mod layouts;
mod mappings;
mod page;
mod presets;
mod wrong_exports;
