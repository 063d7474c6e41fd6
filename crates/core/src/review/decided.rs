//! What was decided, and what became of it: the moves of the organization's files with their state on a day.
//!
//! Input: a world. Output: [`MoveStatus`], one for each move that is known on the day. Nothing here is typed by anybody:
//! late follows from the day, what came from an outcome or from the answers of the day, and silence is "not shown".

use std::collections::BTreeMap;

use onethread_model::org::{DecidedMove, Expectation, MoveEnd, MoveOutcome, Postponement};
use onethread_model::source::Place;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use super::criteria::{Criterion, criterion};
use super::judged::form_of;
use super::{Answer, Form};
use crate::measure::measures::MEASURES;
use crate::measure::{Initiative, World};
use crate::moves::{decides, read_written};
use crate::words::{join, long_day};

/// Days for which a decision without a stated expectation stands, so that it is not advised again. Tested by
/// `a_decision_without_an_expectation_stands_for_a_quarter`.
pub const STANDS_DAYS: i32 = 90;

/// What stands for the form of an initiative where an expectation names a measure.
pub const FORM_MEASURE: &str = "form";

/// What became of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MoveState {
    /// A day by which something is expected is over, and nothing shows what came.
    Late,
    /// A day by which something is expected is still to come.
    Expected,
    /// Everything that was expected has an outcome.
    Known,
    /// It states nothing that is expected of it.
    NotStated,
    /// It was undone.
    Undone,
    /// It was stopped before it was carried out.
    Stopped,
}

impl MoveState {
    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            MoveState::Late => "late",
            MoveState::Expected => "expected",
            MoveState::Known => "outcome known",
            MoveState::NotStated => "nothing is expected of it in writing",
            MoveState::Undone => "undone",
            MoveState::Stopped => "stopped",
        }
    }
}

/// What became of one thing that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExpectationState {
    /// Its day is still to come.
    Expected,
    /// Its day is over, and nothing shows what came.
    Late,
    /// It came as expected.
    AsExpected,
    /// Something else came.
    Otherwise,
    /// What came is recorded, and nothing shows whether it is what was expected.
    NotShown,
}

impl ExpectationState {
    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            ExpectationState::Expected => "expected",
            ExpectationState::Late => "late",
            ExpectationState::AsExpected => "as expected",
            ExpectationState::Otherwise => "not as expected",
            ExpectationState::NotShown => "not shown whether as expected",
        }
    }
}

/// A move with its state on a day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MoveStatus {
    /// Id.
    pub id: String,
    /// What was decided, in words.
    pub what: String,
    /// What it is about, as `kind:id`; people are left out.
    pub about: Vec<String>,
    /// When it was decided.
    pub on: Day,
    /// What became of it.
    pub state: MoveState,
    /// The day on which it was undone or stopped.
    pub ended: Option<Day>,
    /// Why it was undone or stopped, as written.
    pub ended_why: Option<String>,
    /// What is expected of it.
    pub expects: Vec<ExpectationStatus>,
    /// How it will show, as written.
    pub shows: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// The changes that carry it out, as far as they are understood.
    #[serde(skip)]
    pub changes: Vec<Change>,
    /// Keys of the kinds of changes that are not understood any more, such as those that name an id which is gone.
    #[serde(skip)]
    kinds_only: Vec<String>,
}

/// Something that is expected of a move, with its state on a day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExpectationStatus {
    /// What is expected to differ: a criterion, a measure, `form`, or a metric.
    pub measure: String,
    /// Whether anything has this name.
    pub is_known: bool,
    /// Of what, as `kind:id`.
    pub of: Option<String>,
    /// The answer or form that is expected.
    pub answer: Option<String>,
    /// The least value that is expected.
    pub low: Option<f64>,
    /// The largest value that is expected.
    pub high: Option<f64>,
    /// The day by which it shows.
    pub by: Day,
    /// The days that were moved on the way there, the first one first.
    pub moved: Vec<MovedDay>,
    /// What became of it.
    pub state: ExpectationState,
    /// What is so on the day, where the data show it: an answer, a form, or the latest value of a metric.
    pub now: Option<String>,
    /// What came, as recorded.
    pub came: Option<CameOn>,
}

