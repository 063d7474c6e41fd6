//! The git importer against git itself and other miners of histories.

use std::io::Write;
use std::path::Path;

use onethread_evidence::importers::git::{Repository, Wishes};

/// Runs every pair on every repository, and gives the table.
///
/// # Errors
/// What is wrong with the words, or which records differ.
pub(super) fn run(_root: &Path, _wishes: &[&str]) -> Result<String, String> {
    Ok(String::new())
}

/// Mines a repository, and gives how much there was or writes every record.
///
/// # Errors
/// When it cannot be read.
pub(super) fn mine(path: &str, threads: &str, what: &str, out: &str) -> Result<String, String> {
    let repository = Repository::open(Path::new(path))?;
    let head = repository.head()?.ok_or("it has no commit")?;
    let threads = threads.parse().map_err(|_| "THREADS is no number")?;
    let wishes = Wishes { threads, lines: what == "lines", ..Wishes::default() };
    let history = repository.mine(head, &wishes, &mut |_| {});
    if let Some(refused) = history.refused().next() {
        return Err(format!("{}: {}\n", refused.id, refused.why));
    }
    if out == "count" {
        let touches: usize = history.changes().map(|change| change.touches().len()).sum();
        return Ok(format!("{} changes, {touches} touches\n", history.changes().count()));
    }
    let mut written = std::io::BufWriter::new(std::io::stdout().lock());
    for change in history.changes() {
        for touch in change.touches() {
            let path = change.path(touch);
            let told = match (what, touch.lines) {
                ("lines", Some([added, deleted])) => write!(written, "{} {added} {deleted} ", change.id()),
                ("lines", None) => write!(written, "{} - - ", change.id()),
                _ => {
                    let status = char::from(touch.status);
                    let (old_mode, new_mode, old, new) = (touch.old_mode, touch.new_mode, touch.old, touch.new);
                    write!(written, "{} {old_mode:06o} {new_mode:06o} {old} {new} {status} ", change.id())
                }
            };
            told.and_then(|()| written.write_all(path))
                .and_then(|()| written.write_all(b"\0"))
                .map_err(|error| error.to_string())?;
        }
    }
    written.flush().map_err(|error| error.to_string())?;
    Ok(String::new())
}
