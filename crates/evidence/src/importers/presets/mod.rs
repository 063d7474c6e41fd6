//! Presets: the exports of known tools. Each is settings (in the model), a page with the command that makes the export,
//! and a way to recognize a file of it. No preset has code of its own for reading.

mod check;
mod sample;

pub(crate) use check::{broken, can_be_read, nothing, suggest};
pub use sample::Sample;
use serde_json::Value;

/// The export of a tool that settings can name.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in settings, and of its page and settings.
    pub key: &'static str,
    /// What it reads, in one line.
    pub summary: &'static str,
    /// Whether a file is one of its exports.
    pub detects: fn(&Sample<'_>) -> bool,
    /// Its page, as Markdown. The first block is the command that makes the export.
    pub page: &'static str,
}

macro_rules! presets {
    ($($key:literal $summary:literal $detects:ident),* $(,)?) => {
        /// All presets, in alphabetical order of key.
        pub static PRESETS: &[Preset] = &[$(Preset {
            key: $key,
            summary: $summary,
            detects: $detects,
            page: include_str!(concat!($key, ".md")),
        }),*];
    };
}

presets![
    "adr" "architecture decision records: MADR, Nygard" is_adr,
    "backstage" "the catalog of Backstage" is_backstage,
    "github-issues" "issues of GitHub" is_github_issues,
    "github-pulls" "pull requests of GitHub with their reviews" is_github_pulls,
    "github-timeline" "pull requests of GitHub with the days of review requests" is_github_timeline,
    "gitlab-approvals" "approvals of merge requests of GitLab" is_gitlab_approvals,
    "gitlab-merges" "merge requests of GitLab" is_gitlab_merges,
    "gitlab-states" "state events of issues and epics of GitLab" is_gitlab_states,
    "jira-csv" "issues of Jira, as CSV" is_jira_csv,
    "jira-json" "issues of Jira with their changelogs" is_jira_json,
];

impl Preset {
    /// The preset with this key.
    pub fn find(key: &str) -> Option<&'static Preset> {
        PRESETS.iter().find(|preset| preset.key == key)
    }

    /// The preset whose export a file is.
    pub fn detect(sample: &Sample<'_>) -> Option<&'static Preset> {
        PRESETS.iter().find(|preset| (preset.detects)(sample))
    }

    /// The command that makes the export: the first block of the page, on one line.
    pub fn command(&self) -> String {
        let block = self.page.split("```").nth(1).unwrap_or_default();
        let lines = block.lines().skip(1).map(|line| line.trim().trim_end_matches('\\').trim());
        lines.collect::<Vec<_>>().join(" ").trim().to_owned()
    }
}

fn has(value: Option<&Value>, keys: &[&str]) -> bool {
    value.and_then(Value::as_object).is_some_and(|object| keys.iter().all(|key| object.contains_key(*key)))
}

fn is_jira_csv(sample: &Sample<'_>) -> bool {
    let header = sample.header();
    ["Issue key", "Issue Type"].iter().all(|name| header.iter().any(|column| column.eq_ignore_ascii_case(name)))
}

fn is_jira_json(sample: &Sample<'_>) -> bool {
    has(sample.item(&["issues"]), &["key", "fields"])
}

fn is_github_pulls(sample: &Sample<'_>) -> bool {
    let item = sample.item(&[]);
    has(item, &["mergedAt", "createdAt", "url"]) || has(item, &["merged_at", "html_url", "user"])
}

fn is_github_issues(sample: &Sample<'_>) -> bool {
    let item = sample.item(&[]);
    has(item, &["closedAt", "createdAt", "url", "title"]) && !has(item, &["mergedAt"])
        || has(item, &["closed_at", "html_url", "user"]) && !has(item, &["merged_at"])
}

fn is_github_timeline(sample: &Sample<'_>) -> bool {
    has(sample.item(&["data", "repository", "pullRequests", "nodes"]), &["url", "timelineItems"])
}

fn is_gitlab_merges(sample: &Sample<'_>) -> bool {
    has(sample.item(&[]), &["iid", "project_id", "merged_at", "web_url"])
}

fn is_gitlab_approvals(sample: &Sample<'_>) -> bool {
    has(sample.item(&[]), &["iid", "project_id", "approved_by"])
}

fn is_gitlab_states(sample: &Sample<'_>) -> bool {
    has(sample.item(&[]), &["resource_type", "resource_id", "state", "created_at"])
}

fn is_backstage(sample: &Sample<'_>) -> bool {
    let version = sample.document().and_then(|value| value.get("apiVersion")?.as_str());
    version.is_some_and(|version| version.starts_with("backstage.io/"))
}

fn is_adr(sample: &Sample<'_>) -> bool {
    let Some(page) = sample.markdown() else { return false };
    let filled = |value: Option<&Value>| value.is_some_and(|value| value.is_string());
    filled(page.get("status"))
        || filled(page.get("head").and_then(|head| head.get("Status")))
        || filled(page.get("sections").and_then(|sections| sections.get("Status")))
}
