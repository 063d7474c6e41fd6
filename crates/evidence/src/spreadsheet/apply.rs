//! The difference, written into the texts of an organization's files.
//!
//! Values and items go through the edit layer, file by file; new entries are put behind what is there, many at once,
//! because an edit for each of ten thousand people would read the file ten thousand times.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use onethread_model::edit::{Edit, EditError, apply_to, key_toml, text_toml, validate};
use onethread_model::ids::file_stem;
use onethread_model::org::{Allocation, Dependency, Initiative, Org};
use onethread_model::record::{Record, Value};
use onethread_model::source::{Sources, Span};

use super::compare::{Comparison, Step};
use super::entries::{EntryKey, EntryKind, Fields, KEYS, Said, value};

/// More new initiatives than this get a file each.
const INITIATIVES_IN_ONE_FILE_MAX: usize = 20;
/// More items than this stand one below the other.
const ITEMS_ON_A_LINE_MAX: usize = 4;

/// What is to be written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// New texts by path, from the folder of `onethread.toml` on; only those that differ.
    pub files: BTreeMap<String, String>,
    /// What could not be written and why, in sentences without a full stop.
    pub refused: Vec<String>,
}

/// Applies a comparison to the files.
///
/// `folder` is the organization's folder, such as `org`; `origins` says for each kind which spreadsheets it comes from.
pub fn apply(
    comparison: &Comparison,
    (org, sources): (&Org, &Sources),
    folder: &str,
    origins: &BTreeMap<EntryKind, BTreeSet<String>>,
) -> Written {
    let prefix = format!("{folder}/");
    let before: BTreeMap<String, String> = sources
        .iter()
        .filter(|(_, file)| file.path.starts_with(&prefix))
        .map(|(_, file)| (file.path.to_string(), file.text.clone()))
        .collect();
    let mut work = Work { org, sources, folder, origins, texts: before.clone(), refused: Vec::new() };
    work.change_allocations(comparison);
    work.edit(comparison);
    work.append(comparison);
    let differs = |(path, text): &(String, String)| before.get(path) != Some(text);
    Written { files: work.texts.into_iter().filter(differs).collect(), refused: work.refused }
}

struct Work<'w> {
    org: &'w Org,
    sources: &'w Sources,
    folder: &'w str,
    origins: &'w BTreeMap<EntryKind, BTreeSet<String>>,
    texts: BTreeMap<String, String>,
    refused: Vec<String>,
}

