//! What is edited: a file, the way to a table in it, and an operation; and the fixes that are made of such edits.

use std::ops::Range;

use crate::record::Value;

/// What an entry or an item of a list says, so that it is found among others: keys with their values, `None` for a key
/// that it does not have. All of them must hold.
pub type Matching = Vec<(String, Option<Value>)>;

/// One change of the text of a file: of an organization file, or of the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Path relative to the folder under review, with `/` between parts. A file that is not there yet is an empty text.
    pub file: String,
    /// The table that it is about; empty for [`EditOp::Rewrite`].
    pub at: KeyPath,
    /// What is done there.
    pub op: EditOp,
}

/// The way to tables in a file: one where ids lead, any number where [`Matching`] does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyPath {
    /// Kind of entry, such as `initiative`.
    pub kind: String,
    /// Id of the entry; empty for a table without ids such as `[organization]`, and for entries of an array.
    pub id: String,
    /// Which entries, where the kind is written as an array, such as `[[allocation]]`.
    pub matching: Option<Matching>,
    /// Steps from the entry to a table in it.
    pub inside: Vec<KeyStep>,
}

/// A step from a table to one under a key of it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyStep {
    /// The key.
    pub key: String,
    /// Which items, where that is a list of tables.
    pub matching: Matching,
}

/// What an edit does. Keys and values are those of the field table of the kind.
#[derive(Clone, Debug, PartialEq)]
pub enum EditOp {
    /// Adds an entry to a kind that is written as an array, with these keys in this order.
    Append(Vec<(String, Value)>),
    /// Sets a key.
    Set(String, Value),
    /// Removes a key.
    Remove(String),
    /// Adds an item to the list under a key.
    Add(String, Value),
    /// Takes an item out of the list under a key.
    Take(String, Value),
    /// Takes an item out of the list under a key, wherever it is written again after the first time.
    Once(String, Value),
    /// Removes the entries or tables themselves.
    Drop,
    /// Replaces text, valid TOML or not. The text as a whole must not have more broken statements after it.
    Rewrite {
        /// Where it is written, in bytes of the text as it is when the edit's turn comes.
        range: Range<usize>,
        /// The part of it that is replaced: the last one that is written so. All of it when empty.
        part: String,
        /// What comes in its place. When this and the part are empty, the whole lines go, if nothing else is on them.
        text: String,
    },
}

/// Edits that put something right.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// Whether nothing that someone meant can be lost by it.
    pub safe: bool,
    /// What it does, as an order: "remove the waiver".
    pub says: String,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

impl Edit {
    /// An operation on the entry `[kind.id]`; see the other constructors for what an empty `id` is.
    pub fn new(file: impl Into<String>, kind: &str, id: &str, op: EditOp) -> Edit {
        let at = KeyPath { kind: kind.to_owned(), id: id.to_owned(), ..KeyPath::default() };
        Edit { file: file.into(), at, op }
    }

    /// Keys that it leaves to people to fill in: see [`Value::Blank`].
    pub fn blank_keys(&self) -> Vec<&str> {
        match &self.op {
            EditOp::Append(values) => {
                let blank = values.iter().filter(|(_, value)| *value == Value::Blank);
                blank.map(|(key, _)| key.as_str()).collect()
            }
            EditOp::Set(key, Value::Blank) | EditOp::Add(key, Value::Blank) => vec![key.as_str()],
            _ => Vec::new(),
        }
    }

    /// Adds an entry to a kind that is written as an array, such as `[[attestation]]`, with these keys in this order.
    pub fn append<K: Into<String>>(
        file: impl Into<String>,
        kind: &str,
        values: impl IntoIterator<Item = (K, Value)>,
    ) -> Edit {
        let values = values.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Edit::new(file, kind, "", EditOp::Append(values))
    }

    /// Sets a key of the entry `[kind.id]`, which comes into being if it is not in the file; `id` is empty for
    /// `[organization]`, and where [`Edit::matching`] says which entry. A value that says the same already stays as it
    /// is written.
    pub fn set(file: impl Into<String>, kind: &str, id: &str, key: &str, value: Value) -> Edit {
        Edit::new(file, kind, id, EditOp::Set(key.to_owned(), value))
    }

