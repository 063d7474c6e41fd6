//! MAINTAINERS: the sections of Linux, each with its files, its status and those who look after it.
//!
//! A section is a title and the lines `X: value` behind it. Every section with a pattern that matches a path speaks for
//! it, unless one of its exclusions matches too. Patterns mean what `scripts/get_maintainer.pl` makes of them.

use std::sync::Arc;

use regex::bytes::RegexBuilder;

use super::ownership::glob::Glob;
use super::ownership::index::{Index, Pattern};
use super::ownership::limits::{OWNERS_MAX, PATTERN_BYTES_MAX, REGEX_BYTES_MAX, REGEXES_MAX, RULES_MAX};
use super::ownership::{
    Dialect, Effect, Engine, Line, Owner, OwnerKind, OwnershipFile, OwnershipRules, Problem, Rule, Section, Spot,
    UNTOLD, text,
};

/// Name of the file, at the root.
pub const FILE: &str = "MAINTAINERS";

/// Reads a file. `is_folder` says whether a path from the root is a folder: a pattern that is one means all in it, with
/// or without a slash at its end.
///
/// Reading never fails: lines that are not understood become problems, and the rest is read.
pub fn parse(path: &str, bytes: &[u8], is_folder: &dyn Fn(&[u8]) -> bool) -> OwnershipRules {
    let engine = Engine::EverySection { index: Index::default(), depths: Vec::new() };
    let rules = OwnershipRules::new(Dialect::Maintainers, "its file is called `MAINTAINERS`".to_owned(), engine);
    let mut reading = Reading { rules, lines: Vec::new(), is_folder, title: None, part: None, regexes: 0 };
    reading.rules.files.push(OwnershipFile { path: path.to_owned(), lines: Vec::new() });
    match text::check(bytes) {
        Err(why) => {
            let at = Spot { file: 0, line: 1, column: 1 };
            reading.refuse("unreadable-file", format!("the file is not read: {why}"), "save it anew", at);
        }
        Ok(()) => text::lines(bytes).for_each(|line| reading.line(&line)),
    }
    reading.close();
    let Reading { mut rules, lines, .. } = reading;
    if let Some(file) = rules.files.first_mut() {
        file.lines = lines;
    }
    rules
}

/// A section as it is read.
#[derive(Default)]
struct Part {
    name: String,
    owners: Vec<Owner>,
    is_orphan: bool,
    /// Patterns with whether they exclude, and their place and line.
    patterns: Vec<(String, char, Spot, usize)>,
    /// The name in front of a bare address, as old files have it.
    person: bool,
}

struct Reading<'a> {
    rules: OwnershipRules,
    lines: Vec<Line>,
    is_folder: &'a dyn Fn(&[u8]) -> bool,
    /// The last line that is no field, and its place.
    title: Option<(String, Spot)>,
    part: Option<Part>,
    /// How many regular expressions there are.
    regexes: usize,
}

