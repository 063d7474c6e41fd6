//! Makes edits in a text. Input: the text and edits; output: the text after them, and every splice on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml_edit::{Item, TomlError, Value as Written};

use super::layout::{Layout, Splice};
use super::place::{self, Place, Places};
use super::target::Target;
use super::write::{self, key_toml};
use super::{Edit, EditError, EditOp};
use crate::config::{CONFIG_KINDS, SETTINGS};
use crate::diagnostic::{Spot, nearest};
use crate::fields::{Field, Kind, Shape, field, with_article};
use crate::org::ORG_KINDS;
use crate::record::{Record, Value, parse, short};
use crate::source::{Sources, Span};

/// Makes all edits in order, and reports every splice of the text as it is by then. `layout` is that of the text.
pub(super) fn run<'t>(
    text: &'t str,
    layout: &Result<Layout<'t>, EditError>,
    edits: &[&Edit],
    report: &mut dyn FnMut(&[Splice]),
) -> Result<String, EditError> {
    let mut now = text.to_owned();
    let mut rest = edits;
    while let Some(first) = rest.first() {
        let (done, splices, again) = match &first.op {
            EditOp::Rewrite { text: new, .. } => {
                let stale = || EditError::Layout("the text that is to be replaced is not there".to_owned());
                (1, vec![Splice::new(first.rewrites(&now).ok_or_else(stale)?, new.as_str())], false)
            }
            // A text that was not changed need not be read again: it may be large, and the edits many.
            _ if now == text => some_splices(layout.as_ref().map_err(EditError::clone)?, rest)?,
            _ => some_splices(&Layout::of(&now)?, rest)?,
        };
        let after = spliced(&now, &splices);
        report(&splices);
        now = after;
        rest = if again { rest } else { rest.get(done..).unwrap_or_default() };
    }
    Ok(now)
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

/// Splices of the first edit, and of those behind it that are about other entries and other places, so that a text is
/// parsed once for many of them. Gives how many those are, the splices in the order of the text, and whether the edit
/// has to be made again, because what it takes out is there more than once.
fn some_splices(layout: &Layout<'_>, edits: &[&Edit]) -> Result<(usize, Vec<Splice>, bool), EditError> {
    let mut entries: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let mut all: Vec<Splice> = Vec::new();
    let mut done = 0;
    for edit in edits {
        let alone = matches!(edit.op, EditOp::Append(_) | EditOp::Drop | EditOp::Once(..) | EditOp::Rewrite { .. });
        if done > 0 && (alone || !entries.insert((&edit.at.kind, &edit.at.id))) {
            break;
        }
        entries.insert((&edit.at.kind, &edit.at.id));
        let (mut splices, more) = match splices(layout, edit) {
            // What is wrong with a later edit is reported when its turn comes.
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
            return Ok((done, in_text(layout, all), more));
        }
    }
    all.sort_by_key(|splice| (splice.range.start, splice.range.end));
    Ok((done, in_text(layout, all), false))
}

/// Splices of the text behind its byte-order mark as splices of all of it.
fn in_text(layout: &Layout<'_>, mut splices: Vec<Splice>) -> Vec<Splice> {
    for splice in &mut splices {
        splice.range = splice.range.start + layout.mark_bytes..splice.range.end + layout.mark_bytes;
    }
    splices
}

/// Whether a range touches one of those that are taken, by start and end.
fn meets(places: &BTreeMap<usize, usize>, range: &Range<usize>) -> bool {
    let before = places.range(..=range.end).next_back();
    before.is_some_and(|(_, end)| *end >= range.start)
}

fn splices(layout: &Layout<'_>, edit: &Edit) -> Result<(Vec<Splice>, bool), EditError> {
    let kind = kind_of(edit)?;
    let places = || Places::of(layout, kind, &edit.at);
    let each = |places: Vec<Place<'_>>, key: &str, change: &dyn Fn(Target<'_>) -> Result<Vec<Splice>, EditError>| {
        let splices = places.into_iter().map(|place| change(Target::of(place, key)?));
        Ok(splices.collect::<Result<Vec<_>, EditError>>()?.into_iter().flatten().collect())
    };
    let splices: Vec<Splice> = match &edit.op {
        EditOp::Drop => return place::drop(layout, kind, &edit.at),
        EditOp::Append(values) => append(layout, kind, values)?,
        EditOp::Set(key, value) => each(places()?.settable(key, value)?, key, &|target| target.set(value))?,
        EditOp::Add(key, item) => each(places()?.settable(key, item)?, key, &|target| target.add(item))?,
        EditOp::Remove(key) => each(places()?.found, key, &|target| target.remove())?,
        EditOp::Take(key, item) => each(places()?.found, key, &|target| target.take(item, 0))?,
        EditOp::Once(key, item) => {
            let taken = each(places()?.found, key, &|target| target.take(item, 1))?;
            let more = !taken.is_empty();
            return Ok((taken, more));
        }
        // Made by itself, without the layout.
        EditOp::Rewrite { .. } => Vec::new(),
    };
    Ok((splices, false))
}

/// The kind of entry that an edit is about: one of the settings, or one of an organization file.
pub(super) fn kind_of(edit: &Edit) -> Result<&'static Kind, EditError> {
    let (kinds, what) =
        if edit.file == SETTINGS { (CONFIG_KINDS, SETTINGS) } else { (ORG_KINDS, "an organization file") };
    let unknown = || unknown("kind of entry", &edit.at.kind, what, kinds.iter().map(|kind| kind.name));
    kinds.iter().find(|kind| kind.name == edit.at.kind).ok_or_else(unknown)
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

pub(super) fn known_field(fields: &'static [Field], key: &str, what: &str) -> Result<&'static Field, EditError> {
    field(fields, key).ok_or_else(|| unknown("key", key, what, fields.iter().map(|field| field.key)))
}

fn unknown<'n>(sort: &str, name: &str, what: &str, known: impl Iterator<Item = &'n str>) -> EditError {
    let near = nearest(name, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    EditError::Unknown(format!("{what} has no {sort} `{}`{near}", short(name)))
}

/// Reads keys and values by a field table; anything to report is an error.
pub(super) fn read(toml: &str, fields: &'static [Field], what: &str, whole: bool) -> Result<Record, EditError> {
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
pub(super) fn broken(text: &str, error: &TomlError) -> EditError {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let mut diagnostics = Vec::new();
    parse(&sources, file, &mut diagnostics, |_, _| ());
    let first = diagnostics.iter().find_map(|diagnostic| match &diagnostic.primary.spot {
        Spot::Span(span) => Some((sources.line(*span), diagnostic.message.clone())),
        _ => None,
    });
    let at = error.span().map_or(0, |span| span.start);
    let (line, why) =
        first.unwrap_or_else(|| (sources.line(Span { file, start: at, end: at }), error.message().to_owned()));
    EditError::Broken { line, why }
}
