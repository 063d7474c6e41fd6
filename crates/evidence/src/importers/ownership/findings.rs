//! What is odd about ownership, given the paths of a tree: what nobody owns, lines that do nothing, owners who are
//! gone.
//!
//! Every finding has a place, and none names a person: the place leads to whom it is about.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Dialect, Effect, Line, OwnerKind, OwnershipRules, Spot, Standing, State};
use crate::people::handle;

/// Fewest people of a team that a number is reported about.
pub const PEOPLE_MIN: usize = 5;

/// Most pairs of overlapping rules that are looked at.
const PAIRS_MAX: usize = 100_000;
/// Most rules matching one path that are compared with each other.
const MATCHES_MAX: usize = 32;

/// How many paths someone owns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Paths that someone owns.
    pub owned: usize,
    /// Paths that a rule leaves without owner.
    pub unowned_by_rule: usize,
    /// Paths that no rule matches.
    pub never_matched: usize,
}

impl Coverage {
    /// The share of paths that someone owns, 0 to 1; nothing without paths.
    pub fn share(&self) -> Option<f64> {
        let all = self.owned + self.unowned_by_rule + self.never_matched;
        (all > 0).then(|| self.owned as f64 / all as f64)
    }

    fn count(&mut self, state: State) {
        match state {
            State::Owned => self.owned += 1,
            State::UnownedByRule => self.unowned_by_rule += 1,
            State::NeverMatched => self.never_matched += 1,
        }
    }
}

/// A rule that matches paths and decides none, with the rule that decides most of them instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shadowed {
    /// The rule.
    pub rule: usize,
    /// The rule that comes behind it.
    pub by: usize,
    /// Paths that it matches.
    pub paths: usize,
}

/// Two rules of different owners that speak of the same paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The rules, in the order of the file.
    pub rules: [usize; 2],
    /// Paths that both match.
    pub paths: usize,
    /// Whether both count. Otherwise only the order of the lines says which does.
    pub both_count: bool,
}

/// Who is known: people and teams, as evidence writes them.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    people: HashSet<String>,
    teams: HashSet<String>,
}

impl Roster {
    /// Adds someone under a name or handle.
    pub fn add_person(&mut self, name: &str) {
        self.people.insert(handle(name).to_lowercase());
    }

    /// Adds a team under an id or handle.
    pub fn add_team(&mut self, name: &str) {
        self.teams.insert(handle(name).to_lowercase());
    }

    /// Whether an owner is known; nothing where the roster knows nobody of that kind, or the name is that of a role.
    fn knows(&self, name: &str, kind: OwnerKind) -> Option<bool> {
        let name = handle(name).to_lowercase();
        let last = name.rsplit('/').next().unwrap_or(&name).to_owned();
        let has_team = |name: &String| self.teams.contains(name);
        match kind {
            OwnerKind::Role => None,
            OwnerKind::Team => (!self.teams.is_empty()).then(|| has_team(&name) || has_team(&last)),
            OwnerKind::Person | OwnerKind::Address => {
                (!self.people.is_empty()).then(|| self.people.contains(&name) || has_team(&name))
            }
        }
    }
}

/// Everything that was found, in the order of files and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Over all paths.
    pub coverage: Coverage,
    /// Over the changed paths, when they were given. A path that changed often counts often.
    pub changed: Option<Coverage>,
    /// Rules that match no path.
    pub dead: Vec<usize>,
    /// Rules that match and never decide.
    pub shadowed: Vec<Shadowed>,
    /// Rules that leave paths without owner, and how many: they take effect, and by design.
    pub exempting: Vec<(usize, usize)>,
    /// Rules that speak of the same paths, the most paths first.
    pub overlaps: Vec<Overlap>,
    /// Owners who are not on the roster, each at the first place that names them.
    pub gone: Vec<Spot>,
    /// Rules whose only approver is also their only reviewer.
    pub alone: Vec<usize>,
}

