//! How much of a file the TOML parser is given: it takes a hundred times the room of what it cannot read, so that a file
//! that is no TOML ends where that is plain.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeTable;

use super::{lex, looks_like_entry, looks_like_header};
use crate::limits::{ORGANIZATION_STATEMENTS, thousands};

/// How deep brackets may stand inside each other, and how many parts a key may have: the parser takes no more.
const DEPTH_MAX: usize = 80;
/// Statements that are too deep after which a file ends.
const DEEP_MAX: usize = 100;
/// Most keys below the header of an entry, and most kinds of entries: each takes a thousand bytes, and is reported.
const KEYS_MAX: usize = 10_000;
const KINDS_MAX: usize = 1_000;
/// Most signs that part words, for each statement that there may be: the parser keeps some fifty bytes of each.
const SIGNS_PER_STATEMENT_MAX: u64 = 3;
/// Errors after which nobody reads on.
const ERRORS_MAX: usize = 1_000;
/// So many signs are no matter, whatever the limit is moved to.
const FREE_SIGNS: u64 = 1 << 16;
/// Smaller files are given as they are.
const FREE_BYTES: usize = 1 << 20;
/// Bytes of lines that are tried together.
const PART_BYTES: usize = 1 << 16;

/// Why a file ends before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Brackets stand too deep inside each other, or a key has too many parts.
    Deep,
    /// What stands before is no TOML.
    Broken,
    /// It has more statements than the limit.
    Long,
    /// An entry has more keys than any has, or there are more kinds of entries.
    Crowded,
}

impl Cut {
    /// It as a clause, and what helps.
    pub(super) fn words(self) -> (String, String) {
        match self {
            Cut::Deep => (
                format!("more than {DEPTH_MAX} brackets or keys inside each other are not read"),
                "close what is open above that line".to_owned(),
            ),
            Cut::Broken => (
                "more than 1,000 statements are no TOML".to_owned(),
                "fix what is reported above that line, or take the file out".to_owned(),
            ),
            Cut::Crowded => (
                format!(
                    "more than {} keys of an entry, or {} kinds of entries, are not read",
                    thousands(KEYS_MAX as u128),
                    thousands(KINDS_MAX as u128)
                ),
                "keep only what the reference of organization files lists".to_owned(),
            ),
            Cut::Long => (ORGANIZATION_STATEMENTS.to_string(), ORGANIZATION_STATEMENTS.help()),
        }
    }
}

/// What is given to the parser of a text, at the same places: up to where it ends, and why there, and without the lines
/// that are too deep.
pub(super) struct Given<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where something was left out first, and why.
    pub(super) left_out: Option<(usize, Cut)>,
    /// Whether the rest of the file is left out from there on, and not one statement.
    pub(super) is_cut: bool,
}

/// Finds out how much of a text is given to the parser.
pub(super) fn given(text: &str) -> Given<'_> {
    let mut deep: Vec<Range<usize>> = Vec::new();
    let (end, cut) = end_of(text, &mut deep);
    let first = deep.first().map(|range| (range.start, Cut::Deep));
    let (left_out, is_cut) = (cut.map(|cut| (end, cut)).or(first), cut.is_some());
    let text = match deep.is_empty() {
        true => Cow::Borrowed(&text[..end]),
        false => {
            let mut bytes = text.as_bytes()[..end].to_vec();
            let hidden = deep.iter().flat_map(|range| range.start..range.end.min(end));
            hidden.for_each(|at| {
                if !matches!(bytes[at], b'\n' | b'\r') {
                    bytes[at] = b' ';
                }
            });
            // Whole lines are hidden, so that the rest is text still.
            Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
        }
    };
    Given { text, left_out, is_cut }
}

