//! What an import knows of the one before it: which sheets and columns are missing now, and how much would be lost.
//!
//! 1. [`missing`] pairs the sheets of the last import with those that were read now, and lists what is not there.
//! 2. [`renamed`] looks for missing columns under other headers: a column is the same where, read as such, it gives the
//!    entries of the last import again.
//! 3. [`carry`] keeps what missing sheets and columns said: who does not speak says nothing, and not "nothing".
//! 4. [`losses`] counts what is gone of what was known.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::cells::names_a_person;
use super::entries::{Entries, EntryKey, EntryKind, Fields, Said};
use super::{COLUMNS, Column, Memory, Sheet, SheetKind, Table, Wish, understand};

/// A header, and what it was read as.
pub type KnownColumn = (String, Option<Column>);
/// The title of a sheet of now, the sheet that it was, and a column that it has no more.
pub type MissingColumn<'m> = (String, &'m KnownSheet, &'m KnownColumn);
/// What turns sheets into entries.
pub type EntriesOf<'e> = dyn Fn(&[(Sheet, Table)]) -> Entries + 'e;
/// A sheet in which a missing column of a known one may be.
type Candidate<'c> = (&'c Sheet, &'c KnownSheet, &'c KnownColumn);

/// A sheet that an import read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSheet {
    /// The file, and the sheet where there are several.
    pub title: String,
    /// The name of the sheet, else of the file.
    pub name: String,
    /// What it lists.
    pub lists: SheetKind,
    /// Its headers, with what each was read as.
    pub columns: Vec<KnownColumn>,
}

impl KnownSheet {
    /// A sheet as it was read.
    pub fn of(sheet: &Sheet, table: &Table) -> KnownSheet {
        KnownSheet {
            title: sheet.title(),
            name: sheet.name.clone().unwrap_or_else(|| sheet.file.clone()),
            lists: table.kind,
            columns: table.columns.iter().map(|column| (column.header.clone(), column.says)).collect(),
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let lists = self.lists.word();
        let columns = self.columns.iter();
        let columns: Vec<Value> =
            columns.map(|(header, says)| json!([header, says.map_or("", |says| says.words().word)])).collect();
        json!({ "title": self.title, "name": self.name, "lists": lists, "columns": columns })
    }

    pub(super) fn from_json(value: &Value) -> Option<KnownSheet> {
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        let lists = SheetKind::of_word(value.get("lists")?.as_str()?)?;
        let mut columns = Vec::new();
        for column in value.get("columns")?.as_array()? {
            let [header, word] = column.as_array()?.as_slice() else { return None };
            let word = word.as_str()?;
            // A word that this version does not have is a column that is not read.
            let says = COLUMNS.iter().find(|words| words.word == word).map(|words| words.column);
            columns.push((header.as_str()?.to_owned(), says));
        }
        Some(KnownSheet { title: text("title")?, name: text("name")?, lists, columns })
    }

    /// The columns that it had read and that a table has no more: of several that say the same, those whose header is
    /// not there.
    fn lacks(&self, table: &Table) -> Vec<&KnownColumn> {
        let is_there = |header: &str| table.columns.iter().any(|column| alike(&column.header, header));
        let mut left: Vec<Column> = table.columns.iter().filter_map(|column| column.says).collect();
        let mut read: Vec<_> = self.columns.iter().filter_map(|column| Some((column, column.1?))).collect();
        read.sort_by_key(|((header, _), _)| !is_there(header));
        let lacks = read.into_iter().filter_map(|(column, says)| match left.iter().position(|own| *own == says) {
            Some(at) => {
                left.swap_remove(at);
                None
            }
            None => Some(column),
        });
        lacks.collect()
    }

    /// How alike it is to a sheet of now: the same title first, then as many headers in common as possible; 0 for
    /// another sheet.
    fn likeness(&self, sheet: &Sheet, table: &Table) -> usize {
        let has = |header: &str| table.columns.iter().any(|column| alike(&column.header, header));
        let headers = self.columns.iter().filter(|(header, _)| has(header)).count();
        if self.lists != table.kind || headers == 0 {
            return 0;
        }
        headers + if self.title == sheet.title() { self.columns.len() } else { 0 }
    }
}

fn alike(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// What the last import read and this one does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Missing<'m> {
    /// Sheets that were not read now.
    pub sheets: Vec<&'m KnownSheet>,
    /// Columns that a sheet has no more: the title of the sheet of now, the one it was, and the column.
    pub columns: Vec<MissingColumn<'m>>,
}

/// Pairs the sheets of the last import with those of now, the most alike first.
pub fn missing<'m>(known: &'m [KnownSheet], now: &[(Sheet, Table)]) -> Missing<'m> {
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (before, one) in known.iter().enumerate() {
        for (at, (sheet, table)) in now.iter().enumerate() {
            pairs.push((one.likeness(sheet, table), before, at));
        }
    }
    pairs.sort_by_key(|(likeness, before, at)| (std::cmp::Reverse(*likeness), *before, *at));
    let (mut paired, mut taken) = (BTreeSet::new(), BTreeSet::new());
    let mut missing = Missing::default();
    for (likeness, before, at) in pairs {
        if likeness > 0 && !paired.contains(&before) && taken.insert(at) {
            paired.insert(before);
            let title = now[at].0.title();
            let lacks = known[before].lacks(&now[at].1).into_iter();
            missing.columns.extend(lacks.map(|column| (title.clone(), &known[before], column)));
        }
    }
    missing.sheets = known.iter().enumerate().filter(|(at, _)| !paired.contains(at)).map(|(_, one)| one).collect();
    missing
}

