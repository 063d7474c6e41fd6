//! `SC105`: nothing bounds an initiative.

use crate::check::{Context, Found, Level, Need, Rule, subject};
use crate::measure::Initiative;
use crate::measure::claims::is_bounding;

pub(super) const RULE: Rule = Rule {
    code: "SC105",
    name: "scope-unbounded",
    title: "Nothing says what an initiative owns",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("scope_unbounded.md"),
    needs: &[Need::Live],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> Found {
    let world = context.world;
    let bounds = |one: &Initiative| one.scope.iter().any(|piece| is_bounding(&piece.value));
    // A registry that bounds nothing has no place for it, and its silence says nothing.
    let registry_bounds = world.live().any(|one| !one.in_org && bounds(one));
    let mut found = Found::default();
    for initiative in world.live().filter(|one| one.in_org || registry_bounds) {
        if initiative.functional_by_design().is_some() {
            continue;
        }
        found.looked_at += 1;
        if bounds(initiative) {
            continue;
        }
        let id = &initiative.id;
        let (spot, label) = match initiative.scope.first() {
            Some(marker) => (context.spot(&marker.place), "marks it, and bounds nothing"),
            None => (context.initiative_spot(initiative), "no `scope`"),
        };
        let finding = context
            .finding(subject("initiative", id), format!("nothing says what {id} owns"), spot)
            .label(label)
            .note("without bounds nobody can tell what the leader may change alone, and every number about the code is silent")
            .help("name what is its own: `scope = [\"component:...\", \"path:...\"]`; a `service:`, `api:` or `data:` will do too");
        found.push(finding);
    }
    found
}
