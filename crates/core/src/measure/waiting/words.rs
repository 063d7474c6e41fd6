//! A ledger in words.

use super::{DaySums, EndedBy, Held, HolderTotal, Ledger, WaitedOn, WaitingTotals};
use crate::words::{days, percent, plural, range, thousands};

/// Names that are shown; the rest is counted.
const NAMED_MAX: usize = 3;

/// Decisions that had to go above the leader, among those that hold up days.
const ABOVE: &str = "decisions above the leader";

impl Ledger {
    /// Whether anything is known of any day.
    pub fn tells_anything(&self) -> bool {
        self.days.unknown_days < self.days.elapsed_days
    }

    /// What the days were spent on, as a sentence without a full stop.
    pub fn words(&self) -> String {
        let end = match self.ended_by {
            EndedBy::GivenUp => "until it was given up",
            EndedBy::Ended => "until it ended",
            EndedBy::Value | EndedBy::Release | EndedBy::Open => "so far",
        };
        let on = match self.waits.iter().filter(|wait| wait.held.days > 0).collect::<Vec<_>>()[..] {
            [one] => format!(" on {}", one.on),
            _ => String::new(),
        };
        self.days.words(&format!("{} {end}", days(self.days.elapsed_days)), &on)
    }

    /// What the days to the first value were spent on, as a sentence without a full stop; absent where none came yet.
    pub fn road_words(&self) -> Option<String> {
        let end = match self.road.ended_by {
            EndedBy::Value => "to the first value",
            EndedBy::Release => "to the first release, as no first value is stated",
            _ => return None,
        };
        Some(self.road.days.words(&format!("{} {end}", days(self.road.days.elapsed_days)), ""))
    }

    /// Who alone held it up: in the last days, then at any time; absent where it never waited and nothing had to be
    /// decided above the leader.
    pub fn alone_words(&self) -> Option<String> {
        let waits = self.waits.iter().map(|wait| (wait.on.as_str(), &wait.held));
        let held: Vec<(&str, &Held)> = waits.chain([(ABOVE, &self.above)]).collect();
        if held.iter().all(|(_, held)| held.any_days() == 0) {
            return None;
        }
        let listed = |days: fn(&Held) -> i64| named(held.iter().map(|(on, held)| (*on, days(held))));
        let window = self.recent.days.elapsed_days;
        let recent = match listed(|held| held.alone_recent_days) {
            Some(names) => format!("days of the last {} on which only one thing was missing: {names}", count(window)),
            None => format!("nobody alone held up a day of the last {}", count(window)),
        };
        let ever = match listed(|held| held.alone_days) {
            Some(names) => format!("; since {}: {names}", self.from),
            None => "; nor any before".to_owned(),
        };
        Some(recent + if window < self.days.elapsed_days { &ever } else { "" })
    }

    /// What was open on days that were spent on something else; absent where nothing was.
    pub fn overlap_words(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.days.working_while_open_days > 0 {
            let days = days(self.days.working_while_open_days);
            parts.push(format!("on {days} of work a request was open at the same time"));
        }
        if self.days.several_open_days > 0 {
            let days = days(self.days.several_open_days);
            parts.push(format!("on {days} several requests were open, and the oldest counts"));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The share of days lost to others, as a sentence without a full stop; absent for a ledger of no day.
    pub fn drag_words(&self) -> Option<String> {
        let drag = self.drag?;
        let (low, high) = (percent(drag.low_share), percent(drag.high_share));
        let share = range(&low, &high);
        let (silent, unstated) = (self.days.silent_days(), self.days.unstated_days());
        let missing: Vec<String> = [(silent, "without evidence"), (unstated, "do not state who had to agree")]
            .into_iter()
            .filter(|(days, _)| *days > 0)
            .map(|(days, what)| format!("{} {what}", count(days)))
            .collect();
        let missing = if missing.is_empty() { String::new() } else { format!(" ({})", missing.join(", ")) };
        let all = days(self.days.elapsed_days);
        Some(format!("waiting for other teams or for levels above the leader: {share} of {all}{missing}"))
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
            let without = plural(self.undated, "blocking dependency does", "blocking dependencies do");
            says += &format!("; {without} not say since when, so no day of it is counted");
        }
        says
    }
}

impl WaitedOn {
    /// What it held up, as a sentence without a full stop: alone first, then with others, then what is attributed.
    pub fn words(&self, window_days: u32) -> String {
        let held = self.held.words(window_days, self.stated_blocking_days);
        format!("{}{}: {held}, open on {}", self.on, gone(self.in_force), days(self.open_days))
    }
}

impl HolderTotal {
    /// What it held up over all initiatives, as a sentence without a full stop.
    pub fn words(&self, window_days: u32) -> String {
        let held = self.held.words(window_days, self.stated_blocking_days);
        let of = plural(self.initiatives, "initiative", "initiatives");
        format!("{}{}: {held}, of {of}", self.on, gone(self.in_force))
    }
}

fn gone(in_force: Option<bool>) -> &'static str {
    if in_force == Some(false) { " (no longer in force)" } else { "" }
}

