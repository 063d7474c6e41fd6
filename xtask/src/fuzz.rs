//! `cargo xtask fuzz --seconds N`: runs every fuzz target, all of them within so many seconds.
//!
//! The fuzzer needs `cargo-fuzz` and a C++ compiler, and no sanitizer, so that the stable toolchain is enough. Where one
//! is missing, that is said loudly, and fails where `CI` is set: a gate that did not run is no gate. What it finds new
//! stays under `target`; the inputs in `fuzz/corpus` are chosen by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cargo;

/// Most memory of a target, in MiB, and most seconds of one input. A machine with much to do is slow, so that the
/// second of one input that users are promised is left to the tests of hostile files.
const MEMORY_MIB: usize = 512;
const INPUT_SECONDS: usize = 10;

/// Runs the targets.
///
/// With a seed, the inputs that are tried come in the same order each time.
pub(crate) fn run(root: &Path, seconds: &str, seed: Option<&str>) -> Result<String, String> {
    if seed.is_some_and(|seed| !seed.parse::<u32>().is_ok_and(|seed| seed > 0)) {
        return Err("a seed is a whole number above 0, as in `cargo xtask fuzz --seconds 90 --seed 1`\n".to_owned());
    }
    let Some(seconds) = seconds.parse::<usize>().ok().filter(|seconds| *seconds > 0) else {
        return Err("name the seconds, as in `cargo xtask fuzz --seconds 90`\n".to_owned());
    };
    let targets = targets(root)?;
    let is_here = |tool: &str| Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success());
    let tools = [("cargo-fuzz", "`cargo install cargo-fuzz --locked`"), ("c++", "install a C++ compiler")];
    let missing: Vec<(&str, &str)> = tools.into_iter().filter(|(tool, _)| !is_here(tool)).collect();
    if !missing.is_empty() {
        let is_gate = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        return without(&missing, targets.len(), is_gate);
    }
    // Beside what else is built, so that a shared folder keeps it.
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    let folder = built.join("fuzzing");
    let fuzz = |words: &[&str]| {
        let mut command = cargo(root);
        command.current_dir(root.join("fuzz")).env("CARGO_TARGET_DIR", &folder).arg("fuzz").args(words);
        command
    };
    // Building takes its own time, and comes before the clock runs.
    match fuzz(&["build", "-s", "none"]).status() {
        Ok(status) if status.success() => {}
        _ => return Err("the fuzz targets cannot be built\n".to_owned()),
    }
    let each = (seconds / targets.len()).max(1);
    let mut said = String::new();
    let mut failed = Vec::new();
    for target in &targets {
        let found = folder.join("corpus").join(target);
        fs::create_dir_all(&found).map_err(|error| format!("{}: {error}\n", found.display()))?;
        let (found, chosen) = (found.to_string_lossy().into_owned(), format!("corpus/{target}"));
        let limits = [
            // To the fuzzer, 0 is a seed by chance.
            format!("-seed={}", seed.unwrap_or("0")),
            format!("-max_total_time={each}"),
            format!("-rss_limit_mb={MEMORY_MIB}"),
            format!("-timeout={INPUT_SECONDS}"),
            "-print_final_stats=1".to_owned(),
        ];
        let mut words = vec!["run", "-s", "none", target, &found, &chosen, "--"];
        words.extend(limits.iter().map(String::as_str));
        let output = fuzz(&words).output().map_err(|error| format!("cargo cannot be started: {error}\n"))?;
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        let runs = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
        let runs = runs.map_or("unknown", str::trim);
        // Writing to a string cannot fail, so its result is passed over here.
        let _ = writeln!(said, "{target}: {runs} runs in {each} s");
        if !output.status.success() {
            let start = log.lines().count().saturating_sub(40);
            eprintln!("{}", log.lines().skip(start).collect::<Vec<_>>().join("\n"));
            failed.push(target.as_str());
        }
    }
    if failed.is_empty() {
        return Ok(said);
    }
    Err(format!("{said}FAILED: {}; the inputs are in fuzz/artifacts\n", failed.join(", ")))
}

/// What is said where the fuzzer cannot run: a failure in a gate, and loud words elsewhere.
fn without(missing: &[(&str, &str)], targets: usize, is_gate: bool) -> Result<String, String> {
    let what: Vec<String> = missing.iter().map(|(tool, fix)| format!("{tool} is not here: {fix}")).collect();
    let said = format!("none of {targets} fuzz targets ran; {}\n", what.join("; "));
    if is_gate { Err(format!("FAILED: {said}")) } else { Ok(format!("SKIPPED: {said}")) }
}

/// The names of the targets, in alphabetical order.
fn targets(root: &Path) -> Result<Vec<String>, String> {
    let entries =
        fs::read_dir(root.join("fuzz/fuzz_targets")).map_err(|error| format!("fuzz/fuzz_targets: {error}\n"))?;
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().strip_suffix(".rs").map(str::to_owned);
    let mut targets: Vec<String> = entries.flatten().filter_map(name).collect();
    targets.sort();
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::{targets, without};

    #[test]
    fn a_gate_fails_where_the_fuzzer_cannot_run() {
        let missing = [("cargo-fuzz", "install it")];
        assert!(without(&missing, 3, true).is_err_and(|said| said.contains("none of 3 fuzz targets ran")));
        assert!(without(&missing, 3, false).is_ok_and(|said| said.starts_with("SKIPPED: ")));
    }

    #[test]
    fn every_target_is_listed_and_has_a_corpus() {
        let root = crate::root();
        let manifest = std::fs::read_to_string(root.join("fuzz/Cargo.toml")).expect("the manifest");
        let targets = targets(&root).expect("targets");
        assert!(!targets.is_empty());
        for target in targets {
            assert!(manifest.contains(&format!("name = \"{target}\"\n")), "list {target} in fuzz/Cargo.toml");
            let seeds = std::fs::read_dir(root.join("fuzz/corpus").join(&target)).map_or(0, Iterator::count);
            assert!(seeds > 0, "put inputs for {target} into fuzz/corpus/{target}");
        }
    }
}
