//! OWNERS: who approves what, a YAML file in each folder, with the aliases of `OWNERS_ALIASES` at the root.
//!
//! A file counts for its folder and everything below, until a file below it says that folders above have no say. The
//! nearest folder with approvers decides, and those above may approve too.

mod yaml;

use std::collections::{BTreeMap, HashMap};

use regex::bytes::{Regex, RegexBuilder};

use super::ownership::limits::{FILES_MAX, OWNERS_MAX, REGEX_BYTES_MAX, REGEXES_MAX, RULES_MAX};
use super::ownership::{
    Dialect, Effect, Engine, Folder, Line, Owner, OwnerKind, OwnershipFile, OwnershipRules, Problem, Rule, Section,
    Spot, text,
};
use yaml::{Document, Name, Part};

/// Name of the file in each folder.
pub const FILE: &str = "OWNERS";
/// Name of the file of aliases, at the root.
pub const ALIASES_FILE: &str = "OWNERS_ALIASES";

/// Reads the files of a repository: their paths from its root, and their bytes. Those of another name are passed over.
///
/// Reading never fails: a file that is not understood becomes a problem, and the others are read.
pub fn parse<P: AsRef<str>, B: AsRef<[u8]>>(files: &[(P, B)]) -> OwnershipRules {
    let why = "its files are called `OWNERS`".to_owned();
    let mut rules = OwnershipRules::new(Dialect::Owners, why, Engine::Folders(HashMap::new()));
    rules.sections.push(Section { name: String::new(), is_required: true, approvals: 1 });
    let mut reading = Reading { rules, folders: HashMap::new(), aliases: BTreeMap::new(), regexes: 0 };
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = files.iter().map(|(path, bytes)| (path.as_ref(), bytes.as_ref()));
    // Aliases come first, because only they say which names are aliases.
    let aliases = wanted.clone().filter(|(path, _)| *path == ALIASES_FILE);
    for (path, bytes) in aliases.chain(wanted.filter(|(path, _)| name(path) == FILE)) {
        reading.file(path, bytes);
    }
    let Reading { mut rules, folders, aliases, .. } = reading;
    rules.aliases = aliases;
    *rules.engine_mut() = Engine::Folders(folders);
    rules
}

struct Reading {
    rules: OwnershipRules,
    folders: HashMap<Vec<u8>, Folder>,
    aliases: BTreeMap<String, Vec<Owner>>,
    /// How many regular expressions there are.
    regexes: usize,
}

impl Reading {
    fn file(&mut self, path: &str, bytes: &[u8]) {
        let file = self.rules.files.len() as u32;
        let mut lines: Vec<Line> = text::lines(bytes)
            .map(|line| match line.text.trim_start() {
                "" => Line::Other("blank"),
                text if text.starts_with('#') => Line::Other("comment"),
                "---" | "..." => Line::Other("key"),
                _ => Line::Other("key"),
            })
            .collect();
        let first = Spot { file, line: 1, column: 1 };
        if let Some(at) = chromium_sign(bytes).filter(|_| path != ALIASES_FILE) {
            let message = "this is the syntax of OWNERS files of Chromium and Gerrit, which is not read".to_owned();
            let help = "name who owns what in `org/teams.toml`, as components with an owner";
            self.problem("chromium-syntax", message, help, Spot { file, line: at, column: 1 });
            for line in lines.iter_mut().filter(|line| **line == Line::Other("key")) {
                *line = Line::Other("not read: the syntax of Chromium and Gerrit");
            }
            return self.rules.files.push(OwnershipFile { path: path.to_owned(), lines });
        }
        let document = match text::check(bytes) {
            Err(why) => Err((why, first)),
            Ok(()) if self.rules.files.len() >= FILES_MAX => {
                Err((format!("there are more than {FILES_MAX} files"), first))
            }
            Ok(()) => yaml::read(bytes, path == ALIASES_FILE)
                .map_err(|(why, line, column)| (why, Spot { file, line: line.max(1), column: column.max(1) })),
        };
        match document {
            Err((why, at)) => {
                let message = format!("the file is not read: {why}");
                self.problem("unreadable-file", message, "write it as the guide to OWNERS files shows", at);
                for line in lines.iter_mut().filter(|line| **line == Line::Other("key")) {
                    *line = Line::Other("not read: the file could not be understood");
                }
                if let Some(line) = lines.get_mut(at.line as usize - 1) {
                    *line = Line::Rejected;
                }
            }
            Ok(Document::Aliases(aliases)) => self.take_aliases(aliases, file, &mut lines),
            Ok(Document::Owners(owners)) => self.take_owners(path, owners, file, &mut lines),
        }
        self.rules.files.push(OwnershipFile { path: path.to_owned(), lines });
    }

    fn problem(&mut self, code: &'static str, message: String, help: &'static str, at: Spot) {
        self.rules.add_problem(Problem { code, message, help, at });
    }

    fn take_aliases(&mut self, aliases: Vec<(Name, Vec<Name>)>, file: u32, lines: &mut [Line]) {
        for (alias, members) in aliases {
            let members: Vec<Owner> = members.iter().filter_map(|name| self.owner(name, file, false)).collect();
            for member in &members {
                mark(lines, member.at, Line::Other("member of an alias"));
            }
            self.aliases.insert(canonical(&alias.text), members);
        }
    }

