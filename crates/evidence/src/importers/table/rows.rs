//! Records become facts: each is kept, left out by design, or rejected, and the report counts which.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use onethread_model::Day;
use onethread_model::config::{DateStyle, Layout, Registry};
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, RegistryFieldKind, RegistryKey, Reject, SourceReport};
use onethread_model::record::short;
use onethread_model::source::Place;
use smallvec::{SmallVec, smallvec};

use super::limits::{DISTINCT_MAX, REJECTS_LISTED_MAX};
use super::mapping::{Mapping, Slot};
use super::records::{Raw, Record};
use super::values::{Kind, Values};

/// The texts of a cell of the table.
pub(super) type Parts<'t> = SmallVec<[Cow<'t, str>; 1]>;
/// The texts of a cell of a record.
type Texts<'t> = SmallVec<[&'t str; 1]>;

/// What becomes of a record that can be read.
pub(super) enum Outcome {
    /// It became this many facts.
    Kept(usize),
    /// It was left out by design, for this reason.
    Skipped(String),
}

/// Takes records and adds rows.
pub(super) struct Rows<'d> {
    values: Values<'d>,
    registry: &'d Registry,
    kind: FactKind,
    index: u16,
    facts: &'d mut Facts,
    report: &'d mut SourceReport,
    progress: &'d mut dyn FnMut(&str, usize),
    /// Remarks and statuses of the record at hand; they count only when it is kept.
    pub(super) remarks: Vec<String>,
    statuses: Vec<String>,
}

impl<'d> Rows<'d> {
    pub(super) fn new<'a: 'd>(context: &'d mut super::ImportContext<'a>, report: &'d mut SourceReport) -> Rows<'d> {
        Rows {
            values: Values::new(context.source, context.gathering.people, context.gathering.pseudonyms),
            registry: &context.gathering.config.registry,
            kind: context.source.table,
            index: context.index,
            facts: context.facts,
            report,
            progress: context.progress,
            remarks: Vec::new(),
            statuses: Vec::new(),
        }
    }

    pub(super) fn progress(&mut self) {
        (self.progress)(&self.report.name, self.report.read);
    }

    /// Makes room for so many more records, where each becomes one row.
    pub(super) fn reserve(&mut self, records: usize) {
        if self.values.source.layout == Layout::Rows {
            self.facts.reserve(self.kind, records);
        }
    }

    /// Takes a record and accounts for it; gives the number of records so far.
    pub(super) fn take(&mut self, mapping: &Mapping<'d>, record: &Record) -> usize {
        self.begin();
        if record.is_latin {
            self.remarks.push("a cell is no UTF-8, and was read as Windows-1252".to_owned());
        }
        let outcome = match (&record.broken, &record.left_out) {
            (Some(why), _) => Err(why.clone()),
            (None, Some(why)) => Ok(Outcome::Skipped(why.clone())),
            (None, None) => self.rows(mapping, record),
        };
        let path = self.report.path.clone();
        let place = || Place { path, line: record.line as usize, column: None };
        self.account(outcome, place);
        self.report.read
    }

    /// Begins with a record.
    pub(super) fn begin(&mut self) {
        self.report.read += 1;
        self.remarks.clear();
        self.statuses.clear();
    }

    /// Accounts for the record at hand.
    pub(super) fn account(&mut self, outcome: Result<Outcome, String>, place: impl FnOnce() -> Place) {
        match outcome {
            Ok(Outcome::Kept(facts)) => {
                self.report.kept += 1;
                self.report.facts += facts;
                for remark in self.remarks.drain(..) {
                    count(&mut self.report.remarks, remark, || "other remarks".to_owned());
                }
                for status in self.statuses.drain(..) {
                    let other = || ("status".to_owned(), "other words".to_owned());
                    count(&mut self.report.unknown_words, ("status".to_owned(), status), other);
                }
            }
            Ok(Outcome::Skipped(why)) => {
                count(&mut self.report.skipped, why, || "other reasons".to_owned());
            }
            Err(reason) if self.report.rejects.len() < REJECTS_LISTED_MAX => {
                self.report.rejects.push(Reject { place: place(), reason });
            }
            Err(_) => {
                let reason = format!("rejected, after the first {REJECTS_LISTED_MAX} that are listed");
                *self.report.skipped.entry(reason).or_default() += 1;
            }
        }
    }

    fn rows(&mut self, mapping: &Mapping<'d>, record: &Record) -> Result<Outcome, String> {
        match mapping.source.layout {
            Layout::Rows => {
                let shared = self.shared(mapping, record)?;
                self.push(mapping, &shared, None, record)?;
                Ok(Outcome::Kept(1))
            }
            Layout::Long => self.long(mapping, record),
            Layout::Wide => self.wide(mapping, record),
        }
    }

    /// The cells that do not depend on a registry field.
    pub(super) fn shared<'t>(
        &mut self,
        mapping: &Mapping<'d>,
        record: &'t Record,
    ) -> Result<Vec<(&'static str, Parts<'t>)>, String>
    where
        'd: 't,
    {
        let mut cells = Vec::with_capacity(mapping.slots.len() + 1);
        for slot in &mapping.slots {
            let name = slot.schema.name;
            let is_bound = mapping.source.dates == DateStyle::Quarter && matches!(name, "from" | "until");
            let mut parts = Parts::new();
            for text in raw(record, slot)?.unwrap_or_default() {
                let kind = match Kind::of_column(slot.schema.ty) {
                    // Constants are written in the settings, and so in the style of the settings.
                    Kind::Day if slot.constant == Some(text) => {
                        parts.push(Cow::Borrowed(text));
                        continue;
                    }
                    Kind::Day if is_bound => Kind::Plain,
                    kind => kind,
                };
                let value = self.values.value(name, kind, text, &mut self.remarks);
                let Some(value) = value.map_err(|why| named(slot, &why))? else { continue };
                if !is_bound {
                    parts.push(value);
                    continue;
                }
                let why = |why: String| named(slot, &format!("is no quarter: {why}"));
                let (from, until) = Day::parse_quarter(&value).map_err(why)?;
                if name == "from" {
                    parts.push(Cow::Owned(from.to_string()));
                    cells.push(("until", smallvec![Cow::Owned(until.to_string())]));
                } else {
                    // The last quarter belongs to the interval. This takes the place of the end of the first one.
                    parts.push(Cow::Owned(until.to_string()));
                }
            }
            if !parts.is_empty() {
                cells.push((name, parts));
            }
        }
        Ok(cells)
    }

