//! `ST114`: what someone vouched for was a long time ago.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::org::Attestation;

use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, subject};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "ST114",
    name: "attestation-stale",
    title: "An attestation is out of date",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("attestation_stale.md"),
    needs: &[Need::Live, Need::Entries("attestation")],
    options: &[RuleOption {
        key: "limit-days",
        default: Setting::Count(365),
        doc: "Days for which an attestation counts; one of `capable` counts twice as long.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let limit_days = i64::from(context.options.count("limit-days"));
    let mut newest: BTreeMap<(&str, &str), &Attestation> = BTreeMap::new();
    // That a person is incapable is nothing to ask again about: the file is wrong, and says so where it is read.
    for one in world.inputs.org.attestations.iter().filter(|one| one.holds || one.criterion.value != "capable") {
        let last = newest.entry((&one.initiative.value, &one.criterion.value)).or_insert(one);
        if one.on.value > last.on.value {
            *last = one;
        }
    }
    let mut found = RuleOutcome::default();
    for ((id, criterion), one) in newest {
        if !world.initiative(id).is_some_and(|initiative| initiative.live) {
            continue;
        }
        found.evaluated += 1;
        let limit_days = if criterion == "capable" { 2 * limit_days } else { limit_days };
        let age = world.day.days_since(one.on.value);
        if age <= limit_days {
            continue;
        }
        let old = plural(age.unsigned_abs() as usize, "day", "days");
        let answer = if one.holds { "holds" } else { "fails" };
        let finding = context
            .finding(
                subject("initiative", id),
                format!("the attestation of `{criterion}` for {id} is {old} old"),
                Spot::Span(one.on.span),
            )
            .about(criterion)
            .label(format!("`{answer}`, not renewed since"))
            .number(Number::as_of_day(
                "age_days",
                age as f64,
                1,
                format!("attested on {}; valid for {limit_days} days", one.on.value),
            ))
            .who(format!("{}, who attested it", one.by.value))
            .note("it may still be true; the review answers \"not shown\" until it is renewed")
            .help(format!(
                "ask again, and record the answer: `onethread attest --initiative {id} --criterion {criterion} --answer \
                 {answer} --by ID`"
            ));
        found.push(finding);
    }
    found
}
