//! The fields of `onethread.toml`: they drive the loader, the JSON Schema, the reference page and near names.

use crate::fields::{DAYS_MAX, Field, FieldType, Kind, Shape};

const TEXT: FieldType = FieldType::Text;
const TEXTS: FieldType = FieldType::List(&FieldType::Text);
const TEXT_MAP: FieldType = FieldType::Map(&FieldType::Text);

/// Names of the fact tables, for the `table` of a source.
pub(super) const TABLES: &[&str] = &[
    "allocation",
    "change",
    "decision",
    "dependency",
    "initiative_event",
    "initiative_snapshot",
    "link",
    "membership",
    "metric_point",
    "ownership",
    "package",
    "release",
    "removal",
    "review",
    "touch",
];

/// The fact table of a source; a format may say it instead.
pub(super) const TABLE: Field = Field::new(
    "table",
    FieldType::Choice(TABLES),
    "The fact table that it feeds. `git` needs none: it feeds `change` and `touch`; nor do ownership files, which feed \
     `ownership`, and manifests, which feed `package` and `link`.",
    "\"initiative_snapshot\"",
);

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
        fields: &[
            Field::new("file", FieldType::OneOrMany(&TEXT), "Path of the file or files.", "\"data/initiatives.csv\"")
                .required(),
            TABLE,
            Field::new(
                "format",
                FieldType::Choice(&["cargo", "codeowners", "csv", "git", "jsonl", "maintainers", "npm", "owners"]),
                "Comma-separated values with a header line, or one JSON object a line; by the file's ending when absent. \
                 `git` reads the histories of repositories, bare or not; `codeowners`, `maintainers` and `owners` read the \
                 ownership files of a repository, `cargo` and `npm` its manifests and lockfiles. For these the folder of \
                 the repository is the `file`.",
                "\"csv\"",
            ),
            Field::new(
                "delimiter",
                TEXT,
                "The character between cells; a comma when absent. What the file states or shows comes first.",
                "\";\"",
            ),
            Field::new(
                "layout",
                FieldType::Choice(&["long", "wide"]),
                "For registry tables: a record for each value (`long`, with columns `field` and `value`), or a record \
                 for each initiative (`wide`, with a column for each field).",
                "\"long\"",
            ),
            Field::new(
                "columns",
                TEXT_MAP,
                "Which column of the file fills a column of the table: ours = \"theirs\". Columns of the same name need \
                 no entry.",
                "{ initiative = \"id\" }",
            ),
            Field::new(
                "fields",
                TEXT_MAP,
                "For registry tables: which word of the field column (`long`) or which column (`wide`) fills a registry \
                 field: ours = \"theirs\".",
                "{ people = \"authors\" }",
            ),
            Field::new(
                "constants",
                TEXT_MAP,
                "Cells that are the same in every record.",
                "{ observed = \"2026-07-24\" }",
            ),
            Field::new(
                "values",
                FieldType::Map(&TEXT_MAP),
                "What a column's or registry field's values are changed to: theirs = \"ours\". Each change is counted \
                 in the import report.",
                "{ status = { wip = \"live\" } }",
            ),
            Field::new("absent", TEXTS, "Values that mean that nothing is known.", "[\"TBD\", \"n/a\"]"),
            Field::new("separator", TEXT, "The separator between the parts of a list; `;` when absent.", "\"|\""),
            Field::new(
                "dates",
                TEXT,
                "How days are written: `day` for 2026-02-02 (when absent), `quarter` for 2026Q1 (fills `from` and \
                 `until`), or a pattern.",
                "\"%d/%m/%Y\"",
            ),
            Field::new(
                "people",
                FieldType::Choice(&["hashed", "pseudonymous"]),
                "`hashed` (when absent): people become pseudonyms unless the organization's files name them. \
                 `pseudonymous`: the source holds pseudonyms already.",
                "\"pseudonymous\"",
            ),
            Field::new(
                "first-parent",
                FieldType::Flag,
                "For git: follow first parents only, so that a merge stands for what it brought; `false` when absent.",
                "true",
            ),
            Field::new(
                "lines",
                FieldType::Flag,
                "For git: count lines added and deleted; `false` when absent.",
                "true",
            ),
            Field::new(
                "references",
                FieldType::OneOrMany(&TEXT),
                "For git: regular expressions that find the initiative in subjects and trailers; the first group of a \
                 match is the reference, or all of it. `values = { initiative = { ... } }` turns references into ids.",
                "\"PAY-[0-9]+\"",
            ),
            Field::new(
                "bots",
                TEXTS,
                "For git: names of bots that make changes, beside those that are known.",
                "[\"till-robot\"]",
            ),
            Field::new(
                "touches-max",
                FieldType::Count(1, 1_000_000),
                "For git: most paths that a change may touch, 1 to 1,000,000; a change of more is rejected. 100,000 when \
                 absent.",
                "20000",
            ),
        ],
    },
];
