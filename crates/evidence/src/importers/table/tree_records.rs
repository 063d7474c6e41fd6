//! JSON, YAML and Markdown as records: each item below a path, with a cell for each path that the settings name.
//!
//! 1. A unit is read: what one step of [`JsonScanner`] or one document gives, so that memory is bounded.
//! 2. The items within it are found, each with the objects around it.
//! 3. Each item becomes a record, or one for each interval of its changelog.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, BufReader, Read};

use onethread_model::config::{Changelog, Condition, SourceConfig, Wanted};
use serde_json::Value;

use super::changelog::{Bounds, Interval, Transition, intervals};
use super::documents::{Document, YamlDocuments, markdown};
use super::json_scan::{JsonScanner, Scanned};
use super::limits::{COLUMNS_MAX, RECORD_BYTES_MAX, UNIT_RECORDS_MAX};
use super::path::{CellPath, Found, Located, Step, steps};
use super::records::{Header, Record, column_name};
use super::shape::{VIRTUAL, passes};

/// The form of a file that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Yaml,
    Markdown,
}

enum Units<R> {
    Json(Box<JsonScanner<R>>),
    Yaml(YamlDocuments<R>),
    Markdown {
        input: BufReader<R>,
        name: String,
        is_read: bool,
    },
    /// Documents that were read elsewhere.
    Given(VecDeque<Document>),
}

/// What a column of the header holds.
enum Cell {
    Path(CellPath),
    /// One of [`VIRTUAL`].
    Virtual(&'static str),
}

/// Reads the records of a file below a path.
pub(super) struct TreeRecords<R> {
    units: Units<R>,
    /// The steps from a unit to its items.
    inner: Vec<Step>,
    cells: Vec<Cell>,
    /// Whether any record filled a column.
    filled: Vec<bool>,
    changelog: Option<ChangelogPaths>,
    bytes: Vec<u8>,
    unit: Value,
    line: u32,
    /// The places of the items of the unit that are left: indices into its lists.
    items: VecDeque<Vec<usize>>,
    /// The intervals of the item at hand that are left.
    pending: Option<(Vec<usize>, VecDeque<Interval>)>,
    /// Keys of records, for what nobody reads.
    keys: BTreeSet<String>,
    /// Units so far.
    count: u64,
    /// Where the file ended too early or stopped being what it should be, and why.
    broken: Option<(u32, String)>,
}

struct ChangelogPaths {
    items: Vec<Step>,
    of: Option<CellPath>,
    day: CellPath,
    to: CellPath,
    from: Option<CellPath>,
    conditions: Vec<(CellPath, Wanted)>,
    start: Option<CellPath>,
    now: Option<CellPath>,
    end: Option<CellPath>,
}

impl ChangelogPaths {
    /// The paths of a changelog that a record keeps; nothing where each record is one transition.
    fn of(changelog: &Changelog) -> Option<ChangelogPaths> {
        let path = |at: &onethread_model::source::At<String>| CellPath::parse(at.value.trim());
        let condition = |one: &Condition| (path(&one.column), one.wanted.clone());
        Some(ChangelogPaths {
            items: steps(changelog.items.as_ref()?.value.trim()).1,
            of: changelog.of.as_ref().map(path),
            day: path(&changelog.day),
            to: path(&changelog.to),
            from: changelog.from.as_ref().map(path),
            conditions: changelog.conditions.iter().map(condition).collect(),
            start: changelog.start.as_ref().map(path),
            now: changelog.now.as_ref().map(path),
            end: changelog.end.as_ref().map(path),
        })
    }

