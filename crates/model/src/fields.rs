//! What a field is: one static table per kind drives the loader, the JSON Schema, the reference page and near-names.

use crate::limits::thousands;

/// What may stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// Any text.
    Text,
    /// A TOML day.
    Day,
    /// A number from 0 to 1.
    Share,
    /// Any finite number.
    Number,
    /// A whole number from the first to the second.
    Count(u32, u32),
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An id; a bare one is of the first kind, `kind:id` names the kind.
    Ref(&'static [&'static str]),
    /// A piece of a bounded scope: `kind:name`.
    Scope,
    /// A list.
    List(&'static FieldType),
    /// One, or a list.
    OneOrMany(&'static FieldType),
    /// A table with these fields.
    Table(&'static [Field]),
    /// An array of tables with these fields.
    Tables(&'static [Field]),
    /// A table with free keys.
    Map(&'static FieldType),
    /// Text, a number or a flag, whose meaning depends on the key.
    Scalar,
}

/// One field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key as written.
    pub key: &'static str,
    /// What may stand there.
    pub ty: FieldType,
    /// Whether a table without it is reported.
    pub required: bool,
    /// What it says, in one or two sentences.
    pub doc: &'static str,
    /// An example, as TOML.
    pub example: &'static str,
    /// The version that brought it.
    pub since: &'static str,
    /// The key that it had before; still read, with a diagnostic.
    pub former: Option<&'static str>,
    /// A key of the same table that says the opposite: the two do not belong together.
    pub contradicts: Option<&'static str>,
}

impl Field {
    /// An optional field that came with version 0.1.
    pub const fn new(key: &'static str, ty: FieldType, doc: &'static str, example: &'static str) -> Field {
        Field { key, ty, required: false, doc, example, since: "0.1", former: None, contradicts: None }
    }

    /// The same field, which had this key before.
    pub const fn formerly(mut self, key: &'static str) -> Field {
        self.former = Some(key);
        self
    }

    /// The same field, which says the opposite of another one of its table.
    pub const fn contradicts(mut self, key: &'static str) -> Field {
        self.contradicts = Some(key);
        self
    }

    /// The same field, required.
    pub const fn required(mut self) -> Field {
        self.required = true;
        self
    }
}

/// How entries of a kind stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One table, `[kind]`.
    Single,
    /// A table by id, `[kind.id]`.
    ById,
    /// An array of tables, `[[kind]]`.
    Array,
}

/// One kind of entry.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The name, as written in a file.
    pub name: &'static str,
    /// How entries stand in a file.
    pub shape: Shape,
    /// What an entry is.
    pub doc: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

/// The field with this key.
pub fn field<'a>(fields: &'a [Field], key: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.key == key)
}

/// Most days of a period: a hundred years.
pub const DAYS_MAX: u32 = 36_500;
/// Most people that an entry counts.
pub const PEOPLE_MAX: u32 = 1_000_000;
/// Most levels of an organization.
pub const LEVELS_MAX: u32 = 100;

impl FieldType {
    /// What is expected, as the end of the sentence "expected ...".
    pub fn expected(&self) -> String {
        match self {
            FieldType::Text => "text in quotes".to_owned(),
            FieldType::Day => "a day without quotes, like 2026-02-02".to_owned(),
            FieldType::Share => "a number from 0 to 1".to_owned(),
            FieldType::Number => "a number".to_owned(),
            FieldType::Count(least, most) => format!("a whole number from {least} to {}", thousands(u128::from(*most))),
            FieldType::Flag => "`true` or `false`".to_owned(),
            FieldType::Choice(words) => format!("one of {}", quoted(words)),
            FieldType::Ref(kinds) => match kinds {
                [one] => format!("the id of {}, in quotes", with_article(one)),
                _ => format!("an id in quotes, as in \"{}:...\"", kinds.join(":...\" or \"")),
            },
            FieldType::Scope => "a piece of scope in quotes, like \"path:services/returns/**\"".to_owned(),
            FieldType::List(of) => format!("a list, each {}", of.expected()),
            FieldType::OneOrMany(of) => format!("{}, or a list of them", of.expected()),
            FieldType::Table(_) => "a table".to_owned(),
            FieldType::Tables(_) => "an array of tables".to_owned(),
            FieldType::Map(of) => format!("a table whose values are each {}", of.expected()),
            FieldType::Scalar => "text in quotes, a number, `true` or `false`".to_owned(),
        }
    }
}

/// A word behind its article: "a team", "an initiative".
pub fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// Words in backquotes, separated by commas.
pub fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
