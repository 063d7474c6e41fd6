//! Words of the fields of an organization file that other parts of the program know by name.

/// Kinds of dependency evidence; see MODEL, dependencies.
pub const DEPENDENCY_CLASSES: &[&str] =
    &["declared", "structural", "evolutionary", "review", "approval", "shared-person", "shared-release"];

/// Actions that remove a dependency, cheapest first.
pub const DEPENDENCY_ACTIONS: &[&str] = &[
    "on-their-roadmap",
    "away-team",
    "self-service",
    "duplicate",
    "move-ownership",
    "add-role",
    "delegate-approval",
    "adopt-open-source",
    "redraw-teams",
];

/// What a dependency does to the work.
pub const DEPENDENCY_EFFECTS: &[&str] = &["blocking", "slowing", "ok"];

/// Kinds of metric: what the team moves directly, and what comes of it.
pub const METRIC_KINDS: &[&str] = &["input", "output"];
