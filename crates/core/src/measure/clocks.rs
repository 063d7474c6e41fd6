//! Which clock speaks first, and what is said of clocks.

use super::measures::time_to_value::{Clock, EntryDependence, SEEN_AT_ONCE_DAYS, Seen, TimeToValue};
use crate::words::{days, median_days, with_minus};

/// What is said of the way to one event: the clock that leads, and what stands beside it.
#[derive(Clone, Copy, Debug)]
pub struct Lead<'t> {
    /// The clock from the idea; where the day of filing says when it ends, the clock from filing.
    pub first: &'t TimeToValue,
    /// The clock from the idea for those that were filed at once; absent where all were.
    pub at_once: Option<&'t TimeToValue>,
    /// The clock from the idea for all, with delayed entry.
    pub idea: &'t TimeToValue,
}

/// What leads for each event, in the order of the clocks.
pub fn leads(times: &[TimeToValue]) -> Vec<Lead<'_>> {
    let of = |idea: &TimeToValue, clock: Clock, seen: Seen| {
        let wanted = |time: &&TimeToValue| {
            (&time.event, time.clock, time.seen, time.delayed_entry) == (&idea.event, clock, seen, true)
        };
        times.iter().find(wanted)
    };
    let ideas = times.iter().filter(|time| time.clock == Clock::Idea && time.seen == Seen::All && time.delayed_entry);
    ideas
        .map(|idea| {
            let filing = of(idea, Clock::Filing, Seen::All).filter(|_| idea.depends_on_entry());
            Lead { first: filing.unwrap_or(idea), at_once: of(idea, Clock::Idea, Seen::AtOnce), idea }
        })
        .collect()
}

impl Lead<'_> {
    /// Whether the clock from the idea gave way to that from filing.
    pub fn is_from_filing(&self) -> bool {
        self.first.clock == Clock::Filing
    }

    /// Why the clock from the idea does not lead, and what is known from the idea on, as a sentence without a full stop;
    /// absent where it leads.
    pub fn why(&self) -> Option<String> {
        let dependence = self.idea.entry_dependence.filter(|_| self.is_from_filing())?;
        let known = self.at_once.and_then(|time| Some((time, time.median_words()?)));
        let known = known.map_or_else(String::new, |(time, median)| {
            let n = format!("n = {}", time.n);
            format!("; from the idea, {median} for those filed within {SEEN_AT_ONCE_DAYS} days of it ({n})")
        });
        let idea = self.idea.median_days.map_or_else(
            || "a median over all is".to_owned(),
            |median| format!("the median of {} over all is", days(median)),
        );
        Some(format!(
            "the day of filing is associated with the day on which they {} ({}), so {idea} no estimate of the time \
             from the idea{known}; for the rest it depends on when they were filed",
            self.idea.event_words(),
            dependence.words()
        ))
    }
}

impl EntryDependence {
    /// The association in figures.
    pub fn words(&self) -> String {
        let p = match self.p {
            ..0.0001 => "p < 0.0001".to_owned(),
            p if p < 0.01 => format!("p = {p:.4}"),
            p => format!("p = {p:.2}"),
        };
        let (tau, z) = (with_minus(&format!("{:.3}", self.tau)), with_minus(&format!("{:.1}", self.z)));
        format!("Kendall's tau {tau}, Z {z}, {p}, n = {}", self.n)
    }
}

impl TimeToValue {
    /// The event as the end of "median time to ...".
    pub fn event_noun(&self) -> &str {
        match self.event.as_str() {
            "first-ship" => "first release",
            "first-value" => "first value",
            "first-feature" => "first feature (no first value is stated)",
            milestone => milestone,
        }
    }

    /// The event as the end of "half ...".
    pub fn event_words(&self) -> String {
        match self.event.as_str() {
            "first-ship" => "ship something first".to_owned(),
            "first-value" => "bring a customer first value".to_owned(),
            "first-feature" => "release a first feature (no first value is stated)".to_owned(),
            milestone => format!("reach {milestone}"),
        }
    }

    /// What became of those that did not reach it, as a sentence without a full stop; absent where all did or it was
    /// refused.
    pub fn rest_words(&self) -> Option<String> {
        let rest = (self.n - self.events).checked_sub(1).filter(|_| self.refused.is_none())? + 1;
        let dormant = match self.dormant {
            Some(dormant) => format!(", {dormant} have stalled"),
            None => String::new(),
        };
        Some(format!(
            "Of {rest} that did not {}, {} were given up{dormant}, and the rest continues",
            self.event_words(),
            self.given_up
        ))
    }

    /// The day from which days count, in words.
    pub fn clock_words(&self) -> &'static str {
        match self.clock {
            Clock::Idea => "the idea",
            Clock::Commitment => "the commitment",
            Clock::FirstChange => "the first change",
            Clock::Filing => "filing",
        }
    }

    /// Which initiatives are counted, after the day from which days count; empty where all are.
    pub fn seen_words(&self) -> String {
        match self.seen {
            Seen::All => String::new(),
            Seen::AtOnce => format!("filed within {SEEN_AT_ONCE_DAYS} days of the idea"),
            Seen::Later => format!("filed more than {SEEN_AT_ONCE_DAYS} days after the idea"),
        }
    }

    /// Whether the day of entry says when it ends, so that delayed entry does not hold.
    pub fn depends_on_entry(&self) -> bool {
        self.entry_dependence.is_some_and(|dependence| dependence.is_strong())
    }

    /// The median with its interval; absent where there is none.
    pub fn median_words(&self) -> Option<String> {
        self.median_days.map(|median| median_days(median, self.low_days, self.high_days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At two standard errors a clock leads; one step beyond, in either direction, it does not.
    #[test]
    fn two_standard_errors_are_the_limit() {
        let with = |z: f64| EntryDependence { n: 30, events: 10, tau: 0.1, z, p: 0.05 };
        assert!(!with(2.0).is_strong() && !with(-2.0).is_strong());
        assert!(with(2.000_001).is_strong() && with(-2.000_001).is_strong());
    }
}
