//! Where an edit leads: an entry, an item of a list of tables, or a table in one of them.

use std::ops::Range;

use toml_edit::{Item, TableLike, Value as Written};

use super::layout::{Entry, Found, Layout, Splice, as_written};
use super::run::{known_field, read};
use super::{EditError, KeyPath, KeyStep, Matching};
use crate::fields::{Field, FieldType, Kind, Shape, field, with_article};
use crate::record::{Value, parse, short};
use crate::source::{Sources, Span};

use super::target::Target;
use super::write::{key_toml, value_toml};

/// A table whose keys can be edited.
#[derive(Clone)]
pub(super) struct Place<'l> {
    pub(super) layout: &'l Layout<'l>,
    pub(super) fields: &'static [Field],
    pub(super) entry: Entry<'l>,
    /// The keys that lead here, with the number of the item where there is a list.
    pub(super) path: Vec<(String, Option<usize>)>,
    /// The table in messages, such as "initiative `returns`".
    pub(super) what: String,
    /// The keys that a header has for it; absent inside an item of a list, where a header would begin another item.
    pub(super) header: Option<String>,
    /// The key of the parent, and the parent, where the table is not written yet and stands in one that has a key for
    /// it.
    pub(super) missing_in: Option<(&'static Field, Box<Place<'l>>)>,
}

/// Tables that an edit is about, or would be if they said what it names.
pub(super) struct Places<'l> {
    /// Those that say all of it.
    pub(super) found: Vec<Place<'l>>,
    /// Those that an edit passed by.
    passed: Vec<(Place<'l>, &'l Matching)>,
    /// What was looked for, in words.
    wanted: String,
}

impl<'l> Places<'l> {
    /// The tables that an edit leads to.
    pub(super) fn of(layout: &'l Layout<'l>, kind: &'static Kind, at: &'l KeyPath) -> Result<Places<'l>, EditError> {
        let mut places = Places { found: Vec::new(), passed: Vec::new(), wanted: String::new() };
        match (kind.shape, &at.matching) {
            (Shape::Array, None) => {
                let what =
                    format!("{} has no id, so an edit has to say which one it is about", with_article(kind.name));
                return Err(EditError::Layout(what));
            }
            (Shape::Array, Some(matching)) => {
                let root = Place::root(layout, kind);
                places.choose(items(&root, layout.root(kind.name), kind.name, kind.fields), matching)?;
                places.wanted = format!("the file has no {}", described(kind.name, kind.fields, matching));
            }
            (_, Some(_)) => {
                let what = format!("{} is written by id, and needs no list of what it says", with_article(kind.name));
                return Err(EditError::Layout(what));
            }
            (Shape::ById, None) if at.id.trim().is_empty() => {
                return Err(EditError::Value(format!("{} needs an id that is not empty", with_article(kind.name))));
            }
            (_, None) => places.found.push(Place::entry(layout, kind, &at.id)?),
        }
        for step in &at.inside {
            places.step(step)?;
        }
        Ok(places)
    }

    /// Goes one step further in.
    fn step(&mut self, KeyStep { key, matching }: &'l KeyStep) -> Result<(), EditError> {
        self.passed.clear();
        for place in std::mem::take(&mut self.found) {
            let field = known_field(place.fields, key, &place.what)?;
            match field.ty {
                FieldType::Tables(fields) => {
                    self.wanted = format!("{} has no {}", place.what, described(key, fields, matching));
                    let found = place.entry.found(field.key);
                    self.choose(items(&place, found, field.key, fields), matching)?;
                }
                FieldType::Table(fields) => self.found.push(place.table(field, fields)?),
                _ => {
                    let what = format!("`{key}` of {} holds no tables", place.what);
                    return Err(EditError::Layout(what));
                }
            }
        }
        Ok(())
    }

    fn choose(&mut self, items: Vec<Place<'l>>, matching: &'l Matching) -> Result<(), EditError> {
        for place in items {
            if place.matches(matching, "")? {
                self.found.push(place);
            } else {
                self.passed.push((place, matching));
            }
        }
        Ok(())
    }

    /// Where the tables are that a key is to be set in: an error when there is none, unless one has the value already
    /// and says all the rest.
    pub(super) fn settable(self, key: &str, value: &Value) -> Result<Vec<Place<'l>>, EditError> {
        if !self.found.is_empty() {
            return Ok(self.found);
        }
        for (place, matching) in &self.passed {
            let has = place.value(key)?.is_some_and(|now| now.says_the_same(value));
            if has && matching.iter().any(|(named, _)| named == key) && place.matches(matching, key)? {
                return Ok(Vec::new());
            }
        }
        Err(EditError::Layout(self.wanted))
    }
}

