//! Texts as ids.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use onethread_model::near_names::NearNames;

use super::cells::by_value;

/// A text as an id: lower case, words joined by `-`, without accents on Latin letters; empty for a text without letters
/// and digits.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None if c.is_alphanumeric() => out.push(c),
            None if matches!(c, '\'' | '\u{2019}' | '`') || ('\u{300}'..='\u{36f}').contains(&c) => {}
            None if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            None => {}
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    // An id is written by hand now and then.
    match out.char_indices().nth(60) {
        Some((at, _)) => out[..at].trim_end_matches('-').to_owned(),
        None => out,
    }
}

fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{e0}'..='\u{e5}' | '\u{101}' | '\u{103}' | '\u{105}' => "a",
        '\u{e6}' => "ae",
        '\u{e7}' | '\u{107}' | '\u{10d}' => "c",
        '\u{f0}' | '\u{10f}' | '\u{111}' => "d",
        '\u{e8}'..='\u{eb}' | '\u{113}' | '\u{117}' | '\u{119}' | '\u{11b}' => "e",
        '\u{11f}' => "g",
        '\u{ec}'..='\u{ef}' | '\u{12b}' | '\u{12f}' | '\u{131}' => "i",
        '\u{142}' => "l",
        '\u{f1}' | '\u{144}' | '\u{148}' => "n",
        '\u{f2}'..='\u{f6}' | '\u{f8}' | '\u{14d}' | '\u{151}' => "o",
        '\u{153}' => "oe",
        '\u{159}' => "r",
        '\u{df}' => "ss",
        '\u{15b}' | '\u{15f}' | '\u{161}' | '\u{219}' => "s",
        '\u{165}' | '\u{163}' | '\u{21b}' => "t",
        '\u{f9}'..='\u{fc}' | '\u{16b}' | '\u{16f}' | '\u{171}' => "u",
        '\u{fd}' | '\u{ff}' => "y",
        '\u{17a}' | '\u{17c}' | '\u{17e}' => "z",
        _ => return None,
    })
}

/// An id as the file writes it, where that can stand as one; else a slug of it.
pub(super) fn as_id(text: &str) -> String {
    let text = text.trim().trim_start_matches('@');
    let is_bare = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if is_bare && !text.is_empty() && text.len() <= 60 { text.to_owned() } else { slug(text) }
}

/// The form in which two spellings of one name are equal: some tools lose accents, and some keep them as marks of
/// their own.
pub(super) fn canonical(text: &str) -> String {
    let words: Vec<String> = text.trim().trim_start_matches('@').split_whitespace().map(str::to_lowercase).collect();
    let mut out = String::new();
    for c in words.join(" ").chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
    out
}

/// Whom or what texts mean: as they are written, and then by the value of a number.
#[derive(Default)]
pub(super) struct Meanings {
    seen: HashMap<String, Vec<String>>,
    values: HashMap<String, Vec<String>>,
    /// All of them, sorted when the first one is not found.
    near: OnceCell<NearNames<'static>>,
}

/// How a text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// As it is written.
    Sight,
    /// By the value of a number that is written in another way.
    Value,
}

impl Meanings {
    /// Adds a text for an id.
    pub(super) fn insert(&mut self, text: &str, id: &str) {
        let add = |ids: &mut Vec<String>| {
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        };
        add(self.seen.entry(text.to_owned()).or_default());
        if let Some(value) = by_value(text) {
            add(self.values.entry(value).or_default());
        }
    }

    /// Adds a text for an id, unless it has a meaning.
    pub(super) fn insert_if_new(&mut self, text: &str, id: &str) {
        if !self.seen.contains_key(text) {
            self.insert(text, id);
        }
    }

    /// All ids that a text may mean.
    pub(super) fn all(&self, text: &str) -> (&[String], By) {
        match self.seen.get(text) {
            Some(ids) => (ids, By::Sight),
            None => {
                let ids = by_value(text).and_then(|value| self.values.get(&value));
                (ids.map_or(&[], Vec::as_slice), By::Value)
            }
        }
    }

