//! On which days everybody releases, and how many days of release two initiatives would share by chance.

use std::collections::BTreeMap;

/// A day is on the calendar when so many times as many are released on it as on the mean day.
/// Tested by `groups_find_what_pairs_find`.
const CALENDAR_TIMES: f64 = 3.0;
/// A day lies in a busy week when, in the seven days around it, so many times as many are released as usually, and so
/// many standard deviations of chance more: a push before the end of a quarter, which everybody knows of.
/// Tested by `groups_find_what_pairs_find`.
const BUSY_TIMES: f64 = 1.5;
/// A day lies in a quiet week when less than this share is released as usually, and so many standard deviations less.
/// Tested by `groups_find_what_pairs_find`.
const QUIET_TIMES: f64 = 0.4;
/// See [`BUSY_TIMES`] and [`QUIET_TIMES`].
/// Tested by `groups_find_what_pairs_find`.
const PACE_DEVIATIONS: f64 = 1.5;
/// Days on each side of one that make its week.
/// Tested by `groups_find_what_pairs_find`.
const AROUND_DAYS: usize = 3;
/// So much of the common days that happened are nearly as many.
/// Tested by `groups_find_what_pairs_find`.
const NEARLY: f64 = 0.85;
/// From so many initiatives on, two more or less make no week busy, and a pair is looked at by itself only when all
/// others let it.
/// Tested by `groups_find_what_pairs_find`.
pub(super) const MANY: u32 = 30;
/// Days of a stretch within which days of release count as spread evenly.
/// Tested by `groups_find_what_pairs_find`.
const STRETCH_DAYS: i32 = 91;
/// Places of strata within a quarter: seven weekdays in quiet, usual and busy weeks, and two classes of days on the
/// calendar.
const PLACES: usize = 23;
/// The pace of busy weeks.
const BUSY: usize = 2;
/// The first place of days on the calendar.
const ON_CALENDAR: usize = 21;

/// Days among which those of release could as well be others: how many, and how many of them the one and the other
/// have.
pub(super) type Stratum = (u32, u32, u32);

/// Days of release within a window, counted back from its last day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DaySet {
    /// In rising order; each in 0..window.
    days: Vec<i32>,
    /// A bit for each day.
    marks: Vec<u64>,
}

impl DaySet {
    /// The days of an iterator in rising order that lie in the window.
    pub(super) fn of(days: impl Iterator<Item = i32>, window: i32) -> DaySet {
        let days: Vec<i32> = days.filter(|ago| (0..window).contains(ago)).collect();
        let mut marks = vec![0; days.last().map_or(0, |last| *last as usize / 64 + 1)];
        days.iter().for_each(|ago| marks[*ago as usize / 64] |= 1 << (ago % 64));
        DaySet { days, marks }
    }

    pub(super) fn len(&self) -> usize {
        self.days.len()
    }

    /// How many days two have in common.
    pub(super) fn in_common(&self, other: &DaySet) -> u32 {
        self.marks.iter().zip(&other.marks).map(|(a, b)| (a & b).count_ones()).sum()
    }

    fn has(&self, ago: i32) -> bool {
        self.marks.get(ago as usize / 64).is_some_and(|word| word >> (ago % 64) & 1 == 1)
    }
}

/// On which days everybody releases, whoever it is.
///
/// A day is on the calendar when at least two others, and three times as many as on the mean day, release on it; those
/// on which two of three others do are a class of their own. Days of a class and a half-year are strata within which the
/// days of release of one initiative could as well be others; and of those that are on no calendar, weekdays of a
/// quarter in quiet and in usual weeks, and weekdays of a year in busy weeks.
pub(super) struct Calendar {
    window: i32,
    /// Initiatives released.
    initiatives: u32,
    /// The same by day.
    times: Vec<u32>,
    /// The last day, of the epoch.
    today: i32,
    /// All of them together.
    all_times: u32,
    /// Of each day, its stratum where it is on no calendar, and the first one of its half-year where it is on one.
    places: Vec<[usize; 2]>,
    /// By all initiatives.
    strata: Strata,
    /// Without two, whoever they are, by how many make a day of the calendar then.
    without_two: BTreeMap<u32, Strata>,
}

/// The stratum of each day, and how many days each stratum has.
struct Strata {
    of: Vec<usize>,
    days: Vec<u32>,
}

/// How many days of one initiative lie in each stratum that has any, in the order of strata.
pub(super) type StratumCounts = Vec<(usize, u32)>;

