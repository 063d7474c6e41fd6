//! The dialect of GitLab: sections that count by themselves, exclusions, roles, and patterns of `File.fnmatch`.

use std::sync::Arc;

use super::super::ownership::glob::Glob;
use super::super::ownership::index::Pattern;
use super::super::ownership::limits::OWNERS_MAX;
use super::super::ownership::{Dialect, Effect, Owner, OwnerKind, Rule, Section, Spot, text};
use super::{Reading, Word, owner, words};

/// Most names that a group may be nested in.
pub(super) const GROUPS_MAX: usize = 20;

/// The heading of a section.
pub(super) struct Heading<'t> {
    is_optional: bool,
    name: &'t str,
    approvals: u32,
    /// What follows, and the byte it begins at.
    rest: (usize, &'t str),
}

/// Reads `[Name]`, `^[Name]` or `[Name][2]`, and leaves the owners behind it.
pub(super) fn heading(line: &str) -> Option<Heading<'_>> {
    let (is_optional, inner) = match line.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let (name, mut rest) = inner.strip_prefix('[')?.split_once(']')?;
    if name.trim().is_empty() {
        return None;
    }
    let mut approvals = 1;
    if let Some((digits, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        // What is no number from 1 counts as 1.
        approvals = digits.parse().unwrap_or(1).max(1);
        rest = behind;
    }
    // `[a-z].rb @owner` is a pattern and no heading.
    if !rest.is_empty() && !rest.starts_with([' ', '\t', '[']) {
        return None;
    }
    Some(Heading { is_optional, name: name.trim(), approvals, rest: (line.len() - rest.len(), rest) })
}

/// The role that a word such as `@@maintainers` names.
pub(super) fn role(word: &str) -> Option<&'static str> {
    let name = word.strip_prefix("@@")?.to_ascii_lowercase();
    ["developer", "maintainer", "owner"].into_iter().find(|role| name == *role || name == format!("{role}s"))
}

/// Reads all lines.
pub(super) fn read(bytes: &[u8], reading: &mut Reading) {
    let mut section = 0;
    let mut defaults: Arc<[Owner]> = Arc::default();
    for line in text::lines(bytes) {
        if let Some(fault) = line.fault {
            let message = format!("the line is not read: {fault}");
            reading.refuse("unreadable-line", message, "write the line anew", spot(&line, 0));
            continue;
        }
        let trimmed = line.text.trim();
        let start = line.text.len() - line.text.trim_start().len();
        if trimmed.is_empty() {
            reading.pass("blank");
        } else if trimmed.starts_with('#') {
            reading.pass("comment");
        } else if let Some(heading) = heading(trimmed) {
            section = open(&heading, reading);
            defaults = owners(&line, start + heading.rest.0, heading.rest.1, reading).into();
            reading.pass("heading of a section");
        } else {
            if trimmed.starts_with(['[', '^']) && trimmed.trim_start_matches('^').starts_with('[') {
                let message = "the heading of a section is not closed, so the line is read as a rule".to_owned();
                reading.problem("unparsable-section", message, "write `[Name]`", spot(&line, start));
            }
            entry(&line, start, section, &defaults, reading);
        }
    }
}

/// The section of a heading; names that differ in case only are one.
fn open(heading: &Heading<'_>, reading: &mut Reading) -> u32 {
    let sections = &mut reading.rules.sections;
    let next = sections.len();
    let at = *reading.sections.entry(heading.name.to_lowercase()).or_insert(next);
    if at == next {
        sections.push(Section { name: heading.name.to_owned(), is_required: false, approvals: 0 });
    }
    if let Some(section) = sections.get_mut(at) {
        // One heading that asks for approval is enough.
        section.is_required |= !heading.is_optional;
        section.approvals = section.approvals.max(heading.approvals);
    }
    at as u32
}

fn entry(line: &text::TextLine<'_>, start: usize, section: u32, defaults: &Arc<[Owner]>, reading: &mut Reading) {
    let words = words(line.text);
    let Some(written) = words.first().map(|word| word.text) else { return };
    let behind = start + written.len();
    let named = owners(line, behind, line.text.get(behind..).unwrap_or_default(), reading);
    let (pattern, excludes) = match written.strip_prefix('!') {
        Some(pattern) => (pattern, true),
        None => (written, false),
    };
    let owners = if named.is_empty() && !excludes { defaults.clone() } else { named.into() };
    let effect = match (excludes, owners.is_empty()) {
        (true, _) => Effect::Excludes,
        (false, true) => Effect::Clears,
        (false, false) => Effect::Owns,
    };
    if effect == Effect::Clears {
        let message = "the rule has no owner, so that GitLab approves what it matches by itself".to_owned();
        reading.problem(
            "entry-without-owner",
            message,
            "add an owner, or exclude the path with `!`",
            spot(line, start),
        );
    }
    let owners = if excludes { Arc::default() } else { owners };
    let rule = Rule { pattern: written.to_owned(), owners, effect, section, at: spot(line, start) };
    let compiled = if pattern.is_empty() { Err("it is empty") } else { Ok(Pattern::Glob(glob(pattern))) };
    reading.rule(rule, compiled);
}

/// The pattern as `File.fnmatch` gets it.
fn glob(pattern: &str) -> Glob {
    let unescaped = match pattern.strip_prefix("\\#") {
        Some(rest) => format!("#{rest}"),
        None => pattern.to_owned(),
    };
    let mut pattern = unescaped.replace("\\ ", " ").replace("\\\t", " ");
    if pattern == "*" {
        pattern = "/**/*".to_owned();
    }
    if !pattern.starts_with('/') {
        pattern = format!("/**/{pattern}");
    }
    if pattern.ends_with('/') {
        pattern.push_str("**/*");
    }
    Glob::like_fnmatch(&pattern)
}

/// The owners in a text, which also counts where it is a comment; words that are none are reported and passed over.
fn owners(line: &text::TextLine<'_>, start: usize, rest: &str, reading: &mut Reading) -> Vec<Owner> {
    let mut owners = Vec::new();
    let mut in_comment = false;
    let first = spot(line, start);
    for Word { column, text: word, .. } in words(rest) {
        in_comment |= word.starts_with('#');
        let at = Spot { column: first.column + column - 1, ..first };
        if owners.len() > OWNERS_MAX {
            break;
        }
        if let Some(role) = role(word) {
            owners.push(Owner { name: role.to_owned(), kind: OwnerKind::Role, only_reviews: false, chosen: None, at });
        } else if let Some(owner) = owner(word, Dialect::GitLab, at) {
            owners.push(owner);
        } else if !in_comment {
            let name = Dialect::GitLab.name();
            let message = format!("a word behind the pattern is no owner in {name}, and is passed over");
            let help = "write `@user`, `@group`, `@group/subgroup`, `@@role` or an e-mail address";
            reading.problem("malformed-owner", message, help, at);
        }
    }
    owners
}

fn spot(line: &text::TextLine<'_>, byte: usize) -> Spot {
    Spot { file: 0, line: line.number, column: text::column(line.text, byte) }
}