/// The sheets that the next import is to know: those of now, with columns that are missing for now, and missing ones.
pub fn known_from_now_on(known: &[KnownSheet], now: &[(Sheet, Table)]) -> Vec<KnownSheet> {
    let missing = missing(known, now);
    let mut all: Vec<KnownSheet> = now.iter().map(|(sheet, table)| KnownSheet::of(sheet, table)).collect();
    for (title, _, column) in &missing.columns {
        let own = all.iter_mut().find(|sheet| sheet.title == *title);
        own.into_iter().for_each(|sheet| sheet.columns.push((*column).clone()));
    }
    all.extend(missing.sheets.into_iter().cloned());
    all
}

/// What a column of a sheet fills: fields of a kind of entry, or with `None` its entries as a whole.
fn fills(column: Column, lists: SheetKind) -> &'static [(EntryKind, Option<&'static str>)] {
    use EntryKind::{Allocation, Dependency, Initiative, Person, Team};
    match (column, lists) {
        (Column::Seat | Column::Login | Column::Number, _) => &[(Person, Some("known-as"))],
        (Column::Manager, _) => &[(Person, Some("reports-to"))],
        (Column::Function, _) => &[(Person, Some("function"))],
        (Column::Role, _) => &[(Person, Some("title"))],
        (Column::Contract, _) => &[(Person, Some("fte"))],
        (Column::Team | Column::Unit, SheetKind::Roster) => &[(Team, None), (Team, Some("members"))],
        (Column::Team | Column::Unit, SheetKind::Initiatives) => {
            &[(Team, None), (Team, Some("initiative")), (Initiative, Some("team"))]
        }
        (Column::Initiative | Column::InitiativeId, SheetKind::Roster) => {
            &[(Initiative, None), (Allocation, None), (Initiative, Some("people")), (Team, Some("initiative"))]
        }
        (Column::Initiative, SheetKind::Initiatives) => &[(Initiative, Some("title"))],
        (Column::Leader, _) => &[(Initiative, Some("leader")), (Allocation, None)],
        (Column::Sponsor, _) => &[(Initiative, Some("sponsor"))],
        (Column::People, _) => &[(Initiative, Some("people"))],
        (Column::Share, _) => &[(Allocation, None)],
        (Column::Start | Column::End, SheetKind::Roster) => &[(Allocation, Some("from")), (Allocation, Some("until"))],
        (Column::Idea, _) => &[(Initiative, Some("idea"))],
        (Column::Start, _) => &[(Initiative, Some("committed"))],
        (Column::Status, SheetKind::Asks) => &[(Dependency, Some("status"))],
        (Column::End | Column::Status, _) => {
            &[(Initiative, Some("ended")), (Initiative, Some("outcome")), (Initiative, Some("stage"))]
        }
        (Column::Phase, _) => &[(Initiative, Some("phase")), (Initiative, Some("stage"))],
        (Column::DependsOn, _) => &[(Dependency, None), (Team, None)],
        (Column::Size, _) => &[(Dependency, Some("size"))],
        (Column::Due, SheetKind::Asks) => &[(Dependency, Some("needed"))],
        (Column::Note, _) => &[(Dependency, Some("note"))],
        (Column::Scope, _) => &[(Initiative, Some("scope"))],
        (Column::Form, _) => &[(Initiative, Some("form"))],
        (Column::Purpose, _) => &[(Initiative, Some("purpose"))],
        _ => &[],
    }
}

