//! `ST104`: a leader has stated work beside the initiative.

use super::threads;
use crate::check::{Context, Finding, Found, Level, Need, Number, Rule, RuleOption, Setting, subject};
use crate::measure::{Commitment, Initiative, Leader};
use crate::words::percent;
use onethread_model::facts::FactKind;

pub(super) const RULE: Rule = Rule {
    code: "ST104",
    name: "leader-part-time",
    title: "The leader has only part of the week for it",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("leader_part_time.md"),
    needs: &[Need::Live, Need::Any(&[Need::Entries("allocation"), Need::Facts(FactKind::Allocation)])],
    options: &[RuleOption {
        key: "full-time-only",
        default: Setting::Flag(false),
        doc: "Whether every share below 1 counts, and not only one below `dedicated-share`.",
    }],
    check,
};

/// Sums and shares of decimal numbers are not exact.
const SLACK: f64 = 1e-9;

fn check(context: &Context<'_>) -> Found {
    let (world, thresholds) = (context.world, context.world.inputs.config.thresholds);
    let least = if context.options.flag("full-time-only") { 1.0 } else { thresholds.dedicated_share };
    let mut found = Found::default();
    for initiative in threads(world) {
        let Leader::One(leader) = &initiative.leader else { continue };
        let stated = world.people.stated(&leader.value);
        // Whoever leads two has no full week for either: that is told once, by ST101.
        if stated.is_empty() || world.people.leads(&leader.value).len() > 1 {
            continue;
        }
        found.looked_at += 1;
        let here = stated.iter().find(|one| one.initiative == initiative.id);
        let elsewhere: Vec<&Commitment> = stated
            .iter()
            .filter(|one| one.initiative != initiative.id && one.share > thresholds.other_share + SLACK)
            .filter(|one| world.initiative(&one.initiative).is_none_or(|other| other.live))
            .collect();
        let too_little = here.filter(|here| here.share < least - SLACK);
        if let Some(first) = too_little.or(elsewhere.first().copied()) {
            found.push(finding(context, initiative, (here, first), &elsewhere, least));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    (here, first): (Option<&Commitment>, &Commitment),
    elsewhere: &[&Commitment],
    least: f64,
) -> Finding {
    let id = &initiative.id;
    let (message, label) = if first.initiative == *id {
        let share = percent(first.share);
        (format!("the leader of {id} has {share} of the week for it"), format!("less than {}", percent(least)))
    } else {
        let (share, other) = (percent(first.share), &first.initiative);
        (format!("the leader of {id} gives {share} of the week to {other}"), "other work of the leader".to_owned())
    };
    let mut finding = context
        .finding(subject("initiative", id), message, context.spot(&first.place))
        .label(label)
        .related(super::leader_spot(context, initiative), format!("leads {id}"));
    for other in elsewhere.iter().filter(|other| other.place != first.place) {
        finding = finding.related(context.spot(&other.place), format!("gives {} here", percent(other.share)));
    }
    if let Some(here) = here {
        let says = format!("{} of the leader's week is stated for {id}", percent(here.share));
        finding = finding.number(Number::as_of_day("leader_share", here.share, 1, says));
    }
    finding
        .note("a leader with other work drops this one whenever the other needs attention")
        .help("take the other work away and state the new share; or name a leader who has the time")
}
