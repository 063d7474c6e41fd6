//! `cargo xtask worlds`: how often the program announces something in generated worlds in which nothing happened, and
//! how often it finds what was planted.
//!
//! Each kind of announcement is one file with one [`Kind`], listed in [`KINDS`]. A kind has rows; each row draws worlds
//! of one sort and asks the program's own measure about them. Every world has a stream of random numbers of its own, so
//! that equal seeds give equal tables, on any number of threads.

mod coupling;
mod metric;
mod page;
mod plan;
mod records;
mod register;
mod releases;
mod reorganization;
mod requests;
mod separability;
mod shared_releases;
mod table;
#[cfg(test)]
mod tests;
mod trends;

use std::path::Path;

use onethread_kernel::random::Stream;
use rayon::prelude::*;

use crate::cargo;
use table::Counts;

/// Kinds of announcements, in the order of the tables.
const KINDS: &[Kind] = &[
    metric::KIND,
    reorganization::KIND,
    trends::KIND,
    register::KIND,
    coupling::KIND,
    shared_releases::KIND,
    separability::KIND,
    releases::KIND,
    plan::KIND,
];

/// Worlds of a row, when no number is asked for.
const WORLDS: u64 = 1_000;
/// The fewest worlds that test the coverage of an interval: 200 fail a right method one time in five.
const INTERVAL_WORLDS_MIN: u64 = 2_000;
/// Any number does; a fixed one gives the same tables every time.
const SEED: u64 = 20_261_130;

/// A kind of announcement that the program makes.
struct Kind {
    /// Its name on the command line.
    key: &'static str,
    /// What it is, as a heading.
    title: &'static str,
    /// What counts as announced, as a sentence.
    announced: &'static str,
    /// The sorts of worlds in which it is tried.
    rows: fn() -> Vec<Row>,
}

/// A sort of worlds.
struct Row {
    /// What they are like, in a few words; unique in its kind together with the size.
    world: String,
    /// Initiatives of each world; absent where the kind does not depend on them.
    initiatives: Option<usize>,
    /// What is true in them.
    truth: Truth,
    /// Worlds that the tests draw; 0 leaves the row to the command.
    test_worlds: u64,
    /// Draws one world, and asks the program about it.
    draw: Box<dyn Fn(&mut Stream) -> Outcome + Sync>,
}

/// What is true in a sort of worlds, and so what is hoped for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    /// Nothing happened: at most 5 % of worlds announce something.
    Nothing,
    /// Something happened: at least 80 % of worlds announce it.
    Planted,
    /// An interval is to hold a planted number: at most 5 % of worlds miss it. A miss counts as announced.
    Interval,
}

/// What the program said of one world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Something happened, by what it says.
    Announced,
    /// Nothing did.
    Silent,
    /// It refuses to say.
    Refused,
}

impl From<bool> for Outcome {
    fn from(announced: bool) -> Outcome {
        if announced { Outcome::Announced } else { Outcome::Silent }
    }
}

impl Row {
    fn new(world: impl Into<String>, truth: Truth, draw: impl Fn(&mut Stream) -> Outcome + Sync + 'static) -> Row {
        Row { world: world.into(), initiatives: None, truth, test_worlds: 0, draw: Box::new(draw) }
    }

    /// The row with so many initiatives in each world, for the tables; drawing them is up to `draw`.
    fn of(self, initiatives: usize) -> Row {
        Row { initiatives: Some(initiatives), ..self }
    }

    /// The row as part of the tests, with so many worlds.
    fn in_tests(self, worlds: u64) -> Row {
        Row { test_worlds: worlds, ..self }
    }

    /// Draws so many worlds.
    fn count(&self, kind: &Kind, worlds: u64, seed: u64) -> Counts {
        let name = format!("{}/{}/{}", kind.key, self.world, self.initiatives.unwrap_or(0));
        let drawn = (0..worlds).into_par_iter().map(|world| (self.draw)(&mut Stream::new(seed, &name, world)));
        let add = |mut counts: Counts, outcome: Outcome| {
            counts.worlds += 1;
            counts.announced += u64::from(outcome == Outcome::Announced);
            counts.refused += u64::from(outcome == Outcome::Refused);
            counts
        };
        drawn.fold(Counts::default, add).reduce(Counts::default, Counts::plus)
    }
}

/// What the command was asked for.
struct Wishes<'w> {
    kinds: Vec<&'w Kind>,
    worlds: u64,
    seed: u64,
    write: bool,
    /// Only what the tests draw.
    small: bool,
}

/// Draws the tables in an optimized process of its own.
///
/// # Errors
/// What is wrong with the words, what could not be built, or which goals are missed.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    parse(words)?;
    let run = ["run", "--release", "--quiet", "--package", "xtask", "--", "worlds-here"];
    let status = cargo(root).args(run).args(words).status();
    match status {
        Ok(status) if status.success() => Ok(String::new()),
        Ok(_) => Err("worlds: see above\n".to_owned()),
        Err(error) => Err(format!("worlds: cargo cannot be started: {error}\n")),
    }
}

/// Draws the tables in this process, and prints each as soon as it is there.
///
/// # Errors
/// What is wrong with the words, which goals are missed, or why the page cannot be written.
pub(crate) fn here(root: &Path, words: &[&str]) -> Result<String, String> {
    let wishes = parse(words)?;
    let (mut goals, mut missed) = (0, 0);
    for kind in &wishes.kinds {
        let mut lines = Vec::new();
        for row in (kind.rows)().into_iter().filter(|row| !wishes.small || row.test_worlds > 0) {
            let worlds = match row.truth {
                _ if wishes.small => row.test_worlds,
                Truth::Interval => wishes.worlds.max(INTERVAL_WORLDS_MIN),
                Truth::Nothing | Truth::Planted => wishes.worlds,
            };
            let line = table::Line::of(&row, row.count(kind, worlds, wishes.seed));
            goals += 1;
            missed += usize::from(!line.met());
            lines.push(line);
        }
        let table = table::table(&lines);
        println!("## {} (`{}`)\n\n{}\n\n{table}", kind.title, kind.key, kind.announced);
        if wishes.write {
            page::replace(root, kind.key, &table)?;
        }
    }
    if missed > 0 {
        return Err(format!("worlds: {missed} of {goals} goals missed\n"));
    }
    Ok(format!("worlds: all {goals} goals met\n"))
}

fn parse<'w>(words: &[&str]) -> Result<Wishes<'w>, String> {
    let mut wishes = Wishes { kinds: Vec::new(), worlds: WORLDS, seed: SEED, write: false, small: false };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|text| text.parse::<u64>().ok()).ok_or_else(usage);
        match *word {
            "--worlds" => wishes.worlds = number()?.max(1),
            "--seed" => wishes.seed = number()?,
            "--write" => wishes.write = true,
            "--small" => wishes.small = true,
            key => wishes.kinds.push(KINDS.iter().find(|kind| kind.key == key).ok_or_else(usage)?),
        }
    }
    if wishes.kinds.is_empty() {
        wishes.kinds = KINDS.iter().collect();
    }
    Ok(wishes)
}

fn usage() -> String {
    let kinds: Vec<&str> = KINDS.iter().map(|kind| kind.key).collect();
    format!("cargo xtask worlds [KIND...] [--worlds N | --small] [--seed N] [--write]\nkinds: {}\n", kinds.join(", "))
}
