//! Names of people, taken out of everything else that sheets say: titles of teams and initiatives, purposes, roles.
//!
//! A full name is found anywhere, in either order. A given or family name alone is a word as well (a team may be
//! called `Price`), so that it counts only where it can hardly be one: in brackets, before `'s`, or where nothing but
//! words such as `Team` stand beside it. In sentences it counts wherever it is written with a capital: what a purpose says
//! survives a word too few, and a title would be another one.

use std::collections::{HashMap, HashSet};

use super::names::{canonical, looks_personal};
use super::written_name::{WrittenName, without_brackets};

/// Words that name no team of their own.
const GENERIC: [&str; 30] = [
    "team",
    "teams",
    "squad",
    "group",
    "org",
    "organization",
    "organi\u{73}ation",
    "crew",
    "tribe",
    "unit",
    "department",
    "dept",
    "direct",
    "reports",
    "directs",
    "project",
    "initiative",
    "the",
    "of",
    "and",
    "for",
    "by",
    "with",
    "under",
    "new",
    "my",
    "s",
    "led",
    "lead",
    "owner",
];
/// Most words of a name that are compared.
const WORDS_MAX: usize = 8;

/// The names of all people of the sheets.
#[derive(Clone, Debug, Default)]
pub struct NameMask {
    /// Whether names are taken out at all.
    is_on: bool,
    /// Words of whole names, by their first word.
    whole: HashMap<String, Vec<Vec<String>>>,
    /// Names of one word in scripts that put no space between words, by their first character.
    unspaced: HashMap<char, Vec<String>>,
    /// Given and family names, and names of one word.
    words: HashSet<String>,
    /// Names of one word that also a small letter may begin: those of two words without a space, and those that the
    /// sheets write so.
    small: HashSet<String>,
}

/// A word of a text: where it is, and how it is compared.
struct Word {
    start: usize,
    end: usize,
    text: String,
    is_capital: bool,
}

fn words_of(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut start = None;
    let is_part = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || is_joined_mark(c);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                let is_capital = word.chars().next().is_some_and(|c| !c.is_lowercase());
                all.push(Word { start: from, end: at, text: canonical(word), is_capital });
                start = None;
            }
            _ => {}
        }
    }
    all
}

/// Vowel signs and joiners of Indic and other scripts, which belong to the letter before them.
fn is_joined_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0591..=0x05c7 | 0x064b..=0x065f | 0x0900..=0x0dff | 0x0e31..=0x0e4e | 0x200c | 0x200d)
}

/// Whether a script puts no space between words.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff
        | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

impl NameMask {
    /// A mask that knows no name yet. The default one takes nothing out.
    pub(super) fn new() -> NameMask {
        NameMask { is_on: true, ..NameMask::default() }
    }

    /// Adds how a cell writes a person.
    pub(super) fn add(&mut self, name: &WrittenName) {
        let words: Vec<String> = words_of(&name.bare).into_iter().map(|word| word.text).take(WORDS_MAX).collect();
        let Some((first, last)) = words.first().zip(words.last()).filter(|(first, _)| !first.is_empty()) else {
            return;
        };
        for word in words.iter().filter(|word| word.chars().count() > 1 && word.chars().any(char::is_alphabetic)) {
            self.words.insert(word.clone());
        }
        // A nickname in brackets stands between the two in other columns, too.
        let written: Vec<String> = words_of(&name.written).into_iter().map(|word| word.text).take(WORDS_MAX).collect();
        if written.len() > words.len() {
            self.add_whole(written);
        }
        if let ([one], Some(start)) = (words.as_slice(), first.chars().next()) {
            if is_unspaced(start) && one.chars().count() > 1 {
                let known = self.unspaced.entry(start).or_default();
                known.push(one.clone());
                known.sort_by_key(|name| std::cmp::Reverse(name.len()));
                known.dedup();
            }
            if !name.bare.starts_with(char::is_uppercase) {
                self.small.insert(one.clone());
            }
            self.add_whole(words);
            return;
        }
        let initial: String = first.chars().take(1).collect();
        let mut reversed = words.clone();
        reversed.reverse();
        self.add_whole(vec![first.clone(), last.clone()]);
        self.add_whole(vec![last.clone(), first.clone()]);
        self.small.insert(words.concat());
        self.add_whole(vec![words.concat()]);
        self.add_whole(vec![initial, last.clone()]);
        if words.len() > 2 {
            // "van der Sample, Bo" is turned around at the comma only.
            let turned: Vec<String> = words[1..].iter().chain(words.first()).cloned().collect();
            [turned, reversed, words].into_iter().for_each(|words| self.add_whole(words));
        }
    }

