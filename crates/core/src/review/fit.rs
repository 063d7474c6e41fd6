//! Should an initiative be single-threaded, and how? The advice on one live initiative, and what it would cost.

use std::collections::BTreeSet;

use onethread_model::org::{Nature, WishedForm};
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::form::Form;
use super::verdict::Evidence;
use crate::measure::{Cited, Initiative, Leadership, Reporting, World};
use crate::words::{join, percent, plural};

/// From so many teams on, the work counts as spread: one line to one leader would cut across too many.
pub(crate) const SPREAD_TEAMS: usize = 3;

/// The form that an initiative should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recommended {
    /// Single-threaded, and the team reports to the leader.
    Sto,
    /// Single-threaded, and functional lines stay.
    Stl,
    /// No single thread.
    Functional,
    /// The evidence does not say.
    CannotTell,
}

impl Recommended {
    /// The word in files.
    pub fn key(self) -> &'static str {
        match self {
            Recommended::Sto => "sto",
            Recommended::Stl => "stl",
            Recommended::Functional => "functional",
            Recommended::CannotTell => "cannot-tell",
        }
    }

    /// The answer for people, to "Should it be single-threaded?".
    pub fn words(self) -> &'static str {
        match self {
            Recommended::Sto => "Yes: one leader, to whom the team reports (STO)",
            Recommended::Stl => "Yes: one leader, while functional lines stay (STL)",
            Recommended::Functional => "No: leave it to the functions",
            Recommended::CannotTell => "Cannot tell",
        }
    }

    /// Whether a derived form is this one already, so that the advice is to leave it.
    pub fn is(self, form: Form) -> bool {
        matches!(
            (self, form),
            (Recommended::Sto, Form::Sto) | (Recommended::Stl, Form::Stl) | (Recommended::Functional, Form::Functional)
        )
    }
}

/// Whether an initiative should be single-threaded, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FitAdvice {
    /// The form that fits.
    pub recommended: Recommended,
    /// Why, the weightiest first.
    pub because: Vec<Evidence>,
    /// What that form would cost; where none can be told, what the wished one would.
    pub price: FitPrice,
}

/// What a form would cost. Counts only: no member is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FitPrice {
    /// Members who do not report to the leader today, and would.
    pub changes_manager: usize,
    /// Members whose reporting line is not known.
    pub manager_unknown: usize,
    /// What the leader would drop: other initiatives led, and stated shares elsewhere.
    pub leader_drops: Vec<String>,
    /// Functions whose people would leave their functional line, while nobody keeps the standard of the craft.
    pub support_lost: Vec<String>,
    /// Members who would leave their functional line and whose function is not stated.
    pub support_unknown: usize,
    /// Other live initiatives that would lose their leader.
    pub leaderless: Vec<String>,
    /// Whether one leader would have to be named first.
    pub needs_leader: bool,
}

impl FitPrice {
    /// Each part in a few words; empty when nothing is known to be paid.
    pub fn words(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if self.needs_leader {
            parts.push("one leader has to be named".to_owned());
        }
        if self.changes_manager > 0 {
            parts.push(plural(self.changes_manager, "member changes manager", "members change manager"));
        }
        if self.manager_unknown > 0 {
            let says =
                plural(self.manager_unknown, "member whose line is not known", "members whose line is not known");
            parts.push(format!("perhaps {says}"));
        }
        let listed = |items: &[String]| join(&items.iter().map(String::as_str).collect::<Vec<_>>());
        if !self.leader_drops.is_empty() {
            parts.push(format!("the leader drops {}", listed(&self.leader_drops)));
        }
        if !self.leaderless.is_empty() {
            parts.push(plural(self.leaderless.len(), "initiative loses its leader", "initiatives lose their leader"));
        }
        if !self.support_lost.is_empty() {
            parts.push(format!("no standard owner for {}", listed(&self.support_lost)));
        }
        if self.support_unknown > 0 {
            parts.push(plural(self.support_unknown, "member of unstated function", "members of unstated function"));
        }
        parts
    }
}

