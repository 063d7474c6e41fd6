//! The words a verdict uses for what would alter it. `plan` prices them; `report` says them.

use serde::Serialize;

/// Something that would alter a verdict on an initiative.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Change {
    /// Name the one leader.
    NameLeader {
        /// Of which initiative.
        initiative: String,
    },
    /// Hand over all but one of the initiatives that share a leader.
    HandOver {
        /// The live initiatives that the leader has, this one included, in alphabetical order.
        initiatives: Vec<String>,
    },
    /// State which share of their time the leader or the members give.
    StateAllocation {
        /// To which initiative.
        initiative: String,
        /// Whether it is the leader's share that is missing.
        leader: bool,
        /// How many members' shares are missing.
        members: usize,
    },
    /// Free somebody from other work.
    Dedicate {
        /// For which initiative.
        initiative: String,
        /// How many people have work elsewhere.
        people: usize,
    },
    /// Say who works on it.
    NameMembers {
        /// On which initiative.
        initiative: String,
    },
    /// Say to whom members report.
    StateReportingLines {
        /// Of which initiative.
        initiative: String,
        /// How many members' lines are missing.
        members: usize,
    },
    /// Declare a dependency that evidence shows.
    DeclareDependency {
        /// Of which initiative.
        initiative: String,
        /// On what, as `kind:id`.
        on: String,
    },
    /// Say whether a dependency blocks.
    StateEffect {
        /// Of which initiative.
        initiative: String,
        /// On what, as `kind:id`.
        on: String,
    },
    /// Plan how a blocking dependency goes away.
    PlanDependency {
        /// Of which initiative.
        initiative: String,
        /// On what, as `kind:id`.
        on: String,
        /// What the plan lacks: `owner`, `move`, `by`.
        missing: Vec<String>,
    },
    /// Say what bounds the initiative.
    BoundScope {
        /// Which initiative.
        initiative: String,
    },
    /// Decide which of two initiatives has a piece of scope.
    DivideScope {
        /// Which initiative.
        initiative: String,
        /// The other one.
        with: String,
        /// The piece that both claim.
        scope: String,
    },
}
