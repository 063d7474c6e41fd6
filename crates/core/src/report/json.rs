//! The review as JSON that other programs read: the value itself, with its schema.

use serde_json::{Value, json};

use crate::review::Review;

/// The JSON Schema of a [`Review`].
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Review).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), json!("Onethread review"));
        object.insert("$comment".to_owned(), json!(format!("schema_version {}", Review::SCHEMA_VERSION)));
    }
    schema
}
