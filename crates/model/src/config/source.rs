//! A source of evidence: its files, and how their records are read.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeValue;

use super::source_fields::TABLE;
use super::{Config, GitSettings, RecordSettings, layers};
use crate::diagnostic::Diagnostic;
use crate::facts::{FactKind, Facts, REGISTRY_FIELDS, TimeKind, registry_field};
use crate::fields::Kind;
use crate::record::{Reader, Record, Value, short};
use crate::source::{At, Span};

/// The format of registries in git.
const REGISTRY_FORMAT: &str = "registry";

/// How a file is laid out in records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A record for each row of the table.
    #[default]
    Rows,
    /// A record for each value of a registry field.
    Long,
    /// A record for each initiative, a column for each registry field.
    Wide,
}

/// How days are written in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DateStyle {
    /// `2026-02-02`.
    #[default]
    Day,
    /// `2026Q1`, an interval.
    Quarter,
    /// A `strftime` pattern.
    Pattern(String),
}

/// A file of evidence, and how its columns are read.
#[derive(Clone, Debug)]
pub struct SourceConfig {
    /// Name in reports: that in the settings, with the name of the part behind it.
    pub name: At<String>,
    /// Name in the settings.
    pub id: String,
    /// Paths of the files.
    pub files: Vec<At<String>>,
    /// The fact table that it feeds.
    pub table: FactKind,
    /// The preset that it follows, when stated.
    pub preset: Option<At<String>>,
    /// `csv`, `jsonl` or another format, when stated.
    pub format: Option<String>,
    /// Which records it holds.
    pub records: RecordSettings,
    /// The byte between cells.
    pub delimiter: u8,
    /// How records are laid out.
    pub layout: Layout,
    /// Our column to theirs.
    pub columns: BTreeMap<String, At<String>>,
    /// Our registry field to their word or column.
    pub fields: BTreeMap<String, At<String>>,
    /// Our column to a fixed text.
    pub constants: BTreeMap<String, At<String>>,
    /// Our column or registry field to (theirs to ours).
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Values that mean that nothing is known.
    pub absent: Vec<String>,
    /// The separator between the parts of a list.
    pub separator: String,
    /// How days are written.
    pub dates: DateStyle,
    /// Whether people are pseudonyms already.
    pub pseudonymous: bool,
    /// What to read of git repositories.
    pub git: GitSettings,
}

/// Reads a source: a value for each of its parts.
pub(super) fn read(
    kind: &'static Kind,
    id: At<String>,
    entry: &Spanned<DeValue<'_>>,
    reader: &mut Reader<'_>,
) -> Vec<SourceConfig> {
    let what = format!("source `{}`", short(&id.value));
    let Some(entry) = entry.get_ref().as_table() else {
        reader.report(
            Diagnostic::error("wrong-type", format!("{what} is not a table"), id.span)
                .label("read as the name of a source")
                .help("write `[source.NAME]`, with its keys on the lines below"),
        );
        return Vec::new();
    };
    if id.value.trim().is_empty() {
        reader.report(Diagnostic::error("empty-id", "a source has an empty name", id.span));
        return Vec::new();
    }
    let record = reader.record(entry, id.span, kind.fields, &what);
    reader.require(&record, kind.fields, &what);
    let preset = match record.values.get("preset") {
        Some((_, At { value: Value::Text(key), span })) => Some(At::new(key.clone(), *span)),
        _ => None,
    };
    let (mut sources, whole) = (Vec::new(), id.value.clone());
    for (name, mut record) in layers::parts(id, record, reader) {
        if let Some(source) = SourceConfig::read(name, preset.clone(), &mut record, reader) {
            record.all_read(kind.name);
            sources.push(SourceConfig { id: whole.clone(), ..source });
        }
    }
    sources
}

impl SourceConfig {
    fn read(
        name: At<String>,
        preset: Option<At<String>>,
        record: &mut Record,
        reader: &mut Reader<'_>,
    ) -> Option<SourceConfig> {
        let format = record.text("format");
        let implied = format.as_ref().and_then(|at| implied_table(&at.value));
        let is_git = format.as_ref().is_some_and(|at| at.value == "git");
        if implied.is_none() {
            reader.require(record, const { &[TABLE.required()] }, &format!("source `{}`", short(&name.value)));
        }
        let stated = record.text("table");
        let table = stated.as_ref().and_then(|at| FactKind::from_name(&at.value)).or(implied);
        if let (Some(stated), Some(format), Some(implied)) =
            (stated, &format, implied.filter(|kind| Some(*kind) != table))
        {
            let feeds = implied.schema().name;
            let message = format!("format `{}` feeds `{feeds}` and no other table", format.value);
            reader.report(Diagnostic::error("wrong-table", message, stated.span).help("take `table` out"));
            return None;
        }
        let files = record.texts("file");
        let is_registry = matches!(table, Some(FactKind::InitiativeEvent | FactKind::InitiativeSnapshot));
        let is_versions = format.as_ref().is_some_and(|at| at.value == REGISTRY_FORMAT);
        let layout = match record.text("layout").map(|at| at.value).as_deref() {
            Some("wide") => Layout::Wide,
            Some(_) => Layout::Long,
            // A version of a file is an entry, whatever happens to it.
            None if is_registry && !is_versions => Layout::Long,
            None if is_registry => Layout::Wide,
            None => Layout::Rows,
        };
        let columns = text_map(record.map("columns"));
        let fields = text_map(record.map("fields"));
        let mut constants = text_map(record.map("constants"));
        if let (Some(day), Some(table)) = (record.day("observed"), table) {
            observe(&mut constants, &columns, table, &day);
        }
        let values = record.map("values");
        let changed: Vec<(String, Span)> = values.iter().map(|(ours, _)| (ours.value.clone(), ours.span)).collect();
        let values = nested_map(values);
        let delimiter = record.text("delimiter");
        let source = SourceConfig {
            id: name.value.clone(),
            name,
            files,
            preset,
            table: table?,
            records: RecordSettings::read(record),
            format: format.map(|at| at.value),
            delimiter: delimiter.as_ref().and_then(|at| at.value.bytes().next()).unwrap_or(b','),
            layout: if is_registry { layout } else { Layout::Rows },
            columns,
            fields,
            constants,
            values,
            absent: record.texts("absent").into_iter().map(|at| at.value).collect(),
            separator: record.text("separator").map_or_else(|| ";".to_owned(), |at| at.value),
            dates: match record.text("dates").map(|at| at.value) {
                None => DateStyle::Day,
                Some(word) if word == "day" => DateStyle::Day,
                Some(word) if word == "quarter" => DateStyle::Quarter,
                Some(pattern) => DateStyle::Pattern(pattern),
            },
            // A history holds names, whatever the settings say.
            pseudonymous: record.text("people").is_some_and(|at| at.value == "pseudonymous" && !is_git),
            git: GitSettings::read(record, reader),
        };
        if let Some(delimiter) = delimiter.filter(|at| at.value.len() != 1) {
            reader.report(
                Diagnostic::error("wrong-type", "`delimiter` is not one ASCII character", delimiter.span)
                    .label("expected one character, such as \",\" or \"\\t\""),
            );
        }
        source.check_names(&changed, reader);
        Some(source)
    }

