//! What the last import said, what the files say now, and what the sheets say now: what follows for the files.
//!
//! A value that the sheets did not change stays as the files have it, so that hand edits stay. One that only the sheets
//! changed is taken. One that both changed is a conflict: the file keeps its own, and both are shown.

use std::collections::BTreeSet;

use onethread_model::Day;

use super::entries::{Entries, EntryKey, EntryKind, Fields, Said};

/// One thing to do to a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A new entry, with everything that is said of it.
    New(EntryKey, Fields),
    /// An entry that goes, because the sheets have it no more and nothing names it.
    Drop(EntryKey),
    /// Another value, or the first one.
    Set {
        /// The entry.
        key: EntryKey,
        /// What is set.
        field: &'static str,
        /// What the file says.
        before: Option<Said>,
        /// What it is to say.
        after: Said,
    },
    /// No value any more.
    Unset {
        /// The entry.
        key: EntryKey,
        /// What is taken out.
        field: &'static str,
        /// What the file says.
        before: Said,
    },
    /// One more item.
    Add {
        /// The entry.
        key: EntryKey,
        /// The list.
        field: &'static str,
        /// The item.
        item: String,
    },
    /// One item less.
    Take {
        /// The entry.
        key: EntryKey,
        /// The list.
        field: &'static str,
        /// The item.
        item: String,
    },
}

impl Step {
    /// The entry that it is about.
    pub fn key(&self) -> &EntryKey {
        match self {
            Step::New(key, _)
            | Step::Drop(key)
            | Step::Set { key, .. }
            | Step::Unset { key, .. }
            | Step::Add { key, .. }
            | Step::Take { key, .. } => key,
        }
    }
}

/// A value that both the file and the sheets changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The entry.
    pub key: EntryKey,
    /// Which of its values.
    pub field: &'static str,
    /// What the file says; `None` when it was taken out.
    pub file: Option<Said>,
    /// What the sheets say; `None` when they no longer say anything.
    pub sheet: Option<Said>,
}

/// What follows from the comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What to do, in order of kind and id.
    pub steps: Vec<Step>,
    /// What both changed.
    pub conflicts: Vec<Conflict>,
    /// Entries that the last import had, that the sheets have no more, and that the files keep.
    pub gone: Vec<EntryKey>,
    /// What the next import is to take for what the last one said.
    pub base: Entries,
}

/// Compares. With `theirs` the sheets win where both changed something.
pub fn compare(last: &Entries, files: &Entries, sheets: &Entries, theirs: bool) -> Comparison {
    let mut found = Comparison { base: sheets.clone(), ..Comparison::default() };
    let keys: BTreeSet<&EntryKey> = last.all.keys().chain(sheets.all.keys()).collect();
    for key in keys {
        match (last.get(key), files.get(key), sheets.get(key)) {
            (_, None, Some(new)) if last.get(key).is_none_or(|last| theirs && last != new) => {
                found.steps.push(Step::New(key.clone(), new.clone()));
            }
            (Some(last), None, Some(new)) if last != new => removed_by_hand(&mut found, key, last, new),
            // It is reported until the file has it no more, or has ended it.
            (Some(last), Some(file), None) => {
                found.base.all.insert(key.clone(), last.clone());
                let is_over = match key.kind {
                    EntryKind::Initiative => file.contains_key("ended"),
                    // Of an initiative that is gone or over nothing is asked any more.
                    EntryKind::Dependency => {
                        let initiative = EntryKey::new(EntryKind::Initiative, key.parts().0);
                        let is_over = |fields: &Fields| fields.contains_key("ended");
                        file.contains_key("until") || sheets.get(&initiative).is_none_or(is_over)
                    }
                    _ => false,
                };
                if !is_over {
                    found.gone.push(key.clone());
                }
            }
            (last, Some(file), Some(new)) => {
                let empty = Fields::new();
                let fields = Three { key, last: last.unwrap_or(&empty), file, new, theirs };
                fields.compare(&mut found);
            }
            _ => {}
        }
    }
    found
}

