//! Reference pages and JSON Schemas of the files, written from the static tables that also drive the loaders.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::agreement::AGREEMENT_KINDS;
use crate::config::CONFIG_KINDS;
use crate::facts::{ColumnType, FACT_KINDS, REGISTRY_FIELDS, RegistryFieldKind, TimeKind};
use crate::fields::{Field, FieldType, Kind, Shape, quoted, with_article};
use crate::limits::thousands;
use crate::org::ORG_KINDS;

/// The id that stands for an entry in examples.
fn example_id(kind: &Kind) -> &'static str {
    match kind.name {
        "person" => "ines",
        "team" => "returns-core",
        "function" => "legal",
        "initiative" => "returns",
        "component" => "returns-api",
        "source" => "initiatives",
        "move" => "delegate-returns-2026-06-30",
        _ => "example",
    }
}

/// The reference page of the organization's files, as Markdown.
pub fn org_reference() -> String {
    let head = "# The organization's files\n\n\
        Any number of TOML files in the organization's folder, in any subfolders. Entries with the same id merge, over \
        files too; where two of them contradict each other, the first one counts and the other one is reported. \
        Reading never fails: what is not understood is reported, and all the rest is used.\n\n\
        A reference is the id of an entry, or `kind:id` where several kinds may stand. Ids of a kind that no file \
        describes are taken as written, because evidence may know them.\n";
    reference(head, ORG_KINDS)
}

/// The reference page of `onethread.toml`, as Markdown.
pub fn config_reference() -> String {
    let head = "# Settings: `onethread.toml`\n\n\
        One file at the root of the folder under review. It names the sources of evidence and the thresholds of the review. All of it is optional.\n\n\
        Paths in it start at its folder and stay in it, also after links. Where one leads out, such as `file = \"../payments\"`, it is \
        refused until a person allows the place: `onethread import git ../payments` for this folder, `--allow-outside \
        ../payments` for one run, the variable `ONETHREAD_ALLOW_OUTSIDE` in a pipeline.\n";
    reference(head, CONFIG_KINDS)
}

/// The reference page of the agreement, as Markdown.
pub fn agreement_reference() -> String {
    let head = "# The agreement: `agreement.toml`\n\n\
        One file beside `onethread.toml`, owned by the works council or whoever the organization names. Without it the strict values \
        hold. `onethread privacy draft` writes one with everything that can be agreed on, and `onethread privacy report` shows what \
        holds.\n";
    reference(head, AGREEMENT_KINDS)
}

/// The reference page of the fact tables and of the registry vocabulary, as Markdown.
pub fn facts_reference() -> String {
    let mut page = "# Facts: what evidence can say\n\n\
        A source fills one table. Every table is one of three kinds: an *event* happened on a day and is known from that \
        day on; an *interval* holds from a day (included) until a day (not included, absent while it lasts); a *snapshot* \
        was observed on a day, and for an earlier day it says nothing.\n"
        .to_owned();
    for schema in FACT_KINDS {
        let time = match schema.time {
            TimeKind::Event => "Event",
            TimeKind::Interval => "Interval",
            TimeKind::Snapshot => "Snapshot",
        };
        put(&mut page, format_args!("\n## `{}`\n\n{time}. {}\n\n", schema.name, schema.doc.trim()));
        put(&mut page, format_args!("| column | what | type | required |\n|---|---|---|---|\n"));
        for column in schema.columns {
            let required = if column.required { "yes" } else { "no" };
            let (doc, ty) = (column.doc.trim(), column_words(column.ty));
            put(&mut page, format_args!("| `{}` | {} | {ty} | {required} |\n", column.name, cell(doc)));
        }
    }
    put(
        &mut page,
        format_args!(
            "\n## Registry fields\n\n\
             The words that the `field` column of `initiative_event` and `initiative_snapshot` may hold. A `*` stands for \
             the name of a milestone.\n\n| field | what | value |\n|---|---|---|\n"
        ),
    );
    for field in REGISTRY_FIELDS {
        let value = registry_words(field.kind);
        put(&mut page, format_args!("| `{}` | {} | {value} |\n", field.name, cell(field.doc)));
    }
    page
}

/// Where the project has its name on the web: the beginning of the ids of schemas and of the addresses of pages. Nothing
/// here reads it from there; every schema and page is in the program.
pub const SITE: &str = "https://onethread.dev";

