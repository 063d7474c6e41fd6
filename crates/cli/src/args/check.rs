//! The arguments of `check`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use onethread_model::Day;

use super::{examples, target};

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("check"))]
pub(crate) struct CheckArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Rules to run instead of those of the settings: codes, beginnings of codes, names, or ALL. With commas between.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Rules to run beside the others.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) extend_select: Vec<String>,

    /// Rules to leave out.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// The form of the output. When absent, the ending of the file that `--output` names says it: `.html`, `.md`,
    /// `.sarif`, `.txt`, or `.json`, which is `gitlab` where GITLAB_CI is `true`. Without a file, `full`, and `github`
    /// where GITHUB_ACTIONS is `true`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<CheckFormat>,

    /// Show every finding whole, and not only the first of each rule that has many.
    #[arg(long)]
    pub(crate) all: bool,

    /// Nothing: no answer is kept from one run to the next. Pipelines of earlier versions name it.
    #[arg(long = "no-cache", hide = true)]
    pub(crate) _no_cache: bool,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<CheckFormat>())]
    pub(crate) output: Option<PathBuf>,

    /// Exit with 1 when something of this level or a worse one is found.
    #[arg(long, value_enum, default_value_t = CheckLevel::Warning, value_name = "LEVEL")]
    pub(crate) fail_on: CheckLevel,

    /// Exit with 0 whatever is found.
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Fix what can be fixed without losing anything that a person meant.
    #[arg(long)]
    pub(crate) fix: bool,

    /// Fix also what a person has to look at afterwards.
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Show how it would be fixed, and write nothing.
    #[arg(long)]
    pub(crate) diff: bool,

    /// A file of findings that are known and not reported again; the one of the settings when absent.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write all findings into the baseline: from then on only new ones are reported.
    #[arg(long, conflicts_with_all = ["fix", "diff", "since"])]
    pub(crate) write_baseline: bool,

    /// Accept all findings for a time: write a waiver for each into `org/waivers.toml`.
    #[arg(long, requires = "owner", requires = "until", requires = "reason", conflicts_with_all = ["fix", "since"])]
    pub(crate) add_waivers: bool,

    /// Who accepts them.
    #[arg(long, value_name = "PERSON", requires = "add_waivers")]
    pub(crate) owner: Option<String>,

    /// The day on which that ends.
    #[arg(long, value_name = "DAY", value_parser = Day::parse, requires = "add_waivers")]
    pub(crate) until: Option<Day>,

    /// Why they are accepted.
    #[arg(long, value_name = "TEXT", requires = "add_waivers")]
    pub(crate) reason: Option<String>,

    /// Tell only what the organization's files gained and lost since this git revision, such as `origin/main`. Settings
    /// and evidence are as of now on both sides.
    #[arg(long, value_name = "REVISION", conflicts_with_all = ["fix", "diff"])]
    pub(crate) since: Option<String>,

    /// Check as known at the end of this day, with the organization's files as git had them then; when absent, the day
    /// that `data-cut` in the settings names, else today, with the files on disk.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// Say for every rule whether it is run, at which level, with which options, and where that was said.
    #[arg(long)]
    pub(crate) show_settings: bool,
}

/// Forms of the output of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people: each finding with the line that it speaks of.
    Full,
    /// For people and editors: a line for each finding.
    Concise,
    /// For other tools; versioned by `schema_version`.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions, and the summary of the job.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// For a comment or a page.
    Markdown,
    /// For people who use neither git nor a terminal: who must do what by when.
    Html,
}

/// Levels of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckLevel {
    /// The model does not hold, or a file could not be understood.
    Error,
    /// Most likely a defect.
    Warning,
    /// Worth a look.
    Info,
    /// Nothing.
    Never,
}
