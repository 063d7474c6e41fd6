//! What the status of an initiative says.

use onethread_model::record::short;

use crate::spreadsheet::names::canonical;

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

impl State {
    const ALL: [State; 5] = [State::Live, State::Done, State::Dropped, State::Paused, State::NotBegun];

    /// The word for it, as `--status` takes it.
    pub fn word(self) -> &'static str {
        match self {
            State::Live => "live",
            State::Done => "done",
            State::Dropped => "dropped",
            State::Paused => "paused",
            State::NotBegun => "planned",
        }
    }
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
        let known = "live, done, dropped, paused or planned";
        let (status, word) =
            text.rsplit_once('=').ok_or_else(|| format!("expected a status, `=` and one of {known}"))?;
        let word = word.trim().to_lowercase();
        match State::ALL.into_iter().find(|says| says.word() == word) {
            Some(says) => Ok(Meaning { status: status.trim().to_owned(), says }),
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
            "not selected",
            "not funded",
            "not pursued",
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
    let text = plain(written);
    STATES.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(state, _)| *state)
}

/// A status in lower case, without marks around it and between its words.
fn plain(status: &str) -> String {
    let text = status.to_lowercase().replace(['-', '_'], " ");
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether a status says that it is no more than an idea, to which nobody has committed.
pub(super) fn is_idea(status: &str) -> bool {
    const WORDS: [&str; 8] = ["idea", "ideas", "ideation", "concept", "proposed", "proposal", "candidate", "intake"];
    WORDS.contains(&canonical(status).as_str())
}

/// Whether a status says that a proposal was taken up. Beside proposals, that is live; in a list of deliveries it may be
/// the last step.
pub(super) fn is_agreed(status: &str) -> bool {
    const WORDS: [&str; 9] =
        ["accepted", "approved", "agreed", "adopted", "endorsed", "funded", "selected", "green lit", "confirmed"];
    WORDS.contains(&plain(status).as_str())
}

/// Whether a status says that something is proposed, or was and is not taken up.
pub(super) fn is_proposal(status: &str) -> bool {
    const WORDS: [&str; 12] = [
        "proposed",
        "proposal",
        "candidate",
        "submitted",
        "under review",
        "not accepted",
        "not approved",
        "not selected",
        "not funded",
        "rejected",
        "declined",
        "under consideration",
    ];
    WORDS.contains(&plain(status).as_str())
}
