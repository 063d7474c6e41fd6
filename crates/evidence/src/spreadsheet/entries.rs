//! What spreadsheets can say of an organization, in one form for the sheets, the last import and the files.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::org::{Org, WishedForm};
use onethread_model::record::Value;
use onethread_model::source::At;

/// The kinds of entry that spreadsheets fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// `[person.ID]`
    Person,
    /// `[team.ID]`
    Team,
    /// `[initiative.ID]`
    Initiative,
    /// `[[allocation]]`; its id is the person and the initiative.
    Allocation,
    /// `[[initiative.ID.dependency]]`; its id is the initiative and whom it asks, as `team:payments`.
    Dependency,
}

impl EntryKind {
    /// All kinds, in the order in which they are written.
    pub const ALL: [EntryKind; 5] =
        [EntryKind::Person, EntryKind::Team, EntryKind::Initiative, EntryKind::Allocation, EntryKind::Dependency];

    /// The kind as a file writes it.
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Person => "person",
            EntryKind::Team => "team",
            EntryKind::Initiative => "initiative",
            EntryKind::Allocation => "allocation",
            EntryKind::Dependency => "dependency",
        }
    }

    /// Whether it is between two entries, and has no id of its own in a file.
    pub fn is_between(self) -> bool {
        matches!(self, EntryKind::Allocation | EntryKind::Dependency)
    }
}

/// A kind and an id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryKey {
    /// The kind.
    pub kind: EntryKind,
    /// The id; of an allocation the person, a tab and the initiative; of a dependency the initiative, a tab and what it
    /// is on.
    pub id: String,
}

impl EntryKey {
    /// The key of an entry.
    pub fn new(kind: EntryKind, id: impl Into<String>) -> EntryKey {
        EntryKey { kind, id: id.into() }
    }

    /// The key of an allocation.
    pub fn allocation(person: &str, initiative: &str) -> EntryKey {
        EntryKey::new(EntryKind::Allocation, format!("{person}\t{initiative}"))
    }

    /// The key of a dependency; `on` is `team:payments` or the like.
    pub fn dependency(initiative: &str, on: &str) -> EntryKey {
        EntryKey::new(EntryKind::Dependency, format!("{initiative}\t{on}"))
    }

    /// The two sides of an allocation or a dependency.
    pub fn parts(&self) -> (&str, &str) {
        self.id.split_once('\t').unwrap_or((&self.id, ""))
    }
}

/// What is said under a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Text.
    Text(String),
    /// An id.
    Id(String),
    /// Ids in order, compared as a whole: leaders.
    Ids(Vec<String>),
    /// Items without order, each compared on its own: members. A piece of scope is `kind:name`.
    Set(BTreeSet<String>),
    /// A day.
    Day(Day),
    /// A share from 0 to 1.
    Share(f64),
    /// Yes or no.
    Flag(bool),
}

impl Said {
    /// What is said, in the words of the file.
    pub fn words(&self) -> String {
        match self {
            Said::Text(text) | Said::Id(text) => text.clone(),
            Said::Ids(ids) => ids.join(", "),
            Said::Set(items) => items.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
            Said::Day(day) => day.to_string(),
            Said::Share(share) => format!("{} %", (share * 10_000.0).round() / 100.0),
            Said::Flag(flag) => flag.to_string(),
        }
    }
}

/// What is said of one entry, by key.
pub type Fields = BTreeMap<&'static str, Said>;

/// Entries by kind and id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    /// The entries.
    pub all: BTreeMap<EntryKey, Fields>,
}

/// Every key that spreadsheets fill.
pub(super) const KEYS: &[(EntryKind, &[&str])] = &[
    (EntryKind::Person, &["title", "function", "reports-to", "fte", "known-as"]),
    (EntryKind::Team, &["title", "initiative", "members", "outside"]),
    (
        EntryKind::Initiative,
        &[
            "title",
            "purpose",
            "leader",
            "sponsor",
            "people",
            "team",
            "form",
            "stage",
            "phase",
            "scope",
            "idea",
            "committed",
            "ended",
            "outcome",
        ],
    ),
    (EntryKind::Allocation, &["share", "from", "until"]),
    (EntryKind::Dependency, &["effect", "size", "needed", "status", "note", "until"]),
];

