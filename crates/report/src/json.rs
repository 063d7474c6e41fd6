//! The schemas of what other programs read. The JSON of a review is the value itself.

use schemars::JsonSchema;
use serde_json::{Value, json};

use onethread_core::review::{Review, WhatIf};

/// The JSON Schema of a [`Review`].
pub fn schema() -> Value {
    schema_of::<Review>("Onethread review", Review::SCHEMA_VERSION)
}

/// The JSON Schema of a [`WhatIf`].
pub fn what_if_schema() -> Value {
    schema_of::<WhatIf>("Onethread what-if", WhatIf::SCHEMA_VERSION)
}

/// The JSON Schema of a type, with its title and the version of its fields.
pub(crate) fn schema_of<T: JsonSchema>(title: &str, version: &str) -> Value {
    let mut schema = schemars::schema_for!(T).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), json!(title));
        object.insert("$comment".to_owned(), json!(format!("schema_version {version}")));
    }
    schema
}
