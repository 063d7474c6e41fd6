//! `DP111`: an initiative needs one that is over.

use onethread_model::diagnostic::Spot;
use onethread_model::edit::EditOp;
use onethread_model::org::DELIVERED;
use onethread_model::record::Value;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};

pub(super) const RULE: Rule = Rule {
    code: "DP111",
    name: "needs-ended-initiative",
    title: "An initiative depends on an ended initiative",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("needs_ended_initiative.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("dependency")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let mut found = RuleOutcome::default();
    for (initiative, dependency) in super::declared(world) {
        let on = &dependency.on.value;
        let Some(other) = world.initiative(&on.id).filter(|_| on.kind == "initiative") else { continue };
        found.evaluated += 1;
        if other.live || other.stage.is_some() || other.paused.is_some() {
            continue;
        }
        let mut finding = context
            .finding(
                subject("initiative", &initiative.id),
                format!("{} depends on {}, which has ended", initiative.id, other.id),
                Spot::Span(dependency.on.span),
            )
            .about(super::which(dependency))
            .label("nobody works on it");
        let written = world.inputs.org.initiatives.get(&other.id);
        let ended = written.and_then(|written| written.ended.as_ref());
        if let Some(ended) = ended {
            finding = finding.related(Spot::Span(ended.span), "ended here");
        }
        finding = finding
            .help("if it was delivered, end the dependency with `until`")
            .help("if it was not, name the team that has the work now");
        // What was delivered is needed no longer from that day on.
        let outcome = written.and_then(|one| one.outcome.as_ref());
        let is_delivered = outcome.is_some_and(|outcome| outcome.value == DELIVERED);
        if let Some(ended) =
            ended.filter(|ended| is_delivered && dependency.from.as_ref().is_none_or(|from| from.value < ended.value))
        {
            let until = EditOp::Set("until".to_owned(), Value::Day(ended.value));
            let edit = super::edit_of(initiative, dependency, world, until);
            finding = finding.unsafe_fix(format!("end the dependency on {} with {}", other.id, other.id), vec![edit]);
        }
        found.push(finding);
    }
    found
}
