//! Decisions, gates, platforms and waivers: what surrounds initiatives.

use super::{Function, Org, Work, id_of, ids_of};
use crate::day::Day;
use crate::record::{Record, Reference};
use crate::source::{At, Span};

/// What a team offers for others to use.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Id.
    pub id: At<String>,
    /// Name to show.
    pub title: Option<At<String>>,
    /// The team that runs it.
    pub team: Option<At<String>>,
    /// What it is made of.
    pub components: Vec<At<String>>,
    /// Whether others use it by themselves; absent when not stated.
    pub self_service: Option<At<bool>>,
}

/// A review, approval or sign-off that work must pass.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Id.
    pub id: At<String>,
    /// Name to show.
    pub title: Option<At<String>>,
    /// `review`, `approval` or `sign-off`.
    pub kind: Option<At<String>>,
    /// Who holds it.
    pub owner: Option<At<Reference>>,
    /// Which initiatives must pass it; empty for all of them.
    pub applies_to: Vec<At<String>>,
    /// Initiatives that no longer have to pass it, each with the first such day.
    pub lifted: Vec<(At<String>, At<Day>)>,
    /// Initiatives that have to pass it too, each with the first such day.
    pub also_before: Vec<(At<String>, At<Day>)>,
    /// What it was narrowed to, each time beside what it was narrowed to before.
    pub narrowed: Vec<Narrowing>,
    /// How many people must agree.
    pub approvers: Option<At<f64>>,
    /// Gates that come first.
    pub after: Vec<At<String>>,
    /// Whether it is standing governance.
    pub standing: bool,
    /// First day.
    pub from: Option<At<Day>>,
    /// First day on which it is gone.
    pub until: Option<At<Day>>,
}

/// What a gate was narrowed to.
#[derive(Clone, Debug)]
pub struct Narrowing {
    /// First day on which it is narrower.
    pub from: At<Day>,
    /// The only initiatives that still have to pass it; empty where it stays before those that it stood before.
    pub before: Vec<At<String>>,
    /// The only classes of decisions that still have to pass it; empty for all.
    pub decisions: Vec<At<String>>,
    /// Where alone it still has to be passed, in words.
    pub only_where: Option<At<String>>,
}

impl Gate {
    /// Whether an initiative must pass it on a day: the last day that says so decides, of those up to that day.
    pub fn stands_before(&self, initiative: &str, day: Day) -> bool {
        let is_named = |ids: &[At<String>]| ids.iter().any(|id| id.value == initiative);
        let last = |days: &[(At<String>, At<Day>)]| {
            let of = days.iter().filter(|(id, from)| id.value == initiative && from.value <= day);
            of.map(|(_, from)| from.value).max()
        };
        let narrowed = self.narrowed.iter().filter(|one| !one.before.is_empty() && !is_named(&one.before));
        let narrowed = narrowed.map(|one| one.from.value).filter(|from| *from <= day).max();
        let (joined, left) = (last(&self.also_before), last(&self.lifted).max(narrowed));
        let applies = match (joined, left) {
            (_, None) => joined.is_some() || self.applies_to.is_empty() || is_named(&self.applies_to),
            (joined, Some(left)) => joined.is_some_and(|joined| joined > left),
        };
        applies && super::interval_holds(day, self.from.as_ref(), self.until.as_ref())
    }

    /// Days on which it became another one for some initiatives.
    pub(super) fn turns(&self) -> impl Iterator<Item = &At<Day>> {
        let of_initiatives = self.lifted.iter().chain(&self.also_before).map(|(_, from)| from);
        of_initiatives.chain(self.narrowed.iter().map(|one| &one.from))
    }
}

