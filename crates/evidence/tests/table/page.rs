//! The example of the importer's page is run, so that the page says what the program does.

use onethread_evidence::importers::IMPORTERS;
use onethread_evidence::importers::table::limits;
use onethread_model::limits::thousands;

use crate::common::gather_files;

/// The fenced block with this info string.
fn block<'p>(page: &'p str, info: &str) -> &'p str {
    let fence = format!("```{info}\n");
    let start = page.find(&fence).unwrap_or_else(|| panic!("the page has a block `{info}`")) + fence.len();
    let length = page[start..].find("```").expect("the block ends");
    &page[start..start + length]
}

fn page() -> &'static str {
    IMPORTERS.iter().find(|importer| importer.key == "table").expect("the importer").page
}

#[test]
fn the_example_of_the_page_is_true() {
    let files = [
        ("planning.csv", block(page(), "csv planning.csv").as_bytes()),
        ("portfolio.jsonl", block(page(), "csv portfolio.jsonl").as_bytes()),
    ];
    let gathered = gather_files(&files, block(page(), "toml onethread.toml"));
    assert_eq!(gathered.problems(), Vec::<String>::new());
    assert_eq!(gathered.reports(), block(page(), "report"));
}

#[test]
fn the_example_of_paths_is_true() {
    let files = [("tracker.json", block(page(), "json tracker.json").as_bytes())];
    let gathered = gather_files(&files, block(page(), "toml tracker.toml"));
    assert_eq!(gathered.problems(), Vec::<String>::new());
    assert_eq!(gathered.reports(), block(page(), "report tracker"));
}

#[test]
fn the_limits_of_the_page_are_true() {
    let grouped = |number: usize| {
        let digits = number.to_string();
        let (head, tail) = digits.split_at(digits.len() - 3);
        format!("{head},{tail}")
    };
    for (what, most) in [
        ("a file", format!("{} GiB", onethread_model::limits::SOURCE_FILE_BYTES.default >> 30)),
        ("a record", format!("{} MiB", limits::RECORD_BYTES_MAX >> 20)),
        ("a cell that is read", format!("{} MiB", limits::CELL_BYTES_MAX >> 20)),
        ("lines of a quoted cell", grouped(limits::CELL_LINES_MAX as usize)),
        ("columns", grouped(limits::COLUMNS_MAX)),
        ("an item of JSON, or a document", format!("{} MiB", limits::RECORD_BYTES_MAX >> 20)),
        ("records of one item or document", grouped(limits::UNIT_RECORDS_MAX)),
        ("values of a YAML document, with what aliases repeat", grouped(limits::YAML_NODES_MAX)),
        ("transitions, where each record is one", thousands(limits::TRANSITIONS_MAX as u128)),
        ("rejects listed one by one", grouped(limits::REJECTS_LISTED_MAX)),
        ("different lines in each part of the report", grouped(limits::DISTINCT_MAX)),
    ] {
        assert!(page().contains(&format!("| {what} | {most} |\n")), "the page gives the limit of {what}: {most}");
    }
}
