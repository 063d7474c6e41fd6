//! Versions of files become facts of what each says anew.
//!
//! Columns in: whatever the settings name, and `git`, which says where a version stands. Columns out: those of the fact
//! table, of which the time is that of the history:
//!
//! - an entry of a registry has a row for each field that took another value, and for each version;
//! - an interval lasts from the first version that says it until the first one that does not;
//! - any other event is a row once, and a snapshot is that of the newest versions.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use onethread_model::Day;
use onethread_model::config::SourceConfig;
use onethread_model::facts::{Cells, FactKind, RegistryFieldKind, RegistryKey, SourceReport, TimeKind};
use onethread_model::source::{At, Place};

use super::mapping::Mapping;
use super::records::Record;
use super::rows::{Outcome, Parts, Rows};
use super::version_records::{Ids, IdsByKey, ReadBlob, Reader};
use crate::importers::ImportContext;
use crate::importers::git::{FileHistory, Version, VersionKind};

/// The status of an entry whose file was deleted. Settings say what it means, as of any other status.
const DELETED: &str = "deleted";

/// Versions between two calls of progress.
const PROGRESS_VERSIONS: usize = 256;

/// The cells of a row but for its time.
type Signature = Vec<(&'static str, Vec<String>)>;

/// What holds as long as versions say it.
struct Open {
    from: Day,
    number: u32,
    remarks: Vec<String>,
}

/// What the last version of a file said.
#[derive(Default)]
struct Said {
    /// Values of each entry, by field.
    entries: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Rows that hold.
    open: BTreeMap<Signature, Open>,
}

/// Fills the columns that nobody maps with what the history says.
pub(in crate::importers) fn with_times(source: &SourceConfig) -> SourceConfig {
    let mut source = source.clone();
    let known: &[(&str, &str)] = match (source.table, source.table.schema().time) {
        (FactKind::InitiativeEvent, _) => &[("day", "/git.day"), ("seq", "/git.version")],
        (_, TimeKind::Event) => &[("day", "/git.day")],
        (_, TimeKind::Snapshot) => &[("observed", "/git.observed")],
        (_, TimeKind::Interval) => &[],
    };
    for (ours, theirs) in known {
        if !source.constants.contains_key(*ours) {
            let span = source.name.span;
            source.columns.entry((*ours).to_owned()).or_insert_with(|| At::new((*theirs).to_owned(), span));
        }
    }
    source
}

/// Whether settings can be followed at all; reports what is wrong with them.
pub(in crate::importers) fn check_settings(context: &mut ImportContext<'_>) -> bool {
    Mapping::new(context.source).check_settings(context.diagnostics)
}

/// Reads the versions of a history into the facts and accounts for each. The name of the repository stands before places;
/// with ids by key, files are beside those of the entries. `read` gives the bytes of a blob, once for each.
pub(in crate::importers) fn read(
    history: &FileHistory,
    (repository, known): (&str, Option<IdsByKey>),
    read: &mut ReadBlob<'_>,
    context: &mut ImportContext<'_>,
    report: &mut SourceReport,
) {
    let source = context.source;
    let schema = source.table.schema();
    report.places = history.versions.iter().map(|version| place(repository, version)).collect();
    let places = report.places.clone();
    let is_entry = source.table == FactKind::InitiativeEvent;
    let is_single = source.records.items.is_none() && source.records.split.is_none();
    let mut reader = Reader::new(history, source, read, schema.time == TimeKind::Snapshot);
    let ids = if is_entry && is_single { reader.newest_ids() } else { HashMap::new() };
    let ids = Ids { own: ids, by_key: known };
    let seen = {
        let mut rows = Rows::new(context, report);
        let mut teller = Teller {
            is_entry,
            time: schema.time,
            said: HashMap::new(),
            known: BTreeSet::new(),
            is_beside: ids.by_key.is_some(),
            status: status_of_deleted(&mut rows, source),
        };
        for (at, version) in history.versions.iter().enumerate() {
            let place = places.get(at).cloned().unwrap_or_default();
            teller.version(at, version, &place, &mut reader, &ids, &mut rows);
            if at.is_multiple_of(PROGRESS_VERSIONS) {
                rows.progress();
            }
        }
        teller.finish(&reader.mapping, &mut rows);
        reader.tree.seen(&reader.header)
    };
    report.unread_columns = reader.tree.unread();
    report.unread_columns.retain(|name| name != "git");
    if report.read > 0 && report.kept == 0 {
        let mut found = Mapping::new(source);
        found.bind(&seen);
        found.check_columns(&seen, &report.path, true, context.diagnostics);
    }
}

/// Where a version stands.
fn place(repository: &str, version: &Version) -> Arc<str> {
    let at = if repository.is_empty() { String::new() } else { format!("{repository}@") };
    let path: String = String::from_utf8_lossy(&version.path).chars().filter(|c| !c.is_control()).collect();
    format!("{at}{}:{path}", version.commit.to_hex_with_len(12)).into()
}

/// The status of what was deleted, as `values` change it.
fn status_of_deleted(rows: &mut Rows<'_>, source: &SourceConfig) -> Vec<String> {
    let status = RegistryKey::Status.name();
    let parts = rows.parts(status, RegistryFieldKind::Word, &[DELETED], &source.separator);
    rows.remarks.clear();
    parts.map(|parts| parts.iter().map(|part| part.to_string()).collect()).unwrap_or_default()
}

/// Tells what versions say anew.
struct Teller {
    is_entry: bool,
    time: TimeKind,
    said: HashMap<usize, Said>,
    /// Entries that were there before.
    known: BTreeSet<String>,
    /// Whether the files are beside those of the entries: they say neither that an entry is there nor that it is gone.
    is_beside: bool,
    /// The status of an entry whose file is gone.
    status: Vec<String>,
}

impl Teller {
    fn version<'a: 'd, 'd>(
        &mut self,
        at: usize,
        version: &Version,
        place: &Arc<str>,
        reader: &mut Reader<'_, 'd>,
        ids: &Ids,
        rows: &mut Rows<'d>,
    ) {
        let number = at as u32 + 1;
        let nowhere = || Place { path: place.clone(), line: 0, column: None };
        let is_newest = reader.newest.get(version.file) == Some(&Some(at));
        let skipped = match version.kind {
            VersionKind::Deleted => {
                rows.begin();
                let outcome = self.deleted(number, version, &reader.mapping, rows);
                return rows.account(outcome, nowhere);
            }
            VersionKind::Moved if !(reader.newest_only && is_newest) => Some("moved, and says what it said before"),
            _ if reader.newest_only && !is_newest => Some("an older version"),
            _ => None,
        };
        if let Some(why) = skipped {
            rows.begin();
            return rows.account(Ok(Outcome::Skipped(why.to_owned())), nowhere);
        }
        let documents = reader.documents(at, version, version.kind == VersionKind::Written);
        reader.tree.give(documents.into_iter());
        let mut seen = Seen::default();
        let mut record = Record::default();
        let column = reader.mapping.slots.iter().find(|slot| slot.schema.name == "initiative").and_then(|s| s.column);
        let Reader { tree, mapping, shape, .. } = reader;
        while tree.next(&mut record).is_ok_and(|is_one| is_one) {
            ids.put(version.file, column, &mut record);
            shape.take(&mut record, &mut |record| {
                seen.records += 1;
                rows.begin();
                let result = match (&record.broken, &record.left_out) {
                    (Some(why), _) => Err(why.clone()),
                    (None, Some(why)) => Ok(Some(Outcome::Skipped(why.clone()))),
                    (None, None) => self.take(number, version, mapping, record, &mut seen, rows),
                };
                seen.is_broken |= result.is_err();
                if let Some(outcome) = result.transpose() {
                    rows.account(outcome, nowhere);
                }
            });
        }
        if seen.records == 0 {
            rows.begin();
            rows.account(Ok(Outcome::Skipped("holds no record".to_owned())), nowhere);
        }
        // Of what cannot be read nobody knows that it says something no more.
        if !seen.is_broken {
            self.end(number, version, seen, mapping, rows);
        }
    }

    /// Takes a record; nothing where it is accounted for later.
    fn take<'d>(
        &mut self,
        number: u32,
        version: &Version,
        mapping: &Mapping<'d>,
        record: &Record,
        seen: &mut Seen,
        rows: &mut Rows<'d>,
    ) -> Result<Option<Outcome>, String> {
        let cells = owned(rows.shared(mapping, record)?);
        if self.is_entry {
            return self.entry(number, version, mapping, (record, cells), seen, rows).map(Some);
        }
        let said = self.said.entry(version.file).or_default();
        let is_new = !said.open.contains_key(&cells);
        let is_repeated = !seen.rows.insert(cells.clone());
        if self.time == TimeKind::Snapshot && mapping.source.table == FactKind::InitiativeSnapshot {
            let fields = readable(mapping, record, rows);
            let mut count = 0;
            for (ours, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
                push(rows, mapping, &cells, Some((ours.as_str(), value.as_slice())), number)?;
                count += 1;
            }
            return Ok(Some(match count {
                0 => Outcome::Skipped("none of its fields holds a value".to_owned()),
                count => Outcome::Kept(count),
            }));
        }
        if self.time == TimeKind::Snapshot {
            push(rows, mapping, &cells, None, number)?;
            return Ok(Some(Outcome::Kept(1)));
        }
        if !is_new || is_repeated {
            return Ok(Some(Outcome::Skipped("says what was said before".to_owned())));
        }
        let remarks = std::mem::take(&mut rows.remarks);
        if self.time == TimeKind::Event {
            rows.remarks = remarks;
            push(rows, mapping, &cells, None, number)?;
            said.open.insert(cells, Open { from: version.day, number, remarks: Vec::new() });
            return Ok(Some(Outcome::Kept(1)));
        }
        said.open.insert(cells, Open { from: version.day, number, remarks });
        Ok(None)
    }

    /// Takes an entry of a registry: what it says anew.
    fn entry<'d>(
        &mut self,
        number: u32,
        version: &Version,
        mapping: &Mapping<'d>,
        (record, cells): (&Record, Signature),
        seen: &mut Seen,
        rows: &mut Rows<'d>,
    ) -> Result<Outcome, String> {
        let fields = readable(mapping, record, rows);
        let id = cells.iter().find(|(name, _)| *name == "initiative").and_then(|(_, texts)| texts.first());
        let Some(id) = id.cloned() else { return Err("column `initiative` is missing".to_owned()) };
        let is_beside = self.is_beside;
        let is_mapped = |key: RegistryKey| is_beside || mapping.source.fields.contains_key(key.name());
        let said = self.said.entry(version.file).or_default().entries.entry(id.clone()).or_default();
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        if !self.known.contains(&id) && !is_mapped(RegistryKey::Registered) {
            told.push((RegistryKey::Registered.name().to_owned(), Vec::new()));
        }
        if !is_mapped(RegistryKey::Version) {
            told.push((RegistryKey::Version.name().to_owned(), Vec::new()));
        }
        told.extend(fields.into_iter().filter(|(ours, value)| said.get(ours).map_or(&[][..], Vec::as_slice) != value));
        for (ours, value) in &told {
            push(rows, mapping, &cells, Some((ours.as_str(), value.as_slice())), number)?;
        }
        for (ours, value) in &told {
            value.iter().for_each(|value| rows.note(ours, value));
        }
        let count = told.len();
        said.extend(told);
        self.known.insert(id.clone());
        seen.entries.insert(id);
        Ok(match count {
            0 => Outcome::Skipped("says what was said before".to_owned()),
            count => Outcome::Kept(count),
        })
    }

    /// Ends what a version does not say any more.
    fn end<'d>(&mut self, number: u32, version: &Version, seen: Seen, mapping: &Mapping<'d>, rows: &mut Rows<'d>) {
        if self.is_entry {
            let all = self.said.get(&version.file).map(|said| said.entries.keys().cloned().collect::<Vec<_>>());
            let gone = all.unwrap_or_default().into_iter().filter(|id| !seen.entries.contains(id));
            let gone: Vec<String> = gone.collect();
            // A file may hold several entries, and lose one.
            if !seen.entries.is_empty() {
                let _ = self.gone(number, version, &gone, mapping, rows).map(|count| rows.add(count));
            }
        } else {
            self.close(version, &|cells| !seen.rows.contains(cells), mapping, rows);
        }
    }

    /// Takes the deletion of a file.
    fn deleted<'d>(
        &mut self,
        number: u32,
        version: &Version,
        mapping: &Mapping<'d>,
        rows: &mut Rows<'d>,
    ) -> Result<Outcome, String> {
        if !self.is_entry {
            let remarks = std::mem::take(&mut rows.remarks);
            self.close(version, &|_| true, mapping, rows);
            rows.remarks = remarks;
            return Ok(Outcome::Skipped("deleted, which ends what it said".to_owned()));
        }
        let all = self.said.get(&version.file).map(|said| said.entries.keys().cloned().collect::<Vec<_>>());
        Ok(match self.gone(number, version, &all.unwrap_or_default(), mapping, rows)? {
            0 => Outcome::Skipped("deleted, and said nothing before".to_owned()),
            count => Outcome::Kept(count),
        })
    }

    /// Gives entries that are gone the status that says so; gives their number.
    fn gone<'d>(
        &mut self,
        number: u32,
        version: &Version,
        ids: &[String],
        mapping: &Mapping<'d>,
        rows: &mut Rows<'d>,
    ) -> Result<usize, String> {
        let status = RegistryKey::Status.name();
        let said = self.said.entry(version.file).or_default();
        let mut count = 0;
        for id in ids {
            let Some(fields) = said.entries.get_mut(id) else { continue };
            let time = [("day", vec![version.day.to_string()]), ("seq", vec![number.to_string()])];
            let cells: Signature = [("initiative", vec![id.clone()])].into_iter().chain(time).collect();
            if self.is_beside {
                for (ours, value) in fields.iter_mut().filter(|(_, value)| !value.is_empty()) {
                    value.clear();
                    push(rows, mapping, &cells, Some((ours.as_str(), &[])), number)?;
                    count += 1;
                }
                continue;
            }
            if fields.get(status) == Some(&self.status) {
                continue;
            }
            push(rows, mapping, &cells, Some((status, self.status.as_slice())), number)?;
            self.status.iter().for_each(|value| rows.note(status, value));
            fields.insert(status.to_owned(), self.status.clone());
            count += 1;
        }
        Ok(count)
    }

    /// Closes the rows of a file that hold no more.
    fn close<'d>(
        &mut self,
        version: &Version,
        is_over: &dyn Fn(&Signature) -> bool,
        mapping: &Mapping<'d>,
        rows: &mut Rows<'d>,
    ) {
        let Some(said) = self.said.get_mut(&version.file) else { return };
        let over: Vec<Signature> = said.open.keys().filter(|cells| is_over(cells)).cloned().collect();
        for cells in over {
            if let Some(open) = said.open.remove(&cells).filter(|_| self.time == TimeKind::Interval) {
                interval(rows, mapping, cells, open, Some(version.day));
            }
        }
    }

    /// Tells what still holds after the newest version.
    fn finish<'d>(self, mapping: &Mapping<'d>, rows: &mut Rows<'d>) {
        if self.time != TimeKind::Interval {
            return;
        }
        let all = self.said.into_values().flat_map(|said| said.open);
        let mut all: Vec<(u32, Signature, Open)> = all.map(|(cells, open)| (open.number, cells, open)).collect();
        all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        for (_, cells, open) in all {
            interval(rows, mapping, cells, open, None);
        }
    }
}

