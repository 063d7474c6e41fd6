//! The first days after an appointment: the same questions on the day of the appointment and on some days after it.
//!
//! Input: a snapshot, the day, an initiative, and the organization's files of earlier days as far as git has them. Output:
//! [`FirstDays`], facts without a grade. What the files do not date and git does not have is not shown.

use onethread_model::Day;
use onethread_model::agreement::Agreement;
use schemars::JsonSchema;
use serde::Serialize;

use super::criteria;
use super::milestones::{self, MILESTONES};
use super::verdict::{Answer, Evidence};
use crate::measure::measures::appointments::{Appointment, appointments};
use crate::measure::{Initiative, Snapshot, World};

/// The most days that are looked at after an appointment: two years. Tested by `the_days_are_bounded`.
pub const DAYS_MAX: u32 = 728;
/// Steps between the day of the appointment and the last day.
const STEPS: u32 = 3;

/// The organization's files as they were on an earlier day.
#[derive(Clone)]
pub enum FilesOfDay {
    /// They are those of today: nothing was committed since.
    Today,
    /// Git has them.
    Commit {
        /// The commit, as 12 hexadecimal digits.
        commit: String,
        /// Those files under the facts and settings of now.
        snapshot: Box<Snapshot>,
    },
    /// Git does not have them.
    NotKnown,
}

/// The same questions on the day of an appointment and on some days after it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FirstDays {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// Id of the initiative.
    pub id: String,
    /// Its title, or the id where there is none.
    pub name: String,
    /// The day as of which it is known.
    pub as_of: Day,
    /// What is agreed about people.
    pub agreement: Agreement,
    /// The appointment of the leader whom it has; absent where there is none, or where no statement dates it.
    pub appointment: Option<Appointment>,
    /// Why there is nothing to show, as a clause.
    pub refused: Option<String>,
    /// How many days after the appointment the last look is.
    pub days: u32,
    /// The days that are looked at.
    pub columns: Vec<FirstDay>,
    /// What is asked on each of them: the criteria first, then the milestones.
    pub rows: Vec<FirstDaysRow>,
}

/// A day that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FirstDay {
    /// Days since the appointment.
    pub days: u32,
    /// The day.
    pub on: Day,
    /// Whether it has come, as of the day of the review.
    pub is_reached: bool,
    /// The organization's files that it was read with.
    pub files: FilesRead,
}

/// The organization's files that an earlier day was read with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FilesRead {
    /// Those of the review, which have not changed since.
    Unchanged,
    /// Those of a commit, as 12 hexadecimal digits.
    Commit(String),
    /// Those of the review, and of these only what would be answered alike without whatever has no day of its own.
    DatedOnly,
    /// None: the day has not come.
    NotReached,
}

/// A question with its answer on each day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FirstDaysRow {
    /// The key of the criterion or milestone.
    pub key: &'static str,
    /// The question.
    pub question: &'static str,
    /// Whether it is one of the six milestones, else a criterion.
    pub is_milestone: bool,
    /// The answers, one for each day.
    pub cells: Vec<FirstDaysCell>,
}

/// An answer on a day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FirstDaysCell {
    /// The answer.
    pub answer: DayAnswer,
    /// Why.
    pub because: Vec<Evidence>,
}

/// What can be said on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DayAnswer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// A milestone has not come by that day.
    NotYet,
    /// The evidence does not show it.
    NotShown,
    /// The day has not come.
    NotReached,
}

impl DayAnswer {
    /// The words in a table.
    pub fn words(self) -> &'static str {
        match self {
            DayAnswer::Yes => "yes",
            DayAnswer::No => "no",
            DayAnswer::NotYet => "not yet",
            DayAnswer::NotShown => "not shown",
            DayAnswer::NotReached => "to come",
        }
    }

    fn of(answer: Answer) -> DayAnswer {
        match answer {
            Answer::Holds => DayAnswer::Yes,
            Answer::Fails => DayAnswer::No,
            Answer::NotShown => DayAnswer::NotShown,
        }
    }
}