impl Held {
    fn words(&self, window_days: u32, stated: i64) -> String {
        let first = self.pairs.first().map(|pair| (format!("{} with {}", count(pair.days), pair.with), pair.days));
        let others = self.any_days() - self.alone_days - first.as_ref().map_or(0, |(_, days)| *days);
        let more = (others > 0).then(|| format!("{} with others", count(others)));
        let together: String =
            first.map(|(says, _)| says).into_iter().chain(more).map(|says| format!(", {says}")).collect();
        let stated = if stated > 0 {
            format!(" ({} stated as blocking, and not observed)", count(stated))
        } else {
            String::new()
        };
        format!(
            "{} alone in the last {window_days}, {} ever{together}; {} attributed{stated}",
            days(self.alone_recent_days),
            count(self.alone_days),
            count(self.days)
        )
    }
}

impl DaySums {
    /// `203 days so far: 88 deciding, 50 waiting`, where `all` is the first part; `on` follows the days of waiting.
    fn words(&self, all: &str, on: &str) -> String {
        let parts: Vec<String> = [
            (self.deciding_days, "deciding".to_owned()),
            (self.waiting_days, format!("waiting{on}")),
            (self.working_days, "working".to_owned()),
            (self.dormant_days, "stalled".to_owned()),
            (self.paused_days, "paused".to_owned()),
            (self.unknown_days, "not known".to_owned()),
        ]
        .into_iter()
        .filter(|(days, _)| *days > 0)
        .map(|(days, what)| format!("{} {what}", count(days)))
        .collect();
        if parts.is_empty() { all.to_owned() } else { format!("{all}: {}", parts.join(", ")) }
    }

    /// `1,154 for decisions above the leader, 911 for other teams and approval gates`, as far as there were any.
    pub fn lost_words(&self) -> String {
        let stated = match self.stated_blocking_days {
            0 => String::new(),
            stated => format!(" ({} of these stated, not observed)", count(stated)),
        };
        let mut parts = Vec::new();
        if self.deciding_above_days > 0 {
            parts.push(format!("{} for {ABOVE}", count(self.deciding_above_days)));
        }
        if self.waiting_days > 0 {
            parts.push(format!("{} for other teams and approval gates{stated}", count(self.waiting_days)));
        }
        parts.join(", ")
    }

    /// `at least 2,065 of 4,514 days (46 to 58 %)` that were lost to waiting.
    pub fn lost_share_words(&self) -> String {
        let share = |days: i64| percent(days as f64 / self.elapsed_days.max(1) as f64);
        let (lost, possible) = (self.lost_days(), self.possible_days());
        let least = if possible > 0 { "at least " } else { "" };
        let shares = range(&share(lost), &share(lost + possible));
        format!("{least}{} of {} calendar days ({shares})", count(lost), count(self.elapsed_days))
    }
}

impl WaitingTotals {
    /// What all days were lost to, as a sentence without a full stop; absent where evidence shows no wait.
    pub fn words(&self) -> Option<String> {
        let of = plural(self.initiatives, "initiative", "initiatives");
        (self.days.lost_days() > 0).then(|| {
            format!("Waiting: {} of {of} since their ideas: {}", self.days.lost_share_words(), self.days.lost_words())
        })
    }

    /// Who alone held up a day lately, as a sentence without a full stop.
    pub fn alone_words(&self) -> String {
        let window = self.recent_window_days;
        let holders = self.holders.iter().map(|one| (one.on.as_str(), one.held.alone_recent_days));
        match named(holders.chain([(ABOVE, self.above.alone_recent_days)])) {
            Some(names) => {
                format!("Days of the last {window} on which only one thing was missing, added up: {names}")
            }
            None => format!("Nobody alone held up a day of the last {window}"),
        }
    }

    /// What the days to the first value were lost to, as a sentence without a full stop; absent where none were.
    pub fn road_words(&self) -> Option<String> {
        (self.road.lost_days() > 0).then(|| {
            format!("On the way to the first value: {}: {}", self.road.lost_share_words(), self.road.lost_words())
        })
    }
}

/// `carrier-board 13 days, legal 4, 2 more 5`: those with most days first; absent where there are none.
fn named<'n>(of: impl Iterator<Item = (&'n str, i64)>) -> Option<String> {
    let mut held: Vec<(&str, i64)> = of.filter(|(_, days)| *days > 0).collect();
    held.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let (first, _) = held.split_first()?;
    let mut names = vec![format!("{} {}", first.0, days(first.1))];
    names.extend(held.iter().take(NAMED_MAX).skip(1).map(|(on, days)| format!("{on} {}", count(*days))));
    let rest: i64 = held.iter().skip(NAMED_MAX).map(|(_, days)| days).sum();
    if rest > 0 {
        names.push(format!("{} more {}", held.len() - NAMED_MAX, count(rest)));
    }
    Some(names.join(", "))
}

fn count(days: i64) -> String {
    thousands(days.unsigned_abs().into())
}
