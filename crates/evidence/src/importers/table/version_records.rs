//! Versions of files become records: each blob is read and parsed once, and gets the id of its entry.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use gix::ObjectId;
use onethread_model::Day;
use onethread_model::config::{EntrySettings, RecordSettings, SourceConfig};
use onethread_model::facts::{FactKind, RegistryKey};
use serde_json::{Map, Value};

use super::documents::{self, Document};
use super::mapping::Mapping;
use super::records::{Header, Raw, Record};
use super::shape::Shape;
use super::tree_records::TreeRecords;
use crate::importers::git::{FileHistory, Version, VersionKind};

/// Gives the bytes of a blob, or says why it cannot.
pub(in crate::importers) type ReadBlob<'r> = dyn FnMut(&ObjectId) -> Result<Vec<u8>, String> + 'r;

/// A blob: how often it is still to come, and what it holds while it is.
#[derive(Default)]
struct Blob {
    left: usize,
    documents: Option<Rc<Vec<Document>>>,
}

/// The ids of entries by a key; nothing for a key that several have.
pub(in crate::importers) type IdsByKey = BTreeMap<String, Option<String>>;

/// Reads which id the entry of each key has, by the newest versions of their files.
pub(in crate::importers) fn ids_by_key(
    history: &FileHistory,
    source: &SourceConfig,
    settings: &EntrySettings,
    read: &mut ReadBlob<'_>,
) -> IdsByKey {
    let plain = SourceConfig { records: RecordSettings::default(), ..source.clone() };
    let mut reader = Reader::new(history, &plain, read, true);
    let (mut header, names) = (Header::default(), [settings.key.value.trim(), settings.id.value.trim()]);
    reader.tree = TreeRecords::of_documents(&plain, &names, &mut header);
    let columns = names.map(|name| header.find(name).unwrap_or(0));
    let (mut ids, mut of_deleted) = (IdsByKey::new(), IdsByKey::new());
    for (file, [key, id]) in reader.newest(columns) {
        let newest = reader.newest.get(file).copied().flatten().and_then(|at| history.versions.get(at));
        let is_deleted = newest.is_some_and(|version| version.kind == VersionKind::Deleted);
        let known = if is_deleted { &mut of_deleted } else { &mut ids };
        let known = known.entry(key).or_insert_with(|| Some(id.clone()));
        if known.as_ref() != Some(&id) {
            *known = None;
        }
    }
    // A key that was used again is that of the entry that is there.
    for (key, id) in of_deleted {
        ids.entry(key).or_insert(id);
    }
    ids
}

/// Turns versions into records.
pub(super) struct Reader<'r, 'a> {
    history: &'r FileHistory,
    read: &'r mut ReadBlob<'r>,
    pub(super) tree: TreeRecords<std::io::Empty>,
    pub(super) header: Header,
    pub(super) mapping: Mapping<'a>,
    pub(super) shape: Shape<'a>,
    blobs: HashMap<ObjectId, Blob>,
    /// The newest version of each file.
    pub(super) newest: Vec<Option<usize>>,
    pub(super) newest_only: bool,
}

impl<'r, 'a> Reader<'r, 'a> {
    pub(super) fn new(
        history: &'r FileHistory,
        source: &'a SourceConfig,
        read: &'r mut ReadBlob<'r>,
        newest_only: bool,
    ) -> Self {
        let (mut mapping, mut shape, mut header) = (Mapping::new(source), Shape::new(source), Header::default());
        if source.table == FactKind::InitiativeEvent {
            // What a version is, the history says, unless the settings do.
            let is_mark = |name: &str| name == RegistryKey::Version.name() || name == RegistryKey::Registered.name();
            mapping.wide.retain(|field| !is_mark(field.ours) || source.fields.contains_key(field.ours));
        }
        let wanted = mapping.wanted();
        let tree = TreeRecords::of_documents(source, &wanted, &mut header);
        shape.add_columns(&mut header, &wanted);
        mapping.bind(&header);
        shape.bind(&header);
        let mut blobs: HashMap<ObjectId, Blob> = HashMap::new();
        let mut newest = vec![None; history.paths.len()];
        for (at, version) in history.versions.iter().enumerate() {
            if version.kind == VersionKind::Written {
                blobs.entry(version.blob).or_default().left += 1;
            }
            if let Some(newest) = newest.get_mut(version.file) {
                *newest = Some(at);
            }
        }
        Reader { history, read, tree, header, mapping, shape, blobs, newest, newest_only }
    }

