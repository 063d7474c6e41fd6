//! `cargo xtask bench review`: how long a review of a large company takes, and how much memory.
//!
//! It is a benchmark: it prints, and judges nothing. The test below holds what does not depend on the machine: what the
//! review of ten thousand people says, and that it stays within its memory.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{cargo, harbour};

/// The company: ten thousand people and two thousand initiatives.
const SIZE: &[&str] = &["--seats", "10000", "--initiatives", "2000", "--seed", "1", "--out"];
/// The command that is timed.
const REVIEW: &[&str] = &["review", "--color", "never"];
/// Folder of what is kept between runs of the program.
const LOCAL: &str = ".onethread";
/// Runs of each kind; the middle one is told.
const RUNS: usize = 5;

/// One run of the program.
pub(super) struct Run {
    pub(super) time: Duration,
    /// The most memory it held, in MiB; absent where the system does not tell.
    pub(super) peak_mib: Option<u64>,
    pub(super) said: String,
}

/// Makes the company, builds the program, and times reviews of it: the first one, which reads every source, and later
/// ones, which read the store.
///
/// # Errors
/// What could not be made, built or run.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let (folder, program) = company_and_program(root)?;
    let mut said = "review of 10,000 people and 2,000 initiatives\n".to_owned();
    for (name, forget) in [("first, reading every source", true), ("again, from the store", false)] {
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            if forget {
                let _ = std::fs::remove_dir_all(folder.join(LOCAL));
            }
            runs.push(run_on(&program, &folder, REVIEW)?);
        }
        runs.sort_by_key(|run| run.time);
        if let Some(wrong) = runs.iter().find(|run| !run.said.contains("2,000 live initiatives")) {
            return Err(format!("bench: the review is not of the whole company:\n{}", wrong.said));
        }
        let peak = runs.iter().filter_map(|run| run.peak_mib).max();
        let peak = peak.map_or_else(|| "unknown".to_owned(), |mib| format!("{mib} MiB"));
        let seconds = |at: usize| runs[at].time.as_secs_f64();
        // Writing to a string cannot fail.
        let _ = writeln!(
            said,
            "{name:<28} {:.2} s (of {RUNS}: {:.2} to {:.2}), peak memory {peak}",
            seconds(RUNS / 2),
            seconds(0),
            seconds(RUNS - 1)
        );
    }
    Ok(said)
}

/// Makes the company and builds the program.
///
/// # Errors
/// What could not be made or built.
pub(super) fn company_and_program(root: &Path) -> Result<(PathBuf, PathBuf), String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("bench").join("harbour-10000");
    make(root, &folder)?;
    let built = cargo(root).args(["build", "--release", "--quiet", "--package", "onethread"]).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("bench: the program cannot be built\n".to_owned());
    }
    Ok((folder, target.join("release").join("onethread")))
}

fn make(root: &Path, folder: &Path) -> Result<(), String> {
    let shown = folder.to_string_lossy();
    let words: Vec<&str> = SIZE.iter().copied().chain([shown.as_ref()]).collect();
    harbour::run(root, &words).map(drop)
}

/// Runs a command of the program on a folder.
pub(super) fn run_on(program: &Path, folder: &Path, words: &[&str]) -> Result<Run, String> {
    let failed =
        |what: &dyn std::fmt::Display| format!("bench: {} of {} failed: {what}\n", words.join(" "), folder.display());
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(words)
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(&error))?;
    let mut out = child.stdout.take().ok_or_else(|| failed(&"no output"))?;
    let reader = std::thread::spawn(move || {
        let mut said = String::new();
        std::io::Read::read_to_string(&mut out, &mut said).map(|_| said)
    });
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak_mib = None;
    let ended = loop {
        peak_mib = peak(&status).or(peak_mib);
        match child.try_wait().map_err(|error| failed(&error))? {
            Some(ended) => break ended,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let time = start.elapsed();
    let said = reader.join().ok().and_then(Result::ok).ok_or_else(|| failed(&"its output cannot be read"))?;
    if ended.success() { Ok(Run { time, peak_mib, said }) } else { Err(failed(&ended)) }
}

/// The most memory that a running process held so far.
fn peak(status: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The goal of the design.
    const PEAK_MIB_MAX: u64 = 500;

    #[test]
    fn ten_thousand_people_are_reviewed_within_the_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        make(&crate::root(), folder.path()).expect("a company");
        // The tests of the program are built with it, beside the folder of this one.
        let here = std::env::current_exe().expect("this program");
        let program = here.ancestors().nth(2).expect("the folder of builds").join("onethread");
        if !program.is_file() {
            eprintln!("skipped: {} is not built; `cargo xtask test` builds it", program.display());
            return;
        }
        for _ in 0..2 {
            let run = run_on(&program, folder.path(), REVIEW).expect("a review");
            assert!(run.said.contains("2,000 live initiatives"), "{}", run.said);
            // 2 of 14 planted initiatives have the team below the leader, and 1 is led across functions.
            assert!(run.said.contains("286 with the team below the leader (STO), 143 across"), "{}", run.said);
            if cfg!(target_os = "linux") {
                let peak = run.peak_mib.expect("a figure for memory");
                assert!((10..=PEAK_MIB_MAX).contains(&peak), "{peak} MiB, and not {PEAK_MIB_MAX} at most");
            }
        }
        assert!(folder.path().join(LOCAL).is_dir(), "the second review reads no store");
    }
}
