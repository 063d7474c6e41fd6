//! `ST102`: nobody leads an initiative.

use super::threads;
use crate::check::{Context, Level, Need, Rule, RuleOutcome, subject};
use crate::measure::Leadership;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "ST102",
    name: "no-leader",
    title: "The initiative has no leader",
    level: Level::Error,
    opt_in: false,
    page: include_str!("no_leader.md"),
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
            Leadership::Nobody(_) | Leadership::One { .. } | Leadership::Several(_) => 1,
        };
        let Leadership::Nobody(vacant) = &initiative.leadership else { continue };
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
        let finding = context
            .finding(subject("initiative", &initiative.id), message, context.spot(place))
            .label(label)
            .note(note)
            .help(format!("appoint one person who decides: `leader = \"...\"` in the entry of {}", initiative.id))
            .help("or, where no leader of its own is needed, state it: `form = \"functional\"` and a `why`");
        found.push(finding);
    }
    found
}