impl Work<'_> {
    fn path(&self, span: Span) -> Option<&str> {
        self.sources.get(span.file).map(|file| &*file.path)
    }

    /// The file that an entry stands in.
    fn file_of(&self, key: &EntryKey) -> Option<String> {
        let span = match key.kind {
            EntryKind::Person => self.org.people.get(&key.id)?.id.span,
            EntryKind::Team => self.org.teams.get(&key.id)?.id.span,
            EntryKind::Initiative => self.org.initiatives.get(&key.id)?.id.span,
            EntryKind::Allocation => self.allocation(key)?.share.span,
            EntryKind::Dependency => self.dependency(key)?.on.span,
        };
        self.path(span).map(str::to_owned)
    }

    /// The last allocation of a person for an initiative.
    fn allocation(&self, key: &EntryKey) -> Option<&Allocation> {
        let (person, initiative) = key.parts();
        let is_it = |one: &&Allocation| one.person.value == person && one.initiative.value == initiative;
        self.org.allocations.iter().rev().find(is_it)
    }

    /// The last dependency of an initiative on something.
    fn dependency(&self, key: &EntryKey) -> Option<&Dependency> {
        let (initiative, on) = key.parts();
        self.org.dependencies_of(initiative).filter(|one| one.on.value.to_string() == on).last()
    }

    /// An edit of a dependency that the files have: inside its initiative, or where it stands on its own.
    fn dependency_edit(&self, step: &Step, path: &str) -> Option<Edit> {
        let (initiative, on) = step.key().parts();
        let is_inside = |one: &Initiative| one.dependencies.iter().any(|one| one.on.value.to_string() == on);
        let (kind, id) = match self.org.initiatives.get(initiative).is_some_and(is_inside) {
            true => ("initiative", initiative),
            false => ("dependency", ""),
        };
        let edit = match step {
            Step::Set { field, after, .. } => Edit::set(path, kind, id, field, value(field, after)),
            Step::Unset { field, .. } => Edit::remove(path, kind, id, field),
            _ => return None,
        };
        let on = ("on", Some(reference(on)));
        Some(match kind {
            "initiative" => edit.inside("dependency", [on]),
            _ => edit.matching([("initiative", Some(Value::reference("initiative", initiative))), on]),
        })
    }

    /// Allocations have no id, so their values are changed where they stand: from the last one in a file to the first.
    fn change_allocations(&mut self, comparison: &Comparison) {
        let mut changes: Vec<(Span, String)> = Vec::new();
        let mut refused = Vec::new();
        for step in &comparison.steps {
            let (key, field) = match step {
                Step::Set { key, field, .. } | Step::Unset { key, field, .. } => (key, *field),
                _ => continue,
            };
            let Some(allocation) = self.allocation(key).filter(|_| key.kind == EntryKind::Allocation) else { continue };
            let stands = match field {
                "from" => allocation.from.as_ref().map(|at| at.span),
                "until" => allocation.until.as_ref().map(|at| at.span),
                _ => Some(allocation.share.span),
            };
            match (step, stands) {
                (Step::Set { after, .. }, Some(span)) => changes.push((span, toml(after, field))),
                (Step::Set { after, .. }, None) => {
                    // Behind the share, on a line of its own.
                    let span = allocation.share.span;
                    let end = Span { start: span.end, ..span };
                    changes.push((end, format!("\n{field} = {}", toml(after, field))));
                }
                _ => refused.push(format!(
                    "the sheets no longer say `{field}` of the share at {}, which stays",
                    self.sources.place(allocation.share.span)
                )),
            }
        }
        self.refused.append(&mut refused);
        changes.sort_by_key(|(span, _)| std::cmp::Reverse((span.file, span.start)));
        for (span, text) in changes {
            let Some(path) = self.path(span).map(str::to_owned) else { continue };
            let Some(old) = self.texts.get(&path) else { continue };
            let mut new = old.clone();
            new.replace_range(span.start..span.end, &text);
            match validate(&new) {
                Ok(()) => drop(self.texts.insert(path, new)),
                Err(_) => self.refused.push(format!(
                    "the share at {} is written in a way that cannot be changed; change it by hand to {text}",
                    self.sources.place(span)
                )),
            }
        }
    }

    fn edit(&mut self, comparison: &Comparison) {
        let mut edits: BTreeMap<String, Vec<(usize, Edit)>> = BTreeMap::new();
        let mut rounds: BTreeMap<EntryKey, usize> = BTreeMap::new();
        for step in comparison.steps.iter().filter(|step| step.key().kind != EntryKind::Allocation) {
            let (initiative, _) = step.key().parts();
            let is_ask = step.key().kind == EntryKind::Dependency;
            // A new one goes to its initiative.
            let home = match step {
                Step::New(..) if is_ask => EntryKey::new(EntryKind::Initiative, initiative),
                step => step.key().clone(),
            };
            let Some(path) = self.file_of(&home) else { continue };
            let edit = match step {
                Step::New(..) | Step::Drop(_) => as_edit(step, &path),
                _ if is_ask => self.dependency_edit(step, &path),
                _ => as_edit(step, &path),
            };
            if let Some(edit) = edit {
                let round = rounds.entry(home).or_default();
                edits.entry(path).or_default().push((*round, edit));
                *round += 1;
            }
        }
        for (path, mut edits) in edits {
            // Edits of different entries in a row are made together: first the first one of each.
            edits.sort_by_key(|(round, _)| *round);
            let edits: Vec<Edit> = edits.into_iter().map(|(_, edit)| edit).collect();
            let text = self.texts.get(&path).cloned().unwrap_or_default();
            match apply_to(&text, &edits) {
                Ok(text) => drop(self.texts.insert(path, text)),
                // Together or one by one: what can be written is.
                Err(EditError::Broken { .. }) => {
                    let why = apply_to(&text, &edits).err().map(|error| error.to_string()).unwrap_or_default();
                    self.refused.push(format!("{path} was not changed: {why}"));
                }
                Err(_) => self.edit_one_by_one(path, text, &edits),
            }
        }
    }

    fn edit_one_by_one(&mut self, path: String, mut text: String, edits: &[Edit]) {
        for one in edits {
            match apply_to(&text, std::slice::from_ref(one)) {
                Ok(after) => text = after,
                Err(error) => self.refused.push(format!("{path}: {error}")),
            }
        }
        self.texts.insert(path, text);
    }

    fn append(&mut self, comparison: &Comparison) {
        let mut blocks: BTreeMap<String, (EntryKind, String)> = BTreeMap::new();
        let one_each = comparison.new_of(EntryKind::Initiative).count() > INITIATIVES_IN_ONE_FILE_MAX
            || self.texts.keys().any(|path| path.starts_with(&format!("{}/initiatives/", self.folder)));
        let mut asks: BTreeMap<&str, Vec<(&EntryKey, &Fields)>> = BTreeMap::new();
        for step in &comparison.steps {
            if let Step::New(key, fields) = step
                && key.kind == EntryKind::Dependency
            {
                asks.entry(key.parts().0).or_default().push((key, fields));
            }
        }
        for step in &comparison.steps {
            let Step::New(key, fields) = step else { continue };
            if key.kind == EntryKind::Dependency {
                continue;
            }
            let path = self.home(key, one_each);
            let (_, text) = blocks.entry(path).or_insert_with(|| (key.kind, String::new()));
            if !text.is_empty() {
                text.push('\n');
            }
            block(text, key, fields);
            for (of, fields) in
                asks.get(key.id.as_str()).into_iter().flatten().filter(|_| key.kind == EntryKind::Initiative)
            {
                text.push('\n');
                block(text, of, fields);
            }
        }
        for (path, (kind, block)) in blocks {
            let old = self.texts.get(&path).cloned().unwrap_or_default();
            let eol = if old.contains("\r\n") { "\r\n" } else { "\n" };
            let mut new = old.clone();
            if new.trim().is_empty() {
                new.push_str(&self.first_line(kind));
            } else if !new.ends_with('\n') {
                new.push_str(eol);
            }
            new.push_str(eol);
            new.push_str(&block.replace('\n', eol));
            match validate(&new) {
                Ok(()) => drop(self.texts.insert(path, new)),
                Err(error) => self.refused.push(format!("nothing was added to {path}: {error}")),
            }
        }
    }

    /// Where a new entry goes.
    fn home(&self, key: &EntryKey, one_each: bool) -> String {
        let folder = self.folder;
        match key.kind {
            EntryKind::Person => format!("{folder}/people.toml"),
            EntryKind::Team => format!("{folder}/teams.toml"),
            EntryKind::Allocation => format!("{folder}/time.toml"),
            EntryKind::Initiative | EntryKind::Dependency if one_each => {
                format!("{folder}/initiatives/{}.toml", file_stem(key.parts().0))
            }
            EntryKind::Initiative | EntryKind::Dependency => format!("{folder}/initiatives.toml"),
        }
    }

    fn first_line(&self, kind: EntryKind) -> String {
        let from: Vec<&str> = self.origins.get(&kind).into_iter().flatten().map(String::as_str).collect();
        let from: String = from.join(" and ").chars().filter(|c| !c.is_control()).collect();
        format!("# From {from}. Edit freely: the next import keeps what you change here.\n")
    }
}

