//! `onethread.toml`: where the organization's files are, the sources of evidence, and the settings of the review.

mod check;
mod git;
mod kinds;

use std::collections::BTreeMap;

pub use check::{CheckSettings, RuleSettings};
pub use git::GitSettings;
pub use kinds::CONFIG_KINDS;
use kinds::TABLE;
use schemars::JsonSchema;
use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::facts::{FactKind, Facts, REGISTRY_FIELDS, registry_field};
use crate::fields::{Kind, Shape};
use crate::record::{Reader, Record, Value, key_text, parse, short};
use crate::source::{At, FileId, Sources, Span};

/// Path of the settings, relative to the folder under review.
pub const SETTINGS: &str = "onethread.toml";
/// Folder of the organization's files, unless the settings name another one.
pub const ORGANIZATION: &str = "org";

/// Everything that `onethread.toml` says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Name of the organization.
    pub name: Option<String>,
    /// Folder of the organization's files.
    pub organization: Option<At<String>>,
    /// The last day that the evidence speaks of.
    pub data_cut: Option<Day>,
    /// What counts as dedicated.
    pub thresholds: Thresholds,
    /// What the words of a registry mean.
    pub registry: Registry,
    /// Which rules are run, and how.
    pub check: CheckSettings,
    /// Sources in alphabetical order of name.
    pub sources: Vec<SourceConfig>,
}

/// What counts as dedicated, and other lines that the review draws. Every report shows them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Thresholds {
    /// Least share on the initiative, 0 to 1.
    pub dedicated_share: f64,
    /// Largest share on all other initiatives together, 0 to 1.
    pub other_share: f64,
    /// Least share reporting to the leader that makes a single-threaded owner, 0 to 1.
    pub reporting_share: f64,
    /// Largest share of reversible decisions above the leader at which the leader decides alone, 0 to 1.
    pub above_share: f64,
    /// How far back the review looks for what changed, in days.
    pub change_days: u32,
    /// How many days decisions and metrics are looked at, and compared with as many before.
    pub period_days: u32,
    /// The most days ahead for which a plan is one: what is due later is put off.
    pub plan_days: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            dedicated_share: 0.8,
            other_share: 0.1,
            reporting_share: 0.8,
            above_share: 0.1,
            change_days: 90,
            period_days: 180,
            plan_days: 365,
        }
    }
}

/// What the words of a registry mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Registry {
    /// Whether the first of `people` counts as the leader when none is stated.
    pub first_person_leads: bool,
    /// Statuses of initiatives under way.
    pub live_status: Vec<String>,
    /// Statuses of what is no more than an idea yet.
    pub idea_status: Vec<String>,
    /// Statuses of initiatives that delivered.
    pub done_status: Vec<String>,
    /// Statuses of initiatives given up.
    pub dropped_status: Vec<String>,
    /// Statuses of initiatives set aside.
    pub paused_status: Vec<String>,
    /// Statuses under which a passed target is no sign that anything shipped.
    pub tentative_status: Vec<String>,
    /// Milestones from first to last.
    pub milestones: Vec<String>,
    /// Longest time without a new version, in days.
    pub live_within_days: Option<u32>,
    /// Whether an entry without any target is not live.
    pub live_needs_target: bool,
    /// Releases before this one are left out of time-to-value.
    pub first_release: Option<String>,
}

impl Registry {
    /// Whether any setting says what this status means.
    pub fn knows_status(&self, status: &str) -> bool {
        self.statuses().iter().any(|words| words.iter().any(|word| word == status))
    }

    /// The lists of statuses that have a meaning.
    pub fn statuses(&self) -> [&[String]; 6] {
        [
            &self.live_status,
            &self.done_status,
            &self.dropped_status,
            &self.paused_status,
            &self.tentative_status,
            &self.idea_status,
        ]
    }
}

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
    /// Name in the settings.
    pub name: At<String>,
    /// Paths of the files.
    pub files: Vec<At<String>>,
    /// The fact table that it feeds.
    pub table: FactKind,
    /// `csv` or `jsonl`, when stated.
    pub format: Option<String>,
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

/// Reads `onethread.toml`. Reading never fails; what is not understood is reported and left at its default.
pub fn load(sources: &Sources, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Config {
    parse(sources, file, diagnostics, Config::read).unwrap_or_default()
}

impl Config {
    /// Folder of the organization's files, with `/` between parts and none at its end.
    pub fn organization_folder(&self) -> &str {
        self.organization.as_ref().map_or(ORGANIZATION, |at| at.value.trim_end_matches('/'))
    }

    /// Formats that read the ownership files of a repository, and need no `table`.
    pub const OWNERSHIP_FORMATS: &[&str] = &["codeowners", "maintainers", "owners"];
    /// Formats that read the manifests and lockfiles of a repository, and need no `table`.
    pub const MANIFEST_FORMATS: &[&str] = &["cargo", "npm"];

    fn read(table: &DeTable<'_>, reader: &mut Reader<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in table.iter() {
            let name = key_text(key);
            let span = reader.span(key);
            let Some(kind) = CONFIG_KINDS.iter().find(|kind| kind.name == name) else {
                reader.unknown_key(&name, span, CONFIG_KINDS.iter().map(|kind| kind.name), SETTINGS);
                continue;
            };
            let Some(entries) = value.get_ref().as_table() else {
                let id = if kind.shape == Shape::ById { ".NAME" } else { "" };
                reader.report(
                    Diagnostic::error("wrong-type", format!("`{name}` is not a table"), span)
                        .label("expected a table")
                        .help(format!("write it as `[{name}{id}]`, with its keys on the lines below")),
                );
                continue;
            };
            if kind.shape == Shape::Single {
                let mut record = reader.record(entries, span, kind.fields, &format!("`[{name}]`"));
                match kind.name {
                    "project" => config.read_project(&mut record),
                    "review" => config.thresholds.read(&mut record),
                    "check" => config.check = CheckSettings::read(&mut record),
                    _ => config.registry.read(&mut record),
                }
                record.all_read(kind.name);
                continue;
            }
            for (id, entry) in entries.iter() {
                let id_at = At::new(key_text(id), reader.span(id));
                config.sources.extend(read_source(kind, id_at, entry, reader));
            }
        }
        config.sources.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        config
    }
}

