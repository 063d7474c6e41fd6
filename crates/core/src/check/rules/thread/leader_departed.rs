//! `ST107`: the leader has left.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::diagnostic::Spot;
use onethread_model::facts::Membership;

use super::threads;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, subject};
use crate::measure::World;

pub(super) const RULE: Rule = Rule {
    code: "ST107",
    name: "leader-departed",
    title: "The leader has left",
    level: Level::Error,
    opt_in: false,
    page: include_str!("leader_departed.md"),
    needs: &[Need::Live, Need::Entries("person")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let roster = left_every_team(world);
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        for leader in initiative.leadership.leaders().iter().chain(&initiative.departed_leaders) {
            let entry = world.inputs.org.people.get(&leader.value);
            let until = entry.and_then(|entry| entry.until.as_ref());
            if until.is_none() && roster.is_none() {
                continue;
            }
            found.evaluated += 1;
            let written = until.map(|at| (at.value, Spot::Span(at.span)));
            let recorded = || {
                let row = roster.as_ref()?.get(leader.value.as_str()).filter(|_| entry.is_some())?;
                Some((world.facts.known(row.until)?, context.spot(&world.facts.place(row.at))))
            };
            // What the organization's own files say about a person counts before a roster.
            let Some((since, spot)) = written.or_else(recorded) else { continue };
            let id = &initiative.id;
            let message = format!("`{}` leads {id}, and has been gone since {since}", leader.value);
            let days = world.day.days_since(since);
            let says = format!("gone since {since}; as of {}", world.day);
            let finding = context
                .finding(subject("initiative", id), message, context.spot(&leader.place))
                .about(subject("person", &leader.value))
                .label("the leader has left")
                .related(spot, "says so")
                .number(Number::as_of_day("gone_days", days as f64, 1, says))
                .who(format!("the sponsor of {id}"))
                .note("the person who is named to decide has left")
                .help(format!(
                    "appoint a leader for {id}; until then remove the name, so that the position shows as vacant"
                ));
            found.push(finding);
        }
    }
    found
}

/// People who were on teams and are on none on the day, each with the membership that ended last. Absent where the
/// source is no roster: a list of chairs knows few of the people, and who is off it has not left.
fn left_every_team<'w>(world: &World<'w>) -> Option<BTreeMap<&'w str, &'w Membership>> {
    let facts = world.facts;
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
    let org = world.inputs.org;
    let known = org.people.keys().filter(|id| present.contains(id.as_str()) || past.contains_key(id.as_str())).count();
    if known == 0 || 2 * known < org.people.len() {
        return None;
    }
    let on_teams: BTreeSet<&str> =
        org.teams.values().flat_map(|team| &team.members).map(|member| member.value.as_str()).collect();
    past.retain(|person, _| !on_teams.contains(person));
    Some(past)
}
