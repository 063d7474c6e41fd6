//! The command line.

// The reference is made from this file too, and looks for its parts where the program does.
#[path = "args/acts.rs"]
pub(crate) mod acts;
#[path = "args/ask.rs"]
pub(crate) mod ask;
#[path = "args/check.rs"]
pub(crate) mod check;
#[path = "args/examples.rs"]
mod examples;
#[path = "args/init.rs"]
pub(crate) mod init;
#[path = "args/plan.rs"]
pub(crate) mod plan;
#[path = "args/plan_accept.rs"]
pub(crate) mod plan_accept;
#[path = "args/privacy.rs"]
pub(crate) mod privacy;
#[path = "args/show.rs"]
pub(crate) mod show;
#[path = "args/target.rs"]
mod target;
#[path = "args/undo.rs"]
pub(crate) mod undo;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use onethread_core::review::{DAYS_MAX, QuarterSpan};
use onethread_model::Day;

use self::acts::ActArgs;
use self::ask::{AskArgs, AttestArgs};
use self::check::CheckArgs;
use self::init::InitArgs;
use self::plan::PlanArgs;
use self::privacy::PrivacyArgs;
use self::show::ShowArgs;
use self::undo::{RedoArgs, UndoArgs};

/// Shows which initiatives truly have one leader with one thread, what stands in their way, and the lowest-cost changes.
#[derive(Debug, Parser)]
#[command(name = "onethread", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = examples::of(""))]
pub(crate) struct Args {
    /// What to do; without a command, a look at what is here.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// What every command takes.
    #[command(flatten)]
    pub(crate) common: CommonArgs,

    /// Move a limit of what is read, such as sheet-rows=200000; docs/reference/limits.md lists them.
    #[arg(long = "limit", global = true, value_name = "NAME=N", value_parser = limit, help_heading = "Options of every command")]
    pub(crate) limits: Vec<String>,
}

/// A limit with its number, once it is known that there is such a one.
fn limit(text: &str) -> Result<String, String> {
    onethread_model::limits::Limit::parse(text).map(|_| text.to_owned())
}

/// Days after an appointment, from one up to those that are looked at.
fn days(text: &str) -> Result<u32, String> {
    let wrong = || format!("expected a number of days from 1 to {DAYS_MAX}, such as 90");
    text.parse().ok().filter(|days| (1..=DAYS_MAX).contains(days)).ok_or_else(wrong)
}

/// A quarter of a year, such as `2026-Q2`.
fn quarter(text: &str) -> Result<QuarterSpan, String> {
    QuarterSpan::parse(text)
}

/// Arguments of every command.
#[derive(Clone, Debug, ClapArgs)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct CommonArgs {
    /// Print the result and errors, and nothing else: no progress, no warnings, no hints.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Report on standard error what is read, from where, and how long it takes.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    /// Report on standard error, at the end, what was read, the seconds of each stage, and the peak memory.
    #[arg(long, global = true)]
    pub(crate) statistics: bool,

    /// When to color the output; `auto` colors on a terminal. It obeys NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_enum, default_value_t = ColorWish::Auto)]
    pub(crate) color: ColorWish,

    /// Allow this run to open a file or a folder outside of the folder under review; may be given several times. Files in
    /// the folder can only ask for it. ONETHREAD_ALLOW_OUTSIDE does the same where nobody types, with several paths parted
    /// as in PATH, and `onethread import git PATH` allows it for good.
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) allow_outside: Vec<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write an organization's files from spreadsheets, or bring them up to date with newer ones.
    Init(InitArgs),
    /// Answer the model's questions for every live initiative, and say what would change the answers.
    Review(ReviewArgs),
    /// Check the organization's files and evidence against rules, and fix what can be fixed.
    Check(CheckArgs),
    /// Show one matter as a table: what it rests on, and the changes behind every row.
    Show(ShowArgs),
    /// Say which few changes are worth making, what each could save at most and costs, and what to leave.
    Plan(PlanArgs),
    /// Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written.
    WhatIf(WhatIfArgs),
    /// Acts of running the model: each shows what would differ, and does it with --apply or --branch.
    #[command(flatten)]
    Act(ActArgs),
    /// Reverse what a command wrote last, or what is named, file by file.
    Undo(UndoArgs),
    /// Do again what was undone last, or what is named.
    Redo(RedoArgs),
    /// Say what became of every record of every source.
    Evidence(EvidenceArgs),
    /// Bring evidence in: name it in the settings, read it, and say what became of every record.
    Import(ImportArgs),
    /// Explain a criterion, a measure, a rule or a form; without a name, list them.
    Explain(ExplainArgs),
    /// Ask the questions that evidence cannot answer: three a month, as a form that people fill, or a page for an
    /// initiative.
    Ask(AskArgs),
    /// Write answers down: one with a name and a date, or all of a filled form.
    Attest(AttestArgs),
    /// Report what is held about people and what is agreed about it, for a works council.
    Privacy(PrivacyArgs),
    /// Print the JSON Schema of a file that is read or written.
    Schema(SchemaArgs),
    /// Print a script that completes the words of this program in a shell.
    ///
    /// It asks the program, and so knows what the folder holds: ids of initiatives and people, subjects, pages and rules.
    /// For bash, `source <(onethread completions bash)` in ~/.bashrc; for zsh the same in ~/.zshrc; for fish,
    /// `onethread completions fish | source` in its config.
    Completions(CompletionsArgs),
    /// Print a page for `man`, or write all of them.
    Man(ManArgs),
}

