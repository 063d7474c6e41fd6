//! What is done with a record before its columns are read: repeated columns joined, alternatives chosen, conditions held
//! against it, a list cell split, transitions turned into intervals.

use onethread_model::config::{Condition, SourceConfig, Wanted};
use onethread_model::record::short;

use super::changelog::{Bounds, Transition, intervals};
use super::limits::TRANSITIONS_MAX;
use super::path::Found;
use super::records::{Header, Raw, Record};
use super::tree_records::virtual_cell;

/// The columns that a changelog brings.
pub(super) const VIRTUAL: [&str; 4] = ["of", "since", "until", "value"];

/// One way to fill a column that has several.
enum Alternative {
    Column(usize),
    /// Texts, each with the column that follows it.
    Template(Vec<(String, Option<usize>)>),
}

/// Where the cells of a transition are, when each record is one.
struct FlatColumns {
    of: Option<usize>,
    day: Option<usize>,
    to: Option<usize>,
    from: Option<usize>,
    conditions: Vec<(Option<usize>, Wanted)>,
}

/// The settings on records, applied to the columns that a file has.
pub(super) struct Shape<'a> {
    source: &'a SourceConfig,
    conditions: Vec<(Option<usize>, &'a Condition)>,
    /// Columns that are filled from others.
    added: Vec<(usize, Vec<Alternative>)>,
    /// Columns of one name.
    joined: Vec<Vec<usize>>,
    split: Option<usize>,
    flat: Option<FlatColumns>,
    transitions: Vec<Record>,
    is_over: bool,
}

impl<'a> Shape<'a> {
    pub(super) fn new(source: &'a SourceConfig) -> Shape<'a> {
        Shape {
            source,
            conditions: Vec::new(),
            added: Vec::new(),
            joined: Vec::new(),
            split: None,
            flat: None,
            transitions: Vec::new(),
            is_over: false,
        }
    }

    /// Adds the columns of a table that are made of others: alternatives, templates, and what a changelog brings.
    pub(super) fn add_columns(&mut self, header: &mut Header, wanted: &[&str]) {
        if self.source.records.joins_repeated {
            self.joined = header.repeated();
            header.duplicates.clear();
        }
        let is_flat = self.is_flat();
        for name in wanted {
            if is_flat && VIRTUAL.contains(name) {
                header.add(name);
            } else if header.find(name).is_none() && name.contains(['|', '{']) {
                let found: Vec<Alternative> =
                    name.split('|').filter_map(|one| alternative(one.trim(), header)).collect();
                if !found.is_empty() {
                    self.added.push((header.add(name), found));
                }
            }
        }
    }

    /// Whether each record is one transition.
    fn is_flat(&self) -> bool {
        self.source.records.changelog.as_ref().is_some_and(|changelog| changelog.items.is_none())
    }

    /// Finds the columns that the file has by now.
    pub(super) fn bind(&mut self, header: &Header) {
        let settings = &self.source.records;
        let find = |at: &onethread_model::source::At<String>| header.find(at.value.trim());
        self.conditions = settings.conditions.iter().map(|one| (find(&one.column), one)).collect();
        self.split = settings.split.as_ref().and_then(find);
        self.flat =
            settings.changelog.as_ref().filter(|changelog| changelog.items.is_none()).map(|changelog| FlatColumns {
                of: changelog.of.as_ref().and_then(find),
                day: find(&changelog.day),
                to: find(&changelog.to),
                from: changelog.from.as_ref().and_then(find),
                conditions: changelog.conditions.iter().map(|one| (find(&one.column), one.wanted.clone())).collect(),
            });
    }

    /// Takes a record as read, and gives those that come of it.
    pub(super) fn take(&mut self, record: &mut Record, each: &mut dyn FnMut(&Record)) {
        if record.broken.is_some() {
            return each(record);
        }
        self.joined.iter().for_each(|columns| record.join(columns));
        for (column, alternatives) in &self.added {
            let found = alternatives.iter().find_map(|one| one.find(record));
            record.put_found(*column, found.unwrap_or(Found::Missing));
        }
        let Some(flat) = &self.flat else { return self.check(record, each) };
        if !flat.conditions.iter().all(|(column, wanted)| holds(record, *column, wanted)) {
            return;
        }
        if self.transitions.len() >= TRANSITIONS_MAX {
            if !std::mem::replace(&mut self.is_over, true) {
                record.broken = Some(format!("is one of more than {TRANSITIONS_MAX} transitions, which are not read"));
                each(record);
            }
            return;
        }
        self.transitions.push(record.clone());
    }

    /// Gives the records that only the end of a file allows.
    pub(super) fn finish(&mut self, header: &Header, each: &mut dyn FnMut(&Record)) {
        let Some(flat) = &self.flat else { return };
        let records = std::mem::take(&mut self.transitions);
        let text = |record: &Record, column: Option<usize>| first_text(record, column).map(str::to_owned);
        let transition = |record: &Record| {
            Some(Transition {
                of: text(record, flat.of).unwrap_or_default(),
                moment: text(record, flat.day)?,
                from: text(record, flat.from),
                to: text(record, flat.to),
            })
        };
        let all: Vec<Transition> = records.iter().filter_map(transition).collect();
        // The record of each interval is that of the transition which began it.
        let mut by_key: std::collections::HashMap<(String, String, Option<String>), usize> = Default::default();
        for (at, record) in records.iter().enumerate() {
            if let Some(one) = transition(record) {
                by_key.entry((one.of, one.moment, one.to)).or_insert(at);
            } else {
                let mut record = record.clone();
                record.broken = Some("has no day".to_owned());
                each(&record);
            }
        }
        let columns: Vec<(&str, usize)> = VIRTUAL.iter().filter_map(|name| Some((*name, header.find(name)?))).collect();
        for interval in intervals(all, &Bounds::default()) {
            let key = (interval.of.clone(), interval.since.clone(), interval.value.clone());
            let Some(at) = by_key.get(&key).copied() else { continue };
            let Some(mut record) = records.get(at).cloned() else { continue };
            for (name, column) in &columns {
                record.put_found(*column, virtual_cell(name, &interval));
            }
            self.check(&mut record, each);
        }
    }

    /// Holds the conditions against a record, and splits it.
    fn check(&self, record: &mut Record, each: &mut dyn FnMut(&Record)) {
        let failed = self.conditions.iter().find(|(column, condition)| !holds(record, *column, &condition.wanted));
        if let Some((_, condition)) = failed {
            record.left_out = Some(format!("`where` asks for another `{}`", short(&condition.column.value)));
            return each(record);
        }
        let Some(column) = self.split else { return each(record) };
        let separator = self.source.separator.as_str();
        let parts: Vec<String> = match record.raw(column) {
            Ok(Raw::Text(text)) if !separator.is_empty() => text.split(separator).map(str::to_owned).collect(),
            Ok(Raw::Text(text)) => vec![text.to_owned()],
            Ok(Raw::List(texts)) => texts.into_iter().map(str::to_owned).collect(),
            Ok(Raw::Missing | Raw::Null) | Err(_) => Vec::new(),
        };
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            record.left_out =
                Some(format!("`{}` lists nothing", self.source.records.split.as_ref().map_or("", |at| &at.value)));
            return each(record);
        }
        for part in parts {
            record.put_text(column, part.as_bytes());
            each(record);
        }
    }
}