/// A decision, with what was expected of it and what came of it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Id.
    pub id: At<String>,
    /// What was to be decided.
    pub title: Option<At<String>>,
    /// Whose it is.
    pub initiative: Option<At<String>>,
    /// Whether it is reversible at little cost.
    pub reversible: Option<At<bool>>,
    /// What sort of decision it is, as written.
    pub class: Option<At<String>>,
    /// The day by which it was needed.
    pub needed: Option<At<Day>>,
    /// The day it was asked for.
    pub opened: Option<At<Day>>,
    /// The day it was made; absent while it is open.
    pub decided: Option<At<Day>>,
    /// The day those concerned were reported.
    pub communicated: Option<At<Day>>,
    /// Who decided.
    pub decided_by: Option<At<String>>,
    /// Why someone else than the leader decided or reversed it.
    pub why: Option<At<String>>,
    /// Levels above the leader that had to agree.
    pub levels: Option<At<f64>>,
    /// Who reversed it although it was the leader's to make.
    pub overridden_by: Option<At<String>>,
    /// The day it was reversed.
    pub reversed: Option<At<Day>>,
    /// What was considered.
    pub options: Vec<At<String>>,
    /// Who was asked before it was made.
    pub consulted: Vec<At<Reference>>,
    /// What reversing it would cost.
    pub reversal_cost: Option<At<String>>,
    /// What waiting would cost.
    pub delay_cost: Option<At<String>>,
    /// The day to look at it again.
    pub revisit: Option<At<Day>>,
    /// What was expected of it.
    pub expected: Option<At<String>>,
    /// The outcome.
    pub actual: Option<At<String>>,
    /// The day that was known.
    pub actual_on: Option<At<Day>>,
    /// Changes that carried it out, by their ids in the evidence.
    pub changes: Vec<At<String>>,
    /// Tenets that decided it, each as the owner and the number.
    pub cites: Vec<At<String>>,
    /// Standing governance that it was allowed to pass.
    pub exception_to: Option<At<String>>,
    /// The package that it adopts.
    pub adopts: Option<At<String>>,
    /// The component that the package is to replace.
    pub replaces: Option<At<String>>,
}

/// A day on which the organization was changed for some and not for others.
#[derive(Clone, Debug)]
pub struct Reorganization {
    /// Id.
    pub id: At<String>,
    /// What was changed.
    pub title: Option<At<String>>,
    /// The day from which it held.
    pub on: At<Day>,
    /// For which initiatives.
    pub initiatives: Vec<At<String>>,
    /// For which teams.
    pub teams: Vec<At<String>>,
}

/// Something known to be wrong, accepted for a time. Without a reason, an owner and an end it accepts nothing.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where its header stands.
    pub span: Span,
    /// Which criterion or rule.
    pub rule: At<String>,
    /// About what, as `kind:id`.
    pub subject: At<String>,
    /// Why it is accepted.
    pub reason: Option<At<String>>,
    /// Who accepted it.
    pub owner: Option<At<String>>,
    /// The day on which it ends.
    pub until: Option<At<Day>>,
}

impl Waiver {
    /// The keys that it lacks, in the order of the field table.
    pub fn lacks(&self) -> Vec<&'static str> {
        let has_reason = self.reason.as_ref().is_some_and(|reason| !reason.value.trim().is_empty());
        let keys = [("reason", has_reason), ("owner", self.owner.is_some()), ("until", self.until.is_some())];
        keys.into_iter().filter(|(_, is_there)| !is_there).map(|(key, _)| key).collect()
    }

    /// Whether it accepts anything on a day.
    pub fn is_in_force(&self, day: Day) -> bool {
        self.lacks().is_empty() && self.until.as_ref().is_some_and(|until| day < until.value)
    }
}

pub(super) fn function(id: At<String>, record: &mut Record) -> Function {
    Function {
        id,
        title: record.text("title"),
        head: id_of(record, "head"),
        headcount: record.number("headcount"),
        standard_owner: id_of(record, "standard-owner"),
        work: Work::read(record.text("work")),
    }
}

