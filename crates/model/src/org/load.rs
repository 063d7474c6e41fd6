//! From TOML files to an [`Org`]: entries with the same id merge across files, and nothing understood is lost.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::dependencies::dependency;
use super::kinds::ORG_KINDS;
use super::{
    Allocation, Component, Contradiction, Departure, Ending, Initiative, Metric, Nature, Org, Pause, Person, Team,
    ValueEvent, WishedForm, Work, attested, check, governance, hidden, id_of, ids_of, mandate, moves, triage,
};
use crate::diagnostic::{Diagnostic, Spot};
use crate::fields::{FieldType, Kind, Shape, field, with_article};
use crate::record::{LeftOut, Reader, Record, Value, blank, is_blank, key_text, parse, short};
use crate::source::{At, FileId, Sources, Span};

/// Reads the organization from its files, in the order given. Reading never fails: what is not understood is reported
/// and everything else is kept.
pub fn load(sources: &Sources, files: &[FileId], diagnostics: &mut Vec<Diagnostic>) -> Org {
    load_without(sources, files, std::iter::empty(), diagnostics)
}

/// The same without some fields, given by kind and key: what an agreement switches off is as if nobody had written it.
pub fn load_without<'f>(
    sources: &Sources,
    files: &[FileId],
    left_out: impl Iterator<Item = (&'f str, &'f str)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Org {
    let left_out = Arc::new(left_out.map(|(kind, key)| (kind.to_owned(), key.to_owned())).collect());
    let mut known: HashMap<FileId, Vec<Diagnostic>> = HashMap::new();
    for diagnostic in diagnostics.iter() {
        if let Spot::Span(span) = diagnostic.primary.spot {
            known.entry(span.file).or_default().push(diagnostic.clone());
        }
    }
    let read: Vec<FileDrafts> = files
        .par_iter()
        .map(|file| FileDrafts::read(sources, *file, known.get(file).cloned().unwrap_or_default(), &left_out))
        .collect();
    let mut org = Org { hidden: read.iter().flat_map(|file| file.hidden.iter().copied()).collect(), ..Org::default() };
    let mut drafts = Drafts::default();
    read.into_iter().for_each(|file| drafts.add(file, diagnostics));
    drafts.write(&mut org);
    check::check(&org, sources, diagnostics);
    org
}

/// What one file says.
#[derive(Clone)]
pub(super) struct FileDrafts {
    path: String,
    /// Entries in the order of the file, each with how many diagnostics were reported before it.
    pub(super) entries: Vec<(usize, Draft)>,
    diagnostics: Vec<Diagnostic>,
    /// Where values stand that are not read.
    pub(super) hidden: Vec<Span>,
}

/// An entry of a file; its id is empty for a table that stands alone, and absent for an item of an array.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) kind: &'static Kind,
    pub(super) id: Option<At<String>>,
    pub(super) record: Record,
}

impl Draft {
    /// The id by which it merges with what other files say: none for an item of an array, and for a move, of which no
    /// two are one.
    pub(super) fn merges_by(&self) -> Option<&At<String>> {
        self.id.as_ref().filter(|_| self.kind.name != "move")
    }
}

impl FileDrafts {
    /// Reads a file about which `known` was reported before, which is not reported again.
    pub(super) fn read(sources: &Sources, file: FileId, known: Vec<Diagnostic>, left_out: &Arc<LeftOut>) -> FileDrafts {
        let before = known.len();
        let (mut entries, mut diagnostics, mut hidden) = (Vec::new(), known, Vec::new());
        parse(sources, file, &mut diagnostics, |table, reader| {
            reader.left_out = left_out.clone();
            let mut draft = |reader: &Reader<'_>, draft| entries.push((reader.reported() - before, draft));
            for (key, value) in table.iter() {
                let span = reader.span(key);
                read_kind(reader, &key_text(key), span, value, &mut draft);
            }
            hidden = std::mem::take(&mut reader.hidden);
        });
        diagnostics.drain(..before);
        hidden::hide_broken(sources, left_out, &mut diagnostics, &mut hidden);
        FileDrafts { path: sources.path(file).to_owned(), entries, diagnostics, hidden }
    }
}

impl FileDrafts {
    /// Path of the file.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Some of its entries, without what is wrong with them.
    pub(super) fn only(&self, keep: impl Fn(&Draft) -> bool) -> FileDrafts {
        let entries = self.entries.iter().filter(|(_, draft)| keep(draft)).cloned().collect();
        FileDrafts { path: self.path.clone(), entries, diagnostics: Vec::new(), hidden: Vec::new() }
    }
}

