//! Segments alone: what is written is what is read, and what nobody wrote is refused.

use std::panic::{AssertUnwindSafe, catch_unwind};

use onethread_model::Day;
use onethread_model::facts::{
    Arity, Cells, ColumnValues, Columns, FACT_KINDS, FACTS_VERSION, FactKind, Facts, RecordRef, Schema, Symbol,
    Symbols, Values,
};
use parquet::file::reader::{ChunkReader, Length};
use proptest::prelude::*;

use super::{read, segment};

/// Rows of a table before their symbols are made: for each column and row the values, as texts and numbers.
#[derive(Clone, Debug)]
struct Rows {
    kind: FactKind,
    lines: Vec<u32>,
    cells: Vec<Vec<Vec<Cell>>>,
}

#[derive(Clone, Debug)]
struct Cell {
    number: u32,
    real: f64,
    text: String,
}

fn cell() -> impl Strategy<Value = Cell> {
    let number = prop_oneof![Just(0), Just(u32::MAX), any::<u32>(), 0..20_u32];
    let real = prop_oneof![Just(0.0), Just(1.0), Just(-0.0), 0.0..=1.0_f64];
    // Few texts often, so that dictionaries have work, and any text at times.
    let text = prop_oneof![6 => "[a-c]{1,2}", 1 => "\\PC{1,40}", 1 => "[\u{0}-\u{10}]{1,3}"];
    (number, real, text).prop_map(|(number, real, text)| Cell { number, real, text })
}

fn rows() -> impl Strategy<Value = Rows> {
    (prop::sample::select(FACT_KINDS), 0..40_usize).prop_flat_map(|(schema, count)| {
        let columns: Vec<_> = schema
            .columns
            .iter()
            .map(|column| {
                let values = match column.arity {
                    Arity::One => 1..=1,
                    Arity::Optional => 0..=1,
                    Arity::List => 0..=4,
                };
                prop::collection::vec(prop::collection::vec(cell(), values), count)
            })
            .collect();
        (prop::collection::vec(any::<u32>(), count), columns).prop_map(move |(lines, cells)| Rows {
            kind: schema.kind,
            lines,
            cells,
        })
    })
}

/// The rows as facts of this source.
fn facts(rows: &Rows, source: u16, mut symbols: Symbols) -> Facts {
    let schema = rows.kind.schema();
    let at = rows.lines.iter().map(|line| RecordRef { source, line: *line }).collect();
    let mut columns = Columns { at, columns: Vec::new() };
    for (of, cells) in schema.columns.iter().zip(&rows.cells) {
        let mut column = ColumnValues::empty(of.ty);
        for row in cells {
            if of.arity != Arity::One {
                column.counts.push(row.len() as u32);
            }
            for cell in row {
                match &mut column.values {
                    Values::Days(days) => days.push(Day::from_epoch_days(cell.number as i32 % 100_000)),
                    Values::Numbers(numbers) => numbers.push(cell.number),
                    Values::Reals(reals) => reals.push(cell.real),
                    Values::Symbols(texts) => texts.push(symbols.intern(&cell.text)),
                }
            }
        }
        columns.columns.push(column);
    }
    let mut facts = Facts::default();
    facts.symbols = symbols;
    facts.append(rows.kind, &columns).expect("cells that the table can hold");
    facts
}

/// All rows with their texts, in order.
fn dump(facts: &Facts, schema: &Schema) -> String {
    let columns = facts.columns(schema.kind, 0..facts.rows(schema.kind));
    let column = |column: &ColumnValues| match &column.values {
        Values::Symbols(symbols) => {
            let texts: Vec<&str> = symbols.iter().map(|symbol| facts.symbols.text(*symbol)).collect();
            format!("{texts:?} {:?}", column.counts)
        }
        values => format!("{values:?} {:?}", column.counts),
    };
    let columns_text: Vec<String> = columns.columns.iter().map(column).collect();
    format!("{:?}\n{}", columns.at, columns_text.join("\n"))
}

fn load(bytes: Vec<u8>, kind: FactKind, rows: u64, facts: &mut Facts) -> Result<(), String> {
    read::read(bytes::Bytes::from(bytes), kind, rows, 7, facts).map_err(|error| error.to_string())
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(rows in rows(), skip in 0..5_usize) {
        let before = facts(&rows, 7, Symbols::default());
        let (kind, schema) = (rows.kind, rows.kind.schema());
        let count = before.rows(kind);
        let bytes = segment::write(Vec::new(), &before, kind, 0..count).expect("bytes");
        // The reader has met other texts, in another order.
        let mut after = Facts::default();
        for text in ["b", "zz", "a"] {
            after.symbols.intern(text);
        }
        load(bytes, kind, count as u64, &mut after).expect("a segment");
        prop_assert_eq!(dump(&after, schema), dump(&before, schema));

        // A part of the rows is those rows.
        let first = skip.min(count);
        let part = segment::write(Vec::new(), &before, kind, first..count).expect("bytes");
        let mut tail = Facts::default();
        load(part, kind, (count - first) as u64, &mut tail).expect("a segment");
        let mut expected = Facts::default();
        expected.symbols = before.symbols.clone();
        expected.append(kind, &before.columns(kind, first..count)).expect("rows");
        prop_assert_eq!(dump(&tail, schema), dump(&expected, schema));
    }

    /// Whatever someone makes of a segment, checksum and all: it is refused, or it is some facts. Nothing panics.
    #[test]
    fn forged_segments_do_not_panic(
        rows in rows(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
        from_end in any::<bool>(),
    ) {
        let before = facts(&rows, 7, Symbols::default());
        let count = before.rows(rows.kind);
        let mut bytes = segment::write(Vec::new(), &before, rows.kind, 0..count).expect("bytes");
        let length = bytes.len();
        for (index, byte) in edits {
            // Half of the edits go to the footer, where the lengths are.
            let at = if from_end { length - 1 - index.index(length.min(600)) } else { index.index(length) };
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(length));
        }
        let result = catch_unwind(AssertUnwindSafe(|| load(bytes, rows.kind, count as u64, &mut Facts::default())));
        prop_assert!(result.is_ok(), "reading panicked");
    }
}