    /// Removes a key of the entry `[kind.id]`, where it is in the file, with the lines that it takes.
    pub fn remove(file: impl Into<String>, kind: &str, id: &str, key: &str) -> Edit {
        Edit::new(file, kind, id, EditOp::Remove(key.to_owned()))
    }

    /// Adds one item to the list under a key of the entry `[kind.id]`; nothing changes where the list has it already.
    pub fn add(file: impl Into<String>, kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit::new(file, kind, id, EditOp::Add(key.to_owned(), item))
    }

    /// Takes one item out of the list under a key of the entry `[kind.id]`, with the line that it has for itself;
    /// nothing changes where the list does not have it.
    pub fn take(file: impl Into<String>, kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit::new(file, kind, id, EditOp::Take(key.to_owned(), item))
    }

    /// Takes an item out of the list under a key of the entry `[kind.id]` wherever it is written again, and leaves the
    /// first.
    pub fn once(file: impl Into<String>, kind: &str, id: &str, key: &str, item: Value) -> Edit {
        Edit::new(file, kind, id, EditOp::Once(key.to_owned(), item))
    }

    /// Removes the entry `[kind.id]`, with every line that it takes. Comments above it stay, and so does everything
    /// that refers to it. With [`Edit::matching`] or [`Edit::inside`], the entries or tables that those lead to.
    pub fn drop_entry(file: impl Into<String>, kind: &str, id: &str) -> Edit {
        Edit::new(file, kind, id, EditOp::Drop)
    }

    /// Removes the entries of a kind that is written as an array, such as `[[waiver]]`, that say all of this. Comments
    /// above them stay.
    pub fn drop_items<K: Into<String>>(
        file: impl Into<String>,
        kind: &str,
        values: impl IntoIterator<Item = (K, Value)>,
    ) -> Edit {
        Edit::drop_entry(file, kind, "").matching(values.into_iter().map(|(key, value)| (key, Some(value))))
    }

    /// Replaces text: see [`EditOp::Rewrite`].
    pub fn rewrite(
        file: impl Into<String>,
        range: Range<usize>,
        part: impl Into<String>,
        text: impl Into<String>,
    ) -> Edit {
        let op = EditOp::Rewrite { range, part: part.into(), text: text.into() };
        Edit { file: file.into(), at: KeyPath::default(), op }
    }

    /// The same change in each entry that says all of this, of a kind that is written as an array, such as
    /// `[[allocation]]`; `None` is a key that it does not have.
    #[must_use]
    pub fn matching<K: Into<String>>(mut self, says: impl IntoIterator<Item = (K, Option<Value>)>) -> Edit {
        self.at.matching = Some(says.into_iter().map(|(key, value)| (key.into(), value)).collect());
        self
    }

    /// The same change in the table under a key of it; where that is a list of tables, such as
    /// `[[initiative.returns.dependency]]`, in each that says all of this, with `None` for a key that it does not have.
    #[must_use]
    pub fn inside<K: Into<String>>(mut self, key: &str, says: impl IntoIterator<Item = (K, Option<Value>)>) -> Edit {
        let matching = says.into_iter().map(|(key, value)| (key.into(), value)).collect();
        self.at.inside.push(KeyStep { key: key.to_owned(), matching });
        self
    }

    /// The range of bytes that [`EditOp::Rewrite`] replaces in a text; `None` where that text does not have what is to
    /// be replaced, and for every other operation.
    pub fn rewrites(&self, text: &str) -> Option<Range<usize>> {
        let EditOp::Rewrite { range: Range { start, end }, part, text: new } = &self.op else { return None };
        let (start, end) = (*start, *end);
        let written = text.get(start..end)?;
        if !part.is_empty() {
            let at = start + written.rfind(part.as_str())?;
            return Some(at..at + part.len());
        }
        if !new.is_empty() {
            return Some(start..end);
        }
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let alone = text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty();
        alone.then_some(line_start..line_end)
    }
}

impl Fix {
    /// The help that offers it: what it does, and whether it is safe.
    pub fn help(&self) -> String {
        format!("{} [{}]", self.says, if self.safe { "safe fix" } else { "unsafe fix" })
    }

    /// The files that it edits, each once, in the order of its edits.
    pub fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = Vec::new();
        for edit in &self.edits {
            if !files.contains(&edit.file.as_str()) {
                files.push(&edit.file);
            }
        }
        files
    }
}
