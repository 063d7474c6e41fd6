//! Groups of people on a day, and beside which of them a number may stand.
//!
//! Input: memberships, the organization's files, and the smallest group of the agreement. Output: a [`GroupLabel`] for
//! each team, function or gate that something is counted for. Whoever counts does so by label, and only [`Groups`] makes
//! one: that of a group below the smallest, or of an unknown size, is the same for all of them, so that what they did is
//! added up before anybody can read it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use onethread_model::record::Reference;
use schemars::JsonSchema;
use serde::Serialize;

use super::View;

/// What is said where no source says who is on any team.
pub const NOBODY_KNOWN: &str = "no source says who is on which team; state `members` or `headcount` of `[team.ID]` in `org/`, or \
                                bring a table of memberships";

/// What stands in place of the name of a group that is too small.
pub const UNDER: &str = "groups under five";

/// The same where the agreement states another smallest group.
fn under(smallest: usize) -> String {
    match smallest {
        5 => UNDER.to_owned(),
        other => format!("groups under {other}"),
    }
}

/// Beside what a number stands: a group of enough people, something that is no person, or all groups under five together.
/// Nothing outside this file can make one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct GroupLabel {
    name: String,
    #[serde(skip)]
    is_sum: bool,
}

impl GroupLabel {
    /// One of a name alone, for those that are known to be large enough, or to be no people.
    pub(super) fn named(name: &str) -> GroupLabel {
        GroupLabel { name: name.to_owned(), is_sum: false }
    }

    /// The name to show.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether it stands for all groups that are too small, for single people and for whoever is not stated.
    pub fn is_sum(&self) -> bool {
        self.is_sum
    }
}

impl fmt::Display for GroupLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A statistic of what one group did or was asked for. It can be neither printed nor serialized: [`Groups::disclose`]
/// gives the number together with the size of the group on the day, or nothing.
pub struct GroupStatistic<'g, T> {
    group: &'g str,
    value: T,
}

impl<'g, T> GroupStatistic<'g, T> {
    /// What a team did or was asked for.
    pub fn of_team(team: &'g str, value: T) -> GroupStatistic<'g, T> {
        GroupStatistic { group: team, value }
    }
}

/// Who is on which team on the day, and how many belong to each function. A clone shares it.
#[derive(Clone)]
pub struct Groups {
    smallest: usize,
    /// Whether a team of unknown size may stand beside a number.
    takes_unknown: bool,
    of: Arc<Members>,
}

#[derive(Default)]
struct Members {
    members: BTreeMap<String, BTreeSet<String>>,
    teams_of: BTreeMap<String, BTreeSet<String>>,
    /// Teams of which more is known than who holds an office in them: a list of chairs is no roster.
    rosters: BTreeSet<String>,
    /// Stated numbers of people of teams and functions of whom no member is known.
    stated: BTreeMap<Reference, usize>,
    functions: BTreeMap<String, usize>,
}

impl Members {
    fn read(view: &View<'_>) -> Members {
        let (org, mut all) = (view.inputs.rosters, Members::default());
        let is_here = |person: &str| org.gone(person).is_none();
        for row in view.inputs.roster_memberships(view.facts) {
            let team = view.facts.text(row.team);
            all.add(team, view.facts.text(row.person));
            if row.role.is_none() {
                all.rosters.insert(team.to_owned());
            }
        }
        for (id, team) in org.teams.iter() {
            team.members.iter().filter(|one| is_here(&one.value)).for_each(|member| all.add(id, &member.value));
            if !team.members.is_empty() {
                all.rosters.insert(id.clone());
            }
            let stated = team.headcount.as_ref().map(|at| (reference("team", id), at.value as usize));
            all.stated.extend(stated);
        }
        for (id, function) in org.functions.iter() {
            let stated = function.headcount.as_ref().map(|at| (reference("function", id), at.value as usize));
            all.stated.extend(stated);
        }
        for (_, person) in org.people.iter().filter(|(id, _)| is_here(id)) {
            if let Some(function) = &person.function {
                *all.functions.entry(function.value.clone()).or_default() += 1;
            }
        }
        all
    }

    fn add(&mut self, team: &str, person: &str) {
        self.members.entry(team.to_owned()).or_default().insert(person.to_owned());
        self.teams_of.entry(person.to_owned()).or_default().insert(team.to_owned());
    }
}

impl Groups {
    /// Reads them: memberships of sources and of the files, without those who are gone or left by the day.
    pub(super) fn of(view: &View<'_>) -> Groups {
        Groups {
            smallest: view.inputs.agreement.smallest_group(),
            takes_unknown: false,
            of: Arc::new(Members::read(view)),
        }
    }

    /// The same with another smallest group.
    pub(super) fn with_smallest(&self, smallest: usize) -> Groups {
        Groups { smallest, ..self.clone() }
    }

    /// The same for numbers about code, which are of no act of anybody: which of it changes together. There a team of
    /// unknown size, as of a file of owners without a roster, stands by itself; one that is known to be small does not.
    pub(super) fn of_code(&self) -> Groups {
        Groups { takes_unknown: true, ..self.clone() }
    }