/// The advice on one live initiative, which has a derived form.
pub(super) fn advise(initiative: &Initiative, form: Form, world: &World<'_>) -> FitAdvice {
    let aim = aim(initiative, form);
    let recommended = recommend(initiative, aim, world);
    let priced = match (recommended, aim) {
        (Recommended::CannotTell, Some(WishedForm::Sto)) => Recommended::Sto,
        (Recommended::CannotTell, Some(WishedForm::Stl)) => Recommended::Stl,
        _ => recommended,
    };
    FitAdvice { recommended, because: because(initiative, world), price: price(priced, initiative, world) }
}

/// The form that an initiative wishes or, where none is wished, has; absent where it is of none of the three.
pub(crate) fn aim(initiative: &Initiative, form: Form) -> Option<WishedForm> {
    let has = match form {
        Form::Sto => Some(WishedForm::Sto),
        Form::Stl => Some(WishedForm::Stl),
        Form::Functional => Some(WishedForm::Functional),
        Form::Split | Form::Missing | Form::NotShown => None,
    };
    initiative.wished.as_ref().map(|form| form.value).or(has)
}

/// What kind of work an initiative is, as stated.
pub(crate) fn nature(initiative: &Initiative, world: &World<'_>) -> Option<Cited<Nature>> {
    world.inputs.org.initiatives.get(&initiative.id)?.nature.as_ref().map(|at| world.inputs.cite(at))
}

/// The form that suits the nature of the work. Cannot tell where evidence or a stated reason speaks for another one: a
/// product that few teams build may still have reasons for STL, and only people can judge a reason.
pub(crate) fn recommend(initiative: &Initiative, aim: Option<WishedForm>, world: &World<'_>) -> Recommended {
    let Some(nature) = nature(initiative, world) else { return Recommended::CannotTell };
    let threaded = match nature.value {
        Nature::OneOff | Nature::Functional => return Recommended::Functional,
        Nature::CompanyWide => Recommended::Stl,
        Nature::Product => Recommended::Sto,
    };
    match (nature.value, aim) {
        (_, Some(WishedForm::Functional)) if initiative.functional_by_design().is_some() => Recommended::CannotTell,
        (Nature::Product, Some(WishedForm::Stl)) if is_spread(initiative, world) => Recommended::Stl,
        (Nature::Product, Some(WishedForm::Stl)) => Recommended::CannotTell,
        (Nature::CompanyWide, Some(WishedForm::Sto)) if !is_spread(initiative, world) => Recommended::CannotTell,
        _ => threaded,
    }
}

/// What kind of work it is, and which form suits that.
pub(crate) fn nature_says(nature: Nature) -> &'static str {
    match nature {
        Nature::Product => "an ongoing product: it needs one owner from end to end (STO)",
        Nature::CompanyWide => "company-wide work: one leader, while functional lines stay (STL)",
        Nature::OneOff => "a project that ends: it needs no single thread",
        Nature::Functional => "the work of a function: it needs no single thread",
    }
}

/// Whether several teams are seen to take part.
pub(crate) fn is_spread(initiative: &Initiative, world: &World<'_>) -> bool {
    teams(initiative, world).len() >= SPREAD_TEAMS
}

/// Teams and functions that take part: its own, those it declares to need, and those it is seen to need.
pub(crate) fn teams(initiative: &Initiative, world: &World<'_>) -> BTreeSet<String> {
    let mut teams = own_teams(initiative, world);
    for dependency in &initiative.dependencies {
        match dependency.on.kind.as_str() {
            "team" | "function" => drop(teams.insert(dependency.on.id.clone())),
            "component" => {
                let component = world.inputs.org.components.get(&dependency.on.id);
                teams.extend(component.and_then(|c| c.owner.as_ref()).map(|owner| owner.value.clone()));
            }
            _ => {}
        }
    }
    let seen = world.observed_dependencies_of(&initiative.id);
    teams.extend(seen.map(|row| world.facts.text(row.on).to_owned()));
    teams
}

