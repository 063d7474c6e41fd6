//! The criteria: each is one file with one function, and one page beside it.

mod capable;
pub(crate) mod charter;
pub(crate) mod complete_team;
mod decisions;
pub(super) mod dedicated_team;
mod dependencies_known;
mod empowered;
mod feedback;
mod fit;
pub(super) mod focus;
mod instrumented;
mod reviews;
mod scope;
mod separable;
pub(crate) mod tenets;
mod untangling;

use onethread_model::agreement::Touches;

use crate::measure::{Initiative, World};
use crate::review::Judgement;

/// A question asked of every initiative.
pub struct Criterion {
    /// Name in files, commands and messages.
    pub key: &'static str,
    /// Heading of its column in a narrow table.
    pub short: &'static str,
    /// The question, as a person would ask it.
    pub question: &'static str,
    /// The page: what it says, why, examples that run as tests, when it is wrong, source.
    pub page: &'static str,
    /// Whom its answers speak of.
    pub touches: Touches,
    /// Answers the question for one live initiative.
    pub judge: fn(&Initiative, &World<'_>) -> Judgement,
}

/// The criterion with this key.
pub fn criterion(key: &str) -> Option<&'static Criterion> {
    CRITERIA.iter().find(|criterion| criterion.key == key)
}

/// Criteria that the agreement leaves on, in the order in which the model asks them.
pub(crate) fn asked<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'static Criterion> + 'w {
    CRITERIA.iter().filter(|criterion| world.inputs.agreement.allows("criterion", criterion.key))
}

/// All criteria, in the order in which the model asks them.
pub const CRITERIA: &[Criterion] = &[
    fit::CRITERION,
    focus::CRITERION,
    empowered::CRITERION,
    capable::CRITERION,
    dedicated_team::CRITERION,
    complete_team::CRITERION,
    charter::CRITERION,
    dependencies_known::CRITERION,
    untangling::CRITERION,
    scope::CRITERION,
    separable::CRITERION,
    reviews::CRITERION,
    decisions::CRITERION,
    instrumented::CRITERION,
    tenets::CRITERION,
    feedback::CRITERION,
];
