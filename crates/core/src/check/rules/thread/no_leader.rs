//! `ST102`: nobody leads an initiative.

use super::threads;
use crate::check::{Context, Found, Level, Need, Rule, subject};
use crate::measure::Leader;
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
        let (place, label, note) = match &initiative.leader {
            Leader::Nobody(place) => (place, "no leader is named".to_owned(), None),
            // A registry may have no word for a leader; the organization's files have one.
            Leader::Unstated(people) if initiative.in_org => {
                let place = initiative.listed.first().map_or(&initiative.place, |first| &first.place);
                let listed = plural(*people, "person is", "people are");
                (place, format!("{listed} listed, and none is the leader"), Some("a list does not say who decides"))
            }
            Leader::Unstated(_) | Leader::Unknown => continue,
            Leader::One(_) | Leader::Several(_) => {
                found.looked_at += 1;
                continue;
            }
        };
        found.looked_at += 1;
        let message = format!("nobody leads {}", initiative.id);
        let finding = context
            .finding(subject("initiative", &initiative.id), message, context.spot(place))
            .label(label)
            .note(note.unwrap_or("whoever needs a decision has nobody to ask, and waits"))
            .help(format!("name the one person who decides: `leader = \"...\"` in the entry of {}", initiative.id))
            .help("or, where no leader of its own is needed, say so: `form = \"functional\"` and a `why`");
        found.push(finding);
    }
    found
}
