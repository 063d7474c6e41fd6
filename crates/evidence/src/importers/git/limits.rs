//! How much of a history is read. What is beyond a limit is named in the report; it never ends the run.

/// Most paths that a change may touch, unless `touches-max` says otherwise. A change of more is rejected.
pub const TOUCHES_MAX: u32 = 100_000;

/// Most entries of trees that are compared for one change: ten for each path that it may touch. Trees that share parts
/// can unfold into more than any disk holds.
pub(super) const ENTRIES_PER_TOUCH_MAX: u64 = 10;

/// Most bytes of a path, as most systems have it.
pub const PATH_BYTES_MAX: usize = 4_096;

/// Most folders that a path may be below.
pub const DEPTH_MAX: usize = 256;

/// Most bytes of all paths of a change: 16 MiB.
pub const CHANGE_PATH_BYTES_MAX: usize = 16 << 20;

/// Most bytes of an object that is unpacked: 32 MiB. Lines of larger files are not counted.
pub const OBJECT_BYTES_MAX: usize = 32 << 20;

/// Most bytes of a name or an address: 1 KiB. Longer ones are cut.
pub const NAME_BYTES_MAX: usize = 1_024;

/// Most people that share a change.
pub const COAUTHORS_MAX: usize = 64;

/// Most references that a change may name; those after them are not read.
pub const REFERENCES_MAX: usize = 16;

/// Most bytes of a commit, message and signature included: 1 MiB. The rest is cut.
pub const COMMIT_BYTES_MAX: usize = 1 << 20;

/// Most bytes of a subject or trailers that patterns look at: 64 KiB.
pub const MESSAGE_BYTES_MAX: usize = 64 << 10;

/// Most bytes of a mailmap: 4 MiB. A larger one is not followed.
pub const MAILMAP_BYTES_MAX: usize = 4 << 20;

/// Most commits of a history: 4,194,304. Those after them, the oldest, are not read.
pub const COMMITS_MAX: usize = 4 << 20;

/// Most bytes that a thread keeps of trees that it has read: 16 MiB.
pub(super) const TREES_BYTES_MAX: usize = 16 << 20;

/// Most bytes that a thread keeps of objects that others are stored as differences to: 24 MiB.
pub(super) const BASES_BYTES_MAX: usize = 24 << 20;

/// The same of the thread that reads commits alone, which are hardly ever stored so: 2 MiB.
pub(super) const WALK_BASES_BYTES_MAX: usize = 2 << 20;

/// Most files that state versions of a change, above which none is looked into.
pub(super) const MANIFESTS_MAX: usize = 100;

/// Most bytes of a file whose version numbers are compared: 64 KiB.
pub(super) const MANIFEST_BYTES_MAX: usize = 64 << 10;

/// Most bytes of a file of attributes: 1 MiB.
pub(super) const ATTRIBUTES_BYTES_MAX: u64 = 1 << 20;

/// Paths that are looked into for the header of a generator: those that changed most often in a year.
pub const HEADERS_MAX: usize = 1_000;

/// Paths that are looked into beside those because a lockfile or a list of exports may have their names; those that changed
/// most often first.
pub(super) const TEXTS_MAX: usize = 5_000;

/// Bytes at the start of a file in which a header stands: 2 KiB.
pub(super) const HEADER_BYTES: usize = 2 << 10;

/// Most files of a head that are compared with what changes touched: 1,000,000. With more, what is gone is known by the
/// changes alone.
pub(super) const FILES_MAX: u32 = 1_000_000;

/// Most versions of files of a registry: 1,000,000. Those after them, the newest, are not read.
pub const VERSIONS_MAX: usize = 1_000_000;

/// Most files of a registry, with those that are gone: 100,000.
pub const LINEAGES_MAX: usize = 100_000;

/// Most bytes of a version of a file of a registry: 1 MiB.
pub const VERSION_BYTES_MAX: usize = 1 << 20;

/// Most pairs of files that are compared to find where one of a commit moved to.
pub const RENAME_PAIRS_MAX: usize = 10_000;
