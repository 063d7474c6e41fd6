//! `onethread check`: rules over the organization's files and evidence.
//!
//! 1. [`settings`] says which rules run.
//! 2. The core runs them; where asked for, [`fix`] fixes what it can and has them run again.
//! 3. What a [`baseline`] knows is left out, and what a change did not bring: [`since`].
//! 4. [`print`] gives the answer in the form asked for.

mod baseline;
mod fix;
mod print;
mod settings;
mod since;
mod waivers;

use std::mem::ManuallyDrop;

use onethread_core::check::{Checked, Level, Settings, check};
use onethread_model::Day;
use onethread_report::check::{CheckReport, Since};
use onethread_report::diagnostics;
use onethread_workspace::Folder;
use onethread_workspace::files::FailureKind;

use super::{has_errors, read, read_on, unread, wrong_settings};
use crate::args::ColorWish;
use crate::args::check::{CheckArgs, CheckLevel};
use crate::output::{self, Failure};
use crate::places::{check_whole, writing};
use crate::statistics::timed;

/// Times that a folder is fixed that is written meanwhile.
const FIX_TRIES_MAX: usize = 4;

pub(super) fn run(args: &CheckArgs, color: ColorWish) -> Result<u8, Failure> {
    // Whoever writes into the files, or beside them, is about those on disk.
    let writes = args.fix || args.diff || args.add_waivers || args.write_baseline;
    let (mut folder, day) = if writes { read(&args.folder, args.as_of)? } else { read_on(&args.folder, args.as_of)? };
    if writes && !args.diff {
        check_whole(&folder)?;
    }
    let reported = folder.diagnostics.len();
    let settings = settings::resolve(args, &mut folder)?;
    let is_wrong = has_errors(&folder.diagnostics[reported..]);
    if args.show_settings {
        output::print(&settings::show(&settings))?;
        return Ok(0);
    }
    let mut checked = check_folder(&folder, day, &settings);
    if args.add_waivers {
        waivers::add(args, &folder, &checked)?;
        return Ok(0);
    }
    if args.write_baseline {
        baseline::write(args, &folder, &checked)?;
        return Ok(0);
    }
    if args.fix || args.diff {
        let mut fixed = fix::fix(&mut folder, day, &settings, checked, args.unsafe_fixes);
        if args.diff {
            output::print(&fixed.diff)?;
            fixed.report("would be");
            return Ok(u8::from(!args.exit_zero && !fixed.diff.is_empty()));
        }
        if fixed.changes() {
            // Under the lock only editors can be in the way, and what they wrote is fixed as well.
            let writing = writing(&folder.root)?;
            let mut tries = 1;
            while let Err(failure) = fixed.write(&writing) {
                if failure.kind != FailureKind::Conflict || tries == FIX_TRIES_MAX {
                    return Err(failure);
                }
                tries += 1;
                folder = read(&args.folder, args.as_of)?.0;
                check_whole(&folder)?;
                let found = check_folder(&folder, day, &settings);
                fixed = fix::fix(&mut folder, day, &settings, found, args.unsafe_fixes);
            }
        }
        fixed.report("were");
        checked = fixed.left;
    }
    let since = match &args.since {
        Some(revision) => Some(since::since(revision, &mut folder, day, &settings, &mut checked)?),
        None => None,
    };
    let code = report(args, color, folder, checked, since.as_ref())?;
    if is_wrong { Err(wrong_settings()) } else { Ok(code) }
}

/// Reports what was found, without what is known, and gives the exit code.
fn report(
    args: &CheckArgs,
    color: ColorWish,
    mut folder: Folder,
    mut checked: Checked,
    since: Option<&Since>,
) -> Result<u8, Failure> {
    baseline::subtract(args, &folder, &mut checked)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let prefix = folder.prefix();
    let report = CheckReport {
        organization: folder.organization_name(),
        checked: &checked,
        diagnostics: &folder.diagnostics,
        agreement: &folder.agreement,
        sources: &folder.sources,
        prefix: &prefix,
        since,
    };
    print::print(&report, args, color)?;
    let worst = match args.fail_on {
        CheckLevel::Error => Some(Level::Error),
        CheckLevel::Warning => Some(Level::Warning),
        CheckLevel::Info => Some(Level::Info),
        CheckLevel::Never => None,
    };
    if let Some(failure) = unread(&folder) {
        return Err(failure);
    }
    let fails = !args.exit_zero && worst.is_some_and(|level| report.has(level));
    // The process ends after it: giving a million facts back one by one would only make people wait.
    std::mem::forget((folder, checked));
    Ok(u8::from(fails))
}

/// Runs the rules on a folder as it was read.
fn check_folder(folder: &Folder, day: Day, settings: &Settings) -> Checked {
    // As the folder itself, it is not given back piece by piece.
    timed("analysis", || check(&ManuallyDrop::new(folder.snapshot.on(day).with_one_place()), settings))
}
