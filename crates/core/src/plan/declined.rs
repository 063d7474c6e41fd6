//! Advice that was declined until a day: it stays away until then, or until what it rested on moved.
//!
//! Input: entries of `[[declined]]`, and advice with what it rests on today. Output: which changes of it stay away, and a
//! line for each that was declined, whether it stays away, returned, or was overtaken. An entry finds its advice by the
//! kind of move and by what it is about: never by a number, a rank or words, and an initiative that comes to the same
//! advice later is advised all the same.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::edit::Edit;
use onethread_model::org::Declined;
use onethread_model::record::{Reference, Value};
use onethread_model::source::{At, Place};
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use super::row::{SavedDays, Support};
use crate::measure::View;
use crate::moves::{self, Refusal, all_subjects, decides, subjects};
use crate::review::{Answer, Review};
use crate::words::{capital, join, long_day};

/// Days by which what a holder alone held has to have grown at least before declined advice returns. Tested by
/// `declined_advice_returns_once_its_days_grew`.
pub const GROWN_DAYS_MIN: i64 = 14;
/// The share of the days at that time by which they have to have grown at least, in percent. Tested by
/// `declined_advice_returns_once_its_days_grew`.
pub const GROWN_PERCENT_MIN: i64 = 50;

/// Names of facts in files.
const HELD: &str = "held-alone-days";
const SUPPORT: &str = "support";
const POSITIONS: &str = "positions";
/// How much support makes declined advice return where it had less.
const SUPPORTED: &str = "supported";

/// What advice rests on, as far as it can move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdviceFacts {
    /// Answers that fail and that it is about, as `initiative/criterion`.
    pub answers: BTreeSet<String>,
    /// Days of the last ones that what it removes held up alone, at most; absent where nothing was waited on.
    pub held_alone_days: Option<i64>,
    /// How far the data support it, by its word.
    pub support: Option<String>,
    /// Positions that could take what it hands out; absent where nobody new takes anything.
    pub positions: Option<usize>,
}

/// What became of advice that was declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeclinedState {
    /// It stays away until its day.
    Declined,
    /// Its day has come.
    DayCame,
    /// What it rested on moved before its day.
    FactMoved,
    /// It is no longer advised, for whatever reason.
    Overtaken,
}

/// Advice that was declined, a line each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeclinedRow {
    /// The kind of move, by its key.
    pub kind: String,
    /// What it is about, as `kind:id`; people are left out.
    pub about: Vec<String>,
    /// Why it was declined, as written.
    pub because: String,
    /// When.
    pub on: Day,
    /// The day on which it returns.
    pub until: Day,
    /// What became of it.
    pub state: DeclinedState,
    /// Which fact moved, in words; absent where none did.
    pub moved: Option<String>,
    /// Where it is written.
    pub place: Place,
}

impl DeclinedRow {
    /// What it says in one line: what, until when, why, and what became of it.
    pub fn says(&self) -> String {
        let ids = self.about.iter().map(|of| of.split_once(':').map_or(of.as_str(), |(_, id)| id));
        let what = moves::kind(&self.kind).map_or(self.kind.as_str(), |kind| kind.title);
        let what = format!("{} ({})", capital(what), join(&ids.collect::<Vec<_>>()));
        let (until, because) = (long_day(self.until), &self.because);
        match (self.state, &self.moved) {
            (DeclinedState::FactMoved, Some(moved)) => {
                format!("{what}: declined until {until} (\u{201c}{because}\u{201d}), and back already: {moved}")
            }
            (DeclinedState::DayCame, _) => {
                format!("{what}: declined until {until} (\u{201c}{because}\u{201d}); that day has come")
            }
            (DeclinedState::Overtaken, _) => {
                format!("{what}: declined until {until} (\u{201c}{because}\u{201d}), and no longer advised")
            }
            _ => format!("{what}: declined until {until} (\u{201c}{because}\u{201d})"),
        }
    }
}

impl AdviceFacts {
    /// What was counted of advice.
    pub fn counted(saves: Option<&SavedDays>, support: Support, positions: Option<usize>) -> AdviceFacts {
        AdviceFacts {
            answers: BTreeSet::new(),
            held_alone_days: saves.map(|saves| saves.high_days),
            support: Some(support.words().to_owned()),
            positions,
        }
    }