impl FirstDaysCell {
    pub(super) fn new(answer: DayAnswer, because: Vec<Evidence>) -> FirstDaysCell {
        FirstDaysCell { answer, because }
    }

    fn remark(answer: DayAnswer, says: &str) -> FirstDaysCell {
        FirstDaysCell::new(answer, vec![Evidence { says: says.to_owned(), place: None }])
    }
}

impl FirstDays {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";
}

/// The days that are looked at: that of the appointment, the last one, and two between them where there is room.
fn steps(days: u32) -> Vec<u32> {
    let days = days.clamp(1, DAYS_MAX);
    let mut steps: Vec<u32> = (0..=STEPS).map(|step| (days * step + STEPS / 2) / STEPS).collect();
    steps.dedup();
    steps
}

/// Looks at the first days after the appointment of the leader whom an initiative has; `None` where that is not live.
/// `files_on` gives the organization's files of an earlier day.
pub fn first_days(
    snapshot: &Snapshot,
    day: Day,
    id: &str,
    days: u32,
    files_on: &dyn Fn(Day) -> FilesOfDay,
) -> Option<FirstDays> {
    let world = World::on(snapshot, day).with_one_place();
    let initiative = world.initiative(id).filter(|initiative| initiative.live)?;
    let is_agreed = world.computes("appointments");
    let appointment = is_agreed.then(|| appointments(&world).of_present(id).cloned()).flatten();
    let mut found = FirstDays {
        schema_version: FirstDays::SCHEMA_VERSION,
        id: id.to_owned(),
        name: initiative.name().to_owned(),
        as_of: day,
        agreement: world.inputs.agreement.clone(),
        refused: appointment.is_none().then(|| refusal(initiative, is_agreed).to_owned()),
        appointment,
        days,
        columns: Vec::new(),
        rows: Vec::new(),
    };
    let Some(on) = found.appointment.as_ref().map(|one| one.on) else { return Some(found) };
    let mut looks: Vec<Vec<FirstDaysCell>> = Vec::new();
    let keys = keys(&world);
    for step in steps(days) {
        let at = on.plus_days(i32::try_from(step).unwrap_or(i32::MAX));
        let (files, cells) = look(snapshot, (day, at, on), id, &keys, files_on);
        found.columns.push(FirstDay { days: step, on: at, is_reached: at <= day, files });
        looks.push(cells);
    }
    let row = |(index, (key, question, is_milestone)): (usize, &(&'static str, &'static str, bool))| FirstDaysRow {
        key,
        question,
        is_milestone: *is_milestone,
        cells: looks.iter().filter_map(|look| look.get(index).cloned()).collect(),
    };
    found.rows = keys.iter().enumerate().map(row).collect();
    Some(found)
}

/// Why an initiative has no appointment to count from.
fn refusal(initiative: &Initiative, is_agreed: bool) -> &'static str {
    match initiative.leadership.leaders() {
        _ if !is_agreed => "the agreement about people leaves out when leaders were appointed",
        _ if initiative.functional_by_design().is_some() => {
            "it is functional by design, and asks for no leader of its own"
        }
        [] => "it has no leader",
        [_] => {
            "no statement says since when its leader leads: a registry's leader field, or `from` in an `[[allocation]]` \
                of the leader, would"
        }
        _ => "several people lead it",
    }
}

/// What is asked on each day, in order.
fn keys(world: &World<'_>) -> Vec<(&'static str, &'static str, bool)> {
    let asked = criteria::asked(world).map(|one| (one.key, one.question, false));
    let milestones = MILESTONES.iter().filter(|one| (one.is_agreed)(world)).map(|one| (one.key, one.question, true));
    asked.chain(milestones).collect()
}

type Key = (&'static str, &'static str, bool);

