//! The examples of the guide to the Parquet files run, and the guide to editors says what `init` writes.
//!
//! The Parquet examples need Python with the packages of `golden/parquet/requirements.txt`, as ONETHREAD_PYTHON or
//! `python3`. Without them the test says so; where `CI` is set, it fails.

mod common;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use common::{folder, git_at, onethread, repository, stderr, stdout};

/// The fenced blocks of a page: what stands behind the fence, and the text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in page.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(label), false) => blocks.push((label.to_owned(), String::new())),
            (None, true) => blocks.last_mut().expect("a block").1 += &format!("{line}\n"),
            _ => {}
        }
        open ^= line.starts_with("```");
    }
    blocks
}

fn python(folder: &Path, script: &str) -> Output {
    let program = std::env::var("ONETHREAD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(program).current_dir(folder).args(["-c", script]).output();
    output.unwrap_or_else(|error| panic!("Python cannot be started: {error}"))
}

/// Whether the packages are there; says so where they are not, and fails in a pipeline.
fn has_packages() -> bool {
    let program = std::env::var("ONETHREAD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(program).args(["-c", "import duckdb, polars, pyarrow"]).output();
    let has = found.is_ok_and(|output| output.status.success());
    if !has {
        let missing = "docs/guides/parquet.md was NOT run: install crates/cli/tests/golden/parquet/requirements.txt";
        let in_pipeline = std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
        assert!(!in_pipeline, "{missing}");
        // Written past the test runner, which keeps the words of a test that passes.
        let _ = writeln!(std::io::stderr(), "SKIPPED: {missing}");
    }
    has
}

#[test]
fn the_examples_of_the_parquet_guide_answer_what_it_shows() {
    let example = repository().join("examples/kubernetes");
    let read = |name: &str| std::fs::read(example.join(name)).expect("a file");
    let names = ["kep_events", "keps", "leaders_history", "releases", "touches_staging"];
    let paths: Vec<String> = names.iter().map(|name| format!("data/{name}.csv")).collect();
    let texts: Vec<Vec<u8>> = paths.iter().map(|path| read(path)).collect();
    let settings = read("onethread.toml");
    let mut files: Vec<(&str, &[u8])> = paths.iter().map(String::as_str).zip(texts.iter().map(Vec::as_slice)).collect();
    files.push(("onethread.toml", &settings));
    let folder = folder(&files);
    let output = onethread(folder.path(), &["evidence"]);
    assert!(output.status.success(), "{}", stderr(&output));

    let page = std::fs::read_to_string(repository().join("docs/guides/parquet.md")).expect("a page");
    let blocks = blocks(&page);
    let answers: Vec<&str> =
        blocks.iter().filter(|(label, _)| label == "text").map(|(_, text)| text.as_str()).collect();
    let [_, years, rows] = answers[..] else { panic!("{answers:?}") };
    // What the source itself says, without any of the tools: a change has one number over all its lines.
    let touches = String::from_utf8(read("data/touches_staging.csv")).expect("UTF-8");
    let column = touches.lines().next().and_then(|header| header.split(',').position(|name| name == "change"));
    let column = column.expect("the column `change`");
    let changes: std::collections::BTreeSet<&str> =
        touches.lines().skip(1).filter_map(|line| line.split(',').nth(column)).collect();
    let counted: usize = years.lines().skip(1).filter_map(|line| line.split(',').nth(1)?.parse::<usize>().ok()).sum();
    assert_eq!(counted, changes.len(), "{years}");
    assert_eq!(rows, format!("{} touch\n", touches.lines().count() - 1));

    if !has_packages() {
        return;
    }
    let mut ran = 0;
    for (label, code) in &blocks {
        let (script, expected) = match label.as_str() {
            // As `duckdb -csv` prints it.
            "sql" => (
                format!(
                    "import duckdb\nanswer = duckdb.sql('''{code}''')\nprint(*answer.columns, sep=',')\n\
                     for row in answer.fetchall(): print(*row, sep=',')"
                ),
                years,
            ),
            "python segments" => (code.clone(), rows),
            python if python.starts_with("python ") => (code.clone(), years),
            _ => continue,
        };
        let output = python(folder.path(), &script);
        assert!(output.status.success(), "{label}: {}", stderr(&output));
        assert_eq!(stdout(&output).replace("\r\n", "\n"), expected, "{label}");
        ran += 1;
    }
    assert_eq!(ran, 4);
}

/// The whole way of the guide, in the words of the guide: exports, import, review.
#[test]
fn the_commands_of_the_guide_to_exports_lead_to_its_review() {
    let page = std::fs::read_to_string(repository().join("docs/guides/from-exports.md")).expect("a page");
    let exports = repository().join("docs/guides/exports");
    let read = |name: &str| std::fs::read(exports.join(name)).expect("an export");
    let names = ["jira.json", "pulls.json", "catalog-info.yaml"];
    let texts = names.map(read);
    let files: Vec<(&str, &[u8])> = names.iter().copied().zip(texts.iter().map(Vec::as_slice)).collect();
    let folder = folder(&files);
    let mut said = String::new();
    for (_, command) in blocks(&page).iter().filter(|(label, _)| label == "sh") {
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        let output = onethread(folder.path(), &words);
        assert!(output.status.success(), "{command}: {}", stderr(&output));
        assert_eq!(stderr(&output), "", "{command}");
        said = stdout(&output);
    }
    let written = std::fs::read_to_string(folder.path().join("onethread.toml")).expect("settings");
    assert_eq!(written, String::from_utf8(read("onethread.toml")).expect("UTF-8"));
    let in_place = onethread(&exports, &["review", "--as-of", "2026-06-30"]);
    assert_eq!(said, stdout(&in_place));
    assert!(said.contains("2 live initiatives") && said.contains("approval 36 days"), "{said}");
    // The same with every file in one folder, by `init`.
    std::fs::remove_file(folder.path().join("onethread.toml")).expect("a file");
    let output = onethread(folder.path(), &["init"]);
    assert!(
        output.status.success() && stdout(&output).contains("3 exports ("),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    let drafted = std::fs::read_to_string(folder.path().join("onethread.toml")).expect("settings");
    for preset in ["backstage", "github-pulls", "jira-json"] {
        assert!(drafted.contains(&format!("preset = \"{preset}\"")), "{drafted}");
    }
    // A newer export under the same name only moves the day.
    let again = onethread(folder.path(), &["import", "jira.json", "--as-of", "2026-07-24"]);
    assert!(again.status.success(), "{}", stderr(&again));
    let moved = std::fs::read_to_string(folder.path().join("onethread.toml")).expect("settings");
    assert_eq!(moved.matches("observed = 2026-07-24").count(), 1);
    assert_eq!(moved.matches("[source.jira-json]").count(), 1);
}

#[test]
fn every_file_that_init_writes_names_a_schema_that_is_there_and_that_it_fits() {
    let sheets = repository().join("docs/guides/spreadsheets");
    let read = |name: &str| std::fs::read(sheets.join(name)).expect("a sheet");
    let folder = folder(&[("roster.csv", &read("roster.csv")), ("initiatives.csv", &read("initiatives.csv"))]);
    let init = ["init", "shop", "--from", "roster.csv,initiatives.csv", "--yes"];
    assert!(onethread(folder.path(), &init).status.success());
    let shop = folder.path().join("shop");
    let entries = std::fs::read_dir(shop.join("org")).expect("a folder").flatten().map(|entry| entry.path());
    let files: Vec<_> = entries.chain([shop.join("onethread.toml")]).collect();
    assert!(files.len() > 3);
    for path in &files {
        let text = std::fs::read_to_string(path).expect("a file");
        // As Taplo reads it: the first line, and the path from the file on.
        let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).expect("a schema");
        let schema =
            std::fs::read_to_string(path.parent().expect("a folder").join(named)).expect("the schema is there");
        let schema = serde_json::from_str(&schema).expect("JSON");
        let value = data(text.parse::<toml_edit::DocumentMut>().expect("TOML").as_item());
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        let wrong: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{}", path.display());
    }
    // The schemas of an older version are brought up to date, on request too.
    let old = shop.join(".onethread/schema/settings.schema.json");
    let new = std::fs::read_to_string(&old).expect("a file");
    std::fs::write(&old, "{}").expect("a file");
    assert!(onethread(&shop, &["schema", "-o", ".onethread/schema"]).status.success());
    assert_eq!(std::fs::read_to_string(&old).expect("a file"), new);
    assert_eq!(std::fs::read_to_string(shop.join(".onethread/.gitignore")).expect("a file"), "*\n");
    // A second import leaves the line where it is, and finds nothing to do.
    let again = onethread(folder.path(), &init);
    assert!(stdout(&again).contains("Nothing to write"), "{}", stdout(&again));
}

/// TOML as the data that a schema is about.
fn data(item: &toml_edit::Item) -> serde_json::Value {
    use serde_json::Value;
    use toml_edit::{Item, Value as Toml};
    fn of(value: &Toml) -> Value {
        match value {
            Toml::String(text) => text.value().as_str().into(),
            Toml::Integer(number) => (*number.value()).into(),
            Toml::Float(number) => (*number.value()).into(),
            Toml::Boolean(flag) => (*flag.value()).into(),
            Toml::Datetime(day) => day.value().to_string().into(),
            Toml::Array(all) => all.iter().map(of).collect(),
            Toml::InlineTable(table) => table.iter().map(|(key, value)| (key.to_owned(), of(value))).collect(),
        }
    }
    match item {
        Item::None => Value::Null,
        Item::Value(value) => of(value),
        Item::Table(table) => table.iter().map(|(key, item)| (key.to_owned(), data(item))).collect(),
        Item::ArrayOfTables(all) => all.iter().map(|table| data(&Item::Table(table.clone()))).collect(),
    }
}

/// The invented registry of the guide: what each merge changed, and its day.
fn invented_registry(root: &Path) -> bool {
    if Command::new("git").arg("--version").output().is_err() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no git for the registry of the guide");
        return false;
    }
    let git = |words: &[&str], day: &str| git_at(root, &format!("{day}T12:00:00Z"), words);
    git(&["init", "--quiet", "--initial-branch=main"], "2026-01-01");
    let write = |name: &str, title: &str, status: &str, team: &str, authors: &str| {
        let path = root.join("proposals").join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        let text = format!("title: {title}\nstatus: {status}\nowning-team: {team}\nauthors: [{authors}]\n");
        std::fs::write(path.join("proposal.yaml"), text).expect("a file");
    };
    let commit = |day: &str| {
        git(&["add", "--all"], day);
        git(&["commit", "--quiet", "-m", day], day);
    };
    write("1-returns", "Returns without a receipt", "idea", "till", "\"@ines\"");
    write("2-search", "Search that forgives", "live", "catalog", "\"@tomas\", \"@ada\"");
    write("3-loyalty", "One card in all shops", "live", "till", "\"@ada\"");
    commit("2026-01-12");
    write("4-gift-cards", "Gift cards", "live", "till", "\"@bo\"");
    write("5-pickup", "Pick up in the shop", "idea", "stores", "\"@cy\"");
    write("6-invoices", "Invoices by the month", "live", "billing", "\"@eve\"");
    commit("2026-02-09");
    write("1-returns", "Returns without a receipt", "live", "till", "\"@ines\"");
    commit("2026-03-02");
    git(&["mv", "proposals/2-search", "proposals/2-find-it"], "2026-04-13");
    write("2-find-it", "Search that forgives", "live", "search", "\"@tomas\", \"@ada\"");
    commit("2026-04-13");
    write("3-loyalty", "One card in all shops", "live", "till", "\"@ines\"");
    commit("2026-05-04");
    git(&["rm", "--quiet", "-r", "proposals/5-pickup"], "2026-05-18");
    commit("2026-05-18");
    write("6-invoices", "Invoices by the month", "[done", "billing", "\"@eve\"");
    commit("2026-06-01");
    write("6-invoices", "Invoices by the month", "done", "billing", "\"@eve\"");
    commit("2026-06-02");
    true
}

/// The whole way of the guide: each command answers with the lines below it, in their order.
#[test]
fn the_commands_of_the_guide_to_registries_answer_what_it_shows() {
    let page = std::fs::read_to_string(repository().join("docs/guides/from-a-registry-in-git.md")).expect("a page");
    let folder = folder(&[]);
    if !invented_registry(folder.path()) {
        return;
    }
    let (mut said, mut ran) = (String::new(), 0);
    for (label, text) in blocks(&page) {
        match label.split_once(' ').unwrap_or((&label, "")) {
            ("sh", _) => {
                let words: Vec<&str> = text.split_whitespace().skip(1).collect();
                let output = onethread(folder.path(), &words);
                assert!(output.status.success(), "{text}: {}", stderr(&output));
                said = stdout(&output);
                ran += 1;
            }
            ("toml", file) => std::fs::write(folder.path().join(file), &text).expect("settings"),
            ("yaml", file) => {
                assert_eq!(std::fs::read_to_string(folder.path().join(file)).expect("a file"), text);
            }
            _ => {
                let mut lines = said.lines();
                for line in text.lines() {
                    assert!(lines.any(|other| other.trim() == line.trim()), "{line:?} is not in order in\n{said}");
                }
            }
        }
    }
    assert_eq!(ran, 4);
}
