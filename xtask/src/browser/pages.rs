//! Every page that the program writes, of the examples and of organizations that are hard to draw.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use onethread_report::show::SUBJECTS;

use super::companies::{self, Company};

const EXAMPLES: &[&str] = &["first-thread", "harbour-market", "kubernetes"];
/// Companies of which each subject of `show` has a page of its own; of others one page holds all.
const SHOWN_APART: &[&str] = &["harbour-market", "kubernetes"];
/// The day of the runs, after all examples: 2026-08-01.
const TODAY: &str = "1785542400";
/// Pages of questions of one company, the longest and the shortest, where there are more.
const ASKED_MAX: usize = 6;

/// A page to write: the words of the program, and the file.
struct Page {
    words: Vec<String>,
    file: PathBuf,
}

/// Writes all pages below a folder, and gives how many there are.
///
/// # Errors
/// What could not be written, and what the program said where it failed.
pub(super) fn write(root: &Path, program: &Path, here: &Path) -> Result<usize, String> {
    let (pages, companies) = (here.join("pages"), here.join("companies"));
    for folder in [&pages, &companies] {
        // What is left of an earlier run may be of pages that are gone.
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).map_err(|error| format!("browser: {}: {error}\n", folder.display()))?;
    }
    let example = |name: &&'static str| Company { name, folder: root.join("examples").join(name) };
    let mut all: Vec<Company> = EXAMPLES.iter().map(example).collect();
    all.extend(companies::make(root, &companies)?);
    let mut wanted = Vec::new();
    for company in &all {
        fs::create_dir_all(pages.join(company.name)).map_err(|error| format!("browser: {error}\n"))?;
        wanted.extend(pages_of(company, &pages.join(company.name)));
    }
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), String> {
        while let Some(page) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
            one(program, page)?;
        }
        Ok(())
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().try_for_each(|thread| thread.join().map_err(|_| "browser: a thread died\n".to_owned())?)
    })?;
    for company in &all {
        thin(&pages.join(company.name).join("ask")).map_err(|error| format!("browser: {error}\n"))?;
    }
    count(&pages).map_err(|error| format!("browser: {error}\n"))
}

fn pages_of(company: &Company, folder: &Path) -> Vec<Page> {
    let page = |words: &[&str], form: &str, file: String| {
        let place = company.folder.to_string_lossy();
        let words = words.iter().copied().chain([place.as_ref(), "--format", form]).map(str::to_owned).collect();
        Page { words, file: folder.join(file) }
    };
    let mut pages = vec![
        page(&["review"], "html", "review.html".to_owned()),
        page(&["check"], "html", "check.html".to_owned()),
        page(&["ask"], "html", "ask".to_owned()),
        page(&["plan"], "html", "plan.html".to_owned()),
        page(&["plan", "--roles"], "html", "plan-roles.html".to_owned()),
        page(&["plan", "--triage"], "html", "plan-triage.html".to_owned()),
    ];
    if !SHOWN_APART.contains(&company.name) {
        pages.push(page(&["show", "all"], "html", "show-all.html".to_owned()));
    }
    for subject in SUBJECTS {
        if SHOWN_APART.contains(&company.name) {
            pages.push(page(&["show", subject.key], "html", format!("show-{}.html", subject.key)));
        }
        pages.push(page(&["show", subject.key], "svg", format!("show-{}.svg", subject.key)));
    }
    pages
}

/// Writes a page. Of what has no picture none is written.
fn one(program: &Path, page: &Page) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(&page.words).arg("--output").arg(&page.file).env("SOURCE_DATE_EPOCH", TODAY).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{} cannot be started: {error}\n", program.display()))?;
    if output.status.success() || is_without_picture(page, &output) || (page.words[0] == "check" && page.file.is_file())
    {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("browser: onethread {} failed:\n{said}\n", page.words.join(" ")))
}

fn is_without_picture(page: &Page, output: &Output) -> bool {
    let said = String::from_utf8_lossy(&output.stderr);
    page.words.iter().any(|word| word == "svg") && said.contains("there is no picture of")
}

/// Leaves the longest pages of questions and the shortest ones.
fn thin(folder: &Path) -> std::io::Result<()> {
    let mut pages: Vec<(u64, PathBuf)> = Vec::new();
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        pages.push((entry.metadata()?.len(), entry.path()));
    }
    pages.sort();
    let kept = if pages.len() > ASKED_MAX { ASKED_MAX / 2 } else { pages.len() };
    let end = pages.len().saturating_sub(ASKED_MAX - kept).max(kept);
    for (_, path) in &pages[kept..end] {
        fs::remove_file(path)?;
    }
    Ok(())
}

fn count(folder: &Path) -> std::io::Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        count += if path.is_dir() { self::count(&path)? } else { 1 };
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_and_the_shortest_pages_are_left() {
        let folder = tempfile::tempdir().expect("a folder");
        for size in 1..=10 {
            fs::write(folder.path().join(format!("{size}.html")), "x".repeat(size)).expect("a file");
        }
        thin(folder.path()).expect("thin");
        let left = |size: usize| folder.path().join(format!("{size}.html")).is_file();
        assert_eq!((1..=10).filter(|size| left(*size)).collect::<Vec<_>>(), [1, 2, 3, 8, 9, 10]);
        thin(folder.path()).expect("thin");
        assert_eq!(count(folder.path()).expect("a count"), ASKED_MAX);
    }

    #[test]
    fn every_subject_has_a_page() {
        let company = Company { name: "kubernetes", folder: PathBuf::from("x") };
        let pages = pages_of(&company, Path::new("y"));
        assert_eq!(pages.len(), 6 + 2 * SUBJECTS.len());
    }
}
