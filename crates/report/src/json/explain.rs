//! Pages as JSON: what `onethread explain --format json` prints. A list of pages leaves their text out.

use onethread_core::check::{family_of, rule};
use onethread_core::explain::Page;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::schema_of;

/// Version of the schema: major, minor.
pub const SCHEMA_VERSION: &str = "1.0";

/// Pages.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExplainJson {
    /// Version of this schema.
    pub schema_version: &'static str,
    /// The pages, in the order of the list.
    pub pages: Vec<PageJson>,
}

/// A page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PageJson {
    /// Its name; a criterion and a move may share one.
    pub key: &'static str,
    /// `criterion`, `measure`, `rule`, `move`, `form` or `plan`.
    pub kind: &'static str,
    /// What it is about, in one line.
    pub title: &'static str,
    /// What only a rule has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleJson>,
    /// The page in Markdown; absent in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<&'static str>,
}

/// What only a rule has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleJson {
    /// Its code, such as `ST101`.
    pub code: &'static str,
    /// What its family is about.
    pub family: &'static str,
    /// `error`, `warning` or `info`, unless the settings say otherwise.
    pub level: &'static str,
    /// Whether it runs only where it is asked for.
    pub opt_in: bool,
}

/// The pages as a value, with their text or without.
pub fn explain(pages: &[Page], with_text: bool) -> ExplainJson {
    let page = |page: &Page| PageJson {
        key: page.key,
        kind: page.kind,
        title: page.title,
        rule: (page.kind == "rule").then(|| rule_of(page.key)).flatten(),
        markdown: with_text.then_some(page.text),
    };
    ExplainJson { schema_version: SCHEMA_VERSION, pages: pages.iter().map(page).collect() }
}

fn rule_of(name: &str) -> Option<RuleJson> {
    let rule = rule(name)?;
    let family = family_of(rule);
    Some(RuleJson {
        code: rule.code,
        family: family.map_or("", |family| family.title),
        level: rule.level.key(),
        opt_in: rule.opt_in,
    })
}

/// The JSON Schema of pages.
pub fn schema() -> Value {
    schema_of::<ExplainJson>("Onethread explain", SCHEMA_VERSION)
}
