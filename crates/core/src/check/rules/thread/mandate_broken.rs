//! `ST120`: those above a leader decided what they had stopped deciding.

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::review::authority::Decisions;
use crate::review::mandate::{Tested, first_day, tested};
use crate::words::plural;
use onethread_model::diagnostic::Spot;
use onethread_model::org::{Mandate, REVERSIBLE, Stop};

pub(super) const RULE: Rule = Rule {
    code: "ST120",
    name: "mandate-broken",
    title: "Those above a leader decided what they had agreed to leave to the leader",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("mandate_broken.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

/// So many further records are shown beside the newest.
const RECORDS_SHOWN: usize = 2;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in world.live() {
        let entry = world.inputs.org.initiatives.get(&initiative.id);
        let Some(mandate) = entry.and_then(|entry| entry.mandate.as_ref()).filter(|one| !one.stops.is_empty()) else {
            continue;
        };
        let decisions = Decisions::gather(initiative, world);
        for stop in &mandate.stops {
            let tested = tested(stop, mandate, &decisions);
            found.evaluated += tested.broken.len() + tested.stayed.len();
            found.findings.extend(finding(context, &initiative.id, (stop, mandate), tested));
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    id: &str,
    (stop, mandate): (&Stop, &Mandate),
    mut tested: Tested<'_>,
) -> Option<Finding> {
    tested.broken.sort_by_key(|(made, day, _)| (std::cmp::Reverse(*day), &made.id));
    let ((newest, day, what), others) = tested.broken.split_first()?;
    let class = match stop.decisions.value.as_str() {
        REVERSIBLE => "reversible decisions".to_owned(),
        class => format!("decisions of the class `{class}`"),
    };
    let (broken, all) = (tested.broken.len(), tested.broken.len() + tested.stayed.len());
    let since = first_day(stop, mandate).map_or_else(String::new, |day| format!(" since {day}"));
    let on = day.map_or_else(String::new, |day| format!(" on {day}"));
    let mut finding = context
        .finding(
            subject("initiative", id),
            format!("`{}` {what}{on}, and those above had agreed to leave {class} to the leader of {id}", newest.id),
            context.spot(&newest.place),
        )
        .about(stop.decisions.value.as_str())
        .label("the newest of them")
        .related(Spot::Span(stop.decisions.span), format!("agreed{since}"));
    for (other, ..) in others.iter().take(RECORDS_SHOWN) {
        finding = finding.related(context.spot(&other.place), "another one");
    }
    let made = plural(all, "such decision", "such decisions");
    let number =
        Number::as_of_day("decisions_above", broken as f64, all, format!("{broken} of {made}{since} went above"));
    let finding = finding
        .number(number)
        .who(sponsor_of(context.world, id))
        .note("a leader who is overruled once asks first the next time")
        .help("hand the next one back to the leader, and say so to those who bring it up");
    Some(finding.help("or, if it does not hold any more, agree anew and write it into `mandate`"))
}
