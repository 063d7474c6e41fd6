//! `truck-factor`: how few people hold what is known of a component.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onethread_kernel::authorship::{Hand, authors, truck_factor as factor_of};
use onethread_model::Day;
use onethread_model::facts::{RecordRef, Symbol};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, json};
use crate::measure::World;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::parts::PEOPLE_MIN;
use crate::measure::register::work::Components;

/// With fewer files than this, one more or less known would decide.
const FILES_MIN: usize = 10;

pub(super) const MEASURE: Measure = Measure {
    key: "truck-factor",
    title: "How few people hold what is known of a component",
    page: include_str!("truck_factor.md"),
    value: |world| json(&truck_factor(world, WINDOW_DAYS)),
};

/// The risk of each component that what is known of it goes. Nobody is told apart: it is a number of a component.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct TruckFactors {
    /// Days within which a file must have changed to count.
    pub window_days: i64,
    /// Components of which it is told.
    pub told: usize,
    /// Components that fewer than five people changed within these days, of which nothing is told.
    pub fewer_than_five: usize,
    /// The components that changed, in alphabetical order.
    pub components: Vec<ComponentRisk>,
}

/// The risk of one component.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ComponentRisk {
    /// The component of the organization's files; where they name none with paths, a part of the repositories.
    pub component: String,
    /// Files that changed within the window; this and what follows is absent when refused.
    pub files: Option<usize>,
    /// Of these, files that anybody knows who is on record.
    pub known: Option<usize>,
    /// How many people can go until fewer than half of the files have anybody left who knows them; 0 when fewer than half
    /// have anybody now.
    pub factor: Option<usize>,
    /// Why nothing is told.
    pub refused: Option<String>,
}

/// What is known of one file.
#[derive(Default)]
struct File<'f> {
    /// Changes by who made them.
    hands: BTreeMap<&'f str, u32>,
    /// The first change, and who made it.
    first: Option<(Day, RecordRef, &'f str)>,
    is_recent: bool,
}

/// Computes the measure: over files that changed in the last `window_days` days, with all that is on record of them.
pub fn truck_factor(world: &World<'_>, window_days: i64) -> TruckFactors {
    let facts = world.facts;
    let components = Components::of(world);
    let is_recent = |day: Day| world.day.days_since(day) < window_days;
    let made: HashMap<Symbol, Vec<Symbol>> = facts
        .changes()
        .filter(|change| !facts.is_by_program(change))
        .map(|change| (change.change, change.author.iter().chain(&*change.coauthors).copied().collect()))
        .collect();
    let mut files: HashMap<Symbol, File<'_>> = HashMap::new();
    // Who worked in a component within the window, so that nothing is told of few.
    let mut people: BTreeMap<u32, BTreeSet<Symbol>> = BTreeMap::new();
    let mut number_of: HashMap<Symbol, Option<u32>> = HashMap::new();
    for touch in facts.touches() {
        let number = *number_of.entry(touch.component).or_insert_with(|| components.number(touch.component, world));
        let Some((number, by)) = number.zip(made.get(&touch.change)) else { continue };
        let file = files.entry(touch.component).or_default();
        file.is_recent |= is_recent(touch.day);
        for person in by {
            *file.hands.entry(facts.text(*person)).or_default() += 1;
        }
        if is_recent(touch.day) {
            people.entry(number).or_default().extend(by);
        }
        let first = by.first().map(|person| (touch.day, touch.at, facts.text(*person)));
        if let Some(first) = first.filter(|new| file.first.is_none_or(|old| (new.0, new.1) < (old.0, old.1))) {
            file.first = Some(first);
        }
    }
    let mut of: BTreeMap<&str, Vec<&File<'_>>> = BTreeMap::new();
    let mut group: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, file) in files.iter().filter(|(_, file)| file.is_recent) {
        let Some(number) = number_of.get(path).copied().flatten() else { continue };
        let name = components.names.get(number as usize).map_or("", String::as_str);
        of.entry(name).or_default().push(file);
        group.insert(name, people.get(&number).map_or(0, BTreeSet::len));
    }
    let mut found = TruckFactors { window_days, ..TruckFactors::default() };
    for (name, files) in of {
        let is_group = group.get(name).is_some_and(|people| *people >= PEOPLE_MIN);
        found.fewer_than_five += usize::from(!is_group);
        found.components.push(risk(name, &files, is_group));
    }
    found.told = found.components.iter().filter(|one| one.factor.is_some()).count();
    found
}

fn risk(name: &str, files: &[&File<'_>], is_group: bool) -> ComponentRisk {
    let mut found = ComponentRisk { component: name.to_owned(), ..ComponentRisk::default() };
    if !is_group {
        found.refused = Some(format!("fewer than {PEOPLE_MIN} people changed it"));
        return found;
    }
    if files.len() < FILES_MIN {
        found.refused = Some(format!("fewer than {FILES_MIN} files of it changed"));
        return found;
    }
    let people: BTreeSet<&str> = files.iter().flat_map(|file| file.hands.keys().copied()).collect();
    let numbers: BTreeMap<&str, u32> = people.into_iter().zip(0..).collect();
    let known: Vec<Vec<u32>> = files
        .iter()
        .map(|file| {
            let hand = |(person, changes): (&&str, &u32)| Hand {
                person: numbers.get(person).copied().unwrap_or_default(),
                changes: *changes,
                created: file.first.is_some_and(|(.., first)| first == *person),
            };
            authors(&file.hands.iter().map(hand).collect::<Vec<_>>())
        })
        .collect();
    if let Some(told) = factor_of(&known) {
        (found.files, found.known, found.factor) = (Some(told.files), Some(told.known), Some(told.factor));
    }
    found
}
