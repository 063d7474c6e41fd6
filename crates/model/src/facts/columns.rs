//! Rows as columns and back, for stores that keep facts column by column.

use super::column::{Amount, Outcome, Share};
use super::{ColumnType, FACT_KINDS, Facts, RecordRef, Symbol, TimeKind};
use crate::day::Day;

/// Version of the fact tables: raise it with every change of a table, a column or the meaning of either.
///
/// A store that is newer than the program is refused, one that is older is made again from its sources.
pub const FACTS_VERSION: u32 = 9;

/// Rows that are looked at as columns at a time.
const PART_ROWS: usize = 1 << 16;

/// How many values a row has in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// One.
    One,
    /// One or none.
    Optional,
    /// Any number, in order.
    List,
}

/// The values of a column, those of all rows one after another.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Days.
    Days(Vec<Day>),
    /// Whole numbers.
    Numbers(Vec<u32>),
    /// Shares and amounts.
    Reals(Vec<f64>),
    /// Everything that is a text.
    Symbols(Vec<Symbol>),
}

/// A column of several rows.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnValues {
    /// The values.
    pub values: Values,
    /// How many of them each row has; empty where every row has one.
    pub counts: Vec<u32>,
}

/// Several rows of a table, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Where each row was read.
    pub at: Vec<RecordRef>,
    /// The columns, in the order of the schema.
    pub columns: Vec<ColumnValues>,
}

impl ColumnType {
    /// An empty list of values of this type.
    pub fn values(self) -> Values {
        match self {
            ColumnType::Day => Values::Days(Vec::new()),
            ColumnType::Sequence | ColumnType::Count => Values::Numbers(Vec::new()),
            ColumnType::Share | ColumnType::Amount => Values::Reals(Vec::new()),
            ColumnType::Initiative
            | ColumnType::Person
            | ColumnType::Team
            | ColumnType::Component
            | ColumnType::Release
            | ColumnType::Word
            | ColumnType::Value
            | ColumnType::Change
            | ColumnType::Decision
            | ColumnType::Gate
            | ColumnType::Metric
            | ColumnType::Package => Values::Symbols(Vec::new()),
        }
    }
}

impl ColumnValues {
    /// A column without rows.
    pub fn empty(ty: ColumnType) -> ColumnValues {
        ColumnValues { values: ty.values(), counts: Vec::new() }
    }
}

impl Facts {
    /// The first and the last day of the facts of each source: the day of events, the first day of intervals, the day
    /// of observation of snapshots. `None` for a source without facts.
    pub fn days(&self) -> Vec<Option<[Day; 2]>> {
        let mut days: Vec<Option<[Day; 2]>> = vec![None; self.sources.len()];
        for schema in FACT_KINDS {
            let name = match schema.time {
                TimeKind::Event => "day",
                TimeKind::Interval => "from",
                TimeKind::Snapshot => "observed",
            };
            let rows = self.rows(schema.kind);
            // A part at a time: all columns of all rows are as much again as the facts.
            for start in (0..rows).step_by(PART_ROWS) {
                let Columns { at, columns } = self.columns(schema.kind, start..rows.min(start + PART_ROWS));
                let column = schema.columns.iter().zip(&columns).find(|(column, _)| column.name == name);
                let Some((_, ColumnValues { values: Values::Days(column), .. })) = column else { break };
                for (at, day) in at.iter().zip(column) {
                    if let Some(slot) = days.get_mut(usize::from(at.source)) {
                        let [first, last] = slot.unwrap_or([*day; 2]);
                        *slot = Some([first.min(*day), last.max(*day)]);
                    }
                }
            }
        }
        days
    }
}

/// Takes the values of a column one after another.
#[derive(Debug)]
pub struct Cursor<'a> {
    values: &'a Values,
    next: usize,
    counts: std::slice::Iter<'a, u32>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(column: &'a ColumnValues) -> Cursor<'a> {
        Cursor { values: &column.values, next: 0, counts: column.counts.iter() }
    }

    /// Whether nothing is left.
    pub(super) fn is_done(&self) -> bool {
        let values = match self.values {
            Values::Days(days) => days.len(),
            Values::Numbers(numbers) => numbers.len(),
            Values::Reals(reals) => reals.len(),
            Values::Symbols(symbols) => symbols.len(),
        };
        self.next == values && self.counts.len() == 0
    }

    fn step(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }
}

