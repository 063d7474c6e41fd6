//! Each day of an initiative in exactly one state, by rules of precedence.

use onethread_kernel::dormancy;

/// Work on two days so near to each other counts for the days between: a weekend is no standstill.
pub const WEEKEND_DAYS: i64 = 3;

/// What someone was asked for, or what was stated to block, over some days. Days count from the first of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    /// The first day.
    pub(super) from: i64,
    /// The first day that no longer belongs to it.
    pub(super) until: i64,
    /// On whom or what, as an index into the names of the ledger; absent for a decision.
    pub(super) on: Option<usize>,
    /// How a day that it holds is reported.
    pub(super) spent: Spent,
    /// Whether someone was asked on a day. What only stands stated as blocking yields to it.
    pub(super) asked: bool,
    /// Whether only one change of the initiative needs it: it holds no day on which other work moved.
    pub(super) is_partial: bool,
}

/// What a day was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spent {
    /// A decision was open that had to go above the leader.
    DecidingAbove,
    /// A decision was open that the leader could make.
    DecidingWithin,
    /// A decision was open that does not say who had to agree, or the initiative was not committed to yet.
    Deciding,
    /// Others had something to give: a review, an approval, what a dependency needs.
    Waiting,
    /// Work on it was seen.
    Working,
    /// No sign of work for longer than is usual.
    Dormant,
    /// Nobody was to work on it, by decision.
    Paused,
    /// Nothing says what the day was spent on.
    Unknown,
}

/// What is known of the days of an initiative.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Days from the first to the last, the last one left out.
    pub(super) elapsed: i64,
    /// Days with work on it, in any order.
    pub(super) work: Vec<i64>,
    /// The day it was committed to; 0 or less when nothing is distinguished from before.
    pub(super) committed: i64,
    /// Times in which nobody was to work on it: the first day of each, and the first one after it.
    pub(super) pauses: Vec<(i64, i64)>,
    /// What was waited for.
    pub(super) waits: Vec<Wait>,
    /// Signs of life by which dormancy is reported: the days of work, or what stands for them.
    pub(super) signs: Vec<i64>,
    /// The longest gap between signs that is usual; absent where too few gaps ended.
    pub(super) usual_gap: Option<i64>,
}

/// A day: what it was spent on, and by which wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attributed {
    pub(super) spent: Spent,
    pub(super) wait: Option<usize>,
    /// Waits open on the day, whatever it was spent on.
    pub(super) open: u32,
}

/// The state of every day, in order. The first rule that applies decides:
///
/// 1. work was seen on the day, or on two days around it that are at most [`WEEKEND_DAYS`] apart: working;
/// 2. nobody was to work on it: paused;
/// 3. someone was asked and had not answered: deciding or waiting, by the oldest question;
/// 4. not committed to yet: deciding;
/// 5. something was stated to block: waiting, by what blocked the longest;
/// 6. between two days of work no further apart than is usual: working;
/// 7. someone was asked about one change alone and had not answered: waiting. Where no gap is usual, this holds only if no
///    work was seen between the question and the answer;
/// 8. no sign for longer than is usual: stalled;
/// 9. else unknown.
pub(super) fn attribute(known: &Known) -> Vec<Attributed> {
    let elapsed = usize::try_from(known.elapsed).unwrap_or(0);
    let mut days = vec![Attributed { spent: Spent::Unknown, wait: None, open: 0 }; elapsed];
    let mut paint = |from: i64, until: i64, spent: Spent, wait: Option<usize>| {
        for day in within(from, until, elapsed) {
            (days[day].spent, days[day].wait) = (spent, wait);
        }
    };
    // From the weakest rule to the strongest: what is painted later counts.
    let has_work = !known.work.is_empty();
    let stretches = known.usual_gap.map(|usual| dormancy::stretches(&known.signs, 0, known.elapsed, usual));
    for stretch in stretches.iter().flatten() {
        // Signs that only stand for work show that nothing slept, and no work.
        let spent = match stretch.active {
            true if has_work => Spent::Working,
            true => Spent::Unknown,
            false => Spent::Dormant,
        };
        paint(stretch.from, stretch.until, spent, None);
    }
    let holds_all = |at: &usize| !known.waits[*at].is_partial;
    let mut order: Vec<usize> = (0..known.waits.len()).collect();
    // The oldest last; among those of one day what others had to give, then by name.
    order.sort_by_key(|at| {
        let wait = &known.waits[*at];
        (wait.asked, std::cmp::Reverse((wait.from, wait.on.is_none(), wait.on, wait.until)))
    });
    let (order, partial): (Vec<usize>, Vec<usize>) = order.into_iter().partition(holds_all);
    for at in partial {
        let wait = &known.waits[at];
        for (from, until) in known.held_alone(wait) {
            paint(from, until, wait.spent, Some(at));
        }
    }
    let (stated, asked): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|at| !known.waits[*at].asked);
    for at in stated {
        let wait = &known.waits[at];
        paint(wait.from, wait.until, wait.spent, Some(at));
    }
    paint(0, known.committed, Spent::Deciding, None);
    for at in asked {
        let wait = &known.waits[at];
        paint(wait.from, wait.until, wait.spent, Some(at));
    }
    for (from, until) in &known.pauses {
        paint(*from, *until, Spent::Paused, None);
    }
    for stretch in dormancy::stretches(&known.work, 0, known.elapsed, WEEKEND_DAYS) {
        if stretch.active {
            paint(stretch.from, stretch.until, Spent::Working, None);
        }
    }
    for wait in &known.waits {
        for day in within(wait.from, wait.until, elapsed) {
            days[day].open += 1;
        }
    }
    days
}

