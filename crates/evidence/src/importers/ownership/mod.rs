//! What ownership files have in common: rules with their places, and who owns a path.
//!
//! 1. The importers `codeowners`, `owners` and `maintainers` read text into [`OwnershipRules`]. Reading never fails: what
//!    is not understood is a [`Problem`] with its place.
//! 2. [`OwnershipRules::owners_of`] answers for a path, through an index, in a few microseconds.
//! 3. [`findings`] says what is odd about the rules, given the paths of a tree.
//! 4. [`crate::tree`] lists the paths of a repository, and [`facts`] turns rules and paths into the table `ownership`.

mod changed;
mod facts;
pub mod findings;
pub(in crate::importers) mod glob;
pub(in crate::importers) mod index;
pub mod limits;
mod passed_over;
mod rows;
pub(in crate::importers) mod text;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use onethread_model::source::Place;

pub(crate) use facts::import;
pub(in crate::importers) use facts::{observed, repository_of};
use index::Index;
use limits::PROBLEMS_MAX;

/// A line that is not read, and whose problem is one too many to be reported.
pub(in crate::importers) const UNTOLD: Line = Line::Other("not read, after many others that are reported");

/// A format of ownership file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `CODEOWNERS` as GitHub reads it.
    GitHub,
    /// `CODEOWNERS` as GitLab reads it.
    GitLab,
    /// `CODEOWNERS` as Bitbucket Cloud reads it.
    Bitbucket,
    /// `OWNERS` as Kubernetes has them.
    Owners,
    /// `MAINTAINERS` as Linux has it.
    Maintainers,
}

impl Dialect {
    /// The name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::GitHub => "CODEOWNERS of GitHub",
            Dialect::GitLab => "CODEOWNERS of GitLab",
            Dialect::Bitbucket => "CODEOWNERS of Bitbucket",
            Dialect::Owners => "OWNERS of Kubernetes",
            Dialect::Maintainers => "MAINTAINERS of Linux",
        }
    }
}

/// A place in one of the files of [`OwnershipRules`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Index in [`OwnershipRules::files`].
    pub file: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// What a line of an ownership file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// One or more rules, or owners of one.
    Rule,
    /// Nothing that could be understood; a problem says why.
    Rejected,
    /// No rule, for this reason.
    Other(&'static str),
}

/// An ownership file as read.
#[derive(Clone, Debug, Default)]
pub struct OwnershipFile {
    /// Path from the root of the repository, with `/` between parts.
    pub path: String,
    /// What each of its lines is.
    pub lines: Vec<Line>,
}

/// What kind of name an owner has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwnerKind {
    /// A user; in GitLab it may also be a group that is part of no other.
    Person,
    /// An e-mail address, and so a person.
    Address,
    /// A team, group, alias or subsystem.
    Team,
    /// Whoever has a role in the project, such as `@@maintainer`.
    Role,
}

/// An owner as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The name without `@` before it. Of a person, nobody but the importer should see it.
    pub name: String,
    /// What kind of name it is.
    pub kind: OwnerKind,
    /// Whether this one only reviews, and cannot approve.
    pub only_reviews: bool,
    /// How many reviewers are chosen from it by itself, where the file says so; `u32::MAX` for all of them.
    pub chosen: Option<u32>,
    /// Where it stands.
    pub at: Spot,
}

/// What a rule does to the paths that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Its owners own them.
    Owns,
    /// Nobody owns them, whatever earlier rules say.
    Clears,
    /// Its section says nothing of them, whatever its other rules say.
    Excludes,
}

/// A line that gives paths to owners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The pattern as written.
    pub pattern: String,
    /// Its owners; those of the section where the line names none.
    pub owners: Arc<[Owner]>,
    /// What it does.
    pub effect: Effect,
    /// Index in [`OwnershipRules::sections`].
    pub section: u32,
    /// Where it stands.
    pub at: Spot,
}

/// A part of the file whose rules count by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its name; empty for rules outside any section.
    pub name: String,
    /// Whether a change needs the owners' approval. A format without sections does not say, and this is true.
    pub is_required: bool,
    /// How many approvals it asks for.
    pub approvals: u32,
}

/// Something in a file that was not understood, or not as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable name of this kind of problem, such as `malformed-owner`.
    pub code: &'static str,
    /// What is wrong, as a sentence without its full stop. It repeats no owner.
    pub message: String,
    /// How to fix it.
    pub help: &'static str,
    /// Where it stands.
    pub at: Spot,
}