    fn add_whole(&mut self, words: Vec<String>) {
        let Some(first) = words.first().filter(|first| !first.is_empty()) else { return };
        let known = self.whole.entry(first.clone()).or_default();
        if !known.contains(&words) {
            known.push(words);
        }
    }

    /// Whether a text is a name, or a part of one, and nothing else.
    pub(super) fn is_name(&self, text: &str) -> bool {
        let bare = WrittenName::of(text).bare;
        let words = words_of(&bare);
        let is_known = |word: &Word| self.is_capital_or_small(word) && self.words.contains(&word.text);
        let is_initial = |word: &Word| word.text.chars().count() == 1;
        words.iter().any(is_known) && words.iter().all(|word| is_known(word) || is_initial(word))
            || !self.spans(&bare).is_empty() && self.spans(&bare) == [(0, bare.len())]
    }

    /// Whether a word is written as a name is.
    fn is_capital_or_small(&self, word: &Word) -> bool {
        word.is_capital || self.small.contains(&word.text)
    }

    /// Where whole names stand in a text, and names before `'s`; in order, without overlap.
    fn spans(&self, text: &str) -> Vec<(usize, usize)> {
        self.spans_where(text, |word, rest| {
            let owns = ["'s", "\u{2019}s", "' ", "\u{2019} "].iter().any(|mark| rest.starts_with(mark));
            owns && self.is_capital_or_small(word)
        })
    }

    /// Where whole names stand in a text, and given or family names that stand alone as `counts` says of the word and of
    /// what follows it.
    fn spans_where(&self, text: &str, counts: impl Fn(&Word, &str) -> bool) -> Vec<(usize, usize)> {
        let words = words_of(text);
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let is_here = |name: &&Vec<String>| {
                let own = words.get(at..at + name.len()).unwrap_or_default();
                // A name of one word, and one with an initial, is a word as well where it is written small.
                let is_weak = name.len() == 1 || name.len() == 2 && name.iter().any(|word| word.chars().count() == 1);
                let is_login = own.windows(2).all(|two| matches!(&text[two[0].end..two[1].start], "." | "_" | "-"));
                let is_strong =
                    !is_weak || own.len() > 1 && is_login || own.iter().all(|word| self.is_capital_or_small(word));
                own.len() == name.len()
                    && is_strong
                    && own.iter().zip(name.iter()).all(|(word, name)| word.text == *name)
            };
            let longest = self.whole.get(&word.text).into_iter().flatten().filter(is_here).map(Vec::len).max();
            let is_alone = self.words.contains(&word.text) && counts(word, &text[word.end..]);
            let count = longest.or(is_alone.then_some(1));
            if let Some(count) = count {
                let end = words.get(at + count - 1).map_or(word.end, |last| last.end);
                spans.push((word.start, end));
                at += count;
            } else {
                spans.extend(
                    self.unspaced_spans(&text[word.start..word.end]).map(|(s, e)| (s + word.start, e + word.start)),
                );
                at += 1;
            }
        }
        spans
    }

    /// Where names of scripts without spaces stand in a word.
    fn unspaced_spans<'t>(&'t self, word: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let mut free = 0;
        word.char_indices().filter_map(move |(at, c)| {
            let names = self.unspaced.get(&c).filter(|_| at >= free)?;
            let name = names.iter().find(|name| word[at..].starts_with(name.as_str()))?;
            free = at + name.len();
            Some((at, free))
        })
    }

    /// A text in which `***` stands for each name.
    pub fn hide(&self, text: &str) -> String {
        self.text(text, |_| "***".to_owned())
    }

    /// A message in which `***` stands for each name, and for each part of a name that is all of a quotation.
    pub(super) fn hide_quoted(&self, text: &str) -> String {
        let pieces = text.split('`').enumerate().map(|(index, piece)| match index % 2 {
            1 if self.is_name(piece) => "***".to_owned(),
            _ => self.hide(piece),
        });
        pieces.collect::<Vec<_>>().join("`")
    }

    /// A text of some length, in which `stand_in` gives what stands for each name.
    pub(super) fn text(&self, text: &str, stand_in: impl FnMut(&str) -> String) -> String {
        replaced(text, self.spans(text), stand_in)
    }

    /// The same of sentences.
    pub(super) fn sentences(&self, text: &str, stand_in: impl FnMut(&str) -> String) -> String {
        let spans = self.spans_where(text, |word, rest| {
            word.is_capital && word.text.chars().count() > 1 && !rest.starts_with(char::is_alphanumeric)
        });
        replaced(text, spans, stand_in)
    }

    /// The title of a team or an initiative without names of people; `None` where nothing else is in it.
    pub(super) fn title(&self, text: &str) -> Option<String> {
        if !self.is_on {
            return Some(text.to_owned());
        }
        let mut title = text.to_owned();
        for inside in without_brackets(text).1 {
            let bare = WrittenName::of(&inside).bare;
            if self.is_name(&inside) || looks_personal(&bare) || !self.spans(&inside).is_empty() {
                title = cut_bracket(&title, &inside);
            }
        }
        let mut gap = false;
        title = self.text(&title, |_| {
            gap = true;
            String::new()
        });
        let words = words_of(&title);
        let is_generic = |word: &Word| GENERIC.contains(&word.text.as_str());
        let others: Vec<&Word> = words.iter().filter(|word| !is_generic(word)).collect();
        let all_names = others.iter().all(|word| self.words.contains(&word.text) && self.is_capital_or_small(word));
        // "Team Ada" is called after a person, and so is "Ada".
        let is_after = !others.is_empty() && all_names && (others.len() < words.len() || others.len() == 1);
        if is_after || (others.is_empty() && (gap || title != text)) {
            return None;
        }
        if title == text {
            return Some(title);
        }
        let title = title.replace("'s", " ").replace("\u{2019}s", " ");
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let marks = |c: char| {
            c.is_whitespace()
                || matches!(c, '-' | '\u{2013}' | '\u{2014}' | ',' | ';' | ':' | '/' | '&' | '|' | '+' | '@' | '.')
        };
        let title = title.trim_matches(marks);
        (!title.is_empty()).then(|| title.to_owned())
    }
}