/// What a version says.
#[derive(Default)]
struct Seen {
    records: usize,
    entries: BTreeSet<String>,
    rows: BTreeSet<Signature>,
    is_broken: bool,
}

/// Adds a row of an interval, and accounts for the record that began it.
fn interval<'d>(rows: &mut Rows<'d>, mapping: &Mapping<'d>, mut cells: Signature, open: Open, until: Option<Day>) {
    rows.remarks = open.remarks;
    let has = |cells: &Signature, name: &str| cells.iter().any(|(known, _)| *known == name);
    let outcome = if until == Some(open.from) && !has(&cells, "from") {
        Ok(Outcome::Skipped("held for less than a day".to_owned()))
    } else {
        if !has(&cells, "from") {
            cells.push(("from", vec![open.from.to_string()]));
        }
        if let Some(until) = until.filter(|_| !has(&cells, "until")) {
            cells.push(("until", vec![until.to_string()]));
        }
        push(rows, mapping, &cells, None, open.number).map(|()| Outcome::Kept(1))
    };
    let path = rows.place(open.number);
    rows.account(outcome, || Place { path, line: 0, column: None });
}

fn push<'d>(
    rows: &mut Rows<'d>,
    mapping: &Mapping<'d>,
    cells: &Signature,
    field: Option<(&str, &[String])>,
    number: u32,
) -> Result<(), String> {
    let mut row = Cells::default();
    for (name, texts) in cells {
        row.set_texts(name, texts.iter().map(String::as_str));
    }
    if let Some((ours, value)) = field {
        row.set("field", ours);
        row.set_texts("value", value.iter().map(String::as_str));
    }
    rows.push_cells(mapping, &row, number)
}

fn owned(cells: Vec<(&'static str, Parts<'_>)>) -> Signature {
    cells.into_iter().map(|(name, parts)| (name, texts(parts))).collect()
}

/// The registry fields that can be read. Of the others nothing is said, as if the version did not differ in them: one slip
/// must not cost all else that a version says.
fn readable<'d>(mapping: &Mapping<'d>, record: &Record, rows: &mut Rows<'d>) -> Vec<(String, Vec<String>)> {
    let mut fields = Vec::new();
    for (ours, parts) in rows.fields(mapping, record) {
        match parts {
            Ok(parts) => fields.push((ours.to_owned(), texts(parts))),
            Err(why) => rows.remarks.push(format!("a field was passed over: {why}")),
        }
    }
    fields
}

fn texts(parts: Parts<'_>) -> Vec<String> {
    parts.into_iter().map(std::borrow::Cow::into_owned).collect()
}
