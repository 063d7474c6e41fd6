//! How the work of an initiative goes: as its story says, or drawn, so that no two initiatives of a large company are
//! alike.
//!
//! What a story plants about leaders, time and reporting lines stays in a drawn course: a review of a drawn company can
//! be held against the same answer key. Sizes and paces are drawn from Pareto distributions, cut off at the top.

use onethread_model::Day;

use super::random::Dice;
use super::story::{ADOPTION, CUT, FIRST, Flow, Initiative, Metric, on};

/// The work of one initiative.
pub(super) struct Course {
    pub(super) committed: Option<Day>,
    pub(super) first_feature: Option<Day>,
    pub(super) value: Option<(&'static str, Day)>,
    pub(super) flow: Flow,
    pub(super) metrics: Vec<Metric>,
    pub(super) releases: Releases,
    /// Thousandths of the story's changes that it brings.
    pub(super) pace: usize,
    /// Weeks in a row, of each four, in which changes land.
    pub(super) busy_weeks: i32,
    /// Packages in each folder of its code; none where files lie in the folder itself.
    pub(super) packages: usize,
    /// Most files of its own that a change touches.
    pub(super) touched_max: i32,
    /// Thousandths of the reviews that gates ask of everybody.
    pub(super) reviews: usize,
}

/// On which days an initiative releases.
#[derive(Clone, Copy)]
pub(super) enum Releases {
    /// On the days of the release calendar until adoption, and then at the pace of the story.
    Calendar,
    /// On days of its own: days from one to the next, and most days by which one is late.
    Own { every_days: i32, late_days_max: i32 },
    /// With others, each on its own days: those of the train, and thousandths of them that it is ready for.
    Train { first: Day, every_days: i32, ready: usize },
    /// On no day.
    Never,
}

/// Trains of releases that many initiatives share: the first day, and days from one to the next.
const TRAINS: &[(Day, i32)] = &[(on(2024, 7, 4), 14), (on(2024, 7, 2), 28), (on(2024, 7, 9), 7), (on(2024, 9, 30), 91)];

/// Days between points of a metric, as often as organizations measure so.
const CADENCES: &[i32] = &[1, 7, 7, 7, 7, 7, 7, 14, 14, 14, 28, 28, 28, 28, 28, 91];

impl Course {
    /// The course that the story tells, at a pace.
    pub(super) fn of(story: &Initiative, pace: usize) -> Course {
        Course {
            committed: story.committed,
            first_feature: story.first_feature,
            value: story.value,
            flow: story.flow,
            metrics: story.metrics.to_vec(),
            releases: Releases::Calendar,
            pace,
            busy_weeks: 4,
            packages: 0,
            touched_max: 2,
            reviews: 1000,
        }
    }

    /// Another course that the story could have taken.
    pub(super) fn draw(story: &Initiative, dice: &mut Dice) -> Course {
        let committed = story.committed.map(|day| moved(dice, day, (-20, 60)).max(story.idea));
        let first_feature = story.first_feature.map(|day| {
            moved(dice, day, (-90, 150)).max(committed.unwrap_or(story.idea).plus_days(14)).min(CUT.plus_days(-28))
        });
        let value = story.value.and_then(|(event, _)| Some((event, moved(dice, first_feature?, (0, 40)))));
        Course {
            committed,
            first_feature,
            value,
            flow: flow(story, dice),
            metrics: metrics(story, dice),
            releases: Releases::draw(dice),
            pace: dice.heavy(50, 5_000),
            busy_weeks: dice.between(1, 4),
            packages: dice.heavy(1, 40),
            touched_max: dice.between(1, 5),
            reviews: dice.heavy(250, 6_000),
        }
    }

    /// A stretch of days without the weeks in which nothing lands, which differ from stretch to stretch.
    pub(super) fn busy(&self, dice: &mut Dice, from: Day, to: Day) -> (Day, Day) {
        if self.busy_weeks >= 4 {
            return (from, to);
        }
        let first = from.plus_days(7 * dice.between(0, 4 - self.busy_weeks)).min(to);
        (first, first.plus_days(7 * self.busy_weeks - 1).min(to))
    }
}

impl Releases {
    fn draw(dice: &mut Dice) -> Releases {
        let mut own = |every_days: i32, late_days_max| Releases::Own {
            every_days: every_days + dice.between(-every_days / 7, every_days / 7),
            late_days_max,
        };
        let own = [own(7, 1), own(14, 2), own(28, 6), own(91, 15)];
        match dice.below(1000) {
            0..120 => Releases::Never,
            120..290 => own[0],
            290..460 => own[1],
            460..640 => own[2],
            640..740 => own[3],
            _ => {
                let (first, every_days) = *dice.pick(TRAINS);
                Releases::Train { first, every_days, ready: dice.between(500, 950) as usize }
            }
        }
    }

