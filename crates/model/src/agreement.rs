//! `agreement.toml`: what a works council, or whoever the organization names, agreed to about people.
//!
//! Input: the text of the file, what can be agreed on ([`AgreementItem`], which the core lists from its code), and the
//! day on which it is read. Output: an [`Agreement`]. Reading never fails: what is not understood is reported, and the
//! strict value holds. Without the file every strict value holds.

mod kinds;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use toml::de::DeTable;

use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::facts::{ColumnType, FACT_KINDS, FactKind};
use crate::fields::{FieldType, Shape};
use crate::org::ORG_KINDS;
use crate::record::{Reader, Record, key_text, parse};
use crate::source::{At, FileId, Place, Sources, Span};
pub use kinds::AGREEMENT_KINDS;

/// Path of the agreement, relative to the folder under review.
pub const AGREEMENT: &str = "agreement.toml";
/// The smallest group that a number may stand beside, unless an agreement states another one.
pub const SMALLEST_GROUP: usize = 5;

/// Whom something speaks of. Every criterion, measure and rule states it in its static entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Touches {
    /// Initiatives, files, code or metrics: nobody.
    Nobody,
    /// Groups of people, which may have fewer than five.
    Groups,
    /// Single people, leaders included.
    People,
    /// Not stated yet: a test fails.
    Unstated,
}

/// The days that decisions of one initiative took: acts of few deciders, most often of one.
pub const DECISION_TIMES: &str = "decision-times";
/// What became of the decisions of one initiative: which were reversed, and which came out as expected.
pub const DECISION_OUTCOMES: &str = "decision-outcomes";

/// Statistics that are off without an agreement, each with what it is.
pub const STATISTICS: &[(&str, &str)] = &[
    (DECISION_TIMES, "how long the decisions of one initiative took"),
    (DECISION_OUTCOMES, "which decisions of one initiative were reversed or have an outcome"),
];

/// Something that can be agreed on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AgreementItem {
    /// `criterion`, `measure`, `rule`, `statistic`, `field` or `table`.
    pub kind: &'static str,
    /// Its key: `focus`, `ST101`, `person.fte`.
    pub key: String,
    /// What it is, in a few words.
    pub title: String,
    /// Whom it speaks of.
    pub touches: Touches,
    /// Whether it is on without an agreement.
    pub is_strictly_on: bool,
}

