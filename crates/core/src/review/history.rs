//! How one initiative's answers came to be: the same questions, asked again for earlier days.

use onethread_model::Day;

use super::adoption::quarter_ends;
use super::form::Form;
use super::judge_all;
use super::verdict::Answer;
use crate::measure::{Snapshot, World};

/// The answers on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastAnswers {
    /// The day.
    pub day: Day,
    /// The form; absent when the initiative was not live.
    pub form: Option<Form>,
    /// The answers that were not "not shown", by key of the criterion, in the order of the criteria.
    pub answers: Vec<(&'static str, Answer)>,
}

/// The answers at the end of each of the last `quarters` quarters and on `day`, without days that repeat the one
/// before them.
pub fn history(snapshot: &Snapshot, id: &str, day: Day, quarters: usize) -> Vec<PastAnswers> {
    let mut history: Vec<PastAnswers> = Vec::new();
    for (_, day) in quarter_ends(day, quarters) {
        let world = World::on(snapshot, day);
        let reviews = judge_all(&world);
        let one = reviews.iter().find(|review| review.id == id);
        let answers = one.map_or_else(Vec::new, |one| {
            let shown = one.verdicts.iter().filter(|verdict| verdict.judgement.answer != Answer::NotShown);
            shown.map(|verdict| (verdict.criterion, verdict.judgement.answer)).collect()
        });
        let past = PastAnswers { day, form: one.map(|one| one.form.form), answers };
        let repeats = history.last().is_some_and(|last| last.form == past.form && last.answers == past.answers);
        // Before it began there is nothing to tell.
        let unborn = history.is_empty() && past.form.is_none();
        if !repeats && !unborn {
            history.push(past);
        }
    }
    history
}
