//! The dialects of GitHub and Bitbucket: a pattern and its owners on each line, and the last line that matches decides.

use super::super::ownership::glob::Glob;
use super::super::ownership::index::Pattern;
use super::super::ownership::limits::OWNERS_MAX;
use super::super::ownership::{Dialect, Effect, Owner, Rule, Spot, text};
use super::{Reading, Word, owner, words};

/// Reads all lines.
pub(super) fn read(dialect: Dialect, bytes: &[u8], reading: &mut Reading) {
    for line in text::lines(bytes) {
        let spot = |column| Spot { file: 0, line: line.number, column };
        if let Some(fault) = line.fault {
            let message = format!("the line is not read: {fault}");
            reading.refuse("unreadable-line", message, "write the line anew", spot(1));
            continue;
        }
        let words = words(line.text);
        match words.split_first() {
            None => reading.pass("blank"),
            Some((word, _)) if word.text.starts_with('#') => reading.pass("comment"),
            Some((pattern, rest)) => rule(dialect, pattern, rest, &spot, reading),
        }
    }
}

fn rule(dialect: Dialect, pattern: &Word<'_>, rest: &[Word<'_>], spot: &dyn Fn(u32) -> Spot, reading: &mut Reading) {
    let (pattern, at) = (pattern.text, spot(pattern.column));
    if pattern.starts_with('!') {
        let message = format!("a pattern that begins with `!` is not part of {}", dialect.name());
        let help = "write the pattern without `!` and without owners: then nobody owns what it matches";
        return reading.refuse("negation", message, help, at);
    }
    if pattern.starts_with("\\#") {
        let message = format!("a pattern that begins with `\\#` is not part of {}", dialect.name());
        return reading.refuse("escaped-comment", message, "match it with `?` instead of `#`", at);
    }
    if pattern.contains('[') {
        let message = "a range in brackets does not work here, so the brackets are read as they stand".to_owned();
        reading.problem("brackets", message, "use `?` or several lines", at);
    }
    let mut owners = Vec::new();
    for word in rest {
        // What follows is a comment, or more than is read.
        if word.text.starts_with('#') || owners.len() > OWNERS_MAX {
            break;
        }
        let chosen = reviewers_chosen(word.text).filter(|_| dialect == Dialect::Bitbucket);
        let named = chosen.map_or(word.text, |(name, _)| name);
        match owner(named, dialect, spot(word.column)) {
            Some(owner) => owners.push(Owner { chosen: chosen.map(|(_, count)| count), ..owner }),
            None => {
                let message = "the line is not read: an owner is neither `@user`, `@group/team` nor an e-mail address";
                let help = "write a space in a pattern as `\\ `, and owners behind it";
                return reading.refuse("malformed-owner", message.to_owned(), help, spot(word.column));
            }
        }
    }
    let effect = if owners.is_empty() { Effect::Clears } else { Effect::Owns };
    let compiled = Glob::like_gitignore(pattern).map(Pattern::Glob);
    reading.rule(Rule { pattern: pattern.to_owned(), owners: owners.into(), effect, section: 0, at }, compiled);
}

/// The owner in front of how Bitbucket chooses reviewers from it, and how many it chooses: `@group/team:random(2)`, one where
/// no number stands there, all of them with `:all`.
pub(super) fn reviewers_chosen(word: &str) -> Option<(&str, u32)> {
    let (name, choice) = word.split_once(':')?;
    let count = match choice {
        "all" => u32::MAX,
        "random" | "least_busy" => 1,
        _ => {
            let count =
                ["random(", "least_busy("].iter().find_map(|way| choice.strip_prefix(way))?.strip_suffix(')')?;
            let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
            is_count.then(|| count.parse().unwrap_or(u32::MAX))?
        }
    };
    name.contains('@').then_some((name, count))
}
