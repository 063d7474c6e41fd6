//! Whom to hire and who could move: which roles the work of each initiative needs and has, and the fewest people that complete
//! the most teams in the director's order.
//!
//! Input: a snapshot, a day, and how many can be hired. Output: a [`RolesPlan`]. Who builds, coordinates and approves is what
//! functions and people declare, and else not shown. People are counted by role and team, and never named or compared.

mod choice;
mod supply;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::agreement::Agreement;
use onethread_model::org::{Work, same_function};
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use self::choice::{Lacks, TooLarge};
use self::supply::{Donor, beyond_need, free};
use crate::measure::roles::{Position, Role, SLACK, positions, roles, undeclared_functions, undisclosed};
use crate::measure::{Initiative, Snapshot, View};
use crate::words::{agreeing, plural};

/// The page about it.
pub const ROLES_PAGE: &str = include_str!("../roles.md");

/// What is asked of a plan of roles beside the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiringOptions {
    /// How many people can be hired; as many as are lacking when absent.
    pub hires_max: Option<usize>,
}

/// Roles that initiatives need and have, and whom to hire.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RolesPlan {
    /// Version of this form: major, minor. Within a major version fields are only added.
    pub schema_version: &'static str,
    /// Name of the organization, when stated.
    pub organization: Option<String>,
    /// The day.
    pub as_of: Day,
    /// What is agreed about people, and what that loosens.
    pub agreement: Agreement,
    /// The answer, in a sentence or two.
    pub says: String,
    /// Whether the director's order is stated; else initiatives come in alphabetical order of id.
    pub is_ordered: bool,
    /// How many can be hired, where that was asked.
    pub hires_max: Option<usize>,
    /// Live initiatives that ask for a team of their own, in the order.
    pub initiatives: Vec<TeamRoles>,
    /// Every role that one of them needs, in alphabetical order.
    pub roles: Vec<RoleRow>,
    /// The fewest hires with which so many teams are complete, from those without any hire on.
    pub steps: Vec<HiringStep>,
    /// Who moves and who is hired; absent where no team lacks anybody for certain, or the search was too large.
    pub plan: Option<HiringPlan>,
    /// Whether a search was too large to be answered exactly: then the steps are not there, and neither is the plan where it
    /// was its search. No guess is made.
    pub is_too_large: bool,
    /// Functions of members of which it is not declared what they do, by id.
    pub undeclared: Vec<String>,
    /// What these data cannot show.
    pub not_known: Vec<String>,
    /// What would be typed next.
    pub next: Vec<String>,
}

/// Whether a team has every role that its work needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TeamState {
    /// It has.
    Complete,
    /// It lacks people, whatever is not stated.
    Incomplete,
    /// Not shown.
    NotShown,
}

/// The roles of one initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TeamRoles {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its place in the director's order, from 1; absent where it has none.
    pub rank: Option<usize>,
    /// Whether the team is complete.
    pub state: TeamState,
    /// Why that is not shown; absent where it is.
    pub why: Option<String>,
    /// Each role that the work needs, in the order of the file.
    pub roles: Vec<RolePresence>,
    /// Positions that are declared to build.
    pub builders: usize,
    /// Positions that are declared to coordinate.
    pub coordinators: usize,
    /// Positions that are declared to approve.
    pub approving: usize,
    /// Positions of which none of that is declared.
    pub undeclared: usize,
    /// Members whose function is not stated: they may fill a role.
    pub unstated: usize,
    /// Whether the plan completes it.
    pub is_completed: bool,
}

/// How much of a role is needed and there, in full-time equivalents.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RolePresence {
    /// The role.
    pub role: String,
    /// Needed.
    pub needed_fte: f64,
    /// There at least.
    pub there_fte_min: f64,
    /// There at most.
    pub there_fte_max: f64,
    /// Whole people who are missing for certain.
    pub people_missing: usize,
    /// Where the need is written.
    pub place: Place,
}