/// Reads all entries of a kind in a file.
fn read_kind(
    reader: &mut Reader<'_>,
    name: &str,
    span: Span,
    value: &Spanned<DeValue<'_>>,
    add: &mut impl FnMut(&Reader<'_>, Draft),
) {
    let Some(kind) = ORG_KINDS.iter().find(|kind| kind.name == name) else {
        reader.unknown_kind(name, span, ORG_KINDS.iter().map(|kind| kind.name), "an organization file");
        return;
    };
    match (kind.shape, value.get_ref()) {
        (Shape::Single, DeValue::Table(table)) => {
            let record = reader.record_of(table, span, kind, &format!("`[{name}]`"));
            add(reader, Draft { kind, id: Some(At::new(String::new(), span)), record });
        }
        (Shape::ById, DeValue::Table(table)) => {
            for (id, entry) in table.iter() {
                let id = At::new(key_text(id), reader.span(id));
                if let Some(draft) = read_entry(reader, kind, id, entry) {
                    add(reader, draft);
                }
            }
        }
        (Shape::Array, DeValue::Array(items)) => {
            for item in items.iter() {
                let span = reader.span(item);
                let DeValue::Table(table) = item.get_ref() else {
                    reader.report(
                        Diagnostic::error("wrong-type", format!("this {name} is not a table"), span)
                            .label("expected a table"),
                    );
                    continue;
                };
                let draft = read_item(reader, kind, span, table);
                add(reader, draft);
            }
        }
        // One table where several may stand is understood as a list of one, unless it looks like tables by id.
        (Shape::Array, DeValue::Table(table))
            if table.iter().any(|(key, _)| field(kind.fields, key.get_ref()).is_some()) =>
        {
            let draft = read_item(reader, kind, span, table);
            add(reader, draft);
        }
        (shape, _) => {
            let written = match shape {
                Shape::Single => format!("[{name}]"),
                Shape::ById => format!("[{name}.ID]"),
                Shape::Array => format!("[[{name}]]"),
            };
            reader.report(
                Diagnostic::error("wrong-type", format!("`{name}` is not written as expected"), span)
                    .help(format!("write `{written}`, with its keys on the lines below")),
            );
        }
    }
}

fn read_item(reader: &mut Reader<'_>, kind: &'static Kind, span: Span, table: &DeTable<'_>) -> Draft {
    let what = format!("this {}", kind.name);
    let record = reader.record_of(table, span, kind, &what);
    reader.require(&record, kind.fields, &what);
    Draft { kind, id: None, record }
}

fn read_entry(
    reader: &mut Reader<'_>,
    kind: &'static Kind,
    id: At<String>,
    entry: &Spanned<DeValue<'_>>,
) -> Option<Draft> {
    let what = format!("{} `{}`", kind.name, short(&id.value));
    let DeValue::Table(table) = entry.get_ref() else {
        let name = kind.name;
        reader.report(
            Diagnostic::error("wrong-type", format!("{what} is not a table"), id.span)
                .label("read as an id")
                .help(format!("write `[{name}.ID]`, with its keys on the lines below")),
        );
        return None;
    };
    if id.value.trim().is_empty() {
        reader.report(
            Diagnostic::error("empty-id", format!("{} has an empty id", with_article(kind.name)), id.span)
                .help(format!("write `[{}.ID]`, with a short name in place of ID", kind.name)),
        );
        return None;
    }
    if is_blank(&id.value) {
        reader.report(blank(&format!("the id of this {}", kind.name), id.span));
        return None;
    }
    let record = reader.record_of(table, id.span, kind, &what);
    reader.require(&record, kind.fields, &what);
    Some(Draft { kind, id: Some(id), record })
}

/// Entries as read so far, before they become typed.
#[derive(Default)]
pub(super) struct Drafts {
    by_id: BTreeMap<&'static str, BTreeMap<String, (At<String>, Record)>>,
    arrays: Vec<(&'static str, Record)>,
    moves: Vec<(At<String>, Record)>,
    contradictions: BTreeMap<(&'static str, String), Vec<Contradiction>>,
}

/// Days from which on something is over. Where two files name different ones, both say that it ends: it is over when
/// both say so.
const ENDS: [&str; 4] = ["ended", "owner-until", "until", "vacant"];

impl Drafts {
    /// Adds what a file says, and reports what is wrong with it in the order of the file.
    pub(super) fn add(&mut self, file: FileDrafts, diagnostics: &mut Vec<Diagnostic>) {
        let (mut reported, mut of_file) = (0, file.diagnostics.into_iter());
        for (before, Draft { kind, id, record }) in file.entries {
            diagnostics.extend(of_file.by_ref().take(before - reported));
            reported = before;
            match id {
                Some(id) if kind.name == "move" => self.moves.push((id, record)),
                Some(id) => self.merge(kind, id, (record, &file.path), diagnostics),
                None => self.arrays.push((kind.name, record)),
            }
        }
        diagnostics.extend(of_file);
    }

    /// Merges an entry into what other files said about it. Where they contradict each other neither counts, so that
    /// no order of files decides; of two ends the later one does.
    fn merge(
        &mut self,
        kind: &'static Kind,
        id: At<String>,
        (record, path): (Record, &str),
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let first = match self.by_id.entry(kind.name).or_default().entry(id.value.clone()) {
            Entry::Vacant(entry) => {
                entry.insert((id, record));
                return;
            }
            Entry::Occupied(entry) => &mut entry.into_mut().1,
        };
        let contradictions = self.contradictions.entry((kind.name, id.value.clone())).or_default();
        for (name, (key_span, value)) in record.values {
            let appends = matches!(field(kind.fields, name).map(|f| f.ty), Some(FieldType::Tables(_)));
            match first.values.get_mut(name) {
                None => match contradictions.iter().find(|known| known.key == name) {
                    Some(known) => diagnostics.push(contradictory(kind, &id, name, key_span, known.spans[0])),
                    None => {
                        first.values.insert(name, (key_span, value));
                    }
                },
                Some((_, At { value: Value::List(all), .. })) if appends => {
                    if let Value::List(more) = value.value {
                        all.extend(more);
                    }
                }
                Some((first_span, first_value)) if first_value.value.says_the_same(&value.value) => {
                    let whole = Span { end: value.span.end.max(key_span.end), ..key_span };
                    let what = format!("{} says `{name}` twice", entry(kind, &id));
                    diagnostics.push(
                        Diagnostic::warning("duplicate-id", what, key_span)
                            .help("keep one of the two")
                            .fixed_without(path, whole)
                            .related(*first_span, "first said here"),
                    );
                }
                Some((first_span, first_value)) => {
                    diagnostics.push(contradictory(kind, &id, name, key_span, *first_span));
                    match (&first_value.value, &value.value) {
                        (Value::Day(known), Value::Day(day)) if ENDS.contains(&name) => {
                            if day > known {
                                *first_value = value;
                            }
                        }
                        _ => {
                            contradictions.push(Contradiction { key: name, spans: [*first_span, key_span] });
                            first.values.remove(name);
                        }
                    }
                }
            }
        }
    }

    /// Writes the entries into an organization, beside what it has of others; lists are put in place of the ones it
    /// has, where there is anything to put into them.
    pub(super) fn write(mut self, org: &mut Org) {
        self.contradictions.retain(|_, of_entry| !of_entry.is_empty());
        if !self.contradictions.is_empty() {
            Arc::make_mut(&mut org.contradictions).append(&mut self.contradictions);
        }
        for (kind, of_kind) in self.by_id {
            let of_kind = Entries { kind, entries: of_kind };
            match kind {
                "organization" => {
                    let said = of_kind.read(|_, record| Some((record.text("name"), record.texts("tenets"))));
                    if let Some((_, said)) = said.last() {
                        (org.name, org.tenets) = said;
                    }
                }
                "triage" => {
                    let said = of_kind.read(|id, record| Some(triage::triage(id.span, record)));
                    org.triage = said.last().map(|(_, said)| said).or(org.triage.take());
                }
                "person" => of_kind.add_to(&mut org.people, person),
                "team" => of_kind.add_to(&mut org.teams, team),
                "function" => of_kind.add_to(&mut org.functions, governance::function),
                "component" => of_kind.add_to(&mut org.components, component),
                "platform" => of_kind.add_to(&mut org.platforms, governance::platform),
                "gate" => of_kind.add_to(&mut org.gates, governance::gate),
                "decision" => of_kind.add_to(&mut org.decisions, governance::decision),
                "reorganization" => {
                    Arc::make_mut(&mut org.reorganizations).extend(of_kind.read(governance::reorganization));
                }
                _ => of_kind.add_to(&mut org.initiatives, initiative),
            }
        }
        let (mut attestations, mut allocations, mut waivers, mut declined, mut dependencies) = Default::default();
        let mut nobody_knows = Vec::new();
        for (kind, mut record) in self.arrays {
            match kind {
                "allocation" => Vec::extend(&mut allocations, allocation(&mut record)),
                "attestation" if attested::says_nobody_knows(&record) => {
                    nobody_knows.extend(attested::nobody_knows(&mut record))
                }
                "attestation" => Vec::extend(&mut attestations, attested::attestation(&mut record)),
                "waiver" => Vec::extend(&mut waivers, governance::waiver(&mut record)),
                "declined" => Vec::extend(&mut declined, moves::declined(&mut record)),
                _ => {
                    let owner = id_of(&mut record, "initiative");
                    Vec::extend(&mut dependencies, owner.zip(dependency(&mut record)));
                }
            }
        }
        put(&mut org.allocations, allocations);
        put(&mut org.nobody_knows, nobody_knows);
        put(&mut org.waivers, waivers);
        put(&mut org.declined, declined);
        put(&mut org.moves, moves::decided_moves(self.moves));
        put(&mut org.outside_dependencies, dependencies);
        if org.attestations.is_empty() {
            let capable = org.initiatives.values().filter_map(|initiative| initiative.capable.clone());
            org.attestations = Arc::new(capable.chain(attestations).collect());
        }
    }
}

/// The entries of one kind, by id.
struct Entries {
    kind: &'static str,
    entries: BTreeMap<String, (At<String>, Record)>,
}

impl Entries {
    fn read<T>(self, mut typed: impl FnMut(At<String>, &mut Record) -> Option<T>) -> impl Iterator<Item = (String, T)> {
        let kind = self.kind;
        self.entries.into_iter().filter_map(move |(key, (id, mut record))| {
            let entry = typed(id, &mut record);
            record.all_read(kind);
            entry.map(|entry| (key, entry))
        })
    }

    /// Adds them to others. Where there are none, they are put together at once: one after another, each in its order,
    /// they would fill half of the room they take.
    fn add_to<T: Clone>(self, all: &mut Arc<BTreeMap<String, T>>, typed: fn(At<String>, &mut Record) -> T) {
        let read = self.read(|id, record| Some(typed(id, record)));
        match all.is_empty() {
            true => *all = Arc::new(read.collect()),
            false => Arc::make_mut(all).extend(read),
        }
    }
}

/// An entry, as a message names it.
fn entry(kind: &Kind, id: &At<String>) -> String {
    match kind.shape {
        Shape::ById => format!("{} `{}`", kind.name, short(&id.value)),
        _ => format!("`[{}]`", kind.name),
    }
}

/// What is wrong where two files say different things about a field.
fn contradictory(kind: &Kind, id: &At<String>, name: &str, here: Span, first: Span) -> Diagnostic {
    let until_then = if ENDS.contains(&name) { "the later day counts" } else { "neither counts" };
    Diagnostic::error("duplicate-id", format!("{} says two things about `{name}`", entry(kind, id)), here)
        .label("contradicts the first one")
        .help(format!("keep the one that is true; until then {until_then}"))
        .related(first, "first said here")
}

fn put<T>(list: &mut Arc<Vec<T>>, items: Vec<T>) {
    if !items.is_empty() {
        *list = Arc::new(items);
    }
}

fn component(id: At<String>, record: &mut Record) -> Component {
    Component {
        id,
        title: record.text("title"),
        owner: id_of(record, "owner"),
        owner_until: record.day("owner-until"),
        paths: record.texts("paths"),
        writes: record.texts("writes"),
        replaceable_by: record.texts("replaceable-by"),
    }
}

fn person(id: At<String>, record: &mut Record) -> Person {
    Person {
        id,
        title: record.text("title"),
        function: record.text("function"),
        reports_to: id_of(record, "reports-to"),
        fte: record.number("fte"),
        until: record.day("until"),
        known_as: record.texts("known-as"),
        kind: record.text("kind"),
        answerable: id_of(record, "answerable"),
        work: Work::read(record.text("work")),
    }
}

fn team(id: At<String>, record: &mut Record) -> Team {
    Team {
        id,
        title: record.text("title"),
        initiatives: ids_of(record, "initiative"),
        members: ids_of(record, "members"),
        left: record.tables("left").iter_mut().filter_map(departure).collect(),
        headcount: record.number("headcount"),
        why: record.text("why"),
        outside: record.flag("outside"),
        known_as: record.texts("known-as"),
        inferred: record.number("inferred"),
    }
}

fn departure(record: &mut Record) -> Option<Departure> {
    let departure = Departure { person: id_of(record, "person")?, on: record.day("on")? };
    record.all_read("left");
    Some(departure)
}

fn initiative(id: At<String>, record: &mut Record) -> Initiative {
    let form = record.text("form").map(|at| match at.value.as_str() {
        "sto" => At::new(WishedForm::Sto, at.span),
        "stl" => At::new(WishedForm::Stl, at.span),
        _ => At::new(WishedForm::Functional, at.span),
    });
    let needs = record.map("needs").into_iter().filter_map(|(role, count)| match count.value {
        Value::Number(count) => Some((role, count)),
        _ => None,
    });
    Initiative {
        capable: record.table("capable").and_then(|mut capable| attested::capable(&id, &mut capable)),
        id,
        needs: needs.collect(),
        title: record.text("title"),
        purpose: record.text("purpose"),
        leaders: ids_of(record, "leader"),
        sponsor: id_of(record, "sponsor"),
        vacant: record.day("vacant"),
        people: ids_of(record, "people"),
        team: id_of(record, "team"),
        form,
        why: record.text("why"),
        nature: record.text("nature").map(|at| {
            let nature = match at.value.as_str() {
                "product" => Nature::Product,
                "company-wide" => Nature::CompanyWide,
                "one-off" => Nature::OneOff,
                _ => Nature::Functional,
            };
            At::new(nature, at.span)
        }),
        stage: record.text("stage"),
        phase: record.text("phase"),
        idea: record.day("idea"),
        first_feature: record.day("first-feature"),
        committed: record.day("committed"),
        value: value_events(record),
        ended: record.day("ended"),
        outcome: record.text("outcome"),
        ending: record.table("ending").map(ending),
        pauses: record.tables("pause").into_iter().filter_map(pause).collect(),
        scope: record.references("scope"),
        tenets: record.texts("tenets"),
        decision_rights: record.texts("decision-rights"),
        mandate: record.table("mandate").map(mandate::mandate),
        dependencies: record.tables("dependency").iter_mut().filter_map(dependency).collect(),
        metrics: record.tables("metric").iter_mut().filter_map(metric).collect(),
    }
}

/// Events of value; one that two files state in the same words is one event.
fn value_events(record: &mut Record) -> Vec<ValueEvent> {
    let mut events: Vec<ValueEvent> = Vec::new();
    for event in record.tables("value").into_iter().filter_map(value_event) {
        let words = |event: &ValueEvent| event.event.as_ref().map(|at| at.value.clone());
        let same = |known: &ValueEvent| known.on.value == event.on.value && words(known) == words(&event);
        if !events.iter().any(same) {
            events.push(event);
        }
    }
    events
}

fn ending(mut record: Record) -> Ending {
    let into = id_of(&mut record, "into");
    let keys: Vec<&'static str> = record.values.keys().collect();
    let says = keys.into_iter().filter_map(|key| Some((key, record.text(key)?))).collect();
    record.all_read("ending");
    Ending { says, into }
}

fn pause(mut record: Record) -> Option<Pause> {
    let pause = Pause { from: record.day("from")?, until: record.day("until"), why: record.text("why") };
    record.all_read("pause");
    Some(pause)
}

fn value_event(mut record: Record) -> Option<ValueEvent> {
    let event = record.text("event");
    let value = ValueEvent { event, on: record.day("on")? };
    record.all_read("value");
    Some(value)
}

fn metric(record: &mut Record) -> Option<Metric> {
    let metric = Metric {
        name: record.text("name")?,
        kind: record.text("kind"),
        guards: record.text("guards"),
        owner: id_of(record, "owner"),
        source: record.text("source"),
        cadence: record.text("cadence"),
        baseline: record.number("baseline"),
        target: record.number("target"),
        watches: record.text("watches"),
    };
    record.all_read("metric");
    Some(metric)
}

fn allocation(record: &mut Record) -> Option<Allocation> {
    let allocation = Allocation {
        person: id_of(record, "person")?,
        initiative: id_of(record, "initiative")?,
        share: record.number("share")?,
        from: record.day("from"),
        until: record.day("until"),
    };
    record.all_read("allocation");
    Some(allocation)
}
