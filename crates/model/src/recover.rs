//! Reading a file that is not quite TOML: each broken statement is reported once and left out, all others are kept.
//!
//! 1. Parse the file, up to where it is plainly no TOML ([`bounds`]). Without errors that is all.
//! 2. Cut the text into statements: table headers, and keys with their values.
//! 3. Parse each statement alone, so that no error spreads over the rest of the file; report the first one of each.
//! 4. Blank out what is broken, parse what remains as a whole, and report what is wrong between statements.
//!
//! The TOML parser recovers by itself, but it gives up at some errors, and lets others swallow what follows.

mod bounds;
mod syntax_fixes;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, Error};

use crate::diagnostic::{Diagnostic, Severity, Spot};
use crate::edit::text_toml;
use crate::fields::with_article;
use crate::record::short;
use crate::source::{FileId, SourceFile, Span};

/// A file that is no TOML at all has an error on every line, and nobody reads more than these.
const MOST_ERRORS: usize = 100;

/// Parses a file as TOML and gives what could be read to `read`. Errors are reported in the order of the file, and
/// spans are those of the text as given.
pub(crate) fn parse<R>(
    source: &SourceFile,
    file: FileId,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&DeTable<'_>, &mut Vec<Diagnostic>) -> R,
) -> R {
    let given = bounds::given(&source.text);
    if let Some((at, cut)) = given.left_out {
        let line = source.text[..at].matches('\n').count() + 1;
        let (why, help) = cut.words();
        let what = if given.is_cut { "from line {} on the file" } else { "line {}" }.replace("{}", &line.to_string());
        let message = format!("{why}: {what} was left out");
        let diagnostic = Diagnostic::new(Severity::Error, "too-much", message, Spot::Path(source.path.to_string()));
        diagnostics.push(diagnostic.help(help));
    }
    let text = &*given.text;
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return read(table.get_ref(), diagnostics);
    }
    drop((table, errors));
    let statements = statements(text);
    let mut found = Found {
        text,
        file,
        path: &source.path,
        statements: &statements,
        reported: BTreeSet::new(),
        all: Vec::new(),
        more: 0,
        first_more: 0,
    };
    let mut broken = vec![false; statements.len()];
    for (index, statement) in statements.iter().enumerate() {
        let (_, errors) = DeTable::parse_recoverable(&text[statement.range.clone()]);
        let mut errors: Vec<(Range<usize>, &Error)> =
            errors.iter().map(|error| (range_of(error, statement.range.start, text), error)).collect();
        errors.sort_by_key(|(range, _)| range.start);
        for (range, error) in errors {
            if !found.inside(index, range, error.message()) {
                broken[index] = true;
                break;
            }
        }
    }
    let rest = without(text, &statements, &broken);
    let (table, errors) = DeTable::parse_recoverable(&rest);
    let between = errors.iter().filter(|error| !is_of_a_value(error.message()));
    between.for_each(|error| found.between(range_of(error, 0, text), error.message()));
    found.report(diagnostics);
    read(table.get_ref(), diagnostics)
}

fn range_of(error: &Error, offset: usize, text: &str) -> Range<usize> {
    let range = error.span().unwrap_or(0..0);
    let start = (range.start + offset).min(text.len());
    start..(range.end + offset).clamp(start, text.len())
}

/// Whether the parser keeps its place after this error, so that the other keys of the statement can be trusted.
fn leaves_the_rest_readable(message: &str) -> bool {
    is_of_a_value(message) || message == "duplicate key"
}

/// Whether the error is about how one number, day or word is written.
fn is_of_a_value(message: &str) -> bool {
    const OF_A_VALUE: [&str; 13] = [
        "invalid boolean",
        "invalid date",
        "invalid time",
        "invalid float",
        "invalid integer",
        "invalid hexadecimal",
        "invalid octal",
        "invalid binary",
        "string values must be quoted",
        "unexpected leading zero",
        "redundant ",
        "radix must be",
        "integers with a radix",
    ];
    OF_A_VALUE.iter().any(|start| message.starts_with(start))
}

