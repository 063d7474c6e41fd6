//! `DP110`: two teams work side by side, without an end or for longer than a while.

use onethread_model::diagnostic::Spot;

use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DP110",
    name: "collaboration-open-ended",
    title: "Two teams collaborate for too long, or without an end date",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("collaboration_open_ended.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[RuleOption {
        key: "days",
        default: Setting::Count(180),
        doc: "Days after which a collaboration counts as too long.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, day) = (context.world, context.world.day);
    let limit = i64::from(context.options.count("days"));
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(world) {
        let Some(interaction) = dependency.interaction.as_ref().filter(|one| one.value == "collaboration") else {
            continue;
        };
        found.evaluated += 1;
        let (id, on) = (&initiative.id, super::called(&dependency.on.value));
        let lasting = dependency.from.as_ref().map(|from| (from, day.days_since(from.value)));
        let over = lasting.filter(|(_, days)| *days > limit);
        if over.is_none() && dependency.until.is_some() {
            continue;
        }
        let message = match (over, &dependency.until) {
            (Some((_, days)), Some(_)) => format!("{id} and {on} have collaborated for {days} days"),
            (Some((_, days)), None) => format!("{id} and {on} have collaborated for {days} days with no end date"),
            (None, _) => format!("{id} and {on} collaborate with no end date"),
        };
        let mut finding = context
            .finding(subject("initiative", id), message, Spot::Span(interaction.span))
            .about(super::which(dependency));
        finding = match &dependency.until {
            None => finding.label("no `until`"),
            Some(until) => finding.label("over the limit").related(Spot::Span(until.span), "to end only here"),
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
            .note("collaboration needs both teams at the same time, and is meant for a limited time")
            .help("set the end date with `until`, and state what replaces it: an interface, or one owner");
        found.push(finding);
    }
    found
}
