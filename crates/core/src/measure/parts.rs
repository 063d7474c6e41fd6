//! The parts of repositories: folders that are worked on by themselves, and who works mostly in one of them.

use std::collections::{BTreeMap, HashMap};

use onethread_model::facts::Symbol;
use rustc_hash::FxHashMap;

use super::View;
use super::change_log::{ChangeLog, ChangeSet};

/// A folder with more than this share of all change-sets is the whole rather than a part: its folders are looked at.
const WHOLE_SHARE: f64 = 0.4;
/// Folders below folders that are looked at.
const DEPTH_MAX: usize = 4;
/// A head count below this speaks of persons, and is not reported.
pub const PEOPLE_MIN: usize = 5;
/// Change-sets of a person below which nothing is concluded from where they lie. Tested by
/// `who_works_mostly_in_an_area_belongs_to_it`.
const OWN_MIN: usize = 5;
/// A larger share of a person's change-sets than this makes a part where the person works. Tested by
/// `who_works_mostly_in_an_area_belongs_to_it`.
const MOSTLY: f64 = 0.5;
/// Folders that serve all work, and so are no part of it.
const SHARED_FOLDERS: &[&str] = &[
    ".github",
    ".gitlab",
    ".changes",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "ci",
    "doc",
    "docs",
    "etc",
    "examples",
    "fixtures",
    "hack",
    "licenses",
    "node_modules",
    "scripts",
    "spec",
    "test",
    "testdata",
    "testing",
    "tests",
    "third_party",
    "thirdparty",
    "tools",
    "vendor",
];

/// A folder that is worked on by itself.
#[derive(Debug)]
pub struct Part<'l> {
    /// The folder.
    pub folder: String,
    /// The change-sets of the last year that touch it.
    pub sets: Vec<&'l ChangeSet>,
}

/// A team that nobody wrote down: people who work mostly in one part.
#[derive(Clone, Debug, PartialEq)]
pub struct InferredTeam {
    /// The part.
    pub folder: String,
    /// Ids or pseudonyms of at least five people, in alphabetical order.
    pub members: Vec<String>,
    /// Share of all their change-sets of the last year that touch the part, 0 to 1.
    pub share: f64,
    /// All their change-sets of the last year.
    pub change_sets: usize,
}

/// The parts, in alphabetical order of folder: no part of a part, and none of the folders that serve all work.
pub fn parts<'l>(log: &'l ChangeLog, view: &View<'_>) -> Vec<Part<'l>> {
    let mut folders = Folders { all: vec![Folder::default()], below: HashMap::new() };
    let mut above: FxHashMap<Symbol, usize> = FxHashMap::default();
    for set in &log.sets {
        for component in &set.components {
            let mut folder = *above.entry(*component).or_insert_with(|| folders.above(view.facts.text(*component)));
            // What is above a folder that has the change-set has it too.
            while folder != 0 && folders.all[folder].sets.last().is_none_or(|last| !std::ptr::eq(*last, set)) {
                folders.all[folder].sets.push(set);
                folder = folders.all[folder].above;
            }
        }
    }
    let whole = (log.sets.len() as f64 * WHOLE_SHARE) as usize;
    let all = &folders.all;
    let is_whole = |at: usize| at == 0 || all[at].sets.len() > whole;
    let mut parts: Vec<(Vec<&str>, usize)> = Vec::new();
    for at in (1..all.len()).filter(|at| !is_whole(*at)) {
        let names: Vec<usize> =
            std::iter::successors(Some(at), |at| Some(all[*at].above)).take_while(|at| *at != 0).collect();
        let serves_all = names.iter().any(|at| SHARED_FOLDERS.contains(&all[*at].name));
        if !serves_all && names[1..].iter().all(|at| is_whole(*at)) {
            parts.push((names.iter().rev().map(|at| all[*at].name).collect(), at));
        }
    }
    parts.sort_unstable();
    let part = |(names, at): (Vec<&str>, usize)| Part {
        folder: names.join("/"),
        sets: std::mem::take(&mut folders.all[at].sets),
    };
    parts.into_iter().map(part).collect()
}

/// A folder, its last name, the place of the one above it, and the change-sets that touch it.
#[derive(Default)]
struct Folder<'l, 't> {
    name: &'t str,
    above: usize,
    sets: Vec<&'l ChangeSet>,
}

/// Folders, each by a number; that of the folder above all is 0.
struct Folders<'l, 't> {
    all: Vec<Folder<'l, 't>>,
    below: HashMap<(usize, &'t str), usize>,
}

impl<'t> Folders<'_, 't> {
    /// The folder that a path lies in, no deeper than is looked at.
    fn above(&mut self, path: &'t str) -> usize {
        let mut names = path.split('/').filter(|name| !name.is_empty()).peekable();
        let (mut folder, mut depth) = (0, 0);
        while let Some(name) = names.next() {
            // The last name is that of the file.
            if names.peek().is_none() || depth == DEPTH_MAX {
                break;
            }
            let next = self.all.len();
            let below = *self.below.entry((folder, name)).or_insert(next);
            if below == next {
                self.all.push(Folder { name, above: folder, sets: Vec::new() });
            }
            (folder, depth) = (below, depth + 1);
        }
        folder
    }
}

