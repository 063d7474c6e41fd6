//! Whether something came more often recently, beyond what both sides' activity explains: the later half of the window
//! against the earlier one.

use onethread_kernel::discovery;
use onethread_kernel::exposure::share_change;
use onethread_model::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// The largest share of false ones among all trends of a register that are said to rise or fall. Tested by
/// `trends_are_judged_together`.
const FALSE_SHARE_MAX: f64 = 0.05;
/// The share is at least so many times as large, or as small: less is no news, however sure.
const TIMES_MIN: f64 = 1.25;

/// Where a count went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// More often than before, of as much activity.
    Rising,
    /// Less often than before, of as much activity.
    Falling,
    /// The counts do not show either.
    NotShown,
}

impl Course {
    /// In a word or two.
    pub fn words(self) -> &'static str {
        match self {
            Course::Rising => "rising",
            Course::Falling => "falling",
            Course::NotShown => "no trend shown",
        }
    }
}

/// The later half of the window against the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Trend {
    /// In the later half.
    pub now: usize,
    /// In the earlier half.
    pub before: usize,
    /// What both sides did in the later half: change-sets, or days of release.
    pub active_now: usize,
    /// The same in the earlier half.
    pub active_before: usize,
    /// How often chance alone, of as much activity, divides the counts at least as unevenly.
    pub p: f64,
    /// Where it went, judged among all trends of the register.
    pub course: Course,
}

/// What both sides did, and so could have brought about what is counted.
pub(super) struct Activity {
    /// Days of what both sides did, each as often as they did it.
    pub(super) days: Vec<Day>,
    /// Whether what is counted is part of it.
    pub(super) holds_counted: bool,
    /// The first day on record.
    pub(super) since: Option<Day>,
}

impl Trend {
    /// The trend of events within the window, not judged yet; absent when evidence of them, or of the activity, begins
    /// after the window does.
    pub(super) fn of(
        days: &[Day],
        activity: &Activity,
        today: Day,
        window_days: i64,
        since: Option<Day>,
    ) -> Option<Trend> {
        // Both halves have the same number of days.
        let half = window_days / 2;
        let is_covered = |since: Option<Day>| since.is_some_and(|since| today.days_since(since) >= 2 * half - 1);
        if !is_covered(since) || !is_covered(activity.since) {
            return None;
        }
        let count = |days: &[Day]| {
            let in_half = |from: i64| {
                let is_in = |day: &&Day| (from..from + half).contains(&today.days_since(**day));
                days.iter().filter(is_in).count()
            };
            (in_half(0), in_half(half))
        };
        let ((now, before), (active_now, active_before)) = (count(days), count(&activity.days));
        let counted = if activity.holds_counted { (now, before) } else { (0, 0) };
        let rest = |active: usize, counted: usize| active.saturating_sub(counted) as u64;
        let p = share_change(now as u64, before as u64, rest(active_now, counted.0), rest(active_before, counted.1));
        Some(Trend { now, before, active_now, active_before, p, course: Course::NotShown })
    }