/// A cell as a store keeps it.
pub trait StoredCell: Sized {
    /// How many values it has.
    const ARITY: Arity;

    /// Adds it to the end of a column of its type.
    fn store(&self, column: &mut ColumnValues);

    /// Takes it from a column; `None` when the column holds no such cell, as a forged file may.
    fn load(column: &mut Cursor<'_>) -> Option<Self>;
}

/// A cell of exactly one value of this variant, with what must be true of the value.
macro_rules! one_value {
    ($($rust:ty, $variant:ident, $to:expr, $from:expr;)+) => { $(
        impl StoredCell for $rust {
            const ARITY: Arity = Arity::One;
            fn store(&self, column: &mut ColumnValues) {
                if let Values::$variant(values) = &mut column.values {
                    values.push($to(*self));
                }
            }
            fn load(column: &mut Cursor<'_>) -> Option<Self> {
                let Values::$variant(values) = column.values else { return None };
                values.get(column.step()).copied().and_then($from)
            }
        }
    )+ };
}

one_value! {
    Symbol, Symbols, |symbol| symbol, Some;
    Day, Days, |day| day, Some;
    u32, Numbers, |number| number, Some;
    Share, Reals, |share: Share| share.get(), Share::of;
    Amount, Reals, |amount: Amount| amount.0, |number: f64| number.is_finite().then_some(Amount(number));
}

impl StoredCell for Box<[Symbol]> {
    const ARITY: Arity = Arity::List;
    fn store(&self, column: &mut ColumnValues) {
        column.counts.push(self.len() as u32);
        self.iter().for_each(|symbol| symbol.store(column));
    }
    fn load(column: &mut Cursor<'_>) -> Option<Self> {
        let count = *column.counts.next()?;
        (0..count).map(|_| Symbol::load(column)).collect()
    }
}

impl<T: StoredCell> StoredCell for Option<T> {
    const ARITY: Arity = Arity::Optional;
    fn store(&self, column: &mut ColumnValues) {
        column.counts.push(u32::from(self.is_some()));
        if let Some(value) = self {
            value.store(column);
        }
    }
    fn load(column: &mut Cursor<'_>) -> Option<Self> {
        match column.counts.next()? {
            0 => Some(None),
            1 => T::load(column).map(Some),
            _ => None,
        }
    }
}

impl StoredCell for Outcome {
    const ARITY: Arity = Arity::Optional;
    fn store(&self, column: &mut ColumnValues) {
        self.0.store(column);
    }
    fn load(column: &mut Cursor<'_>) -> Option<Self> {
        Option::load(column).map(Outcome)
    }
}

/// A cell whose symbols can be those of other facts.
pub(super) trait Renamed {
    /// Puts in place of each symbol the one at its place in `names`.
    fn rename(&mut self, _names: &[Symbol]) {}
}

impl Renamed for Day {}
impl Renamed for u32 {}
impl Renamed for Share {}
impl Renamed for Amount {}
impl Renamed for Outcome {}

impl Renamed for Symbol {
    fn rename(&mut self, names: &[Symbol]) {
        *self = names.get(self.index()).copied().unwrap_or(*self);
    }
}

impl Renamed for Box<[Symbol]> {
    fn rename(&mut self, names: &[Symbol]) {
        self.iter_mut().for_each(|symbol| symbol.rename(names));
    }
}

impl<T: Renamed> Renamed for Option<T> {
    fn rename(&mut self, names: &[Symbol]) {
        if let Some(cell) = self {
            cell.rename(names);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Cells, FactKind, SourceReport};

    #[test]
    fn days_are_told_for_each_source_and_every_kind_of_time() {
        let mut facts = Facts::default();
        facts.sources = vec![SourceReport::default(); 4];
        let mut push = |kind, source, cells: &[(&'static str, &'static str)]| {
            let mut row = Cells::default();
            cells.iter().for_each(|(column, text)| row.set(column, text));
            facts.push(kind, &row, RecordRef { source, line: 1 }).expect("a row");
        };
        push(FactKind::Release, 0, &[("day", "2026-03-01"), ("release", "b")]);
        push(FactKind::Release, 0, &[("day", "2026-01-01"), ("release", "a")]);
        push(
            FactKind::Membership,
            1,
            &[("person", "p"), ("team", "t"), ("from", "2026-02-01"), ("until", "2027-01-01")],
        );
        push(FactKind::Ownership, 3, &[("observed", "2025-12-31"), ("component", "c"), ("team", "t")]);
        let days: Vec<String> = facts.days().iter().map(|days| format!("{days:?}")).collect();
        let expected = [
            "Some([2026-01-01, 2026-03-01])",
            "Some([2026-02-01, 2026-02-01])",
            "None",
            "Some([2025-12-31, 2025-12-31])",
        ];
        assert_eq!(days, expected);
    }

    /// What is read side by side is what is read one after another.
    #[test]
    fn absorbed_facts_are_as_if_read_after_the_others() {
        let push = |facts: &mut Facts, source, person: &str, until: &str| {
            let mut row = Cells::default();
            let cells = [("person", person), ("team", "t"), ("role", "lead"), ("from", "2026-02-01"), ("until", until)];
            cells.iter().for_each(|(column, text)| row.set(column, text));
            facts.push(FactKind::Membership, &row, RecordRef { source, line: 7 }).expect("a row");
        };
        let of = |rows: &[(u16, &str, &str)]| {
            let mut facts = Facts::default();
            facts.sources = vec![SourceReport::default(); 2];
            rows.iter().for_each(|(source, person, until)| push(&mut facts, *source, person, until));
            facts
        };
        let mut facts = of(&[(0, "ada", ""), (1, "t", "2027-01-01")]);
        facts.absorb(of(&[(0, "ben", "2027-01-01"), (1, "ada", "")]));
        let whole = of(&[(0, "ada", ""), (1, "t", "2027-01-01"), (2, "ben", "2027-01-01"), (3, "ada", "")]);
        assert_eq!(facts.columns(FactKind::Membership, 0..9), whole.columns(FactKind::Membership, 0..9));
        assert!(facts.symbols.iter().eq(whole.symbols.iter()));
        assert_eq!(facts.sources.len(), 4);
        // Rows of a source that no index is left for go with it.
        facts.sources.resize(65_535, SourceReport::default());
        facts.absorb(of(&[(0, "ada", ""), (1, "ben", "")]));
        assert_eq!((facts.sources.len(), facts.rows(FactKind::Membership)), (65_536, 5));
    }

    /// What a forged store may hold and no import ever makes.
    #[test]
    fn cells_that_the_table_cannot_hold_are_refused() {
        let mut facts = Facts::default();
        let symbol = facts.symbols.intern("x");
        let one = |values| ColumnValues { values, counts: Vec::new() };
        let columns = |share: f64, days: Vec<Day>, until: Vec<u32>| Columns {
            at: vec![RecordRef { source: 0, line: 1 }],
            columns: vec![
                one(Values::Symbols(vec![symbol])),
                one(Values::Symbols(vec![symbol])),
                one(Values::Reals(vec![share])),
                one(Values::Days(days)),
                ColumnValues { values: Values::Days(Vec::new()), counts: until },
            ],
        };
        let day = Day::from_epoch_days(0);
        let mut append = |columns| facts.append(FactKind::Allocation, &columns);
        assert_eq!(append(columns(0.5, vec![day], vec![0])), Ok(()));
        assert_eq!(append(columns(1.5, vec![day], vec![0])), Err("share"));
        assert_eq!(append(columns(f64::NAN, vec![day], vec![0])), Err("share"));
        assert_eq!(append(columns(0.5, vec![], vec![0])), Err("from"));
        assert_eq!(append(columns(0.5, vec![day, day], vec![0])), Err("from"), "one too many");
        assert_eq!(append(columns(0.5, vec![day], vec![1])), Err("until"));
        assert_eq!(append(columns(0.5, vec![day], vec![2])), Err("until"));
        assert_eq!(facts.rows(FactKind::Allocation), 1, "refused rows leave nothing behind");
        facts.truncate(FactKind::Allocation, 0);
        assert!(facts.is_empty());
    }
}
