//! `SC107`: several teams change one component, and most of the work in it is nobody's.

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;
use onethread_model::org::Component;

use super::MOST_SHARE;
use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::measure::register::WINDOW_DAYS;
use crate::words::{join, percent, plural};

pub(super) const RULE: Rule = Rule {
    code: "SC107",
    name: "many-teams-one-component",
    title: "Several teams change one component, and none makes most of the changes",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("many_teams_one_component.md"),
    needs: &[Need::Entries("component"), Need::Facts(FactKind::Touch)],
    options: &[
        RuleOption {
            key: "changes-min",
            default: Setting::Count(30),
            doc: "Changes within a year below which shares say too little.",
        },
        RuleOption {
            key: "share-min",
            default: Setting::Share(0.2),
            doc: "The share of the changes that makes a team one of those at work there.",
        },
    ],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let (changes_min, share_min) = (context.options.count("changes-min") as usize, context.options.share("share-min"));
    let mut found = RuleOutcome::default();
    for (id, made) in super::made(world).iter().filter(|(_, made)| made.of >= changes_min) {
        found.evaluated += 1;
        let mut at_work: Vec<(&str, f64)> = made.shares().filter(|(_, share)| *share >= share_min).collect();
        at_work.sort_by(|a, b| b.1.total_cmp(&a.1));
        // Whoever makes most of the changes has it, whoever else works there.
        if at_work.len() < 2 || at_work.iter().any(|(_, share)| *share > MOST_SHARE) {
            continue;
        }
        if let Some(component) = world.inputs.org.components.get(*id) {
            found.push(finding(context, component, made.of, &at_work));
        }
    }
    found
}

fn finding(context: &Context<'_>, component: &Component, of: usize, at_work: &[(&str, f64)]) -> Finding {
    let (id, day) = (&component.id.value, context.world.day);
    let names: Vec<&str> = at_work.iter().map(|(team, _)| *team).collect();
    let days = i32::try_from(WINDOW_DAYS).unwrap_or(i32::MAX);
    let mut finding = context
        .finding(
            subject("component", id),
            format!("{} change {id}, and none makes most of the changes", plural(names.len(), "team", "teams")),
            Spot::Span(component.id.span),
        )
        .label(join(&names));
    if let Some(owner) = &component.owner {
        finding = finding.related(Spot::Span(owner.span), "the owner on paper");
    }
    for (team, share) in at_work {
        finding = finding.number(Number {
            name: "share_of_changes",
            value: *share,
            n: of,
            window: Some((day.plus_days(1 - days), day)),
            says: format!("{team} takes part in {} of the changes", percent(*share)),
        });
    }
    finding
        .who(format!("teams {} together", join(&names)))
        .note("no team is responsible for the whole of it")
        .help(format!("give {id} to the team that changes it most, and let it offer the others an interface"))
        .help("or divide it the way the teams change it")
}
