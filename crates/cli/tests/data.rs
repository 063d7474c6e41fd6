//! The JSON of every command fits its schema, and every schema is one that strict validators take.

mod common;

use std::path::Path;

use common::{folder, json, onethread, repository, stdout};
use serde_json::{Map, Value};

const SCHEMAS: &[&str] = &[
    "organization",
    "settings",
    "agreement",
    "review",
    "first-days",
    "quarter",
    "check",
    "show",
    "what-if",
    "plan",
    "triage",
    "roles",
    "charter-gate",
    "evidence",
    "explain",
    "ask",
    "init",
    "privacy",
];

fn schema(of: &str) -> Value {
    serde_json::from_str(&stdout(&onethread(&repository(), &["schema", of]))).expect("JSON")
}

/// Holds the output of a command to its schema, and gives it.
fn held(of: &str, folder: &Path, args: &[&str]) -> Value {
    let data = json(folder, args);
    let schema = jsonschema::validator_for(&schema(of)).expect("a schema");
    let wrong: Vec<String> =
        schema.iter_errors(&data).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(wrong, Vec::<String>::new(), "{args:?}");
    data
}

#[test]
fn evidence_is_data() {
    let data = held("evidence", &repository(), &["evidence", "examples/harbour-market", "--format", "json"]);
    let files = data["files"].as_array().expect("files");
    assert_eq!(files.len(), 13);
    let changes = files.iter().find(|file| file["name"] == "changes").expect("changes");
    // `wc -l` less the header.
    assert_eq!((&changes["read"], &changes["kept"]), (&2856.into(), &2856.into()));
    for file in files {
        let count = |key: &str| file[key].as_u64().expect("a number");
        let skipped: u64 = file["skipped"].as_object().expect("skipped").values().filter_map(Value::as_u64).sum();
        let rejected = file["rejects"].as_array().expect("rejects").len() as u64;
        assert_eq!(count("read"), count("kept") + skipped + rejected, "{file}");
    }
    assert!(data["diagnostics"].is_array());
}

#[test]
fn pages_are_data() {
    let all = held("explain", &repository(), &["explain", "--format", "json"]);
    let pages = all["pages"].as_array().expect("pages");
    assert!(pages.len() > 80 && pages.iter().all(|page| page.get("markdown").is_none()));
    let one = held("explain", &repository(), &["explain", "ST101", "--format", "json"]);
    assert_eq!(one["pages"][0]["rule"]["code"], "ST101");
    let text =
        std::fs::read_to_string(repository().join("crates/core/src/check/rules/thread/second_live_initiative.md"));
    assert_eq!(one["pages"][0]["markdown"], text.expect("a page"));
    let some = held("explain", &repository(), &["explain", "ST1", "--format", "json"]);
    let codes: Vec<&str> =
        some["pages"].as_array().expect("pages").iter().filter_map(|page| page["rule"]["code"].as_str()).collect();
    assert!(codes.len() > 10 && codes.iter().all(|code| code.starts_with("ST1")), "{codes:?}");
}

#[test]
fn questions_are_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ask.json");
    let all = held("ask", &repository(), &["ask", "examples/harbour-market", "--format", "json"]);
    let review = json(&repository(), &["review", "examples/harbour-market", "--format", "json"]);
    assert_eq!(all["pages"].as_array().map(Vec::len), review["initiatives"].as_array().map(Vec::len));
    let ask = ["ask", "examples/harbour-market", "--initiative", "loyalty"];
    let one = held("ask", &repository(), &[&ask[..], &["--format", "json"]].concat());
    let page = stdout(&onethread(&repository(), &ask));
    let questions = one["pages"][0]["questions"].as_array().expect("questions");
    assert!(!questions.is_empty());
    for question in questions {
        assert!(page.contains(question["text"].as_str().expect("text")), "{question}");
    }
    let path = file.to_str().expect("a path");
    onethread(&repository(), &["ask", "examples/harbour-market", "--format", "json", "-o", path]);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&file).expect("a file")).expect("JSON");
    assert_eq!(written, all);
}

