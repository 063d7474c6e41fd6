//! What the last import said, kept beside the evidence so that a newer spreadsheet can be distinguished from a hand
//! edit.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use serde_json::{Map, Value, json};

use super::entries::{Entries, EntryKey, EntryKind, KEYS, Said};
use super::known::KnownSheet;

/// The form of the file; others are not read.
const VERSION: u64 = 1;

/// What the last import said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// Its entries.
    pub entries: Entries,
    /// Ids that were made up for people, by the pseudonym of how the sheet writes them.
    pub ids: BTreeMap<String, String>,
    /// The day of the settings that it wrote.
    pub data_cut: Option<Day>,
    /// What the columns were read as, each as `header=word`.
    pub columns: Vec<String>,
    /// The sheets that it read, and those that earlier ones read and nobody said are gone for good.
    pub sheets: Vec<KnownSheet>,
    /// Entries that the sheets had no more, and that the files keep.
    pub gone: BTreeSet<EntryKey>,
}

impl Memory {
    /// The memory as JSON.
    pub fn to_json(&self) -> String {
        let mut kinds = Map::new();
        for kind in EntryKind::ALL {
            let of_kind = self.entries.all.iter().filter(|(key, _)| key.kind == kind);
            let of_kind: Map<String, Value> = of_kind
                .map(|(key, fields)| {
                    let fields: Map<String, Value> =
                        fields.iter().map(|(name, said)| ((*name).to_owned(), said_json(said))).collect();
                    (key.id.clone(), Value::Object(fields))
                })
                .collect();
            kinds.insert(kind.name().to_owned(), Value::Object(of_kind));
        }
        let cut = self.data_cut.map(|day| day.to_string());
        let sheets: Vec<Value> = self.sheets.iter().map(KnownSheet::to_json).collect();
        let gone: Vec<Value> = self.gone.iter().map(|key| json!([key.kind.name(), key.id])).collect();
        let all = json!({
            "version": VERSION, "data_cut": cut, "columns": self.columns, "sheets": sheets, "gone": gone,
            "ids": self.ids, "entries": kinds,
        });
        // A value of maps and texts can always be written.
        serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
    }

    /// Reads what [`Memory::to_json`] wrote; `None` when it is something else.
    pub fn from_json(text: &str) -> Option<Memory> {
        let all: Value = serde_json::from_str(text).ok()?;
        if all.get("version")?.as_u64()? != VERSION {
            return None;
        }
        let mut memory = Memory {
            data_cut: all.get("data_cut").and_then(Value::as_str).and_then(|text| Day::parse(text).ok()),
            ..Memory::default()
        };
        for column in all.get("columns")?.as_array()? {
            memory.columns.push(column.as_str()?.to_owned());
        }
        // Memories of earlier versions have neither.
        for sheet in all.get("sheets").map_or(Some(&Vec::new()), Value::as_array)? {
            memory.sheets.push(KnownSheet::from_json(sheet)?);
        }
        for key in all.get("gone").map_or(Some(&Vec::new()), Value::as_array)? {
            let [kind, id] = key.as_array()?.as_slice() else { return None };
            let kind = EntryKind::ALL.into_iter().find(|known| Some(known.name()) == kind.as_str())?;
            memory.gone.insert(EntryKey::new(kind, id.as_str()?));
        }
        for (pseudonym, id) in all.get("ids")?.as_object()? {
            memory.ids.insert(pseudonym.clone(), id.as_str()?.to_owned());
        }
        let kinds = all.get("entries")?.as_object()?;
        for kind in EntryKind::ALL {
            let (_, keys) = KEYS.iter().find(|(known, _)| *known == kind)?;
            // Memories of earlier versions have no dependencies of their own, but lists of them.
            let Some(of_kind) = kinds.get(kind.name()) else { continue };
            for (id, fields) in of_kind.as_object()? {
                memory.entries.entry(kind, id);
                for (name, said) in fields.as_object()? {
                    if (kind, name.as_str()) == (EntryKind::Initiative, "dependency") {
                        earlier_dependencies(&mut memory.entries, id, &said_of(said)?);
                        continue;
                    }
                    let key = keys.iter().find(|key| *key == name)?;
                    memory.entries.entry(kind, id).insert(key, said_of(said)?);
                }
            }
        }
        Some(memory)
    }
}

/// Reads the dependencies of an initiative as earlier versions kept them: `team:payments blocking (2 engineers)`.
fn earlier_dependencies(entries: &mut Entries, initiative: &str, said: &Said) {
    let Said::Set(items) = said else { return };
    for item in items {
        let (item, size) = match item.split_once(" (").and_then(|(on, size)| Some((on, size.strip_suffix(')')?))) {
            Some((on, size)) => (on, Some(size)),
            None => (item.as_str(), None),
        };
        let (on, effect) = match item.strip_suffix(" blocking") {
            Some(on) => (on, Some("blocking")),
            None => (item, None),
        };
        let fields = entries.all.entry(EntryKey::dependency(initiative, on)).or_default();
        for (key, text) in [("effect", effect), ("size", size)] {
            fields.extend(text.map(|text| (key, Said::Text(text.to_owned()))));
        }
    }
}

fn said_json(said: &Said) -> Value {
    match said {
        Said::Text(text) => json!(["text", text]),
        Said::Id(id) => json!(["id", id]),
        Said::Ids(ids) => json!(["ids", ids]),
        Said::Set(items) => json!(["set", items]),
        Said::Day(day) => json!(["day", day.to_string()]),
        Said::Share(share) => json!(["share", share]),
        Said::Flag(flag) => json!(["flag", flag]),
    }
}

fn said_of(value: &Value) -> Option<Said> {
    let [sort, value] = value.as_array()?.as_slice() else { return None };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(match sort.as_str()? {
        "text" => Said::Text(text(value)?),
        "id" => Said::Id(text(value)?),
        "ids" => Said::Ids(value.as_array()?.iter().map(text).collect::<Option<Vec<_>>>()?),
        "set" => Said::Set(value.as_array()?.iter().map(text).collect::<Option<BTreeSet<_>>>()?),
        "day" => Said::Day(Day::parse(value.as_str()?).ok()?),
        "flag" => Said::Flag(value.as_bool()?),
        "share" => Said::Share(value.as_f64().filter(|share| (0.0..=1.0).contains(share))?),
        _ => return None,
    })
}
