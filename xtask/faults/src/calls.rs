//! The calls that are stood in for. Each finds the next function of its name once, and asks [`State::meet`] first.

use std::ffi::{c_char, c_int, c_long, c_uint, c_void};

use crate::state::{Kind, State, Verdict, path_at, path_of, state};

/// The function of this name that the program would have met. The name ends with a zero byte, and the C library has it
/// with these arguments; whoever asks says so by an `unsafe` around it.
macro_rules! next {
    ($name:literal, fn($($arg:ty),*) -> $out:ty) => {{
        static NEXT: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
        let found = *NEXT.get_or_init(|| libc::dlsym(libc::RTLD_NEXT, concat!($name, "\0").as_ptr().cast()) as usize);
        std::mem::transmute::<usize, unsafe extern "C" fn($($arg),*) -> $out>(found)
    }};
}

fn fail(error: c_int) {
    // SAFETY: every thread has its own.
    unsafe { *libc::__errno_location() = error };
}

/// Asks what becomes of a call; `Some` is what it returns instead of being carried out.
fn meet(kind: Kind, path: impl FnOnce() -> Option<String>) -> (Option<&'static State>, Option<c_int>) {
    let Some(state) = state() else { return (None, None) };
    match state.meet(kind, path().as_deref()) {
        Verdict::Go => (Some(state), None),
        Verdict::Lie => (Some(state), Some(0)),
        Verdict::Fail(error) => {
            fail(error);
            (Some(state), Some(-1))
        }
    }
}

fn opens(flags: c_int) -> Kind {
    if flags & (libc::O_CREAT | libc::O_TRUNC) == 0 { Kind::Reads } else { Kind::Writes }
}

macro_rules! opening {
    ($name:ident, $text:literal) => {
        /// Stands in for the function of this name.
        ///
        /// # Safety
        /// As that function.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
            // SAFETY: the caller hands over a path that ends.
            if let (_, Some(code)) = meet(opens(flags), || unsafe { path_at(libc::AT_FDCWD, path) }) {
                return code;
            }
            // SAFETY: what the caller handed over goes on as it is.
            unsafe { next!($text, fn(*const c_char, c_int, c_uint) -> c_int)(path, flags, mode) }
        }
    };
}

macro_rules! opening_at {
    ($name:ident, $text:literal) => {
        /// Stands in for the function of this name.
        ///
        /// # Safety
        /// As that function.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(fd: c_int, path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
            // SAFETY: the caller hands over a path that ends.
            if let (_, Some(code)) = meet(opens(flags), || unsafe { path_at(fd, path) }) {
                return code;
            }
            // SAFETY: what the caller handed over goes on as it is.
            unsafe { next!($text, fn(c_int, *const c_char, c_int, c_uint) -> c_int)(fd, path, flags, mode) }
        }
    };
}

opening!(open, "open");
opening!(open64, "open64");
opening_at!(openat, "openat");
opening_at!(openat64, "openat64");

