//! Who owns a path: as the organization's files say, else as evidence was last seen to say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onethread_model::facts::{Ownership, Symbol};
use onethread_model::record::Reference;
use rustc_hash::FxHashMap;

use super::change_sets::Bounds;
use super::{View, claims};

/// The word of the column `approval` for what anyone may approve.
const ANYONE: &str = "anyone";

/// The folder above all.
pub(crate) const WHOLE: &str = ".";

/// Who may and who must approve changes of a path, by the rows of `ownership` that speak of it.
///
/// Rows of one set may approve for each other: one of them suffices, unless the set asks for as many approvals as it has
/// owners. Several sets approve each by itself. So a team named in every set is an owner, since it can approve alone; a
/// team is required where a set cannot do without it; everybody else is a possible reviewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Teams named in every set of which teams are part.
    pub(crate) owners: BTreeSet<Symbol>,
    /// Teams without whom no change is approved.
    pub(crate) required: BTreeSet<Symbol>,
    /// All teams that are named.
    pub(crate) named: BTreeSet<Symbol>,
    /// Whether persons own it and no team.
    pub(crate) is_of_persons: bool,
    /// Whether anyone may approve a change.
    pub(crate) is_open: bool,
}

/// Owners of a component who approve for each other.
#[derive(Default)]
struct OwnerSet {
    teams: BTreeSet<Symbol>,
    persons: BTreeSet<Symbol>,
    approvals: u32,
}

/// What the rows of one repository, or those that name none, say of each path or folder.
#[derive(Default)]
struct Rules {
    claims: BTreeMap<String, Claim>,
}

/// Who owns a path by the rows of `ownership`: those of the path itself, else of the nearest folder above that has any.
/// Rules of a repository reach its own paths only.
#[derive(Default)]
pub(crate) struct Observed {
    /// By repository; rules that name none come first.
    rules: BTreeMap<Option<Symbol>, Rules>,
    /// Of each repository that changes name, the repositories of which it has the rules, as places in `rules`; empty where
    /// rules reach everything.
    reach: HashMap<Symbol, BTreeSet<Option<Symbol>>>,
    /// The repositories in which changes touch a path; empty where rules reach everything.
    homes: FxHashMap<Symbol, BTreeSet<Symbol>>,
}

/// Who owns one path.
pub(crate) enum Owner<'o> {
    /// Teams, and what each may do.
    Teams(&'o Claim),
    /// Persons and no team.
    Persons,
    /// Nobody who is known.
    Nobody,
}

impl Claim {
    fn of(sets: BTreeMap<Option<Symbol>, OwnerSet>, is_open: bool) -> Claim {
        let mut claim = Claim { is_open, ..Claim::default() };
        claim.is_of_persons = sets.values().any(|set| !set.persons.is_empty());
        claim.named = sets.values().flat_map(|set| &set.teams).copied().collect();
        // Sets that are only asked bind nobody where others have to agree.
        let binds = |set: &&OwnerSet| !set.teams.is_empty() && (set.approvals > 0 || is_open);
        let mut all = sets.values().filter(binds).peekable();
        let asked: Vec<&OwnerSet> = match all.peek() {
            Some(_) => all.collect(),
            None => sets.values().filter(|set| !set.teams.is_empty()).collect(),
        };
        for (number, set) in asked.iter().enumerate() {
            claim.owners = match number {
                0 => set.teams.clone(),
                _ => claim.owners.intersection(&set.teams).copied().collect(),
            };
            let owners = set.teams.len() + set.persons.len();
            if !is_open && set.approvals > 0 && (owners == 1 || set.approvals as usize >= owners) {
                claim.required.extend(&set.teams);
            }
        }
        claim
    }

    /// The one team that owns it, where it is one.
    pub(crate) fn only_owner(&self) -> Option<Symbol> {
        self.owners.first().copied().filter(|_| self.owners.len() == 1)
    }

    fn is_nobodys(&self) -> bool {
        self.named.is_empty() && !self.is_of_persons
    }
}

