//! Releases of two initiatives on the same days, more often than the calendar that all follow, their weekdays and their
//! cadences bring about.

use std::collections::{BTreeMap, BTreeSet};

use onethread_kernel::coupling::RiskRatios;
use onethread_kernel::discovery::q_values;
use onethread_kernel::tails::{common_at_least, common_ratio_low};
use onethread_model::Day;
use onethread_model::facts::RecordRef;
use onethread_model::record::Reference;

use super::parties::reference;
use super::{Class, Finding, Gathering, Risk, dated};
use crate::measure::released::{self, Released};

/// With fewer days of release than this, an initiative is not compared.
const DAYS_MIN: usize = 5;
/// With fewer common days than this, the prior alone keeps the lower bound of the ratio below 1.
const COMMON_MIN: u32 = 4;
/// So many companions of one initiative are told, the surest first: what many have in common is a train of releases.
const PARTNERS_MAX: usize = 10;
/// The share of false discoveries that is put up with: less than elsewhere, since a day of the calendar on which nobody else
/// happens to be released is taken for one of the two's own.
const Q_MAX: f64 = 0.01;
/// As many of all shifts by whole weeks may bring as many common days.
const SHIFTED_MAX: f64 = 0.05;
/// What is believed of a ratio before anything was seen, as for change coupling.
const PRIOR: (f64, f64) = (2.0, 2.0);
/// A day is on the calendar when so many times as many are released on it as on the mean day.
const CALENDAR_TIMES: f64 = 3.0;
/// So much of the common days that happened are nearly as many.
const NEARLY: f64 = 0.85;
/// From so many initiatives on, a pair is looked at by itself only when all others let it.
const MANY: usize = 30;
/// Days of a stretch within which days of release count as spread evenly.
const STRETCH_DAYS: i32 = 91;

/// Days of release, counted back from the day of the register, with the first record of each.
type Days = BTreeMap<i32, RecordRef>;

/// Two initiatives, by their places, that share days of release.
struct Pair {
    one: usize,
    other: usize,
    shared: u32,
    expected: f64,
    p: f64,
}

/// Days among which those of release could as well be others: how many, and how many of them the one and the other have.
type Stratum = (u32, u32, u32);

pub(super) fn gather(all: &mut Gathering<'_>) {
    let released = released(all);
    if released.len() > 1 {
        all.has(Class::SharedRelease);
    }
    let window = i32::try_from(all.window_days).unwrap_or(i32::MAX);
    let named: Vec<(&String, &Days)> = released.iter().filter(|(_, days)| days.len() >= DAYS_MIN).collect();
    let days: Vec<BTreeSet<i32>> = named.iter().map(|(_, days)| days.keys().copied().collect()).collect();
    let marks: Vec<Vec<u64>> = days.iter().map(marked).collect();
    let mut ratios = RiskRatios::new(1.0, PRIOR);
    let mut calendar = Calendar::new(released.values(), window, all.inputs.view.day.epoch_days());
    let counts: Vec<Vec<u32>> = days.iter().map(|days| calendar.counts(days)).collect();
    let mut likely: Vec<Pair> = Vec::new();
    for one in 0..named.len() {
        for other in one + 1..named.len() {
            // Most pairs share too few days to be told, and there are millions of them in a large company.
            let shared = in_common(&marks[one], &marks[other]);
            if shared < COMMON_MIN {
                continue;
            }
            // Of many, two more or less make no calendar: most pairs need not be looked at by themselves.
            let is_one_of_many = named.len() >= MANY;
            if is_one_of_many && f64::from(shared) <= calendar.expected(&counts[one], &counts[other]) {
                continue;
            }
            let strata = calendar.without([&days[one], &days[other]], [&marks[one], &marks[other]]);
            let expected = expected(&strata);
            if f64::from(shared) <= expected {
                continue;
            }
            let p = common_at_least(shared, &strata);
            if p <= Q_MAX {
                likely.push(Pair { one, other, shared, expected, p });
            }
        }
    }
    let pairs = named.len() * named.len().saturating_sub(1) / 2;
    // With fewer pairs none of those left becomes surer, so that shifts need not be counted of the others.
    let mut likely = discoveries(likely, pairs);
    let circles: Vec<Circle> = days.iter().map(|days| Circle::of(days, window)).collect();
    likely.retain(|pair| circles[pair.one].shifted(&circles[pair.other]) <= SHIFTED_MAX);
    let sure = discoveries(likely, pairs).into_iter().map(|pair| {
        let (ratio, _) = ratios.of(pair.shared, pair.expected);
        let (one, other) = (pair.one, pair.other);
        let strata = calendar.without([&days[one], &days[other]], [&marks[one], &marks[other]]);
        let low = common_ratio_low(pair.shared, &strata).min(ratio);
        (pair, ratio, low)
    });
    let mut sure: Vec<(Pair, f64, f64)> = sure.filter(|(.., low)| *low > 1.0).collect();
    all.leave_out(
        "pairs of initiatives released on the same days no more than weekdays and cadence explain",
        pairs - sure.len(),
    );
    // The surest come first; of equally sure ones those of the first names.
    sure.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0.one, a.0.other).cmp(&(b.0.one, b.0.other))));
    let since = all.inputs.view.facts.releases().map(|release| release.day).min();
    let (mut told, mut untold) = (vec![0; named.len()], 0);
    for (pair, ratio, low) in sure {
        let common: Vec<i32> = days[pair.one].intersection(&days[pair.other]).copied().collect();
        let risk = Risk { together: common.len(), expected: pair.expected, ratio, low };
        for (own, on) in [(pair.one, pair.other), (pair.other, pair.one)] {
            if told[own] >= PARTNERS_MAX {
                untold += 1;
                continue;
            }
            told[own] += 1;
            let finding = finding(all, named[own].0, named[on].0, named[own].1, &common, &risk, since);
            all.findings.extend(finding);
        }
    }
    all.leave_out("initiatives released on the same days as one that has ten closer companions", untold);
}

