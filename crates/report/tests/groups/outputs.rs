//! Every form of every command over a snapshot, and what in them stands beside what.

use onethread_core::check::{Overrides, check, resolve};
use onethread_core::measure::Snapshot;
use onethread_core::moves::read;
use onethread_core::review::{
    FilesOfDay, ProposedEdits, Quarter, ReviewOptions, first_days_of, history, review_initiative, review_quarter,
    review_with,
};
use onethread_core::what_if::what_if;
use onethread_model::Day;
use onethread_model::agreement::AgreementItem;
use onethread_report::check::{CheckReport, concise, github, gitlab, html, json, markdown, sarif, text};
use onethread_report::show::{self, Asked, Form, Level, SUBJECTS};
use onethread_report::{Depth, Style, ask, review as report, what_if as difference};
use serde_json::Value;

pub(crate) const STYLE: Style = Style { color: false, width: 400 };

/// How much is put out.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(crate) enum Breadth {
    /// Each command in the forms of data and of one page alone.
    Brief,
    /// Each command in every form.
    Forms,
    /// The same for every way to ask.
    Whole,
}

/// Every output, with its name.
pub(crate) fn outputs(snapshot: &Snapshot, day: Day, breadth: Breadth) -> Vec<(String, String)> {
    let in_every_form = breadth > Breadth::Brief;
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, text: String| all.push((name.to_owned(), text));
    let options = ReviewOptions { quarters: 4, ..ReviewOptions::default() };
    let review = review_with(snapshot, day, &options);
    add("review", report::to_text(&review, STYLE, Depth::Whole));
    add("review html", report::to_html(&review, Depth::Whole));
    add("review json", serde_json::to_string(&review).expect("JSON"));
    if in_every_form {
        add("review markdown", report::to_markdown(&review, Depth::Whole));
    }
    add("review since", report::changes_to_text(&review, STYLE));
    add("review threats", report::threats_to_text(&review, STYLE));
    let files = |_: Day| FilesOfDay::NotKnown;
    let quarter = format!("{}-Q{}", day.year(), day.quarter());
    let quarter = review_quarter(snapshot, day, &Quarter::parse(&quarter).expect("a quarter"), &files);
    add("review quarter", report::quarter_to_text(&quarter, STYLE));
    add("review quarter json", serde_json::to_string(&quarter).expect("JSON"));
    for found in first_days_of(snapshot, day, 90, &files, |_, on| on.is_some()) {
        add("review days", report::first_days_to_text(&found, STYLE));
        add("review days json", serde_json::to_string(&found).expect("JSON"));
    }
    for id in review.initiatives.iter().map(|one| one.id.clone()) {
        let one = review_initiative(snapshot, day, &id).expect("live");
        add("review initiative json", serde_json::to_string(&one).expect("JSON"));
        let past = history(snapshot, &one, day, 4);
        add("review initiative", report::initiative_to_text(&one, &past, day, &snapshot.config.thresholds, STYLE));
        let page = ask::ask(&one, &review, &ProposedEdits::of(&one, &onethread_core::measure::View::on(snapshot, day)));
        add("ask", ask::markdown(&page));
        add("ask html", ask::html(&page));
    }
    let world = snapshot.on(day);
    let narrow = |only: &str| Asked { only: vec![only.to_owned()], ..Asked::default() };
    let asks = [
        Asked::default(),
        narrow("returns"),
        narrow("umbra"),
        Asked { level: Some(Level::Component), ..Asked::default() },
    ];
    let forms = [Form::Json, Form::Table, Form::Csv, Form::Svg, Form::Html, Form::Markdown];
    let asks = if breadth == Breadth::Whole { &asks[..] } else { &asks[..1] };
    let forms = if in_every_form { &forms[..] } else { &forms[..1] };
    for subject in SUBJECTS.iter().filter(|subject| world.computes(subject.measure)) {
        for asked in asks {
            let mut sheet = show::answer(subject, &world, asked);
            if subject.key == "asked" {
                without_statements(&mut sheet);
            }
            for form in forms.iter().copied() {
                let text = show::render(&sheet, subject, &world, asked, form, STYLE);
                add(&format!("show {} {form:?} {:?}", subject.key, asked.only), text.unwrap_or_default());
            }
        }
    }
    checks(snapshot, day, &mut add);
    let view = onethread_core::measure::View::on(snapshot, day);
    for words in ["appoint chief to returns", "remove gate board"] {
        let Ok(changes) = read(words, &view) else { continue };
        let Ok(found) = what_if(snapshot, day, None, &changes) else { continue };
        add("what-if", difference::to_text(&found, STYLE));
        add("what-if json", serde_json::to_string(&found).expect("JSON"));
        add("what-if html", difference::to_html(&found));
    }
    all
}

fn checks(snapshot: &Snapshot, day: Day, add: &mut impl FnMut(&str, String)) {
    let world = snapshot.on(day);
    let overrides = Overrides { select: Vec::new(), extend_select: Vec::new(), ignore: Vec::new() };
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new()).expect("settings");
    let checked = check(&world, &settings);
    let report = CheckReport {
        organization: None,
        checked: &checked,
        diagnostics: &[],
        agreement: &snapshot.agreement,
        sources: &snapshot.sources,
        prefix: "",
        since: None,
    };
    add("check", text::text(&report, STYLE, true));
    add("check concise", concise::concise(&report));
    add("check json", json::json(&report).expect("JSON"));
    add("check html", html::html(&report));
    add("check markdown", markdown::markdown(&report));
    // The pages of rules that it holds beside the results are documentation.
    let sarif: Value = serde_json::from_str(&sarif::sarif(&report).expect("SARIF").text).expect("JSON");
    add("check sarif", sarif["runs"][0]["results"].to_string());
    add("check github", github::github(&report));
    add("check gitlab", gitlab::gitlab(&report).expect("JSON"));
}

