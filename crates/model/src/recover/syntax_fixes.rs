//! What a broken statement was meant to be, where one character tells.

use std::ops::Range;

use toml::de::DeTable;

use crate::day::Day;
use crate::edit::text_toml;

/// A longer statement is no slip of the fingers, in bytes.
const LONGEST: usize = 10_000;

/// What closes a statement that is left open at its end, with where it goes: nothing else may be open or wrong in it.
pub(super) fn closing(statement: &str) -> Option<(usize, &'static str)> {
    let open = Some(statement.trim_end()).filter(|open| open.len() <= LONGEST)?;
    // What stands behind `#` may be a comment or a part of the text.
    if open.contains(['#', '\n']) {
        return None;
    }
    let closes = |end: &&&str| DeTable::parse(&format!("{open}{end}")).is_ok();
    ["]", "]]", "\"", "'", " }", "}"].iter().find(closes).map(|end| (open.len(), *end))
}

/// The value of a statement that is all text without quotes, or with the last one alone; and how it is written.
pub(super) fn quoted(statement: &str) -> Option<(Range<usize>, String)> {
    let open = Some(statement.trim_end()).filter(|open| open.len() <= LONGEST)?;
    let (key, value) = open.split_once('=')?;
    let start = key.len() + 1 + (value.len() - value.trim_start().len());
    let value = value.trim();
    let is_plain = |text: &str| !text.contains(['#', '\n', '"', '\'', '[', ']', '{', '}', '=', '\\']);
    let meant = match value.strip_suffix('"') {
        Some(text) if is_plain(text) => format!("\"{value}"),
        None if is_plain(value) => text_toml(value),
        _ => return None,
    };
    let is_well = DeTable::parse(&format!("{}{meant}", &open[..start])).is_ok();
    (value.starts_with(char::is_alphabetic) && is_well).then_some((start..open.len(), meant))
}

/// A day without its zeros, such as `2026-2-3`.
pub(super) fn day(written: &str) -> Option<Day> {
    let mut parts = written.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    let meant = Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (is_short && parts.next().is_none()).then_some(meant)
}
