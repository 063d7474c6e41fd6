//! `onethread review`: the main job.

use std::mem::ManuallyDrop;

use onethread_core::measure::measures::appointments::appointments;
use onethread_core::measure::{Snapshot, View};
use onethread_core::review::{
    FilesOfDay, FirstDays, Level, Review, ReviewOptions, first_days, first_days_of, history, review_initiative,
    review_quarter, review_with,
};
use onethread_model::Day;
use onethread_model::diagnostic::{Severity, nearest};
use onethread_report::{Depth, diagnostics, review as report};
use onethread_workspace::{FilesOn, Folder};

use super::{SHOWN_MAX, has_errors, read_on, show_diagnostics, unread};
use crate::args::{ColorWish, FailOn, Format, ReviewArgs};
use crate::output::{self, Failure};
use crate::statistics::timed;

/// How far back the history of one initiative goes, in quarters.
const HISTORY_QUARTERS: usize = 12;
/// How far back the forms of all initiatives go, in quarters: in text a year, drawn three.
const TREND_QUARTERS: usize = 5;
/// Of more initiatives the page alone has quarters: each costs as much as a tenth of the review.
const TREND_INITIATIVES_MAX: usize = 1_000;
const DRAWN_QUARTERS: usize = 12;
/// How many days after an appointment the page of all initiatives looks, at appointments of how many days, and at how many of
/// them at most: each costs as much as several looks at an earlier day.
const FIRST_DAYS: u32 = 90;
const RECENT_DAYS: i64 = 364;
const RECENT_MAX: usize = 20;

pub(super) fn run(args: &ReviewArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    // The process ends after it: giving a million facts back one by one would only make people wait.
    let folder = ManuallyDrop::new(folder);
    if let Some(since) = args.since.filter(|since| *since >= day) {
        let what = format!("--since {since} is not before the day of the review, {day}");
        return Err(Failure::new(what, "name an earlier day"));
    }
    let whole = |quarters| {
        let options = ReviewOptions { since: args.since, quarters };
        let review = timed("analysis", || review_with(&folder.snapshot, day, &options));
        let review = if format(args) == Format::Html { review.with_first_days(recent(&folder, day)) } else { review };
        ManuallyDrop::new(review.with_diagnostics(&folder.diagnostics, &folder.sources))
    };
    if let Some(data) = appointed(args, &folder, day, color)? {
        output::deliver(args.output.as_deref(), &data)?;
        return unread(&folder)
            .map_or_else(|| Ok(u8::from(args.fail_on != FailOn::Never && has_errors(&folder.diagnostics))), Err);
    }
    let (data, found) = match &args.initiative {
        Some(id) if !args.threats => (one(id, args, &folder, day, color)?, None),
        _ => {
            let is_large = folder.snapshot.org.initiatives.len() > TREND_INITIATIVES_MAX;
            let review = whole(match format(args) {
                Format::Html => DRAWN_QUARTERS,
                Format::Text | Format::Markdown if !args.threats && args.since.is_none() && !is_large => TREND_QUARTERS,
                _ => 0,
            });
            (timed("report", || all(args, &folder, &review, color))?, Some(review))
        }
    };
    output::deliver(args.output.as_deref(), &data)?;
    if let Some(failure) = unread(&folder) {
        return Err(failure);
    }
    let errors = has_errors(&folder.diagnostics);
    let warns = |review: &Review| review.findings.iter().any(|finding| finding.level == Level::Warning);
    let fails = match args.fail_on {
        FailOn::Never => false,
        FailOn::Error => errors,
        FailOn::Warning => {
            let warned = folder.diagnostics.iter().any(|diagnostic| diagnostic.severity <= Severity::Warning);
            errors || warned || warns(&found.unwrap_or_else(|| whole(0)))
        }
    };
    Ok(u8::from(fails))
}

/// What is said of appointments, where that is asked for: the first days of one, or what became of all up to a quarter.
fn appointed(args: &ReviewArgs, folder: &Folder, day: Day, color: ColorWish) -> Result<Option<String>, Failure> {
    let (snapshot, format) = (&folder.snapshot, format(args));
    let files_on = |at: Day| files_of_day(folder, at);
    let style = || {
        show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
        output::data_style(color, args.output.as_deref())
    };
    if let (Some(id), Some(days)) = (&args.initiative, args.days) {
        let found = timed("analysis", || first_days(snapshot, day, id, days, &files_on));
        let found = found.ok_or_else(|| unknown_initiative(id, snapshot, day))?;
        return Ok(Some(match format {
            Format::Json => output::json(&found)?,
            Format::Html => report::first_days_to_html(&found),
            Format::Markdown => report::first_days_to_markdown(&found),
            Format::Text => report::first_days_to_text(&found, style()),
        }));
    }
    let Some(quarter) = &args.quarter else { return Ok(None) };
    if quarter.from > day {
        let what = format!("{} begins on {}, after the day of the review, {day}", quarter.name, quarter.from);
        return Err(Failure::new(what, "name an earlier quarter"));
    }
    let found = timed("analysis", || review_quarter(snapshot, day, quarter, &files_on));
    Ok(Some(match format {
        Format::Json => output::json(&found)?,
        Format::Html => report::quarter_to_html(&found),
        Format::Markdown => report::quarter_to_markdown(&found),
        Format::Text => report::quarter_to_text(&found, style()),
    }))
}

