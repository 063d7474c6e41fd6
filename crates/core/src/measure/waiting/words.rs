//! A ledger in words.

use super::{EndedBy, Ledger, WaitedOn};
use crate::words::{days, percent, plural, range, thousands};

/// Names that are shown; the rest is counted.
const NAMED_MAX: usize = 3;

impl Ledger {
    /// Whether anything is known of any day.
    pub fn tells_anything(&self) -> bool {
        self.unknown_days < self.elapsed_days
    }

    /// What the days were spent on, as a sentence without a full stop.
    pub fn words(&self) -> String {
        let end = match self.ended_by {
            EndedBy::Value => "to the first value",
            EndedBy::Release => "to the first release, as no first value is stated",
            EndedBy::GivenUp => "until it was given up",
            EndedBy::Open => "so far",
        };
        let all = format!("{} {end}", days(self.elapsed_days));
        let parts: Vec<String> = [
            (self.deciding_days, "deciding".to_owned()),
            (self.waiting_days, format!("waiting{}", self.named())),
            (self.working_days, "working".to_owned()),
            (self.dormant_days, "stalled".to_owned()),
            (self.unknown_days, "not known".to_owned()),
        ]
        .into_iter()
        .filter(|(days, _)| *days > 0)
        .map(|(days, what)| format!("{} {what}", count(days)))
        .collect();
        if parts.is_empty() { all } else { format!("{all}: {}", parts.join(", ")) }
    }

    /// ` on payments`, or ` (70 on payments, 18 on legal)`.
    fn named(&self) -> String {
        let held: Vec<&WaitedOn> = self.waits.iter().filter(|wait| wait.days > 0).collect();
        match held[..] {
            [] => String::new(),
            [one] => format!(" on {}", one.on),
            _ => {
                let named = held.iter().take(NAMED_MAX).map(|wait| format!("{} on {}", count(wait.days), wait.on));
                let mut named: Vec<String> = named.collect();
                let rest: i64 = held.iter().skip(NAMED_MAX).map(|wait| wait.days).sum();
                if rest > 0 {
                    named.push(format!("{} on {} more", count(rest), held.len() - NAMED_MAX));
                }
                format!(" ({})", named.join(", "))
            }
        }
    }

    /// What was open on days that were spent on something else; absent where nothing was.
    pub fn overlap_words(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.working_while_open_days > 0 {
            let days = days(self.working_while_open_days);
            parts.push(format!("on {days} of work a request was open at the same time"));
        }
        if self.several_open_days > 0 {
            let days = days(self.several_open_days);
            parts.push(format!("on {days} several requests were open, and the oldest counts"));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The share of days lost to others, as a sentence without a full stop; absent for a ledger of no day.
    pub fn drag_words(&self) -> Option<String> {
        let drag = self.drag?;
        let (low, high) = (percent(drag.low_share), percent(drag.high_share));
        let share = range(&low, &high);
        let silent = self.dormant_days + self.unknown_days;
        let unstated = self.deciding_days - self.deciding_above_days - self.deciding_within_days;
        let missing: Vec<String> = [(silent, "without evidence"), (unstated, "do not state who had to agree")]
            .into_iter()
            .filter(|(days, _)| *days > 0)
            .map(|(days, what)| format!("{} {what}", count(days)))
            .collect();
        let missing = if missing.is_empty() { String::new() } else { format!(" ({})", missing.join(", ")) };
        Some(format!("waiting for other teams or for levels above the leader: {share} of the days{missing}"))
    }

    /// What the ledger rests on.
    pub fn basis_words(&self) -> String {
        let asked = self.n - self.changes;
        let mut says = format!(
            "from {} with changes, and {} requested or stated as blocking",
            plural(self.changes, "day", "days"),
            plural(asked, "thing", "things")
        );
        if self.undated > 0 {
            let without = plural(self.undated, "blocking dependency has", "blocking dependencies have");
            says += &format!("; {without} no date and cannot be counted");
        }
        says
    }
}

fn count(days: i64) -> String {
    thousands(days.unsigned_abs().into())
}
