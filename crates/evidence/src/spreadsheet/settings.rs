//! What was said once about the spreadsheets: `.onethread/init/import.toml`, which people may read and edit.
//!
//! Input: the text of the file. Output: [`ImportSettings`], or what is wrong with it and where: a file that is not
//! understood as a whole is not used at all, because half of it would read the sheets in another way than people said.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use onethread_model::diagnostic::Diagnostic;
use onethread_model::edit::{key_toml, text_toml};
use onethread_model::fields::{Field, FieldType, Kind, Shape};
use onethread_model::record::{Reader, Record, Value, parse, short};
use onethread_model::source::{FileId, Sources, Span};
use toml::de::DeTable;

use super::{DateOrder, Meaning, Naming, SheetKind, Wish};

/// What the file is called in messages.
const FILE: &str = "the settings of the import";

const TEXTS: FieldType = FieldType::Map(&FieldType::Text);

/// The one table of the file, written without a header.
const KIND: Kind = Kind {
    name: "import",
    shape: Shape::Single,
    doc: "What was said once about the spreadsheets.",
    fields: &[
        Field::new(
            "dates",
            FieldType::Choice(&["day-first", "month-first"]),
            "How days such as 03/04/2026 are meant.",
            "\"day-first\"",
        ),
        Field::new("keep-names", FieldType::Flag, "Whether ids are made from names of people.", "true"),
        Field::new("keep-local-parts", FieldType::Flag, "Whether ids are made from addresses.", "true"),
        Field::new(
            "sheets",
            TEXTS,
            "What a sheet lists: roster, initiatives, asks or skip.",
            "{ \"People\" = \"roster\" }",
        ),
        Field::new("columns", TEXTS, "What a column says, or skip.", "{ \"Squad name\" = \"team\" }"),
        Field::new("statuses", TEXTS, "What a status means.", "{ \"Accepted\" = \"live\" }"),
        Field::new("same", TEXTS, "Another name of a team or initiative.", "{ \"Paymnts\" = \"Payments\" }"),
    ],
};

/// What a sheet is said to list; absent where it is to be skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetWish {
    /// The name of the sheet, or of the file where it has one sheet.
    pub name: String,
    /// What it lists.
    pub lists: Option<SheetKind>,
}

/// Another name of a team or an initiative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameName {
    /// As some cells write it.
    pub written: String,
    /// As it is called.
    pub called: String,
}

/// What was said once about the spreadsheets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportSettings {
    /// How days are meant.
    pub dates: Option<DateOrder>,
    /// How people are called.
    pub naming: Naming,
    /// What sheets list.
    pub sheets: Vec<SheetWish>,
    /// What columns say.
    pub columns: Vec<Wish>,
    /// What statuses mean.
    pub statuses: Vec<Meaning>,
    /// Other names of teams and initiatives.
    pub same: Vec<SameName>,
}

impl SheetWish {
    /// Reads `People=roster`; `skip` leaves a sheet out.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<SheetWish, String> {
        let known = "roster, initiatives, asks or skip";
        let (name, word) =
            text.rsplit_once('=').ok_or_else(|| format!("expected the name of a sheet, `=` and {known}"))?;
        let word = word.trim().to_lowercase();
        let lists = SheetKind::of_word(&word);
        if lists.is_none() && word != "skip" {
            return Err(format!("a sheet cannot list `{}`, only {known}", short(&word)));
        }
        Ok(SheetWish { name: name.trim().to_owned(), lists })
    }
}

impl SameName {
    /// Reads `Paymnts=Payments`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<SameName, String> {
        let pair = text.rsplit_once('=').map(|(written, called)| (written.trim(), called.trim()));
        match pair.filter(|(written, called)| !written.is_empty() && !called.is_empty()) {
            Some((written, called)) => Ok(SameName { written: written.to_owned(), called: called.to_owned() }),
            None => Err("expected a name as cells write it, `=` and what it is called".to_owned()),
        }
    }
}

