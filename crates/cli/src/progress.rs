//! How far the reading of evidence is.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::output;

/// Reads something and shows how far it is meanwhile.
pub(crate) fn with_progress<T>(read: impl FnOnce(&mut onethread_workspace::Progress<'_>) -> T) -> T {
    let mut progress = Progress::new();
    let read = read(&mut |source, records| progress.show(source, records));
    progress.clear();
    read
}

/// One line on standard error, on a terminal only, and only when the work takes long enough to wonder.
struct Progress {
    started: Instant,
    bar: Option<ProgressBar>,
    wanted: bool,
}

impl Progress {
    fn new() -> Progress {
        Progress { started: Instant::now(), bar: None, wanted: output::progress_wanted() }
    }

    fn show(&mut self, source: &str, records: usize) {
        if !self.wanted || self.started.elapsed() < Duration::from_millis(300) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new_spinner();
            bar.set_style(
                ProgressStyle::with_template("{spinner} {msg} ({elapsed})")
                    .unwrap_or_else(|_| ProgressStyle::default_spinner()),
            );
            bar
        });
        bar.set_message(format!("reading {source}: {records} records"));
        bar.tick();
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