/// Those of likely pairs that are beyond chance, when so many were compared.
fn discoveries(likely: Vec<Pair>, pairs: usize) -> Vec<Pair> {
    let p: Vec<f64> = likely.iter().map(|pair| pair.p).collect();
    let q = q_values(&p, pairs as u64, false);
    likely.into_iter().zip(q).filter(|(_, q)| *q <= Q_MAX).map(|(pair, _)| pair).collect()
}

/// A bit for each day.
fn marked(days: &BTreeSet<i32>) -> Vec<u64> {
    let mut marks = Vec::new();
    for day in days.iter().filter_map(|day| usize::try_from(*day).ok()) {
        if marks.len() <= day / 64 {
            marks.resize(day / 64 + 1, 0);
        }
        marks[day / 64] |= 1 << (day % 64);
    }
    marks
}

fn in_common(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}

fn finding(
    all: &Gathering<'_>,
    own: &str,
    other: &str,
    days: &Days,
    common: &[i32],
    risk: &Risk,
    since: Option<Day>,
) -> Option<Finding> {
    let (needs, on) = (reference("initiative", own), reference("initiative", other));
    let on: Reference = all.inputs.parties.team_of(&on).map(|team| reference("team", team)).unwrap_or(on);
    if on.kind == "team" && all.inputs.parties.is_own(&needs, &on.id) {
        return None;
    }
    let released = common.iter().filter_map(|ago| Some((all.inputs.view.day.plus_days(-ago), *days.get(ago)?, ())));
    let mut seen = dated(Class::SharedRelease, released.collect(), |()| "both released".to_owned(), all, since);
    seen.mutual = true;
    seen.risk = Some(risk.clone());
    Some(Finding { needs, team: None, on, effect: None, seen, written: None })
}

/// Days of release of live initiatives.
fn released(all: &Gathering<'_>) -> BTreeMap<String, Days> {
    let of = Released::of(all.inputs.view).of.into_iter();
    let live = of.filter(|(id, _)| all.inputs.view.initiative(id).is_some_and(|initiative| initiative.live));
    let recent = |(id, days): (String, released::Days)| {
        let recent = days.into_iter().filter(|(day, _)| all.is_recent(*day));
        let ago = |day: Day| i32::try_from(all.inputs.view.day.days_since(day)).unwrap_or(i32::MAX);
        (id, recent.map(|(day, at)| (ago(day), at)).collect::<Days>())
    };
    live.map(recent).filter(|(_, days)| !days.is_empty()).collect()
}

