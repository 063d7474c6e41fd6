//! YAML documents and Markdown files as values, each with the line that it starts at.

use std::io::{self, BufRead, BufReader, Read};

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::limits::{JSON_DEPTH_MAX, RECORD_BYTES_MAX, YAML_NODES_MAX};
use super::markdown_tables;
use super::records::BYTE_ORDER_MARK;
use crate::yaml;

/// A document: the line it starts at, and its value, or why it is none.
pub(super) type Document = (u32, Result<Value, String>);

/// Documents of YAML, of which one at a time is in memory.
pub(super) struct YamlDocuments<R> {
    input: BufReader<R>,
    line: u32,
    offset: u64,
    /// What stood behind the mark that ended the last document.
    behind: Vec<u8>,
}

impl<R: Read> YamlDocuments<R> {
    pub(super) fn new(input: BufReader<R>) -> Self {
        YamlDocuments { input, line: 0, offset: 0, behind: Vec::new() }
    }

    /// How many bytes were read so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next document that is not empty.
    pub(super) fn next(&mut self) -> io::Result<Option<Document>> {
        let (mut text, mut bytes) = (std::mem::take(&mut self.behind), Vec::new());
        let (mut start, mut is_long) = (if text.is_empty() { 0 } else { self.line }, false);
        loop {
            bytes.clear();
            let read = self.input.by_ref().take(RECORD_BYTES_MAX as u64 + 1).read_until(b'\n', &mut bytes)?;
            self.offset += read as u64;
            self.line = self.line.saturating_add(u32::from(read > 0));
            if self.line == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
                bytes.drain(..BYTE_ORDER_MARK.len());
            }
            // No content of a document can start a line with either.
            if read == 0 || is_mark(&bytes, b"---") || is_mark(&bytes, b"...") {
                if !text.trim_ascii().is_empty() || is_long {
                    let value = if is_long { Err("is longer than 8 MiB".to_owned()) } else { parse(&text, start) };
                    if value != Ok(Value::Null) {
                        let behind = bytes.get(3..).unwrap_or_default();
                        if !behind.trim_ascii().is_empty() {
                            self.behind = behind.to_vec();
                        }
                        return Ok(Some((start, value)));
                    }
                }
                if read == 0 {
                    return Ok(None);
                }
                text.clear();
                (start, is_long) = (0, false);
                bytes.drain(..3);
                if bytes.trim_ascii().is_empty() {
                    continue;
                }
            }
            let is_blank = bytes.trim_ascii().is_empty() || bytes.trim_ascii_start().starts_with(b"#");
            if start == 0 && !is_blank {
                start = self.line;
            }
            if text.len() + bytes.len() > RECORD_BYTES_MAX {
                is_long = true;
            } else if start > 0 {
                text.extend_from_slice(&bytes);
            }
        }
    }
}

/// Whether a line is a mark between documents: with anything behind a space, or nothing.
fn is_mark(line: &[u8], mark: &[u8]) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

/// Reads one document with a budget: nesting, values, and what aliases repeat.
fn parse(bytes: &[u8], start: u32) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
    let options = yaml::options(JSON_DEPTH_MAX, YAML_NODES_MAX, RECORD_BYTES_MAX);
    serde_saphyr::from_str_with_options::<Value>(text, options).map_err(|error| {
        let line = error.location().map_or(0, |location| location.line() as u32);
        let clause = yaml::clause(&error);
        let clause = if clause.is_empty() { "its form is wrong" } else { clause.as_str() };
        format!("is not YAML: {clause} (line {})", start + line.saturating_sub(1))
    })
}