/// Looks at rules, with the paths of a tree and, where they are known, paths of changes and a roster.
pub fn findings<P: AsRef<[u8]>, C: AsRef<[u8]>>(
    rules: &OwnershipRules,
    paths: &[P],
    changed: Option<&[C]>,
    roster: Option<&Roster>,
) -> Findings {
    let mut findings = Findings::default();
    let mut matched = vec![0_usize; rules.rules.len()];
    let mut decides = vec![0_usize; rules.rules.len()];
    let mut beaten: HashMap<(usize, usize), usize> = HashMap::new();
    let mut pairs: HashMap<[usize; 2], (usize, bool)> = HashMap::new();
    let mut exempted: BTreeMap<usize, usize> = BTreeMap::new();
    for path in paths {
        let answer = rules.owners_of(path.as_ref());
        let state = rules.state(&answer);
        findings.coverage.count(state);
        let deciding: Vec<usize> = answer.claims.iter().map(|claim| claim.rule as usize).collect();
        if state == State::UnownedByRule {
            deciding.iter().for_each(|rule| *exempted.entry(*rule).or_default() += 1);
        }
        let matching = rules.matching(path.as_ref());
        for rule in &matching {
            add(&mut matched, *rule);
        }
        deciding.iter().for_each(|rule| add(&mut decides, *rule));
        for rule in matching.iter().filter(|rule| !deciding.contains(rule)) {
            let section = |rule: usize| rules.rules.get(rule).map(|rule| rule.section);
            if let Some(by) = deciding.iter().find(|by| section(**by) == section(*rule)) {
                *beaten.entry((*rule, *by)).or_default() += 1;
            }
        }
        let counting = answer.claims.iter().filter(|claim| claim.standing != Standing::Inherited);
        let counting: Vec<usize> = counting.map(|claim| claim.rule as usize).collect();
        count_pairs(rules, &matching, &counting, &mut pairs);
    }
    findings.changed = changed.map(|paths| {
        let mut coverage = Coverage::default();
        for path in paths {
            coverage.count(rules.state(&rules.owners_of(path.as_ref())));
        }
        coverage
    });
    // Of the rules that decide instead, the one that does most often, and of those the first.
    let mut most: HashMap<usize, (usize, usize)> = HashMap::new();
    for ((rule, by), count) in beaten {
        let known = most.entry(rule).or_insert((by, count));
        if (count, std::cmp::Reverse(by)) > (known.1, std::cmp::Reverse(known.0)) {
            *known = (by, count);
        }
    }
    for (rule, (matched, decides)) in matched.iter().zip(&decides).enumerate() {
        let effect = rules.rules.get(rule).map(|rule| rule.effect);
        // What only excludes is not there to decide.
        if *matched == 0 {
            findings.dead.push(rule);
        } else if *decides == 0
            && effect != Some(Effect::Excludes)
            && rules.dialect != Dialect::Owners
            && let Some((by, _)) = most.get(&rule)
        {
            findings.shadowed.push(Shadowed { rule, by: *by, paths: *matched });
        }
    }
    findings.exempting = exempted.into_iter().collect();
    findings.overlaps = overlaps(pairs, &matched);
    findings.gone = roster.map(|roster| gone(rules, roster)).unwrap_or_default();
    findings.alone = (0..rules.rules.len()).filter(|rule| is_alone(rules, *rule)).collect();
    findings
}

fn add(counts: &mut [usize], rule: usize) {
    if let Some(count) = counts.get_mut(rule) {
        *count += 1;
    }
}

/// Counts pairs of rules that match a path and name different owners.
fn count_pairs(
    rules: &OwnershipRules,
    matching: &[usize],
    counting: &[usize],
    pairs: &mut HashMap<[usize; 2], (usize, bool)>,
) {
    // In folders, those above own what is below by design.
    if rules.dialect == Dialect::Owners || matching.len() > MATCHES_MAX {
        return;
    }
    let names = |rule: usize| -> BTreeSet<&str> {
        let owners = rules.rules.get(rule).map(|rule| &*rule.owners).unwrap_or_default();
        owners.iter().filter(|owner| !owner.only_reviews).map(|owner| owner.name.as_str()).collect()
    };
    for (at, later) in matching.iter().enumerate() {
        for earlier in matching.iter().skip(at + 1) {
            let pair = [*earlier.min(later), *earlier.max(later)];
            if !pairs.contains_key(&pair) && (pairs.len() >= PAIRS_MAX || names(*earlier) == names(*later)) {
                continue;
            }
            let both_count = counting.contains(earlier) && counting.contains(later);
            let entry = pairs.entry(pair).or_insert((0, false));
            entry.0 += 1;
            entry.1 |= both_count;
        }
    }
}

/// Pairs that matter: both count, or each also matches paths that the other one does not.
fn overlaps(pairs: HashMap<[usize; 2], (usize, bool)>, matched: &[usize]) -> Vec<Overlap> {
    let goes_beyond = |rule: usize, paths: usize| matched.get(rule).is_some_and(|matched| *matched > paths);
    let mut overlaps: Vec<Overlap> = pairs
        .into_iter()
        .filter(|([one, other], (paths, both))| *both || goes_beyond(*one, *paths) && goes_beyond(*other, *paths))
        .map(|(rules, (paths, both_count))| Overlap { rules, paths, both_count })
        .collect();
    overlaps.sort_by_key(|overlap| (std::cmp::Reverse(overlap.paths), overlap.rules));
    overlaps
}