    /// The key of the preset that it follows.
    pub fn preset(&self) -> Option<&str> {
        self.preset.as_ref().map(|at| at.value.as_str())
    }

    /// Whether its files are git repositories.
    pub fn is_git(&self) -> bool {
        self.format.as_deref() == Some("git")
    }

    /// Whether its files are versions in the histories of git repositories.
    pub fn is_registry(&self) -> bool {
        self.format.as_deref() == Some(REGISTRY_FORMAT)
    }

    /// The fact tables that it feeds.
    pub fn tables(&self) -> &'static [FactKind] {
        const MANIFESTS: &[FactKind] = &[FactKind::PackageUse, FactKind::Link];
        match self.format.as_deref() {
            Some("git") => &Facts::HISTORY,
            Some(format) if Config::MANIFEST_FORMATS.contains(&format) => MANIFESTS,
            _ => std::slice::from_ref(&self.table.schema().kind),
        }
    }

    /// Reports mapped names that neither the table nor the registry has.
    fn check_names(&self, changed: &[(String, Span)], reader: &mut Reader<'_>) {
        let schema = self.table.schema();
        let columns: Vec<&str> = schema.columns.iter().map(|column| column.name).collect();
        let what = format!("table `{}`", schema.name);
        for (ours, theirs) in self.columns.iter().chain(&self.constants) {
            if !columns.contains(&ours.as_str()) {
                reader.unknown_key(ours, theirs.span, columns.iter().copied(), &what);
            }
        }
        for (ours, theirs) in &self.fields {
            if registry_field(ours).is_none() {
                let known = REGISTRY_FIELDS.iter().map(|field| field.name);
                reader.unknown_key(ours, theirs.span, known, "the registry vocabulary");
            }
        }
        let matched = self.records.patterns.iter().map(|(ours, pattern)| (ours, &pattern.span));
        for (ours, span) in changed.iter().map(|(ours, span)| (ours, span)).chain(matched) {
            if !columns.contains(&ours.as_str()) && registry_field(ours).is_none() {
                let known = columns.iter().copied().chain(REGISTRY_FIELDS.iter().map(|field| field.name));
                reader.unknown_key(ours, *span, known, &what);
            }
        }
    }
}

/// The table that a format feeds by itself.
fn implied_table(format: &str) -> Option<FactKind> {
    match format {
        "git" => Some(FactKind::ChangeMade),
        _ if Config::MANIFEST_FORMATS.contains(&format) => Some(FactKind::PackageUse),
        _ => Config::OWNERSHIP_FORMATS.contains(&format).then_some(FactKind::Ownership),
    }
}

/// Takes the day of an export for the columns that say when something was observed, unless something else fills them.
fn observe(
    constants: &mut BTreeMap<String, At<String>>,
    columns: &BTreeMap<String, At<String>>,
    table: FactKind,
    day: &At<crate::day::Day>,
) {
    let column = match table.schema().time {
        TimeKind::Snapshot => "observed",
        TimeKind::Interval => "from",
        TimeKind::Event => return,
    };
    if !columns.contains_key(column) {
        constants.entry(column.to_owned()).or_insert_with(|| At::new(day.value.to_string(), day.span));
    }
}

/// Texts by key, each at the place of its key.
pub(super) fn text_map(entries: Vec<(At<String>, At<Value>)>) -> BTreeMap<String, At<String>> {
    let text = |(key, value): (At<String>, At<Value>)| match value.value {
        Value::Text(text) => Some((key.value, At::new(text, key.span))),
        _ => None,
    };
    entries.into_iter().filter_map(text).collect()
}

fn nested_map(entries: Vec<(At<String>, At<Value>)>) -> BTreeMap<String, BTreeMap<String, String>> {
    let inner = |(key, value): (At<String>, At<Value>)| match value.value {
        Value::Map(entries) => {
            let texts = text_map(entries).into_iter().map(|(theirs, ours)| (theirs, ours.value)).collect();
            Some((key.value, texts))
        }
        _ => None,
    };
    entries.into_iter().filter_map(inner).collect()
}
