//! Examples at the end of every help. `crates/cli/tests/help.rs` runs them in a small shop that is also a git repository
//! with two spreadsheets, so that they show what works. A line fits into 80 columns: a longer one goes on below, as in a
//! shell.

/// What the exit codes of commands say.
const CODES: &[(&[&str], &str)] = &[
    (
        &["", "plan", "what-if", "undo", "redo", "evidence", "ask", "attest", "init"],
        "0  it was done\n1  it was done, and something was found or left that the help of the command names\n2  it could not \
         be done; standard error says why, and what to do",
    ),
    (
        &["review"],
        "0  the review was written\n1  it was written, and --fail-on names a level that was found\n2  it could not be \
         written, the folder is empty, the settings have an error, or nothing\n   of a file of the organization could be \
         read; what could be read is shown",
    ),
    (
        &["check"],
        "0  nothing of the level that --fail-on names was found, or --exit-zero is given\n1  something was\n2  it could not \
         be checked, the folder is empty, the settings have an error, or nothing\n   of a file of the organization could \
         be read; what could be read is checked",
    ),
];

/// Examples of each command, by its words; of the program itself under no word.
const EXAMPLES: &[(&str, &[&str])] = &[
    ("", &["onethread", "onethread review", "onethread review -o review.html", "onethread explain focus"]),
    (
        "init",
        &[
            "onethread init --from roster.csv,initiatives.csv --dry-run",
            "onethread init new-shop --from roster.csv,initiatives.csv --yes",
            "onethread init --dry-run --format json",
            "onethread init --ci github",
        ],
    ),
    (
        "review",
        &[
            "onethread review",
            "onethread review --initiative returns",
            "onethread review --initiative returns --days 90",
            "onethread review --quarter 2026-Q2",
            "onethread review --since 2026-03-31",
            "onethread review -o review.html",
        ],
    ),
    (
        "check",
        &[
            "onethread check",
            "onethread check --select ST1,SC --diff",
            "onethread check --fix",
            "onethread check -o findings.sarif --exit-zero",
        ],
    ),
    (
        "show",
        &["onethread show", "onethread show dependencies --initiative returns", "onethread show all -o measures.html"],
    ),
    ("plan", &["onethread plan", "onethread plan --initiative returns", "onethread plan --for sponsor -o plan.html"]),
    (
        "what-if",
        &[
            "onethread what-if \"appoint returns-engineer-1 to search, full time\"",
            "onethread what-if \"release returns-engineer-2 from returns; \\\n    appoint returns-engineer-2 to search\"",
            "onethread what-if \"appoint returns-engineer-1 to search\" --format json",
        ],
    ),
    (
        "undo",
        &[
            "onethread undo --list",
            "onethread undo --yes",
            "onethread undo appoint-returns-engineer-1-search-2026-08-01 --yes",
        ],
    ),
    ("redo", &["onethread redo --yes"]),
    (
        "evidence",
        &[
            "onethread evidence",
            "onethread evidence --all",
            "onethread evidence -o evidence.json",
            "onethread evidence --allow-outside ../payments",
        ],
    ),
    (
        "import",
        &[
            "onethread import exports/jira.json exports/pulls.json \\\n    exports/catalog-info.yaml",
            "onethread import exports/jira.csv --as-of 2026-06-30 --dry-run",
            "onethread import exports/adr-madr --initiative returns",
            "onethread import git . --dry-run",
        ],
    ),
    ("import git", &["onethread import git . --dry-run", "onethread import git . --name history --first-parent"]),
    ("explain", &["onethread explain", "onethread explain focus", "onethread explain ST101", "onethread explain ST1"]),
    (
        "ask",
        &[
            "onethread ask",
            "onethread ask --form answers.csv",
            "onethread ask --role sponsor --all --form sponsors.md",
            "onethread ask --initiative returns",
            "onethread ask -o questions",
            "onethread ask --format json -o questions.json",
        ],
    ),
    (
        "attest",
        &[
            "onethread attest --initiative returns --criterion capable \\\n    --answer holds --by chief-executive --dry-run",
            "onethread attest --from answers.csv --dry-run",
            "onethread attest --from answers.csv,sponsors.md --yes",
        ],
    ),
    ("privacy", &["onethread privacy report", "onethread privacy draft"]),
    ("privacy report", &["onethread privacy report", "onethread privacy report -o privacy.html"]),
    ("privacy draft", &["onethread privacy draft", "onethread privacy draft -o agreement.toml"]),
    ("schema", &["onethread schema", "onethread schema review", "onethread schema -o .onethread/schema"]),
    ("completions", &["onethread completions bash", "onethread completions zsh"]),
    ("man", &["onethread man check", "onethread man -o man"]),
];

/// What the help of a command ends with.
pub(crate) fn of(command: &str) -> String {
    let found = EXAMPLES.iter().find(|(name, _)| *name == command);
    let examples: Vec<String> = found.iter().flat_map(|(_, all)| all.iter()).map(|one| (*one).to_owned()).collect();
    with_codes(&examples, command)
}

/// Examples, and the exit codes of a command.
pub(crate) fn with_codes(examples: &[String], command: &str) -> String {
    let indented = |one: &String| format!("\n  {}", one.replace('\n', "\n  "));
    let codes = CODES.iter().filter(|(commands, _)| commands.contains(&command)).map(|(_, codes)| *codes);
    let all = examples.iter().map(indented).fold("Examples:".to_owned(), |all, one| all + &one);
    codes.fold(all, |all, codes| format!("{all}\n\nExit codes:\n  {}", codes.replace('\n', "\n  ")))
}
