//! Reading TOML into records that a field table describes. Reading never fails: it returns what it understood and
//! reports the rest.

mod unknown;
mod values;
mod wrong;

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::day::Day;
use crate::diagnostic::{Diagnostic, Severity, Spot, nearest};
use crate::fields::{Field, FieldType, Kind, field, quoted};
use crate::limits::thousands;
use crate::recover;
use crate::source::{At, FileId, Sources, Span};
pub use values::Values;
use wrong::{describe, wrong_type};

/// A value that its field table allows.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, or a word of a choice.
    Text(String),
    /// A day.
    Day(Day),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// `kind:id`, or a bare id.
    Ref(Reference),
    /// A list.
    List(Vec<At<Value>>),
    /// A table.
    Table(Record),
    /// A table with free keys, in alphabetical order of key.
    Map(Vec<(At<String>, At<Value>)>),
    /// What nobody has filled in yet. It is in no file: an edit that writes it is refused.
    Blank,
}

/// A reference to an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The kind; for a bare id, the first kind that its field allows.
    pub kind: String,
    /// The id.
    pub id: String,
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

/// A table as understood: only keys of its field table.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where its name or header stands.
    pub span: Span,
    /// Its values by key, each with the place of the key.
    pub values: Values,
    /// Keys that are written with a value that was not understood or is not read; they are not missing.
    pub(crate) not_understood: BTreeSet<&'static str>,
}

/// Most diagnostics of a file that are kept: nobody reads more, and each takes a hundred times the room of what is wrong.
const REPORTED_MAX: usize = 1_000;

/// Collects what one file says.
pub struct Reader<'a> {
    file: FileId,
    path: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Where values begin that the parser has reported already.
    broken: BTreeSet<usize>,
    /// How many diagnostics there may be, those of before included, and how many more there were.
    full_at: usize,
    more: usize,
    /// Fields that are not read.
    pub(crate) left_out: Arc<LeftOut>,
    /// Where values of such fields stand.
    pub(crate) hidden: Vec<Span>,
}

/// Fields that are not read, by kind and key.
pub(crate) type LeftOut = Vec<(String, String)>;

/// Parses a file as TOML with recovery, and gives the table to `read`: every broken statement is reported, and all
/// others are kept. `None` when the file is not one of these.
pub fn parse<R>(
    sources: &Sources,
    file: FileId,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&DeTable<'_>, &mut Reader<'_>) -> R,
) -> Option<R> {
    let source = sources.get(file)?;
    let read = |table: &DeTable<'_>, diagnostics: &mut Vec<Diagnostic>| {
        let mut reader = Reader::new(file, &source.path, diagnostics);
        let read = read(table, &mut reader);
        if reader.more > 0 {
            let message =
                format!("{} more things are wrong in this file, and are not listed", thousands(reader.more as u128));
            let more = Diagnostic::new(Severity::Error, "too-much", message, Spot::Path(source.path.to_string()));
            reader.diagnostics.push(more.help("fix those that are listed first"));
        }
        read
    };
    Some(recover::parse(source, file, diagnostics, read))
}

