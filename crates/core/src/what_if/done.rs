//! What was done with a what-if.

use schemars::JsonSchema;
use serde::Serialize;

/// What was done with a what-if.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Done {
    /// The files were written.
    Applied {
        /// What `onethread undo` takes it back by; absent where the files said the same already.
        entry: Option<String>,
    },
    /// A branch was made, and no file was written.
    Branch {
        /// Its name.
        branch: String,
        /// The commit that it stands at, as 40 or 64 hexadecimal digits.
        commit: String,
        /// The commit before, as so many digits.
        parent: String,
    },
    /// A patch was written, and no file of the organization.
    Patch {
        /// Where; absent where it went to standard output.
        file: Option<String>,
    },
}