/// Arguments of `review`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("review"))]
pub(crate) struct ReviewArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Review one initiative in depth.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: Option<String>,

    /// Ask the same questions on the day on which its leader was appointed and on days up to this many after it, such as 90.
    #[arg(long, value_name = "N", requires = "initiative", value_parser = days,
        conflicts_with_all = ["since", "full", "all", "threats"])]
    pub(crate) days: Option<u32>,

    /// Show what became of every appointment up to the end of this quarter, such as 2026-Q2.
    #[arg(long, value_name = "QUARTER", value_parser = quarter,
        conflicts_with_all = ["initiative", "since", "full", "all", "threats"])]
    pub(crate) quarter: Option<QuarterSpan>,

    /// Review as known at the end of this day, with the organization's files as git had them then; when absent, the day
    /// that `data-cut` in the settings names, else today, with the files on disk.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// Tell what changed since the end of this day, and why.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) since: Option<Day>,

    /// Show the whole report, not only what two minutes can take in; on the HTML page, print the whole.
    #[arg(long)]
    pub(crate) full: bool,

    /// Show the whole report with every list whole.
    #[arg(long)]
    pub(crate) all: bool,

    /// Say what could be wrong with this very report, instead of the report.
    #[arg(long, conflicts_with_all = ["initiative", "since", "full", "all"])]
    pub(crate) threats: bool,

    /// The form of the output. When absent, the ending of the file that `--output` names says it, such as `.html`; else
    /// `text`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<Format>())]
    pub(crate) output: Option<PathBuf>,

    /// Exit with 1 when something of this level or worse is found: `error` for input that could not be understood,
    /// `warning` also for a criterion that fails.
    #[arg(long, value_enum, default_value_t = FailOn::Never, value_name = "LEVEL")]
    pub(crate) fail_on: FailOn,

    /// Review again whenever an input changes, and say which did, until it is interrupted.
    #[arg(long)]
    pub(crate) watch: bool,
}

/// Arguments of `what-if`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("what-if"))]
pub(crate) struct WhatIfArgs {
    /// What would be done: the number or the id of a row of the plan, or words: `appoint PERSON to INITIATIVE`, `release
    /// PERSON from INITIATIVE`, `move component COMPONENT to TEAM`, `remove gate GATE`, or any move by its key, as in `give-reason initiative = ID, why = ...`;
    /// several parted by `;`. With --patch or --branch, the folder stands here.
    #[arg(index = 1, required_unless_present_any = ["patch", "branch"])]
    pub(crate) moves: Option<String>,

    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(index = 2, default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Look at a difference of the organization's files instead, as `git diff` writes it; `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "branch")]
    pub(crate) patch: Option<PathBuf>,

    /// Look at the organization's files of a branch, a tag or a commit instead.
    #[arg(long, value_name = "REVISION")]
    pub(crate) branch: Option<String>,

    /// The day to look at; when absent, the day that `data-cut` in the settings names, else today.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// The form of the output. When absent, the ending of the file that `--output` names says it; else `text`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<WhatIfFormat>,

    /// Write to this file instead of standard output; its ending may say the form.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<WhatIfFormat>())]
    pub(crate) output: Option<PathBuf>,

    /// What is done with it.
    #[command(flatten)]
    pub(crate) doing: WhatIfDoing,
}

/// What is done with what a what-if shows.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "What is done with it")]
pub(crate) struct WhatIfDoing {
    /// Write the files: what differs is shown and asked about first. Without this, nothing is written.
    #[arg(long, conflicts_with_all = ["to_branch", "to_patch"])]
    pub(crate) apply: bool,

    /// Make a branch of git with this name and one commit, and write no file. No hook runs, and nothing is signed.
    #[arg(long, value_name = "NAME", conflicts_with = "to_patch")]
    pub(crate) to_branch: Option<String>,

    /// The message of that commit; what is done, in words, when absent.
    #[arg(long, value_name = "TEXT", requires = "to_branch")]
    pub(crate) message: Option<String>,

    /// Write the difference of the files for `git apply`; to standard output without a file.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub(crate) to_patch: Option<PathBuf>,

    /// What lets it be done, or holds it back.
    #[command(flatten)]
    pub(crate) consent: acts::ConsentArgs,

    /// The entry that it leaves.
    #[command(flatten)]
    pub(crate) entry: acts::EntryArgs,
}

/// Forms of a what-if.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhatIfFormat {
    /// For people.
    Text,
    /// For other tools; versioned by `schema_version`.
    Json,
    /// For people: one sheet of paper, to read in a browser, to send and to print.
    Html,
    /// For a wiki or a pull request.
    Markdown,
    /// The picture alone.
    Svg,
}

