//! What a value becomes on its way in: nothing, another word, a day, a pseudonym, or a reason to refuse the record.

use std::borrow::Cow;
use std::cell::RefCell;

use onethread_model::Day;
use onethread_model::config::{DateStyle, SourceConfig};
use onethread_model::facts::{ColumnType, RegistryFieldKind};
use onethread_model::record::short;

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use crate::csv_text::with_point;
use crate::people::{People, Pseudonyms, handle};

/// How a value is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A day.
    Day,
    /// A release, or a day.
    Release,
    /// A person.
    Person,
    /// Words for people to read.
    Text,
    /// A number from 0 to 1, or a percentage.
    Share,
    /// A number.
    Number,
    /// An id or a word.
    Plain,
}

impl Kind {
    pub(super) fn of_column(ty: ColumnType) -> Kind {
        match ty {
            ColumnType::Day => Kind::Day,
            ColumnType::Release => Kind::Release,
            ColumnType::Person => Kind::Person,
            ColumnType::Share => Kind::Share,
            ColumnType::Amount => Kind::Number,
            _ => Kind::Plain,
        }
    }

    pub(super) fn of_field(kind: RegistryFieldKind) -> Kind {
        match kind {
            RegistryFieldKind::Day => Kind::Day,
            RegistryFieldKind::Release => Kind::Release,
            RegistryFieldKind::Person | RegistryFieldKind::People => Kind::Person,
            RegistryFieldKind::Text => Kind::Text,
            _ => Kind::Plain,
        }
    }
}

/// The settings and the people that values are read with.
pub(super) struct Values<'a> {
    pub(super) source: &'a SourceConfig,
    pub(super) people: &'a People,
    pub(super) pseudonyms: &'a Pseudonyms,
    /// Pseudonyms of this file so far: most people have many records.
    known: RefCell<FxHashMap<Box<str>, Box<str>>>,
    /// What of a text is read, by our column or registry field.
    patterns: FxHashMap<&'a str, Regex>,
}

/// Most pseudonyms that are remembered.
const KNOWN_MAX: usize = 1 << 16;

/// Most bytes of a compiled pattern.
const PATTERN_BYTES_MAX: usize = 1 << 20;

/// Compiles a pattern of the settings.
///
/// # Errors
/// What is wrong with it, as a clause.
pub(super) fn pattern(text: &str) -> Result<Regex, String> {
    let last = |error: &str| error.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned();
    RegexBuilder::new(text).size_limit(PATTERN_BYTES_MAX).build().map_err(|error| last(&error.to_string()))
}

