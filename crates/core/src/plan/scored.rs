//! A candidate with what it could save, how far the history supports it, and where it stands in the order.

use std::cmp::Reverse;
use std::ops::Range;

use onethread_model::Change;

use super::candidates::Candidate;
use super::detect;
use super::pooling::{Pool, pool_of};
use super::row::{Detectable, SavedDays, Support};
use super::saves::saved_days;
use super::says::{names, says};
use super::support::{ALONE_THOUSANDTHS_MIN, HistoryEvidence, REQUESTS_MIN};
use crate::measure::View;
use crate::moves::{CostStep, cost_of};
use crate::review::Review;
use crate::words::{plural, range, thousands};

/// Kinds that only help where someone waits: where the days show no more than chance, they do not follow from an answer
/// alone.
const ONLY_FOR_DAYS: &[&str] = &["gate", "decouple"];

/// The parts of the history, in days from that of the plan on.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) window_days: i64,
    pub(super) older: Range<i64>,
    pub(super) newest: Range<i64>,
}

/// A candidate with what is known of its days.
pub(super) struct Scored {
    pub(super) candidate: Candidate,
    pub(super) saves: Option<SavedDays>,
    pub(super) saves_refused: Option<String>,
    pub(super) history: Option<HistoryEvidence>,
    pub(super) support: Support,
    pub(super) because: String,
    pub(super) detectable: Detectable,
    /// Whether an answer that fails names it.
    pub(super) is_of_answer: bool,
}

impl Scored {
    /// Counts days and history; how many were chosen together is known only later.
    pub(super) fn of(candidate: Candidate, is_of_answer: bool, review: &Review, parts: &Parts) -> Scored {
        let ledgers = candidate.ledgers(review);
        let mut saves: Option<SavedDays> = None;
        for ledger in &ledgers {
            let window = -parts.window_days - ledger.from..-ledger.from;
            let one = saved_days(ledger.spans, ledger.removed, window);
            match &mut saves {
                Some(all) => all.add(&one),
                None => saves = Some(one),
            }
        }
        let history = saves.is_some().then(|| HistoryEvidence::of(&ledgers, parts.older.clone(), parts.newest.clone()));
        let asked = saves.as_ref().map_or(0, |saves| saves.requests);
        let detectable = detectable(&candidate, review, asked, parts.window_days);
        let refused = saves.as_ref().filter(|saves| saves.requests < REQUESTS_MIN).map(|saves| {
            let what =
                if candidate.kind.key == "delegate" { ("decision", "decisions") } else { ("request", "requests") };
            format!(
                "nothing can be said of days: {} in the last {} days, under {REQUESTS_MIN}",
                plural(saves.requests, what.0, what.1),
                parts.window_days
            )
        });
        drop(ledgers);
        Scored {
            saves: saves.filter(|_| refused.is_none()),
            history: history.filter(|_| refused.is_none()),
            saves_refused: refused,
            support: Support::NotSupported,
            because: String::new(),
            detectable,
            is_of_answer,
            candidate,
        }
    }

    /// The same for some of its changes, before it is judged.
    pub(super) fn narrowed(&self, changes: &[Change], review: &Review, view: &View<'_>, parts: &Parts) -> Scored {
        let candidate = self.candidate.narrowed(changes, review, view);
        let found = Scored::of(candidate, self.is_of_answer, review, parts);
        Scored { support: self.support, because: self.because.clone(), ..found }
    }

    /// Whether the older part of the history chooses it.
    pub(super) fn is_chosen(&self) -> bool {
        self.history.is_some_and(|history| history.is_chosen())
    }