impl Reading<'_> {
    /// Tells a problem of a line that is not read; gives what the line is then.
    fn refuse(&mut self, code: &'static str, message: String, help: &'static str, at: Spot) -> Line {
        let is_told = self.rules.add_problem(Problem { code, message, help, at });
        if is_told { Line::Rejected } else { UNTOLD }
    }

    fn line(&mut self, line: &text::TextLine<'_>) {
        let at = Spot { file: 0, line: line.number, column: 1 };
        if let Some(fault) = line.fault {
            let line =
                self.refuse("unreadable-line", format!("the line is not read: {fault}"), "write the line anew", at);
            return self.lines.push(line);
        }
        let field = line.text.split_once(':').and_then(|(letter, value)| match letter.as_bytes() {
            [letter @ b'A'..=b'Z'] => Some((char::from(*letter), value)),
            _ => None,
        });
        match field {
            None if line.text.trim().is_empty() => self.lines.push(Line::Other("blank")),
            None => {
                self.close();
                self.title = Some((line.text.trim().to_owned(), at));
                self.lines.push(Line::Other("title or text"));
            }
            Some((letter, value)) => {
                let start = line.text.len() - value.trim_start().len();
                let at = Spot { column: text::column(line.text, start), ..at };
                self.field(letter, value.trim(), at);
            }
        }
    }

    fn field(&mut self, letter: char, value: &str, at: Spot) {
        let title = &self.title;
        let part = self.part.get_or_insert_with(|| {
            let (name, at) = title.clone().unwrap_or_default();
            let team = Owner { name: name.clone(), kind: OwnerKind::Team, only_reviews: false, chosen: None, at };
            Part { owners: if name.is_empty() { Vec::new() } else { vec![team] }, name, ..Part::default() }
        });
        let follows_person = std::mem::take(&mut part.person);
        let why = match letter {
            'M' | 'R' => {
                let only_reviews = letter == 'R';
                let kind = if address(value).contains('@') { OwnerKind::Address } else { OwnerKind::Person };
                let name = address(value).to_owned();
                if !name.is_empty() && part.owners.len() < OWNERS_MAX {
                    part.owners.push(Owner { name, kind, only_reviews, chosen: None, at });
                }
                if only_reviews { "reviewer of a section" } else { "maintainer of a section" }
            }
            'S' => {
                let status = value.to_ascii_lowercase();
                part.is_orphan = status.starts_with("orphan") || status.starts_with("obsolete");
                "status of a section"
            }
            'F' | 'X' | 'N' => {
                part.patterns.push((value.to_owned(), letter, at, self.lines.len()));
                // What it becomes is known at the end of the section.
                return self.lines.push(Line::Rejected);
            }
            'P' => {
                // Old files name the person here and the address on the next line; newer ones a document.
                part.person = !follows_person && !value.contains('/');
                "profile or person of a section"
            }
            'L' => "mailing list of a section",
            'K' => "pattern of contents, which are not read",
            'W' | 'Q' | 'B' | 'C' | 'T' | 'V' => "link of a section",
            _ => "field that is not known",
        };
        self.lines.push(Line::Other(why));
    }

    /// Ends the section at hand: its patterns become rules.
    fn close(&mut self) {
        let Some(part) = self.part.take() else { return };
        let section = self.rules.sections.len() as u32;
        self.rules.sections.push(Section { name: part.name, is_required: true, approvals: 1 });
        let has_maintainer = part.owners.iter().any(|owner| owner.kind != OwnerKind::Team && !owner.only_reviews);
        let is_owned = has_maintainer || !part.is_orphan && !part.owners.is_empty();
        let everybody: Arc<[Owner]> = part.owners.into();
        for (written, letter, at, line) in part.patterns {
            let effect = match (letter, is_owned) {
                ('X', _) => Effect::Excludes,
                (_, true) => Effect::Owns,
                (_, false) => Effect::Clears,
            };
            let owners = if effect == Effect::Owns { everybody.clone() } else { Arc::default() };
            let rule = Rule { pattern: written.clone(), owners, effect, section, at };
            let kind = match self.rule(rule, letter) {
                Ok(()) => Line::Rule,
                Err(why) => {
                    let message = format!("`{}` is not used: {why}", text::shown(&written));
                    self.refuse("refused-pattern", message, "write it as a path with `*` or `?`", at)
                }
            };
            if let Some(line) = self.lines.get_mut(line) {
                *line = kind;
            }
        }
    }

    fn rule(&mut self, rule: Rule, letter: char) -> Result<(), String> {
        let index = self.rules.rules.len();
        if rule.pattern.len() > PATTERN_BYTES_MAX {
            return Err(format!("it holds more than {PATTERN_BYTES_MAX} bytes"));
        }
        if rule.pattern.is_empty() {
            return Err("it is empty".to_owned());
        }
        if index >= RULES_MAX {
            return Err(format!("there are more than {RULES_MAX} rules"));
        }
        let (pattern, depth) = match letter {
            'N' => (regex(&rule.pattern, Vec::new(), None, true)?, 0),
            _ => file_pattern(&rule.pattern, self.is_folder)?,
        };
        self.regexes += usize::from(matches!(pattern, Pattern::Regex { .. }));
        if self.regexes > REGEXES_MAX {
            return Err(format!("there are more than {REGEXES_MAX} patterns that become regular expressions"));
        }
        let Engine::EverySection { index: patterns, depths } = self.rules.engine_mut() else { return Ok(()) };
        patterns.add(pattern)?;
        depths.push(depth);
        self.rules.rules.push(rule);
        Ok(())
    }
}

/// The address in `Name <address>`, or all of it.
fn address(value: &str) -> &str {
    match value.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
        Some((address, _)) => address.trim(),
        None => value.trim().trim_matches('"'),
    }
}

/// A pattern of files, and how deep it goes: the number of its names, or -1 when it begins with a wildcard.
fn file_pattern(written: &str, is_folder: &dyn Fn(&[u8]) -> bool) -> Result<(Pattern, i32), String> {
    let is_plain = |c: char| !"()[]{}|^$+\\".contains(c);
    let has_wildcard = written.contains(['*', '?']);
    let mut text = written.to_owned();
    if !has_wildcard && !text.ends_with('/') && is_folder(text.as_bytes()) {
        text.push('/');
    }
    let slashes = text.matches('/').count();
    let depth = match (text.starts_with('*'), text.ends_with('/')) {
        (true, _) => -1,
        (false, true) => slashes as i32,
        (false, false) => slashes as i32 + 1,
    };
    let pattern = match text.strip_suffix('/') {
        Some(folder) if !has_wildcard && written.chars().all(is_plain) => {
            Pattern::Glob(Glob::folder(folder.as_bytes()))
        }
        None if written.chars().all(is_plain) => Pattern::Glob(Glob::of_beginning(&text)),
        open => {
            let start: Vec<&str> =
                text.split('/').take_while(|name| name.chars().all(|c| is_plain(c) && !"*?".contains(c))).collect();
            let names = start.len().min(slashes);
            let folder = start.get(..names).unwrap_or_default().join("/").into_bytes();
            let converted = alternatives(&text).replace('.', "\\.").replace('*', ".*").replace('?', ".");
            let slashes = if open.is_some() { None } else { Some(slashes) };
            regex(&format!("^{converted}"), folder, slashes, false)?
        }
    };
    Ok((pattern, depth))
}

/// Braces with commas in them become groups of alternatives, as Xen has them; braces in braces do not.
fn alternatives(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        match behind
            .split_once('}')
            .filter(|(inner, _)| inner.contains(',') && !inner.contains('{') && !before.is_empty())
        {
            Some((inner, after)) => {
                out.push_str(&format!("({})", inner.replace(',', "|")));
                rest = after;
            }
            None => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out + rest
}

fn regex(text: &str, folder: Vec<u8>, slashes: Option<usize>, ignores_space: bool) -> Result<Pattern, String> {
    let built = RegexBuilder::new(text)
        .unicode(false)
        .ignore_whitespace(ignores_space)
        .size_limit(REGEX_BYTES_MAX)
        .dfa_size_limit(REGEX_BYTES_MAX)
        .build();
    let regex = built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => format!("it takes more than {REGEX_BYTES_MAX} bytes"),
        error => error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    })?;
    Ok(Pattern::Regex { folder, regex: Box::new(regex), slashes })
}
