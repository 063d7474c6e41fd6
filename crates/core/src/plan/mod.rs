//! Step 7: a plan: the few changes that are worth making, what to leave, and what cannot be known.
//!
//! 1. [`candidates`] are the changes of failing answers, as a review groups them, and whoever else holds days up.
//! 2. [`saves`] counts what each could save at most, and [`support`] holds both parts of the history against it.
//! 3. They are put in one order: supported ones first, then by cost ([`crate::moves::COSTS`]).
//! 4. [`effect`] carries those out that there is room for, each alone and with those above it.
//! 5. [`leave`] says what stands already, what to leave, and what cannot be known.
//!
//! Pure: no IO, no clock. It reads all earlier steps, and none reads it.

mod candidates;
pub mod declined;
pub mod detect;
mod earlier;
mod effect;
pub mod hiring;
mod leave;
mod ownership;
pub mod papers;
mod pooling;
pub mod predictions;
mod row;
pub mod saves;
mod says;
mod scored;
pub mod support;
pub mod triage;

pub use earlier::{EarlierRow, EarlierState};
pub use ownership::{OwnershipMove, OwnershipSearch};
pub use row::{
    CouldTake, DecidedRow, Detectable, EffectAnswer, EffectForm, LeaveRow, NotKnown, PaysFrom, Plan, PlanRefusal,
    PlanRow, PlanWindow, RowEffect, RowName, SavedDays, SavedPair, Support, Upkeep,
};

use onethread_model::diagnostic::nearest;
use onethread_model::{Change, Day};
use rayon::prelude::*;

use self::candidates::{Candidate, of_answers, of_holders};
use self::earlier::without_earlier;
use self::effect::{Copy, unnamed};
use self::scored::{Parts, Scored, above};
use crate::measure::{Snapshot, View};
use crate::moves::{MOVES, Refusal, cost_of};
use crate::review::{Evidence, InitiativeReview, Review};
use crate::what_if::Baseline;
use crate::words::{join, plural};

/// The page: what a plan says, what it rests on, and when it is wrong.
pub const PLAN_PAGE: &str = include_str!("plan.md");

/// How many rows a plan has unless something else is asked for.
pub const ROWS_MAX: usize = 5;

/// The newest of so many parts of the history is counted, and those before it choose. Tested by
/// `the_newest_third_is_counted`.
const HISTORY_PARTS: i64 = 3;

/// What a plan is asked for beside the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The one initiative that it is about; all where absent.
    pub initiative: Option<String>,
    /// Whose decisions it is about, as a role such as `sponsor`; everybody's where absent.
    pub role: Option<String>,
    /// How many rows it has at most, at least 1.
    pub max: usize,
}

impl Default for PlanOptions {
    fn default() -> PlanOptions {
        PlanOptions { initiative: None, role: None, max: ROWS_MAX }
    }
}

impl Plan {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";

    /// The row with this id, or with this number in words.
    pub fn row(&self, name: &str) -> Option<&PlanRow> {
        self.rows.iter().find(|row| row.id == name || row.number.to_string() == name)
    }
}

/// What a plan is about.
struct Asked<'r> {
    initiative: Option<&'r InitiativeReview>,
    role: Option<String>,
}