impl<'a> Reader<'a> {
    /// A reader that reports into `diagnostics`. What was reported about the file before is not reported again.
    fn new(file: FileId, path: &'a str, diagnostics: &'a mut Vec<Diagnostic>) -> Reader<'a> {
        let start = |diagnostic: &Diagnostic| match &diagnostic.primary.spot {
            Spot::Span(span) if span.file == file => Some(span.start),
            _ => None,
        };
        let broken = diagnostics.iter().filter_map(start).collect();
        let full_at = diagnostics.len() + REPORTED_MAX;
        Reader { file, path, diagnostics, broken, full_at, more: 0, left_out: Arc::default(), hidden: Vec::new() }
    }

    /// The span of anything spanned in this file.
    pub fn span<T>(&self, spanned: &Spanned<T>) -> Span {
        let range = spanned.span();
        Span { file: self.file, start: range.start, end: range.end }
    }

    /// Reports something, up to the number that is kept of a file; the others are counted.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.diagnostics.push(diagnostic);
        }
    }

    fn is_full(&self) -> bool {
        self.diagnostics.len() >= self.full_at
    }

    /// How many things were reported by now, here and before.
    pub(crate) fn reported(&self) -> usize {
        self.diagnostics.len()
    }

    /// Reads a table by its field table. `what` names the entry in messages, such as "initiative `returns`".
    pub fn record(&mut self, table: &DeTable<'_>, span: Span, fields: &'static [Field], what: &str) -> Record {
        self.record_without(table, span, fields, what, &|_| false)
    }

    /// Reads an entry of a kind without the fields that are left out of it, of which only the places are kept.
    pub(crate) fn record_of(&mut self, table: &DeTable<'_>, span: Span, kind: &'static Kind, what: &str) -> Record {
        let left_out = self.left_out.clone();
        let is_left_out = |key: &str| left_out.iter().any(|(of, left_out)| of == kind.name && left_out == key);
        self.record_without(table, span, kind.fields, what, &is_left_out)
    }

    fn record_without(
        &mut self,
        table: &DeTable<'_>,
        span: Span,
        fields: &'static [Field],
        what: &str,
        is_left_out: &dyn Fn(&str) -> bool,
    ) -> Record {
        let mut values = Values::with_capacity(table.len());
        let mut not_understood = BTreeSet::new();
        for (key, value) in table.iter() {
            let key_span = self.span(key);
            let name: &str = key.get_ref();
            let Some(field) = field(fields, name).or_else(|| self.renamed(name, key_span, fields, table, what)) else {
                // A slip of the pen gives nothing away.
                if nearest(name, fields.iter().map(|field| field.key)).is_some_and(is_left_out) {
                    self.hidden.push(self.span(value));
                }
                self.unknown_field(name, key_span, fields, table, what);
                continue;
            };
            if is_left_out(field.key) {
                self.hidden.push(self.span(value));
                not_understood.insert(field.key);
                continue;
            }
            match self.value(value, &field.ty, field.key, what) {
                Some(value) => values.insert(field.key, (key_span, value)),
                None => drop(not_understood.insert(field.key)),
            }
        }
        Record { span, values, not_understood }
    }

    /// Reports required fields that a record lacks.
    pub fn require(&mut self, record: &Record, fields: &'static [Field], what: &str) {
        self.require_those(record, fields.iter().filter(|field| field.required), what);
    }

    /// Reports those of these fields that a record does not have.
    pub(crate) fn require_those(&mut self, record: &Record, fields: impl Iterator<Item = &'static Field>, what: &str) {
        let lacks = |key| !record.values.contains_key(key) && !record.not_understood.contains(key);
        for field in fields.filter(|field| lacks(field.key)) {
            self.report(
                Diagnostic::error("missing-key", format!("{what} has no `{}`", field.key), record.span)
                    .note(field.doc)
                    .help(format!("add `{} = {}`", field.key, field.example)),
            );
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, ty: &FieldType, key: &str, what: &str) -> Option<At<Value>> {
        let span = self.span(value);
        if self.broken.contains(&span.start) {
            return None;
        }
        if let DeValue::String(text) = value.get_ref()
            && is_blank(text)
        {
            self.report(blank(&format!("`{key}` of {what}"), span));
            return None;
        }
        let understood = match (ty, value.get_ref()) {
            (FieldType::Text, DeValue::String(text)) => Some(Value::Text(text.to_string())),
            (FieldType::Day, DeValue::Datetime(when)) => match when.date {
                Some(date) => Day::from_ymd(date.year as i16, date.month as i8, date.day as i8).map(Value::Day),
                None => None,
            },
            (FieldType::Day, DeValue::String(text)) => return self.quoted_day(text, span, key),
            (FieldType::Share, DeValue::Integer(_) | DeValue::Float(_)) => {
                return self.share(number(value.get_ref()), span, key, what);
            }
            (FieldType::Number, DeValue::Integer(_) | DeValue::Float(_)) => {
                number(value.get_ref()).filter(|n| n.is_finite()).map(Value::Number)
            }
            (FieldType::Count(least, most), DeValue::Integer(_)) => {
                let fits = |n: &f64| (f64::from(*least)..=f64::from(*most)).contains(n);
                number(value.get_ref()).filter(fits).map(Value::Number)
            }
            (FieldType::Flag, DeValue::Boolean(flag)) => Some(Value::Flag(*flag)),
            (FieldType::Choice(words), DeValue::String(text)) => return self.choice(text, words, span, key),
            (FieldType::Ref(kinds), DeValue::String(text)) => return self.reference(text, kinds, span, key),
            (FieldType::Scope, DeValue::String(text)) => return self.scope(text, span),
            (FieldType::List(of) | FieldType::OneOrMany(of), DeValue::Array(items)) => {
                Some(Value::List(items.iter().filter_map(|item| self.value(item, of, key, what)).collect()))
            }
            (FieldType::OneOrMany(of), _) => {
                let one = self.value(value, of, key, what)?;
                Some(Value::List(vec![one]))
            }
            (FieldType::Table(fields), DeValue::Table(table)) => {
                let what = format!("`{key}` of {what}");
                let record = self.record(table, span, fields, &what);
                self.require(&record, fields, &what);
                Some(Value::Table(record))
            }
            (FieldType::Tables(fields), DeValue::Array(items)) => {
                let what = format!("`{key}` of {what}");
                let tables = items.iter().filter_map(|item| self.table_item(item, fields, &what)).collect();
                Some(Value::List(tables))
            }
            (FieldType::Tables(fields), DeValue::Table(_)) => {
                // One table where several may stand is understood as a list of one.
                let what = format!("`{key}` of {what}");
                Some(Value::List(self.table_item(value, fields, &what).into_iter().collect()))
            }
            (FieldType::Map(of), DeValue::Table(table)) => {
                let mut entries = Vec::new();
                for (name, item) in table.iter() {
                    let name_at = At::new(name.get_ref().to_string(), self.span(name));
                    if let Some(item) = self.value(item, of, key, what) {
                        entries.push((name_at, item));
                    }
                }
                Some(Value::Map(entries))
            }
            (FieldType::Scalar, value) => scalar(value),
            _ => None,
        };
        if understood.is_none() {
            let place = (self.path, span);
            self.report(wrong_type(value.get_ref(), place, ty, &format!("`{key}` of {what}"), key));
        }
        understood.map(|value| At::new(value, span))
    }

    fn table_item(&mut self, item: &Spanned<DeValue<'_>>, fields: &'static [Field], what: &str) -> Option<At<Value>> {
        let span = self.span(item);
        let DeValue::Table(table) = item.get_ref() else {
            let found = describe(item.get_ref(), &FieldType::Table(fields));
            self.report(Diagnostic::error("wrong-type", format!("{what} is {found}"), span).label("expected a table"));
            return None;
        };
        let record = self.record(table, span, fields, what);
        self.require(&record, fields, what);
        Some(At::new(Value::Table(record), span))
    }

    fn quoted_day(&mut self, text: &str, span: Span, key: &str) -> Option<At<Value>> {
        match Day::parse(text) {
            Ok(day) => {
                self.report(
                    Diagnostic::warning("quoted-day", format!("`{key}` is a day in quotes"), span)
                        .help(format!("write it without quotes: {key} = {day}"))
                        .fixed(self.path, true, "", day.to_string()),
                );
                Some(At::new(Value::Day(day), span))
            }
            Err(why) => {
                self.report(
                    Diagnostic::error("wrong-type", format!("`{key}` is no day: {why}"), span)
                        .label(format!("expected {}", FieldType::Day.expected())),
                );
                None
            }
        }
    }

    fn share(&mut self, share: Option<f64>, span: Span, key: &str, what: &str) -> Option<At<Value>> {
        match share {
            Some(share) if (0.0..=1.0).contains(&share) => Some(At::new(Value::Number(share), span)),
            _ => {
                let mut diagnostic =
                    Diagnostic::error("share-out-of-range", format!("`{key}` of {what} is not between 0 and 1"), span)
                        .label("expected a number from 0 to 1");
                // Below 2 it is rather a sum that went over the whole than a percentage.
                if let Some(percent) = share.filter(|share| (2.0..=100.0).contains(share)) {
                    let share = (percent * 1e4).round() / 1e6;
                    // Someone may have meant ten times as much, and left out the dot.
                    diagnostic = diagnostic.help(format!("for {percent} %, write {share}"));
                    diagnostic = diagnostic.fixed(self.path, false, "", format!("{share:?}"));
                }
                self.report(diagnostic);
                None
            }
        }
    }

    fn choice(&mut self, text: &str, words: &[&str], span: Span, key: &str) -> Option<At<Value>> {
        if words.contains(&text) {
            return Some(At::new(Value::Text(text.to_owned()), span));
        }
        self.report(
            Diagnostic::error("unknown-word", format!("`{}` is no `{key}`", short(text)), span)
                .label(format!("expected one of {}", quoted(words)))
                .suggest_fix(self.path, text, words.iter().copied()),
        );
        None
    }

    fn reference(&mut self, text: &str, kinds: &[&str], span: Span, key: &str) -> Option<At<Value>> {
        let (kind, id) = match text.split_once(':') {
            Some((kind, id)) => (kind, id),
            None => (kinds.first().copied().unwrap_or("?"), text),
        };
        if id.trim().is_empty() {
            self.report(Diagnostic::error("empty-id", format!("`{key}` names nothing"), span).label("expected an id"));
            return None;
        }
        if !kinds.contains(&kind) {
            self.report(
                Diagnostic::error("wrong-kind", format!("`{key}` cannot name a `{}`", short(kind)), span)
                    .label(format!("expected one of {}", quoted(kinds)))
                    .suggest_kind(self.path, kind, kinds),
            );
            return None;
        }
        Some(At::new(Value::Ref(Reference { kind: kind.to_owned(), id: id.to_owned() }), span))
    }

    fn scope(&mut self, text: &str, span: Span) -> Option<At<Value>> {
        match text.split_once(':') {
            Some((kind, id)) if !kind.trim().is_empty() && !id.trim().is_empty() => {
                Some(At::new(Value::Ref(Reference { kind: kind.trim().to_owned(), id: id.trim().to_owned() }), span))
            }
            _ => {
                self.report(
                    Diagnostic::error("wrong-type", format!("`{}` is no piece of scope", short(text)), span)
                        .label("expected kind:name")
                        .help("as in \"component:returns-api\", \"path:services/returns/**\" or \"service:returns\""),
                );
                None
            }
        }
    }
}