    /// The documents of a version, with what the history says of it. Each blob is read and parsed once.
    pub(super) fn documents(&mut self, at: usize, version: &Version, is_last_use: bool) -> Vec<Document> {
        let blob = self.blobs.entry(version.blob).or_default();
        let documents = match &blob.documents {
            Some(documents) => Rc::clone(documents),
            None => Rc::new(match (self.read)(&version.blob) {
                Ok(bytes) => documents::of_file(&String::from_utf8_lossy(&version.path), &bytes),
                Err(why) => vec![(1, Err(why))],
            }),
        };
        blob.left = blob.left.saturating_sub(usize::from(is_last_use));
        blob.documents = if blob.left > 0 { Some(Rc::clone(&documents)) } else { None };
        let git = self.git(at, version);
        let with_git = |(line, value): &Document| {
            let value = value.clone().map(|value| {
                let mut object = match value {
                    Value::Object(object) => object,
                    Value::Null => Map::new(),
                    other => Map::from_iter([("list".to_owned(), other)]),
                };
                object.insert("git".to_owned(), git.clone());
                Value::Object(object)
            });
            (*line, value)
        };
        documents.iter().map(with_git).collect()
    }

    /// What the history says of a version. Paths are those that the file has at last, so that an entry keeps one id.
    fn git(&self, at: usize, version: &Version) -> Value {
        let path = self.history.paths.get(version.file).map_or(&version.path, |path| path);
        let path = String::from_utf8_lossy(path).into_owned();
        let mut parts: Vec<&str> = path.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let day = |day: Option<Day>| day.map_or(Value::Null, |day| Value::from(day.to_string()));
        serde_json::json!({
            "commit": version.commit.to_string(),
            "day": day(Some(version.day)),
            "file": name.rsplit_once('.').map_or(name, |(stem, _)| stem),
            "folder": parts.last().copied().unwrap_or_default(),
            "folders": parts,
            "observed": day(self.history.day),
            "path": path,
            "version": at + 1,
        })
    }

    /// What the newest version of each file that has all of these columns holds in them.
    fn newest<const N: usize>(&mut self, columns: [usize; N]) -> BTreeMap<usize, [String; N]> {
        let all = self.history.versions.iter().enumerate().rev();
        let written: Vec<(usize, &Version)> = all.filter(|(_, one)| one.kind == VersionKind::Written).collect();
        let (mut found, mut record) = (BTreeMap::new(), Record::default());
        for (at, version) in written {
            if found.contains_key(&version.file) {
                continue;
            }
            let documents = self.documents(at, version, false);
            self.tree.give(documents.into_iter());
            while self.tree.next(&mut record).is_ok_and(|is_one| is_one) {
                let texts = columns.map(|column| match record.raw(column) {
                    Ok(Raw::Text(text)) if record.broken.is_none() => text.trim().to_owned(),
                    _ => String::new(),
                });
                if texts.iter().all(|text| !text.is_empty()) {
                    found.entry(version.file).or_insert(texts);
                }
            }
        }
        found
    }

    /// The id that the newest version of each file gives its entry: an entry may have had another one before.
    pub(super) fn newest_ids(&mut self) -> HashMap<usize, String> {
        let slot = self.mapping.slots.iter().find(|slot| slot.schema.name == "initiative");
        let Some(column) = slot.and_then(|slot| slot.column) else { return HashMap::new() };
        self.newest([column]).into_iter().map(|(file, [id])| (file, id)).collect()
    }
}

/// The ids of entries.
pub(super) struct Ids {
    /// By the file of the entry.
    pub(super) own: HashMap<usize, String>,
    /// By a key, for files beside those of the entries.
    pub(super) by_key: Option<IdsByKey>,
}

impl Ids {
    /// Gives a record the id of its entry.
    pub(super) fn put(&self, file: usize, column: Option<usize>, record: &mut Record) {
        let Some(column) = column.filter(|_| record.broken.is_none()) else { return };
        if let Some(id) = self.own.get(&file) {
            record.put_text(column, id.as_bytes());
        }
        let Some(by_key) = &self.by_key else { return };
        let found = match record.raw(column) {
            Ok(Raw::Text(key)) => by_key.get(key.trim()).cloned(),
            _ => return,
        };
        match found {
            Some(Some(id)) => record.put_text(column, id.as_bytes()),
            Some(None) => record.broken = Some("is of a key that several entries have".to_owned()),
            None => record.broken = Some("is of a key that no entry has".to_owned()),
        }
    }
}

/// The keys of a file that a mapping could read, as paths, each with its text where it has one.
pub(in crate::importers) fn keys(path: &str, bytes: &[u8]) -> Vec<(String, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut keys = Vec::new();
    let documents = documents::of_file(path, bytes);
    let Some((_, Ok(Value::Object(object)))) = documents.first() else { return keys };
    for (key, value) in object {
        match (key.as_str(), value) {
            ("table" | "head", Value::Object(inner)) => {
                keys.extend(inner.iter().map(|(inner, value)| (format!("{key}.\"{inner}\""), text(value))));
            }
            _ => keys.push((key.clone(), text(value))),
        }
    }
    keys
}
