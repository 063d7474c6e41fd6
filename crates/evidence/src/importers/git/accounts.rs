//! Accounts that commit by machine: one table, and what only looks like one.
//!
//! Input: a name and what stands before the `@` of an address. Output: a person, a bot or a coding agent.

/// Who stands behind an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountKind {
    /// A person, as far as anybody knows.
    #[default]
    Person,
    /// A program that does one thing by rule: it updates, merges, releases.
    Bot,
    /// A program that writes code as it is asked to.
    Agent,
}

/// Accounts that are bots, by name or by what stands before the `@` of an address. Names that end in `[bot]`, and those
/// that GitLab makes up for tokens of projects and groups, need no entry. The setting `bots` adds to them.
pub const BOTS: &[&str] = &[
    "allcontributors",
    "azure-devops",
    "azure pipelines",
    "bors",
    "codecov-io",
    "copybara-service",
    "dependabot",
    "dependabot-preview",
    "gitea-actions",
    "github-actions",
    "github actions",
    "gitlab-bot",
    "gitlab ci",
    "greenkeeper",
    "imgbot",
    "k8s-ci-robot",
    "k8s-github-robot",
    "k8s-merge-robot",
    "k8s-publish-robot",
    "k8s-publishing-bot",
    "kodiakhq",
    "kubernetes-prow-robot",
    "mergify",
    "pre-commit-ci",
    "project collection build service",
    "pyup-bot",
    "release-please",
    "renovate",
    "renovate-bot",
    "rultor",
    "semantic-release-bot",
    "snyk-bot",
    "web-flow",
    "weblate",
    "whitesource-bolt",
];

/// Accounts of coding agents, in the same way; with `[bot]` behind them, too.
pub const AGENTS: &[&str] = &[
    "amazon-q-developer",
    "chatgpt-codex-connector",
    "codegen-sh",
    "copilot",
    "copilot-swe-agent",
    "cosine",
    "cursor",
    "cursor agent",
    "cursoragent",
    "devin-ai-integration",
    "factory-droid",
    "gemini-code-assist",
    "google-labs-jules",
    "jules",
    "openhands",
    "openhands-agent",
    "opencode",
    "sweep-ai",
    "windsurf",
];

/// Agents that sign with a name that people have as well: it counts only beside one of these addresses, or with `[bot]`.
const NAMED_AGENTS: &[(&str, &[&str])] = &[
    ("aider", &["aider", "noreply"]),
    ("claude", &["noreply"]),
    ("claude code", &["noreply"]),
    ("codex", &["codex", "noreply"]),
    ("amp", &["amp", "noreply"]),
];

/// Addresses that only agents sign with, whatever name stands beside them, often that of a model: what stands before the
/// `@`, and the host.
const AGENT_ADDRESSES: &[(&str, &str)] = &[
    ("aider", "aider.chat"),
    ("codex", "openai.com"),
    ("noreply", "aider.chat"),
    ("noreply", "anthropic.com"),
    ("noreply", "openai.com"),
];

/// Words in names of bots. Alone they prove nothing: a person may be called so.
const LIKELY: &[&str] = &[
    "action",
    "actions",
    "agent",
    "automation",
    "autobot",
    "automator",
    "bot",
    "bots",
    "build",
    "buildbot",
    "builder",
    "ci",
    "circleci",
    "deploy",
    "deployer",
    "jenkins",
    "pipeline",
    "pipelines",
    "release",
    "releaser",
    "robot",
    "service",
    "svc",
    "sync",
    "updater",
];

/// What the table says of an account; `more` are accounts that the settings call bots.
pub fn kind_of(name: &str, address: &str, account: &str, more: &[String]) -> AccountKind {
    let texts = [name, address, account];
    if texts.iter().any(|text| more.iter().any(|bot| bot == text)) {
        return AccountKind::Bot;
    }
    let bare = texts.map(|text| text.strip_suffix("[bot]").unwrap_or(text).trim());
    let has_mark = texts.iter().any(|text| text.ends_with("[bot]"));
    let is_signed = |(agent, accounts): &(&str, &[&str])| {
        let name = name.split(" (").next().unwrap_or_default().trim();
        name == *agent && accounts.contains(&account) || has_mark && bare.contains(agent)
    };
    let is_address = address.split_once('@').is_some_and(|parts| AGENT_ADDRESSES.contains(&parts));
    if is_address || bare.iter().any(|text| AGENTS.contains(text)) || NAMED_AGENTS.iter().any(is_signed) {
        return AccountKind::Agent;
    }
    let is_known = bare.iter().any(|text| BOTS.contains(text) || is_token(text) || is_build_service(text));
    if has_mark || is_known { AccountKind::Bot } else { AccountKind::Person }
}

