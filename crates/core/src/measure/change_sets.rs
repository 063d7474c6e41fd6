//! Change-sets that touch a scope, and which of them touch anything else.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::bootstrap::Block;
use onethread_model::Day;
use onethread_model::facts::{Symbol, Touch};
use onethread_model::record::Reference;
use onethread_model::source::Place;
use rustc_hash::{FxHashMap, FxHashSet};

use super::aside::{Aside, Reason, Whole};
use super::cochange::week;
use super::file_kinds::is_note;
use super::{Inputs, View, World};

/// Components and paths that bound an initiative.
#[derive(Debug, Default)]
pub struct Bounds {
    components: BTreeSet<String>,
    paths: Vec<Pattern>,
    /// Bounds that name no code, or that are written in a way that is not read: they match nothing.
    pub unread: Vec<Reference>,
}

impl Bounds {
    /// Reads the scope of an initiative.
    pub fn of<'r>(scope: impl IntoIterator<Item = &'r Reference>, inputs: Inputs<'_>) -> Bounds {
        let mut bounds = Bounds::default();
        for piece in scope {
            let paths: Vec<&str> = match piece.kind.as_str() {
                "path" => vec![&piece.id],
                "component" => {
                    bounds.components.insert(piece.id.clone());
                    let component = inputs.org.components.get(&piece.id);
                    component.map_or_else(Vec::new, |c| c.paths.iter().map(|path| path.value.as_str()).collect())
                }
                _ => {
                    bounds.unread.push(piece.clone());
                    continue;
                }
            };
            for path in paths {
                match Pattern::read(path) {
                    Some(pattern) => bounds.paths.push(pattern),
                    None => bounds.unread.push(Reference { kind: "path".to_owned(), id: path.to_owned() }),
                }
            }
        }
        bounds
    }

    /// The bounds of a component by its id alone, without its paths.
    pub(super) fn named(piece: &Reference) -> Bounds {
        Bounds { components: BTreeSet::from([piece.id.clone()]), ..Bounds::default() }
    }

    /// Whether a component or path lies within.
    pub(crate) fn holds(&self, component: &str) -> bool {
        self.components.contains(component) || self.paths.iter().any(|pattern| pattern.matches(component))
    }

    /// Whether nothing can be compared with it.
    pub fn is_empty(&self) -> bool {
        self.components.is_empty() && self.paths.is_empty()
    }

    /// Components and paths that changes touch and that lie within.
    pub(crate) fn held(&self, view: &View<'_>) -> FxHashSet<Symbol> {
        self.each_held(view).collect()
    }

    /// The same one after another. What several paths hold comes several times.
    pub(crate) fn each_held<'b>(&'b self, view: &'b View<'_>) -> impl Iterator<Item = Symbol> + use<'b> {
        let facts = view.facts;
        let named = self.components.iter().filter_map(move |component| facts.symbols().find(component));
        let matched = self.paths.iter().flat_map(move |pattern| {
            let within = view.touched_within(&pattern.beginning);
            within.filter(move |component| pattern.fixed || pattern.matches(facts.text(*component)))
        });
        named.chain(matched)
    }
}

/// A path as the organization writes it: `*` and `?` stand for part of a name, `**` for any folders, and a path without
/// any of them for the file or folder and all below it.
#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    parts: Vec<String>,
    /// Whether it stands for a file or folder and all below it: no part is left that has wildcards.
    fixed: bool,
    /// What every path that matches begins with.
    beginning: String,
}

impl Pattern {
    /// Sets and choices are not read: better to say so than to match the wrong files.
    fn read(path: &str) -> Option<Pattern> {
        if path.contains(['[', '{', '!', '\\']) {
            return None;
        }
        let mut parts: Vec<String> = names(path).map(str::to_owned).collect();
        if parts.is_empty() {
            return None;
        }
        let wild = |part: &String| part.contains(['*', '?']);
        // A folder and all below it are what the folder by itself stands for.
        if parts.iter().position(wild) == Some(parts.len() - 1) {
            parts.pop_if(|part| part == "**");
        }
        let begins: Vec<&str> = parts.iter().take_while(|part| !wild(part)).map(String::as_str).collect();
        let (fixed, beginning) = (begins.len() == parts.len(), begins.join("/"));
        Some(Pattern { parts, fixed, beginning })
    }

    fn matches(&self, path: &str) -> bool {
        let mut path = names(path);
        if self.fixed {
            return self.parts.iter().all(|part| path.next() == Some(part));
        }
        matches_parts(&self.parts, &path.collect::<Vec<_>>())
    }
}

pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|name| !name.is_empty() && *name != ".")
}

