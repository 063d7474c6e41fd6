//! `DP103`: a dependency blocks, and no plan ends it.

use onethread_model::Day;
use onethread_model::diagnostic::Spot;
use onethread_model::org::Dependency;
use onethread_model::source::At;

use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, subject};
use crate::measure::World;
use crate::measure::initiative::Due;
use crate::words::{join, plural};

pub(super) const RULE: Rule = Rule {
    code: "DP103",
    name: "blocking-unplanned",
    title: "A blocking dependency has no complete plan",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("blocking_unplanned.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(context.world) {
        let Some(effect) = dependency.effect.as_ref().filter(|effect| effect.value == "blocking") else { continue };
        found.evaluated += 1;
        let missing = missing(dependency, context.world);
        if missing.is_empty() {
            continue;
        }
        let on = super::called(&dependency.on.value);
        let what = match &dependency.plan {
            None => "there is no plan to remove the dependency".to_owned(),
            Some(plan) => match plan.by.as_ref().filter(|by| Due::of(by.value, context.world) == Due::PutOff) {
                Some(by) => format!("the plan to remove it is put off until {}", by.value),
                None => format!("the plan to remove it has no {}", join(&missing)),
            },
        };
        let own = context.world.own_teams(initiative);
        let owner = own.first().copied().unwrap_or("TEAM");
        let mut finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("{} waits for {on}, and {what}", initiative.id),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label(format!("no {}", join(&missing)))
            .related(Spot::Span(effect.span), "stated as blocking here")
            .note("the waiting team owns the plan: it has the strongest reason to remove the dependency")
            .help(format!(
                "state owner, action and date: `plan = {{ owner = \"{owner}\", action = \"...\", by = ... }}`"
            ))
            .help("if nothing is blocked after all, write `effect = \"slowing\"` or `effect = \"ok\"`");
        if let Some(from) = &dependency.from {
            let days = context.world.day.days_since(from.value);
            let says = format!("since {}: {}", from.value, plural(days.unsigned_abs() as usize, "day", "days"));
            finding = finding.number(Number::as_of_day("blocked_days", days as f64, 1, says));
        }
        found.push(finding);
    }
    found
}

/// What its plan lacks, in words.
fn missing(dependency: &Dependency, world: &World<'_>) -> Vec<&'static str> {
    let plan = dependency.plan.as_ref();
    // One that has passed is overdue, which is reported by itself.
    let is_date = |by: &At<Day>| Due::of(by.value, world) != Due::PutOff;
    let parts = [
        ("owner", plan.is_some_and(|plan| plan.owner.is_some())),
        ("action", plan.is_some_and(|plan| plan.action.is_some())),
        ("date", plan.is_some_and(|plan| plan.by.as_ref().is_some_and(is_date))),
    ];
    parts.into_iter().filter(|(_, is_there)| !is_there).map(|(part, _)| part).collect()
}
