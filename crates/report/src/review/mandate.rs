//! The mandate of a leader: what was agreed, and whether those above keep their half.

use onethread_core::review::InitiativeReview;
use onethread_core::words::{capital, join, long_day};

use crate::document::{Block, Point, Prose};
use crate::together;

/// What the leader drops and decides, and each promise of those above; nothing where no mandate is written.
pub(super) fn block<'r>(one: &InitiativeReview) -> Option<Block<'r>> {
    let mandate = one.mandate.as_ref()?;
    let listed = |all: &[String]| join(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let half = [
        (!mandate.decides.is_empty()).then(|| format!("decides: {}", listed(&mandate.decides))),
        (!mandate.drops.is_empty()).then(|| format!("drops: {}", listed(&mandate.drops))),
        mandate.review.map(|day| format!("to be looked at again on {}", long_day(day))),
    ];
    let half: Vec<String> = half.into_iter().flatten().collect();
    let since = mandate.from.map_or_else(String::new, |day| format!(", since {}", long_day(day)));
    let mut points = Vec::new();
    if !half.is_empty() {
        points
            .push(Point::new(Prose::literal(&format!("The leader{since}: {}.", half.join("; ")))).at([&mandate.place]));
    }
    for promise in &mandate.promises {
        let says = format!("{}: {}.", capital(&promise.says), promise.answer.words());
        let mut point = Point::new(Prose::new(&says)).at([&promise.place]);
        for (says, place) in together(&promise.because) {
            point = point.more(Prose::sentence(&says)).at(place);
        }
        points.push(point);
    }
    Block::points(points).map(|block| block.under("What was agreed with those above the leader"))
}
