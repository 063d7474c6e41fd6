//! Moves in words: `appoint ines to returns, full time; remove gate design`.
//!
//! Input: what somebody typed. Output: a change with its blanks filled.

use onethread_model::Change;
use onethread_model::diagnostic::nearest;

use super::{Blank, BlankType, MOVES, MoveKind, Refusal, blanks};
use crate::measure::View;

/// Reads moves in words, one after another, parted by `;`.
///
/// # Errors
/// What of it is not understood, with what would be.
pub fn read(text: &str, view: &View<'_>) -> Result<Vec<Change>, Refusal> {
    let parts: Vec<&str> = text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return Err(Refusal::new("no move is named").help(examples()));
    }
    parts.into_iter().map(|part| one(part, view)).collect()
}

/// Every phrase that is understood, for people.
pub fn examples() -> String {
    let phrases: Vec<String> =
        MOVES.iter().filter_map(|kind| kind.phrase).map(|phrase| format!("`{phrase}`")).collect();
    format!("say {}", phrases.join(", or "))
}

fn one(text: &str, view: &View<'_>) -> Result<Change, Refusal> {
    let first = text.split_whitespace().next().unwrap_or_default();
    // Any kind is reached by its key: `give-reason initiative = returns, why = a project that ends`.
    if let Some(kind) = super::kind(first).filter(|_| text.contains('=')) {
        let blanks = text[first.len()..].split(',').map(str::trim).filter(|blank| !blank.is_empty());
        return blanks.into_iter().try_fold(Change::new(kind.key), |change, blank| remark(change, kind, blank, view));
    }
    let verb = |kind: &&'static MoveKind| kind.phrase.and_then(|phrase| phrase.split_whitespace().next());
    let Some(kind) = MOVES.iter().find(|kind| verb(kind).is_some_and(|verb| verb.eq_ignore_ascii_case(first))) else {
        let near = nearest(first, MOVES.iter().filter_map(|kind| verb(&kind)));
        let help = near.map_or_else(examples, |near| format!("did you mean `{near}`?"));
        return Err(Refusal::new(format!("`{first}` is no move that can be said in words")).help(help));
    };
    let phrase = kind.phrase.unwrap_or_default();
    let (head, tail) = text.split_once(',').map_or((text, None), |(head, tail)| (head, Some(tail)));
    let Some(written) = matched(phrase, head) else {
        return Err(Refusal::new(format!("`{text}` is not understood")).help(format!("say `{phrase}`")));
    };
    let mut change = Change::new(kind.key);
    for (key, words) in written {
        if let Some(blank) = kind.blanks.iter().find(|blank| blank.key == key) {
            change = blanks::fill(change, blank, &words, view)?;
        }
    }
    for more in tail.into_iter().flat_map(|tail| tail.split(',')).map(str::trim).filter(|more| !more.is_empty()) {
        change = remark(change, kind, more, view)?;
    }
    Ok(change)
}

/// What follows a comma: `full time`, `80 %`, `from 2026-07-01`, or `blank = words`.
fn remark(change: Change, kind: &'static MoveKind, text: &str, view: &View<'_>) -> Result<Change, Refusal> {
    let of_type = |ty: BlankType| kind.blanks.iter().find(|blank| blank.ty == ty);
    if let Some((key, words)) = text.split_once('=') {
        let (key, keys) = (key.trim(), || kind.blanks.iter().map(|blank| blank.key));
        let Some(blank) = kind.blanks.iter().find(|blank| blank.key == key) else {
            let help = nearest(key, keys())
                .map_or_else(|| keys().collect::<Vec<_>>().join(", "), |near| format!("did you mean `{near}`?"));
            return Err(Refusal::new(format!("`{}` has no blank `{key}`", kind.key)).help(help));
        };
        return blanks::fill(change, blank, words, view);
    }
    let from = text.strip_prefix("from ").and_then(|day| Some((of_type(BlankType::Day)?, day)));
    if let Some((blank, day)) = from {
        return blanks::fill(change, blank, day, view);
    }
    match of_type(BlankType::Percent) {
        Some(blank) => blanks::fill(change, blank, text, view),
        None => Err(Refusal::new(format!("`{text}` is not understood")).help(keys_of(kind.blanks))),
    }
}

fn keys_of(blanks: &[Blank]) -> String {
    let keys: Vec<String> = blanks.iter().map(|blank| format!("`{} = ...`", blank.key)).collect();
    format!("say {}", keys.join(" or "))
}

/// The words that stand in the blanks of a phrase; `None` where a text is not of its form.
fn matched(phrase: &str, text: &str) -> Option<Vec<(String, String)>> {
    let pattern: Vec<&str> = phrase.split_whitespace().collect();
    let words: Vec<&str> = text.split_whitespace().collect();
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
