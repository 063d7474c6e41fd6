//! `WV101`: a waiver has ended.

use onethread_model::diagnostic::Spot;

use super::{name, owner, removal, which};
use crate::check::{Context, Found, Level, Need, Number, Rule};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "WV101",
    name: "waiver-expired",
    title: "An exception has ended, and nobody looked at it again",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("waiver_expired.md"),
    needs: &[Need::Entries("waiver")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let day = context.world.day;
    let mut found = Found::default();
    for waiver in context.world.inputs.org.waivers.iter() {
        let Some(until) = &waiver.until else { continue };
        found.looked_at += 1;
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
            .related(Spot::Span(waiver.rule.span), "what it silenced is told again")
            .number(Number {
                name: "expired_days",
                value: days as f64,
                n: 1,
                window: None,
                says: format!("it ended on {}", until.value),
            })
            .help("mend what it was about, or accept it again with a new end and the reason why it lasts")
            .who(owner(waiver))
            .by(until.value)
            .unsafe_fix("take the waiver out", removal(waiver));
        found.push(finding);
    }
    found
}