    /// Judges trends together: the more there are, the more of them chance would let rise.
    pub(super) fn judge<'t>(trends: impl Iterator<Item = &'t mut Trend>) {
        let mut trends: Vec<&mut Trend> = trends.collect();
        let all: Vec<f64> = trends.iter().map(|trend| trend.p).collect();
        for (trend, q) in trends.iter_mut().zip(discovery::q_values(&all, all.len() as u64, false)) {
            // A share, not a count, is what rose: twice as many of three times the activity are fewer.
            let share = |count: usize, active: usize| count as f64 / active.max(1) as f64;
            let (now, before) = (share(trend.now, trend.active_now), share(trend.before, trend.active_before));
            trend.course = match q < FALSE_SHARE_MAX {
                true if now >= TIMES_MIN * before => Course::Rising,
                true if before >= TIMES_MIN * now => Course::Falling,
                _ => Course::NotShown,
            };
        }
    }

    /// Where it went, with what it was judged by.
    pub fn words(&self) -> String {
        let Trend { now, before, active_now, active_before, .. } = self;
        format!("{} ({now} after {before}; activity {active_now} after {active_before})", self.course.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(ago: i32) -> Day {
        Day::from_epoch_days(1000 - ago)
    }

    fn activity(days: Vec<Day>, since: i32) -> Activity {
        Activity { days, holds_counted: false, since: Some(day(since)) }
    }

    /// Of ten thousand changes in either half, chance moves next to nothing: 1.25 times the share is the least that counts,
    /// up and down.
    #[test]
    fn next_to_nothing_is_no_trend() {
        let course = |now: usize, before: usize| {
            let (active_now, active_before) = (10_000, 10_000);
            let p = share_change(now as u64, before as u64, 10_000, 10_000);
            let mut trend = Trend { now, before, active_now, active_before, p, course: Course::NotShown };
            Trend::judge(std::iter::once(&mut trend));
            assert!(trend.p < 0.001, "{p}");
            trend.course
        };
        assert_eq!((course(1_250, 1_000), course(1_249, 1_000)), (Course::Rising, Course::NotShown));
        assert_eq!((course(1_000, 1_250), course(1_000, 1_249)), (Course::Falling, Course::NotShown));
    }

    #[test]
    fn a_trend_needs_evidence_of_both_halves_and_of_the_activity() {
        let days: Vec<Day> = (0..10).map(day).collect();
        let even: Vec<Day> = (0..100).map(day).collect();
        let trend = |since: i32, active_since: i32| {
            let mut trend = Trend::of(&days, &activity(even.clone(), active_since), day(0), 100, Some(day(since)))?;
            Trend::judge(std::iter::once(&mut trend));
            Some((trend.now, trend.before, trend.course))
        };
        assert_eq!((trend(98, 99), trend(99, 98)), (None, None));
        assert_eq!(trend(99, 99), Some((10, 0, Course::Rising)));
        assert_eq!(Trend::of(&days, &activity(even.clone(), 99), day(0), 100, None), None);
    }

    /// Thirty after ten is a rise of as much activity, none of three times as much, and none where none is known.
    #[test]
    fn what_grew_with_activity_did_not_rise() {
        let counted = |now: i32, before: i32| -> Vec<Day> {
            (0..now).map(|at| day(at % 50)).chain((0..before).map(|at| day(50 + at % 50))).collect()
        };
        let course = |active: (i32, i32)| {
            let activity = activity(counted(active.0, active.1), 99);
            let mut trend = Trend::of(&counted(30, 10), &activity, day(0), 100, Some(day(99))).expect("both halves");
            Trend::judge(std::iter::once(&mut trend));
            trend.course
        };
        assert_eq!(course((200, 200)), Course::Rising);
        assert_eq!(course((300, 100)), Course::NotShown);
        assert_eq!(course((0, 0)), Course::NotShown);
        assert_eq!(course((2_000, 100)), Course::Falling);
    }

    /// One trend that is just sure enough by itself is not among a hundred.
    #[test]
    fn trends_are_judged_together() {
        let trend =
            Trend { now: 30, before: 14, active_now: 500, active_before: 500, p: 0.02, course: Course::NotShown };
        let mut alone = [trend];
        Trend::judge(alone.iter_mut());
        let mut many = [trend, Trend { p: 0.9, ..trend }, Trend { p: 0.8, ..trend }];
        Trend::judge(many.iter_mut());
        assert_eq!((alone[0].course, many[0].course), (Course::Rising, Course::NotShown));
        let course = |p: f64| {
            let mut alone = [Trend { p, ..trend }];
            Trend::judge(alone.iter_mut());
            alone[0].course
        };
        assert_eq!((course(FALSE_SHARE_MAX - 0.001), course(FALSE_SHARE_MAX)), (Course::Rising, Course::NotShown));
        assert_eq!(FALSE_SHARE_MAX, 0.05);
    }
}
