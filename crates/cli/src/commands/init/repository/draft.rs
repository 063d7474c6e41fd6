//! The text of the first files, and what is said about them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use onethread_core::measure::World;
use onethread_core::measure::change_log::WINDOW_DAYS;
use onethread_core::measure::measures::areas::areas_alone;
use onethread_core::measure::measures::candidates::{Candidate, CandidateKind, may_be_key, slug};
use onethread_core::measure::parts::{PEOPLE_MIN, inferred_teams, parts};
use onethread_core::words::{percent, plural, thousands};
use onethread_evidence::importers::git::{Patterns, Repository};
use onethread_evidence::importers::presets::Preset;
use onethread_evidence::importers::registry::RegistryFound;
use onethread_model::Day;
use onethread_model::edit::{key_toml, text_toml};
use onethread_model::ids::unique;
use onethread_report::inert::inert;
use onethread_workspace::files::Root;
use onethread_workspace::{Folder, SETTINGS, today};

use super::Draft;
use crate::args::init::InitArgs;
use crate::commands::import::needs_day;
use crate::survey::Survey;

/// Evidence older than this is of its own day, and not of today.
const FRESH_DAYS: i64 = 14;
/// Finds the keys of issues in subjects, before it is known which there are.
const ANY_KEY: &str = r"\b([A-Z][A-Z0-9]{1,9})-[0-9]+\b";
/// Change-sets of a part below which it is no component worth a line.
const COMPONENT_MIN: usize = 24;
const COMPONENTS_MAX: usize = 40;
/// Candidates that are listed.
const CANDIDATES_MAX: usize = 8;

/// The day of the newest change, when that is a while ago; else today.
pub(super) fn day(folder: &Folder) -> Day {
    let today = today();
    let newest = newest(&World::on(&folder.snapshot, today));
    newest.filter(|newest| today.days_since(*newest) > FRESH_DAYS).unwrap_or(today)
}

/// A merge is no change, so that ownership may have been observed on a later day than that of the newest one.
fn newest(world: &World<'_>) -> Option<Day> {
    let changes = world.facts.changes().map(|change| change.day);
    changes.chain(world.facts.ownerships().map(|row| row.observed)).max()
}

