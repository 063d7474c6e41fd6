//! The fields of `agreement.toml`: they drive the loader, the JSON Schema, the reference page and near names.

use crate::fields::{Field, FieldType, Kind, Shape};

const WHY: Field = Field::new("why", FieldType::Text, "Why it is agreed so.", "\"site agreement of 12 March 2026\"");
const SMALLEST: Field = Field::new(
    "smallest-group",
    FieldType::Count(1, 1_000_000),
    "The smallest group that a number may stand beside; 5 when absent. A smaller one loosens, and every output says so.",
    "8",
);
const RETENTION: Field = Field::new(
    "retention-days",
    FieldType::Count(1, 100_000),
    "Days after which records are dropped at reading; none when absent.",
    "730",
);
const UNTIL: Field = Field::new(
    "valid-until",
    FieldType::Day,
    "First day on which it no longer holds. What is loosened is strict again from then on; what is off stays off.",
    "2027-06-30",
);
const ON: Field = Field::new(
    "on",
    FieldType::Flag,
    "Whether it is computed, read and shown. What is off is in no output of any command.",
    "false",
);
const NAMES: Field = Field::new(
    "names",
    FieldType::Choice(&["names", "positions"]),
    "For `field.\"initiative.leader\"`: whether leaders of initiatives are named, or called \"the leader\". Nobody else is \
     ever named.",
    "\"positions\"",
);

const TERMS: &[Field] = &[ON, SMALLEST, RETENTION, NAMES, UNTIL, WHY];

/// The kinds of entry in `agreement.toml`.
pub const AGREEMENT_KINDS: &[Kind] = &[
    Kind {
        name: "agreement",
        shape: Shape::Single,
        doc: "Who agreed, and what holds for everything below that states nothing else.",
        fields: &[
            Field::new(
                "owner",
                FieldType::Text,
                "Who owns the agreement, such as a works council. Every output names it. Without an owner nothing is loosened.",
                "\"Works council\"",
            )
            .required(),
            UNTIL,
            SMALLEST,
            RETENTION,
            WHY,
        ],
    },
    Kind { name: "criterion", shape: Shape::ById, doc: "A criterion of the review, by its key.", fields: TERMS },
    Kind { name: "measure", shape: Shape::ById, doc: "A measure, by its key.", fields: TERMS },
    Kind { name: "rule", shape: Shape::ById, doc: "A rule of `onethread check`, by its code.", fields: TERMS },
    Kind {
        name: "statistic",
        shape: Shape::ById,
        doc: "Acts of the deciders of one initiative, which are off unless `on = true` is agreed.",
        fields: TERMS,
    },
    Kind {
        name: "field",
        shape: Shape::ById,
        doc: "A field of the organization's files that names a person or says something of one, as `kind.key`.",
        fields: TERMS,
    },
    Kind { name: "table", shape: Shape::ById, doc: "A fact table with people or teams.", fields: TERMS },
];
