//! `cargo xtask harbour`: makes the example company Harbour Market, and larger ones of the same shapes.
//!
//! - [`story`] is what happened, by hand, as data.
//! - [`company`] is the story at a size: positions, teams, divisions.
//! - [`course`] is how the work of an initiative goes: as in the story, or drawn.
//! - [`org`], [`evidence`] and [`pages`] write it down.
//! - [`random`] and [`toml`] are their tools.

mod company;
mod course;
mod evidence;
mod org;
mod pages;
mod random;
mod story;
mod toml;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use company::{Company, EXAMPLE, Size};

/// The folder of the example.
const EXAMPLE_FOLDER: &str = "examples/harbour-market";
/// What the review says of it; written by the program, not by the generator.
const EXPECTED: &str = "expected";
/// Folders that the generator owns: what is in them and not made by it goes.
const OWNED: &[&str] = &["data", "org"];

/// Runs the command.
///
/// # Errors
/// What went wrong, and the command that fixes it.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    match words {
        [] => {
            let files = files(EXAMPLE);
            write(&root.join(EXAMPLE_FOLDER), &files).map_err(|error| failed(&error))?;
            Ok(format!("harbour: {} files in {EXAMPLE_FOLDER}\n", files.len()))
        }
        ["--check"] => check(root),
        ["--expected"] => expected(root),
        words => {
            let (size, out) = wishes(words)?;
            let files = files(size);
            write(&out, &files).map_err(|error| failed(&error))?;
            let bytes: usize = files.values().map(String::len).sum();
            Ok(format!("harbour: {} files, {} MB, in {}\n", files.len(), bytes / 1_000_000, out.display()))
        }
    }
}

fn failed(error: &io::Error) -> String {
    format!("harbour: {error}\n")
}

/// All files of a company, by path.
fn files(size: Size) -> BTreeMap<String, String> {
    let company = Company::new(size);
    let mut files = org::write(&company);
    files.extend(evidence::write(&company));
    files.insert("onethread.toml".to_owned(), pages::settings(&company));
    files.insert("README.md".to_owned(), pages::readme(&company));
    files
}

/// Reads `--seats 10000 --initiatives 2000 --seed 1 --company drawn --out FOLDER`.
fn wishes(words: &[&str]) -> Result<(Size, PathBuf), String> {
    let (mut size, mut out) = (EXAMPLE, None);
    for pair in words.chunks(2) {
        let number = || pair.get(1).and_then(|text| text.parse::<u32>().ok()).filter(|number| *number <= 1_000_000);
        let wrong = || format!("harbour: what is `{}`? `cargo xtask help` says how\n", pair.join(" "));
        match (pair[0], number()) {
            ("--seats", Some(number)) => size.seats = number as usize,
            ("--initiatives", Some(number)) if number > 0 => size.initiatives = number as usize,
            ("--seed", Some(number)) => size.seed = u64::from(number),
            ("--company", _) if matches!(pair.get(1), Some(&"copied" | &"drawn")) => size.is_drawn = pair[1] == "drawn",
            ("--out", _) => out = Some(PathBuf::from(*pair.get(1).ok_or_else(wrong)?)),
            _ => return Err(wrong()),
        }
    }
    let out = out.ok_or_else(|| "harbour: --out FOLDER is missing\n".to_owned())?;
    let least = 200 + size.initiatives * 2;
    if size.seats < least {
        return Err(format!("harbour: {} initiatives need at least {least} seats\n", size.initiatives));
    }
    Ok((size, out))
}

fn write(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
    for path in strangers(folder, files)? {
        std::fs::remove_file(folder.join(path))?;
    }
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

/// Files in the generator's folders that it did not make.
fn strangers(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders: Vec<String> = OWNED.iter().map(|name| (*name).to_owned()).collect();
    while let Some(path) = folders.pop() {
        if !folder.join(&path).is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(folder.join(&path))? {
            let entry = entry?;
            let inside = format!("{path}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(inside);
            } else if !files.contains_key(&inside) {
                found.push(inside);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Says which files of the example differ from what the generator makes.
fn check(root: &Path) -> Result<String, String> {
    let (folder, files) = (root.join(EXAMPLE_FOLDER), files(EXAMPLE));
    let differs = |(path, text): (&String, &String)| {
        let same = std::fs::read(folder.join(path)).is_ok_and(|bytes| bytes == text.as_bytes());
        (!same).then(|| path.clone())
    };
    let mut stale: Vec<String> = files.iter().filter_map(differs).collect();
    stale.extend(strangers(&folder, &files).map_err(|error| failed(&error))?);
    if stale.is_empty() {
        return Ok(format!("harbour: {EXAMPLE_FOLDER} is what the generator makes\n"));
    }
    let list = stale.join("\n  ");
    Err(format!("{EXAMPLE_FOLDER} is not what the generator makes:\n  {list}\nmend it with: cargo xtask harbour\n"))
}

/// Writes what the review says of the example, with the program as it is now.
fn expected(root: &Path) -> Result<String, String> {
    let mut command = crate::cargo(root);
    // The test that compares them writes them too: one place says what they hold.
    command.args(["test", "--quiet", "--package", "onethread", "--test", "harbour", "expected"]);
    let status = command.env("HARBOUR_BLESS", "1").status().map_err(|error| failed(&error))?;
    if status.success() {
        Ok(format!("harbour: wrote {EXAMPLE_FOLDER}/{EXPECTED}\n"))
    } else {
        Err("harbour: the reports could not be written\n".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_what_the_generator_makes() {
        if let Err(why) = check(&crate::root()) {
            panic!("{why}");
        }
    }

    #[test]
    fn one_seed_gives_one_company_and_another_seed_another() {
        let size = Size { seats: 900, initiatives: 60, seed: 7, is_drawn: false };
        assert!(files(size) == files(size));
        let other = files(Size { seed: 8, ..size });
        assert!(files(size)["data/changes.csv"] != other["data/changes.csv"]);
        let drawn = Size { is_drawn: true, ..size };
        assert!(files(drawn) == files(drawn) && files(drawn)["data/releases.csv"] != files(size)["data/releases.csv"]);
    }

    #[test]
    fn the_example_stays_small_and_says_that_it_is_invented() {
        let files = files(EXAMPLE);
        let bytes: usize = files.values().map(String::len).sum();
        assert!(bytes < 1_500_000, "{bytes} bytes");
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".toml")) {
            assert!(text.starts_with("# Harbour Market is invented."), "{path}");
        }
        assert!(files["README.md"].contains("Harbour Market is invented"));
    }

    #[test]
    fn wishes_are_understood_or_refused() {
        let (size, out) = wishes(&["--seats", "900", "--initiatives", "60", "--out", "x"]).expect("a size");
        let copied = Size { seats: 900, initiatives: 60, seed: 1, is_drawn: false };
        assert_eq!((size, out), (copied, PathBuf::from("x")));
        let (size, _) =
            wishes(&["--company", "drawn", "--seats", "900", "--initiatives", "60", "--out", "x"]).expect("one");
        assert_eq!(size, Size { is_drawn: true, ..copied });
        for words in [
            &["--seats", "900"][..],
            &["--seats", "10", "--out", "x"],
            &["--size", "1", "--out", "x"],
            &["--company", "x", "--out", "x"],
            &["--out"],
        ] {
            assert!(wishes(words).is_err(), "{words:?}");
        }
    }
}
