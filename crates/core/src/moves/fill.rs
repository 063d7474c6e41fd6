//! A change out of what stands in its blanks one by one, as the command of an act, a form or a file gives it.
//!
//! Input: words behind the command, and values by the keys of blanks. Output: a change, with what is missing left open.
//! Words are those of the phrase (`ines to returns, full time`), or one for each required blank (`ines returns`).

use onethread_model::Change;
use onethread_model::change::Known;
use onethread_model::diagnostic::nearest;

use super::{Blank, MoveKind, Refusal, blanks, phrase};
use crate::measure::View;

/// The blanks that words behind the command of a kind fill: those without which it cannot be carried out, in the order of
/// its phrase, then in that of its description.
pub fn positional(kind: &'static MoveKind) -> Vec<&'static Blank> {
    let phrased = kind.phrase.map(phrase::keys).unwrap_or_default();
    let place = |blank: &&Blank| phrased.iter().position(|key| *key == blank.key).unwrap_or(phrased.len());
    let mut found: Vec<&'static Blank> = kind.blanks.iter().filter(|blank| blank.required).collect();
    found.sort_by_key(place);
    found
}

/// What stands behind the command of a kind in its phrase: `{leader} to {initiative}`. The required blanks where it has
/// none.
pub fn usage(kind: &'static MoveKind) -> String {
    let said = kind.phrase.and_then(|phrase| phrase.find('{').map(|at| phrase[at..].to_owned()));
    said.unwrap_or_else(|| {
        positional(kind).iter().map(|blank| format!("{{{}}}", blank.key)).collect::<Vec<_>>().join(" ")
    })
}

/// Fills the blanks of a kind with words behind its command, and with values by key. A blank of several things takes each
/// value that is given to it; any other one takes one.
///
/// # Errors
/// What of it is not understood or said twice, with what would be understood.
pub fn filled(
    kind: &'static MoveKind,
    words: &[String],
    values: &[(String, String)],
    view: &View<'_>,
) -> Result<Change, Refusal> {
    let (head, remarks) = parted(words);
    let mut change = Change::new(kind.key);
    for (blank, word) in behind(kind, &head)? {
        change = once(change, blank, &word, view)?;
    }
    change = phrase::remarks(change, kind, &remarks.iter().map(String::as_str).collect::<Vec<_>>(), view)?;
    for (key, value) in values {
        let Some(blank) = kind.blanks.iter().find(|blank| blank.key == key) else {
            let keys = || kind.blanks.iter().map(|blank| blank.key);
            let near = nearest(key, keys());
            let help = near.map_or_else(
                || format!("it has {}", keys().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Refusal::new(format!("`{}` has no blank `{key}`", kind.key)).help(help));
        };
        change = once(change, blank, value, view)?;
    }
    Ok(change)
}

/// Fills a blank that nobody filled yet, or one of several things.
fn once(change: Change, blank: &'static Blank, value: &str, view: &View<'_>) -> Result<Change, Refusal> {
    match change.get(blank.key) {
        Some(said) if !blank.ty.is_several() => {
            let why = format!("`{}` is said twice: `{}` and `{}`", blank.key, shown(said), value.trim());
            Err(Refusal::new(why).help("say it once"))
        }
        _ => blanks::fill(change, blank, value, view),
    }
}

/// What is known of a blank, as it is typed.
pub fn shown(known: &Known) -> String {
    match known {
        Known::Text(text) => text.clone(),
        Known::List(texts) => texts.join(", "),
        Known::Count(count) => count.to_string(),
        Known::Day(day) => day.to_string(),
    }
}

/// The words behind a command that give a change: one for each required blank, then `--key value` for every other one. A
/// blank of several things is given once for each.
pub fn as_words(change: &Change) -> Vec<String> {
    let Some(kind) = super::kind(change.kind) else { return Vec::new() };
    let given = |blank: &Blank| match change.get(blank.key) {
        Some(Known::List(texts)) => texts.clone(),
        Some(known) => vec![shown(known)],
        None => Vec::new(),
    };
    // A list is given by flags: behind the command it would take what follows.
    let plain: Vec<&Blank> = positional(kind).into_iter().take_while(|blank| !blank.ty.is_several()).collect();
    let mut words: Vec<String> = plain.iter().flat_map(|blank| given(blank)).collect();
    for blank in kind.blanks.iter().filter(|blank| !plain.iter().any(|known| known.key == blank.key)) {
        words.extend(given(blank).into_iter().flat_map(|value| [format!("--{}", blank.key), value]));
    }
    words
}

/// The first example of the page of a kind, as words behind its command: the page runs as a test, and so does this.
pub fn example(kind: &'static MoveKind) -> Option<Vec<String>> {
    let moves = kind.page.split("\n```move\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    moves.into_iter().find_map(|text| example_of(kind, text))
}

fn example_of(kind: &'static MoveKind, text: &str) -> Option<Vec<String>> {
    let moves = phrase::parts(text, ';');
    let [one] = moves[..] else { return None };
    let parts = phrase::parts(one, ',');
    let pattern = usage(kind);
    let start = kind.phrase.map(|phrase| phrase.find('{').map_or("", |at| &phrase[..at])).unwrap_or_default();
    let (mut values, rest): (Vec<(&Blank, String)>, _) =
        match one.get(kind.key.len()..).filter(|_| one.starts_with(kind.key)) {
            Some(rest) if phrase::parts(rest, ',').first().is_some_and(|part| part.contains('=')) => {
                (Vec::new(), phrase::parts(rest, ','))
            }
            _ => {
                let (head, more) = parts.split_first()?;
                let head = head
                    .get(..start.len())
                    .filter(|begin| begin.eq_ignore_ascii_case(start))
                    .map(|_| &head[start.len()..])?;
                let found = phrase::matched_words(&pattern, &head.split_whitespace().collect::<Vec<_>>())?;
                let of_key =
                    |(key, words): (String, String)| Some((kind.blanks.iter().find(|blank| blank.key == key)?, words));
                (found.into_iter().filter_map(of_key).collect(), more.to_vec())
            }
        };
    for part in rest {
        let keyed = phrase::keyed(kind, part).ok()?.or(phrase::short_remark(kind, part));
        let (blank, value) = keyed.or_else(|| Some((values.last()?.0, part)))?;
        values.push((blank, value.trim().trim_matches('"').split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    let mut words = Vec::new();
    let value = |key: &str| values.iter().find(|(blank, _)| blank.key == key).map(|(_, value)| value.clone());
    let plain: Vec<&str> =
        positional(kind).iter().take_while(|blank| !blank.ty.is_several()).map(|blank| blank.key).collect();
    for piece in pattern.split_whitespace() {
        match piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}')) {
            Some(key) if plain.contains(&key) => words.push(value(key)?),
            Some(_) => {}
            None => words.push(piece.to_owned()),
        }
    }
    let flags = values.iter().filter(|(blank, _)| !plain.contains(&blank.key));
    words.extend(flags.flat_map(|(blank, value)| [format!("--{}", blank.key), value.clone()]));
    Some(words)
}

/// Parts words where one ends with a comma: what stands before the first, and the remarks behind it.
fn parted(words: &[String]) -> (Vec<String>, Vec<String>) {
    // All in one word, as in `onethread appoint "ines to returns, full time"`.
    if let [one] = words
        && one.contains(',')
        && one.contains(char::is_whitespace)
    {
        let mut parts = phrase::parts(one, ',').into_iter().map(str::to_owned);
        let head = parts.next().map(|head| head.split_whitespace().map(str::to_owned).collect());
        return (head.unwrap_or_default(), parts.collect());
    }
    let (mut head, mut remarks, mut open) = (Vec::new(), Vec::new(), None::<Vec<&str>>);
    for word in words {
        let (text, ends) = word.strip_suffix(',').map_or((word.as_str(), false), |text| (text, true));
        match &mut open {
            None => head.extend((!text.is_empty()).then(|| text.to_owned())),
            Some(remark) => remark.push(text),
        }
        if ends {
            remarks.extend(open.replace(Vec::new()));
        }
    }
    remarks.extend(open);
    let said = remarks.into_iter().map(|words| words.join(" ")).filter(|remark| !remark.trim().is_empty());
    (head, said.collect())
}

/// Which blank each word behind the command fills.
fn behind(kind: &'static MoveKind, words: &[String]) -> Result<Vec<(&'static Blank, String)>, Refusal> {
    let (pattern, blanks) = (usage(kind), positional(kind));
    let is_of_phrase = |word: &str| {
        pattern.split_whitespace().any(|piece| !piece.starts_with('{') && piece.eq_ignore_ascii_case(word))
    };
    let words: Vec<&str> = match words {
        [one] if blanks.len() > 1 => one.split_whitespace().collect(),
        words => words.iter().map(String::as_str).collect(),
    };
    if words.iter().any(|word| is_of_phrase(word))
        && let Some(found) = phrase::matched_words(&pattern, &words)
    {
        let of_key = |(key, words): (String, String)| Some((kind.blanks.iter().find(|blank| blank.key == key)?, words));
        return Ok(found.into_iter().filter_map(of_key).collect());
    }
    let words: Vec<&str> = words.into_iter().filter(|word| !is_of_phrase(word)).collect();
    let several = blanks.last().filter(|last| last.ty.is_several());
    if let Some(word) = words.get(blanks.len()).filter(|_| several.is_none()) {
        let why = format!("`{word}` is one word too many");
        return Err(Refusal::new(why).help(format!(
            "say `onethread {} {}`; put a name of several words in quotes",
            kind.key,
            typed(&pattern)
        )));
    }
    let blank = |at: usize| blanks.get(at).or(several).copied();
    Ok(words.iter().enumerate().filter_map(|(at, word)| Some((blank(at)?, (*word).to_owned()))).collect())
}

/// A phrase as a help shows it: `LEADER to INITIATIVE`.
pub fn typed(pattern: &str) -> String {
    let piece = |piece: &str| match piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}')) {
        Some(key) => key.to_uppercase(),
        None => piece.to_owned(),
    };
    pattern.split_whitespace().map(piece).collect::<Vec<_>>().join(" ")
}

/// What can be offered for a word behind a command, after these: words of the phrase, and the blank that comes next.
pub fn next(kind: &'static MoveKind, before: &[String]) -> (Vec<&'static str>, Option<&'static Blank>) {
    let pattern: Vec<&'static str> = kind.phrase.map(|phrase| phrase.split_whitespace().collect()).unwrap_or_default();
    let tail: Vec<&'static str> = pattern.into_iter().skip_while(|piece| !piece.starts_with('{')).collect();
    let is_word = |word: &String| tail.iter().any(|piece| !piece.starts_with('{') && piece.eq_ignore_ascii_case(word));
    let blank = positional(kind).get(before.iter().filter(|word| !is_word(word)).count()).copied();
    let words = tail.get(before.len()).filter(|piece| !piece.starts_with('{')).copied();
    (words.into_iter().collect(), blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split('|').map(str::to_owned).collect()
    }

    fn behind_appoint(text: &str) -> Vec<(&'static str, String)> {
        let kind = super::super::kind("appoint").expect("a kind");
        let (head, _) = parted(&words(text));
        behind(kind, &head).expect("understood").into_iter().map(|(blank, word)| (blank.key, word)).collect()
    }

    #[test]
    fn words_of_the_phrase_may_stand_between() {
        let both = vec![("leader", "ines".to_owned()), ("initiative", "returns".to_owned())];
        for text in [
            "ines|returns",
            "ines|to|returns",
            "ines to returns",
            "ines|TO|returns,|full|time",
            "ines to returns, full time",
        ] {
            assert_eq!(behind_appoint(text), both, "{text}");
        }
        assert_eq!(behind_appoint("ines|to"), both[..1], "what is missing stays open");
        assert_eq!(behind_appoint("Head of road to market|to|Shop open")[0].1, "Head of road to market");
        let kind = super::super::kind("appoint").expect("a kind");
        let refusal = behind(kind, &words("ines|returns|search")).expect_err("too many");
        assert_eq!(refusal.why, "`search` is one word too many");
    }

    #[test]
    fn commas_part_remarks() {
        assert_eq!(parted(&words("ines|to|returns,|full|time,|from|2026-07-01")).1, ["full time", "from 2026-07-01"]);
        assert_eq!(parted(&words("a, b|c")), (words("a, b|c"), vec![]), "a comma in a word is part of it");
    }
}