/// The answers on one day, with the files that it was read with.
fn look(
    snapshot: &Snapshot,
    (today, at, on): (Day, Day, Day),
    id: &str,
    keys: &[Key],
    files_on: &dyn Fn(Day) -> FilesOfDay,
) -> (FilesRead, Vec<FirstDaysCell>) {
    if at > today {
        let cell = || FirstDaysCell::new(DayAnswer::NotReached, Vec::new());
        return (FilesRead::NotReached, keys.iter().map(|_| cell()).collect());
    }
    let files = if at == today { FilesOfDay::Today } else { files_on(at) };
    match files {
        FilesOfDay::Today => (FilesRead::Unchanged, answers(snapshot, at, on, id, keys)),
        FilesOfDay::Commit { commit, snapshot } => (FilesRead::Commit(commit), answers(&snapshot, at, on, id, keys)),
        FilesOfDay::NotKnown => {
            let whole = answers(snapshot, at, on, id, keys);
            let dated = snapshot.under(snapshot.org.dated_only(id), (*snapshot.sources).clone());
            let dated = answers(&dated, at, on, id, keys);
            let both = keys.iter().zip(whole).zip(&dated).map(|((key, whole), dated)| both(key.0, whole, dated));
            (FilesRead::DatedOnly, both.collect())
        }
    }
}

/// Why an answer that the files of today give is none of an earlier day.
pub const RESTS_ON_UNDATED: &str =
    "it rests on lines without a day, and git has no files of that day to say whether they were there";

/// What rests on lines that have no day: that they are not in the files of today does not say that they never were.
const UNDATED: &[&str] = &[
    "fit",
    "complete-team",
    "charter",
    "dependencies-known",
    "untangling",
    "scope",
    "instrumented",
    "tenets",
    "declared",
];

/// What holds whether the statements without a day stood in the files then or not, for reasons that do so too.
fn both(key: &str, whole: FirstDaysCell, dated: &FirstDaysCell) -> FirstDaysCell {
    let is_absence = matches!(whole.answer, DayAnswer::No | DayAnswer::NotYet)
        && (UNDATED.contains(&key) || whole.because.iter().any(|one| one.says == milestones::NO_INPUT));
    if whole.answer != dated.answer || is_absence {
        return FirstDaysCell::remark(DayAnswer::NotShown, RESTS_ON_UNDATED);
    }
    let is_in_both = |one: &Evidence| dated.because.iter().any(|other| other.says == one.says);
    let shared: Vec<Evidence> = whole.because.into_iter().filter(is_in_both).collect();
    match shared.is_empty() {
        true => FirstDaysCell::remark(whole.answer, "so it is with and without the lines that have no day"),
        false => FirstDaysCell::new(whole.answer, shared),
    }
}

fn answers(snapshot: &Snapshot, at: Day, on: Day, id: &str, keys: &[Key]) -> Vec<FirstDaysCell> {
    let snapshot = snapshot.in_passing();
    let world = World::on(&snapshot, at).with_one_place();
    let Some(initiative) = world.initiative(id).filter(|one| one.live) else {
        let cell = || FirstDaysCell::remark(DayAnswer::NotShown, "it was not live on that day, as far as known");
        return keys.iter().map(|_| cell()).collect();
    };
    let answer = |(key, _, is_milestone): &Key| match is_milestone {
        true => milestones::answer(key, initiative, on, &world),
        false => criteria::criterion(key).map_or_else(
            || FirstDaysCell::new(DayAnswer::NotShown, Vec::new()),
            |criterion| {
                let judgement = (criterion.judge)(initiative, &world);
                FirstDaysCell::new(DayAnswer::of(judgement.answer), judgement.because)
            },
        ),
    };
    keys.iter().map(answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_bounded() {
        assert_eq!(steps(90), [0, 30, 60, 90]);
        assert_eq!(steps(30), [0, 10, 20, 30]);
        assert_eq!((steps(1), steps(2), steps(0)), (vec![0, 1], vec![0, 1, 2], vec![0, 1]));
        assert_eq!(steps(100), [0, 33, 67, 100]);
        assert_eq!((steps(728), steps(729)), (vec![0, 243, 485, 728], vec![0, 243, 485, 728]));
        assert_eq!(DAYS_MAX, 728);
    }
}
