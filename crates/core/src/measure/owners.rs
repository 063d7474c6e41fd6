//! Who owns a path: as the organization's files say, else as evidence was last seen to say.

use std::collections::{BTreeSet, HashMap};

use onethread_model::facts::Symbol;
use onethread_model::record::Reference;
use rustc_hash::FxHashMap;

use super::change_sets::Bounds;
use super::{View, claims};

/// The word of the column `approval` for what anyone may approve.
const ANYONE: &str = "anyone";

/// The folder above all.
pub(crate) const WHOLE: &str = ".";

/// Who owns a path by the rows of `ownership`: those of the path itself, else of the nearest folder above that has any.
#[derive(Default)]
pub(crate) struct Observed {
    teams: HashMap<String, BTreeSet<Symbol>>,
    persons: BTreeSet<String>,
    /// What nobody owns by a rule.
    nobodys: BTreeSet<String>,
    /// What anyone may approve a change of, for each of these and of the above: the nearest one counts.
    open: BTreeSet<String>,
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

impl Observed {
    pub(crate) fn of(view: &View<'_>) -> Observed {
        let mut owners = Observed::default();
        for row in view.facts.ownerships() {
            let component = view.facts.text(row.component).trim_end_matches("**").trim_end_matches('/');
            let component = if component.is_empty() { WHOLE } else { component };
            let is_open = row.approval.is_some_and(|approval| view.facts.text(approval) == ANYONE);
            match (row.team, row.person) {
                (Some(team), _) => drop(owners.teams.entry(component.to_owned()).or_default().insert(team)),
                (None, None) if is_open => drop(owners.nobodys.insert(component.to_owned())),
                (None, _) => drop(owners.persons.insert(component.to_owned())),
            }
            if is_open {
                owners.open.insert(component.to_owned());
            }
        }
        owners
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.teams.is_empty() && self.persons.is_empty()
    }

    pub(crate) fn owner(&self, path: &str) -> Owner<'_> {
        match self.nearest(path) {
            Some(piece) if self.teams.contains_key(piece) => self.teams.get(piece).map_or(Owner::Nobody, Owner::Teams),
            Some(piece) if self.persons.contains(piece) => Owner::Persons,
            _ => Owner::Nobody,
        }
    }

    /// Whether anyone may approve a change of a path.
    pub(crate) fn is_open(&self, path: &str) -> bool {
        !self.open.is_empty() && self.nearest(path).is_some_and(|piece| self.open.contains(piece))
    }

    /// The path itself or the nearest folder above it of which anything is said.
    fn nearest<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut piece = path;
        loop {
            if self.teams.contains_key(piece) || self.persons.contains(piece) || self.nobodys.contains(piece) {
                return Some(piece);
            }
            match piece.rsplit_once('/') {
                Some((above, _)) => piece = above,
                None if piece == WHOLE => return None,
                None => piece = WHOLE,
            }
        }
    }
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
        self.owner_of(written, view.facts.text(path), view)
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
    fn owner_of<'o>(&self, written: Option<&'o Written>, path: &str, view: &'o View<'_>) -> Option<&'o str> {
        if let Some(owner) = written.and_then(|written| written.owner.as_deref()) {
            return Some(owner);
        }
        let observed = match self.observed.owner(path) {
            Owner::Teams(teams) if teams.len() == 1 => teams.first().map(|team| view.facts.text(*team)),
            _ => None,
        };
        let retracted = written.and_then(|written| written.former.as_deref());
        observed.filter(|team| Some(*team) != retracted)
    }
}
