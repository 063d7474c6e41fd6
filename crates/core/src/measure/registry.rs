//! A registry's entries as known on a day: events folded up to it, snapshots where events are silent.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use onethread_model::Day;
use onethread_model::config::Registry;
use onethread_model::facts::{AsOf, RecordRef, RegistryFieldKind, RegistryKey, Symbol, registry_field};
use rustc_hash::{FxHashMap, FxHashSet};

/// The value of a registry field, with the record that said so last.
#[derive(Clone, Debug)]
pub(crate) struct FieldState {
    pub(crate) value: Box<[Symbol]>,
    /// The same as a day, where the field is one.
    day: Option<Day>,
    pub(crate) at: RecordRef,
    /// The order of the statement: its day, and the sequence within it.
    order: (Day, Option<u32>),
    /// Whether an event says so, which outranks any snapshot.
    is_event: bool,
    /// A record of the same order that says something else: then neither counts.
    pub(crate) against: Option<(RecordRef, Box<[Symbol]>)>,
}

impl FieldState {
    /// The day from which on it holds; absent where it was only observed on a day.
    pub(crate) fn since(&self) -> Option<Day> {
        self.is_event.then_some(self.order.0)
    }

    /// What this record says beside what is known from another one. Of two orders the later one counts; of one order,
    /// both do, or neither.
    fn after(self, known: Option<&FieldState>) -> FieldState {
        match known.filter(|known| known.order == self.order) {
            Some(known) if known.value == self.value => known.clone(),
            Some(known) => FieldState { against: Some((self.at, self.value)), ..known.clone() },
            None => self,
        }
    }
}

/// What a registry says about one initiative.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// Latest value by field.
    pub(crate) fields: FxHashMap<Symbol, FieldState>,
    /// Day of the first and of the latest filed version.
    pub(crate) versions: Option<(Day, Day)>,
    /// Every status with the day it was taken on and the record that says so.
    pub(crate) statuses: Vec<(Day, Symbol, RecordRef)>,
    /// Where two sources say different things: field, and the record that was not used.
    pub(crate) disagreements: Vec<(Symbol, FieldState)>,
    /// The day on which another leader was named than before, and on which another person came first on its list.
    pub(crate) leader_changed: Option<Day>,
    pub(crate) first_person_changed: Option<Day>,
    /// The first record that mentions it.
    pub(crate) first: Option<RecordRef>,
}

/// The fields whose value is a day.
struct DayFields(FxHashSet<Symbol>);

impl DayFields {
    fn of(facts: AsOf<'_>) -> DayFields {
        let is_day = |name: &str| registry_field(name).is_some_and(|field| field.kind == RegistryFieldKind::Day);
        let events = facts.initiative_events().map(|event| event.field);
        let fields: FxHashSet<Symbol> = events.chain(facts.initiative_snapshots().map(|row| row.field)).collect();
        DayFields(fields.into_iter().filter(|field| is_day(facts.text(*field))).collect())
    }

    /// The day that a field holds, when it is one and holds one.
    fn read(&self, field: Symbol, value: &[Symbol], facts: AsOf<'_>) -> Option<Day> {
        value.first().filter(|_| self.0.contains(&field)).and_then(|text| Day::parse(facts.text(*text)).ok())
    }
}

/// All entries by initiative.
pub(crate) fn fold(facts: AsOf<'_>) -> BTreeMap<String, Entry> {
    let find = |key: RegistryKey| facts.symbols().find(key.name());
    let (version, status) = (find(RegistryKey::Version), find(RegistryKey::Status));
    let (leader, people) = (find(RegistryKey::Leader), find(RegistryKey::People));
    let days = DayFields::of(facts);
    let mut entries: FxHashMap<Symbol, Entry> = FxHashMap::default();
    for event in facts.initiative_events() {
        let entry = entries.entry(event.initiative).or_default();
        entry.first.get_or_insert(event.at);
        if Some(event.field) == version {
            let first = entry.versions.map_or(event.day, |(first, _)| first);
            entry.versions = Some((first, event.day));
        }
        if let (true, Some(word)) = (Some(event.field) == status, event.value.first()) {
            entry.statuses.push((event.day, *word, event.at));
        }
        let order = (event.day, event.seq);
        let day = days.read(event.field, &event.value, facts);
        let state = FieldState { value: event.value.clone(), day, at: event.at, order, is_event: true, against: None };
        let known = entry.fields.get(&event.field);
        let is_another = known.is_some_and(|known| known.value.first() != state.value.first());
        let state = state.after(known);
        if is_another && Some(event.field) == leader {
            entry.leader_changed = Some(event.day);
        } else if is_another && Some(event.field) == people {
            entry.first_person_changed = Some(event.day);
        }
        entry.fields.insert(event.field, state);
    }
    for row in facts.initiative_snapshots() {
        let entry = entries.entry(row.initiative).or_default();
        entry.first.get_or_insert(row.at);
        let order = (row.observed, None);
        let day = days.read(row.field, &row.value, facts);
        let state = FieldState { value: row.value.clone(), day, at: row.at, order, is_event: false, against: None };
        match entry.fields.get_mut(&row.field) {
            None => drop(entry.fields.insert(row.field, state)),
            Some(known) if known.value == state.value => {}
            // What was observed later counts; on one day neither does.
            Some(known) if !known.is_event && known.order <= state.order => {
                let before = std::mem::replace(known, state.after(Some(known)));
                if known.against.is_none() {
                    entry.disagreements.push((row.field, before));
                }
            }
            Some(_) => entry.disagreements.push((row.field, state)),
        }
    }
    entries.into_iter().map(|(id, entry)| (facts.text(id).to_owned(), entry)).collect()
}