/// The settings; before anything was read, those to read it with.
pub(super) fn settings(
    root: &Path,
    name: Option<&str>,
    survey: &Survey,
    keys: &[String],
    read: Option<(&World<'_>, &[Candidate])>,
) -> String {
    let folder = root.file_name().map_or_else(|| "this folder".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut text = format!("[project]\nname = {}\n", text_toml(name.unwrap_or(&folder)));
    if let Some(cut) = read.and_then(|(world, _)| Some(world.day).filter(|day| *day != today())) {
        let _ =
            writeln!(text, "# The newest change is of this day: a review is as of then, until newer ones are here.");
        let _ = writeln!(text, "data-cut = {cut}");
    }
    if !survey.repositories.is_empty() {
        let _ = write!(text, "\n[source.history]\nfile = {}\nformat = \"git\"\n", names(&survey.repositories));
        text += &references(keys, read.map_or(&[], |(_, guesses)| guesses));
    }
    let mut formats: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (format, repository) in survey.ownership.iter().chain(&survey.manifests) {
        formats.entry(format).or_default().push(repository.clone());
    }
    for (format, repositories) in formats {
        let _ = write!(text, "\n[source.{format}]\nfile = {}\nformat = \"{format}\"\n", names(&repositories));
    }
    for (repository, found) in &survey.registries {
        text += &registry(repository, found);
    }
    let mut exports: BTreeMap<&str, (&Preset, Vec<String>)> = BTreeMap::new();
    for (preset, file) in &survey.exports {
        exports.entry(preset.key).or_insert((preset, Vec::new())).1.push(file.clone());
    }
    for (key, (preset, files)) in exports {
        let _ = write!(text, "\n[source.{key}]\nfile = {}\npreset = \"{key}\"\n", names(&files));
        if needs_day(preset) {
            let _ = writeln!(text, "observed = {}  # the day of the export", today());
        }
    }
    text
}

/// A registry that a repository seems to hold, behind `#`: only people know what its statuses mean.
fn registry(repository: &str, found: &RegistryFound) -> String {
    let list = |texts: &[String]| texts.iter().map(|text| text_toml(text)).collect::<Vec<_>>().join(", ");
    let fields: Vec<String> = found
        .fields
        .iter()
        .filter(|(ours, theirs)| ours != theirs)
        .map(|(ours, theirs)| format!("{} = {}", key_toml(ours), text_toml(theirs)))
        .collect();
    format!(
        "\n# A registry: {} files like these have a status. Sort the statuses, and take the `#` away.\n\
         # [registry]\n# live-status = [{}]\n# done-status = []\n# dropped-status = [\"deleted\"]\n#\n\
         # [source.registry]\n# file = {}\n# format = \"registry\"\n# files = {}\n# table = \"initiative_event\"\n\
         # columns = {{ initiative = \"{}\" }}\n# fields = {{ {} }}\n",
        found.count,
        list(&found.statuses),
        text_toml(repository),
        text_toml(&found.files),
        found.id,
        fields.join(", ")
    )
}

fn names(all: &[String]) -> String {
    match all {
        [one] => text_toml(one),
        all => format!("[{}]", all.iter().map(|name| text_toml(name)).collect::<Vec<_>>().join(", ")),
    }
}

/// Keys that enough changes of the last year carry, in alphabetical order.
pub(super) fn keys(root: &Root, survey: &Survey) -> Vec<String> {
    let Ok(patterns) = Patterns::new([ANY_KEY]) else { return Vec::new() };
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for name in &survey.repositories {
        let Ok(Some(path)) = root.real_path(name) else { continue };
        let Ok(repository) = Repository::open(&path) else { continue };
        let Ok(Some(head)) = repository.head() else { continue };
        for (key, commits) in repository.keys(head, &patterns, WINDOW_DAYS) {
            *all.entry(key).or_default() += commits;
        }
    }
    all.into_iter().filter(|(key, commits)| may_be_key(key, *commits)).map(|(key, _)| key).collect()
}

/// The setting that finds these keys, with what speaks for each.
fn references(keys: &[String], guesses: &[Candidate]) -> String {
    if keys.is_empty() {
        let example = text_toml(r"\b(PAY|SHOP)-[0-9]+\b");
        return format!(
            "# No subject of a change carries a key that could name an initiative. If trailers do:\n# references = {example}\n"
        );
    }
    let mut text = String::new();
    for guess in guesses.iter().filter(|guess| guess.scope().is_none() && keys.contains(&guess.what)) {
        let _ = writeln!(text, "# {}", guess.because());
    }
    let _ = writeln!(text, "references = {}", text_toml(&format!(r"\b({})-[0-9]+\b", keys.join("|"))));
    text
}

/// Teams that ownership files name; else those that changes suggest.
pub(super) fn teams(world: &World<'_>) -> String {
    let mut owning: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for row in world.facts.ownerships() {
        let Some(team) = row.team else { continue };
        let entry = owning.entry(world.facts.text(team)).or_insert_with(|| (0, world.facts.place(row.at).to_string()));
        entry.0 += 1;
    }
    owning.retain(|name, _| !world.inputs.org.teams.contains_key(*name));
    let mut text = String::new();
    let mut taken = BTreeSet::new();
    for (name, (rows, place)) in &owning {
        let id = id_of(name.rsplit('/').next().unwrap_or(name), &mut taken);
        let folders = plural(*rows, "folder or file", "folders and files");
        let _ = write!(
            text,
            "\n# {} names it as the owner of {folders}. Who is on it is not in any history.\n[team.{}]\nknown-as = [{}]\n",
            inert(place),
            key_toml(&id),
            text_toml(name)
        );
    }
    if text.is_empty() {
        for team in inferred_teams(world.change_log(), world) {
            let id = id_of(&team.folder, &mut taken);
            let _ = write!(
                text,
                "\n# Inferred: {} people made {} of their {} changes of the last year in {}.\n# Ask them; then name the \
                 members, and take `inferred` out.\n[team.{}]\ninferred = {:.2}\n",
                team.members.len(),
                percent(team.share),
                thousands(team.change_sets as u128),
                inert(&team.folder),
                key_toml(&id),
                team.share
            );
        }
    }
    titled("Teams. Each has the evidence above it; correct it, it is never written over.", &text)
}

/// Parts of the repositories that are worked on by themselves, with the one team that owns each.
pub(super) fn components(world: &World<'_>) -> String {
    let mut all = parts(world.change_log(), world);
    all.retain(|part| part.sets.len() >= COMPONENT_MIN);
    // What changes most comes first, here and in whatever is said of them later.
    all.sort_by(|a, b| b.sets.len().cmp(&a.sets.len()).then_with(|| a.folder.cmp(&b.folder)));
    all.truncate(COMPONENTS_MAX);
    let claimed: BTreeSet<&str> =
        world.inputs.org.components.values().flat_map(|c| &c.paths).map(|path| path.value.as_str()).collect();
    let mut text = String::new();
    let mut taken: BTreeSet<String> = world.inputs.org.components.keys().cloned().collect();
    for part in &all {
        let path = format!("{}/**", part.folder);
        if claimed.contains(path.as_str()) {
            continue;
        }
        let people: BTreeSet<_> = part.sets.iter().flat_map(|set| &set.people).collect();
        let people = match people.len() {
            n if n >= PEOPLE_MIN => format!("{n} people"),
            _ => "fewer than five people".to_owned(),
        };
        let changes = plural(part.sets.len(), "change", "changes");
        let _ = write!(text, "\n# {changes} by {people} in the last 365 days");
        let owner = one_owner(world, &path);
        if let Some((_, place)) = &owner {
            let _ = write!(text, "; owned by {}", inert(place));
        }
        let id = id_of(&part.folder, &mut taken);
        let _ = write!(text, ".\n[component.{}]\npaths = [{}]\n", key_toml(&id), text_toml(&path));
        if let Some((team, _)) = owner {
            let _ = writeln!(text, "owner = {}", text_toml(&slug(team.rsplit('/').next().unwrap_or(team))));
        }
    }
    titled("Components: folders that are worked on by themselves. Correct them; they are never written over.", &text)
}

/// The team that alone owns all of a folder, with the line that says so.
fn one_owner<'w>(world: &World<'w>, path: &str) -> Option<(&'w str, String)> {
    let mut rows = world.facts.ownerships().filter(|row| world.facts.text(row.component) == path);
    let first = rows.next()?;
    let team = world.facts.text(first.team?);
    rows.next().is_none().then(|| (team, world.facts.place(first.at).to_string()))
}

fn titled(title: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("# {title}\n{text}") }
}

