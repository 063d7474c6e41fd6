//! Reading a segment that anybody may have written: whatever it says of its own sizes is checked before it is believed.
//!
//! What bounds the memory: a row has four plain bytes of `source_line`, so that rows are bounded by the size of the
//! file; nothing is compressed; no column reaches beyond the file, and no page beyond its column; the header of a page is
//! looked at before the library reads it ([`Checked`]); values of a page are counted before they are read, and so are
//! values of lists. The library takes some lengths inside pages as they are and panics; [`Guarded`] checks those as well.
//! One row group is held at a time, beside the facts.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use onethread_model::Day;
use onethread_model::facts::{
    Arity, ColumnValues, Columns, FACTS_VERSION, FactKind, Facts, RecordRef, Schema, Symbol, Symbols, Values,
};
use parquet::basic::{Compression, Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{DataType, DoubleType, Int32Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, FileMetaData};
use parquet::file::reader::{ChunkReader, FileReader, Length, RowGroupReader, SerializedFileReader};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor, Type as SchemaType};

use super::segment::{GROUP_ROWS_MAX, TABLE_KEY, VERSION_KEY, file_schema};
use super::thrift::has_room_for_its_lists;

/// Most bytes of the footer: some kilobytes for each row group.
const FOOTER_BYTES_MAX: u32 = 16 << 20;

/// Most bytes of the header of a page: it has two dozen without statistics, which are not written.
const HEADER_BYTES_MAX: u64 = 16 << 10;
/// Bytes at the end of a file that say how long the footer is.
const TAIL_BYTES: u64 = 8;

/// Most values of a list column in a row group: one row can bring more than the writer's limit.
const VALUES_MAX: u64 = 1 << 23;

/// Most values of all columns of a file for each byte of it, and in any case. The items of a list differ, so that the
/// writer needs a bit for each, or four bytes for its row; a forged length stands for millions in a few bytes, row group
/// after row group.
const VALUES_PER_BYTE_MAX: u64 = 16;
const VALUES_FREE: u64 = 1 << 16;

fn refuse<T>(why: impl Into<String>) -> Result<T> {
    Err(ParquetError::General(why.into()))
}

/// A file in which the headers of pages are looked at before the library reads them.
pub(super) struct Checked<R>(pub(super) R);

impl<R: Length> Length for Checked<R> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<R: ChunkReader> ChunkReader for Checked<R> {
    type T = Cursor<Bytes>;

    /// What the library reads from a place on, without saying how much: the header of a page, or the end of the file.
    fn get_read(&self, start: u64) -> Result<Cursor<Bytes>> {
        let left = self.len().saturating_sub(start);
        let bytes = self.0.get_bytes(start, left.min(HEADER_BYTES_MAX) as usize)?;
        if left > TAIL_BYTES && !has_room_for_its_lists(&bytes) {
            return refuse("the header of a page speaks of more than it has room for");
        }
        Ok(Cursor::new(bytes))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.len()) {
            return refuse("it speaks of bytes behind its end");
        }
        self.0.get_bytes(start, length)
    }
}

/// Adds a segment that should hold this many rows of this table to the facts; they get `source` as theirs.
///
/// # Errors
/// What is wrong with it; some of its rows may have been added then.
pub(super) fn read<R: ChunkReader + 'static>(
    bytes: R,
    kind: FactKind,
    rows: u64,
    source: u16,
    facts: &mut Facts,
) -> Result<()> {
    let bytes = Checked(bytes);
    check_footer(&bytes)?;
    let length = bytes.len();
    let work = Arc::new(AtomicU64::new(VALUES_FREE + VALUES_PER_BYTE_MAX * length));
    let file = SerializedFileReader::new(bytes)?;
    let schema = kind.schema();
    check_file(file.metadata().file_metadata(), schema, rows)?;
    // A row has at least the bytes of its line.
    facts.reserve(kind, rows.min(length / 4) as usize);
    let mut found = 0;
    for index in 0..file.num_row_groups() {
        let group = file.get_row_group(index)?;
        let columns = read_group(group.as_ref(), schema, (source, length, &work), &mut facts.symbols)?;
        found += columns.at.len() as u64;
        let wrong = |column| ParquetError::General(format!("column `{column}` holds what the table cannot hold"));
        facts.append(kind, &columns).map_err(wrong)?;
    }
    if found != rows {
        return refuse(format!("it holds {found} rows where {rows} were written"));
    }
    Ok(())
}

