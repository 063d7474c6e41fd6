//! `onethread evidence`: what became of every record of every source, how old its facts are, and where they are kept.

use onethread_evidence::FileState;
use onethread_model::Day;
use onethread_report::text::{Kept, SourceEvidence};
use onethread_report::{diagnostics, json, text};
use onethread_workspace::Folder;

use super::{read, show_diagnostics};
use crate::args::{ColorWish, DataFormat, EvidenceArgs};
use crate::output::{self, Failure};

pub(super) fn run(args: &EvidenceArgs, color: ColorWish) -> Result<u8, Failure> {
    let (mut folder, day) = read(&args.folder, None)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    let sources = sources(&folder);
    let file = args.output.as_deref();
    let data = match output::data_format(args.format, file) {
        DataFormat::Json => {
            output::json(&json::evidence::evidence(&sources, day, &folder.diagnostics, &folder.sources))?
        }
        DataFormat::Text => {
            let shown_max = if args.all { usize::MAX } else { super::SHOWN_MAX };
            show_diagnostics(&folder.diagnostics, &folder.sources, color, shown_max);
            text::evidence(&sources, day, output::data_style(color, file), args.all)
        }
    };
    output::deliver(file, &data)?;
    Ok(0)
}

/// Every file of evidence, with what became of it.
pub(super) fn sources(folder: &Folder) -> Vec<SourceEvidence<'_>> {
    let days: Vec<Option<[Day; 2]>> = folder.facts.days();
    let source = |(index, report)| SourceEvidence {
        report,
        days: days.get(index).copied().flatten(),
        kept: match folder.store.files.get(index) {
            Some(FileState::Stored(stored)) => Kept::Stored {
                imported: stored.imported,
                segments: stored.segments,
                bytes: stored.bytes,
                folder: &stored.folder,
            },
            Some(FileState::InMemory { why }) => Kept::InMemory { why },
            None => Kept::InMemory { why: "the pseudonyms hold for this run only" },
        },
    };
    folder.facts.sources.iter().enumerate().map(source).collect()
}
