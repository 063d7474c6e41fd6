//! `onethread` alone: what is here, and the next step.

use std::fmt::Write as _;
use std::path::Path;

use onethread_core::words::plural;
use onethread_report::inert::inert;
use onethread_workspace::{Folder, SETTINGS};

use crate::output::{self, Failure};
use crate::places::allowance;
use crate::survey::Survey;

/// Names that are listed before the rest is counted.
const NAMED_MAX: usize = 5;

/// Looks at the folder, and says on one screen what is there and what to do next.
pub(super) fn run() -> Result<u8, Failure> {
    let folder = Folder::as_written(Path::new("."), allowance())?;
    let root = &folder.root;
    let survey = Survey::of(root);
    let has_settings = root.has_file(SETTINGS);
    let mut text = String::from("Onethread shows which initiatives have one leader with one thread.\n\nHere:\n");
    // Writing to a string cannot fail.
    let mut line = |what: &str, says: String| {
        let _ = writeln!(text, "  {what:<16} {says}");
    };
    line("settings", if has_settings { SETTINGS.to_owned() } else { "none".to_owned() });
    let org = &folder.org;
    let described = [
        (org.initiatives.len(), "initiative", "initiatives"),
        (org.teams.len(), "team", "teams"),
        (org.people.len(), "person", "people"),
    ];
    let parts: Vec<String> =
        described.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| plural(*n, one, many)).collect();
    let organization = if parts.is_empty() { "nothing is described".to_owned() } else { parts.join(", ") };
    line("organization", organization);
    if !folder.config.sources.is_empty() {
        let sources: Vec<&str> = folder.config.sources.iter().map(|source| source.name.value.as_str()).collect();
        line("sources", named(&sources));
    }
    let repositories: Vec<&str> = survey.repositories.iter().map(String::as_str).collect();
    match repositories.as_slice() {
        [] => line("git", "no repository here".to_owned()),
        ["."] => line("git", "this folder is a repository".to_owned()),
        all => line("git", format!("{}: {}", plural(all.len(), "repository", "repositories"), named(all))),
    }
    for (name, why) in &survey.unreadable {
        line("git", format!("{} cannot be read: {}", inert(name), inert(why)));
    }
    for (format, repository) in survey.ownership.iter().take(NAMED_MAX) {
        let place = if repository == "." { String::new() } else { format!(" in {}", inert(repository)) };
        line("ownership", format!("{}{place}", format.to_uppercase()));
    }
    if !survey.exports.is_empty() {
        let files: Vec<&str> = survey.exports.iter().map(|(_, file)| file.as_str()).collect();
        line("exports", named(&files));
    }
    if !survey.spreadsheets.is_empty() {
        let files: Vec<&str> = survey.spreadsheets.iter().map(String::as_str).collect();
        line("spreadsheets", named(&files));
    }
    if !folder.diagnostics.is_empty() {
        let count = plural(folder.diagnostics.len(), "thing needs fixing", "things need fixing");
        line("mistakes", format!("{count}; `onethread review` shows them"));
    }
    let _ = writeln!(text, "\nNext: {}", next(&folder, &survey, has_settings));
    text += "All commands: onethread --help\n";
    output::print(&text)?;
    Ok(0)
}

fn next(folder: &Folder, survey: &Survey, has_settings: bool) -> String {
    if has_settings || !folder.org.initiatives.is_empty() {
        return match folder.org.initiatives.is_empty() && folder.config.sources.is_empty() {
            true => "describe an initiative in org/initiatives.toml, then onethread review".to_owned(),
            false => "onethread review".to_owned(),
        };
    }
    if !survey.repositories.is_empty() || !survey.exports.is_empty() {
        return "onethread init --dry-run, then onethread init".to_owned();
    }
    match survey.spreadsheets.as_slice() {
        [] => "go to a repository, or bring spreadsheets: onethread init --from roster.csv,initiatives.csv".to_owned(),
        files => {
            let files: Vec<String> = files.iter().take(NAMED_MAX).map(|file| inert(file).into_owned()).collect();
            format!("onethread init --from {}", files.join(","))
        }
    }
}

fn named(all: &[&str]) -> String {
    let shown: Vec<String> = all.iter().take(NAMED_MAX).map(|name| inert(name).into_owned()).collect();
    let more = all.len().saturating_sub(NAMED_MAX);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}