/// Arguments of `evidence`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("evidence"))]
pub(crate) struct EvidenceArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Show every rejected record, not only the first few of each source.
    #[arg(long)]
    pub(crate) all: bool,

    /// The form of the output. When absent, `json` for a file whose name ends so, else `text`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<DataFormat>,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<DataFormat>())]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `import`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("import"), args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ImportArgs {
    /// What to bring in.
    #[command(subcommand)]
    pub(crate) what: Option<ImportOf>,
    #[command(flatten)]
    pub(crate) files: ImportFilesArgs,
}

/// Arguments of `import` for files.
#[derive(Debug, ClapArgs)]
pub(crate) struct ImportFilesArgs {
    /// Exports of tools, each recognized by what it holds: Jira, GitHub, GitLab, Backstage, decision records.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Folder with `onethread.toml`, or where it is to be.
    #[arg(long, default_value = ".")]
    pub(crate) folder: PathBuf,

    /// The tool and form of all of them, such as `jira-csv`, where it is not recognized.
    #[arg(long, value_name = "PRESET")]
    pub(crate) preset: Option<String>,

    /// Name of the source in the settings; that of the preset when absent.
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// The initiative that they are about, where the export does not say.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: Option<String>,

    /// The day on which the exports were made; today when absent.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// Read everything, and only show what would be written.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What can be brought in.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportOf {
    /// Git repositories, bare or not. Nothing in them is run.
    Git(ImportGitArgs),
}

/// Arguments of `import git`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("import git"))]
pub(crate) struct ImportGitArgs {
    /// Folders of repositories.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Folder with `onethread.toml`, or where it is to be.
    #[arg(long, default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Name of the source in the settings.
    #[arg(long, default_value = "history")]
    pub(crate) name: String,

    /// Follow first parents only, so that a merge stands for what it brought.
    #[arg(long)]
    pub(crate) first_parent: bool,

    /// Count lines added and deleted, which takes several times as long.
    #[arg(long)]
    pub(crate) lines: bool,

    /// Read everything, and only show what would be written.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Arguments of `explain`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("explain"))]
pub(crate) struct ExplainArgs {
    /// Name of a page, such as `focus` or `sto`, or the code of a rule, such as `ST101`. The beginning of several, such as
    /// `ST1`, lists them.
    pub(crate) name: Option<String>,

    /// The form of the output. When absent, `json` for a file whose name ends so, else `text`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<DataFormat>,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<DataFormat>())]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `completions`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("completions"))]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("man"))]
pub(crate) struct ManArgs {
    /// The command, such as `check`; the program when absent.
    pub(crate) command: Vec<String>,

    /// Write the pages of all commands into this folder.
    #[arg(short, long, value_name = "FOLDER", conflicts_with = "command", value_parser = target::folder())]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `schema`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("schema"))]
pub(crate) struct SchemaArgs {
    /// Of what; without it, the list.
    #[arg(value_enum)]
    pub(crate) of: Option<SchemaOf>,

    /// Write the schema, or all of them, into this folder, where editors find those of the files that `init` writes.
    #[arg(short, long, value_name = "FOLDER", value_parser = target::folder())]
    pub(crate) output: Option<PathBuf>,
}

/// What has a JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// The organization's files, `org/*.toml`.
    Organization,
    /// The settings, `onethread.toml`.
    Settings,
    /// What is agreed about people, `agreement.toml`.
    Agreement,
    /// The output of `review --format json`.
    Review,
    /// The output of `review --initiative ID --days N --format json`.
    FirstDays,
    /// The output of `review --quarter QUARTER --format json`.
    Quarter,
    /// The output of `check --format json`.
    Check,
    /// The output of `show --format json`.
    Show,
    /// The output of `what-if --format json`.
    WhatIf,
    /// The output of `plan --format json`.
    Plan,
    /// The output of `plan --triage --format json`.
    Triage,
    /// The output of `plan --roles --format json`.
    Roles,
    /// What the charter gate answers: the output of `start --format json`.
    CharterGate,
    /// The output of `evidence --format json`.
    Evidence,
    /// The output of `explain --format json`.
    Explain,
    /// The output of `ask --format json`.
    Ask,
    /// The output of `init --dry-run --format json`.
    Init,
    /// The output of `privacy report --format json`.
    Privacy,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For other tools; versioned by `schema_version`.
    Json,
    /// For people: one file with charts, to read in a browser, to send and to print.
    Html,
    /// For a wiki or a pull request.
    Markdown,
}

/// Forms of what is as well data as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataFormat {
    /// For people.
    Text,
    /// For other tools; versioned by `schema_version`.
    Json,
}

/// Forms of a page of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// To be answered in the file.
    Markdown,
    /// To be read on a screen or printed; it stands alone.
    Html,
    /// For other tools: all pages in one file, versioned by `schema_version`.
    Json,
}

/// What makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Nothing.
    Never,
    /// Input that could not be understood.
    Error,
    /// That, and anything that deserves attention.
    Warning,
}

/// When to color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWish {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
