//! A filled form as Markdown, and as cells.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_report::ask::filled::{CellRow, from_cells, from_markdown, is_markdown};

fuzz_target!(|text: &str| {
    let _ = is_markdown(text);
    if let Ok(form) = from_markdown("form.md", text) {
        assert!(!form.replies.is_empty());
    }
    let rows: Vec<CellRow> =
        text.lines().enumerate().map(|(at, line)| (at + 1, line.split(',').map(str::to_owned).collect())).collect();
    let _ = from_cells("form.csv", &rows);
});
