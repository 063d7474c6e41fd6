//! What mends replace in the text of files, for forms that editors and forges apply.

use std::collections::BTreeMap;

use onethread_model::edit::{Edit, Replacement, replacements};
use onethread_model::source::{FileId, Sources};

use super::Finding;

/// Says of every mend what it replaces. A file is parsed once for all of them; one that was not read as it is, byte
/// for byte, is left alone. Mends that cannot be made in the files as they are replace nothing.
pub fn tell_changes(findings: &mut [Finding], sources: &Sources, is_whole: impl Fn(FileId) -> bool) {
    let mut by_file: BTreeMap<FileId, BTreeMap<usize, Vec<Edit>>> = BTreeMap::new();
    for (at, fix) in findings.iter_mut().enumerate().filter_map(|(at, finding)| Some((at, finding.fix.as_mut()?))) {
        fix.changes = Some(Vec::new());
        for (file, edit) in &fix.edits {
            by_file.entry(*file).or_default().entry(at).or_default().push(edit.clone());
        }
    }
    let mut impossible = Vec::new();
    for (file, groups) in by_file {
        let text = sources.get(file).filter(|_| is_whole(file)).map(|file| file.text.as_str());
        let told = text.and_then(|text| replacements(text, groups.values().map(Vec::as_slice)).ok());
        let mut told = told.into_iter().flatten();
        for at in groups.into_keys() {
            let one: Option<Vec<Replacement>> = told.next().and_then(Result::ok);
            let changes = findings.get_mut(at).and_then(|finding| finding.fix.as_mut()?.changes.as_mut());
            match (changes, one) {
                (Some(changes), Some(one)) => changes.extend(one.into_iter().map(|new| (file, new))),
                _ => impossible.push(at),
            }
        }
    }
    // All edits of a mend, or none.
    for at in impossible {
        if let Some(fix) = findings.get_mut(at).and_then(|finding| finding.fix.as_mut()) {
            fix.changes = Some(Vec::new());
        }
    }
}
