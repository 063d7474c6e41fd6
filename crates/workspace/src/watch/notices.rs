//! Notices of the system that something moved in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use notify::event::{Event, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use onethread_files::{LOCAL_FOLDER, is_draft};

/// Most folders under watch: systems bound them for all that a user runs together.
const FOLDERS_MAX: usize = 4_096;

/// Whether something moved in a set of folders. However much moves, one notice is kept.
pub(super) struct Notices {
    system: Option<RecommendedWatcher>,
    moved: Receiver<()>,
    /// Kept so that waiting without a system is waiting, and no error.
    _open: SyncSender<()>,
    followed: BTreeMap<PathBuf, (u64, u64)>,
    /// Why there are none, or not of all folders.
    why_none: Option<String>,
}

impl Notices {
    /// Those of the system, where it has any.
    pub(super) fn new() -> Notices {
        let (sender, moved) = sync_channel(1);
        let tell = sender.clone();
        let made = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.map_or(true, |event| is_of_interest(&event)) {
                // One that waits already says as much.
                let _ = tell.try_send(());
            }
        });
        let (system, why_none) = match made {
            Ok(system) => (Some(system), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Notices { system, moved, _open: sender, followed: BTreeMap::new(), why_none }
    }

    /// None at all, for a reason.
    pub(super) fn none(why: &str) -> Notices {
        let (sender, moved) = sync_channel(1);
        Notices { system: None, moved, _open: sender, followed: BTreeMap::new(), why_none: Some(why.to_owned()) }
    }

    pub(super) fn why_none(&self) -> Option<&str> {
        self.why_none.as_deref()
    }

    /// Waits for a notice for at most so long; gives whether one came.
    pub(super) fn wait(&self, most: Duration) -> bool {
        let end = Instant::now() + most;
        loop {
            match self.moved.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(()) => return true,
                Err(_) if Instant::now() >= end => return false,
                Err(_) => {}
            }
        }
    }

    /// Follows these folders and no others; gives whether one is new.
    pub(super) fn follow(&mut self, folders: &BTreeMap<PathBuf, (u64, u64)>) -> bool {
        let Some(system) = &mut self.system else { return false };
        // A folder that was made again has the name of the one before it, and is not under watch.
        self.followed.retain(|path, id| {
            let stays = folders.get(path) == Some(id);
            if !stays {
                // It may be gone already.
                let _ = system.unwatch(path);
            }
            stays
        });
        let mut is_new = false;
        for (path, id) in folders {
            if self.followed.contains_key(path) {
                continue;
            }
            if self.followed.len() == FOLDERS_MAX {
                self.why_none = Some(format!("notices are taken of {FOLDERS_MAX} folders"));
                break;
            }
            match system.watch(path, RecursiveMode::NonRecursive) {
                Ok(()) => is_new |= self.followed.insert(path.clone(), *id).is_none(),
                Err(error) => self.why_none = Some(why(&error)),
            }
        }
        is_new
    }
}

fn why(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's number of watches is used up".to_owned(),
        _ => "the system gives no notices of some folders".to_owned(),
    }
}

/// Whether a notice may be of an input. Opening is none, and the program's own files are none.
fn is_of_interest(event: &Event) -> bool {
    let is_own = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(is_draft) || path.components().any(|part| part.as_os_str() == LOCAL_FOLDER)
    };
    !matches!(event.kind, EventKind::Access(_))
        && (event.paths.is_empty() || !event.paths.iter().all(|path| is_own(path)))
}
