//! The git importer against git itself and other miners of histories.
//!
//! All of them run in turn, round after round, so that whatever else the machine does hits each of them; the table has
//! the medians. Before anything is measured, our records are compared with those of git.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use onethread_evidence::importers::git::{HistoryOptions, Repository};

use super::measure::{Cost, Words, median, once};

/// The names of the paths of all changes, as one that knows the package would write it.
const PYDRILLER: &str = "import sys\nfrom pydriller import Git\ngit=Git(sys.argv[1])\nseen=0\n\
for commit in git.repo.iter_commits('HEAD',no_merges=True):\n\
\x20   parent=commit.parents[0] if commit.parents else None\n\
\x20   seen+=len(parent.diff(commit)) if parent else 0\nprint(seen)\n";

/// The package's own way, which also computes what changed in each file.
const PYDRILLER_LINES: &str = "import sys\nfrom pydriller import Repository\nseen=0\n\
for commit in Repository(sys.argv[1],only_no_merge=True).traverse_commits():\n\
\x20   seen+=sum(file.added_lines for file in commit.modified_files)\nprint(seen)\n";

/// What the words ask for.
struct Plan<'w> {
    repositories: Vec<&'w str>,
    rounds: usize,
    has_rivals: bool,
}

/// Runs everything on every repository, and gives the table.
///
/// # Errors
/// What is wrong with the words, or which records differ.
pub(super) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let mut plan = Plan { repositories: Vec::new(), rounds: 5, has_rivals: true };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--rounds" => {
                let rounds = rest.next().and_then(|text| text.parse().ok()).filter(|rounds| *rounds > 0);
                plan.rounds = rounds.ok_or("--rounds needs a number from 1\n")?;
            }
            "--without-rivals" => plan.has_rivals = false,
            path => plan.repositories.push(path),
        }
    }
    if plan.repositories.is_empty() {
        return Err("name at least one repository\n".to_owned());
    }
    let built = crate::cargo(root).args(["build", "--release", "--package", "xtask"]).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("the release build failed\n".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let ours = target.join("release").join(format!("xtask{}", std::env::consts::EXE_SUFFIX));
    let python = if plan.has_rivals { rivals()? } else { PathBuf::from("python3") };
    let mut table =
        "| repository | what | CPU s | wall s | peak MiB | to git |\n|---|---|--:|--:|--:|--:|\n".to_owned();
    for repository in &plan.repositories {
        let same = compare(&ours, repository)?;
        eprintln!("{repository}: {same} records are the same as git's");
        measure(&plan, repository, &ours, &python, &mut table)?;
    }
    Ok(table)
}

/// A Python with the rivals in it, in a folder for things that may go.
pub(super) fn rivals() -> Result<PathBuf, String> {
    let folder = std::env::temp_dir().join("onethread-bench-history");
    let python = folder.join("bin/python");
    let run = |program: &Path, words: &[&str]| {
        let done = Command::new(program).args(words).status();
        done.is_ok_and(|status| status.success()).then_some(()).ok_or_else(|| {
            format!("{} {} failed; --without-rivals goes on without them\n", program.display(), words.join(" "))
        })
    };
    if !folder.join("ready").exists() {
        run(Path::new("python3"), &["-m", "venv", &folder.to_string_lossy()])?;
        run(&python, &["-m", "pip", "install", "--quiet", "pydriller==2.12", "code-maat-python==0.2.0"])?;
        std::fs::write(folder.join("ready"), "").map_err(|error| error.to_string())?;
    }
    Ok(python)
}

/// Clones a repository to this place.
fn clone_to(repository: &str, place: &Path) -> Result<(), String> {
    if place.exists() {
        std::fs::remove_dir_all(place).map_err(|error| error.to_string())?;
    }
    let mut command = Command::new("git");
    command.args(["clone", "--quiet", "--no-checkout", "--shared", repository]).arg(place);
    let done = command.status().is_ok_and(|status| status.success());
    done.then_some(()).ok_or_else(|| format!("{repository} cannot be cloned\n"))
}

/// Git's own command for the same records.
fn git(repository: &str, what: &str) -> Words {
    let words = ["git", "-C", repository, "-c", "core.commitGraph=false", "--no-replace-objects", "log", "--no-merges"];
    let more =
        ["--root", what, "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--format=%H", "HEAD"];
    words.into_iter().chain(more).map(str::to_owned).collect()
}