/// How strongly a rule binds the paths that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Its owners have to agree.
    Required,
    /// Its owners are asked, and changes do not wait for them.
    Optional,
    /// Its owners may agree too, from a folder above.
    Inherited,
}

/// A rule that speaks of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// Index in [`OwnershipRules::rules`].
    pub rule: u32,
    /// How strongly it binds.
    pub standing: Standing,
}

/// Who owns a path: the rules that decide it, the nearest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// At most one of each section or file.
    pub claims: Vec<Claim>,
}

/// Whether anybody owns a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Someone does.
    Owned,
    /// A rule says that nobody does.
    UnownedByRule,
    /// No rule speaks of it.
    NeverMatched,
}

/// Everything that the ownership files of a repository say.
#[derive(Clone, Debug)]
pub struct OwnershipRules {
    /// How they were read.
    pub dialect: Dialect,
    /// Why in this way, as a clause.
    pub why: String,
    /// The files.
    pub files: Vec<OwnershipFile>,
    /// The sections.
    pub sections: Vec<Section>,
    /// The rules, in the order of the files and lines.
    pub rules: Vec<Rule>,
    /// Names that stand for several owners, in lower case, with those.
    pub aliases: BTreeMap<String, Vec<Owner>>,
    /// What was not understood.
    pub problems: Vec<Problem>,
    engine: Engine,
    /// Whether any rule takes paths out of its section.
    pub(in crate::importers) has_exclusions: bool,
}

/// How claims come from matching rules.
#[derive(Clone, Debug)]
pub(in crate::importers) enum Engine {
    /// The last rule that matches, in each section.
    LastMatch(Index),
    /// Every section with a rule that matches and none that excludes, the most particular first.
    EverySection { index: Index, depths: Vec<i32> },
    /// The rules of the folder and, unless one of them stops that, of those above.
    Folders(HashMap<Vec<u8>, Folder>),
}

/// The rules of a folder.
#[derive(Clone, Debug, Default)]
pub(in crate::importers) struct Folder {
    /// Index of each, and what the rest of the path has to match.
    pub(in crate::importers) rules: Vec<(u32, Option<regex::bytes::Regex>)>,
    /// Whether folders above have no say.
    pub(in crate::importers) is_closed: bool,
}

impl OwnershipRules {
    pub(in crate::importers) fn new(dialect: Dialect, why: String, engine: Engine) -> OwnershipRules {
        OwnershipRules {
            dialect,
            why,
            files: Vec::new(),
            sections: Vec::new(),
            rules: Vec::new(),
            aliases: BTreeMap::new(),
            problems: Vec::new(),
            engine,
            has_exclusions: false,
        }
    }

    /// Tells a problem; false when there are too many to be reported.
    pub(in crate::importers) fn add_problem(&mut self, problem: Problem) -> bool {
        let is_told = self.problems.len() < PROBLEMS_MAX;
        if is_told {
            self.problems.push(problem);
        }
        is_told
    }

