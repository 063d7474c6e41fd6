//! What is decided already: waivers, plans, and moves with what is expected of them and what came.
//!
//! Input: a review, or the moves of a quarter. Output: blocks of a document. Nobody is named beside what was expected.

use onethread_core::review::{CRITERIA, ExpectationState, ExpectationStatus, MoveState, MoveStatus, Review};
use onethread_core::words::{days, join, long_day, plural};
use onethread_model::Day;

use super::brief::{NAMES_MAX, name, plans};
use super::links;
use crate::document::{Block, Cell, Column, Depth, Point, Points, Prose, Section, Table};

/// Points that two minutes can take in.
const DECIDED_MAX: usize = 3;
/// Expectations that are said in one sentence.
const EXPECTED_MAX: usize = 2;

/// What was accepted for a time, planned, or decided, and stands.
pub(super) fn in_short(review: &Review) -> Vec<Block<'_>> {
    let (mut points, mut planned): (Vec<Point>, Vec<(Day, Point)>) = (Vec::new(), Vec::new());
    for same in review.accepted.chunk_by(|a, b| (&a.rule, a.until, &a.reason) == (&b.rule, b.until, &b.reason)) {
        let ids: Vec<&str> =
            same.iter().map(|one| one.subject.split_once(':').map_or(one.subject.as_str(), |(_, id)| id)).collect();
        let criterion = CRITERIA.iter().find(|criterion| criterion.key == same[0].rule);
        let what = criterion.map_or_else(
            || format!("{} is accepted", same[0].rule),
            |one| format!("the answer to \u{201c}{}\u{201d} may be no", one.question),
        );
        let until = same[0].until.map_or_else(String::new, |until| format!(" until {}", long_day(until)));
        let reason = same[0].reason.as_ref().map_or_else(String::new, |reason| format!(" (\u{201c}{reason}\u{201d})"));
        let says = links(&ids, review, NAMES_MAX).text(&format!(": {what}{until}{reason}."));
        let by = same[0].owner.as_ref().map_or_else(String::new, |owner| format!("accepted by {owner}"));
        points.push(Point::new(says).aside(by).at([&same[0].place]));
    }
    for plan in plans(review).filter(|plan| plan.by >= review.as_of) {
        let owner = plan.owner.map_or_else(String::new, |owner| format!(" (plan of {owner})"));
        let says = format!(" will no longer need {} by {}{owner}.", plan.on, long_day(plan.by));
        let point = Point::new(name(plan.initiative).text(&says)).at([plan.place]);
        planned.push((plan.by, point));
    }
    let moves = review.decided.iter().filter(|one| one.stands_on(review.as_of) && one.state != MoveState::Late);
    planned.extend(moves.map(|one| (one.next_day().unwrap_or(one.on), point(one, review))));
    planned.sort_by_key(|(day, _)| *day);
    points.extend(planned.into_iter().map(|(_, point)| point));
    if points.is_empty() {
        return Vec::new();
    }
    let rest = Prose::new("Later ones: onethread review --full.");
    vec![Block::Points(Points { brief_max: DECIDED_MAX, rest: Some(rest), ..Points::plain(points) })]
}

/// A move that stands: what, since when, and what is expected by which day.
fn point<'r>(one: &'r MoveStatus, review: &'r Review) -> Point {
    let says = format!("{}, decided on {}{}.", one.what, long_day(one.on), expected(one, &|of| entry_name(of, review)));
    Point::new(Prose::literal(&says)).at([&one.place])
}

