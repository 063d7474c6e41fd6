//! `onethread privacy`: what is held about people, what is agreed about it, and the draft of an agreement.

use onethread_core::privacy::{draft, privacy_report};
use onethread_report::privacy;

use super::{SHOWN_MAX, read, show_diagnostics};
use crate::args::privacy::{PrivacyArgs, PrivacyOf, PrivacyReportArgs};
use crate::args::{ColorWish, Format};
use crate::output::{self, Failure};

pub(super) fn run(args: &PrivacyArgs, color: ColorWish) -> Result<u8, Failure> {
    match &args.what {
        PrivacyOf::Report(args) => report(args, color),
        PrivacyOf::Draft(args) => {
            output::deliver(args.output.as_deref(), &draft())?;
            Ok(0)
        }
    }
}

fn report(args: &PrivacyReportArgs, color: ColorWish) -> Result<u8, Failure> {
    let (folder, day) = read(&args.folder, None)?;
    let report = privacy_report(&folder.snapshot, day);
    let file = args.output.as_deref();
    let data = match output::format(args.format, file) {
        Format::Json => output::json(&report)?,
        Format::Html => privacy::to_html(&report),
        Format::Markdown => privacy::to_markdown(&report),
        Format::Text => {
            show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
            privacy::to_text(&report, output::data_style(color, file))
        }
    };
    output::deliver(file, &data)?;
    Ok(0)
}
