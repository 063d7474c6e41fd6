//! Edits of an organization file, or of the settings, that leave every other line as it was: comments, order, blank lines, line ends.
//!
//! 1. Parse the text, and find where the entry and the key stand.
//! 2. Write the new value by its field table, and read it back as the loader would.
//! 3. Cut out and put in only what the edit is about.
//!
//! Entries may be written under headers, with dots or in braces; each is edited in the way it is written.

mod layout;
mod write;

pub use write::{key_toml, text_toml};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use toml_edit::{Item, TomlError, Value as Written};

use self::layout::{Entry, Found, Layout, Splice};
use crate::config::CONFIG_KINDS;
use crate::diagnostic::nearest;
use crate::fields::{Field, FieldType, Kind, Shape, field, with_article};
use crate::org::ORG_KINDS;
use crate::record::{Record, Value, parse, short};
use crate::source::{Sources, Span};

/// One change of an organization file, or of the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    kind: String,
    id: String,
    change: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Append(Vec<(String, Value)>),
    Set(String, Value),
    Remove(String),
    Add(String, Value),
    Take(String, Value),
    Drop,
    DropItems(Vec<(String, Value)>),
}

impl Edit {
    /// Adds an entry to a kind that is written as an array, such as `[[attestation]]`, with these keys in this order.
    pub fn append<K: Into<String>>(kind: &str, values: impl IntoIterator<Item = (K, Value)>) -> Edit {
        let values = values.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Edit { kind: kind.to_owned(), id: String::new(), change: What::Append(values) }
    }

    /// Sets a key of the entry `[kind.id]`, which comes into being if it is not in the file; `id` is empty for
    /// `[organization]`. A value that says the same already stays as it is written.
    pub fn set(kind: &str, id: &str, key: &str, value: Value) -> Edit {
        Edit { kind: kind.to_owned(), id: id.to_owned(), change: What::Set(key.to_owned(), value) }
    }

    /// Takes a key out of the entry `[kind.id]`, where it is in the file, with the lines that it takes.
    pub fn remove(kind: &str, id: &str, key: &str) -> Edit {
        Edit { kind: kind.to_owned(), id: id.to_owned(), change: What::Remove(key.to_owned()) }
    }

    /// Adds one item to the list under a key of the entry `[kind.id]`; nothing changes where the list has it already.
    pub fn add(kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit { kind: kind.to_owned(), id: id.to_owned(), change: What::Add(key.to_owned(), item) }
    }

    /// Takes one item out of the list under a key of the entry `[kind.id]`, with the line that it has for itself;
    /// nothing changes where the list does not have it.
    pub fn take(kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit { kind: kind.to_owned(), id: id.to_owned(), change: What::Take(key.to_owned(), item) }
    }
}

impl Edit {
    /// Takes the entry `[kind.id]` out of the file, with every line that it takes. Comments above it stay, and so does
    /// everything that refers to it.
    pub fn drop_entry(kind: &str, id: &str) -> Edit {
        Edit { kind: kind.to_owned(), id: id.to_owned(), change: What::Drop }
    }

    /// Takes the entries of a kind that is written as an array, such as `[[waiver]]`, out of the file, where they say
    /// all of this. Comments above them stay.
    pub fn drop_items<K: Into<String>>(kind: &str, values: impl IntoIterator<Item = (K, Value)>) -> Edit {
        let values = values.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Edit { kind: kind.to_owned(), id: String::new(), change: What::DropItems(values) }
    }
}