impl<'r> Asked<'r> {
    fn of(options: &PlanOptions, review: &'r Review) -> Result<Asked<'r>, Refusal> {
        let initiative = match &options.initiative {
            None => None,
            Some(id) => Some(review.initiative(id).ok_or_else(|| unknown(id, review))?),
        };
        let role = options.role.as_deref().map(role).transpose()?;
        Ok(Asked { initiative, role })
    }

    /// The initiatives that it is about.
    fn reviewed<'o>(&'o self, review: &'o Review) -> impl Iterator<Item = &'o InitiativeReview> + Clone {
        review.initiatives.iter().filter(|one| self.is_about(&one.id))
    }

    fn is_about(&self, id: &str) -> bool {
        self.initiative.is_none_or(|one| one.id == id)
    }

    /// Whether it is about all initiatives and everybody's decisions.
    fn is_about_all(&self) -> bool {
        self.initiative.is_none() && self.role.is_none()
    }

    /// Whether it is about one of these, each as `kind:id`.
    fn is_about_any(&self, about: &[String]) -> bool {
        self.initiative.is_none()
            || about.iter().any(|of| of.strip_prefix("initiative:").is_some_and(|id| self.is_about(id)))
    }

    fn decides(&self, decides: &str) -> bool {
        self.role.as_deref().is_none_or(|role| words_of(decides).any(|word| word == role))
    }
}

/// The words of who decides, without those that say nothing.
fn words_of(decides: &str) -> impl Iterator<Item = String> + '_ {
    let words = decides.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.trim_end_matches("'s").trim_end_matches('s').to_lowercase())
}

/// A role as it is compared with the words of who decides.
fn role(asked: &str) -> Result<String, Refusal> {
    let wanted = words_of(asked).last().unwrap_or_default();
    let known = || MOVES.iter().map(|kind| kind.decides);
    if known().any(|decides| words_of(decides).any(|word| word == wanted)) && !wanted.is_empty() {
        return Ok(wanted);
    }
    let mut all: Vec<&str> = known().collect();
    all.sort_unstable();
    all.dedup();
    let refusal = Refusal::new(format!("nobody whom a change asks is called `{asked}`"));
    let near = nearest(asked, ["sponsor", "leader", "manager", "gate", "team"]);
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    Err(refusal.help(format!("{near}those who decide are {}", join(&all))))
}

fn unknown(id: &str, review: &Review) -> Refusal {
    let refusal = Refusal::new(format!("no live initiative is called `{id}`"));
    let ids = review.initiatives.iter().map(|one| one.id.as_str());
    match nearest(id, ids) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal.help("`onethread review` lists those that are live"),
    }
}

/// Plans for an organization as known at the end of a day.
///
/// # Errors
/// Why it is not about what was asked for: no such live initiative, or nobody of that role decides anything.
pub fn plan(snapshot: &Snapshot, day: Day, options: &PlanOptions) -> Result<Plan, Refusal> {
    let wants_all = options.initiative.is_none() && options.role.is_none();
    let (baseline, (ownership, adoptions)) = Baseline::of_and(snapshot, day, |world| {
        (wants_all.then(|| ownership::search(world)), candidates::adoptions(world))
    });
    let review = &baseline.review;
    let asked = Asked::of(options, review)?;
    let view = View::on(snapshot, day);
    let (parts, window) = parts(review, day);
    let mut known = of_answers(review, &asked, &view);
    let holders = of_holders(review, &asked, &known, &view);
    known.extend(adoptions.into_iter().filter(|one| one.initiatives().iter().all(|id| asked.is_about(id))));
    known.extend(ownership.iter().flat_map(|search| candidates::owned(search, &view)));
    let scored = score(known, holders, (review, &view), &parts);
    let (scored, earlier) = without_earlier(scored, &asked, (review, &view), &parts);
    let (mut rows, left): (Vec<Scored>, Vec<Scored>) =
        scored.into_iter().partition(|one| one.support != Support::NotSupported);
    rows.retain(|one| asked.decides(one.candidate.kind.decides));
    let max = options.max.max(1);
    let cut = rows.split_off(rows.len().min(max));
    let rows = effects(rows, snapshot, &baseline, &view);
    let about: Vec<String> = rows.iter().flat_map(|row| row.initiatives.clone()).collect();
    let needs_leader = rows.iter().any(|row| row.could_take.is_some()) && !states_willing(&view);
    Ok(Plan {
        schema_version: Plan::SCHEMA_VERSION,
        organization: review.organization.clone(),
        as_of: day,
        agreement: review.agreement.clone(),
        initiative: options.initiative.clone(),
        role: options.role.clone(),
        initiatives: review.initiatives.len(),
        refused: refused(rows.is_empty(), review, &asked),
        rows_cut: cut
            .iter()
            .map(|one| RowName { id: one.candidate.id(), says: says::says(&one.candidate, review) })
            .collect(),
        already_decided: leave::decided(review, &asked, &view),
        earlier,
        leave: leave::leave(review, &asked, &left, &about),
        not_known: leave::not_known(review, &asked, (needs_leader, parts.window_days)),
        window,
        rows,
        ownership,
    })
}

