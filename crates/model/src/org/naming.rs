//! Where an entry is named: every place of the organization's files that refers to a person, a team or anything else.
//!
//! Input: what each file says by itself. Output: places, each with the way to it, so that an edit can put another name
//! there, or take it out. The field tables say what is a reference: a field that is added to them is found as well.

use crate::edit::{Edit, EditOp, KeyPath, Matching};
use crate::fields::{Field, FieldType, field};
use crate::record::{Record, Reference, Value};
use crate::source::{At, Span};

use super::load::{Draft, FileDrafts};

/// A place that names an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Naming {
    /// Where the name stands.
    pub span: Span,
    /// Path of the file.
    pub file: String,
    /// The kind of the entry that names it, such as `team`.
    pub kind: &'static str,
    /// The id of that entry; empty for one of a list, such as `[[allocation]]`.
    pub id: String,
    /// The keys from that entry to the name, such as `metric` and `owner`.
    pub keys: Vec<&'static str>,
    /// Day from which on what stands there holds no more, where the table says so.
    pub until: Option<At<crate::Day>>,
    at: KeyPath,
    /// The name as it is written.
    written: Value,
    list: InList,
}

/// Whether a name is an item of a list, and of which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InList {
    /// It stands alone, where one or a list may stand.
    Alone,
    /// It is the only one of a list.
    Only,
    /// Others are named in the same list.
    WithOthers,
}

impl Naming {
    /// The keys with dots between them: `metric.owner`.
    pub fn key(&self) -> String {
        self.keys.join(".")
    }

    /// The entry that names it, as a header: `team.returns-core`, or `allocation`.
    pub fn entry(&self) -> String {
        if self.id.is_empty() { self.kind.to_owned() } else { format!("{}.{}", self.kind, self.id) }
    }

    /// Edits after which another id stands at each of these places. A table that names it twice is found by what it says
    /// after the first of both edits.
    pub fn all_renamed<'n>(places: impl IntoIterator<Item = &'n Naming>, to: &str) -> Vec<Edit> {
        let (mut edits, mut done): (Vec<Edit>, Vec<&Naming>) = (Vec::new(), Vec::new());
        for place in places {
            let mut now = place.clone();
            for earlier in done.iter().filter(|earlier| earlier.file == place.file) {
                now.follow(place, earlier, to);
            }
            edits.extend(now.renamed(to));
            done.push(place);
        }
        edits
    }

    /// Looks for what the table says once an earlier place in it, or in one around it, has another id.
    fn follow(&mut self, was: &Naming, earlier: &Naming, to: &str) {
        let depth = earlier.at.inside.len();
        let around = KeyPath { inside: was.at.inside.iter().take(depth).cloned().collect(), ..was.at.clone() };
        let level = match depth.checked_sub(1) {
            None => self.at.matching.as_mut(),
            Some(step) => self.at.inside.get_mut(step).map(|step| &mut step.matching),
        };
        let (Some(level), Some(new)) = (level.filter(|_| around == earlier.at), earlier.with_id(to)) else { return };
        if let Some((_, says)) = level.iter_mut().find(|(key, _)| *key == earlier.last()) {
            *says = Some(new);
        }
    }

    /// The name as it would be written with another id.
    fn with_id(&self, to: &str) -> Option<Value> {
        match &self.written {
            Value::Ref(old) => Some(Value::Ref(Reference { kind: old.kind.clone(), id: to.to_owned() })),
            Value::Text(old) => Some(Value::text(renamed_text(old, to))),
            _ => None,
        }
    }

    /// Edits after which another id stands there.
    pub fn renamed(&self, to: &str) -> Vec<Edit> {
        let Some(new) = self.with_id(to) else { return Vec::new() };
        match self.list {
            InList::WithOthers => vec![self.edit(EditOp::Add(self.last(), new)), self.taken_out()],
            InList::Only => vec![self.edit(EditOp::Set(self.last(), Value::List(vec![At::from(new)])))],
            InList::Alone => vec![self.edit(EditOp::Set(self.last(), new))],
        }
    }

    /// The edit after which nothing stands there: the item is out of its list, or the key is gone.
    pub fn taken_out(&self) -> Edit {
        match self.list {
            InList::WithOthers => self.edit(EditOp::Take(self.last(), self.written.clone())),
            InList::Alone | InList::Only => self.edit(EditOp::Remove(self.last())),
        }
    }

    /// The edit after which another key of the same table says this.
    pub fn with(&self, key: &str, value: Value) -> Edit {
        self.edit(EditOp::Set(key.to_owned(), value))
    }

    /// The edit that removes the table in which it stands.
    pub fn dropped(&self) -> Edit {
        self.edit(EditOp::Drop)
    }

    fn last(&self) -> String {
        self.keys.last().copied().unwrap_or_default().to_owned()
    }

    fn edit(&self, op: EditOp) -> Edit {
        Edit { file: self.file.clone(), at: self.at.clone(), op }
    }
}

/// A table of a list in an entry, such as one `[[initiative.returns.dependency]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct TableItem {
    /// Path of the file.
    pub file: String,
    /// What it says.
    pub record: Record,
    at: KeyPath,
}

impl TableItem {
    /// The edit that removes it.
    pub fn dropped(&self) -> Edit {
        Edit { file: self.file.clone(), at: self.at.clone(), op: EditOp::Drop }
    }

    /// What it says under a key.
    pub fn says(&self, key: &str) -> Option<&Value> {
        self.record.values.get(key).map(|(_, at)| &at.value)
    }
}

