//! `onethread review`: the main job.

use std::mem::ManuallyDrop;

use onethread_core::measure::{Snapshot, View};
use onethread_core::report::inert::inert_json;
use onethread_core::report::text::{self, Detail};
use onethread_core::report::{diagnostics, html};
use onethread_core::review::{Level, ReviewOptions, history, review_with};
use onethread_model::Day;
use onethread_model::diagnostic::{Severity, nearest};

use super::{SHOWN_MAX, has_errors, read_on, show_diagnostics};
use crate::args::{ColorWish, FailOn, Format, ReviewArgs};
use crate::output::{self, Failure};

/// How far back the history of one initiative goes, in quarters.
const HISTORY_QUARTERS: usize = 12;
/// How far back the forms of all initiatives go, in quarters.
const ADOPTION_QUARTERS: usize = 12;

pub(super) fn run(args: &ReviewArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    // The process ends after it: giving a million facts back one by one would only make people wait.
    let folder = ManuallyDrop::new(folder);
    if let Some(since) = args.since.filter(|since| *since >= day) {
        let what = format!("--since {since} is not before the day of the review, {day}");
        return Err(Failure::new(what, "name an earlier day"));
    }
    let format = format(args);
    // Only the page in HTML has them, and they cost as much as the rest.
    let quarters = if format == Format::Html { ADOPTION_QUARTERS } else { 0 };
    let review = review_with(&folder.snapshot, day, &ReviewOptions { since: args.since, quarters });
    let review = ManuallyDrop::new(review.with_diagnostics(&folder.diagnostics, &folder.sources));
    let one = match &args.initiative {
        Some(id) => Some(review.initiative(id).ok_or_else(|| unknown_initiative(id, &folder.snapshot, day))?),
        None => None,
    };
    let data = match format {
        Format::Html if args.threats => {
            let help = "leave out --threats; the report has a section on it";
            return Err(Failure::new("--threats is a page of text or data", help));
        }
        Format::Text if args.threats => text::threats_of(&review, output::data_style(color, args.output.as_deref())),
        Format::Json => {
            let value = match one {
                _ if args.threats => serde_json::to_string_pretty(&review.threats),
                Some(one) => serde_json::to_string_pretty(one),
                None => serde_json::to_string_pretty(&*review),
            };
            let value = value.map_err(|error| Failure::new(format!("the review cannot be written: {error}"), ""))?;
            inert_json(&value).into_owned() + "\n"
        }
        Format::Html => {
            if let Some(one) = one {
                let what = "the HTML report is about all initiatives".to_owned();
                let help = format!("leave out --initiative; the report tells of {} too", one.id);
                return Err(Failure::new(what, help));
            }
            html::report(&review)
        }
        Format::Text => {
            show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
            let style = output::data_style(color, args.output.as_deref());
            let detail = if args.all { Detail::All } else { Detail::Brief };
            match (one, args.since) {
                (Some(one), _) => {
                    let past = history(&folder.snapshot, &one.id, day, HISTORY_QUARTERS);
                    text::initiative(one, &review, style) + "\n" + &text::history(&past, style)
                }
                (None, Some(_)) => text::changes(&review, style),
                (None, None) => text::portfolio(&review, style, detail),
            }
        }
    };
    match &args.output {
        Some(path) => output::write(path, &data)?,
        None => output::print(&data)?,
    }
    let errors = has_errors(&folder.diagnostics);
    let warnings = folder.diagnostics.iter().any(|diagnostic| diagnostic.severity <= Severity::Warning)
        || review.findings.iter().any(|finding| finding.level == Level::Warning);
    let fails = match args.fail_on {
        FailOn::Never => false,
        FailOn::Error => errors,
        FailOn::Warning => errors || warnings,
    };
    Ok(u8::from(fails))
}

/// The form that is asked for, else the one that the name of the file asks for.
fn format(args: &ReviewArgs) -> Format {
    let by_name = match output::ending(args.output.as_deref()).as_deref() {
        Some("html" | "htm") => Format::Html,
        Some("json") => Format::Json,
        _ => Format::Text,
    };
    args.format.unwrap_or(by_name)
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