/// Teams that have the initiative.
pub(crate) fn own_teams(initiative: &Initiative, world: &World<'_>) -> BTreeSet<String> {
    let teams = world.teams_on(&initiative.id).map(|team| team.id.value.clone());
    teams.chain(initiative.team.as_ref().map(|team| team.value.clone())).collect()
}

fn because(initiative: &Initiative, world: &World<'_>) -> Vec<Evidence> {
    let cited = |says: String, place: &Place| Evidence { says, place: Some(place.clone()) };
    let mut because = Vec::new();
    let nature = nature(initiative, world);
    match &nature {
        Some(nature) => because.push(cited(nature_says(nature.value).to_owned(), &nature.place)),
        None => {
            because.push(Evidence { says: "nobody says what kind of work it is (its nature)".to_owned(), place: None })
        }
    }
    if let Some(form) = &initiative.wished {
        let why = initiative.why.as_ref().map_or("no reason is given", |why| why.value.as_str());
        because.push(cited(format!("wished is {}: {why}", wished_word(form.value)), &form.place));
    }
    let threadless = matches!(nature.map(|nature| nature.value), Some(Nature::OneOff | Nature::Functional));
    if threadless {
        return because;
    }
    let teams = teams(initiative, world).len();
    if teams >= SPREAD_TEAMS {
        let place = initiative.dependencies.first().map_or(&initiative.place, |dependency| &dependency.place);
        because.push(cited(format!("{teams} teams take part, which speaks for STL"), place));
    }
    if initiative.in_org && matches!(initiative.leadership, Leadership::Nobody(_)) {
        because.push(cited("no leader is named, and either form needs one".to_owned(), &initiative.place));
    }
    because
}

pub(crate) fn wished_word(form: WishedForm) -> &'static str {
    match form {
        WishedForm::Sto => "STO",
        WishedForm::Stl => "STL",
        WishedForm::Functional => "functional",
    }
}

pub(crate) fn price(form: Recommended, initiative: &Initiative, world: &World<'_>) -> FitPrice {
    let mut price = FitPrice::default();
    if !matches!(form, Recommended::Sto | Recommended::Stl) {
        return price;
    }
    let Leadership::One { leader, also_leads } = &initiative.leadership else {
        price.needs_leader = true;
        return price;
    };
    price.leaderless = also_leads.iter().map(|other| other.value.clone()).collect();
    price.leader_drops = price.leaderless.clone();
    for commitment in world.leader_time(&leader.value, &initiative.id).elsewhere {
        if !price.leader_drops.contains(&commitment.initiative) {
            price.leader_drops.push(format!("{} on {}", percent(commitment.share), commitment.initiative));
        }
    }
    if form == Recommended::Sto {
        price_lines(&mut price, &leader.value, initiative, world);
    }
    price
}

/// What it costs to let the team report to its leader.
fn price_lines(price: &mut FitPrice, leader: &str, initiative: &Initiative, world: &World<'_>) {
    let mut unsupported = BTreeSet::new();
    for member in world.people.members(initiative).unwrap_or_default() {
        match world.people.reporting(&member.value, leader) {
            Reporting::Under => {}
            Reporting::Unknown => price.manager_unknown += 1,
            Reporting::Elsewhere => {
                price.changes_manager += 1;
                let person = world.inputs.org.people.get(&member.value);
                let Some(function) = person.and_then(|person| person.function.as_ref()) else {
                    price.support_unknown += 1;
                    continue;
                };
                let mut entries = world.inputs.org.functions.values();
                let entry = entries.find(|entry| same_function(&entry.id.value, &function.value));
                if entry.is_none_or(|entry| entry.standard_owner.is_none()) {
                    unsupported.insert(function.value.clone());
                }
            }
        }
    }
    price.support_lost = unsupported.into_iter().collect();
}

/// Whether two names mean the same craft: people write `Quality` and `quality`.
pub(crate) fn same_function(a: &str, b: &str) -> bool {
    a.trim().to_lowercase().replace(' ', "-") == b.trim().to_lowercase().replace(' ', "-")
}
