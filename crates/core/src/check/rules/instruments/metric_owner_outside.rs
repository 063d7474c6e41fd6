//! `IN107`: someone outside the team answers for a metric.

use onethread_model::diagnostic::Spot;

use super::described;
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Leadership, Reporting};

pub(super) const RULE: Rule = Rule {
    code: "IN107",
    name: "metric-owner-outside",
    title: "The owner of a metric is not on the team",
    level: Level::Info,
    opt_in: false,
    page: include_str!("metric_owner_outside.md"),
    touches: Touches::People,
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
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
        found.evaluated += owners.len();
        let outside = owners.iter().filter(|(_, owner)| !is_own(&owner.value)).count();
        for (metric, owner) in owners.iter().filter(|(_, owner)| !is_own(&owner.value)) {
            let (id, name) = (&initiative.id, &metric.name.value);
            found.push(
                context
                    .finding(
                        subject("initiative", id),
                        format!("the owner of metric `{name}` of {id} is not on its team"),
                        Spot::Span(owner.span),
                    )
                    .about(name.clone())
                    .label("neither leads it nor is on its team")
                    .related(context.spot(&leader.place), "its leader")
                    .number(Number::as_of_day(
                        "metrics_owned_outside",
                        outside as f64,
                        owners.len(),
                        format!("{outside} of {} metrics with an owner are owned outside the team", owners.len()),
                    ))
                    .note("a metric should be owned by a person who can act on it")
                    .help("name the leader or a team member, or add the owner to the team"),
            );
        }
    }
    found
}