fn check_footer<R: ChunkReader>(bytes: &R) -> Result<()> {
    let end = bytes.len().saturating_sub(TAIL_BYTES);
    let tail = bytes.get_bytes(end, bytes.len().min(TAIL_BYTES) as usize)?;
    let length = tail.first_chunk::<4>().map(|length| u32::from_le_bytes(*length));
    let Some(length) = length.filter(|length| *length <= FOOTER_BYTES_MAX) else {
        return refuse("its footer has no plausible length");
    };
    let start = end.saturating_sub(u64::from(length));
    if !has_room_for_its_lists(&bytes.get_bytes(start, (end - start) as usize)?) {
        return refuse("its footer speaks of more than it has room for");
    }
    Ok(())
}

fn check_file(meta: &FileMetaData, schema: &Schema, rows: u64) -> Result<()> {
    let value = |key: &str| {
        let pairs = meta.key_value_metadata()?;
        pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
    };
    if value(TABLE_KEY) != Some(schema.name) || value(VERSION_KEY) != Some(FACTS_VERSION.to_string().as_str()) {
        return refuse(format!("it is no segment of version {FACTS_VERSION} of table `{}`", schema.name));
    }
    if meta.schema_descr().root_schema() != file_schema(schema)?.as_ref() {
        return refuse(format!("its columns are not those of table `{}`", schema.name));
    }
    if u64::try_from(meta.num_rows()) != Ok(rows) {
        return refuse(format!("its footer speaks of {} rows where {rows} were written", meta.num_rows()));
    }
    Ok(())
}

fn read_group(
    group: &dyn RowGroupReader,
    schema: &Schema,
    (source, length, work): (u16, u64, &Arc<AtomicU64>),
    symbols: &mut Symbols,
) -> Result<Columns> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(usize::MAX);
    if rows > GROUP_ROWS_MAX {
        return refuse(format!("a row group speaks of {rows} rows, more than {GROUP_ROWS_MAX}"));
    }
    group.metadata().columns().iter().try_for_each(|column| check_chunk(column, length))?;
    let last = schema.columns.len();
    // First of all the plain column, which has as many rows as it has bytes for.
    let mut lines = Chunk::open(group, last, (rows, work), true)?.plain::<Int32Type>(Arity::One)?;
    let at = lines.values.drain(..).map(|line| RecordRef { source, line: line as u32 }).collect();
    let mut columns = Vec::with_capacity(last);
    for (index, column) in schema.columns.iter().enumerate() {
        let chunk = Chunk::open(group, index, (rows, work), false)?;
        columns.push(match column.ty.values() {
            Values::Days(_) => {
                let read = chunk.plain::<Int32Type>(column.arity)?;
                if read.values.iter().any(|days| Day::from_epoch_days(*days).epoch_days() != *days) {
                    return refuse("a day lies outside the calendar");
                }
                read.map(|days| Values::Days(days.into_iter().map(Day::from_epoch_days).collect()))
            }
            Values::Numbers(_) => {
                let read = chunk.plain::<Int32Type>(column.arity)?;
                read.map(|numbers| Values::Numbers(numbers.into_iter().map(|number| number as u32).collect()))
            }
            Values::Reals(_) => chunk.plain::<DoubleType>(column.arity)?.map(Values::Reals),
            Values::Symbols(_) => chunk.texts(column.arity, symbols)?.map(Values::Symbols),
        });
    }
    Ok(Columns { at, columns })
}

/// Values as read, and how many each row has; empty where every row has one.
struct Read<T> {
    values: Vec<T>,
    counts: Vec<u32>,
}

impl<T> Read<T> {
    fn map(self, values: impl FnOnce(Vec<T>) -> Values) -> ColumnValues {
        ColumnValues { values: values(self.values), counts: self.counts }
    }
}

/// A column of a row group.
struct Chunk {
    pages: Box<dyn PageReader>,
    descriptor: ColumnDescPtr,
    rows: usize,
}