    fn long(&mut self, mapping: &Mapping<'d>, record: &Record) -> Result<Outcome, String> {
        let Some((field_slot, value_slot)) = &mapping.long else { return Ok(Outcome::Kept(0)) };
        let word = match raw(record, field_slot)?.as_deref() {
            Some([word]) if !word.trim().is_empty() => word.trim(),
            Some([_, _, ..]) => return Err(named(field_slot, "holds several values where one is expected")),
            _ => return Err(named(field_slot, "is missing")),
        };
        let fields = mapping.fields_of(word);
        if fields.is_empty() {
            return Ok(Outcome::Skipped(not_mapped(word)));
        }
        let shared = self.shared(mapping, record)?;
        let value = raw(record, value_slot)?;
        let mut filled = Vec::with_capacity(fields.len());
        for (ours, kind) in fields {
            // An empty cell says that the value was removed; a record that was cut off says nothing.
            let parts = match &value {
                Some(texts) => self.parts(ours, kind, texts, &mapping.source.separator)?,
                None if kind == RegistryFieldKind::Mark => Parts::new(),
                None => return Err(named(value_slot, "is missing")),
            };
            filled.push((ours, parts));
        }
        self.push_fields(mapping, &shared, filled, record)
    }

    fn wide(&mut self, mapping: &Mapping<'d>, record: &Record) -> Result<Outcome, String> {
        let shared = self.shared(mapping, record)?;
        let filled = self.fields(mapping, record).into_iter().map(|(ours, parts)| Ok((ours, parts?)));
        let mut filled = filled.collect::<Result<Vec<_>, String>>()?;
        filled.retain(|(_, parts)| !parts.is_empty());
        if filled.is_empty() {
            return Ok(Outcome::Skipped("none of its fields holds a value".to_owned()));
        }
        self.push_fields(mapping, &shared, filled, record)
    }