fn scalar(value: &DeValue<'_>) -> Option<Value> {
    match value {
        DeValue::String(text) => Some(Value::Text(text.to_string())),
        DeValue::Boolean(flag) => Some(Value::Flag(*flag)),
        _ => number(value).filter(|n| n.is_finite()).map(Value::Number),
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => {
            let text = integer.as_str().replace('_', "");
            i64::from_str_radix(&text, integer.radix()).ok().map(|n| n as f64)
        }
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        _ => None,
    }
}

/// Whether a text is a blank that nobody filled in, as on the pages of questions.
pub(crate) fn is_blank(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|byte| byte == b'_')
}

pub(crate) fn blank(what: &str, span: Span) -> Diagnostic {
    Diagnostic::error("blank", format!("{what} is still blank"), span)
        .label("to be filled in")
        .help("fill it in, or take it out")
}

/// The start of a text that may be very long.
pub fn short(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    text.chars().take(57).chain("...".chars()).collect()
}

/// Name of a key or table, as TOML keeps it.
pub fn key_text(key: &Spanned<DeString<'_>>) -> String {
    key.get_ref().to_string()
}

impl Record {
    /// A table that is not written in any file, to be put into one by an edit.
    pub fn of(values: impl IntoIterator<Item = (&'static str, Value)>) -> Record {
        let values = values.into_iter().map(|(key, value)| (key, (Span::NOWHERE, At::from(value)))).collect();
        Record { span: Span::NOWHERE, values, not_understood: BTreeSet::new() }
    }
}

impl Value {
    /// Text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// A reference to an entry.
    pub fn reference(kind: &str, id: impl Into<String>) -> Value {
        Value::Ref(Reference { kind: kind.to_owned(), id: id.into() })
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
        Value::List(items.into_iter().map(At::from).collect())
    }