    fn take_owners(&mut self, path: &str, owners: yaml::Owners, file: u32, lines: &mut [Line]) {
        for key in &owners.unknown {
            let message = format!("`{}` is no key of OWNERS files, and is passed over", text::shown(&key.text));
            self.problem("unknown-key", message, "see the guide to OWNERS files", spot(file, key));
        }
        let folder = path.strip_suffix(FILE).unwrap_or_default().trim_end_matches('/').to_owned();
        self.folders.entry(folder.clone().into_bytes()).or_default().is_closed |= owners.no_parent_owners;
        let is_simple = !owners.simple.is_empty();
        if is_simple && !owners.filters.is_empty() {
            let message = "`filters` beside other keys is invalid: the filters are not read".to_owned();
            let at = owners.filters.first().map_or(Spot { file, line: 1, column: 1 }, |(key, _)| spot(file, key));
            self.problem("keys-beside-filters", message, "move the other keys under the filter \".*\"", at);
        }
        let shown = if folder.is_empty() { "**".to_owned() } else { format!("{folder}/**") };
        if is_simple || owners.filters.is_empty() {
            return self.take_part(&folder, shown, &owners.simple, None, file, lines);
        }
        for (key, part) in &owners.filters {
            let compiled = match self.regexes < REGEXES_MAX {
                true => filter(&key.text),
                false => Err(format!("there are more than {REGEXES_MAX} filters")),
            };
            self.regexes += 1;
            match compiled {
                Ok(regex) => {
                    let shown = if regex.is_some() { format!("{shown} where {}", key.text) } else { shown.clone() };
                    self.take_part(&folder, shown, part, regex, file, lines);
                }
                Err(why) => {
                    let message = format!("the filter `{}` is not used: {why}", text::shown(&key.text));
                    self.problem("refused-filter", message, "write it without what is refused", spot(file, key));
                    mark(lines, spot(file, key), Line::Rejected);
                }
            }
        }
    }

    fn take_part(
        &mut self,
        folder: &str,
        pattern: String,
        part: &Part,
        filter: Option<Regex>,
        file: u32,
        lines: &mut [Line],
    ) {
        let mut owners: Vec<Owner> = Vec::new();
        for (names, only_reviews) in [(&part.approvers, false), (&part.reviewers, true)] {
            for name in names {
                if let Some(owner) = self.owner(name, file, only_reviews) {
                    let kind = if only_reviews { Line::Other("reviewer, who cannot approve") } else { Line::Rule };
                    mark(lines, owner.at, kind);
                    owners.push(owner);
                } else {
                    mark(lines, spot(file, name), Line::Rejected);
                }
            }
        }
        for (names, why) in [(&part.emeritus, "emeritus, who no longer approves"), (&part.labels, "label")] {
            names.iter().for_each(|name| mark(lines, spot(file, name), Line::Other(why)));
        }
        let Some(at) = owners.first().map(|owner| owner.at) else { return };
        let rule = self.rules.rules.len();
        if rule >= RULES_MAX || owners.len() > OWNERS_MAX {
            let message =
                format!("the owners are not used: more than {RULES_MAX} rules, or {OWNERS_MAX} owners in one");
            return self.problem("too-many-rules", message, "see the limits on the page of the importer", at);
        }
        self.rules.rules.push(Rule { pattern, owners: owners.into(), effect: Effect::Owns, section: 0, at });
        self.folders.entry(folder.as_bytes().to_vec()).or_default().rules.push((rule as u32, filter));
    }

    fn owner(&mut self, name: &Name, file: u32, only_reviews: bool) -> Option<Owner> {
        let at = spot(file, name);
        let text = name.text.trim();
        let text = text.strip_prefix('@').unwrap_or(text);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '[' | ']');
        if text.is_empty() || !text.chars().all(is_name) {
            let message = "an owner is no name of a user, an alias or a team, and is passed over".to_owned();
            self.problem("malformed-owner", message, "write the name of a user without `@`", at);
            return None;
        }
        let is_alias = self.aliases.contains_key(&canonical(text));
        let kind = if is_alias || text.contains('/') { OwnerKind::Team } else { OwnerKind::Person };
        // Names are compared without regard to case, and so are the teams that they become.
        let name = if is_alias { canonical(text) } else { text.to_owned() };
        Some(Owner { name, kind, only_reviews, chosen: None, at })
    }
}

/// The first line that only the files of Chromium and Gerrit have: `per-file`, `file:`, `include`, `set noparent`, an
/// address or `*` alone.
fn chromium_sign(bytes: &[u8]) -> Option<u32> {
    let starts = ["per-file ", "file:", "include ", "set noparent"];
    text::lines(bytes).find_map(|line| {
        let text = line.text.split('#').next().unwrap_or_default().trim();
        let is_address = || text.split_once('@').is_some_and(|(user, host)| is_word(user) && is_word(host));
        let is_sign = text == "*" || starts.iter().any(|start| text.starts_with(start)) || is_address();
        is_sign.then_some(line.number)
    })
}

/// Whether a text may be a part of an address.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
}

fn canonical(name: &str) -> String {
    name.trim().trim_start_matches('@').to_lowercase()
}

fn spot(file: u32, name: &Name) -> Spot {
    Spot { file, line: name.line.max(1), column: name.column.max(1) }
}

/// Says what a line is; a line of several things is what counts most.
fn mark(lines: &mut [Line], at: Spot, kind: Line) {
    if let Some(line) = lines.get_mut(at.line as usize - 1)
        && *line != Line::Rule
    {
        *line = kind;
    }
}

/// The regular expression of a filter; nothing for the one that matches everything.
fn filter(text: &str) -> Result<Option<Regex>, String> {
    if text == ".*" {
        return Ok(None);
    }
    let regex = RegexBuilder::new(text).size_limit(REGEX_BYTES_MAX).dfa_size_limit(REGEX_BYTES_MAX).build();
    regex.map(Some).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => format!("it takes more than {REGEX_BYTES_MAX} bytes"),
        error => {
            let said = error.to_string();
            let last = said.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
    })
}