/// On which days everybody releases, whoever it is.
///
/// A day is on the calendar when at least two others, and three times as many as on the mean day, release on it; those on which
/// two of three others do are a class of their own. Days of a class and a half-year, and weekdays of a quarter among those that
/// are on no calendar, are strata within which the days of release of one initiative could as well be others.
struct Calendar {
    window: i32,
    today: i32,
    /// Initiatives released.
    initiatives: u32,
    /// The same by day.
    times: Vec<u32>,
    /// All of them together.
    all_times: u32,
    /// By all initiatives.
    strata: Strata,
    /// Without two, whoever they are, by how many make a day of the calendar then.
    without_two: BTreeMap<u32, Strata>,
}

/// The stratum of each day, and how many days each stratum has.
#[derive(Default)]
struct Strata {
    of: Vec<usize>,
    days: Vec<u32>,
}

/// Places of strata within a quarter: seven weekdays, and two classes of days on the calendar.
const PLACES: usize = 9;

impl Calendar {
    fn new<'d>(released: impl Iterator<Item = &'d Days>, window: i32, today: i32) -> Calendar {
        let window = window.max(1);
        let (mut times, mut initiatives) = (vec![0; window as usize], 0);
        for ago in released.inspect(|_| initiatives += 1).flat_map(BTreeMap::keys) {
            if let Some(times) = usize::try_from(*ago).ok().and_then(|ago| times.get_mut(ago)) {
                *times += 1;
            }
        }
        let all_times = times.iter().sum();
        let mut calendar = Calendar {
            window,
            today,
            initiatives,
            times,
            all_times,
            strata: Strata::default(),
            without_two: BTreeMap::new(),
        };
        calendar.strata = calendar.strata_of(calendar.least(all_times), initiatives);
        calendar
    }

    /// How many must be released on a day of the calendar, where so many are in all days together.
    fn least(&self, all_times: u32) -> u32 {
        let mean = f64::from(all_times) / f64::from(self.window);
        ((mean * CALENDAR_TIMES).ceil() as u32).max(2)
    }

    /// The strata of all days, where so many of all make a day of the calendar.
    fn strata_of(&self, least: u32, all: u32) -> Strata {
        let of: Vec<usize> =
            self.times.iter().zip(0..).map(|(times, ago)| self.stratum(ago, *times, least, all)).collect();
        let mut days = self.no_counts();
        of.iter().for_each(|stratum| days[*stratum] += 1);
        Strata { of, days }
    }

    /// A count for each stratum that there may be.
    fn no_counts(&self) -> Vec<u32> {
        vec![0; ((self.window / STRETCH_DAYS + 1) as usize) * PLACES]
    }

    /// The stratum of a day on which so many of all are released.
    fn stratum(&self, ago: i32, times: u32, least: u32, all: u32) -> usize {
        let quarter = (ago / STRETCH_DAYS).max(0) as usize;
        if times < least {
            return quarter * PLACES + (self.today - ago).rem_euclid(7) as usize;
        }
        // Days on a calendar are few: half-years hold enough of them to tell anything.
        let most = usize::from(u64::from(times) * 3 >= u64::from(all) * 2);
        quarter / 2 * 2 * PLACES + 7 + most
    }

    /// How many of some days lie in each stratum.
    fn counts(&self, days: &BTreeSet<i32>) -> Vec<u32> {
        let mut counts = self.no_counts();
        for stratum in days.iter().filter_map(|ago| self.strata.of.get(usize::try_from(*ago).ok()?)) {
            counts[*stratum] += 1;
        }
        counts
    }

    /// Common days that chance would give two, by their counts.
    fn expected(&self, a: &[u32], b: &[u32]) -> f64 {
        let all = self.strata.days.iter().zip(a.iter().zip(b)).filter(|(days, _)| **days > 0);
        all.map(|(days, (a, b))| f64::from(*a) * f64::from(*b) / f64::from(*days)).sum()
    }

    /// The strata that all others make, without the two, by their days and the marks of these.
    fn without(&mut self, days: [&BTreeSet<i32>; 2], marks: [&[u64]; 2]) -> Vec<Stratum> {
        let is_in =
            |marks: &[u64], ago: i32| marks.get(ago as usize / 64).map_or(0, |word| (word >> (ago % 64)) as u32 & 1);
        let all = self.initiatives.saturating_sub(2);
        let own: usize = days.iter().map(|days| days.range(0..self.window).count()).sum();
        let least = self.least(self.all_times - own as u32);
        if !self.without_two.contains_key(&least) {
            self.without_two.insert(least, self.strata_of(least, all));
        }
        let before = &self.without_two[&least];
        let mut strata: Vec<Stratum> = before.days.iter().map(|days| (*days, 0, 0)).collect();
        // Only on their own days are fewer released without them.
        let of_one = days[0].range(0..self.window).map(|ago| (*ago, 1, is_in(marks[1], *ago)));
        let of_other = days[1].range(0..self.window).map(|ago| (*ago, is_in(marks[0], *ago), 1));
        for (ago, one, other) in of_one.chain(of_other.filter(|(_, one, _)| *one == 0)) {
            let at = self.stratum(ago, self.times[ago as usize] - one - other, least, all);
            strata[before.of[ago as usize]].0 -= 1;
            let (days, all_one, all_other) = &mut strata[at];
            *days += 1;
            *all_one += one;
            *all_other += other;
        }
        strata.retain(|(_, one, other)| one + other > 0);
        strata
    }
}