/// What is agreed, as it holds on the day on which it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Agreement {
    /// Who owns it.
    pub owner: Option<String>,
    /// First day on which it no longer holds.
    pub valid_until: Option<Day>,
    /// Whether that day is past: then what it loosened is strict again, and what it tightened stays.
    pub is_expired: bool,
    /// What it loosens, one sentence each without a full stop; empty where the strict values hold.
    pub loosened: Vec<String>,
    /// Where it is written.
    pub place: Option<Place>,
    #[serde(skip)]
    smallest: Option<usize>,
    #[serde(skip)]
    smallest_of: BTreeMap<(&'static str, String), usize>,
    #[serde(skip)]
    off: BTreeSet<(&'static str, String)>,
    #[serde(skip)]
    on: BTreeSet<(&'static str, String)>,
    #[serde(skip)]
    retention_days: Option<u32>,
    #[serde(skip)]
    retention_of: BTreeMap<String, u32>,
    #[serde(skip)]
    until_of: BTreeMap<(&'static str, String), Day>,
    #[serde(skip)]
    hides_leaders: bool,
}

/// What holds for something that can be agreed on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ItemTerms {
    /// Whether it is computed, read and shown.
    pub is_on: bool,
    /// The smallest group that a number may stand beside.
    pub smallest_group: usize,
    /// Days after which records are dropped at reading; absent where none are.
    pub retention_days: Option<u32>,
    /// Whether people are called by their names or by their positions, where anybody is named at all.
    pub names: Option<&'static str>,
    /// First day on which it no longer holds; absent where nothing is agreed, or without an end.
    pub valid_until: Option<Day>,
}

/// What one table of the file says.
struct Terms {
    on: Option<At<bool>>,
    smallest: Option<At<f64>>,
    retention: Option<At<f64>>,
    names: Option<At<String>>,
    until: Option<At<Day>>,
}

/// The field that names who leads.
const LEADER: &str = "initiative.leader";

impl Agreement {
    /// The smallest group that a number may stand beside; at least 1.
    pub fn smallest_group(&self) -> usize {
        self.smallest.unwrap_or(SMALLEST_GROUP)
    }

    /// The smallest group for a measure.
    pub fn smallest_group_of(&self, measure: &str) -> usize {
        let own = self.smallest_of.get(&("measure", measure.to_owned())).copied();
        own.unwrap_or_else(|| self.smallest_group())
    }

    /// Whether something that is on without an agreement is on.
    pub fn allows(&self, kind: &'static str, key: &str) -> bool {
        !self.off.contains(&(kind, key.to_owned()))
    }

    /// Whether something that is off without an agreement is on.
    pub fn opens(&self, statistic: &str) -> bool {
        self.on.contains(&("statistic", statistic.to_owned()))
    }

    /// Whether leaders are called by their position.
    pub fn hides_leaders(&self) -> bool {
        self.hides_leaders
    }

    /// Days after which the rows of a table are dropped at reading; absent where none are.
    pub fn retention_days(&self, table: FactKind) -> Option<u32> {
        self.retention_of.get(table.schema().name).copied().or(self.retention_days)
    }

    /// Whether the rows of a table are read at all.
    pub fn reads(&self, table: FactKind) -> bool {
        self.allows("table", table.schema().name)
    }

    /// Fields of the organization's files that are off, by kind and key.
    pub fn fields_off(&self) -> impl Iterator<Item = (&str, &str)> {
        self.off.iter().filter(|(kind, _)| *kind == "field").filter_map(|(_, key)| key.split_once('.'))
    }

    /// What holds for an item, whether the file states it or not.
    pub fn terms(&self, item: &AgreementItem) -> ItemTerms {
        let name = (item.kind, item.key.clone());
        let is_table = item.kind == "table";
        ItemTerms {
            is_on: if item.is_strictly_on { !self.off.contains(&name) } else { self.on.contains(&name) },
            smallest_group: self.smallest_of.get(&name).copied().unwrap_or_else(|| self.smallest_group()),
            retention_days: self.retention_of.get(&item.key).copied().or(self.retention_days).filter(|_| is_table),
            names: (item.key == LEADER).then_some(if self.hides_leaders { "positions" } else { "names" }),
            valid_until: self.until_of.get(&name).copied().or(self.valid_until),
        }
    }

    /// How many things are off that are on without an agreement.
    pub fn off_count(&self) -> usize {
        self.off.len()
    }

    /// `Agreement: strict (none agreed)`, or whose agreement holds, and what it loosens; without a full stop.
    pub fn words(&self) -> String {
        let Some(owner) = &self.owner else { return "Agreement: strict (none agreed)".to_owned() };
        let until = match self.valid_until {
            Some(day) if self.is_expired => format!(", expired on {day}: strict again"),
            Some(day) => format!(", valid until {day}"),
            None => String::new(),
        };
        let loosened = match self.loosened.as_slice() {
            [] => "; nothing loosened".to_owned(),
            loosened => format!("; loosened: {}", loosened.join("; ")),
        };
        format!("Agreement of {owner}{until}{loosened}")
    }
}

/// Reads `agreement.toml` on a day. `items` is what can be agreed on.
pub fn load(
    sources: &Sources,
    file: FileId,
    items: &[AgreementItem],
    today: Day,
    diagnostics: &mut Vec<Diagnostic>,
) -> Agreement {
    let read = |table: &DeTable<'_>, reader: &mut Reader<'_>| Agreement::read(table, reader, items, today);
    let mut agreement = parse(sources, file, diagnostics, read).unwrap_or_default();
    agreement.place = Some(Place { path: sources.path(file).into(), line: 1, column: None });
    agreement
}

impl Agreement {
    fn read(table: &DeTable<'_>, reader: &mut Reader<'_>, items: &[AgreementItem], today: Day) -> Agreement {
        let mut agreement = Agreement::default();
        let mut all: Vec<(&'static str, At<String>, Terms)> = Vec::new();
        let mut whole = None;
        for (key, value) in table.iter() {
            let (name, span) = (key_text(key), reader.span(key));
            let Some(kind) = AGREEMENT_KINDS.iter().find(|kind| kind.name == name) else {
                reader.unknown_key(&name, span, AGREEMENT_KINDS.iter().map(|kind| kind.name), AGREEMENT);
                continue;
            };
            let Some(entries) = value.get_ref().as_table() else {
                let help = format!("write it as `[{name}.KEY]`, with its terms on the lines below");
                let wrong = Diagnostic::error("wrong-type", format!("`{name}` is not a table"), span);
                reader.report(wrong.label("expected a table").help(help));
                continue;
            };
            if kind.shape == Shape::Single {
                let mut record = reader.record(entries, span, kind.fields, "`[agreement]`");
                reader.require(&record, kind.fields, "`[agreement]`");
                agreement.owner = record.text("owner").map(|at| at.value);
                agreement.valid_until = record.day("valid-until").map(|at| at.value);
                record.take("why");
                whole = Some((span, Terms::read(&mut record)));
                continue;
            }
            for (id, entry) in entries.iter() {
                let id = At::new(key_text(id), reader.span(id));
                let Some(item) = known(kind.name, &id, items, reader) else { continue };
                let what = format!("{} `{}`", kind.name, item.key);
                let Some(entry) = entry.get_ref().as_table() else {
                    let wrong = Diagnostic::error("wrong-type", format!("{what} is not a table"), id.span);
                    reader.report(wrong.help(format!(
                        "write `[{}.{}]`, with its terms below",
                        kind.name,
                        quoted(&id.value)
                    )));
                    continue;
                };
                let mut record = reader.record(entry, id.span, kind.fields, &what);
                let mut terms = Terms::read(&mut record);
                terms.until = record.day("valid-until");
                record.take("why");
                all.push((kind.name, At::new(item.key.clone(), id.span), terms));
            }
        }
        agreement.take(whole, &all, items, (today, reader));
        agreement
    }

    /// Takes the terms as they hold on the day. What loosens holds only while an owner stands for it, until its day.
    fn take(
        &mut self,
        whole: Option<(Span, Terms)>,
        all: &[(&'static str, At<String>, Terms)],
        items: &[AgreementItem],
        (today, reader): (Day, &mut Reader<'_>),
    ) {
        self.is_expired = self.valid_until.is_some_and(|until| until <= today);
        let holds = self.owner.is_some() && !self.is_expired;
        let header = whole.as_ref().map(|(span, _)| *span);
        if let (true, Some(span), Some(until)) = (self.is_expired, header, self.valid_until) {
            let message = format!("the agreement expired on {until}: the strict values hold again");
            let expired = Diagnostic::warning("agreement-expired", message, span);
            reader.report(expired.help("agree anew and write the new `valid-until`; what was switched off stays off"));
        }
        if let Some((_, terms)) = &whole {
            self.smallest = terms.smallest(holds, SMALLEST_GROUP, reader);
            self.retention_days = terms.retention.as_ref().map(|at| at.value as u32);
        }
        if let Some(smallest) = self.smallest.filter(|smallest| *smallest < SMALLEST_GROUP) {
            self.loosened.push(format!("the smallest group is {smallest} instead of {SMALLEST_GROUP}"));
        }
        for (kind, key, terms) in all {
            let Some(item) = items.iter().find(|item| item.kind == *kind && item.key == key.value) else { continue };
            let is_past = terms.until.as_ref().is_some_and(|until| until.value <= today);
            let holds = holds && !is_past;
            let name = (*kind, key.value.clone());
            match terms.on.as_ref().map(|at| at.value) {
                Some(true) if !item.is_strictly_on && holds => {
                    self.loosened.push(item.title.clone());
                    self.on.insert(name.clone());
                }
                Some(false) if item.is_strictly_on => drop(self.off.insert(name.clone())),
                _ => {}
            }
            let general = self.smallest.unwrap_or(SMALLEST_GROUP);
            if let Some(smallest) = terms.smallest(holds, general.max(SMALLEST_GROUP), reader) {
                if smallest < SMALLEST_GROUP {
                    let says = format!("{} from groups of {smallest} instead of {SMALLEST_GROUP}", item.title);
                    self.loosened.push(says);
                }
                self.smallest_of.insert(name.clone(), smallest);
            }
            if let Some(days) = &terms.retention {
                self.retention_of.insert(key.value.clone(), days.value as u32);
            }
            if let Some(until) = &terms.until {
                self.until_of.insert(name.clone(), until.value);
            }
            let positions = terms.names.as_ref().is_some_and(|names| names.value == "positions");
            self.hides_leaders |= positions && key.value == LEADER;
        }
        if self.owner.is_none() && header.is_none() {
            let span = all.first().map(|(_, key, _)| key.span);
            if let Some(span) = span {
                let message = "nobody is named as the owner of the agreement: what it loosens does not hold";
                reader.report(
                    Diagnostic::error("missing-key", message, span)
                        .help("write `[agreement]` with `owner = \"Works council\"` above it"),
                );
            }
        }
    }
}

impl Terms {
    fn read(record: &mut Record) -> Terms {
        Terms {
            on: record.flag("on"),
            smallest: record.number("smallest-group"),
            retention: record.number("retention-days"),
            names: record.text("names"),
            until: None,
        }
    }

    /// The smallest group stated. A smaller one than the strict value holds only while the agreement does; none is below 1.
    fn smallest(&self, holds: bool, strict: usize, reader: &mut Reader<'_>) -> Option<usize> {
        let stated = self.smallest.as_ref()?;
        if stated.value < 1.0 {
            let wrong = Diagnostic::error("group-out-of-range", "a group has at least one person", stated.span);
            reader.report(wrong.label("expected 1 or more").help(format!("write {SMALLEST_GROUP}, or leave it out")));
            return None;
        }
        let stated = stated.value as usize;
        (holds || stated >= strict).then_some(stated)
    }
}

/// The item of a table; one that is not known is reported with the nearest key.
fn known<'i>(
    kind: &'static str,
    id: &At<String>,
    items: &'i [AgreementItem],
    reader: &mut Reader<'_>,
) -> Option<&'i AgreementItem> {
    let of_kind = || items.iter().filter(|item| item.kind == kind);
    let found = of_kind().find(|item| item.key == id.value);
    if found.is_none() {
        let message = format!("no {kind} that touches people is called `{}`", id.value);
        let unknown = Diagnostic::error("unknown-key", message, id.span).label("nothing to agree on here");
        let unknown = unknown.suggest(&id.value, of_kind().map(|item| item.key.as_str()));
        let help = "`onethread privacy draft` writes a file with everything that can be agreed on";
        reader.report(if unknown.help.is_empty() { unknown.help(help) } else { unknown });
    }
    found
}

/// A key as TOML takes it.
fn quoted(key: &str) -> String {
    let is_bare = key.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_'));
    if is_bare { key.to_owned() } else { format!("\"{key}\"") }
}

/// Fields of the organization's files that name a person or say something of one, and fact tables with a column of
/// people or teams: read from the static tables, so that a new one is in the list by itself.
pub fn items_of_data() -> Vec<AgreementItem> {
    let mut items = Vec::new();
    for kind in ORG_KINDS {
        for field in kind.fields.iter().filter(|field| kind.name == "person" || names_people(&field.ty)) {
            items.push(AgreementItem {
                kind: "field",
                key: format!("{}.{}", kind.name, field.key),
                title: field.doc.split(". ").next().unwrap_or(field.doc).trim_end_matches('.').to_owned(),
                touches: Touches::People,
                is_strictly_on: true,
            });
        }
    }
    for table in FACT_KINDS {
        let has = |ty: ColumnType| table.columns.iter().any(|column| column.ty == ty);
        let touches = match (has(ColumnType::Person), has(ColumnType::Team)) {
            (true, _) => Touches::People,
            (false, true) => Touches::Groups,
            (false, false) => continue,
        };
        items.push(AgreementItem {
            kind: "table",
            key: table.name.to_owned(),
            title: table.doc.trim().trim_end_matches('.').to_owned(),
            touches,
            is_strictly_on: true,
        });
    }
    items
}

/// Whether a person can stand in a field, at any depth.
fn names_people(ty: &FieldType) -> bool {
    match ty {
        FieldType::Ref(kinds) => kinds.contains(&"person"),
        FieldType::List(of) | FieldType::OneOrMany(of) | FieldType::Map(of) => names_people(of),
        FieldType::Table(fields) | FieldType::Tables(fields) => fields.iter().any(|field| names_people(&field.ty)),
        _ => false,
    }
}
