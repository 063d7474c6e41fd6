//! The file of findings that are known.

use onethread_core::check::{Baseline, Checked};
use onethread_core::words::plural;
use onethread_report::inert::inert;
use onethread_workspace::Folder;

use crate::args::check::CheckArgs;
use crate::output::{self, Failure};
use crate::places::{typed, writing, writing_beside};

/// Where it is written when neither the command line nor the settings say where.
const FILE: &str = "onethread-baseline.json";
/// A larger file is no baseline, in bytes.
const BYTES_MAX: u64 = 64 << 20;

/// Takes known findings out of what was found, where a baseline is named.
///
/// # Errors
/// When the file cannot be read as one.
pub(super) fn subtract(args: &CheckArgs, folder: &Folder, checked: &mut Checked) -> Result<(), Failure> {
    const HELP: &str = "onethread check --write-baseline writes one from what is found now";
    let (path, read) = match (&args.baseline, &folder.config.check.baseline) {
        (Some(path), _) => (path.display().to_string(), typed(path)?.read(BYTES_MAX)),
        (None, Some(at)) => (at.value.clone(), folder.root.read(&at.value, BYTES_MAX)),
        (None, None) => return Ok(()),
    };
    let read = read.map_err(|failure| {
        let mut failure = Failure::from(failure);
        failure.what = format!("the baseline cannot be used: {}", failure.what);
        failure.hint(HELP)
    })?;
    let failure =
        |why: String| Failure::new(format!("the baseline {} cannot be read: {}", inert(&path), inert(&why)), HELP);
    let bytes = read.ok_or_else(|| failure("there is no such file".to_owned()))?;
    let text = String::from_utf8(bytes).map_err(|_| failure("it is not UTF-8".to_owned()))?;
    Baseline::parse(&text).map_err(failure)?.subtract(checked);
    Ok(())
}

/// Writes what was found as known.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(args: &CheckArgs, folder: &Folder, checked: &Checked) -> Result<(), Failure> {
    let baseline = Baseline::of(&checked.findings);
    let text = baseline.to_json().map_err(|error| Failure::new(format!("no baseline can be made: {error}"), ""))?;
    let shown = match &args.baseline {
        Some(path) => {
            let _writing = writing_beside(&folder.root)?;
            typed(path)?.write(text.as_bytes())?;
            path.display().to_string()
        }
        None => {
            let path = folder.config.check.baseline.as_ref().map_or(FILE, |at| at.value.as_str());
            writing(&folder.root)?.overwrite(path, text.as_bytes())?;
            path.to_owned()
        }
    };
    let known = plural(baseline.len(), "finding is", "findings are");
    output::say(&format!("{known} known from now on: {}\n", inert(&shown)));
    if args.baseline.is_none() && folder.config.check.baseline.is_none() {
        output::say(&format!("name the file in onethread.toml: [check] baseline = \"{FILE}\"\n"));
    }
    Ok(())
}