fn matches_parts(parts: &[String], path: &[&str]) -> bool {
    match parts.split_first() {
        None => path.is_empty(),
        Some((part, rest)) if part == "**" => (0..=path.len()).any(|skipped| matches_parts(rest, &path[skipped..])),
        Some((part, rest)) => {
            path.split_first().is_some_and(|(name, below)| matches_name(part, name) && matches_parts(rest, below))
        }
    }
}

fn matches_name(part: &str, name: &str) -> bool {
    match part.chars().next() {
        None => name.is_empty(),
        Some('*') => {
            let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.into_iter().any(|at| matches_name(&part[1..], &name[at..]))
        }
        Some(first) => name.chars().next().is_some_and(|found| {
            (first == '?' || first == found) && matches_name(&part[first.len_utf8()..], &name[found.len_utf8()..])
        }),
    }
}

/// Change-sets that touch a scope or name its initiative, within some days.
#[derive(Debug, Default)]
pub struct ChangeSets {
    /// Change-sets that touch the scope or name its initiative, those of too many components left out.
    pub counted: usize,
    /// Of these, those that name it and touch nothing of the scope.
    pub elsewhere: usize,
    /// Of these, those that touch nothing outside it.
    pub inside: usize,
    /// Of those counted, those that touch what another team owns, tests and documentation left aside.
    pub crossing: usize,
    /// Of those counted, those that touch what its own teams own outside its scope.
    pub own_outside: usize,
    /// Of those counted, those that touch what no single team owns, outside its scope.
    pub unowned: usize,
    /// Of those counted, those that touch tests or documentation outside its scope, whoever owns them.
    pub tests_and_documents: usize,
    /// Those counted by week, ascending: hits are not crossing.
    pub weeks: Vec<(i32, Block)>,
    /// Change-sets left out because they touch too many components.
    pub huge: usize,
    /// Touches left aside, because they show no work; a change-set of nothing else is not counted.
    pub aside: Aside,
    /// Whether any recorded change of those days touches anything outside the scope. If none does, the source may
    /// simply not look there.
    pub seen_elsewhere: bool,
    /// What change-sets touch outside: other teams as `team:id` first, then what no single team owns; of each those
    /// touched most first.
    pub outside: Vec<Outside>,
    /// Record of the first of them.
    pub first: Option<Place>,
}

/// Whose something outside is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Territory {
    /// Another team's code.
    OtherTeam,
    /// What no single team owns.
    Unowned,
    /// What the initiative's own teams own.
    OwnTeam,
    /// Tests or documentation.
    TestsAndDocuments,
}

/// Something outside that change-sets touch too.
#[derive(Debug, PartialEq, Eq)]
pub struct Outside {
    /// `team:id`, or a component or path.
    pub what: String,
    /// Whose it is.
    pub territory: Territory,
    /// How many counted change-sets touch it.
    pub change_sets: usize,
    /// Record of the first of them.
    pub place: Place,
}

#[derive(Default)]
struct ChangeSet {
    day: Option<Day>,
    components: FxHashSet<Symbol>,
    outside: BTreeMap<(Territory, String), Place>,
    first: Option<Place>,
    touches_scope: bool,
}

/// Gathers the change-sets of the last `window_days` days that touch a scope, or name the initiative `named`, where one
/// is given since its first day: what is older is not its evidence. Code outside the scope that belongs to one of `own`
/// teams is named by itself, not by the team.
pub fn change_sets(
    bounds: &Bounds,
    named: Option<&str>,
    own: &BTreeSet<&str>,
    world: &World<'_>,
    window_days: i64,
    components_max: usize,
) -> ChangeSets {
    let (facts, view, trails) = (world.facts, &**world, world.trails());
    // What lies within, and what does so under another name today.
    let held = bounds.held(view);
    let before: Vec<Symbol> = held.iter().flat_map(|path| trails.former(*path)).copied().collect();
    let inside: FxHashSet<Symbol> = held.into_iter().chain(before).collect();
    let began = named.and_then(|id| Some(view.initiative(id)?.created.as_ref()?.value));
    let window_days = began.map_or(window_days, |began| window_days.min(view.day.days_since(began) + 1));
    let is_recent = |touch: &&Touch| view.day.days_since(touch.day) < window_days;

    let mut sets: FxHashMap<Symbol, ChangeSet> = FxHashMap::default();
    let (mut aside, mut whole) = (Aside::default(), Whole::default());
    let touches = inside.iter().flat_map(|component| view.touches_of_component(*component));
    for touch in touches.filter(is_recent) {
        match trails.work_of(touch) {
            Ok(path) if inside.contains(&path) => {}
            found => {
                if found == Err(Reason::Bulk) {
                    whole.takes(touch.change, trails);
                }
                continue;
            }
        }
        let set = sets.entry(touch.set.unwrap_or(touch.change)).or_default();
        set.day = set.day.map_or(Some(touch.day), |day| Some(day.min(touch.day)));
        set.touches_scope = true;
    }
    let naming = named.into_iter().flat_map(|id| view.changes_of(id));
    for change in naming.filter(|change| view.day.days_since(change.day) < window_days) {
        let united = change.set.filter(|set| view.touches_of_set(*set).next().is_some());
        let set = sets.entry(united.unwrap_or(change.change)).or_default();
        set.day = set.day.map_or(Some(change.day), |day| Some(day.min(change.day)));
    }
    for (change, set) in &mut sets {
        for touch in view.touches_of_set(*change).filter(is_recent) {
            let path = match trails.work_of(touch) {
                Ok(path) => path,
                Err(reason) => {
                    whole.takes(touch.change, trails);
                    aside.count(reason);
                    continue;
                }
            };
            // Once it is too large to count, what else it touches does not matter.
            if set.components.len() > components_max || !set.components.insert(path) {
                continue;
            }
            if inside.contains(&path) {
                set.first.get_or_insert_with(|| facts.place(touch.at));
            } else {
                let path = Touch { component: path, ..touch.clone() };
                set.outside.entry(outside(world, own, &path)).or_insert_with(|| facts.place(touch.at));
            }
        }
    }
    whole.count(&mut aside);
    let mut elsewhere = view.touched_within("").filter(|component| !inside.contains(component));
    let seen_elsewhere = elsewhere.any(|component| view.touches_of_component(component).any(|touch| is_recent(&touch)));
    let found = ChangeSets { seen_elsewhere, aside, ..ChangeSets::default() };
    summarize(found, sets.into_values(), components_max)
}