    /// Whether both say the same, wherever they stand.
    pub fn says_the_same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.value.says_the_same(&b.value))
            }
            (Value::Table(a), Value::Table(b)) => {
                let agrees = |(key, (_, a)): (&str, &(Span, At<Value>))| {
                    b.values.get(key).is_some_and(|(_, b)| a.value.says_the_same(&b.value))
                };
                a.values.keys().len() == b.values.keys().len() && a.values.iter().all(agrees)
            }
            (Value::Map(a), Value::Map(b)) => {
                let agrees =
                    a.iter().zip(b).all(|((k, a), (l, b))| k.value == l.value && a.value.says_the_same(&b.value));
                a.len() == b.len() && agrees
            }
            _ => self == other,
        }
    }
}

/// Typed access to the values of a record. Each takes what it names, so that what is left was read by nobody.
impl Record {
    /// Asserts that every key was taken: a key in a field table that nobody reads would be accepted and do nothing.
    pub(crate) fn all_read(&self, kind: &str) {
        debug_assert!(self.values.keys().len() == 0, "{kind}: nobody reads {:?}", self.values);
    }

    /// Takes a value with its place.
    pub fn take(&mut self, key: &'static str) -> Option<At<Value>> {
        self.values.remove(key).map(|(_, value)| value)
    }

