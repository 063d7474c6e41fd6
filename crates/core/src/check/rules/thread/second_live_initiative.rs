//! `ST101`: someone leads a second live initiative.

use std::collections::BTreeSet;

use onethread_model::source::Place;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::{Initiative, Leadership};
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "ST101",
    name: "second-live-initiative",
    title: "A person leads two live initiatives",
    level: Level::Error,
    opt_in: false,
    page: include_str!("second_live_initiative.md"),
    touches: Touches::People,
    needs: &[Need::Live],
    options: &[],
    check,
};

/// An initiative, and where its leader is named.
type Thread<'w> = (&'w Initiative, &'w Place);

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    let mut leaders = BTreeSet::new();
    for initiative in world.live() {
        let Leadership::One { leader, also_leads } = &initiative.leadership else { continue };
        found.evaluated += 1;
        if !also_leads.is_empty() {
            leaders.insert(leader.value.as_str());
        }
    }
    for leader in leaders {
        let threads = world.people.leads(leader).iter();
        let mut led: Vec<Thread<'_>> =
            threads.filter_map(|led| Some((world.initiative(&led.value)?, &led.place))).collect();
        // The one that came last is the one too many, but never one that has other leaders to go on with.
        let is_only_leader = |(one, _): &Thread<'_>| one.leadership.is_shared();
        led.sort_by_key(|one| (is_only_leader(one), one.0.created.as_ref().map(|day| day.value), &one.0.id));
        for second in led.iter().skip(1).filter(|one| is_only_leader(one)) {
            found.push(finding(context, leader, second, &led));
        }
    }
    found
}

fn finding(context: &Context<'_>, leader: &str, (second, place): &Thread<'_>, led: &[Thread<'_>]) -> Finding {
    let id = &second.id;
    let others = || led.iter().filter(|(other, _)| other.id != *id);
    let names: Vec<&str> = others().map(|(other, _)| other.id.as_str()).collect();
    let is_first = second.first_of_several(leader, context.world.inputs);
    let of_listed = if is_first { format!(", the first of {} listed,", second.listed.len()) } else { String::new() };
    let message = format!("`{leader}`{of_listed} leads {id} and also {}", join(&names));
    let mut finding = context
        .finding(subject("initiative", id), message, context.spot(place))
        .label("a second initiative for the same leader");
    for (other, place) in others() {
        finding = finding.related(context.spot(place), format!("already leads {}", other.id));
    }
    if is_first {
        finding = finding.note("several people are listed, and the settings take the first one as the leader");
    }
    finding
        .number(Number {
            name: "live_initiatives_led",
            value: led.len() as f64,
            n: led.len(),
            window: None,
            says: format!("{} initiatives under way have this leader", led.len()),
        })
        .note("one week is divided between them; whether either waits is not shown")
        .help(format!("appoint another leader for {id}, or reassign or end the other"))
}
