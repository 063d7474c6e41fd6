//! Who can have a dependency, and which team is whose.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::record::Reference;

use crate::measure::View;
use crate::measure::owners::Owners;

/// Initiatives and teams, and what belongs to them.
#[derive(Default)]
pub(crate) struct Parties {
    /// Live initiatives by the teams that work on them.
    initiatives_of: BTreeMap<String, BTreeSet<String>>,
    /// Teams by the live initiative that they work on.
    teams_of: BTreeMap<String, BTreeSet<String>>,
}

pub(crate) fn reference(kind: &str, id: &str) -> Reference {
    Reference { kind: kind.to_owned(), id: id.to_owned() }
}

impl Parties {
    /// Reads them.
    pub(crate) fn of(view: &View<'_>, owners: &Owners) -> Parties {
        let mut parties = Parties::default();
        for initiative in view.live() {
            let mut own: BTreeSet<String> = view.teams_on(&initiative.id).map(|team| team.id.value.clone()).collect();
            own.extend(initiative.team.as_ref().map(|team| team.value.clone()));
            if own.is_empty() {
                let bounds = initiative.scope.iter().map(|piece| &piece.value);
                let code = bounds.filter(|piece| matches!(piece.kind.as_str(), "component" | "path"));
                own.extend(code.filter_map(|piece| owners.team_of(plain(&piece.id), view)).map(str::to_owned));
            }
            for team in &own {
                parties.initiatives_of.entry(team.clone()).or_default().insert(initiative.id.clone());
            }
            parties.teams_of.insert(initiative.id.clone(), own);
        }
        parties
    }

    /// Under whom a team's dependencies are filed: its one live initiative, else itself.
    pub(crate) fn party(&self, team: &str) -> Reference {
        match self.initiatives_of.get(team) {
            Some(initiatives) if initiatives.len() == 1 => {
                reference("initiative", initiatives.first().map_or("", String::as_str))
            }
            _ => reference("team", team),
        }
    }

    /// The teams that work on a live initiative.
    pub(crate) fn teams_on(&self, initiative: &str) -> impl Iterator<Item = &str> {
        self.teams_of.get(initiative).into_iter().flatten().map(String::as_str)
    }

    /// The team of a party, where it is one.
    pub(crate) fn team_of<'p>(&'p self, party: &'p Reference) -> Option<&'p str> {
        match party.kind.as_str() {
            "team" => Some(&party.id),
            _ => self.teams_of.get(&party.id).filter(|teams| teams.len() == 1)?.first().map(String::as_str),
        }
    }

    /// Whether a team is one of a party's own.
    pub(crate) fn is_own(&self, party: &Reference, team: &str) -> bool {
        match party.kind.as_str() {
            "team" => party.id == team,
            _ => self.teams_on(&party.id).any(|own| own == team),
        }
    }
}

/// A path as a folder, without what matches everything below it.
fn plain(path: &str) -> &str {
    path.trim_end_matches("**").trim_end_matches('/')
}
