//! Cells and the dictionary of all texts that facts mention.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::day::Day;

/// A text that facts mention, as an integer: comparing and joining never touches the text.
///
/// The order of symbols is the order in which they were met; sort by text before showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Counted from 1, so that an absent one takes no more room.
pub struct Symbol(NonZeroU32);

impl Symbol {
    /// Its place among all of its facts, from 0.
    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The dictionary of all texts that facts mention.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// All texts, one after another.
    texts: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// The text of each hash. Of two texts with one hash, the later one has the next free number instead.
    ids: FxHashMap<u32, Symbol>,
    /// Each text that shares a hash with another would take whoever prepares it billions of tries.
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl Symbols {
    /// The symbol of a text, made when new.
    pub fn intern(&mut self, text: &str) -> Symbol {
        match self.look_up(text) {
            Ok(symbol) => symbol,
            Err(free) => {
                let symbol = Symbol(NonZeroU32::MIN.saturating_add(self.ends.len() as u32));
                self.texts.push_str(text);
                self.ends.push(self.texts.len());
                self.ids.insert(free, symbol);
                symbol
            }
        }
    }

    /// The symbol of a text, when it was met.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.look_up(text).ok()
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        let index = symbol.index();
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(index).and_then(|end| self.texts.get(start..*end)).unwrap_or("")
    }

    /// Every text, in the order in which they were met.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (1..=self.ends.len() as u32).filter_map(NonZeroU32::new).map(|number| self.text(Symbol(number)))
    }

    /// The symbol of a text, or else the number under which it would be found.
    fn look_up(&self, text: &str) -> Result<Symbol, u32> {
        let mut hash = self.hasher.hash_one(text) as u32;
        loop {
            match self.ids.get(&hash) {
                None => return Err(hash),
                Some(symbol) if self.text(*symbol) == text => return Ok(*symbol),
                Some(_) => hash = hash.wrapping_add(1),
            }
        }
    }
}

/// What a cell of a fact table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// A day in UTC.
    Day,
    /// A whole number that keeps the order within a day.
    Sequence,
    /// The id of an initiative.
    Initiative,
    /// The id or pseudonym of a person.
    Person,
    /// The id of a team.
    Team,
    /// The id of a component, or a path.
    Component,
    /// A release.
    Release,
    /// A word of a small vocabulary.
    Word,
    /// A value: text or a list of texts, as its field says.
    Value,
    /// A number from 0 to 1.
    Share,
    /// The id of a change.
    Change,
    /// The id of a decision.
    Decision,
    /// The id of a gate.
    Gate,
    /// The name of a metric.
    Metric,
    /// The name of a package.
    Package,
    /// A whole number from 0.
    Count,
    /// Any finite number.
    Amount,
}

/// The cells of a record, by column of the table; a missing or empty cell is absent.
///
/// Lists are already split: most cells hold one text.
#[derive(Clone, Debug, Default)]
pub struct Cells<'a> {
    cells: Vec<(&'static str, SmallVec<[&'a str; 1]>)>,
}

impl<'a> Cells<'a> {
    /// Sets a cell of one text.
    pub fn set(&mut self, column: &'static str, text: &'a str) {
        self.set_texts(column, [text]);
    }

    /// Sets a cell of several texts.
    pub fn set_list(&mut self, column: &'static str, texts: Vec<&'a str>) {
        self.set_texts(column, texts);
    }

    /// The same, from wherever they come.
    pub fn set_texts(&mut self, column: &'static str, texts: impl IntoIterator<Item = &'a str>) {
        let texts = texts.into_iter().collect();
        match self.cells.iter_mut().find(|(name, _)| *name == column) {
            Some((_, known)) => *known = texts,
            None => self.cells.push((column, texts)),
        }
    }

    /// The texts of a cell; empty when absent.
    pub fn list(&self, column: &str) -> &[&'a str] {
        self.cells.iter().find(|(name, _)| *name == column).map_or(&[], |(_, texts)| texts)
    }

    /// The text of a cell, when there is one.
    pub fn text(&self, column: &str) -> Option<&'a str> {
        self.list(column).first().copied().filter(|text| !text.is_empty())
    }
}

/// A type that a cell can be read as.
pub trait Column: Sized {
    /// Whether a record without the cell is rejected.
    const REQUIRED: bool;

    /// Reads the texts of a cell; empty when absent.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the texts.
    fn decode(texts: &[&str], symbols: &mut Symbols) -> Result<Self, String>;
}

fn single<'a>(texts: &[&'a str]) -> Result<&'a str, String> {
    match texts {
        [] => Err("is missing".to_owned()),
        [""] => Err("is empty".to_owned()),
        [one] => Ok(one),
        more => Err(format!("holds {} values where one is expected", more.len())),
    }
}

impl Column for Symbol {
    const REQUIRED: bool = true;
    fn decode(texts: &[&str], symbols: &mut Symbols) -> Result<Self, String> {
        single(texts).map(|text| symbols.intern(text))
    }
}