/// A table header, or a key with its value, with the lines that it takes.
struct Statement {
    range: Range<usize>,
    is_header: bool,
    /// Index of the header that it stands under, or of itself; `None` above the first header.
    section: Option<usize>,
}

/// Cuts a text into statements. Where brackets or quotes are left open, a line that can only begin a statement ends
/// the one before it.
fn statements(text: &str) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut section = None;
    let mut open: Vec<u8> = Vec::new();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |i| at + i + 1);
        let line = &text[at..line_end];
        let begins = match open.last() {
            None => !matches!(line.trim_start().bytes().next(), None | Some(b'#')),
            Some(b'{') => looks_like_header(line) || (!line.starts_with([' ', '\t']) && looks_like_entry(line)),
            Some(_) => looks_like_header(line) || looks_like_entry(line),
        };
        if begins {
            open.clear();
            let is_header = line.trim_start().starts_with('[');
            if is_header {
                section = Some(statements.len());
            }
            statements.push(Statement { range: at..line_end, is_header, section });
        }
        let continues = !begins && !open.is_empty();
        let mut next = line_end;
        if let Some(statement) = statements.last_mut().filter(|_| begins || continues) {
            next = lex(text, at, line_end, &mut open);
            statement.range.end = next;
            if statement.is_header {
                // A header is closed on its line, or broken.
                open.clear();
            }
        }
        at = next;
    }
    statements
}

