//! What teams of at least five people finish by themselves, and how that went by quarter.

use super::paragraph;
use crate::document::{Block, Depth, Prose, Section};
use crate::finished::picture;
use onethread_core::measure::measures::finished_inside::TeamFinished;
use onethread_core::review::Review;
use onethread_core::words::{percent, thousands};

/// Teams that are said in words.
const TEAMS_MAX: usize = 20;

/// The section; absent where no share of any team is known.
pub(super) fn section(review: &Review) -> Option<Section<'_>> {
    let found = &review.finished_inside;
    let is_known = |one: &&TeamFinished| one.changes.share.is_some() || one.reviews.share.is_some();
    let teams: Vec<&TeamFinished> = found.teams.iter().filter(is_known).collect();
    if teams.is_empty() {
        return None;
    }
    let mut blocks = vec![paragraph(
        "Of the change-sets that a team of at least five people had a part in, those that no other team made or owned any of; \
         and of the reviews for its initiatives, those that it gave itself. By chance: the share of all that stays within the \
         team, whichever team it came from.",
    )];
    let said = teams.iter().take(TEAMS_MAX).map(|one| Block::Paragraph(Prose::sentence(&words(one))));
    blocks.extend(picture(found).map(|drawn| Block::figure(move || drawn.clone(), Vec::new())));
    blocks.extend(said);
    Section::new("inside", "What teams finish by themselves", Depth::Full, blocks)
}

fn words(one: &TeamFinished) -> String {
    let both = [one.changes.words("change-set", "change-sets"), one.reviews.words("review", "reviews")];
    let both: Vec<String> = both.into_iter().flatten().collect();
    let known = one.quarters.iter().filter_map(|at| Some((at.quarter.as_str(), at.changes.share?, at.changes.n)));
    let said = known.map(|(quarter, share, n)| format!("{quarter} {} of {}", percent(share), thousands(n as u128)));
    let quarters: Vec<String> = said.collect();
    let by_quarter = match quarters.len() {
        0 | 1 => String::new(),
        _ => format!("; change-sets by quarter: {}", quarters.join(", ")),
    };
    format!("{}: {}{by_quarter}", one.team, both.join("; "))
}
