//! Examples in pages: blocks of `toml org`, `toml settings` and `csv facts=<table>` end in a block of `expect`. Those
//! of moves also have a block `move`, and show the files afterwards, or what later evidence says.
//!
//! An example that differs little from one with the label `at=KEY` is written as a block `same at=KEY`, each of whose
//! lines says what stands in place of what: `repeat=20 -> repeat=19`, or `OLD ->` for nothing.

#![allow(dead_code, unreachable_pub, missing_docs)]

use std::collections::BTreeMap;

use onethread_core::agreed::items;
use onethread_core::measure::Snapshot;
use onethread_core::review::Evidence;
use onethread_model::Day;
use onethread_model::agreement::{self, AGREEMENT, Agreement};
use onethread_model::config::{self, Config, SETTINGS};
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport, registry_field};
use onethread_model::org;
use onethread_model::source::{FileId, Sources};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde_json::Value;

/// The day on which examples are reviewed.
pub const DAY: &str = "2026-06-30";
/// What an example may leave open: entries that it does not need, a tenet that nobody wrote down yet, and statements
/// that contradict each other.
const LOOSE: &[&str] =
    &["unknown-reference", "unknown-tenet", "contradictory-shares", "duplicate-id", "reporting-cycle"];
/// A block that shows the first file of the organization after all fixes or edits; behind it, another file may be
/// named.
const FIXED: &str = "toml fixed";
/// A block that holds a move in words.
const MOVE: &str = "move";
/// A block that takes the place of the first file of the organization on a later day.
const LATER: &str = "toml later";
/// A block of what differs from an example before it, which is named behind by its label.
const SAME: &str = "same ";

pub struct Section {
    pub title: String,
    pub examples: Vec<Example>,
}

#[derive(Clone)]
pub struct Example {
    page: String,
    blocks: Vec<(String, String)>,
    expect: String,
    /// Lines at which the example lies, as `at=KEY`, or one step beyond which, as `beyond=KEY`.
    pub lines: Vec<String>,
}

pub struct Expected {
    pub id: String,
    pub answer: String,
    pub sentences: Vec<String>,
}

/// Sections of the second level with their examples; what stands before the first has an empty title.
pub fn read(page: &str, text: &str) -> Vec<Section> {
    let mut sections = vec![Section { title: String::new(), examples: Vec::new() }];
    let (mut blocks, mut label, mut body, mut heading) = (Vec::new(), None, String::new(), false);
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                sections.push(Section { title: String::new(), examples: Vec::new() });
                heading = true;
            }
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => label = Some(info.to_string()),
            Event::Text(text) if heading => sections.last_mut().expect("a section").title.push_str(&text),
            Event::Text(text) if label.is_some() => body.push_str(&text),
            Event::End(TagEnd::CodeBlock) => {
                let block = (label.take().unwrap_or_default(), std::mem::take(&mut body));
                if let Some(lines) = block.0.strip_prefix("expect") {
                    let lines = lines.split_whitespace().map(str::to_owned).collect();
                    let blocks = std::mem::take(&mut blocks);
                    let blocks = written_out(page, blocks, &sections);
                    let example = Example { page: page.to_owned(), blocks, expect: block.1, lines };
                    sections.last_mut().expect("a section").examples.push(example);
                } else {
                    blocks.push(block);
                }
            }
            _ => {}
        }
    }
    assert!(blocks.is_empty(), "{page}: the last example has no `expect` block");
    sections
}

/// The blocks of an example, with those of the one that a block `same` names, as it alters them.
fn written_out(page: &str, blocks: Vec<(String, String)>, sections: &[Section]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (label, body) in blocks {
        let Some(named) = label.strip_prefix(SAME) else {
            all.push((label, body));
            continue;
        };
        let mut before = sections.iter().flat_map(|section| &section.examples);
        let base = before.find(|example| example.lines.iter().any(|line| line == named));
        let mut same = base.unwrap_or_else(|| panic!("{page}: no example `{named}` before `{label}`")).blocks.clone();
        for line in body.lines() {
            let taken_away = line.strip_suffix(" ->").map(|from| (from, ""));
            let (from, to) =
                line.split_once(" -> ").or(taken_away).unwrap_or_else(|| panic!("{page}: `{line}` is no `OLD -> NEW`"));
            let mut is_there = false;
            for text in same.iter_mut().flat_map(|(label, body)| [label, body]) {
                let altered = in_place_of(from, to, text);
                is_there |= altered != *text;
                *text = altered;
            }
            assert!(is_there, "{page}: nothing in `{named}` reads `{from}`");
        }
        all.extend(same);
    }
    all
}

