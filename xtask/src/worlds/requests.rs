//! Queues of requests: what initiatives ask other teams for, and how long the answers take.

use std::fmt::Write as _;

use onethread_kernel::random::Stream;

use super::records::{Records, day_ago, name};

/// How an organization asks and is answered.
#[derive(Clone, Copy)]
pub(super) struct Requests {
    pub(super) initiatives: usize,
    /// Days from one request of an initiative to the next, on average.
    pub(super) every_days: f64,
    /// Days to an answer, on average; exponential.
    pub(super) answer_days: f64,
    /// First day of records, before the day of the world.
    pub(super) since: i64,
    /// How many times as many requests come at the end as at the beginning.
    pub(super) growth: f64,
    /// How far requests lie above and below their mean over a year, as a share of it.
    pub(super) season: f64,
    /// Whether hardly anything is asked for in the middle of June of each year.
    pub(super) pause: bool,
    /// Days before the day of the world from which on answers take so many times as long, for the first so many
    /// initiatives.
    pub(super) slower: (i64, f64, usize),
}

pub(super) const STEADY: Requests = Requests {
    initiatives: 14,
    every_days: 14.0,
    answer_days: 10.0,
    since: 1_300,
    growth: 1.0,
    season: 0.0,
    pause: false,
    slower: (0, 1.0, 0),
};

impl Requests {
    /// Draws all requests, and gives the files of the organization.
    pub(super) fn draw(self, stream: &mut Stream, evidence: &mut Records) -> String {
        let mut files = String::new();
        let since = day_ago(self.since);
        for at in 0..self.initiatives {
            let id = name(at);
            let _ = writeln!(files, "[initiative.{id}]\nidea = {since}\nteam = \"{id}\"");
            // Some initiatives ask three times as often as others.
            let busy = 0.5 + stream.unit();
            let phase = stream.unit() * 0.1;
            self.ask(stream, evidence, &id, busy, phase, at);
        }
        files
    }

    fn ask(self, stream: &mut Stream, evidence: &mut Records, id: &str, busy: f64, phase: f64, at: usize) {
        let most = busy / self.every_days * self.growth.max(1.0) * (1.0 + self.season);
        let mut ago = self.since as f64;
        loop {
            ago -= stream.exponential(1.0 / most);
            if ago < 0.0 {
                return;
            }
            let grown = 1.0 + (self.growth - 1.0) * (1.0 - ago / self.since as f64);
            let year = 1.0 + self.season * (std::f64::consts::TAU * (ago / 365.25 + phase)).sin();
            // The day of the world is the 30th of June.
            let idle = self.pause && (7.0..21.0).contains(&(ago % 365.25));
            let rate = busy / self.every_days * grown * year * if idle { 0.05 } else { 1.0 };
            if !stream.chance(rate / most) {
                continue;
            }
            let (from, times, first) = self.slower;
            let slow = if (ago as i64) < from && at < first { times } else { 1.0 };
            let asked = ago as i64;
            evidence.review(id, "board", asked, asked - stream.exponential(self.answer_days * slow).round() as i64);
        }
    }
}