impl Calendar {
    /// The calendar of initiatives that are released, over a window of days that ends today, a day of the epoch.
    pub(super) fn new<'d>(released: impl Iterator<Item = &'d DaySet>, window: i32, today: i32) -> Calendar {
        let window = window.max(1);
        let (mut times, mut initiatives) = (vec![0; window as usize], 0);
        for ago in released.inspect(|_| initiatives += 1).flat_map(|days| &days.days) {
            if let Some(times) = usize::try_from(*ago).ok().and_then(|ago| times.get_mut(ago)) {
                *times += 1;
            }
        }
        let places = places(&times, today);
        let all_times = times.iter().sum();
        let strata = strata(&times, &places, least(all_times, window), initiatives);
        Calendar { window, initiatives, times, today, all_times, places, strata, without_two: BTreeMap::new() }
    }

    /// How many of some days lie in each stratum.
    pub(super) fn counts(&self, days: &DaySet) -> StratumCounts {
        let mut strata: Vec<usize> = days.days.iter().map(|ago| self.strata.of[*ago as usize]).collect();
        strata.sort_unstable();
        strata.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect()
    }

    /// Common days that chance would give two, by their counts.
    pub(super) fn expected(&self, a: &StratumCounts, b: &StratumCounts) -> f64 {
        let (mut a, mut b, mut all) = (a.as_slice(), b.as_slice(), 0.0);
        while let ([(own, n), more_a @ ..], [(other, m), more_b @ ..]) = (a, b) {
            if own == other {
                all += f64::from(*n) * f64::from(*m) / f64::from(self.strata.days[*own]);
            }
            (a, b) = (if own <= other { more_a } else { a }, if other <= own { more_b } else { b });
        }
        all
    }

    /// The same over all pairs of some, added up, each by its counts and how many have these.
    pub(super) fn expected_of_all<'c>(&self, all: impl Iterator<Item = (&'c StratumCounts, usize)>) -> f64 {
        // Of each stratum: the sum of counts, and that of their squares.
        let mut sums = vec![(0.0, 0.0); self.strata.days.len()];
        for (counts, times) in all {
            for (stratum, count) in counts {
                let (count, times) = (f64::from(*count), times as f64);
                sums[*stratum].0 += count * times;
                sums[*stratum].1 += count * count * times;
            }
        }
        let of_pairs = |((sum, squares), days): (&(f64, f64), &u32)| (sum * sum - squares) / (2.0 * f64::from(*days));
        sums.iter().zip(&self.strata.days).filter(|((sum, _), _)| *sum > 0.0).map(of_pairs).sum()
    }

    /// Fills in the strata that all others make, without the two.
    pub(super) fn without(&mut self, one: &DaySet, other: &DaySet, strata: &mut Vec<Stratum>) {
        strata.clear();
        match self.initiatives < MANY {
            true => self.of_few_others(one, other, strata),
            false => self.of_many_others(one, other, strata),
        }
        strata.retain(|(_, one, other)| one + other > 0);
    }

    /// The same, empty strata included: what two do makes no week of their own busy.
    fn of_few_others(&self, one: &DaySet, other: &DaySet, strata: &mut Vec<Stratum>) {
        let mut times = self.times.clone();
        one.days.iter().chain(&other.days).for_each(|ago| times[*ago as usize] -= 1);
        let least = least(times.iter().sum(), self.window);
        let of_others = self::strata(&times, &places(&times, self.today), least, self.initiatives.saturating_sub(2));
        strata.extend(of_others.days.iter().map(|days| (*days, 0, 0)));
        one.days.iter().for_each(|ago| strata[of_others.of[*ago as usize]].1 += 1);
        other.days.iter().for_each(|ago| strata[of_others.of[*ago as usize]].2 += 1);
    }

    /// The same, empty strata included, with the busy weeks of all.
    fn of_many_others(&mut self, one: &DaySet, other: &DaySet, strata: &mut Vec<Stratum>) {
        let all = self.initiatives.saturating_sub(2);
        let least = least(self.all_times - (one.len() + other.len()) as u32, self.window);
        let (times, places) = (&self.times, &self.places);
        let before = self.without_two.entry(least).or_insert_with(|| self::strata(times, places, least, all));
        strata.extend(before.days.iter().map(|days| (*days, 0, 0)));
        // Only on their own days are fewer released without them.
        let of_one = one.days.iter().map(|ago| (*ago, 1, u32::from(other.has(*ago))));
        let of_other = other.days.iter().filter(|ago| !one.has(**ago)).map(|ago| (*ago, 0, 1));
        for (ago, in_one, in_other) in of_one.chain(of_other) {
            let ago = ago as usize;
            let at = stratum(places[ago], times[ago] - in_one - in_other, least, all);
            strata[before.of[ago]].0 -= 1;
            let (days, all_one, all_other) = &mut strata[at];
            *days += 1;
            *all_one += in_one;
            *all_other += in_other;
        }
    }
}

