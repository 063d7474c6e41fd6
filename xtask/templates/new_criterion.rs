//! `new-criterion`: Is this so?

use super::{Criterion, Touches};
use crate::measure::{Initiative, World};
use crate::review::{Answer, Judgement};

pub(super) const CRITERION: Criterion = Criterion {
    key: "new-criterion",
    short: "new-criterion",
    question: "Is this so?",
    page: include_str!("new_criterion.md"),
    // FILL IN: `Nobody`, `Groups` or `People`. What touches people is listed in `agreement.toml`.
    touches: Touches::Unstated,
    judge,
};

/// FILL IN: what makes it hold, and what makes it fail. Where neither is shown, say what would show it.
fn judge(initiative: &Initiative, _world: &World<'_>) -> Judgement {
    Judgement::new(Answer::NotShown)
        .because("nothing is judged yet: write `judge` in new_criterion.rs", &initiative.place)
}