pub(super) fn platform(id: At<String>, record: &mut Record) -> Platform {
    Platform {
        id,
        title: record.text("title"),
        team: id_of(record, "team"),
        components: ids_of(record, "components"),
        self_service: record.text("use").map(|at| At::new(at.value == "self-service", at.span)),
    }
}

pub(super) fn gate(id: At<String>, record: &mut Record) -> Gate {
    Gate {
        id,
        title: record.text("title"),
        kind: record.text("kind"),
        owner: record.reference("owner"),
        applies_to: ids_of(record, "applies-to"),
        lifted: record.tables("lifted").iter_mut().filter_map(dated).collect(),
        also_before: record.tables("also-before").iter_mut().filter_map(dated).collect(),
        narrowed: record.tables("narrowed").iter_mut().filter_map(narrowing).collect(),
        approvers: record.number("approvers"),
        after: ids_of(record, "after"),
        standing: record.flag("standing").is_some_and(|at| at.value),
        from: record.day("from"),
        until: record.day("until"),
    }
}

fn dated(record: &mut Record) -> Option<(At<String>, At<Day>)> {
    let (initiative, from) = (id_of(record, "initiative"), record.day("from"));
    record.all_read("lifted");
    Some((initiative?, from?))
}

fn narrowing(record: &mut Record) -> Option<Narrowing> {
    let (before, decisions) = (ids_of(record, "before"), record.texts("decisions"));
    let (only_where, from) = (record.text("only-where"), record.day("from"));
    record.all_read("narrowed");
    Some(Narrowing { from: from?, before, decisions, only_where })
}

pub(super) fn decision(id: At<String>, record: &mut Record) -> Decision {
    Decision {
        id,
        title: record.text("title"),
        initiative: id_of(record, "initiative"),
        reversible: record.flag("reversible"),
        class: record.text("class"),
        needed: record.day("needed"),
        opened: record.day("opened"),
        decided: record.day("decided"),
        communicated: record.day("communicated"),
        decided_by: id_of(record, "decided-by"),
        why: record.text("why"),
        levels: record.number("levels"),
        overridden_by: id_of(record, "overridden-by"),
        reversed: record.day("reversed"),
        options: record.texts("options"),
        consulted: record.references("consulted"),
        reversal_cost: record.text("reversal-cost"),
        delay_cost: record.text("delay-cost"),
        revisit: record.day("revisit"),
        expected: record.text("expected"),
        actual: record.text("actual"),
        actual_on: record.day("actual-on"),
        changes: record.texts("changes"),
        cites: record.texts("cites"),
        exception_to: id_of(record, "exception-to"),
        adopts: record.text("adopts"),
        replaces: id_of(record, "replaces"),
    }
}

pub(super) fn reorganization(id: At<String>, record: &mut Record) -> Option<Reorganization> {
    let (title, on) = (record.text("title"), record.day("on"));
    let (initiatives, teams) = (ids_of(record, "initiatives"), ids_of(record, "teams"));
    Some(Reorganization { id, title, on: on?, initiatives, teams })
}

pub(super) fn waiver(record: &mut Record) -> Option<Waiver> {
    let span = record.span;
    let (rule, subject, reason) = (record.text("rule"), record.text("subject"), record.text("reason"));
    let (owner, until) = (id_of(record, "owner"), record.day("until"));
    Some(Waiver { span, rule: rule?, subject: subject?, reason, owner, until })
}

impl Org {
    /// Decisions of an initiative, in alphabetical order of id.
    pub fn decisions_of(&self, initiative: &str) -> impl Iterator<Item = &Decision> {
        let of = move |decision: &&Decision| decision.initiative.as_ref().is_some_and(|id| id.value == initiative);
        self.decisions.values().filter(of)
    }

    /// Gates that an initiative must pass on a day, in alphabetical order of id.
    pub fn gates_before(&self, initiative: &str, day: Day) -> impl Iterator<Item = &Gate> {
        self.gates.values().filter(move |gate| gate.stands_before(initiative, day))
    }
}