/// A text with some words in place of others, whole words alone: `repeat=6` is no part of `repeat=60`.
fn in_place_of(from: &str, to: &str, text: &str) -> String {
    let (mut altered, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(from) {
        let (before, behind) = (&rest[..at], &rest[at + from.len()..]);
        let joins = |a: Option<char>, b: Option<char>| {
            a.zip(b).is_some_and(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric())
        };
        let is_whole = !joins(before.chars().next_back(), from.chars().next())
            && !joins(from.chars().next_back(), behind.chars().next());
        altered += before;
        altered += if is_whole { to } else { from };
        rest = behind;
    }
    altered + rest
}

impl Example {
    /// Reads the blocks and hands them to a check.
    pub fn run(&self, check: impl FnOnce(&Snapshot, Day)) {
        check(&self.snapshot(false), Day::parse(DAY).expect("a day"));
    }

    /// The same, whatever is wrong with the example.
    pub fn run_as_it_is(&self, check: impl FnOnce(&Snapshot)) {
        check(&self.as_read(false).0);
    }

    /// What the blocks say, with or without what is known later.
    pub fn snapshot(&self, is_later: bool) -> Snapshot {
        let (snapshot, diagnostics) = self.as_read(is_later);
        let errors: Vec<_> = diagnostics
            .iter()
            .filter(|d| d.severity == onethread_model::diagnostic::Severity::Error && !LOOSE.contains(&d.code))
            .collect();
        assert!(errors.is_empty(), "{}: the example itself is wrong: {errors:#?}", self.page);
        snapshot
    }

    fn as_read(&self, is_later: bool) -> (Snapshot, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let (mut diagnostics, mut org_files, mut config, mut facts) =
            (Vec::new(), Vec::new(), Config::default(), Facts::default());
        let mut agreed = Agreement::default();
        for (label, body) in &self.blocks {
            if label == "toml org" {
                let later = self.block(LATER).filter(|_| is_later && org_files.is_empty());
                org_files.push(sources.add(format!("org/{}.toml", org_files.len()), later.unwrap_or(body)));
            } else if label == "toml agreement" {
                let file = sources.add(AGREEMENT, body.as_str());
                let day = Day::parse(DAY).expect("a day");
                agreed = agreement::load(&sources, file, &items(), day, &mut diagnostics);
            } else if label == "toml settings" {
                let file = sources.add("onethread.toml", body.as_str());
                config = config::load(&sources, file, &mut diagnostics);
            } else if let Some(table) = label.strip_prefix("csv facts=") {
                self.read_facts(table, body, &mut facts);
            } else if let Some(table) = label.strip_prefix("csv later=") {
                if is_later {
                    self.read_facts(table, body, &mut facts);
                }
            } else if ![FIXED, MOVE, LATER].contains(&label.as_str()) && !label.starts_with("toml fixed org/") {
                panic!(
                    "{}: blocks are `toml org`, `toml settings`, `toml agreement`, `toml fixed`, `csv facts=...`, `expect`, or, of a move, \
                     `move`, `toml later` or `csv later=...`, not `{label}`",
                    self.page
                );
            }
        }
        let org = org::load(&sources, &org_files, &mut diagnostics);
        facts.sort();
        (Snapshot::new(config, org, sources, facts).with_agreement(agreed), diagnostics)
    }

    /// The first block with this label.
    fn block(&self, wanted: &str) -> Option<&str> {
        self.blocks.iter().find(|(label, _)| label == wanted).map(|(_, body)| body.as_str())
    }

    /// The move in words.
    pub fn moves(&self) -> Option<&str> {
        self.block(MOVE)
    }

    /// Files after the edits of a move, by path.
    pub fn shown(&self) -> BTreeMap<String, &str> {
        let path = |label: &str| match label.strip_prefix(FIXED)?.trim() {
            "" => Some("org/0.toml".to_owned()),
            path => Some(path.to_owned()),
        };
        self.blocks.iter().filter_map(|(label, body)| Some((path(label)?, body.as_str()))).collect()
    }

    /// Whether something is known later.
    pub fn has_later(&self) -> bool {
        self.blocks.iter().any(|(label, _)| label == LATER || label.starts_with("csv later="))
    }

    /// The lines of what is expected, each with the indented ones below it.
    pub fn expected_lines(&self) -> Vec<(&str, Vec<&str>)> {
        let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in self.expect.lines() {
            match (line.strip_prefix("  "), all.last_mut()) {
                (Some(sentence), Some((_, sentences))) => sentences.push(sentence.trim()),
                _ => all.push((line, Vec::new())),
            }
        }
        all
    }

    fn read_facts(&self, table: &str, body: &str, facts: &mut Facts) {
        let (table, repeat) = match table.split_once(" repeat=") {
            Some((table, times)) => (table, times.parse().expect("repeat=N")),
            None => (table, 1),
        };
        let kind = FactKind::from_name(table).unwrap_or_else(|| panic!("{}: no table {table}", self.page));
        let source = facts.sources.len() as u16;
        facts.sources.push(SourceReport {
            name: table.to_owned(),
            path: format!("{table}.csv").into(),
            ..Default::default()
        });
        let columns = |name: &str| kind.schema().columns.iter().find(|c| c.name == name).map(|c| c.name);
        let mut line = 1;
        for n in 1..=repeat {
            let body = expand(body, n);
            let mut reader = csv::Reader::from_reader(body.as_bytes());
            let header = reader.headers().expect("a header").clone();
            for record in reader.records() {
                let record = record.expect("a record");
                line += 1;
                let mut cells = Cells::default();
                let field = header.iter().position(|name| name == "field").and_then(|at| record.get(at));
                for (name, text) in header.iter().zip(&record) {
                    let column = columns(name).unwrap_or_else(|| panic!("{}: no column {name}", self.page));
                    let is_list = name == "value" && field.and_then(registry_field).is_some_and(|f| f.kind.is_list());
                    cells.set_list(column, if is_list { text.split(';').collect() } else { vec![text] });
                }
                facts
                    .push(kind, &cells, RecordRef { source, line })
                    .unwrap_or_else(|why| panic!("{}: {why:?}", self.page));
            }
        }
    }

    pub fn expected_answers(&self) -> Vec<Expected> {
        let mut all: Vec<Expected> = Vec::new();
        for line in self.expect.lines() {
            if let (Some(sentence), Some(last)) = (line.strip_prefix("  "), all.last_mut()) {
                last.sentences.push(sentence.trim().to_owned());
            } else if let Some((id, answer)) = line.split_once(": ") {
                all.push(Expected { id: id.to_owned(), answer: answer.trim().to_owned(), sentences: Vec::new() });
            }
        }
        assert!(!all.is_empty(), "{}: an `expect` block without answers", self.page);
        all
    }

    /// Every finding that a rule must make, in order: its subject, what the caret underlines, and what it must say.
    pub fn expected_findings(&self) -> Vec<Expected> {
        if self.expect.trim() == "nothing" { Vec::new() } else { self.expected_answers() }
    }

    /// The first file of the organization after all fixes.
    pub fn fixed(&self) -> Option<&str> {
        self.block(FIXED)
    }

    /// The same example with another text for the first file of the organization.
    pub fn with(&self, text: &str) -> Example {
        let mut other = self.clone();
        if let Some((_, body)) = other.blocks.iter_mut().find(|(label, _)| label == "toml org") {
            *body = text.to_owned();
        }
        other
    }

    pub fn expected_values(&self) -> Vec<(String, Value)> {
        let lines = self.expect.lines().filter(|line| !line.trim().is_empty());
        lines
            .map(|line| {
                let (path, value) = line.split_once(" = ").unwrap_or_else(|| panic!("{}: {line}", self.page));
                (path.to_owned(), serde_json::from_str(value).unwrap_or_else(|e| panic!("{}: {line}: {e}", self.page)))
            })
            .collect()
    }

    pub fn check_sentences(&self, expected: &Expected, because: &[Evidence]) {
        let sentences: Vec<&str> = expected.sentences.iter().map(String::as_str).collect();
        self.check_said(&expected.id, &sentences, because);
    }

    pub fn check_said(&self, what: &str, sentences: &[&str], because: &[Evidence]) {
        for sentence in sentences {
            let found = because.iter().any(|evidence| evidence.says.contains(sentence));
            assert!(found, "{}: nothing says `{sentence}` in {because:#?}", self.at(what));
        }
    }

    pub fn at(&self, what: &str) -> String {
        format!("{}.md, {what}", self.page)
    }
}

/// The same facts and settings, and every file read anew; with what is wrong with them.
pub fn read_anew(snapshot: &Snapshot) -> (Snapshot, Vec<Diagnostic>) {
    let mut files: Vec<(FileId, Vec<&str>)> = Vec::new();
    let mut sources = Sources::default();
    for (_, file) in snapshot.sources.iter() {
        let id = sources.add(&file.path, file.text.as_str());
        if *file.path != *SETTINGS {
            files.push((id, file.path.split('/').collect()));
        }
    }
    files.sort_by(|(_, a), (_, b)| a.cmp(b));
    let files: Vec<FileId> = files.into_iter().map(|(id, _)| id).collect();
    let mut diagnostics = Vec::new();
    let org = org::load(&sources, &files, &mut diagnostics);
    (Snapshot::new((*snapshot.config).clone(), org, sources, (*snapshot.facts).clone()), diagnostics)
}

/// `{n}` becomes the number of the repetition, and `2025-01-01+30` the day thirty days later.
fn expand(body: &str, n: usize) -> String {
    let body = body.replace("{n}", &n.to_string());
    let cell = |cell: &str| match cell.split_once('+') {
        Some((day, days)) => match (Day::parse(day), days.parse()) {
            (Ok(day), Ok(days)) => day.plus_days(days).to_string(),
            _ => cell.to_owned(),
        },
        None => cell.to_owned(),
    };
    let lines = body.lines().map(|line| line.split(',').map(cell).collect::<Vec<_>>().join(","));
    lines.collect::<Vec<_>>().join("\n")
}