    pub(in crate::importers) fn engine_mut(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// Who owns a path, given from the root of the repository with `/` between parts and none before it.
    pub fn owners_of(&self, path: &[u8]) -> Answer {
        let mut claims: Vec<Claim> = Vec::new();
        match &self.engine {
            Engine::LastMatch(index) => {
                let mut decided: HashSet<u32> = HashSet::new();
                let excluding = self.excluding(index, path);
                index.matching(path, |rule| {
                    let Some(found) = self.rules.get(rule) else { return true };
                    if !decided.insert(found.section) {
                        return true;
                    }
                    claims.push(self.claim(excluding.get(&found.section).copied().unwrap_or(rule)));
                    decided.len() < self.sections.len()
                });
                claims.sort_by_key(|claim| self.rules.get(claim.rule as usize).map(|rule| rule.section));
            }
            Engine::EverySection { index, depths } => {
                let mut excluded: HashSet<u32> = HashSet::new();
                index.matching(path, |rule| {
                    match self.rules.get(rule) {
                        Some(found) if found.effect == Effect::Excludes => drop(excluded.insert(found.section)),
                        Some(_) => claims.push(self.claim(rule)),
                        None => {}
                    }
                    true
                });
                let section = |claim: &Claim| self.rules.get(claim.rule as usize).map_or(0, |rule| rule.section);
                let depth = |claim: &Claim| depths.get(claim.rule as usize).copied().unwrap_or_default();
                claims.retain(|claim| !excluded.contains(&section(claim)));
                // The deepest rule of a section speaks for it, and sections come in the order of their depth.
                claims.sort_by_key(|claim| (-depth(claim), section(claim), claim.rule));
                // What begins with a wildcard speaks for the rest.
                if claims.first().is_some_and(|first| depth(first) >= 0) {
                    for claim in claims.iter_mut().filter(|claim| depth(claim) < 0) {
                        claim.standing = Standing::Inherited;
                    }
                }
                let mut seen = HashSet::new();
                claims.retain(|claim| seen.insert(section(claim)));
            }
            Engine::Folders(folders) => self.folder_claims(folders, path, &mut claims),
        }
        Answer { claims }
    }

    /// The rules that take a path out of their section: no rule before or after them brings it back.
    fn excluding(&self, index: &Index, path: &[u8]) -> HashMap<u32, usize> {
        let mut excluding = HashMap::new();
        if self.has_exclusions {
            index.matching(path, |rule| {
                if let Some(found) = self.rules.get(rule).filter(|rule| rule.effect == Effect::Excludes) {
                    excluding.insert(found.section, rule);
                }
                true
            });
        }
        excluding
    }

    fn folder_claims(&self, folders: &HashMap<Vec<u8>, Folder>, path: &[u8], claims: &mut Vec<Claim>) {
        let mut end = path.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
        loop {
            if let Some(folder) = folders.get(&path[..end]) {
                let rest = if end == 0 { path } else { path.get(end + 1..).unwrap_or_default() };
                let standing = if claims.is_empty() { Standing::Required } else { Standing::Inherited };
                for (rule, filter) in &folder.rules {
                    let claim = Claim { rule: *rule, standing };
                    // Those who only review leave the folders above in charge.
                    let approves = self.approvers(claim).next().is_some();
                    if approves && filter.as_ref().is_none_or(|filter| filter.is_match(rest)) {
                        claims.push(claim);
                    }
                }
                if folder.is_closed {
                    return;
                }
            }
            if end == 0 {
                return;
            }
            end = path[..end].iter().rposition(|byte| *byte == b'/').unwrap_or(0);
        }
    }

    fn claim(&self, rule: usize) -> Claim {
        let section = self.rules.get(rule).and_then(|rule| self.sections.get(rule.section as usize));
        let is_required = section.is_none_or(|section| section.is_required);
        let standing = if is_required { Standing::Required } else { Standing::Optional };
        Claim { rule: rule as u32, standing }
    }

    /// All rules that match a path, whether they decide or not, the last one first.
    pub fn matching(&self, path: &[u8]) -> Vec<usize> {
        match &self.engine {
            Engine::LastMatch(index) | Engine::EverySection { index, .. } => {
                let mut found = Vec::new();
                index.matching(path, |rule| {
                    found.push(rule);
                    true
                });
                found
            }
            Engine::Folders(_) => self.owners_of(path).claims.iter().map(|claim| claim.rule as usize).collect(),
        }
    }

    /// Whether anybody owns the path of this answer.
    pub fn state(&self, answer: &Answer) -> State {
        if answer.claims.is_empty() {
            return State::NeverMatched;
        }
        match self.owners(answer).next() {
            Some(_) => State::Owned,
            None => State::UnownedByRule,
        }
    }

    /// The owners in an answer who can approve, the nearest first.
    pub fn owners<'r>(&'r self, answer: &'r Answer) -> impl Iterator<Item = (&'r Owner, Standing)> {
        answer.claims.iter().flat_map(|claim| self.approvers(*claim).map(|owner| (owner, claim.standing)))
    }

    fn approvers(&self, claim: Claim) -> impl Iterator<Item = &Owner> {
        let rule = self.rules.get(claim.rule as usize).filter(|rule| rule.effect == Effect::Owns);
        rule.into_iter().flat_map(|rule| rule.owners.iter()).filter(|owner| !owner.only_reviews)
    }

    /// The place of a spot, as people open it.
    pub fn place(&self, spot: Spot) -> Place {
        let path = self.files.get(spot.file as usize).map_or_else(|| "?".to_owned(), |file| file.path.clone());
        Place { path: path.into(), line: spot.line as usize, column: Some(spot.column as usize) }
    }
}
