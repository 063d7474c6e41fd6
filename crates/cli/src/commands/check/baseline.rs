//! The file of findings that are known.

use std::path::PathBuf;

use onethread_core::check::{Baseline, Checked};
use onethread_core::words::plural;
use onethread_report::inert::inert;
use onethread_workspace::Folder;

use crate::args::check::CheckArgs;
use crate::output::{self, Failure};

/// Where it is written when neither the command line nor the settings say where.
const FILE: &str = "onethread-baseline.json";
/// A larger file is no baseline, in bytes.
const BYTES_MAX: u64 = 64 << 20;

/// The file that the command line or the settings name.
fn path(args: &CheckArgs, folder: &Folder) -> Option<PathBuf> {
    let settings = folder.config.check.baseline.as_ref().map(|at| folder.root.join(&at.value));
    args.baseline.clone().or(settings)
}

/// Takes known findings out of what was found, where a baseline is named.
///
/// # Errors
/// When the file cannot be read as one.
pub(super) fn subtract(args: &CheckArgs, folder: &Folder, checked: &mut Checked) -> Result<(), Failure> {
    let Some(path) = path(args, folder) else { return Ok(()) };
    let shown = path.display().to_string();
    let failure = |why: String| {
        let help = "onethread check --write-baseline writes one from what is found now";
        Failure::new(format!("the baseline {} cannot be read: {}", inert(&shown), inert(&why)), help)
    };
    let size = std::fs::metadata(&path).map_err(|error| failure(error.to_string()))?.len();
    if size > BYTES_MAX {
        return Err(failure(format!("it has {size} bytes; more than {BYTES_MAX} are not read")));
    }
    let text = std::fs::read_to_string(&path).map_err(|error| failure(error.to_string()))?;
    Baseline::parse(&text).map_err(failure)?.subtract(checked);
    Ok(())
}

/// Writes what was found as known.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(args: &CheckArgs, folder: &Folder, checked: &Checked) -> Result<(), Failure> {
    let path = path(args, folder).unwrap_or_else(|| folder.root.join(FILE));
    let baseline = Baseline::of(&checked.findings);
    let text = baseline.to_json().map_err(|error| Failure::new(format!("no baseline can be made: {error}"), ""))?;
    output::write(&path, &text)?;
    let known = plural(baseline.len(), "finding is", "findings are");
    output::say(&format!("{known} known from now on: {}\n", inert(&path.display().to_string())));
    if args.baseline.is_none() && folder.config.check.baseline.is_none() {
        output::say(&format!("name the file in onethread.toml: [check] baseline = \"{FILE}\"\n"));
    }
    Ok(())
}
