//! A repository's ownership files become rows of `ownership`, and reports of what became of their lines.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use onethread_files::Root;
use onethread_model::Day;
use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, Reject, SourceReport};
use onethread_model::record::short;
use onethread_model::source::At;

use super::super::git::{name_in_changes, path_prefix};
use super::super::{codeowners, maintainers, owners};
use super::changed::{Changed, Idle, Then, idle};
use super::findings::{Findings, Roster, findings};
use super::limits::FILE_BYTES_MAX;
use super::passed_over::passed_over;
use super::rows::{Named, Naming, Rows, rows};
use super::{Line, OwnershipRules, Spot};
use crate::files::{OUTSIDE, repository, shown};
use crate::gather::Gathering;
use crate::tree::{self, Tree};

/// Most remarks of a file that are reported one by one.
const REMARKS_MAX: usize = 200;

/// Pairs of rules that are reported.
const OVERLAPS_MAX: usize = 10;

/// Problems that cost a whole file, and how many of them are reported at the setting.
const FATAL: &[&str] = &["unreadable-file", "mibex-syntax", "chromium-syntax"];
const FATAL_MAX: usize = 20;

/// Reads the ownership files of a repository into the facts; gives a report for each file.
///
/// Facts are as of the constant `observed` of the settings, else of the day of the last commit.
pub(crate) fn import(
    gathering: &Gathering<'_>,
    source: &SourceConfig,
    file: &At<String>,
    facts: &mut Facts,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<SourceReport> {
    let report = |path: String| SourceReport {
        name: source.name.value.clone(),
        path: path.into(),
        table: FactKind::Ownership.schema().name,
        ..SourceReport::default()
    };
    let refused = |why: &str| {
        let mut report = report(shown(&file.value));
        report.remarks.insert(format!("not read: {why}"), 1);
        vec![report]
    };
    let Found { folder, tree, rules, in_lower_case, unread } = match read(gathering.root, source, file) {
        Ok(found) => found,
        Err((code, why, help)) => {
            let message = format!("`{}` gives no ownership: {why}", short(&shown(&file.value)));
            let mut diagnostic = Diagnostic::error(code, message, file.span);
            diagnostic.help.extend(help);
            diagnostics.push(diagnostic);
            return refused(&why);
        }
    };
    let observed = observed(source, &tree, diagnostics);
    let Some(observed) = observed else {
        let why = "no day of observation is known";
        let message = format!("`{}` gives no ownership: {why}", short(&shown(&file.value)));
        let help = "state it, as in `constants = { observed = \"2026-07-24\" }`";
        diagnostics.push(Diagnostic::error("no-day", message, file.span).help(help));
        return refused(why);
    };
    for problem in rules.problems.iter().filter(|problem| FATAL.contains(&problem.code)).take(FATAL_MAX) {
        let message = format!("`{}`: {}", rules.place(problem.at), problem.message);
        let diagnostic = Diagnostic::error(problem.code, message, file.span);
        diagnostics.push(if problem.help.is_empty() { diagnostic } else { diagnostic.help(problem.help) });
    }
    let mut reports = account(&rules, &shown(&file.value), &report);
    let base = facts.sources.len();
    if base + reports.len() > usize::from(u16::MAX) {
        return refused("it has more ownership files than there is room for");
    }
    let naming = Naming { gathering, source };
    let rows = rows(&rules, &tree, &naming);
    let path = &file.value;
    let of = OfRepository {
        base,
        observed: observed.to_string(),
        prefix: path_prefix(gathering, source, path),
        name: name_in_changes(gathering, source, path),
    };
    push(&rows, &of, facts, &mut reports);
    let roster = roster(gathering);
    let found = findings(&rules, &tree.paths, None::<&[Vec<u8>]>, roster.as_ref());
    count(&found, &rules, &mut reports);
    let then = folder.as_ref().and_then(|folder| Then::before(folder, observed));
    let idle = idle(&found, &rules, in_lower_case.as_ref(), &tree, then.as_ref());
    push_idle(&idle, &rules, &of, facts);
    tell(&found, &idle, &rules, &mut reports);
    let is_one_file = source.format.as_deref() == Some("codeowners");
    if let (Some(then), Some(first)) = (then.filter(|_| is_one_file), reports.first_mut()) {
        first.remarks.extend(Changed::of(&then, &rules, &tree).remarks());
    }
    if let Some(first) = reports.first_mut() {
        remark(first, &rules, &tree, &rows);
        let counts = rules.files.first().map_or("", |file| file.path.as_str());
        first.remarks.extend(unread.iter().map(|path| (format!("`{path}` is not read: `{counts}` counts"), 1)));
        first.remarks.extend(passed_over(source.format.as_deref().unwrap_or_default(), &rules, &tree));
    }
    reports
}

/// The day that facts are as of: as stated, else that of the tree.
pub(in crate::importers) fn observed(
    source: &SourceConfig,
    tree: &Tree,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Day> {
    let Some(stated) = source.constants.get("observed") else { return tree.day };
    match Day::parse(&stated.value) {
        Ok(day) => Some(day),
        Err(why) => {
            let message = format!("`observed` is no day: {why}");
            diagnostics
                .push(Diagnostic::error("wrong-type", message, stated.span).help("write it like \"2026-07-24\""));
            tree.day
        }
    }
}

/// What all rows of a repository say.
struct OfRepository {
    /// The number of its first file among all sources.
    base: usize,
    /// The day.
    observed: String,
    /// What stands before its paths.
    prefix: String,
    /// Its name as changes have it.
    name: String,
}

/// Adds the rows to the facts.
fn push(rows: &Rows, of: &OfRepository, facts: &mut Facts, reports: &mut [SourceReport]) {
    for row in &rows.rows {
        let at = RecordRef { source: (of.base + row.file as usize) as u16, line: row.line };
        let component = format!("{}{}", of.prefix, row.component);
        let approvals = row.approvals.map(|approvals| approvals.to_string());
        let mut cells = Cells::default();
        cells.set("observed", &of.observed);
        cells.set("component", &component);
        cells.set("repository", &of.name);
        if let Some(set) = &row.set {
            cells.set("set", set);
        }
        if let Some(approvals) = &approvals {
            cells.set("approvals", approvals);
        }
        match &row.owner {
            Some(Named::Team(team)) => cells.set("team", team),
            Some(Named::Person(person)) => cells.set("person", person),
            None => {}
        }
        if row.is_open {
            cells.set("approval", "anyone");
        }
        if facts.push(FactKind::Ownership, &cells, at).is_ok()
            && let Some(report) = reports.get_mut(row.file as usize)
        {
            report.facts += 1;
        }
    }
}

/// Adds the rules that decide nothing to the facts, each at its line.
fn push_idle(idle: &[(usize, Idle)], rules: &OwnershipRules, of: &OfRepository, facts: &mut Facts) {
    for (rule, why) in idle {
        let Some(rule) = rules.rules.get(*rule) else { continue };
        let at = RecordRef { source: (of.base + rule.at.file as usize) as u16, line: rule.at.line };
        let mut cells = Cells::default();
        cells.set("observed", &of.observed);
        cells.set("pattern", &rule.pattern);
        cells.set("reason", why.word());
        // A pattern that is no text of a fact is remarked at its line all the same.
        let _ = facts.push(FactKind::IdleRule, &cells, at);
    }
}

/// Says of each file how many of its rules decide something. A rule that names nobody decides that nobody owns a path.
fn count(found: &Findings, rules: &OwnershipRules, reports: &mut [SourceReport]) {
    let idle = found.dead.iter().copied().chain(found.shadowed.iter().map(|one| one.rule));
    let idle: HashSet<(u32, u32)> =
        idle.filter_map(|rule| rules.rules.get(rule)).map(|rule| (rule.at.file, rule.at.line)).collect();
    for (at, (report, file)) in (0..).zip(reports.iter_mut().zip(&rules.files)) {
        let lines = (1..).zip(&file.lines).filter(|(_, line)| **line == Line::Rule);
        let (idle, kept): (Vec<u32>, Vec<u32>) =
            lines.map(|(line, _)| line).partition(|line| idle.contains(&(at, *line)));
        report.kept = kept.len();
        if !idle.is_empty() {
            report.skipped.insert("rule that decides no path".to_owned(), idle.len());
        }
    }
}

/// Everybody whom the organization's files name; nothing where they name nobody, since then nobody is gone.
fn roster(gathering: &Gathering<'_>) -> Option<Roster> {
    let mut roster = Roster::default();
    let people = gathering.people.sorted();
    people.keys().for_each(|name| roster.add_person(name));
    let mut has_team = false;
    for team in gathering.people.teams() {
        roster.add_team(team);
        has_team = true;
    }
    (!people.is_empty() || has_team).then_some(roster)
}

/// Says what is odd about the rules, each at its line.
fn tell(found: &Findings, idle: &[(usize, Idle)], rules: &OwnershipRules, reports: &mut [SourceReport]) {
    let mut say = |spot: Spot, what: String| {
        let Some(report) = reports.get_mut(spot.file as usize) else { return };
        let what = match report.remarks.len() < REMARKS_MAX {
            true => format!("line {}: {what}", spot.line),
            false => "further lines that may not mean what was meant".to_owned(),
        };
        *report.remarks.entry(what).or_default() += 1;
    };
    let at = |rule: usize| rules.rules.get(rule).map(|rule| rule.at);
    for (rule, why) in idle {
        if let Some(spot) = at(*rule) {
            say(spot, why.says());
        }
    }
    for (rule, paths) in &found.exempting {
        if let Some(spot) = at(*rule) {
            let paths = if *paths == 1 { "1 path".to_owned() } else { format!("{paths} paths") };
            say(spot, format!("it leaves {paths} without an owner"));
        }
    }
    for one in found.overlaps.iter().filter(|one| !one.both_count).take(OVERLAPS_MAX) {
        if let (Some(spot), Some(other)) = (at(one.rules[0]), at(one.rules[1])) {
            let paths = one.paths;
            say(spot, format!("only its place decides against line {} over {paths} paths", other.line));
        }
    }
    for spot in &found.gone {
        say(*spot, "it names an owner whom no file of the organization knows".to_owned());
    }
    for spot in found.alone.iter().filter_map(|rule| at(*rule)) {
        say(spot, "its only approver is its only reviewer".to_owned());
    }
}

/// What the report of a repository says besides its lines.
fn remark(report: &mut SourceReport, rules: &OwnershipRules, tree: &Tree, rows: &Rows) {
    let mut say = |what: String, count: usize| {
        if count > 0 {
            report.remarks.insert(what, count);
        }
    };
    say(format!("read as {}, because {}", rules.dialect.name(), rules.why), 1);
    say("paths of the repository".to_owned(), tree.paths.len());
    say("paths that no rule matches".to_owned(), rows.never_matched);
    say("paths that a rule leaves without owner".to_owned(), rows.unowned);
    say("owners that are roles or cannot be shown, and became no fact".to_owned(), rows.nameless);
    for clause in &tree.left_out {
        say(format!("left out: {clause}"), 1);
    }
}

type Refusal = (&'static str, String, Vec<String>);

/// The ownership files of a repository.
struct Found {
    /// Its folder, where it is a repository.
    folder: Option<PathBuf>,
    tree: Tree,
    rules: OwnershipRules,
    /// The same rules in lower case, in a dialect of patterns.
    in_lower_case: Option<OwnershipRules>,
    /// The paths of files that are there too and are not read.
    unread: Vec<String>,
}

/// Finds and reads the ownership files.
fn read(root: &Root, source: &SourceConfig, file: &At<String>) -> Result<Found, Refusal> {
    let unreadable = |why: String| ("unreadable-file", why, Vec::new());
    let found =
        repository(root, source, &file.value).map_err(|(what, hints)| (OUTSIDE, format!("it {what}"), hints))?;
    let Some(full) = found else {
        let help = "name a repository or one of its ownership files, from the folder of `onethread.toml`".to_owned();
        return Err(("missing-file", "it is not there".to_owned(), vec![help]));
    };
    let (folder, named) = match root.has_folder(&file.value) {
        true => (full, None),
        false => {
            let folder = repository_of(&full);
            let inside = full.strip_prefix(&folder).map(Path::to_owned);
            let inside = inside.map(|path| shown(&path.to_string_lossy())).ok();
            (folder, inside)
        }
    };
    let tree = tree::open(&folder).map_err(unreadable)?;
    let format = source.format.as_deref().unwrap_or_default();
    let missing = |what: &str| {
        let help = format!("commit one, or take the source `{}` out", source.name.value);
        ("missing-file", format!("it has no {what}"), vec![help])
    };
    let bytes = |path: &str| {
        let why = format!("`{path}` is too large, no regular file, or not committed");
        tree.read(path.as_bytes(), FILE_BYTES_MAX).ok_or(("unreadable-file", why, Vec::new()))
    };
    let (mut unread, mut in_lower_case) = (Vec::new(), None);
    let rules = match format {
        "owners" => {
            let is_named =
                |path: &&Vec<u8>, name: &str| path.rsplit(|byte| *byte == b'/').next() == Some(name.as_bytes());
            let wanted =
                |path: &&Vec<u8>| is_named(path, owners::FILE) || path.as_slice() == owners::ALIASES_FILE.as_bytes();
            let files: Vec<(String, Vec<u8>)> = tree
                .paths
                .iter()
                .filter(wanted)
                .filter_map(|path| {
                    Some((String::from_utf8(path.clone()).ok()?, tree.read_linked(path, FILE_BYTES_MAX)?))
                })
                .collect();
            if files.iter().all(|(path, _)| path == owners::ALIASES_FILE) {
                return Err(missing("OWNERS file"));
            }
            owners::parse(&files)
        }
        "maintainers" => {
            let path = named.unwrap_or_else(|| maintainers::FILE.to_owned());
            if !tree.has(path.as_bytes()) {
                return Err(missing("file `MAINTAINERS` at its root"));
            }
            maintainers::parse(&path, &bytes(&path)?, &|path| tree.is_folder(path))
        }
        _ => {
            let known = || codeowners::PLACES.iter().map(|(place, _)| (*place).to_owned());
            let found: Vec<String> =
                named.into_iter().chain(known()).filter(|path| tree.has(path.as_bytes())).collect();
            unread.extend(found.iter().skip(1).filter(|path| Some(*path) != found.first()).cloned());
            let Some(path) = found.first() else {
                let places: Vec<String> = known().map(|place| format!("`{place}`")).collect();
                return Err(missing(&format!("CODEOWNERS: none of {}", places.join(", "))));
            };
            let bytes = bytes(path)?;
            in_lower_case = Some(codeowners::parse(path, &bytes.to_ascii_lowercase()));
            codeowners::parse(path, &bytes)
        }
    };
    let folder = onethread_files::repository_around(&folder);
    Ok(Found { folder, tree, rules, in_lower_case, unread })
}

/// The repository that a file lies in, or its folder.
pub(in crate::importers) fn repository_of(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    let found = file.parent().and_then(onethread_files::repository_around);
    let outside = folder.file_name().is_some_and(|name| {
        [".github", ".gitlab", ".bitbucket", "docs"].iter().any(|place| name.to_string_lossy() == *place)
    });
    let root = if outside { folder.parent().unwrap_or(folder) } else { folder };
    let root = found.as_deref().unwrap_or(root);
    if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_owned() }
}

/// A report for each file, with what became of its lines, so far without facts.
fn account(rules: &OwnershipRules, root: &str, report: &dyn Fn(String) -> SourceReport) -> Vec<SourceReport> {
    let path = |file: &super::OwnershipFile| match root.ends_with(&file.path) {
        true => root.to_owned(),
        false => format!("{}/{}", root.trim_end_matches('/'), file.path),
    };
    let mut reports: Vec<SourceReport> = rules.files.iter().map(|file| report(path(file))).collect();
    for (file, report) in rules.files.iter().zip(&mut reports) {
        report.read = file.lines.len();
        for line in &file.lines {
            if let Line::Other(why) = line {
                *report.skipped.entry((*why).to_owned()).or_default() += 1;
            }
        }
    }
    let mut told: HashMap<(u32, u32), &super::Problem> = HashMap::new();
    for problem in &rules.problems {
        let (file, line) = (problem.at.file, problem.at.line);
        let kind = rules.files.get(file as usize).and_then(|file| file.lines.get(line as usize - 1));
        if kind == Some(&Line::Rejected) {
            told.entry((file, line)).or_insert(problem);
        } else if let Some(report) = reports.get_mut(file as usize) {
            let what = match report.remarks.len() < REMARKS_MAX {
                true => format!("line {line}: {}", problem.message),
                false => "further lines that may not mean what was meant".to_owned(),
            };
            *report.remarks.entry(what).or_default() += 1;
        }
    }
    for (at, report) in reports.iter_mut().enumerate() {
        let lines = rules.files.get(at).map(|file| file.lines.as_slice()).unwrap_or_default();
        for (line, _) in lines.iter().enumerate().filter(|(_, line)| **line == Line::Rejected) {
            let problem = told.get(&(at as u32, line as u32 + 1));
            let reason =
                problem.map_or_else(|| "it could not be understood".to_owned(), |problem| problem.message.clone());
            let column = problem.map(|problem| problem.at.column as usize);
            let place = onethread_model::source::Place { path: report.path.clone(), line: line + 1, column };
            if report.rejects.len() < super::limits::REJECTS_LISTED_MAX {
                report.rejects.push(Reject { place, reason });
            } else {
                *report.skipped.entry("refused, after those that are listed".to_owned()).or_default() += 1;
            }
        }
    }
    reports
}