impl Entries {
    /// The fields of an entry.
    pub fn get(&self, key: &EntryKey) -> Option<&Fields> {
        self.all.get(key)
    }

    /// Whether there is such an entry.
    pub fn has(&self, kind: EntryKind, id: &str) -> bool {
        self.all.contains_key(&EntryKey::new(kind, id))
    }

    /// How many of a kind there are.
    pub fn count(&self, kind: EntryKind) -> usize {
        self.all.keys().filter(|key| key.kind == kind).count()
    }

    /// Takes the mark of being outside the roster from teams that the files describe and the last import did not mark:
    /// who wrote them knows them.
    pub fn forget_outside(&mut self, files: &Entries, last: &Entries) {
        let is_marked = |fields: &Fields| fields.contains_key("outside");
        for (key, fields) in self.all.iter_mut().filter(|(key, _)| key.kind == EntryKind::Team) {
            let is_written = files.get(key).is_some_and(|own| !is_marked(own));
            if is_written && !last.get(key).is_some_and(is_marked) {
                fields.remove("outside");
            }
        }
    }

    /// The entry, made when it is not there.
    pub(super) fn entry(&mut self, kind: EntryKind, id: &str) -> &mut Fields {
        self.all.entry(EntryKey::new(kind, id)).or_default()
    }

    /// Adds an item to a set.
    pub(super) fn add(&mut self, kind: EntryKind, id: &str, key: &'static str, item: impl Into<String>) {
        let said = self.entry(kind, id).entry(key).or_insert_with(|| Said::Set(BTreeSet::new()));
        if let Said::Set(items) = said {
            items.insert(item.into());
        }
    }

    /// Sets a text, unless it is empty.
    pub(super) fn text(&mut self, kind: EntryKind, id: &str, key: &'static str, text: String) {
        if !text.is_empty() {
            self.entry(kind, id).entry(key).or_insert(Said::Text(text));
        }
    }

    /// What an organization's files say, as far as spreadsheets can say it.
    pub fn of(org: &Org) -> Entries {
        let mut all = Entries::default();
        for (id, person) in org.people.iter() {
            let fields = all.entry(EntryKind::Person, id);
            put_text(fields, "title", person.title.as_ref());
            put_text(fields, "function", person.function.as_ref());
            put_id(fields, "reports-to", person.reports_to.as_ref());
            fields.extend(person.fte.as_ref().map(|at| ("fte", Said::Share(at.value))));
            put_set(fields, "known-as", person.known_as.iter().map(|at| at.value.clone()));
        }
        for (id, team) in org.teams.iter() {
            let fields = all.entry(EntryKind::Team, id);
            put_text(fields, "title", team.title.as_ref());
            put_set(fields, "initiative", team.initiatives.iter().map(|at| at.value.clone()));
            put_set(fields, "members", team.members.iter().map(|at| at.value.clone()));
            fields.extend(team.outside.as_ref().map(|at| ("outside", Said::Flag(at.value))));
        }
        for (id, initiative) in org.initiatives.iter() {
            let fields = all.entry(EntryKind::Initiative, id);
            put_text(fields, "title", initiative.title.as_ref());
            put_text(fields, "purpose", initiative.purpose.as_ref());
            if !initiative.leaders.is_empty() {
                fields.insert("leader", Said::Ids(initiative.leaders.iter().map(|at| at.value.clone()).collect()));
            }
            put_set(fields, "people", initiative.people.iter().map(|at| at.value.clone()));
            put_id(fields, "team", initiative.team.as_ref());
            put_id(fields, "sponsor", initiative.sponsor.as_ref());
            put_text(fields, "stage", initiative.stage.as_ref());
            put_text(fields, "phase", initiative.phase.as_ref());
            put_set(fields, "scope", initiative.scope.iter().map(|at| at.value.to_string()));
            if let Some(form) = &initiative.form {
                let word = match form.value {
                    WishedForm::Sto => "sto",
                    WishedForm::Stl => "stl",
                    WishedForm::Functional => "functional",
                };
                fields.insert("form", Said::Text(word.to_owned()));
            }
            let days = [("idea", &initiative.idea), ("committed", &initiative.committed), ("ended", &initiative.ended)];
            for (key, day) in days {
                fields.extend(day.as_ref().map(|at| (key, Said::Day(at.value))));
            }
            put_text(fields, "outcome", initiative.outcome.as_ref());
        }
        all.put_dependencies(org);
        for allocation in org.allocations.iter() {
            let key = EntryKey::allocation(&allocation.person.value, &allocation.initiative.value);
            // Several for one person and initiative are a history; the latest one is what a spreadsheet speaks of.
            let fields = all.all.entry(key).or_default();
            let from = allocation.from.as_ref().map(|at| Said::Day(at.value));
            if matches!((fields.get("from"), &from), (Some(Said::Day(known)), Some(Said::Day(day))) if day < known) {
                continue;
            }
            fields.clear();
            fields.insert("share", Said::Share(allocation.share.value));
            fields.extend(allocation.from.as_ref().map(|at| ("from", Said::Day(at.value))));
            fields.extend(allocation.until.as_ref().map(|at| ("until", Said::Day(at.value))));
        }
        all
    }