fn outside(world: &World<'_>, own: &BTreeSet<&str>, touch: &Touch) -> (Territory, String) {
    let path = world.facts.text(touch.component);
    match world.owner_at(touch) {
        _ if is_beside_code(path) => (Territory::TestsAndDocuments, path.to_owned()),
        Some(team) if !own.contains(team) => (Territory::OtherTeam, format!("team:{team}")),
        Some(_) => (Territory::OwnTeam, path.to_owned()),
        None => (Territory::Unowned, path.to_owned()),
    }
}

/// Folders of tests and documentation.
const BESIDE_FOLDERS: &[&str] = &["test", "tests", "__tests__", "spec", "specs", "testdata", "doc", "docs"];
/// Endings of documentation.
const DOCUMENTS: &[&str] = &[".md", ".rst", ".adoc", ".txt"];
/// What marks the name of a file of tests, before or after it.
const TEST_MARKS: &[&str] = &["test", "tests", "spec"];

/// Whether a path is one of tests or documentation by its name: a note on releases, a folder called so, a text, or a file
/// whose name has `test` or `spec` as its first or last word.
fn is_beside_code(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let Some((folders, file)) = parted(&path) else { return false };
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut words = stem.split(['_', '-', '.']);
    let (first, last) = (words.next(), words.next_back());
    let is_marked = file.contains('.') && first.into_iter().chain(last).any(|word| TEST_MARKS.contains(&word));
    is_marked
        || is_note(&path, &folders, file)
        || folders.iter().any(|folder| BESIDE_FOLDERS.contains(folder))
        || DOCUMENTS.iter().any(|ending| file.ends_with(ending))
}

/// The folders of a path, and the name of its file.
pub(super) fn parted(path: &str) -> Option<(Vec<&str>, &str)> {
    let mut folders: Vec<&str> = names(path).collect();
    let file = folders.pop()?;
    Some((folders, file))
}

fn summarize(mut found: ChangeSets, sets: impl Iterator<Item = ChangeSet>, components_max: usize) -> ChangeSets {
    let mut weeks: BTreeMap<i32, Block> = BTreeMap::new();
    let mut outside: BTreeMap<(Territory, String), (usize, Place)> = BTreeMap::new();
    // A change that touches nothing that anybody recorded says nothing about where it stays.
    for set in sets.filter(|set| !set.components.is_empty()) {
        let Some(day) = set.day else { continue };
        if set.components.len() > components_max {
            found.huge += 1;
            continue;
        }
        let week = weeks.entry(week(day)).or_default();
        week.trials += 1;
        found.counted += 1;
        found.elsewhere += usize::from(!set.touches_scope);
        let touches = |territory: Territory| set.outside.keys().any(|(other, _)| *other == territory);
        week.hits += u64::from(!touches(Territory::OtherTeam));
        found.inside += usize::from(set.outside.is_empty());
        found.crossing += usize::from(touches(Territory::OtherTeam));
        found.own_outside += usize::from(touches(Territory::OwnTeam));
        found.unowned += usize::from(touches(Territory::Unowned));
        found.tests_and_documents += usize::from(touches(Territory::TestsAndDocuments));
        for (what, place) in set.outside {
            let (count, first) = outside.entry(what).or_insert_with(|| (0, place.clone()));
            *count += 1;
            *first = place.min(first.clone());
        }
        found.first = found.first.into_iter().chain(set.first).min();
    }
    found.weeks = weeks.into_iter().collect();
    let outside = outside.into_iter();
    found.outside = outside
        .map(|((territory, what), (change_sets, place))| Outside { what, territory, change_sets, place })
        .collect();
    found.outside.sort_by_key(|outside| (outside.territory, std::cmp::Reverse(outside.change_sets)));
    found
}