    /// The same for who owns code, where nothing is known of who is on any team: then a name is that of a rule in a file of
    /// owners, and of nobody.
    pub(crate) fn of_rules(&self) -> Groups {
        Groups { takes_unknown: !self.knows_anybody(), ..self.clone() }
    }

    /// Whether any source says who is on any team, or how many are.
    pub fn knows_anybody(&self) -> bool {
        !self.of.members.is_empty() || !self.of.stated.is_empty()
    }

    /// The smallest group that a number may stand beside.
    pub fn smallest(&self) -> usize {
        self.smallest
    }

    /// How many people a team has on the day: its known members, else what its entry states; absent where neither is
    /// known, or of a few only the offices that they hold.
    pub fn size(&self, team: &str) -> Option<usize> {
        let stated = || self.of.stated.get(&reference("team", team)).copied();
        let is_whole = |people: &usize| *people >= self.smallest || self.of.rosters.contains(team);
        self.of.members.get(team).map(BTreeSet::len).filter(is_whole).or_else(stated)
    }

    /// How many people of a function the files describe, else what its entry states.
    fn function_size(&self, function: &str) -> Option<usize> {
        let stated = || self.of.stated.get(&reference("function", function)).copied();
        self.of.functions.get(function).copied().or_else(stated)
    }

    /// Whether it is known to have enough people for a number of its own.
    pub fn is_group(&self, team: &str) -> bool {
        self.size(team).map_or(self.takes_unknown, |people| people >= self.smallest)
    }

    /// Whether it has too few people for a number of its own. One of unknown size may have, and counts as if it had.
    pub fn is_small(&self, team: &str) -> bool {
        !self.is_group(team)
    }

    /// What stands beside a number about a team.
    pub fn team(&self, team: &str) -> GroupLabel {
        if self.is_group(team) { GroupLabel::named(team) } else { self.sum() }
    }

    /// What stands beside a number about an approval gate. A gate is a rule and no person, whoever holds it.
    pub fn gate(&self, gate: &str) -> GroupLabel {
        GroupLabel::named(gate)
    }

    /// What stands beside a number about something that is needed: a person never has one.
    pub fn needed(&self, on: &Reference) -> GroupLabel {
        match on.kind.as_str() {
            "team" => self.team(&on.id),
            "function" if self.function_size(&on.id).is_some_and(|people| people >= self.smallest) => {
                GroupLabel::named(&on.id)
            }
            "component" | "initiative" => GroupLabel::named(&on.id),
            _ => self.sum(),
        }
    }

    /// What stands beside a number about one side of a dependency, as `kind:id`. An initiative is nobody.
    pub(super) fn party(&self, side: &str) -> GroupLabel {
        match side.split_once(':') {
            Some((kind, id)) => self.needed(&reference(kind, id)),
            None => GroupLabel::named(side),
        }
    }

    /// Whether a sum over some sides of dependencies, as `kind:id`, may be printed: two or more of them, of enough people
    /// together. One alone would be printed as itself.
    pub(super) fn are_enough<'s>(&self, sides: impl Iterator<Item = &'s str>) -> bool {
        let (mut count, mut people, mut sized) = (0, BTreeSet::new(), 0);
        for side in sides {
            count += 1;
            let Some((kind, id)) = side.split_once(':') else { continue };
            match self.of.members.get(id).filter(|_| kind == "team") {
                Some(members) => people.extend(members),
                // Whoever it is, it is someone.
                None => sized += self.of.stated.get(&reference(kind, id)).copied().unwrap_or(1),
            }
        }
        count >= 2 && people.len() + sized >= self.smallest
    }

    /// What stands beside the sum over all groups that are too small, single people, and whoever is not stated. How many
    /// they are is never said: of one alone, the number would be its own.
    pub fn sum(&self) -> GroupLabel {
        GroupLabel { name: under(self.smallest), is_sum: true }
    }

    /// The number with the size of its group on the day; nothing where the group is too small or of unknown size.
    pub fn disclose<T>(&self, statistic: GroupStatistic<'_, T>) -> Option<(usize, T)> {
        let people = self.size(statistic.group).filter(|people| *people >= self.smallest)?;
        Some((people, statistic.value))
    }

    /// The people of every team that has enough of them.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        let groups = self.of.members.iter().filter(|(_, members)| members.len() >= self.smallest);
        groups.map(|(team, members)| (team.as_str(), members))
    }

    /// The people of a team that has enough of them.
    pub(crate) fn group(&self, team: &str) -> Option<&BTreeSet<String>> {
        self.of.members.get(team).filter(|members| members.len() >= self.smallest)
    }

    /// Whether it is known of a person which team it is.
    pub(crate) fn is_known(&self, person: &str) -> bool {
        self.of.teams_of.contains_key(person)
    }

    /// The team of a person who is on one only.
    pub(crate) fn only_team_of(&self, person: &str) -> Option<&str> {
        let teams = self.of.teams_of.get(person)?;
        if teams.len() == 1 { teams.first().map(String::as_str) } else { None }
    }
}

fn reference(kind: &str, id: &str) -> Reference {
    Reference { kind: kind.to_owned(), id: id.to_owned() }
}
