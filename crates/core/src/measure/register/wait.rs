//! How long answers of another team were waited for.

use onethread_kernel::survival::{Curve, Spell};
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::measures::approval_queues::ANSWERED_MIN;

/// Something that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    /// When.
    pub asked: Day,
    /// When it was answered, as known on the day; absent while it is open.
    pub answered: Option<Day>,
}

/// How long answers were waited for. Open ones count as long as they have been open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Wait {
    /// Days up to that of the register on which something was asked for.
    pub window_days: i64,
    /// Asked for within them.
    pub n: usize,
    /// Of these, still open.
    pub open: usize,
    /// Those answered before they were asked for, left out.
    pub left_out: usize,
    /// Days within which half are answered; absent when that is not reached or was refused.
    pub median_days: Option<i64>,
    /// Lower end of the 95 % interval of the median, in days.
    pub low_days: Option<i64>,
    /// Upper end of it, in days.
    pub high_days: Option<i64>,
    /// Why no median is given.
    pub refused: Option<String>,
    /// Days waited so far, of all of them together: at least so many, because open ones go on.
    pub days_min: i64,
}

impl Wait {
    pub(super) fn of(asked: &[OpenRequest], today: Day, window_days: i64) -> Wait {
        let is_sound = |one: &&OpenRequest| one.answered.is_none_or(|answered| answered >= one.asked);
        let sound: Vec<&OpenRequest> = asked.iter().filter(is_sound).collect();
        let days = |one: &OpenRequest| one.answered.unwrap_or(today).days_since(one.asked);
        let mut wait = Wait {
            window_days,
            n: sound.len(),
            open: sound.iter().filter(|one| one.answered.is_none()).count(),
            left_out: asked.len() - sound.len(),
            days_min: sound.iter().map(|one| days(one)).sum(),
            ..Wait::default()
        };
        // Watched from the day before, so that an answer on the very day counts.
        let spell =
            |one: &&OpenRequest| Spell { entry_days: -1, end_days: days(one), happened: one.answered.is_some() };
        let curve = Curve::kaplan_meier(&sound.iter().map(spell).collect::<Vec<_>>());
        if curve.events < ANSWERED_MIN {
            wait.refused = Some(format!("{} answered; at least {ANSWERED_MIN} required", curve.events));
        } else {
            let median = curve.median();
            (wait.median_days, wait.low_days, wait.high_days) = (median.days, median.low_days, median.high_days);
        }
        wait
    }
}
