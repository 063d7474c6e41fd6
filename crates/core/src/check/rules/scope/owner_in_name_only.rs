//! `SC112`: another team does the work of the owner.

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;

use super::MOST_SHARE;
use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::measure::register::WINDOW_DAYS;
use crate::words::percent;

pub(super) const RULE: Rule = Rule {
    code: "SC112",
    name: "owner-in-name-only",
    title: "The owner rarely changes the component, and another team makes most of the changes",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("owner_in_name_only.md"),
    needs: &[Need::Entries("component"), Need::Facts(FactKind::Touch)],
    options: &[
        RuleOption {
            key: "changes-min",
            default: Setting::Count(30),
            doc: "Changes within a year below which shares say too little.",
        },
        RuleOption {
            key: "share-max",
            default: Setting::Share(0.1),
            doc: "The share of the changes up to which an owner counts as an owner in name only.",
        },
    ],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, org) = (context.world, context.world.inputs.org);
    let (changes_min, share_max) = (context.options.count("changes-min") as usize, context.options.share("share-max"));
    let days = i32::try_from(WINDOW_DAYS).unwrap_or(i32::MAX);
    let window = Some((world.day.plus_days(1 - days), world.day));
    let mut found = RuleOutcome::default();
    for (id, made) in super::made(world).iter().filter(|(_, made)| made.of >= changes_min) {
        let Some((component, owner)) =
            org.components.get(*id).and_then(|component| Some((component, component.owner.as_ref()?)))
        else {
            continue;
        };
        found.evaluated += 1;
        let own = made.shares().find(|(team, _)| *team == owner.value).map_or(0.0, |(_, share)| share);
        let Some((most, share)) = made.shares().find(|(_, share)| *share > MOST_SHARE).filter(|_| own <= share_max)
        else {
            continue;
        };
        let number = |team: &str, share: f64| Number {
            name: "share_of_changes",
            value: share,
            n: made.of,
            window,
            says: format!("{team} takes part in {} of the changes", percent(share)),
        };
        let finding = context
            .finding(
                subject("component", id),
                format!("{id} belongs to {} on paper, and {most} does the work", owner.value),
                Spot::Span(owner.span),
            )
            .label("rarely changes it")
            .related(Spot::Span(component.id.span), format!("changed by {most}"))
            .number(number(most, share))
            .number(number(&owner.value, own))
            .who(format!("teams {} and {most} together", owner.value))
            .note("the stated owner makes few of its changes; whose it should be, the two teams can say")
            .help(format!("ask both who is called when {id} breaks, and write that team down"));
        found.push(finding);
    }
    found
}
