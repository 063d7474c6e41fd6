//! `onethread plan`: the few changes that are worth making, what to leave, and what cannot be known.

use std::time::Duration;

use onethread_core::plan::{Plan, PlanOptions, PlanRow, plan};
use onethread_model::Day;
use onethread_report::plan as pages;
use onethread_report::{Depth, diagnostics};
use onethread_workspace::{Folder, PrintedPlan, PrintedRow, RowNameError, row_named};

use super::doing::refused;
use super::{SHOWN_MAX, plan_triage, read_on, show_diagnostics, unread};
use crate::args::plan::PlanArgs;
use crate::args::{ColorWish, Format};
use crate::output::{self, Failure};
use crate::statistics::timed;

/// How long another run that writes here is waited for.
const REMEMBER_WAIT: Duration = Duration::from_millis(500);

pub(super) fn run(args: &PlanArgs, color: ColorWish) -> Result<u8, Failure> {
    // Modules of their own: `--triage` is asked here first, then `--accept`, `--decline` and `--papers`.
    if args.triage || args.roles {
        return plan_triage::run(args, color);
    }
    if let Some(done) = super::plan_accept::run(args, color).or_else(|| super::plan_papers::run(args)) {
        return done;
    }
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let options = options_of(args);
    let found = timed("analysis", || plan(&folder.snapshot, day, &options)).map_err(refused)?;
    let output = args.output.as_deref();
    let depth = if args.full || args.initiative.is_some() { Depth::Whole } else { Depth::Brief };
    let data = match output::format(args.format, output) {
        Format::Json => output::json(&found)?,
        Format::Html => pages::to_html(&found, depth),
        Format::Markdown => pages::to_markdown(&found, depth),
        Format::Text => {
            show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
            pages::to_text(&found, output::data_style(color, output), depth)
        }
    };
    output::deliver(output, &data)?;
    remember(&folder, &PrintedPlan::of(&found, &options));
    unread(&folder).map_or(Ok(0), Err)
}

pub(super) fn options_of(args: &PlanArgs) -> PlanOptions {
    let max = usize::try_from(args.max).unwrap_or(usize::MAX);
    PlanOptions { initiative: args.initiative.clone(), role: args.role.clone(), max }
}

/// Remembers which rows were printed. Where nothing can be written, numbers name nothing later, and ids still do.
fn remember(folder: &Folder, printed: &PrintedPlan) {
    if PrintedPlan::read(&folder.root).as_ref() == Some(printed) {
        return;
    }
    let written = folder.root.writing_within(REMEMBER_WAIT, &mut || ()).and_then(|writing| printed.write(&writing));
    if let Err(error) = written {
        output::trace(|| format!("the numbers of this plan are not remembered: {}", error.what));
    }
}

/// Whether words name a row of a plan: a number, or the id of a row that was printed last here.
pub(super) fn is_row(words: &str, folder: &Folder) -> bool {
    let words = words.trim();
    let is_printed = || PrintedPlan::read(&folder.root).is_some_and(|plan| plan.rows.iter().any(|row| row.id == words));
    words.parse::<usize>().is_ok() || is_printed()
}

/// The plan as it is now, and the row of it that a person means: an id holds by itself, a number only in the plan that was
/// printed last here.
///
/// # Errors
/// That the name means no row, or another one than was printed: both are shown.
pub(super) fn row_meant(folder: &Folder, day: Day, name: &str) -> Result<(Plan, PlanRow), Failure> {
    let printed = PrintedPlan::read(&folder.root);
    let options = printed.as_ref().map(PrintedPlan::options).unwrap_or_default();
    let now = timed("analysis", || plan(&folder.snapshot, day, &options)).map_err(refused)?;
    match row_named(printed.as_ref(), &now, name) {
        Ok(row) => {
            let row = row.clone();
            Ok((now, row))
        }
        Err(error) => Err(no_row(name, error)),
    }
}

fn no_row(name: &str, error: RowNameError) -> Failure {
    const AGAIN: &str = "`onethread plan` prints it as it is now";
    match error {
        RowNameError::NothingPrinted => {
            Failure::new(format!("no plan was printed here, so that {name} names no row of one"), AGAIN)
        }
        RowNameError::NotPrinted { rows } => {
            let has = if rows.is_empty() { "no row".to_owned() } else { rows.join(", ") };
            Failure::new(format!("the plan that was printed last has no row {name}; it has {has}"), AGAIN)
        }
        RowNameError::UnknownId { ids } => {
            let has = if ids.is_empty() { "no row".to_owned() } else { ids.join(", ") };
            Failure::new(format!("the plan has no row `{name}`; it has {has}"), AGAIN)
        }
        RowNameError::Moved { printed, now, elsewhere } => {
            let PrintedRow { id, says, .. } = *printed;
            let is = match now {
                Some((other, words)) => format!("is now `{other}`: {words}"),
                None => "is gone".to_owned(),
            };
            let help = match elsewhere {
                Some(number) => format!("say `{id}` if that is meant, which is row {number} now"),
                None => AGAIN.to_owned(),
            };
            Failure::new(format!("row {name} was `{id}`: {says}; it {is}"), help)
        }
    }
}
