//! How an answer is written down: the lines for the organization's files, or the command that writes them.
//!
//! Lines are made from the field tables, so that their keys, words and remarks are those that the loader knows.

use std::fmt::Write as _;

use onethread_model::Change;
use onethread_model::edit::{key_toml, text_toml};
use onethread_model::fields::{Field, FieldType, Shape, field};
use onethread_model::org::ORG_KINDS;
use onethread_model::source::Place;

use crate::measure::{Initiative, World};
use crate::report::inert::inert;
use crate::review::Verdict;

/// What stands for words that only the answer can give. The loader reports blanks, and never believes them.
const BLANK: &str = "___";
/// Entries of one sort that are written out; the others look the same.
const ALIKE_MAX: usize = 3;

/// A way to write an answer down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// Lines for a file in the organization's folder, with blanks to fill in.
    Toml(String),
    /// Lines that belong into an entry that is written already.
    Into {
        /// Where the entry begins, as `path:line:column`.
        place: String,
        /// The lines.
        toml: String,
    },
    /// A command that writes a dated answer.
    Attest(String),
    /// Fact tables of which a source could tell.
    Source(Vec<&'static str>),
}

/// How the answer to a verdict that is not shown is written down, the surest way first.
pub(super) fn records(verdict: &Verdict, known: &Initiative, world: &World<'_>) -> Vec<Record> {
    let writer = Writer { id: &known.id, known, world };
    let mut records: Vec<Record> = Vec::new();
    for change in &verdict.judgement.would_change {
        for record in writer.of_change(change) {
            if !records.contains(&record) {
                records.push(record);
            }
        }
    }
    if records.is_empty() {
        records = writer.of_criterion(verdict.criterion);
    }
    let tables: Vec<&'static str> = verdict.judgement.needs.iter().map(|kind| kind.schema().name).collect();
    if !tables.is_empty() {
        records.push(Record::Source(tables));
    }
    records
}

struct Writer<'w> {
    id: &'w str,
    known: &'w Initiative,
    world: &'w World<'w>,
}

