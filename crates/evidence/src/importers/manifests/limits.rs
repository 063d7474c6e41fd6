//! How much manifests and lockfiles may hold. What is beyond a limit is named in the report; it never ends the run.

/// Most bytes of a manifest.
pub const MANIFEST_BYTES_MAX: usize = 3 << 20;

/// Most bytes of a lockfile.
pub const LOCK_BYTES_MAX: usize = 64 << 20;

/// Most manifests of a repository.
pub const MANIFESTS_MAX: usize = 20_000;

/// Most packages and dependencies of a repository.
pub const RECORDS_MAX: usize = 1_000_000;

/// Most patterns of members of a workspace.
pub const PATTERNS_MAX: usize = 1_000;

/// Most bytes of such a pattern.
pub const PATTERN_BYTES_MAX: usize = 1_024;

/// Most bytes of the name of a package, which is what registries allow at most.
pub const NAME_BYTES_MAX: usize = 214;

/// Most bytes of a version.
pub const VERSION_BYTES_MAX: usize = 256;

/// Most bytes of a license.
pub const LICENSE_BYTES_MAX: usize = 128;

/// Deepest package within packages of a lockfile.
pub const DEPTH_MAX: usize = 64;

/// Most rejects of a file that are listed one by one; those after them are counted.
pub const REJECTS_LISTED_MAX: usize = 1_000;
