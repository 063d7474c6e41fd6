//! CODEOWNERS: which teams and people own which paths, in the dialects of GitHub, GitLab and Bitbucket Cloud.
//!
//! The dialect is reported by where the file lies, else by its syntax, and the answer says which one it was and why.
//! Lines become rules through [`plain`] (GitHub, Bitbucket) or [`gitlab`]; matching is that of the dialect.

mod gitlab;
mod mibex;
mod plain;

use std::collections::HashMap;

use super::ownership::index::{Index, Pattern};
use super::ownership::limits::{OWNERS_MAX, PATTERN_BYTES_MAX, RULES_MAX};
use super::ownership::{
    Dialect, Effect, Engine, Line, Owner, OwnerKind, OwnershipFile, OwnershipRules, Problem, Rule, Section, Spot,
    UNTOLD, text,
};

/// Where a file may lie in a repository, the first place first, with the dialect that this place alone decides.
pub const PLACES: &[(&str, Option<Dialect>)] = &[
    (".github/CODEOWNERS", Some(Dialect::GitHub)),
    (".bitbucket/CODEOWNERS", Some(Dialect::Bitbucket)),
    ("CODEOWNERS", None),
    ("docs/CODEOWNERS", None),
    (".gitlab/CODEOWNERS", Some(Dialect::GitLab)),
];

/// Reads a file. The path, from the root of its repository, says the dialect where it can.
///
/// Reading never fails: lines that are not understood become problems, and the rest is read.
pub fn parse(path: &str, bytes: &[u8]) -> OwnershipRules {
    let (dialect, why) = dialect_of(path, bytes);
    parse_as(dialect, why, path, bytes)
}

/// Reads a file in this dialect. `why` says, as a clause, why it is this one.
pub fn parse_as(dialect: Dialect, why: &str, path: &str, bytes: &[u8]) -> OwnershipRules {
    let rules = OwnershipRules::new(dialect, why.to_owned(), Engine::LastMatch(Index::default()));
    let mut reading = Reading { rules, lines: Vec::new(), sections: HashMap::new() };
    reading.rules.files.push(OwnershipFile { path: path.to_owned(), lines: Vec::new() });
    reading.rules.sections.push(Section { name: String::new(), is_required: true, approvals: 1 });
    if let Err(why) = text::check(bytes) {
        reading.problem(
            "unreadable-file",
            format!("the file is not read: {why}"),
            "",
            Spot { file: 0, line: 1, column: 1 },
        );
    } else if let Some(spot) = mibex::first_sign(dialect, bytes) {
        let message = "this is the syntax of the app `Code Owners for Bitbucket` by Mibex, which is not read";
        let help = "give a file in the syntax of Bitbucket Cloud itself, or name the teams in `org/teams.toml`";
        reading.problem("mibex-syntax", message.to_owned(), help, spot);
        reading.lines = text::lines(bytes).map(|_| Line::Other("not read: the syntax of another app")).collect();
    } else if dialect == Dialect::GitLab {
        gitlab::read(bytes, &mut reading);
    } else {
        plain::read(dialect, bytes, &mut reading);
    }
    let Reading { mut rules, lines, .. } = reading;
    if let Some(file) = rules.files.first_mut() {
        file.lines = lines;
    }
    rules
}

/// The dialect of a file, and why, as a clause.
fn dialect_of(path: &str, bytes: &[u8]) -> (Dialect, &'static str) {
    let lies_in = |folder: &str| path.starts_with(&format!("{folder}/")) || path.contains(&format!("/{folder}/"));
    if lies_in(".github") {
        return (Dialect::GitHub, "it lies in `.github`");
    }
    if lies_in(".gitlab") {
        return (Dialect::GitLab, "it lies in `.gitlab`");
    }
    if lies_in(".bitbucket") {
        return (Dialect::Bitbucket, "it lies in `.bitbucket`");
    }
    let text = |line: &text::TextLine<'_>| line.text.trim().to_owned();
    let written: Vec<String> =
        text::lines(bytes).map(|line| text(&line)).filter(|line| !line.starts_with('#')).collect();
    if written.iter().any(|line| gitlab::heading(line).is_some()) {
        return (Dialect::GitLab, "it has sections");
    }
    let has_role = |line: &String| line.split_whitespace().any(|word| gitlab::role(word).is_some());
    if written.iter().any(has_role) {
        return (Dialect::GitLab, "it names roles such as `@@maintainer`");
    }
    if written.iter().any(|line| line.starts_with('!')) {
        return (Dialect::GitLab, "it has exclusions, which begin with `!`");
    }
    let has_choice = |line: &String| line.split_whitespace().any(|word| plain::reviewers_chosen(word).is_some());
    if written.iter().any(has_choice) {
        return (Dialect::Bitbucket, "it says how reviewers are chosen, as in `:random(2)`");
    }
    (Dialect::GitHub, "nothing in it says otherwise")
}