    /// The days of release from the first one on; `story_days` are days between those of the story, before adoption and
    /// after it.
    pub(super) fn days(&self, dice: &mut Dice, first: Day, story_days: impl Fn(Day) -> i32) -> Vec<Day> {
        let (mut days, mut day) = (Vec::new(), first);
        while day <= CUT {
            match *self {
                Releases::Never => return days,
                Releases::Calendar => {
                    // Every second Thursday, as long as there is a calendar.
                    let shared = FIRST.plus_days(3 + (day.epoch_days() - FIRST.epoch_days()).div_euclid(14) * 14);
                    days.push(if day < ADOPTION { shared.max(first) } else { day });
                    day = day.plus_days(story_days(day));
                }
                Releases::Own { every_days, late_days_max } => {
                    days.push(day.plus_days(dice.between(0, late_days_max)).min(CUT));
                    day = day.plus_days(every_days);
                }
                Releases::Train { first: leaves, every_days, ready } => {
                    let waits = (leaves.epoch_days() - day.epoch_days()).rem_euclid(every_days);
                    day = day.plus_days(waits);
                    if day <= CUT && dice.chance(ready) {
                        days.push(day);
                    }
                    day = day.plus_days(1);
                }
            }
        }
        days
    }
}

/// People of a team: half of all teams have fewer than five, and one of a hundred and fifty has forty.
pub(super) fn team_size(dice: &mut Dice) -> usize {
    // The smaller of two is a Pareto of twice the exponent.
    dice.heavy(3, 40).min(dice.heavy(3, 40))
}

/// A day some days earlier or later; within the evidence.
fn moved(dice: &mut Dice, day: Day, (earlier, later): (i32, i32)) -> Day {
    day.plus_days(dice.between(earlier, later)).max(FIRST).min(CUT)
}

fn flow(story: &Initiative, dice: &mut Dice) -> Flow {
    let mut drawn = |pair: (i32, i32)| {
        let mut times = |value: i32| (value * dice.between(400, 2_000) / 1000).max(1);
        (times(pair.0), times(pair.1))
    };
    let decision_days = drawn(story.flow.decision_days);
    let mut decisions = || dice.heavy(1, 40) as i32;
    let decisions = (decisions(), decisions());
    let mut inside = |value: usize| (value + dice.below(120)).saturating_sub(60).min(1000);
    let inside = (inside(story.flow.inside.0), inside(story.flow.inside.1));
    Flow { decision_days, decisions, inside, ..story.flow }
}

/// Some metrics of the story, or all of them in several markets; each on days and with a trend of its own.
fn metrics(story: &Initiative, dice: &mut Dice) -> Vec<Metric> {
    if story.metrics.is_empty() {
        return Vec::new();
    }
    let count = dice.heavy(1, 12);
    let mut drawn = |(number, metric): (usize, &Metric)| {
        let times = dice.between(300, 2_500);
        Metric {
            market: number / story.metrics.len(),
            every_days: *dice.pick(CADENCES),
            first: moved(dice, metric.first, (0, 120)),
            course: metric.course.map(|value| value / 10 * times / 100 * dice.between(90, 110) / 100),
            ..*metric
        }
    };
    story.metrics.iter().cycle().take(count).enumerate().map(&mut drawn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Pareto with the exponent 2: the share of teams beyond twice the least size is a quarter, beyond thrice a
    /// ninth.
    #[test]
    fn a_few_teams_are_much_larger_than_most() {
        let mut dice = Dice::new(1, "teams");
        let sizes: Vec<usize> = (0..10_000).map(|_| team_size(&mut dice)).collect();
        assert!(sizes.iter().all(|size| (3..=40).contains(size)) && sizes.contains(&3) && sizes.contains(&40));
        for times in [2, 3, 5] {
            let share = sizes.iter().filter(|size| **size >= 3 * times).count() as f64 / 10_000.0;
            let expected = 1.0 / (times * times) as f64;
            assert!((share - expected).abs() < 0.015, "{times}: {share}");
        }
    }

    #[test]
    fn all_who_take_a_train_release_on_its_days() {
        let train = Releases::Train { first: on(2024, 7, 4), every_days: 14, ready: 700 };
        let mut dice = Dice::new(1, "train");
        let days = train.days(&mut dice, on(2025, 1, 1), |_| 1);
        assert!(days.iter().all(|day| day.days_since(on(2024, 7, 4)) % 14 == 0), "{days:?}");
        assert!((20..=36).contains(&days.len()), "{} of 39", days.len());
        assert!(Releases::Never.days(&mut dice, FIRST, |_| 1).is_empty());
        let own = Releases::Own { every_days: 91, late_days_max: 15 }.days(&mut dice, FIRST, |_| 1);
        assert_eq!(own.len(), 9, "one in each quarter of two years and a day: {own:?}");
    }
}