    /// What changes of a kind rest on: the answers that fail and name them, beside what was counted.
    pub fn of(changes: &[Change], counted: AdviceFacts, review: &Review) -> AdviceFacts {
        let of_one = |one: &crate::review::InitiativeReview| {
            let failing = one.verdicts.iter().filter(|verdict| {
                let proposed = &verdict.judgement.would_change;
                verdict.judgement.answer == Answer::Fails
                    && proposed.iter().any(|one| changes.iter().any(|change| decides(change, &one.change)))
            });
            failing.map(|verdict| format!("{}/{}", one.id, verdict.criterion)).collect::<Vec<String>>()
        };
        AdviceFacts { answers: review.initiatives.iter().flat_map(of_one).collect(), ..counted }
    }

    /// The facts as a file keeps them.
    fn values(&self) -> Value {
        let answers = self.answers.iter().map(|key| (key.clone(), Value::text(Answer::Fails.key())));
        let counted = [
            (HELD, self.held_alone_days.map(|days| Value::Number(days as f64))),
            (SUPPORT, self.support.as_deref().map(Value::text)),
            (POSITIONS, self.positions.map(|positions| Value::Number(positions as f64))),
        ];
        let counted = counted.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Value::Map(answers.chain(counted).map(|(key, value)| (At::from(key), At::from(value))).collect())
    }

    /// Which fact moved since advice was declined, in words. A fact that nobody wrote down cannot move.
    fn moved_since(&self, declined: &Declined) -> Option<String> {
        let then: BTreeMap<&str, &str> =
            declined.facts.iter().map(|(key, value)| (key.value.as_str(), value.value.as_str())).collect();
        let number = |key: &str| then.get(key).and_then(|text| text.parse::<f64>().ok()).map(|number| number as i64);
        if let (Some(was), Some(is)) = (number(HELD), self.held_alone_days)
            && is - was >= GROWN_DAYS_MIN
            && (is - was) * 100 >= was * GROWN_PERCENT_MIN
        {
            return Some(format!("what it removes held up {was} days alone then, and {is} now"));
        }
        if let (Some(was), Some(is)) = (then.get(SUPPORT), self.support.as_deref())
            && *was != SUPPORTED
            && is == SUPPORTED
        {
            return Some(format!("the data support it now; then it was {was}"));
        }
        if let (Some(0), Some(is)) = (number(POSITIONS), self.positions)
            && is > 0
        {
            return Some(format!("nobody could take it then, and {is} could now"));
        }
        // With no answer written down, nothing says which ones failed.
        let is_answer = |key: &str| key.contains('/');
        let more = self.answers.iter().find(|key| !then.contains_key(key.as_str()));
        let more = more.filter(|_| then.keys().any(|key| is_answer(key)));
        more.and_then(|key| key.split_once('/'))
            .map(|(initiative, criterion)| format!("`{criterion}` of {initiative} fails now, and did not fail then"))
    }
}

/// What became of an entry, and which fact moved.
type Found = (DeclinedState, Option<String>);

/// What was declined up to a day, while advice is held against it.
pub struct DeclinedAdvice<'v> {
    entries: Vec<(&'v Declined, Option<Found>)>,
    view: &'v View<'v>,
}