/// A day that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MovedDay {
    /// When that was decided.
    pub on: Day,
    /// The day before.
    pub was: Day,
    /// The day since.
    pub by: Day,
    /// Why, as written.
    pub why: Option<String>,
}

/// What came of something that was expected.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CameOn {
    /// When it was known.
    pub on: Day,
    /// The value.
    pub value: Option<f64>,
    /// In words, as written.
    pub says: Option<String>,
}

impl MoveStatus {
    /// Whether it stands on a day: it was neither undone nor stopped, and what is expected of it can still come. What
    /// stands is not advised again.
    pub fn stands_on(&self, day: Day) -> bool {
        match self.state {
            MoveState::Undone | MoveState::Stopped | MoveState::Known => false,
            MoveState::NotStated => day <= self.on.plus_days(STANDS_DAYS),
            MoveState::Late | MoveState::Expected => self.expects.iter().any(|one| day <= one.by),
        }
    }

    /// Whether it is about an initiative.
    pub(super) fn is_about(&self, initiative: &str) -> bool {
        self.about.iter().any(|of| of.strip_prefix("initiative:") == Some(initiative))
            || self.changes.iter().any(|change| change.initiative() == initiative)
    }

    /// Whether it decides what a change would do.
    pub fn decides(&self, advised: &Change) -> bool {
        let names = || {
            let about = crate::moves::subjects(advised);
            let known = |one: &onethread_model::record::Reference| self.about.contains(&one.to_string());
            !about.is_empty() && about.iter().all(known)
        };
        self.changes.iter().any(|decided| decides(decided, advised))
            || self.kinds_only.iter().any(|kind| kind == advised.kind) && names()
    }

    /// The next day by which something is expected that nothing shows yet.
    pub fn next_day(&self) -> Option<Day> {
        let open = self.expects.iter().filter(|one| one.state == ExpectationState::Expected);
        open.map(|one| one.by).min()
    }
}

impl ExpectationStatus {
    /// What is expected, in words: `empowered of Returns: holds by 28 September 2026`; `name` gives the name of an entry.
    pub fn says(&self, name: impl Fn(&str) -> String) -> String {
        let of = self.of.as_ref().map_or_else(String::new, |of| format!(" of {}", name(of)));
        let what = match criterion(&self.measure) {
            Some(one) => format!("\u{201c}{}\u{201d}{of}", one.question),
            None => format!("{}{of}", self.measure),
        };
        let mut wanted = Vec::new();
        wanted.extend(self.answer.as_deref().map(answer_words));
        wanted.extend(match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => Some(number(low)),
            (Some(low), Some(high)) => Some(format!("{} to {}", number(low), number(high))),
            (Some(low), None) => Some(format!("at least {}", number(low))),
            (None, Some(high)) => Some(format!("at most {}", number(high))),
            (None, None) => None,
        });
        let wanted = join(&wanted.iter().map(String::as_str).collect::<Vec<_>>());
        let wanted = if wanted.is_empty() { String::new() } else { format!(": {wanted}") };
        format!("{what}{wanted} by {}", long_day(self.by))
    }

    /// Whether an answer, form or value is the one that is expected; nothing where that cannot be said.
    fn fits(&self, now: &Shown) -> Option<bool> {
        match now {
            Shown::Word { key, is_answer: true } => {
                (*key != Answer::NotShown.key()).then(|| self.answer.as_deref() == Some(*key))
            }
            Shown::Word { key, .. } => (*key != Form::NotShown.key()).then(|| self.answer.as_deref() == Some(*key)),
            Shown::Value(value) => self.holds_value(*value),
        }
    }

    fn holds_value(&self, value: f64) -> Option<bool> {
        let has_range = self.low.is_some() || self.high.is_some();
        let fits = self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high);
        has_range.then_some(fits)
    }
}

/// A number as it was written.
fn number(value: f64) -> String {
    value.to_string()
}

