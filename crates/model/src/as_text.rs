//! Values that are one text in JSON, and how a schema describes them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::day::Day;
use crate::facts::FactKind;
use crate::record::Reference;
use crate::source::Place;

/// A type that is written as a text which its doc describes.
macro_rules! text_schema {
    ($($type:ty, $name:literal, $doc:literal;)+) => { $(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $doc })
            }
        }
    )+ };
}

text_schema! {
    Day, "Day", "A day, as `YYYY-MM-DD`.";
    Place, "Place", "A line or a record, as `path:line:column`, `path:line` or `path`.";
    FactKind, "FactKind", "A fact table, by its name.";
    Reference, "Reference", "What is referred to, as `kind:id`.";
}

impl serde::Serialize for FactKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.schema().name)
    }
}

impl serde::Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
