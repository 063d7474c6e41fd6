//! Rows as a Parquet file: the shape of it, and writing it.
//!
//! A column of the table is a column of the file, by the same name: days as `DATE`, texts as `STRING` with a
//! dictionary, lists of texts as `LIST`, shares and amounts as `DOUBLE`, counts as unsigned 32 bits. The last column,
//! `source_line`, is the line of the record in the source.
//!
//! Pages are not compressed: dictionaries leave little to gain, and so nothing in a forged file can unfold into more
//! than the file holds (`docs/decisions/evidence-store.md`).

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use onethread_model::facts::{
    Arity, ColumnSchema, ColumnType, ColumnValues, Columns, FACTS_VERSION, FactKind, Facts, Schema, Symbols, Values,
};
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnPath, TypePtr};
use rustc_hash::FxHashMap;

/// The column with the line of the record in its source.
pub(super) const LINE: &str = "source_line";

/// Key of the version of the fact tables in the metadata of a file.
pub(super) const VERSION_KEY: &str = "onethread.version";

/// Key of the name of the table in the metadata of a file.
pub(super) const TABLE_KEY: &str = "onethread.table";

/// Most rows of a row group. Bounds the memory that one takes.
pub(super) const GROUP_ROWS_MAX: usize = 1 << 17;

/// Most values of a list column in a row group of several rows.
const GROUP_VALUES_MAX: usize = 1 << 21;

/// Bytes of a dictionary above which values are written one by one: more than a page can hold. The reader relies on
/// texts being in dictionaries.
const DICTIONARY_BYTES_MAX: usize = i32::MAX as usize;

/// The Parquet schema of a table.
///
/// # Errors
/// Never, for the tables of the model; a test says so.
pub(super) fn file_schema(schema: &Schema) -> Result<TypePtr> {
    let columns: String = schema.columns.iter().map(file_column).collect();
    let text = format!("message {} {{ {columns} required int32 {LINE} (INTEGER(32,false)); }}", schema.name);
    parse_message_type(&text).map(Arc::new)
}

fn file_column(column: &ColumnSchema) -> String {
    let name = column.name;
    let (ty, means) = match column.ty.values() {
        Values::Days(_) => ("int32", " (DATE)"),
        Values::Numbers(_) => ("int32", " (INTEGER(32,false))"),
        Values::Reals(_) => ("double", ""),
        Values::Symbols(_) => ("binary", " (STRING)"),
    };
    match column.arity {
        Arity::One => format!("required {ty} {name}{means}; "),
        Arity::Optional => format!("optional {ty} {name}{means}; "),
        Arity::List => {
            format!("required group {name} (LIST) {{ repeated group list {{ required {ty} element{means}; }} }} ")
        }
    }
}

/// Writes these rows of a table as a Parquet file.
///
/// # Errors
/// When `out` cannot be written.
pub(super) fn write<W: Write + Send>(out: W, facts: &Facts, kind: FactKind, rows: Range<usize>) -> Result<W> {
    let schema = kind.schema();
    let properties = WriterProperties::builder()
        .set_created_by("onethread".to_owned())
        .set_key_value_metadata(Some(vec![
            KeyValue::new(VERSION_KEY.to_owned(), FACTS_VERSION.to_string()),
            KeyValue::new(TABLE_KEY.to_owned(), schema.name.to_owned()),
        ]))
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES_MAX)
        .set_column_dictionary_enabled(ColumnPath::from(LINE), false)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .build();
    let mut file = SerializedFileWriter::new(out, file_schema(schema)?, Arc::new(properties))?;
    let mut start = rows.start;
    while start < rows.end {
        let end = rows.end.min(start + GROUP_ROWS_MAX);
        write_groups(&mut file, facts, schema, start..end)?;
        start = end;
    }
    file.into_inner()
}