    /// The values of every registry field that the file may have, each readable or not; none where it says nothing.
    pub(super) fn fields<'t>(
        &mut self,
        mapping: &Mapping<'d>,
        record: &'t Record,
    ) -> Vec<(&'d str, Result<Parts<'t>, String>)>
    where
        'd: 't,
    {
        let bound = mapping.wide.iter().filter_map(|field| Some((field, field.column?)));
        let mut filled = Vec::new();
        for (field, column) in bound {
            let texts = match record.raw(column) {
                Ok(Raw::Missing | Raw::Null) => Ok(Texts::new()),
                Ok(Raw::Text(text)) => Ok(smallvec![text]),
                Ok(Raw::List(texts)) => Ok(Texts::from_vec(texts)),
                Err(why) => Err(format!("column `{}` {why}", short(field.theirs))),
            };
            let parts = texts.and_then(|texts| self.parts(field.ours, field.kind, &texts, &mapping.source.separator));
            filled.push((field.ours, parts));
        }
        filled
    }

    /// The values of a registry field.
    pub(super) fn parts<'t>(
        &mut self,
        ours: &str,
        kind: RegistryFieldKind,
        texts: &[&'t str],
        separator: &str,
    ) -> Result<Parts<'t>, String>
    where
        'd: 't,
    {
        let mut parts = Parts::new();
        let mut add = |text: &'t str| -> Result<(), String> {
            let value = self.values.value(ours, Kind::of_field(kind), text, &mut self.remarks);
            parts.extend(value.map_err(|why| format!("`{}` {why}", short(ours)))?);
            Ok(())
        };
        match texts {
            // Two leaders in one cell must not become the pseudonym of a person who does not exist.
            [text] if (kind.is_list() || kind.is_people()) && !separator.is_empty() => {
                text.split(separator).try_for_each(&mut add)?
            }
            texts => texts.iter().copied().try_for_each(&mut add)?,
        }
        if !kind.is_list() && parts.len() > 1 {
            return Err(format!("`{}` holds {} values where one is expected", short(ours), parts.len()));
        }
        Ok(parts)
    }

    fn push_fields(
        &mut self,
        mapping: &Mapping<'d>,
        shared: &[(&'static str, Parts<'_>)],
        filled: Vec<(&str, Parts<'_>)>,
        record: &Record,
    ) -> Result<Outcome, String> {
        // The first row fails when any does, for they differ in field and value only, which cannot fail. So no record
        // is kept in part.
        for (ours, parts) in &filled {
            self.push(mapping, shared, Some((ours, parts)), record)?;
        }
        for (ours, parts) in &filled {
            parts.iter().for_each(|part| self.note(ours, part));
        }
        Ok(Outcome::Kept(filled.len()))
    }

    /// Counts facts that no record at hand made.
    pub(super) fn add(&mut self, facts: usize) {
        self.report.facts += facts;
    }

    /// Where a record stands that has a place of its own.
    pub(super) fn place(&self, number: u32) -> Arc<str> {
        let at = (number as usize).checked_sub(1).and_then(|at| self.report.places.get(at));
        at.unwrap_or(&self.report.path).clone()
    }

    /// Notes a status that no setting explains.
    pub(super) fn note(&mut self, ours: &str, value: &str) {
        let is_unknown =
            ours == RegistryKey::Status.name() && self.registry_names_statuses() && !self.registry.knows_status(value);
        if is_unknown {
            self.statuses.push(short(value));
        }
    }

    fn push(
        &mut self,
        mapping: &Mapping<'d>,
        shared: &[(&'static str, Parts<'_>)],
        field: Option<(&str, &Parts<'_>)>,
        record: &Record,
    ) -> Result<(), String> {
        let mut cells = Cells::default();
        for (name, parts) in shared {
            cells.set_texts(name, parts.iter().map(|part| &**part));
        }
        if let Some((ours, parts)) = field {
            cells.set("field", ours);
            cells.set_texts("value", parts.iter().map(|part| &**part));
        }
        self.push_cells(mapping, &cells, record.line)
    }

    /// Adds a row.
    pub(super) fn push_cells(&mut self, mapping: &Mapping<'d>, cells: &Cells<'_>, line: u32) -> Result<(), String> {
        let at = RecordRef { source: self.index, line };
        self.facts.push(self.kind, cells, at).map_err(|(column, why)| {
            match mapping.slots.iter().find(|slot| slot.schema.name == column) {
                Some(slot) => named(slot, &why),
                None => format!("column `{column}` {why}"),
            }
        })
    }

    fn registry_names_statuses(&self) -> bool {
        self.registry.statuses().iter().any(|list| !list.is_empty())
    }
}

/// The texts of a cell; `None` when the record has no such cell and no constant stands in.
fn raw<'t, 'd: 't>(record: &'t Record, slot: &Slot<'d>) -> Result<Option<Texts<'t>>, String> {
    let cell = match slot.column {
        Some(column) => record.raw(column).map_err(|why| named(slot, why))?,
        None => Raw::Missing,
    };
    Ok(match cell {
        Raw::Missing => slot.constant.map(|constant| smallvec![constant]),
        Raw::Null => Some(Texts::new()),
        Raw::Text(text) => Some(smallvec![text]),
        Raw::List(texts) => Some(Texts::from_vec(texts)),
    })
}

/// A clause about a column, with the name that the file has for it.
fn named(slot: &Slot<'_>, why: &str) -> String {
    if slot.theirs.is_empty() || slot.theirs == slot.schema.name {
        format!("column `{}` {why}", slot.schema.name)
    } else {
        format!("column `{}` {why}", short(slot.theirs))
    }
}

fn not_mapped(word: &str) -> String {
    // The word may be anything when the settings name the wrong column, even an address.
    if word.contains('@') || word.chars().any(char::is_control) {
        return "a field whose name cannot be shown is not mapped".to_owned();
    }
    format!("field `{}` is not mapped", short(word))
}

/// Counts a line of the report; when there are too many different ones, all further ones together.
fn count<K: Ord>(lines: &mut BTreeMap<K, usize>, line: K, other: impl Fn() -> K) {
    let line = if lines.len() >= DISTINCT_MAX && !lines.contains_key(&line) { other() } else { line };
    *lines.entry(line).or_default() += 1;
}