/// Of each day, its stratum where it is on no calendar, and the first one of its half-year where it is on one.
fn places(times: &[u32], today: i32) -> Vec<[usize; 2]> {
    let place = |(ago, pace): (usize, usize)| {
        let quarter = ago / STRETCH_DAYS as usize;
        let weekday = (today - ago as i32).rem_euclid(7) as usize;
        // Busy days and those on a calendar are few: only years and half-years hold enough of them to tell anything.
        let stretch = if pace == BUSY { quarter / 4 * 4 } else { quarter };
        [stretch * PLACES + pace * 7 + weekday, quarter / 2 * 2 * PLACES + ON_CALENDAR]
    };
    pace(times).into_iter().enumerate().map(place).collect()
}

/// Of each day, whether its week is quiet, usual or busy: 0, 1 or 2.
fn pace(times: &[u32]) -> Vec<usize> {
    let mean = f64::from(times.iter().sum::<u32>()) / times.len() as f64;
    let week = |at: usize| {
        let around = &times[at.saturating_sub(AROUND_DAYS)..(at + AROUND_DAYS + 1).min(times.len())];
        let (released, usual) = (f64::from(around.iter().sum::<u32>()), mean * around.len() as f64);
        let chance = PACE_DEVIATIONS * usual.sqrt();
        let is_busy = released >= BUSY_TIMES * usual && released > usual + chance;
        let is_quiet = released < QUIET_TIMES * usual && released < usual - chance;
        1 + usize::from(is_busy) - usize::from(is_quiet)
    };
    (0..times.len()).map(week).collect()
}

/// How many must be released on a day of the calendar, where so many are in all days together.
fn least(all_times: u32, window: i32) -> u32 {
    let mean = f64::from(all_times) / f64::from(window);
    ((mean * CALENDAR_TIMES).ceil() as u32).max(2)
}

/// The stratum of a day on which so many of all are released, where so many make a day of the calendar.
fn stratum([on_none, on_one]: [usize; 2], times: u32, least: u32, all: u32) -> usize {
    if times < least { on_none } else { on_one + usize::from(u64::from(times) * 3 >= u64::from(all) * 2) }
}

/// The strata of all days.
fn strata(times: &[u32], places: &[[usize; 2]], least: u32, all: u32) -> Strata {
    let of: Vec<usize> = times.iter().zip(places).map(|(times, places)| stratum(*places, *times, least, all)).collect();
    let mut days = vec![0; (times.len() / STRETCH_DAYS as usize + 1) * PLACES];
    of.iter().for_each(|stratum| days[*stratum] += 1);
    Strata { of, days }
}

/// Common days that chance would give two within strata.
pub(super) fn expected(strata: &[Stratum]) -> f64 {
    strata.iter().map(|(days, a, b)| f64::from(*a) * f64::from(*b) / f64::from(*days)).sum()
}

/// Days in a circle of whole weeks, a bit for each, twice around.
pub(super) struct Circle {
    weeks: usize,
    marks: Vec<u64>,
}

impl Circle {
    pub(super) fn of(days: &DaySet, window: i32) -> Circle {
        let weeks = (window / 7).max(1) as usize;
        let around = weeks * 7;
        // A word is read beyond the end.
        let mut marks = vec![0; 2 * around / 64 + 2];
        for ago in days.days.iter().map(|ago| *ago as usize % around).flat_map(|ago| [ago, ago + around]) {
            marks[ago / 64] |= 1 << (ago % 64);
        }
        Circle { weeks, marks }
    }

    /// Common days when the other one is turned by some weeks.
    fn common(&self, other: &Circle, weeks: usize) -> u32 {
        let around = self.weeks * 7;
        let word = |at: usize| {
            let turned = weeks * 7 + at;
            let (low, high) = (other.marks[turned / 64], other.marks[turned / 64 + 1]);
            let bits = low >> (turned % 64) | (high << 1) << (63 - turned % 64);
            let left = around - at;
            let own = self.marks[at / 64] & if left < 64 { (1 << left) - 1 } else { u64::MAX };
            (own & bits).count_ones()
        };
        (0..around).step_by(64).map(word).sum()
    }

