//! Should an initiative be single-threaded, and how? The advice on one live initiative, and what it would cost.

use std::collections::BTreeSet;

use onethread_model::org::{Nature, WishedForm};
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::form::Form;
use super::verdict::Evidence;
use crate::measure::{Cited, Initiative, Leadership, World};
use crate::moves::Price;
use crate::moves::change_form::form_price;

/// From so many teams on, the work counts as spread: one line to one leader would cut across too many.
pub(crate) const SPREAD_TEAMS: usize = 3;

/// The form that an initiative should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recommended {
    /// Single-threaded, and the team reports to the leader.
    Sto,
    /// Single-threaded, and functional reporting lines stay.
    Stl,
    /// No single thread.
    Functional,
    /// The evidence does not say.
    CannotTell,
}

impl Recommended {
    /// The form, where one is recommended.
    pub(crate) fn form(self) -> Option<WishedForm> {
        match self {
            Recommended::Sto => Some(WishedForm::Sto),
            Recommended::Stl => Some(WishedForm::Stl),
            Recommended::Functional => Some(WishedForm::Functional),
            Recommended::CannotTell => None,
        }
    }

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
            Recommended::Stl => "Yes: one leader, with functional reporting lines (STL)",
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
    /// What that form would cost; where none is known, what the intended one would.
    pub price: Price,
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
    FitAdvice { recommended, because: because(initiative, world), price: form_price(priced.form(), initiative, world) }
}

/// The form that an initiative wishes or, where none is intended, has; absent where it is of none of the three.
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
        Nature::Product => "an ongoing product: it needs one end-to-end owner (STO)",
        Nature::CompanyWide => "company-wide work: one leader, with functional reporting lines (STL)",
        Nature::OneOff => "a project that ends: it needs no single thread",
        Nature::Functional => "the work of a function: it needs no single thread",
    }
}

/// Whether several teams take part.
pub(crate) fn is_spread(initiative: &Initiative, world: &World<'_>) -> bool {
    teams(initiative, world).len() >= SPREAD_TEAMS
}

/// Teams and functions that take part: its own, those it declares a dependency on, and those it is seen to need.
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
        None => because.push(Evidence { says: "its nature (the kind of work) is not stated".to_owned(), place: None }),
    }
    if let Some(form) = &initiative.wished {
        let why = initiative.why.as_ref().map_or("no reason is given", |why| why.value.as_str());
        because.push(cited(format!("the intended form is {}: {why}", wished_word(form.value)), &form.place));
    }
    let threadless = matches!(nature.map(|nature| nature.value), Some(Nature::OneOff | Nature::Functional));
    if threadless {
        return because;
    }
    let teams = teams(initiative, world).len();
    if teams >= SPREAD_TEAMS {
        let place = initiative.dependencies.first().map_or(&initiative.place, |dependency| &dependency.place);
        because.push(cited(format!("{teams} teams take part, which favors STL"), place));
    }
    if initiative.in_org && matches!(initiative.leadership, Leadership::Nobody { .. }) {
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
