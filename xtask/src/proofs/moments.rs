//! Every moment of a command: killed at random and at the n-th call, and with the n-th call failing.

use std::fmt::Write as _;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Output;
use std::time::{Duration, Instant};

use super::scenes::{SCENES, Scene, Scratch, State, Tools, command, copy, illegal, run, state};

/// Runs at once.
const WORKERS: usize = 2;

/// What is done to a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Blow {
    /// It is killed at this call.
    KillAt(u64),
    /// It is killed after a part of the time that it takes, in thousandths.
    KillAfter(u64),
    /// This call fails with an error of the disk.
    Eio(u64),
    /// This call that writes fails because the disk is full.
    Enospc(u64),
    /// This move of a file is said to be done, and is not: what must be caught.
    Lie(u64),
}

/// A scene with its folder, and how it ends undisturbed.
struct Stage {
    scene: &'static Scene,
    folder: PathBuf,
    before: State,
    after: State,
    code: Option<i32>,
    calls: u64,
    writing_calls: u64,
    took: Duration,
}

/// What came of many blows.
#[derive(Default)]
pub struct Tally {
    pub blows: usize,
    /// Runs that ended on a signal.
    pub killed: usize,
    /// Runs that said that they could not.
    pub refused: usize,
    /// Runs that were done all the same.
    pub done: usize,
    /// What must not be, in words.
    pub wrong: Vec<String>,
    /// Drafts that the run after left.
    pub drafts: usize,
}

impl Tally {
    fn and(mut self, other: Tally) -> Tally {
        self.blows += other.blows;
        self.killed += other.killed;
        self.refused += other.refused;
        self.done += other.done;
        self.drafts += other.drafts;
        self.wrong.extend(other.wrong);
        self
    }

    /// Whether every blow was seen, apart from those whose first move was of a file that nobody has to have.
    pub fn is_caught(&self) -> bool {
        self.blows > 0 && self.wrong.len() + 1 >= self.blows
    }

    /// In a line, and what was wrong below.
    pub fn told(&self, what: &str) -> String {
        let Tally { blows, killed, refused, done, wrong, drafts } = self;
        let mut text = format!(
            "{what}: {blows} runs, {killed} killed, {refused} refused, {done} done; {} wrong states, {drafts} drafts left\n",
            wrong.len()
        );
        for line in wrong.iter().take(20) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {line}");
        }
        text
    }
}

/// Small numbers by chance, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

/// Kills so many runs, half of them at a call and half of them at any time.
pub fn kills(tools: &Tools, count: usize) -> io::Result<Tally> {
    let mut dice = Dice(1);
    each(tools, count, |round, stage| match round % 2 {
        0 => Blow::KillAt(1 + dice.below(stage.calls)),
        _ => Blow::KillAfter(dice.below(1_000)),
    })
}

/// Has a call fail in so many runs.
pub fn faults(tools: &Tools, count: usize) -> io::Result<Tally> {
    let mut dice = Dice(2);
    each(tools, count, |round, stage| match round % 2 {
        0 => Blow::Eio(1 + dice.below(stage.calls)),
        _ => Blow::Enospc(1 + dice.below(stage.writing_calls)),
    })
}

/// Has moves of files not happen, which must be seen.
pub fn lies(tools: &Tools) -> io::Result<Tally> {
    // Of several files, the first move is of what is noted of them, which nobody has to have.
    each(tools, SCENES.len(), |_, stage| Blow::Lie(if stage.scene.is_whole { 2 } else { 1 }))
}

