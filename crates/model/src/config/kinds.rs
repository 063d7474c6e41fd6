//! The fields of `onethread.toml`: they drive the loader, the JSON Schema, the reference page and near names.

use super::source_fields::SOURCE;
use crate::fields::{DAYS_MAX, Field, FieldType, Kind, Shape};

const TEXT: FieldType = FieldType::Text;
const TEXTS: FieldType = FieldType::List(&FieldType::Text);

/// The kinds of entry in `onethread.toml`.
pub const CONFIG_KINDS: &[Kind] = &[
    Kind {
        name: "project",
        shape: Shape::Single,
        doc: "What is under review.",
        fields: &[
            Field::new("name", TEXT, "Name of the organization, as reports show it.", "\"Harbour Market\""),
            Field::new("organization", TEXT, "Folder of the organization's TOML files; `org` when absent.", "\"org\""),
            Field::new(
                "data-cut",
                FieldType::Day,
                "The last day that the evidence speaks of. Reviews are as of this day unless another one is given; without \
                 it, as of today.",
                "2026-07-24",
            ),
        ],
    },
    Kind {
        name: "review",
        shape: Shape::Single,
        doc: "What counts as dedicated, and when the share reporting to the leader makes a single-threaded owner.",
        fields: &[
            Field::new(
                "dedicated-share",
                FieldType::Share,
                "Least share of working time on the initiative that counts as dedicated; 0.8 when absent.",
                "0.8",
            ),
            Field::new(
                "other-share",
                FieldType::Share,
                "Largest share on all other initiatives together that still counts as dedicated; 0.1 when absent.",
                "0.1",
            ),
            Field::new(
                "reporting-share",
                FieldType::Share,
                "Least share reporting to the leader that makes a single-threaded owner; 0.8 when absent.",
                "0.8",
            ),
            Field::new(
                "above-share",
                FieldType::Share,
                "Largest share of reversible decisions above the leader at which the leader decides alone; 0.1 when \
                 absent.",
                "0.1",
            ),
            Field::new(
                "change-days",
                FieldType::Count(0, DAYS_MAX),
                "How far back the review looks for what changed; 90 when absent.",
                "90",
            ),
            Field::new(
                "period-days",
                FieldType::Count(1, DAYS_MAX),
                "How many days decisions and metrics are looked at, and compared with as many days before; 180 when \
                 absent.",
                "180",
            ),
            Field::new(
                "plan-days",
                FieldType::Count(0, DAYS_MAX),
                "The most days ahead for which a plan counts as one; 365 when absent. What is due later is put off.",
                "365",
            ),
        ],
    },
    Kind {
        name: "check",
        shape: Shape::Single,
        doc: "Which rules `onethread check` runs, and how. `onethread check --show-settings` says what holds and why.",
        fields: &[
            Field::new(
                "select",
                TEXTS,
                "Rules to run: codes, beginnings of codes, names, or `ALL`; all but the opt-in ones when absent. An \
                 opt-in rule is run where its whole code or its name stands here.",
                "[\"ST\", \"DP1\", \"waiver-expired\"]",
            ),
            Field::new("extend-select", TEXTS, "Rules to run beside the others.", "[\"TM103\"]"),
            Field::new("ignore", TEXTS, "Rules to leave out. The longer of two beginnings counts.", "[\"TN\"]"),
            Field::new(
                "baseline",
                TEXT,
                "A file of known findings that are not reported again, written by `--write-baseline`.",
                "\"onethread-baseline.json\"",
            ),
            Field::new(
                "rules",
                FieldType::Map(&FieldType::Map(&FieldType::Scalar)),
                "What is said about single rules: `level` (`error`, `warning`, `info` or `off`) and the options that \
                 their pages name.",
                "{ ST101 = { level = \"error\" } }",
            ),
        ],
    },
    Kind {
        name: "registry",
        shape: Shape::Single,
        doc: "What the words of a registry of initiatives mean.",
        fields: &[
            Field::new(
                "leader",
                FieldType::Choice(&["stated", "first-person"]),
                "Who counts as the leader: only one that is stated, or else the first of `people`.",
                "\"first-person\"",
            ),
            Field::new(
                "live-status",
                TEXTS,
                "Statuses of initiatives under way.",
                "[\"implementable\", \"provisional\"]",
            ),
            Field::new(
                "idea-status",
                TEXTS,
                "Statuses of what is no more than an idea yet: outside every count of what is under way.",
                "[\"idea\", \"draft\"]",
            ),
            Field::new("done-status", TEXTS, "Statuses of initiatives that delivered.", "[\"implemented\"]"),
            Field::new("dropped-status", TEXTS, "Statuses of initiatives given up.", "[\"withdrawn\", \"rejected\"]"),
            Field::new("paused-status", TEXTS, "Statuses of initiatives set aside.", "[\"deferred\"]"),
            Field::new(
                "tentative-status",
                TEXTS,
                "Statuses under which a passed target is no sign that anything shipped.",
                "[\"provisional\"]",
            ),
            Field::new(
                "milestones",
                TEXTS,
                "Milestones from first to last. The first one to ship is first value; the last one ends the initiative.",
                "[\"alpha\", \"beta\", \"stable\"]",
            ),
            Field::new(
                "live-within-days",
                FieldType::Count(0, DAYS_MAX),
                "An entry without a new version for longer than this is not live.",
                "365",
            ),
            Field::new(
                "live-needs-target",
                FieldType::Flag,
                "Whether an entry without any target is not live.",
                "true",
            ),
            Field::new("first-release", TEXT, "Releases before this one are left out of time-to-value.", "\"v1.8\""),
        ],
    },
    Kind {
        name: "source",
        shape: Shape::ById,
        doc: "A file of evidence, and how its columns are read.",
        fields: SOURCE,
    },
];