    /// The id that a text means, where it means one.
    pub(super) fn one(&self, text: &str) -> Option<&str> {
        match self.all(text).0 {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The text that is nearest to one that has no meaning.
    pub(super) fn near(&self, text: &str) -> Option<&str> {
        self.near.get_or_init(|| NearNames::new(self.seen.keys().cloned())).nearest(text)
    }
}

/// Words of titles, which tell a position from a person.
const OF_SEATS: [&str; 34] = [
    "accountant",
    "administrator",
    "analyst",
    "architect",
    "assistant",
    "chief",
    "clerk",
    "consultant",
    "coordinator",
    "counsel",
    "designer",
    "developer",
    "director",
    "engineer",
    "engineering",
    "executive",
    "head",
    "intern",
    "lead",
    "leader",
    "manager",
    "marketing",
    "officer",
    "operations",
    "owner",
    "planner",
    "president",
    "product",
    "qa",
    "scientist",
    "specialist",
    "staff",
    "vp",
    "writer",
];

/// Whether a text looks like the name of a person rather than like an id or a position.
pub(super) fn looks_personal(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_cased = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let has_odd = text.chars().any(|c| c.is_ascii_digit() || matches!(c, '_' | '/' | ':' | '=' | '(' | '&' | '"'));
    let is_seat = words.iter().any(|word| OF_SEATS.contains(&word.to_lowercase().trim_matches('.')));
    (2..=5).contains(&words.len()) && !has_odd && !is_seat && words.iter().filter(|word| is_cased(word)).count() >= 2
}

/// Whether a text is a position: words of titles, of teams and of disciplines only, or `Head of` something.
pub(super) fn is_position(text: &str, known: &BTreeSet<String>) -> bool {
    let lower = canonical(text);
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_title =
        |word: &str| OF_SEATS.contains(&word) || matches!(word, "ceo" | "cto" | "cfo" | "coo" | "cio" | "cpo");
    let is_link = |word: &str| matches!(word, "of" | "for" | "and" | "the");
    let has_title = words.iter().any(|word| is_title(word));
    let heads = matches!(words.as_slice(), [first, "of" | "for", ..] if is_title(first));
    has_title && (heads || words.iter().all(|word| is_title(word) || is_link(word) || known.contains(*word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ids() {
        assert_eq!(slug("Returns in one tap!"), "returns-in-one-tap");
        assert_eq!(slug("  Z\u{fc}rich / \u{c9}quipe no. 1 "), "zurich-equipe-no-1");
        assert_eq!(slug("=HYPERLINK(\"http://x\",\"y\")"), "hyperlink-http-x-y");
        assert_eq!(slug("???"), "");
        assert_eq!(as_id("HM-0001"), "HM-0001");
        assert_eq!(as_id("@ines"), "ines");
    }

    #[test]
    fn spellings_of_one_name_are_equal() {
        for (one, other) in
            [("S\u{f8}ren E\u{df}er", "soren esser"), ("Jose\u{301}  Garci\u{301}a", "Jos\u{e9} Garc\u{ed}a")]
        {
            assert_eq!(canonical(one), canonical(other));
        }
        assert_ne!(canonical("Ada Example"), canonical("Ada Sample"));
    }

    #[test]
    fn names_are_told_from_seats() {
        for name in ["Ada Example", "Example, Ada", "Bo van der Sample"] {
            assert!(looks_personal(name), "{name}");
        }
        for seat in ["ines", "VP Retail", "HM-0001", "payments-engineer-3", "Head of Data", "Seat 12", ""] {
            assert!(!looks_personal(seat), "{seat}");
        }
        let known = BTreeSet::from(["retail".to_owned()]);
        for (text, is) in [
            ("VP Retail", true),
            ("Head of Data", true),
            ("CTO", true),
            ("Product Owner", true),
            ("Ada Lead", false),
            ("Retail", false),
            ("VP Ada", false),
            ("Ada Example", false),
        ] {
            assert_eq!(is_position(text, &known), is, "{text}");
        }
    }
}