impl Column for Day {
    const REQUIRED: bool = true;
    fn decode(texts: &[&str], _: &mut Symbols) -> Result<Self, String> {
        Day::parse(single(texts)?)
    }
}

impl Column for u32 {
    const REQUIRED: bool = true;
    fn decode(texts: &[&str], _: &mut Symbols) -> Result<Self, String> {
        single(texts)?.parse().map_err(|_| "is no whole number from 0".to_owned())
    }
}

/// A number from 0 to 1, to a billionth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
// Half the room of a number with a floating point, and exact for what people write: up to nine decimals come out as they
// went in, because the quotient of two whole numbers is rounded as the text is.
pub struct Share(u32);

impl Share {
    const WHOLE: u32 = 1_000_000_000;

    /// A share of a number from 0 to 1; none of any other.
    pub fn of(number: f64) -> Option<Share> {
        (0.0..=1.0).contains(&number).then(|| Share((number * f64::from(Share::WHOLE)).round() as u32))
    }

    /// It as a number from 0 to 1.
    pub fn get(self) -> f64 {
        f64::from(self.0) / f64::from(Share::WHOLE)
    }
}

impl Column for Share {
    const REQUIRED: bool = true;
    fn decode(texts: &[&str], _: &mut Symbols) -> Result<Self, String> {
        let text = single(texts)?;
        let (digits, scale) = match text.strip_suffix('%') {
            Some(percent) => (percent.trim(), 0.01),
            None => (text, 1.0),
        };
        let share: f64 = digits.parse().map_err(|_| "is no number".to_owned())?;
        Share::of(share * scale).ok_or_else(|| "is not between 0 and 1".to_owned())
    }
}

/// A day on which something ended, was answered or was reversed; absent while it lasts. Whether that has come is known
/// only on a day: [`super::AsOf::known`] is the one way to read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome(pub(super) Option<Day>);

impl From<Option<Day>> for Outcome {
    fn from(day: Option<Day>) -> Outcome {
        Outcome(day)
    }
}

impl Column for Outcome {
    const REQUIRED: bool = false;
    fn decode(texts: &[&str], symbols: &mut Symbols) -> Result<Self, String> {
        Option::decode(texts, symbols).map(Outcome)
    }
}

/// Any finite number, in a unit of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount(pub f64);

impl Column for Amount {
    const REQUIRED: bool = true;
    fn decode(texts: &[&str], _: &mut Symbols) -> Result<Self, String> {
        let number: f64 = single(texts)?.parse().map_err(|_| "is no number".to_owned())?;
        if number.is_finite() { Ok(Amount(number)) } else { Err("is no finite number".to_owned()) }
    }
}

impl Column for Box<[Symbol]> {
    const REQUIRED: bool = false;
    fn decode(texts: &[&str], symbols: &mut Symbols) -> Result<Self, String> {
        Ok(texts.iter().filter(|text| !text.is_empty()).map(|text| symbols.intern(text)).collect())
    }
}

impl<T: Column> Column for Option<T> {
    const REQUIRED: bool = false;
    fn decode(texts: &[&str], symbols: &mut Symbols) -> Result<Self, String> {
        match texts {
            [] | [""] => Ok(None),
            _ => T::decode(texts, symbols).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parser of the standard library is the rival: what people write is kept to the last bit.
    #[test]
    fn shares_of_up_to_nine_decimals_are_exact() {
        let mut symbols = Symbols::default();
        for number in (0..=1_000_000_000_u64).step_by(99_991).chain([1, 999_999_999, 1_000_000_000]) {
            let text = format!("{}.{:09}", number / 1_000_000_000, number % 1_000_000_000);
            let share = Share::decode(&[&text], &mut symbols).expect("a share");
            assert_eq!(share.get(), text.parse::<f64>().expect("a number"), "{text}");
            assert_eq!(Share::of(share.get()), Some(share), "{text}");
        }
        for wrong in ["1.0000000001", "-0.0000000001", "NaN", "101%", "inf"] {
            assert!(Share::decode(&[wrong], &mut symbols).is_err(), "{wrong}");
        }
        assert_eq!(Share::decode(&["12.5 %"], &mut symbols).map(Share::get), Ok(0.125));
    }

    /// With so many texts about ten pairs share a hash of 32 bits.
    #[test]
    fn every_text_is_found_again_where_hashes_meet() {
        let mut symbols = Symbols::default();
        let texts: Vec<String> = (0..300_000).map(|number| format!("text-{number}")).collect();
        let first: Vec<Symbol> = texts.iter().map(|text| symbols.intern(text)).collect();
        assert!(first.windows(2).all(|pair| pair[0] < pair[1]), "in the order in which they were met");
        for (text, symbol) in texts.iter().zip(&first) {
            assert_eq!((symbols.intern(text), symbols.find(text)), (*symbol, Some(*symbol)));
            assert_eq!(symbols.text(*symbol), text);
        }
        assert_eq!(symbols.find("another"), None);
        assert!(symbols.iter().eq(texts.iter().map(String::as_str)));
    }
}
