//! What was released when: releases of initiatives, by their names, and those of everything at once.

use std::collections::{BTreeMap, HashMap};

use onethread_model::Day;
use onethread_model::facts::RecordRef;

use super::{Initiative, View};

/// Days of release with the first record of each.
pub type Days = BTreeMap<Day, RecordRef>;

/// Releases by whose they are.
#[derive(Debug, Default)]
pub(crate) struct Released {
    /// By initiative: a release is an initiative's when its name begins with the id or the title.
    pub(crate) of: BTreeMap<String, Days>,
    /// Those of no initiative by their names: of everything at once.
    pub(crate) common: Days,
}

impl Released {
    /// Reads the releases up to the day of the view.
    pub(crate) fn of(view: &View<'_>) -> Released {
        let mut found = Released::default();
        let mut named: HashMap<String, Vec<&Initiative>> = HashMap::new();
        for one in &view.initiatives {
            for word in std::iter::once(one.id.as_str()).chain(one.title.as_deref()).filter(|word| !word.is_empty()) {
                named.entry(word.to_ascii_lowercase()).or_default().push(one);
            }
        }
        for release in view.facts.releases() {
            let name = view.facts.text(release.release).to_ascii_lowercase();
            // A name ends where a word does.
            let ends =
                name.char_indices().filter(|(_, one)| !one.is_alphanumeric()).map(|(at, _)| at).chain([name.len()]);
            let of = ends.filter_map(|end| named.get(&name[..end])).flatten();
            // Of two whose names fit, the longer one is meant.
            let days = match of.max_by_key(|one| (one.id.len(), &one.id)) {
                Some(one) => found.of.entry(one.id.clone()).or_default(),
                None => &mut found.common,
            };
            days.entry(release.day).or_insert(release.at);
        }
        found
    }
}
