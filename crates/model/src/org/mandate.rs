//! The two-sided mandate of whoever leads an initiative, as written and as known on a day.

use super::{Initiative, id_of, ids_of};
use crate::day::Day;
use crate::record::Record;
use crate::source::{At, Span};

/// What the leader of an initiative and those above agreed.
#[derive(Clone, Debug)]
pub struct Mandate {
    /// Where it is written.
    pub span: Span,
    /// First day.
    pub from: Option<At<Day>>,
    /// Initiatives that the leader drops.
    pub drops: Vec<At<String>>,
    /// Other work that the leader drops, in words.
    pub drops_other: Vec<At<String>>,
    /// What the leader decides.
    pub decides: Vec<At<String>>,
    /// What those above stop deciding.
    pub stops: Vec<Stop>,
    /// Gates that those above lift.
    pub lifts: Vec<Lift>,
    /// The day on which both sides look at it again.
    pub review: Option<At<Day>>,
}

/// Decisions that those above a leader stop making.
#[derive(Clone, Debug)]
pub struct Stop {
    /// [`REVERSIBLE`](super::REVERSIBLE), or a class of decisions.
    pub decisions: At<String>,
    /// Positions above the leader that agreed.
    pub by: Vec<At<String>>,
    /// First day; that of the mandate when absent.
    pub from: Option<At<Day>>,
}

/// An approval gate that those above lift.
#[derive(Clone, Debug)]
pub struct Lift {
    /// Which gate.
    pub gate: At<String>,
    /// First day on which the initiative need not pass it.
    pub by: At<Day>,
}

impl Initiative {
    /// What the leader may decide: as rights, and in the mandate.
    pub fn rights(&self) -> impl Iterator<Item = &At<String>> {
        self.decision_rights.iter().chain(self.mandate.iter().flat_map(|mandate| &mandate.decides))
    }
}

impl Mandate {
    /// Days on which some of it became known.
    pub(super) fn days(&self) -> impl Iterator<Item = &At<Day>> {
        self.from.iter().chain(self.stops.iter().filter_map(|stop| stop.from.as_ref()))
    }

    /// Cuts what began after a day. Gives whether anything was known.
    pub(super) fn cut(&mut self, day: Day) -> bool {
        let has_begun = |from: &Option<At<Day>>| from.as_ref().is_none_or(|from| from.value <= day);
        self.stops.retain(|stop| has_begun(&stop.from));
        has_begun(&self.from)
    }
}

pub(super) fn mandate(mut record: Record) -> Mandate {
    let mandate = Mandate {
        span: record.span,
        from: record.day("from"),
        drops: ids_of(&mut record, "drops"),
        drops_other: record.texts("drops-other"),
        decides: record.texts("decides"),
        stops: record.tables("stops").iter_mut().filter_map(stop).collect(),
        lifts: record.tables("lifts").iter_mut().filter_map(lift).collect(),
        review: record.day("review"),
    };
    record.all_read("mandate");
    mandate
}

fn stop(record: &mut Record) -> Option<Stop> {
    let (by, from) = (ids_of(record, "by"), record.day("from"));
    let stop = Stop { decisions: record.text("decisions")?, by, from };
    record.all_read("stops");
    Some(stop)
}

fn lift(record: &mut Record) -> Option<Lift> {
    let (gate, by) = (id_of(record, "gate"), record.day("by"));
    record.all_read("lifts");
    Some(Lift { gate: gate?, by: by? })
}
