//! The fields of a source in `onethread.toml`, and of a part of one.

use super::presets::PRESET_KEYS;
use crate::fields::{Field, FieldType};

const TEXT: FieldType = FieldType::Text;
const TEXTS: FieldType = FieldType::List(&FieldType::Text);
const TEXT_MAP: FieldType = FieldType::Map(&FieldType::Text);

/// Names of the fact tables, for the `table` of a source.
pub(super) const TABLES: &[&str] = &[
    "allocation",
    "change",
    "decision",
    "dependency",
    "generated_file",
    "idle_rule",
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
    "version_touch",
];

/// The fact table of a source; a format may say it instead.
pub(super) const TABLE: Field = Field::new(
    "table",
    FieldType::Choice(TABLES),
    "The fact table that it feeds. `git` needs none: it feeds `change` and `touch`; nor do ownership files, which feed \
     `ownership`, and manifests, which feed `package` and `link`. Where there are `parts`, each says its own.",
    "\"initiative_snapshot\"",
);

/// Conditions on cells.
const CONDITIONS: FieldType = FieldType::Map(&FieldType::OneOrMany(&TEXT));

const CHANGELOG: &[Field] = &[
    Field::new("day", TEXT, "The day of a transition.", "\"../created\"").required(),
    Field::new("to", TEXT, "The value from then on.", "\"toString\"").required(),
    Field::new("from", TEXT, "The value before.", "\"fromString\""),
    Field::new("items", TEXT, "Where a record keeps its transitions.", "\"changelog.histories[*].items[*]\""),
    Field::new(
        "of",
        TEXT,
        "What it is a transition of, such as the key of an issue, where a record is one transition, or has those of \
         several things.",
        "\"Issue key\"",
    ),
    Field::new("where", CONDITIONS, "Which transitions count.", "{ field = \"status\" }"),
    Field::new("start", TEXT, "The day on which the first value began.", "\"fields.created\""),
    Field::new("now", TEXT, "The last value, for a record without transitions.", "\"fields.status.name\""),
    Field::new("end", TEXT, "The day on which the last value ended.", "\"closedAt\""),
];

const ENTRIES: &[Field] = &[
    Field::new(
        "files",
        FieldType::OneOrMany(&TEXT),
        "The files of the entries, by path from the root of the repository.",
        "\"proposals/**/proposal.yaml\"",
    )
    .required(),
    Field::new("key", TEXT, "What an entry has in common with the file beside it.", "\"number\"").required(),
    Field::new("id", TEXT, "The id of the entry.", "\"git.folder\"").required(),
];