impl Rules {
    fn of(rows: &[&Ownership], view: &View<'_>) -> Rules {
        let mut sets: BTreeMap<&str, (BTreeMap<Option<Symbol>, OwnerSet>, bool)> = BTreeMap::new();
        for row in rows {
            let component = view.facts.text(row.component).trim_end_matches("**").trim_end_matches('/');
            let (sets, is_open) = sets.entry(if component.is_empty() { WHOLE } else { component }).or_default();
            *is_open |= row.approval.is_some_and(|approval| view.facts.text(approval) == ANYONE);
            let set = sets.entry(row.set).or_default();
            set.approvals = set.approvals.max(row.approvals.unwrap_or(1));
            match (row.team, row.person) {
                (Some(team), _) => drop(set.teams.insert(team)),
                (None, Some(person)) => drop(set.persons.insert(person)),
                (None, None) => {}
            }
        }
        let claims = sets.into_iter().map(|(component, (sets, open))| (component.to_owned(), Claim::of(sets, open)));
        Rules { claims: claims.collect() }
    }

    /// The claim of the path itself, else of the nearest folder above it of which anything is said.
    fn nearest(&self, path: &str) -> Option<&Claim> {
        let mut piece = path;
        loop {
            if let Some(claim) = self.claims.get(piece) {
                return Some(claim);
            }
            match piece.rsplit_once('/') {
                Some((above, _)) => piece = above,
                None if piece == WHOLE => return None,
                None => piece = WHOLE,
            }
        }
    }

    /// The teams that own everything below a folder of which rules speak in parts.
    fn owners_below(&self, folder: &str) -> Option<BTreeSet<Symbol>> {
        let beginning = format!("{folder}/");
        let below = self.claims.range(beginning.clone()..).take_while(|(piece, _)| piece.starts_with(&beginning));
        let mut owned = below.map(|(_, claim)| claim).filter(|claim| !claim.is_nobodys());
        let first = owned.next()?.owners.clone();
        Some(owned.fold(first, |shared, claim| shared.intersection(&claim.owners).copied().collect()))
    }
}

impl Observed {
    pub(crate) fn of(view: &View<'_>) -> Observed {
        let mut rows: BTreeMap<Option<Symbol>, Vec<&Ownership>> = BTreeMap::new();
        for row in view.facts.ownerships() {
            rows.entry(row.repository).or_default().push(row);
        }
        let rules = rows.iter().map(|(repository, rows)| (*repository, Rules::of(rows, view))).collect();
        let mut observed = Observed { rules, ..Observed::default() };
        observed.bound(view);
        observed
    }