/// Keeps of the last import what missing sheets and columns said, as far as nothing else says it now.
///
/// `strangers` are people whom no roster lists: where a roster or a column that says who is who is missing, they may be
/// people who are known, and say nothing.
pub fn carry(entries: &mut Entries, last: &Memory, missing: &Missing<'_>, strangers: &BTreeSet<String>) {
    if missing.hides_people() {
        forget_strangers(entries, last, strangers);
    }
    for (_, sheet, (_, says)) in &missing.columns {
        let filled = says.map_or(&[][..], |says| fills(says, sheet.lists));
        // Where another column says more of the same, what this one said is among the items.
        let is_one_of_several = sheet.columns.iter().filter(|(_, other)| other == says).count() > 1;
        filled.iter().for_each(|(kind, field)| keep(entries, last, *kind, *field, is_one_of_several));
    }
    for sheet in &missing.sheets {
        let subject = match sheet.lists {
            SheetKind::Roster => EntryKind::Person,
            SheetKind::Initiatives => EntryKind::Initiative,
            SheetKind::Asks => EntryKind::Dependency,
        };
        keep(entries, last, subject, None, true);
        keep(entries, last, EntryKind::Team, Some("outside"), true);
        for says in sheet.columns.iter().filter_map(|(_, says)| *says) {
            fills(says, sheet.lists).iter().for_each(|(kind, field)| keep(entries, last, *kind, *field, true));
        }
    }
}

impl Missing<'_> {
    /// Whether it may be the reason why people are not found.
    fn hides_people(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.lists == SheetKind::Roster)
            || self.columns.iter().any(|(_, _, (_, says))| says.is_some_and(names_a_person))
    }
}

/// Puts what was known of people in the place of strangers, and takes out those whom nothing names any more.
fn forget_strangers(entries: &mut Entries, last: &Memory, strangers: &BTreeSet<String>) {
    let is_new = |id: &String| strangers.contains(id) && !last.entries.has(EntryKind::Person, id);
    let names_one = |said: &Said| match said {
        Said::Id(id) => is_new(id),
        Said::Ids(ids) => ids.iter().any(is_new),
        Said::Set(ids) => ids.iter().any(is_new),
        _ => false,
    };
    const OF_PEOPLE: [&str; 4] = ["leader", "sponsor", "people", "reports-to"];
    for (key, fields) in &mut entries.all {
        let Some(known) = last.entries.get(key) else { continue };
        for field in OF_PEOPLE {
            if let (true, Some(said)) = (fields.get(field).is_some_and(names_one), known.get(field)) {
                fields.insert(field, said.clone());
            }
        }
    }
    let own = |key: &EntryKey| key.kind == EntryKind::Allocation && is_new(&key.parts().0.to_owned());
    entries.all.retain(|key, _| !own(key));
    keep(entries, last, EntryKind::Allocation, None, false);
    let mut named: BTreeSet<String> = BTreeSet::new();
    for said in entries.all.values().flat_map(|fields| OF_PEOPLE.iter().filter_map(|field| fields.get(field))) {
        match said {
            Said::Id(id) => drop(named.insert(id.clone())),
            Said::Ids(ids) => named.extend(ids.iter().cloned()),
            Said::Set(ids) => named.extend(ids.iter().cloned()),
            _ => {}
        }
    }
    let asked = entries.all.keys().filter(|key| key.kind == EntryKind::Dependency);
    named.extend(asked.filter_map(|key| key.parts().1.strip_prefix("person:").map(str::to_owned)));
    entries.all.retain(|key, _| key.kind != EntryKind::Person || !is_new(&key.id) || named.contains(&key.id));
}

