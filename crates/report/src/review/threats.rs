//! What could be wrong with this very report.

use onethread_core::review::Review;
use onethread_core::review::threats::{Class, threats};

use crate::document::{Block, Depth, Point, Points, Prose, Section};

/// The section; absent where nothing is said that could be wrong.
pub(super) fn section(review: &Review, from: Depth) -> Option<Section<'_>> {
    let mut blocks = Vec::new();
    for class in Class::ALL {
        let of_class = review.threats.iter().filter(|threat| threat.class == class);
        let points: Vec<Point> = of_class
            .map(|threat| {
                let applies = &threat.applies;
                let says = Prose::default().strong(&format!("{}.", threat.title)).then(Prose::sentence(&applies.says));
                let says = says.then(Prose::sentence(&applies.remedy));
                Point::new(says).more(Prose::new(threat.about())).at(&applies.place)
            })
            .collect();
        if !points.is_empty() {
            blocks.push(Block::Group(class.heading().to_owned(), vec![Block::Points(Points::plain(points))]));
        }
    }
    // A document of its own has the heading as its title.
    let heading = if from == Depth::Brief { "" } else { "What could be wrong with this report" };
    Section::new("threats", heading, from, blocks)
}

/// Those that were looked for and do not apply; absent where all do.
pub(super) fn not_found(review: &Review) -> Option<Section<'_>> {
    let silent = threats().filter(|threat| !review.threats.iter().any(|one| one.key == threat.key));
    let points: Vec<Point> = silent.map(|threat| Point::new(threat.title)).collect();
    let blocks = if points.is_empty() { Vec::new() } else { vec![Block::Points(Points::plain(points))] };
    Section::new("not-found", "Looked for, and not found here", Depth::Brief, blocks)
}