fn as_edit(step: &Step, file: &str) -> Option<Edit> {
    let kind = step.key().kind.name();
    Some(match step {
        Step::New(key, fields) if key.kind == EntryKind::Dependency => {
            let (initiative, on) = key.parts();
            let keys = KEYS.iter().find(|(kind, _)| *kind == key.kind).map_or(&[][..], |(_, keys)| keys);
            let more = keys.iter().filter_map(|key| Some((*key, value(key, fields.get(key)?))));
            let entry = Record::of([("on", reference(on))].into_iter().chain(more));
            Edit::add(file, "initiative", initiative, "dependency", Value::Table(entry))
        }
        Step::New(..) => return None,
        Step::Drop(key) => Edit::drop_entry(file, kind, &key.id),
        Step::Set { key, field, after, .. } => Edit::set(file, kind, &key.id, field, value(field, after)),
        Step::Unset { key, field, .. } => Edit::remove(file, kind, &key.id, field),
        Step::Add { key, field, item } => Edit::add(file, kind, &key.id, field, item_value(field, item)),
        Step::Take { key, field, item } => Edit::take(file, kind, &key.id, field, item_value(field, item)),
    })
}

fn item_value(field: &str, item: &str) -> Value {
    match field {
        "known-as" | "scope" => Value::text(item),
        "initiative" => Value::reference("initiative", item),
        _ => Value::reference("person", item),
    }
}

/// What a dependency is on.
fn reference(on: &str) -> Value {
    let (kind, id) = on.split_once(':').unwrap_or(("team", on));
    Value::reference(kind, id)
}

/// An entry as TOML.
fn block(out: &mut String, key: &EntryKey, fields: &Fields) {
    // Writing to a String cannot fail.
    let _ = match key.kind {
        EntryKind::Allocation => {
            let (person, initiative) = key.parts();
            writeln!(out, "[[allocation]]\nperson = {}\ninitiative = {}", text_toml(person), text_toml(initiative))
        }
        EntryKind::Dependency => {
            let (initiative, on) = key.parts();
            writeln!(out, "[[initiative.{}.dependency]]\non = {}", key_toml(initiative), text_toml(on))
        }
        kind => writeln!(out, "[{}.{}]", kind.name(), key_toml(&key.id)),
    };
    let keys = KEYS.iter().find(|(kind, _)| *kind == key.kind).map_or(&[][..], |(_, keys)| keys);
    for name in keys {
        if let Some(said) = fields.get(name) {
            let _ = writeln!(out, "{name} = {}", toml(said, name));
        }
    }
}

fn toml(said: &Said, key: &str) -> String {
    let list = |items: &mut dyn Iterator<Item = &String>, key: &str| {
        let items: Vec<String> = items.map(|item| text_toml(item)).collect();
        match items.as_slice() {
            // `initiative`, `leader` and `known-as` may be one or several.
            [one] if !matches!(key, "members" | "people" | "scope") => one.clone(),
            _ if items.len() > ITEMS_ON_A_LINE_MAX => format!("[\n    {},\n]", items.join(",\n    ")),
            _ => format!("[{}]", items.join(", ")),
        }
    };
    match said {
        Said::Text(text) | Said::Id(text) => text_toml(text),
        Said::Ids(ids) => list(&mut ids.iter(), key),
        Said::Set(items) => list(&mut items.iter(), key),
        Said::Day(day) => day.to_string(),
        Said::Share(share) => format!("{share:?}"),
        Said::Flag(flag) => flag.to_string(),
    }
}
