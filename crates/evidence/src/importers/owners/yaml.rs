//! The YAML of OWNERS files, read with a budget, every name with its place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_saphyr::Spanned;

use super::super::ownership::limits::{FILE_BYTES_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX};
use crate::yaml;

/// A text and where it stands, from 1.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// A file.
pub(super) enum Document {
    /// Each alias with its members.
    Aliases(Vec<(Name, Vec<Name>)>),
    /// Who owns the folder.
    Owners(Owners),
}

/// What an `OWNERS` file says.
#[derive(Default)]
pub(super) struct Owners {
    pub(super) simple: Part,
    pub(super) filters: Vec<(Name, Part)>,
    pub(super) no_parent_owners: bool,
    pub(super) unknown: Vec<Name>,
}

/// What may stand at the top or under a filter.
#[derive(Default)]
pub(super) struct Part {
    pub(super) approvers: Vec<Name>,
    pub(super) reviewers: Vec<Name>,
    pub(super) emeritus: Vec<Name>,
    pub(super) labels: Vec<Name>,
}

impl Part {
    /// Whether it says nothing of approvers, reviewers and labels.
    pub(super) fn is_empty(&self) -> bool {
        self.approvers.is_empty() && self.reviewers.is_empty() && self.labels.is_empty()
    }
}

/// Reads a file.
///
/// # Errors
/// Why it cannot be understood, as a clause, and the line and column, from 1 or 0 when unknown.
pub(super) fn read(bytes: &[u8], is_aliases: bool) -> Result<Document, (String, u32, u32)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        ("it is not UTF-8 from here on".to_owned(), line as u32, 1)
    })?;
    // YAML counts such a line break and nobody's editor does, so that places would lead nowhere.
    let alone = bytes.windows(2).position(|pair| pair[0] == b'\r' && pair[1] != b'\n');
    if let Some(at) = alone.or_else(|| (bytes.last() == Some(&b'\r')).then(|| bytes.len() - 1)) {
        let line = bytes.get(..at).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1;
        return Err(("a line ends in a carriage return alone".to_owned(), line as u32, 1));
    }
    let options = yaml::options(YAML_DEPTH_MAX, YAML_NODES_MAX, FILE_BYTES_MAX);
    let read = match is_aliases {
        true => serde_saphyr::from_str_with_options::<Option<AliasFile>>(text, options)
            .map(|file| Document::Aliases(file.unwrap_or_default().0)),
        false => serde_saphyr::from_str_with_options::<Option<Owners>>(text, options)
            .map(|owners| Document::Owners(owners.unwrap_or_default())),
    };
    read.map_err(|error| {
        let place = error.location().map_or((0, 0), |location| (location.line() as u32, location.column() as u32));
        (reason(&yaml::clause(&error)), place.0, place.1)
    })
}

/// The reason in one line.
fn reason(clause: &str) -> String {
    let reason = match clause {
        "" => "its YAML is not as it must be",
        "expected sequence start" => "a list must stand here",
        "duplicate mapping key" => "a key stands twice",
        clause => clause,
    };
    reason.to_owned()
}

fn name(spanned: Spanned<Option<String>>) -> Option<Name> {
    let (line, column) = (spanned.referenced.line() as u32, spanned.referenced.column() as u32);
    spanned.value.map(|text| Name { text, line, column })
}

/// A list of names, or nothing.
struct Names(Vec<Name>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Option::<Vec<Spanned<Option<String>>>>::deserialize(deserializer)?;
        Ok(Names(names.unwrap_or_default().into_iter().filter_map(name).collect()))
    }
}

/// A table of names in the order of the file, whatever its values are.
struct Table<T>(Vec<(Name, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Table<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Table(Vec::new()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<Spanned<Option<String>>>()? {
                    let value = map.next_value()?;
                    entries.extend(name(key).map(|key| (key, value)));
                }
                Ok(Table(entries))
            }
        }
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}

/// `OWNERS_ALIASES`.
#[derive(Default)]
struct AliasFile(Vec<(Name, Vec<Name>)>);

impl<'de> Deserialize<'de> for AliasFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = AliasFile;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table with the key `aliases`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut aliases = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "aliases" {
                        let table: Table<Names> = map.next_value()?;
                        aliases = table.0.into_iter().map(|(alias, members)| (alias, members.0)).collect();
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(AliasFile(aliases))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

impl Part {
    /// Reads the value of a key that may stand at the top or under a filter; false when it is another key.
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        let names = match key {
            "approvers" => &mut self.approvers,
            "reviewers" => &mut self.reviewers,
            "required_reviewers" => &mut self.reviewers,
            "emeritus_approvers" | "emeritus_reviewers" => &mut self.emeritus,
            "labels" => &mut self.labels,
            _ => return Ok(false),
        };
        names.append(&mut map.next_value::<Names>()?.0);
        Ok(true)
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Part;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table with keys such as `approvers`")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Part::default())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut part = Part::default();
                while let Some(key) = map.next_key::<String>()? {
                    if !part.take(&key, &mut map)? {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(part)
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

/// The `options` of a file.
#[derive(Default, serde::Deserialize)]
struct Options {
    #[serde(default)]
    no_parent_owners: bool,
}

impl<'de> Deserialize<'de> for Owners {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Owners;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table with keys such as `approvers`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut owners = Owners::default();
                while let Some(spanned) = map.next_key::<Spanned<Option<String>>>()? {
                    let Some(key) = name(spanned) else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    if owners.simple.take(&key.text, &mut map)? {
                        continue;
                    }
                    match key.text.as_str() {
                        "filters" => owners.filters = map.next_value::<Table<Part>>()?.0,
                        "options" => {
                            let options = map.next_value::<Option<Options>>()?.unwrap_or_default();
                            owners.no_parent_owners = options.no_parent_owners;
                        }
                        known => {
                            map.next_value::<IgnoredAny>()?;
                            if !matches!(known, "security_contacts" | "component" | "subcomponent") {
                                owners.unknown.push(key);
                            }
                        }
                    }
                }
                Ok(owners)
            }
        }
        deserializer.deserialize_map(Keys)
    }
}
