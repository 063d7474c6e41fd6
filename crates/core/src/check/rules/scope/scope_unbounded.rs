//! `SC105`: nothing bounds an initiative.

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::measure::Initiative;
use crate::measure::claims::is_bounding;

pub(super) const RULE: Rule = Rule {
    code: "SC105",
    name: "scope-unbounded",
    title: "An initiative has no stated scope",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("scope_unbounded.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let bounds = |one: &Initiative| one.scope.iter().any(|piece| is_bounding(&piece.value));
    // A registry that bounds nothing has no place for it, and its silence says nothing.
    let registry_bounds = world.live().any(|one| !one.in_org && bounds(one));
    let mut found = RuleOutcome::default();
    for initiative in world.live().filter(|one| one.in_org || registry_bounds) {
        if initiative.functional_by_design().is_some() {
            continue;
        }
        found.evaluated += 1;
        if bounds(initiative) {
            continue;
        }
        let id = &initiative.id;
        let (spot, label) = match initiative.scope.first() {
            Some(marker) => (context.spot(&marker.place), "a marker, not a boundary"),
            None => (context.initiative_spot(initiative), "no `scope`"),
        };
        let finding = context
            .finding(subject("initiative", id), format!("the scope of {id} is not stated"), spot)
            .label(label)
            .note("without a scope nobody knows what the leader may change alone, and no measure of its code can be computed")
            .help("state its scope: `scope = [\"component:...\", \"path:...\"]`; a `service:`, `api:` or `data:` will do too");
        found.push(finding);
    }
    found
}
