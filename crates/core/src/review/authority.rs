//! Who decides: the decisions of an initiative, and the five rules of a leader's authority, each confirmed or not.

use std::collections::BTreeMap;

use onethread_model::Day;
use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use super::fit::own_teams;
use super::verdict::{Answer, Evidence};
use crate::measure::majority::is_majority;
use crate::measure::measures::deciding_alone::DECISIONS_MIN;
use crate::measure::{Initiative, Leadership, World};
use crate::words::plural;
use onethread_model::agreement::DECISION_OUTCOMES;

/// A rule of a leader's authority, and whether the evidence confirms it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuthorityRule {
    /// The rule.
    pub says: &'static str,
    /// Whether it is so.
    pub answer: Answer,
    /// Why.
    pub because: Vec<Evidence>,
}

/// A decision that was made, as far as it is known on the day.
pub(crate) struct Made {
    /// Its id.
    pub(crate) id: String,
    /// Where it is recorded.
    pub(crate) place: Place,
    /// The day it was made; absent when not stated.
    pub(crate) day: Option<Day>,
    /// Whether it is reversible at little cost.
    pub(crate) reversible: Option<bool>,
    /// What sort of decision it is, as the organization's files say.
    pub(crate) class: Option<String>,
    /// Whether someone above the leader had to agree.
    pub(crate) above: Option<bool>,
    /// Whether the leader made it.
    by_leader: Option<bool>,
    /// Who reversed it although it was the leader's to make.
    overridden_by: Option<String>,
    /// The day it was reversed.
    pub(crate) reversed: Option<Day>,
    /// How many options were considered.
    options: usize,
    /// The standing governance that it was allowed to pass.
    pub(crate) exception_to: Option<String>,
    /// Whether the organization's own file records it: only there does silence on who reversed it mean "nobody else".
    in_org: bool,
}

impl Made {
    /// Whether someone else reversed it. A decision about standing governance is not the leader's alone, and where the
    /// exception is recorded it does not count.
    fn is_overridden(&self) -> bool {
        self.overridden_by.is_some() && self.exception_to.is_none()
    }
}

/// The decisions of an initiative that were made in the period up to the day, and those of unknown day.
pub(crate) struct Decisions {
    /// Made within the period.
    pub(crate) recent: Vec<Made>,
    /// Made before, and reversed by someone else within the period.
    overridden_late: Vec<Made>,
    /// Reversed by someone else on a day that is not known.
    pub(crate) overridden_undated: Vec<Made>,
}

impl Decisions {
    pub(crate) fn gather(initiative: &Initiative, world: &World<'_>) -> Decisions {
        let period = i64::from(world.inputs.config.thresholds.period_days);
        let within = |day: Day| day <= world.day && world.day.days_since(day) < period;
        let decisions = world.decisions_of(&initiative.id);
        let above: Above<'_> = decisions.map(|one| (one.id, one.went_above(world))).collect();
        let recorded = from_facts(initiative, &above, world, within);
        let all = from_org(initiative, &above, world).into_iter().chain(recorded);
        let mut decisions =
            Decisions { recent: Vec::new(), overridden_late: Vec::new(), overridden_undated: Vec::new() };
        for made in all {
            if made.day.is_some_and(within) {
                decisions.recent.push(made);
            } else if made.is_overridden() {
                match made.reversed {
                    Some(day) if within(day) => decisions.overridden_late.push(made),
                    Some(_) => {}
                    // Made long ago, or nobody says when, and reversed at some time since.
                    None => decisions.overridden_undated.push(made),
                }
            }
        }
        decisions
    }

    /// Those that were reversed by someone other than the leader.
    pub(crate) fn overridden(&self) -> impl Iterator<Item = &Made> {
        self.recent.iter().chain(&self.overridden_late).filter(|made| made.is_overridden())
    }

    /// The first day on which none of those that went above the leader, or were reversed by someone else, counts any more;
    /// absent where there is none.
    pub(crate) fn past_from(&self, world: &World<'_>) -> Option<Day> {
        let days = i32::try_from(world.inputs.config.thresholds.period_days).unwrap_or(i32::MAX);
        let above = self.recent.iter().filter(|made| made.above == Some(true)).filter_map(|made| made.day);
        let overridden = self.overridden().filter_map(|made| made.day.max(made.reversed));
        Some(above.chain(overridden).max()?.plus_days(days))
    }

    /// Those that are reversible at little cost.
    pub(crate) fn reversible(&self) -> Vec<&Made> {
        self.recent.iter().filter(|made| made.reversible == Some(true)).collect()
    }

    /// Reversible ones that went above the leader, and how many of the reversible ones say whether they did, when there are
    /// enough to say that most did. For that, one without a statement on levels counts as one that did not.
    pub(crate) fn most_went_above(&self) -> Option<(Vec<&Made>, usize)> {
        let reversible = self.reversible();
        let above: Vec<&Made> = reversible.iter().copied().filter(|made| made.above == Some(true)).collect();
        let most = reversible.len() >= DECISIONS_MIN && is_majority(above.len(), reversible.len());
        let stated = reversible.iter().filter(|made| made.above.is_some()).count();
        most.then_some((above, stated))
    }