#[cfg(test)]
mod tests {
    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, Symbol};
    use onethread_model::org::Org;
    use onethread_model::record::Reference;
    use onethread_model::source::Sources;
    use rustc_hash::FxHashSet;

    use super::{Bounds, Pattern};
    use crate::measure::{Snapshot, World};

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::read(pattern).expect("it is read").matches(path)
    }

    #[test]
    fn tests_and_documentation_are_known_by_name() {
        for path in [
            "a/tests/x.rs",
            "docs/a.png",
            "README.md",
            "a/x_test.go",
            "a/test_x.py",
            "a/x.spec.ts",
            "a/Test/X.java",
            "releasenotes/notes/x.yaml",
        ] {
            assert!(super::is_beside_code(path), "{path}");
        }
        for path in ["a/x.rs", "testing/x.rs", "latest/x.go", "inspect.ts", "a/contest.py", "docsite/x.rs", "test", ""]
        {
            assert!(!super::is_beside_code(path), "{path}");
        }
    }

    #[test]
    fn patterns_match_as_people_mean_them() {
        for (pattern, path) in [
            ("services/returns", "services/returns/api/main.rs"),
            ("services/returns/", "services/returns"),
            ("services/returns/**", "services/returns/api/main.rs"),
            ("services/returns/**", "services/returns"),
            ("./services/*/returns/**", "services/eu/returns/a.rs"),
            ("**/returns/*.rs", "a/b/returns/x.rs"),
            ("services/return?", "services/returns"),
            ("services/*-api/*", "services/returns-api/ü.rs"),
        ] {
            assert!(matches(pattern, path), "{pattern} and {path}");
        }
        for (pattern, path) in [
            ("services/returns", "services/returns-old/main.rs"),
            ("services/returns/**", "services/returns-old/main.rs"),
            ("services/*", "services/returns/main.rs"),
            ("services/returns/api", "services/returns"),
            ("**/returns/*.rs", "returns/a/x.rs"),
        ] {
            assert!(!matches(pattern, path), "{pattern} and {path}");
        }
        assert_eq!(Pattern::read("services/{a,b}/**"), None);
        assert_eq!(Pattern::read("/"), None);
    }

    /// What is found by the order of names is what is found by trying every name.
    #[test]
    fn no_touched_path_is_overlooked_and_none_is_added() {
        let touched = [
            "a",
            "a/b",
            "a-b/c",
            "a/b/c.rs",
            "a/b-c/d.rs",
            "/a//b/./x.rs",
            "a/bc/d.rs",
            "ab/c.rs",
            "b/a/b/c.rs",
            "ä/b.rs",
            "./a/y.rs",
            "z",
        ];
        let mut facts = Facts::default();
        for (line, path) in touched.iter().enumerate() {
            let mut cells = Cells::default();
            cells.set("day", "2026-06-01");
            cells.set("change", "c");
            cells.set("component", path);
            facts.push(FactKind::Touch, &cells, RecordRef { source: 0, line: line as u32 }).expect("a touch");
        }
        let (config, org, sources) = (Config::default(), Org::default(), Sources::default());
        let snapshot = Snapshot::new(config, org, sources, facts);
        let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
        let symbols = world.facts.symbols();
        let (mut some, mut none) = (0, 0);
        for pattern in [
            "a",
            "/a/",
            "a/b",
            "a/b/**",
            "a/**",
            "**",
            "a/*",
            "a/b*",
            "a/b*/**",
            "**/b",
            "**/b/**",
            "?/b/**",
            "a/**/c.rs",
            "b",
            "c",
            "ä/**",
            "a/b/c.rs/d",
        ] {
            let piece = Reference { kind: "path".to_owned(), id: pattern.to_owned() };
            let bounds = Bounds::of([&piece], world.inputs);
            let all = touched.iter().filter(|path| bounds.holds(path)).filter_map(|path| symbols.find(path));
            let all: FxHashSet<Symbol> = all.collect();
            assert_eq!(bounds.held(&world), all, "{pattern}");
            some += usize::from(!all.is_empty());
            none += usize::from(all.len() < touched.len());
        }
        assert!(some > 10 && none > 10, "the patterns tell paths apart");
    }
}
