//! Commands that write, each in a small folder of its own; and what may be there when they are over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io};

/// The program, and the library that makes its calls fail.
pub struct Tools {
    pub program: PathBuf,
    pub library: PathBuf,
    /// A folder for everything that is made on the way.
    pub scratch: Scratch,
}

/// The day of all runs, in seconds.
const TODAY: &str = "1785542400";

/// Files of the organization. `leadr` is a slip that `check --fix` fixes.
const ORGANIZATION: &[(&str, &str)] = &[
    ("onethread.toml", "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n"),
    (
        "org/people.toml",
        "[person.vp]\ntitle = \"VP\"\n[person.ines]\nreports-to = \"vp\"\n[person.bo]\nreports-to = \"vp\"\n",
    ),
    (
        "org/initiatives.toml",
        "[initiative.returns]\ntitle = \"Returns\"\nleader = \"ines\"\ncommitted = 2026-01-05\n\n[initiative.search]\ntitle = \
         \"Search\"\nleadr = \"bo\"\ncommitted = 2026-02-02\n",
    ),
];
const SHEETS: &[(&str, &str)] = &[
    (
        "roster.csv",
        "Employee ID,Reports to,Squad,Title\nvp,,,VP engineering\nines,vp,Returns core,Manager\nbo,vp,Search,Manager\nada,ines,\
         Returns core,Engineer\nkim,bo,Search,Engineer\n",
    ),
    (
        "initiatives.csv",
        "Initiative,Owner,% time,Team,Start date,Status\nReturns in one tap,ines,100 %,Returns core,13/02/2026,In progress\n\
         Search that finds,bo,50 %,Search,11/05/2026,In progress\n",
    ),
];

/// A command that writes.
pub struct Scene {
    pub name: &'static str,
    pub words: &'static [&'static str],
    /// Makes the folder that it starts in.
    make: fn(&Tools, &Path) -> io::Result<()>,
    /// Whether its output may rest on less than all where the program says that something could not be read.
    pub may_tell: bool,
    /// Whether it writes all of its files or none, also where it is refused.
    pub is_whole: bool,
}