impl ImportSettings {
    /// Reads the file.
    ///
    /// # Errors
    /// Everything that is not understood, with its line.
    pub fn load(sources: &Sources, file: FileId) -> Result<ImportSettings, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let read = parse(sources, file, &mut diagnostics, |table, reader| ImportSettings::read(file, table, reader));
        match read {
            Some(settings) if diagnostics.is_empty() => Ok(settings),
            _ => Err(diagnostics),
        }
    }

    fn read(file: FileId, table: &DeTable<'_>, reader: &mut Reader<'_>) -> ImportSettings {
        let mut settings = ImportSettings::default();
        let span = Span { file, start: 0, end: 0 };
        let mut record = reader.record(table, span, KIND.fields, FILE);
        settings.dates = record.text("dates").map(|at| match at.value.as_str() {
            "month-first" => DateOrder::MonthFirst,
            _ => DateOrder::DayFirst,
        });
        settings.naming.keep_names = record.flag("keep-names").is_some_and(|at| at.value);
        settings.naming.keep_local_parts = record.flag("keep-local-parts").is_some_and(|at| at.value);
        settings.sheets = lines(&mut record, "sheets", SheetWish::parse, reader);
        settings.columns = lines(&mut record, "columns", Wish::parse, reader);
        settings.statuses = lines(&mut record, "statuses", Meaning::parse, reader);
        settings.same = lines(&mut record, "same", SameName::parse, reader);
        settings
    }

    /// These settings, with what is said now before what was said then.
    #[must_use]
    pub fn with(mut self, now: ImportSettings) -> ImportSettings {
        fn merge<T>(then: &mut Vec<T>, now: Vec<T>, same: impl Fn(&T, &T) -> bool) {
            then.retain(|old| !now.iter().any(|new| same(old, new)));
            then.extend(now);
        }
        let alike = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
        self.dates = now.dates.or(self.dates);
        self.naming.keep_names |= now.naming.keep_names;
        self.naming.keep_local_parts |= now.naming.keep_local_parts;
        merge(&mut self.sheets, now.sheets, |a, b| alike(&a.name, &b.name));
        merge(&mut self.columns, now.columns, |a, b| alike(&a.header, &b.header));
        merge(&mut self.statuses, now.statuses, |a, b| alike(&a.status, &b.status));
        merge(&mut self.same, now.same, |a, b| alike(&a.written, &b.written));
        self
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == ImportSettings::default()
    }

    /// What was said, a phrase each: `column "Squad name" is team`.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(self.dates.map(|order| format!("days are {}", date_word(order))));
        words.extend(self.naming.keep_names.then(|| "names are kept".to_owned()));
        words.extend(self.naming.keep_local_parts.then(|| "ids from addresses".to_owned()));
        let all = self.tables();
        for (table, what, lines) in all {
            let verb = if table == "statuses" { "means" } else { "is" };
            words.extend(lines.iter().map(|(key, word)| format!("{what} \"{key}\" {verb} {word}")));
        }
        words
    }

    /// Key, word for one of it, and lines, of each table.
    fn tables(&self) -> [(&'static str, &'static str, BTreeMap<&str, &str>); 4] {
        let sheet = |wish: &SheetWish| wish.lists.map_or("skip", SheetKind::word);
        [
            ("sheets", "sheet", self.sheets.iter().map(|one| (one.name.as_str(), sheet(one))).collect()),
            (
                "columns",
                "column",
                self.columns
                    .iter()
                    .map(|one| (one.header.as_str(), one.says.map_or("skip", |says| says.words().word)))
                    .collect(),
            ),
            ("statuses", "status", self.statuses.iter().map(|one| (one.status.as_str(), one.says.word())).collect()),
            ("same", "name", self.same.iter().map(|one| (one.written.as_str(), one.called.as_str())).collect()),
        ]
    }

    /// The file.
    pub fn to_toml(&self) -> String {
        let mut out = String::from(
            "# What was said once about the spreadsheets of this organization. Edit it freely: the next import reads it.\n\
             # A flag on the command line counts before a line here, and is written here by the import.\n",
        );
        // Writing to a String cannot fail.
        if let Some(order) = self.dates {
            let _ =
                writeln!(out, "\n# How days such as 03/04/2026 are meant.\ndates = {}", text_toml(date_word(order)));
        }
        for (key, on) in [("keep-names", self.naming.keep_names), ("keep-local-parts", self.naming.keep_local_parts)] {
            if on {
                let _ = writeln!(out, "\n{key} = true");
            }
        }
        for (table, _, lines) in self.tables() {
            let Some(field) = KIND.fields.iter().find(|field| field.key == table).filter(|_| !lines.is_empty()) else {
                continue;
            };
            let _ = writeln!(out, "\n# {}\n[{table}]", field.doc);
            for (key, word) in lines {
                let _ = writeln!(out, "{} = {}", key_toml(key), text_toml(word));
            }
        }
        out
    }
}

fn date_word(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayFirst => "day-first",
        DateOrder::MonthFirst => "month-first",
    }
}

/// The lines of a table, each read as the flag of the command line is.
fn lines<T>(
    record: &mut Record,
    key: &'static str,
    read: fn(&str) -> Result<T, String>,
    reader: &mut Reader<'_>,
) -> Vec<T> {
    let mut all = Vec::new();
    for (name, value) in record.map(key) {
        let Value::Text(word) = &value.value else { continue };
        match read(&format!("{}={word}", name.value)) {
            Ok(one) => all.push(one),
            Err(why) => reader.report(Diagnostic::error("wrong-value", why, value.span)),
        }
    }
    all
}
