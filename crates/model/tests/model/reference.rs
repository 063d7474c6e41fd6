//! Field tables, loaders, schemas and reference pages say the same.

use onethread_model::config::{self, CONFIG_KINDS};
use onethread_model::facts::{FACT_KINDS, REGISTRY_FIELDS};
use onethread_model::fields::{Field, FieldType, Kind};
use onethread_model::org::{self, ORG_KINDS};
use onethread_model::reference::{
    config_reference, config_schema, example, facts_reference, org_reference, org_schema,
};
use onethread_model::source::Sources;
use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

use crate::{assert_lines, lines, load};

/// Entries that the examples refer to.
const REFERRED: &str = "[person.chief-executive]\n[person.shopping-director]\n[person.loyalty-lead]\n[initiative.fraud]\n\
    [initiative.payments]\n[initiative.privacy]\n[person.ines]\n[person.tomas]\n[person.vp-retail]\n[person.general-counsel]\n\
    [person.principal-engineer]\n[team.returns-core]\n[team.payments]\n[team.warehouse]\n[initiative.returns]\n[initiative.loyalty]\n\
    [initiative.search]\n[component.returns-api]\n[component.ledger]\n[gate.design-review]\n[gate.release-board]\n[gate.security-review]\n";

#[track_caller]
fn loads_without_a_word(kind: &Kind, toml: &str) {
    let found = if ORG_KINDS.iter().any(|k| k.name == kind.name) {
        let mut files = vec![("org/example.toml", toml), ("org/referred.toml", REFERRED)];
        // The example of an initiative has tenets of its own.
        if kind.name == "decision" {
            files.push(("org/cited.toml", "[initiative.returns]\ntenets = [\"x\"]\n"));
        }
        load(&files).1
    } else {
        let mut sources = Sources::default();
        let file = sources.add("onethread.toml", toml);
        let mut diagnostics = Vec::new();
        config::load(&sources, file, &mut diagnostics);
        lines(&sources, diagnostics)
    };
    assert_lines(&found, "");
}

fn kinds() -> impl Iterator<Item = &'static Kind> {
    ORG_KINDS.iter().chain(CONFIG_KINDS)
}

/// A debug assertion in the loaders fails when a key of a field table is read by nobody.
#[test]
fn every_example_is_accepted_and_every_key_is_read() {
    for kind in kinds() {
        // A preset stands for the table that the other examples name, and parts have tables of their own: each is tried by itself.
        let text = example(kind);
        let (presets, others): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("preset = ") || line.starts_with("parts = "));
        loads_without_a_word(kind, &(others.join("\n") + "\n"));
        for preset in presets {
            loads_without_a_word(kind, &format!("[source.issues]\nfile = \"issues.csv\"\n{preset}\n"));
        }
    }
}

#[test]
fn examples_of_tables_have_every_key() {
    fn check(kind: &str, field: &Field) {
        let (FieldType::Table(inner) | FieldType::Tables(inner)) = field.ty else { return };
        let text = format!("x = {}", field.example);
        let table = DeTable::parse(&text).expect("an example is TOML");
        for below in inner {
            if let (FieldType::Table(_), DeValue::Table(written)) = (field.ty, table.get_ref()["x"].get_ref()) {
                let complete = written.contains_key(below.key);
                assert!(
                    complete,
                    "add `{}` to the example of `{}` of {kind}: it is how tests reach it",
                    below.key, field.key
                );
            }
            check(field.key, below);
        }
    }
    kinds().for_each(|kind| kind.fields.iter().for_each(|field| check(kind.name, field)));
}

fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(number) => json!(number.as_str().parse::<i64>().expect("a small number")),
        DeValue::Float(number) => json!(number.as_str().parse::<f64>().expect("a number")),
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Datetime(when) => json!(when.to_string()),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => Value::Object(
            table.iter().map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref()))).collect(),
        ),
    }
}

fn parsed(toml: &str) -> Value {
    to_json(&DeValue::Table(DeTable::parse(toml).expect("TOML").into_inner()))
}