fn read_source(
    kind: &'static Kind,
    id: At<String>,
    entry: &Spanned<DeValue<'_>>,
    reader: &mut Reader<'_>,
) -> Option<SourceConfig> {
    let what = format!("source `{}`", short(&id.value));
    let Some(entry) = entry.get_ref().as_table() else {
        reader.report(
            Diagnostic::error("wrong-type", format!("{what} is not a table"), id.span)
                .label("read as the name of a source")
                .help("write `[source.NAME]`, with its keys on the lines below"),
        );
        return None;
    };
    if id.value.trim().is_empty() {
        reader.report(Diagnostic::error("empty-id", "a source has an empty name", id.span));
        return None;
    }
    let mut record = reader.record(entry, id.span, kind.fields, &what);
    reader.require(&record, kind.fields, &what);
    let source = SourceConfig::read(id, &mut record, reader);
    if source.is_some() {
        record.all_read(kind.name);
    }
    source
}

impl Config {
    fn read_project(&mut self, record: &mut Record) {
        self.name = record.text("name").map(|at| at.value);
        self.organization = record.text("organization");
        self.data_cut = record.day("data-cut").map(|at| at.value);
    }
}

impl Thresholds {
    fn read(&mut self, record: &mut Record) {
        let mut set = |key, slot: &mut f64| {
            if let Some(value) = record.number(key) {
                *slot = value.value;
            }
        };
        set("dedicated-share", &mut self.dedicated_share);
        set("other-share", &mut self.other_share);
        set("reporting-share", &mut self.reporting_share);
        set("above-share", &mut self.above_share);
        if let Some(days) = record.number("change-days") {
            self.change_days = days.value as u32;
        }
        if let Some(days) = record.number("period-days") {
            self.period_days = days.value as u32;
        }
        if let Some(days) = record.number("plan-days") {
            self.plan_days = days.value as u32;
        }
    }
}

impl Registry {
    fn read(&mut self, record: &mut Record) {
        let mut words = |key| record.texts(key).into_iter().map(|at| at.value).collect();
        self.live_status = words("live-status");
        self.idea_status = words("idea-status");
        self.done_status = words("done-status");
        self.dropped_status = words("dropped-status");
        self.paused_status = words("paused-status");
        self.tentative_status = words("tentative-status");
        self.milestones = words("milestones");
        self.first_person_leads = record.text("leader").is_some_and(|at| at.value == "first-person");
        self.live_within_days = record.number("live-within-days").map(|at| at.value as u32);
        self.live_needs_target = record.flag("live-needs-target").is_some_and(|at| at.value);
        self.first_release = record.text("first-release").map(|at| at.value);
    }
}

impl SourceConfig {
    fn read(name: At<String>, record: &mut Record, reader: &mut Reader<'_>) -> Option<SourceConfig> {
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
        let layout = match record.text("layout").map(|at| at.value).as_deref() {
            Some("wide") => Layout::Wide,
            Some(_) => Layout::Long,
            None if is_registry => Layout::Long,
            None => Layout::Rows,
        };
        let columns = text_map(record.map("columns"));
        let fields = text_map(record.map("fields"));
        let constants = text_map(record.map("constants"));
        let values = record.map("values");
        let changed: Vec<(String, Span)> = values.iter().map(|(ours, _)| (ours.value.clone(), ours.span)).collect();
        let values = nested_map(values);
        let delimiter = record.text("delimiter");
        let source = SourceConfig {
            name,
            files,
            table: table?,
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

    /// Whether its files are git repositories.
    pub fn is_git(&self) -> bool {
        self.format.as_deref() == Some("git")
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
        for (ours, span) in changed {
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

fn text_map(entries: Vec<(At<String>, At<Value>)>) -> BTreeMap<String, At<String>> {
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

#[cfg(test)]
mod tests {
    use super::kinds::TABLES;
    use crate::facts::FACT_KINDS;

    #[test]
    fn every_fact_table_can_be_fed() {
        let names: Vec<&str> = FACT_KINDS.iter().map(|schema| schema.name).collect();
        assert_eq!(names, TABLES, "list every fact table in config::TABLES, in alphabetical order");
    }
}