/// The fields that say how records are read; `$first` stand before them.
macro_rules! record_fields {
    ($($first:expr),*) => {
        &[
            $($first,)*
            TABLE,
            Field::new(
                "files",
                FieldType::OneOrMany(&TEXT),
                "For `registry`: which files of the repository, by path from its root. `*` stands for a part of a name, \
                 `**` for any folders, `{a,b}` for either.",
                "\"proposals/**/proposal.yaml\"",
            ),
            Field::new(
                "entries",
                FieldType::Table(ENTRIES),
                "For `registry`: the files are beside those of the entries, and fill fields of them. What `initiative` reads \
                 is looked up in these files: it has to be the `key` of one, of which `id` is the id.",
                "{ files = \"proposals/**/proposal.yaml\", key = \"number\", id = \"git.folder\" }",
            ),
            Field::new("delimiter", TEXT, "The character between cells; a comma when absent. What the file states or shows comes first.", "\";\""),
            Field::new(
                "items",
                TEXT,
                "Where the records are, in JSON and YAML: a path of keys with `[*]` for each item of a list. When absent, \
                 the items of the outermost list, or the document itself.",
                "\"issues[*]\"",
            ),
            Field::new(
                "where",
                CONDITIONS,
                "Which records are read: each column, or path of keys, holds one of these texts, whatever their case. `*` \
                 stands for any text, `!Sub-task` for any but this one, and an empty list for none. All others are \
                 counted as skipped.",
                "{ \"Issue Type\" = [\"Epic\", \"Initiative\"] }",
            ),
            Field::new(
                "split",
                TEXT,
                "A column with a list: each of its parts becomes a record, with all other cells as they are. In a cell of \
                 one text `separator` stands between the parts.",
                "\"Blocks\"",
            ),
            Field::new(
                "changelog",
                FieldType::Table(CHANGELOG),
                "Where transitions between values are recorded: each value becomes a record, with the columns `value`, \
                 `since` and `until` beside those of the record itself.",
                "{ items = \"changelog.histories[*].items[*]\", of = \"key\", day = \"../created\", to = \"toString\", from = \
                 \"fromString\", where = { field = \"status\" }, start = \"fields.created\", now = \"fields.status.name\", end = \
                 \"closedAt\" }",
            ),
            Field::new(
                "repeated",
                FieldType::Choice(&["first", "join"]),
                "What is read where several columns have one name: the `first` (when absent), or all of them as one list.",
                "\"join\"",
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
                 no entry. In JSON and YAML theirs is a path of keys: `author.login`, `labels[*].name`, `../key` for one \
                 in what surrounds the record, `.` for the record itself. `a|b` is the first of several that holds \
                 anything, and `{a}!{b}` a text made of several.",
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
                "patterns",
                TEXT_MAP,
                "What of a column's or registry field's text is read: ours = a regular expression, of which the first \
                 group of a match is the value, or all of it. Text without a match is no value.",
                "{ initiative = \"[A-Z]+-[0-9]+\" }",
            ),
            Field::new(
                "values",
                FieldType::Map(&TEXT_MAP),
                "What a column's or registry field's values are changed to: theirs = \"ours\". Each change is counted \
                 in the import report.",
                "{ status = { wip = \"live\" } }",
            ),
            Field::new("absent", TEXTS, "Values that mean that nothing is known.", "[\"TBD\", \"n/a\"]"),
            Field::new(
                "lowercase",
                FieldType::Flag,
                "Whether ids are written in small letters, where the source does not distinguish them; `false` when \
                 absent.",
                "true",
            ),
            Field::new("separator", TEXT, "The separator between the parts of a list; `;` when absent.", "\"|\""),
            Field::new(
                "dates",
                TEXT,
                "How days are written: `day` for 2026-02-02 (when absent), `quarter` for 2026Q1 (fills `from` and \
                 `until`), or a pattern.",
                "\"%d/%m/%Y\"",
            ),
        ]
    };
}

/// The fields of a part.
const PART: &[Field] =
    record_fields!(Field::new("skip", FieldType::Flag, "Whether the part is left out; `false` when absent.", "true"));

/// The fields of a source.
pub(super) const SOURCE: &[Field] = record_fields!(
    Field::new(
        "file",
        FieldType::OneOrMany(&TEXT),
        "Path of the file or files. For `json`, `yaml` and `markdown` also a folder: then its files with that ending.",
        "\"data/initiatives.csv\"",
    )
    .required(),
    Field::new(
        "preset",
        FieldType::Choice(PRESET_KEYS),
        "The tool and form of an export: stands for all settings that its page shows. What is written beside it counts \
         more, key by key.",
        "\"jira-csv\"",
    ),
    Field::new(
        "format",
        FieldType::Choice(&[
            "cargo",
            "codeowners",
            "csv",
            "git",
            "json",
            "jsonl",
            "maintainers",
            "markdown",
            "npm",
            "owners",
            "registry",
            "yaml",
        ]),
        "Comma-separated values with a header line, one JSON object a line (`jsonl`), any JSON, YAML documents, or one \
         Markdown file a record; by the file's ending when absent. `git` reads the histories of repositories, bare or \
         not; `codeowners`, `maintainers` and `owners` read the ownership files of a repository, `cargo` and `npm` its \
         manifests and lockfiles, `registry` every version of the `files` in its history. For these the folder of the repository is the `file`.",
        "\"csv\"",
    ),
    Field::new(
        "observed",
        FieldType::Day,
        "The day on which the export was made: it fills `observed`, and the `from` of intervals of which the file does \
         not say since when.",
        "2026-07-24",
    ),
    Field::new(
        "parts",
        FieldType::Map(&FieldType::Table(PART)),
        "Several tables from one file: each part is a mapping of its own, and has what the source says where it says \
         nothing itself. Reports name it as SOURCE.PART.",
        "{ teams = { table = \"membership\", columns = { team = \"squad\" } } }",
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
    Field::new("lines", FieldType::Flag, "For git: count lines added and deleted; `false` when absent.", "true"),
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
        "[\"till-robot\"]"
    ),
    Field::new(
        "touches-max",
        FieldType::Count(1, 1_000_000),
        "For git: most paths that a change may touch, 1 to 1,000,000; a change of more is rejected. 100,000 when \
         absent.",
        "20000",
    )
);
