//! How far the reading of a folder is.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use onethread_core::words::thousands;
use onethread_report::inert::inert;
use onethread_workspace::{Folder, Progress, Reading, WorkspaceError};

use crate::output::{self, Failure};
use crate::statistics::{self, ReadTimes};

/// Work that ends sooner shows no progress.
const SHOWN_AFTER: Duration = Duration::from_millis(300);

/// Reads a folder, shows how far that is meanwhile, and takes note of what was read and how long it took.
///
/// # Errors
/// When it cannot be read at all.
pub(crate) fn with_progress(
    read: impl FnOnce(&mut Progress<'_>) -> Result<Folder, WorkspaceError>,
) -> Result<Folder, Failure> {
    let mut watch = Watch::new();
    let folder = read(&mut |reading| watch.take(reading));
    let times = watch.end();
    let folder = folder?;
    statistics::folder_was_read(&folder, &times);
    Ok(folder)
}

/// One line on standard error, on a terminal only, and only when the work takes long enough to wonder.
struct Watch {
    started: Instant,
    /// When the first source was begun.
    evidence: Option<Instant>,
    /// Each source, when it was begun, and how long it took.
    sources: Vec<(String, Instant, Duration)>,
    bar: Option<ProgressBar>,
    wanted: bool,
}

impl Watch {
    fn new() -> Watch {
        let wanted = output::progress_wanted();
        Watch { started: Instant::now(), evidence: None, sources: Vec::new(), bar: None, wanted }
    }

    fn take(&mut self, reading: Reading<'_>) {
        let now = Instant::now();
        self.evidence.get_or_insert(now);
        match self.sources.iter_mut().find(|(name, ..)| name == reading.source) {
            Some((_, begun, took)) => *took = now.duration_since(*begun),
            None => self.sources.push((reading.source.to_owned(), now, Duration::ZERO)),
        }
        if self.wanted && self.started.elapsed() >= SHOWN_AFTER {
            self.show(reading);
        }
    }

    fn show(&mut self, reading: Reading<'_>) {
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(reading.sources as u64);
            bar.set_style(
                ProgressStyle::with_template("{spinner} {bar:20} {pos} of {len} sources, {msg} ({elapsed})")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar
        });
        bar.set_position(reading.sources_done as u64);
        bar.set_message(format!("{}: {} records", inert(reading.source), thousands(reading.records as u128)));
        bar.tick();
    }

    fn end(&mut self) -> ReadTimes {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let end = Instant::now();
        let evidence = self.evidence.unwrap_or(end);
        ReadTimes {
            files: evidence.duration_since(self.started),
            evidence: end.duration_since(evidence),
            sources: self.sources.drain(..).map(|(name, _, took)| (name, took)).collect(),
        }
    }
}
