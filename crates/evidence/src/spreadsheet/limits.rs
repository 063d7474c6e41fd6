//! How much a spreadsheet may hold. What is beyond a limit is named, and the rest of the files is still read.

/// Most bytes of a file: 32 MiB.
pub const FILE_BYTES_MAX: u64 = 32 << 20;

/// Most bytes of a workbook when unpacked: 64 MiB.
pub const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// Most parts of a workbook: sheets, styles, pictures.
pub const PARTS_MAX: usize = 4_096;

/// Most columns of a sheet.
pub const COLUMNS_MAX: usize = 1_024;

/// Most rows of a sheet: more than the people of most organizations.
pub const ROWS_MAX: usize = 100_000;

/// Most cells of a file.
pub const CELLS_MAX: usize = 2_000_000;

/// Most bytes of a cell that are used; longer ones are refused.
pub const CELL_BYTES_MAX: usize = 4_096;

/// How far down a header is looked for, in rows that are not empty.
pub const HEADER_ROWS_MAX: usize = 30;