    /// Reversible ones that the leader made alone, when there are enough of them and no other one can have gone above.
    pub(crate) fn all_stayed(&self) -> Option<Vec<&Made>> {
        let stayed: Vec<&Made> = self.reversible().into_iter().filter(|made| made.above == Some(false)).collect();
        let may_have_left = self.recent.iter().any(|made| made.reversible != Some(false) && made.above != Some(false));
        let overridden = !self.overridden_undated.is_empty() || self.overridden().next().is_some();
        (stayed.len() >= DECISIONS_MIN && !may_have_left && !overridden).then_some(stayed)
    }
}

/// Whether each decision of an initiative went above the leader, by id.
type Above<'w> = BTreeMap<&'w str, Option<bool>>;

fn from_org(initiative: &Initiative, above: &Above<'_>, world: &World<'_>) -> Vec<Made> {
    let mut all = Vec::new();
    for decision in world.written_decisions_of(&initiative.id) {
        let decided = decision.decided.as_ref().map(|at| at.value);
        let reversed = decision.reversed.as_ref().map(|at| at.value);
        let by_leader = decision.decided_by.as_ref().and_then(|by| led_by(initiative, &by.value));
        let overridden = decision.overridden_by.as_ref().filter(|by| led_by(initiative, &by.value) != Some(true));
        all.push(Made {
            id: decision.id.value.clone(),
            place: world.inputs.sources.place(decision.id.span),
            day: decided,
            reversible: decision.reversible.as_ref().map(|at| at.value),
            class: decision.class.as_ref().map(|at| at.value.clone()),
            above: above.get(decision.id.value.as_str()).copied().flatten(),
            by_leader,
            overridden_by: overridden.map(|by| by.value.clone()),
            reversed,
            options: decision.options.len(),
            exception_to: decision.exception_to.as_ref().map(|gate| gate.value.clone()),
            in_org: true,
        });
    }
    all
}

/// Those that only sources record, and that were made on a day that counts: of older ones they do not say who took them
/// back.
fn from_facts(
    initiative: &Initiative,
    above: &Above<'_>,
    world: &World<'_>,
    counts: impl Fn(Day) -> bool,
) -> Vec<Made> {
    let facts = world.facts;
    let of = |row: &&onethread_model::facts::DecisionMade| {
        facts.known(row.decided).is_some_and(&counts)
            && !world.inputs.org.decisions.contains_key(facts.text(row.decision))
    };
    let made = world.recorded_decisions_of(&initiative.id).filter(of).map(|row| Made {
        id: facts.text(row.decision).to_owned(),
        place: facts.place(row.at),
        day: facts.known(row.decided),
        reversible: row.door.map(|door| facts.text(door) == "two-way"),
        class: None,
        above: above.get(facts.text(row.decision)).copied().flatten(),
        by_leader: None,
        overridden_by: None,
        reversed: facts.known(row.reversed),
        options: 0,
        exception_to: None,
        in_org: false,
    });
    made.collect()
}

/// Whether someone is the one leader; absent where there is none.
fn led_by(initiative: &Initiative, person: &str) -> Option<bool> {
    initiative.leadership.leader().map(|leader| leader.value == person)
}

type RuleAnswer = (Answer, Vec<Evidence>);