    fn put_dependencies(&mut self, org: &Org) {
        let outside = org.outside_dependencies.iter().map(|(id, _)| &id.value);
        let initiatives: BTreeSet<&String> = org.initiatives.keys().chain(outside).collect();
        for id in initiatives {
            for dependency in org.dependencies_of(id) {
                // Several on one team are a history; the last one is what a spreadsheet speaks of.
                let key = EntryKey::dependency(id, &dependency.on.value.to_string());
                let fields = self.all.entry(key).or_default();
                fields.clear();
                put_text(fields, "effect", dependency.effect.as_ref());
                put_text(fields, "size", dependency.size.as_ref());
                fields.extend(dependency.needed.as_ref().map(|at| ("needed", Said::Day(at.value))));
                put_text(fields, "status", dependency.status.as_ref());
                put_text(fields, "note", dependency.note.as_ref());
                fields.extend(dependency.until.as_ref().map(|at| ("until", Said::Day(at.value))));
            }
        }
    }
}

/// What is said as a value of an edit.
pub(super) fn value(key: &str, said: &Said) -> Value {
    let kind = match key {
        "team" => "team",
        "initiative" => "initiative",
        _ => "person",
    };
    match said {
        Said::Text(text) => Value::text(text),
        Said::Id(id) => Value::reference(kind, id),
        Said::Ids(ids) if ids.len() == 1 => Value::reference(kind, &ids[0]),
        Said::Ids(ids) => Value::list(ids.iter().map(|id| Value::reference(kind, id))),
        Said::Set(items) if matches!(key, "known-as" | "scope") => Value::list(items.iter().map(Value::text)),
        Said::Set(items) => Value::list(items.iter().map(|id| Value::reference(kind, id))),
        Said::Day(day) => Value::Day(*day),
        Said::Share(share) => Value::Number(*share),
        Said::Flag(flag) => Value::Flag(*flag),
    }
}

fn put_text(fields: &mut Fields, key: &'static str, at: Option<&At<String>>) {
    fields.extend(at.map(|at| (key, Said::Text(at.value.clone()))));
}

fn put_id(fields: &mut Fields, key: &'static str, at: Option<&At<String>>) {
    fields.extend(at.map(|at| (key, Said::Id(at.value.clone()))));
}

fn put_set(fields: &mut Fields, key: &'static str, items: impl Iterator<Item = String>) {
    let items: BTreeSet<String> = items.collect();
    if !items.is_empty() {
        fields.insert(key, Said::Set(items));
    }
}
