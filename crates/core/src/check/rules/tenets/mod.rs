//! Few principles, in order, that break ties.

mod tenet_breaks_no_tie;
mod tenet_copied;
mod tenet_never_cited;
mod tenet_reversed;
mod tenet_two_ideas;
mod tenets_unordered;
mod too_many_tenets;

use onethread_model::source::At;

use crate::check::{Rule, subject};
use crate::measure::World;

/// The rules, in the order of their codes.
pub const RULES: &[Rule] = &[
    too_many_tenets::RULE,
    tenets_unordered::RULE,
    tenet_copied::RULE,
    tenet_never_cited::RULE,
    tenet_reversed::RULE,
    tenet_breaks_no_tie::RULE,
    tenet_two_ideas::RULE,
];

/// How decisions name the organization when they cite its tenets.
const ORGANIZATION: &str = "organization";

/// Someone with tenets: the organization, or a live initiative.
struct Owner<'w> {
    /// As decisions cite it: the id, or `organization`.
    id: &'w str,
    /// In words.
    name: String,
    /// As `kind:id`.
    subject: String,
    /// In order; at least one.
    tenets: &'w [At<String>],
}

/// Everybody with tenets, the organization first.
fn owners<'w>(world: &'w World<'_>) -> impl Iterator<Item = Owner<'w>> {
    let organization = Owner {
        id: ORGANIZATION,
        name: "the organization".to_owned(),
        subject: subject(ORGANIZATION, "tenets"),
        tenets: &world.inputs.org.tenets,
    };
    let initiatives = world.live().filter_map(|initiative| {
        Some(Owner {
            id: &initiative.id,
            name: initiative.id.clone(),
            subject: subject("initiative", &initiative.id),
            tenets: &world.inputs.org.initiatives.get(&initiative.id)?.tenets,
        })
    });
    std::iter::once(organization).chain(initiatives).filter(|owner| !owner.tenets.is_empty())
}

/// Words between what a tenet puts first and what it puts second.
const OVER: &[&str] = &[" over ", " before ", " rather than ", " instead of "];

/// What a tenet puts first, and what it puts second; absent where it does not say so in one of a few ways.
fn sides(tenet: &str) -> Option<(&str, &str)> {
    OVER.iter().find_map(|word| tenet.split_once(word)).filter(|(a, b)| !a.trim().is_empty() && !b.trim().is_empty())
}

/// The letters of a text, without case, blanks and signs.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
