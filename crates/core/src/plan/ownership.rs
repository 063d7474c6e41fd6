//! Which components would have kept changes inside one team, had another team owned them.

use schemars::JsonSchema;
use serde::Serialize;

/// What a search for another owner of some components found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct OwnershipSearch {
    /// The components found, at most three.
    pub moves: Vec<OwnershipMove>,
    /// Why nothing can be said; absent where the search was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A component that another team would have owned.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OwnershipMove {
    /// The component.
    pub component: String,
    /// The team that owns it.
    pub from: String,
    /// The team that would own it.
    pub to: String,
}