/// A text in which `stand_in` gives what stands in place of each span.
fn replaced(text: &str, spans: Vec<(usize, usize)>, mut stand_in: impl FnMut(&str) -> String) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for (start, end) in spans {
        out.push_str(&text[from..start]);
        out.push_str(&stand_in(&text[start..end]));
        from = end;
    }
    out + &text[from..]
}

/// A text without the outer bracket that has this content.
fn cut_bracket(text: &str, inside: &str) -> String {
    let Some(at) = text.find(inside) else { return text.to_owned() };
    let before = text[..at].char_indices().next_back().map_or(0, |(at, _)| at);
    let rest = &text[at + inside.len()..];
    let behind = rest.chars().next().map_or(0, char::len_utf8);
    format!("{}{}", text[..before].trim_end(), &rest[behind..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask() -> NameMask {
        let mut mask = NameMask::new();
        for name in [
            "Ada Example",
            "Sample, Bea (On Leave)",
            "Cy van der Token",
            "Di",
            "\u{7530}\u{4e2d}\u{592a}\u{90ce}",
            "\u{645}\u{631}\u{6cc}\u{645} \u{6a9}\u{631}\u{6cc}\u{645}\u{6cc}",
            "Rose Price",
        ] {
            mask.add(&WrittenName::of(name));
        }
        mask
    }

    /// Written by hand: what a team or an initiative may be called, and what of it is no name.
    #[test]
    fn titles_hold_no_names() {
        for (text, title) in [
            ("Payments", Some("Payments")),
            ("Payments (Bea Sample (On Leave))", Some("Payments")),
            ("Payments (Bea)", Some("Payments")),
            ("Payments (north)", Some("Payments (north)")),
            ("Payments - Ada Example", Some("Payments")),
            ("Example, Ada: Payments", Some("Payments")),
            ("Ada's Payments squad", Some("Payments squad")),
            ("Team Ada", None),
            ("Ada\u{2019}s team", None),
            ("Direct reports of Ada Example", None),
            ("ada.example", None),
            ("AdaExample", None),
            ("A. Example", None),
            ("Ada", None),
            ("van der Token, Cy", None),
            ("\u{7530}\u{4e2d}\u{592a}\u{90ce}\u{30c1}\u{30fc}\u{30e0}", Some("\u{30c1}\u{30fc}\u{30e0}")),
            ("\u{645}\u{631}\u{6cc}\u{645} \u{6a9}\u{631}\u{6cc}\u{645}\u{6cc}", None),
            ("Price engine", Some("Price engine")),
            ("Dial tone", Some("Dial tone")),
            ("for example", Some("for example")),
            ("Team 7", Some("Team 7")),
        ] {
            assert_eq!(mask().title(text).as_deref(), title, "{text}");
        }
        assert_eq!(NameMask::default().title("Ada Example").as_deref(), Some("Ada Example"), "names are kept");
    }

    #[test]
    fn texts_name_positions_instead() {
        let shown = mask()
            .text("Assistant to Ada Example, for Cy Token; Di agrees, but dial-up and price do not", |_| {
                "X".to_owned()
            });
        assert_eq!(shown, "Assistant to X, for X; X agrees, but dial-up and price do not");
        let said = |text: &str| mask().sentences(text, |_| "X".to_owned());
        assert_eq!(said("Ada wants it, and so does Bea. Ask Sample."), "X wants it, and so does X. Ask X.");
        assert_eq!(said("for example, a sample price; A, B"), "for example, a sample price; A, B");
    }
}