impl<'l> Place<'l> {
    fn root(layout: &'l Layout<'l>, kind: &'static Kind) -> Place<'l> {
        let (entry, what) = (Entry::Below(layout.doc.as_table()), "the file".to_owned());
        Place { layout, fields: kind.fields, entry, path: Vec::new(), what, header: None, missing_in: None }
    }

    fn entry(layout: &'l Layout<'l>, kind: &'static Kind, id: &str) -> Result<Place<'l>, EditError> {
        let mut path = vec![(kind.name.to_owned(), None)];
        let (what, header) = match kind.shape {
            Shape::ById => {
                path.push((id.to_owned(), None));
                (format!("{} `{}`", kind.name, short(id)), format!("{}.{}", kind.name, key_toml(id)))
            }
            _ => (format!("`[{}]`", kind.name), kind.name.to_owned()),
        };
        let entry = layout.entry(kind, id)?;
        Ok(Place { layout, fields: kind.fields, entry, path, what, header: Some(header), missing_in: None })
    }

    /// The table under a key.
    fn table(self, field: &'static Field, fields: &'static [Field]) -> Result<Place<'l>, EditError> {
        let key = field.key;
        let what = format!("`{key}` of {}", self.what);
        let odd = || EditError::Layout(format!("{what} is not written as one table; fix that first"));
        let entry = match self.entry.found(key) {
            Found::Nothing => None,
            Found::Value(Written::InlineTable(table)) if !table.is_dotted() => Some(Entry::Inline(table)),
            Found::Statements(Item::Table(table)) => Some(as_written(table, self.entry.prefix(key))),
            _ => return Err(odd()),
        };
        let mut path = self.path.clone();
        path.push((key.to_owned(), None));
        let header = self.header.as_ref().map(|header| format!("{header}.{}", key_toml(key)));
        Ok(match entry {
            Some(entry) => Place { layout: self.layout, fields, entry, path, what, header, missing_in: None },
            None => {
                // A table that holds lists of tables gets a header of its own, where there can be one.
                let has_lists = fields.iter().any(|field| matches!(field.ty, FieldType::Tables(_)));
                let by_header = matches!(self.entry, Entry::Header(_) | Entry::Below(_) | Entry::Absent);
                let alone = has_lists && by_header && header.is_some();
                let (layout, missing_in) = (self.layout, (!alone).then(|| (field, Box::new(self))));
                Place { layout, fields, entry: Entry::Absent, path, what, header, missing_in }
            }
        })
    }

    /// Whether it says all of this, but for one key.
    fn matches(&self, matching: &Matching, but: &str) -> Result<bool, EditError> {
        for (key, meant) in matching.iter().filter(|(key, _)| key != but) {
            // Most items are distinguished without being read.
            if self.is_other(key, meant.as_ref()) {
                return Ok(false);
            }
            let now = self.value(key)?;
            let same = match (&now, meant) {
                (Some(now), Some(meant)) => now.says_the_same(meant),
                (None, None) => true,
                _ => false,
            };
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the text under a key cannot mean this value, because it does not have its letters.
    fn is_other(&self, key: &str, meant: Option<&Value>) -> bool {
        match (meant, self.entry.found(key)) {
            (Some(Value::Text(text)), Found::Value(written)) => self.lacks(written, text),
            (Some(Value::Ref(to)), Found::Value(written)) => self.lacks(written, &to.id),
            _ => false,
        }
    }

    /// Whether a value is written without escapes, and does not have this text in it.
    fn lacks(&self, written: &Written, text: &str) -> bool {
        let raw = written.span().and_then(|span| self.layout.text.get(span)).unwrap_or_default();
        !raw.contains('\\') && !text.contains(['\n', '\r']) && !raw.contains(text)
    }

    /// What stands under a key, as the loader reads it; `None` when nothing does that it would understand.
    fn value(&self, key: &str) -> Result<Option<Value>, EditError> {
        let field = known_field(self.fields, key, &self.what)?;
        Ok(match self.entry.found(field.key) {
            Found::Nothing => None,
            Found::Value(written) => {
                let raw = written.span().and_then(|span| self.layout.text.get(span)).unwrap_or_default();
                let line = format!("{} = {raw}\n", key_toml(field.key));
                let record = read(&line, self.fields, &self.what, false).ok();
                record.and_then(|mut record| record.take(field.key)).map(|at| at.value)
            }
            Found::Statements(_) => self.statements_say(field.key),
        })
    }

    /// What tables below it, or keys with dots, say under a key.
    pub(super) fn statements_say(&self, key: &'static str) -> Option<Value> {
        let mut sources = Sources::default();
        let file = sources.add("", self.layout.text);
        let span = Span { file, start: 0, end: 0 };
        let record = parse(&sources, file, &mut Vec::new(), |root, reader| {
            let mut table = root;
            for (key, index) in &self.path {
                let value = table.get(key.as_str())?.get_ref();
                let value = match index {
                    Some(index) => value.as_array()?.get(*index)?.get_ref(),
                    None => value,
                };
                table = value.as_table()?;
            }
            Some(reader.record(table, span, self.fields, &self.what))
        });
        record.flatten()?.take(key).map(|at| at.value)
    }

    /// The end of everything that is written of an entry, or else of its kind.
    pub(super) fn behind_entry(&self) -> usize {
        let mut keys = self.path.iter().map(|(key, _)| key.as_str());
        let kind = keys.next().and_then(|kind| self.layout.doc.as_table().get(kind));
        let own = kind.and_then(|kind| kind.get(keys.next()?));
        self.layout.behind(own.or(kind))
    }
}

/// The value under a key of the first table that a path leads to, as the loader reads it; `None` where there is none.
pub(super) fn value_of(layout: &Layout<'_>, kind: &'static Kind, at: &KeyPath, key: &str) -> Option<Value> {
    Places::of(layout, kind, at).ok()?.found.first()?.value(key).ok()?
}

/// Takes out what an edit leads to: an entry, a table, or items of a list. Gives also whether there is more to take
/// out, which cannot be seen before this is.
pub(super) fn drop(layout: &Layout<'_>, kind: &'static Kind, at: &KeyPath) -> Result<(Vec<Splice>, bool), EditError> {
    let Some((last, before)) = at.inside.split_last() else {
        let Some(matching) = &at.matching else { return Ok((layout.without_entry(kind, &at.id)?, false)) };
        let root = Place::root(layout, kind);
        return drop_items(&root, layout.root(kind.name), kind.name, kind.fields, matching);
    };
    let parents = KeyPath { inside: before.to_vec(), ..at.clone() };
    let (mut splices, mut more) = (Vec::new(), false);
    for parent in Places::of(layout, kind, &parents)?.found {
        let field = known_field(parent.fields, &last.key, &parent.what)?;
        let (own, of_own) = match field.ty {
            FieldType::Tables(fields) => {
                drop_items(&parent, parent.entry.found(field.key), field.key, fields, &last.matching)?
            }
            _ => (Target { place: parent.clone(), field }.remove()?, false),
        };
        splices.extend(own);
        more |= of_own;
    }
    Ok((splices, more))
}

/// Takes out those items of a list that say all of this.
fn drop_items(
    parent: &Place<'_>,
    found: Found<'_>,
    key: &'static str,
    fields: &'static [Field],
    matching: &Matching,
) -> Result<(Vec<Splice>, bool), EditError> {
    let layout = parent.layout;
    let mut chosen = Vec::new();
    for (index, item) in items(parent, found.clone(), key, fields).into_iter().enumerate() {
        if item.matches(matching, "")? {
            chosen.push((item.path.last().and_then(|(_, index)| *index).unwrap_or(index), item));
        }
    }
    match found {
        Found::Statements(Item::ArrayOfTables(tables)) => {
            let gone: Vec<_> = chosen.iter().filter_map(|(index, _)| tables.get(*index)).collect();
            let mut splices: Vec<Splice> = gone.iter().flat_map(|table| layout.without_table(table)).collect();
            // An entry of which nothing is written but these items stays, with nothing in it.
            let only =
                matches!(&parent.entry, Entry::Below(table) if !parent.path.is_empty() && TableLike::len(*table) == 1);
            if let (Some(header), Some(first)) = (&parent.header, splices.first_mut())
                && only
                && chosen.len() == tables.len()
            {
                first.text = format!("[{header}]{}", layout.eol);
            }
            Ok((splices, false))
        }
        // One at a time, because what is left of a list decides which comma goes.
        Found::Value(Written::Array(array)) => {
            let spans: Vec<Range<usize>> = array.iter().filter_map(Written::span).collect();
            let index = chosen.first().map(|(index, _)| *index);
            let splice = index.map(|index| layout.without_array_item(&spans, index));
            Ok((splice.into_iter().collect(), chosen.len() > 1))
        }
        _ if chosen.is_empty() => Ok((Vec::new(), false)),
        _ => match field(parent.fields, key) {
            Some(field) if !parent.path.is_empty() => Ok((Target { place: parent.clone(), field }.remove()?, false)),
            _ => Ok((Vec::new(), false)),
        },
    }
}

/// The items of a list of tables, in whatever way it is written.
fn items<'l>(parent: &Place<'l>, found: Found<'l>, key: &'static str, fields: &'static [Field]) -> Vec<Place<'l>> {
    let name = match parent.path.is_empty() {
        true => format!("this {key}"),
        false => format!("`{key}` of {}", parent.what),
    };
    let place = |index: Option<usize>, entry: Entry<'l>| {
        let mut path = parent.path.clone();
        path.push((key.to_owned(), index));
        Place { layout: parent.layout, fields, entry, path, what: name.clone(), header: None, missing_in: None }
    };
    match found {
        Found::Statements(Item::ArrayOfTables(tables)) => {
            tables.iter().enumerate().map(|(at, table)| place(Some(at), as_written(table, String::new()))).collect()
        }
        Found::Statements(Item::Table(table)) => {
            vec![place(None, as_written(table, parent.entry.prefix(key)))]
        }
        Found::Value(Written::Array(array)) => {
            let tables = array.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_inline_table()?)));
            tables.map(|(at, table)| place(Some(at), Entry::Inline(table))).collect()
        }
        Found::Value(Written::InlineTable(table)) if !table.is_dotted() => vec![place(None, Entry::Inline(table))],
        _ => Vec::new(),
    }
}

/// An item by what it says, in words.
fn described(key: &str, fields: &[Field], matching: &Matching) -> String {
    let one = |(key, value): &(String, Option<Value>)| match value {
        Some(value) => {
            let ty = field(fields, key).map_or(FieldType::Text, |field| field.ty);
            format!("`{key} = {}`", value_toml(value, &ty))
        }
        None => format!("no `{key}`"),
    };
    let all: Vec<String> = matching.iter().map(one).collect();
    if all.is_empty() { format!("`{key}`") } else { format!("`{key}` with {}", all.join(", ")) }
}
