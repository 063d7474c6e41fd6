//! Moves in words: `appoint ines to returns, full time; remove gate design`.
//!
//! Input: what someone typed. Output: a change with its blanks filled. Moves are parted by `;`, what is said of one by
//! `,`; a text with one of these signs stands in double quotes. A blank of several things takes what follows it, up to
//! the next key: `members = ada, tomas`.

use onethread_model::Change;
use onethread_model::diagnostic::nearest;

use super::{Blank, BlankType, MOVES, MoveKind, Refusal, blanks};
use crate::measure::View;

/// Reads moves in words, one after another, parted by `;`.
///
/// # Errors
/// What of it is not understood, with what would be.
pub fn read(text: &str, view: &View<'_>) -> Result<Vec<Change>, Refusal> {
    let moves = parts(text, ';');
    if moves.is_empty() {
        return Err(Refusal::new("no move is named").help(examples()));
    }
    moves.into_iter().map(|part| one(part, view)).collect()
}

/// Every phrase that is understood, for people.
pub fn examples() -> String {
    say(MOVES.iter().flat_map(phrases).map(|phrase| phrase.text))
}

fn say(phrases: impl Iterator<Item = String>) -> String {
    format!("say {}", phrases.map(|phrase| format!("`{phrase}`")).collect::<Vec<_>>().join(", or "))
}

/// A phrase of a move kind with the blank that its first word fills, where that is one of a choice.
pub struct Phrase {
    kind: &'static MoveKind,
    /// The words, with blanks in braces.
    pub text: String,
    chosen: Option<(&'static Blank, &'static str)>,
}

impl Phrase {
    fn begins_with(&self, word: &str) -> bool {
        self.text.split_whitespace().next().is_some_and(|verb| verb.eq_ignore_ascii_case(word))
    }
}

/// The phrases of a kind: one for each word of the choice that its phrase begins with; none where it has no phrase.
pub fn phrases(kind: &'static MoveKind) -> Vec<Phrase> {
    let Some(text) = kind.phrase else { return Vec::new() };
    let choice = kind.blanks.iter().find_map(|blank| match blank.ty {
        BlankType::Choice(words) => Some((blank, words, text.strip_prefix(&format!("{{{}}}", blank.key))?)),
        _ => None,
    });
    match choice {
        None => vec![Phrase { kind, text: text.to_owned(), chosen: None }],
        Some((blank, words, rest)) => words
            .iter()
            .map(|word| Phrase { kind, text: format!("{word}{rest}"), chosen: Some((blank, word)) })
            .collect(),
    }
}

/// A change in the words in which it would be typed; the title of its kind where it has none.
pub fn said(change: &Change) -> String {
    let Some(kind) = super::kind(change.kind) else { return change.kind.to_owned() };
    let Some(phrase) = kind.phrase else { return format!("{} ({})", kind.title.to_lowercase(), change.initiative()) };
    kind.blanks.iter().fold(phrase.to_owned(), |says, blank| {
        let value = change.text(blank.key).unwrap_or("...");
        says.replace(&format!("{{{}}}", blank.key), value)
    })
}

/// What stands between separators, without what is empty. What is in double quotes is not parted.
pub(super) fn parts(text: &str, separator: char) -> Vec<&str> {
    let mut is_quoted = false;
    let is_end = |sign: char| {
        is_quoted ^= sign == '"';
        sign == separator && !is_quoted
    };
    text.split(is_end).map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn one(text: &str, view: &View<'_>) -> Result<Change, Refusal> {
    let first = text.split_whitespace().next().unwrap_or_default();
    // Any kind is reached by its key: `give-reason initiative = returns, why = a project that ends`.
    let of_key = parts(&text[first.len()..], ',');
    if let Some(kind) = super::kind(first).filter(|_| of_key.first().is_some_and(|part| part.contains('='))) {
        return remarks(Change::new(kind.key), kind, &of_key, view);
    }
    let all: Vec<Phrase> = MOVES.iter().flat_map(phrases).collect();
    let meant: Vec<&Phrase> = all.iter().filter(|phrase| phrase.begins_with(first)).collect();
    if meant.is_empty() {
        let near = nearest(first, all.iter().filter_map(|phrase| phrase.text.split_whitespace().next()));
        let help = near.map_or_else(examples, |near| format!("did you mean `{near}`?"));
        return Err(Refusal::new(format!("`{first}` is no move that can be said in words")).help(help));
    }
    let parts = parts(text, ',');
    let (head, more) = parts.split_first().map_or(("", &[][..]), |(head, more)| (*head, more));
    let found = meant.iter().find_map(|phrase| Some((phrase, matched(&phrase.text, head)?)));
    let Some((phrase, written)) = found else {
        let help = say(meant.iter().map(|phrase| phrase.text.clone()));
        return Err(Refusal::new(format!("`{text}` is not understood")).help(help));
    };
    let kind = phrase.kind;
    let mut change = Change::new(kind.key);
    if let Some((blank, word)) = phrase.chosen {
        change = blanks::fill(change, blank, word, view)?;
    }
    for (key, words) in written {
        if let Some(blank) = kind.blanks.iter().find(|blank| blank.key == key) {
            change = blanks::fill(change, blank, &words, view)?;
        }
    }
    remarks(change, kind, more, view)
}

/// What is said of a move after its phrase or its key: `full time`, `80 %`, `from 2026-07-01`, `blank = words`, or one
/// more thing for a blank of several.
pub(super) fn remarks(
    mut change: Change,
    kind: &'static MoveKind,
    parts: &[&str],
    view: &View<'_>,
) -> Result<Change, Refusal> {
    let mut several: Option<&'static Blank> = None;
    for part in parts {
        let (blank, words) = match (keyed(kind, part)?, short_remark(kind, part), several) {
            (Some(keyed), ..) => keyed,
            (None, Some(remark), _) => remark,
            (None, None, Some(blank)) => (blank, *part),
            (None, None, None) => {
                let why = format!("`{part}` is not understood");
                return Err(
                    Refusal::new(why).help(format!("{}; put a text with a comma in quotes", keys_of(kind.blanks)))
                );
            }
        };
        several = Some(blank).filter(|blank| blank.ty.is_several());
        change = blanks::fill(change, blank, words, view)?;
    }
    Ok(change)
}

/// `blank = words`; `None` where a part has no key.
pub(super) fn keyed<'t>(kind: &'static MoveKind, part: &'t str) -> Result<Option<(&'static Blank, &'t str)>, Refusal> {
    let Some((key, words)) = part.split_once('=').filter(|(key, _)| !key.contains('"')) else { return Ok(None) };
    let (key, keys) = (key.trim(), || kind.blanks.iter().map(|blank| blank.key));
    if let Some(blank) = kind.blanks.iter().find(|blank| blank.key == key) {
        return Ok(Some((blank, words)));
    }
    let help = nearest(key, keys())
        .map_or_else(|| keys().collect::<Vec<_>>().join(", "), |near| format!("did you mean `{near}`?"));
    Err(Refusal::new(format!("`{}` has no blank `{key}`", kind.key)).help(help))
}

