//! `ST102`: nobody leads an initiative.

use super::threads;
use crate::check::{Context, Found, Level, Need, Rule, subject};
use crate::measure::Leadership;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "ST102",
    name: "no-leader",
    title: "Nobody leads the initiative",
    level: Level::Error,
    opt_in: false,
    page: include_str!("no_leader.md"),
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let mut found = Found::default();
    for initiative in threads(context.world) {
        found.looked_at += match &initiative.leadership {
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
                (vacant, label.to_owned(), "whoever needs a decision has nobody to ask, and waits")
            }
            Some(first) => {
                let listed = plural(initiative.listed.len(), "person is", "people are");
                (&first.place, format!("{listed} listed, and none is the leader"), "a list does not say who decides")
            }
        };
        let message = format!("nobody leads {}", initiative.id);
        let finding = context
            .finding(subject("initiative", &initiative.id), message, context.spot(place))
            .label(label)
            .note(note)
            .help(format!("name the one person who decides: `leader = \"...\"` in the entry of {}", initiative.id))
            .help("or, where no leader of its own is needed, say so: `form = \"functional\"` and a `why`");
        found.push(finding);
    }
    found
}
