//! What the triage of leaders is given: the order, who is able and willing, and what limits the choice. Input: `[triage]` as
//! known on a day, and the initiatives of that day. Output: [`Input`], and everything that does not count with the reason.

use std::collections::BTreeMap;

use onethread_model::org::{Triage, TriageConstraint, TriageWish, WillingLeader, same_function};
use onethread_model::source::{At, Place};

use super::solve::Problem;
use super::{LeftOut, Unconfirmed};
use crate::measure::{Initiative, View};
use crate::words::{long_day, plural};

/// What the triage is given, as far as it counts.
pub(super) struct Input<'v> {
    /// The initiatives, in the director's order, with where each is ranked.
    pub(super) order: Vec<(&'v Initiative, Place)>,
    /// Who is able and willing, in alphabetical order.
    pub(super) people: Vec<&'v str>,
    /// Who is stated for each initiative, by number, in ascending order.
    pub(super) stated: Vec<Vec<usize>>,
    /// What limits the choice.
    pub(super) limits: Vec<Limit>,
    /// What does not count.
    pub(super) left_out: Vec<LeftOut>,
    /// Statements that say half of it.
    pub(super) unconfirmed: Unconfirmed,
}

/// Something that limits the choice.
pub(super) struct Limit {
    pub(super) kind: LimitKind,
    /// What it says, as a clause.
    pub(super) says: String,
    /// Where it is written; absent for what holds although nobody states it.
    pub(super) place: Option<Place>,
}

/// How it limits the choice; initiatives and people by number.
pub(super) enum LimitKind {
    /// One person leads at most one.
    OneThread,
    /// Only these may lead it.
    Only(usize, Vec<usize>),
    /// No two of these people, no two of these initiatives, and no person on an initiative beside it.
    Apart(Vec<usize>, Vec<usize>),
    /// It must have a leader, or this one.
    Wish(usize, WishedLeader),
}

/// Who is to lead what a wish is about.
#[derive(Clone, Copy)]
pub(super) enum WishedLeader {
    /// Anybody who is able and willing.
    Anybody,
    /// This one, by number.
    Person(usize),
    /// Someone of whom nobody states that they are able and willing to lead it: the wish cannot be.
    NotStated,
}

impl LimitKind {
    /// Whether it asks for something, rather than rule something out.
    pub(super) fn is_wish(&self) -> bool {
        matches!(self, LimitKind::Wish(..))
    }
}