/// `full time`, `80 %` or `from 2026-07-01`.
pub(super) fn short_remark<'t>(kind: &'static MoveKind, part: &'t str) -> Option<(&'static Blank, &'t str)> {
    let find = |is_it: &dyn Fn(&Blank) -> bool| kind.blanks.iter().find(|blank| is_it(blank));
    if let Some(day) = part.strip_prefix("from ") {
        return Some((find(&|blank| blank.key == "from" && blank.ty == BlankType::Day)?, day));
    }
    let is_share = blanks::percent(part).is_some() || part.ends_with('%');
    Some((find(&|blank| blank.ty == BlankType::Percent).filter(|_| is_share)?, part))
}

fn keys_of(blanks: &[Blank]) -> String {
    let keys: Vec<String> = blanks.iter().map(|blank| format!("`{} = ...`", blank.key)).collect();
    format!("say {}", keys.join(" or "))
}

/// The keys of the blanks of a phrase, in its order.
pub(super) fn keys(phrase: &str) -> Vec<&str> {
    let pieces = phrase.split_whitespace();
    pieces.filter_map(|piece| piece.strip_prefix('{')?.strip_suffix('}')).collect()
}

/// The words that stand in the blanks of a phrase; `None` where a text is not of its form.
fn matched(phrase: &str, text: &str) -> Option<Vec<(String, String)>> {
    matched_words(phrase, &text.split_whitespace().collect::<Vec<_>>())
}

/// The same of words, each of which may be a name of several.
pub(super) fn matched_words(phrase: &str, words: &[&str]) -> Option<Vec<(String, String)>> {
    let pattern: Vec<&str> = phrase.split_whitespace().collect();
    let mut found = Vec::new();
    let mut at = 0;
    for (index, piece) in pattern.iter().enumerate() {
        let Some(key) = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}')) else {
            if !words.get(at)?.eq_ignore_ascii_case(piece) {
                return None;
            }
            at += 1;
            continue;
        };
        // A blank ends before the last place of the next word of the phrase: names may hold that word, too.
        let end = match pattern.get(index + 1) {
            None => words.len(),
            Some(next) => words.iter().rposition(|word| word.eq_ignore_ascii_case(next)).filter(|end| *end > at)?,
        };
        if end <= at {
            return None;
        }
        found.push((key.to_owned(), words[at..end].join(" ")));
        at = end;
    }
    (at == words.len()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::matched;

    #[test]
    fn blanks_take_whole_names() {
        let found =
            |phrase, text| matched(phrase, text).map(|all| all.into_iter().map(|(_, words)| words).collect::<Vec<_>>());
        let phrase = "appoint {leader} to {initiative}";
        assert_eq!(found(phrase, "Appoint ines to returns"), Some(vec!["ines".to_owned(), "returns".to_owned()]));
        let titled = "appoint Head of road to market to Shop open in a day";
        assert_eq!(
            found(phrase, titled),
            Some(vec!["Head of road to market".to_owned(), "Shop open in a day".to_owned()])
        );
        for broken in ["appoint ines", "appoint to returns", "appoint ines to", "appoint", ""] {
            assert_eq!(found(phrase, broken), None, "{broken}");
        }
    }
}
