//! `WV101`: a waiver has ended.

use onethread_model::diagnostic::Spot;

use super::{name, owner, which};
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "WV101",
    name: "waiver-expired",
    title: "A waiver has expired",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("waiver_expired.md"),
    touches: Touches::Nobody,
    needs: &[Need::Entries("waiver")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let day = context.world.day;
    let mut found = RuleOutcome::default();
    for waiver in context.world.inputs.org.waivers.iter() {
        let Some(until) = &waiver.until else { continue };
        found.evaluated += 1;
        if day < until.value {
            continue;
        }
        let days = day.days_since(until.value);
        let finding = context
            .finding(
                name(waiver),
                format!("the waiver of {} for {} has ended", waiver.rule.value, waiver.subject.value),
                Spot::Span(until.span),
            )
            .about(which(waiver))
            .label(match days {
                0 => "today".to_owned(),
                _ => format!("{} ago", plural(days.unsigned_abs() as usize, "day", "days")),
            })
            .related(Spot::Span(waiver.rule.span), "its finding is reported again")
            .number(Number {
                name: "expired_days",
                value: days as f64,
                n: 1,
                window: None,
                says: format!("it ended on {}", until.value),
            })
            .help("fix what it was about, or accept it again with a new end and the reason why it lasts")
            .who(owner(waiver))
            .by(until.value);
        found.push(finding);
    }
    found
}