fn alternative(name: &str, header: &Header) -> Option<Alternative> {
    if !name.contains('{') {
        return header.find(name).map(Alternative::Column);
    }
    let (mut pieces, mut rest) = (Vec::new(), name);
    while let Some((before, after)) = rest.split_once('{') {
        let (inner, behind) = after.split_once('}').unwrap_or((after, ""));
        pieces.push((before.to_owned(), Some(header.find(inner.trim())?)));
        rest = behind;
    }
    pieces.push((rest.to_owned(), None));
    Some(Alternative::Template(pieces))
}

impl Alternative {
    /// What it finds in a record, when that holds anything.
    fn find(&self, record: &Record) -> Option<Found> {
        match self {
            Alternative::Column(column) => match record.raw(*column).ok()? {
                Raw::Missing | Raw::Null => None,
                Raw::Text(text) => Some(Found::Text(text.to_owned())),
                Raw::List(texts) => Some(Found::List(texts.into_iter().map(str::to_owned).collect())),
            },
            Alternative::Template(pieces) => {
                let mut text = String::new();
                for (before, column) in pieces {
                    text.push_str(before);
                    if column.is_some() {
                        text.push_str(first_text(record, *column)?);
                    }
                }
                Some(Found::Text(text))
            }
        }
        .filter(Found::is_filled)
    }
}

fn first_text(record: &Record, column: Option<usize>) -> Option<&str> {
    let text = match record.raw(column?).ok()? {
        Raw::Text(text) => Some(text),
        Raw::List(texts) => texts.into_iter().next(),
        Raw::Missing | Raw::Null => None,
    };
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn holds(record: &Record, column: Option<usize>, wanted: &Wanted) -> bool {
    match column.map(|column| record.raw(column)) {
        None | Some(Ok(Raw::Missing | Raw::Null)) => meets(&[], wanted),
        Some(Ok(Raw::Text(text))) => meets(&[text], wanted),
        Some(Ok(Raw::List(texts))) => meets(&texts, wanted),
        // Something is there, whatever it is.
        Some(Err(_)) => *wanted == Wanted::Anything,
    }
}

/// Whether what a path finds is what is wanted.
pub(super) fn passes(found: &Found, wanted: &Wanted) -> bool {
    match found {
        Found::Missing | Found::Null => meets(&[], wanted),
        Found::Text(text) => meets(&[text], wanted),
        Found::List(texts) => meets(&texts.iter().map(String::as_str).collect::<Vec<_>>(), wanted),
        Found::Nested => *wanted == Wanted::Anything,
    }
}

fn meets(texts: &[&str], wanted: &Wanted) -> bool {
    let mut filled = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let is_in = |text: &str, list: &[String]| list.iter().any(|one| one.trim().to_lowercase() == text.to_lowercase());
    match wanted {
        Wanted::Nothing => filled.next().is_none(),
        Wanted::Anything => filled.next().is_some(),
        Wanted::OneOf(list) => filled.any(|text| is_in(text, list)),
        Wanted::NoneOf(list) => !filled.any(|text| is_in(text, list)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_held_against_every_text_of_a_cell() {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (one, none) = (Wanted::OneOf(list(&["Epic", "x"])), Wanted::NoneOf(list(&["Epic"])));
        for (texts, expected) in [
            (&[][..], [true, false, false, true]),
            (&[" "], [true, false, false, true]),
            (&["epic "], [false, true, true, false]),
            (&["Story"], [false, true, false, true]),
            (&["Story", "EPIC"], [false, true, true, false]),
        ] {
            let found =
                [Wanted::Nothing, Wanted::Anything, one.clone(), none.clone()].map(|wanted| meets(texts, &wanted));
            assert_eq!(found, expected, "{texts:?}");
        }
    }
}
