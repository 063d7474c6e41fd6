//! A sheet for other tools: JSON and CSV.

use onethread_model::Day;
use onethread_model::agreement::Agreement;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Subject;
use super::sheet::{Cell, Column, Row, Sheet};
use crate::encode::csv::{Field, lines};
use crate::inert::inert_json;
use crate::json::schema_of;

/// Version of the JSON: the first number changes when something is removed or means something else.
pub(super) const SCHEMA_VERSION: &str = "2.0";

/// `show` for other tools.
#[derive(Serialize, JsonSchema)]
struct ShowJson<'a> {
    /// Version of this form.
    schema_version: &'static str,
    /// What was asked for.
    subject: &'static str,
    /// Page that explains the numbers: `onethread explain NAME`.
    measure: &'static str,
    /// The day that it is as of.
    as_of: String,
    /// What is agreed about people, and what that loosens.
    agreement: &'a Agreement,
    /// First day counted; absent where the answer is about the day itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Last day counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// What was found, in words.
    finding: &'a str,
    /// Every value of a row: its key, and what it holds.
    columns: Vec<ColumnJson>,
    /// The rows. Beside its values, a row has `behind`, what it was counted from, and `behind_all`, how many that are;
    /// a value that is missing is null, and `missing` says why.
    rows: Vec<Map<String, Value>>,
    /// Why there is no row.
    #[serde(skip_serializing_if = "Option::is_none")]
    empty: Option<&'a str>,
    /// What the numbers rest on.
    notes: &'a [String],
}

/// A value that each row has.
#[derive(Serialize, JsonSchema)]
struct ColumnJson {
    /// Its key in the rows.
    key: String,
    /// What it holds.
    doc: String,
}

/// The sheet as JSON.
pub(super) fn to_json(sheet: &Sheet, subject: &Subject, agreement: &Agreement, day: Day) -> String {
    printed(&json_of(sheet, subject, agreement, day))
}

/// Several sheets as a list.
pub(super) fn all_to_json(sheets: &[(&Subject, Sheet)], agreement: &Agreement, day: Day) -> String {
    printed(&sheets.iter().map(|(subject, sheet)| json_of(sheet, subject, agreement, day)).collect::<Vec<_>>())
}

fn printed(value: &impl Serialize) -> String {
    // Maps with text keys and plain values cannot fail to serialize.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    inert_json(&text).into_owned() + "\n"
}

fn json_of<'s>(sheet: &'s Sheet, subject: &Subject, agreement: &'s Agreement, day: Day) -> ShowJson<'s> {
    ShowJson {
        schema_version: SCHEMA_VERSION,
        subject: subject.key,
        measure: subject.measure,
        as_of: day.to_string(),
        agreement,
        from: sheet.window.map(|(from, _)| from.to_string()),
        until: sheet.window.map(|(_, until)| until.to_string()),
        finding: &sheet.finding,
        columns: sheet.columns.iter().flat_map(fields).map(|(key, doc)| ColumnJson { key, doc }).collect(),
        rows: sheet.rows.iter().map(|row| row_json(row, &sheet.columns)).collect(),
        empty: sheet.empty.as_deref().filter(|_| sheet.rows.is_empty()),
        notes: &sheet.notes,
    }
}

/// The JSON Schema of the JSON form.
pub fn schema() -> Value {
    schema_of::<ShowJson<'_>>("Onethread show", SCHEMA_VERSION)
}

fn row_json(row: &Row, columns: &[Column]) -> Map<String, Value> {
    let mut map = Map::new();
    let mut missing = Map::new();
    for (cell, column) in row.cells.iter().zip(columns) {
        if let Cell::Missing(why) = cell {
            missing.insert(column.key.to_owned(), json!(why));
        }
        for ((key, _), value) in fields(column).into_iter().zip(values(cell)) {
            map.insert(key, value);
        }
    }
    if !missing.is_empty() {
        map.insert("missing".to_owned(), Value::Object(missing));
    }
    let behind = row.behind.iter().map(|behind| {
        let mut one = Map::new();
        if let Some(day) = behind.day {
            one.insert("day".to_owned(), json!(day.to_string()));
        }
        one.insert("what".to_owned(), json!(behind.what));
        if let Some(place) = &behind.place {
            one.insert("place".to_owned(), json!(place.to_string()));
        }
        Value::Object(one)
    });
    map.insert("behind".to_owned(), behind.collect());
    map.insert("behind_all".to_owned(), json!(row.behind_all));
    map
}

/// The keys of a column with what they hold: three for an estimate.
fn fields(column: &Column) -> Vec<(String, String)> {
    let mut fields = vec![(column.key.to_owned(), column.doc.to_owned())];
    if column.ty.is_estimate() {
        fields.push((format!("{}_low", column.key), "Lower end of its interval.".to_owned()));
        fields.push((format!("{}_high", column.key), "Upper end of its interval.".to_owned()));
    }
    fields
}

/// The values of a cell: as many as its column has fields, or more.
fn values(cell: &Cell) -> [Value; 3] {
    let number = |value: f64| match value {
        whole if whole.fract() == 0.0 && whole.abs() < 9e15 => json!(whole as i64),
        value => json!(value),
    };
    let end = |end: Option<f64>| end.map_or(Value::Null, number);
    let first = match cell {
        Cell::Text(text) => json!(text),
        Cell::Number(value) => number(*value),
        Cell::Estimate(value, low, high) => return [number(*value), end(*low), end(*high)],
        Cell::Day(day) => json!(day.to_string()),
        Cell::YesNo(yes) => json!(yes),
        Cell::Missing(_) => Value::Null,
    };
    [first, Value::Null, Value::Null]
}

/// The column of CSV that says what an agreement loosens. A comment would be a row to whoever reads the file, and a column
/// stays beside each row that is copied out of it.
const LOOSENS: &str = "agreement_loosens";

/// The sheet as CSV, with a line of keys first; what is missing is empty. Where the agreement loosens something, every row
/// says what in its last column; else there is no such column.
pub(super) fn to_csv(sheet: &Sheet, agreement: &Agreement) -> String {
    let loosens = (!agreement.loosened.is_empty()).then(|| agreement.words());
    let keys = sheet.columns.iter().flat_map(fields).map(|(key, _)| Field::Plain(key));
    let keys = keys.chain(loosens.iter().map(|_| Field::Plain(LOOSENS.to_owned())));
    let rows = sheet.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&sheet.columns);
        let of_cell = |(cell, column)| {
            let is_text = matches!(cell, &Cell::Text(_));
            let own = values(cell).into_iter().take(fields(column).len());
            own.map(move |value| match value {
                Value::Null => Field::Plain(String::new()),
                Value::String(text) if is_text => Field::Text(text),
                Value::String(text) => Field::Plain(text),
                other => Field::Plain(other.to_string()),
            })
        };
        cells.flat_map(of_cell).chain(loosens.clone().map(Field::Text)).collect()
    });
    lines(std::iter::once(keys.collect()).chain(rows))
}