    /// The share of shifts by whole weeks, the one that happened among them, with nearly as many common days: two that
    /// release every second Monday meet half of the time, whatever they have to do with each other. Nearly, because
    /// where both change their cadence on the same day, a shift loses the days around it.
    pub(super) fn shifted(&self, other: &Circle) -> f64 {
        let happened = self.common(other, 0);
        let is_near = |weeks: &usize| f64::from(self.common(other, *weeks)) >= f64::from(happened) * NEARLY;
        let as_many = (0..self.weeks).filter(is_near).count();
        as_many as f64 / self.weeks as f64
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use onethread_kernel::tails::common_at_least;

    use super::super::companions::{Q_MAX, SHIFTED_MAX};
    use super::*;

    fn days(days: impl IntoIterator<Item = i32>) -> BTreeSet<i32> {
        days.into_iter().collect()
    }

    fn set(days: &BTreeSet<i32>, window: i32) -> DaySet {
        DaySet::of(days.iter().copied(), window)
    }

    fn strata(a: &BTreeSet<i32>, b: &BTreeSet<i32>, others: &[BTreeSet<i32>], window: i32) -> Vec<Stratum> {
        let all: Vec<DaySet> = others.iter().chain([a, b]).map(|days| set(days, window)).collect();
        let mut strata = Vec::new();
        Calendar::new(all.iter(), window, 0).without(&set(a, window), &set(b, window), &mut strata);
        strata
    }

    fn expected(a: &BTreeSet<i32>, b: &BTreeSet<i32>, window: i32) -> f64 {
        super::expected(&strata(a, b, &[], window))
    }

    fn at_least(a: &BTreeSet<i32>, b: &BTreeSet<i32>, others: &[BTreeSet<i32>], window: i32) -> f64 {
        common_at_least(a.intersection(b).count() as u32, &strata(a, b, others, window))
    }

    fn shifted(a: &BTreeSet<i32>, b: &BTreeSet<i32>, window: i32) -> f64 {
        Circle::of(&set(a, window), window).shifted(&Circle::of(&set(b, window), window))
    }

    /// Every shift counted day by day.
    #[test]
    fn circles_turn_by_whole_weeks() {
        for window in [20, 63, 64, 90, 182, 364, 365] {
            let around = window / 7 * 7;
            for seed in 1..20 {
                let in_window = |all: BTreeSet<i32>| days(all.into_iter().map(|day| day % window));
                let (a, b) = (in_window(irregular(seed)), in_window(irregular(seed + 99)));
                let round = |of: &BTreeSet<i32>| days(of.iter().map(|day| day % around));
                let common = |weeks: i32| {
                    let turned = days(b.iter().map(|day| (day + weeks * 7) % around));
                    round(&a).intersection(&turned).count()
                };
                let as_many =
                    (0..around / 7).filter(|weeks| common(*weeks) as f64 >= common(0) as f64 * NEARLY).count();
                assert_eq!(shifted(&a, &b, window), as_many as f64 / f64::from(around / 7), "{window} {seed}");
            }
        }
    }

    /// Days that follow no cadence.
    fn irregular(seed: u32) -> BTreeSet<i32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        days((0..20).map(|_| (next() % 364) as i32))
    }

    #[test]
    fn releases_in_lockstep_are_told_from_a_cadence_and_from_chance() {
        let together = irregular(1);
        assert!(shifted(&together, &together, 364) <= 1.0 / 52.0);
        assert!(at_least(&together, &together, &[], 364) < 1e-6);
        // Every second Monday, both on the same ones.
        let mondays = days((0..26).map(|n| n * 14));
        assert_eq!(shifted(&mondays, &mondays, 364), 0.5);
        // The same Mondays, and from some day on every second Thursday.
        let moved = days((0..26).map(|n| n * 14 + if n < 13 { 0 } else { 3 }));
        assert!(shifted(&moved, &moved, 364) > SHIFTED_MAX);
        let named = (2..202).filter(|seed| {
            let (a, b) = (irregular(*seed), irregular(seed + 1_000));
            shifted(&a, &b, 364) <= SHIFTED_MAX && at_least(&a, &b, &[], 364) <= Q_MAX
        });
        let named = named.count();
        assert!(named <= 10, "{named} of 200 pairs by chance");
    }

    /// On days that others release on too, two meet because of these: what all do is expected, and what only two do is
    /// not.
    #[test]
    fn days_that_everybody_has_are_a_calendar() {
        let trains = days((0..26).map(|n| n * 14));
        let everybody = vec![trains.clone(); 4];
        let found = strata(&trains, &trains, &everybody, 364);
        assert_eq!(super::expected(&found), 26.0, "{found:?}");
        assert!((at_least(&trains, &trains, &everybody, 364) - 1.0).abs() < 1e-9);
        // Half of the trains each: at random, and the very same ones.
        let half = days((0..26).step_by(2).map(|n| n * 14));
        let other = days((0..26).step_by(3).map(|n| n * 14));
        assert!(at_least(&half, &other, &everybody, 364) > 0.2);
        assert!(at_least(&half, &half, &everybody, 364) < 1e-4);
        // Two days of one's own and one's companion's are no calendar of others.
        assert!(at_least(&half, &half, &[], 364) < 1e-6);
    }

    /// Two of four Mondays of a quarter that has 13, and one of them common: 2 x 2 / 13.
    #[test]
    fn chance_is_reckoned_by_weekday_and_quarter() {
        let (a, b) = (days([0, 7]), days([7, 14]));
        assert!((expected(&a, &b, 91) - 4.0 / 13.0).abs() < 1e-12);
        assert_eq!(expected(&a, &days([1, 8]), 91), 0.0, "never on the same weekday");
    }
}
