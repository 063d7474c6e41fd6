//! What was understood and what would be written, in words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use onethread_core::words::percent;
use onethread_evidence::spreadsheet::{COLUMNS, Column, EntryKey, EntryKind, Losses, Sheet, Step, Table, TableColumn};
use onethread_report::inert::inert;

use super::Plan;
use super::memory::SAID;

/// Values of a column that are shown.
const EXAMPLES_MAX: usize = 3;
/// Longer values are cut, in characters.
const EXAMPLE_MAX: usize = 28;
/// Lines of each part of a difference.
const LINES_MAX: usize = 12;

/// The columns, the choices, and what would be written.
pub(super) fn plan(plan: &Plan, with_hint: bool) -> String {
    let mut out = String::new();
    for (sheet, table) in &plan.sheets {
        if is_as_before(plan) {
            one_line(&mut out, sheet, table);
        } else {
            columns(&mut out, sheet, table, plan);
        }
    }
    if is_as_before(plan) {
        out.push('\n');
    }
    if with_hint && !is_as_before(plan) {
        hint(&mut out, plan);
    }
    remembered(&mut out, plan);
    if !plan.proposal.choices.is_empty() {
        out.push_str("Chosen\n");
        for choice in &plan.proposal.choices {
            let _ = writeln!(out, "  {}", inert(choice));
        }
        out.push('\n');
    }
    if is_first(plan) {
        files(&mut out, plan);
    } else {
        difference(&mut out, plan);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    if !plan.proposal.unknown.is_empty() {
        let _ = writeln!(out, "\nNot known, and left open: {}", plan.proposal.unknown.join("; "));
    }
    for refused in &plan.written.refused {
        let _ = writeln!(out, "Not written: {}", inert(refused));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// What people said of the spreadsheets at earlier imports, and what the next one is to know.
fn remembered(out: &mut String, plan: &Plan) {
    let before = plan.remembered.said.words();
    let hide = |words: &String| inert(&plan.proposal.mask.hide(words)).into_owned();
    let new: Vec<String> = plan.said.words().iter().filter(|words| !before.contains(words)).map(hide).collect();
    let before: Vec<String> = before.iter().map(hide).collect();
    if !before.is_empty() {
        let _ = writeln!(out, "remembered: {}  ({SAID})", before.join("; "));
    }
    if !new.is_empty() {
        let _ = writeln!(out, "remembered from now on: {}  ({SAID})", new.join("; "));
    }
    if !before.is_empty() || !new.is_empty() {
        out.push('\n');
    }
}

/// How much of what was known is gone: `31 of 79 initiatives (39 %)`.
pub(super) fn losses(plan: &Plan) -> String {
    let one = |loss: &Losses| {
        let of = match loss.kind {
            EntryKind::Person => many(loss.known, "person", "people"),
            EntryKind::Team => many(loss.known, "team", "teams"),
            _ => many(loss.known, "initiative", "initiatives"),
        };
        format!("{} of {of} ({})", loss.gone, percent(loss.gone as f64 / loss.known as f64))
    };
    plan.losses.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// How to say what an unread column is, for the first one.
fn hint(out: &mut String, plan: &Plan) {
    let unread = plan
        .sheets
        .iter()
        .find_map(|(_, table)| Some((table.kind, table.columns.iter().find(|column| column.says.is_none())?)));
    let Some((kind, unread)) = unread else { return };
    let words: Vec<&str> = COLUMNS.iter().filter(|one| one.fits(kind)).map(|one| one.word).collect();
    let header = inert(&unread.header);
    let _ = writeln!(out, "A column that is not read can be set by hand: --column \"{header}=WORD\", where WORD is");
    let _ = writeln!(out, "  {}\n", words.join(", "));
}

/// Whether the columns were confirmed before.
fn is_as_before(plan: &Plan) -> bool {
    plan.remembered.bytes.is_some() && plan.remembered.memory.columns == plan.columns()
}

/// Whether the files hold nothing yet that spreadsheets could say.
fn is_first(plan: &Plan) -> bool {
    plan.folder.org.is_empty() && plan.remembered.bytes.is_none()
}

/// A sheet that is read in the same way again, in a line.
fn one_line(out: &mut String, sheet: &Sheet, table: &Table) {
    let read = table.columns.iter().filter(|column| column.says.is_some()).count();
    let rest = unread(table).map_or_else(String::new, |unread| format!("; not read: {unread}"));
    let (title, rows) = (sheet.title(), many(table.rows(sheet).count(), "row", "rows"));
    let _ = writeln!(out, "{}: {rows}, {}{rest}", inert(&title), many(read, "column", "columns"));
}

/// The headers of columns that are not read.
fn unread(table: &Table) -> Option<String> {
    let rest: Vec<_> = table.columns.iter().filter(|column| column.says.is_none()).map(|c| inert(&c.header)).collect();
    (!rest.is_empty()).then(|| rest.join(", "))
}

fn columns(out: &mut String, sheet: &Sheet, table: &Table, plan: &Plan) {
    let lists = table.kind.word();
    let rows = table.rows(sheet).count();
    let _ = writeln!(out, "{} ({}): {lists}, {}", inert(&sheet.title()), sheet.read_as, many(rows, "row", "rows"));
    let header = |text: &str| inert(text).chars().take(EXAMPLE_MAX).collect::<String>();
    let read = || table.columns.iter().filter_map(|column| Some((column, column.says?)));
    let width = read().map(|(column, _)| header(&column.header).chars().count()).max().unwrap_or(0).max(6);
    let _ = writeln!(out, "  {:width$}  {:13}  examples", "column", "read as");
    for (column, says) in read() {
        let word = says.words().word;
        let line = format!("  {:width$}  {word:13}  {}", header(&column.header), examples(sheet, table, column, plan));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    if let Some(unread) = unread(table) {
        let _ = writeln!(out, "  not read: {unread}");
    }
    out.push('\n');
}

/// A few values of a column. Names of people, addresses, and what is not read are counted: nothing needs them on a
/// screen.
fn examples(sheet: &Sheet, table: &Table, column: &TableColumn, plan: &Plan) -> String {
    let mut values: Vec<String> = Vec::new();
    let mut distinct: BTreeSet<String> = BTreeSet::new();
    for row in table.rows(sheet) {
        let words = row.cells.get(column.index).map(|cell| cell.words()).unwrap_or_default();
        if !words.is_empty() && distinct.insert(words.clone()) && values.len() < EXAMPLES_MAX {
            values.push(words);
        }
    }
    if distinct.is_empty() {
        return "(empty)".to_owned();
    }
    let is_id = |value: &String| plan.proposal.entries.get(&EntryKey::new(EntryKind::Person, value)).is_some();
    let may_show = match column.says {
        None | Some(Column::Email) => false,
        Some(
            Column::Name
            | Column::FirstName
            | Column::LastName
            | Column::Manager
            | Column::Leader
            | Column::Sponsor
            | Column::People,
        ) => values.iter().all(is_id),
        Some(_) => values.iter().all(|value| !value.contains('@') && plan.proposal.mask.hide(value) == *value),
    };
    if !may_show {
        return format!("({}, not shown)", many(distinct.len(), "different value", "different values"));
    }
    let between = if values.iter().any(|value| value.contains(',')) { " | " } else { ", " };
    values.iter().map(|value| cut(&inert(value))).collect::<Vec<_>>().join(between)
}

fn files(out: &mut String, plan: &Plan) {
    let count = |kind| plan.proposal.entries.count(kind);
    out.push_str("To be written\n");
    if plan.settings.is_some() {
        let _ = writeln!(out, "  {:24} name and day of the review", "onethread.toml");
    }
    let asks = match count(EntryKind::Dependency) {
        0 => String::new(),
        some => format!(", {}", many(some, "ask", "asks")),
    };
    let in_folder = plan.written.files.keys().filter(|path| path.contains("/initiatives/")).count();
    for path in plan.written.files.keys().filter(|path| !path.contains("/initiatives/")) {
        let what = match path.rsplit('/').next() {
            Some("people.toml") => many(count(EntryKind::Person), "person", "people"),
            Some("teams.toml") => many(count(EntryKind::Team), "team", "teams"),
            Some("time.toml") => many(count(EntryKind::Allocation), "stated share", "stated shares"),
            _ => many(count(EntryKind::Initiative), "initiative", "initiatives") + &asks,
        };
        let _ = writeln!(out, "  {path:24} {what}");
    }
    if in_folder > 0 {
        let folder = format!("{}/initiatives/", plan.folder.organization());
        let _ = writeln!(out, "  {folder:24} {} with one initiative each{asks}", many(in_folder, "file", "files"));
    }
}

/// Lines of one kind of change.
#[derive(Default)]
struct Lines(BTreeMap<(usize, &'static str), Vec<String>>);

impl Lines {
    fn add(&mut self, order: usize, word: &'static str, line: impl Into<String>) {
        self.0.entry((order, word)).or_default().push(line.into());
    }
}

fn difference(out: &mut String, plan: &Plan) {
    let mut lines = Lines::default();
    moves(&mut lines, plan);
    for step in &plan.comparison.steps {
        describe(&mut lines, step);
    }
    if let Some((_, settings)) = plan.settings.as_ref().filter(|(before, _)| !before.is_empty()) {
        let cut = settings.lines().find(|line| line.starts_with("data-cut")).unwrap_or_default();
        lines.add(7, "changed", format!("onethread.toml: {}", cut.split('#').next().unwrap_or_default().trim()));
    }
    for key in &plan.comparison.gone {
        let (order, word) = if key.kind == EntryKind::Person { (2, "left") } else { (6, "gone") };
        lines.add(order, word, format!("{}: kept, {}", thing(key), kept_for(key, plan)));
    }
    for conflict in &plan.comparison.conflicts {
        let words = |said: Option<String>| said.unwrap_or_else(|| "nothing".to_owned());
        let file = words(conflict.file.as_ref().map(|said| said.words()));
        let sheet = words(conflict.sheet.as_ref().map(|said| said.words()));
        let text =
            format!("{}: {} is `{file}` in the file and `{sheet}` in the sheet", thing(&conflict.key), conflict.field);
        lines.add(9, "conflict", text);
    }
    if lines.0.is_empty() {
        return;
    }
    let live = plan.comparison.gone.iter().filter(|key| key.kind == EntryKind::Initiative).count();
    out.push_str("What changes\n");
    let has_conflicts = !plan.comparison.conflicts.is_empty();
    for ((_, word), all) in lines.0 {
        for line in all.iter().take(LINES_MAX) {
            let _ = writeln!(out, "  {word:9} {}", inert(line));
        }
        if let Some(more) = all.len().checked_sub(LINES_MAX).filter(|more| *more > 0) {
            let _ = writeln!(out, "  {word:9} and {more} more");
        }
    }
    if live > 0 {
        let (what, them) =
            if live == 1 { ("1 initiative counts", "it") } else { (&*format!("{live} initiatives count"), "them") };
        let day = plan.day;
        let _ =
            writeln!(out, "{what} as live although no sheet lists {them} any more; --end-gone ends {them} on {day}.");
    }
    if !plan.losses.is_empty() {
        let _ = writeln!(out, "More than a fifth of what the last import knew is gone: {}.", losses(plan));
        out.push_str("Look whether a sheet was cut, filtered or misread; --many-gone writes it all the same.\n");
    }
    if has_conflicts {
        out.push_str("Where both changed something, the file's value is kept; --theirs takes the sheet's.\n");
    }
}

/// What keeps an entry that is gone from the sheets.
fn kept_for(key: &EntryKey, plan: &Plan) -> String {
    match plan.named.get(key).map(Vec::as_slice) {
        _ if key.kind.is_between() => "until a person ends it with `until`".to_owned(),
        None | Some([]) => "and nothing names it: --remove-gone takes it out".to_owned(),
        Some([one]) => format!("named at {one}"),
        Some([one, two]) => format!("named at {one} and {two}"),
        Some([one, two, rest @ ..]) => format!("named at {one}, {two} and {} more", rest.len()),
    }
}

/// A person who leaves one team and joins another in the same import has moved.
fn moves(lines: &mut Lines, plan: &Plan) {
    let steps = &plan.comparison.steps;
    let has_left = |id: &str| plan.comparison.gone.iter().any(|key| key.kind == EntryKind::Person && key.id == id);
    let mut teams: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for step in steps {
        match step {
            Step::Add { key, field: "members", item } => teams.entry(item).or_default().1.push(&key.id),
            Step::New(key, fields) if key.kind == EntryKind::Team => {
                if let Some(onethread_evidence::spreadsheet::Said::Set(members)) = fields.get("members") {
                    members.iter().for_each(|member| teams.entry(member).or_default().1.push(&key.id));
                }
            }
            Step::Take { key, field: "members", item } => teams.entry(item).or_default().0.push(&key.id),
            _ => {}
        }
    }
    for (person, (from, to)) in teams {
        match (from.is_empty(), to.is_empty()) {
            (false, false) => lines.add(3, "moved", format!("{person}: from {} to {}", from.join(", "), to.join(", "))),
            // Who left is reported already.
            (false, true) if has_left(person) => {}
            (false, true) => lines.add(3, "moved", format!("{person}: out of {}", from.join(", "))),
            (true, false) => lines.add(1, "joined", format!("{person}: {}", to.join(", "))),
            (true, true) => {}
        }
    }
}

fn describe(lines: &mut Lines, step: &Step) {
    match step {
        Step::New(key, fields) => match key.kind {
            EntryKind::Person => lines.add(0, "new", format!("person {}", key.id)),
            EntryKind::Allocation => {
                let share = fields.get("share").map_or_else(String::new, |said| said.words());
                lines.add(4, "stated", format!("{}: {share}", thing(key)));
            }
            EntryKind::Dependency => {
                let (initiative, on) = key.parts();
                lines.add(4, "asked", format!("{on} by {initiative}"));
            }
            kind => lines.add(0, "new", format!("{} {}", kind.name(), key.id)),
        },
        Step::Drop(key) => lines.add(6, "removed", thing(key)),
        // How much of a week someone works is not shown beside the person; the file has it.
        Step::Set { field: "fte", .. } | Step::Unset { field: "fte", .. } => {
            lines.add(5, "changed", "the contracted time of a person".to_owned());
        }
        Step::Set { key, field, before, after } => {
            let before = before.as_ref().map_or_else(|| "nothing".to_owned(), |said| cut(&said.words()));
            lines.add(5, "changed", format!("{}: {field} {before} -> {}", thing(key), cut(&after.words())));
        }
        Step::Unset { key, field, before } => {
            lines.add(5, "changed", format!("{}: {field} {} -> nothing", thing(key), before.words()));
        }
        Step::Add { field: "members", .. } | Step::Take { field: "members", .. } => {}
        Step::Add { key, field, item } => lines.add(5, "changed", format!("{}: {field} now also {item}", thing(key))),
        Step::Take { key, field, item } => {
            lines.add(5, "changed", format!("{}: {field} no longer {item}", thing(key)));
        }
    }
}

/// Words that are cut where they would fill the line.
fn cut(words: &str) -> String {
    match words.char_indices().nth(EXAMPLE_MAX) {
        Some((at, _)) => format!("{}...", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

fn thing(key: &EntryKey) -> String {
    match key.kind {
        EntryKind::Allocation => {
            let (person, initiative) = key.parts();
            format!("share of {person} for {initiative}")
        }
        EntryKind::Dependency => {
            let (initiative, on) = key.parts();
            format!("ask of {on} by {initiative}")
        }
        kind => format!("{} {}", kind.name(), key.id),
    }
}

/// The last words: what was written, what it could not know, and what comes next.
pub(super) fn done(plan: &Plan, folder: &Path) -> String {
    let mut out = String::from("\n");
    let count = |kind| plan.proposal.entries.count(kind);
    let files = plan.written.files.len() + usize::from(plan.settings.is_some());
    let asks = match count(EntryKind::Dependency) {
        0 => String::new(),
        some => format!(", {}", many(some, "ask", "asks")),
    };
    let _ = writeln!(
        out,
        "Written: {}. The spreadsheets hold {}, {}, {}{asks} and {}.",
        many(files, "file", "files"),
        many(count(EntryKind::Person), "person", "people"),
        many(count(EntryKind::Team), "team", "teams"),
        many(count(EntryKind::Initiative), "initiative", "initiatives"),
        many(count(EntryKind::Allocation), "stated share", "stated shares"),
    );
    if plan.proposal.unknown.is_empty() {
        out.push_str("Nothing that the columns could say is missing.\n");
    }
    if count(EntryKind::Initiative) == 0 {
        out.push_str("No sheet lists initiatives: add one with Initiative, Leader and Start, and run this\nagain; or start one: onethread start TITLE.\n");
    }
    let shown = folder.display().to_string();
    let command = if shown == "." { "onethread review".to_owned() } else { format!("onethread review {shown}") };
    let _ = writeln!(out, "The next import of newer spreadsheets shows the difference, and keeps what you edit.");
    let _ = writeln!(out, "Next: {}", inert(&command));
    out
}

fn many(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
