//! Segments as other tools read them: `tests/golden/segments/read.py` wrote the expected rows with pyarrow and DuckDB.

use std::fs;
use std::path::{Path, PathBuf};

use onethread_model::facts::{Arity, FACT_KINDS, FACTS_VERSION, Facts, Schema, Values};
use serde_json::{Map, Value, json};

use crate::common::Case;

/// Two or three records of each table, with everything that a cell can hold or lack.
const RECORDS: &[(&str, &str)] = &[
    (
        "allocation",
        "person,initiative,share,from,until\nada,returns,80%,2026-01-01,2026-04-01\nada,search,0.125,1969-12-31,\n",
    ),
    (
        "change",
        "day,change,team,initiative,worked,author,coauthors,maker,repository,set\n\
         2026-01-01,c1,returns-core,returns,2025-12-31,ada,tomas,person,till,s1\n2026-01-02,c2,,,,,,bot,,\n",
    ),
    (
        "decision",
        "day,decision,initiative,decided,door,levels,reversed,day_of\n\
         2026-01-01,d1,returns,2026-01-03,two-way,0,2026-02-01,made\n2026-01-02,d2,returns,,,4294967295,,\n",
    ),
    (
        "dependency",
        "initiative,on,class,effect,from,until\nreturns,payments,approval,blocking,2026-01-01,2026-02-01\n\
         returns,payments,review,,2026-01-01,\n",
    ),
    (
        "generated_file",
        "observed,component,evidence\n2026-01-01,services/returns/api.pb.go,header\n2026-01-01,docs/site,attribute\n",
    ),
    ("idle_rule", "observed,pattern,reason\n2026-01-01,/services/old/,gone\n2026-01-01,*.md @x,overridden\n"),
    (
        "initiative_event",
        "seq,day,initiative,field,value\n1,2026-01-01,returns,people,ada;tomas;ada\n,2026-01-02,returns,people,\n\
         7,2026-01-03,r\u{e9}turns,title,\"two, in one \u{1f980}\"\n",
    ),
    (
        "initiative_snapshot",
        "observed,initiative,field,value\n2026-01-01,returns,people,ada;tomas\n2026-01-01,returns,status,live\n",
    ),
    (
        "link",
        "observed,component,on,package,kind\n2026-01-01,services/returns,libs/money,money,normal\n2026-01-01,.,libs/money,,\n",
    ),
    (
        "membership",
        "person,team,role,from,until\nada,returns-core,lead,2026-01-01,\nada,search,,2025-01-01,2026-01-01\n",
    ),
    (
        "metric_point",
        "day,initiative,metric,value\n2026-01-01,returns,minutes,-1.5e300\n2026-01-02,returns,minutes,0.1\n",
    ),
    (
        "ownership",
        "observed,component,team,person\n2026-01-01,services/returns/**,returns-core,\n2026-01-01,docs/**,,ada\n",
    ),
    (
        "package",
        "observed,component,package,ecosystem,version,origin,reach,kind,license,published\n\
         2026-01-01,services/returns,serde,cargo,1.0.229,registry,direct,normal,MIT OR Apache-2.0,2025-09-27\n\
         2026-01-01,.,left-pad,npm,,,transitive,,,\n",
    ),
    ("release", "day,release\n2026-01-01,v1.8\n9999-12-31,last\n"),
    ("removal", "day,change,component\n2026-01-01,c1,services/returns/old.rs\n2026-01-02,c2,services/search\n"),
    (
        "review",
        "day,initiative,gate,team,answered,change,reviewer\n\
         2026-01-01,returns,security,legal,2026-01-09,,\n2026-01-02,,,,,c1,ada\n",
    ),
    (
        "touch",
        "day,change,component,team,set,added,deleted\n\
         2026-01-01,c1,services/returns,returns-core,s1,12,0\n2026-01-01,c1,services/search,,,,\n",
    ),
    ("version_touch", "day,change,component\n2026-01-01,c1,Cargo.toml\n2026-01-02,c2,package.json\n"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/segments")
}

#[test]
fn other_readers_find_the_same_rows() {
    let tables: Vec<&str> = FACT_KINDS.iter().map(|schema| schema.name).collect();
    assert_eq!(RECORDS.iter().map(|(table, _)| *table).collect::<Vec<_>>(), tables, "records of every table");
    for ((table, records), schema) in RECORDS.iter().zip(FACT_KINDS) {
        let case =
            Case::new(&format!("[source.s]\nfile = \"s.csv\"\ntable = \"{table}\"\npeople = \"pseudonymous\"\n"));
        case.write("s.csv", records);
        case.check();
        let bytes = fs::read(case.segment("s")).expect("file");
        let golden = folder().join(format!("{table}.parquet"));
        if std::env::var_os("ONETHREAD_BLESS").is_some() {
            fs::write(&golden, &bytes).expect("file");
            continue;
        }
        let again = "is written in other bytes than before: if the table changed, raise FACTS_VERSION; then see \
                     tests/golden/segments/read.py";
        assert!(bytes == fs::read(&golden).expect("file"), "{table} {again}");
        let read: Value =
            serde_json::from_slice(&fs::read(golden.with_extension("json")).expect("file")).expect("json");
        let (facts, _) = case.import();
        assert_eq!(facts.sources[0].rejects, [], "{table}");
        assert_eq!(read["rows"], rows(&facts, schema), "{table}");
        assert_eq!(read["columns"], columns(schema), "{table}");
        assert_eq!(
            read["metadata"],
            json!({ "onethread.table": table, "onethread.version": FACTS_VERSION.to_string() })
        );
    }
}

/// The rows as other readers show them.
fn rows(facts: &Facts, schema: &Schema) -> Value {
    let all = facts.columns(schema.kind, 0..facts.rows(schema.kind));
    let mut rows: Vec<Map<String, Value>> =
        all.at.iter().map(|at| Map::from_iter([("source_line".to_owned(), at.line.into())])).collect();
    for (column, of) in all.columns.iter().zip(schema.columns) {
        let values: Vec<Value> = match &column.values {
            Values::Days(days) => days.iter().map(|day| day.to_string().into()).collect(),
            Values::Numbers(numbers) => numbers.iter().map(|number| Value::from(*number)).collect(),
            Values::Reals(reals) => reals.iter().map(|real| Value::from(*real)).collect(),
            Values::Symbols(symbols) => symbols.iter().map(|symbol| facts.symbols.text(*symbol).into()).collect(),
        };
        let mut values = values.into_iter();
        for (index, row) in rows.iter_mut().enumerate() {
            let value = match of.arity {
                Arity::One => values.next().expect("a value"),
                Arity::Optional if column.counts[index] == 0 => Value::Null,
                Arity::Optional => values.next().expect("a value"),
                Arity::List => values.by_ref().take(column.counts[index] as usize).collect(),
            };
            row.insert(of.name.to_owned(), value);
        }
        assert_eq!(values.next(), None);
    }
    rows.into_iter().map(Value::Object).collect()
}

/// The types as pyarrow names them.
fn columns(schema: &Schema) -> Value {
    let mut columns = Map::new();
    for column in schema.columns {
        let ty = match column.ty.values() {
            Values::Days(_) => "date32[day]",
            Values::Numbers(_) => "uint32",
            Values::Reals(_) => "double",
            Values::Symbols(_) => "string",
        };
        let ty = match column.arity {
            Arity::One => format!("{ty} not null"),
            Arity::Optional => ty.to_owned(),
            Arity::List => format!("list<element: {ty} not null> not null"),
        };
        columns.insert(column.name.to_owned(), ty.into());
    }
    columns.insert("source_line".to_owned(), "uint32 not null".into());
    Value::Object(columns)
}