impl<'a> Values<'a> {
    /// The settings of a source; patterns that are none were reported before.
    pub(super) fn new(source: &'a SourceConfig, people: &'a People, pseudonyms: &'a Pseudonyms) -> Values<'a> {
        let patterns = &source.records.patterns;
        let patterns = patterns.iter().filter_map(|(ours, at)| Some((ours.as_str(), pattern(&at.value).ok()?)));
        Values { source, people, pseudonyms, known: RefCell::default(), patterns: patterns.collect() }
    }

    /// What of a text is read: the first group of the pattern, or all that it matches; nothing without a match.
    fn matched<'t>(&self, ours: &str, text: &'t str) -> Option<&'t str> {
        let Some(pattern) = self.patterns.get(ours) else { return Some(text) };
        let captures = pattern.captures(text)?;
        captures.get(1).or_else(|| captures.get(0)).map(|found| found.as_str().trim())
    }

    /// Reads one value of our column or registry field `ours`; `None` when there is none. What a reader of the report
    /// should know is added to `remarks`.
    ///
    /// # Errors
    /// A clause that says what is wrong with the value. It never repeats the value, which may be a name.
    pub(super) fn value<'t>(
        &self,
        ours: &str,
        kind: Kind,
        text: &'t str,
        remarks: &mut Vec<String>,
    ) -> Result<Option<Cow<'t, str>>, String>
    where
        'a: 't,
    {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if self.source.absent.iter().any(|absent| absent.trim() == text) {
            remarks.push(format!("value `{}` means nothing is known", short(text)));
            return Ok(None);
        }
        let Some(text) = self.matched(ours, text) else { return Ok(None) };
        let text: &'t str = match self.source.values.get(ours).and_then(|values| values.get(text)) {
            None => text,
            Some(changed) => {
                remarks.push(match kind {
                    Kind::Person => format!("{ours} read as `values.{ours}` says"),
                    _ => format!("{ours} `{}` read as `{}`", short(text), short(changed)),
                });
                changed.trim()
            }
        };
        if text.is_empty() {
            return Ok(None);
        }
        let is_blank = |c: char| kind == Kind::Text && matches!(c, '\n' | '\r' | '\t');
        let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !is_plain && text.chars().any(|c| c.is_control() && !is_blank(c)) {
            return Err("holds a control character".to_owned());
        }
        match kind {
            Kind::Person => self.person(text).map(Some),
            // A day that is written as facts have it stays as it is.
            Kind::Day if matches!(self.source.dates, DateStyle::Day) && !has_zone(text) => {
                self.day(text).map(|_| Some(Cow::Borrowed(text.get(..10).unwrap_or(text))))
            }
            Kind::Day => self.day(text).map(|day| Some(Cow::Owned(day.to_string()))),
            Kind::Release => match self.release_day(text) {
                Some(day) => Ok(Some(Cow::Owned(day.to_string()))),
                None => plain(ours, text),
            },
            Kind::Plain if self.source.records.lowercase => {
                Ok(plain(ours, text)?.map(|text| Cow::Owned(text.to_lowercase())))
            }
            Kind::Share | Kind::Number if text.contains(',') => {
                let point = with_point(text, kind == Kind::Share, self.source.delimiter);
                Ok(Some(point.map_or(Cow::Borrowed(text), Cow::Owned)))
            }
            Kind::Plain | Kind::Share | Kind::Number => plain(ours, text),
            Kind::Text => Ok(Some(self.words(ours, text, remarks))),
        }
    }

    fn person<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, String>
    where
        'a: 't,
    {
        let name = handle(text);
        if name.is_empty() {
            return Err("is an `@` without a name".to_owned());
        }
        if let Some(id) = self.people.find(name) {
            return Ok(Cow::Borrowed(id));
        }
        if !self.source.pseudonymous {
            return Ok(Cow::Owned(self.pseudonym(name)));
        }
        // Wider than an address has to be, because here the source has promised that there is none.
        if name.split_once('@').is_some_and(|(_, host)| host.contains('.')) {
            return Err("looks like an e-mail address; set people = \"hashed\"".to_owned());
        }
        Ok(Cow::Borrowed(name))
    }

    fn pseudonym(&self, name: &str) -> String {
        let mut known = self.known.borrow_mut();
        if let Some(pseudonym) = known.get(name) {
            return pseudonym.to_string();
        }
        let pseudonym = self.pseudonyms.pseudonym(name);
        if known.len() < KNOWN_MAX {
            known.insert(name.into(), pseudonym.as_str().into());
        }
        pseudonym
    }

    /// Reads a day in the style of the source; of a time after it only the zone counts.
    pub(super) fn day(&self, text: &str) -> Result<Day, String> {
        match &self.source.dates {
            DateStyle::Pattern(pattern) => Day::parse_as(pattern, text),
            DateStyle::Day | DateStyle::Quarter => Day::parse(text),
        }
        .map_err(|why| format!("is no day: {why}"))
    }

    /// A release may be written as a day. Only what is a day from end to end counts, so that names which begin like one
    /// stay whole.
    fn release_day(&self, text: &str) -> Option<Day> {
        match &self.source.dates {
            DateStyle::Pattern(pattern) => Day::parse_as(pattern, text).ok(),
            DateStyle::Day | DateStyle::Quarter => {
                let time = text.split_once(['T', ' ']).map_or("0", |(_, time)| time);
                let is_time = time.starts_with(|c: char| c.is_ascii_digit())
                    && time.chars().all(|c| c.is_ascii_digit() || "Z:.+-".contains(c));
                Day::parse(text).ok().filter(|_| is_time)
            }
        }
    }

    /// Words on one line, without e-mail addresses.
    fn words<'t>(&self, ours: &str, text: &'t str, remarks: &mut Vec<String>) -> Cow<'t, str> {
        if !text.contains('@') && !text.contains(['\n', '\r', '\t']) {
            return Cow::Borrowed(text);
        }
        let words = text.split_whitespace().map(|word| {
            if has_address(word) {
                remarks.push(format!("an e-mail address in `{ours}` was cut out"));
                "[e-mail]"
            } else {
                word
            }
        });
        Cow::Owned(words.collect::<Vec<_>>().join(" "))
    }
}

/// Whether a day may be another one in UTC.
fn has_zone(text: &str) -> bool {
    text.as_bytes().get(10..).is_some_and(|time| memchr::memchr2(b'+', b'-', time).is_some())
}

fn plain<'t>(ours: &str, text: &'t str) -> Result<Option<Cow<'t, str>>, String> {
    if has_address(text) {
        return Err(format!(
            "holds an e-mail address, which may not enter; say what it stands for in `values.{ours}` or map another column"
        ));
    }
    Ok(Some(Cow::Borrowed(text)))
}

/// Whether an e-mail address stands in a text: something, `@`, and a host that ends in letters. `git@host:path`,
/// `user@host/path` and `package@1.2.3` are none.
pub(crate) fn has_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let is_host = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
        let before = text[..at].chars().next_back();
        let after = &text[at + 1..];
        let host = &after[..after.find(|c| !is_host(c)).unwrap_or(after.len())];
        let rest = &after[host.len()..];
        let Some((name, top)) = host.trim_end_matches('.').rsplit_once('.') else { return false };
        before.is_some_and(|c| c.is_alphanumeric() || "._%+-\"'".contains(c))
            && !name.is_empty()
            && top.chars().count() >= 2
            && top.chars().all(char::is_alphabetic)
            && !rest.starts_with([':', '/'])
    })
}

#[cfg(test)]
mod tests {
    use super::has_address;

    #[test]
    fn addresses_are_told_from_what_looks_like_them() {
        for text in
            ["ada@example.com", "Ada <ada.l+x@mail.example.org>", "mailto:a@b.co.", "x,\"a b\"@example.com", "ä@ö.eu"]
        {
            assert!(has_address(text), "{text}");
        }
        for text in [
            "@ada",
            "ada@host",
            "git@example.com:repo",
            "git@example.com/repo",
            "pkg@1.2.3",
            "a @ b.com",
            "@x.com",
            "a@.com",
        ] {
            assert!(!has_address(text), "{text}");
        }
    }
}
