//! What editors are given: a line at the top of each new file that names its schema, and the schemas in
//! `.onethread/schema/`, so that they work without a network.

use onethread_model::reference::{config_schema, org_schema, schema_file};
use onethread_workspace::SETTINGS;
use onethread_workspace::files::Writing;

use crate::output::Failure;
use crate::places::EDITED_BYTES_MAX;

/// The folder of the schemas, from the folder of `onethread.toml` on.
const FOLDER: &str = ".onethread/schema";

/// The text of a new file with the line that names its schema; `path` goes from the folder of `onethread.toml` on.
pub(super) fn with_schema(path: &str, text: &str) -> String {
    let schema = if path == SETTINGS { "settings" } else { "organization" };
    let up = "../".repeat(path.matches('/').count());
    let to = if up.is_empty() { "./" } else { &up };
    // A path that leads out and in again says nothing about how deep it is.
    match path.split('/').any(|part| part == "..") {
        true => text.to_owned(),
        false => format!("#:schema {to}{FOLDER}/{}\n{text}", schema_file(schema)),
    }
}

/// Whether the text of the settings names a schema that is written here.
pub(super) fn names_schema(settings: &str) -> bool {
    settings.starts_with(&format!("#:schema ./{FOLDER}/"))
}

/// Writes the schemas that those lines name, as far as they are not there already.
pub(super) fn write_schemas(writing: &Writing) -> Result<(), Failure> {
    for (name, schema) in [("organization", org_schema()), ("settings", config_schema())] {
        let (path, text) = (format!("{FOLDER}/{}", schema_file(name)), format!("{schema:#}\n"));
        if writing.root().read_text(&path, EDITED_BYTES_MAX).ok().flatten().as_ref() != Some(&text) {
            writing.overwrite(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_leads_from_the_file_to_the_schema() {
        let line = |path: &str| with_schema(path, "x = 1\n").lines().next().map(str::to_owned);
        let named = |path: &str| line(path).and_then(|line| line.strip_prefix("#:schema ").map(str::to_owned));
        assert_eq!(named("onethread.toml").as_deref(), Some("./.onethread/schema/settings.schema.json"));
        assert_eq!(named("org/a.toml").as_deref(), Some("../.onethread/schema/organization.schema.json"));
        assert_eq!(
            named("org/initiatives/a.toml").as_deref(),
            Some("../../.onethread/schema/organization.schema.json")
        );
        assert_eq!(with_schema("../org/a.toml", "x = 1\n"), "x = 1\n");
    }
}