/// The tables under a key of an entry, in the order of the file.
pub(super) fn items_of_file(file: &FileDrafts, kind: &str, id: &str, key: &str) -> Vec<TableItem> {
    let mut found = Vec::new();
    for (_, draft) in &file.entries {
        let is_it = draft.kind.name == kind && draft.id.as_ref().is_some_and(|own| own.value == id);
        let tables = field(draft.kind.fields, key).map(|field| &field.ty);
        let (true, Some(FieldType::Tables(inner))) = (is_it, tables) else { continue };
        let Some((_, At { value: Value::List(items), .. })) = draft.record.values.get(key) else { continue };
        for item in items {
            let Value::Table(record) = &item.value else { continue };
            let at = KeyPath { kind: kind.to_owned(), id: id.to_owned(), ..KeyPath::default() };
            let at = at.into(key, matching(record, inner));
            found.push(TableItem { file: file.path().to_owned(), record: record.clone(), at });
        }
    }
    found
}

/// `kind:id` or `id:number` with another id.
fn renamed_text(text: &str, to: &str) -> String {
    match text.split_once(':') {
        Some((_, number)) if number.trim().parse::<u32>().is_ok() => format!("{to}:{number}"),
        Some((kind, _)) => format!("{kind}:{to}"),
        None => to.to_owned(),
    }
}

/// Every place of a file that names an entry, in the order of the file.
pub(super) fn of_file(file: &FileDrafts, kind: &str, id: &str) -> Vec<Naming> {
    let mut found = Vec::new();
    for (_, draft) in &file.entries {
        let mut walk = Walk { file: file.path(), draft, wanted: (kind, id), found: &mut found };
        let own = draft.id.as_ref().map_or("", |own| own.value.as_str());
        let matching = draft.id.is_none().then(|| matching(&draft.record, draft.kind.fields));
        let at = KeyPath { kind: draft.kind.name.to_owned(), id: own.to_owned(), matching, inside: Vec::new() };
        walk.record(&draft.record, draft.kind.fields, &at, &mut Vec::new());
    }
    found.sort_by_key(|naming| naming.span.start);
    found
}

struct Walk<'w> {
    file: &'w str,
    draft: &'w Draft,
    wanted: (&'w str, &'w str),
    found: &'w mut Vec<Naming>,
}

impl Walk<'_> {
    fn record(&mut self, record: &Record, fields: &'static [Field], at: &KeyPath, keys: &mut Vec<&'static str>) {
        let until = record.values.get("until").and_then(|(_, at)| match at.value {
            Value::Day(day) => Some(At::new(day, at.span)),
            _ => None,
        });
        for (key, (_, value)) in record.values.iter() {
            let Some(field) = field(fields, key) else { continue };
            keys.push(key);
            match (&field.ty, &value.value) {
                (FieldType::Table(inner), Value::Table(table)) => {
                    let at = at.clone().into(key, Matching::new());
                    self.record(table, inner, &at, keys);
                }
                (FieldType::Tables(inner), Value::List(items)) => {
                    for item in items {
                        let Value::Table(table) = &item.value else { continue };
                        self.record(table, inner, &at.clone().into(key, matching(table, inner)), keys);
                    }
                }
                (ty, Value::List(items)) => {
                    let list = match (ty, items.len()) {
                        (FieldType::OneOrMany(_), 1) => InList::Alone,
                        (_, 1) => InList::Only,
                        _ => InList::WithOthers,
                    };
                    for item in items {
                        if !self.is_named(key, &item.value) {
                            continue;
                        }
                        self.add(item, at, keys, list, until.clone());
                    }
                }
                (_, one) if self.is_named(key, one) => self.add(value, at, keys, InList::Alone, until.clone()),
                _ => {}
            }
            keys.pop();
        }
    }

    fn add(
        &mut self,
        name: &At<Value>,
        at: &KeyPath,
        keys: &[&'static str],
        list: InList,
        until: Option<At<crate::Day>>,
    ) {
        self.found.push(Naming {
            span: name.span,
            file: self.file.to_owned(),
            kind: self.draft.kind.name,
            id: at.id.clone(),
            keys: keys.to_vec(),
            until,
            at: at.clone(),
            written: name.value.clone(),
            list,
        });
    }

    /// Whether a value names what is looked for: a reference, what a waiver is about, or whose tenet decided something.
    fn is_named(&self, key: &str, value: &Value) -> bool {
        let (kind, id) = self.wanted;
        match (value, self.draft.kind.name, key) {
            (Value::Ref(reference), ..) => reference.kind == kind && reference.id == id,
            (Value::Text(text), "waiver", "subject") => text.split_once(':') == Some((kind, id)),
            (Value::Text(text), "decision", "cites") => {
                kind == "initiative" && text.split_once(':').is_some_and(|(owner, _)| owner == id)
            }
            _ => false,
        }
    }
}

impl KeyPath {
    /// One step further in.
    fn into(mut self, key: &str, matching: Matching) -> KeyPath {
        self.inside.push(crate::edit::KeyStep { key: key.to_owned(), matching });
        self
    }
}

/// Everything that a table says and leaves out in plain values, by which it is found among its like.
fn matching(record: &Record, fields: &'static [Field]) -> Matching {
    let is_plain = |ty: &FieldType| {
        !matches!(
            ty,
            FieldType::List(_)
                | FieldType::OneOrMany(_)
                | FieldType::Table(_)
                | FieldType::Tables(_)
                | FieldType::Map(_)
        )
    };
    let plain = fields.iter().filter(|field| is_plain(&field.ty) && !record.not_understood.contains(field.key));
    let value = |field: &Field| record.values.get(field.key).map(|(_, at)| at.value.clone());
    plain.map(|field| (field.key.to_owned(), value(field))).collect()
}