/// The days that are counted, and the parts of the history, in days from that of the plan on.
fn parts(review: &Review, day: Day) -> (Parts, PlanWindow) {
    let window_days = i64::from(review.thresholds.period_days);
    let back = |days: i64| day.plus_days(-i32::try_from(days).unwrap_or(i32::MAX));
    let first = review.ledgers().map(|ledger| ledger.from).min();
    let history = first.map_or(0, |first| day.days_since(first));
    let newest = history / HISTORY_PARTS;
    let parts = Parts { window_days, older: -history..-newest, newest: -newest..0 };
    let window = PlanWindow {
        from: back(window_days),
        until: day,
        days: window_days,
        history_from: first,
        newest_from: first.map(|_| back(newest)),
    };
    (parts, window)
}

/// All candidates with their support, in the order of a plan. What no answer names stands only where the days support it.
fn score(
    known: Vec<Candidate>,
    holders: Vec<Candidate>,
    (review, view): (&Review, &View<'_>),
    parts: &Parts,
) -> Vec<Scored> {
    let of_answers = known.into_iter().map(|one| (one, true));
    let all: Vec<(Candidate, bool)> = of_answers.chain(holders.into_iter().map(|one| (one, false))).collect();
    let scored: Vec<Scored> =
        all.into_par_iter().map(|(one, is_of_answer)| Scored::of(one, is_of_answer, review, parts)).collect();
    let chosen = scored.iter().filter(|one| one.is_chosen()).count();
    let mut scored: Vec<Scored> = scored.into_iter().map(|one| one.judged(chosen, review, view, parts)).collect();
    scored.sort_by_cached_key(Scored::order);
    scored
}

/// The rows, with what each changes alone and with those above it.
fn effects(rows: Vec<Scored>, snapshot: &Snapshot, baseline: &Baseline, view: &View<'_>) -> Vec<PlanRow> {
    let people = rows.iter().map(|one| unnamed(&one.candidate.changes)).sum();
    let copy = Copy::of(snapshot, baseline, view.day, people);
    let mut used = 0;
    let filled: Vec<(Vec<Change>, bool)> =
        rows.iter().map(|one| copy.filled(&one.candidate.changes, &mut used)).collect();
    let alone: Vec<RowEffect> =
        filled.par_iter().map(|(changes, stands_in)| copy.effect(changes, *stands_in)).collect();
    let together: Vec<Option<RowEffect>> = (0..rows.len())
        .into_par_iter()
        .map(|at| {
            let is_computed = |at: &usize| alone[*at].not_computed.is_none();
            let above: Vec<usize> = (0..at).filter(is_computed).collect();
            if above.is_empty() || !is_computed(&at) {
                return None;
            }
            let with: Vec<usize> = above.into_iter().chain([at]).collect();
            let changes: Vec<Change> = with.iter().flat_map(|at| filled[*at].0.clone()).collect();
            Some(copy.effect(&changes, with.iter().any(|at| filled[*at].1)))
        })
        .collect();
    let effects = alone.into_iter().zip(together);
    rows.into_iter()
        .zip(effects)
        .enumerate()
        .map(|(at, (one, effects))| row(at, one, effects, &baseline.review, states_willing(view)))
        .collect()
}

/// Whether the organization's files say who is able and willing to lead.
fn states_willing(view: &View<'_>) -> bool {
    view.inputs.org.triage.as_ref().is_some_and(|triage| !triage.leaders.is_empty())
}

fn row(
    at: usize,
    one: Scored,
    (alone, together): (RowEffect, Option<RowEffect>),
    review: &Review,
    states_willing: bool,
) -> PlanRow {
    let Scored { candidate, saves, saves_refused, history, support, because, detectable, .. } = one;
    let (cost_rank, cost) = cost_of(candidate.kind.key);
    let count = candidate.changes.len();
    let step = cost.map_or(crate::moves::CostStep::Statement, |cost| cost.step);
    let upkeep = cost.into_iter().flat_map(|cost| cost.upkeep);
    let could_take = candidate.price.positions.map(|positions| CouldTake {
        positions: Some(positions),
        says: format!(
            "{} by discipline and reporting lines; {}",
            plural(positions, "position that leads nothing today", "positions that lead nothing today"),
            match states_willing {
                true => "onethread plan --triage chooses among those who are stated to be able and willing",
                false => "who is able and willing is not stated",
            }
        ),
    });
    PlanRow {
        id: candidate.id(),
        number: at + 1,
        kind: candidate.kind.key,
        says: says::says(&candidate, review),
        initiatives: candidate.initiatives(),
        why: why(&candidate, review),
        decides: candidate.kind.decides.to_owned(),
        could_take,
        alone,
        together,
        saves,
        saves_refused,
        price_words: candidate.price.words(),
        upkeep: upkeep.map(|(field, by, when)| Upkeep { field: (*field).to_owned(), count, by, when }).collect(),
        pays: PaysFrom { days: cost.and_then(|cost| cost.pays_days), says: step.pays_words() },
        undo: says::undo(step).to_owned(),
        detectable,
        support,
        support_because: because,
        history,
        cost_rank,
        places: candidate.places,
        price: candidate.price,
        changes: candidate.changes,
    }
}

/// Why, with the counts that say it in one line where there are such.
fn why(candidate: &Candidate, review: &Review) -> Vec<Evidence> {
    let mut all = candidate.why.clone();
    let (went, made) = above(candidate, review);
    if candidate.kind.key == "delegate" && made > 0 {
        let days = review.thresholds.period_days;
        let says = format!(
            "{went} of {} of the last {days} days went above their leaders",
            plural(made, "reversible decision", "reversible decisions")
        );
        all.insert(0, Evidence { says, place: None });
    }
    all
}

/// Why there is no row.
fn refused(is_empty: bool, review: &Review, asked: &Asked<'_>) -> Option<PlanRefusal> {
    if !is_empty {
        return None;
    }
    let refusal = |why: &str, help: &str| Some(PlanRefusal { why: why.to_owned(), help: help.to_owned() });
    if review.initiatives.is_empty() {
        return refusal(
            "no live initiative is described, so there is nothing to plan for",
            "describe one in org/, or begin with `onethread init`",
        );
    }
    if asked.role.is_some() {
        return refusal("no change that is worth making asks them to decide", "leave out --for to see all changes");
    }
    let answers = asked.reviewed(review).flat_map(|one| &one.verdicts);
    let (mut holds, mut fails) = (0, 0);
    for verdict in answers {
        match verdict.judgement.answer {
            crate::review::Answer::Holds => holds += 1,
            crate::review::Answer::Fails => fails += 1,
            crate::review::Answer::NotShown => {}
        }
    }
    match (holds, fails) {
        (0, 0) => refusal(
            "nothing can be said yet: no question about any initiative has an answer",
            "`onethread ask` asks the three questions that would tell most",
        ),
        (_, 0) => refusal("nothing fails of what has an answer, and what is open is no reason to change", ""),
        _ => refusal("what fails is decided already, or nothing supports changing it", "`onethread review` shows it"),
    }
}
