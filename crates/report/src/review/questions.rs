//! The questions, each with its answers over all live initiatives, and whom to ask where no file says.

use onethread_core::review::{Answer, CRITERIA, Criterion, Review, Unknown};
use onethread_core::words::{agreeing, thousands};

use super::source_for;
use crate::document::{Block, Depth, Point, Points, Prose, Section};

/// The section; absent when nothing is live.
pub(super) fn section(review: &Review) -> Option<Section<'_>> {
    if review.initiatives.is_empty() {
        return None;
    }
    let mut says =
        Prose::new(&format!("Every initiative is asked the same {} questions. Each is answered ", CRITERIA.len()));
    for (answer, after) in [(Answer::Holds, ", "), (Answer::Fails, " or "), (Answer::NotShown, "; the last says that ")]
    {
        says = says.answer(answer).text(after);
    }
    let says = says
        .term("not-shown", "the evidence holds no answer")
        .text(", which is common and no defect of the initiative. There is no score.");
    let points = CRITERIA.iter().map(|criterion| question(criterion, review)).collect();
    let blocks = vec![Block::Paragraph(says), Block::Points(Points::plain(points))];
    Section::new("questions", "The questions", Depth::Full, blocks)
}

fn question(criterion: &Criterion, review: &Review) -> Point {
    let count = |answer| review.initiatives.iter().filter(|one| one.answer(criterion.key) == Some(answer)).count();
    let [holds, fails, not_shown] = [Answer::Holds, Answer::Fails, Answer::NotShown].map(count);
    let verdicts = review.initiatives.iter().flat_map(|one| &one.verdicts);
    let aside = verdicts.filter(|verdict| verdict.criterion == criterion.key && verdict.is_not_asked()).count();
    let open = not_shown - aside;
    let says = Prose::default().strong(criterion.question);
    let mut counts = format!(
        "{} hold, {} fail, {} not shown",
        thousands(holds as u128),
        thousands(fails as u128),
        thousands(open as u128)
    );
    if aside > 0 {
        counts += &format!(", {} {} not apply", thousands(aside as u128), agreeing(aside, "does", "do"));
    }
    let unknown = review.unknowns.iter().find(|unknown| unknown.criterion == criterion.key);
    let point = Point::new(says).more(Prose::new(&format!("`{}`: {counts}.", criterion.key)));
    let point = unknown.map_or(point.clone(), |unknown| point.more(asking(unknown)));
    Point { tally: Some([holds, fails, open]), anchor: Some(format!("word-{}", criterion.key)), ..point }
}

/// Whom to ask, and which source would answer instead.
fn asking(unknown: &Unknown) -> Prose {
    unknown.ask.as_ref().map(Prose::ask).unwrap_or_default().then(source_for(&unknown.needs))
}
