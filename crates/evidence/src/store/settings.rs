//! What an import depends on besides the bytes of its files, as one hash.

use onethread_model::config::{Config, DateStyle, GitSettings, Layout, SourceConfig};
use onethread_model::facts::{ColumnType, FACTS_VERSION};
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
        json!({ "key": key, "known": gathering.people.sorted() })
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
        files: _,
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
    let GitSettings { first_parent, lines, references, bots, touches_max } = git;
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

/// The report counts words that none of these lists has.
fn status_settings(config: &Config) -> Value {
    json!(config.registry.statuses())
}