    /// How far it is supported, where so many were chosen.
    pub(super) fn judged(mut self, chosen: usize, review: &Review, view: &View<'_>, parts: &Parts) -> Scored {
        let by_days = self.history.map_or(Support::NotSupported, |history| history.support(chosen));
        if by_days == Support::Supported {
            self.support = Support::Supported;
            self.because = "it alone held up days, beyond chance, on the older two thirds of the history and on the \
                            newest third"
                .to_owned();
            return self;
        }
        if self.candidate.kind.key == "own" {
            self.support = Support::Supported;
            self.because =
                "chosen on the older two thirds of the changes and counted on the newest third, beyond what the \
                            same search finds in shuffled history"
                    .to_owned();
            return self;
        }
        let days = self.days_words();
        if let Some(pool) = pool_of(&self.candidate, review, view, parts.window_days) {
            self.because = pool.words();
            self.support = Support::NotSupported;
            return self;
        }
        let counts_only = ONLY_FOR_DAYS.contains(&self.candidate.kind.key) && self.history.is_some();
        (self.support, self.because) = match (self.is_of_answer && !counts_only, days) {
            (true, Some(days)) => (Support::Plausible, format!("it follows from an answer that fails; {days}")),
            (true, None) => (
                Support::Plausible,
                "it follows from an answer that fails, and its effect cannot be counted".to_owned(),
            ),
            (false, Some(days)) => (Support::NotSupported, days),
            (false, None) => (Support::NotSupported, "nothing shows that anybody waits for it".to_owned()),
        };
        self
    }

    /// Why its days do not support it; absent where nothing that it removes is waited on.
    fn days_words(&self) -> Option<String> {
        if let Some(refused) = &self.saves_refused {
            return Some(refused.clone());
        }
        let (history, saves) = (self.history?, self.saves.as_ref()?);
        let count = |days: i64| thousands(days.unsigned_abs().into());
        let held = format!(
            "alone it held up {} of {} initiative-days of the last {} days",
            range(&count(saves.low_days), &count(saves.high_days)),
            count(saves.of_days),
            saves.window_days
        );
        let newest = history.newest;
        Some(match newest.alone_days * 1000 < ALONE_THOUSANDTHS_MIN * newest.of_days {
            true => format!("{held}, too few to support a change"),
            false => format!("{held}, and as many days without work fall on it by chance"),
        })
    }

    /// Its place: what is supported first; then what alters work before what is only written, each in the order of cost;
    /// among those of one cost, what alone held up most days, then the lowest price, then the kind.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let (rank, cost) = cost_of(self.candidate.kind.key);
        let step = cost.map_or(CostStep::Statement, |cost| cost.step);
        let is_plan_alone = self.saves.as_ref().is_none_or(|saves| saves.high_days == 0);
        let days = self.saves.as_ref().map_or((0, 0), |saves| (saves.low_days, saves.high_days));
        (
            self.support,
            step == CostStep::Statement,
            // A plan that nobody waits for is written down, and alters no work by itself.
            step == CostStep::Plan && is_plan_alone,
            step,
            Reverse(days),
            self.candidate.price.order(self.candidate.answers),
            Reverse(self.candidate.answers),
            rank,
            self.candidate.group.clone(),
        )
    }

    /// The gate that it is about.
    pub(super) fn gate_words(&self) -> String {
        format!("the approval gate `{}`", self.candidate.group)
    }

    /// What is to be left, in a few words.
    pub(super) fn leave_words(&self, review: &Review) -> String {
        match self.candidate.kind.key {
            "gate" => self.gate_words(),
            "dedicate" => {
                format!("the shared members of {}", names(&self.candidate.initiatives(), review))
            }
            _ => says(&self.candidate, review),
        }
    }
}

/// What could be seen of it in the days after it.
fn detectable(candidate: &Candidate, review: &Review, requests: usize, window_days: i64) -> Detectable {
    match candidate.kind.key {
        "delegate" => {
            let (above, made) = above(candidate, review);
            detect::of_share("reversible decisions", above, made, window_days)
        }
        _ if candidate.removed.is_empty() => detect::of_files(),
        _ => detect::of_times("requests", requests, window_days),
    }
}

/// Reversible decisions of the last days that went above the leaders, of all that say.
pub(super) fn above(candidate: &Candidate, review: &Review) -> (usize, usize) {
    let ids = candidate.initiatives();
    let of = ids.iter().filter_map(|id| review.initiative(id)?.deciding_alone.as_ref());
    of.fold((0, 0), |(above, made), one| (above + one.now.above, made + one.now.n - one.now.not_stated))
}

impl Pool {
    /// Why to leave it.
    fn words(&self) -> String {
        format!(
            "`{}` serves {} initiatives ({} in the last {} days): at its load of {} % people of their own would answer sooner \
             only if sharing made each request more than {:.2} times as long, and nothing shows that",
            self.team,
            self.initiatives,
            plural(self.requests, "request", "requests"),
            self.window_days,
            (self.load * 100.0).round(),
            self.break_even
        )
    }
}