/// Someone took the entry out, and the sheets changed it.
fn removed_by_hand(found: &mut Comparison, key: &EntryKey, last: &Fields, new: &Fields) {
    for (field, said) in new.iter().filter(|(field, said)| last.get(*field) != Some(said)) {
        found.conflicts.push(Conflict { key: key.clone(), field, file: None, sheet: Some(said.clone()) });
    }
    found.base.all.insert(key.clone(), last.clone());
}

struct Three<'t> {
    key: &'t EntryKey,
    last: &'t Fields,
    file: &'t Fields,
    new: &'t Fields,
    theirs: bool,
}

impl Three<'_> {
    fn compare(&self, found: &mut Comparison) {
        let fields: BTreeSet<&'static str> = self.last.keys().chain(self.new.keys()).copied().collect();
        for field in fields {
            let (last, file, new) = (self.last.get(field), self.file.get(field), self.new.get(field));
            let is_set = [last, file, new].into_iter().flatten().any(|said| matches!(said, Said::Set(_)));
            if is_set {
                self.compare_items(field, found);
                continue;
            }
            if last == new || file == new {
                continue;
            }
            let own = file == last || file.is_none() && last.is_none();
            if !own && !self.theirs {
                found.conflicts.push(Conflict {
                    key: self.key.clone(),
                    field,
                    file: file.cloned(),
                    sheet: new.cloned(),
                });
                self.remember(field, last, found);
                continue;
            }
            let key = self.key.clone();
            match (file, new) {
                (before, Some(after)) => {
                    found.steps.push(Step::Set { key, field, before: before.cloned(), after: after.clone() });
                }
                (Some(before), None) => found.steps.push(Step::Unset { key, field, before: before.clone() }),
                (None, None) => {}
            }
        }
    }

    /// A conflict that was not decided stands until it is.
    fn remember(&self, field: &'static str, last: Option<&Said>, found: &mut Comparison) {
        let base = found.base.all.entry(self.key.clone()).or_default();
        match last {
            Some(last) => drop(base.insert(field, last.clone())),
            None => drop(base.remove(field)),
        }
    }

    fn compare_items(&self, field: &'static str, found: &mut Comparison) {
        let items = |fields: &Fields| match fields.get(field) {
            Some(Said::Set(items)) => items.clone(),
            _ => BTreeSet::new(),
        };
        let (last, file, new) = (items(self.last), items(self.file), items(self.new));
        for item in new.difference(&last).filter(|item| !file.contains(*item)) {
            found.steps.push(Step::Add { key: self.key.clone(), field, item: item.clone() });
        }
        for item in last.difference(&new).filter(|item| file.contains(*item)) {
            found.steps.push(Step::Take { key: self.key.clone(), field, item: item.clone() });
        }
    }
}

impl Comparison {
    /// Entries of a kind that are new.
    pub fn new_of(&self, kind: EntryKind) -> impl Iterator<Item = &EntryKey> {
        self.steps.iter().filter_map(move |step| match step {
            Step::New(key, _) if key.kind == kind => Some(key),
            _ => None,
        })
    }

    /// Takes entries out that are gone, except those that `is_named` says are named elsewhere.
    pub fn drop_gone(&mut self, is_named: impl Fn(&EntryKey) -> bool) {
        let (stay, go): (Vec<EntryKey>, Vec<EntryKey>) =
            self.gone.drain(..).partition(|key| key.kind.is_between() || is_named(key));
        self.gone = stay;
        for key in go {
            self.base.all.remove(&key);
            self.steps.push(Step::Drop(key));
        }
    }

    /// Ends initiatives that are gone on a day. Where the sheets list one again, it goes on.
    pub fn end_gone(&mut self, day: Day) {
        let (ended, stay): (Vec<EntryKey>, Vec<EntryKey>) =
            self.gone.drain(..).partition(|key| key.kind == EntryKind::Initiative);
        self.gone = stay;
        for key in ended {
            self.base.all.entry(key.clone()).or_default().insert("ended", Said::Day(day));
            self.steps.push(Step::Set { key, field: "ended", before: None, after: Said::Day(day) });
        }
    }

    /// Whether the files stay as they are.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}
