//! `cargo xtask bench check`: how long a check of a large company takes once its evidence is stored, and how much memory.
//!
//! It is a benchmark: it prints, and judges nothing.

use std::fmt::Write as _;
use std::path::Path;

use super::review::{company_and_program, run_on};

/// Runs of each kind; the middle one is told.
const RUNS: usize = 7;
/// Runs before those.
const WARM_UP: usize = 3;
/// What is run: every rule that is run unasked, every rule, and one alone, which shows what is not computed for nobody.
const KINDS: &[(&str, &[&str])] = &[
    ("all rules", &["check", "--exit-zero", "--format", "json"]),
    ("all rules, opt-in too", &["check", "--exit-zero", "--format", "json", "--select", "ALL"]),
    ("one rule, ST101", &["check", "--exit-zero", "--format", "json", "--select", "ST101"]),
];

/// Makes the company, builds the program, and times checks that read the store.
///
/// # Errors
/// What could not be made, built or run.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let (folder, program) = company_and_program(root)?;
    let mut said = "check of 10,000 people and 2,000 initiatives, evidence stored\n".to_owned();
    for (name, words) in KINDS {
        // The first run may write the store of evidence, and files of the last two seconds are not believed.
        for _ in 0..WARM_UP {
            run_on(&program, &folder, words)?;
        }
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            runs.push(run_on(&program, &folder, words)?);
        }
        runs.sort_by_key(|run| run.time);
        let peak = runs.iter().filter_map(|run| run.peak_mib).max();
        let peak = peak.map_or_else(|| "unknown".to_owned(), |mib| format!("{mib} MiB"));
        let millis = |at: usize| runs[at].time.as_millis();
        let findings = runs[0].said.matches("\"fingerprint\"").count();
        // Writing to a string cannot fail.
        let _ = writeln!(
            said,
            "{name:<28} {} ms (of {RUNS}: {} to {}), peak memory {peak}, {findings} findings",
            millis(RUNS / 2),
            millis(0),
            millis(RUNS - 1)
        );
    }
    Ok(said)
}