/// Strikes all scenes in turn, some of them at once.
fn each(tools: &Tools, count: usize, mut blow: impl FnMut(usize, &Stage) -> Blow) -> io::Result<Tally> {
    let scratch = Scratch::new(&tools.scratch.0)?;
    let stages = SCENES.iter().map(|scene| set(tools, scene, &scratch.0)).collect::<io::Result<Vec<Stage>>>()?;
    let mut blows = Vec::new();
    for index in 0..count {
        let stage = &stages[index % stages.len()];
        blows.push((index, stage, blow(index / stages.len(), stage)));
    }
    let some = &|worker: usize| {
        let mut tally = Tally::default();
        for (index, stage, blow) in blows.iter().skip(worker).step_by(WORKERS) {
            strike(tools, stage, *blow, *index, &mut tally)?;
        }
        Ok::<Tally, io::Error>(tally)
    };
    let tallies = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|worker| scope.spawn(move || some(worker))).collect();
        let ended = |_| io::Error::other("a worker panicked");
        workers.into_iter().map(|worker| worker.join().map_err(ended)?).collect::<io::Result<Vec<Tally>>>()
    })?;
    Ok(tallies.into_iter().fold(Tally::default(), Tally::and))
}

/// Makes the folder of a scene, and runs it undisturbed.
fn set(tools: &Tools, scene: &'static Scene, below: &std::path::Path) -> io::Result<Stage> {
    let folder = below.join(scene.name.replace(' ', "-"));
    let done = below.join(format!("{}-done", scene.name.replace(' ', "-")));
    scene.make(tools, &folder)?;
    copy(&folder, &done)?;
    let (before, _) = state(&folder)?;
    let started = Instant::now();
    let output = run(tools, &done, scene.words, &[])?;
    let took = started.elapsed();
    let (after, drafts) = state(&done)?;
    if !matches!(output.status.code(), Some(0 | 1)) || before == after || !drafts.is_empty() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!("{}: undisturbed it ended with {}: {said}", scene.name, output.status)));
    }
    let calls = count_calls(tools, scene, &folder, "eio")?;
    let writing_calls = count_calls(tools, scene, &folder, "enospc")?;
    Ok(Stage { scene, folder, before, after, code: output.status.code(), calls, writing_calls, took })
}

fn count_calls(tools: &Tools, scene: &Scene, folder: &std::path::Path, what: &str) -> io::Result<u64> {
    let scratch = Scratch::new(&tools.scratch.0)?;
    let (place, log) = (scratch.0.join("f"), scratch.0.join("log"));
    copy(folder, &place)?;
    run(tools, &place, scene.words, &[("LOG", log.display().to_string()), ("DO", what.to_owned())])?;
    let text = std::fs::read_to_string(&log)?;
    let calls = text.lines().filter_map(|line| line.strip_prefix("calls ")?.parse().ok()).next_back();
    match calls {
        Some(calls) if calls > 0 => Ok(calls),
        _ => Err(io::Error::other(format!("{}: no calls were counted, so that nothing can be tried", scene.name))),
    }
}

