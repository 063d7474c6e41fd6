//! How a cell writes a person: the name, and what tools add to it.
//!
//! Input: `Ada Example (On Leave)`, `Example, Ada`, `1001 - Ada Example`, `Payments (Bea Sample (On Leave))`. Output:
//! the name, the numbers that stand beside it, and what else stands in brackets.

use std::collections::BTreeSet;

use super::names::canonical;

/// How far the names of two rows are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// One of them has no name.
    Unknown,
    /// They are one name in two spellings.
    Same,
    /// They share a word.
    Near,
    /// They share nothing.
    Different,
}

/// A person as a cell writes them, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WrittenName {
    /// The name without status, number and brackets.
    pub(super) bare: String,
    /// The bare name, and in brackets what may tell two people of one name apart.
    pub(super) full: String,
    /// The cell as it is written.
    pub(super) written: String,
    /// Numbers of employees that stand beside the name.
    pub(super) numbers: Vec<String>,
    /// Whether it says that the person has left.
    pub(super) has_left: bool,
}

/// What tools and people write behind a name that is no part of it, in lower case.
const STATUSES: [&str; 55] = [
    "on leave",
    "leave",
    "leave of absence",
    "loa",
    "on notice",
    "terminated",
    "inactive",
    "active",
    "inherited",
    "interim",
    "ad interim",
    "a.i.",
    "acting",
    "temp",
    "temporary",
    "ext",
    "ext.",
    "extern",
    "external",
    "contractor",
    "contingent",
    "consultant",
    "freelance",
    "freelancer",
    "intern",
    "vendor",
    "c",
    "part time",
    "part-time",
    "pt",
    "parental leave",
    "maternity leave",
    "sabbatical",
    "left",
    "leaver",
    "new",
    "new hire",
    "starting soon",
    "tbc",
    "matrix",
    "former",
    "former employee",
    "resigned",
    "retired",
    "deputy",
    "remote",
    "full time",
    "full-time",
    "ft",
    "on sabbatical",
    "on probation",
    "notice period",
    "lead",
    "manager",
    "tl",
];

impl WrittenName {
    /// Takes a cell apart.
    pub(super) fn of(text: &str) -> WrittenName {
        let (bare, brackets) = without_brackets(text.trim().trim_matches(['<', '>', '"', '*', '\u{2020}']));
        let bare = bare.trim();
        let bare = ["'s", "\u{2019}s"].iter().find_map(|mark| bare.strip_suffix(mark)).unwrap_or(bare);
        let mut name = WrittenName { bare: bare.to_owned(), written: text.trim().to_owned(), ..WrittenName::default() };
        name.take_ends();
        name.full.clone_from(&name.bare);
        for inside in brackets {
            let (inside, _) = without_brackets(&inside);
            let inside = inside.trim();
            if is_number(inside) {
                name.numbers.push(inside.to_owned());
            } else if !is_status(inside) && !inside.is_empty() {
                name.full = format!("{} ({inside})", name.full);
            }
            name.has_left |= says_left(inside);
        }
        name
    }

    /// Takes numbers and statuses off both ends: `1001 - Ada Example`, `Ada Example, interim`.
    fn take_ends(&mut self) {
        const MARKS: [char; 7] = ['-', '\u{2013}', '\u{2014}', ',', '|', '/', ':'];
        let trim = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c)).to_owned();
        loop {
            let bare = trim(&self.bare);
            let first = bare.split_whitespace().next().unwrap_or_default();
            let last = bare.split_whitespace().next_back().unwrap_or_default();
            let cuts = [bare.rsplit_once([',', '|']), bare.rsplit_once(" - "), bare.rsplit_once(" \u{2013} ")];
            let tail = cuts.into_iter().flatten().map(|(_, tail)| tail.trim()).find(|tail| is_status(tail));
            let is_alone = first.len() == bare.len();
            self.bare = match tail {
                _ if !is_alone && is_number(trim(first).as_str()) => {
                    self.numbers.push(trim(first));
                    trim(&bare[first.len()..])
                }
                _ if !is_alone && is_number(trim(last).as_str()) => {
                    self.numbers.push(trim(last));
                    trim(&bare[..bare.len() - last.len()])
                }
                Some(tail) => {
                    self.has_left |= says_left(tail);
                    trim(&bare[..bare.len() - tail.len()])
                }
                _ => {
                    self.bare = bare;
                    return;
                }
            };
        }
    }

    /// How others may write the same person, the surest first: in the usual order and turned around.
    pub(super) fn spellings(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for text in [&self.full, &self.bare] {
            all.push(canonical(text));
            all.extend(turned(text).map(|text| canonical(&text)));
        }
        all.retain(|text| !text.is_empty());
        all.dedup();
        all
    }

    /// Whether brackets tell two people of one name apart.
    pub(super) fn is_told_from(&self, other: &WrittenName) -> bool {
        let has_more = |name: &WrittenName| name.full != name.bare;
        has_more(self) && has_more(other) && canonical(&self.full) != canonical(&other.full)
    }

    /// How far two people are alike by their names.
    pub(super) fn likeness(&self, other: &WrittenName) -> Likeness {
        let (own, others) = (self.spellings(), other.spellings());
        if own.is_empty() || others.is_empty() {
            return Likeness::Unknown;
        }
        if own.iter().any(|one| others.contains(one)) {
            return Likeness::Same;
        }
        let words = |name: &WrittenName| -> BTreeSet<String> {
            canonical(&name.bare)
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (own, others) = (words(self), words(other));
        if own.is_disjoint(&others) { Likeness::Different } else { Likeness::Near }
    }

    /// The form under which someone whom no roster lists gets one pseudonym, however cells write them.
    pub(super) fn key(&self) -> String {
        canonical(&turned(&self.full).unwrap_or_else(|| self.full.clone()))
    }
}

