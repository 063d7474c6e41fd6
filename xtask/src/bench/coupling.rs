//! Coupling of all pairs of files in a history, against code-maat-python.
//!
//! Both read the same table of touches first, which does not count; then each tells how long its analysis took. They
//! run in turn, each in a process of its own, so that its memory is known, table included.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use onethread_evidence::importers::git::{HistoryOptions, Repository};
use onethread_kernel::coupling::{DegreeLimits, Incidence, Options, coupling, degrees};

use super::history::rivals;
use super::measure::{Words, once};

/// The package's own analysis with its own defaults; its seconds go to a file, because its memory is reported on the
/// way out.
const RIVAL: &str = "import sys,time\nimport pandas as pd\n\
from code_maat_python.analyses.coupling import analyze_coupling\n\
table=pd.read_csv(sys.argv[1],dtype={'entity':str,'rev':str})\nstart=time.perf_counter()\n\
found=analyze_coupling(table)\nseconds=time.perf_counter()-start\n\
open(sys.argv[2],'w').write(f'{seconds} {len(found)}')\n";

/// Runs everything on every repository, and gives the table.
///
/// # Errors
/// What is wrong with the words, or with what was measured.
pub(super) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let (mut repositories, mut rounds) = (Vec::new(), 5_usize);
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--rounds" => {
                let wanted = rest.next().and_then(|text| text.parse().ok()).filter(|rounds| *rounds > 0);
                rounds = wanted.ok_or("--rounds needs a number from 1\n")?;
            }
            path => repositories.push(path),
        }
    }
    if repositories.is_empty() {
        return Err("name at least one repository\n".to_owned());
    }
    let built = crate::cargo(root).args(["build", "--release", "--package", "xtask"]).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("the release build failed\n".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let ours = target.join("release").join(format!("xtask{}", std::env::consts::EXE_SUFFIX));
    let python = rivals()?;
    let mut told = "| repository | what | pairs | ms, table ready | peak MiB | times as fast as code-maat-python |\n\
                    |---|---|--:|--:|--:|--:|\n"
        .to_owned();
    for repository in repositories {
        let table = std::env::temp_dir().join("onethread-bench-coupling.csv");
        let touches = write_table(repository, &table)?;
        eprintln!("{repository}: {touches} touches");
        measure(repository, &table, &ours, &python, rounds, &mut told)?;
    }
    Ok(told)
}

/// Writes the touches of a history as `entity,rev`, and gives how many there are.
fn write_table(path: &str, table: &Path) -> Result<usize, String> {
    let repository = Repository::open(Path::new(path))?;
    let head = repository.head()?.ok_or("it has no commit\n")?;
    let history = repository.mine(head, &HistoryOptions { threads: 2, ..HistoryOptions::default() }, &mut |_| {});
    let file = std::fs::File::create(table).map_err(|error| error.to_string())?;
    let mut file = std::io::BufWriter::new(file);
    let mut write = |line: String| file.write_all(line.as_bytes()).map_err(|error| error.to_string());
    write("entity,rev\n".to_owned())?;
    let mut touches = 0;
    for (number, change) in history.changes().enumerate() {
        for touch in change.touches() {
            let name = String::from_utf8_lossy(change.path(touch)).replace('"', "\"\"");
            write(format!("\"{name}\",{number}\n"))?;
            touches += 1;
        }
    }
    Ok(touches)
}

fn measure(
    repository: &str,
    table: &Path,
    ours: &Path,
    python: &Path,
    rounds: usize,
    told: &mut String,
) -> Result<(), String> {
    let said = std::env::temp_dir().join("onethread-bench-coupling.txt");
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let mine = |what: &str| -> Words {
        let words = ["bench", "couple"].map(str::to_owned);
        let script = "\"$0\" \"$@\" > ".to_owned() + &text(&said);
        let all = ["sh".to_owned(), "-c".to_owned(), script, text(ours)];
        all.into_iter().chain(words).chain([text(table), what.to_owned()]).collect()
    };
    let rival: Words = vec![text(python), "-c".into(), RIVAL.into(), text(table), text(&said)];
    let all =
        [("code-maat-python", rival), ("the same, ours", mine("degree")), ("beyond chance, ours", mine("chance"))];
    let mut found: BTreeMap<&str, Vec<(f64, f64, u64)>> = BTreeMap::new();
    for round in 0..rounds {
        for (name, words) in &all {
            eprintln!("{repository}: round {} of {rounds}: {name}", round + 1);
            let cost = once(python, words)?;
            let numbers = std::fs::read_to_string(&said).map_err(|error| error.to_string())?;
            let mut numbers = numbers.split_whitespace();
            let seconds = numbers.next().and_then(|text| text.parse().ok()).ok_or("no seconds were reported\n")?;
            let pairs = numbers.next().and_then(|text| text.parse().ok()).ok_or("no pairs were reported\n")?;
            found.entry(name).or_default().push((seconds, cost.peak_mib, pairs));
        }
    }
    let middle = |name: &str| {
        let mut runs = found.get(name).cloned().unwrap_or_default();
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let peak = runs.iter().map(|run| run.1).fold(0.0, f64::max);
        runs.get(runs.len() / 2).map_or((f64::NAN, peak, 0), |run| (run.0, peak, run.2))
    };
    let slow = middle("code-maat-python").0;
    for (name, _) in &all {
        let (seconds, peak, pairs) = middle(name);
        // Writing to a string cannot fail.
        let _ = writeln!(
            told,
            "| {} | {name} | {pairs} | {:.1} | {peak:.0} | {:.0}x |",
            super::history::shown(repository),
            seconds * 1_000.0,
            slow / seconds
        );
    }
    Ok(())
}

/// Couples the pairs of a table, and gives seconds and pairs found.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn couple(table: &str, what: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(table).map_err(|error| format!("{table}: {error}\n"))?;
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    let rows: Vec<(&str, u32)> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit_once(','))
        .filter_map(|(name, set)| Some((name, set.parse().ok()?)))
        .collect();
    for (name, _) in &rows {
        names.insert(name, 0);
    }
    names.values_mut().zip(0..).for_each(|(number, at)| *number = at);
    let touches: Vec<(u32, u32)> = rows.iter().map(|(name, set)| (*set, names[name])).collect();
    let start = Instant::now();
    // A table of a whole history has no days; a block of 20 changes stands for a week, and 500 for a quarter.
    let sets = touches.chunk_by(|a, b| a.0 == b.0);
    let sets = sets.map(|set| (set[0].0 / 500, set[0].0 / 20, set.iter().map(|(_, item)| *item).collect::<Vec<u32>>()));
    let incidence = Incidence::new(names.len() as u32, sets);
    let pairs = match what {
        "degree" => degrees(&incidence, &DegreeLimits::default()).len(),
        _ => coupling(&incidence, &Options::default()).pairs.len(),
    };
    Ok(format!("{} {pairs}\n", start.elapsed().as_secs_f64()))
}