/// Why a file cannot be edited. The text of each is a sentence for people, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The file is no valid TOML: an edit might lose what it was meant to say.
    Broken {
        /// The line, from 1, of the first mistake.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// There is no such kind or key.
    Unknown(String),
    /// The key does not allow this value.
    Value(String),
    /// The entry is written in a way that this edit cannot follow.
    Layout(String),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Broken { line, why } => {
                write!(f, "the file is not valid TOML: line {line}: {why}; mend that first, so that no edit loses it")
            }
            EditError::Unknown(what) | EditError::Value(what) | EditError::Layout(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for EditError {}

/// Applies edits to the text of an organization file, in order: all of them, or none.
///
/// # Errors
/// When the text is not valid TOML, or an edit does not fit the field tables or the way the file is written.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    apply_in(text, edits, ORG_KINDS, "an organization file")
}

/// Applies edits to the text of `onethread.toml`, as [`apply`] does.
///
/// # Errors
/// As those of [`apply`].
pub fn apply_settings(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    apply_in(text, edits, CONFIG_KINDS, "onethread.toml")
}

fn apply_in(text: &str, edits: &[Edit], kinds: &'static [Kind], what: &str) -> Result<String, EditError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = &text[..text.len() - body.len()];
    let mut body = body.to_owned();
    let mut rest = edits;
    while !rest.is_empty() {
        let (done, after) = apply_some(&body, rest, kinds, what)?;
        (body, rest) = (after, &rest[done..]);
    }
    // Every edit was made in valid TOML, and none may leave anything else.
    Layout::of(&body)?;
    Ok(format!("{mark}{body}"))
}

/// The lines that `after` has and `before` has not, with the number of the first one, from 1, where one block of lines
/// was put in or changed; `None` when nothing was.
pub fn changed_lines<'a>(before: &str, after: &'a str) -> Option<(usize, Vec<&'a str>)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let same_end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let block = &new[start..new.len() - same_end];
    let blank = |line: &&&str| line.trim().is_empty();
    let (lead, trail) = (block.iter().take_while(blank).count(), block.iter().rev().take_while(blank).count());
    let lines = block.get(lead..block.len() - trail).unwrap_or_default().to_vec();
    (before != after).then_some((start + lead + 1, lines))
}

/// Whether a text has entries of a kind, in whatever way they are written; `false` where it is not valid TOML.
pub fn has_entries(text: &str, kind: &str) -> bool {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    Layout::of(body).is_ok_and(|layout| layout.doc.as_table().contains_key(kind))
}