/// Keeps a field of all entries of a kind, or entries that are there no more. With `all_items`, items of a list stay
/// also where another sheet says some of them.
fn keep(entries: &mut Entries, last: &Memory, kind: EntryKind, field: Option<&'static str>, all_items: bool) {
    for (key, fields) in last.entries.all.iter().filter(|(key, _)| key.kind == kind) {
        let Some(field) = field else {
            // What was gone already stays gone.
            if last.gone.contains(key) {
                continue;
            }
            entries.all.entry(key.clone()).or_insert_with(|| fields.clone());
            continue;
        };
        let (Some(own), Some(said)) = (entries.all.get_mut(key), fields.get(field)) else { continue };
        match (own.get_mut(field), said) {
            (None, _) => drop(own.insert(field, said.clone())),
            (Some(Said::Set(items)), Said::Set(more)) if all_items => items.extend(more.iter().cloned()),
            _ => {}
        }
    }
}

/// A column that has another header now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The title of the sheet.
    pub sheet: String,
    /// The header that it had.
    pub before: String,
    /// The header that it seems to have now.
    pub now: String,
    /// What it says.
    pub says: Column,
    /// How many values are those of the last import.
    pub same: usize,
    /// How many values it gives for what the last import knew.
    pub of: usize,
}

/// Trials of a header for a column; more are not made, so that a wide sheet is no work of minutes.
const TRIALS_MAX: usize = 60;
/// Rows in which a header is looked for.
const HEADER_ROWS: usize = super::limits::HEADER_ROWS_MAX;

/// Finds columns that have another header now, by what they hold.
///
/// `sheets` are all that were read, as they were before they were understood; `wishes` are what people said of columns; `entries_of` turns
/// sheets into entries.
pub fn renamed(memory: &Memory, sheets: &[Sheet], wishes: &[Wish], entries_of: &EntriesOf<'_>) -> Vec<Renamed> {
    let mut wishes = wishes.to_vec();
    let mut found = Vec::new();
    let mut trials = 0;
    loop {
        let now = understood(sheets, &wishes);
        let missing = missing(&memory.sheets, &now);
        let before = agreement(&entries_of(&now), &memory.entries);
        let mut best: Option<Renamed> = None;
        for (sheet, known, (header, says)) in candidates(&missing, sheets, &now) {
            let Some(says) = *says else { continue };
            for new in headers(sheet, known, &wishes) {
                trials += 1;
                if trials > TRIALS_MAX {
                    return found;
                }
                let mut trial = wishes.clone();
                trial.push(Wish { header: new.clone(), says: Some(says) });
                let (same, other) = agreement(&entries_of(&understood(sheets, &trial)), &memory.entries);
                let (same, other) = (same.saturating_sub(before.0), other.saturating_sub(before.1));
                if same > other && best.as_ref().is_none_or(|best| same > best.same) {
                    let (before, sheet) = (header.clone(), sheet.title());
                    best = Some(Renamed { sheet, before, now: new, says, same, of: same + other });
                }
            }
        }
        let Some(best) = best else { return found };
        wishes.push(Wish { header: best.now.clone(), says: Some(best.says) });
        found.push(best);
    }
}

fn understood(sheets: &[Sheet], wishes: &[Wish]) -> Vec<(Sheet, Table)> {
    let read = |sheet: &Sheet| {
        let mut sheet = sheet.clone();
        let table = understand(&mut sheet, wishes, &mut Vec::new())?;
        Some((sheet, table))
    };
    sheets.iter().filter_map(read).collect()
}