/// Stands in for the function of this name: `openat2` is called by its number.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn syscall(
    number: c_long,
    a: c_long,
    b: c_long,
    c: c_long,
    d: c_long,
    e: c_long,
    f: c_long,
) -> c_long {
    if number == libc::SYS_openat2 && c != 0 {
        // SAFETY: the third argument of that call leads to flags, in 64 bits.
        let flags = unsafe { *(c as *const u64) };
        let kind = opens(flags as c_int);
        // SAFETY: the second argument of that call is a path that ends.
        if let (_, Some(code)) = meet(kind, || unsafe { path_at(a as c_int, b as *const c_char) }) {
            return c_long::from(code);
        }
    }
    // SAFETY: what the caller handed over goes on as it is.
    unsafe {
        let next = next!("syscall", fn(c_long, c_long, c_long, c_long, c_long, c_long, c_long) -> c_long);
        next(number, a, b, c, d, e, f)
    }
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: c_int, bytes: *const c_void, count: usize) -> isize {
    if let (_, Some(code)) = meet(Kind::Writes, || path_of(fd)) {
        return code as isize;
    }
    // SAFETY: what the caller handed over goes on as it is.
    unsafe { next!("write", fn(c_int, *const c_void, usize) -> isize)(fd, bytes, count) }
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn read(fd: c_int, bytes: *mut c_void, count: usize) -> isize {
    if let (_, Some(code)) = meet(Kind::Reads, || path_of(fd)) {
        return code as isize;
    }
    // SAFETY: what the caller handed over goes on as it is.
    unsafe { next!("read", fn(c_int, *mut c_void, usize) -> isize)(fd, bytes, count) }
}

fn syncs(fd: c_int, sync: impl FnOnce() -> c_int) -> c_int {
    let (state, code) = meet(Kind::Writes, || path_of(fd));
    if let Some(code) = code {
        return code;
    }
    if state.is_some_and(|state| state.no_fsync) {
        return 0;
    }
    let done = sync();
    if let (Some(state), Some(path)) = (state, path_of(fd))
        && done == 0
    {
        state.tell(&format!("fsync\t{path}\n"));
    }
    done
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(fd: c_int) -> c_int {
    // SAFETY: what the caller handed over goes on as it is.
    syncs(fd, || unsafe { next!("fsync", fn(c_int) -> c_int)(fd) })
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(fd: c_int) -> c_int {
    // SAFETY: what the caller handed over goes on as it is.
    syncs(fd, || unsafe { next!("fdatasync", fn(c_int) -> c_int)(fd) })
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flock(fd: c_int, operation: c_int) -> c_int {
    let (state, code) = meet(Kind::Reads, || path_of(fd));
    if let Some(code) = code {
        return code;
    }
    if state.is_some_and(|state| state.no_lock) {
        return 0;
    }
    // SAFETY: what the caller handed over goes on as it is.
    unsafe { next!("flock", fn(c_int, c_int) -> c_int)(fd, operation) }
}

fn moves(from: Option<String>, to: Option<String>, act: impl FnOnce() -> c_int) -> c_int {
    let told = from.clone().zip(to);
    let (state, code) = meet(Kind::Moves, || from);
    if let Some(code) = code {
        return code;
    }
    if let (Some(state), Some((from, to))) = (state, told) {
        state.wait();
        state.tell(&format!("rename\t{from}\t{to}\n"));
    }
    act()
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: the caller hands over paths that end.
    let [a, b] = unsafe { [path_at(libc::AT_FDCWD, from), path_at(libc::AT_FDCWD, to)] };
    // SAFETY: what the caller handed over goes on as it is.
    moves(a, b, || unsafe { next!("rename", fn(*const c_char, *const c_char) -> c_int)(from, to) })
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn renameat(at: c_int, from: *const c_char, to_at: c_int, to: *const c_char) -> c_int {
    // SAFETY: the caller hands over paths that end.
    let [a, b] = unsafe { [path_at(at, from), path_at(to_at, to)] };
    // SAFETY: what the caller handed over goes on as it is.
    moves(a, b, || unsafe {
        next!("renameat", fn(c_int, *const c_char, c_int, *const c_char) -> c_int)(at, from, to_at, to)
    })
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn linkat(
    at: c_int,
    from: *const c_char,
    to_at: c_int,
    to: *const c_char,
    flags: c_int,
) -> c_int {
    // SAFETY: the caller hands over paths that end.
    let [a, b] = unsafe { [path_at(at, from), path_at(to_at, to)] };
    // SAFETY: what the caller handed over goes on as it is.
    moves(a, b, || unsafe {
        next!("linkat", fn(c_int, *const c_char, c_int, *const c_char, c_int) -> c_int)(at, from, to_at, to, flags)
    })
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlinkat(fd: c_int, path: *const c_char, flags: c_int) -> c_int {
    // SAFETY: the caller hands over a path that ends.
    if let (_, Some(code)) = meet(Kind::Writes, || unsafe { path_at(fd, path) }) {
        return code;
    }
    // SAFETY: what the caller handed over goes on as it is.
    unsafe { next!("unlinkat", fn(c_int, *const c_char, c_int) -> c_int)(fd, path, flags) }
}

/// Stands in for the function of this name.
///
/// # Safety
/// As that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mkdirat(fd: c_int, path: *const c_char, mode: c_uint) -> c_int {
    // SAFETY: the caller hands over a path that ends.
    if let (_, Some(code)) = meet(Kind::Writes, || unsafe { path_at(fd, path) }) {
        return code;
    }
    // SAFETY: what the caller handed over goes on as it is.
    unsafe { next!("mkdirat", fn(c_int, *const c_char, c_uint) -> c_int)(fd, path, mode) }
}