/// A role over all initiatives.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RoleRow {
    /// The role.
    pub role: String,
    /// What its positions do, as their function declares it: `builds`, `coordinates` or `approves`; absent where it is not
    /// declared.
    pub work: Option<&'static str>,
    /// Needed, in full-time equivalents.
    pub needed_fte: f64,
    /// There at least, where it is needed.
    pub there_fte_min: f64,
    /// There at most.
    pub there_fte_max: f64,
    /// Whole people who are missing for certain.
    pub people_missing: usize,
    /// Initiatives that lack some.
    pub initiatives_short: usize,
    /// People who could move without leaving a gap.
    pub could_move: usize,
    /// People who move in the plan.
    pub moves: usize,
    /// People who are hired in the plan.
    pub hires: usize,
    /// Who keeps the standard of the discipline.
    pub standard: StandardKept,
}

/// Who keeps the standard of a discipline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandardKept {
    /// A position does, as the function says.
    Kept,
    /// Nobody, as far as the function says.
    Nobody,
    /// No entry describes the function.
    NotShown,
}

impl StandardKept {
    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            StandardKept::Kept => "kept",
            StandardKept::Nobody => "nobody keeps it",
            StandardKept::NotShown => "not shown",
        }
    }
}

/// How many teams so many hires complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HiringStep {
    /// Hires, at least so many for these teams.
    pub hires: usize,
    /// Moves beside them.
    pub moves: usize,
    /// Ids of the teams' initiatives that it completes, in the order.
    pub completes: Vec<String>,
}

/// Who moves and who is hired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HiringPlan {
    /// People who are hired.
    pub hires: usize,
    /// People who move.
    pub moves: usize,
    /// Ids of the initiatives whose teams it completes, in the order.
    pub completes: Vec<String>,
    /// Ids of those that stay incomplete, in the order.
    pub left: Vec<String>,
    /// Each of them, in the order of the initiatives and their roles.
    pub placements: Vec<Placement>,
}

/// People of a role who come to a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Placement {
    /// The initiative whose team it is.
    pub initiative: String,
    /// What people call it.
    pub name: String,
    /// The role.
    pub role: String,
    /// How many people.
    pub people: usize,
    /// Whether they are hired; else they move.
    pub is_hire: bool,
    /// What people call the initiative that has more than it needs; absent for a hire, and for positions of which no work
    /// is stated.
    pub from: Option<String>,
}

impl RolesPlan {
    /// Version of its form.
    pub const SCHEMA_VERSION: &str = "1.0";

    /// The initiatives in a state.
    pub fn in_state(&self, state: TeamState) -> impl Iterator<Item = &TeamRoles> {
        self.initiatives.iter().filter(move |one| one.state == state)
    }
}

/// A team while the plan is made.
struct Team<'v> {
    known: &'v Initiative,
    positions: Option<Vec<Position>>,
    roles: Vec<Role>,
}

/// Counts roles, and chooses whom to hire, as known at the end of a day.
pub fn roles_plan(snapshot: &Snapshot, day: Day, options: &HiringOptions) -> RolesPlan {
    let view = View::on(snapshot, day);
    let order: Vec<&str> =
        view.inputs.org.triage.iter().flat_map(|triage| &triage.order).map(|at| at.value.as_str()).collect();
    let rank = |id: &str| order.iter().position(|ranked| *ranked == id);
    let mut asking: Vec<&Initiative> = view.live().filter(|one| one.functional_by_design().is_none()).collect();
    asking.sort_by_key(|one| (rank(&one.id).unwrap_or(usize::MAX), one.id.as_str()));
    let team = |known: &&'_ Initiative| {
        let positions = positions(known, &view);
        let roles = roles(known, positions.as_deref().unwrap_or_default(), &view);
        (positions, roles)
    };
    let teams = asking.iter().map(|known| {
        let (positions, roles) = team(known);
        Team { known, positions, roles }
    });
    let teams: Vec<Team<'_>> = teams.collect();
    // Ranks are places among those that ask for a team.
    let ranked: Vec<&str> = asking.iter().map(|one| one.id.as_str()).filter(|id| rank(id).is_some()).collect();
    let place = |id: &str| ranked.iter().position(|one| *one == id).map(|at| at + 1);
    let initiatives: Vec<TeamRoles> = teams.iter().map(|team| of_team(team, place(&team.known.id))).collect();
    let mut found = RolesPlan {
        schema_version: RolesPlan::SCHEMA_VERSION,
        organization: view.organization().map(str::to_owned),
        as_of: day,
        agreement: Agreement::clone(&snapshot.agreement),
        says: String::new(),
        is_ordered: !ranked.is_empty(),
        hires_max: options.hires_max,
        roles: table(&initiatives, &view),
        initiatives,
        steps: Vec::new(),
        plan: None,
        is_too_large: false,
        undeclared: undeclared(&asking, &view),
        not_known: Vec::new(),
        next: Vec::new(),
    };
    let donors = donors(&teams, &found, &view);
    if plan(&mut found, &donors, options) == Err(TooLarge) {
        found.is_too_large = true;
    }
    count_by_role(&mut found, &donors);
    found.says = says(&found);
    found.not_known = not_known(&found);
    found.next = next(&found);
    found
}

