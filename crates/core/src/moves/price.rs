//! What a move costs, in things that can be counted.

use std::ops::AddAssign;

use schemars::JsonSchema;
use serde::Serialize;

use crate::words::{join, plural};

/// What a move costs. Counts only: no member is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Price {
    /// People who change manager.
    pub managers_changed: usize,
    /// People of whom it is not known whether they would.
    pub managers_unknown: usize,
    /// People who report to the leader that is replaced, or to nobody known, and change manager where the team is to
    /// report to the new one (STO).
    pub managers_if_sto: usize,
    /// Initiatives that change leader.
    pub leaders_changed: usize,
    /// Live initiatives that lose their leader, by id.
    pub leaders_lost: Vec<String>,
    /// What the leader drops: other initiatives led, and stated shares elsewhere.
    pub leader_drops: Vec<String>,
    /// Whether one leader to appoint first.
    pub needs_leader: bool,
    /// People to find, to release from other work, or to hire.
    pub people: usize,
    /// Who is released from other work: over several initiatives each of them counts once.
    #[serde(skip)]
    pub(crate) released: Vec<String>,
    /// Functions whose people leave their functional line, while nobody keeps the standard of the discipline.
    pub support_lost: Vec<String>,
    /// People who leave their functional line and whose function is not stated.
    pub support_unknown: usize,
    /// Agreements between two sides.
    pub agreements: usize,
    /// Statements to write.
    pub statements: usize,
    /// Positions that could take it; absent where that is not what it is about.
    pub positions: Option<usize>,
}

impl Price {
    /// People to find, to release or to hire.
    pub fn people(people: usize) -> Price {
        Price { people, ..Price::default() }
    }

    /// Agreements between two sides.
    pub fn agreements(agreements: usize) -> Price {
        Price { agreements, ..Price::default() }
    }

    /// Statements to write.
    pub fn statements(statements: usize) -> Price {
        Price { statements, ..Price::default() }
    }

    /// What moves are ordered by, for each answer that they alter: people, then agreements, then statements, in
    /// thousandths.
    pub(crate) fn order(&self, answers: usize) -> (usize, usize, usize) {
        let people = self.people + self.managers_changed + self.leaders_changed;
        let each = |count: usize| count * 1000 / answers.max(1);
        (each(people), each(self.agreements), each(self.statements))
    }

    /// Each part in a few words; empty when nothing is known to be paid.
    pub fn words(&self) -> Vec<String> {
        let listed = |items: &[String]| join(&items.iter().map(String::as_str).collect::<Vec<_>>());
        let counted = |count: usize, one: &str, many: &str| (count > 0).then(|| plural(count, one, many));
        let unknown = ("member whose reporting line is not known", "members whose reporting line is not known");
        let parts = [
            self.needs_leader.then(|| "one leader to appoint".to_owned()),
            counted(
                self.people,
                "person with nothing else to lead or to do",
                "people with nothing else to lead or to do",
            ),
            counted(self.leaders_changed, "initiative changes leader", "initiatives change leader"),
            counted(self.managers_changed, "member changes manager", "members change manager"),
            counted(
                self.managers_if_sto,
                "member changes manager if the team reports to the new leader",
                "members change manager if the team reports to the new leader",
            ),
            counted(self.managers_unknown, unknown.0, unknown.1).map(|says| format!("possibly {says}")),
            (!self.leader_drops.is_empty()).then(|| format!("the leader drops {}", listed(&self.leader_drops))),
            counted(self.leaders_lost.len(), "initiative loses its leader", "initiatives lose their leader"),
            (!self.support_lost.is_empty()).then(|| format!("no standard owner for {}", listed(&self.support_lost))),
            counted(self.support_unknown, "member of unstated function", "members of unstated function"),
            counted(self.agreements, "agreement", "agreements"),
            counted(self.statements, "statement to write", "statements to write"),
        ];
        parts.into_iter().flatten().collect()
    }
}

impl AddAssign for Price {
    fn add_assign(&mut self, other: Price) {
        self.managers_changed += other.managers_changed;
        self.managers_unknown += other.managers_unknown;
        self.managers_if_sto += other.managers_if_sto;
        self.leaders_changed += other.leaders_changed;
        self.leaders_lost.extend(other.leaders_lost);
        self.leader_drops.extend(other.leader_drops);
        self.needs_leader |= other.needs_leader;
        self.people += other.people;
        self.support_lost.extend(other.support_lost);
        self.support_unknown += other.support_unknown;
        self.agreements += other.agreements;
        self.statements += other.statements;
        self.positions = match (self.positions, other.positions) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.released.extend(other.released);
        for list in [&mut self.leaders_lost, &mut self.leader_drops, &mut self.support_lost, &mut self.released] {
            list.sort();
            list.dedup();
        }
    }
}