/// A field as it is asked for: one of its own, or that of a milestone.
pub(crate) trait FieldName {
    /// Its name in facts.
    fn name(&self) -> Cow<'static, str>;
}

impl FieldName for RegistryKey {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(RegistryKey::name(*self))
    }
}

impl FieldName for (RegistryKey, &str) {
    fn name(&self) -> Cow<'static, str> {
        Cow::Owned(self.0.of(self.1))
    }
}

impl Entry {
    /// The first text of a field, when it has one.
    pub(crate) fn text<'a>(&self, facts: AsOf<'a>, field: impl FieldName) -> Option<(&'a str, RecordRef)> {
        let state = self.state(facts, field)?;
        state.value.first().map(|symbol| (facts.text(*symbol), state.at))
    }

    /// All texts of a field; empty when it is absent or empty.
    pub(crate) fn texts<'a>(&self, facts: AsOf<'a>, field: impl FieldName) -> Vec<(&'a str, RecordRef)> {
        let Some(state) = self.state(facts, field) else { return Vec::new() };
        state.value.iter().map(|symbol| (facts.text(*symbol), state.at)).collect()
    }

    /// The day that a field holds, when it does.
    pub(crate) fn day(&self, facts: AsOf<'_>, field: impl FieldName) -> Option<(Day, RecordRef)> {
        let state = self.state(facts, field)?;
        Some((state.day?, state.at))
    }

    /// The state of a field, even when its value is empty; absent where two records contradict each other.
    pub(crate) fn state(&self, facts: AsOf<'_>, field: impl FieldName) -> Option<&FieldState> {
        self.fields.get(&facts.symbols().find(&field.name())?).filter(|state| state.against.is_none())
    }

    /// The two records that contradict each other about a field.
    pub(crate) fn contradiction(&self, facts: AsOf<'_>, field: impl FieldName) -> Option<[RecordRef; 2]> {
        let state = self.fields.get(&facts.symbols().find(&field.name())?)?;
        Some([state.at, state.against.as_ref()?.0])
    }
}

/// Days of releases by the numbers in their names, so that `v1.21.0` and `1.21` are the same release.
pub(crate) struct Calendar {
    /// Read when the first target names a release: where targets are days, none does.
    days: OnceCell<HashMap<ReleaseKey, Day>>,
    first: Option<ReleaseKey>,
}

/// The numbers in a release's name, or the name itself where there are none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ReleaseKey {
    Numbers(Vec<u64>),
    Name(String),
}

impl ReleaseKey {
    pub(crate) fn of(name: &str) -> ReleaseKey {
        let digits = name.trim().trim_start_matches(['v', 'V']);
        let numbers: Result<Vec<u64>, _> = digits.split('.').map(str::parse).collect();
        match numbers {
            Ok(mut numbers) => {
                while numbers.len() > 1 && numbers.last() == Some(&0) {
                    numbers.pop();
                }
                ReleaseKey::Numbers(numbers)
            }
            Err(_) => ReleaseKey::Name(name.trim().to_owned()),
        }
    }
}

impl Calendar {
    pub(crate) fn new(settings: &Registry) -> Calendar {
        Calendar { days: OnceCell::new(), first: settings.first_release.as_deref().map(ReleaseKey::of) }
    }

    fn days(facts: AsOf<'_>) -> HashMap<ReleaseKey, Day> {
        let mut days = HashMap::new();
        for release in facts.releases() {
            // Two sources may both list a release: the first day counts.
            days.entry(ReleaseKey::of(facts.text(release.release))).or_insert(release.day);
        }
        days
    }

    /// The day that a target was reached: the release's day, or the day that the target itself names.
    ///
    /// Absent when it lies ahead of the day of the facts, or before the first release that counts.
    pub(crate) fn reached(&self, target: &str, facts: AsOf<'_>) -> Option<Day> {
        if let Ok(day) = Day::parse(target) {
            return Some(day).filter(|day| *day <= facts.day());
        }
        let key = ReleaseKey::of(target);
        if self.first.as_ref().is_some_and(|first| key < *first) {
            return None;
        }
        self.days.get_or_init(|| Calendar::days(facts)).get(&key).copied()
    }

    /// Whether one target lies before another; not known where either is a bare name.
    pub(crate) fn is_before(&self, target: &str, other: &str) -> bool {
        match (ReleaseKey::of(target), ReleaseKey::of(other)) {
            (ReleaseKey::Numbers(a), ReleaseKey::Numbers(b)) => a < b,
            _ => match (Day::parse(target), Day::parse(other)) {
                (Ok(a), Ok(b)) => a < b,
                _ => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ReleaseKey;

    #[test]
    fn releases_compare_by_number() {
        assert_eq!(ReleaseKey::of("v1.21.0"), ReleaseKey::of("1.21"));
        assert!(ReleaseKey::of("v1.9") < ReleaseKey::of("v1.10"));
        assert_ne!(ReleaseKey::of("v1.2"), ReleaseKey::of("v1.20"));
        assert_eq!(ReleaseKey::of("spring"), ReleaseKey::Name("spring".to_owned()));
    }
}
