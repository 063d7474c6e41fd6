//! Step 7: a plan: the few changes that are worth making, what to leave, and what cannot be known.

pub mod hiring;
mod ownership;
mod row;
pub mod triage;

pub use ownership::{OwnershipMove, OwnershipSearch};
pub use row::{
    CouldTake, DecidedRow, Detectable, EffectAnswer, EffectForm, LeaveRow, NotKnown, PaysFrom, Plan, PlanRefusal,
    PlanRow, PlanWindow, RowEffect, RowName, SavedDays, SavedPair, Support, Upkeep,
};

use onethread_model::Day;

use crate::measure::Snapshot;
use crate::moves::Refusal;

/// How many rows a plan has unless something else is asked for.
pub const ROWS_MAX: usize = 5;

/// What a plan is asked for beside the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The one initiative that it is about; all where absent.
    pub initiative: Option<String>,
    /// Whose decisions it is about, as a role such as `sponsor`, or the id of a position; everybody's where absent.
    pub role: Option<String>,
    /// How many rows it has at most, at least 1.
    pub max: usize,
}

impl Default for PlanOptions {
    fn default() -> PlanOptions {
        PlanOptions { initiative: None, role: None, max: ROWS_MAX }
    }
}

impl Plan {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";

    /// The row with this id, or with this number in words.
    pub fn row(&self, name: &str) -> Option<&PlanRow> {
        self.rows.iter().find(|row| row.id == name || row.number.to_string() == name)
    }
}

/// Plans for an organization as known at the end of a day.
///
/// # Errors
/// Why it is not about what was asked for: no such live initiative, or nobody of that role decides anything.
pub fn plan(snapshot: &Snapshot, day: Day, options: &PlanOptions) -> Result<Plan, Refusal> {
    let view = crate::measure::View::on(snapshot, day);
    Ok(Plan {
        schema_version: Plan::SCHEMA_VERSION,
        organization: view.organization().map(str::to_owned),
        as_of: day,
        agreement: view.inputs.agreement.clone(),
        initiative: options.initiative.clone(),
        role: options.role.clone(),
        initiatives: view.live().count(),
        window: PlanWindow { from: day, until: day, days: 0, history_from: None, newest_from: None },
        rows: Vec::new(),
        rows_cut: Vec::new(),
        refused: None,
        already_decided: Vec::new(),
        leave: Vec::new(),
        ownership: None,
        not_known: Vec::new(),
    })
}