    /// Finds which paths the rules of a repository reach, where changes are of others too.
    fn bound(&mut self, view: &View<'_>) {
        let facts = view.facts;
        let stated: BTreeSet<Symbol> = facts.changes().filter_map(|change| change.repository).collect();
        let is_history = view.inputs.config.sources.iter().any(|source| source.is_git());
        let is_known = |rules: &Symbol| stated.iter().any(|one| is_same(facts.text(*one), facts.text(*rules)));
        let reaches = |rules: &Option<Symbol>, repository: Symbol| match rules {
            None => true,
            // A table may call repositories as it pleases.
            Some(rules) => is_same(facts.text(*rules), facts.text(repository)) || !is_history && !is_known(rules),
        };
        let reach: HashMap<Symbol, BTreeSet<Option<Symbol>>> = stated
            .iter()
            .map(|one| (*one, self.rules.keys().filter(|rules| reaches(rules, *one)).copied().collect()))
            .collect();
        if reach.values().all(|reached| reached.len() == self.rules.len()) {
            return;
        }
        self.reach = reach;
        let of_change: FxHashMap<Symbol, Symbol> =
            facts.changes().filter_map(|change| Some((change.change, change.repository?))).collect();
        for touch in facts.touches() {
            if let Some(repository) = of_change.get(&touch.change) {
                self.homes.entry(touch.component).or_default().insert(*repository);
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.values().all(|rules| rules.claims.values().all(Claim::is_nobodys))
    }

    /// Who owns a path or folder, whatever repository it is of.
    pub(crate) fn owner(&self, path: &str) -> Owner<'_> {
        Observed::told(self.rules.values().find_map(|rules| rules.nearest(path)))
    }

    /// Who owns a path that changes touch, in the repository of the change where that is known, else in any of its own.
    pub(crate) fn owner_of_touched(&self, path: Symbol, repository: Option<Symbol>, view: &View<'_>) -> Owner<'_> {
        Observed::told(self.claim(path, repository, view))
    }

    fn claim(&self, path: Symbol, repository: Option<Symbol>, view: &View<'_>) -> Option<&Claim> {
        let text = view.facts.text(path);
        let own = BTreeSet::from_iter(repository);
        let homes = if own.is_empty() { self.homes.get(&path) } else { Some(&own) };
        let homes = homes.filter(|_| !self.reach.is_empty());
        let is_reached = |rules: &Option<Symbol>| {
            let reaches = |home: &Symbol| self.reach.get(home).is_none_or(|reached| reached.contains(rules));
            homes.is_none_or(|homes| homes.iter().any(reaches))
        };
        self.rules.iter().filter(|(rules, _)| is_reached(rules)).find_map(|(_, rules)| rules.nearest(text))
    }

    fn told(claim: Option<&Claim>) -> Owner<'_> {
        match claim {
            Some(claim) if !claim.named.is_empty() => Owner::Teams(claim),
            Some(claim) if claim.is_of_persons => Owner::Persons,
            _ => Owner::Nobody,
        }
    }

    /// The one team that owns a folder: as rules say of it, else of all that lies below it.
    fn only_owner(&self, folder: &str) -> Option<Symbol> {
        match self.owner(folder) {
            Owner::Teams(claim) => claim.only_owner(),
            Owner::Persons => None,
            Owner::Nobody => {
                let below = self.rules.values().find_map(|rules| rules.owners_below(folder))?;
                below.first().copied().filter(|_| below.len() == 1)
            }
        }
    }
}

/// Whether two names are of one repository: the same, or one with folders or groups in front.
fn is_same(one: &str, other: &str) -> bool {
    let ends_with = |long: &str, short: &str| {
        long.strip_suffix(short).is_some_and(|before| !short.is_empty() && (before.is_empty() || before.ends_with('/')))
    };
    ends_with(one, other) || ends_with(other, one)
}

/// A path of a component as the organization's files describe it.
struct Written {
    component: String,
    owner: Option<String>,
    /// The team that owned it until its `owner-until`: whatever a source says, it does no more.
    former: Option<String>,
    bounds: Bounds,
    /// Whole folders before the first wildcard: of two that hold a path, the deeper one counts.
    depth: usize,
}

/// Who owns what, by the organization's components first and by evidence where they are silent.
pub(crate) struct Owners {
    written: Vec<Written>,
    /// Paths that changes touch, with the place of what holds them in `written`.
    touched: FxHashMap<Symbol, usize>,
    /// Whether the files say who owned a path at every change, rather than the record of the change.
    is_held: bool,
    /// What evidence says.
    pub(crate) observed: Observed,
}

impl Owners {
    /// Reads them.
    pub(super) fn of(view: &View<'_>) -> Owners {
        let mut written: Vec<Written> = Vec::new();
        for component in view.inputs.org.components.values() {
            let id = &component.id.value;
            let owner = component.owner.as_ref().map(|owner| owner.value.clone());
            let former = view.inputs.org.former_owner(id).map(|owner| owner.value.clone());
            let one = |bounds, depth| {
                let (component, owner, former) = (id.clone(), owner.clone(), former.clone());
                Written { component, owner, former, bounds, depth }
            };
            for path in &component.paths {
                let piece = Reference { kind: "path".to_owned(), id: path.value.clone() };
                written.push(one(Bounds::of([&piece], view.inputs), claims::folders(&path.value).len()));
            }
            // Evidence may name the component itself.
            let piece = Reference { kind: "component".to_owned(), id: id.clone() };
            written.push(one(Bounds::named(&piece), usize::MAX));
        }
        // Deeper ones come last, so that they have the last word; of equally deep ones the first.
        written.sort_by(|a, b| a.depth.cmp(&b.depth).then(b.component.cmp(&a.component)));
        let mut touched = FxHashMap::default();
        for (at, one) in written.iter().enumerate() {
            touched.extend(one.bounds.each_held(view).map(|symbol| (symbol, at)));
        }
        Owners { written, touched, is_held: view.inputs.ownership_held, observed: Observed::of(view) }
    }

