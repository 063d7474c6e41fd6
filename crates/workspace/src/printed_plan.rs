//! The plan that was printed last in a folder, so that a number names a row of it and of no other.
//!
//! Input: the rows of a plan. Output: a small file in the folder of what is made for one machine, and the row that a number
//! or an id names now. A number holds only as long as the row that it stood beside is still the same.

use onethread_core::plan::{Plan, PlanOptions, PlanRow};
use onethread_files::{FileFailure, Root, Writing};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fingerprint::{changes_part, part, shown};

const FOLDER: &str = ".onethread";
const FILE: &str = ".onethread/plan.json";
/// Most bytes of it that are read.
const BYTES_MAX: u64 = 1 << 20;
/// Bytes of a mark that are kept.
const MARK_BYTES: usize = 6;

/// A plan as it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedPlan {
    /// Its day, as in files.
    pub as_of: String,
    /// The one initiative that it was about.
    pub initiative: Option<String>,
    /// Whose decisions it was about.
    pub role: Option<String>,
    /// How many rows it could have.
    pub max: usize,
    /// Its rows.
    pub rows: Vec<PrintedRow>,
    /// A fingerprint of all its rows.
    pub fingerprint: String,
}

/// A row as it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedRow {
    /// Its number.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// What it said.
    pub says: String,
    /// What differs as soon as any of its changes does.
    pub mark: String,
}

/// Why a number or an id names no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowNameError {
    /// No plan was printed here.
    NothingPrinted,
    /// The plan that was printed has no such row.
    NotPrinted {
        /// The rows that it has, as `number id`.
        rows: Vec<String>,
    },
    /// The row of that number is another one now, or none.
    Moved {
        /// The row as it was printed.
        printed: Box<PrintedRow>,
        /// The row of that number now, as its id and what it says.
        now: Option<(String, String)>,
        /// The number of the printed row now, where it is still there.
        elsewhere: Option<usize>,
    },
    /// No row of the plan has that id now.
    UnknownId {
        /// The ids that there are.
        ids: Vec<String>,
    },
}

impl PrintedPlan {
    /// A plan, as it is to be remembered.
    pub fn of(plan: &Plan, options: &PlanOptions) -> PrintedPlan {
        let row = |row: &PlanRow| PrintedRow {
            number: row.number,
            id: row.id.clone(),
            says: row.says.clone(),
            mark: mark_of(row),
        };
        let rows: Vec<PrintedRow> = plan.rows.iter().map(row).collect();
        let mut hash = Sha256::new();
        rows.iter().for_each(|row| part(&mut hash, row.mark.as_bytes()));
        PrintedPlan {
            as_of: plan.as_of.to_string(),
            initiative: options.initiative.clone(),
            role: options.role.clone(),
            max: options.max,
            rows,
            fingerprint: shown(hash, MARK_BYTES),
        }
    }

    /// What was asked for when it was printed.
    pub fn options(&self) -> PlanOptions {
        PlanOptions { initiative: self.initiative.clone(), role: self.role.clone(), max: self.max.max(1) }
    }

    /// The one that was printed last; `None` where none was, or where it cannot be read.
    pub fn read(root: &Root) -> Option<PrintedPlan> {
        let text = root.read_text(FILE, BYTES_MAX).ok()??;
        serde_json::from_str(&text).ok()
    }

    /// Remembers it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, writing: &Writing) -> Result<(), FileFailure> {
        writing.root().make_local(FOLDER)?;
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        writing.overwrite(FILE, format!("{text}\n").as_bytes())
    }

    /// The row that a number of the printed plan names now.
    fn row_numbered<'p>(&self, number: usize, now: &'p Plan) -> Result<&'p PlanRow, RowNameError> {
        let Some(printed) = self.rows.iter().find(|row| row.number == number) else {
            let rows = self.rows.iter().map(|row| format!("{} {}", row.number, row.id)).collect();
            return Err(RowNameError::NotPrinted { rows });
        };
        let there = now.rows.iter().find(|row| row.number == number);
        match there {
            Some(row) if row.id == printed.id && mark_of(row) == printed.mark => Ok(row),
            _ => Err(RowNameError::Moved {
                printed: Box::new(printed.clone()),
                now: there.map(|row| (row.id.clone(), row.says.clone())),
                elsewhere: now.rows.iter().find(|row| mark_of(row) == printed.mark).map(|row| row.number),
            }),
        }
    }
}

/// The row of a plan that a name names: an id names it by itself, a number only in the plan that was printed last.
///
/// # Errors
/// Why it names none.
pub fn row_named<'p>(printed: Option<&PrintedPlan>, now: &'p Plan, name: &str) -> Result<&'p PlanRow, RowNameError> {
    match name.parse::<usize>() {
        Ok(number) => printed.ok_or(RowNameError::NothingPrinted)?.row_numbered(number, now),
        Err(_) => now
            .rows
            .iter()
            .find(|row| row.id == name)
            .ok_or_else(|| RowNameError::UnknownId { ids: now.rows.iter().map(|row| row.id.clone()).collect() }),
    }
}

/// What differs as soon as any change of a row does.
fn mark_of(row: &PlanRow) -> String {
    let mut hash = Sha256::new();
    part(&mut hash, row.id.as_bytes());
    changes_part(&mut hash, &row.changes);
    shown(hash, MARK_BYTES)
}
