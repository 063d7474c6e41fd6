//! `IN107`: somebody outside the team answers for a metric.

use onethread_model::diagnostic::Spot;

use super::described;
use crate::check::{Context, Found, Level, Need, Number, Rule, subject};
use crate::measure::{Leadership, Reporting};

pub(super) const RULE: Rule = Rule {
    code: "IN107",
    name: "metric-owner-outside",
    title: "Somebody outside the team answers for a metric",
    level: Level::Info,
    opt_in: false,
    page: include_str!("metric_owner_outside.md"),
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let mut found = Found::default();
    for (initiative, written) in described(context).filter(|(one, _)| one.functional_by_design().is_none()) {
        let Leadership::One { leader, .. } = &initiative.leadership else { continue };
        // Where nobody says who works on it, anybody may be of the team.
        let Some(members) = context.world.people.members(initiative) else { continue };
        let is_own = |person: &str| {
            person == leader.value
                || members.iter().any(|member| member.value == person)
                || initiative.listed.iter().any(|listed| listed.value == person)
                || context.world.people.reporting(person, &leader.value) == Reporting::Under
        };
        let owners: Vec<_> =
            written.metrics.iter().filter_map(|metric| Some((metric, metric.owner.as_ref()?))).collect();
        found.looked_at += owners.len();
        let outside = owners.iter().filter(|(_, owner)| !is_own(&owner.value)).count();
        for (metric, owner) in owners.iter().filter(|(_, owner)| !is_own(&owner.value)) {
            let (id, name) = (&initiative.id, &metric.name.value);
            found.push(
                context
                    .finding(
                        subject("initiative", id),
                        format!("somebody outside the team of {id} answers for its metric `{name}`"),
                        Spot::Span(owner.span),
                    )
                    .about(name.clone())
                    .label("neither leads it nor is of its team")
                    .related(context.spot(&leader.place), "its leader")
                    .number(Number::as_of_day(
                        "metrics_owned_outside",
                        outside as f64,
                        owners.len(),
                        format!("{outside} of {} metrics with an owner are answered for outside", owners.len()),
                    ))
                    .note("what was measured should come back to those who can act on it")
                    .help("name the leader, or somebody of the team; or put the owner on the team"),
            );
        }
    }
    found
}
