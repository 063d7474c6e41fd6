//! A ledger in words.

use super::{EndedBy, Ledger, WaitedOn};
use crate::words::{percent, plural, thousands};

/// Names that are told; the rest is counted.
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
            (self.dormant_days, "dormant".to_owned()),
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
                let told = held.iter().take(NAMED_MAX).map(|wait| format!("{} on {}", count(wait.days), wait.on));
                let mut told: Vec<String> = told.collect();
                let rest: i64 = held.iter().skip(NAMED_MAX).map(|wait| wait.days).sum();
                if rest > 0 {
                    told.push(format!("{} on {} more", count(rest), held.len() - NAMED_MAX));
                }
                format!(" ({})", told.join(", "))
            }
        }
    }

    /// What was open on days that were spent on something else; absent where nothing was.
    pub fn overlap_words(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.working_while_open_days > 0 {
            let days = days(self.working_while_open_days);
            parts.push(format!("on {days} of work something was waited for all the same"));
        }
        if self.several_open_days > 0 {
            let days = days(self.several_open_days);
            parts.push(format!("on {days} several things were, and the oldest question holds the day"));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The share of days lost to others, as a sentence without a full stop; absent for a ledger of no day.
    pub fn drag_words(&self) -> Option<String> {
        let drag = self.drag?;
        let (low, high) = (percent(drag.low_share), percent(drag.high_share));
        let share = if low == high { low } else { format!("{} to {high}", low.trim_end_matches(" %")) };
        let silent = self.dormant_days + self.unknown_days;
        let unstated = self.deciding_days - self.deciding_above_days - self.deciding_within_days;
        let missing: Vec<String> = [(silent, "say nothing"), (unstated, "do not say who had to agree")]
            .into_iter()
            .filter(|(days, _)| *days > 0)
            .map(|(days, what)| format!("{} {what}", count(days)))
            .collect();
        let missing = if missing.is_empty() { String::new() } else { format!(" ({})", missing.join(", ")) };
        Some(format!("seen to wait for others or for levels above the leader: {share} of the days{missing}"))
    }

    /// What the ledger rests on.
    pub fn basis_words(&self) -> String {
        let asked = self.n - self.changes;
        let mut says = format!(
            "from {} with changes, and {} asked for or stated to block",
            plural(self.changes, "day", "days"),
            plural(asked, "thing", "things")
        );
        if self.undated > 0 {
            let without = plural(self.undated, "blocking dependency has", "blocking dependencies have");
            says += &format!("; {without} no day and cannot be counted");
        }
        says
    }
}

fn days(days: i64) -> String {
    plural(usize::try_from(days).unwrap_or(0), "day", "days")
}

fn count(days: i64) -> String {
    thousands(days.unsigned_abs().into())
}
