//! What changed since an earlier day, initiative by initiative, and why.

use onethread_core::review::{Changed, Departure, Evidence, Review};
use onethread_core::words::long_day;

use super::paragraph;
use crate::document::{Block, Depth, Document, Point, Points, Prose, Section};

const BECAME_SPLIT: &str = "Became split";
const NO_LONGER_SPLIT: &str = "No longer split";
/// Reasons shown for each initiative.
const REASONS_MAX: usize = 6;

/// What changed since an earlier day, with the events and decisions that go with it.
pub(super) fn document(review: &Review) -> Document<'_> {
    let frame = super::frame(review);
    let Some(changed) = &review.changed else {
        let says = paragraph("Nothing was known on the earlier day, so nothing can be compared with it.");
        let sections = Section::new("changed", "", Depth::Brief, vec![says]).into_iter().collect();
        return Document { sections, ..frame };
    };
    let name = format!("What changed from {} to {}", long_day(changed.since), long_day(review.as_of));
    let mut sections = Vec::new();
    if changed.is_empty() {
        sections.extend(Section::new("changed", "", Depth::Brief, vec![paragraph("Nothing changed.")]));
    }
    for (anchor, heading, ids) in groups(changed) {
        let blocks: Vec<Block<'_>> = ids.iter().flat_map(|id| one(id, heading, changed, review)).collect();
        sections.extend(Section::new(anchor, format!("{heading} ({})", ids.len()), Depth::Brief, blocks));
    }
    Document { name, sections, ..frame }
}

fn groups(changed: &Changed) -> Vec<(&'static str, &'static str, Vec<&String>)> {
    let left = |departure| changed.left.iter().filter(|left| left.how == departure).map(|left| &left.id).collect();
    vec![
        ("became-split", BECAME_SPLIT, changed.became_split.iter().collect()),
        ("no-longer-split", NO_LONGER_SPLIT, changed.no_longer_split.iter().collect()),
        ("changed-leader", "Changed leader", changed.new_leader.iter().collect()),
        ("started", "Started", changed.joined.iter().collect()),
        ("delivered", "Delivered", left(Departure::Delivered)),
        ("ended", "Ended without delivery", left(Departure::Dropped)),
        ("over", "Ended", left(Departure::Ended)),
        ("merged", "Merged into another", left(Departure::Merged)),
        ("paused", "Paused", left(Departure::Paused)),
        ("stalled", "Stalled", left(Departure::WentQuiet)),
    ]
}

fn one<'r>(id: &str, heading: &str, changed: &Changed, review: &Review) -> Vec<Block<'r>> {
    let name = review.name(id);
    let titled =
        if name == id { Prose::default().strong(id) } else { Prose::default().strong(name).text(&format!(" ({id})")) };
    let mut reasons = forms_reasons(review, changed, id, heading);
    reasons.extend(changed.why.get(id).cloned().unwrap_or_default());
    if reasons.is_empty() {
        return vec![Block::Paragraph(titled.text(": nothing is written about it in this time."))];
    }
    let point = |evidence: &Evidence| Point::new(Prose::sentence(&evidence.says)).at(&evidence.place);
    let points = reasons.iter().take(REASONS_MAX).map(point).collect();
    let more = reasons.len().saturating_sub(REASONS_MAX);
    let mut blocks = vec![Block::Paragraph(titled), Block::Points(Points::plain(points))];
    if more > 0 {
        blocks.push(Block::fine(format!("and {more} more")));
    }
    blocks
}

/// Why it is split now, or why it was: the cause often lies with another initiative of the same leader.
fn forms_reasons(review: &Review, changed: &Changed, id: &str, heading: &str) -> Vec<Evidence> {
    match heading {
        BECAME_SPLIT => review.initiative(id).map_or_else(Vec::new, |one| one.form.because.clone()),
        NO_LONGER_SPLIT => {
            let then = changed.was_split.get(id).into_iter().flatten();
            then.map(|evidence| Evidence { says: format!("before: {}", evidence.says), ..evidence.clone() }).collect()
        }
        _ => Vec::new(),
    }
}
