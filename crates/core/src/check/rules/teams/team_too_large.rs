//! `TM101`: a team of more people than can work as one.

use onethread_model::diagnostic::Spot;

use super::sized;
use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "TM101",
    name: "team-too-large",
    title: "A team has more people than can work as one",
    level: Level::Info,
    opt_in: false,
    page: include_str!("team_too_large.md"),
    touches: Touches::Groups,
    needs: &[Need::Live, Need::Entries("team")],
    options: &[RuleOption {
        key: "people-max",
        default: Setting::Count(15),
        doc: "How many people a team may have without a stated reason.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let most = context.options.count("people-max") as usize;
    let mut found = RuleOutcome::default();
    for (team, people) in sized(context.world) {
        found.evaluated += 1;
        let n = people.len();
        if n <= most || team.why.is_some() {
            continue;
        }
        let id = &team.id.value;
        let finding = context
            .finding(subject("team", id), format!("{id} has {n} people, more than {most}"), Spot::Span(team.id.span))
            .label(format!("{n} people"))
            .number(Number::as_of_day("team_people", n as f64, n, format!("{n} people are on it")))
            .note("the model keeps a team small enough to be fed with two pizzas")
            .help("consider two teams that need little of each other")
            .help("or state the reason for its size under `why`");
        found.push(finding);
    }
    found
}