/// Common days that chance would give two within strata.
fn expected(strata: &[Stratum]) -> f64 {
    strata.iter().map(|(days, a, b)| f64::from(*a) * f64::from(*b) / f64::from(*days)).sum()
}

/// Days in a circle of whole weeks, a bit for each, twice around.
struct Circle {
    weeks: usize,
    marks: Vec<u64>,
}

impl Circle {
    fn of(days: &BTreeSet<i32>, window: i32) -> Circle {
        let weeks = (window / 7).max(1);
        let around = weeks * 7;
        let twice = days.iter().flat_map(|ago| [ago.rem_euclid(around), ago.rem_euclid(around) + around]);
        let mut marks = marked(&twice.collect());
        // A word is read beyond the end.
        marks.resize(2 * around as usize / 64 + 2, 0);
        Circle { weeks: weeks as usize, marks }
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

    /// The share of shifts by whole weeks, the one that happened among them, with nearly as many common days: two that release
    /// every second Monday meet half of the time, whatever they have to do with each other. Nearly, because where both change
    /// their cadence on the same day, a shift loses the days around it.
    fn shifted(&self, other: &Circle) -> f64 {
        let happened = self.common(other, 0);
        let is_near = |weeks: &usize| f64::from(self.common(other, *weeks)) >= f64::from(happened) * NEARLY;
        let as_many = (0..self.weeks).filter(is_near).count();
        as_many as f64 / self.weeks as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: impl IntoIterator<Item = i32>) -> BTreeSet<i32> {
        days.into_iter().collect()
    }

    fn strata(a: &BTreeSet<i32>, b: &BTreeSet<i32>, others: &[BTreeSet<i32>], window: i32) -> Vec<Stratum> {
        let at = RecordRef { source: 0, line: 1 };
        let of = |days: &BTreeSet<i32>| -> Days { days.iter().map(|day| (*day, at)).collect() };
        let all: Vec<Days> = others.iter().chain([a, b]).map(of).collect();
        Calendar::new(all.iter(), window, 0).without([a, b], [&marked(a), &marked(b)])
    }

    fn expected(a: &BTreeSet<i32>, b: &BTreeSet<i32>, window: i32) -> f64 {
        super::expected(&strata(a, b, &[], window))
    }

    fn at_least(a: &BTreeSet<i32>, b: &BTreeSet<i32>, others: &[BTreeSet<i32>], window: i32) -> f64 {
        common_at_least(a.intersection(b).count() as u32, &strata(a, b, others, window))
    }

    fn shifted(a: &BTreeSet<i32>, b: &BTreeSet<i32>, window: i32) -> f64 {
        Circle::of(a, window).shifted(&Circle::of(b, window))
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

    /// On days that others release on too, two meet because of these: what all do is expected, and what only two do is not.
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