/// Walks over one line, keeping the brackets left open; a text over several lines makes the line longer. Returns where
/// the next line begins.
fn lex(text: &str, start: usize, end: usize, open: &mut Vec<u8>) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut end) = (start, end);
    while at < end {
        match bytes[at] {
            b'#' => return end,
            b'[' | b'{' => open.push(bytes[at]),
            b']' | b'}' => drop(open.pop()),
            quote @ (b'"' | b'\'') => {
                let long = bytes[at..].starts_with(&[quote; 3]);
                let limit = if long { text.len() } else { end };
                match closing_quote(bytes, at, limit, quote, long) {
                    Some(closed) => {
                        at = closed;
                        if at >= end {
                            end = text[at..].find('\n').map_or(text.len(), |i| at + i + 1);
                        }
                        continue;
                    }
                    // Never closed: nothing on this line can be trusted, but the next one may be well.
                    None => {
                        open.clear();
                        return end;
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    end
}

/// Where a text that begins at `start` has ended.
fn closing_quote(bytes: &[u8], start: usize, limit: usize, quote: u8, long: bool) -> Option<usize> {
    let mut at = start + if long { 3 } else { 1 };
    while at < limit {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote && !long => return Some(at + 1),
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3]) => {
                // Up to two quotes may belong to the text itself.
                let more = bytes[at + 3..].iter().take(2).take_while(|b| **b == quote).count();
                return Some(at + 3 + more);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'"' | b'\'' | b' ' | b'\t')
}

/// Whether a line inside open brackets can only be a header: `[name]` or `[[name]]` and nothing behind it.
fn looks_like_header(line: &str) -> bool {
    let line = line.trim();
    let inner = line.strip_prefix("[[").or_else(|| line.strip_prefix('['));
    let Some((name, behind)) = inner.and_then(|inner| inner.split_once(']')) else { return false };
    let behind = behind.trim_start_matches(']').trim_start();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(is_key_byte)
        && (behind.is_empty() || behind.starts_with('#'))
}

/// Whether a line inside open brackets can only be a key with its value.
fn looks_like_entry(line: &str) -> bool {
    let Some((key, _)) = line.split_once('=') else { return false };
    let key = key.trim();
    key.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) && key.bytes().all(is_key_byte)
}

/// The text with broken statements turned to spaces, so that places stay what they were. Under a broken header
/// nothing is kept: its keys would count as those of the table above.
fn without(text: &str, statements: &[Statement], broken: &[bool]) -> String {
    let mut rest = String::with_capacity(text.len());
    for (statement, is_broken) in statements.iter().zip(broken) {
        let under_broken = statement.section.is_some_and(|header| broken[header]);
        if *is_broken || under_broken {
            blank_until(text, &mut rest, statement.range.start, false);
            blank_until(text, &mut rest, statement.range.end, true);
        }
    }
    blank_until(text, &mut rest, text.len(), false);
    rest
}

/// Appends the text up to `end`, as it is or as spaces.
fn blank_until(text: &str, rest: &mut String, end: usize, blank: bool) {
    let next = &text[rest.len()..end];
    if blank {
        rest.extend(next.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
    } else {
        rest.push_str(next);
    }
}

/// What was found, up to the number that anybody reads.
struct Found<'a> {
    text: &'a str,
    file: FileId,
    path: &'a str,
    statements: &'a [Statement],
    reported: BTreeSet<usize>,
    all: Vec<(usize, Diagnostic)>,
    /// How many more there are, and where the first of them is.
    more: usize,
    first_more: usize,
}

impl Found<'_> {
    /// Adds an error inside a statement. Returns whether the other values of the statement may be kept.
    fn inside(&mut self, index: usize, range: Range<usize>, message: &str) -> bool {
        let token = if is_of_a_value(message) { token_at(self.text, range) } else { self.on_last_line(index, range) };
        let span = Span { file: self.file, start: token.start, end: token.end };
        let written = short(&self.text[token.clone()]);
        let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
        let mut diagnostic = if message == "duplicate key" {
            self.duplicate(span)
        } else if is_of_a_value(message) && is_like_a_day(&written) {
            let (why, label) = match expected.split_once(" between ") {
                Some(_) => ("is not in the calendar", expected_label(expected)),
                None => ("is not written as a day", String::new()),
            };
            let diagnostic = Diagnostic::error("impossible-day", format!("`{written}` {why}"), span).label(label);
            match syntax_fixes::day(&written) {
                Some(day) => diagnostic.help(format!("write {day}")).fixed(self.path, true, "", day.to_string()),
                None => diagnostic.help("write days as 2026-02-02, without quotes"),
            }
        } else if is_of_a_value(message) && written.is_empty() {
            Diagnostic::error("toml-syntax", "there is no value behind `=`", span).label("expected a value")
        } else if is_of_a_value(message) && written.starts_with(char::is_alphabetic) {
            return self.without_quotes(index, token);
        } else {
            let (what, label) = in_plain_words(what, expected);
            self.closed(index, Diagnostic::error("toml-syntax", what, span).label(label))
        };
        let kept = leaves_the_rest_readable(message) && !token.is_empty();
        if !kept {
            diagnostic = diagnostic.note(self.left_out(index));
        }
        // A value that is left out silently would be taken as "nobody wrote it".
        self.add(token.start, diagnostic) && kept
    }

    fn left_out(&self, index: usize) -> &'static str {
        match self.statements[index].is_header {
            true => "this header and the keys under it were left out; the rest of the file was read",
            false => "this key was left out; the rest of the file was read",
        }
    }

    /// Adds an error about words that have no quotes. Returns whether the other values of the statement may be kept.
    fn without_quotes(&mut self, index: usize, token: Range<usize>) -> bool {
        let Range { start, end } = self.statements[index].range;
        let statement = &self.text[start..end];
        let error = |range: &Range<usize>| {
            let written = short(&self.text[range.clone()]);
            let span = Span { file: self.file, start: range.start, end: range.end };
            Diagnostic::error("toml-syntax", format!("`{written}` is not in quotes"), span)
                .label("text needs quotes")
                .help(format!("write {}", short(&text_toml(&self.text[range.clone()]))))
        };
        let whole =
            syntax_fixes::quoted(statement).map(|(range, meant)| (range.start + start..range.end + start, meant));
        // Signs in it that mean something in TOML would each be an error of its own.
        if let Some((range, meant)) = whole.filter(|(range, _)| range.end > token.end) {
            let mut diagnostic = error(&range);
            diagnostic.help = vec![format!("write {}", short(&meant))];
            diagnostic = diagnostic.fixed(self.path, true, "", meant).note(self.left_out(index));
            self.add(range.start, diagnostic);
            return false;
        }
        let rest = self.text[token.end..end].trim();
        let in_brackets =
            statement.split_once('=').is_some_and(|(_, value)| value.trim_start().starts_with(['[', '{']));
        let is_whole = rest.is_empty() || rest.starts_with('#') || in_brackets && rest.starts_with([',', ']', '}']);
        let diagnostic = error(&token);
        let diagnostic = match is_whole {
            true => diagnostic.fixed(self.path, true, "", text_toml(&self.text[token.clone()])),
            false => diagnostic,
        };
        self.add(token.start, diagnostic) && !token.is_empty()
    }

    /// Says what closes a statement that is left open at its end.
    fn closed(&self, index: usize, diagnostic: Diagnostic) -> Diagnostic {
        let Range { start, end } = self.statements[index].range;
        let Some((at, close)) = syntax_fixes::closing(&self.text[start..end]) else { return diagnostic };
        // Where quotes are missing, some other place in the line may have been meant.
        let is_safe = !close.contains(['"', '\'']);
        let span = Span { file: self.file, start: start + at, end: start + at };
        let says = format!("close it with `{}` at the end", close.trim());
        diagnostic.help(says).fixed_at(self.path, is_safe, span, "", close)
    }

    /// What is missing at the end of a statement is missing behind its last word, not on the next line.
    fn on_last_line(&self, index: usize, range: Range<usize>) -> Range<usize> {
        let statement = &self.statements[index].range;
        let last = statement.start + self.text[statement.clone()].trim_end().len();
        range.start.min(last)..range.end.min(last)
    }

    /// Adds an error between statements that are each well.
    fn between(&mut self, range: Range<usize>, message: &str) {
        if self.reported.contains(&range.start) {
            return;
        }
        let span = Span { file: self.file, start: range.start, end: range.end };
        let diagnostic = if message == "duplicate key" {
            self.duplicate(span)
        } else {
            let written = short(&self.text[range.clone()]);
            let why = message.strip_prefix("cannot extend value of type ").and_then(|rest| rest.split(' ').next());
            match why {
                Some(kind) => {
                    let message =
                        format!("`{written}` is a table here, but it was written as {} before", with_article(kind));
                    Diagnostic::error("duplicate-key", message, span).help("keep one of the two; the first one is used")
                }
                None => Diagnostic::error("toml-syntax", format!("this is not TOML: {message}"), span),
            }
        };
        self.add(range.start, diagnostic);
    }

    fn duplicate(&self, span: Span) -> Diagnostic {
        let name = short(&self.text[span.start..span.end]);
        let index = self.statements.partition_point(|statement| statement.range.start <= span.start);
        let diagnostic =
            Diagnostic::error("duplicate-key", format!("`{name}` is written twice"), span).label("second time");
        let Some(statement) = index.checked_sub(1).map(|index| &self.statements[index]) else { return diagnostic };
        let diagnostic = if self.text[statement.range.clone()].trim_start().starts_with("[[") {
            let message = format!("`{name}` is a list of tables here, but it was not one before");
            Diagnostic::error("duplicate-key", message, span)
                .help("write all of them in one way; the first one is used")
        } else if statement.is_header {
            diagnostic.help("move the keys under the first one; until then those under the second one are left out")
        } else {
            diagnostic.help("keep one of the two; the first one is used")
        };
        let Some(first) = self.first_like(statement, index - 1, span) else { return diagnostic };
        let diagnostic = diagnostic.related(first, "first time");
        // Where both say the same, either may go.
        let words = |statement: &Statement| self.text[statement.range.clone()].trim();
        let at = self.statements.partition_point(|statement| statement.range.start <= first.start);
        let says = at.checked_sub(1).map(|at| words(&self.statements[at]));
        match says.filter(|says| !statement.is_header && *says == words(statement)) {
            Some(says) => {
                let start = span.start;
                diagnostic.fixed_without(self.path, Span { start, end: start + says.len(), ..span })
            }
            None => diagnostic,
        }
    }

    /// The earlier statement that begins with the same words, where it can be found by reading along.
    fn first_like(&self, statement: &Statement, index: usize, span: Span) -> Option<Span> {
        let head = |s: &Statement| self.text[s.range.start..].get(..span.end.checked_sub(statement.range.start)?);
        let (begin, wanted) = match statement.section {
            Some(header) if !statement.is_header => (header, head(statement)?),
            _ => (0, head(statement)?),
        };
        // Reading a whole file again for each of very many duplicates would take too long.
        let earlier = &self.statements[begin..index];
        let earlier = &earlier[..earlier.len().min(10_000)];
        let first = earlier.iter().find(|s| s.is_header == statement.is_header && head(s) == Some(wanted))?;
        let shift = statement.range.start - first.range.start;
        Some(Span { file: span.file, start: span.start - shift, end: span.end - shift })
    }

    fn add(&mut self, start: usize, diagnostic: Diagnostic) -> bool {
        if self.all.len() >= MOST_ERRORS {
            self.first_more = if self.more == 0 { start } else { self.first_more.min(start) };
            self.more += 1;
            return false;
        }
        self.reported.insert(start);
        self.all.push((start, diagnostic));
        true
    }

    fn report(mut self, diagnostics: &mut Vec<Diagnostic>) {
        self.all.sort_by_key(|(start, _)| *start);
        diagnostics.extend(self.all.into_iter().map(|(_, diagnostic)| diagnostic));
        if self.more > 0 {
            let span = Span { file: self.file, start: self.first_more, end: self.first_more };
            let message = format!("{} more errors of this kind in the file are not shown", self.more);
            diagnostics.push(Diagnostic::error("toml-syntax", message, span).help("is this file meant to be TOML?"));
        }
    }
}