    fn intervals(&self, at: &Located<'_>) -> Vec<Interval> {
        let mut found = Vec::new();
        let mut around = at.around.clone();
        each_item(at.value, &self.items, &mut around, &mut Vec::new(), &mut |_, item| {
            let passes = |(path, wanted): &(CellPath, Wanted)| passes(&path.find(item), wanted);
            if found.len() < UNIT_RECORDS_MAX
                && self.conditions.iter().all(passes)
                && let Some(moment) = self.day.find(item).text()
            {
                found.push(Transition {
                    of: self.of.as_ref().and_then(|of| of.find(item).text()).unwrap_or_default(),
                    moment,
                    from: self.from.as_ref().and_then(|from| from.find(item).text()),
                    to: self.to.find(item).text(),
                });
            }
        });
        let text = |path: &Option<CellPath>| path.as_ref().and_then(|path| path.find(at).text());
        intervals(found, &Bounds { start: text(&self.start), now: text(&self.now), end: text(&self.end) })
    }
}

impl TreeRecords<io::Empty> {
    /// Makes records of documents that [`TreeRecords::give`] brings.
    pub(super) fn of_documents(source: &SourceConfig, wanted: &[&str], header: &mut Header) -> Self {
        let nothing = BufReader::with_capacity(1, io::empty());
        let mut records = TreeRecords::new(nothing, Form::Yaml, source, wanted, "", header);
        records.units = Units::Given(VecDeque::new());
        records
    }

    /// Brings documents; each record of them comes next.
    pub(super) fn give(&mut self, documents: impl Iterator<Item = Document>) {
        if let Units::Given(waiting) = &mut self.units {
            waiting.extend(documents);
        }
    }
}

impl<R: Read> TreeRecords<R> {
    /// Reads records with these columns, which become the header.
    pub(super) fn new(
        input: BufReader<R>,
        form: Form,
        source: &SourceConfig,
        wanted: &[&str],
        name: &str,
        header: &mut Header,
    ) -> Self {
        let changelog = source.records.changelog.as_ref().and_then(ChangelogPaths::of);
        let items = source.records.items.as_ref().map_or(Vec::new(), |at| steps(at.value.trim()).1);
        let mut cells = Vec::new();
        for name in wanted {
            if header.find(name).is_none() {
                header.push(name);
                cells.push(match VIRTUAL.iter().find(|known| *known == name && source.records.changelog.is_some()) {
                    Some(name) => Cell::Virtual(name),
                    None => Cell::Path(CellPath::parse(name)),
                });
            }
        }
        let climbs = cells.iter().map(|cell| if let Cell::Path(path) = cell { path.climbs() } else { 0 }).max();
        let (prefix, inner) = divide(items, climbs.unwrap_or(0));
        let units = match form {
            Form::Json => Units::Json(Box::new(JsonScanner::new(input, prefix.clone()))),
            Form::Yaml => Units::Yaml(YamlDocuments::new(input)),
            Form::Markdown => Units::Markdown { input, name: name.to_owned(), is_read: false },
        };
        // A document is a unit with all of its keys.
        let whole: Vec<Step> = prefix.into_iter().map(Step::Key).chain(inner.iter().cloned()).collect();
        TreeRecords {
            inner: if matches!(units, Units::Json(_)) { inner } else { whole },
            units,
            filled: vec![false; cells.len()],
            cells,
            changelog,
            bytes: Vec::new(),
            unit: Value::Null,
            line: 0,
            items: VecDeque::new(),
            pending: None,
            keys: BTreeSet::new(),
            count: 0,
            broken: None,
        }
    }

    /// How many bytes were read so far.
    pub(super) fn offset(&self) -> u64 {
        match &self.units {
            Units::Json(scanner) => scanner.offset(),
            Units::Yaml(documents) => documents.offset(),
            Units::Markdown { .. } | Units::Given(_) => 0,
        }
    }

    /// Where the file ended too early or stopped being what it should be, and why.
    pub(super) fn broken(&self) -> Option<&(u32, String)> {
        self.broken.as_ref()
    }

    /// How many units were read.
    pub(super) fn units(&self) -> u64 {
        self.count
    }

    /// The columns that any record filled, and the keys that records have.
    pub(super) fn seen(&self, header: &Header) -> Header {
        let mut seen = Header::default();
        let filled = header.names().zip(&self.filled).filter(|(_, filled)| **filled).map(|(name, _)| name);
        for name in filled.chain(self.keys.iter().map(String::as_str)) {
            if seen.find(name).is_none() {
                seen.push(name);
            }
        }
        seen
    }

