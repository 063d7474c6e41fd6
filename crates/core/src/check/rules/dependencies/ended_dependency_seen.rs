//! `DP116`: a dependency is said to be over, and evidence of later days shows it.

use std::collections::BTreeMap;

use onethread_model::diagnostic::Spot;
use onethread_model::facts::FactKind;

use crate::check::{Context, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches, subject};
use crate::measure::register::{Class, Seen};
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "DP116",
    name: "ended-dependency-seen",
    title: "A dependency stated as ended is still observed",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("ended_dependency_seen.md"),
    touches: Touches::Groups,
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
    options: &[RuleOption {
        key: "days",
        default: Setting::Count(30),
        doc: "Days after its end within which late traces are ignored.",
    }],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, register) = (context.world, context.world.register());
    let grace = i32::try_from(context.options.count("days")).unwrap_or(i32::MAX);
    let mut found = RuleOutcome::default();
    // Where the same two have several entries, the last one to end counts.
    let mut ended = BTreeMap::new();
    for (initiative, dependency) in super::written(world) {
        let Some(until) = dependency.until.as_ref().filter(|until| until.value <= world.day) else { continue };
        let Some(team) = super::supplier(&dependency.on.value, world) else { continue };
        let key = (initiative.id.as_str(), team);
        if ended
            .get(&key)
            .is_none_or(|(_, _, other): &(_, _, &onethread_model::source::At<_>)| other.value < until.value)
        {
            ended.insert(key, (initiative, dependency, until));
        }
    }
    for ((_, team), (initiative, dependency, until)) in ended {
        let on = subject("team", team);
        let Some(entry) = register.of_initiative(initiative).find(|entry| entry.on == on) else { continue };
        // Where it is declared anew, nothing is hidden.
        if entry.declared_at.is_some() {
            continue;
        }
        found.evaluated += 1;
        let later = entry.seen.iter().filter(|seen| {
            super::is_of(dependency, seen.class) && counts(seen) && seen.is_after(until.value.plus_days(grace))
        });
        let last = |seen: &Seen| seen.shown.as_ref().and_then(|shown| shown.last);
        let Some(seen) = later.max_by_key(|seen| last(seen)) else { continue };
        let mut finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!(
                    "{} states that it no longer depends on {}, and evidence shows that it does",
                    initiative.id,
                    super::called(&dependency.on.value)
                ),
                Spot::Span(until.span),
            )
            .about(super::which(dependency))
            .label("stated as ended since then")
            .related(Spot::Span(dependency.on.span), "what was needed")
            .note("what is recorded as ended has no plan")
            .help("remove `until`, or set the end date together with a plan");
        if let (Some(shown), Some(last)) = (&seen.shown, last(seen)) {
            let days = last.days_since(until.value);
            finding = finding.number(Number {
                name: "days_after_end",
                value: days as f64,
                n: shown.n,
                window: None,
                says: format!(
                    "last seen {} later, on {last}, as {}",
                    plural(days.unsigned_abs() as usize, "day", "days"),
                    seen.class.key()
                ),
            });
        }
        if let Some(behind) = seen.behind.first() {
            finding = finding.related(context.spot(&behind.place), behind.what.clone());
        }
        found.push(finding);
    }
    found
}

/// Evidence with days, and more of it than chance would give.
fn counts(seen: &Seen) -> bool {
    let of_the_day = matches!(seen.class, Class::SharedPerson | Class::SharedRelease);
    seen.is_beyond_chance() && !of_the_day
}