/// An answer or form in words.
fn answer_words(key: &str) -> String {
    let answer = [Answer::Holds, Answer::Fails, Answer::NotShown].into_iter().find(|one| one.key() == key);
    let word = match answer {
        Some(Answer::Holds) => "yes",
        Some(Answer::Fails) => "no",
        Some(Answer::NotShown) => "not shown",
        None => match Form::ALL.into_iter().find(|form| form.key() == key) {
            Some(form) => form.words(),
            None => key,
        },
    };
    word.to_owned()
}

/// What the data of the day show of a measure.
enum Shown {
    /// An answer or a form, by its key.
    Word { key: &'static str, is_answer: bool },
    /// The latest value of a metric.
    Value(f64),
}

impl Shown {
    fn words(&self) -> String {
        match self {
            Shown::Word { key, .. } => answer_words(key),
            Shown::Value(value) => number(*value),
        }
    }
}

/// The moves that are known on the day of a world, with their state, in the order of their days and ids.
pub fn decided_moves(world: &World<'_>) -> Vec<MoveStatus> {
    let mut answers = Answers { world, known: BTreeMap::new() };
    world.inputs.org.moves.iter().map(|one| status(one, &mut answers)).collect()
}

fn status(one: &DecidedMove, answers: &mut Answers<'_, '_>) -> MoveStatus {
    let world = answers.world;
    let is_over = one.undone.is_some() || one.stopped.is_some();
    let expects: Vec<ExpectationStatus> =
        one.expects.iter().map(|expected| expectation(one, expected, is_over, answers)).collect();
    let of_state = |state: ExpectationState| expects.iter().any(|one| one.state == state);
    let state = match (&one.undone, &one.stopped) {
        (Some(_), _) => MoveState::Undone,
        (None, Some(_)) => MoveState::Stopped,
        _ if of_state(ExpectationState::Late) => MoveState::Late,
        _ if of_state(ExpectationState::Expected) => MoveState::Expected,
        _ if !expects.is_empty() || !one.outcomes.is_empty() => MoveState::Known,
        _ => MoveState::NotStated,
    };
    let (mut changes, mut kinds_only) = (Vec::new(), Vec::new());
    for act in &one.acts {
        match read_written(&act.value, world) {
            Ok(change) => changes.push(change),
            Err(_) => kinds_only.extend(act.value.split_whitespace().next().map(str::to_owned)),
        }
    }
    let ended: Option<&MoveEnd> = one.undone.as_ref().or(one.stopped.as_ref());
    MoveStatus {
        id: one.id.value.clone(),
        what: one.what.value.clone(),
        about: one.about.iter().filter(|of| of.value.kind != "person").map(|of| of.value.to_string()).collect(),
        on: one.on.value,
        state,
        ended: ended.map(|end| end.on.value),
        ended_why: ended.and_then(|end| end.why.as_ref()).map(|why| why.value.clone()),
        expects,
        shows: one.shows.as_ref().map(|shows| shows.value.clone()),
        place: world.inputs.sources.place(one.id.span),
        changes,
        kinds_only,
    }
}

fn expectation(
    one: &DecidedMove,
    expected: &Expectation,
    is_over: bool,
    answers: &mut Answers<'_, '_>,
) -> ExpectationStatus {
    let day = answers.world.day;
    let of = expected.of.as_ref().map(|of| of.value.to_string());
    let now = if is_over { None } else { answers.shown(expected, one.due(expected)) };
    let outcome = one.outcome(expected);
    let mut found = ExpectationStatus {
        measure: expected.measure.value.clone(),
        is_known: is_known(&expected.measure.value, answers.world),
        of,
        answer: expected.answer.as_ref().map(|answer| answer.value.clone()),
        low: expected.low.as_ref().map(|low| low.value),
        high: expected.high.as_ref().map(|high| high.value),
        by: one.due(expected),
        moved: moved(&one.moved, expected.by.value),
        state: ExpectationState::Expected,
        now: now.as_ref().map(Shown::words),
        came: outcome.map(came),
    };
    let recorded = outcome.map(|outcome| outcome.value.as_ref().and_then(|value| found.holds_value(value.value)));
    let derived = now.as_ref().and_then(|now| found.fits(now));
    found.state = match (recorded, derived) {
        (Some(Some(true)), _) => ExpectationState::AsExpected,
        (Some(Some(false)), _) => ExpectationState::Otherwise,
        (Some(None), None) => ExpectationState::NotShown,
        // What is expected by a day may come and go until then.
        (None, _) if day <= found.by => ExpectationState::Expected,
        (None, None) => ExpectationState::Late,
        (_, Some(true)) => ExpectationState::AsExpected,
        (_, Some(false)) => ExpectationState::Otherwise,
    };
    found
}

fn came(outcome: &MoveOutcome) -> CameOn {
    CameOn {
        on: outcome.on.value,
        value: outcome.value.as_ref().map(|value| value.value),
        says: outcome.says.as_ref().map(|says| says.value.clone()),
    }
}

/// The days that lead from the first one to that of today.
fn moved(all: &[Postponement], first: Day) -> Vec<MovedDay> {
    let mut all: Vec<&Postponement> = all.iter().collect();
    all.sort_by_key(|one| one.on.value);
    let (mut due, mut found) = (first, Vec::new());
    for one in all {
        if one.was.value == due {
            due = one.by.value;
            let why = one.why.as_ref().map(|why| why.value.clone());
            found.push(MovedDay { on: one.on.value, was: one.was.value, by: one.by.value, why });
        }
    }
    found
}

/// Whether something has a name that an expectation gives as its measure.
pub(crate) fn is_known(measure: &str, world: &World<'_>) -> bool {
    known_measures(world).any(|known| known == measure)
}

/// Every name that an expectation can give as its measure: criteria, measures, the form, and metrics of initiatives.
pub(crate) fn known_measures<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'w str> {
    let metrics = world.inputs.org.initiatives.values().flat_map(|one| &one.metrics);
    let keys = super::CRITERIA.iter().map(|one| one.key).chain(MEASURES.iter().map(|one| one.key));
    keys.chain([FORM_MEASURE]).chain(metrics.map(|metric| metric.name.value.as_str()))
}

