//! Who left, as a roster shows: every team membership of the person has ended.
//!
//! Input: the organization as its files say of a day, and memberships that sources state. Output: people with the
//! membership that ended last. What the files say of a person counts before a roster.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::facts::{AsOf, Membership};
use onethread_model::org::OrgOn;

use super::majority::is_majority;

/// People whom the files describe without an `until`, who were on teams and are on none on the day, each with the
/// membership that ended last. Absent where the source is no roster: a list of chairs knows few of the people, and who
/// is off it has not left.
pub(crate) fn left_every_team<'a>(org: &OrgOn, facts: AsOf<'a>) -> Option<BTreeMap<&'a str, &'a Membership>> {
    let present: BTreeSet<&str> = facts.memberships().map(|row| facts.text(row.person)).collect();
    let mut past: BTreeMap<&str, &Membership> = BTreeMap::new();
    for row in facts.past_memberships() {
        let person = facts.text(row.person);
        if present.contains(person) {
            continue;
        }
        let last = past.entry(person).or_insert(row);
        if facts.known(row.until) > facts.known(last.until) {
            *last = row;
        }
    }
    let known = org.people.keys().filter(|id| present.contains(id.as_str()) || past.contains_key(id.as_str())).count();
    if known == 0 || is_majority(org.people.len() - known, org.people.len()) {
        return None;
    }
    let on_teams: BTreeSet<&str> =
        org.teams.values().flat_map(|team| &team.members).map(|member| member.value.as_str()).collect();
    let is_here = |person: &str| org.people.get(person).is_none_or(|entry| entry.until.is_some());
    past.retain(|person, _| !on_teams.contains(person) && !is_here(person));
    Some(past)
}

/// The day since which each of them is gone.
pub(crate) fn departures(org: &OrgOn, facts: AsOf<'_>) -> BTreeMap<String, Day> {
    let left = left_every_team(org, facts).unwrap_or_default();
    let since = |(person, row): (&str, &Membership)| Some((person.to_owned(), facts.known(row.until)?));
    left.into_iter().filter_map(since).collect()
}