/// "Example, Ada" as "Ada Example".
fn turned(text: &str) -> Option<String> {
    let (last, first) = text.split_once(',')?;
    let (first, rest) = first.split_once('(').map_or((first, ""), |(first, rest)| (first, rest));
    let rest = if rest.is_empty() { String::new() } else { format!(" ({rest}") };
    Some(format!("{} {}{rest}", first.trim(), last.trim()))
}

/// A text without what stands in brackets, and the contents of the outer ones. A bracket that is never closed goes to
/// the end.
pub(super) fn without_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut depth = 0_usize;
    let mut current = String::new();
    for c in text.chars() {
        let opens = matches!(c, '(' | '[' | '{' | '\u{ff08}' | '\u{3010}');
        let closes = matches!(c, ')' | ']' | '}' | '\u{ff09}' | '\u{3011}');
        depth = if closes { depth.saturating_sub(1) } else { depth };
        match (depth, opens, closes) {
            (0, false, false) => outside.push(c),
            (0, true, _) => outside.push(' '),
            (0, _, true) => inside.push(std::mem::take(&mut current)),
            _ => current.push(c),
        }
        depth += usize::from(opens);
    }
    inside.extend((!current.is_empty()).then_some(current));
    (outside.split_whitespace().collect::<Vec<_>>().join(" "), inside)
}

/// Whether a text is the number of an employee, such as `1001`, `E1001` or `HM-0001`: two digits or more, and at most
/// three letters, which are no name.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let marks = text.bytes().filter(|byte| matches!(byte, b'-' | b'_' | b'.' | b'#')).count();
    digits >= 2 && letters <= 3 && digits + letters + marks == text.len()
}

/// Whether a status says that a person is no longer there.
fn says_left(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "terminated" | "inactive" | "left" | "leaver" | "former" | "former employee" | "resigned" | "retired"
    )
}

/// Whether a text says how a person is employed, or with which pronouns, and not who.
fn is_status(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let is_pronoun = |word: &str| {
        matches!(word.trim(), "she" | "her" | "hers" | "he" | "him" | "his" | "they" | "them" | "theirs" | "any" | "ze")
    };
    const FIRST: [&str; 9] =
        ["on leave", "until ", "since ", "from ", "starting ", "starts ", "leaving ", "left ", "on parental leave"];
    let is_share = text.ends_with('%') && text.starts_with(|c: char| c.is_ascii_digit());
    STATUSES.contains(&text.as_str())
        || is_share
        || FIRST.iter().any(|first| text.starts_with(first))
        || (text.contains('/') && text.split('/').all(is_pronoun))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by hand after exports of Workday, Horilla, SAP and by people.
    #[test]
    fn what_stands_beside_a_name_is_told_from_it() {
        for (text, bare, full, numbers) in [
            ("Ada Example", "Ada Example", "Ada Example", ""),
            ("Ada Example (1001)", "Ada Example", "Ada Example", "1001"),
            ("1001 - Ada Example", "Ada Example", "Ada Example", "1001"),
            ("1001 Ada Example", "Ada Example", "Ada Example", "1001"),
            ("Ada Example - E1001", "Ada Example", "Ada Example", "E1001"),
            ("Ada Example [HM-0001] (On Leave)", "Ada Example", "Ada Example", "HM-0001"),
            ("Ada Example (On Leave)", "Ada Example", "Ada Example", ""),
            ("Ada Example (On Leave until May)", "Ada Example", "Ada Example", ""),
            ("Ada Example [C]", "Ada Example", "Ada Example", ""),
            ("Ada Example (she/her)", "Ada Example", "Ada Example", ""),
            ("Ada Example, interim", "Ada Example", "Ada Example", ""),
            ("Ada Example - acting", "Ada Example", "Ada Example", ""),
            ("Example, Ada - on leave", "Example, Ada", "Example, Ada", ""),
            ("Example, Ada (ext)", "Example, Ada", "Example, Ada", ""),
            ("Ada Example (Berlin)", "Ada Example", "Ada Example (Berlin)", ""),
            ("Ada Example (On Leave", "Ada Example", "Ada Example", ""),
            ("Ada Example*", "Ada Example", "Ada Example", ""),
            ("Ada Example 1", "Ada Example 1", "Ada Example 1", ""),
            ("Ada-Lou Example", "Ada-Lou Example", "Ada-Lou Example", ""),
            (
                "\u{738b}\u{5c0f}\u{660e}\u{ff08}1001\u{ff09}",
                "\u{738b}\u{5c0f}\u{660e}",
                "\u{738b}\u{5c0f}\u{660e}",
                "1001",
            ),
            ("1001", "1001", "1001", ""),
            ("", "", "", ""),
        ] {
            let name = WrittenName::of(text);
            let found = (name.bare.as_str(), name.full.as_str(), name.numbers.join(" "));
            assert_eq!(found, (bare, full, numbers.to_owned()), "{text}");
        }
    }

    #[test]
    fn one_person_has_one_key() {
        let key = |text: &str| WrittenName::of(text).key();
        for text in ["Example, Ada", "ADA EXAMPLE", "Ada  Example (interim)", "Example, Ada (On Leave)"] {
            assert_eq!(key(text), "ada example", "{text}");
        }
        assert_ne!(key("Ada Example (Berlin)"), key("Ada Example (Hamburg)"));
    }

    #[test]
    fn brackets_are_cut_at_their_own_end() {
        let (outside, inside) = without_brackets("Payments (Bea Sample (On Leave)) north");
        assert_eq!((outside.as_str(), inside), ("Payments north", vec!["Bea Sample (On Leave)".to_owned()]));
        assert_eq!(without_brackets("a) b(").0, "a b");
    }
}
