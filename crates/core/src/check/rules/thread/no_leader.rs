//! `ST102`: nobody leads an initiative.

use super::threads;
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Initiative, Leadership, World};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "ST102",
    name: "no-leader",
    title: "The initiative has no leader",
    level: Level::Error,
    opt_in: false,
    page: include_str!("no_leader.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for initiative in threads(context.world) {
        found.evaluated += match &initiative.leadership {
            // What nobody says of a leader can be held against nobody.
            Leadership::OnlyListed { .. }
            | Leadership::Contradictory { .. }
            | Leadership::Unknown
            | Leadership::FunctionalByDesign { .. } => 0,
            Leadership::Nobody { .. } | Leadership::One { .. } | Leadership::Several(_) => 1,
        };
        let Leadership::Nobody { place: vacant, .. } = &initiative.leadership else { continue };
        let (place, label, note) = match initiative.listed.first() {
            None => {
                let label =
                    if initiative.departed_leaders.is_empty() { "no leader is named" } else { "the leader is gone" };
                (vacant, label.to_owned(), "nobody is named who decides")
            }
            Some(first) => {
                let listed = plural(initiative.listed.len(), "person is", "people are");
                (&first.place, format!("{listed} listed, and none is the leader"), "a list does not state who decides")
            }
        };
        let message = format!("{} has no leader", initiative.id);
        let mut finding = context
            .finding(subject("initiative", &initiative.id), message, context.spot(place))
            .label(label)
            .note(note)
            .help(format!("appoint one person who decides: `leader = \"...\"` in the entry of {}", initiative.id))
            .help("or, where no leader of its own is needed, state it: `form = \"functional\"` and a `why`")
            .help("or, where it is no more than an idea yet: `stage = \"idea\"`");
        // A title is written down, and nothing says that any work has begun.
        if finding.level == Level::Error && is_only_named(initiative, context.world) {
            finding.level = Level::Info;
        }
        found.push(finding);
    }
    found
}

/// Whether the files say nothing of an initiative but what it is about, and nobody is known to work on it.
fn is_only_named(initiative: &Initiative, world: &World<'_>) -> bool {
    let Some(written) = world.inputs.org.initiatives.get(&initiative.id) else { return false };
    let has_begun = [&written.committed, &written.first_feature, &written.vacant].into_iter().any(Option::is_some);
    let is_set_up = written.team.is_some() || written.form.is_some() || !written.value.is_empty();
    let is_described = !written.metrics.is_empty()
        || !written.scope.is_empty()
        || !written.dependencies.is_empty()
        || written.rights().next().is_some()
        || !written.needs.is_empty();
    let has_people = world.people.members(initiative).is_some() || !initiative.departed_leaders.is_empty();
    !initiative.in_registry && !has_begun && !is_set_up && !is_described && !has_people
}