/// Where a missing column may be: in the sheet that lacks it, or in one that is not understood where all of a sheet is
/// missing.
fn candidates<'c>(missing: &'c Missing<'_>, sheets: &'c [Sheet], now: &'c [(Sheet, Table)]) -> Vec<Candidate<'c>> {
    let mut all = Vec::new();
    for (title, known, column) in &missing.columns {
        all.extend(sheets.iter().filter(|sheet| sheet.title() == *title).map(|sheet| (sheet, *known, *column)));
    }
    let unread = |sheet: &&Sheet| !now.iter().any(|(read, _)| read.title() == sheet.title());
    for known in &missing.sheets {
        for sheet in sheets.iter().filter(unread) {
            let has = header_row(sheet, known);
            let lacks = known
                .columns
                .iter()
                .filter(|(header, says)| says.is_some() && !has.iter().any(|own| alike(own, header)));
            all.extend(lacks.map(|column| (sheet, *known, column)));
        }
    }
    all
}

/// Headers of a sheet that the last import did not read and nobody spoke of; those that it did not know come first.
fn headers(sheet: &Sheet, known: &KnownSheet, wishes: &[Wish]) -> Vec<String> {
    let of = |header: &String| known.columns.iter().find(|(own, _)| alike(own, header));
    let is_open = |header: &String| {
        of(header).is_none_or(|(_, says)| says.is_none()) && !wishes.iter().any(|wish| alike(&wish.header, header))
    };
    let mut all: Vec<String> = header_row(sheet, known).into_iter().filter(is_open).collect();
    all.sort_by_key(|header| of(header).is_some());
    all
}

/// The row that has most of the headers that are known; empty where no row has any.
fn header_row(sheet: &Sheet, known: &KnownSheet) -> Vec<String> {
    let rows = sheet.rows.iter().take(HEADER_ROWS);
    let rows =
        rows.map(|row| row.cells.iter().map(super::Cell::words).filter(|text| !text.is_empty()).collect::<Vec<_>>());
    let shared =
        |row: &Vec<String>| row.iter().filter(|own| known.columns.iter().any(|(header, _)| alike(own, header))).count();
    rows.filter(|row| shared(row) > 0).max_by_key(shared).unwrap_or_default()
}

/// How many values are those of the last import, and how many are others.
fn agreement(entries: &Entries, last: &Entries) -> (usize, usize) {
    let (mut same, mut other) = (0, 0);
    for (key, fields) in &last.all {
        let Some(own) = entries.get(key) else { continue };
        // That an entry is there again is a value too.
        same += 1;
        for (field, said) in fields {
            match (own.get(field), said) {
                (None, _) => {}
                (Some(Said::Set(items)), Said::Set(before)) => {
                    let kept = before.intersection(items).count();
                    (same, other) = (same + kept, other + before.len().max(items.len()) - kept);
                }
                (Some(now), before) if now == before => same += 1,
                (Some(_), _) => other += 1,
            }
        }
    }
    other += entries.all.keys().filter(|key| last.get(key).is_none()).count();
    (same, other)
}

/// Of so many that were known one may be gone without a second yes: a fifth. One alone never needs it, unless none is left.
const KNOWN_PER_GONE: usize = 5;

/// How much is gone of one kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Losses {
    /// The kind.
    pub kind: EntryKind,
    /// How many are gone or end.
    pub gone: usize,
    /// How many were known.
    pub known: usize,
}

/// Kinds of which more is gone than a fifth of what the last import knew: the sheets have it no more, or say that it is
/// over. What was gone or over at the last import is not known.
pub fn losses(memory: &Memory, sheets: &Entries) -> Vec<Losses> {
    let is_over = |fields: &Fields| fields.contains_key("ended");
    let is_gone = |key: &EntryKey| sheets.get(key).is_none_or(is_over);
    let kinds = [EntryKind::Person, EntryKind::Team, EntryKind::Initiative].into_iter();
    let all = kinds.map(|kind| {
        let known = memory
            .entries
            .all
            .iter()
            .filter(|(key, fields)| key.kind == kind && !is_over(fields) && !memory.gone.contains(*key));
        let known: Vec<&EntryKey> = known.map(|(key, _)| key).collect();
        let lost = known.iter().filter(|key| is_gone(key));
        Losses { kind, gone: lost.count(), known: known.len() }
    });
    let is_much = |one: &Losses| KNOWN_PER_GONE * one.gone > one.known && (one.gone > 1 || one.gone == one.known);
    all.filter(is_much).collect()
}
