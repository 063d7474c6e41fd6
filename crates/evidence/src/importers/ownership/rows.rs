//! Who owns each path becomes rows: a folder is one row where all of it has the same owners.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onethread_model::config::SourceConfig;

use super::{Dialect, Owner, OwnerKind, OwnershipRules, Spot, Standing, State};
use crate::gather::Gathering;
use crate::people::handle;
use crate::tree::Tree;

/// A row to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) component: String,
    /// Absent where a rule says that nobody owns it.
    pub(super) owner: Option<Named>,
    /// Whether anyone may approve a change.
    pub(super) is_open: bool,
    /// Which of several sets of owners this one is in.
    pub(super) set: Option<String>,
    /// How many approvals the set has to give, where that is not one.
    pub(super) approvals: Option<u32>,
    pub(super) file: u32,
    pub(super) line: u32,
}

/// An owner of a path, and of which of its sets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Member {
    name: Option<Named>,
    set: Option<String>,
    approvals: Option<u32>,
}

/// Who owns a path, each owner with the first place that says so, and whether anyone may approve a change of it.
#[derive(Default)]
struct OwnersOfPath {
    members: Vec<(Member, u32, u32)>,
    is_open: bool,
}

/// An owner as facts call it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Named {
    Team(String),
    Person(String),
}

/// Who owns what in a repository.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    pub(super) never_matched: usize,
    pub(super) unowned: usize,
    pub(super) nameless: usize,
}

/// What owners are called in facts.
pub(super) struct Naming<'a> {
    pub(super) gathering: &'a Gathering<'a>,
    pub(super) source: &'a SourceConfig,
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
pub(super) fn rows(rules: &OwnershipRules, tree: &Tree, naming: &Naming<'_>) -> Rows {
    let mut rows = Rows::default();
    let mut known: HashMap<(Vec<Member>, bool), u32> = HashMap::new();
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
        let mut deciding = answer.claims.iter().filter(|claim| claim.standing != Standing::Inherited);
        let is_open = state == State::UnownedByRule
            || state == State::Owned && deciding.all(|claim| claim.standing == Standing::Optional);
        let mut members = members(rules, &answer, is_open, naming, &mut nameless);
        if state == State::UnownedByRule {
            let rule = answer.claims.first().and_then(|claim| rules.rules.get(claim.rule as usize));
            let nobody = Member { name: None, set: None, approvals: None };
            members.extend(rule.map(|rule| (nobody, rule.at.file, rule.at.line)));
        }
        let next = owners.len() as u32;
        // Where two lines say the same of a folder, the first one is its place.
        let names = members.iter().map(|(member, ..)| member.clone()).collect();
        let id = *known.entry((names, is_open)).or_insert(next);
        if id == next {
            owners.push(OwnersOfPath { members, is_open });
        }
        by_answer.insert(answer, id);
        ids.push(id);
    }
    rows.nameless = nameless.len();
    let mut emit = |component: String, id: u32| {
        let Some(OwnersOfPath { members, is_open }) = owners.get(id as usize) else { return };
        for (member, file, line) in members {
            let (component, Member { name, set, approvals }) = (component.clone(), member.clone());
            rows.rows.push(Row { component, owner: name, is_open: *is_open, set, approvals, file: *file, line: *line });
        }
    };
    gather_folder(&tree.paths, &ids, 0, &mut emit);
    rows
}

/// The owners of a path, each once in each of its sets, with the first place that says so.
fn members(
    rules: &OwnershipRules,
    answer: &super::Answer,
    is_open: bool,
    naming: &Naming<'_>,
    nameless: &mut BTreeSet<Spot>,
) -> Vec<(Member, u32, u32)> {
    let mut found: BTreeMap<Member, (u32, u32)> = BTreeMap::new();
    for claim in answer.claims.iter().filter(|claim| claim.standing != Standing::Inherited) {
        let Some(rule) = rules.rules.get(claim.rule as usize) else { continue };
        let mut names = 0;
        let owners: Vec<&Owner> = rules.approvers(*claim).inspect(|_| names += 1).collect();
        for owner in owners {
            let at = if rules.dialect == Dialect::Owners { owner.at } else { rule.at };
            let Some(name) = naming.named(owner) else {
                nameless.insert(owner.at);
                continue;
            };
            let (set, approvals) = set_of(rules, *claim, owner.chosen.filter(|_| names > 1), &name);
            let member = Member { name: Some(name), set, approvals: approvals.filter(|_| !is_open) };
            found.entry(member).or_insert((at.file, at.line));
        }
    }
    // Where there is one set, it needs no name.
    let sets: BTreeSet<&Option<String>> = found.keys().map(|member| &member.set).collect();
    let is_one = sets.len() < 2;
    found
        .into_iter()
        .map(|(member, (file, line))| (Member { set: member.set.filter(|_| !is_one), ..member }, file, line))
        .collect()
}

/// Which set of owners an owner is in, and how many approvals that has to give where it is not one.
///
/// On GitHub and in OWNERS, whoever owns a path may approve for all. On GitLab each section approves by itself, as often as
/// its heading says. Bitbucket chooses reviewers of each owner of several that says how many. The sections of MAINTAINERS are
/// all asked, and none by itself is needed.
fn set_of(
    rules: &OwnershipRules,
    claim: super::Claim,
    chosen: Option<u32>,
    name: &Named,
) -> (Option<String>, Option<u32>) {
    let section = rules.rules.get(claim.rule as usize).and_then(|rule| rules.sections.get(rule.section as usize));
    match rules.dialect {
        Dialect::GitLab => {
            let approvals = match claim.standing {
                Standing::Optional => 0,
                _ => section.map_or(1, |section| section.approvals.max(1)),
            };
            // A heading may hold anything, an address too.
            let is_shown = |name: &&str| !name.is_empty() && !name.contains('@') && !name.chars().any(char::is_control);
            let heading = section.map(|section| section.name.as_str()).filter(is_shown);
            let number = rules.rules.get(claim.rule as usize).map_or(0, |rule| rule.section);
            let name = heading.map_or_else(|| format!("section {number}"), str::to_owned);
            (Some(name), Some(approvals).filter(|approvals| *approvals != 1))
        }
        Dialect::Bitbucket if chosen.is_some() => {
            let (Named::Team(name) | Named::Person(name)) = name;
            (Some(name.clone()), None)
        }
        _ => (None, None),
    }
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
