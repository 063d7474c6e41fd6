//! The tables as they stand in the page about them, each between two marks.

use std::path::Path;

/// The page, from the root.
pub(super) const PAGE: &str = "docs/background/worlds.md";

/// Puts the table of a kind into the page.
///
/// # Errors
/// When the page cannot be read or written, or has no place for the kind.
pub(super) fn replace(root: &Path, key: &str, table: &str) -> Result<(), String> {
    let path = root.join(PAGE);
    let fault = |error: std::io::Error| format!("{PAGE}: {error}\n");
    let page = std::fs::read_to_string(&path).map_err(fault)?;
    let replaced = with_table(&page, key, table)
        .ok_or_else(|| format!("{PAGE}: no {} and {}; add them where the table goes\n", begin(key), END))?;
    std::fs::write(&path, replaced).map_err(fault)
}

/// The page with another table of a kind; `None` where it has no place for it.
pub(super) fn with_table(page: &str, key: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(&begin(key))?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{}\n{table}{END}{after}", begin(key)))
}

fn begin(key: &str) -> String {
    format!("<!-- worlds: {key} -->")
}

const END: &str = "<!-- end of worlds -->";
