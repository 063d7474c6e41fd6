//! Who owns a path: as the organization's files say, else as evidence was last seen to say.

use std::collections::{BTreeSet, HashMap};

use onethread_model::facts::Symbol;
use onethread_model::record::Reference;

use super::change_sets::Bounds;
use super::{World, claims};

/// The folder above all.
pub(crate) const WHOLE: &str = ".";

/// Who owns a path by the rows of `ownership`: those of the path itself, else of the nearest folder above that has any.
pub(crate) struct Observed<'w> {
    teams: HashMap<&'w str, BTreeSet<Symbol>>,
    persons: BTreeSet<&'w str>,
}

/// Who owns one path.
pub(crate) enum Owner<'o> {
    /// These teams.
    Teams(&'o BTreeSet<Symbol>),
    /// Persons and no team.
    Persons,
    /// Nobody who is known.
    Nobody,
}

impl<'w> Observed<'w> {
    pub(crate) fn of(world: &World<'w>) -> Observed<'w> {
        let mut owners = Observed { teams: HashMap::new(), persons: BTreeSet::new() };
        for row in world.facts.ownerships() {
            let component = world.facts.text(row.component).trim_end_matches("**").trim_end_matches('/');
            let component = if component.is_empty() { WHOLE } else { component };
            match row.team {
                Some(team) => drop(owners.teams.entry(component).or_default().insert(team)),
                None => drop(owners.persons.insert(component)),
            }
        }
        owners
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.teams.is_empty() && self.persons.is_empty()
    }

    pub(crate) fn owner(&self, path: &str) -> Owner<'_> {
        let mut piece = path;
        loop {
            if let Some(teams) = self.teams.get(piece) {
                return Owner::Teams(teams);
            }
            if self.persons.contains(piece) {
                return Owner::Persons;
            }
            match piece.rsplit_once('/') {
                Some((above, _)) => piece = above,
                None if piece == WHOLE => return Owner::Nobody,
                None => piece = WHOLE,
            }
        }
    }
}

/// A path of a component as the organization's files describe it.
struct Written<'w> {
    component: &'w str,
    owner: Option<&'w str>,
    bounds: Bounds,
    /// Whole folders before the first wildcard: of two that hold a path, the deeper one counts.
    depth: usize,
}

/// Who owns what, by the organization's components first and by evidence where they are silent.
pub(crate) struct Owners<'w> {
    written: Vec<Written<'w>>,
    /// Paths that changes touch, with the place of what holds them in `written`.
    touched: HashMap<Symbol, usize>,
    observed: Observed<'w>,
    world_symbols: &'w onethread_model::facts::Symbols,
}

impl<'w> Owners<'w> {
    pub(crate) fn of(world: &World<'w>) -> Owners<'w> {
        let mut written: Vec<Written<'w>> = Vec::new();
        for component in world.inputs.org.components.values() {
            let id = component.id.value.as_str();
            let owner = component.owner.as_ref().map(|owner| owner.value.as_str());
            for path in &component.paths {
                let piece = Reference { kind: "path".to_owned(), id: path.value.clone() };
                let (bounds, depth) = (Bounds::of([&piece], world.inputs), claims::folders(&path.value).len());
                written.push(Written { component: id, owner, bounds, depth });
            }
            // Evidence may name the component itself.
            let piece = Reference { kind: "component".to_owned(), id: id.to_owned() };
            let bounds = Bounds::named(&piece);
            written.push(Written { component: id, owner, bounds, depth: usize::MAX });
        }
        // Deeper ones come last, so that they have the last word; of equally deep ones the first.
        written.sort_by(|a, b| a.depth.cmp(&b.depth).then(b.component.cmp(a.component)));
        let mut touched = HashMap::new();
        for (at, one) in written.iter().enumerate() {
            touched.extend(one.bounds.held(world).into_iter().map(|symbol| (symbol, at)));
        }
        Owners { written, touched, observed: Observed::of(world), world_symbols: world.facts.symbols() }
    }

    /// The one team that owns a path that changes touch; absent where nobody or several do.
    pub(crate) fn team_of_touched(&self, path: Symbol) -> Option<&'w str> {
        match self.touched.get(&path).and_then(|at| self.written[*at].owner) {
            Some(owner) => Some(owner),
            None => self.observed_team(self.world_symbols.text(path)),
        }
    }

    /// The component of the organization's files that holds a path that changes touch.
    pub(crate) fn component_of_touched(&self, path: Symbol) -> Option<&'w str> {
        self.touched.get(&path).map(|at| self.written[*at].component)
    }

    /// The one team that owns a path, or a component by its id; absent where nobody or several do.
    pub(crate) fn team_of(&self, path: &str) -> Option<&'w str> {
        match self.written_of(path).and_then(|written| written.owner) {
            Some(owner) => Some(owner),
            None => self.observed_team(path),
        }
    }

    /// The component of the organization's files that holds a path.
    pub(crate) fn component_of(&self, path: &str) -> Option<&'w str> {
        self.written_of(path).map(|written| written.component)
    }

    fn written_of(&self, path: &str) -> Option<&Written<'w>> {
        self.written.iter().rev().find(|written| written.bounds.holds(path))
    }

    fn observed_team(&self, path: &str) -> Option<&'w str> {
        match self.observed.owner(path) {
            Owner::Teams(teams) if teams.len() == 1 => teams.first().map(|team| self.world_symbols.text(*team)),
            _ => None,
        }
    }
}
