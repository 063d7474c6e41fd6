//! Where entries, keys and values stand in a text, and where new ones go.

use std::ops::Range;

use toml_edit::{Array, Document, InlineTable, Item, Table, Value as Written};

use super::EditError;
use super::write::key_toml;
use crate::fields::{Kind, Shape};

/// A range of a text, and what comes in its place.
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Splice {
        Splice { range, text: text.into() }
    }
}

/// A text as parsed.
pub(super) struct Layout<'t> {
    /// Without the byte-order mark.
    pub(super) text: &'t str,
    /// The length of that mark.
    pub(super) mark_bytes: usize,
    pub(super) doc: Document<&'t str>,
    /// How most of its lines end.
    pub(super) eol: &'static str,
}

/// How an entry, or a table in one, is written.
#[derive(Clone)]
pub(super) enum Entry<'d> {
    /// Under a header of its own.
    Header(&'d Table),
    /// With keys that begin with this prefix.
    Dotted(&'d Table, String),
    /// In braces.
    Inline(&'d InlineTable),
    /// Only tables below it are written.
    Below(&'d Table),
    /// Not yet, and a header can be added.
    Absent,
    /// Not yet, and all of its kind are written as keys that begin with this prefix.
    AbsentDotted(&'d Table, String),
    /// Not yet, and all of its kind are written in braces.
    AbsentInline(&'d InlineTable),
}

/// What stands under a key of an entry.
#[derive(Clone)]
pub(super) enum Found<'d> {
    Nothing,
    Value(&'d Written),
    /// Several statements: tables below, or keys with dots.
    Statements(&'d Item),
}

impl<'d> Entry<'d> {
    pub(super) fn found(&self, key: &str) -> Found<'d> {
        match *self {
            Entry::Header(table) | Entry::Dotted(table, _) | Entry::Below(table) => Found::of(table.get(key)),
            Entry::Inline(table) => table.get(key).map_or(Found::Nothing, Found::Value),
            Entry::Absent | Entry::AbsentDotted(..) | Entry::AbsentInline(_) => Found::Nothing,
        }
    }

    /// What keys of the table under a key begin with, where they are written with dots.
    pub(super) fn prefix(&self, key: &str) -> String {
        match self {
            Entry::Dotted(_, prefix) => format!("{prefix}{}.", key_toml(key)),
            _ => format!("{}.", key_toml(key)),
        }
    }
}

impl<'d> Found<'d> {
    fn of(item: Option<&'d Item>) -> Found<'d> {
        match item {
            None | Some(Item::None) => Found::Nothing,
            Some(Item::Value(value)) => Found::Value(value),
            Some(item) => Found::Statements(item),
        }
    }
}

impl<'t> Layout<'t> {
    /// Parses a text.
    pub(super) fn of(whole: &'t str) -> Result<Layout<'t>, EditError> {
        let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let doc = Document::parse(text).map_err(|error| super::run::broken(text, &error))?;
        let (all, with_return) = (text.matches('\n').count(), text.matches("\r\n").count());
        let eol = if 2 * with_return > all { "\r\n" } else { "\n" };
        Ok(Layout { text, mark_bytes: whole.len() - text.len(), doc, eol })
    }

    /// How an entry is written.
    pub(super) fn entry(&self, kind: &Kind, id: &str) -> Result<Entry<'_>, EditError> {
        let root = self.doc.as_table();
        let odd =
            || EditError::Layout(format!("`{}` is not written as tables here, so nothing can be added", kind.name));
        let of_kind = match root.get(kind.name) {
            None | Some(Item::None) => return Ok(Entry::Absent),
            Some(Item::Table(table)) => table,
            Some(Item::Value(Written::InlineTable(table))) if kind.shape == Shape::Single => {
                return Ok(Entry::Inline(table));
            }
            Some(Item::Value(Written::InlineTable(table))) => {
                return match table.get(id) {
                    None => Ok(Entry::AbsentInline(table)),
                    Some(Written::InlineTable(entry)) if !entry.is_dotted() => Ok(Entry::Inline(entry)),
                    Some(_) => Err(odd()),
                };
            }
            Some(_) => return Err(odd()),
        };
        let kind_key = key_toml(kind.name);
        if kind.shape == Shape::Single {
            return Ok(as_written(of_kind, format!("{kind_key}.")));
        }
        let id_key = key_toml(id);
        let prefix = if of_kind.is_dotted() { format!("{kind_key}.{id_key}.") } else { format!("{id_key}.") };
        match of_kind.get(id) {
            None | Some(Item::None) if of_kind.is_dotted() => Ok(Entry::AbsentDotted(of_kind, prefix)),
            None | Some(Item::None) => Ok(Entry::Absent),
            Some(Item::Table(entry)) => Ok(as_written(entry, prefix)),
            Some(Item::Value(Written::InlineTable(entry))) => Ok(Entry::Inline(entry)),
            Some(_) => Err(odd()),
        }
    }

    /// What stands under a key outside all tables.
    pub(super) fn root(&self, key: &str) -> Found<'_> {
        Found::of(self.doc.as_table().get(key))
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }

    /// The byte behind the line that holds the byte before `end`.
    pub(super) fn line_end(&self, end: usize) -> usize {
        self.text[end..].find('\n').map_or(self.text.len(), |i| end + i + 1)
    }

    /// Removes the lines of all statements of an item.
    pub(super) fn without(&self, item: &Item) -> Vec<Splice> {
        let mut ranges = Vec::new();
        if let Item::Table(table) = item {
            statements(table, true, &mut ranges);
        }
        if let Item::ArrayOfTables(tables) = item {
            tables.iter().for_each(|table| statements(table, true, &mut ranges));
        }
        ranges.into_iter().map(|range| self.without_lines(range)).collect()
    }

    /// Removes one table of an array with all of its lines, and a blank line that would stand beside another one.
    pub(super) fn without_table(&self, table: &Table) -> Vec<Splice> {
        let mut ranges = Vec::new();
        statements(table, true, &mut ranges);
        let mut splices: Vec<Splice> = ranges.into_iter().map(|range| self.without_lines(range)).collect();
        let (start, end) = (
            splices.iter().map(|splice| splice.range.start).min(),
            splices.iter().map(|splice| splice.range.end).max(),
        );
        if let (Some(start), Some(end)) = (start, end) {
            let before = self.text[..start].lines().next_back().is_none_or(|line| line.trim().is_empty());
            let blank = self.text[end..].split_inclusive('\n').next().filter(|line| line.trim().is_empty());
            if let Some(blank) = blank.filter(|_| before) {
                splices.push(Splice::new(end..end + blank.len(), ""));
            }
            // At the end of the text no blank line is left.
            if self.text[end..].trim().is_empty() {
                let kept = self.text[..start].trim_end().len();
                let blank = self.line_end(kept).min(start)..start;
                splices.extend((kept > 0 && !blank.is_empty()).then(|| Splice::new(blank, "")));
            }
        }
        splices
    }

    pub(super) fn without_lines(&self, range: Range<usize>) -> Splice {
        Splice::new(self.line_start(range.start)..self.line_end(range.end), "")
    }

    /// A line with a key, below the keys that its table has already.
    pub(super) fn key_line(&self, table: &Table, prefix: &str, key: &str, value: &str) -> Splice {
        let mut own = Vec::new();
        statements(table, false, &mut own);
        let last = own.iter().max_by_key(|range| range.end).cloned();
        let header = table.span().filter(|_| !table.is_dotted()).unwrap_or(0..0);
        let beside = last.clone().unwrap_or_else(|| header.clone());
        let line_start = self.line_start(beside.start);
        let line = &self.text[line_start..beside.end];
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let mut key = format!("{prefix}{}", key_toml(key));
        if last.is_some()
            && let Some(column) = equals_column(&line[indent.len()..])
        {
            key.extend(std::iter::repeat_n(' ', column.saturating_sub(key.chars().count() + 1)));
        }
        self.line(self.line_end(beside.end), &format!("{indent}{key} = {value}"))
    }

    /// A line at the beginning of another one, or at the end of the text.
    fn line(&self, at: usize, line: &str) -> Splice {
        let open = at > 0 && !self.text[..at].ends_with('\n');
        let before = if open { self.eol } else { "" };
        Splice::new(at..at, format!("{before}{line}{}", self.eol))
    }

    /// A header with its keys, between blank lines.
    pub(super) fn block(&self, at: usize, header: &str, lines: &[String]) -> Splice {
        let (before, after) = (&self.text[..at], &self.text[at..]);
        let mut text = String::new();
        if !before.is_empty() {
            if !before.ends_with('\n') {
                text.push_str(self.eol);
            }
            if !before.lines().next_back().is_some_and(|line| line.trim().is_empty()) {
                text.push_str(self.eol);
            }
        }
        for line in std::iter::once(header).chain(lines.iter().map(String::as_str)) {
            text.push_str(line);
            text.push_str(self.eol);
        }
        if after.lines().next().is_some_and(|line| !line.trim().is_empty()) {
            text.push_str(self.eol);
        }
        Splice::new(at..at, text)
    }

    /// The end of everything that is written under headers of an item, with the comments that follow at once; the end
    /// of the text when the item has no header.
    pub(super) fn behind(&self, item: Option<&Item>) -> usize {
        let mut ranges = Vec::new();
        match item {
            Some(Item::Table(table)) => statements(table, true, &mut ranges),
            Some(Item::ArrayOfTables(tables)) => tables.iter().for_each(|table| statements(table, true, &mut ranges)),
            _ => {}
        }
        let end = ranges.iter().map(|range| range.end).max();
        // Above the first header a new one would take the keys below it.
        let Some(end) = end.filter(|end| self.first_header().is_some_and(|first| first < *end)) else {
            return self.text.len();
        };
        let at = self.line_end(end);
        let mut behind_comments = at;
        for line in self.text[at..].split_inclusive('\n') {
            match line.trim_start().chars().next() {
                Some('#') => behind_comments += line.len(),
                None => return behind_comments,
                // A comment just above a statement belongs to it.
                Some(_) => return at,
            }
        }
        behind_comments
    }

    fn first_header(&self) -> Option<usize> {
        fn first(table: &Table) -> Option<usize> {
            let below = table.iter().filter_map(|(_, item)| match item {
                Item::Table(table) => first(table),
                Item::ArrayOfTables(tables) => tables.iter().filter_map(first).min(),
                _ => None,
            });
            let own = table.span().filter(|_| !table.is_implicit() && !table.is_dotted()).map(|span| span.start);
            below.chain(own).min()
        }
        self.doc
            .as_table()
            .iter()
            .filter_map(|(_, item)| match item {
                Item::Table(table) => first(table),
                Item::ArrayOfTables(tables) => tables.iter().filter_map(first).min(),
                _ => None,
            })
            .min()
    }

    /// One more item in a list.
    pub(super) fn array_item(&self, array: &Array, item: &str) -> Result<Splice, EditError> {
        let odd = || EditError::Layout("the list cannot be found in the text".to_owned());
        let span = array.span().ok_or_else(odd)?;
        let Some(last) = array.iter().last() else {
            let inner = &self.text[span.start + 1..span.end - 1];
            let range = if inner.trim().is_empty() { span } else { span.start..span.start + 1 };
            let close = if range.len() == 1 { "" } else { "]" };
            return Ok(Splice::new(range, format!("[{item}{close}")));
        };
        let last = last.span().ok_or_else(odd)?;
        let rest = &self.text[last.end..span.end - 1];
        let line = rest.split('\n').next().unwrap_or(rest);
        let comma = line.trim_start().starts_with(',');
        // One item a line, and the bracket below: the new one gets a line of its own.
        if rest.contains('\n') && comma == array.trailing_comma() {
            let start = self.line_start(last.start);
            let lead = &self.text[start..last.start];
            if lead.trim().is_empty() {
                let end = self.line_end(last.end);
                let rest_of_line = &self.text[last.end..end];
                let (before, after) = if comma { ("", ",") } else { (",", "") };
                return Ok(Splice::new(
                    last.end..end,
                    format!("{before}{rest_of_line}{lead}{item}{after}{}", self.eol),
                ));
            }
        }
        Ok(Splice::new(last.end..last.end, format!(", {item}")))
    }

    /// Removes an entry with all of its lines.
    pub(super) fn without_entry(&self, kind: &Kind, id: &str) -> Result<Vec<Splice>, EditError> {
        let of_kind = self.doc.as_table().get(kind.name);
        let item = match kind.shape {
            Shape::ById => of_kind.and_then(|of_kind| of_kind.get(id)),
            _ => of_kind,
        };
        match (self.entry(kind, id)?, of_kind, item) {
            (Entry::Header(_) | Entry::Below(_) | Entry::Dotted(..), _, Some(item)) => Ok(self.without(item)),
            (Entry::Inline(_), Some(Item::Value(Written::InlineTable(all))), _) if kind.shape == Shape::ById => {
                Ok(vec![self.without_inline_key(all, id)?])
            }
            (Entry::Inline(table), ..) => Ok(table.span().map(|span| self.without_lines(span)).into_iter().collect()),
            _ => Ok(Vec::new()),
        }
    }

    /// Removes an item of a list, of which all stand at these places: with its line where it has one for itself, else
    /// with one of its commas.
    pub(super) fn without_array_item(&self, items: &[Range<usize>], index: usize) -> Splice {
        let own = items[index].clone();
        let (start, end) = (self.line_start(own.start), self.line_end(own.end));
        let comma = self.text[own.end..end].find(|c: char| !c.is_whitespace());
        let behind = match comma.filter(|at| self.text[own.end + at..].starts_with(',')) {
            Some(at) => own.end + at + 1,
            None => own.end,
        };
        let rest = self.text[behind..end].trim();
        if self.text[start..own.start].trim().is_empty() && (rest.is_empty() || rest.starts_with('#')) {
            return Splice::new(start..end, "");
        }
        let plain = |range: Range<usize>| !self.text[range].contains(['\n', '#']);
        if let Some(next) = items.get(index + 1).filter(|next| plain(own.end..next.start)) {
            return Splice::new(own.start..next.start, "");
        }
        match index.checked_sub(1).and_then(|before| items.get(before)) {
            Some(before) if plain(before.end..own.start) => Splice::new(before.end..own.end, ""),
            _ => Splice::new(own.start..behind, ""),
        }
    }

    /// One more key between braces.
    pub(super) fn inline_key(&self, table: &InlineTable, key: &str, value: &str) -> Result<Splice, EditError> {
        let odd = || EditError::Layout("the table in braces cannot be found in the text".to_owned());
        let span = table.span().ok_or_else(odd)?;
        let entry = format!("{} = {value}", key_toml(key));
        if table.is_empty() {
            let inner = &self.text[span.start + 1..span.end - 1];
            if inner.trim().is_empty() {
                return Ok(Splice::new(span, format!("{{ {entry} }}")));
            }
            return Ok(Splice::new(span.start + 1..span.start + 1, format!(" {entry}")));
        }
        let end = inline_end(table).ok_or_else(odd)?;
        Ok(Splice::new(end..end, format!(", {entry}")))
    }

    /// Removes a key between braces, with one of its commas.
    pub(super) fn without_inline_key(&self, table: &InlineTable, key: &str) -> Result<Splice, EditError> {
        let odd = || {
            let what = format!("`{key}` is in braces over several lines or with dots");
            EditError::Layout(format!("{what}, and taking it out could lose a comment; take it out by hand"))
        };
        let mut entries: Vec<(Range<usize>, &str)> = Vec::new();
        for (name, value) in table.iter() {
            let start = table.key(name).and_then(toml_edit::Key::span).ok_or_else(odd)?.start;
            let dotted = value.as_inline_table().is_some_and(InlineTable::is_dotted);
            let end = value.span().filter(|_| !dotted).ok_or_else(odd)?.end;
            entries.push((start..end, name));
        }
        let index = entries.iter().position(|(_, name)| *name == key).ok_or_else(odd)?;
        let own = &entries[index].0;
        let range = match (index.checked_sub(1), entries.get(index + 1)) {
            (Some(before), _) => entries[before].0.end..own.end,
            (None, Some((next, _))) => own.start..next.start,
            (None, None) => {
                let span = table.span().ok_or_else(odd)?;
                span.start + 1..span.end - 1
            }
        };
        let around =
            [&self.text[range.start..own.start.max(range.start)], &self.text[own.end.min(range.end)..range.end]];
        if around.iter().any(|text| text.contains(['\n', '#'])) {
            return Err(odd());
        }
        Ok(Splice::new(range, ""))
    }
}

pub(super) fn as_written(table: &Table, prefix: String) -> Entry<'_> {
    match (table.is_dotted(), table.is_implicit()) {
        (true, _) => Entry::Dotted(table, prefix),
        (false, true) => Entry::Below(table),
        (false, false) => Entry::Header(table),
    }
}

/// Ranges of the statements of a table: its keys with their values and, where asked for, its header and all below it.
fn statements(table: &Table, below: bool, ranges: &mut Vec<Range<usize>>) {
    if below && !table.is_implicit() && !table.is_dotted() {
        ranges.extend(table.span());
    }
    for (name, item) in table.iter() {
        match item {
            Item::Value(value) => {
                let key = table.key(name).and_then(toml_edit::Key::span);
                ranges.extend(key.zip(value.span()).map(|(key, value)| key.start..value.end));
            }
            Item::Table(table) if below || table.is_dotted() => statements(table, below, ranges),
            Item::ArrayOfTables(tables) if below => tables.iter().for_each(|table| statements(table, below, ranges)),
            _ => {}
        }
    }
}

fn inline_end(table: &InlineTable) -> Option<usize> {
    let end = |value: &Written| match value {
        Written::InlineTable(table) if table.is_dotted() => inline_end(table),
        value => value.span().map(|span| span.end),
    };
    table.iter().filter_map(|(_, value)| end(value)).max()
}

/// The column of `=` in a line, where blanks before it line it up with the lines around.
fn equals_column(line: &str) -> Option<usize> {
    let (key, _) = line.split_once('=')?;
    (key.ends_with("  ") && !key.contains(['"', '\''])).then(|| key.chars().count())
}