/// Teams that changes suggest: of each part, those who work mostly there, when there are at least five of them.
pub fn inferred_teams(log: &ChangeLog, view: &View<'_>) -> Vec<InferredTeam> {
    let mut all: BTreeMap<Symbol, usize> = BTreeMap::new();
    for person in log.sets.iter().flat_map(|set| &set.people) {
        *all.entry(*person).or_default() += 1;
    }
    let mut teams = Vec::new();
    for part in parts(log, view) {
        let mut here: BTreeMap<Symbol, usize> = BTreeMap::new();
        for person in part.sets.iter().flat_map(|set| &set.people) {
            *here.entry(*person).or_default() += 1;
        }
        let total = |person: &Symbol| all.get(person).copied().unwrap_or_default();
        here.retain(|person, count| total(person) >= OWN_MIN && *count as f64 > total(person) as f64 * MOSTLY);
        if here.len() < PEOPLE_MIN {
            continue;
        }
        let change_sets: usize = here.keys().map(total).sum();
        let mut members: Vec<String> = here.keys().map(|person| view.facts.text(*person).to_owned()).collect();
        members.sort();
        teams.push(InferredTeam {
            folder: part.folder,
            members,
            share: here.values().sum::<usize>() as f64 / change_sets as f64,
            change_sets,
        });
    }
    teams
}

#[cfg(test)]
mod tests {
    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use onethread_model::org::Org;
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::{Snapshot, World};

    /// Changes of some people, each in a folder.
    fn facts(changes: &[(&str, &str, usize)]) -> Facts {
        let mut facts = Facts::default();
        let mut line = 0;
        for (person, folder, times) in changes {
            for _ in 0..*times {
                line += 1;
                let (id, path) = (format!("c{line}"), format!("{folder}/file.rs"));
                let mut cells = Cells::default();
                cells.set("day", "2026-06-01");
                cells.set("change", &id);
                cells.set("author", person);
                let at = RecordRef { source: 0, line };
                facts.push(FactKind::ChangeMade, &cells, at).expect("a change");
                let mut cells = Cells::default();
                cells.set("day", "2026-06-01");
                cells.set("change", &id);
                cells.set("component", &path);
                facts.push(FactKind::Touch, &cells, at).expect("a touch");
            }
        }
        facts
    }

    fn teams(changes: &[(&str, &str, usize)]) -> Vec<InferredTeam> {
        let facts = facts(changes);
        let (config, org, sources) = (Config::default(), Org::default(), Sources::default());
        let snapshot = Snapshot::new(config, org, sources, facts);
        let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
        inferred_teams(world.change_log(), &world)
    }

    /// Two planted teams of five, one wanderer between them, and one newcomer.
    #[test]
    fn planted_teams_are_found_and_nobody_else() {
        let mut changes = Vec::new();
        for person in ["a1", "a2", "a3", "a4", "a5"] {
            changes.extend([(person, "pay", 8), (person, "cart", 2)]);
        }
        for person in ["b1", "b2", "b3", "b4", "b5"] {
            changes.push((person, "cart", 8));
        }
        changes.extend([("w", "pay", 5), ("w", "cart", 5), ("n", "pay", 2)]);
        // Enough elsewhere that neither part is the whole.
        changes.push(("x", "web", 60));
        let found = teams(&changes);
        let told: Vec<(&str, usize, usize)> =
            found.iter().map(|team| (team.folder.as_str(), team.members.len(), team.change_sets)).collect();
        assert_eq!(told, [("cart", 5, 40), ("pay", 5, 50)]);
        assert!((found[1].share - 0.8).abs() < 1e-9, "{found:?}");
        assert_eq!(found[1].members, ["a1", "a2", "a3", "a4", "a5"]);
    }

    /// Of five, the last one makes five or four changes, or six or five of ten in the area.
    #[test]
    fn who_works_mostly_in_an_area_belongs_to_it() {
        let with = |last: &[(&'static str, &'static str, usize)]| {
            let four = ["a", "b", "c", "d"].map(|person| (person, "pay", 9));
            let all: Vec<_> = four.into_iter().chain([("x", "web", 80)]).chain(last.iter().copied()).collect();
            teams(&all).len()
        };
        assert_eq!((with(&[("e", "pay", OWN_MIN)]), with(&[("e", "pay", OWN_MIN - 1)])), (1, 0));
        assert_eq!((with(&[("e", "pay", 6), ("e", "web", 4)]), with(&[("e", "pay", 5), ("e", "web", 5)])), (1, 0));
        assert_eq!((OWN_MIN, MOSTLY), (5, 0.5));
    }

    #[test]
    fn fewer_than_five_people_are_no_team() {
        let four: Vec<(&str, &str, usize)> =
            ["a", "b", "c", "d"].map(|person| (person, "pay", 9)).into_iter().chain([("x", "web", 60)]).collect();
        assert_eq!(teams(&four), []);
    }
}
