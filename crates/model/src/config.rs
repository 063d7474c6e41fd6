//! `onethread.toml`: where the organization's files are, the sources of evidence, and the settings of the review.

mod check;
mod git;
mod kinds;
mod layers;
mod presets;
mod records;
mod source;
mod source_fields;

pub use check::{CheckSettings, RuleSettings};
pub use git::{EntrySettings, GitSettings};
pub use kinds::CONFIG_KINDS;
pub use presets::{PRESETS, PresetSettings};
pub use records::{Changelog, Condition, RecordSettings, Wanted};
use schemars::JsonSchema;
use serde::Serialize;
pub use source::{DateStyle, Layout, SourceConfig};
use toml::de::DeTable;

use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::fields::Shape;
use crate::record::{Reader, Record, key_text, parse};
use crate::source::{At, FileId, Sources};

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
    /// Takes the meaning of words that no setting explains from a preset.
    fn learn(&mut self, other: Registry) {
        let unknown = |words: Vec<String>, all: &Registry| {
            words.into_iter().filter(|word| !all.knows_status(word)).collect::<Vec<_>>()
        };
        let before = self.clone();
        self.live_status.extend(unknown(other.live_status, &before));
        self.idea_status.extend(unknown(other.idea_status, &before));
        self.done_status.extend(unknown(other.done_status, &before));
        self.dropped_status.extend(unknown(other.dropped_status, &before));
        self.paused_status.extend(unknown(other.paused_status, &before));
        self.tentative_status.extend(unknown(other.tentative_status, &before));
    }

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
                config.sources.extend(source::read(kind, id_at, entry, reader));
            }
        }
        let presets: std::collections::BTreeSet<&str> =
            config.sources.iter().filter_map(SourceConfig::preset).collect();
        presets.into_iter().filter_map(presets::words).for_each(|words| config.registry.learn(words));
        config.sources.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        config
    }
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

#[cfg(test)]
mod tests {
    use super::source_fields::TABLES;
    use crate::facts::FACT_KINDS;

    #[test]
    fn every_fact_table_can_be_fed() {
        let names: Vec<&str> = FACT_KINDS.iter().map(|schema| schema.name).collect();
        assert_eq!(names, TABLES, "list every fact table in source_fields::TABLES, in alphabetical order");
    }
}
