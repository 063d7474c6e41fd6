//! Rules and paths become rows of `ownership`: a folder is one row where all of it has the same owners.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use onethread_files::Root;
use onethread_model::Day;
use onethread_model::config::SourceConfig;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, Reject, SourceReport};
use onethread_model::record::short;
use onethread_model::source::At;

use super::super::git::repository_name;
use super::super::{codeowners, maintainers, owners};
use super::findings::{Findings, Roster, findings};
use super::limits::FILE_BYTES_MAX;
use super::{Dialect, Line, Owner, OwnerKind, OwnershipRules, Spot, Standing, State};
use crate::files::{OUTSIDE, repository, shown};
use crate::gather::Gathering;
use crate::people::handle;
use crate::tree::{self, Tree};

/// Most remarks of a file that are reported one by one.
const REMARKS_MAX: usize = 200;

/// Pairs of rules that are reported.
const OVERLAPS_MAX: usize = 10;

/// Problems that cost a whole file, and how many of them are reported at the setting.
const FATAL: &[&str] = &["unreadable-file", "mibex-syntax"];
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
    let (tree, rules) = match read(gathering.root, source, file) {
        Ok(read) => read,
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
    let prefix = match source.files.len() {
        0 | 1 => String::new(),
        _ => format!("{}/", repository_name(source, &file.value)),
    };
    let naming = Naming { gathering, source };
    let rows = rows(&rules, &tree, &naming);
    push(&rows, observed, &prefix, facts, &mut reports);
    count(&rows, &rules, &mut reports);
    let roster = roster(gathering);
    tell(&findings(&rules, &tree.paths, None::<&[Vec<u8>]>, roster.as_ref()), &rules, &mut reports);
    if let Some(first) = reports.first_mut() {
        remark(first, &rules, &tree, &rows);
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

/// Adds the rows to the facts.
fn push(rows: &Rows, observed: Day, prefix: &str, facts: &mut Facts, reports: &mut [SourceReport]) {
    let base = facts.sources.len();
    let day = observed.to_string();
    for row in &rows.rows {
        let at = RecordRef { source: (base + row.file as usize) as u16, line: row.line };
        let component = format!("{prefix}{}", row.component);
        let mut cells = Cells::default();
        cells.set("observed", &day);
        cells.set("component", &component);
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

/// Says of each file how many of its rules decide something.
fn count(rows: &Rows, rules: &OwnershipRules, reports: &mut [SourceReport]) {
    for (at, (report, file)) in reports.iter_mut().zip(&rules.files).enumerate() {
        let lines = file.lines.iter().enumerate().filter(|(_, line)| **line == Line::Rule);
        let decides = |line: usize| rows.deciding.contains(&(at as u32, line as u32 + 1));
        let (kept, idle): (Vec<usize>, Vec<usize>) = lines.map(|(line, _)| line).partition(|line| decides(*line));
        report.kept = kept.len();
        let idle = idle.len();
        if idle > 0 {
            report.skipped.insert("rule that decides no path, or names nobody".to_owned(), idle);
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
fn tell(found: &Findings, rules: &OwnershipRules, reports: &mut [SourceReport]) {
    let mut say = |spot: Spot, what: String| {
        let Some(report) = reports.get_mut(spot.file as usize) else { return };
        let what = match report.remarks.len() < REMARKS_MAX {
            true => format!("line {}: {what}", spot.line),
            false => "further lines that may not mean what was meant".to_owned(),
        };
        *report.remarks.entry(what).or_default() += 1;
    };
    let at = |rule: usize| rules.rules.get(rule).map(|rule| rule.at);
    for spot in found.dead.iter().filter_map(|rule| at(*rule)) {
        say(spot, "it matches no path".to_owned());
    }
    for one in &found.shadowed {
        if let (Some(spot), Some(by)) = (at(one.rule), at(one.by)) {
            say(spot, format!("it decides nothing, mostly because of line {}", by.line));
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

/// Finds and reads the ownership files.
fn read(root: &Root, source: &SourceConfig, file: &At<String>) -> Result<(Tree, OwnershipRules), Refusal> {
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
                .filter_map(|path| Some((String::from_utf8(path.clone()).ok()?, tree.read(path, FILE_BYTES_MAX)?)))
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
            let Some(path) = found.first() else {
                let places: Vec<String> = known().map(|place| format!("`{place}`")).collect();
                return Err(missing(&format!("CODEOWNERS: none of {}", places.join(", "))));
            };
            codeowners::parse(path, &bytes(path)?)
        }
    };
    Ok((tree, rules))
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

/// A row to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    component: String,
    /// Absent where a rule says that nobody owns it.
    owner: Option<Named>,
    /// Whether anyone may approve a change.
    is_open: bool,
    file: u32,
    line: u32,
}

/// Who owns a path, each owner with the first place that says so, and whether anyone may approve a change of it.
#[derive(Default)]
struct OwnersOfPath {
    named: Vec<(Option<Named>, u32, u32)>,
    is_open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Named {
    Team(String),
    Person(String),
}

#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    /// File and line of what decides for some path.
    deciding: BTreeSet<(u32, u32)>,
    never_matched: usize,
    unowned: usize,
    nameless: usize,
}

/// What owners are called in facts.
struct Naming<'a> {
    gathering: &'a Gathering<'a>,
    source: &'a SourceConfig,
}

impl Naming<'_> {
    fn named(&self, owner: &Owner) -> Option<Named> {
        let people = self.gathering.people;
        let name = handle(&owner.name);
        let is_shown = !name.is_empty() && !name.chars().any(char::is_control);
        match owner.kind {
            _ if !is_shown => None,
            OwnerKind::Role => None,
            OwnerKind::Team if name.contains('@') => None,
            OwnerKind::Team => Some(Named::Team(people.find_team(name).unwrap_or(name).to_owned())),
            OwnerKind::Person | OwnerKind::Address => {
                // A group of GitLab without a parent is written like a user.
                if let Some(team) = people.find_team(name).filter(|_| owner.kind == OwnerKind::Person) {
                    return Some(Named::Team(team.to_owned()));
                }
                let keeps = self.source.pseudonymous && owner.kind == OwnerKind::Person;
                Some(Named::Person(match people.find(name) {
                    Some(id) => id.to_owned(),
                    None if keeps => name.to_owned(),
                    None => self.gathering.pseudonyms.pseudonym(name),
                }))
            }
        }
    }
}

/// Who owns each path, and each folder that has the same owners throughout.
fn rows(rules: &OwnershipRules, tree: &Tree, naming: &Naming<'_>) -> Rows {
    let mut rows = Rows::default();
    let mut known: HashMap<(Vec<Option<Named>>, bool), u32> = HashMap::new();
    let mut by_answer: HashMap<super::Answer, u32> = HashMap::new();
    let mut owners: Vec<OwnersOfPath> = Vec::new();
    let mut nameless = BTreeSet::new();
    let mut ids = Vec::with_capacity(tree.paths.len());
    for path in &tree.paths {
        let answer = rules.owners_of(path);
        let state = rules.state(&answer);
        match state {
            State::Owned => {}
            State::UnownedByRule => rows.unowned += 1,
            State::NeverMatched => rows.never_matched += 1,
        }
        if let Some(id) = by_answer.get(&answer) {
            ids.push(*id);
            continue;
        }
        // Each owner once, at the first place that says so.
        let mut named: BTreeMap<Named, (u32, u32)> = BTreeMap::new();
        for claim in answer.claims.iter().filter(|claim| claim.standing != Standing::Inherited) {
            let Some(rule) = rules.rules.get(claim.rule as usize) else { continue };
            for owner in rules.approvers(*claim) {
                let at = if rules.dialect == Dialect::Owners { owner.at } else { rule.at };
                match naming.named(owner) {
                    Some(name) => drop(named.entry(name).or_insert((at.file, at.line))),
                    None => drop(nameless.insert(owner.at)),
                }
            }
        }
        rows.deciding.extend(named.values());
        let mut named: Vec<(Option<Named>, u32, u32)> =
            named.into_iter().map(|(name, (file, line))| (Some(name), file, line)).collect();
        let mut deciding = answer.claims.iter().filter(|claim| claim.standing != Standing::Inherited);
        let is_open = state == State::UnownedByRule
            || state == State::Owned && deciding.all(|claim| claim.standing == Standing::Optional);
        if state == State::UnownedByRule {
            let rule = answer.claims.first().and_then(|claim| rules.rules.get(claim.rule as usize));
            named.extend(rule.map(|rule| (None, rule.at.file, rule.at.line)));
        }
        let next = owners.len() as u32;
        // Where two lines say the same of a folder, the first one is its place.
        let names = named.iter().map(|(name, ..)| name.clone()).collect();
        let id = *known.entry((names, is_open)).or_insert(next);
        if id == next {
            owners.push(OwnersOfPath { named, is_open });
        }
        by_answer.insert(answer, id);
        ids.push(id);
    }
    rows.nameless = nameless.len();
    let mut emit = |component: String, id: u32| {
        let Some(OwnersOfPath { named, is_open }) = owners.get(id as usize) else { return };
        for (owner, file, line) in named {
            let (component, owner) = (component.clone(), owner.clone());
            rows.rows.push(Row { component, owner, is_open: *is_open, file: *file, line: *line });
        }
    };
    gather_folder(&tree.paths, &ids, 0, &mut emit);
    rows
}

/// Goes through the paths of a folder, whose name takes the first `prefix` bytes of each.
fn gather_folder(paths: &[Vec<u8>], ids: &[u32], prefix: usize, emit: &mut dyn FnMut(String, u32)) {
    let (Some(first), Some(id)) = (paths.first(), ids.first()) else { return };
    if ids.iter().all(|other| other == id) {
        return emit(format!("{}**", text(first.get(..prefix).unwrap_or_default())), *id);
    }
    let mut start = 0;
    while let (Some(path), Some(id)) = (paths.get(start), ids.get(start)) {
        let slash = path.get(prefix..).and_then(|rest| rest.iter().position(|byte| *byte == b'/'));
        let Some(slash) = slash else {
            emit(text(path), *id);
            start += 1;
            continue;
        };
        let folder = path.get(..prefix + slash + 1).unwrap_or_default();
        let count = paths.get(start..).unwrap_or_default().partition_point(|path| path.starts_with(folder));
        let end = start + count.max(1);
        let (paths, ids) = (paths.get(start..end).unwrap_or_default(), ids.get(start..end).unwrap_or_default());
        gather_folder(paths, ids, prefix + slash + 1, emit);
        start = end;
    }
}

/// A path as text: what is not UTF-8, and what would not be seen, as `\xFF`.
fn text(path: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    for chunk in path.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                c if c.is_control() => {
                    c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out += &format!("\\x{byte:02X}"))
                }
                c => out.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| out += &format!("\\x{byte:02X}"));
    }
    out
}