impl Chunk {
    fn open(
        group: &dyn RowGroupReader,
        index: usize,
        (rows, work): (usize, &Arc<AtomicU64>),
        plain_only: bool,
    ) -> Result<Chunk> {
        let Some(meta) = group.metadata().columns().get(index) else { return refuse("a column is missing") };
        let pages = Box::new(Guarded {
            pages: group.get_column_page_reader(index)?,
            ty: meta.column_type(),
            plain_only,
            level_kinds: usize::from(meta.column_descr().max_def_level() > 0)
                + usize::from(meta.column_descr().max_rep_level() > 0),
            has_dictionary: false,
            left: VALUES_MAX,
            work: Arc::clone(work),
        });
        Ok(Chunk { pages, descriptor: meta.column_descr_ptr(), rows })
    }

    /// Reads all rows of a column of texts. The library gets numbers in place of the dictionary's texts, so that each
    /// text is looked at once and not for every row that has it.
    fn texts(mut self, arity: Arity, symbols: &mut Symbols) -> Result<Read<Symbol>> {
        let Some(Page::DictionaryPage { buf, num_values, encoding, is_sorted }) = self.pages.get_next_page()? else {
            return refuse("a column of texts begins without a dictionary");
        };
        let dictionary = to_symbols(&buf, num_values, symbols)?;
        let numbers: Vec<u8> = (0..num_values).flat_map(u32::to_le_bytes).collect();
        let first = Page::DictionaryPage { buf: numbers.into(), num_values, encoding, is_sorted };
        let name = self.descriptor.name();
        let ty = Arc::new(SchemaType::primitive_type_builder(name, Type::INT32).build()?);
        let (definition, repetition) = (self.descriptor.max_def_level(), self.descriptor.max_rep_level());
        let descriptor = ColumnDescriptor::new(ty, definition, repetition, self.descriptor.path().clone());
        let pages = Box::new(Numbered { first: Some(first), rest: self.pages });
        let read = Chunk { pages, descriptor: Arc::new(descriptor), rows: self.rows }.plain::<Int32Type>(arity)?;
        let symbol = |number: i32| usize::try_from(number).ok().and_then(|number| dictionary.get(number)).copied();
        match read.values.into_iter().map(symbol).collect() {
            Some(values) => Ok(Read { values, counts: read.counts }),
            None => refuse("a row has a text that no dictionary has"),
        }
    }

    /// Reads all rows.
    fn plain<T: DataType>(self, arity: Arity) -> Result<Read<T::T>> {
        let rows = self.rows;
        let mut reader = ColumnReaderImpl::<T>::new(self.descriptor, self.pages);
        let (mut values, mut definition, mut repetition) = (Vec::new(), Vec::new(), Vec::new());
        let (read, ..) = match arity {
            Arity::One => reader.read_records(rows, None, None, &mut values)?,
            Arity::Optional => reader.read_records(rows, Some(&mut definition), None, &mut values)?,
            Arity::List => reader.read_records(rows, Some(&mut definition), Some(&mut repetition), &mut values)?,
        };
        if read != rows {
            return refuse(format!("a column ends after {read} of {rows} rows"));
        }
        let counts = match arity {
            Arity::One => Vec::new(),
            Arity::Optional => definition.iter().map(|level| u32::from(*level > 0)).collect(),
            Arity::List => list_counts(&definition, &repetition)?,
        };
        Ok(Read { values, counts })
    }
}

fn list_counts(definition: &[i16], repetition: &[i16]) -> Result<Vec<u32>> {
    let mut counts: Vec<u32> = Vec::new();
    for (has_value, repeats) in definition.iter().zip(repetition) {
        match (repeats, counts.last_mut()) {
            (0, _) => counts.push(u32::from(*has_value > 0)),
            // An empty list has no second value.
            (_, Some(count)) if *count > 0 && *has_value > 0 => *count += 1,
            _ => return refuse("a list begins in the middle"),
        }
    }
    Ok(counts)
}

/// Looks at what the footer says of a column in a file of so many bytes.
fn check_chunk(meta: &ColumnChunkMetaData, length: u64) -> Result<()> {
    if meta.compression() != Compression::UNCOMPRESSED {
        return refuse("a column is compressed, which this program never does");
    }
    // The library takes them as they are.
    let places = [Some(meta.data_page_offset()), meta.dictionary_page_offset(), Some(meta.compressed_size())];
    if places.into_iter().flatten().any(|place| place < 0) || meta.num_values() < 0 {
        return refuse("a column has a negative size");
    }
    let (start, bytes) = meta.byte_range();
    if start.checked_add(bytes).is_none_or(|end| end > length) {
        return refuse("a column reaches beyond the end of the file");
    }
    Ok(())
}

