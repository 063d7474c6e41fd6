//! `onethread review`: the main job.

use onethread_core::report::inert::inert_json;
use onethread_core::report::text::{self, Detail};
use onethread_core::report::{diagnostics, json};
use onethread_core::review::{Level, Review, review};
use onethread_model::diagnostic::{Severity, nearest};

use super::{SHOWN_MAX, has_errors, show_diagnostics};
use crate::args::{ColorWish, FailOn, Format, ReviewArgs};
use crate::output::{self, Failure};
use crate::world::Folder;

pub(super) fn run(args: &ReviewArgs, color: ColorWish) -> Result<u8, Failure> {
    let mut folder = Folder::read(&args.folder)?;
    let day = folder.day(args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.sources);
    let review = review(folder.inputs(), day);
    let one = match &args.initiative {
        Some(id) => Some(review.initiative(id).ok_or_else(|| unknown_initiative(id, &review))?),
        None => None,
    };
    match args.format {
        Format::Json => {
            let all = json::review(&review, &folder.diagnostics);
            let value = match one {
                Some(one) => serde_json::to_string_pretty(&json::initiative(one, &review)),
                None => serde_json::to_string_pretty(&all),
            };
            let value = value.map_err(|error| Failure::new(format!("the review cannot be written: {error}"), ""))?;
            output::print(&(inert_json(&value).into_owned() + "\n"))?;
        }
        Format::Text => {
            show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
            let style = output::stdout_style(color);
            let detail = if args.all { Detail::All } else { Detail::Brief };
            output::print(&match one {
                Some(one) => text::initiative(one, &review, style),
                None => text::portfolio(&review, style, detail),
            })?;
        }
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

fn unknown_initiative(id: &str, review: &Review<'_>) -> Failure {
    let day = review.world.day;
    if review.world.initiative(id).is_some() {
        let help = "onethread review --all lists those that are live";
        return Failure::new(format!("initiative `{id}` is not live on {day}"), help);
    }
    let ids = review.world.initiatives.iter().map(|initiative| initiative.id.as_str());
    let by_start = review.world.initiatives.iter().find(|initiative| initiative.id.starts_with(id));
    let help = match nearest(id, ids).or(by_start.map(|initiative| initiative.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "onethread review --all lists those that are live".to_owned(),
    };
    Failure::new(format!("there is no initiative `{id}` on {day}"), help)
}
