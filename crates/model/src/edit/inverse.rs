//! Undo. Input: the texts before edits, and the edits; output: edits that give the texts back, byte for byte.
//!
//! An edit is undone by key path where that gives exactly the text before: such an edit can also be made after others.
//! Else the lines that changed are rewritten, and only where they still are what the edit left.

use std::collections::BTreeMap;

use super::layout::Layout;
use super::place::value_of;
use super::run::kind_of;
use super::{Edit, EditOp, FileEditError, KeyPath, apply_to};
use crate::record::Value;

/// Edits that undo these, which are made in this order in files of these texts, as by [`super::apply`]. After both,
/// every text is what it was; a file that was not there is an empty one.
///
/// # Errors
/// The first edit that cannot be made.
pub fn inverse<'t>(text_of: impl Fn(&str) -> Option<&'t str>, edits: &[Edit]) -> Result<Vec<Edit>, FileEditError> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut undo = Vec::new();
    for edit in edits {
        let file = edit.file.as_str();
        let before = texts.remove(file).unwrap_or_else(|| text_of(file).unwrap_or_default().to_owned());
        let after = apply_to(&before, std::slice::from_ref(edit))
            .map_err(|why| FileEditError { file: file.to_owned(), why })?;
        undo.extend(undo_one(edit, &before, &after));
        texts.insert(file, after);
    }
    undo.reverse();
    Ok(undo)
}

fn undo_one(edit: &Edit, before: &str, after: &str) -> Option<Edit> {
    if before == after {
        return None;
    }
    let is_exact = |undo: &Edit| apply_to(after, std::slice::from_ref(undo)).is_ok_and(|text| text == before);
    let by_path = candidates(edit, before).into_iter().find(is_exact);
    Some(by_path.unwrap_or_else(|| lines_back(&edit.file, before, after)))
}

/// Edits by key path that may undo this one, which was made in a text.
fn candidates(edit: &Edit, before: &str) -> Vec<Edit> {
    let was = |key: &str| {
        let layout = Layout::of(before).ok()?;
        value_of(&layout, kind_of(edit).ok()?, &edit.at, key)
    };
    let with = |at: KeyPath, op: EditOp| Edit { file: edit.file.clone(), at, op };
    let here = |op: EditOp| with(edit.at.clone(), op);
    let back = |key: &String, at: KeyPath| match was(key) {
        Some(value) => vec![with(at, EditOp::Set(key.clone(), value))],
        // The table may have come into being with its key.
        None => vec![with(at.clone(), EditOp::Remove(key.clone())), with(at, EditOp::Drop)],
    };
    match &edit.op {
        EditOp::Append(values) => {
            let matching = values.iter().map(|(key, value)| (key.clone(), Some(value.clone()))).collect();
            vec![with(KeyPath { matching: Some(matching), ..edit.at.clone() }, EditOp::Drop)]
        }
        EditOp::Set(key, value) => back(key, edit.at.with(key, Some(value))),
        EditOp::Remove(key) => back(key, edit.at.with(key, None)),
        EditOp::Add(key, item) => {
            let mut all = vec![here(EditOp::Take(key.clone(), item.clone()))];
            all.extend(back(key, edit.at.clone()));
            if let Value::Table(record) = item {
                let says = record.values.iter().map(|(key, (_, value))| (key, Some(value.value.clone())));
                all.push(here(EditOp::Drop).inside(key, says));
            }
            all
        }
        EditOp::Take(key, item) => {
            let mut all = vec![here(EditOp::Add(key.clone(), item.clone()))];
            all.extend(back(key, edit.at.clone()));
            all
        }
        EditOp::Once(key, _) => back(key, edit.at.clone()),
        EditOp::Drop | EditOp::Rewrite { .. } => Vec::new(),
    }
}

impl KeyPath {
    /// The way to the same table once a key of it has this value.
    fn with(&self, key: &str, value: Option<&Value>) -> KeyPath {
        let mut at = self.clone();
        let last = match at.inside.last_mut() {
            Some(step) => Some(&mut step.matching),
            None => at.matching.as_mut(),
        };
        for (_, says) in last.into_iter().flatten().filter(|(named, _)| named == key) {
            *says = value.cloned();
        }
        at
    }
}

/// The lines that changed, as they were before. Where lines only went, the one beside them says where that was.
fn lines_back(file: &str, before: &str, after: &str) -> Edit {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let head = same(&mut before.chars(), &mut after.chars());
    let mut start = line_start(after, head);
    let tail = same(&mut before[start..].chars().rev(), &mut after[start..].chars().rev());
    let mut end = after.len() - tail;
    if line_start(after, end) != end || end == start {
        end = after[end..].find('\n').map_or(after.len(), |at| end + at + 1);
    }
    if start == end {
        start = line_start(after, start.saturating_sub(1));
    }
    let text = &before[start..before.len() - (after.len() - end)];
    Edit::rewrite(file, start..end, &after[start..end], text)
}

/// The byte at which the line begins that a byte is in.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}