/// The first days after appointments of the last year, where they are few enough for a page.
fn recent(folder: &Folder, day: Day) -> Vec<FirstDays> {
    let is_recent = |on: Day| day.days_since(on) < RECENT_DAYS;
    let known = appointments(&folder.snapshot.on(day)).known;
    if known.iter().filter(|one| is_recent(one.on)).count() > RECENT_MAX {
        return Vec::new();
    }
    let files_on = |at: Day| files_of_day(folder, at);
    first_days_of(&folder.snapshot, day, FIRST_DAYS, &files_on, |_, on| on.is_some_and(is_recent))
}

/// The organization's files of an earlier day.
fn files_of_day(folder: &Folder, at: Day) -> FilesOfDay {
    match folder.files_on(at) {
        FilesOn::Disk => FilesOfDay::Today,
        FilesOn::Commit(revision) => {
            FilesOfDay::Commit { commit: revision.commit, snapshot: Box::new(revision.snapshot) }
        }
        // Where evidence alone speaks, there is nothing to be of another day.
        FilesOn::Unknown(_) if folder.has_no_files() => FilesOfDay::Today,
        FilesOn::Unknown(_) => FilesOfDay::NotKnown,
    }
}

/// What is said of one initiative.
fn one(id: &str, args: &ReviewArgs, folder: &Folder, day: Day, color: ColorWish) -> Result<String, Failure> {
    let snapshot = &folder.snapshot;
    if matches!(format(args), Format::Html | Format::Markdown) {
        let help = format!("leave out --initiative; the page has {id} too");
        return Err(Failure::new("the page is about all initiatives", help));
    }
    let one = timed("analysis", || review_initiative(snapshot, day, id));
    let one = one.ok_or_else(|| unknown_initiative(id, snapshot, day))?;
    if format(args) == Format::Json {
        return output::json(&one);
    }
    show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
    let style = output::data_style(color, args.output.as_deref());
    let past = timed("analysis", || history(snapshot, &one, day, HISTORY_QUARTERS));
    Ok(report::initiative_to_text(&one, &past, day, &snapshot.config.thresholds, style))
}

/// What is said of all.
fn all(args: &ReviewArgs, folder: &Folder, review: &Review, color: ColorWish) -> Result<String, Failure> {
    if let Some(id) = args.initiative.as_ref().filter(|id| review.initiative(id).is_none()) {
        return Err(unknown_initiative(id, &folder.snapshot, review.as_of));
    }
    let style = || output::data_style(color, args.output.as_deref());
    let depth = match (args.full, args.all) {
        (_, true) => Depth::Whole,
        (true, _) => Depth::Full,
        _ => Depth::Brief,
    };
    Ok(match format(args) {
        Format::Html | Format::Markdown if args.threats => {
            let help = "leave out --threats; the page has a section on it";
            return Err(Failure::new("--threats is a page of text or data", help));
        }
        Format::Text if args.threats => report::threats_to_text(review, style()),
        Format::Json if args.threats => output::json(&review.threats)?,
        Format::Json => output::json(&review)?,
        Format::Html => report::to_html(review, depth),
        Format::Markdown => report::to_markdown(review, depth),
        Format::Text => {
            show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
            match args.since {
                Some(_) => report::changes_to_text(review, style()),
                None => report::to_text(review, style(), depth),
            }
        }
    })
}

fn format(args: &ReviewArgs) -> Format {
    output::format(args.format, args.output.as_deref())
}

pub(super) fn unknown_initiative(id: &str, snapshot: &Snapshot, day: Day) -> Failure {
    let view = View::on(snapshot, day);
    if view.initiative(id).is_some() {
        let help = "onethread review --all lists those that are live";
        return Failure::new(format!("initiative `{id}` is not live on {day}"), help);
    }
    let ids = view.initiatives.iter().map(|initiative| initiative.id.as_str());
    let by_start = view.initiatives.iter().find(|initiative| initiative.id.starts_with(id));
    let help = match nearest(id, ids).or(by_start.map(|initiative| initiative.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "onethread review --all lists those that are live".to_owned(),
    };
    Failure::new(format!("there is no initiative `{id}` on {day}"), help)
}