/// The answers of a day, each asked once.
struct Answers<'a, 'w> {
    world: &'a World<'w>,
    known: BTreeMap<(String, &'static str), Option<&'static str>>,
}

impl Answers<'_, '_> {
    fn shown(&mut self, expected: &Expectation, due: Day) -> Option<Shown> {
        let of = expected.of.as_ref().filter(|of| of.value.kind == "initiative")?;
        let initiative = self.world.initiative(&of.value.id).filter(|one| one.live)?;
        let measure = expected.measure.value.as_str();
        if measure == FORM_MEASURE {
            let key = self.once(&initiative.id, FORM_MEASURE, |world| Some(form_of(initiative, world).form.key()))?;
            return Some(Shown::Word { key, is_answer: false });
        }
        if let Some(criterion) = criterion(measure) {
            let ask = |world: &World<'_>| ask(criterion, initiative, world);
            return Some(Shown::Word { key: self.once(&initiative.id, criterion.key, ask)?, is_answer: true });
        }
        latest(measure, initiative, due, self.world).map(Shown::Value)
    }

    fn once(
        &mut self,
        initiative: &str,
        measure: &'static str,
        ask: impl FnOnce(&World<'_>) -> Option<&'static str>,
    ) -> Option<&'static str> {
        *self.known.entry((initiative.to_owned(), measure)).or_insert_with(|| ask(self.world))
    }
}

/// The answer to a criterion; nothing where it is agreed that nobody asks it.
fn ask(criterion: &Criterion, initiative: &Initiative, world: &World<'_>) -> Option<&'static str> {
    let is_agreed = world.inputs.agreement.allows("criterion", criterion.key);
    is_agreed.then(|| (criterion.judge)(initiative, world).answer.key())
}

/// The latest value of a metric of an initiative, of those up to the day by which it was to show.
fn latest(metric: &str, initiative: &Initiative, due: Day, world: &World<'_>) -> Option<f64> {
    let points = world.points_of(&initiative.id, metric).filter(|point| point.day <= due);
    points.max_by_key(|point| (point.day, point.at)).map(|point| point.value.0)
}