/// The parser's words for the mistakes that people make, for readers who know no grammar of TOML.
fn in_plain_words(what: &str, expected: &str) -> (String, String) {
    let plain = match what {
        "key with no value" => ("this key has no value", "expected `=` and a value"),
        "unclosed array" => ("this list is not closed", "expected `]`"),
        "unclosed inline table" => ("this table is not closed", "expected `}`"),
        "unclosed table" | "unclosed array table" => ("this header is not closed", "expected `]`"),
        _ if what.ends_with("string") && matches!(expected, "`\"`" | "`'`") => {
            ("this text is not closed", "expected a closing quote")
        }
        _ => return (format!("this is not TOML: {what}"), expected_label(expected)),
    };
    (plain.0.to_owned(), plain.1.to_owned())
}

fn expected_label(expected: &str) -> String {
    if expected.is_empty() { String::new() } else { format!("expected {expected}") }
}

/// A number with two or more of the marks that stand between the parts of a day.
fn is_like_a_day(written: &str) -> bool {
    written.starts_with(|c: char| c.is_ascii_digit())
        && written.bytes().filter(|b| matches!(b, b'.' | b'-' | b'/')).count() >= 2
}

/// The whole word of which the parser names a part.
fn token_at(text: &str, range: Range<usize>) -> Range<usize> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}' | '=' | '#' | '"' | '\'');
    let start = text[..range.start].rfind(ends).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let end = text[range.end..].find(ends).map_or(text.len(), |i| range.end + i);
    start..end
}
