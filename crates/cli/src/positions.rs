//! Leaders by their positions: where the agreement says so, no id and no title of a leader leaves the program.
//!
//! Input: a folder. Output: texts in which whoever leads an initiative is called its leader. It holds for everything that
//! is printed or delivered, whatever made it, so that no report has to know of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use onethread_core::measure::View;
use onethread_model::Day;
use onethread_workspace::Folder;

/// Names of leaders, the longest first, with what stands in their place; set once, when a folder was read.
static LEADERS: OnceLock<Vec<(String, String)>> = OnceLock::new();

/// Calls the leaders of a folder by their positions from now on, where the agreement says so.
pub(crate) fn obey(folder: &Folder, day: Day) {
    if !folder.agreement.hides_leaders() {
        return;
    }
    let view = View::on(&folder.snapshot, day);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for initiative in &view.initiatives {
        for leader in initiative.leadership.leaders() {
            let entry = folder.org.people.get(&leader.value);
            let others = entry.into_iter().flat_map(|one| one.title.iter().chain(&one.known_as)).map(|at| &at.value);
            for name in others.chain([&leader.value]) {
                names.entry(name.clone()).or_insert_with(|| format!("the leader of {}", initiative.id));
            }
        }
    }
    let mut names: Vec<(String, String)> = names.into_iter().collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    // Only one folder is read in a run.
    let _ = LEADERS.set(names);
}

/// A text without names of leaders.
pub(crate) fn without_names(text: &str) -> Cow<'_, str> {
    match LEADERS.get() {
        Some(names) => replaced(text, names),
        None => Cow::Borrowed(text),
    }
}

fn replaced<'t>(text: &'t str, names: &[(String, String)]) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for (name, position) in names.iter().filter(|(name, _)| !name.is_empty()) {
        let is_part =
            |letter: Option<char>| letter.is_some_and(|one| one.is_alphanumeric() || matches!(one, '-' | '_'));
        let mut made = String::new();
        let mut rest: &str = &text;
        let mut before: Option<char> = None;
        while let Some(at) = rest.find(name.as_str()) {
            let (start, end) = (rest.get(..at).unwrap_or_default(), rest.get(at + name.len()..).unwrap_or_default());
            let is_word = !is_part(start.chars().next_back().or(before)) && !is_part(end.chars().next());
            made += start;
            made += if is_word { position } else { name };
            before = name.chars().next_back();
            rest = end;
        }
        if !made.is_empty() || rest.len() < text.len() {
            made += rest;
            text = Cow::Owned(made);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_replaced_and_parts_stay() {
        let names = [("ines".to_owned(), "the leader of returns".to_owned())];
        let said = |text: &str| replaced(text, &names).into_owned();
        assert_eq!(said("`ines` leads; ines"), "`the leader of returns` leads; the leader of returns");
        assert_eq!(said("mines, ines-2, lines, inesita"), "mines, ines-2, lines, inesita");
        assert_eq!(said("inesines ines"), "inesines the leader of returns");
        assert_eq!(said("nobody"), "nobody");
        assert_eq!(said(""), "");
    }
}
