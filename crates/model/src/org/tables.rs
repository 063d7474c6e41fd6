//! Field tables of the tables that stand inside an entry: everything about a field is written here, once.

use super::words::{DEPENDENCY_ACTIONS, METRIC_KINDS};
use crate::fields::{Field, FieldType};

pub(super) const TEXT: FieldType = FieldType::Text;
pub(super) const TEXTS: FieldType = FieldType::List(&FieldType::Text);
pub(super) const DAY: FieldType = FieldType::Day;
pub(super) const PERSON: FieldType = FieldType::Ref(&["person"]);
pub(super) const TEAM: FieldType = FieldType::Ref(&["team"]);
pub(super) const INITIATIVE: FieldType = FieldType::Ref(&["initiative"]);

pub(super) const PLAN: &[Field] = &[
    Field::new(
        "owner",
        TEAM,
        "The team that has the dependency and removes it: never the team that is depended on.",
        "\"returns-core\"",
    ),
    Field::new("action", FieldType::Choice(DEPENDENCY_ACTIONS), "How it is removed.", "\"delegate-approval\"")
        .formerly("move"),
    Field::new("by", DAY, "The day by which it is gone.", "2026-09-01"),
    Field::new(
        "agreement",
        TEXT,
        "For an away team: what both teams agreed beyond `code`, `standards-of` and `reviewed-by`, in words.",
        "\"no change in the week before Christmas\"",
    ),
    Field::new(
        "code",
        FieldType::List(&FieldType::Scope),
        "For an away team: the code that it may change, as `component:` or `path:`.",
        "[\"path:services/intake/**\"]",
    ),
    Field::new(
        "standards-of",
        TEAM,
        "For an away team: the team whose standards hold in that code, most often its owner.",
        "\"warehouse\"",
    ),
    Field::new("reviewed-by", TEAM, "For an away team: the team that reviews what it changes.", "\"warehouse\""),
    Field::new(
        "review",
        DAY,
        "The day on which it is looked at again. A duplicate needs one: by then it is decided which of the two goes.",
        "2026-12-01",
    ),
];

pub(super) const METRIC: &[Field] = &[
    Field::new("name", TEXT, "What is measured.", "\"returns finished within a minute\"").required(),
    Field::new("kind", FieldType::Choice(METRIC_KINDS), "Whether the team moves it directly.", "\"input\""),
    Field::new(
        "guards",
        FieldType::Choice(&["quality", "value"]),
        "What it guards, as a guardrail metric, while time or another number is improved.",
        "\"quality\"",
    ),
    Field::new("owner", PERSON, "Who answers for it.", "\"ines\""),
    Field::new("source", TEXT, "Where its points come from.", "\"events:return.finished\""),
    Field::new("cadence", TEXT, "How often a point is due.", "\"1d\""),
    Field::new("baseline", FieldType::Number, "Its value before.", "0.41"),
    Field::new("target", FieldType::Number, "The value to reach.", "0.80"),
    Field::new(
        "watches",
        FieldType::Choice(&["time-to-value", "quality", "value"]),
        "Which of the three it represents: how soon customers get something, whether it is good, or whether it helps \
         them. Speed is only read beside the other two.",
        "\"quality\"",
    ),
];

pub(super) const LIFTED: &[Field] = &[
    Field::new("initiative", INITIATIVE, "Which initiative.", "\"returns\"").required(),
    Field::new("from", DAY, "First day on which it need not pass.", "2026-06-01").required(),
];

/// Initiatives before which a gate comes to stand after it began.
pub(super) const ALSO_BEFORE: &[Field] = &[
    Field::new("initiative", INITIATIVE, "Which initiative.", "\"loyalty\"").required(),
    Field::new("from", DAY, "First day on which it has to pass.", "2026-06-01").required(),
];

pub(super) const NARROWED: &[Field] = &[
    Field::new("from", DAY, "First day on which it is narrower.", "2026-06-01").required(),
    Field::new(
        "before",
        FieldType::List(&INITIATIVE),
        "The only initiatives that still have to pass it.",
        "[\"returns\"]",
    ),
    Field::new(
        "decisions",
        TEXTS,
        "The only decisions that still have to pass it: `reversible`, or classes of them, as their `class` says.",
        "[\"pricing\"]",
    ),
    Field::new("only-where", TEXT, "Where alone it still has to be passed, in words.", "\"the change moves money\""),
];

