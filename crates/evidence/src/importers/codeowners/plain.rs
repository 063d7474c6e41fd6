//! The dialects of GitHub and Bitbucket: a pattern and its owners on each line, and the last line that matches decides.

use super::super::ownership::glob::Glob;
use super::super::ownership::index::Pattern;
use super::super::ownership::{Dialect, Effect, Rule, Spot, text};
use super::{Reading, owner, words};

/// Reads all lines.
pub(super) fn read(dialect: Dialect, bytes: &[u8], reading: &mut Reading) {
    for line in text::lines(bytes) {
        let spot = |byte| Spot { file: 0, line: line.number, column: text::column(line.text, byte) };
        if let Some(fault) = line.fault {
            let message = format!("the line is not read: {fault}");
            reading.refuse("unreadable-line", message, "write the line anew", spot(0));
            continue;
        }
        let words = words(line.text);
        match words.first() {
            None => reading.pass("blank"),
            Some((_, word)) if word.starts_with('#') => reading.pass("comment"),
            Some((at, pattern)) => rule(dialect, pattern, *at, &words[1..], &spot, reading),
        }
    }
}

fn rule(
    dialect: Dialect,
    pattern: &str,
    at: usize,
    rest: &[(usize, &str)],
    spot: &dyn Fn(usize) -> Spot,
    reading: &mut Reading,
) {
    if pattern.starts_with('!') {
        let message = format!("a pattern that begins with `!` is not part of {}", dialect.name());
        let help = "write the pattern without `!` and without owners: then nobody owns what it matches";
        return reading.refuse("negation", message, help, spot(at));
    }
    if pattern.starts_with("\\#") {
        let message = format!("a pattern that begins with `\\#` is not part of {}", dialect.name());
        return reading.refuse("escaped-comment", message, "match it with `?` instead of `#`", spot(at));
    }
    if pattern.contains('[') {
        let message = "a range in brackets does not work here, so the brackets are read as they stand".to_owned();
        reading.problem("brackets", message, "use `?` or several lines", spot(at));
    }
    let mut owners = Vec::new();
    for (byte, word) in rest {
        // What follows is a comment.
        if word.starts_with('#') {
            break;
        }
        let named = reviewers_chosen(word).filter(|_| dialect == Dialect::Bitbucket).unwrap_or(word);
        match owner(named, 1, spot(*byte)) {
            Some(owner) => owners.push(owner),
            None => {
                let message = "the line is not read: an owner is neither `@user`, `@group/team` nor an e-mail address";
                let help = "write a space in a pattern as `\\ `, and owners behind it";
                return reading.refuse("malformed-owner", message.to_owned(), help, spot(*byte));
            }
        }
    }
    let effect = if owners.is_empty() { Effect::Clears } else { Effect::Owns };
    let compiled = Glob::like_gitignore(pattern).map(Pattern::Glob);
    reading.rule(Rule { pattern: pattern.to_owned(), owners, effect, section: 0, at: spot(at) }, compiled);
}

/// The owner in front of how many reviewers Bitbucket chooses from it, as in `@group/team:random(2)`.
pub(super) fn reviewers_chosen(word: &str) -> Option<&str> {
    let (name, choice) = word.split_once(':')?;
    let count = ["random(", "least_busy("].iter().find_map(|way| choice.strip_prefix(way))?.strip_suffix(')')?;
    let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    (is_count && name.contains('@')).then_some(name)
}