    /// Keys of records that no path reads.
    pub(super) fn unread(&self) -> Vec<String> {
        let paths = self.cells.iter().filter_map(|cell| match cell {
            Cell::Path(path) => Some(path),
            Cell::Virtual(_) => None,
        });
        let log = self.changelog.iter().flat_map(|changelog| changelog.items.iter());
        let log = log.filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None });
        let read: BTreeSet<&str> = paths.flat_map(CellPath::keys).chain(log.take(1)).collect();
        self.keys.iter().filter(|key| !read.contains(key.as_str())).cloned().collect()
    }

    pub(super) fn next(&mut self, record: &mut Record) -> io::Result<bool> {
        loop {
            if let Some((place, mut intervals)) = self.pending.take() {
                if let Some(interval) = intervals.pop_front() {
                    self.fill(&place, Some(&interval), record);
                    self.pending = Some((place, intervals));
                    return Ok(true);
                }
                continue;
            }
            let Some(place) = self.items.pop_front() else {
                match self.read_unit()? {
                    None => return Ok(false),
                    Some(Ok(())) => continue,
                    Some(Err(why)) => {
                        record.start(self.line);
                        record.broken = Some(why);
                        return Ok(true);
                    }
                }
            };
            let Some(changelog) = &self.changelog else {
                self.fill(&place, None, record);
                return Ok(true);
            };
            let found = locate(&self.unit, &self.inner, &place).map_or_else(Vec::new, |at| changelog.intervals(&at));
            self.pending = Some((place, found.into()));
        }
    }

    /// Reads a unit and finds its items; an error says why it is none.
    fn read_unit(&mut self) -> io::Result<Option<Result<(), String>>> {
        let Some((line, value)) = self.next_unit()? else { return Ok(None) };
        self.line = line;
        self.count += 1;
        self.unit = match value {
            Ok(value) => value,
            Err(why) => return Ok(Some(Err(why))),
        };
        let (items, mut is_over) = (&mut self.items, false);
        each_item(&self.unit, &self.inner, &mut Vec::new(), &mut Vec::new(), &mut |place, _| {
            is_over |= items.len() >= UNIT_RECORDS_MAX;
            if !is_over {
                items.push_back(place.to_vec());
            }
        });
        Ok(Some(if is_over { Err(format!("holds more than {UNIT_RECORDS_MAX} records")) } else { Ok(()) }))
    }

    fn next_unit(&mut self) -> io::Result<Option<Document>> {
        match &mut self.units {
            Units::Yaml(documents) => documents.next(),
            Units::Given(documents) => Ok(documents.pop_front()),
            Units::Markdown { is_read: true, .. } => Ok(None),
            Units::Markdown { input, name, is_read } => {
                *is_read = true;
                markdown(input, name)
            }
            Units::Json(scanner) => Ok(match scanner.next(&mut self.bytes)? {
                Scanned::End => None,
                Scanned::Broken(line, why) => {
                    self.broken = Some((line, why));
                    None
                }
                Scanned::TooLong(line) => Some((line, Err(format!("is longer than {} MiB", RECORD_BYTES_MAX >> 20)))),
                Scanned::Unit(line) => Some((line, parse(&self.bytes, line))),
            }),
        }
    }

    /// Makes a record of the item at this place.
    fn fill(&mut self, place: &[usize], interval: Option<&Interval>, record: &mut Record) {
        record.start(self.line);
        let Some(at) = locate(&self.unit, &self.inner, place) else { return };
        if let Some(name) = substitution(at.value) {
            record.broken = Some(format!("holds `{name}`, which stands for another file and is never fetched"));
            return;
        }
        if let Some(object) = at.value.as_object().filter(|_| self.keys.len() < COLUMNS_MAX) {
            for key in object.keys() {
                let key = column_name(key);
                if !key.is_empty() && !self.keys.contains(&*key) {
                    self.keys.insert(key.into_owned());
                }
            }
        }
        for (column, cell) in self.cells.iter().enumerate() {
            let found = match (cell, interval) {
                (Cell::Path(path), _) => path.find(&at),
                (Cell::Virtual(_), None) => Found::Missing,
                (Cell::Virtual(name), Some(interval)) => virtual_cell(name, interval),
            };
            if let Some(filled) = self.filled.get_mut(column) {
                *filled |= found.is_filled();
            }
            record.put_found(column, found);
        }
    }
}

