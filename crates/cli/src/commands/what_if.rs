//! `onethread what-if`: what would differ if some changes were carried out. Nothing is written.

use onethread_core::measure::View;
use onethread_core::moves::{self, Refusal};
use onethread_core::report::inert::inert_json;
use onethread_core::report::{diagnostics, text};
use onethread_core::review::{review, what_if};

use super::{SHOWN_MAX, read_on, show_diagnostics};
use crate::args::{ColorWish, Format, WhatIfArgs};
use crate::output::{self, Failure};

pub(super) fn run(args: &WhatIfArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let changes = moves::read(&args.moves, &View::on(&folder.snapshot, day)).map_err(refused)?;
    let before = review(&folder.snapshot, day);
    let found = what_if(&folder.snapshot, day, &before, &changes).map_err(refused)?;
    let format = match (args.format, output::ending(args.output.as_deref()).as_deref()) {
        (Some(Format::Html), _) | (None, Some("html" | "htm")) => {
            return Err(Failure::new("`what-if` has no page in HTML", "leave out --format, or say --format json"));
        }
        (Some(format), _) => format,
        (None, Some("json")) => Format::Json,
        (None, _) => Format::Text,
    };
    let data = if format == Format::Json {
        let value = serde_json::to_string_pretty(&found);
        let value = value.map_err(|error| Failure::new(format!("it cannot be written: {error}"), ""))?;
        inert_json(&value).into_owned() + "\n"
    } else {
        show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
        text::what_if(&found, output::data_style(color, args.output.as_deref()))
    };
    match &args.output {
        Some(path) => output::write(path, &data)?,
        None => output::print(&data)?,
    }
    Ok(0)
}

fn refused(refusal: Refusal) -> Failure {
    Failure::new(refusal.why, refusal.help)
}