impl Writer<'_> {
    fn of_change(&self, change: &Change) -> Vec<Record> {
        let metric = |name: &str, keys: &[&str]| {
            let mut lines = vec![("name", Some(text_toml(name)))];
            lines.extend(keys.iter().map(|key| (*key, None)));
            vec![Record::Toml(entry("initiative", Some(self.id), Some("metric"), &lines))]
        };
        match change {
            Change::NameLeader { .. } => vec![self.initiative(&["leader"])],
            Change::StateAllocation { leader: true, .. } => vec![self.allocation(self.leader())],
            Change::StateAllocation { .. } => self.allocations(),
            Change::NameMembers { .. } => vec![self.members()],
            Change::StateReportingLines { .. } => {
                vec![Record::Toml(entry("person", None, None, &[("reports-to", None)]))]
            }
            Change::StateEffect { on, .. } => self.effect(on),
            Change::BoundScope { .. } => vec![self.initiative(&["scope"])],
            Change::WriteTenets { .. } => vec![self.initiative(&["tenets"])],
            Change::GiveReason { .. } => vec![self.initiative(&["why"])],
            Change::WriteCharter { missing, .. } => self.charter(missing),
            Change::AddMetric { .. } => metric(BLANK, &["kind", "owner", "source", "cadence", "baseline", "target"]),
            Change::CompleteMetric { metric: name, missing, .. } => {
                let fields: Vec<&str> = missing.iter().map(String::as_str).filter(|key| *key != "values").collect();
                if fields.is_empty() { Vec::new() } else { metric(name, &fields) }
            }
            Change::RecordOutcome { .. } => {
                vec![Record::Toml(entry("decision", None, None, &[("actual", None), ("actual-on", None)]))]
            }
            Change::Attest { criterion, .. } => vec![self.attest(criterion)],
            // The others would alter what fails; nobody is asked about what is known.
            _ => Vec::new(),
        }
    }

    /// Where no change is named, each criterion has an entry that answers it.
    fn of_criterion(&self, criterion: &str) -> Vec<Record> {
        let decision = |keys: &[&'static str]| {
            let mut lines = vec![("initiative", Some(text_toml(self.id)))];
            lines.extend(keys.iter().map(|key| (*key, None)));
            vec![Record::Toml(entry("decision", None, None, &lines))]
        };
        let dependency = |keys: &[&'static str]| {
            let lines: Vec<(&str, Option<String>)> = keys.iter().map(|key| (*key, None)).collect();
            Record::Toml(entry("initiative", Some(self.id), Some("dependency"), &lines))
        };
        match criterion {
            "fit" => {
                let written = self.world.inputs.org.initiatives.get(self.id);
                let natured = written.is_some_and(|written| written.nature.is_some());
                vec![self.initiative(if natured { &["form", "why"] } else { &["nature"] })]
            }
            "capable" | "focus" => vec![self.initiative(&["leader"])],
            "charter" => self.charter(&["purpose", "scope", "metric", "decision-rights"].map(str::to_owned)),
            "complete-team" => vec![self.initiative(&["needs"])],
            "dedicated-team" => vec![self.members()],
            "dependencies-known" => vec![dependency(&["on", "effect"]), self.attest(criterion)],
            "untangling" => vec![dependency(&["on", "effect"])],
            "scope" => vec![self.initiative(&["scope"])],
            "reviews" => {
                let lines = [
                    ("kind", None),
                    ("owner", None),
                    ("applies-to", Some(format!("[{}]", text_toml(self.id)))),
                    ("from", None),
                ];
                vec![Record::Toml(entry("gate", None, None, &lines))]
            }
            "decisions" => decision(&["opened", "decided", "decided-by", "levels", "reversible"]),
            "tenets" => decision(&["decided", "cites"]),
            "feedback" => decision(&["decided", "expected", "actual", "actual-on"]),
            "instrumented" => self.of_change(&Change::AddMetric { initiative: self.id.to_owned() }),
            _ => Vec::new(),
        }
    }

    /// Keys of the initiative: into its entry where it has one, because a header may stand only once in a file.
    fn initiative(&self, keys: &[&str]) -> Record {
        let inputs = self.world.inputs;
        if let Some(written) = inputs.org.initiatives.get(self.id) {
            let fields = ORG_KINDS.iter().find(|kind| kind.name == "initiative").map_or(&[][..], |kind| kind.fields);
            return into(&inputs.sources.place(written.id.span), keys.iter().map(|key| line(fields, key, None)));
        }
        let lines: Vec<(&str, Option<String>)> = keys.iter().map(|key| (*key, None)).collect();
        Record::Toml(entry("initiative", Some(self.id), None, &lines))
    }

    fn charter(&self, missing: &[String]) -> Vec<Record> {
        let keys: Vec<&str> = missing.iter().map(String::as_str).filter(|key| *key != "metric").collect();
        let mut records = if keys.is_empty() { Vec::new() } else { vec![self.initiative(&keys)] };
        if keys.len() < missing.len() {
            let lines = [("name", None), ("kind", None), ("owner", None)];
            records.push(Record::Toml(entry("initiative", Some(self.id), Some("metric"), &lines)));
        }
        records
    }

    fn allocation(&self, person: Option<&str>) -> Record {
        let lines = [
            ("person", person.map(text_toml)),
            ("initiative", Some(text_toml(self.id))),
            ("share", None),
            ("from", None),
        ];
        Record::Toml(entry("allocation", None, None, &lines))
    }

    /// An allocation for each member whose share is not stated.
    fn allocations(&self) -> Vec<Record> {
        let people = &self.world.people;
        let members = people.members(self.known).unwrap_or_default();
        let unstated = members
            .iter()
            .filter(|member| !people.stated(&member.value).iter().any(|commitment| commitment.initiative == self.id));
        let named: Vec<Record> = unstated.take(ALIKE_MAX).map(|member| self.allocation(Some(&member.value))).collect();
        if named.is_empty() { vec![self.allocation(None)] } else { named }
    }

    fn members(&self) -> Record {
        let inputs = self.world.inputs;
        let team = self.known.team.as_ref().map(|team| team.value.as_str());
        let written = team.and_then(|team| inputs.org.teams.get(team));
        let lines = [("initiative", Some(text_toml(self.id))), ("members", None)];
        match written {
            Some(written) => {
                let fields = ORG_KINDS.iter().find(|kind| kind.name == "team").map_or(&[][..], |kind| kind.fields);
                let lines = lines.iter().map(|(key, value)| line(fields, key, value.as_deref()));
                into(&inputs.sources.place(written.id.span), lines)
            }
            None => Record::Toml(entry("team", team, None, &lines)),
        }
    }

    /// Whether a dependency blocks: into its entry where it has one, or as a new entry beside what a registry says.
    fn effect(&self, on: &str) -> Vec<Record> {
        let inputs = self.world.inputs;
        let written = inputs.org.dependencies_of(self.id).find(|entry| entry.on.value.to_string() == on);
        match written {
            Some(written) => {
                let lines = std::iter::once(line(dependency_fields(), "effect", None));
                vec![into(&inputs.sources.place(written.on.span), lines)]
            }
            None => {
                let lines = [("on", Some(text_toml(on))), ("effect", None)];
                vec![Record::Toml(entry("initiative", Some(self.id), Some("dependency"), &lines))]
            }
        }
    }

    fn attest(&self, criterion: &str) -> Record {
        let (id, criterion) = (shell(self.id), shell(criterion));
        Record::Attest(format!(
            "onethread attest --initiative {id} --criterion {criterion} --answer holds --by {BLANK}"
        ))
    }

    fn leader(&self) -> Option<&str> {
        self.known.leadership.leader().map(|leader| leader.value.as_str())
    }
}

