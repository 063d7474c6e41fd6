//! The answer, in the form asked for, in the place asked for.

use std::hash::{BuildHasher, Hasher};
use std::path::Path;

use onethread_report::check::{self, CheckReport};

use crate::args::ColorWish;
use crate::args::check::{CheckArgs, CheckFormat};
use crate::output::{self, Failure};
use crate::places::typed;

/// GitHub keeps no more of the summary of a step, in bytes.
const SUMMARY_BYTES_MAX: usize = 1024 * 1024;
/// GitHub shows no more results of a run.
const SHOWN_MAX: usize = 5_000;

/// Whether a runner says by this variable that it is one.
fn is_on(name: &str) -> bool {
    std::env::var(name).is_ok_and(|value| value == "true")
}

/// The form that is asked for; else the one that the name of the file asks for, or whoever runs the program.
pub(super) fn format(args: &CheckArgs) -> CheckFormat {
    let by_name = match output::ending(args.output.as_deref()).as_deref() {
        Some("html" | "htm") => Some(CheckFormat::Html),
        Some("md") => Some(CheckFormat::Markdown),
        Some("sarif") => Some(CheckFormat::Sarif),
        // The only report that GitLab reads from a file.
        Some("json") if is_on("GITLAB_CI") => Some(CheckFormat::Gitlab),
        Some("json") => Some(CheckFormat::Json),
        Some("txt" | "log") => Some(CheckFormat::Full),
        _ => None,
    };
    let by_runner = || if is_on("GITHUB_ACTIONS") { CheckFormat::Github } else { CheckFormat::Full };
    args.format.or(by_name).unwrap_or_else(by_runner)
}

/// Prints or writes the report.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print(report: &CheckReport<'_>, args: &CheckArgs, color: ColorWish) -> Result<(), Failure> {
    let on_github = is_on("GITHUB_ACTIONS");
    let format = format(args);
    let style = output::data_style(color, args.output.as_deref());
    let failure = |error: serde_json::Error| Failure::new(format!("the check cannot be written: {error}"), "");
    let text = match format {
        CheckFormat::Full => check::text::text(report, style, args.all),
        CheckFormat::Concise => check::concise::concise(report),
        CheckFormat::Json => check::json::json(report).map_err(failure)?,
        CheckFormat::Sarif => sarif(report)?,
        CheckFormat::Github => check::github::github(report),
        CheckFormat::Gitlab => check::gitlab::gitlab(report).map_err(failure)?,
        CheckFormat::Markdown => check::markdown::markdown(report),
        CheckFormat::Html => check::html::html(report),
    };
    if format == CheckFormat::Github {
        summarize(report)?;
    }
    let file = args.output.as_deref();
    // A runner reads commands from whatever a step prints. What files say must not be among them.
    let is_step = file.is_none() && on_github && matches!(format, CheckFormat::Full | CheckFormat::Concise);
    output::deliver(file, &if is_step { stopped(&text) } else { text })
}

fn sarif(report: &CheckReport<'_>) -> Result<String, Failure> {
    let sarif = check::sarif::sarif(report)
        .map_err(|error| Failure::new(format!("the check cannot be written: {error}"), ""))?;
    let results = report.checked.findings.len() + report.diagnostics.len() - sarif.cut;
    if sarif.cut > 0 {
        output::say(&format!("warning: {} results were left out: a forge takes {results} of one run\n", sarif.cut));
    } else if results > SHOWN_MAX {
        output::say(&format!("note: of {results} results, GitHub shows the first {SHOWN_MAX}; the worst come first\n"));
    }
    Ok(sarif.text)
}

/// Adds all findings to the summary of the job, where there is one.
fn summarize(report: &CheckReport<'_>) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    let mut page = check::markdown::markdown(report);
    if page.len() > SUMMARY_BYTES_MAX {
        let end = page[..page.floor_char_boundary(SUMMARY_BYTES_MAX - 200)].rfind('\n').unwrap_or(0);
        page.truncate(end);
        page.push_str("\n\nThe rest was left out: a summary holds no more.\n");
    }
    let added = typed(Path::new(&path)).and_then(|file| Ok(file.append(page.as_bytes())?));
    added.map_err(|failure| failure.hint("GITHUB_STEP_SUMMARY names the file of the summary of this step"))
}

/// Text between two commands that keep a runner from reading commands in it, under a word that nobody can know before.
fn stopped(text: &str) -> String {
    let word = std::hash::RandomState::new().build_hasher().finish();
    format!("::stop-commands::{word:016x}\n{text}::{word:016x}::\n")
}