/// Where a file ends that is given to the parser, and why there; the whole text where nothing is wrong. Statements that are
/// too deep are added to `deep`.
fn end_of(text: &str, deep: &mut Vec<Range<usize>>) -> (usize, Option<Cut>) {
    let (mut open, mut at, mut begun, mut errors) = (Vec::new(), 0, 0, 0);
    let (mut part, mut statements, mut signs, mut crowd) = (0, 0, 0_u64, Crowd::default());
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |found| at + found + 1);
        let line = &text[at..line_end];
        if open.is_empty() || looks_like_header(line) || looks_like_entry(line) {
            open.clear();
            begun = at;
            let statement = line.trim_start();
            if !statement.is_empty() && !statement.starts_with('#') {
                statements += 1;
                if ORGANIZATION_STATEMENTS.is_passed_by(statements) {
                    return (at, Some(Cut::Long));
                }
                if !crowd.takes(statement) {
                    return (at, Some(Cut::Crowded));
                }
            }
            if text.len() > FREE_BYTES && at - part >= PART_BYTES {
                errors += DeTable::parse_recoverable(&text[part..at]).1.len();
                if errors > ERRORS_MAX {
                    return (part, Some(Cut::Broken));
                }
                part = at;
            }
        }
        let is_bare = open.is_empty();
        let next = lex(text, at, line_end, &mut open);
        let key = line.split(['=', '"', '\'', '#']).next().unwrap_or_default();
        if open.len() > DEPTH_MAX || is_bare && key.bytes().filter(|byte| *byte == b'.').count() > DEPTH_MAX {
            if deep.len() == DEEP_MAX {
                return (begun, Some(Cut::Deep));
            }
            deep.push(begun..next);
            open.clear();
        }
        signs +=
            line.bytes().filter(|byte| matches!(byte, b'\n' | b',' | b'=' | b'[' | b']' | b'{' | b'}')).count() as u64;
        if signs > SIGNS_PER_STATEMENT_MAX * ORGANIZATION_STATEMENTS.get() && signs > FREE_SIGNS {
            return (begun, Some(Cut::Long));
        }
        at = next;
    }
    if text.len() > FREE_BYTES && errors + DeTable::parse_recoverable(&text[part..]).1.len() > ERRORS_MAX {
        return (part, Some(Cut::Broken));
    }
    (text.len(), None)
}

/// Counts the kinds of entries, and the keys of the entry at hand.
#[derive(Default)]
struct Crowd<'t> {
    kinds: BTreeSet<&'t str>,
    keys: usize,
    /// Whether a header of an entry was met, and no header of a kind since: that holds an entry on each line.
    is_in_entry: bool,
}

impl<'t> Crowd<'t> {
    /// Takes a statement; `false` where it is one too many.
    fn takes(&mut self, line: &'t str) -> bool {
        let name = line.trim_start_matches('[').split(['.', ']', '=', ' ', '#', '\n']).next().unwrap_or_default();
        if line.starts_with('[') {
            self.keys = 0;
            self.is_in_entry = line.starts_with("[[") || line.split(']').next().is_some_and(|head| head.contains('.'));
            self.kinds.insert(name);
        } else if self.is_in_entry || self.kinds.is_empty() {
            self.keys += 1;
        }
        self.kinds.len() <= KINDS_MAX && self.keys <= KEYS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end_of(text: &str) -> (usize, Option<Cut>) {
        super::end_of(text, &mut Vec::new())
    }

    fn is_deep(text: &str) -> bool {
        let given = given(text);
        assert_eq!(given.text.len(), text.len());
        assert_eq!(given.text.lines().last(), text.lines().last(), "what follows is given");
        given.left_out.is_some_and(|(_, cut)| cut == Cut::Deep)
    }

    #[test]
    fn a_file_ends_one_step_beyond_each_bound() {
        let brackets = |depth: usize| format!("a = 1\nb = {}{}\nc = 1\n", "[".repeat(depth), "]".repeat(depth));
        assert!(!is_deep(&brackets(DEPTH_MAX)));
        assert!(is_deep(&format!("a = 1\nb = {}\nc = 1\n", "[".repeat(DEPTH_MAX + 1))));
        let key = |parts: usize| format!("[a]\n{}.x = 1\nc = 1\n", vec!["k"; parts].join("."));
        assert!(!is_deep(&key(DEPTH_MAX)) && is_deep(&key(DEPTH_MAX + 1)));
        let broken = |count: usize| {
            let lines: String = (0..count).map(|number| format!("k{number} = v\n")).collect();
            lines + &"# read on\n".repeat(200_000)
        };
        assert_eq!(end_of(&broken(ERRORS_MAX)).1, None);
        assert!(end_of(&broken(ERRORS_MAX + 1)).1.is_some());
        let keys = |count: usize| format!("[a.b]\n{}", (0..count).map(|at| format!("k{at} = 1\n")).collect::<String>());
        assert_eq!(end_of(&keys(KEYS_MAX)).1, None);
        assert_eq!(end_of(&keys(KEYS_MAX + 1)).1, Some(Cut::Crowded));
        assert_eq!(end_of(&keys(KEYS_MAX + 1).replace("a.b", "person")).1, None, "a kind has an entry on each line");
        let kinds = |count: usize| (0..count).map(|at| format!("[k{at}.a]\n")).collect::<String>();
        assert_eq!(end_of(&kinds(KINDS_MAX)).1, None);
        assert_eq!(end_of(&kinds(KINDS_MAX + 1)).1, Some(Cut::Crowded));
        // Dots and brackets of texts and comments are none.
        let text = format!("a = \"{}{}\"\n# {}\n", "[".repeat(500), ".".repeat(500), "[".repeat(500));
        assert_eq!(end_of(&text).1, None);
        // Each of these lines is broken by itself, and they are not inside each other.
        assert_eq!(end_of(&"a = [1,\n".repeat(500)).1, None);
    }
}