/// The `$id` of the schema of this name, such as `review`.
pub fn schema_id(name: &str) -> String {
    format!("{SITE}/schema/{}", schema_file(name))
}

/// The file that holds the schema of this name, such as `review`.
pub fn schema_file(name: &str) -> String {
    format!("{name}.schema.json")
}

/// JSON Schema (draft 2020-12) of an organization file, read as JSON.
pub fn org_schema() -> Value {
    schema("organization", "Onethread organization file", ORG_KINDS)
}

/// JSON Schema (draft 2020-12) of `onethread.toml`, read as JSON.
pub fn config_schema() -> Value {
    schema("settings", "onethread.toml", CONFIG_KINDS)
}

/// JSON Schema (draft 2020-12) of `agreement.toml`, read as JSON.
pub fn agreement_schema() -> Value {
    schema("agreement", "agreement.toml", AGREEMENT_KINDS)
}

/// An entry of a kind in which every field has its example, as TOML; of fields that contradict each other, the first
/// one.
pub fn example(kind: &Kind) -> String {
    let header = match kind.shape {
        Shape::Single | Shape::Array => kind.name.to_owned(),
        Shape::ById => format!("{}.{}", kind.name, example_id(kind)),
    };
    let mut toml = String::new();
    example_table(&mut toml, &header, kind.shape == Shape::Array, kind.fields);
    toml
}

fn example_table(toml: &mut String, header: &str, is_array: bool, fields: &[Field]) {
    let (open, close) = if is_array { ("[[", "]]") } else { ("[", "]") };
    put(toml, format_args!("{open}{header}{close}\n"));
    // Tables below come last: keys written under them would count as theirs.
    let alone = |field: &&Field| !matches!(field.ty, FieldType::Tables(_)) && field.contradicts.is_none();
    for field in fields.iter().filter(alone) {
        put(toml, format_args!("{} = {}\n", field.key, field.example));
    }
    for field in fields {
        if let FieldType::Tables(inner) = field.ty {
            toml.push('\n');
            example_table(toml, &format!("{header}.{}", field.key), true, inner);
        }
    }
}

fn reference(head: &str, kinds: &[Kind]) -> String {
    let mut page = head.to_owned();
    for kind in kinds {
        let title = match kind.shape {
            Shape::Single => format!("[{}]", kind.name),
            Shape::ById => format!("[{}.ID]", kind.name),
            Shape::Array => format!("[[{}]]", kind.name),
        };
        put(&mut page, format_args!("\n## `{title}`\n\n{}\n\n```toml\n{}```\n", kind.doc, example(kind)));
        field_table(&mut page, kind.fields);
        for field in kind.fields {
            nested_table(&mut page, kind.name, field);
        }
    }
    page
}

fn nested_table(page: &mut String, of: &str, field: &Field) {
    let (FieldType::Table(inner) | FieldType::Tables(inner)) = field.ty else { return };
    put(page, format_args!("\n### `{}` of `{of}`\n\n{}\n", field.key, field.doc));
    field_table(page, inner);
    for below in inner {
        nested_table(page, field.key, below);
    }
}

fn field_table(page: &mut String, fields: &[Field]) {
    put(page, format_args!("\n| key | what | type | required | since |\n|---|---|---|---|---|\n"));
    for field in fields {
        let required = if field.required { "yes" } else { "no" };
        let (doc, ty) = (cell(field.doc), cell(&type_words(&field.ty)));
        put(page, format_args!("| `{}` | {doc} | {ty} | {required} | {} |\n", field.key, field.since));
    }
}

