//! `machine-changes`: the share of changes that bots and coding agents make, and which team has to review them.

use std::collections::{BTreeMap, HashMap, HashSet};

use onethread_model::facts::{Symbol, Touch};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Measure, Touches, json};
use crate::measure::World;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::cochange::quarter;
use crate::measure::groups::GroupLabel;
use crate::measure::register::{Behind, PLACES_MAX};

/// With fewer changes than this, no share is reported.
pub const CHANGES_MIN: usize = 10;

pub(super) const MEASURE: Measure = Measure {
    key: "machine-changes",
    title: "Changes made by bots and coding agents, and who reviews them",
    page: include_str!("machine_changes.md"),
    touches: Touches::Groups,
    value: |world| json(&machine_changes(world, WINDOW_DAYS)),
};

/// What machines change, over a window. No person is in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct MachineChanges {
    /// Days that are looked at.
    pub window_days: i64,
    /// All changes of which it is known who made them: a person or a machine.
    #[serde(flatten)]
    pub all: MadeBy,
    /// The components, those with most changes by machines first.
    pub components: Vec<ComponentMachines>,
    /// Why nothing is reported.
    pub refused: Option<String>,
}

/// What machines change in one component.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ComponentMachines {
    /// The component of the organization's files.
    pub component: String,
    /// The team that has to review changes to it, as the one that owns it; absent where none does.
    pub owner: Option<GroupLabel>,
    /// Reviews of changes that a machine had a part in, by teams of at least five people, the busiest first.
    pub reviews: Vec<TeamReviews>,
    /// All quarters together.
    #[serde(flatten)]
    pub all: MadeBy,
    /// The same by quarter, the oldest first, as far as the window holds it.
    pub quarters: Vec<QuarterMachines>,
    /// The newest changes that bots and agents made.
    #[serde(skip)]
    pub behind: Vec<Behind>,
}

/// Reviews that a team was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TeamReviews {
    /// The team.
    pub team: GroupLabel,
    /// How many.
    pub reviews: usize,
}

/// What machines changed in one quarter.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuarterMachines {
    /// The quarter, such as `2026-Q1`.
    pub quarter: String,
    /// Its changes.
    #[serde(flatten)]
    pub made: MadeBy,
}

/// Changes by who made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct MadeBy {
    /// All of them.
    pub changes: usize,
    /// Those that bots made.
    pub bots: usize,
    /// Those that coding agents made.
    pub agents: usize,
    /// Those that people made with a coding agent, as their messages say.
    pub assisted: usize,
    /// `bots / changes`, 0 to 1; absent with fewer than 10 changes.
    pub bot_share: Option<f64>,
    /// `(agents + assisted) / changes`, 0 to 1; absent with fewer than 10 changes.
    pub agent_share: Option<f64>,
}

impl MadeBy {
    fn take(&mut self, maker: &str) {
        self.changes += 1;
        match maker {
            "bot" => self.bots += 1,
            "agent" => self.agents += 1,
            "assisted" => self.assisted += 1,
            _ => {}
        }
        let share = |part: usize| (self.changes >= CHANGES_MIN).then(|| part as f64 / self.changes as f64);
        (self.bot_share, self.agent_share) = (share(self.bots), share(self.agents + self.assisted));
    }

    /// Changes that a machine had a part in.
    pub fn by_machines(&self) -> usize {
        self.bots + self.agents + self.assisted
    }
}

/// What is known of a component.
#[derive(Default)]
struct Gathered<'q> {
    all: MadeBy,
    quarters: BTreeMap<&'q String, MadeBy>,
    behind: Vec<(&'q Touch, &'q str)>,
}

/// The newest changes that bots and agents made.
fn newest(mut changes: Vec<(&Touch, &str)>, world: &World<'_>) -> Vec<Behind> {
    let facts = world.facts;
    changes.sort_by_key(|(touch, _)| (std::cmp::Reverse(touch.day), facts.text(touch.change)));
    let behind = |(touch, maker): (&Touch, &str)| Behind {
        day: Some(touch.day),
        what: format!("{} by a {}", facts.text(touch.change), if maker == "bot" { maker } else { "coding agent" }),
        place: facts.place(touch.at),
    };
    changes.into_iter().take(PLACES_MAX).map(behind).collect()
}

