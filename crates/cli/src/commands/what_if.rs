//! `onethread what-if`: what would differ if some changes were carried out. Nothing is written.

use onethread_core::measure::View;
use onethread_core::moves::{self, Refusal};
use onethread_core::what_if::what_if;
use onethread_report::{diagnostics, what_if as pages};

use super::{SHOWN_MAX, read_on, show_diagnostics};
use crate::args::{ColorWish, Format, WhatIfArgs};
use crate::output::{self, Failure};
use crate::statistics::timed;

pub(super) fn run(args: &WhatIfArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let changes = moves::read(&args.moves, &View::on(&folder.snapshot, day)).map_err(refused)?;
    let found = timed("analysis", || what_if(&folder.snapshot, day, None, &changes)).map_err(refused)?;
    let data = match output::format(args.format, args.output.as_deref()) {
        Format::Json => output::json(&found)?,
        Format::Html => pages::to_html(&found),
        Format::Markdown => pages::to_markdown(&found),
        Format::Text => {
            show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
            pages::to_text(&found, output::data_style(color, args.output.as_deref()))
        }
    };
    output::deliver(args.output.as_deref(), &data)?;
    Ok(0)
}

fn refused(refusal: Refusal) -> Failure {
    Failure::new(refusal.why, refusal.help)
}
