//! Edits of an organization file, or of the settings, that leave every other line as it was: comments, order, blank lines, line ends.
//!
//! 1. Parse the text, and find where the entry and the key stand.
//! 2. Write the new value by its field table, and read it back as the loader would.
//! 3. Cut out and put in only what the edit is about.
//!
//! Entries may be written under headers, with dots or in braces; each is edited in the way it is written.

mod layout;
mod pieces;
mod place;
mod target;
mod write;

pub use pieces::Replacement;
pub use write::{key_toml, text_toml};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use toml_edit::{Item, TomlError, Value as Written};

use self::layout::{Layout, Splice};
use self::pieces::Pieces;
use self::place::Places;
use self::target::Target;
use crate::config::CONFIG_KINDS;
use crate::diagnostic::nearest;
use crate::fields::{Field, Kind, Shape, field, with_article};
use crate::org::ORG_KINDS;
use crate::record::{Record, Value, parse, short};
use crate::source::{Sources, Span};

/// What an item of a list of tables says, so that it is told from the others: keys with their values, or without one.
type Says = Vec<(String, Option<Value>)>;

/// One change of an organization file, or of the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    kind: String,
    id: String,
    /// Which entries, where the kind is written as an array.
    of: Option<Says>,
    /// The way from the entry to a table in it.
    inside: Vec<Step>,
    change: What,
}

/// A step from a table to one under a key of it; where that is a list, to each item that says all of this.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    key: String,
    says: Says,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Append(Vec<(String, Value)>),
    Set(String, Value),
    Remove(String),
    Add(String, Value),
    Take(String, Value),
    Once(String, Value),
    Drop,
}

impl Edit {
    fn new(kind: &str, id: &str, change: What) -> Edit {
        Edit { kind: kind.to_owned(), id: id.to_owned(), of: None, inside: Vec::new(), change }
    }

    /// Adds an entry to a kind that is written as an array, such as `[[attestation]]`, with these keys in this order.
    pub fn append<K: Into<String>>(kind: &str, values: impl IntoIterator<Item = (K, Value)>) -> Edit {
        let values = values.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Edit::new(kind, "", What::Append(values))
    }

    /// Sets a key of the entry `[kind.id]`, which comes into being if it is not in the file; `id` is empty for
    /// `[organization]`, and where [`Edit::of`] says which entry. A value that says the same already stays as it is written.
    pub fn set(kind: &str, id: &str, key: &str, value: Value) -> Edit {
        Edit::new(kind, id, What::Set(key.to_owned(), value))
    }

    /// Takes a key out of the entry `[kind.id]`, where it is in the file, with the lines that it takes.
    pub fn remove(kind: &str, id: &str, key: &str) -> Edit {
        Edit::new(kind, id, What::Remove(key.to_owned()))
    }

    /// Adds one item to the list under a key of the entry `[kind.id]`; nothing changes where the list has it already.
    pub fn add(kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit::new(kind, id, What::Add(key.to_owned(), item))
    }

    /// Takes one item out of the list under a key of the entry `[kind.id]`, with the line that it has for itself;
    /// nothing changes where the list does not have it.
    pub fn take(kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit::new(kind, id, What::Take(key.to_owned(), item))
    }

    /// Takes an item out of the list under a key of the entry `[kind.id]` wherever it stands again, and leaves the first.
    pub fn once(kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit::new(kind, id, What::Once(key.to_owned(), item))
    }

    /// Takes the entry `[kind.id]` out of the file, with every line that it takes. Comments above it stay, and so does
    /// everything that refers to it. With [`Edit::of`] or [`Edit::inside`], the entries or tables that those lead to.
    pub fn drop_entry(kind: &str, id: &str) -> Edit {
        Edit::new(kind, id, What::Drop)
    }

    /// Takes the entries of a kind that is written as an array, such as `[[waiver]]`, out of the file, where they say
    /// all of this. Comments above them stay.
    pub fn drop_items<K: Into<String>>(kind: &str, values: impl IntoIterator<Item = (K, Value)>) -> Edit {
        Edit::drop_entry(kind, "").of(values.into_iter().map(|(key, value)| (key, Some(value))))
    }

    /// The same change in each entry that says all of this, of a kind that is written as an array, such as
    /// `[[allocation]]`; `None` is a key that it does not have.
    #[must_use]
    pub fn of<K: Into<String>>(mut self, says: impl IntoIterator<Item = (K, Option<Value>)>) -> Edit {
        self.of = Some(says.into_iter().map(|(key, value)| (key.into(), value)).collect());
        self
    }

