//! `ST110`: a leader without reporting lines has no decision rights written down.

use onethread_model::org::WishedForm;

use super::{leader_spot, threads};
use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::measure::Leadership;

pub(super) const RULE: Rule = Rule {
    code: "ST110",
    name: "no-decision-rights",
    title: "A leader without reporting lines has no written decision rights",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("no_decision_rights.md"),
    touches: Touches::People,
    needs: &[Need::Live, Need::Entries("initiative")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let mut found = RuleOutcome::default();
    for initiative in threads(context.world) {
        let entry = context.world.inputs.org.initiatives.get(&initiative.id);
        let wished = initiative.wished.as_ref().filter(|form| form.value == WishedForm::Stl);
        let (Some(entry), Some(wished)) = (entry, wished) else { continue };
        found.evaluated += 1;
        if entry.rights().next().is_some() {
            continue;
        }
        let id = &initiative.id;
        let message = format!("the decision rights of the leader of {id} are not stated, and nobody reports to them");
        let mut finding = context
            .finding(subject("initiative", id), message, context.spot(&wished.place))
            .label("functional reporting lines stay")
            .note("what the leader decides is written nowhere")
            .help(format!(
                "agree with the heads of functions what the leader of {id} decides alone, and write it down, as in \
                 `decision-rights = [\"roadmap\", \"order of work\"]`"
            ));
        if let Leadership::One { .. } = &initiative.leadership {
            finding = finding.related(leader_spot(context, initiative), "leads it");
        }
        found.push(finding);
    }
    found
}
