//! `ST104`: a leader has stated work beside the initiative.

use super::threads;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::{Commitment, Initiative, Leadership, Threads};
use crate::words::percent;
use onethread_model::source::Place;

pub(super) const RULE: Rule = Rule {
    code: "ST104",
    name: "leader-part-time",
    title: "The leader is not allocated full time",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("leader_part_time.md"),
    touches: Touches::People,
    needs: &[Need::Live],
    options: &[RuleOption {
        key: "full-time-only",
        default: Setting::Flag(false),
        doc: "Whether every share below 1 counts, and not only one below `dedicated-share`.",
    }],
    check,
};

const NOTE: &str = "the week is divided between this and other work; whether either waits is not shown";

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, thresholds) = (context.world, context.world.inputs.config.thresholds);
    let least = if context.options.flag("full-time-only") { 1.0 } else { thresholds.dedicated_share };
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let Leadership::One { leader, also_leads } = &initiative.leadership else { continue };
        // Whoever leads two has no full week for either: that is reported once, by ST101.
        if !also_leads.is_empty() {
            continue;
        }
        let threads = world.threads_of(&leader.value, &initiative.id);
        found.evaluated += usize::from(threads.here.is_some() || !threads.others().is_empty());
        let share = threads.here_below(least).or(threads.elsewhere.first().copied());
        if let Some(first) = share {
            found.push(finding(context, initiative, first, &threads, least));
        } else if let Some((other, place)) = threads.belongs.first() {
            found.push(listed_elsewhere(context, initiative, other, place));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    initiative: &Initiative,
    first: &Commitment,
    threads: &Threads<'_>,
    least: f64,
) -> Finding {
    let id = &initiative.id;
    let (message, label) = if first.initiative == *id {
        let share = percent(first.share.share());
        (format!("the leader of {id} is {share} allocated"), format!("less than {}", percent(least)))
    } else {
        let (share, other) = (percent(first.share.share()), &first.initiative);
        (format!("the leader of {id} is {share} allocated to {other}"), "other work of the leader".to_owned())
    };
    let mut finding = context
        .finding(subject("initiative", id), message, context.spot(&first.place))
        .label(label)
        .related(super::leader_spot(context, initiative), format!("leads {id}"));
    for other in threads.elsewhere.iter().filter(|other| other.place != first.place) {
        let says = format!("{} allocated here", percent(other.share.share()));
        finding = finding.related(context.spot(&other.place), says);
    }
    if let Some(here) = threads.here {
        let says = format!("{} of the leader's time is allocated to {id}", percent(here.share.share()));
        finding = finding.number(Number::as_of_day("leader_share", here.share.share(), 1, says));
    }
    finding.note(NOTE).help("reassign the other work and state the new share, or appoint a leader who has the time")
}

/// The leader is on the team or among the people of another initiative, and no share says how much that is.
fn listed_elsewhere(context: &Context<'_>, initiative: &Initiative, other: &str, place: &Place) -> Finding {
    let id = &initiative.id;
    context
        .finding(subject("initiative", id), format!("the leader of {id} also works on {other}"), context.spot(place))
        .label("other work of the leader")
        .related(super::leader_spot(context, initiative), format!("leads {id}"))
        .note(NOTE)
        .help(format!("take the name off {other}, or state how the week is shared as allocations"))
}
