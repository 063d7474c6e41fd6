//! How much ownership files may hold. What is beyond a limit is named in the report; it never ends the run.

/// Most bytes of an ownership file: 3 MiB, the most that GitHub reads.
pub const FILE_BYTES_MAX: usize = 3 << 20;

/// Most bytes of a pattern, which is the longest path of common systems.
pub const PATTERN_BYTES_MAX: usize = 4_096;

/// Most rules of a source, over all its files.
pub const RULES_MAX: usize = 100_000;

/// Most rules whose pattern has neither a folder nor an ending to find it by; each is tried on every path.
pub const WILD_RULES_MAX: usize = 2_000;

/// Most owners of a rule.
pub const OWNERS_MAX: usize = 1_000;

/// Most ownership files of a source, such as `OWNERS` in each folder.
pub const FILES_MAX: usize = 20_000;

/// Deepest nesting of YAML.
pub const YAML_DEPTH_MAX: usize = 32;

/// Most pieces of YAML in a file: lists, tables and values.
pub const YAML_NODES_MAX: usize = 100_000;

/// Most bytes that a compiled regular expression may take.
pub const REGEX_BYTES_MAX: usize = 128 << 10;

/// Most regular expressions of a source.
pub const REGEXES_MAX: usize = 1_000;

/// Most problems of a source that are reported one by one.
pub const PROBLEMS_MAX: usize = 10_000;

/// Most rejects of a file that are listed one by one; those after them are counted.
pub const REJECTS_LISTED_MAX: usize = 10_000;