/// A rule, and what confirms or contradicts it.
struct Rule {
    says: &'static str,
    judge: fn(&Initiative, &World<'_>, &Decisions) -> RuleAnswer,
}

/// The one rule that several leaders contradict by being several.
const TIES: &str = "the leader breaks ties";

/// The five rules, in the order of the model.
const RULES: [Rule; 5] = [
    Rule {
        says: "the leader is the most effective decision-maker for the area, whatever the title",
        judge: most_effective,
    },
    Rule { says: "the leader may decide, even if hindsight shows it wrong", judge: may_be_wrong },
    Rule { says: "the leader owns the initiative's dependencies", judge: owns_dependencies },
    Rule {
        says: "the leader holds the quality bar and bypasses standing governance only by a recorded exception",
        judge: holds_the_bar,
    },
    Rule { says: TIES, judge: breaks_ties },
];

/// The five rules, each confirmed, contradicted or not shown. Nothing is asked of what is functional by design, and
/// hardly anything where there is no one leader.
pub(super) fn rules(initiative: &Initiative, world: &World<'_>, decisions: &Decisions) -> Vec<AuthorityRule> {
    let found = |rule: &Rule| match &initiative.leadership {
        Leadership::One { .. } => (rule.judge)(initiative, world, decisions),
        Leadership::Several(leaders) if rule.says == TIES => {
            let place = leaders.first().map_or(&initiative.place, |leader| &leader.place);
            (Answer::Fails, said(format!("{} leaders; no single decision-maker", leaders.len()), place))
        }
        _ => (Answer::NotShown, Vec::new()),
    };
    RULES
        .iter()
        .map(|rule| {
            let (answer, because) = found(rule);
            AuthorityRule { says: rule.says, answer, because }
        })
        .collect()
}

fn said(says: String, place: &Place) -> Vec<Evidence> {
    vec![Evidence { says, place: Some(place.clone()) }]
}

fn most_effective(_: &Initiative, world: &World<'_>, decisions: &Decisions) -> RuleAnswer {
    let days = world.inputs.config.thresholds.period_days;
    if let Some((above, n)) = decisions.most_went_above()
        && let Some(first) = above.first()
    {
        let says = format!("{} of {n} reversible decisions of the last {days} days went above the leader", above.len());
        return (Answer::Fails, said(says, &first.place));
    }
    match decisions.all_stayed() {
        Some(stayed) => {
            let says =
                format!("{} reversible decisions of the last {days} days, none went above the leader", stayed.len());
            (Answer::Holds, said(says, &stayed[0].place))
        }
        None => (Answer::NotShown, Vec::new()),
    }
}

fn may_be_wrong(_: &Initiative, world: &World<'_>, decisions: &Decisions) -> RuleAnswer {
    if let Some(first) = decisions.overridden().next() {
        return (
            Answer::Fails,
            said(format!("`{}` was reversed by someone other than the leader", first.id), &first.place),
        );
    }
    let own = |made: &&Made| made.in_org && made.reversed.is_some() && made.overridden_by.is_none();
    // What the leader reversed is the leader's own act.
    if !world.inputs.agreement.opens(DECISION_OUTCOMES) {
        return (Answer::NotShown, Vec::new());
    }
    match decisions.recent.iter().filter(|made| made.by_leader == Some(true)).find(own) {
        Some(made) if decisions.overridden_undated.is_empty() => {
            let says = format!("`{}` was reversed by the leader", made.id);
            (Answer::Holds, said(says, &made.place))
        }
        _ => (Answer::NotShown, Vec::new()),
    }
}

fn owns_dependencies(initiative: &Initiative, world: &World<'_>, _: &Decisions) -> RuleAnswer {
    let own = own_teams(initiative, world);
    let (mut owned, mut unowned) = (0, 0);
    for dependency in initiative.dependencies.iter().filter(|d| d.effect.as_deref() != Some("ok")) {
        match dependency.plan.as_ref().and_then(|plan| plan.owner.as_ref()) {
            Some(owner) if own.contains(owner) => owned += 1,
            Some(owner) if !own.is_empty() || *owner == dependency.on.id => {
                let says = format!("the plan for {} is owned by {owner}, no team of this initiative", dependency.on);
                return (Answer::Fails, said(says, &dependency.place));
            }
            _ => unowned += 1,
        }
    }
    match initiative.dependencies.first() {
        Some(first) if owned > 0 && unowned == 0 => {
            let says = format!("its own team has the plan for {}", plural(owned, "dependency", "dependencies"));
            (Answer::Holds, said(says, &first.place))
        }
        _ => (Answer::NotShown, Vec::new()),
    }
}

fn holds_the_bar(initiative: &Initiative, world: &World<'_>, decisions: &Decisions) -> RuleAnswer {
    let gates: Vec<_> = world.inputs.org.gates_before(&initiative.id, world.day).filter(|gate| gate.standing).collect();
    let held_by = |person: &str| {
        gates.iter().find(|gate| {
            gate.owner.as_ref().is_some_and(|owner| match owner.value.kind.as_str() {
                "person" => owner.value.id == person,
                "function" => {
                    let function = world.inputs.org.functions.get(&owner.value.id);
                    function.and_then(|f| f.head.as_ref()).is_some_and(|head| head.value == person)
                }
                _ => false,
            })
        })
    };
    for made in decisions.overridden() {
        if let Some(gate) = made.overridden_by.as_deref().and_then(held_by) {
            let says = format!("`{}` had to be reversed at {}, and no exception is recorded", made.id, gate.id.value);
            return (Answer::Fails, said(says, &made.place));
        }
    }
    let excepted = |made: &&Made| {
        let exception = made.exception_to.as_deref();
        made.overridden_by.is_none() && gates.iter().any(|gate| Some(gate.id.value.as_str()) == exception)
    };
    match decisions.recent.iter().find(excepted) {
        Some(made) => {
            let says = format!("`{}` bypassed standing governance, and the exception is recorded", made.id);
            (Answer::Holds, said(says, &made.place))
        }
        None => (Answer::NotShown, Vec::new()),
    }
}

fn breaks_ties(_: &Initiative, _: &World<'_>, decisions: &Decisions) -> RuleAnswer {
    let contested = || decisions.recent.iter().filter(|made| made.options > 1);
    let (by_leader, by_others) = (
        contested().filter(|made| made.by_leader == Some(true)).count(),
        contested().filter(|made| made.by_leader == Some(false)).count(),
    );
    let n = contested().count();
    let Some(first) = contested().next().filter(|_| n >= DECISIONS_MIN) else {
        return (Answer::NotShown, Vec::new());
    };
    if is_majority(by_others, n) {
        let says = "most decisions between options were made by someone other than the leader".to_owned();
        (Answer::Fails, said(says, &first.place))
    } else if by_leader == n {
        (Answer::Holds, said("the leader makes the decisions between options".to_owned(), &first.place))
    } else {
        (Answer::NotShown, Vec::new())
    }
}
