//! What other tools read, and its schemas. The JSON of a review is the value itself; other answers have a shape of
//! their own below.

pub mod ask;
pub mod evidence;
pub mod explain;
pub mod init;

use onethread_model::reference::schema_id;
use schemars::JsonSchema;
use serde_json::{Value, json};

use onethread_core::plan::Plan;
use onethread_core::plan::hiring::RolesPlan;
use onethread_core::plan::triage::LeaderTriage;
use onethread_core::privacy::PrivacyReport;
use onethread_core::review::{CharterGate, FirstDays, QuarterReview, Review};
use onethread_core::what_if::WhatIf;

/// The JSON Schema of a [`Review`].
pub fn schema() -> Value {
    schema_of::<Review>("Onethread review", Review::SCHEMA_VERSION)
}

/// The JSON Schema of a [`WhatIf`].
pub fn what_if_schema() -> Value {
    schema_of::<WhatIf>("Onethread what-if", WhatIf::SCHEMA_VERSION)
}

/// The JSON Schema of a [`LeaderTriage`].
pub fn triage_schema() -> Value {
    schema_of::<LeaderTriage>("Onethread triage", LeaderTriage::SCHEMA_VERSION)
}

/// The JSON Schema of a [`RolesPlan`].
pub fn roles_schema() -> Value {
    schema_of::<RolesPlan>("Onethread roles", RolesPlan::SCHEMA_VERSION)
}

/// The JSON Schema of a [`Plan`].
pub fn plan_schema() -> Value {
    schema_of::<Plan>("Onethread plan", Plan::SCHEMA_VERSION)
}

/// The JSON Schema of a [`FirstDays`].
pub fn first_days_schema() -> Value {
    schema_of::<FirstDays>("Onethread first-days", FirstDays::SCHEMA_VERSION)
}

/// The JSON Schema of a [`QuarterReview`].
pub fn quarter_schema() -> Value {
    schema_of::<QuarterReview>("Onethread quarter", QuarterReview::SCHEMA_VERSION)
}

/// The JSON Schema of a [`CharterGate`].
pub fn charter_gate_schema() -> Value {
    schema_of::<CharterGate>("Onethread charter-gate", CharterGate::SCHEMA_VERSION)
}

/// The JSON Schema of a [`PrivacyReport`].
pub fn privacy_schema() -> Value {
    schema_of::<PrivacyReport>("Onethread privacy", PrivacyReport::SCHEMA_VERSION)
}

/// The JSON Schema of a type, with its address, its title and the version of its fields.
///
/// The sizes of numbers that schemars names in `format` are left out: strict validators refuse words that they do not know
/// there. The limits of such numbers stay.
pub(crate) fn schema_of<T: JsonSchema>(title: &str, version: &str) -> Value {
    let mut schema = schemars::schema_for!(T).to_value();
    drop_formats(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        let name = title.trim_start_matches("Onethread ");
        object.insert("$id".to_owned(), json!(schema_id(name)));
        object.insert("title".to_owned(), json!(title));
        object.insert("$comment".to_owned(), json!(format!("schema_version {version}")));
    }
    schema
}

/// Takes the word `format` out of a schema and of all below it; a property of that name stays.
fn drop_formats(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("format").is_some_and(Value::is_string) {
                object.remove("format");
            }
            object.values_mut().for_each(drop_formats);
        }
        Value::Array(all) => all.iter_mut().for_each(drop_formats),
        _ => {}
    }
}