/// Looks at every page before the library does.
struct Guarded {
    pages: Box<dyn PageReader>,
    ty: Type,
    /// Whether every value must stand for itself.
    plain_only: bool,
    /// How many lists of levels stand in front of the values of a page.
    level_kinds: usize,
    has_dictionary: bool,
    /// Values that may still come in this column.
    left: u64,
    /// Values that may still come in the file.
    work: Arc<AtomicU64>,
}

impl Guarded {
    fn check(&mut self, page: &Page) -> Result<()> {
        let fits = |values: u32, buffer: &[u8]| match self.ty {
            Type::BYTE_ARRAY => has_texts(buffer, values),
            Type::DOUBLE => values as usize <= buffer.len() / 8,
            _ => values as usize <= buffer.len() / 4,
        };
        match page {
            Page::DictionaryPage { buf, num_values, .. } => {
                if self.plain_only || !fits(*num_values, buf) {
                    return refuse("a dictionary speaks of more values than it has bytes for");
                }
                if self.has_dictionary {
                    return refuse("a column has two dictionaries");
                }
                self.has_dictionary = true;
            }
            Page::DataPage { buf, num_values, encoding, def_level_encoding, rep_level_encoding, .. } => {
                let known = match encoding {
                    Encoding::PLAIN if self.plain_only => fits(*num_values, buf),
                    Encoding::PLAIN => self.ty != Type::BYTE_ARRAY,
                    Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => self.has_dictionary,
                    _ => false,
                };
                if !has_levels(buf, self.level_kinds) {
                    return refuse("the levels of a page are cut off");
                }
                if !known || *def_level_encoding != Encoding::RLE || *rep_level_encoding != Encoding::RLE {
                    return refuse("a page is written in another way than this program writes");
                }
                self.left = match self.left.checked_sub(u64::from(*num_values)) {
                    Some(left) => left,
                    None => return refuse(format!("a column speaks of more than {VALUES_MAX} values")),
                };
                let take = |left: u64| left.checked_sub(u64::from(*num_values));
                if self.work.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err() {
                    return refuse("it speaks of more values than it has room for");
                }
            }
            Page::DataPageV2 { .. } => return refuse("a page is of another kind than this program writes"),
        }
        Ok(())
    }
}

/// Whether so many lists of levels stand at the start of a page, each after its length.
fn has_levels(page: &[u8], kinds: usize) -> bool {
    let mut rest = page;
    (0..kinds).all(|_| match after_length(rest) {
        Some((levels, more)) => {
            rest = more;
            !levels.is_empty()
        }
        None => false,
    })
}

/// Whether so many texts fill a dictionary, each after its length.
fn has_texts(dictionary: &[u8], count: u32) -> bool {
    let mut rest = dictionary;
    let all = (0..count).all(|_| match after_length(rest) {
        Some((_, more)) => {
            rest = more;
            true
        }
        None => false,
    });
    all && rest.is_empty()
}

/// The bytes whose length comes first, and those after them.
fn after_length(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

impl Iterator for Guarded {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Guarded {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.as_ref().map_or(Ok(()), |page| self.check(page))?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}

/// Pages of a column of texts, with numbers for a dictionary.
struct Numbered {
    first: Option<Page>,
    rest: Box<dyn PageReader>,
}

impl Iterator for Numbered {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Numbered {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.rest.get_next_page(),
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        match &self.first {
            Some(_) => Ok(Some(PageMetadata { num_rows: None, num_levels: None, is_dict: true })),
            None => self.rest.peek_next_page(),
        }
    }

    fn skip_next_page(&mut self) -> Result<()> {
        match self.first.take() {
            Some(_) => Ok(()),
            None => self.rest.skip_next_page(),
        }
    }
}

/// The symbols of a dictionary of so many texts, each after its length.
fn to_symbols(dictionary: &[u8], texts: u32, symbols: &mut Symbols) -> Result<Vec<Symbol>> {
    let mut rest = dictionary;
    let mut found = Vec::with_capacity(texts as usize);
    for _ in 0..texts {
        let Some((text, more)) = after_length(rest) else { return refuse("a dictionary is cut off") };
        let Ok(text) = std::str::from_utf8(text) else { return refuse("a text is not UTF-8") };
        if text.is_empty() {
            return refuse("a text is empty");
        }
        found.push(symbols.intern(text));
        rest = more;
    }
    Ok(found)
}