/// Takes out of `show asked` what the files state, which is counted however small a team is: see
/// `docs/decisions/groups-under-five.md`. What evidence shows stays, and is what the law looks at.
fn without_statements(sheet: &mut show::sheet::Sheet) {
    let is_shown: Vec<bool> =
        sheet.columns.iter().map(|column| matches!(column.key, "team" | "shown" | "outside")).collect();
    let mut kept = is_shown.iter();
    sheet.columns.retain(|_| kept.next().is_some_and(|kept| *kept));
    for row in &mut sheet.rows {
        let mut kept = is_shown.iter();
        row.cells.retain(|_| kept.next().is_some_and(|kept| *kept));
        // What lies behind a row are the statements themselves, a line each.
        row.behind.clear();
        row.behind_all = 0;
    }
    sheet.finding.clear();
    sheet.pictures.clear();
}

/// Whether a text has a word, with no letter or digit on either side.
pub(crate) fn says(text: &str, word: &str) -> bool {
    let is_part = |one: Option<char>| one.is_some_and(|one| one.is_alphanumeric() || one == '_');
    text.match_indices(word)
        .any(|(at, _)| !is_part(text[..at].chars().next_back()) && !is_part(text[at + word.len()..].chars().next()))
}

/// What has a number beside one of these groups: values of JSON, else lines, rows and paragraphs.
pub(crate) fn beside(text: &str, small: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    match serde_json::from_str::<Value>(text) {
        Ok(value) => within(&value, small, &mut found),
        Err(_) => {
            let text = if text.contains("</") { plain(text) } else { text.to_owned() };
            found.extend(text.lines().filter(|line| is_beside(line, small)).map(str::to_owned));
        }
    }
    found
}

/// The texts of a page, one for each row, paragraph and label.
fn plain(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        text += &rest[..open];
        let end = rest[open..].find('>').map_or(rest.len(), |end| open + end + 1);
        let tag = &rest[open..end];
        let breaks =
            ["</tr", "</p", "</li", "</text", "</title", "</desc", "</h", "</div", "</summary", "</dd", "</caption"];
        text += if breaks.iter().any(|one| tag.starts_with(one)) { "\n" } else { " " };
        rest = &rest[end..];
        if tag.starts_with("<style") {
            rest = rest.find("</style").map_or("", |at| &rest[at..]);
        }
    }
    text + rest
}

fn is_beside(line: &str, small: &[&str]) -> bool {
    // Whoever asks for the rows about a team hears how many there are about others. What the files state is counted:
    // statements to write, and initiatives whose team states a need. And a line of a file stands behind its number.
    let is_no_row = line.contains("rows is about") || line.contains("as a dependency of");
    let is_of_statements = is_no_row || line.contains("blocking dependencies; first") || line.contains("coreloyalty ");
    let is_stated = is_of_statements || line.contains("coresearch ") || line.contains("corereturns ");
    let line = line.split_once(" | ").map_or(line, |(number, rest)| if has_number(number) { rest } else { line });
    !is_stated && small.iter().any(|name| says(line, name)) && has_number(line)
}

/// Whether a line has a number: not of a place, a day, a rule, a fingerprint, or within a word.
fn has_number(line: &str) -> bool {
    let words = line.split(|one: char| one.is_whitespace() || matches!(one, ',' | '(' | ')' | ';' | '[' | ']' | '"'));
    let is_number = |word: &str| {
        let bare = word.trim_matches(|one: char| !one.is_alphanumeric());
        !bare.is_empty() && bare.chars().all(|one| one.is_ascii_digit() || matches!(one, '.' | '%'))
    };
    words.into_iter().any(is_number)
}

/// Keys whose numbers are of places.
const OF_PLACES: &[&str] = &[
    "line",
    "column",
    "end",
    "startLine",
    "endLine",
    "startColumn",
    "endColumn",
    "begin",
    "lines",
    "position",
    "index",
    "ruleIndex",
    "id",
];

fn within(value: &Value, small: &[&str], found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(is_beside(text, small).then(|| text.clone())),
        Value::Array(all) => all.iter().for_each(|one| within(one, small, found)),
        Value::Object(map) => {
            let named = map.values().filter_map(Value::as_str).any(|text| small.iter().any(|name| says(text, name)));
            let number = map
                .iter()
                .find(|(key, one)| one.as_f64().is_some_and(|one| one != 0.0) && !OF_PLACES.contains(&key.as_str()));
            let is_stated = map.contains_key("needs") && map.contains_key("initiatives") || map.contains_key("cost");
            if let (true, false, Some((key, number))) = (named, is_stated, number) {
                let mut row = map.clone();
                row.remove("behind");
                found.push(format!("{key} {number} in {}", Value::Object(row)));
            }
            map.values().for_each(|one| within(one, small, found));
        }
        _ => {}
    }
}

/// Words by which an item would be seen in an output.
pub(crate) fn words_of(item: &AgreementItem) -> Vec<String> {
    match item.kind {
        "rule" => vec![item.key.clone()],
        "criterion" => vec![item.title.clone(), format!("\"criterion\":\"{}\"", item.key)],
        "measure" => vec![format!("\"{}\":", item.key.replace('-', "_"))],
        _ => match item.key.as_str() {
            "person.title" => vec!["engineer".to_owned()],
            _ => Vec::new(),
        },
    }
}