/// Applies the first edit, and those behind it that are about other entries and other places, so that a text is parsed
/// once for many of them. Gives how many it applied.
fn apply_some(text: &str, edits: &[Edit], kinds: &'static [Kind], what: &str) -> Result<(usize, String), EditError> {
    let layout = Layout::of(text)?;
    let mut entries: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let mut all: Vec<Splice> = Vec::new();
    let mut done = 0;
    for edit in edits {
        let alone = matches!(edit.change, What::Append(_) | What::DropItems(_));
        if done > 0 && (alone || !entries.insert((&edit.kind, &edit.id))) {
            break;
        }
        entries.insert((&edit.kind, &edit.id));
        let mut splices = match splices(&layout, edit, kinds, what) {
            // What is wrong with a later edit is told when its turn comes.
            Err(_) if done > 0 => break,
            splices => splices?,
        };
        splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
        if done > 0 && splices.iter().any(|splice| meets(&places, &splice.range)) {
            break;
        }
        places.extend(splices.iter().map(|splice| (splice.range.start, splice.range.end)));
        all.append(&mut splices);
        done += 1;
        if alone {
            break;
        }
    }
    all.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for splice in &all {
        out.push_str(text.get(at..splice.range.start).unwrap_or_default());
        out.push_str(&splice.text);
        at = at.max(splice.range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok((done, out))
}

/// Whether a range touches one of those that are taken, by start and end.
fn meets(places: &BTreeMap<usize, usize>, range: &Range<usize>) -> bool {
    let before = places.range(..=range.end).next_back();
    before.is_some_and(|(_, end)| *end >= range.start)
}

fn splices(layout: &Layout<'_>, edit: &Edit, kinds: &'static [Kind], what: &str) -> Result<Vec<Splice>, EditError> {
    let kind = kinds
        .iter()
        .find(|kind| kind.name == edit.kind)
        .ok_or_else(|| unknown("kind of entry", &edit.kind, what, kinds.iter().map(|kind| kind.name)))?;
    match &edit.change {
        What::Append(values) => append(layout, kind, values),
        What::DropItems(values) => drop_items(layout, kind, values),
        _ if kind.shape == Shape::Array => {
            let what = format!("{} has no id, so no one of them can be changed", with_article(kind.name));
            Err(EditError::Layout(what))
        }
        _ if kind.shape == Shape::ById && edit.id.trim().is_empty() => {
            Err(EditError::Value(format!("{} needs an id that is not empty", with_article(kind.name))))
        }
        What::Set(key, value) => Target::of(layout, kind, &edit.id, key)?.set(value),
        What::Remove(key) => Target::of(layout, kind, &edit.id, key)?.remove(),
        What::Add(key, item) => Target::of(layout, kind, &edit.id, key)?.add(item),
        What::Take(key, item) => Target::of(layout, kind, &edit.id, key)?.take(item),
        What::Drop => layout.without_entry(kind, &edit.id),
    }
}

fn append(layout: &Layout<'_>, kind: &'static Kind, values: &[(String, Value)]) -> Result<Vec<Splice>, EditError> {
    if kind.shape != Shape::Array {
        let what = format!("{} is written by id, so set its keys instead", with_article(kind.name));
        return Err(EditError::Layout(what));
    }
    let what = format!("this {}", kind.name);
    let mut lines = Vec::new();
    for (key, value) in values {
        let field = known_field(kind.fields, key, &what)?;
        lines.push(format!("{} = {}", key_toml(key), write::value_toml(value, &field.ty)));
    }
    read(&(lines.join("\n") + "\n"), kind.fields, &what, true)?;
    let name = kind.name;
    let item = layout.doc.as_table().get(name);
    match item {
        None | Some(Item::None | Item::ArrayOfTables(_)) => {
            Ok(vec![layout.block(layout.behind(item), &format!("[[{name}]]"), &lines)])
        }
        Some(Item::Value(Written::Array(array))) => Ok(vec![layout.array_item(array, &write::braces(&lines))?]),
        Some(_) => Err(EditError::Layout(format!(
            "`{name}` is written as one table here, and a second one cannot be added; write `[[{name}]]` there first"
        ))),
    }
}

fn drop_items(layout: &Layout<'_>, kind: &'static Kind, values: &[(String, Value)]) -> Result<Vec<Splice>, EditError> {
    let says = |written: &dyn Fn(&str) -> Option<Range<usize>>| {
        values.iter().all(|(key, meant)| {
            let raw = written(key).and_then(|span| layout.text.get(span)).unwrap_or_default();
            let record = read(&format!("{} = {raw}\n", key_toml(key)), kind.fields, kind.name, false);
            let field = field(kind.fields, key);
            let now = record.ok().zip(field).and_then(|(mut record, field)| record.take(field.key));
            now.is_some_and(|now| now.value.says_the_same(meant))
        })
    };
    match layout.doc.as_table().get(kind.name) {
        Some(Item::ArrayOfTables(tables)) => {
            let matching = tables.iter().filter(|table| says(&|key| table.get(key)?.as_value()?.span()));
            Ok(matching.flat_map(|table| layout.without_table(table)).collect())
        }
        Some(Item::Value(Written::Array(array))) => {
            let spans: Vec<Range<usize>> = array.iter().filter_map(Written::span).collect();
            let matching =
                array.iter().enumerate().filter(|(_, item)| says(&|key| item.as_inline_table()?.get(key)?.span()));
            // One at a time, because what is left of a list decides which comma goes.
            Ok(matching.take(1).map(|(at, _)| layout.without_array_item(&spans, at)).collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// A key of an entry that is to be edited.
struct Target<'l> {
    layout: &'l Layout<'l>,
    kind: &'static Kind,
    id: &'l str,
    field: &'static Field,
    entry: Entry<'l>,
    /// The entry in messages, such as "initiative `returns`".
    what: String,
}

impl<'l> Target<'l> {
    fn of(layout: &'l Layout<'l>, kind: &'static Kind, id: &'l str, key: &str) -> Result<Target<'l>, EditError> {
        let what = match kind.shape {
            Shape::ById => format!("{} `{}`", kind.name, short(id)),
            _ => format!("`[{}]`", kind.name),
        };
        let field = known_field(kind.fields, key, &what)?;
        Ok(Target { layout, kind, id, field, entry: layout.entry(kind, id)?, what })
    }

    fn set(&self, value: &Value) -> Result<Vec<Splice>, EditError> {
        let toml = write::value_toml(value, &self.field.ty);
        let meant = self.read(&toml)?;
        match self.entry.found(self.field.key) {
            Found::Value(written) => {
                let span = self.span(written)?;
                // A value that says the same may be laid out with care.
                let now = self.read(&self.layout.text[span.clone()]).ok();
                let same = now.is_some_and(|now| now.says_the_same(&meant));
                Ok(if same { Vec::new() } else { vec![Splice::new(span, toml)] })
            }
            Found::Statements(item) => {
                if self.statements_say().is_some_and(|now| now.says_the_same(&meant)) {
                    return Ok(Vec::new());
                }
                let mut splices = self.layout.without(item);
                splices.push(self.put(&toml)?);
                Ok(splices)
            }
            Found::Nothing => Ok(vec![self.put(&toml)?]),
        }
    }

    fn remove(&self) -> Result<Vec<Splice>, EditError> {
        match (self.entry.found(self.field.key), &self.entry) {
            (Found::Nothing, _) => Ok(Vec::new()),
            (Found::Statements(item), _) => Ok(self.layout.without(item)),
            (Found::Value(_), Entry::Inline(table)) => Ok(vec![self.layout.without_inline_key(table, self.field.key)?]),
            (Found::Value(written), _) => Ok(vec![self.layout.without_lines(self.span(written)?)]),
        }
    }

    fn add(&self, item: &Value) -> Result<Vec<Splice>, EditError> {
        let (FieldType::List(_) | FieldType::OneOrMany(_) | FieldType::Tables(_)) = self.field.ty else {
            let what = format!("`{}` of {} holds one value and is no list; set it instead", self.field.key, self.what);
            return Err(EditError::Layout(what));
        };
        let toml = write::value_toml(item, &write::item_type(&self.field.ty));
        let meant = self.read(&format!("[{toml}]"))?;
        let holds = |now: &Value| match (now, &meant) {
            (Value::List(now), Value::List(new)) => {
                new.iter().all(|new| now.iter().any(|now| now.value.says_the_same(&new.value)))
            }
            _ => false,
        };
        match self.entry.found(self.field.key) {
            Found::Value(written) => {
                let span = self.span(written)?;
                let raw = &self.layout.text[span.clone()];
                if self.read(raw).is_ok_and(|now| holds(&now)) {
                    return Ok(Vec::new());
                }
                match written {
                    Written::Array(array) => Ok(vec![self.layout.array_item(array, &toml)?]),
                    _ => Ok(vec![Splice::new(span, format!("[{raw}, {toml}]"))]),
                }
            }
            Found::Statements(tables @ Item::ArrayOfTables(_)) => {
                if self.statements_say().is_some_and(|now| holds(&now)) {
                    return Ok(Vec::new());
                }
                Ok(vec![self.table_block(self.layout.behind(Some(tables)), item)])
            }
            Found::Statements(_) => {
                let (key, what) = (self.field.key, &self.what);
                let mend = format!("write it as `[[{}]]` first", self.header());
                Err(EditError::Layout(format!("`{key}` of {what} is written as one table; {mend}")))
            }
            Found::Nothing => match (&self.field.ty, &self.entry) {
                (FieldType::Tables(_), Entry::Header(_) | Entry::Below(_) | Entry::Absent) => {
                    let root = self.layout.doc.as_table();
                    let kind = root.get(self.kind.name);
                    let own = kind.and_then(|kind| kind.get(self.id));
                    Ok(vec![self.table_block(self.layout.behind(own.or(kind)), item)])
                }
                (FieldType::OneOrMany(_), _) => Ok(vec![self.put(&toml)?]),
                _ => Ok(vec![self.put(&format!("[{toml}]"))?]),
            },
        }
    }

    fn take(&self, item: &Value) -> Result<Vec<Splice>, EditError> {
        let toml = write::value_toml(item, &write::item_type(&self.field.ty));
        let meant = self.read(&format!("[{toml}]"))?;
        let is_it = |raw: &str| self.read(&format!("[{raw}]")).is_ok_and(|now| now.says_the_same(&meant));
        match self.entry.found(self.field.key) {
            Found::Nothing => Ok(Vec::new()),
            Found::Value(Written::Array(array)) => {
                let spans = array.iter().map(|value| self.span(value)).collect::<Result<Vec<_>, _>>()?;
                let index = spans.iter().position(|span| is_it(&self.layout.text[span.clone()]));
                index.map_or(Ok(Vec::new()), |index| Ok(vec![self.layout.without_array_item(&spans, index)]))
            }
            Found::Value(written) if is_it(&self.layout.text[self.span(written)?]) => self.remove(),
            Found::Value(_) => Ok(Vec::new()),
            Found::Statements(_) => {
                let (key, what) = (self.field.key, &self.what);
                Err(EditError::Layout(format!("`{key}` of {what} is written as tables; take the one out by hand")))
            }
        }
    }

    /// A key that is not there yet.
    fn put(&self, toml: &str) -> Result<Splice, EditError> {
        let (layout, key) = (self.layout, self.field.key);
        match &self.entry {
            Entry::Header(table) => Ok(layout.key_line(table, "", key, toml)),
            Entry::Dotted(table, prefix) | Entry::AbsentDotted(table, prefix) => {
                Ok(layout.key_line(table, prefix, key, toml))
            }
            Entry::Inline(table) => layout.inline_key(table, key, toml),
            Entry::AbsentInline(table) => layout.inline_key(table, self.id, &format!("{{ {key} = {toml} }}")),
            Entry::Below(_) | Entry::Absent => {
                let header = match self.kind.shape {
                    Shape::ById => format!("[{}.{}]", self.kind.name, key_toml(self.id)),
                    _ => format!("[{}]", self.kind.name),
                };
                let at = layout.behind(layout.doc.as_table().get(self.kind.name));
                Ok(layout.block(at, &header, &[format!("{key} = {toml}")]))
            }
        }
    }

    fn table_block(&self, at: usize, item: &Value) -> Splice {
        let lines = match (item, &self.field.ty) {
            (Value::Table(record), FieldType::Tables(fields)) => write::lines(record, fields),
            _ => Vec::new(),
        };
        self.layout.block(at, &format!("[[{}]]", self.header()), &lines)
    }

    fn header(&self) -> String {
        format!("{}.{}.{}", self.kind.name, key_toml(self.id), self.field.key)
    }

    fn span(&self, written: &Written) -> Result<std::ops::Range<usize>, EditError> {
        // Keys with dots inside braces have no range of their own.
        written.span().filter(|_| !written.as_inline_table().is_some_and(toml_edit::InlineTable::is_dotted)).ok_or_else(
            || {
                let what = format!("`{}` of {} is written with dots inside braces", self.field.key, self.what);
                EditError::Layout(format!("{what}; write it as one value first"))
            },
        )
    }

    /// A value as the loader reads it.
    fn read(&self, toml: &str) -> Result<Value, EditError> {
        let line = format!("{} = {toml}\n", key_toml(self.field.key));
        let mut record = read(&line, self.kind.fields, &self.what, false)?;
        let value = record.take(self.field.key).map(|at| at.value);
        value.ok_or_else(|| EditError::Value(format!("`{}` of {} cannot be read", self.field.key, self.what)))
    }

    /// What tables below an entry, or keys with dots, say.
    fn statements_say(&self) -> Option<Value> {
        let mut sources = Sources::default();
        let file = sources.add("", self.layout.text);
        let span = Span { file, start: 0, end: 0 };
        let record = parse(&sources, file, &mut Vec::new(), |table, reader| {
            let of_kind = table.get(self.kind.name)?.get_ref().as_table()?;
            let entry = match self.kind.shape {
                Shape::ById => of_kind.get(self.id)?.get_ref().as_table()?,
                _ => of_kind,
            };
            Some(reader.record(entry, span, self.kind.fields, &self.what))
        });
        record.flatten()?.take(self.field.key).map(|at| at.value)
    }
}

fn known_field(fields: &'static [Field], key: &str, what: &str) -> Result<&'static Field, EditError> {
    field(fields, key).ok_or_else(|| unknown("key", key, what, fields.iter().map(|field| field.key)))
}

fn unknown<'n>(sort: &str, name: &str, what: &str, known: impl Iterator<Item = &'n str>) -> EditError {
    let near = nearest(name, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    EditError::Unknown(format!("{what} has no {sort} `{}`{near}", short(name)))
}

/// Reads keys and values by a field table; anything to report is an error.
fn read(toml: &str, fields: &'static [Field], what: &str, whole: bool) -> Result<Record, EditError> {
    let mut sources = Sources::default();
    let file = sources.add("", toml);
    let mut diagnostics = Vec::new();
    let record = parse(&sources, file, &mut diagnostics, |table, reader| {
        let record = reader.record(table, Span { file, start: 0, end: 0 }, fields, what);
        if whole {
            reader.require(&record, fields, what);
        }
        record
    });
    match (record, diagnostics.first()) {
        (Some(record), None) => Ok(record),
        (_, Some(first)) if first.primary.text.is_empty() => Err(EditError::Value(first.message.clone())),
        (_, Some(first)) => Err(EditError::Value(format!("{}: {}", first.message, first.primary.text))),
        (None, None) => Err(EditError::Value(format!("{what} cannot be read"))),
    }
}

/// The first mistake of a text, in the words that the loader uses.
fn broken(text: &str, error: &TomlError) -> EditError {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let mut diagnostics = Vec::new();
    parse(&sources, file, &mut diagnostics, |_, _| ());
    let first = diagnostics.iter().find_map(|diagnostic| match &diagnostic.primary.spot {
        crate::diagnostic::Spot::Span(span) => Some((sources.line(*span), diagnostic.message.clone())),
        _ => None,
    });
    let at = error.span().map_or(0, |span| span.start);
    let (line, why) =
        first.unwrap_or_else(|| (sources.line(Span { file, start: at, end: at }), error.message().to_owned()));
    EditError::Broken { line, why }
}