/// What may stand in a field, in a few words.
fn type_words(ty: &FieldType) -> String {
    match ty {
        FieldType::Text => "text".to_owned(),
        FieldType::Day => "day, like `2026-02-02`".to_owned(),
        FieldType::Share => "number from 0 to 1".to_owned(),
        FieldType::Number => "number".to_owned(),
        FieldType::Count(least, most) => format!("whole number from {least} to {}", thousands(u128::from(*most))),
        FieldType::Flag => "`true` or `false`".to_owned(),
        FieldType::Choice(words) => format!("one of {}", quoted(words)),
        FieldType::Ref([one]) => format!("id of {}", with_article(one)),
        FieldType::Ref(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}:ID`")).collect();
            kinds.join(", ")
        }
        FieldType::Scope => "`KIND:NAME`".to_owned(),
        FieldType::List(of) => format!("list, each: {}", type_words(of)),
        FieldType::OneOrMany(of) => format!("{}; or a list of such", type_words(of)),
        FieldType::Table(_) => "table, see below".to_owned(),
        FieldType::Tables(_) => "array of tables, see below".to_owned(),
        FieldType::Map(of) => format!("table with free keys, each: {}", type_words(of)),
        FieldType::Scalar => "text, number, `true` or `false`".to_owned(),
    }
}

fn column_words(ty: ColumnType) -> &'static str {
    match ty {
        ColumnType::Day => "day, UTC",
        ColumnType::Sequence => "whole number from 0; keeps the order within a day",
        ColumnType::Initiative => "id of an initiative",
        ColumnType::Person => "id or pseudonym of a person",
        ColumnType::Team => "id of a team",
        ColumnType::Component => "id of a component, or a path",
        ColumnType::Release => "name of a release",
        ColumnType::Word => "word",
        ColumnType::Value => "text, or a list of texts, as the field says",
        ColumnType::Share => "number from 0 to 1, or a percentage such as `80%`",
        ColumnType::Change => "id of a change",
        ColumnType::Decision => "id of a decision",
        ColumnType::Gate => "id of a gate",
        ColumnType::Metric => "name of a metric",
        ColumnType::Package => "name of a package",
        ColumnType::Count => "whole number from 0",
        ColumnType::Amount => "number",
    }
}

fn registry_words(kind: RegistryFieldKind) -> &'static str {
    match kind {
        RegistryFieldKind::Mark => "none: that it happened is all",
        RegistryFieldKind::Text => "text",
        RegistryFieldKind::Word => "word whose meaning `[registry]` says",
        RegistryFieldKind::Day => "day",
        RegistryFieldKind::Person => "person",
        RegistryFieldKind::People => "people",
        RegistryFieldKind::Team => "team",
        RegistryFieldKind::Teams => "teams",
        RegistryFieldKind::Initiatives => "initiatives",
        RegistryFieldKind::Release => "release or day",
        RegistryFieldKind::Scope => "pieces of scope, `KIND:NAME`",
    }
}

/// Text for a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn put(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = page.write_fmt(text);
}

fn schema(name: &str, title: &str, kinds: &[Kind]) -> Value {
    let mut properties = Map::new();
    for kind in kinds {
        let entry = object(kind.fields);
        let value = match kind.shape {
            Shape::Single => entry,
            Shape::ById => {
                json!({ "type": "object", "propertyNames": { "pattern": "\\S" }, "additionalProperties": entry })
            }
            Shape::Array => json!({ "type": "array", "items": entry }),
        };
        properties.insert(kind.name.to_owned(), described(value, kind.doc));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_id(name),
        "title": title,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.key.to_owned(), described(type_schema(&field.ty), field.doc))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let (Some(object), false) = (object.as_object_mut(), required.is_empty()) {
        object.insert("required".to_owned(), json!(required));
    }
    object
}

fn described(mut schema: Value, doc: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(doc));
    }
    schema
}

fn type_schema(ty: &FieldType) -> Value {
    match ty {
        FieldType::Text => json!({ "type": "string" }),
        // A strict validator refuses the word `format`, and a lenient one ignores it.
        FieldType::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        FieldType::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        FieldType::Number => json!({ "type": "number" }),
        FieldType::Count(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        FieldType::Flag => json!({ "type": "boolean" }),
        FieldType::Choice(words) => json!({ "enum": words }),
        // A bare id has no colon; behind a kind the id may have one.
        FieldType::Ref(kinds) => {
            let pattern = format!("^(?:(?:{}):.*\\S.*|[^:]*[^:\\s][^:]*)$", kinds.join("|"));
            json!({ "type": "string", "pattern": pattern })
        }
        FieldType::Scope => json!({ "type": "string", "pattern": "^[^:]*[^:\\s][^:]*:.*\\S.*$" }),
        FieldType::List(of) => json!({ "type": "array", "items": type_schema(of) }),
        FieldType::OneOrMany(of) => {
            let one = type_schema(of);
            json!({ "anyOf": [one, { "type": "array", "items": one }] })
        }
        FieldType::Table(fields) => object(fields),
        FieldType::Tables(fields) => json!({ "type": "array", "items": object(fields) }),
        FieldType::Map(of) => json!({ "type": "object", "additionalProperties": type_schema(of) }),
        // Strict validators refuse a list of types.
        FieldType::Scalar => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "number" }, { "type": "boolean" }] })
        }
    }
}