/// Computes the measure over the last `window_days` days.
pub fn machine_changes(world: &World<'_>, window_days: i64) -> MachineChanges {
    let facts = world.facts;
    let mut found = MachineChanges { window_days, ..MachineChanges::default() };
    let mut makers: HashMap<Symbol, (&str, String)> = HashMap::new();
    for change in facts.changes().filter(|change| world.day.days_since(change.day) < window_days) {
        let Some(maker) = change.maker.map(|maker| facts.text(maker)) else { continue };
        found.all.take(maker);
        makers.insert(change.change, (maker, quarter(change.day)));
    }
    if found.all.changes == 0 {
        found.refused = Some("no source says which changes were made by machines".to_owned());
        return found;
    }
    let mut seen: HashSet<(Symbol, &str)> = HashSet::new();
    // The index of touched paths leaves out what bots alone touch.
    let mut known: HashMap<Symbol, Option<&str>> = HashMap::new();
    let mut by_component: BTreeMap<&str, Gathered<'_>> = BTreeMap::new();
    let mut by_machines: HashMap<Symbol, Vec<&str>> = HashMap::new();
    for touch in facts.touches() {
        let Some((maker, quarter)) = makers.get(&touch.change) else { continue };
        let component = known.entry(touch.component);
        let component = *component.or_insert_with(|| world.owners().component_of(facts.text(touch.component)));
        let Some(component) = component else { continue };
        if seen.insert((touch.change, component)) {
            let of = by_component.entry(component).or_default();
            of.all.take(maker);
            of.quarters.entry(quarter).or_default().take(maker);
            if *maker != "person" {
                // What a person did with an agent is counted, and listed nowhere.
                if *maker != "assisted" {
                    of.behind.push((touch, maker));
                }
                by_machines.entry(touch.change).or_default().push(component);
            }
        }
    }
    let groups = world.work_groups();
    let mut reviews = reviews(&by_machines, world);
    found.components = by_component
        .into_iter()
        .map(|(name, Gathered { all, quarters, behind })| ComponentMachines {
            component: name.to_owned(),
            owner: owner(name, world).map(|owner| groups.team(owner)),
            reviews: reviews.remove(name).unwrap_or_default(),
            all,
            quarters: quarters
                .into_iter()
                .map(|(quarter, made)| QuarterMachines { quarter: quarter.clone(), made })
                .collect(),
            behind: newest(behind, world),
        })
        .collect();
    found.components.sort_by(|a, b| b.all.by_machines().cmp(&a.all.by_machines()).then(a.component.cmp(&b.component)));
    found
}

/// Reviews of these changes by component: those of teams that are known and large enough. Of the others nothing is added up,
/// because one person may be all of it.
fn reviews<'w>(of: &HashMap<Symbol, Vec<&'w str>>, world: &World<'_>) -> BTreeMap<&'w str, Vec<TeamReviews>> {
    let (facts, groups) = (world.facts, world.work_groups());
    let mut counts: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for review in facts.reviews() {
        let Some(components) = review.change.and_then(|change| of.get(&change)) else { continue };
        let asked = review.team.map(|team| facts.text(team));
        let team = asked.or_else(|| groups.only_team_of(facts.text(review.reviewer?)));
        let Some(team) = team.filter(|team| groups.is_group(team)) else { continue };
        for component in components {
            *counts.entry(component).or_default().entry(team.to_owned()).or_default() += 1;
        }
    }
    let listed = |teams: BTreeMap<String, usize>| {
        let mut all: Vec<(String, usize)> = teams.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.into_iter().map(|(team, reviews)| TeamReviews { team: groups.team(&team), reviews }).collect()
    };
    counts.into_iter().map(|(component, teams)| (component, listed(teams))).collect()
}

/// The team that owns a component.
fn owner<'w>(component: &str, world: &'w World<'_>) -> Option<&'w str> {
    let written = world.inputs.org.components.get(component).and_then(|entry| entry.owner.as_ref());
    written.map(|owner| owner.value.as_str()).or_else(|| world.owners().team_of(component, world))
}