    /// The one team that owned a path when a change touched it, whose record names `then` as its owner. Who owned it
    /// then counts before who owns it now, unless ownership is read as if it had held all along.
    pub(crate) fn team_at<'o>(&'o self, path: Symbol, then: Option<Symbol>, view: &'o View<'_>) -> Option<&'o str> {
        let recorded = then.map(|team| view.facts.text(team));
        if !self.is_held {
            return recorded.or_else(|| self.team_of_touched(path, view));
        }
        let written = self.touched.get(&path).map(|at| &self.written[*at]);
        let stated = written.and_then(|written| written.owner.as_deref());
        let retracted = written.and_then(|written| written.former.as_deref());
        stated.or(recorded.filter(|team| Some(*team) != retracted)).or_else(|| self.team_of_touched(path, view))
    }

    /// The one team that owns a path that changes touch; absent where nobody or several do.
    pub(crate) fn team_of_touched<'o>(&'o self, path: Symbol, view: &'o View<'_>) -> Option<&'o str> {
        let written = self.touched.get(&path).map(|at| &self.written[*at]);
        if let Some(owner) = written.and_then(|written| written.owner.as_deref()) {
            return Some(owner);
        }
        let observed = match self.observed.owner_of_touched(path, None, view) {
            Owner::Teams(claim) => claim.only_owner().map(|team| view.facts.text(team)),
            _ => None,
        };
        observed.filter(|team| Some(*team) != written.and_then(|written| written.former.as_deref()))
    }

    /// The teams without whose approval no change of a path lands, as known now: the one that the files name, else those
    /// that rules require. Of code of which any of several owners may approve, it is none.
    pub(crate) fn required_for<'o>(&'o self, path: Symbol, view: &'o View<'_>) -> Vec<&'o str> {
        let written = self.touched.get(&path).map(|at| &self.written[*at]);
        if let Some(owner) = written.and_then(|written| written.owner.as_deref()) {
            return vec![owner];
        }
        let retracted = written.and_then(|written| written.former.as_deref());
        let required = match self.observed.owner_of_touched(path, None, view) {
            Owner::Teams(claim) => claim.required.iter().map(|team| view.facts.text(*team)).collect(),
            _ => Vec::new(),
        };
        required.into_iter().filter(|team| Some(*team) != retracted).collect()
    }

    /// Who owns a path that a change-set touches: the team that the files name, else the one that its record names, else
    /// as rules of its repository say.
    pub(crate) fn whose<'o>(
        &'o self,
        path: Symbol,
        then: Option<Symbol>,
        repository: Option<Symbol>,
        view: &'o View<'_>,
    ) -> Whose<'o> {
        let written = self.touched.get(&path).map(|at| &self.written[*at]);
        let retracted = written.and_then(|written| written.former.as_deref());
        let is_retracted = |team: &&str| self.is_held && Some(*team) == retracted;
        let recorded = then.map(|team| view.facts.text(team)).filter(|team| !is_retracted(team));
        let stated = written.and_then(|written| written.owner.as_deref());
        let first = if self.is_held { stated.or(recorded) } else { recorded.or(stated) };
        if let Some(team) = first {
            return Whose::Teams { owners: vec![team], is_open: false, is_several: false };
        }
        match self.observed.owner_of_touched(path, repository, view) {
            Owner::Teams(claim) => {
                let told = |teams: &BTreeSet<Symbol>| teams.iter().map(|team| view.facts.text(*team)).collect();
                let owners: Vec<&str> = told(&claim.owners);
                let is_several = owners.len() != 1;
                Whose::Teams { owners, is_open: claim.is_open, is_several }
            }
            Owner::Persons => Whose::Persons,
            Owner::Nobody => Whose::Nobody,
        }
    }

    /// The component of the organization's files that holds a path that changes touch.
    pub(crate) fn component_of_touched(&self, path: Symbol) -> Option<&str> {
        self.touched.get(&path).map(|at| self.written[*at].component.as_str())
    }

    /// The one team that owns a path, or a component by its id; absent where nobody or several do.
    pub(crate) fn team_of<'o>(&'o self, path: &str, view: &'o View<'_>) -> Option<&'o str> {
        self.owner_of(self.written_of(path), path, view)
    }

    /// The component of the organization's files that holds a path.
    pub(crate) fn component_of(&self, path: &str) -> Option<&str> {
        self.written_of(path).map(|written| written.component.as_str())
    }

    fn written_of(&self, path: &str) -> Option<&Written> {
        self.written.iter().rev().find(|written| written.bounds.holds(path))
    }

    /// The owner that the files name, else the one that evidence names and no file retracts.
    fn owner_of<'o>(&'o self, written: Option<&'o Written>, path: &str, view: &'o View<'_>) -> Option<&'o str> {
        if let Some(owner) = written.and_then(|written| written.owner.as_deref()) {
            return Some(owner);
        }
        let observed = self.observed.only_owner(path).map(|team| view.facts.text(team));
        let retracted = written.and_then(|written| written.former.as_deref());
        observed.filter(|team| Some(*team) != retracted)
    }
}