/// Runs a scene under a blow, then undisturbed, and looks what is there after each.
fn strike(tools: &Tools, stage: &Stage, blow: Blow, index: usize, tally: &mut Tally) -> io::Result<()> {
    let scratch = Scratch::new(&tools.scratch.0)?;
    let folder = scratch.0.join("f");
    copy(&stage.folder, &folder)?;
    let output = struck(tools, stage, blow, &folder)?;
    tally.blows += 1;
    let what = match blow {
        Blow::KillAt(n) => format!("killed at call {n} of {}", stage.calls),
        Blow::KillAfter(part) => format!("killed after {part} of 1,000 of its time"),
        Blow::Eio(n) => format!("EIO at call {n} of {}", stage.calls),
        Blow::Enospc(n) => format!("ENOSPC at writing call {n} of {}", stage.writing_calls),
        Blow::Lie(n) => format!("move {n} is a lie"),
    };
    let name = format!("{index} {}, {what}", stage.scene.name);
    let (now, _) = state(&folder)?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // What could not be read is stated beside the output, or in it.
    let in_output = now.values().any(|bytes| String::from_utf8_lossy(bytes).contains("cannot be read"));
    let is_told = stage.scene.may_tell && (said.contains("error[") || said.contains("warning") || in_output);
    let mut wrong = |why: String| tally.wrong.push(format!("{name}: {why}: {}", said.replace('\n', " ")));
    match (output.status.signal(), output.status.code()) {
        (Some(9), _) => tally.killed += 1,
        (_, code) if code == stage.code => {
            tally.done += 1;
            if now != stage.after && !is_told {
                wrong(format!("it said that it was done, and {:?} differ", differing(&now, &stage.after)));
            }
        }
        (_, Some(2)) => {
            tally.refused += 1;
            if !said.contains("error") {
                wrong("it refused and did not say why".to_owned());
            }
            let (is_part, is_told) = (now != stage.before, said.contains("a part was written"));
            if stage.scene.is_whole && is_part != is_told {
                wrong(format!("it refused, and {:?} differ", differing(&now, &stage.before)));
            }
        }
        (_, _) => wrong(format!("it ended with {}", output.status)),
    }
    let odd = illegal(&now, &stage.before, &stage.after);
    if !odd.is_empty() && !is_told {
        wrong(format!("neither as they were nor as they are to be: {odd:?}"));
    }
    let next = run(tools, &folder, stage.scene.words, &[])?;
    let (then, drafts) = state(&folder)?;
    tally.drafts += drafts.len();
    let said = String::from_utf8_lossy(&next.stderr).replace('\n', " ");
    if next.status.code() != stage.code {
        tally.wrong.push(format!("{name}: the next run ended with {}: {said}", next.status));
    } else if then != stage.after {
        let differ = differing(&then, &stage.after);
        tally.wrong.push(format!("{name}: after the next run {differ:?} differ: {said}"));
    }
    Ok(())
}

fn struck(tools: &Tools, stage: &Stage, blow: Blow, folder: &std::path::Path) -> io::Result<Output> {
    let at = |deed: &str, n: u64| {
        let faults = [("DO", deed.to_owned()), ("AT", n.to_string())];
        run(tools, folder, stage.scene.words, &faults)
    };
    match blow {
        Blow::KillAt(n) => at("kill", n),
        Blow::Eio(n) => at("eio", n),
        Blow::Enospc(n) => at("enospc", n),
        Blow::Lie(n) => at("lie", n),
        Blow::KillAfter(part) => {
            let mut child = command(tools, folder, stage.scene.words, &[]).spawn()?;
            std::thread::sleep(stage.took.mul_f64(part as f64 / 1_000.0));
            // It may have ended by itself.
            let _ = child.kill();
            child.wait_with_output()
        }
    }
}

fn differing(a: &State, b: &State) -> Vec<String> {
    let all: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    all.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

/// Moves of drafts whose bytes were not on disk before, or whose folder was not after: what a power cut would tear.
pub fn unsynced(tools: &Tools, plant: Option<&str>) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for scene in SCENES {
        let scratch = Scratch::new(&tools.scratch.0)?;
        let (folder, log) = (scratch.0.join("f"), scratch.0.join("log"));
        scene.make(tools, &folder)?;
        let mut faults = vec![("LOG", log.display().to_string())];
        faults.extend(plant.map(|plant| ("PLANT", plant.to_owned())));
        run(tools, &folder, scene.words, &faults)?;
        let text = std::fs::read_to_string(&log)?;
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        let mut moves = 0;
        for (index, line) in lines.iter().enumerate() {
            let ["rename", from, to] = line[..] else { continue };
            if !from.ends_with(".draft") && !from.ends_with(".tmp") {
                continue;
            }
            moves += 1;
            let syncs = |lines: &[Vec<&str>], path: &str| lines.iter().any(|line| line[..] == ["fsync", path]);
            let folder = to.rsplit_once('/').map_or("", |(folder, _)| folder);
            if !syncs(&lines[..index], from) {
                found.push(format!("{}: {to} was moved to its place before it was on disk", scene.name));
            }
            if !syncs(&lines[index..], folder) {
                found.push(format!("{}: the folder of {to} was not synced after", scene.name));
            }
        }
        if moves == 0 {
            return Err(io::Error::other(format!("{}: no file was moved, so that nothing was looked at", scene.name)));
        }
    }
    Ok(found)
}
