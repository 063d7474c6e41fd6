//! `cargo xtask bench check`: how long a check of large companies takes once their evidence is stored, and how much
//! memory.
//!
//! It is a benchmark: it prints, and judges nothing.

use std::path::Path;

use super::measure::{Cost, once, row};
use super::review::{COMPANIES, make, output, program, target, words};

/// Runs of each kind; the middle one is reported.
const RUNS: usize = 7;
/// Runs before those.
const WARM_UP: usize = 3;
/// What is run: every rule that is run unasked, every rule, and one alone, which shows what is not computed for nobody.
const KINDS: &[(&str, &[&str])] = &[
    ("all rules", &["check", "--exit-zero", "--format", "json"]),
    ("all rules, opt-in too", &["check", "--exit-zero", "--format", "json", "--select", "ALL"]),
    ("one rule, ST101", &["check", "--exit-zero", "--format", "json", "--select", "ST101"]),
];

/// Makes the companies, builds the program, and times checks that read the store.
///
/// # Errors
/// What could not be made, built or run.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let target = target(root);
    let program = program(root, &target)?;
    let mut said = "check of 10,000 people and 2,000 initiatives, evidence stored\n".to_owned();
    for company in COMPANIES {
        let folder = make(root, company, &target.join("bench"))?;
        for (name, command) in KINDS {
            let words = words(&program, command, &folder);
            // The first run may write the store of evidence, and files of the last two seconds are not believed.
            let mut findings = 0;
            for _ in 0..WARM_UP {
                findings = output(&words, &folder)?.1.matches("\"fingerprint\"").count();
            }
            let costs: Vec<Cost> =
                (0..RUNS).map(|_| once(Path::new("python3"), &words)).collect::<Result<_, String>>()?;
            said.push_str(&row(&format!("{company}: {name}, {findings} findings"), &costs));
        }
    }
    Ok(said)
}
