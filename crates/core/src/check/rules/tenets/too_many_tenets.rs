//! `TN101`: more tenets than anybody remembers.

use onethread_model::diagnostic::Spot;

use super::owners;
use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches};

pub(super) const RULE: Rule = Rule {
    code: "TN101",
    name: "too-many-tenets",
    title: "Too many tenets to remember",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("too_many_tenets.md"),
    touches: Touches::Nobody,
    needs: &[Need::Any(&[Need::Entries("organization"), Need::Entries("initiative")])],
    options: &[RuleOption { key: "tenets-max", default: Setting::Count(7), doc: "How many tenets there may be." }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let most = context.options.count("tenets-max") as usize;
    let mut found = RuleOutcome::default();
    for owner in owners(context.world) {
        found.evaluated += 1;
        let n = owner.tenets.len();
        let (Some(over), Some(first)) = (owner.tenets.get(most), owner.tenets.first()) else { continue };
        let name = &owner.name;
        let finding = context
            .finding(owner.subject, format!("{name} has {n} tenets, more than {most}"), Spot::Span(over.span))
            .label(format!("number {}", most + 1))
            .related(Spot::Span(first.span), "number 1")
            .number(Number::as_of_day("tenets", n as f64, n, format!("{n} tenets")))
            .note("the model asks for few tenets, so that people can know all of them")
            .help("keep those that settled an argument this year, put them in order, and drop the others");
        found.push(finding);
    }
    found
}
