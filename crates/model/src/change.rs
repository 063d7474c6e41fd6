//! The words a verdict uses for what would alter it. `plan` prices them; `report` says them.

use schemars::JsonSchema;
use serde::Serialize;

/// Something that would alter a verdict on an initiative.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
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
    /// Free changes to an initiative's code from changes elsewhere.
    Decouple {
        /// Which initiative.
        initiative: String,
        /// From what, as `team:id`, or a component or path whose team is not known.
        from: String,
    },
    /// Take away or delegate a gate that work must pass, or plan how it goes away.
    RemoveGate {
        /// Of which initiative.
        initiative: String,
        /// The id of the gate.
        gate: String,
    },
    /// Agree on days within which reversible decisions are made.
    DecideSooner {
        /// Of which initiative.
        initiative: String,
        /// Within how many days.
        days: u32,
    },
    /// Agree on what is measured.
    AddMetric {
        /// For which initiative.
        initiative: String,
    },
    /// Complete what is written or recorded of a metric.
    CompleteMetric {
        /// Of which initiative.
        initiative: String,
        /// Its name.
        metric: String,
        /// What it lacks: `owner`, `source`, `kind`, `cadence`, `baseline`, `target`, `values`.
        missing: Vec<String>,
    },
    /// Find values of a metric from before the first feature.
    MeasureFirst {
        /// Of which initiative.
        initiative: String,
        /// Its name.
        metric: String,
    },
    /// Write the principles that decide when two good things collide.
    WriteTenets {
        /// Of which initiative.
        initiative: String,
    },
    /// Drop tenets that are too many or that say again what the organization says.
    CutTenets {
        /// Of which initiative.
        initiative: String,
        /// How many have to go.
        tenets: usize,
    },
    /// Write down what came of decisions.
    RecordOutcome {
        /// Of which initiative.
        initiative: String,
        /// Of how many decisions.
        decisions: usize,
    },
    /// Write what a charter lacks.
    WriteCharter {
        /// Of which initiative.
        initiative: String,
        /// What is missing: `purpose`, `scope`, `metric`, `decision-rights`.
        missing: Vec<String>,
    },
    /// Put people of a role on the team.
    AddRole {
        /// Of which initiative.
        initiative: String,
        /// The role.
        role: String,
        /// How many people.
        people: usize,
    },
    /// Let somebody who can tell put a name and a date to an answer.
    Attest {
        /// On which initiative.
        initiative: String,
        /// Which question, by its key.
        criterion: String,
    },
    /// Leave decisions that can be taken back to the leader.
    DelegateDecisions {
        /// Of which initiative.
        initiative: String,
    },
    /// Give the initiative the form that its kind of work asks for.
    ChangeForm {
        /// Which initiative.
        initiative: String,
        /// `sto`, `stl` or `functional`.
        to: String,
        /// How many members would change manager, as far as known.
        people: usize,
    },
    /// Say why the initiative has the form it has.
    GiveReason {
        /// Which initiative.
        initiative: String,
    },
}