/// Whose a path is that a change-set touches.
pub(crate) enum Whose<'o> {
    /// Teams: those each of which may approve a change alone, and whether anyone may. None where several have to.
    Teams { owners: Vec<&'o str>, is_open: bool, is_several: bool },
    /// Persons and no team.
    Persons,
    /// Nobody who is known.
    Nobody,
}

#[cfg(test)]
mod tests {
    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use onethread_model::org::Org;
    use onethread_model::source::Sources;
    use proptest::prelude::*;

    use super::*;
    use crate::measure::{Snapshot, World};

    fn push(facts: &mut Facts, kind: FactKind, cells: &[(&'static str, &str)]) {
        let line = facts.rows(kind) as u32 + 1;
        let mut row = Cells::default();
        cells.iter().filter(|(_, value)| !value.is_empty()).for_each(|(column, value)| row.set(column, value));
        facts.push(kind, &row, RecordRef { source: 0, line }).expect("a row");
    }

    fn with_world<T>(facts: Facts, look: impl FnOnce(&World<'_>) -> T) -> T {
        let snapshot = Snapshot::new(Config::default(), Org::default(), Sources::default(), facts);
        look(&World::on(&snapshot, Day::parse("2026-06-30").expect("a day")))
    }

    /// Owners, then those required, of one path with these rows: set, team or person, approvals, approval.
    fn claim(rows: &[[&str; 4]]) -> (Vec<String>, Vec<String>) {
        let mut facts = Facts::default();
        for [set, owner, approvals, approval] in rows {
            let (team, person) = if owner.starts_with("p-") { ("", *owner) } else { (*owner, "") };
            let cells = [("observed", "2026-06-01"), ("component", "a.rs"), ("set", *set), ("team", team)];
            let more = [("person", person), ("approvals", *approvals), ("approval", *approval)];
            push(&mut facts, FactKind::Ownership, &[&cells[..], &more].concat());
        }
        with_world(facts, |world| match world.owners().observed.owner("a.rs") {
            Owner::Teams(claim) => {
                let told =
                    |teams: &BTreeSet<Symbol>| teams.iter().map(|team| world.facts.text(*team).to_owned()).collect();
                (told(&claim.owners), told(&claim.required))
            }
            _ => panic!("a team"),
        })
    }

    /// As the documents of the forges have it.
    #[test]
    fn owners_are_told_from_possible_and_required_reviewers() {
        let is = |rows: &[[&str; 4]], owners: &[&str], required: &[&str]| {
            let expected =
                (owners.iter().map(ToString::to_string).collect(), required.iter().map(ToString::to_string).collect());
            assert_eq!(claim(rows), expected, "{rows:?}");
        };
        is(&[["", "a", "", ""]], &["a"], &["a"]);
        // One of several owners suffices.
        is(&[["", "a", "", ""], ["", "b", "", ""]], &["a", "b"], &[]);
        is(&[["", "a", "", ""], ["", "p-1", "", ""]], &["a"], &[]);
        // Sections approve each by itself; whoever is in every one is the owner.
        is(&[["Code", "a", "", ""], ["Docs", "b", "", ""]], &[], &["a", "b"]);
        is(&[["Code", "a", "", ""], ["Docs", "a", "", ""], ["Docs", "b", "", ""]], &["a"], &["a"]);
        // As many approvals as owners, and one fewer.
        is(&[["Code", "a", "2", ""], ["Code", "b", "2", ""]], &["a", "b"], &["a", "b"]);
        is(&[["Code", "a", "2", ""], ["Code", "b", "2", ""], ["Code", "c", "2", ""]], &["a", "b", "c"], &[]);
        // What is only asked binds nobody beside what has to agree, nor alone.
        is(&[["Code", "a", "", ""], ["Docs", "b", "0", ""]], &["a"], &["a"]);
        is(&[["", "a", "", "anyone"]], &["a"], &[]);
    }

    /// Two repositories with the same paths, and rules of one of them.
    #[test]
    fn rules_reach_their_own_repository_only() {
        let whose = |rules: &str, homes: [&str; 2]| -> Vec<bool> {
            let mut facts = Facts::default();
            push(
                &mut facts,
                FactKind::Ownership,
                &[("observed", "2026-06-01"), ("component", "**"), ("team", "x"), ("repository", rules)],
            );
            for (number, home) in homes.iter().enumerate() {
                let change = format!("c{number}");
                let cells = [("day", "2026-06-02"), ("change", change.as_str())];
                push(&mut facts, FactKind::ChangeMade, &[&cells[..], &[("repository", *home)]].concat());
                push(&mut facts, FactKind::Touch, &[&cells[..], &[("component", "src/a.rs")]].concat());
            }
            with_world(facts, |world| {
                let path = world.facts.symbols().find("src/a.rs").expect("a path");
                let owned = |home: &str| {
                    let home = world.facts.symbols().find(home);
                    matches!(world.owners().whose(path, None, home, world), Whose::Teams { .. })
                };
                homes.iter().map(|home| owned(home)).collect()
            })
        };
        assert_eq!(whose("one", ["one", "two"]), [true, false]);
        assert_eq!(whose("one", ["shop/one", "shop/two"]), [true, false], "with folders in front");
        assert_eq!(whose("one", ["one", "another-one"]), [true, false]);
        assert_eq!(whose("", ["one", "two"]), [true, true], "rules of no repository reach all");
        assert_eq!(whose("folder", ["one", "two"]), [true, true], "a table may call them otherwise");
    }

    proptest! {
        /// A team is an owner if it can approve alone; it is required if all others together cannot.
        #[test]
        fn claims_agree_with_trying_every_choice(
            rows in prop::collection::vec((0..3_usize, 0..4_usize), 1..8),
            counts in prop::array::uniform3(0..3_u32),
        ) {
            let teams = ["a", "b", "c", "d"];
            let sets = ["S0", "S1", "S2"];
            let written: Vec<[String; 4]> = rows
                .iter()
                .map(|(set, team)| [sets[*set].to_owned(), teams[*team].to_owned(), counts[*set].to_string(), String::new()])
                .collect();
            let borrowed: Vec<[&str; 4]> = written.iter().map(|row| std::array::from_fn(|at| row[at].as_str())).collect();
            let binding: Vec<BTreeSet<usize>> = (0..3)
                .filter(|set| counts[*set] > 0)
                .map(|set| rows.iter().filter(|(of, _)| *of == set).map(|(_, team)| *team).collect())
                .filter(|set: &BTreeSet<usize>| !set.is_empty())
                .collect();
            prop_assume!(!binding.is_empty());
            let count_of = |members: &BTreeSet<usize>| {
                let set = (0..3).find(|set| {
                    counts[*set] > 0 && rows.iter().filter(|(of, _)| of == set).map(|(_, team)| *team).collect::<BTreeSet<_>>() == *members
                });
                set.map_or(1, |set| counts[set] as usize)
            };
            // A set that asks for as many approvals as it has owners needs each of them.
            let approves = |by: &BTreeSet<usize>| {
                binding.iter().all(|set| match count_of(set) >= set.len() {
                    true => set.is_subset(by),
                    false => !set.is_disjoint(by),
                })
            };
            let (owners, required) = claim(&borrowed);
            for (number, team) in teams.iter().enumerate() {
                let in_all = binding.iter().all(|set| set.contains(&number));
                prop_assert_eq!(owners.iter().any(|one| one == team), in_all, "{:?}", rows);
                let others: BTreeSet<usize> = (0..4).filter(|other| *other != number).collect();
                let distinct = binding.iter().collect::<BTreeSet<_>>().len() == binding.len();
                if distinct {
                    prop_assert_eq!(required.iter().any(|one| one == team), !approves(&others), "{:?} {:?}", rows, counts);
                }
            }
        }
    }
}