/// Whether an account is one that GitLab makes up for a token: `project_123_bot_1a2b`, `group_7_bot`.
fn is_token(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("project_").or_else(|| text.strip_prefix("group_")) else { return false };
    let Some((number, rest)) = rest.split_once("_bot") else { return false };
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && (rest.is_empty() || rest.starts_with('_'))
}

/// Whether an account is the one by which Azure DevOps runs the builds of a project: `Shop Build Service (shop)`.
fn is_build_service(text: &str) -> bool {
    text.split(" (").next().is_some_and(|name| name.ends_with(" build service"))
}

/// Whether the name or account of a person has a word that bots are called by.
pub fn looks_like_bot(name: &str, account: &str) -> bool {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).any(|word| LIKELY.contains(&word.trim_end_matches(char::is_numeric)))
    };
    words(name) || words(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What forges document of their own accounts, and what public histories hold; people are made up.
    #[test]
    fn accounts_are_told_by_one_table() {
        for (name, account, kind) in [
            ("dependabot[bot]", "dependabot[bot]", AccountKind::Bot),
            ("renovate[bot]", "bot", AccountKind::Bot),
            ("github actions", "actions", AccountKind::Bot),
            ("project_123_bot_abc", "project_123_bot_abc", AccountKind::Bot),
            ("somebody", "group_7_bot", AccountKind::Bot),
            ("shop build service (acme)", "", AccountKind::Bot),
            ("copilot", "copilot", AccountKind::Agent),
            ("copilot-swe-agent[bot]", "copilot-swe-agent[bot]", AccountKind::Agent),
            ("devin-ai-integration[bot]", "devin-ai-integration[bot]", AccountKind::Agent),
            ("claude", "noreply", AccountKind::Agent),
            ("claude[bot]", "claude[bot]", AccountKind::Agent),
            ("aider (some-model)", "aider", AccountKind::Agent),
            ("cursor agent", "cursoragent", AccountKind::Agent),
            // People.
            ("claude", "claude", AccountKind::Person),
            ("claude example", "noreply", AccountKind::Person),
            ("ada example", "noreply", AccountKind::Person),
            ("abbott", "abbott", AccountKind::Person),
            ("project_x_bot", "project_x_bot", AccountKind::Person),
            ("project_1_bottle", "x", AccountKind::Person),
        ] {
            assert_eq!(kind_of(name, "x at example", account, &[]), kind, "{name} {account}");
        }
        for (name, account, host, kind) in [
            ("some-model-5", "noreply", "anthropic.com", AccountKind::Agent),
            ("a model (long context)", "codex", "openai.com", AccountKind::Agent),
            ("ada example", "ada", "anthropic.com", AccountKind::Person),
            ("ada example", "noreply", "example.com", AccountKind::Person),
        ] {
            assert_eq!(kind_of(name, &format!("{account}@{host}"), account, &[]), kind, "{name} {account} {host}");
        }
        assert_eq!(kind_of("till", "", "till", &["till".to_owned()]), AccountKind::Bot);
    }

    #[test]
    fn what_only_looks_like_a_bot_is_told_by_words() {
        for (name, account) in [
            ("acme-automation", "auto"),
            ("houston (bot)", "houston"),
            ("acme ci robot", "ci"),
            ("jenkins", "jenkins2"),
            ("shop", "svc_deploy"),
        ] {
            assert!(looks_like_bot(name, account), "{name} {account}");
        }
        for (name, account) in
            [("abbott", "abbott"), ("ada robotham", "robotham"), ("ci\u{e9}lo", "cie"), ("lucia", "lucia")]
        {
            assert!(!looks_like_bot(name, account), "{name} {account}");
        }
    }
}
