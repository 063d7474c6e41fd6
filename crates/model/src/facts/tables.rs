//! The fact tables: each is declared once, and its row type, schema and decoding follow from that.

use super::column::{Amount, Outcome, Share};
use super::columns::{ColumnValues, Columns, Cursor, Renamed, StoredCell};
use super::{
    Cells, Column, ColumnSchema, ColumnType, FactRow, RecordRef, Schema, SourceReport, Symbol, Symbols, TimeKind,
};
use crate::day::Day;

mod as_of;
mod initiatives;

pub use as_of::{AsOf, HISTORY, RowId};

/// The day on which a row of this kind of time begins.
macro_rules! begin {
    (Event $row:ident) => {
        $row.day
    };
    (Interval $row:ident) => {
        $row.from
    };
    (Snapshot $row:ident) => {
        $row.observed
    };
}

/// Whether a row of this kind of time says nothing of a day or of any later one.
macro_rules! is_over {
    (Event $row:ident $day:ident) => {
        $row.day < $day
    };
    (Interval $row:ident $day:ident) => {
        $row.until.0.is_some_and(|until| until <= $day)
    };
    (Snapshot $row:ident $day:ident) => {
        $row.observed < $day
    };
}

macro_rules! fact_tables {
    ($(
        $(#[doc = $doc:literal])+
        $time:ident $name:ident $field:ident $row:ident {
            $( $(#[doc = $column_doc:literal])+ $column:ident : $rust:ty = $ty:ident ),+ $(,)?
        }
    )+) => {
        /// The kinds of fact that evidence can hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactKind { $( $(#[doc = $doc])+ $row ),+ }

        /// All fact tables, in alphabetical order of name.
        pub const FACT_KINDS: &[Schema] = &[ $( <$row as FactRow>::SCHEMA ),+ ];

        $(
            $(#[doc = $doc])+
            #[derive(Clone, Debug, PartialEq)]
            pub struct $row {
                $( $(#[doc = $column_doc])+ pub $column: $rust, )+
                /// Where it was read.
                pub at: RecordRef,
            }

            impl FactRow for $row {
                const SCHEMA: Schema = Schema {
                    kind: FactKind::$row,
                    name: stringify!($name),
                    time: TimeKind::$time,
                    doc: concat!($($doc),+),
                    columns: &[ $( ColumnSchema {
                        name: stringify!($column),
                        ty: ColumnType::$ty,
                        required: <$rust as Column>::REQUIRED,
                        arity: <$rust as StoredCell>::ARITY,
                        doc: concat!($($column_doc),+),
                    } ),+ ],
                };

                fn decode(cells: &Cells<'_>, symbols: &mut Symbols, at: RecordRef) -> Result<Self, (&'static str, String)> {
                    Ok($row {
                        $( $column: <$rust as Column>::decode(cells.list(stringify!($column)), symbols)
                            .map_err(|why| (stringify!($column), why))?, )+
                        at,
                    })
                }

                fn add_to(self, facts: &mut Facts) {
                    facts.$field.push(self);
                }

                fn all(facts: &Facts, _: Seal) -> &[Self] {
                    &facts.$field
                }

                fn store(&self, columns: &mut Columns) {
                    columns.at.push(self.at);
                    let mut rest = columns.columns.iter_mut();
                    $( if let Some(column) = rest.next() { self.$column.store(column); } )+
                }

                fn load(cursors: &mut [Cursor<'_>], at: RecordRef) -> Result<Self, &'static str> {
                    let mut rest = cursors.iter_mut();
                    Ok($row {
                        $( $column: rest.next().and_then(<$rust as StoredCell>::load).ok_or(stringify!($column))?, )+
                        at,
                    })
                }
            }
        )+

        /// All that evidence says. Rows can be added; reading goes through [`Facts::as_of`].
        #[derive(Clone, Debug, Default)]
        pub struct Facts {
            /// The texts that facts mention.
            pub symbols: Symbols,
            /// What became of each source.
            pub sources: Vec<SourceReport>,
            $( $field: Vec<$row>, )+
        }

        impl Facts {
            /// Reads a row of the table from the cells of a record, and adds it.
            ///
            /// # Errors
            /// The column, and a sentence that says what is wrong with it.
            pub fn push(&mut self, kind: FactKind, cells: &Cells<'_>, at: RecordRef) -> Result<(), (&'static str, String)> {
                whole(kind, cells)?;
                match kind {
                    $( FactKind::$row => self.$field.push($row::decode(cells, &mut self.symbols, at)?), )+
                }
                Ok(())
            }

            /// Adds a row. Its symbols must be of these facts.
            pub fn add(&mut self, row: impl FactRow) {
                row.add_to(self);
            }

            /// The rows of a table in this range, column by column; rows that are not there are left out.
            pub fn columns(&self, kind: FactKind, rows: std::ops::Range<usize>) -> Columns {
                match kind { $( FactKind::$row => store(&self.$field, rows), )+ }
            }

            /// Adds rows that were stored as columns. Their symbols must be of these facts.
            ///
            /// # Errors
            /// The first column that does not hold what the table says; then no row is added.
            pub fn append(&mut self, kind: FactKind, columns: &Columns) -> Result<(), &'static str> {
                match kind { $( FactKind::$row => load(columns, &mut self.$field), )+ }
            }

            /// Adds all that other facts say, as if their sources had been read after these; what no index of a source
            /// can be given to is left out.
            pub fn absorb(&mut self, other: Facts) {
                let first = self.sources.len();
                let names: Vec<Symbol> = other.symbols.iter().map(|text| self.symbols.intern(text)).collect();
                self.sources.extend(other.sources.into_iter().take((1 << 16) - first.min(1 << 16)));
                $(
                    let mut rows = other.$field;
                    rows.retain_mut(|row| {
                        $( row.$column.rename(&names); )+
                        let source = u16::try_from(usize::from(row.at.source) + first);
                        row.at.source = source.unwrap_or_default();
                        source.is_ok()
                    });
                    match self.$field.is_empty() {
                        true => self.$field = rows,
                        false => self.$field.append(&mut rows),
                    }
                )+
            }

            /// Makes room for so many more rows of a table, and no more: a list that grows by doubling takes three times its
            /// own room for a moment.
            pub fn reserve(&mut self, kind: FactKind, rows: usize) {
                match kind { $( FactKind::$row => self.$field.reserve_exact(rows), )+ }
            }

            /// Takes back all rows of a table but the first ones.
            pub fn truncate(&mut self, kind: FactKind, rows: usize) {
                match kind { $( FactKind::$row => self.$field.truncate(rows), )+ }
            }

            /// Drops the rows of a table that are over before a day: events and observations of earlier days, and
            /// intervals that ended by it. Gives how many there were.
            pub fn forget_before(&mut self, kind: FactKind, day: Day) -> usize {
                match kind {
                    $( FactKind::$row => {
                        let before = self.$field.len();
                        self.$field.retain(|row| !(is_over!($time row day)));
                        before - self.$field.len()
                    } )+
                }
            }

            /// Whether a row of a table begins by a day, whether or not it ended.
            fn has_by(&self, kind: FactKind, day: Day) -> bool {
                match kind { $( FactKind::$row => self.$field.iter().any(|row| begin!($time row) <= day), )+ }
            }

            /// Number of rows of a table, on any day.
            pub fn rows(&self, kind: FactKind) -> usize {
                match kind { $( FactKind::$row => self.$field.len(), )+ }
            }
        }
    };
}

fact_tables! {
    /// A share of a person's working time stated by a source such as a planning tool.
    Interval allocation allocations Allocation {
        /// Who works.
        person: Symbol = Person,
        /// On what.
        initiative: Symbol = Initiative,
        /// The share of full working time.
        share: Share = Share,
        /// First day.
        from: Day = Day,
        /// First day on which it no longer holds.
        until: Outcome = Day,
    }
    /// A change landed: a commit, a pull request where the source unites its commits, or a finished item of work.
    Event change changes ChangeMade {
        /// The day it landed.
        day: Day = Day,
        /// Its id.
        change: Symbol = Change,
        /// The team that made it.
        team: Option<Symbol> = Team,
        /// The initiative that it was made for.
        initiative: Option<Symbol> = Initiative,
        /// The day its author finished it, which may be long before it landed.
        worked: Option<Day> = Day,
        /// Who made it.
        author: Option<Symbol> = Person,
        /// Who else worked on it.
        coauthors: Box<[Symbol]> = Person,
        /// Who made it: `person`, `bot`, `agent` for a coding agent, or `assisted` for a person with a coding agent.
        maker: Option<Symbol> = Word,
        /// The repository that it landed in.
        repository: Option<Symbol> = Word,
        /// The change-set that it is part of, over all repositories; the change itself when absent.
        set: Option<Symbol> = Change,
        /// `release` when it only makes a version, as its subject says; absent for work.
        kind: Option<Symbol> = Word,
        /// Its place among the changes of its day in the order of history, where its source knows it: no time of day.
        seq: Option<u32> = Sequence,
    }
    /// A decision was asked for.
    Event decision decisions DecisionMade {
        /// The day it was asked for, unless `day_of` says otherwise.
        day: Day = Day,
        /// Its id.
        decision: Symbol = Decision,
        /// Whose it is.
        initiative: Symbol = Initiative,
        /// The day it was made; absent while it is open.
        decided: Outcome = Day,
        /// `two-way` when it is reversible at little cost, else `one-way`.
        door: Option<Symbol> = Word,
        /// Levels above the leader that had to agree.
        levels: Option<u32> = Count,
        /// The day it was reversed.
        reversed: Outcome = Day,
        /// `made` where `day` is the day it was made, because nothing says when it was asked for.
        day_of: Option<Symbol> = Word,
    }
    /// A dependency that a source observed or records: the initiative needs something from a team.
    Interval dependency dependencies Dependency {
        /// Who needs it.
        initiative: Symbol = Initiative,
        /// Who supplies it.
        on: Symbol = Team,
        /// What kind of evidence: `structural`, `evolutionary`, `review`, `approval`, `shared-person`,
        /// `shared-release`.
        class: Symbol = Word,
        /// `blocking`, `slowing` or `ok`.
        effect: Option<Symbol> = Word,
        /// First day.
        from: Day = Day,
        /// First day on which it no longer holds.
        until: Outcome = Day,
    }
    /// A path is generated by a program, or is not, or lists what other files hold, as its repository says.
    Snapshot generated_file generated_files GeneratedFile {
        /// The day it was observed.
        observed: Day = Day,
        /// The path.
        component: Symbol = Component,
        /// What says so: `attribute` or `header` where it is generated, `by-hand` where an attribute says that it is not;
        /// `lock` where its text is that of a lockfile, and `export-list` where it lists what other files hold and no more.
        evidence: Symbol = Word,
    }
    /// A rule of an ownership file decides who owns no path of its repository.
    Snapshot idle_rule idle_rules IdleRule {
        /// The day it was observed.
        observed: Day = Day,
        /// Its pattern, as written.
        pattern: Symbol = Value,
        /// Why: `letter-case` where it would match paths if upper and lower case were one, `gone` where it matched some a year
        /// before, `no-match` where it did not or no history says, `overridden` where later rules decide every path.
        reason: Symbol = Word,
    }
    /// A registry's entry on an initiative took a new value: long form, so that any day can be replayed.
    Event initiative_event initiative_events InitiativeEvent {
        /// The day it became known.
        day: Day = Day,
        /// Order within the day.
        seq: Option<u32> = Sequence,
        /// The initiative.
        initiative: Symbol = Initiative,
        /// The field, one of the registry fields.
        field: Symbol = Word,
        /// The whole new value; empty when it was removed.
        value: Box<[Symbol]> = Value,
    }
    /// A registry's entry on an initiative as it stood when the source was made.
    Snapshot initiative_snapshot initiative_snapshots InitiativeSnapshot {
        /// The day it was observed.
        observed: Day = Day,
        /// The initiative.
        initiative: Symbol = Initiative,
        /// The field, one of the registry fields.
        field: Symbol = Word,
        /// The whole value.
        value: Box<[Symbol]> = Value,
    }
    /// A part of the product is built with another one, as manifests say.
    Snapshot link links Link {
        /// The day it was observed.
        observed: Day = Day,
        /// What is built: the folder of its manifest.
        component: Symbol = Component,
        /// What it is built with: the folder of that one's manifest.
        on: Symbol = Component,
        /// The package that links them, by its name.
        package: Option<Symbol> = Package,
        /// `normal`, `dev`, `build` or `peer`.
        kind: Option<Symbol> = Word,
    }
    /// Someone belongs to a team, or holds an office in it.
    Interval membership memberships Membership {
        /// Who.
        person: Symbol = Person,
        /// Which team.
        team: Symbol = Team,
        /// In which role, in the source's own words.
        role: Option<Symbol> = Word,
        /// First day.
        from: Day = Day,
        /// First day on which it no longer holds.
        until: Outcome = Day,
    }
    /// A metric took a value.
    Event metric_point metric_points MetricPoint {
        /// The day that the value is of.
        day: Day = Day,
        /// The initiative.
        initiative: Symbol = Initiative,
        /// The metric, by its name in the organization's files.
        metric: Symbol = Metric,
        /// The value, in the metric's own unit.
        value: Amount = Amount,
    }
    /// A component or path belongs to a team.
    Snapshot ownership ownerships Ownership {
        /// The day it was observed.
        observed: Day = Day,
        /// What is owned.
        component: Symbol = Component,
        /// By which team; absent where persons own it, or nobody.
        team: Option<Symbol> = Team,
        /// By which person, where no team does.
        person: Option<Symbol> = Person,
        /// `anyone` where anyone may approve a change: nobody owns it by a rule, or its owners are asked and not waited
        /// for. Absent where its owners have to agree, or nothing says.
        approval: Option<Symbol> = Word,
        /// Which set of owners this one is in, where the component has several, such as the sections of a file: each set has
        /// to agree by itself. All rows of a component without one are one set.
        set: Option<Symbol> = Word,
        /// How many approvals its set has to give; one when absent.
        approvals: Option<u32> = Count,
        /// The repository whose rules say so; absent where they reach every one.
        repository: Option<Symbol> = Word,
    }
    /// A package that others publish is used.
    Snapshot package packages PackageUse {
        /// The day it was observed.
        observed: Day = Day,
        /// Who uses it: the folder of the manifest; of the lockfile where no manifest asks for it.
        component: Symbol = Component,
        /// The package, by the name that its registry knows.
        package: Symbol = Package,
        /// The kind of registry: `cargo`, `npm`.
        ecosystem: Symbol = Word,
        /// The version that is locked; absent where no lockfile says.
        version: Option<Symbol> = Word,
        /// Where it comes from: `registry`, `other-registry`, `git`, `path`.
        origin: Option<Symbol> = Word,
        /// `direct` when a manifest asks for it, `transitive` when another package does.
        reach: Symbol = Word,
        /// `normal`, `dev`, `build` or `peer`; absent where nothing says.
        kind: Option<Symbol> = Word,
        /// Its license, as a lockfile or a manifest of this very version states it; absent where none does.
        license: Option<Symbol> = Word,
        /// The day on which this version was published; absent where no lockfile says.
        published: Option<Day> = Day,
    }
    /// A version reached its users.
    Event release releases Release {
        /// The day it was out.
        day: Day = Day,
        /// The release, as targets name it.
        release: Symbol = Release,
    }
    /// A change removed a path.
    Event removal removals Removal {
        /// The day it landed.
        day: Day = Day,
        /// The change.
        change: Symbol = Change,
        /// The path of which nothing was left.
        component: Symbol = Component,
        /// Where the same change put the same content; absent where it is gone.
        to: Option<Symbol> = Component,
    }
    /// A review or approval was asked for.
    Event review reviews ReviewAsked {
        /// The day it was asked for.
        day: Day = Day,
        /// For which initiative; where absent, that of the change.
        initiative: Option<Symbol> = Initiative,
        /// At which gate.
        gate: Option<Symbol> = Gate,
        /// By which team it is given.
        team: Option<Symbol> = Team,
        /// The day it was given; absent while it is open.
        answered: Outcome = Day,
        /// For which change of the initiative alone; absent where all of it waits.
        change: Option<Symbol> = Change,
        /// Who gives it, where no team is asked.
        reviewer: Option<Symbol> = Person,
    }
    /// A change touched a component or path.
    Event touch touches Touch {
        /// The day it landed.
        day: Day = Day,
        /// The change.
        change: Symbol = Change,
        /// The component or path.
        component: Symbol = Component,
        /// The team that owned it then.
        team: Option<Symbol> = Team,
        /// The change-set that the change is part of, over all repositories; the change itself when absent.
        set: Option<Symbol> = Change,
        /// Lines added; absent when nobody counted, or there are no lines.
        added: Option<u32> = Count,
        /// Lines deleted.
        deleted: Option<u32> = Count,
    }
    /// A change altered nothing in a path but version numbers.
    Event version_touch version_touches VersionTouch {
        /// The day it landed.
        day: Day = Day,
        /// The change.
        change: Symbol = Change,
        /// The path.
        component: Symbol = Component,
    }
}

/// Refuses a row that says nothing, though each of its cells alone may be absent.
fn whole(kind: FactKind, cells: &Cells<'_>) -> Result<(), (&'static str, String)> {
    let lacks = |column| cells.text(column).is_none();
    if kind == FactKind::ReviewAsked && lacks("initiative") && lacks("change") {
        return Err(("initiative", "is missing, and no `change` stands for it".to_owned()));
    }
    Ok(())
}

fn store<R: FactRow>(rows: &[R], range: std::ops::Range<usize>) -> Columns {
    let columns = R::SCHEMA.columns.iter().map(|column| ColumnValues::empty(column.ty)).collect();
    let mut columns = Columns { at: Vec::new(), columns };
    rows.iter().skip(range.start).take(range.len()).for_each(|row| row.store(&mut columns));
    columns
}

fn load<R: FactRow>(columns: &Columns, rows: &mut Vec<R>) -> Result<(), &'static str> {
    let before = rows.len();
    rows.reserve(columns.at.len());
    let mut cursors: Vec<Cursor<'_>> = columns.columns.iter().map(Cursor::new).collect();
    let mut loaded = columns.at.iter().try_for_each(|at| {
        rows.push(R::load(&mut cursors, *at)?);
        Ok(())
    });
    if let Some((column, _)) = R::SCHEMA.columns.iter().zip(&cursors).find(|(_, cursor)| !cursor.is_done()) {
        loaded = loaded.and(Err(column.name));
    }
    if loaded.is_err() {
        rows.truncate(before);
    }
    loaded
}

/// What only this module can make, so that whole tables stay out of reach elsewhere.
#[derive(Debug)]
pub struct Seal(());

impl Facts {
    /// Puts events into their order: by day, then by sequence, then by where they were read.
    ///
    /// Call it once after the last row was added; folding relies on it.
    pub fn sort(&mut self) {
        self.initiative_events.sort_by_key(|e| (e.day, e.seq, e.at));
        self.releases.sort_by_key(|r| (r.day, r.at));
    }

    /// Orders the changes of a source by day, by their places in it and by id, with their touches and removals, and numbers
    /// them so from 1, whatever they were read in parts of. The rows are those from these on, in the order of [`Facts::HISTORY`].
    pub fn number_changes(&mut self, first: [usize; 4]) {
        let [changes, touches, removals, versions] = first;
        let changes = self.changes.get_mut(changes..).unwrap_or_default();
        let touches = self.touches.get_mut(touches..).unwrap_or_default();
        let removals = self.removals.get_mut(removals..).unwrap_or_default();
        let versions = self.version_touches.get_mut(versions..).unwrap_or_default();
        let symbols = &self.symbols;
        changes.sort_by(|a, b| (a.day, a.seq, symbols.text(a.change)).cmp(&(b.day, b.seq, symbols.text(b.change))));
        let mut numbers = std::collections::HashMap::new();
        for (row, number) in changes.iter_mut().zip(1..) {
            row.at.line = number;
            numbers.insert(row.change, number);
        }
        let number = |change: Symbol, at: &mut RecordRef| at.line = numbers.get(&change).copied().unwrap_or(at.line);
        touches.iter_mut().for_each(|touch| number(touch.change, &mut touch.at));
        touches.sort_by_key(|touch| touch.at.line);
        removals.iter_mut().for_each(|removal| number(removal.change, &mut removal.at));
        removals.sort_by_key(|removal| removal.at.line);
        versions.iter_mut().for_each(|version| number(version.change, &mut version.at));
        versions.sort_by_key(|version| version.at.line);
    }

    /// Touches from a row on, on any day: for those who add to facts.
    pub fn touches_from(&self, first: usize) -> &[Touch] {
        self.touches.get(first..).unwrap_or_default()
    }

    /// The tables that a history is read into.
    pub const HISTORY: [FactKind; 4] =
        [FactKind::ChangeMade, FactKind::Touch, FactKind::Removal, FactKind::VersionTouch];

    /// Whether there is no fact at all.
    pub fn is_empty(&self) -> bool {
        FACT_KINDS.iter().all(|schema| self.rows(schema.kind) == 0)
    }
}

impl FactKind {
    /// The table of this kind.
    pub fn schema(self) -> &'static Schema {
        // Kinds and tables come from one declaration, in one order.
        &FACT_KINDS[self as usize]
    }

    /// The kind with this table name.
    pub fn from_name(name: &str) -> Option<FactKind> {
        FACT_KINDS.iter().find(|schema| schema.name == name).map(|schema| schema.kind)
    }
}
