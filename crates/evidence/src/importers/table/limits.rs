//! How much a source may hold. What is beyond a limit is named in the report; it never ends the run.

/// Most bytes of a record: 8 MiB. Bounds what one record can take of memory.
pub const RECORD_BYTES_MAX: usize = 8 << 20;

/// Most bytes of a cell that a mapping reads: 1 MiB.
pub const CELL_BYTES_MAX: usize = 1 << 20;

/// Most lines of a quoted cell. A longer one is taken for a quote that was opened by mistake.
pub const CELL_LINES_MAX: u32 = 10_000;

/// Most columns of a file.
pub const COLUMNS_MAX: usize = 4_096;

/// Most rejects of a file that are listed one by one; those after them are counted.
pub const REJECTS_LISTED_MAX: usize = 10_000;

/// Most distinct lines of each part of a report, such as unknown words; what comes after them is counted together.
pub const DISTINCT_MAX: usize = 1_000;

/// Deepest list within lists of a JSON or YAML file.
pub const JSON_DEPTH_MAX: usize = 64;

/// Most values of a YAML document, with what its aliases stand for.
pub const YAML_NODES_MAX: usize = 100_000;

/// Most records of one JSON or YAML unit, such as the reviews of a pull request.
pub const UNIT_RECORDS_MAX: usize = 100_000;

/// Most transitions of a file that are put in order, where each record is one.
pub const TRANSITIONS_MAX: usize = 1_000_000;
