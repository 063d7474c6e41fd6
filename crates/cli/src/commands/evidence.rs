//! `onethread evidence`: what became of every record of every source.

use onethread_core::report::{diagnostics, text};

use super::show_diagnostics;
use crate::args::{ColorWish, EvidenceArgs};
use crate::output::{self, Failure};
use crate::world::Folder;

pub(super) fn run(args: &EvidenceArgs, color: ColorWish) -> Result<u8, Failure> {
    let mut folder = Folder::read(&args.folder)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.sources);
    show_diagnostics(&folder.diagnostics, &folder.sources, color, if args.all { usize::MAX } else { super::SHOWN_MAX });
    output::print(&text::evidence(&folder.facts.sources, output::stdout_style(color), args.all))?;
    Ok(0)
}