/// What is expected next, the first few.
fn expected(one: &MoveStatus, name: &dyn Fn(&str) -> String) -> String {
    let mut open: Vec<&ExpectationStatus> =
        one.expects.iter().filter(|one| one.state == ExpectationState::Expected).collect();
    open.sort_by_key(|one| one.by);
    if open.is_empty() {
        return "; nothing is expected of it in writing".to_owned();
    }
    let shown: Vec<String> = open.iter().take(EXPECTED_MAX).map(|one| one.says(name)).collect();
    let more = open.len().saturating_sub(EXPECTED_MAX);
    let more = if more > 0 { format!("; {more} more") } else { String::new() };
    format!("; expected: {}{more}", join(&shown.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// Moves whose day is over, and of which nothing shows what came: someone has to say it.
pub(super) fn late(review: &Review) -> Option<Point> {
    let late: Vec<&MoveStatus> = review.decided.iter().filter(|one| one.state == MoveState::Late).collect();
    let first = late.first()?;
    let since = |one: &MoveStatus| {
        let open = one.expects.iter().filter(|one| one.state == ExpectationState::Late).map(|one| one.by);
        days(open.map(|by| review.as_of.days_since(by)).max().unwrap_or_default())
    };
    let shown: Vec<String> =
        late.iter().take(NAMES_MAX).map(|one| format!("{} ({} late)", one.what, since(one))).collect();
    let more = late.len().saturating_sub(NAMES_MAX);
    let more = if more > 0 { format!("; {more} more") } else { String::new() };
    let says = format!(
        "Say what came of {}, or move its day: {}{more}.",
        plural(late.len(), "decision", "decisions"),
        shown.join("; ")
    );
    Some(Point::new(Prose::literal(&says)).aside("whoever decided").at([&first.place]))
}

/// Every move with what was expected of it and what came, as a section of the whole report.
pub(super) fn section(review: &Review) -> Option<Section<'_>> {
    let table = table(&review.decided, &|of| entry_name(of, review))?;
    Section::new("moves", "Decided, and then?", Depth::Whole, vec![Block::Table(table)])
}

/// Moves beside what was expected of them and what came; none where there is none.
pub(super) fn table(moves: &[MoveStatus], name: &dyn Fn(&str) -> String) -> Option<Table> {
    let rows: Vec<Vec<Cell>> = moves.iter().flat_map(|one| rows(one, name)).collect();
    let label = "Decisions, what was expected of them, and what came".to_owned();
    let columns = ["decided", "what", "expected", "state", "shown or recorded"].map(Column::words).into();
    (!rows.is_empty()).then_some(Table { label, columns, rows, rows_max: usize::MAX })
}

/// One row for each expectation, the first with the move itself.
fn rows(one: &MoveStatus, name: &dyn Fn(&str) -> String) -> Vec<Vec<Cell>> {
    let head = || [Cell::from(one.on.to_string()), Cell::from(Prose::literal(&one.what))];
    let whole = |expected: &str, state: String, came: String| {
        let [on, what] = head();
        vec![on, what, Cell::from(expected.to_owned()), Cell::from(state), Cell::from(Prose::literal(&came))]
    };
    if let Some(ended) = one.ended {
        let why = one.ended_why.clone().unwrap_or_else(|| "no reason is written".to_owned());
        return vec![whole("", format!("{} on {ended}", one.state.words()), why)];
    }
    if one.expects.is_empty() {
        return vec![whole("nothing in writing", one.state.words().to_owned(), String::new())];
    }
    let of_one = |(index, expected): (usize, &ExpectationStatus)| {
        let [on, what] = if index == 0 { head() } else { [Cell::from(String::new()), Cell::from(String::new())] };
        let (state, says) = (expected.state.words().to_owned(), Prose::literal(&expected.says(name)));
        vec![on, what, Cell::from(says), Cell::from(state), Cell::from(Prose::literal(&came(expected)))]
    };
    one.expects.iter().enumerate().map(of_one).collect()
}

/// What came, what the data show, and which day was put off.
fn came(expected: &ExpectationStatus) -> String {
    let mut parts = Vec::new();
    if let Some(came) = &expected.came {
        let value = came.value.map(|value| value.to_string());
        let says = [value, came.says.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        parts.push(if says.is_empty() { format!("recorded on {}", came.on) } else { format!("{says} ({})", came.on) });
    }
    parts.extend(expected.now.iter().map(|now| format!("now {now}")));
    parts.extend(expected.moved.iter().map(|moved| {
        let why = moved.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        format!("put off from {} to {}{why}", moved.was, moved.by)
    }));
    match parts.is_empty() {
        true => "not shown".to_owned(),
        false => parts.join("; "),
    }
}

/// What people call an entry that is named as `kind:id`.
fn entry_name(of: &str, review: &Review) -> String {
    match of.split_once(':') {
        Some(("initiative", id)) => review.name(id).to_owned(),
        Some((_, id)) => id.to_owned(),
        None => of.to_owned(),
    }
}