/// Compares all records with those of git, and gives how many there are.
fn compare(ours: &Path, repository: &str) -> Result<usize, String> {
    let output = |program: &str, words: &[String]| {
        let output = Command::new(program).args(words).output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(output.stdout)
    };
    let words = git(repository, "--raw");
    let told = output("git", words.get(1..).unwrap_or_default())?;
    let mut expected: Vec<Vec<u8>> = Vec::new();
    let (mut commit, mut parts) = (&b""[..], told.split(|byte| *byte == 0));
    while let Some(part) = parts.next() {
        let part = part.strip_prefix(b"\n").unwrap_or(part);
        match part.strip_prefix(b":") {
            Some(touch) => expected.push([commit, b" ", touch, b" ", parts.next().unwrap_or_default()].concat()),
            None if part.is_empty() => {}
            None => commit = part,
        }
    }
    let words = ["bench", "mine", repository, "2", "names", "records"].map(str::to_owned);
    let told = output(&ours.to_string_lossy(), &words)?;
    let mut found: Vec<&[u8]> = told.split(|byte| *byte == 0).filter(|record| !record.is_empty()).collect();
    expected.sort();
    found.sort();
    let differs = expected.iter().zip(&found).find(|(expected, found)| expected.as_slice() != **found);
    match differs {
        None if expected.len() == found.len() => Ok(found.len()),
        None => Err(format!("{repository}: git has {} records, we have {}\n", expected.len(), found.len())),
        Some((expected, found)) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Err(format!("{repository}: git has\n  {}\nwhere we have\n  {}\n", text(expected), text(found)))
        }
    }
}

fn measure(plan: &Plan<'_>, repository: &str, ours: &Path, python: &Path, table: &mut String) -> Result<(), String> {
    let mine = |threads: &str, what: &str| -> Words {
        let ours = ours.to_string_lossy().into_owned();
        [ours].into_iter().chain(["bench", "mine", repository, threads, what, "count"].map(str::to_owned)).collect()
    };
    let mut all: Vec<(&str, Words, usize)> = vec![
        ("git, names", git(repository, "--raw"), 0),
        ("ours, names, 1 thread", mine("1", "names"), 0),
        ("ours, names, 2 threads", mine("2", "names"), 0),
        ("git, lines", git(repository, "--numstat"), 3),
        ("ours, lines, 2 threads", mine("2", "lines"), 3),
    ];
    // Some rivals want a repository with its settings and a place to work in.
    let clone = std::env::temp_dir().join("onethread-bench-history.clone");
    if plan.has_rivals {
        clone_to(repository, &clone)?;
        let script = |text: &str| -> Words {
            vec![python.display().to_string(), "-c".into(), text.into(), clone.display().to_string()]
        };
        all.push(("PyDriller's Git, names", script(PYDRILLER), 0));
        all.push(("PyDriller, lines", script(PYDRILLER_LINES), 3));
        // It reads a log that git wrote before, which counts for it.
        let log = std::env::temp_dir().join("onethread-bench-history.log");
        let maat = python.with_file_name("code-maat").display().to_string();
        let line = format!(
            "git -C '{repository}' log --no-merges --no-renames --numstat --date=short \
             --pretty=format:'--%h--%ad--%aN' HEAD > '{log}' && '{maat}' revisions '{log}'",
            log = log.display()
        );
        all.push(("code-maat-python, lines", vec!["sh".into(), "-c".into(), line], 3));
    }
    let mut costs: BTreeMap<&str, Vec<Cost>> = BTreeMap::new();
    for round in 0..plan.rounds {
        for (name, words, _) in &all {
            // The slow ones are far enough away to be measured once.
            let is_rival = !name.starts_with("git") && !name.starts_with("ours");
            if round > 0 && is_rival {
                continue;
            }
            eprintln!("{repository}: round {} of {}: {name}", round + 1, plan.rounds);
            match once(python, words) {
                Ok(cost) => costs.entry(name).or_default().push(cost),
                Err(why) if is_rival => eprint!("{why}"),
                Err(why) => return Err(why),
            }
        }
    }
    let wall = |name: &str| median(costs.get(name).map_or(&[], Vec::as_slice)).wall_seconds;
    let shown = shown(repository);
    for (what, _, rival) in &all {
        let Some(found) = costs.get(what) else { continue };
        let Cost { cpu_seconds, wall_seconds, peak_mib } = median(found);
        let times = all.get(*rival).map_or(f64::NAN, |(git, ..)| wall(git)) / wall_seconds;
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| {shown} | {what} | {cpu_seconds:.2} | {wall_seconds:.2} | {peak_mib:.0} | {times:.3}x |"
        );
    }
    Ok(())
}

/// How the table names a repository.
pub(super) fn shown(repository: &str) -> String {
    let name = Path::new(repository);
    let last =
        name.file_name().filter(|name| *name != "repo" && *name != ".git").or_else(|| name.parent()?.file_name());
    last.map_or_else(|| repository.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Mines a repository, and gives how much there was or writes every record.
///
/// # Errors
/// When it cannot be read.
pub(super) fn mine(path: &str, threads: &str, what: &str, out: &str) -> Result<String, String> {
    let repository = Repository::open(Path::new(path))?;
    let head = repository.head()?.ok_or("it has no commit")?;
    let threads = threads.parse().map_err(|_| "THREADS is no number")?;
    let wishes = HistoryOptions { threads, lines: what == "lines", ..HistoryOptions::default() };
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