impl<'v> DeclinedAdvice<'v> {
    /// What was declined up to the day of a view.
    pub fn on(view: &'v View<'v>) -> DeclinedAdvice<'v> {
        let all = &view.inputs.org.declined;
        let is_last = |at: usize, one: &Declined| !all[at + 1..].iter().any(|later| says_anew(one, later));
        let last = all.iter().enumerate().filter(|(at, one)| is_last(*at, one));
        DeclinedAdvice { entries: last.map(|(_, one)| (one, None)).collect(), view }
    }

    /// Whether nothing was declined.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The changes of some advice that are not declined: all of them where the day came, or where a fact moved. `facts`
    /// gives what the changes that an entry is about rest on today.
    pub fn left(&mut self, changes: &[Change], facts: impl Fn(&[Change]) -> AdviceFacts) -> Vec<Change> {
        let mut away: BTreeSet<usize> = BTreeSet::new();
        let day = self.view.day;
        for (entry, found) in &mut self.entries {
            let is_it = |change: &Change| covers(entry, change);
            let meant: Vec<usize> = (0..changes.len()).filter(|at| is_it(&changes[*at])).collect();
            if meant.is_empty() {
                continue;
            }
            let those: Vec<Change> = meant.iter().map(|at| changes[*at].clone()).collect();
            let state = match entry.holds_on(day) {
                false => (DeclinedState::DayCame, None),
                true => match facts(&those).moved_since(entry) {
                    Some(moved) => (DeclinedState::FactMoved, Some(moved)),
                    None => (DeclinedState::Declined, None),
                },
            };
            if state.0 == DeclinedState::Declined {
                away.extend(meant);
            }
            *found = Some(state);
        }
        changes.iter().enumerate().filter(|(at, _)| !away.contains(at)).map(|(_, change)| change.clone()).collect()
    }

    /// A line for each that was declined, in the order of the files.
    pub fn rows(self) -> Vec<DeclinedRow> {
        let sources = self.view.inputs.sources;
        let row = |(entry, found): (&Declined, Option<Found>)| {
            let (state, moved) = found.unwrap_or((DeclinedState::Overtaken, None));
            let about = entry.about.iter().filter(|of| of.value.kind != "person");
            DeclinedRow {
                kind: entry.kind.value.clone(),
                about: about.map(|of| of.value.to_string()).collect(),
                because: entry.because.value.clone(),
                on: entry.on.value,
                until: entry.until.value,
                state,
                moved,
                place: sources.place(entry.span),
            }
        };
        self.entries.into_iter().map(row).collect()
    }
}

/// Whether advice was declined once more: the later entry is about the same.
fn says_anew(one: &Declined, later: &Declined) -> bool {
    let about = |of: &Declined| of.about.iter().map(|of| of.value.clone()).collect::<BTreeSet<Reference>>();
    one.kind.value == later.kind.value && about(one) == about(later) && one.on.value <= later.on.value
}

/// Whether an entry is about a change: both are of one kind, and it names all that the change is about.
fn covers(entry: &Declined, change: &Change) -> bool {
    let about = subjects(change);
    entry.kind.value == change.kind
        && !about.is_empty()
        && about.iter().all(|one| entry.about.iter().any(|of| of.value == *one))
}

/// The edit that declines advice: its changes are all of one kind.
///
/// # Errors
/// Why it cannot be declined: the day is no later one, no reason is given, or it is about nothing that could be found
/// again.
pub fn decline(
    changes: &[Change],
    facts: &AdviceFacts,
    (because, until, by): (&str, Day, Option<&str>),
    view: &View<'_>,
) -> Result<Edit, Refusal> {
    let because = because.split_whitespace().collect::<Vec<_>>().join(" ");
    if because.is_empty() {
        return Err(Refusal::new("no reason is given").help("say --because TEXT: whoever meets it again reads it"));
    }
    if until <= view.day {
        let why = format!("it would be declined until {until}, which is not after {}", view.day);
        return Err(Refusal::new(why).help("name a later day: it returns on that day"));
    }
    let about = all_subjects(changes);
    let kind = changes.first().map(|change| change.kind).filter(|_| !about.is_empty());
    let kind = kind.ok_or_else(|| Refusal::new("it is about nothing that it could be found again by"))?;
    let by = by.map(|who| moves::person_named(who, view)).transpose()?;
    let values = [
        ("kind", Some(Value::text(kind))),
        ("about", Some(Value::list(about.into_iter().map(Value::Ref)))),
        ("because", Some(Value::text(because))),
        ("by", by.map(|who| Value::reference("person", who))),
        ("on", Some(Value::Day(view.day))),
        ("until", Some(Value::Day(until))),
        ("facts", Some(facts.values()).filter(|_| *facts != AdviceFacts::default())),
    ];
    let file = moves::files::declined(view);
    Ok(Edit::append(file, "declined", values.into_iter().filter_map(|(key, value)| Some((key, value?)))))
}
