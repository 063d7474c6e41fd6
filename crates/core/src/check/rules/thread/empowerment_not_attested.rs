//! `ST113`: nobody attests that the leader may decide.

use onethread_model::diagnostic::Spot;
use onethread_model::org::Attestation;
use onethread_model::org::WishedForm;

use super::{leader_spot, threads};
use crate::check::{Context, Level, Need, Number, Rule, RuleOutcome, Touches, sponsor_of, subject};
use crate::measure::Leadership;
use crate::review::authority::Decisions;
use crate::words::plural;

pub(super) const RULE: Rule = Rule {
    code: "ST113",
    name: "empowerment-not-attested",
    title: "No attestation that the leader may decide",
    level: Level::Info,
    opt_in: false,
    page: include_str!("empowerment_not_attested.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for initiative in threads(world) {
        let threaded = initiative.wished.as_ref().filter(|form| form.value != WishedForm::Functional);
        let (Leadership::One { leader, .. }, Some(_)) = (&initiative.leadership, threaded) else { continue };
        found.evaluated += 1;
        let id = &initiative.id;
        // One that is too old is reported by ST114, and nobody attests for themself.
        let is_heard = |one: &Attestation| one.by.value != leader.value || !one.holds;
        let is_about = |one: &&Attestation| one.initiative.value == *id && one.criterion.value == "empowered";
        if world.inputs.org.attestations.iter().filter(is_about).any(is_heard) {
            continue;
        }
        let decisions = Decisions::gather(initiative, world);
        // Decisions that show it, or its opposite, need nobody's word; the family DC tells what is wrong with them.
        let is_taken = decisions.most_went_above().is_some() || decisions.overridden().next().is_some();
        if is_taken || decisions.all_stayed().is_some() {
            continue;
        }
        let n = decisions.recent.len();
        let days = world.inputs.config.thresholds.period_days;
        let recorded = plural(n, "decision", "decisions");
        let above = decisions.recent.iter().filter(|made| made.above == Some(true)).count();
        let silent = decisions.recent.iter().filter(|made| made.above.is_none()).count();
        let mut finding = context
            .finding(
                subject("initiative", id),
                format!("nobody attests that the leader of {id} may decide"),
                leader_spot(context, initiative),
            )
            .label("no attestation of `empowered`")
            .number(Number::as_of_day(
                "recent_decisions",
                n as f64,
                n,
                match n {
                    0 => format!("no decision of the last {days} days is recorded"),
                    _ => format!(
                        "{recorded} of the last {days} days: {above} above the leader, {silent} not stated"
                    ),
                },
            ))
            .who(sponsor_of(world, id))
            .note("a title does not show authority; who may overrule the leader does")
            .help(format!(
                "ask the sponsor who can overrule the leader, and record the answer: `onethread attest --initiative {id} \
                 --criterion empowered --by ID --answer holds` (or `fails`)"
            ));
        let rights = world.inputs.org.initiatives.get(id).and_then(|entry| entry.rights().next());
        if let Some(right) = rights {
            finding = finding.related(Spot::Span(right.span), "what the leader may decide, as written");
        }
        found.push(finding);
    }
    found
}
