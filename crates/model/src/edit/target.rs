//! A key of a table, and what is done to its value.

use toml_edit::{Item, Value as Written};

use super::EditError;
use super::layout::{Entry, Found, Splice};
use super::place::Place;
use super::run::{known_field, read};
use super::write::{self, key_toml};
use crate::fields::{Field, FieldType};
use crate::record::Value;

/// Keys that lead to an entry: its kind and its id.
const ENTRY_KEYS: usize = 2;

/// A key that is to be edited.
pub(super) struct Target<'l> {
    pub(super) place: Place<'l>,
    pub(super) field: &'static Field,
}

impl<'l> Target<'l> {
    pub(super) fn of(place: Place<'l>, key: &str) -> Result<Target<'l>, EditError> {
        let field = known_field(place.fields, key, &place.what)?;
        Ok(Target { place, field })
    }

    pub(super) fn set(&self, value: &Value) -> Result<Vec<Splice>, EditError> {
        let toml = write::value_toml(value, &self.field.ty);
        let meant = self.read(&toml)?;
        match self.place.entry.found(self.field.key) {
            Found::Value(written) => {
                let span = self.span(written)?;
                // A value that says the same may be laid out with care.
                let now = self.read(&self.place.layout.text[span.clone()]).ok();
                let same = now.is_some_and(|now| now.says_the_same(&meant));
                Ok(if same { Vec::new() } else { vec![Splice::new(span, toml)] })
            }
            Found::Statements(item) => {
                if self.place.statements_say(self.field.key).is_some_and(|now| now.says_the_same(&meant)) {
                    return Ok(Vec::new());
                }
                let mut splices = self.place.layout.without(item);
                splices.push(self.put(&toml)?);
                Ok(splices)
            }
            Found::Nothing => Ok(vec![self.put(&toml)?]),
        }
    }

    pub(super) fn remove(&self) -> Result<Vec<Splice>, EditError> {
        match (self.place.entry.found(self.field.key), &self.place.entry) {
            (Found::Nothing, _) => Ok(Vec::new()),
            (Found::Statements(item), _) => Ok(self.place.layout.without(item)),
            (Found::Value(_), Entry::Inline(table)) => {
                Ok(vec![self.place.layout.without_inline_key(table, self.field.key)?])
            }
            (Found::Value(written), _) => Ok(vec![self.place.layout.without_lines(self.span(written)?)]),
        }
    }

    pub(super) fn add(&self, item: &Value) -> Result<Vec<Splice>, EditError> {
        let (FieldType::List(_) | FieldType::OneOrMany(_) | FieldType::Tables(_)) = self.field.ty else {
            let what =
                format!("`{}` of {} holds one value and is no list; set it instead", self.field.key, self.place.what);
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
        match self.place.entry.found(self.field.key) {
            Found::Value(written) => {
                let span = self.span(written)?;
                let raw = &self.place.layout.text[span.clone()];
                if self.read(raw).is_ok_and(|now| holds(&now)) {
                    return Ok(Vec::new());
                }
                match written {
                    Written::Array(array) => Ok(vec![self.place.layout.array_item(array, &toml)?]),
                    _ => Ok(vec![Splice::new(span, format!("[{raw}, {toml}]"))]),
                }
            }
            Found::Statements(tables @ Item::ArrayOfTables(_)) => {
                if self.place.statements_say(self.field.key).is_some_and(|now| holds(&now)) {
                    return Ok(Vec::new());
                }
                Ok(vec![self.table_block(self.place.layout.behind(Some(tables)), item)])
            }
            Found::Statements(_) => {
                let (key, what) = (self.field.key, &self.place.what);
                let first = format!("write it as `[[{}]]` first", self.header().unwrap_or_default());
                Err(EditError::Layout(format!("`{key}` of {what} is written as one table; {first}")))
            }
            Found::Nothing => match (&self.field.ty, &self.place.entry, self.header()) {
                (FieldType::Tables(_), Entry::Header(_) | Entry::Below(_) | Entry::Absent, Some(_)) => {
                    Ok(vec![self.table_block(self.place.behind_entry(), item)])
                }
                (FieldType::OneOrMany(_), ..) => Ok(vec![self.put(&toml)?]),
                _ => Ok(vec![self.put(&format!("[{toml}]"))?]),
            },
        }
    }

    /// Takes one item out of a list that has more than so many of it: the one behind those.
    pub(super) fn take(&self, item: &Value, keep: usize) -> Result<Vec<Splice>, EditError> {
        let toml = write::value_toml(item, &write::item_type(&self.field.ty));
        let meant = self.read(&format!("[{toml}]"))?;
        let is_it = |raw: &str| self.read(&format!("[{raw}]")).is_ok_and(|now| now.says_the_same(&meant));
        match self.place.entry.found(self.field.key) {
            Found::Nothing => Ok(Vec::new()),
            Found::Value(Written::Array(array)) => {
                let spans = array.iter().map(|value| self.span(value)).collect::<Result<Vec<_>, _>>()?;
                let is_it = |at: &usize| is_it(&self.place.layout.text[spans[*at].clone()]);
                let index = (0..spans.len()).filter(is_it).nth(keep);
                index.map_or(Ok(Vec::new()), |index| Ok(vec![self.place.layout.without_array_item(&spans, index)]))
            }
            Found::Value(written) if keep == 0 && is_it(&self.place.layout.text[self.span(written)?]) => self.remove(),
            Found::Value(_) => Ok(Vec::new()),
            Found::Statements(_) => {
                let (key, what) = (self.field.key, &self.place.what);
                Err(EditError::Layout(format!("`{key}` of {what} is written as tables; remove the one by hand")))
            }
        }
    }

    /// A key that is not there yet.
    fn put(&self, toml: &str) -> Result<Splice, EditError> {
        let (place, key) = (&self.place, self.field.key);
        let layout = place.layout;
        if let Some((field, parent)) = &place.missing_in {
            return Target { place: Place::clone(parent), field }.put(&format!("{{ {key} = {toml} }}"));
        }
        match &place.entry {
            Entry::Header(table) => Ok(layout.key_line(table, "", key, toml)),
            Entry::Dotted(table, prefix) | Entry::AbsentDotted(table, prefix) => {
                Ok(layout.key_line(table, prefix, key, toml))
            }
            Entry::Inline(table) => layout.inline_key(table, key, toml),
            Entry::AbsentInline(table) => {
                let id = place.path.last().map_or("", |(id, _)| id.as_str());
                layout.inline_key(table, id, &format!("{{ {key} = {toml} }}"))
            }
            Entry::Below(_) | Entry::Absent => {
                let header = place.header.as_deref().unwrap_or_default();
                let kind = place.path.first().and_then(|(kind, _)| layout.doc.as_table().get(kind));
                // A table inside an entry stays with it.
                let is_inside = place.path.len() > ENTRY_KEYS;
                let at = if is_inside { place.behind_entry() } else { layout.behind(kind) };
                Ok(layout.block(at, &format!("[{header}]"), &[format!("{key} = {toml}")]))
            }
        }
    }

    fn table_block(&self, at: usize, item: &Value) -> Splice {
        let lines = match (item, &self.field.ty) {
            (Value::Table(record), FieldType::Tables(fields)) => write::lines(record, fields),
            _ => Vec::new(),
        };
        self.place.layout.block(at, &format!("[[{}]]", self.header().unwrap_or_default()), &lines)
    }

    fn header(&self) -> Option<String> {
        Some(format!("{}.{}", self.place.header.as_ref()?, self.field.key))
    }

    fn span(&self, written: &Written) -> Result<std::ops::Range<usize>, EditError> {
        // Keys with dots inside braces have no range of their own.
        written.span().filter(|_| !written.as_inline_table().is_some_and(toml_edit::InlineTable::is_dotted)).ok_or_else(
            || {
                let what = format!("`{}` of {} is written with dots inside braces", self.field.key, self.place.what);
                EditError::Layout(format!("{what}; write it as one value first"))
            },
        )
    }

    /// A value as the loader reads it.
    fn read(&self, toml: &str) -> Result<Value, EditError> {
        let line = format!("{} = {toml}\n", key_toml(self.field.key));
        let mut record = read(&line, self.place.fields, &self.place.what, false)?;
        let value = record.take(self.field.key).map(|at| at.value);
        value.ok_or_else(|| EditError::Value(format!("`{}` of {} cannot be read", self.field.key, self.place.what)))
    }
}
