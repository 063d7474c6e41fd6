//! Whatever the bytes: nothing panics, and every record is kept, skipped or rejected. `gather_files` checks the sum.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::common::gather_files;

const LAYOUTS: [&str; 4] = [
    "table = \"initiative_event\"\nlayout = \"long\"\nfields = { people = \"b\" }\nabsent = [\"b\"]",
    "table = \"initiative_snapshot\"\nlayout = \"wide\"\nconstants = { observed = \"2026-01-01\" }",
    "table = \"membership\"\ndates = \"quarter\"\ncolumns = { from = \"day\" }",
    "table = \"release\"\npeople = \"pseudonymous\"\ncolumns = { release = \"value\" }",
];

fn settings(file: &str, layout: usize) -> String {
    format!("[source.s]\nfile = \"{file}\"\n{}\n", LAYOUTS[layout])
}

/// Bytes in which records are likely.
fn bytes(alphabet: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let likely = prop::sample::select(alphabet).prop_map(|text| text.as_bytes().to_vec());
    let piece = prop_oneof![8 => likely, 1 => vec(any::<u8>(), 0..4)];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

const CSV: &[&str] = &[
    ",",
    ",",
    ",",
    "\n",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    "\u{feff}",
    "2026-01-01",
    "2026Q1",
    "status",
    "people",
    "b",
    "a;b",
    "@b",
    "x@example.com",
    "day,initiative,field,value\n",
    "2026-01-01,a,status,b\n",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\n",
    "\n",
    "null",
    "7",
    "\"",
    "\"day\"",
    "\"2026-01-01\"",
    "\"initiative\"",
    "\"a\"",
    "\"field\"",
    "\"people\"",
    "\"value\"",
    "{\"a\":\"b\"}\n",
    "{\"day\":\"2026-01-01\",\"initiative\":\"a\",\"field\":\"b\",\"value\":[\"c\",null]}\n",
];

proptest! {
    #[test]
    fn any_bytes_as_csv_are_accounted_for(
        header in prop::sample::select(&["day,initiative,field,value\n", "person,team,day,value\n", ""][..]),
        body in bytes(CSV),
        layout in 0..LAYOUTS.len(),
    ) {
        let file = [header.as_bytes(), &body].concat();
        gather_files(&[("a.csv", &file)], &settings("a.csv", layout));
    }

    #[test]
    fn any_bytes_as_json_lines_are_accounted_for(body in bytes(JSON), layout in 0..LAYOUTS.len()) {
        gather_files(&[("a.jsonl", &body)], &settings("a.jsonl", layout));
    }

    /// The same records in either format become the same facts.
    #[test]
    fn formats_agree(
        records in vec(("[a-c]{1,2}", prop::sample::select(&["status", "people", "created", "b", "odd"][..]), "[ -~é]{0,12}"), 0..12),
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["day", "initiative", "field", "value"]).expect("a record");
        let mut json = String::new();
        for (initiative, field, value) in &records {
            csv.write_record(["2026-01-01", initiative, field, value]).expect("a record");
            let object = serde_json::json!({ "day": "2026-01-01", "initiative": initiative, "field": field, "value": value });
            json += &format!("{object}\n");
        }
        let csv = csv.into_inner().expect("bytes");
        let from_csv = gather_files(&[("a.csv", &csv)], &settings("a.csv", 0));
        let from_json = gather_files(&[("a.jsonl", json.as_bytes())], &settings("a.jsonl", 0));
        prop_assert_eq!(from_csv.rows(), from_json.rows());
    }
}
