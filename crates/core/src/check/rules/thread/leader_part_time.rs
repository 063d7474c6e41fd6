//! `ST104`: a leader has stated work beside the initiative.

use super::threads;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::measure::leadership::LeaderTime;
use crate::measure::{Commitment, Initiative, Leadership};
use crate::words::percent;
use onethread_model::facts::FactKind;

pub(super) const RULE: Rule = Rule {
    code: "ST104",
    name: "leader-part-time",
    title: "The leader is not allocated full time",
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

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, thresholds) = (context.world, context.world.inputs.config.thresholds);
    let least = if context.options.flag("full-time-only") { 1.0 } else { thresholds.dedicated_share };
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let Leadership::One { leader, also_leads } = &initiative.leadership else { continue };
        // Whoever leads two has no full week for either: that is reported once, by ST101.
        if !also_leads.is_empty() || world.people.stated(&leader.value).is_empty() {
            continue;
        }
        found.evaluated += 1;
        let time = world.leader_time(&leader.value, &initiative.id);
        if let Some(first) = time.here_below(least).or(time.elsewhere.first().copied()) {
            found.push(finding(context, initiative, first, &time, least));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    first: &Commitment,
    time: &LeaderTime<'_>,
    least: f64,
) -> Finding {
    let id = &initiative.id;
    let (message, label) = if first.initiative == *id {
        let share = percent(first.share);
        (format!("the leader of {id} is {share} allocated"), format!("less than {}", percent(least)))
    } else {
        let (share, other) = (percent(first.share), &first.initiative);
        (format!("the leader of {id} is {share} allocated to {other}"), "other work of the leader".to_owned())
    };
    let mut finding = context
        .finding(subject("initiative", id), message, context.spot(&first.place))
        .label(label)
        .related(super::leader_spot(context, initiative), format!("leads {id}"));
    for other in time.elsewhere.iter().filter(|other| other.place != first.place) {
        finding = finding.related(context.spot(&other.place), format!("{} allocated here", percent(other.share)));
    }
    if let Some(here) = time.here {
        let says = format!("{} of the leader's time is allocated to {id}", percent(here.share));
        finding = finding.number(Number::as_of_day("leader_share", here.share, 1, says));
    }
    finding
        .note("the leader's week is divided between this and other work")
        .help("reassign the other work and state the new share, or appoint a leader who has the time")
}
