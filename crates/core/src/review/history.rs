//! How one initiative's answers came to be: the same questions, asked again for earlier days.

use onethread_model::Day;

use super::adoption::quarter_ends;
use super::form::Form;
use super::judged::derive_form;
use super::verdict::Answer;
use super::{InitiativeReview, Judgement, criteria};
use crate::measure::{Initiative, Snapshot, World};

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

/// The answers about an initiative at the end of each of the last `quarters` quarters and on `day`, of which `now` is
/// the review, without days that repeat the one before them. Facts are those known on each day; the organization's
/// files are those of the snapshot on all of them.
pub fn history(snapshot: &Snapshot, now: &InitiativeReview, day: Day, quarters: usize) -> Vec<PastAnswers> {
    let mut past: Vec<PastAnswers> = Vec::new();
    for (_, day) in quarter_ends(day, quarters).into_iter().rev() {
        if past.is_empty() {
            let judged = now.verdicts.iter().map(|verdict| (verdict.criterion, verdict.judgement.answer));
            past.push(PastAnswers { day, form: Some(now.form.form), answers: shown(judged) });
            continue;
        }
        let snapshot = snapshot.in_passing();
        let world = World::for_answers(&snapshot, day);
        // What is not known on a day was not known before it.
        let Some(initiative) = world.initiative(&now.id) else { break };
        let (form, answers) = Some(initiative).filter(|one| one.live).map(|one| form_and_answers(one, &world)).unzip();
        past.push(PastAnswers { day, form, answers: answers.unwrap_or_default() });
    }
    past.reverse();
    let first_live = past.iter().position(|past| past.form.is_some()).unwrap_or(past.len());
    past.drain(..first_live);
    past.dedup_by(|later, earlier| later.form == earlier.form && later.answers == earlier.answers);
    past
}

/// What is answered about an initiative, without prices and advice: nobody reads these of an earlier day.
fn form_and_answers(initiative: &Initiative, world: &World<'_>) -> (Form, Vec<(&'static str, Answer)>) {
    let judged: Vec<(&'static str, Judgement)> =
        criteria::asked(world).map(|criterion| (criterion.key, (criterion.judge)(initiative, world))).collect();
    let of = |key: &str| judged.iter().find(|(other, _)| *other == key).map(|(_, judgement)| judgement.clone());
    let form = derive_form(initiative, world, of).form;
    (form, shown(judged.iter().map(|(key, judgement)| (*key, judgement.answer))))
}

fn shown(answers: impl Iterator<Item = (&'static str, Answer)>) -> Vec<(&'static str, Answer)> {
    answers.filter(|(_, answer)| *answer != Answer::NotShown).collect()
}
