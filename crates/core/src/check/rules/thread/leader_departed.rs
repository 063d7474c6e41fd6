//! `ST107`: the leader has left.

use onethread_model::diagnostic::Spot;

use super::threads;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::measure::departures::left_every_team;

pub(super) const RULE: Rule = Rule {
    code: "ST107",
    name: "leader-departed",
    title: "The leader has left",
    level: Level::Error,
    opt_in: false,
    page: include_str!("leader_departed.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("person")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let roster = left_every_team(world.inputs.org, world.facts);
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
                .who(sponsor_of(world, id))
                .note("the person who is named to decide has left")
                .help(format!(
                    "appoint a leader for {id}; until then remove the name, so that the position shows as vacant"
                ));
            found.push(finding);
        }
    }
    found
}
