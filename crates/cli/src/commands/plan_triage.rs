//! `onethread plan --triage` and `onethread plan --roles`: who gets a leader, and whom to hire.

use onethread_core::plan::hiring::{HiringOptions, roles_plan};
use onethread_core::plan::triage::triage;
use onethread_report::{Style, diagnostics, roles, triage as page};

use super::{SHOWN_MAX, read_on, show_diagnostics, unread};
use crate::args::plan::PlanArgs;
use crate::args::{ColorWish, Format};
use crate::output::{self, Failure};
use crate::statistics::timed;

/// A value in each form of output.
struct Forms<'f, T> {
    found: &'f T,
    html: fn(&T) -> String,
    markdown: fn(&T) -> String,
    text: fn(&T, Style) -> String,
}

pub(super) fn run(args: &PlanArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let output = args.output.as_deref();
    if output::format(args.format, output) == Format::Text {
        show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
    }
    if args.triage {
        let found = &timed("analysis", || triage(&folder.snapshot, day));
        deliver(args, color, &Forms { found, html: page::to_html, markdown: page::to_markdown, text: page::to_text })?;
    } else {
        let hires_max = args.hires.map(|hires| usize::try_from(hires).unwrap_or(usize::MAX));
        let found = &timed("analysis", || roles_plan(&folder.snapshot, day, &HiringOptions { hires_max }));
        let forms = Forms { found, html: roles::to_html, markdown: roles::to_markdown, text: roles::to_text };
        deliver(args, color, &forms)?;
    }
    unread(&folder).map_or(Ok(0), Err)
}

fn deliver<T: serde::Serialize>(args: &PlanArgs, color: ColorWish, forms: &Forms<'_, T>) -> Result<(), Failure> {
    let output = args.output.as_deref();
    let data = match output::format(args.format, output) {
        Format::Json => output::json(forms.found)?,
        Format::Html => (forms.html)(forms.found),
        Format::Markdown => (forms.markdown)(forms.found),
        Format::Text => (forms.text)(forms.found, output::data_style(color, output)),
    };
    output::deliver(output, &data)
}