/// A file as it is read.
struct Reading {
    rules: OwnershipRules,
    lines: Vec<Line>,
    /// Sections by their name in lower case.
    sections: HashMap<String, usize>,
}

impl Reading {
    fn problem(&mut self, code: &'static str, message: String, help: &'static str, at: Spot) {
        self.rules.add_problem(Problem { code, message, help, at });
    }

    /// Takes the line at hand out, with the reason.
    fn refuse(&mut self, code: &'static str, message: String, help: &'static str, at: Spot) {
        let is_told = self.rules.add_problem(Problem { code, message, help, at });
        self.lines.push(if is_told { Line::Rejected } else { UNTOLD });
    }

    fn pass(&mut self, why: &'static str) {
        self.lines.push(Line::Other(why));
    }

    /// Adds a rule, unless a limit is in the way.
    fn rule(&mut self, rule: Rule, pattern: Result<Pattern, &'static str>) {
        let at = rule.at;
        let limit = "see the limits on the page of the importer";
        if rule.pattern.len() > PATTERN_BYTES_MAX {
            let message = format!("the pattern holds more than {PATTERN_BYTES_MAX} bytes");
            return self.refuse("too-long", message, limit, at);
        }
        if rule.owners.len() > OWNERS_MAX {
            let message = format!("the rule has more than {OWNERS_MAX} owners");
            return self.refuse("too-many-owners", message, "name a team", at);
        }
        let index = self.rules.rules.len();
        if index >= RULES_MAX {
            let message = format!("there are more than {RULES_MAX} rules");
            return self.refuse("too-many-rules", message, limit, at);
        }
        let pattern = match pattern {
            Ok(pattern) => pattern,
            Err(why) => {
                let message = format!("`{}` is no pattern: {why}", text::shown(&rule.pattern));
                return self.refuse("malformed-pattern", message, "write it as a path with `*`, `**` or `?`", at);
            }
        };
        let Engine::LastMatch(patterns) = self.rules.engine_mut() else { return };
        if let Err(why) = patterns.add(pattern) {
            let message = format!("the rule is not used: {why}");
            return self.refuse("too-many-rules", message, "begin patterns with a folder", at);
        }
        self.rules.has_exclusions |= rule.effect == Effect::Excludes;
        self.rules.rules.push(rule);
        self.lines.push(Line::Rule);
    }
}

/// A word of a line.
struct Word<'t> {
    /// The column in the line at which it begins, from 1.
    column: u32,
    text: &'t str,
}

/// The words of a line; a backslash keeps a space within a word.
fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut is_escaped = false;
    for (column, (at, c)) in (1..).zip(line.char_indices()) {
        if c.is_whitespace() && !is_escaped {
            if let Some((start, column)) = start.take() {
                words.push(Word { column, text: &line[start..at] });
            }
        } else {
            start.get_or_insert((at, column));
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    words.extend(start.map(|(at, column)| Word { column, text: &line[at..] }));
    words
}

/// An owner written as `@name`, `@group/name` or an e-mail address. GitHub and Bitbucket take no address whose host has no
/// dot.
fn owner(word: &str, dialect: Dialect, at: Spot) -> Option<Owner> {
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let (groups_max, labels_min) = if dialect == Dialect::GitLab { (gitlab::GROUPS_MAX, 1) } else { (1, 2) };
    let (name, kind) = match word.strip_prefix('@') {
        Some(name) => {
            let parts = name.split('/').count();
            let kind = if parts > 1 { OwnerKind::Team } else { OwnerKind::Person };
            (name, (parts <= groups_max + 1 && name.split('/').all(is_name)).then_some(kind)?)
        }
        None => {
            let (user, host) = word.rsplit_once('@')?;
            let is_user = !user.is_empty() && !user.contains('@');
            let is_host = is_name(host) && host.split('.').filter(|label| !label.is_empty()).count() >= labels_min;
            (word, (is_user && is_host).then_some(OwnerKind::Address)?)
        }
    };
    Some(Owner { name: name.to_owned(), kind, only_reviews: false, chosen: None, at })
}