    /// The same change in the table under a key of it; where that is a list of tables, such as
    /// `[[initiative.returns.dependency]]`, in each that says all of this, with `None` for a key that it does not have.
    #[must_use]
    pub fn inside<K: Into<String>>(mut self, key: &str, says: impl IntoIterator<Item = (K, Option<Value>)>) -> Edit {
        let says = says.into_iter().map(|(key, value)| (key.into(), value)).collect();
        self.inside.push(Step { key: key.to_owned(), says });
        self
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
    let layout = Layout::of(body)?;
    let body = run(&layout, edits, kinds, what, &mut |_| ())?;
    // Every edit was made in valid TOML, and none may leave anything else.
    Layout::of(&body)?;
    Ok(format!("{mark}{body}"))
}

/// What edits replace in the text of an organization file, for each group of edits by itself: only what they are about,
/// in the order of the text.
///
/// # Errors
/// When the text is not valid TOML. What is wrong with a group is told in its place.
pub fn replacements<'e>(
    text: &str,
    groups: impl IntoIterator<Item = &'e [Edit]>,
) -> Result<Vec<Result<Vec<Replacement>, EditError>>, EditError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let layout = Layout::of(body)?;
    let one = |edits: &[Edit]| {
        let mut pieces = Pieces::of(body);
        run(&layout, edits, ORG_KINDS, "an organization file", &mut |splices| pieces.splice(splices))?;
        Ok(pieces.replacements(text.len() - body.len()))
    };
    Ok(groups.into_iter().map(one).collect())
}

/// Makes all edits, in order, and tells of every splice of the text as it was by then.
fn run(
    layout: &Layout<'_>,
    edits: &[Edit],
    kinds: &'static [Kind],
    what: &str,
    tell: &mut dyn FnMut(&[Splice]),
) -> Result<String, EditError> {
    let mut body = layout.text.to_owned();
    let mut rest = edits;
    while !rest.is_empty() {
        // A text that was not changed need not be read again: it may be large, and the edits many.
        let (done, splices, more) = match body == layout.text {
            true => some_splices(layout, rest, kinds, what)?,
            false => some_splices(&Layout::of(&body)?, rest, kinds, what)?,
        };
        let after = spliced(&body, &splices);
        tell(&splices);
        body = after;
        rest = if more { rest } else { &rest[done..] };
    }
    Ok(body)
}

/// A text with what comes in place of its pieces, which stand in its order.
fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for splice in splices {
        out.push_str(text.get(at..splice.range.start).unwrap_or_default());
        out.push_str(&splice.text);
        at = at.max(splice.range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
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

/// Splices of the first edit, and of those behind it that are about other entries and other places, so that a text is
/// parsed once for many of them. Gives how many those are, the splices in the order of the text, and whether the edit has
/// to be made again, because what it takes out is there more than once.
fn some_splices(
    layout: &Layout<'_>,
    edits: &[Edit],
    kinds: &'static [Kind],
    what: &str,
) -> Result<(usize, Vec<Splice>, bool), EditError> {
    let mut entries: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let mut all: Vec<Splice> = Vec::new();
    let mut done = 0;
    for edit in edits {
        let alone = matches!(edit.change, What::Append(_) | What::Drop | What::Once(..));
        if done > 0 && (alone || !entries.insert((&edit.kind, &edit.id))) {
            break;
        }
        entries.insert((&edit.kind, &edit.id));
        let (mut splices, more) = match splices(layout, edit, kinds, what) {
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
            return Ok((done, all, more));
        }
    }
    all.sort_by_key(|splice| (splice.range.start, splice.range.end));
    Ok((done, all, false))
}

/// Whether a range touches one of those that are taken, by start and end.
fn meets(places: &BTreeMap<usize, usize>, range: &Range<usize>) -> bool {
    let before = places.range(..=range.end).next_back();
    before.is_some_and(|(_, end)| *end >= range.start)
}

fn splices(
    layout: &Layout<'_>,
    edit: &Edit,
    kinds: &'static [Kind],
    what: &str,
) -> Result<(Vec<Splice>, bool), EditError> {
    let kind = kinds
        .iter()
        .find(|kind| kind.name == edit.kind)
        .ok_or_else(|| unknown("kind of entry", &edit.kind, what, kinds.iter().map(|kind| kind.name)))?;
    let each =
        |places: Vec<place::Place<'_>>, key: &str, change: &dyn Fn(Target<'_>) -> Result<Vec<Splice>, EditError>| {
            let splices = places.into_iter().map(|place| change(Target::of(place, key)?));
            Ok(splices.collect::<Result<Vec<_>, EditError>>()?.into_iter().flatten().collect())
        };
    let splices: Vec<Splice> = match &edit.change {
        What::Drop => return place::drop(layout, kind, edit),
        What::Append(values) => append(layout, kind, values)?,
        What::Set(key, value) => {
            each(Places::of(layout, kind, edit)?.settable(key, value)?, key, &|target| target.set(value))?
        }
        What::Add(key, item) => {
            each(Places::of(layout, kind, edit)?.settable(key, item)?, key, &|target| target.add(item))?
        }
        What::Remove(key) => each(Places::of(layout, kind, edit)?.found, key, &|target| target.remove())?,
        What::Take(key, item) => each(Places::of(layout, kind, edit)?.found, key, &|target| target.take(item, 0))?,
        What::Once(key, item) => {
            let taken = each(Places::of(layout, kind, edit)?.found, key, &|target| target.take(item, 1))?;
            let more = !taken.is_empty();
            return Ok((taken, more));
        }
    };
    Ok((splices, false))
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