/// An id that nothing else has, from any name.
fn id_of(name: &str, taken: &mut BTreeSet<String>) -> String {
    let wished = slug(name);
    unique(if wished.is_empty() { "team".to_owned() } else { wished }, taken)
}

/// What was found, written and not known, and the next step.
pub(super) fn said(
    drafts: &[Draft],
    survey: &Survey,
    world: &World<'_>,
    guesses: &[Candidate],
    args: &InitArgs,
) -> String {
    let mut text = String::new();
    let commits = world.facts.changes().count();
    let map = areas_alone(world);
    let people = map.people.map_or_else(|| "fewer than five people".to_owned(), |n| plural(n, "person", "people"));
    let _ = writeln!(
        text,
        "Found: {}{} with {} without merges{}; in the last 365 days {} by {people}, and {} by bots.",
        plural(survey.repositories.len(), "repository", "repositories"),
        export_words(survey),
        plural(commits, "commit", "commits"),
        ownership_words(survey),
        plural(map.change_sets, "change", "changes"),
        thousands(map.changes_by_bots as u128)
    );
    for (repository, found) in &survey.registries {
        let place = if repository == "." { String::new() } else { format!("{repository}: ") };
        let _ = writeln!(
            text,
            "A registry: {} files have a status, {}. {SETTINGS} has the lines that read its history, behind `#`: \
             onethread explain registry",
            found.count,
            inert(&format!("{place}{}", found.files))
        );
    }
    for (name, why) in &survey.unreadable {
        let _ = writeln!(text, "Not read: {}: {}.", inert(name), inert(why));
    }
    let done = if args.dry_run { "Would write" } else { "Wrote" };
    for draft in drafts {
        let how = if draft.changes { ", below what it said already" } else { "" };
        let _ = writeln!(text, "{done} {} ({}){how}.", draft.path, entries(&draft.text));
    }
    if drafts.is_empty() {
        text += "Wrote nothing: what can be drafted is there already, and nothing is written over.\n";
    }
    if args.accept.is_empty() && world.initiatives.is_empty() {
        text += &candidate_words(guesses);
    }
    text += "\nNo history knows who leads what, who reports to whom, who gives which share of time, what was decided\n\
             and which metric counts. Write that into org/, or bring spreadsheets: onethread init --from FILES\n";
    text += "Next: onethread review\n";
    text
}

/// What could be an initiative: what a person named, else the folders where to ask.
fn candidate_words(guesses: &[Candidate]) -> String {
    let (lists, guesses): (Vec<&Candidate>, Vec<&Candidate>) = guesses.iter().partition(|guess| guess.is_registry());
    let mut text = String::new();
    for list in lists {
        let _ = writeln!(text, "\nNo initiative, and a registry of them: {}.", list.because());
        let _ = writeln!(text, "Export its entries, or of an issue tracker its epics, then: onethread import FILE");
    }
    let Some(first) = guesses.first() else { return text };
    let is_named = first.kind != CandidateKind::Folder;
    text += match is_named {
        true => "\nCandidates for initiatives, all guesses:\n",
        false => "\nNothing names an initiative. Folders that change all year, where to ask what is under way:\n",
    };
    for guess in guesses.iter().take(CANDIDATES_MAX) {
        let _ = writeln!(text, "  {}: {}", guess.id, guess.because());
    }
    let accept = if is_named { "Accept one" } else { "If one of them is an initiative" };
    let _ = writeln!(text, "{accept}: onethread init --accept {}", first.id);
    text
}

/// `, 2 exports (jira.json, pulls.json)`.
fn export_words(survey: &Survey) -> String {
    let files: Vec<&str> = survey.exports.iter().map(|(_, file)| file.as_str()).collect();
    match files.len() {
        0 => String::new(),
        n => format!(", {} ({})", plural(n, "export", "exports"), inert(&files.join(", "))),
    }
}

fn ownership_words(survey: &Survey) -> String {
    let mut formats: Vec<&str> = survey.ownership.iter().map(|(format, _)| *format).collect();
    formats.dedup();
    let names: Vec<&str> = formats
        .iter()
        .map(|format| match *format {
            "codeowners" => "CODEOWNERS",
            "owners" => "OWNERS files",
            _ => "MAINTAINERS",
        })
        .collect();
    if names.is_empty() { ", no ownership file".to_owned() } else { format!(", {}", names.join(" and ")) }
}

fn entries(text: &str) -> String {
    let count = text.lines().filter(|line| line.starts_with('[')).count();
    plural(count, "entry", "entries")
}