fn many(count: usize) -> (Facts, FactKind) {
    let mut facts = Facts::default();
    let words: Vec<Symbol> = (0..50).map(|word| facts.symbols.intern(&format!("word-{word}"))).collect();
    let column = |values, counts| ColumnValues { values, counts };
    let symbols = |step: usize| Values::Symbols((0..count).map(|row| words[row * step % 50]).collect());
    let columns = Columns {
        at: (0..count).map(|row| RecordRef { source: 7, line: row as u32 + 2 }).collect(),
        columns: vec![
            column(Values::Days((0..count).map(|row| Day::from_epoch_days(row as i32 / 100)).collect()), Vec::new()),
            column(Values::Numbers(vec![3; count]), vec![1; count]),
            column(symbols(1), Vec::new()),
            column(symbols(7), Vec::new()),
            column(symbols(3), vec![1; count]),
        ],
    };
    facts.append(FactKind::InitiativeEvent, &columns).expect("rows");
    (facts, FactKind::InitiativeEvent)
}

#[test]
fn rows_of_several_groups_keep_their_order() {
    let count = 2 * segment::GROUP_ROWS_MAX + 10;
    let (before, kind) = many(count);
    let bytes = segment::write(Vec::new(), &before, kind, 0..count).expect("bytes");
    let mut after = Facts::default();
    load(bytes, kind, count as u64, &mut after).expect("a segment");
    assert_eq!(dump(&after, kind.schema()), dump(&before, kind.schema()));
}

#[test]
fn segments_of_other_tables_and_counts_are_refused() {
    let (facts, kind) = many(10);
    let bytes = segment::write(Vec::new(), &facts, kind, 0..10).expect("bytes");
    let why = |bytes: Vec<u8>, kind, rows| load(bytes, kind, rows, &mut Facts::default()).expect_err("refused");
    assert!(
        why(bytes.clone(), FactKind::Touch, 10)
            .contains(&format!("no segment of version {FACTS_VERSION} of table `touch`"))
    );
    assert!(why(bytes.clone(), kind, 11).contains("its footer speaks of 10 rows where 11 were written"));
    assert!(why(b"PAR1".to_vec(), kind, 10).contains("no plausible length"));
    let mut long = bytes;
    let at = long.len() - 8;
    long[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(why(long, kind, 10).contains("no plausible length"));
}

#[test]
fn every_table_has_a_file_schema() {
    for schema in FACT_KINDS {
        segment::file_schema(schema).expect(schema.name);
    }
}

/// A page begins with a header of which the library believes every length. A file of 1 KiB must not cost more than that.
#[test]
fn headers_of_pages_are_held_to_their_limits() {
    let mut written = Facts::default();
    let mut row = Cells::default();
    [("day", "2026-03-01"), ("release", "a")].iter().for_each(|(column, text)| row.set(column, text));
    written.push(FactKind::Release, &row, RecordRef { source: 0, line: 1 }).expect("a row");
    let good = segment::write(Vec::new(), &written, FactKind::Release, 0..1).expect("bytes");
    let read = |bytes: Vec<u8>| {
        let mut facts = Facts::default();
        let read = super::source::load_segment(bytes::Bytes::from(bytes), FactKind::Release, 1, 0, &mut facts);
        assert!(read.is_ok() || facts.rows(FactKind::Release) == 0, "refused rows leave nothing behind");
        read
    };
    assert_eq!(read(good.clone()), Ok(()));
    // The first page follows the four letters of the format: a list of 2^34 numbers, a text of 2^34 bytes, and structs
    // without end.
    for forged in
        [&[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x3f, 0][..], &[0x18, 0xff, 0xff, 0xff, 0xff, 0x3f, 0], &[0x1c; 20]]
    {
        let mut bytes = good.clone();
        bytes[4..4 + forged.len()].copy_from_slice(forged);
        assert_eq!(
            read(bytes),
            Err("Parquet error: the header of a page speaks of more than it has room for".to_owned())
        );
    }
    let checked = super::read::Checked(bytes::Bytes::from(good));
    let end = Length::len(&checked);
    assert!(checked.get_bytes(end - 4, 4).is_ok() && checked.get_bytes(end - 4, 5).is_err());
    assert!(checked.get_bytes(u64::MAX, usize::MAX).is_err());
}
