//! The first days after an appointment: the same questions on the day of the appointment and on some days after it.
//!
//! Input: a snapshot, the day, an initiative, and the organization's files of earlier days as far as git has them. Output:
//! [`FirstDays`], facts without a grade. What the files do not date and git does not have is not shown.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::agreement::Agreement;
use schemars::JsonSchema;
use serde::Serialize;

use super::criteria;
use super::milestones::{self, MILESTONES};
use super::verdict::{Answer, Evidence};
use crate::measure::measures::appointments::{Appointment, Appointments, appointments};
use crate::measure::{Initiative, Snapshot, World};
use crate::words::long_day;

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
    first_days_of(snapshot, day, days, files_on, |one, _| one.id == id).pop()
}

/// The same of every live initiative that is `wanted`, with the day of the appointment where that is known, in alphabetical
/// order of id. A day that several look at is looked at once.
pub fn first_days_of(
    snapshot: &Snapshot,
    day: Day,
    days: u32,
    files_on: &dyn Fn(Day) -> FilesOfDay,
    wanted: impl Fn(&Initiative, Option<Day>) -> bool,
) -> Vec<FirstDays> {
    let world = World::on(snapshot, day).with_one_place();
    let is_agreed = world.computes("appointments");
    let all = if is_agreed { appointments(&world) } else { Appointments::default() };
    let day_of = |one: &Initiative| all.of_present(&one.id).map(|appointment| appointment.on);
    let of = |one: &Initiative| FirstDays {
        schema_version: FirstDays::SCHEMA_VERSION,
        id: one.id.clone(),
        name: one.name().to_owned(),
        as_of: day,
        agreement: world.inputs.agreement.clone(),
        refused: day_of(one).is_none().then(|| refusal(one, all.vacant_since(&one.id), is_agreed)),
        appointment: all.of_present(&one.id).cloned(),
        days,
        columns: Vec::new(),
        rows: Vec::new(),
    };
    let mut found: Vec<FirstDays> = world.live().filter(|one| wanted(one, day_of(one))).map(of).collect();
    let keys = keys(&world);
    let mut looks: BTreeMap<Day, Vec<(usize, Day)>> = BTreeMap::new();
    for (index, one) in found.iter_mut().enumerate() {
        let Some(on) = one.appointment.as_ref().map(|one| one.on) else { continue };
        for step in steps(days) {
            let at = on.plus_days(i32::try_from(step).unwrap_or(i32::MAX));
            one.columns.push(FirstDay { days: step, on: at, is_reached: at <= day, files: FilesRead::NotReached });
            looks.entry(at).or_default().push((index, on));
        }
        let row = |(key, question, is_milestone): &Key| FirstDaysRow {
            key,
            question,
            is_milestone: *is_milestone,
            cells: vec![FirstDaysCell::new(DayAnswer::NotReached, Vec::new()); steps(days).len()],
        };
        one.rows = keys.iter().map(row).collect();
    }
    let look = Look { snapshot, today: day, all: &all, keys: &keys, files_on };
    for (at, of_day) in looks.into_iter().filter(|(at, _)| *at <= day) {
        let ids: Vec<(String, Day)> = of_day.iter().map(|(index, on)| (found[*index].id.clone(), *on)).collect();
        let (files, answers) = look.at(at, &ids);
        for ((index, _), cells) in of_day.into_iter().zip(answers) {
            let one = &mut found[index];
            let Some(column) = one.columns.iter().position(|column| column.on == at) else { continue };
            one.columns[column].files = files.clone();
            one.rows.iter_mut().zip(cells).for_each(|(row, cell)| row.cells[column] = cell);
        }
    }
    found
}

/// Why an initiative has no appointment to count from.
fn refusal(initiative: &Initiative, vacant_since: Option<Day>, is_agreed: bool) -> String {
    if let (Some(since), [], true) = (vacant_since, initiative.leadership.leaders(), is_agreed) {
        return format!("it has had no leader since {}", long_day(since));
    }
    let says = match initiative.leadership.leaders() {
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
    };
    says.to_owned()
}

/// What is asked on each day, in order.
fn keys(world: &World<'_>) -> Vec<(&'static str, &'static str, bool)> {
    let asked = criteria::asked(world).map(|one| (one.key, one.question, false));
    let milestones = MILESTONES.iter().filter(|one| (one.is_agreed)(world)).map(|one| (one.key, one.question, true));
    asked.chain(milestones).collect()
}

type Key = (&'static str, &'static str, bool);

/// What a look at an earlier day is made from.
struct Look<'l> {
    snapshot: &'l Snapshot,
    today: Day,
    all: &'l Appointments,
    keys: &'l [Key],
    files_on: &'l dyn Fn(Day) -> FilesOfDay,
}

impl Look<'_> {
    /// The answers about some initiatives, each with the day of its appointment, on one day, with the files that they were
    /// read with.
    fn at(&self, at: Day, of: &[(String, Day)]) -> (FilesRead, Vec<Vec<FirstDaysCell>>) {
        let files = if at == self.today { FilesOfDay::Today } else { (self.files_on)(at) };
        match files {
            FilesOfDay::Today => (FilesRead::Unchanged, self.answers(self.snapshot, at, of)),
            FilesOfDay::Commit { commit, snapshot } => (FilesRead::Commit(commit), self.answers(&snapshot, at, of)),
            FilesOfDay::NotKnown => {
                let present = self.all.known.iter().filter(|one| one.ended.is_none() && one.on <= at);
                let org = self.snapshot.org.dated_only(&present.map(|one| one.initiative.as_str()).collect());
                let dated = self.snapshot.under(org, (*self.snapshot.sources).clone());
                let (whole, dated) = (self.answers(self.snapshot, at, of), self.answers(&dated, at, of));
                let both = |(whole, dated): (Vec<FirstDaysCell>, Vec<FirstDaysCell>)| {
                    let cells = self.keys.iter().zip(whole).zip(&dated);
                    cells.map(|((key, whole), dated)| both(key.0, whole, dated)).collect()
                };
                (FilesRead::DatedOnly, whole.into_iter().zip(dated).map(both).collect())
            }
        }
    }

    fn answers(&self, snapshot: &Snapshot, at: Day, of: &[(String, Day)]) -> Vec<Vec<FirstDaysCell>> {
        let snapshot = snapshot.in_passing();
        let world = World::on(&snapshot, at).with_one_place();
        of.iter().map(|(id, on)| answers(id, *on, &world, self.keys)).collect()
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

fn answers(id: &str, on: Day, world: &World<'_>, keys: &[Key]) -> Vec<FirstDaysCell> {
    let Some(initiative) = world.initiative(id).filter(|one| one.live) else {
        let cell = || FirstDaysCell::remark(DayAnswer::NotShown, "it was not live on that day, as far as known");
        return keys.iter().map(|_| cell()).collect();
    };
    let answer = |(key, _, is_milestone): &Key| match is_milestone {
        true => milestones::answer(key, initiative, on, world),
        false => criteria::criterion(key).map_or_else(
            || FirstDaysCell::new(DayAnswer::NotShown, Vec::new()),
            |criterion| {
                let judgement = (criterion.judge)(initiative, world);
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
