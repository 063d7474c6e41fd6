//! `ST124`: the triage of leaders names an initiative that has ended, or someone who has left.

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::source::At;

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "ST124",
    name: "triage-stale",
    title: "The triage of leaders names an initiative that has ended, or someone who has left",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("triage_stale.md"),
    touches: Touches::People,
    needs: &[Need::Entries("triage")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, mut found) = (context.world, RuleOutcome::default());
    let Some(triage) = &world.inputs.org.triage else { return found };
    let asked_for = triage.wishes.iter().map(|wish| &wish.initiative);
    for at in triage.order.iter().chain(asked_for) {
        found.evaluated += 1;
        let ended = world.initiative(&at.value).filter(|known| !known.live).and_then(|known| known.ended);
        if let Some(since) = ended {
            let message = format!("{} has ended, and the triage of leaders names it", at.value);
            let says = format!("ended on {since}; as of {}", world.day);
            let stale = Stale { at, label: "has ended", key: "ended_days", since, says };
            found.push(
                finding(context, &at.value, message, stale)
                    .note("what has ended takes no leader, and its place in the order says nothing")
                    .help("take it out of `[triage]`"),
            );
        }
    }
    for leader in &triage.leaders {
        found.evaluated += 1;
        let Some(gone) = world.inputs.org.gone(&leader.person.value) else { continue };
        let Some(of) = leader.initiatives.first().or(triage.order.first()) else { continue };
        let message = format!("someone who is stated to be able and willing to lead {} has left", of.value);
        let since = gone.value;
        let says = format!("gone since {since}; as of {}", world.day);
        let stale = Stale { at: &leader.person, label: "has left", key: "gone_days", since, says };
        found.push(
            finding(context, &of.value, message, stale)
                .related(Spot::Span(gone.span), "says so")
                .note("the statement does not count, and the choice is made without it")
                .help("take the table out, or name someone who is there and says so"),
        );
    }
    found
}

/// What no longer holds: where it is named, and since when.
struct Stale<'s> {
    at: &'s At<String>,
    label: &'static str,
    key: &'static str,
    since: Day,
    says: String,
}

fn finding(context: &Context<'_>, initiative: &str, message: String, stale: Stale<'_>) -> Finding {
    let days = context.world.day.days_since(stale.since);
    let finding = context.finding(subject("initiative", initiative), message, Spot::Span(stale.at.span));
    let number = Number::as_of_day(stale.key, days as f64, 1, stale.says);
    let finding = finding.about(stale.key).label(stale.label).number(number);
    finding.who("whoever put the initiatives in their order")
}
