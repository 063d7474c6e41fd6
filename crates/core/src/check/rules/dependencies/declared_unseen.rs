//! `DP117`: a dependency is declared, and no evidence shows it.

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, subject};
use crate::measure::register::Class;
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "DP117",
    name: "declared-unseen",
    title: "A declared dependency without any evidence in a year",
    level: Level::Info,
    // A dependency by talk leaves no trace.
    opt_in: true,
    page: include_str!("declared_unseen.md"),
    needs: &[
        Need::Live,
        Need::Entries("dependency"),
        Need::Any(&[
            Need::Facts(FactKind::Dependency),
            Need::Facts(FactKind::Link),
            Need::Facts(FactKind::ReviewAsked),
            Need::Facts(FactKind::Touch),
        ]),
    ],
    options: &[],
    check,
};

/// A dependency that is younger than this may have left no trace yet.
const YOUNG_DAYS: i64 = 90;

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, register) = (context.world, context.world.register());
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(world) {
        let Some(team) = super::supplier(&dependency.on.value, world) else { continue };
        // Only evidence of the class that is declared can be missed; without a class, any.
        let class = Class::ALL
            .into_iter()
            .find(|class| dependency.class.as_ref().is_some_and(|declared| declared.value == class.key()));
        let looked_for: Vec<Class> =
            register.classes.iter().copied().filter(|have| class.is_none_or(|class| class == *have)).collect();
        let on = subject("team", team);
        let entry = register.of_initiative(initiative).find(|entry| entry.on == on);
        let young = dependency.from.as_ref().is_some_and(|from| world.day.days_since(from.value) < YOUNG_DAYS);
        if looked_for.is_empty() || young {
            continue;
        }
        found.evaluated += 1;
        if entry.is_some_and(|entry| !entry.seen.is_empty()) {
            continue;
        }
        let words: Vec<&str> = looked_for.iter().map(|class| class.key()).collect();
        let finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!(
                    "{} declares a dependency on {}, and a year of evidence shows no trace of it",
                    initiative.id,
                    super::called(&dependency.on.value)
                ),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label("not observed")
            .note(format!("looked for: {}", join(&words)))
            .help("if it has ended, set `until`; if the teams use conversations or tickets, add a source of those");
        found.push(finding);
    }
    found
}