    /// Takes text.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        match self.take(key)? {
            At { value: Value::Text(text), span } => Some(At::new(text, span)),
            _ => None,
        }
    }

    /// Takes a day.
    pub fn day(&mut self, key: &'static str) -> Option<At<Day>> {
        match self.take(key)? {
            At { value: Value::Day(day), span } => Some(At::new(day, span)),
            _ => None,
        }
    }

    /// Takes a number.
    pub fn number(&mut self, key: &'static str) -> Option<At<f64>> {
        match self.take(key)? {
            At { value: Value::Number(number), span } => Some(At::new(number, span)),
            _ => None,
        }
    }

    /// Takes a flag.
    pub fn flag(&mut self, key: &'static str) -> Option<At<bool>> {
        match self.take(key)? {
            At { value: Value::Flag(flag), span } => Some(At::new(flag, span)),
            _ => None,
        }
    }

    /// Takes a reference.
    pub fn reference(&mut self, key: &'static str) -> Option<At<Reference>> {
        match self.take(key)? {
            At { value: Value::Ref(reference), span } => Some(At::new(reference, span)),
            _ => None,
        }
    }

    /// Takes a list of texts; empty when absent.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        self.list(key, |value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Takes a list of references; empty when absent.
    pub fn references(&mut self, key: &'static str) -> Vec<At<Reference>> {
        self.list(key, |value| match value {
            Value::Ref(reference) => Some(reference),
            _ => None,
        })
    }

    /// Takes a list of tables; empty when absent.
    pub fn tables(&mut self, key: &'static str) -> Vec<Record> {
        self.list(key, |value| match value {
            Value::Table(record) => Some(record),
            _ => None,
        })
        .into_iter()
        .map(|at| at.value)
        .collect()
    }

    /// Takes a table.
    pub fn table(&mut self, key: &'static str) -> Option<Record> {
        match self.take(key)?.value {
            Value::Table(record) => Some(record),
            _ => None,
        }
    }

    /// Takes a table with free keys; empty when absent.
    pub fn map(&mut self, key: &'static str) -> Vec<(At<String>, At<Value>)> {
        match self.take(key) {
            Some(At { value: Value::Map(entries), .. }) => entries,
            _ => Vec::new(),
        }
    }

    fn list<T>(&mut self, key: &'static str, one: impl Fn(Value) -> Option<T>) -> Vec<At<T>> {
        match self.take(key) {
            Some(At { value: Value::List(items), .. }) => {
                items.into_iter().filter_map(|item| one(item.value).map(|value| At::new(value, item.span))).collect()
            }
            _ => Vec::new(),
        }
    }
}