/// Lines for an entry that is written already.
fn into(place: &Place, lines: impl Iterator<Item = String>) -> Record {
    let toml: String = lines.map(|line| line + "\n").collect();
    Record::Into { place: inert(&place.to_string()).into_owned(), toml: inert_toml(&toml) }
}

/// An entry as TOML: known values as they are, blanks with a remark on what goes there. `below` names an array of
/// tables inside an entry by id.
fn entry(kind: &str, id: Option<&str>, below: Option<&str>, lines: &[(&str, Option<String>)]) -> String {
    let Some(kind) = ORG_KINDS.iter().find(|known| known.name == kind) else { return String::new() };
    let mut fields = kind.fields;
    let mut header = kind.name.to_owned();
    if kind.shape == Shape::ById {
        header = format!("{header}.{}", id.map_or_else(|| BLANK.to_owned(), key_toml));
    }
    if let Some(below) = below {
        header = format!("{header}.{below}");
        if let Some(Field { ty: FieldType::Tables(inner), .. }) = field(fields, below) {
            fields = inner;
        }
    }
    let is_array = kind.shape == Shape::Array || below.is_some();
    let mut toml = if is_array { format!("[[{header}]]\n") } else { format!("[{header}]\n") };
    for (key, value) in lines {
        toml.push_str(&line(fields, key, value.as_deref()));
        toml.push('\n');
    }
    inert_toml(&toml)
}

fn line(fields: &[Field], key: &str, value: Option<&str>) -> String {
    let key_written = key_toml(key);
    match (value, field(fields, key)) {
        (Some(value), _) => format!("{key_written} = {value}"),
        (None, Some(field)) => format!("{key_written} = {}   # {}", blank(&field.ty), remark(field)),
        (None, None) => format!("{key_written} = {BLANK}"),
    }
}

/// A blank in the form of the value that goes there.
fn blank(ty: &FieldType) -> String {
    match ty {
        FieldType::Text | FieldType::Choice(_) | FieldType::Ref(_) | FieldType::Scope => format!("\"{BLANK}\""),
        FieldType::Day => "____-__-__".to_owned(),
        FieldType::Share | FieldType::Number | FieldType::Count | FieldType::Flag | FieldType::Scalar => {
            BLANK.to_owned()
        }
        FieldType::List(of) => format!("[{}]", blank(of)),
        FieldType::OneOrMany(of) => blank(of),
        FieldType::Table(_) => "{ }".to_owned(),
        FieldType::Tables(_) => "[{ }]".to_owned(),
        FieldType::Map(of) => format!("{{ {BLANK} = {} }}", blank(of)),
    }
}

/// What goes into a blank, in the words of the field table.
fn remark(field: &Field) -> String {
    let doc = field.doc.trim_end_matches('.');
    match field.ty {
        FieldType::Choice(words) => format!("{doc} ({})", words.join(", ")),
        FieldType::Share => format!("{doc}, from 0 to 1"),
        FieldType::Flag => format!("{doc} (true or false)"),
        FieldType::Ref(kinds) if kinds.len() > 1 => format!("{doc}, such as {}", field.example),
        _ => doc.to_owned(),
    }
}

fn dependency_fields() -> &'static [Field] {
    let initiative = ORG_KINDS.iter().find(|kind| kind.name == "initiative");
    match initiative.and_then(|kind| field(kind.fields, "dependency")).map(|field| field.ty) {
        Some(FieldType::Tables(inner)) => inner,
        _ => &[],
    }
}

/// TOML with every character that could deceive as an escape. Such characters stand in our lines only inside quotes,
/// where the escape means the same.
fn inert_toml(toml: &str) -> String {
    let mut out = String::with_capacity(toml.len());
    for c in toml.chars() {
        let mut buffer = [0; 4];
        let plain = c == '\n' || matches!(inert(c.encode_utf8(&mut buffer)), std::borrow::Cow::Borrowed(_));
        match u32::from(c) {
            _ if plain => out.push(c),
            // Writing to a String cannot fail.
            code @ 0..=0xffff => drop(write!(out, "\\u{code:04X}")),
            code => drop(write!(out, "\\U{code:08X}")),
        }
    }
    out
}

/// A word for a command line: in quotes unless it is plain.
pub(super) fn shell(word: &str) -> String {
    let word = inert(word);
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b'@');
    let is_option = word.starts_with('-');
    if !word.is_empty() && !is_option && word.bytes().all(plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