pub(super) const DEPARTURE: &[Field] = &[
    Field::new("person", PERSON, "Who left.", "\"tomas\"").required(),
    Field::new("on", DAY, "First day on which this person is not on the team.", "2026-05-04").required(),
];

/// Every decision that is reversible at little cost, where a mandate names a class of decisions.
pub const REVERSIBLE: &str = "reversible";

/// What the leader and those above agreed when the leader was appointed, and what was agreed since.
pub(super) const MANDATE: &[Field] = &[
    Field::new("from", DAY, "First day.", "2026-07-01"),
    Field::new("drops", FieldType::List(&INITIATIVE), "Initiatives that the leader drops.", "[\"search\"]"),
    Field::new("drops-other", TEXTS, "Other work that the leader drops, in words.", "[\"the on-call rota\"]"),
    Field::new(
        "decides",
        TEXTS,
        "What the leader decides here: `reversible` for all that is reversible, else classes of decisions or rights in \
         words. It counts as `decision-rights`.",
        "[\"reversible\", \"pricing\"]",
    ),
    Field::new(
        "stops",
        FieldType::Tables(STOPS),
        "What those above the leader stop deciding. The review reports whether it was kept.",
        "[{ decisions = \"reversible\", by = [\"vp-retail\"], from = 2026-07-01 }]",
    ),
    Field::new(
        "lifts",
        FieldType::Tables(LIFTS),
        "Approval gates that those above lift. The review reports whether it was kept.",
        "[{ gate = \"release-board\", by = 2026-09-01 }]",
    ),
    Field::new("review", DAY, "The day on which both sides look at it again.", "2026-10-01"),
];

const STOPS: &[Field] = &[
    Field::new(
        "decisions",
        TEXT,
        "Which decisions: `reversible` for all that are reversible, or a class, as their `class` says.",
        "\"reversible\"",
    )
    .required(),
    Field::new("by", FieldType::List(&PERSON), "The positions above the leader that agreed.", "[\"vp-retail\"]"),
    Field::new("from", DAY, "First day; that of the mandate when absent.", "2026-07-01"),
];

const LIFTS: &[Field] = &[
    Field::new("gate", FieldType::Ref(&["gate"]), "Which gate.", "\"release-board\"").required(),
    Field::new("by", DAY, "First day on which the initiative need not pass it.", "2026-09-01").required(),
];

/// Times in which nobody works on an initiative.
pub(super) const PAUSE: &[Field] = &[
    Field::new("from", DAY, "First day on which nobody works on it.", "2026-07-01").required(),
    Field::new("until", DAY, "First day on which work goes on; absent while that is open.", "2026-09-01"),
    Field::new("why", TEXT, "Why.", "\"until the new tax law is published\""),
];

/// What becomes of what an initiative leaves.
pub(super) const ENDING: &[Field] = &[
    Field::new("expected", TEXT, "What was expected of it.", "\"four of five returns within a minute\""),
    Field::new("came", TEXT, "What came.", "\"three of five, and fewer calls\""),
    Field::new("team", TEXT, "What becomes of its team.", "\"goes on with the label printer\""),
    Field::new("code", TEXT, "What becomes of its code.", "\"the warehouse keeps the intake, the rest is removed\""),
    Field::new("metrics", TEXT, "What becomes of its metrics.", "\"the first one is kept by the warehouse\""),
    Field::new("duplicates", TEXT, "Which of what was built twice goes.", "\"ours; theirs stays\""),
    Field::new("agreements", TEXT, "What becomes of what was agreed with others.", "\"all of it ends\""),
    Field::new("dependants", TEXT, "What becomes of those who depend on it.", "\"checkout asks the warehouse\""),
    Field::new("into", INITIATIVE, "Which initiative goes on with its work, where one does.", "\"delivery\""),
];
