use jsonschema::validator_for;
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::Facts;
use onethread_model::org::Org;
use onethread_model::source::{Place, Sources};
use serde_json::Value;

use super::sheet::{Behind, Cell, Column, Row, Sheet, Type};
use super::*;
use onethread_core::measure::Snapshot;

const SUBJECT: Subject = Subject::plain("pairs", "what changes together", "lifecycle", |_, _| sheet());

/// Every type of cell, and text that would take over a terminal, a spreadsheet's line or a page.
fn sheet() -> Sheet {
    let day = Day::parse("2026-03-04").expect("a day");
    let columns = vec![
        Column::new("what", "what", Type::Text, "Words."),
        Column::new("changes", "changes", Type::Count, "Changes, 0 and more."),
        Column::new("risk_ratio", "times as often", Type::Estimate(1), "Ratio, 0 and more."),
        Column::new("inside_share", "inside", Type::ShareEstimate, "Share, 0 to 1."),
        Column::new("last", "last", Type::Day, "Day."),
        Column::new("declared", "declared", Type::YesNo, "Whether it is written down."),
        Column::new("wait_days", "wait, days", Type::Days, "Days."),
    ];
    let hostile = "a,\"b\"\u{1b}[31m\n::error::<script>alert(1)</script>";
    let behind = (0..60).map(|n| Behind {
        day: Some(day.plus_days(n)),
        what: format!("change {n} {hostile}"),
        place: Some(Place { path: "log.csv".into(), line: 7, column: None }),
    });
    let row = Row::new(
        vec!["team:pay".to_owned(), "team:cart".to_owned()],
        vec![
            Cell::text(hostile),
            Cell::count(12_503),
            Cell::Estimate(2.5, Some(1.25), None),
            Cell::Estimate(0.5, Some(0.25), Some(0.75)),
            day.into(),
            Cell::YesNo(true),
            Cell::Missing("under 5 waits".to_owned()),
        ],
    );
    Sheet { columns, rows: vec![row.behind(behind.collect())], ..Sheet::default() }
}

fn with_world<T>(use_it: impl FnOnce(&World<'_>) -> T) -> T {
    let (config, org, sources, facts) = (Config::default(), Org::default(), Sources::default(), Facts::default());
    let snapshot = Snapshot::new(config, org, sources, facts);
    use_it(&World::on(&snapshot, Day::parse("2026-06-30").expect("a day")))
}

fn rendered(form: Form, asked: &Asked) -> String {
    let style = Style { color: false, width: 100 };
    with_world(|world| render(&answer(&SUBJECT, world, asked), &SUBJECT, world, asked, form, style).expect("an output"))
}

#[test]
fn json_holds_everything_and_keeps_to_its_schema() {
    let json: Value = serde_json::from_str(&rendered(Form::Json, &Asked::default())).expect("JSON");
    let validator = validator_for(&schema()).expect("a schema");
    assert!(validator.is_valid(&json), "{:?}", validator.iter_errors(&json).map(|e| e.to_string()).collect::<Vec<_>>());
    let row = &json["rows"][0];
    assert_eq!(
        (&row["risk_ratio"], &row["risk_ratio_low"], &row["risk_ratio_high"]),
        (&2.5.into(), &1.25.into(), &Value::Null)
    );
    assert_eq!((&row["wait_days"], &row["missing"]["wait_days"]), (&Value::Null, &"under 5 waits".into()));
    assert_eq!((row["behind"].as_array().map(Vec::len), &row["behind_all"]), (Some(sheet::BEHIND_MAX), &60.into()));
    assert_eq!(row["behind"][0]["day"], "2026-05-02", "the newest first");
}

#[test]
fn csv_has_one_field_for_each_key_whatever_the_text() {
    let text = rendered(Form::Csv, &Asked::default());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let keys = reader.headers().expect("keys").clone();
    assert_eq!(
        keys.iter().collect::<Vec<_>>(),
        [
            "what",
            "changes",
            "risk_ratio",
            "risk_ratio_low",
            "risk_ratio_high",
            "inside_share",
            "inside_share_low",
            "inside_share_high",
            "last",
            "declared",
            "wait_days"
        ]
    );
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0][1], &rows[0][4], &rows[0][8], &rows[0][10]), ("12503", "", "2026-03-04", ""));
}

#[test]
fn no_text_takes_over_any_form() {
    for form in [Form::Table, Form::Json, Form::Csv, Form::Html] {
        let asked = Asked { only: vec!["pay".to_owned(), "team:cart".to_owned()], ..Asked::default() };
        let text = rendered(form, &asked);
        assert!(!text.contains('\u{1b}'), "{form:?}");
        assert!(form != Form::Html || !text.contains("<script"), "{form:?}");
    }
}

#[test]
fn a_table_says_which_columns_had_no_room() {
    let text = rendered(Form::Table, &Asked::default());
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 100), "{text}");
    let wide = with_world(|world| {
        let asked = Asked::default();
        let style = Style { color: false, width: 60 };
        render(&sheet(), &SUBJECT, world, &asked, Form::Table, style).expect("a table")
    });
    assert!(wide.contains("columns hidden (terminal too narrow): ") && wide.contains("wait, days"), "{wide}");
    assert!(text.contains("2.5 [1.2, ?]") && text.contains("50 % [25 %, 75 %]"), "{text}");
}

