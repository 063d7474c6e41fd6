//! `SC106`: an initiative claims what another team owns.

use std::collections::{BTreeSet, HashMap};

use onethread_model::diagnostic::Spot;
use onethread_model::org::Org;
use onethread_model::source::At;

use crate::check::{Context, Level, Need, Rule, RuleOutcome, Touches, subject};
use crate::measure::claims::folders;
use crate::words::join;

pub(super) const RULE: Rule = Rule {
    code: "SC106",
    name: "scope-owned-elsewhere",
    title: "An initiative claims what another team owns",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("scope_owned_elsewhere.md"),
    touches: Touches::Nobody,
    needs: &[Need::Live, Need::Entries("component")],
    options: &[],
    check,
};

fn check(context: &Context<'_>) -> RuleOutcome {
    let (world, org) = (context.world, context.world.inputs.org);
    let mut found = RuleOutcome::default();
    let claimed = claimed_folders(org);
    for initiative in world.live() {
        let own = world.own_teams(initiative);
        // Without a team nobody can be another one.
        if own.is_empty() || super::is_across(initiative, world) {
            continue;
        }
        for piece in &initiative.scope {
            let owner = match piece.value.kind.as_str() {
                "component" => org.components.get(&piece.value.id).and_then(|one| one.owner.as_ref()),
                "path" => holder(&piece.value.id, &claimed),
                _ => None,
            };
            let Some(owner) = owner else { continue };
            found.evaluated += 1;
            if own.contains(owner.value.as_str()) {
                continue;
            }
            let teams: Vec<&str> = own.iter().copied().collect();
            let (id, component) = (&initiative.id, &piece.value.id);
            let finding = context
                .finding(
                    subject("initiative", id),
                    format!("{id} claims {component}, and {} owns it", owner.value),
                    context.spot(&piece.place),
                )
                .about(piece.value.to_string())
                .label(format!("not owned by {}", join(&teams)))
                .related(Spot::Span(owner.span), "the owner")
                .note("what another team owns is a dependency: its people review and decide")
                .help(format!(
                    "move {component} to {}; or take it out of the scope, and declare that {id} needs it",
                    join(&teams)
                ));
            found.push(finding);
        }
    }
    found
}

/// Folders that components claim, with the owners of those that do.
type Claimed<'o> = HashMap<Vec<String>, Vec<Option<&'o At<String>>>>;

fn claimed_folders(org: &Org) -> Claimed<'_> {
    let mut claimed = Claimed::new();
    for component in org.components.values() {
        let claims: BTreeSet<Vec<String>> = component.paths.iter().map(|path| folders(&path.value)).collect();
        for folder in claims.into_iter().filter(|folder| !folder.is_empty()) {
            claimed.entry(folder).or_default().push(component.owner.as_ref());
        }
    }
    claimed
}

/// The owner of the deepest component that holds a folder; absent where two owners claim that component's folder, which
/// is another finding.
fn holder<'o>(path: &str, claimed: &Claimed<'o>) -> Option<&'o At<String>> {
    let inner = folders(path);
    let owners = (1..=inner.len()).rev().find_map(|depth| claimed.get(&inner[..depth]))?;
    let first = owners.first().copied()??;
    owners.iter().all(|owner| owner.is_some_and(|owner| owner.value == first.value)).then_some(first)
}