impl Known {
    /// The days on which a wait can hold the initiative, as spans. What only one change needs holds it where nothing else
    /// moved.
    pub(super) fn held_alone(&self, wait: &Wait) -> Vec<(i64, i64)> {
        let all = vec![(wait.from, wait.until)];
        if !wait.is_partial || self.work.is_empty() {
            return all;
        }
        let Some(usual) = self.usual_gap else {
            let moved = self.work.iter().any(|day| (wait.from..wait.until).contains(day));
            return if moved { Vec::new() } else { all };
        };
        let still = dormancy::stretches(&self.work, 0, self.elapsed, usual).into_iter().filter(|one| !one.active);
        let spans = still.map(|one| (one.from.max(wait.from), one.until.min(wait.until)));
        spans.filter(|(from, until)| from < until).collect()
    }
}

/// The days of a span that lie within the ledger.
pub(super) fn within(from: i64, until: i64, elapsed: usize) -> std::ops::Range<usize> {
    let clamp = |day: i64| usize::try_from(day.max(0)).unwrap_or(usize::MAX).min(elapsed);
    clamp(from)..clamp(until).max(clamp(from))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A small generator, so that every run tries the same cases.
    pub(in crate::measure::waiting) struct Dice(pub(in crate::measure::waiting) u64);

    impl Dice {
        pub(in crate::measure::waiting) fn below(&mut self, n: i64) -> i64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) % n.unsigned_abs()) as i64
        }
    }

    impl Known {
        /// Any evidence: waits and work that lie before, within and after the days.
        pub(in crate::measure::waiting) fn thrown(dice: &mut Dice) -> Known {
            let elapsed = dice.below(60);
            let span = |dice: &mut Dice| {
                let from = dice.below(90) - 20;
                (from, from + dice.below(40) - 3)
            };
            let waits: Vec<Wait> = (0..dice.below(6))
                .map(|_| {
                    let (from, until) = span(dice);
                    let on = Some(dice.below(9) as usize).filter(|on| *on > 1);
                    let is_partial = on.is_some() && dice.below(3) == 0;
                    Wait { is_partial, ..wait(from, until, on, on.is_none() || is_partial || dice.below(2) == 0) }
                })
                .collect();
            let work: Vec<i64> = (0..dice.below(8)).map(|_| dice.below(90) - 20).collect();
            let usual_gap = Some(dice.below(12)).filter(|gap| *gap > 3);
            Known {
                elapsed,
                committed: dice.below(30) - 10,
                signs: work.clone(),
                work,
                waits,
                usual_gap,
                pauses: Vec::new(),
            }
        }
    }

    fn wait(from: i64, until: i64, on: Option<usize>, asked: bool) -> Wait {
        let spent = if on.is_some() { Spent::Waiting } else { Spent::DecidingAbove };
        Wait { from, until, on, spent, asked, is_partial: false }
    }

    fn told(days: &[Attributed]) -> String {
        let letter = |day: &Attributed| match day.spent {
            Spent::DecidingAbove | Spent::DecidingWithin | Spent::Deciding => 'd',
            Spent::Waiting => char::from(b'0' + u8::try_from(day.wait.unwrap_or(0)).expect("few waits")),
            Spent::Working => 'w',
            Spent::Dormant => '.',
            Spent::Paused => 'p',
            Spent::Unknown => '?',
        };
        days.iter().map(letter).collect()
    }

    /// Thirty days worked by hand, one rule after the other.
    #[test]
    fn the_first_rule_that_applies_decides() {
        let mut known = Known { elapsed: 30, committed: 5, ..Known::default() };
        assert_eq!(told(&attribute(&known)), "ddddd?????????????????????????");
        known.waits.push(wait(8, 12, Some(3), true));
        assert_eq!(told(&attribute(&known)), "ddddd???0000??????????????????");
        // An older question holds the day, also before the commitment; a younger one only what it leaves.
        known.waits.push(wait(3, 10, Some(9), true));
        known.waits.push(wait(11, 14, None, true));
        assert_eq!(told(&attribute(&known)), "ddd111111100dd????????????????");
        // What only stands stated as blocking fills what nobody was asked for.
        known.waits.push(wait(0, 18, Some(2), false));
        assert_eq!(told(&attribute(&known)), "ddd111111100dd3333????????????");
        // Work goes before all of it, over a weekend too; a longer gap that is usual is work where nothing is open.
        known.work = vec![6, 9, 16, 20, 25];
        known.signs.clone_from(&known.work);
        assert_eq!(told(&attribute(&known)), "ddd111wwww00dd33w3??w????w????");
        known.usual_gap = Some(4);
        assert_eq!(told(&attribute(&known)), "ddd111wwww00dd33w3www....w....");
        known.usual_gap = Some(5);
        assert_eq!(told(&attribute(&known)), "ddd111wwww00dd33w3wwwwwwwwwwww");
        assert_eq!(attribute(&known)[9].open, 3);
        // A pause goes before every wait, and not before work that was seen.
        known.usual_gap = None;
        known.pauses = vec![(1, 12), (24, 40)];
        assert_eq!(told(&attribute(&known)), "dpppppwwwwppdd33w3??w???pwpppp");
    }

    /// An open approval of one story holds the days on which nothing else moved, and no others.
    #[test]
    fn what_one_change_waits_for_holds_only_days_without_other_work() {
        let partial = |from, until| Wait { is_partial: true, ..wait(from, until, Some(0), true) };
        let mut known = Known { elapsed: 30, waits: vec![partial(4, 26)], ..Known::default() };
        assert_eq!(told(&attribute(&known)), "????0000000000000000000000????", "no work is seen at all");
        known.work = vec![2, 28];
        known.signs.clone_from(&known.work);
        assert_eq!(told(&attribute(&known)), "??w?0000000000000000000000??ww", "work before and after it only");
        for inside in [4, 25] {
            known.work = vec![2, inside, 28];
            assert!(
                attribute(&known).iter().all(|day| day.spent != Spent::Waiting),
                "something else moved on {inside}"
            );
        }
        for beside in [3, 26] {
            known.work = vec![2, beside, 28];
            assert!(attribute(&known).iter().any(|day| day.spent == Spent::Waiting), "nothing moved before {beside}");
        }
        // Where the usual gap is known, it waits from the day on which the others fell silent.
        known.work = vec![2, 6, 10, 14, 28];
        known.signs.clone_from(&known.work);
        known.usual_gap = Some(4);
        assert_eq!(told(&attribute(&known)), "..wwwwwwwwwwwww00000000000..ww");
        // What all of it waits for is not so.
        known.waits = vec![wait(4, 26, Some(0), true)];
        assert_eq!(told(&attribute(&known)), "..ww00w000w000w00000000000..ww");
    }

    /// For any evidence each day has one state, and waits that lie outside the ledger change nothing.
    #[test]
    fn every_day_has_exactly_one_state() {
        let mut dice = Dice(7);
        for _ in 0..500 {
            let known = Known::thrown(&mut dice);
            let elapsed = known.elapsed;
            let days = attribute(&known);
            assert_eq!(days.len() as i64, elapsed);
            for (day, one) in (0..).zip(&days) {
                let open = known.waits.iter().filter(|wait| wait.from <= day && day < wait.until).count();
                assert_eq!(one.open as usize, open);
                let held = one.wait.map(|at| &known.waits[at]);
                assert!(held.is_none_or(|wait| wait.from <= day && day < wait.until && wait.spent == one.spent));
                assert_eq!(one.spent == Spent::Waiting, held.is_some_and(|wait| wait.on.is_some()));
                if known.work.contains(&day) {
                    assert_eq!(one.spent, Spent::Working);
                }
                // Whoever was asked first holds the day.
                if let Some(held) = held.filter(|wait| wait.asked) {
                    let older = |wait: &&Wait| {
                        let holds = |(from, until): (i64, i64)| from <= day && day < until;
                        wait.asked
                            && wait.from < held.from
                            && wait.is_partial == held.is_partial
                            && known.held_alone(wait).into_iter().any(holds)
                    };
                    assert_eq!(known.waits.iter().find(older), None);
                }
            }
        }
    }
}