#[test]
fn schemas_accept_what_the_loader_accepts() {
    for (schema, kinds) in [(org_schema(), ORG_KINDS), (config_schema(), CONFIG_KINDS)] {
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        for kind in kinds {
            let entry = parsed(&example(kind));
            let errors: Vec<String> =
                validator.iter_errors(&entry).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", kind.name);
        }
    }
    let validator = jsonschema::draft202012::new(&org_schema()).expect("a schema");
    assert!(validator.is_valid(&parsed(REFERRED)));
    assert!(validator.is_valid(&parsed("[initiative.a]\nleader = [\"a\", \"person:b:c\"]\n")));
}

#[test]
fn schemas_reject_what_the_loader_reports() {
    let validator =
        jsonschema::draft202012::options().should_validate_formats(true).build(&org_schema()).expect("a schema");
    for wrong in [
        "[initiativ.a]\n",
        "[initiative.a]\nleeder = \"ines\"\n",
        "[initiative.\" \"]\n",
        "[initiative.a]\nform = \"STO\"\n",
        "[initiative.a]\nteam = \"person:x\"\n",
        "[initiative.a]\nteam = \"team: \"\n",
        "[initiative.a]\nscope = [\"returns-api\"]\n",
        "[initiative.a]\nneeds = { design = 1.5 }\n",
        "[initiative.a]\nidea = 2\n",
        "[initiative.a]\nidea = \"soon\"\n",
        "[[allocation]]\nperson = \"a\"\ninitiative = \"i\"\nshare = 80\n",
        "[[allocation]]\nperson = \"a\"\ninitiative = \"i\"\n",
        "[person]\nines = 1\n",
    ] {
        let mut sources = Sources::default();
        let file = sources.add("org/a.toml", wrong);
        let mut diagnostics = Vec::new();
        org::load(&sources, &[file], &mut diagnostics);
        assert!(!diagnostics.is_empty(), "the loader accepts {wrong}");
        assert!(!validator.is_valid(&parsed(wrong)), "the schema accepts {wrong}");
    }
}

#[test]
fn pages_name_everything() {
    let (org, config, facts) = (org_reference(), config_reference(), facts_reference());
    for (page, kinds) in [(&org, ORG_KINDS), (&config, CONFIG_KINDS)] {
        for kind in kinds {
            assert!(page.contains(kind.doc) && page.contains(&example(kind)), "{}", kind.name);
            kind.fields
                .iter()
                .for_each(|field| assert!(page.contains(&format!("| `{}` |", field.key)), "{}", field.key));
        }
    }
    assert!(FACT_KINDS.iter().all(|schema| facts.contains(&format!("## `{}`", schema.name))));
    assert!(REGISTRY_FIELDS.iter().all(|field| facts.contains(&format!("| `{}` | {}", field.name, field.doc))));
    for page in [org, config, facts] {
        // Every row of a table has as many cells as its header, or Markdown shows it wrongly.
        for table in page.split("\n\n") {
            let mut widths =
                table.lines().filter(|row| row.starts_with('|')).map(|row| row.replace("\\|", "").matches('|').count());
            if let Some(header) = widths.next() {
                assert!(widths.all(|width| width == header), "{table}");
            }
        }
    }
}

#[test]
fn a_page_reads_well() {
    let page = org_reference();
    let start = page.find("## `[function.ID]`").expect("the section on functions");
    let end = page.find("## `[initiative.ID]`").expect("the section on initiatives");
    let expected = "## `[function.ID]`\n\nA functional group, such as legal or finance.\n\n\
        ```toml\n[function.legal]\ntitle = \"Legal\"\nhead = \"general-counsel\"\nheadcount = 12\nstandard-owner = \"principal-engineer\"\nwork = \"builds\"\n```\n\n\
        | key | what | type | required | since |\n|---|---|---|---|---|\n\
        | `title` | Name to show. | text | no | 0.1 |\n\
        | `head` | Who leads it. | id of a person | no | 0.1 |\n\
        | `headcount` | How many people belong to it, where they are not named. It counts only while no member is known. A group \
        of fewer than five, or of unknown size, has no number of its own in any output. | whole number from 0 to 10,000,000 \
        | no | 0.1 |\n\
        | `standard-owner` | Who keeps its standards and mentors its discipline, wherever people report. | id of a person | no | \
        0.1 |\n\
        | `work` | What its positions do for an initiative: build, coordinate or approve. Stated, and never inferred from its \
        name; a person may differ. | one of `builds`, `coordinates`, `approves` | no | 0.1 |\n\n";
    assert_eq!(&page[start..end], expected);
}