fn of_team(team: &Team<'_>, rank: Option<usize>) -> TeamRoles {
    let positions = team.positions.as_deref().unwrap_or_default();
    let (state, why) = state(team);
    let doing = |work: Option<Work>| positions.iter().filter(|one| one.work == work).count();
    let presence = |role: &Role| RolePresence {
        role: role.name.clone(),
        needed_fte: tenths(role.needed),
        there_fte_min: tenths(role.low),
        there_fte_max: tenths(role.high),
        people_missing: if state == TeamState::Incomplete { role.people_short() } else { 0 },
        place: role.place.clone(),
    };
    TeamRoles {
        id: team.known.id.clone(),
        name: team.known.name().to_owned(),
        rank,
        state,
        why: why.map(str::to_owned),
        roles: team.roles.iter().map(presence).collect(),
        builders: doing(Some(Work::Builds)),
        coordinators: doing(Some(Work::Coordinates)),
        approving: doing(Some(Work::Approves)),
        undeclared: doing(None),
        unstated: positions.iter().filter(|one| one.function.is_none()).count(),
        is_completed: false,
    }
}

/// Whether a team is complete, as the criterion `complete-team` answers it.
fn state(team: &Team<'_>) -> (TeamState, Option<&'static str>) {
    if team.roles.is_empty() {
        return (TeamState::NotShown, Some("the roles that the work needs are not stated"));
    }
    let Some(positions) = &team.positions else {
        return (TeamState::NotShown, Some("no source says who works on it"));
    };
    let missing: f64 = team.roles.iter().map(Role::short).sum();
    if missing > undisclosed(positions) + SLACK {
        return (TeamState::Incomplete, None);
    }
    match team.roles.iter().all(|role| role.short_at_most() == 0.0) {
        true => (TeamState::Complete, None),
        false => (TeamState::NotShown, Some("shares of time or functions of members are not stated")),
    }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// A row for each role that is needed; what moves and is hired comes later.
fn table(initiatives: &[TeamRoles], view: &View<'_>) -> Vec<RoleRow> {
    let mut rows: BTreeMap<String, RoleRow> = BTreeMap::new();
    for role in initiatives.iter().flat_map(|one| &one.roles) {
        let key = rows.keys().find(|known| same_function(known, &role.role)).unwrap_or(&role.role).clone();
        let row = rows.entry(key).or_insert_with_key(|name| {
            let function = view.inputs.org.function_named(name);
            RoleRow {
                role: name.clone(),
                work: function.and_then(|one| one.work.as_ref()).map(|at| at.value.key()),
                needed_fte: 0.0,
                there_fte_min: 0.0,
                there_fte_max: 0.0,
                people_missing: 0,
                initiatives_short: 0,
                could_move: 0,
                moves: 0,
                hires: 0,
                standard: match function {
                    None => StandardKept::NotShown,
                    Some(one) if one.standard_owner.is_some() => StandardKept::Kept,
                    Some(_) => StandardKept::Nobody,
                },
            }
        });
        row.needed_fte = tenths(row.needed_fte + role.needed_fte);
        row.there_fte_min = tenths(row.there_fte_min + role.there_fte_min);
        row.there_fte_max = tenths(row.there_fte_max + role.there_fte_max);
        row.people_missing += role.people_missing;
        row.initiatives_short += usize::from(role.people_missing > 0);
    }
    rows.into_values().collect()
}

/// Functions of which members are, and which declare nothing.
fn undeclared(asking: &[&Initiative], view: &View<'_>) -> Vec<String> {
    let all: BTreeSet<String> = asking.iter().flat_map(|known| undeclared_functions(known, view)).collect();
    all.into_iter().collect()
}

/// Who could move, by role: positions of which no work is stated first, then teams with more than they need.
fn donors(teams: &[Team<'_>], found: &RolesPlan, view: &View<'_>) -> Vec<Donor> {
    let roles: BTreeSet<String> = found.roles.iter().map(|row| row.role.clone()).collect();
    let beyond = teams.iter().filter(|team| !team.roles.is_empty()).flat_map(|team| {
        let positions = team.positions.as_deref().unwrap_or_default();
        beyond_need(&team.known.id, &team.roles, positions, &roles)
    });
    free(&roles, view).into_iter().chain(beyond).collect()
}

/// Chooses whom to hire, and who moves.
fn plan(found: &mut RolesPlan, donors: &[Donor], options: &HiringOptions) -> Result<(), TooLarge> {
    let short: Vec<usize> =
        (0..found.initiatives.len()).filter(|at| found.initiatives[*at].state == TeamState::Incomplete).collect();
    if short.is_empty() {
        return Ok(());
    }
    let missing = |at: usize, row: &RoleRow| -> usize {
        let of = found.initiatives[at].roles.iter().filter(|one| same_function(&one.role, &row.role));
        of.map(|one| one.people_missing).sum()
    };
    let lacking = |at: &usize| found.roles.iter().map(|row| missing(*at, row)).collect();
    let could_move = |row: &RoleRow| donors.iter().filter(|one| one.role == row.role).map(|one| one.people).sum();
    let lacks = Lacks {
        teams: short.iter().map(lacking).collect(),
        movable: found.roles.iter().map(could_move).collect(),
        steps: Cell::default(),
    };
    let ids = |teams: &[usize]| teams.iter().map(|team| found.initiatives[short[*team]].id.clone()).collect();
    let people = |teams: &[usize]| teams.iter().flat_map(|team| &lacks.teams[*team]).sum::<usize>();
    let all: Vec<usize> = (0..short.len()).collect();
    let most = lacks.hires(&all).min(options.hires_max.unwrap_or(usize::MAX));
    let chosen = lacks.most_teams(most)?;
    let steps = steps(&lacks, most).map(|steps| {
        let step = |(hires, teams): (usize, Vec<usize>)| HiringStep {
            hires,
            moves: people(&teams) - hires,
            completes: ids(&teams),
        };
        steps.into_iter().map(step).collect()
    });
    let left: Vec<usize> = all.iter().copied().filter(|team| !chosen.contains(team)).collect();
    let (completes, left) = (ids(&chosen), ids(&left));
    let hires = lacks.hires(&chosen);
    let chosen: Vec<usize> = chosen.iter().map(|team| short[*team]).collect();
    let placements = place(&chosen, found, donors);
    let moves = placements.iter().filter(|one| !one.is_hire).map(|one| one.people).sum();
    for at in chosen {
        found.initiatives[at].is_completed = true;
    }
    found.is_too_large = steps.is_err();
    found.steps = steps.unwrap_or_default();
    found.plan = Some(HiringPlan { hires, moves, completes, left, placements });
    Ok(())
}

/// The fewest hires with which so many teams are complete, each with the teams.
fn steps(lacks: &Lacks, most: usize) -> Result<Vec<(usize, Vec<usize>)>, TooLarge> {
    let mut steps: Vec<(usize, Vec<usize>)> = Vec::new();
    for hires in 0..=most {
        let teams = lacks.most_teams(hires)?;
        if teams.len() > steps.last().map_or(0, |(_, teams)| teams.len()) {
            steps.push((lacks.hires(&teams), teams));
        }
    }
    Ok(steps)
}

/// Where people come from for each team and role: who could move first, in the order of the teams.
fn place(chosen: &[usize], found: &RolesPlan, donors: &[Donor]) -> Vec<Placement> {
    let name = |id: &String| found.initiatives.iter().find(|one| one.id == *id).map(|one| one.name.clone());
    let mut donors: Vec<Donor> = donors.to_vec();
    let mut placements = Vec::new();
    for team in chosen.iter().map(|at| &found.initiatives[*at]) {
        for role in team.roles.iter().filter(|role| role.people_missing > 0) {
            let mut missing = role.people_missing;
            let mut placed = |people: usize, is_hire: bool, from: Option<String>| {
                let (initiative, role) = (team.id.clone(), role.role.clone());
                placements.push(Placement { initiative, name: team.name.clone(), role, people, is_hire, from });
            };
            for donor in donors.iter_mut().filter(|one| same_function(&one.role, &role.role)) {
                let people = donor.people.min(missing);
                if people > 0 {
                    placed(people, false, donor.initiative.as_ref().and_then(name));
                    (donor.people, missing) = (donor.people - people, missing - people);
                }
            }
            if missing > 0 {
                placed(missing, true, None);
            }
        }
    }
    placements
}

fn count_by_role(found: &mut RolesPlan, donors: &[Donor]) {
    let placements = found.plan.iter().flat_map(|plan| &plan.placements).collect::<Vec<_>>();
    for row in &mut found.roles {
        row.could_move = donors.iter().filter(|one| one.role == row.role).map(|one| one.people).sum();
        for placed in placements.iter().filter(|one| same_function(&one.role, &row.role)) {
            *(if placed.is_hire { &mut row.hires } else { &mut row.moves }) += placed.people;
        }
    }
}

/// The answer in a sentence or two.
fn says(found: &RolesPlan) -> String {
    let count = |state| found.in_state(state).count();
    let (complete, short, open) =
        (count(TeamState::Complete), count(TeamState::Incomplete), count(TeamState::NotShown));
    let of = found.initiatives.len();
    if found.roles.is_empty() && of > 0 {
        return "Nothing can be said yet: no initiative states which roles its work needs.".to_owned();
    }
    if of == 0 {
        return "Nothing can be said: no live initiative asks for a team of its own.".to_owned();
    }
    let lack = agreeing(short, "lacks", "lack");
    let first = format!(
        "{complete} of {} {} every role that the work needs; {short} {lack} people; {open} not shown.",
        plural(of, "team", "teams"),
        agreeing(complete, "has", "have")
    );
    let second = match &found.plan {
        None if found.is_too_large => {
            "Whom to hire is too large to be answered exactly, and no guess is made.".to_owned()
        }
        None => return first,
        Some(plan) if plan.completes.is_empty() => {
            let hires = plural(found.hires_max.unwrap_or(0), "hire completes", "hires complete");
            format!("{hires} no team.")
        }
        Some(plan) => {
            let hires = plural(plan.hires, "hire", "hires");
            let moves = plural(plan.moves, "move", "moves");
            let teams = match (plan.completes.len(), plan.left.len()) {
                (1, 0) => "it".to_owned(),
                (n, 0) => format!("all {n}"),
                (n, left) => format!("{n} of these {}", n + left),
            };
            format!("{hires} and {moves} complete {teams}.")
        }
    };
    format!("{first} {second}")
}

fn not_known(found: &RolesPlan) -> Vec<String> {
    let mut open = Vec::new();
    if !found.is_ordered {
        open.push("which team comes first: no order is stated (`order` in `[triage]`)".to_owned());
    }
    let wild: usize = found.in_state(TeamState::Incomplete).map(|one| one.unstated).sum();
    if wild > 0 {
        let members = plural(wild, "member", "members");
        open.push(format!("whether {members} whose function is not stated fill some of these roles"));
    }
    if !found.undeclared.is_empty() {
        let functions: Vec<&str> = found.undeclared.iter().map(String::as_str).collect();
        let functions = functions.join(", ");
        open.push(format!("who builds, coordinates and approves: `work` is not declared of {functions}"));
    }
    if found.plan.as_ref().is_some_and(|plan| plan.moves > 0) {
        open.push("whether those who could move can and want to: ask them, and whoever they work for".to_owned());
    }
    open.push("whether a function is the skill that the work needs".to_owned());
    open
}

fn next(found: &RolesPlan) -> Vec<String> {
    let first = found.plan.iter().flat_map(|plan| &plan.placements).next();
    let join = first.map(|one| {
        format!("onethread what-if \"join initiative = {}, role = {}, person = ...\"", one.initiative, one.role)
    });
    let ask = (!found.undeclared.is_empty()).then(|| "onethread ask".to_owned());
    join.into_iter().chain(ask).chain(["onethread explain roles".to_owned()]).collect()
}
