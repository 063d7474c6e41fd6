//! Many who write at once, with a ledger of what was acknowledged.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

use super::scenes::{SCENES, Scratch, Tools, run};

/// Writes of a folder: its file grows with each.
const PER_FOLDER: usize = 250;
/// One folder of so many takes sources instead of attestations.
const SOURCES_EVERY: usize = 10;

/// What came of it.
#[derive(Default)]
pub struct Ledger {
    /// Writes that were said to be done.
    pub acknowledged: usize,
    /// Those of them that are not there.
    pub lost: usize,
    /// Those of them that are there more than once.
    pub doubled: usize,
    /// Writes that were refused, with what was said.
    pub refused: BTreeMap<String, usize>,
}

impl Ledger {
    /// In a line, and what was refused below.
    pub fn told(&self) -> String {
        let Ledger { acknowledged, lost, doubled, refused } = self;
        let count: usize = refused.values().sum();
        let mut text =
            format!("writers: {acknowledged} acknowledged, {lost} lost, {doubled} doubled; {count} refused\n");
        text.extend(refused.iter().map(|(said, times)| format!("  {times} times: {said}\n")));
        text
    }
}

/// Has so many writers write so often in all, with what is planted.
pub fn writers(tools: &Tools, writes: usize, writers: usize, faults: &[(&str, String)]) -> io::Result<Ledger> {
    let mut ledger = Ledger::default();
    let folders = writes.div_ceil(PER_FOLDER);
    for index in 0..folders {
        let count = PER_FOLDER.min(writes - index * PER_FOLDER);
        let scratch = Scratch::new(&tools.scratch.0)?;
        let takes_sources = index % SOURCES_EVERY == SOURCES_EVERY - 1;
        let scene = SCENES.iter().find(|scene| scene.name == if takes_sources { "import" } else { "attest" });
        scene.ok_or_else(|| io::Error::other("no such scene"))?.make(tools, &scratch.0)?;
        let write = if takes_sources { source } else { attestation };
        one_folder(tools, &scratch.0, count, writers, &|n| write(n), faults, &mut ledger)?;
    }
    Ok(ledger)
}

/// The words of a write, and the line that stands in a file once it is done.
struct Write {
    words: Vec<String>,
    file: &'static str,
    line: String,
}

fn attestation(n: usize) -> Write {
    let (month, day) = (1 + n / 2 / 28 % 12, 1 + n / 2 % 28);
    let initiative = ["returns", "search"][n % 2];
    let on = format!("2025-{month:02}-{day:02}");
    let note = format!("write {n} of many");
    let words = ["attest", "--initiative", initiative, "--criterion", "capable", "--answer", "holds", "--by", "vp"];
    let words = words.into_iter().chain(["--on", &on, "--note", &note]).map(str::to_owned).collect();
    Write { words, file: "org/attestations.toml", line: format!("note = \"{note}\"") }
}

fn source(n: usize) -> Write {
    let name = format!("history-{n}");
    let words = ["import", "git", "repo", "--name", &name].map(str::to_owned).to_vec();
    Write { words, file: "onethread.toml", line: format!("[source.{name}]") }
}

fn one_folder(
    tools: &Tools,
    folder: &Path,
    count: usize,
    writers: usize,
    write: &(dyn Fn(usize) -> Write + Sync),
    faults: &[(&str, String)],
    ledger: &mut Ledger,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let told: Mutex<Vec<(usize, Result<(), String>)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        break;
                    }
                    let words = write(n).words;
                    let words: Vec<&str> = words.iter().map(String::as_str).collect();
                    let said = match run(tools, folder, &words, faults) {
                        Ok(output) if output.status.success() => Ok(()),
                        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().replace('\n', " ")),
                        Err(error) => Err(error.to_string()),
                    };
                    if let Ok(mut told) = told.lock() {
                        told.push((n, said));
                    }
                }
            });
        }
    });
    let told = told.into_inner().map_err(|_| io::Error::other("a writer panicked"))?;
    for (n, said) in told {
        let Write { file, line, .. } = write(n);
        match said {
            Ok(()) => {
                let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
                let times = text.lines().filter(|one| one.trim() == line).count();
                ledger.acknowledged += 1;
                ledger.lost += usize::from(times == 0);
                ledger.doubled += usize::from(times > 1);
            }
            Err(said) => *ledger.refused.entry(said).or_default() += 1,
        }
    }
    Ok(())
}