#[test]
fn a_dry_run_of_init_is_what_is_written() {
    let sheets = repository().join("docs/guides/spreadsheets");
    let read = |name: &str| std::fs::read(sheets.join(name)).expect("a sheet");
    let folder = folder(&[("roster.csv", &read("roster.csv")), ("initiatives.csv", &read("initiatives.csv"))]);
    let from = ["init", "shop", "--from", "roster.csv,initiatives.csv"];
    let would = held("init", folder.path(), &[&from[..], &["--dry-run", "--format", "json"]].concat());
    assert!(!folder.path().join("shop").exists(), "a dry run writes nothing");
    assert!(onethread(folder.path(), &[&from[..], &["--yes"]].concat()).status.success());
    let files = would["files"].as_array().expect("files");
    assert!(files.len() >= 3);
    for file in files {
        let path = folder.path().join("shop").join(file["path"].as_str().expect("a path"));
        assert_eq!(std::fs::read_to_string(path).expect("a file"), file["text"], "{}", file["path"]);
        assert_eq!(file["is_new"], true);
    }
    assert_eq!(would["sheets"].as_array().map(Vec::len), Some(2));
    // Nothing is left to do, and the values of the sheets are nowhere in what is said about columns.
    let again = held("init", folder.path(), &[&from[..], &["--dry-run", "--format", "json"]].concat());
    assert_eq!(again["files"].as_array().map(Vec::len), Some(0));
    let output = onethread(folder.path(), &[&from[..], &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(2), "data without --dry-run");
}

/// Calls back for every schema inside a schema; what stands below `properties` and `$defs` are names.
fn walk(schema: &Value, at: &str, check: &mut dyn FnMut(&str, &Map<String, Value>)) {
    let Some(object) = schema.as_object() else { return };
    check(at, object);
    for (key, value) in object {
        match key.as_str() {
            "properties" | "$defs" => {
                for (name, below) in value.as_object().expect("names") {
                    walk(below, &format!("{at}/{key}/{name}"), check);
                }
            }
            "items" | "additionalProperties" | "propertyNames" | "not" => walk(value, &format!("{at}/{key}"), check),
            "anyOf" | "oneOf" | "allOf" | "prefixItems" => {
                for (index, below) in value.as_array().expect("schemas").iter().enumerate() {
                    walk(below, &format!("{at}/{key}/{index}"), check);
                }
            }
            _ => {}
        }
    }
}

/// What Ajv refuses in its strict mode, as its documentation lists it.
fn strict(of: &str, schema: &Value) -> Vec<String> {
    const KNOWN: &[&str] = &[
        "$schema",
        "$id",
        "$comment",
        "$defs",
        "$ref",
        "title",
        "description",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "propertyNames",
        "items",
        "prefixItems",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "pattern",
        "enum",
        "const",
        "anyOf",
        "oneOf",
        "allOf",
        "not",
        "default",
    ];
    let mut wrong = Vec::new();
    walk(schema, of, &mut |at, object| {
        wrong.extend(object.keys().filter(|key| !KNOWN.contains(&key.as_str())).map(|key| format!("{at}: {key}")));
        if let Some(items) = object.get("prefixItems").and_then(Value::as_array) {
            let length = Some(items.len() as u64);
            let bound = |key: &str| object.get(key).and_then(Value::as_u64) == length;
            if !(bound("minItems") && (bound("maxItems") || object.get("items") == Some(&Value::Bool(false)))) {
                wrong.push(format!("{at}: a tuple without its length"));
            }
        }
        if object
            .get("type")
            .and_then(Value::as_array)
            .is_some_and(|all| all.iter().filter(|one| **one != "null").count() > 1)
        {
            wrong.push(format!("{at}: several types"));
        }
        let numeric = ["minimum", "maximum"].iter().any(|key| object.contains_key(*key));
        let types = object.get("type").map(Value::to_string).unwrap_or_default();
        if numeric && !types.contains("integer") && !types.contains("number") {
            wrong.push(format!("{at}: a limit of what is no number"));
        }
    });
    wrong
}

#[test]
fn schemas_are_taken_by_strict_validators() {
    for of in SCHEMAS {
        let schema = schema(of);
        assert_eq!(schema["$id"], format!("https://onethread.dev/schema/{of}.schema.json"), "{of}");
        assert_eq!(strict(of, &schema), Vec::<String>::new());
        jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{of}: {error}"));
        let kept = std::fs::read_to_string(repository().join(format!("docs/reference/{of}.schema.json")));
        let is_kept = kept.is_ok_and(|kept| kept == stdout(&onethread(&repository(), &["schema", of])));
        assert!(is_kept, "{of}: run `cargo xtask bless`");
    }
    let listed = stdout(&onethread(&repository(), &["schema"]));
    let listed: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(listed, SCHEMAS);
    // A check that finds nothing in these would find nothing.
    let bad = serde_json::json!({ "properties": {
        "a": { "type": "integer", "format": "uint" },
        "b": { "minimum": 0 },
        "c": { "type": ["string", "number"] },
        "d": { "type": "array", "prefixItems": [{ "type": "string" }] },
    } });
    assert_eq!(strict("bad", &bad).len(), 4);
}
