//! What was accepted or declined before, a line each, and what of it stays out of the plan.
//!
//! Input: scored candidates, the moves that stand and what was declined. Output: the candidates without what is decided
//! or declined, and [`EarlierRow`]s: accepted, declined, returned with what moved, and overtaken.

use onethread_model::source::Place;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use super::Asked;
use super::declined::{AdviceFacts, DeclinedAdvice, DeclinedRow, DeclinedState};
use super::scored::{Parts, Scored};
use crate::measure::View;
use crate::review::{MoveState, MoveStatus, Review};
use crate::words::long_day;

/// What became of a row that was accepted or declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EarlierState {
    /// It was accepted, and what is expected of it can still come.
    Accepted,
    /// It was accepted, a day by which something was expected is over, and nothing shows what came.
    Late,
    /// It was accepted, and what was expected of it has an outcome.
    Known,
    /// It was accepted, and undone later.
    Undone,
    /// It was accepted, and stopped before it was carried out.
    Stopped,
    /// It was declined, and stays away until its day.
    Declined,
    /// It was declined, and is back: its day came, or what it rested on moved.
    Returned,
    /// It was declined, and is no longer advised.
    Overtaken,
}

/// A row that was accepted or declined before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EarlierRow {
    /// The id of the move that keeps it; absent where it was declined.
    pub id: Option<String>,
    /// What it was and what became of it, in one line.
    pub says: String,
    /// What became of it.
    pub state: EarlierState,
    /// When it was accepted or declined.
    pub on: Day,
    /// The next day by which something is expected, or on which it returns; absent where there is none.
    pub until: Option<Day>,
    /// Where it is written.
    pub place: Place,
}

/// Candidates without what is decided or declined, and a line for each of those that were.
pub(super) fn without_earlier(
    scored: Vec<Scored>,
    asked: &Asked<'_>,
    (review, view): (&Review, &View<'_>),
    parts: &Parts,
) -> (Vec<Scored>, Vec<EarlierRow>) {
    let stands: Vec<&MoveStatus> = review.decided.iter().filter(|one| one.stands_on(view.day)).collect();
    let mut declined = DeclinedAdvice::on(view);
    let accepted = review.decided.iter().filter(|one| asked.is_about_any(&one.about)).map(of_move);
    if stands.is_empty() && declined.is_empty() {
        return (scored, accepted.collect());
    }
    let chosen = scored.iter().filter(|one| one.is_chosen()).count();
    let mut kept: Vec<Scored> = Vec::new();
    for one in scored {
        let is_open = |change: &&Change| !stands.iter().any(|stands| stands.decides(change));
        let open: Vec<Change> = one.candidate.changes.iter().filter(is_open).cloned().collect();
        let left = declined.left(&open, |those| match those == one.candidate.changes {
            true => facts(&one, review),
            false => facts(&one.narrowed(those, review, view, parts), review),
        });
        match left.len() {
            0 => {}
            all if all == one.candidate.changes.len() => kept.push(one),
            _ => kept.push(one.narrowed(&left, review, view, parts).judged(chosen, review, view, parts)),
        }
    }
    kept.sort_by_cached_key(Scored::order);
    // A plan about one initiative looks at nothing else, so that it cannot say that something else is overtaken.
    let rows = declined.rows().into_iter().filter(|one| asked.is_about_any(&one.about));
    let rows = rows.filter(|one| one.state != DeclinedState::Overtaken || asked.is_about_all());
    (kept, accepted.chain(rows.map(of_declined)).collect())
}

/// What a candidate rests on.
fn facts(one: &Scored, review: &Review) -> AdviceFacts {
    let counted = AdviceFacts::counted(one.saves.as_ref(), one.support, one.candidate.price.positions);
    AdviceFacts::of(&one.candidate.changes, counted, review)
}

fn of_move(one: &MoveStatus) -> EarlierRow {
    let (state, rest) = match one.state {
        MoveState::Late => (EarlierState::Late, "its day is over, and nothing shows what came".to_owned()),
        MoveState::Known => (EarlierState::Known, "what came is known".to_owned()),
        MoveState::NotStated => (EarlierState::Accepted, "nothing is expected of it in writing".to_owned()),
        MoveState::Expected => {
            let by = one.next_day().map_or_else(String::new, |day| format!(" by {}", long_day(day)));
            (EarlierState::Accepted, format!("results are expected{by}"))
        }
        MoveState::Undone => (EarlierState::Undone, ended(one, "undone")),
        MoveState::Stopped => (EarlierState::Stopped, ended(one, "stopped")),
    };
    EarlierRow {
        id: Some(one.id.clone()),
        says: format!("{}: accepted on {}; {rest}", one.what, long_day(one.on)),
        state,
        on: one.on,
        until: one.next_day(),
        place: one.place.clone(),
    }
}

fn ended(one: &MoveStatus, how: &str) -> String {
    let on = one.ended.map_or_else(String::new, |day| format!(" on {}", long_day(day)));
    let why = one.ended_why.as_ref().map_or_else(String::new, |why| format!(" (\u{201c}{why}\u{201d})"));
    format!("{how}{on}{why}")
}

fn of_declined(one: DeclinedRow) -> EarlierRow {
    let state = match one.state {
        DeclinedState::Declined => EarlierState::Declined,
        DeclinedState::DayCame | DeclinedState::FactMoved => EarlierState::Returned,
        DeclinedState::Overtaken => EarlierState::Overtaken,
    };
    EarlierRow { id: None, says: one.says(), state, on: one.on, until: Some(one.until), place: one.place }
}