impl<'v> Input<'v> {
    /// Reads it.
    pub(super) fn of(triage: &'v Triage, view: &'v View<'_>) -> Input<'v> {
        let mut input = Input {
            order: Vec::new(),
            people: Vec::new(),
            stated: Vec::new(),
            limits: Vec::new(),
            left_out: Vec::new(),
            unconfirmed: Unconfirmed::default(),
        };
        for at in &triage.order {
            input.rank(at, view);
        }
        let wishes: Vec<&TriageWish> = triage.wishes.iter().filter(|wish| input.can_be_granted(wish, view)).collect();
        input.read_leaders(triage, view);
        if triage.is_one_thread() {
            let says = "one person leads at most one initiative".to_owned();
            let place = triage.one_thread.as_ref().map(|at| view.inputs.sources.place(at.span));
            input.limits.push(Limit { kind: LimitKind::OneThread, says, place });
        }
        for constraint in &triage.constraints {
            input.limit(constraint, triage, view);
        }
        for wish in wishes {
            input.wish(wish, view);
        }
        input
    }

    /// The problem under some of the limits, by number.
    pub(super) fn problem(&self, held: &[usize]) -> Problem {
        let mut problem = Problem { people: self.people.len(), can: self.stated.clone(), ..Problem::default() };
        for limit in held.iter().map(|at| &self.limits[*at]) {
            match &limit.kind {
                LimitKind::OneThread => problem.one_thread = true,
                LimitKind::Only(initiative, only) => problem.can[*initiative].retain(|one| only.contains(one)),
                LimitKind::Apart(people, initiatives) => {
                    problem.people_apart.extend(pairs(people));
                    problem.initiatives_apart.extend(pairs(initiatives));
                    for initiative in initiatives {
                        problem.can[*initiative].retain(|one| !people.contains(one));
                    }
                }
                LimitKind::Wish(initiative, WishedLeader::Person(person)) => problem.fixed.push((*initiative, *person)),
                LimitKind::Wish(initiative, asked_for) => {
                    problem.must.push(*initiative);
                    if matches!(asked_for, WishedLeader::NotStated) {
                        problem.can[*initiative].clear();
                    }
                }
            }
        }
        problem
    }

    /// The number of an initiative in the order.
    pub(super) fn number(&self, id: &str) -> Option<usize> {
        self.order.iter().position(|(known, _)| known.id == id)
    }

    fn person(&self, id: &str) -> Option<usize> {
        self.people.binary_search(&id).ok()
    }

    fn leave_out(&mut self, what: impl Into<String>, why: impl Into<String>, place: Place) {
        self.left_out.push(LeftOut { what: what.into(), why: why.into(), place });
    }

    /// Takes an initiative into the order, where a leader can be given to it.
    fn rank(&mut self, at: &At<String>, view: &'v View<'_>) {
        let place = view.inputs.sources.place(at.span);
        let known = view.initiative(&at.value);
        let why = match known {
            _ if self.number(&at.value).is_some() => {
                Some("it is in the order twice; the first place counts".to_owned())
            }
            None => Some(unknown(&at.value, view)),
            Some(known) => asks_for_none(known),
        };
        match (why, known) {
            (Some(why), _) => self.leave_out(format!("`{}` in the order", at.value), why, place),
            (None, Some(known)) => {
                self.order.push((known, place));
                self.stated.push(Vec::new());
            }
            (None, None) => {}
        }
    }

    /// Whether a wish is about an initiative that can have a leader; one that is not in the order comes last.
    fn can_be_granted(&mut self, wish: &TriageWish, view: &'v View<'_>) -> bool {
        let id = &wish.initiative;
        if self.number(&id.value).is_some() {
            return true;
        }
        self.rank(id, view);
        let is_in = self.number(&id.value).is_some();
        if is_in {
            let place = view.inputs.sources.place(id.span);
            self.leave_out(
                format!("the place of `{}`", id.value),
                "a wish names it, and the order does not: it comes last",
                place,
            );
        }
        is_in
    }

    /// Reads who is able and willing to lead what.
    fn read_leaders(&mut self, triage: &'v Triage, view: &View<'_>) {
        let mut counting: BTreeMap<&str, Vec<&WillingLeader>> = BTreeMap::new();
        for leader in &triage.leaders {
            let place = view.inputs.sources.place(leader.person.span);
            if let Some(why) = cannot_count(leader, view) {
                self.leave_out("a statement of who is able and willing", why, place);
                continue;
            }
            let by_another = leader.able_by.as_ref().filter(|by| by.value != leader.person.value);
            match (by_another, &leader.willing_on) {
                (Some(_), Some(_)) => counting.entry(&leader.person.value).or_default().push(leader),
                (able, willing) => {
                    self.unconfirmed.not_able += usize::from(able.is_none());
                    self.unconfirmed.not_willing += usize::from(willing.is_none());
                    self.unconfirmed.places.push(place);
                }
            }
        }
        self.people = counting.keys().copied().collect();
        for (person, statements) in counting.values().enumerate() {
            for leader in statements {
                for at in &leader.initiatives {
                    if self.number(&at.value).is_none() {
                        let place = view.inputs.sources.place(at.span);
                        let what = format!("that someone would lead `{}`", at.value);
                        self.leave_out(what, "it is not in the order, or asks for no leader", place);
                    }
                }
                let all = leader.initiatives.is_empty();
                for (initiative, (known, _)) in self.order.iter().enumerate() {
                    let is_named = all || leader.initiatives.iter().any(|at| at.value == known.id);
                    if is_named && !self.stated[initiative].contains(&person) {
                        self.stated[initiative].push(person);
                    }
                }
            }
        }
    }

    /// Reads a constraint.
    fn limit(&mut self, constraint: &TriageConstraint, triage: &Triage, view: &View<'_>) {
        let place = view.inputs.sources.place(constraint.span);
        let why = |says: String| match &constraint.why {
            Some(why) => format!("{says} ({})", why.value),
            None => says,
        };
        if let Some(id) = &constraint.initiative
            && (constraint.role.is_some() || constraint.skill.is_some())
        {
            let Some(initiative) = self.number(&id.value) else {
                let what = format!("the constraint on the leader of `{}`", id.value);
                self.leave_out(what, "it is not in the order, or asks for no leader", place);
                return;
            };
            let fits = |person: &&usize| fits(self.people[**person], constraint, triage, view);
            let only: Vec<usize> = self.stated[initiative].iter().filter(fits).copied().collect();
            let role = constraint.role.as_ref().map(|role| format!("is of {}", role.value));
            let skill = constraint.skill.as_ref().map(|skill| format!("can do {}", skill.value));
            let asks: Vec<String> = role.into_iter().chain(skill).collect();
            let says = why(format!("the leader of {} {}", self.order[initiative].0.name(), asks.join(" and ")));
            self.limits.push(Limit { kind: LimitKind::Only(initiative, only), says, place: Some(place.clone()) });
        }
        if constraint.not_together.len() < 2 {
            return;
        }
        let of = |kind: &'static str| constraint.not_together.iter().filter(move |at| at.value.kind == kind);
        let people: Vec<usize> = of("person").filter_map(|at| self.person(&at.value.id)).collect();
        let initiatives: Vec<usize> = of("initiative").filter_map(|at| self.number(&at.value.id)).collect();
        let (stated, ranked) = (of("person").count(), of("initiative").count());
        let what = match (stated, ranked) {
            (stated, 0) => format!("of {stated} people at most one is appointed"),
            (0, _) => {
                let names: Vec<&str> = initiatives.iter().map(|one| self.order[*one].0.name()).collect();
                format!("at most one of {} gets a leader", super::all_of(&names))
            }
            (stated, ranked) => {
                let people = plural(stated, "person", "people");
                format!("{people} and {} do not go together", plural(ranked, "initiative", "initiatives"))
            }
        };
        let says = why(what);
        if people.len() + initiatives.len() < 2 {
            self.leave_out(says, "fewer than two of those that it names are in this choice", place);
            return;
        }
        self.limits.push(Limit { kind: LimitKind::Apart(people, initiatives), says, place: Some(place) });
    }

    fn wish(&mut self, wish: &TriageWish, view: &View<'_>) {
        let Some(initiative) = self.number(&wish.initiative.value) else { return };
        let name = self.order[initiative].0.name();
        let number = |at: &At<String>| self.person(&at.value).filter(|one| self.stated[initiative].contains(one));
        let asked_for = match wish.person.as_ref().map(number) {
            None => WishedLeader::Anybody,
            Some(Some(person)) => WishedLeader::Person(person),
            Some(None) => WishedLeader::NotStated,
        };
        let mut says = match asked_for {
            WishedLeader::Anybody => format!("{name} has a leader of its own"),
            WishedLeader::Person(_) => format!("{name} is led by the person whom the wish names"),
            WishedLeader::NotStated => {
                format!("{name} is led by someone of whom nobody states that they are able and willing to lead it")
            }
        };
        if let Some(why) = &wish.why {
            says = format!("{says} ({})", why.value);
        }
        let place = Some(view.inputs.sources.place(wish.initiative.span));
        self.limits.push(Limit { kind: LimitKind::Wish(initiative, asked_for), says, place });
    }
}

/// Why an initiative asks for no leader of its own; `None` where it does.
fn asks_for_none(known: &Initiative) -> Option<String> {
    if let Some(ended) = known.ended.filter(|_| !known.live) {
        return Some(format!("it ended on {}", long_day(ended)));
    }
    if known.stage.is_some() {
        return Some("it is an idea: start it first".to_owned());
    }
    if known.paused.is_some() {
        return Some("it is paused".to_owned());
    }
    if !known.live {
        return Some("it is not live".to_owned());
    }
    known.functional_by_design().map(|_| "it is functional by design, with a reason, and asks for no leader".to_owned())
}

fn unknown(id: &str, view: &View<'_>) -> String {
    let known = view.initiatives.iter().filter(|one| one.live).map(|one| one.id.as_str());
    match onethread_model::diagnostic::nearest(id, known) {
        Some(near) => format!("no initiative has this id; did you mean `{near}`?"),
        None => "no initiative has this id".to_owned(),
    }
}

/// Why a statement about someone cannot count, whatever it says; nobody is named.
fn cannot_count(leader: &WillingLeader, view: &View<'_>) -> Option<String> {
    let (org, id) = (view.inputs.org, leader.person.value.as_str());
    if let Some(gone) = org.gone(id) {
        return Some(format!("whom it names left on {}", long_day(gone.value)));
    }
    if org.is_agent(id) {
        return Some("whom it names is an agent, which never leads".to_owned());
    }
    (!org.people.is_empty() && !org.people.contains_key(id)).then(|| "no person has the id that it names".to_owned())
}

/// Whether someone has the function and the skill that a constraint asks for, as stated.
fn fits(person: &str, constraint: &TriageConstraint, triage: &Triage, view: &View<'_>) -> bool {
    let function = view.inputs.org.people.get(person).and_then(|entry| entry.function.as_ref());
    let has_role = |role: &At<String>| function.is_some_and(|own| same_function(&own.value, &role.value));
    let of = || triage.leaders.iter().filter(|one| one.person.value == person).flat_map(|one| &one.skills);
    let has_skill = |skill: &At<String>| of().any(|own| same_function(&own.value, &skill.value));
    constraint.role.as_ref().is_none_or(has_role) && constraint.skill.as_ref().is_none_or(has_skill)
}

/// Each two of some.
fn pairs(all: &[usize]) -> Vec<(usize, usize)> {
    let with_later = |(at, one): (usize, &usize)| all[at + 1..].iter().map(|other| (*one, *other)).collect::<Vec<_>>();
    let found = all.iter().enumerate().flat_map(with_later);
    found.filter(|(one, other)| one != other).collect()
}
