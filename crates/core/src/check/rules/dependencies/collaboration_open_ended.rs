//! `DP110`: two teams work side by side, without an end or for longer than a while.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Found, Level, Need, Number, Rule, RuleOption, Setting, subject};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DP110",
    name: "collaboration-open-ended",
    title: "Two teams work side by side for longer than a while, or with no end in sight",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("collaboration_open_ended.md"),
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[RuleOption {
        key: "days",
        default: Setting::Count(180),
        doc: "Days after which a collaboration is longer than a while.",
    }],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let (world, day) = (context.world, context.world.day);
    let limit = i64::from(context.options.count("days"));
    let mut found = Found::default();
    for (initiative, dependency) in super::declared(world) {
        let Some(interaction) = dependency.interaction.as_ref().filter(|one| one.value == "collaboration") else {
            continue;
        };
        found.looked_at += 1;
        let (id, on) = (&initiative.id, super::called(&dependency.on.value));
        let lasting = dependency.from.as_ref().map(|from| (from, day.days_since(from.value)));
        let over = lasting.filter(|(_, days)| *days > limit);
        if over.is_none() && dependency.until.is_some() {
            continue;
        }
        let message = match (over, &dependency.until) {
            (Some((_, days)), Some(_)) => format!("{id} and {on} have worked side by side for {days} days"),
            (Some((_, days)), None) => format!("{id} and {on} have worked side by side for {days} days, with no end"),
            (None, _) => format!("{id} and {on} work side by side, with no end"),
        };
        let mut finding = context
            .finding(subject("initiative", id), message, Spot::Span(interaction.span))
            .about(super::which(dependency));
        finding = match &dependency.until {
            None => finding.label("no `until`"),
            Some(until) => finding.label("longer than a while").related(Spot::Span(until.span), "to end only here"),
        };
        if let Some((from, days)) = over {
            finding = finding.related(Spot::Span(from.span), "since then").number(Number {
                name: "collaboration_days",
                value: days as f64,
                n: 1,
                window: None,
                says: format!("{}, against {limit} at most", plural(days.unsigned_abs() as usize, "day", "days")),
            });
        }
        let finding = finding
            .note("side by side is the dearest way to work together: both wait for both")
            .help("set the day on which it ends with `until`, and say what is there then: an interface, or one owner");
        found.push(finding);
    }
    found
}