#[test]
fn rows_about_others_are_left_out_and_near_names_told() {
    let asked = Asked { only: vec!["team:pya".to_owned()], ..Asked::default() };
    let text = rendered(Form::Table, &asked);
    assert!(text.contains("None of 1 rows is about team:pya; did you mean `team:pay`?"), "{text}");
    let asked = Asked { only: vec!["cart".to_owned()], ..Asked::default() };
    assert!(rendered(Form::Table, &asked).contains("Behind team:pay and team:cart"));
}

/// An organization that says nothing: every subject says why it has nothing to show, and nothing else.
#[test]
fn every_subject_explains_an_empty_answer() {
    with_world(|world| {
        for subject in SUBJECTS {
            let sheet = answer(subject, world, &Asked::default());
            assert!(sheet.rows.is_empty() && sheet.empty.is_some(), "{}", subject.key);
            let mut keys: Vec<&str> = sheet.columns.iter().map(|column| column.key).collect();
            assert!(!keys.is_empty(), "{}", subject.key);
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), sheet.columns.len(), "{}: two columns of one key", subject.key);
            let undocumented = sheet.columns.iter().find(|column| !column.doc.ends_with('.'));
            assert!(undocumented.is_none(), "{}: {undocumented:?}", subject.key);
            assert!(
                onethread_core::explain::named(subject.measure).is_ok(),
                "{}: no page {}",
                subject.key,
                subject.measure
            );
        }
    });
}

#[test]
fn a_long_name_loses_its_middle() {
    let sheet = Sheet {
        columns: vec![
            Column::new("one", "one", Type::Text, "Name."),
            Column::new("rest", "rest", Type::Text, "Words."),
            Column::new("n", "n", Type::Count, "Count."),
        ],
        rows: vec![Row::new(
            Vec::new(),
            vec![
                Cell::text("crates-ty-python-semantic-resources"),
                Cell::text("crates-ty-python-semantic-expressions"),
                Cell::count(7),
            ],
        )],
        ..Sheet::default()
    };
    let style = Style { color: false, width: 64 };
    let text = with_world(|world| render(&sheet, &SUBJECT, world, &Asked::default(), Form::Table, style));
    let text = text.expect("a table");
    assert!(text.contains("crates-ty-pyt...ntic-resources") && text.contains("expressions"), "{text}");
    assert!(text.lines().all(|line| line.len() <= 64), "{text}");
}

#[test]
fn each_form_says_every_note() {
    let said = [Form::Table, Form::Html, Form::Markdown].map(|form| rendered(form, &Asked::default()));
    for form in &said {
        for words in ["What it rests on", "How it is computed", "onethread explain lifecycle", "What changes together"]
        {
            assert!(form.contains(words), "{words}: {form}");
        }
    }
    assert!(said[2].contains("| ---: |"), "{}", said[2]);
}

/// Changes of nobody's code: `a` and `b` mostly together, `c`, `d` and `e` alone. No team owns anything.
fn unowned() -> Snapshot {
    let (mut facts, mut line) = (Facts::default(), 0);
    for day in 0..150 {
        let folders: &[&str] = [&["a", "b"][..], &["c"], &["d"], &["e"], &["c"]][day as usize % 5];
        for folder in folders {
            line += 1;
            let when = Day::parse("2026-01-20").expect("a day").plus_days(day).to_string();
            let (change, path) = (format!("c{day}"), format!("{folder}/x.rs"));
            let mut cells = onethread_model::facts::Cells::default();
            cells.set("day", &when);
            cells.set("change", &change);
            cells.set("component", &path);
            let at = onethread_model::facts::RecordRef { source: 0, line };
            facts.push(onethread_model::facts::FactKind::Touch, &cells, at).expect("a touch");
        }
    }
    Snapshot::new(Config::default(), Org::default(), Sources::default(), facts)
}

#[test]
fn where_no_team_owns_code_components_stand_in_and_it_is_said() {
    let snapshot = unowned();
    let world = World::on(&snapshot, Day::parse("2026-06-30").expect("a day"));
    let about = ["component:a", "component:b"];
    for subject in [&coupling::SUBJECT, &dependencies::SUBJECT] {
        let sheet = answer(subject, &world, &Asked::default());
        let rows =
            sheet.rows.iter().filter(|row| row.about.iter().all(|one| about.contains(&one.as_str()) || one.len() == 1));
        assert!(rows.count() >= 1, "{}: {:?}", subject.key, sheet.rows);
        let said = format!("{} {:?}", sheet.finding, sheet.notes);
        assert!(said.contains("these are components") || said.contains("these components"), "{}: {said}", subject.key);
        let of_teams = answer(subject, &world, &Asked { level: Some(Level::Team), ..Asked::default() });
        assert!(subject.key == "dependencies" || of_teams.rows.is_empty(), "{:?}", of_teams.rows);
    }
}
