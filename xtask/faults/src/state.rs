//! What is asked for, and how many calls there were.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::fd::RawFd;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What happens at the n-th call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Nothing,
    Kill,
    Fail(c_int),
    Lie,
}

/// What a call does to files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Reads,
    Writes,
    Moves,
}

/// What becomes of a call.
pub(crate) enum Verdict {
    /// It is carried out.
    Go,
    /// It fails so.
    Fail(c_int),
    /// It is said to be done.
    Lie,
}

pub(crate) struct State {
    below: String,
    at: u64,
    deed: Deed,
    pub(crate) no_lock: bool,
    pub(crate) no_fsync: bool,
    slow_ms: u64,
    log: Option<RawFd>,
    calls: AtomicU64,
}

static STATE: OnceLock<Option<State>> = OnceLock::new();

/// What is asked for; `None` where nothing is.
pub(crate) fn state() -> Option<&'static State> {
    STATE.get_or_init(read).as_ref()
}

fn read() -> Option<State> {
    let get = |name: &str| std::env::var(format!("ONETHREAD_FAULTS_{name}")).ok();
    let number = |name| get(name).and_then(|text| text.parse().ok()).unwrap_or(0);
    let plant = get("PLANT").unwrap_or_default();
    let deed = match get("DO").as_deref() {
        Some("kill") => Deed::Kill,
        Some("eio") => Deed::Fail(libc::EIO),
        Some("enospc") => Deed::Fail(libc::ENOSPC),
        Some("lie") => Deed::Lie,
        _ => Deed::Nothing,
    };
    let log = get("LOG").and_then(|path| {
        let path = std::ffi::CString::new(path).ok()?;
        let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND | libc::O_CLOEXEC;
        // SAFETY: the path ends with a zero byte.
        let fd = unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path.as_ptr(), flags, 0o600) };
        RawFd::try_from(fd).ok().filter(|fd| *fd >= 0)
    });
    if log.is_some() {
        // SAFETY: the function takes nothing and returns nothing.
        unsafe { libc::atexit(tell_calls) };
    }
    Some(State {
        below: get("BELOW")?,
        at: number("AT"),
        deed,
        no_lock: plant == "no-lock",
        no_fsync: plant == "no-fsync",
        slow_ms: number("SLOW"),
        log,
        calls: AtomicU64::new(0),
    })
}

extern "C" fn tell_calls() {
    if let Some(state) = state() {
        state.tell(&format!("calls {}\n", state.calls.load(Ordering::Relaxed)));
    }
}

impl State {
    /// Counts a call about these paths, and says what becomes of it. `None` is a path that is not known.
    pub(crate) fn meet(&self, kind: Kind, path: Option<&str>) -> Verdict {
        let is_below = path.and_then(|path| path.strip_prefix(self.below.as_str()));
        if !is_below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return Verdict::Go;
        }
        let counts = match self.deed {
            Deed::Fail(libc::ENOSPC) => kind != Kind::Reads,
            Deed::Lie => kind == Kind::Moves,
            _ => true,
        };
        if !counts || self.calls.fetch_add(1, Ordering::Relaxed) + 1 != self.at {
            return Verdict::Go;
        }
        match self.deed {
            Deed::Nothing => Verdict::Go,
            Deed::Fail(error) => Verdict::Fail(error),
            Deed::Lie => Verdict::Lie,
            Deed::Kill => {
                // SAFETY: it ends this process, and touches no memory.
                unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
                Verdict::Go
            }
        }
    }

    /// Adds a line to the log.
    pub(crate) fn tell(&self, line: &str) {
        if let Some(log) = self.log {
            // SAFETY: the bytes are there for as long as the call takes.
            unsafe { libc::syscall(libc::SYS_write, log, line.as_ptr().cast::<c_void>(), line.len()) };
        }
    }

    /// Waits before a move.
    pub(crate) fn wait(&self) {
        if self.slow_ms > 0 {
            std::thread::sleep(std::time::Duration::from_millis(self.slow_ms));
        }
    }
}

/// The path that a handle leads to.
pub(crate) fn path_of(fd: c_int) -> Option<String> {
    let link = if fd == libc::AT_FDCWD { "/proc/self/cwd\0".to_owned() } else { format!("/proc/self/fd/{fd}\0") };
    let mut buffer = [0_u8; 4096];
    // SAFETY: the link ends with a zero byte, and the buffer has the length that is said.
    let length = unsafe {
        libc::syscall(libc::SYS_readlinkat, libc::AT_FDCWD, link.as_ptr(), buffer.as_mut_ptr(), buffer.len())
    };
    let bytes = buffer.get(..usize::try_from(length).ok()?)?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// The path that a call names, from the root on. Links are left as they are.
///
/// # Safety
/// The path has to be null or to end with a zero byte.
pub(crate) unsafe fn path_at(fd: c_int, path: *const c_char) -> Option<String> {
    if path.is_null() {
        return path_of(fd);
    }
    // SAFETY: whoever calls says so.
    let path = unsafe { CStr::from_ptr(path) }.to_string_lossy().into_owned();
    if path.starts_with('/') {
        return Some(path);
    }
    let folder = path_of(fd)?;
    Some(match path.as_str() {
        "" | "." => folder,
        path => format!("{folder}/{path}"),
    })
}