/// Writes rows as one group, or as several where long lists would make it too large.
fn write_groups<W: Write + Send>(
    file: &mut SerializedFileWriter<W>,
    facts: &Facts,
    schema: &Schema,
    rows: Range<usize>,
) -> Result<()> {
    let columns = facts.columns(schema.kind, rows.clone());
    let longest = columns.columns.iter().map(|column| column.counts.iter().map(|count| *count as usize).sum()).max();
    if rows.len() > 1 && longest > Some(GROUP_VALUES_MAX) {
        let middle = rows.start + rows.len() / 2;
        write_groups(file, facts, schema, rows.start..middle)?;
        return write_groups(file, facts, schema, middle..rows.end);
    }
    let mut group = file.next_row_group()?;
    write_columns(&mut group, &columns, schema, &facts.symbols)?;
    group.close().map(|_| ())
}

fn write_columns<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    columns: &Columns,
    schema: &Schema,
    symbols: &Symbols,
) -> Result<()> {
    for (column, of) in columns.columns.iter().zip(schema.columns) {
        write_column(group, column, of.arity, symbols)?;
    }
    let lines = columns.at.iter().map(|at| at.line).collect();
    let lines = ColumnValues { values: Values::Numbers(lines), ..ColumnValues::empty(ColumnType::Count) };
    write_column(group, &lines, Arity::One, symbols)
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &ColumnValues,
    arity: Arity,
    symbols: &Symbols,
) -> Result<()> {
    let mut writer = group.next_column()?.ok_or_else(|| ParquetError::General("a column is missing".to_owned()))?;
    let levels = Levels::of(arity, &column.counts);
    match (&column.values, writer.untyped()) {
        (Values::Days(days), ColumnWriter::Int32ColumnWriter(writer)) => {
            let days: Vec<i32> = days.iter().map(|day| day.epoch_days()).collect();
            levels.write(writer, &days)?;
        }
        (Values::Numbers(numbers), ColumnWriter::Int32ColumnWriter(writer)) => {
            // Unsigned numbers keep their bits.
            let numbers: Vec<i32> = numbers.iter().map(|number| *number as i32).collect();
            levels.write(writer, &numbers)?;
        }
        (Values::Reals(reals), ColumnWriter::DoubleColumnWriter(writer)) => levels.write(writer, reals)?,
        (Values::Symbols(values), ColumnWriter::ByteArrayColumnWriter(writer)) => {
            // Each text is copied once.
            let mut copies = FxHashMap::default();
            let mut copy =
                |symbol| copies.entry(symbol).or_insert_with(|| ByteArray::from(symbols.text(symbol))).clone();
            let texts: Vec<ByteArray> = values.iter().map(|symbol| copy(*symbol)).collect();
            levels.write(writer, &texts)?;
        }
        _ => return Err(ParquetError::General("a column has another type than its schema".to_owned())),
    }
    writer.close()
}

/// Which rows have how many values, in Parquet's words.
struct Levels {
    definition: Option<Vec<i16>>,
    repetition: Option<Vec<i16>>,
}

impl Levels {
    fn of(arity: Arity, counts: &[u32]) -> Levels {
        match arity {
            Arity::One => Levels { definition: None, repetition: None },
            Arity::Optional => {
                let definition = counts.iter().map(|count| i16::from(*count > 0)).collect();
                Levels { definition: Some(definition), repetition: None }
            }
            Arity::List => {
                let (mut definition, mut repetition) = (Vec::new(), Vec::new());
                for count in counts {
                    definition.push(i16::from(*count > 0));
                    repetition.push(0);
                    for _ in 1..*count {
                        definition.push(1);
                        repetition.push(1);
                    }
                }
                Levels { definition: Some(definition), repetition: Some(repetition) }
            }
        }
    }

    fn write<T: DataType>(
        &self,
        writer: &mut parquet::column::writer::ColumnWriterImpl<'_, T>,
        values: &[T::T],
    ) -> Result<()> {
        writer.write_batch(values, self.definition.as_deref(), self.repetition.as_deref()).map(|_| ())
    }
}