/// Reads a file by the ending of its name. A document that is none says why.
pub(super) fn of_file(path: &str, bytes: &[u8]) -> Vec<Document> {
    let ending = path.rsplit(['/', '.']).next().unwrap_or_default().to_lowercase();
    let text = || {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        std::str::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())
    };
    match ending.as_str() {
        "yaml" | "yml" => {
            let mut documents = YamlDocuments::new(BufReader::new(bytes));
            // Memory cannot fail to be read.
            std::iter::from_fn(|| documents.next().ok().flatten()).collect()
        }
        "md" | "markdown" => markdown(&mut &*bytes, path).ok().flatten().into_iter().collect(),
        "toml" => vec![(1, text().and_then(toml_value))],
        "json" => vec![(
            1,
            text().and_then(|text| {
                serde_json::from_str(text)
                    .map_err(|error| format!("is not JSON (line {}, column {})", error.line(), error.column()))
            }),
        )],
        _ => vec![(1, Err("has an ending that is none of .yaml, .yml, .md, .markdown, .toml and .json".to_owned()))],
    }
}

/// Reads TOML; days are texts.
fn toml_value(text: &str) -> Result<Value, String> {
    let table = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
        format!("is not TOML (line {line})")
    })?;
    Ok(of_table(table.get_ref()))
}

fn of_table(table: &DeTable<'_>) -> Value {
    Value::Object(table.iter().map(|(key, value)| (key.get_ref().to_string(), of_toml(value.get_ref()))).collect())
}

fn of_toml(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(&**text),
        DeValue::Integer(number) => {
            let plain = i64::from_str_radix(number.as_str(), number.radix());
            plain.map_or_else(|_| Value::from(number.as_str()), Value::from)
        }
        DeValue::Float(number) => {
            let plain: Option<f64> = number.as_str().parse().ok();
            plain.map_or_else(|| Value::from(number.as_str()), Value::from)
        }
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(day) => Value::from(day.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| of_toml(item.get_ref())).collect()),
        DeValue::Table(table) => of_table(table),
    }
}

/// Reads a Markdown file as one document: its front matter, and beside that
///
/// * `file`, its name without the ending;
/// * `title`, its first heading;
/// * `head.KEY` for lines `KEY: value` above the first section, with or without a bullet;
/// * `sections.HEADING`, the first line of each section;
/// * `table.KEY`, the second cell of each row of the first table of two columns, a list where several rows have one key;
/// * `rows`, the rows of all tables, each by heading.
pub(super) fn markdown(input: &mut impl Read, name: &str) -> io::Result<Option<Document>> {
    let mut bytes = Vec::new();
    input.take(RECORD_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > RECORD_BYTES_MAX {
        return Ok(Some((1, Err("is longer than 8 MiB".to_owned()))));
    }
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(Some((1, Err("is not UTF-8".to_owned())))) };
    let (front, body) = front_matter(text);
    let mut object = match front.map(|front| parse(front.as_bytes(), 2)) {
        None | Some(Ok(Value::Null)) => Map::new(),
        Some(Ok(Value::Object(object))) => object,
        Some(Ok(_)) => return Ok(Some((1, Err("has a front matter that is no table".to_owned())))),
        Some(Err(why)) => return Ok(Some((1, Err(why)))),
    };
    let (mut head, mut sections) = (Map::new(), Map::new());
    let (mut section, mut fence) = (None::<String>, false);
    for line in body.lines() {
        let trimmed = line.trim();
        fence ^= trimmed.starts_with("```") || trimmed.starts_with("~~~");
        if fence || trimmed.is_empty() {
            continue;
        }
        if let Some(heading) = trimmed.strip_prefix("# ") {
            object.entry("title").or_insert_with(|| Value::from(heading.trim()));
        } else if let Some(heading) = trimmed.strip_prefix("## ") {
            section = Some(heading.trim().trim_end_matches('#').trim().to_owned());
        } else if let Some(heading) = &section {
            sections.entry(heading.clone()).or_insert_with(|| Value::from(plain(trimmed)));
        } else if let Some((key, value)) = trimmed.trim_start_matches(['*', '-', ' ']).split_once(':') {
            let key = key.trim_matches(['*', ' ']);
            head.entry(key).or_insert_with(|| Value::from(plain(value.trim_start_matches('*'))));
        }
    }
    let (table, rows) = markdown_tables::read(body);
    if !rows.is_empty() {
        object.insert("rows".to_owned(), Value::Array(rows));
    }
    if !table.is_empty() {
        object.insert("table".to_owned(), Value::Object(table));
    }
    object.insert("file".to_owned(), Value::from(stem(name)));
    object.insert("head".to_owned(), Value::Object(head));
    object.insert("sections".to_owned(), Value::Object(sections));
    Ok(Some((1, Ok(Value::Object(object)))))
}