/// A column that a changelog brings.
pub(super) fn virtual_cell(name: &str, interval: &Interval) -> Found {
    match name {
        // A value that was removed is a fact, too.
        "value" => interval.value.clone().map_or(Found::Null, Found::Text),
        "since" => Found::Text(interval.since.clone()),
        "until" => interval.until.clone().map_or(Found::Missing, Found::Text),
        _ => Found::Text(interval.of.clone()),
    }
}

fn parse(bytes: &[u8], line: u32) -> Result<Value, String> {
    serde_json::from_slice(bytes).map_err(|error| {
        let text = error.to_string();
        let text = text.split(" at line ").next().unwrap_or_default();
        let line = u64::from(line) + error.line().saturating_sub(1) as u64;
        format!("is not JSON: {text} (line {line}, column {})", error.column())
    })
}

/// The key of an object that stands for the text of another file, as catalogs have it.
fn substitution(value: &Value) -> Option<&'static str> {
    let is_one = |value: &Value, name: &str| value.as_object().is_some_and(|o| o.len() == 1 && o.contains_key(name));
    let in_spec = |name: &&&str| value.get("spec").is_some_and(|spec| is_one(spec, name)) || is_one(value, name);
    ["$text", "$json", "$yaml"].iter().find(in_spec).copied()
}

/// What leads to the units of a file, and what leads from a unit to its items. A unit is as small as it can be while it
/// holds everything that is read around its items.
fn divide(items: Vec<Step>, climbs: usize) -> (Vec<String>, Vec<Step>) {
    let Some(first) = items.iter().position(|step| *step == Step::All) else { return (Vec::new(), items) };
    let inner: Vec<Step> = items.iter().skip(first + 1).cloned().collect();
    let objects = inner.iter().filter(|step| matches!(step, Step::Key(_))).count();
    let keys: Option<Vec<String>> = items
        .iter()
        .take(first)
        .map(|step| match step {
            Step::Key(key) => Some(key.clone()),
            _ => None,
        })
        .collect();
    match keys {
        Some(keys) if climbs <= objects => (keys, inner),
        _ => (Vec::new(), items),
    }
}

/// Calls for each item below these steps, with its place. Lists are looked through where an object is expected.
fn each_item<'v>(
    value: &'v Value,
    steps: &[Step],
    around: &mut Vec<&'v Value>,
    place: &mut Vec<usize>,
    each: &mut dyn FnMut(&[usize], &Located<'v>),
) {
    let depth = around.len();
    match (steps.split_first(), value) {
        (Some((Step::Key(key), rest)), Value::Object(object)) => {
            if let Some(inner) = object.get(key) {
                around.push(value);
                each_item(inner, rest, around, place, each);
                around.truncate(depth);
            }
        }
        (Some((Step::Item(at), rest)), Value::Array(items)) => {
            if let Some(item) = items.get(*at) {
                place.push(*at);
                each_item(item, rest, around, place, each);
                place.pop();
            }
        }
        (_, Value::Array(items)) => {
            let rest = match steps.split_first() {
                Some((Step::All, rest)) => rest,
                _ => steps,
            };
            for (at, item) in items.iter().enumerate() {
                place.push(at);
                each_item(item, rest, around, place, each);
                place.pop();
            }
        }
        // A unit may be an item of the list already.
        (Some((Step::All, rest)), value) if place.is_empty() && around.is_empty() => {
            each_item(value, rest, around, place, each);
        }
        (None, Value::Null) => {}
        (None, value) => each(place, &Located { value, around: around.clone() }),
        _ => {}
    }
}

/// The item at a place, as [`each_item`] gave it.
fn locate<'v>(unit: &'v Value, steps: &[Step], place: &[usize]) -> Option<Located<'v>> {
    let (mut value, mut rest, mut place, mut around) = (unit, steps, place, Vec::new());
    loop {
        match (rest.split_first(), value) {
            (Some((Step::Key(key), after)), Value::Object(object)) => {
                around.push(value);
                (value, rest) = (object.get(key)?, after);
            }
            (step, Value::Array(items)) => {
                let (at, left) = place.split_first()?;
                (value, place) = (items.get(*at)?, left);
                if let Some((Step::All | Step::Item(_), after)) = step {
                    rest = after;
                }
            }
            (Some((Step::All, after)), _) if around.is_empty() => rest = after,
            (None, value) => return Some(Located { value, around }),
            _ => return None,
        }
    }
}
