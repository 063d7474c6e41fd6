//! What could be wrong with this very report.

use onethread_core::review::Review;
use onethread_core::review::threats::{Class, threats};

use crate::document::{Block, Depth, Point, Prose, Section};

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
        blocks.extend(Block::points(points).map(|block| block.under(class.heading())));
    }
    // A document of its own has the heading as its title.
    let heading = if from == Depth::Brief { "" } else { "What could be wrong with this report" };
    Section::new("threats", heading, from, blocks)
}

/// Those that were looked for and do not apply; absent where all do.
pub(super) fn not_found(review: &Review) -> Option<Section<'_>> {
    let silent = threats().filter(|threat| !review.threats.iter().any(|one| one.key == threat.key));
    let blocks = Block::points(silent.map(|threat| Point::new(threat.title)).collect()).into_iter().collect();
    Section::new("not-found", "Looked for, and not found here", Depth::Brief, blocks)
}