/// All of them.
pub const SCENES: &[Scene] = &[
    Scene {
        name: "attest",
        words: &["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "holds", "--by", "vp"],
        make: organization,
        may_tell: false,
        is_whole: false,
    },
    Scene {
        name: "attest --from",
        words: &["attest", "--from", "answers.csv", "--yes"],
        make: answers,
        may_tell: false,
        is_whole: false,
    },
    Scene {
        name: "ask --form",
        words: &["ask", "--form", "form.csv"],
        make: organization,
        may_tell: true,
        is_whole: false,
    },
    Scene { name: "init", words: INIT, make: sheets, may_tell: false, is_whole: false },
    Scene { name: "init again", words: INIT, make: sheets_again, may_tell: false, is_whole: false },
    Scene { name: "import", words: &["import", "git", "repo"], make: repository, may_tell: true, is_whole: false },
    Scene {
        name: "check --fix",
        words: &["check", "--fix", "--unsafe-fixes", "--exit-zero"],
        make: organization,
        may_tell: false,
        is_whole: false,
    },
    Scene {
        name: "check --add-waivers",
        words: &["check", "--add-waivers", "--owner", "vp", "--until", "2026-12-31", "--reason", "for now"],
        make: organization,
        may_tell: false,
        is_whole: false,
    },
    Scene {
        name: "check --write-baseline",
        words: &["check", "--write-baseline"],
        make: organization,
        may_tell: false,
        is_whole: false,
    },
    Scene { name: "apply", words: APPOINT, make: organization, may_tell: false, is_whole: true },
    Scene { name: "undo", words: UNDO, make: appointed, may_tell: false, is_whole: true },
    Scene { name: "ask -o", words: &["ask", "-o", "pages"], make: organization, may_tell: true, is_whole: false },
    Scene {
        name: "review -o",
        words: &["review", "-o", "review.html"],
        make: organization,
        may_tell: true,
        is_whole: false,
    },
];

const INIT: &[&str] =
    &["init", "--from", "roster.csv,initiatives.csv", "--yes", "--as-of", "2026-06-30", "--name", "Shop"];

/// Two files: who leads, and a share of their time in a file that comes to be.
const APPOINT: &[&str] = &["appoint", "bo", "returns", "--share", "100", "--apply", "--yes"];
const UNDO: &[&str] = &["undo", "appoint-bo-returns-share-100-2026-08-01", "--yes"];

fn write(folder: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    for (path, text) in files {
        let path = folder.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn organization(_: &Tools, folder: &Path) -> io::Result<()> {
    write(folder, ORGANIZATION)
}

fn appointed(tools: &Tools, folder: &Path) -> io::Result<()> {
    write(folder, ORGANIZATION)?;
    run(tools, folder, APPOINT, &[]).map(|_| ())
}

/// Answers that are written into two files.
const ANSWERS: &[(&str, &str)] = &[(
    "answers.csv",
    "Key,Answer,Answered by,Day\nreturns/capable/answer,yes,vp,2026-06-30\nreturns/tenets/tenets,A refund before a \
     reason,,\nreturns/dependencies-known/answer,nobody knows,ines,2026-06-30\n",
)];

fn answers(_: &Tools, folder: &Path) -> io::Result<()> {
    write(folder, ORGANIZATION)?;
    write(folder, ANSWERS)
}

fn sheets(_: &Tools, folder: &Path) -> io::Result<()> {
    write(folder, SHEETS)
}

fn sheets_again(tools: &Tools, folder: &Path) -> io::Result<()> {
    write(folder, SHEETS)?;
    run(tools, folder, INIT, &[])?;
    let newer = SHEETS[0].1.replace("VP engineering", "President") + "lee,bo,Search,Engineer\n";
    write(folder, &[("roster.csv", &newer)])
}

fn repository(_: &Tools, folder: &Path) -> io::Result<()> {
    write(folder, ORGANIZATION)?;
    // A key by chance would differ from run to run.
    let key = format!("{}\n", "a1".repeat(32));
    write(folder, &[("repo/a.txt", "a\n"), (".onethread/pseudonym.key", &key), (".onethread/.gitignore", "*\n")])?;
    let name = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
    let words: [&[&str]; 3] = [&["init", "--quiet"], &["add", "."], &["commit", "--quiet", "--message", "A"]];
    for words in words {
        let mut git = Command::new("git");
        git.args(name).args(words).current_dir(folder.join("repo")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        git.env("GIT_COMMITTER_DATE", "2026-06-01T12:00:00Z").env("GIT_AUTHOR_DATE", "2026-06-01T12:00:00Z");
        let done = git.status()?;
        if !done.success() {
            return Err(io::Error::other(format!("git {words:?} ended with {done}")));
        }
    }
    Ok(())
}

impl Scene {
    /// Makes its folder.
    pub fn make(&self, tools: &Tools, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        (self.make)(tools, folder)
    }
}

/// The program in a folder, not started yet. Faults are pairs of variables and values.
pub fn command(tools: &Tools, folder: &Path, words: &[&str], faults: &[(&str, String)]) -> Command {
    let mut command = Command::new(&tools.program);
    command.args(words).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env("SOURCE_DATE_EPOCH", TODAY).env("NO_COLOR", "1").env("HOME", &tools.scratch.0);
    command.env("XDG_CONFIG_HOME", tools.scratch.0.join("config")).env_remove("ONETHREAD_ALLOW_OUTSIDE");
    if !faults.is_empty() {
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        command.env("LD_PRELOAD", &tools.library).env("ONETHREAD_FAULTS_BELOW", real);
        command.envs(faults.iter().map(|(name, value)| (format!("ONETHREAD_FAULTS_{name}"), value)));
    }
    command
}

/// Runs the program to its end.
pub fn run(tools: &Tools, folder: &Path, words: &[&str], faults: &[(&str, String)]) -> io::Result<Output> {
    command(tools, folder, words, faults).output()
}

/// What a folder holds.
pub type State = BTreeMap<String, Vec<u8>>;

/// The files of a folder that people read, and what is under way in it: drafts, and what is noted of several files. The store of evidence is read by the program alone,
/// which imports again what it does not trust.
pub fn state(folder: &Path) -> io::Result<(State, BTreeSet<String>)> {
    let (mut files, mut drafts) = (State::new(), BTreeSet::new());
    let mut waiting = vec![PathBuf::new()];
    while let Some(inside) = waiting.pop() {
        for entry in fs::read_dir(folder.join(&inside))? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            let name = path.to_string_lossy().replace('\\', "/");
            if entry.file_type()?.is_dir() {
                if name != "repo" {
                    waiting.push(path);
                }
            } else if name.ends_with(".draft") || name.ends_with(".tmp") || name == ".onethread/journal/unfinished.json"
            {
                drafts.insert(name);
            } else if !name.starts_with(".onethread/evidence/") && name != ".onethread/lock" {
                files.insert(name, fs::read(folder.join(&path))?);
            }
        }
    }
    Ok((files, drafts))
}

/// Files that are neither as they were nor as they are to be.
pub fn illegal(now: &State, before: &State, after: &State) -> Vec<String> {
    let all: BTreeSet<&String> = now.keys().chain(before.keys()).chain(after.keys()).collect();
    let is_legal = |path: &&String| {
        let now = now.get(*path);
        now == before.get(*path) || now == after.get(*path)
    };
    all.into_iter().filter(|path| !is_legal(path)).cloned().collect()
}

/// A folder that goes with its value.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// Makes one below another.
    pub fn new(below: &Path) -> io::Result<Scratch> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("proofs-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = below.join(name);
        fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
