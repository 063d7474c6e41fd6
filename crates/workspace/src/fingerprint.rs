//! What a difference rests on, in five short groups: a difference that was shown is done only as long as none moved.
//!
//! Input: a folder as read, the day, the version of the program, and what is to be done. Output: `files-evidence-day-
//! version-changes`, each group the first bytes of a SHA-256 of that part; the day stands as it is.

use onethread_core::measure::Snapshot;
use onethread_core::moves::as_words;
use onethread_core::what_if::WhatIf;
use onethread_model::facts::{FACT_KINDS, Facts, Values};
use onethread_model::{Change, Day};
use sha2::{Digest, Sha256};

/// What each group is about, in their order.
pub const FINGERPRINT_PARTS: [&str; 5] = ["files", "evidence", "day", "version", "changes"];

/// Bytes of a hash that are shown: with so few, one of sixteen million changes by chance alone goes unseen.
const SHOWN_BYTES: usize = 3;
/// Rows that are looked at as columns at a time.
const PART_ROWS: usize = 1 << 14;

/// The fingerprint of a what-if on a snapshot, as this version of the program found it.
pub fn fingerprint(snapshot: &Snapshot, day: Day, version: &str, what_if: &WhatIf) -> String {
    let mut files = Sha256::new();
    let mut texts: Vec<(&str, &str)> =
        snapshot.sources.iter().map(|(_, file)| (&*file.path, file.text.as_str())).collect();
    // An empty text is no file: a folder that is read anew has none.
    texts.retain(|(_, text)| !text.is_empty());
    texts.sort_unstable();
    for (path, text) in texts {
        part(&mut files, path.as_bytes());
        part(&mut files, text.as_bytes());
    }
    let mut changes = Sha256::new();
    changes_part(&mut changes, &what_if.changes);
    // What the entry says is part of what is done.
    for edit in what_if.edits.iter().filter(|edit| edit.at.kind == "move") {
        part(&mut changes, format!("{:?}", edit.op).as_bytes());
    }
    // Changes say what they are; texts alone do where there is none.
    for (path, text) in what_if.texts.iter().filter(|_| what_if.changes.is_empty()) {
        part(&mut changes, path.as_bytes());
        part(&mut changes, text.as_bytes());
    }
    let mut program = Sha256::new();
    part(&mut program, version.as_bytes());
    let day = day.to_string().replace('-', "");
    let shown = |hash: Sha256| shown(hash, SHOWN_BYTES);
    [shown(files), shown(evidence(&snapshot.facts)), day, shown(program), shown(changes)].join("-")
}

/// The parts in which two fingerprints differ; `None` where the first is none.
pub fn moved_parts(expected: &str, found: &str) -> Option<Vec<&'static str>> {
    let groups: Vec<&str> = expected.trim().split('-').collect();
    let is_one = groups.len() == FINGERPRINT_PARTS.len()
        && groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let differ = groups.iter().zip(found.split('-')).zip(FINGERPRINT_PARTS);
    is_one.then(|| differ.filter(|((a, b), _)| !a.eq_ignore_ascii_case(b)).map(|(_, name)| name).collect())
}

/// Adds a text so that no other list of texts gives the same bytes.
pub(crate) fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

/// Adds changes, each by its kind and what it says.
pub(crate) fn changes_part(hash: &mut Sha256, changes: &[Change]) {
    for change in changes {
        part(hash, change.kind.as_bytes());
        as_words(change).iter().for_each(|word| part(hash, word.as_bytes()));
    }
}

/// The first bytes of a hash, in hexadecimal digits.
pub(crate) fn shown(hash: Sha256, bytes: usize) -> String {
    hash.finalize().iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

/// All rows of all tables, with their texts: from which store they came does not matter, nor in which order texts were
/// met.
fn evidence(facts: &Facts) -> Sha256 {
    let mut hash = Sha256::new();
    for source in &facts.sources {
        part(&mut hash, source.name.as_bytes());
        part(&mut hash, source.path.as_bytes());
    }
    for schema in FACT_KINDS {
        let rows = facts.rows(schema.kind);
        part(&mut hash, schema.name.as_bytes());
        // A part at a time: all columns of all rows are as much again as the facts.
        for start in (0..rows).step_by(PART_ROWS) {
            let columns = facts.columns(schema.kind, start..rows.min(start + PART_ROWS));
            for column in &columns.columns {
                column.counts.iter().for_each(|count| hash.update(count.to_le_bytes()));
                match &column.values {
                    Values::Days(days) => days.iter().for_each(|day| part(&mut hash, day.to_string().as_bytes())),
                    Values::Numbers(numbers) => numbers.iter().for_each(|number| hash.update(number.to_le_bytes())),
                    Values::Reals(reals) => reals.iter().for_each(|real| hash.update(real.to_bits().to_le_bytes())),
                    Values::Symbols(symbols) => {
                        symbols.iter().for_each(|symbol| part(&mut hash, facts.symbols.text(*symbol).as_bytes()));
                    }
                }
            }
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_that_moved_are_named() {
        let one = "3f9a1c-77b0e2-20260630-a1b2c3-00ff00";
        assert_eq!(moved_parts(one, one), Some(vec![]));
        assert_eq!(moved_parts(one, "3f9a1c-77b0e3-20260701-a1b2c3-00ff00"), Some(vec!["evidence", "day"]));
        for none in ["", "3f9a1c", "3f9a1c-77b0e2-20260630-a1b2c3-00ff0g", "3f9a1c-77b0e2-20260630-a1b2c3-"] {
            assert_eq!(moved_parts(none, one), None, "{none}");
        }
    }
}