/// A line without marks of emphasis around it.
fn plain(line: &str) -> &str {
    line.trim().trim_matches(['*', '_', '`']).trim()
}

fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The front matter of a text, and the rest.
fn front_matter(text: &str) -> (Option<&str>, &str) {
    let after = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"));
    let Some(after) = after else { return (None, text) };
    let mut offset = 0;
    for line in after.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (after.get(..offset), after.get(offset + line.len()..).unwrap_or_default());
        }
        offset += line.len();
    }
    (None, text)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use serde_json::json;

    use super::*;

    fn documents(text: &str) -> Vec<String> {
        let mut documents = YamlDocuments::new(BufReader::with_capacity(4, Cursor::new(text)));
        let mut all = Vec::new();
        while let Some((line, value)) = documents.next().expect("bytes") {
            all.push(match value {
                Ok(value) => format!("{line}: {value}"),
                Err(why) => format!("{line}! {why}"),
            });
        }
        all
    }

    #[test]
    fn documents_are_apart_and_a_bad_one_costs_only_itself() {
        let text = "# a catalog\n---\nkind: Group\nspec: {members: [a, b]}\n---\n# nothing\n---\nkind: [\n---\nlast: &x 1\nsame: *x\n...\n";
        let found = documents(text);
        assert_eq!(found[0], "3: {\"kind\":\"Group\",\"spec\":{\"members\":[\"a\",\"b\"]}}");
        assert!(found[1].starts_with("8! is not YAML: "), "{found:?}");
        assert_eq!(found[2], "10: {\"last\":1,\"same\":1}");
        assert_eq!(found.len(), 3);
        assert_eq!(
            documents("a: 2026-01-02\nb: |\n  x\n  --- y\n"),
            ["1: {\"a\":\"2026-01-02\",\"b\":\"x\\n--- y\\n\"}"]
        );
        assert_eq!(documents("--- a\n--- b\n"), ["1: \"a\"", "2: \"b\""]);
    }

    #[test]
    fn aliases_cannot_grow_without_end() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let below = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", vec![below; 10].join(", "));
        }
        let found = documents(&text);
        assert!(found.len() == 1 && found[0].starts_with("1! is not YAML: "), "{found:?}");
        let deep = format!("a: {}", "[".repeat(1_000));
        assert!(documents(&deep)[0].starts_with("1! is not YAML: "));
    }

    #[test]
    fn records_of_decisions_are_read_in_both_templates() {
        let read = |text: &str| markdown(&mut text.as_bytes(), "adr/0007-use-x.md").expect("bytes").expect("a file").1;
        let madr = "---\nstatus: accepted\ndate: 2026-02-03\ndecision-makers: [ada]\n---\n# Use X\n\n## Context\n\nNote: old\n";
        assert_eq!(
            read(madr),
            Ok(json!({"status": "accepted", "date": "2026-02-03", "decision-makers": ["ada"], "title": "Use X",
                "file": "0007-use-x", "head": {}, "sections": {"Context": "Note: old"}}))
        );
        let nygard =
            "# 7. Use X\n\nDate: 2026-02-03\n\n## Status\n\nAccepted\n\n```\n# no\n## Title\n```\n\n## Context\n";
        assert_eq!(
            read(nygard),
            Ok(json!({"title": "7. Use X", "file": "0007-use-x", "head": {"Date": "2026-02-03"},
                "sections": {"Status": "Accepted"}}))
        );
        let bullets = "# Use X\n\n* Status: **accepted**\n- Date: 2026-02-03\n";
        assert_eq!(
            read(bullets),
            Ok(json!({"title": "Use X", "file": "0007-use-x", "head": {"Status": "accepted", "Date": "2026-02-03"},
                "sections": {}}))
        );
    }
}
