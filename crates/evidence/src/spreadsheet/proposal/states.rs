//! What the status of an initiative says.

use onethread_model::record::short;

/// What a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Work is under way.
    Live,
    /// It ended, and was delivered.
    Done,
    /// It ended without.
    Dropped,
    /// Nobody works on it for now.
    Paused,
    /// No work has begun.
    NotBegun,
}

/// A status of a person's own, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The status as sheets write it.
    pub status: String,
    /// What it says.
    pub says: State,
}

impl Meaning {
    /// Reads `Accepted=live`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Meaning, String> {
        const WORDS: [(&str, State); 5] = [
            ("live", State::Live),
            ("done", State::Done),
            ("dropped", State::Dropped),
            ("paused", State::Paused),
            ("planned", State::NotBegun),
        ];
        let known = "live, done, dropped, paused or planned";
        let (status, word) =
            text.rsplit_once('=').ok_or_else(|| format!("expected a status, `=` and one of {known}"))?;
        let word = word.trim().to_lowercase();
        match WORDS.iter().find(|(known, _)| *known == word) {
            Some((_, says)) => Ok(Meaning { status: status.trim().to_owned(), says: *says }),
            None => Err(format!("a status cannot mean `{}`, only {known}", short(&word))),
        }
    }
}

const STATES: &[(State, &[&str])] = &[
    (
        State::Live,
        &[
            "live",
            "active",
            "in progress",
            "inprogress",
            "ongoing",
            "running",
            "started",
            "doing",
            "wip",
            "open",
            "current",
            "under way",
            "underway",
            "in flight",
            "on track",
            "off track",
            "at risk",
            "delayed",
            "late",
            "blocked",
            "committed",
            "building",
            "build",
            "in development",
            "development",
            "implementation",
            "in implementation",
            "execution",
            "executing",
            "delivery",
            "discovery",
            "design",
            "testing",
            "in test",
            "in review",
            "in qa",
            "analysis",
            "in analysis",
            "pilot",
            "alpha",
            "beta",
            "rollout",
            "green",
            "yellow",
            "amber",
            "red",
        ],
    ),
    (
        State::Done,
        &[
            "done",
            "complete",
            "completed",
            "closed",
            "shipped",
            "delivered",
            "launched",
            "finished",
            "released",
            "ended",
            "implemented",
            "resolved",
            "achieved",
            "in production",
        ],
    ),
    (
        State::Dropped,
        &[
            "dropped",
            "cancelled",
            "canceled",
            "abandoned",
            "rejected",
            "not accepted",
            "not approved",
            "declined",
            "obsolete",
            "superseded",
            "terminated",
            "withdrawn",
            "stopped",
            "killed",
            "wont do",
            "won't do",
            "wont fix",
            "won't fix",
            "discontinued",
        ],
    ),
    (State::Paused, &["paused", "on hold", "hold", "deferred", "parked", "suspended", "frozen", "postponed"]),
    (
        State::NotBegun,
        &[
            "planned",
            "proposed",
            "idea",
            "backlog",
            "not started",
            "not yet started",
            "yet to start",
            "provisional",
            "selected for development",
            "intake",
            "todo",
            "to do",
            "new",
            "draft",
            "future",
            "candidate",
            "pending",
            "planning",
            "up next",
            "next",
            "upcoming",
            "scheduled",
        ],
    ),
];

/// What a status usually says.
pub(super) fn usual(written: &str) -> Option<State> {
    let text = written.to_lowercase().replace(['-', '_'], " ");
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    STATES.iter().find(|(_, words)| words.contains(&text)).map(|(state, _)| *state)
}