fn gone(rules: &OwnershipRules, roster: &Roster) -> Vec<Spot> {
    let mut seen = BTreeSet::new();
    let owners = rules.rules.iter().flat_map(|rule| rule.owners.iter());
    let mut gone: Vec<Spot> = Vec::new();
    for owner in owners.chain(rules.aliases.values().flatten()) {
        let is_alias = rules.aliases.contains_key(&owner.name.to_lowercase());
        // A subsystem is no team of a roster, and an alias is as present as its members are.
        let is_title = rules.dialect == Dialect::Maintainers && owner.kind == OwnerKind::Team;
        let is_passed_over = is_alias || is_title;
        if !is_passed_over
            && roster.knows(&owner.name, owner.kind) == Some(false)
            && seen.insert(owner.name.to_lowercase())
        {
            gone.push(owner.at);
        }
    }
    gone.sort_unstable();
    gone
}

/// Whether one person is both the only approver and the only reviewer, aliases counted as their members.
fn is_alone(rules: &OwnershipRules, rule: usize) -> bool {
    let Some(rule) = rules.rules.get(rule) else { return false };
    let people = |only_reviews: bool| -> BTreeSet<String> {
        let owners = rule.owners.iter().filter(|owner| owner.only_reviews == only_reviews);
        owners
            .flat_map(|owner| match rules.aliases.get(&owner.name.to_lowercase()) {
                Some(members) => members.iter().collect::<Vec<_>>(),
                None => vec![owner],
            })
            .filter(|owner| rules.dialect != Dialect::Maintainers || owner.kind != OwnerKind::Team)
            .map(|owner| owner.name.to_lowercase())
            .collect()
    };
    let approvers = people(false);
    approvers.len() == 1 && approvers == people(true)
}

/// A change of a path by a team.
#[derive(Clone, Copy, Debug)]
pub struct TeamTouch<'a> {
    /// The change; several paths of one count once.
    pub change: &'a str,
    /// The path, from the root of the repository.
    pub path: &'a [u8],
    /// The team that made the change, when it is known.
    pub team: Option<&'a str>,
}

/// Who changes what a team owns.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// The team that owns it, as the rules say.
    pub team: String,
    /// Changes in its paths by teams that are known and large enough.
    pub changes: usize,
    /// Those of its own.
    pub own: usize,
    /// Those by each other team that is large enough to be reported, the most first.
    pub others: Vec<(String, usize)>,
    /// Changes in its paths whose team is not known, or too small to be reported.
    pub unknown: usize,
}

impl Effective {
    /// The share of changes that the team made itself, 0 to 1; nothing when no team of a change is known.
    pub fn share(&self) -> Option<f64> {
        (self.changes > 0).then(|| self.own as f64 / self.changes as f64)
    }
}

/// Compares who owns paths with who changes them, team by team.
///
/// `team_of` says which team an owner's name is, and `people` how many people each team has. Teams of fewer than
/// [`PEOPLE_MIN`], or of an unknown number, are left out: as owners they get no row, and what they change is by nobody
/// known.
pub fn effective<'a>(
    rules: &OwnershipRules,
    touches: impl IntoIterator<Item = TeamTouch<'a>>,
    team_of: &dyn Fn(&str) -> Option<String>,
    people: &BTreeMap<String, usize>,
) -> Vec<Effective> {
    let is_told = |team: &str| people.get(team).is_some_and(|people| *people >= PEOPLE_MIN);
    let mut by_owner: BTreeMap<String, BTreeSet<(&str, Option<&str>)>> = BTreeMap::new();
    for touch in touches {
        let answer = rules.owners_of(touch.path);
        let owners = rules.owners(&answer).filter(|(_, standing)| *standing != Standing::Inherited);
        let teams: BTreeSet<String> = owners.filter_map(|(owner, _)| team_of(&owner.name)).collect();
        for team in teams.into_iter().filter(|team| is_told(team)) {
            by_owner.entry(team).or_default().insert((touch.change, touch.team.filter(|team| is_told(team))));
        }
    }
    let effective = by_owner.into_iter().map(|(team, changes)| {
        let known: Vec<&str> = changes.iter().filter_map(|(_, by)| *by).collect();
        let own = known.iter().filter(|by| **by == team).count();
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for by in known.iter().filter(|by| **by != team) {
            *others.entry(by).or_default() += 1;
        }
        let mut others: Vec<(String, usize)> = others.into_iter().map(|(by, count)| (by.to_owned(), count)).collect();
        others.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Effective { changes: known.len(), own, others, unknown: changes.len() - known.len(), team }
    });
    effective.collect()
}

impl OwnershipRules {
    /// Number of lines of all files that became rules.
    pub fn rule_lines(&self) -> usize {
        self.files.iter().flat_map(|file| &file.lines).filter(|line| **line == Line::Rule).count()
    }
}
