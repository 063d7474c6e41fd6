//! Time and memory of processes, as the system counts them.

use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a command in a process of its own with its output in a file, and tells seconds of CPU and of the clock, and the
/// most memory in KiB. The system tells them of children that have ended, and this is the plainest program that asks.
const PYTHON: &str = "import os,resource,subprocess,sys,time\n\
start=time.time()\n\
code=subprocess.call(sys.argv[2:],stdout=open(sys.argv[1],'wb'))\n\
wall=time.time()-start\n\
used=resource.getrusage(resource.RUSAGE_CHILDREN)\n\
print(code,used.ru_utime+used.ru_stime,wall,used.ru_maxrss)\n";

/// What a process took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    pub(super) cpu_seconds: f64,
    pub(super) wall_seconds: f64,
    pub(super) peak_mib: f64,
}

/// A command to measure.
pub(super) type Words = Vec<String>;

/// Runs a command once, and drops what it says.
///
/// # Errors
/// When it cannot be run, or fails.
pub(super) fn once(python: &Path, words: &Words) -> Result<Cost, String> {
    once_into(python, words, Path::new(if cfg!(windows) { "NUL" } else { "/dev/null" }))
}

/// Runs a command once, and writes what it says to a file.
///
/// # Errors
/// When it cannot be run, or fails.
pub(super) fn once_into(python: &Path, words: &Words, file: &Path) -> Result<Cost, String> {
    let mut command = Command::new(python);
    command.arg("-c").arg(PYTHON).arg(file).args(words).env("GIT_CONFIG_NOSYSTEM", "1").stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{} cannot be started: {error}\n", python.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>().unwrap_or(f64::NAN));
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(0.0), Some(cpu_seconds), Some(wall_seconds), Some(peak)) => {
            Ok(Cost { cpu_seconds, wall_seconds, peak_mib: peak / 1024.0 })
        }
        _ => Err(format!("{} failed: {}\n", words.join(" "), String::from_utf8_lossy(&output.stderr))),
    }
}

/// A line about runs of one kind: the median of each number, from the least to the most, and the most memory.
pub(super) fn row(name: &str, costs: &[Cost]) -> String {
    let Cost { cpu_seconds, wall_seconds, .. } = median(costs);
    let from_to = |of: fn(&Cost) -> f64| {
        let all = costs.iter().map(of);
        all.fold((f64::INFINITY, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)))
    };
    let (cpu, wall) = (from_to(|cost| cost.cpu_seconds), from_to(|cost| cost.wall_seconds));
    let peak = from_to(|cost| cost.peak_mib).1;
    format!(
        "{name:<52} {wall_seconds:>6.2} s ({:.2} to {:.2}), {cpu_seconds:>6.2} s of CPU ({:.2} to {:.2}), \
         {peak:>4.0} MiB at most (middle of {})\n",
        wall.0,
        wall.1,
        cpu.0,
        cpu.1,
        costs.len()
    )
}

/// The median of each number.
pub(super) fn median(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> f64| {
        let mut all: Vec<f64> = costs.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    Cost {
        cpu_seconds: middle(|cost| cost.cpu_seconds),
        wall_seconds: middle(|cost| cost.wall_seconds),
        peak_mib: middle(|cost| cost.peak_mib),
    }
}
