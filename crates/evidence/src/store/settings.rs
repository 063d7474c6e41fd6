//! What an import depends on besides the bytes of its files, as one hash.

use onethread_model::config::{
    Changelog, Condition, Config, DateStyle, GitSettings, Layout, RecordSettings, SourceConfig,
};
use onethread_model::facts::{ColumnType, FACTS_VERSION};
use onethread_model::source::At;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::input::hex;
use crate::gather::Gathering;

/// Version of the importers: raise it when the same file and settings give other facts or another report.
const IMPORT_VERSION: u32 = 2;

/// The hash of everything that decides what an import of this source makes of a file, in hexadecimal digits.
pub(super) fn settings_hash(gathering: &Gathering<'_>, source: &SourceConfig) -> String {
    let people = keeps_people(source).then(|| {
        let key = (!source.pseudonymous).then(|| gathering.pseudonyms.key_id());
        json!({ "key": key, "known": gathering.people.sorted(), "agents": gathering.people.agents() })
    });
    let all = json!({
        "facts": FACTS_VERSION,
        "import": IMPORT_VERSION,
        "source": source_settings(source),
        "statuses": (source.layout != Layout::Rows).then(|| status_settings(gathering.config)),
        "people": people,
    });
    hex(&Sha256::digest(all.to_string()))
}

/// Whether facts of the source can name a person. Others stay as they are when the organization's people change.
fn keeps_people(source: &SourceConfig) -> bool {
    source.layout != Layout::Rows || source.table.schema().columns.iter().any(|column| column.ty == ColumnType::Person)
}

fn source_settings(source: &SourceConfig) -> Value {
    // Taken apart whole, so that a new setting cannot be forgotten here.
    let SourceConfig {
        name: _,
        id: _,
        files: _,
        preset,
        records,
        table,
        format,
        delimiter,
        layout,
        columns,
        fields,
        constants,
        values,
        absent,
        separator,
        dates,
        pseudonymous,
        git,
    } = source;
    // Registries are not stored.
    let GitSettings { first_parent, lines, references, bots, touches_max, files: _, entries: _ } = git;
    let texts = |map: &std::collections::BTreeMap<String, onethread_model::source::At<String>>| -> Value {
        map.iter().map(|(ours, theirs)| (ours.clone(), Value::from(theirs.value.as_str()))).collect()
    };
    let layout = match layout {
        Layout::Rows => "rows",
        Layout::Long => "long",
        Layout::Wide => "wide",
    };
    let dates = match dates {
        DateStyle::Day => json!("day"),
        DateStyle::Quarter => json!("quarter"),
        DateStyle::Pattern(pattern) => json!({ "pattern": pattern }),
    };
    json!({
        "table": table.schema().name,
        "preset": preset.as_ref().map(|at| at.value.as_str()),
        "records": record_settings(records),
        "format": format,
        "delimiter": delimiter,
        "layout": layout,
        "columns": texts(columns),
        "fields": texts(fields),
        "constants": texts(constants),
        "values": values,
        "absent": absent,
        "separator": separator,
        "dates": dates,
        "pseudonymous": pseudonymous,
        "git": {
            "first-parent": first_parent,
            "lines": lines,
            "references": references.iter().map(|at| at.value.as_str()).collect::<Vec<_>>(),
            "bots": bots,
            "touches-max": touches_max,
        },
    })
}

/// Which records are read, without the places where that is written.
fn record_settings(records: &RecordSettings) -> Value {
    let RecordSettings { items, conditions, split, changelog, joins_repeated, lowercase, patterns } = records;
    let text = |at: &Option<At<String>>| at.as_ref().map(|at| at.value.clone());
    let wanted = |all: &[Condition]| -> Value {
        all.iter().map(|one| json!([one.column.value, format!("{:?}", one.wanted)])).collect()
    };
    let changelog = changelog.as_ref().map(|changelog| {
        let Changelog { day, to, from, items, of, conditions, start, now, end } = changelog;
        json!([
            day.value,
            to.value,
            text(from),
            text(items),
            text(of),
            wanted(conditions),
            text(start),
            text(now),
            text(end)
        ])
    });
    json!({
        "items": text(items),
        "where": wanted(conditions),
        "split": text(split),
        "changelog": changelog,
        "joins-repeated": joins_repeated,
        "lowercase": lowercase,
        "patterns": patterns.iter().map(|(ours, at)| (ours.clone(), Value::from(at.value.as_str()))).collect::<Value>(),
    })
}

/// The report counts words that none of these lists has.
fn status_settings(config: &Config) -> Value {
    json!(config.registry.statuses())
}
