//! Presets: the settings of a source for the exports of one tool, as a template that a source names.

use std::collections::BTreeSet;

use super::source_fields::SOURCE;
use super::{CONFIG_KINDS, Registry};
use crate::record::{Reader, Record, Value, parse};
use crate::source::{At, Sources, Span};

/// The settings that a preset stands for.
#[derive(Clone, Copy, Debug)]
pub struct PresetSettings {
    /// Its name in settings.
    pub key: &'static str,
    /// The settings as TOML: `[source.preset]`, and what the words of its statuses mean in `[registry]`.
    pub settings: &'static str,
}

macro_rules! presets {
    ($($key:literal),* $(,)?) => {
        /// All presets, in alphabetical order of key.
        pub const PRESETS: &[PresetSettings] =
            &[$(PresetSettings { key: $key, settings: include_str!(concat!("presets/", $key, ".toml")) }),*];
        /// Their keys.
        pub(super) const PRESET_KEYS: &[&str] = &[$($key),*];
    };
}

presets![
    "adr",
    "backstage",
    "github-issues",
    "github-pulls",
    "github-timeline",
    "gitlab-approvals",
    "gitlab-merges",
    "gitlab-states",
    "jira-csv",
    "jira-json",
];

/// The settings of a preset as a record, as if all of it were written at one place.
pub(super) fn record(key: &str, span: Span) -> Option<Record> {
    let mut record = read(key, |table, reader| {
        let source = table.get("source")?.get_ref().as_table()?.get("preset")?.get_ref().as_table()?;
        Some(reader.record(source, span, SOURCE, "a preset"))
    })??;
    move_to(&mut record, span);
    Some(record)
}

/// What the words of its statuses mean.
pub(super) fn words(key: &str) -> Option<Registry> {
    let mut record = read(key, |table, reader| {
        let kind = CONFIG_KINDS.iter().find(|kind| kind.name == "registry")?;
        Some(reader.record(table.get("registry")?.get_ref().as_table()?, Span::NOWHERE, kind.fields, "a preset"))
    })??;
    let mut registry = Registry::default();
    registry.read(&mut record);
    Some(registry)
}

fn read<R>(key: &str, read: impl FnOnce(&toml::de::DeTable<'_>, &mut Reader<'_>) -> R) -> Option<R> {
    let preset = PRESETS.iter().find(|preset| preset.key == key)?;
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add(key, preset.settings);
    parse(&sources, file, &mut diagnostics, read)
}

/// Says of everything in a record that it stands at this place.
fn move_to(record: &mut Record, span: Span) {
    record.span = span;
    let keys: BTreeSet<&'static str> = record.values.keys().collect();
    for key in keys {
        if let Some((at, value)) = record.values.get_mut(key) {
            *at = span;
            move_value(value, span);
        }
    }
}

fn move_value(at: &mut At<Value>, span: Span) {
    at.span = span;
    match &mut at.value {
        Value::List(items) => items.iter_mut().for_each(|item| move_value(item, span)),
        Value::Table(record) => move_to(record, span),
        Value::Map(entries) => entries.iter_mut().for_each(|(key, value)| {
            key.span = span;
            move_value(value, span);
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, load};

    /// A preset is written by hand: whatever is wrong in it would be wrong in silence.
    #[test]
    fn every_preset_is_without_fault_and_feeds_tables() {
        assert!(PRESET_KEYS.is_sorted());
        for preset in PRESETS {
            let mut sources = Sources::default();
            let text = preset.settings.replacen("[source.preset]", "[source.preset]\nfile = \"x\"", 1);
            let file = sources.add("preset.toml", text);
            let mut faults = Vec::new();
            let config: Config = load(&sources, file, &mut faults);
            assert!(faults.is_empty(), "{}: {faults:#?}", preset.key);
            assert!(!config.sources.is_empty(), "{}", preset.key);

            let mut sources = Sources::default();
            let named = format!("[source.x]\nfile = \"x\"\npreset = \"{}\"\n", preset.key);
            let file = sources.add("onethread.toml", named);
            let named: Config = load(&sources, file, &mut faults);
            assert!(faults.is_empty(), "{}: {faults:#?}", preset.key);
            let tables = |config: &Config| config.sources.iter().map(|one| one.table.schema().name).collect::<Vec<_>>();
            assert_eq!(tables(&named), tables(&config), "{}", preset.key);
            assert!(named.sources.iter().all(|source| source.preset() == Some(preset.key)));
        }
    }
}
