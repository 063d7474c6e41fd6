//! What a run read and how long its stages took, for `--verbose` and `--statistics`.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use onethread_core::words::{plural, thousands};
use onethread_evidence::FileState;
use onethread_model::facts::SourceReport;
use onethread_report::inert::inert;
use onethread_workspace::{Folder, SETTINGS};

use crate::output;

/// Part of a run.
struct Stage {
    name: &'static str,
    took: Duration,
    /// What it read; may be empty.
    what: String,
}

/// The stages so far, in the order in which they ended. Commands are many, and none should have to pass this on.
static STAGES: Mutex<Vec<Stage>> = Mutex::new(Vec::new());

/// How long the reading of a folder took.
pub(crate) struct ReadTimes {
    /// Settings and the organization's files.
    pub(crate) files: Duration,
    /// Evidence.
    pub(crate) evidence: Duration,
    /// Each source by name; they are read side by side.
    pub(crate) sources: Vec<(String, Duration)>,
}

/// Does some work as a stage of this name. Work of the same name adds up.
pub(crate) fn timed<T>(name: &'static str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let took = start.elapsed();
    output::trace(|| format!("{name}: {}", seconds(took)));
    add(name, took, String::new());
    done
}

fn add(name: &'static str, took: Duration, what: String) {
    let Ok(mut stages) = STAGES.lock() else { return };
    match stages.iter_mut().find(|stage| stage.name == name && what.is_empty()) {
        Some(stage) => stage.took += took,
        None => stages.push(Stage { name, took, what }),
    }
}

/// Takes note of a folder that was read.
pub(crate) fn folder_was_read(folder: &Folder, times: &ReadTimes) {
    let organization: Vec<&str> =
        folder.sources.iter().map(|(_, file)| &*file.path).filter(|path| *path != SETTINGS).collect();
    let has_settings = folder.sources.find(SETTINGS).is_some();
    output::trace(|| {
        let settings = if has_settings { SETTINGS } else { "no settings" };
        let files = plural(organization.len(), "file", "files");
        let (root, organization) = (folder.root.path().display(), folder.organization());
        format!("read in {root}: {settings}, {files} in {organization}/: {}", seconds(times.files))
    });
    let reports = &folder.facts.sources;
    for (index, report) in reports.iter().enumerate() {
        output::trace(|| source_line(report, folder.store.files.get(index), times));
    }
    let files = plural(organization.len() + usize::from(has_settings), "file", "files");
    add("files", times.files, files);
    if !folder.config.sources.is_empty() {
        let sum = |of: fn(&SourceReport) -> usize| thousands(reports.iter().map(of).sum::<usize>() as u128);
        let (read, kept) = (sum(|report| report.read), sum(|report| report.kept));
        let rejected = sum(|report| report.rejects.len());
        let sources = plural(folder.config.sources.len(), "source", "sources");
        add("evidence", times.evidence, format!("{sources}, {read} records read, {kept} kept, {rejected} rejected"));
    }
}

fn source_line(report: &SourceReport, state: Option<&FileState>, times: &ReadTimes) -> String {
    let from = match state {
        Some(FileState::Stored(stored)) => format!("stored in {}", stored.folder),
        _ => "not stored".to_owned(),
    };
    let took = times.sources.iter().find(|(name, _)| *name == report.name);
    let took = took.map_or_else(String::new, |(_, took)| format!(": {}", seconds(*took)));
    let (read, kept) = (thousands(report.read as u128), thousands(report.kept as u128));
    format!("read {} from {}: {read} records, {kept} kept, {from}{took}", report.name, report.path)
}

/// The table at the end of a run that took so long.
pub(crate) fn table(total: Duration) -> String {
    let Ok(stages) = STAGES.lock() else { return String::new() };
    let mut table = format!("{:<10} {:>9}  read\n", "stage", "seconds");
    for stage in stages.iter() {
        let line = format!("{:<10} {:>9.3}  {}", stage.name, stage.took.as_secs_f64(), stage.what);
        table += &format!("{}\n", inert(line.trim_end()));
    }
    table += &format!("{:<10} {:>9.3}\n", "total", total.as_secs_f64());
    let memory = peak_memory_kib().map_or_else(
        || "not known on this system".to_owned(),
        |kib| format!("{} MiB", thousands(u128::from(kib.div_ceil(1024)))),
    );
    table + &format!("peak memory: {memory}\n")
}

fn seconds(took: Duration) -> String {
    format!("{:.3} s", took.as_secs_f64())
}

/// The most memory that this process held at a time, where the system keeps count in a file.
fn peak_memory_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
