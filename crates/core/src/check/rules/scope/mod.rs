//! What bounds an initiative, and who owns what.

mod changed_code_unowned;
mod component_owned_twice;
mod component_unowned;
mod coupled_across_teams;
mod many_teams_one_component;
mod owner_disagrees;
mod owner_in_name_only;
mod ownership_rule_idle;
mod scope_claimed_twice;
mod scope_owned_elsewhere;
mod scope_unbounded;
mod scope_unrelated;
mod scope_untouched;

use std::collections::BTreeMap;

use onethread_model::org::{Nature, WishedForm};

use crate::check::Rule;
use crate::measure::{Initiative, World};

/// A team with a larger share of the changes than this makes most of them.
const MOST_SHARE: f64 = 0.5;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    scope_claimed_twice::RULE,
    component_owned_twice::RULE,
    component_unowned::RULE,
    owner_disagrees::RULE,
    scope_unbounded::RULE,
    scope_owned_elsewhere::RULE,
    many_teams_one_component::RULE,
    coupled_across_teams::RULE,
    scope_untouched::RULE,
    scope_unrelated::RULE,
    changed_code_unowned::RULE,
    owner_in_name_only::RULE,
    ownership_rule_idle::RULE,
];

/// Whether it works in what others own by its very nature: across the whole company, or by leading without the means.
fn is_across(initiative: &Initiative, world: &World<'_>) -> bool {
    let written = world.inputs.org.initiatives.get(&initiative.id);
    let nature = written.and_then(|written| written.nature.as_ref()).map(|nature| nature.value);
    nature == Some(Nature::CompanyWide) || initiative.wished.as_ref().is_some_and(|form| form.value == WishedForm::Stl)
}

/// A path as a folder: whole names up to the first wildcard.
fn folder(path: &str) -> &str {
    let path = path.trim_start_matches('/');
    match path.find(['*', '?', '[', '{']) {
        None => path.trim_end_matches('/'),
        Some(wild) => path[..wild].rfind('/').map_or(".", |end| &path[..end]),
    }
}

/// Changes of a component within a year whose makers are known, and in how many each team had a part.
#[derive(Default)]
struct Made<'w> {
    of: usize,
    by: BTreeMap<&'w str, usize>,
}

impl<'w> Made<'w> {
    /// The share of each team, 0 to 1.
    fn shares(&self) -> impl Iterator<Item = (&'w str, f64)> {
        self.by.iter().map(|(team, n)| (*team, *n as f64 / self.of.max(1) as f64))
    }
}

/// What is made of each component by teams of at least five people: fewer would show single ones.
fn made<'w>(world: &'w World<'_>) -> BTreeMap<&'w str, Made<'w>> {
    let work = world.work();
    let mut all: BTreeMap<&str, Made<'w>> = BTreeMap::new();
    for set in &work.sets {
        let makers = || work.group_makers(set);
        if makers().next().is_none() {
            continue;
        }
        for component in &set.components {
            let made = all.entry(work.names.get(*component as usize).map_or("", String::as_str)).or_default();
            made.of += 1;
            makers().for_each(|team| *made.by.entry(work.team(team)).or_default() += 1);
        }
    }
    all
}
