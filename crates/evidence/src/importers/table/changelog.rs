//! Transitions as intervals: each value with the day from which it held and the day on which the next one came.

use std::collections::BTreeMap;

/// A change from one value to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Transition {
    /// What changed.
    pub(super) of: String,
    /// The moment, as written: texts of one source sort as its moments do.
    pub(super) moment: String,
    /// The value before; absent where nothing says.
    pub(super) from: Option<String>,
    /// The value from then on; absent where it was removed.
    pub(super) to: Option<String>,
}

/// A value and how long it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) of: String,
    pub(super) value: Option<String>,
    /// The moment from which it held.
    pub(super) since: String,
    /// The moment of the next one; absent while it lasts.
    pub(super) until: Option<String>,
}

/// What is known beside the transitions.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    /// The moment at which the first value began.
    pub(super) start: Option<String>,
    /// The value without any transition.
    pub(super) now: Option<String>,
    /// The moment at which the last value ended.
    pub(super) end: Option<String>,
}

/// The intervals between transitions, in order of what changed and of time.
///
/// Tools write the newest first or last: equal moments keep the order of the file, or its reverse where the whole file
/// goes backwards.
pub(super) fn intervals(mut transitions: Vec<Transition>, bounds: &Bounds) -> Vec<Interval> {
    if let (Some(first), Some(last)) = (transitions.first(), transitions.last())
        && first.moment > last.moment
    {
        transitions.reverse();
    }
    let mut by_what: BTreeMap<String, Vec<Transition>> = BTreeMap::new();
    for transition in transitions {
        by_what.entry(transition.of.clone()).or_default().push(transition);
    }
    if by_what.is_empty()
        && let (Some(since), Some(now)) = (&bounds.start, &bounds.now)
    {
        let (value, since, until) = (Some(now.clone()), since.clone(), bounds.end.clone());
        return vec![Interval { of: String::new(), value, since, until }];
    }
    let mut all = Vec::new();
    for (of, mut steps) in by_what {
        steps.sort_by(|a, b| a.moment.cmp(&b.moment));
        if let (Some(since), Some(first)) = (&bounds.start, steps.first())
            && let Some(value) = &first.from
        {
            let until = Some(first.moment.clone());
            all.push(Interval { of: of.clone(), value: Some(value.clone()), since: since.clone(), until });
        }
        for (at, step) in steps.iter().enumerate() {
            let next = steps.get(at + 1).map(|next| next.moment.clone());
            let until = next.or_else(|| bounds.end.clone().filter(|end| *end >= step.moment));
            all.push(Interval { of: of.clone(), value: step.to.clone(), since: step.moment.clone(), until });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(of: &str, moment: &str, from: &str, to: &str) -> Transition {
        let value = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Transition { of: of.to_owned(), moment: moment.to_owned(), from: value(from), to: value(to) }
    }

    fn text(found: Vec<Interval>) -> Vec<String> {
        let one = |one: Interval| {
            format!("{} {} {}..{}", one.of, one.value.unwrap_or_default(), one.since, one.until.unwrap_or_default())
        };
        found.into_iter().map(one).collect()
    }

    #[test]
    fn each_value_holds_until_the_next_one() {
        let steps =
            vec![step("a", "03", "open", "review"), step("b", "04", "", "x"), step("a", "05", "review", "done")];
        let bounds = Bounds { start: Some("01".to_owned()), now: Some("done".to_owned()), end: Some("09".to_owned()) };
        let expected = ["a open 01..03", "a review 03..05", "a done 05..09", "b x 04..09"];
        assert_eq!(text(intervals(steps.clone(), &bounds)), expected);
        let backwards: Vec<Transition> = steps.iter().rev().cloned().collect();
        assert_eq!(text(intervals(backwards, &bounds)), expected, "newest first");
        assert_eq!(text(intervals(steps, &Bounds::default())), ["a review 03..05", "a done 05..", "b x 04.."]);
        assert_eq!(text(intervals(Vec::new(), &bounds)), [" done 01..09"]);
        assert_eq!(intervals(Vec::new(), &Bounds::default()), []);
        // Two on one moment: the order of the file, whichever way it goes.
        let tie = vec![step("a", "03", "x", "y"), step("a", "03", "y", "z"), step("a", "04", "z", "w")];
        let expected = ["a y 03..03", "a z 03..04", "a w 04.."];
        assert_eq!(text(intervals(tie.clone(), &Bounds::default())), expected);
        assert_eq!(text(intervals(tie.into_iter().rev().collect(), &Bounds::default())), expected);
    }

    proptest::proptest! {
        /// The intervals of one thing meet end to end, from the first moment to the last, and each transition begins one.
        #[test]
        fn intervals_meet(moments in proptest::collection::vec(0_u8..9, 1..12)) {
            let steps: Vec<Transition> = moments.iter().map(|at| step("a", &at.to_string(), "f", "t")).collect();
            let found = intervals(steps, &Bounds { start: Some("0".to_owned()), now: None, end: None });
            proptest::prop_assert_eq!(found.len(), moments.len() + 1);
            for pair in found.windows(2) {
                proptest::prop_assert_eq!(pair[0].until.as_ref(), Some(&pair[1].since));
            }
            proptest::prop_assert_eq!(found.last().and_then(|last| last.until.clone()), None);
        }
    }
}
