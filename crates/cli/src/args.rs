//! The command line.

// The reference is made from this file too, and looks for its parts where the program does.
#[path = "args/check.rs"]
pub(crate) mod check;

use std::path::PathBuf;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};
use onethread_model::Day;

use self::check::CheckArgs;

/// Shows which initiatives truly have one leader with one thread, what stands in their way, and the cheapest change.
#[derive(Debug, Parser)]
#[command(name = "onethread", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Start with: onethread review FOLDER")]
pub(crate) struct Args {
    /// What to do; without a command, a look at what is here.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// When to color the output; `auto` colors on a terminal and honors NO_COLOR.
    #[arg(long, global = true, value_enum, default_value_t = ColorWish::Auto)]
    pub(crate) color: ColorWish,
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
    /// Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written.
    WhatIf(WhatIfArgs),
    /// Say what became of every record of every source.
    Evidence(EvidenceArgs),
    /// Bring evidence in: name it in the settings, read it, and say what became of every record.
    Import(ImportArgs),
    /// Explain a criterion, a measure, a rule or a form; without a name, list them.
    Explain(ExplainArgs),
    /// Write one page of questions for an initiative: those that evidence cannot answer.
    Ask(AskArgs),
    /// Put a name and a date to an answer that no other evidence can give.
    Attest(AttestArgs),
    /// Print the JSON Schema of a file that is read or written.
    Schema(SchemaArgs),
    /// Print a script that completes the words of this program in a shell.
    Completions(CompletionsArgs),
    /// Print a page for `man`, or write all of them.
    Man(ManArgs),
}

/// Arguments of `init`.
#[derive(Debug, ClapArgs)]
pub(crate) struct InitArgs {
    /// Folder to write into; it is made when it does not exist.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Spreadsheets: a roster, a list of initiatives, or a workbook with both. CSV or XLSX, with commas between names.
    #[arg(long, value_name = "FILES", value_delimiter = ',')]
    pub(crate) from: Vec<PathBuf>,

    /// Write these candidates into `org/initiatives.toml`; `--dry-run` lists them. With commas between ids.
    #[arg(long, value_name = "IDS", value_delimiter = ',', conflicts_with = "from")]
    pub(crate) accept: Vec<String>,

    /// Write what runs `onethread check` for every change: a workflow, a job, or a hook. Nothing is written over.
    #[arg(long, value_enum, value_name = "WHERE", conflicts_with_all = ["from", "accept"])]
    pub(crate) ci: Option<CiWish>,

    /// Write without asking.
    #[arg(long)]
    pub(crate) yes: bool,

    /// Only show what would be written.
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,

    /// Name of the organization; that of the folder when absent.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Say what a column is, as in "Squad name=team"; `=skip` leaves one out.
    #[arg(long, value_name = "HEADER=COLUMN")]
    pub(crate) column: Vec<String>,

    /// Say what a status means, as in "Accepted=live"; or done, dropped, paused, planned.
    #[arg(long, value_name = "STATUS=MEANING")]
    pub(crate) status: Vec<String>,

    /// How days such as 03/04/2026 are meant, where no cell tells.
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) dates: Option<DatesWish>,

    /// Make ids from the names of people where the sheet has nothing else, instead of seats or pseudonyms.
    #[arg(long)]
    pub(crate) keep_names: bool,

    /// Make ids from the part of an e-mail address before the @, where the sheet has nothing else.
    #[arg(long)]
    pub(crate) keep_local_parts: bool,

    /// Where both a file and the spreadsheet changed a value, take that of the spreadsheet.
    #[arg(long)]
    pub(crate) theirs: bool,

    /// End initiatives that the spreadsheets list no more, on the day of the spreadsheets; else they count as live.
    #[arg(long)]
    pub(crate) end_gone: bool,

    /// Take entries out that the spreadsheets have no more and that nothing else names.
    #[arg(long)]
    pub(crate) remove_gone: bool,

    /// Show everything that is odd in the spreadsheets, and not only the first of it.
    #[arg(long)]
    pub(crate) all: bool,

    /// The day on which the spreadsheets are true; today when absent.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,
}

/// Where `onethread check` is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CiWish {
    /// GitHub Actions.
    Github,
    /// GitLab CI/CD.
    Gitlab,
    /// Before a commit, by pre-commit or prek.
    PreCommit,
}

/// How days are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DatesWish {
    /// 03/04/2026 is the third of April.
    DayFirst,
    /// 03/04/2026 is the fourth of March.
    MonthFirst,
}

/// Arguments of `review`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReviewArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Review one initiative in depth.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: Option<String>,

    /// Review as known at the end of this day, with the organization's files as git had them then; the last day of the
    /// evidence, with the files on disk, when absent.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// Tell what changed since the end of this day, and why.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) since: Option<Day>,

    /// List every initiative.
    #[arg(long)]
    pub(crate) all: bool,

    /// Say what could be wrong with this very report, instead of the report.
    #[arg(long, conflicts_with_all = ["initiative", "since", "all"])]
    pub(crate) threats: bool,

    /// The form of the output. When absent, the ending of the file that `--output` names says it, such as `.html`; else
    /// `text`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Exit with 1 when something of this level or worse is found: `error` for input that could not be understood,
    /// `warning` also for a criterion that fails.
    #[arg(long, value_enum, default_value_t = FailOn::Never, value_name = "LEVEL")]
    pub(crate) fail_on: FailOn,
}

/// Arguments of `show`.
#[derive(Debug, ClapArgs)]
#[command(after_help = show_help())]
pub(crate) struct ShowArgs {
    /// What to show; without it, the list.
    pub(crate) subject: Option<String>,

    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Only rows about all of these, with what lies behind them. With commas between ids.
    #[arg(long = "for", value_name = "IDS", value_delimiter = ',')]
    pub(crate) only: Vec<String>,

    /// Only this initiative.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: Option<String>,

    /// Whether the rows are teams or components.
    #[arg(long, value_enum)]
    pub(crate) level: Option<LevelWish>,

    /// As known at the end of this day, with the organization's files as git had them then; the last day of the
    /// evidence, with the files on disk, when absent.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// Count the days up to then, so many of them, such as 180.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=36_500))]
    pub(crate) over: Option<i64>,

    /// Rows to show in a table; other forms have all.
    #[arg(long, value_name = "ROWS", default_value_t = 20)]
    pub(crate) top: usize,

    /// Which definition to use, where there are several.
    #[arg(long, value_name = "NAME")]
    pub(crate) definition: Option<String>,

    /// In which order to draw a matrix.
    #[arg(long, value_name = "NAME")]
    pub(crate) order: Option<String>,

    /// The form of the output. When absent, the ending of the file that `--output` names says it, such as `.csv`; else
    /// `table`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<ShowFormat>,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all. The bare name of a form,
    /// such as `csv`, is taken as `--format`; a file of that name is `./csv`.
    #[arg(short, long, value_name = "FILE", action = ArgAction::Append)]
    pub(crate) output: Vec<PathBuf>,
}

/// What `show --help` ends with: the subjects and the words that they take.
fn show_help() -> String {
    let mut help = String::from("What there is to show:\n");
    for subject in onethread_report::show::SUBJECTS {
        help += &format!("  {:<14}{}\n", subject.key, subject.title);
        if subject.has_levels {
            help += "                --level team, component\n";
        }
        for (flag, words) in [("--definition", subject.definitions), ("--order", subject.orders)] {
            if !words.is_empty() {
                help += &format!("                {flag} {}\n", words.join(", "));
            }
        }
    }
    help += &format!("  {:<14}{}\n", "all", "all of these, one after another");
    help
}

/// Of what the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelWish {
    /// Teams.
    Team,
    /// Components, or the parts of repositories.
    Component,
}

/// Forms of what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// For people, on a terminal.
    Table,
    /// For programs; versioned by `schema_version`.
    Json,
    /// For spreadsheets.
    Csv,
    /// The pictures alone.
    Svg,
    /// For people: one file to read in a browser, with what lies behind each row.
    Html,
}

/// Arguments of `what-if`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  onethread what-if \"appoint ines to returns, full time\"\n  onethread what-if \"release ines from search; remove gate design\"\n  onethread what-if \"move component basket to checkout-core\" FOLDER --format json"
)]
pub(crate) struct WhatIfArgs {
    /// What would be done, in words: `appoint PERSON to INITIATIVE`, `release PERSON from INITIATIVE`, `move component
    /// COMPONENT to TEAM`, `remove gate GATE`; several parted by `;`.
    pub(crate) moves: String,

    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// The day to look at; the last day of the evidence when absent.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// `text` or `json`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Write to this file instead of standard output; its ending may say the form.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `evidence`.
#[derive(Debug, ClapArgs)]
pub(crate) struct EvidenceArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Show every rejected record, not only the first few of each source.
    #[arg(long)]
    pub(crate) all: bool,
}

/// Arguments of `import`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    /// What to bring in.
    #[command(subcommand)]
    pub(crate) what: ImportOf,
}

/// What can be brought in.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportOf {
    /// Git repositories, bare or not. Nothing in them is run.
    Git(ImportGitArgs),
}

/// Arguments of `import git`.
#[derive(Debug, ClapArgs)]
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
pub(crate) struct ExplainArgs {
    /// Name of a criterion, a measure or a form, such as `focus` or `sto`, or the code of a rule, such as `ST101`.
    pub(crate) name: Option<String>,
}

/// Arguments of `ask`.
#[derive(Debug, ClapArgs)]
pub(crate) struct AskArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Ask about this initiative only.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: Option<String>,

    /// Ask as known at the end of this day, with the organization's files as git had them then; the last day of the
    /// evidence, with the files on disk, when absent.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// The form of the page.
    #[arg(long, value_enum, default_value_t = PageFormat::Markdown)]
    pub(crate) format: PageFormat,

    /// Write a file for each live initiative into this folder. A file that somebody wrote into is kept, and then the
    /// exit code is 1.
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,

    /// Replace also files that somebody else wrote, or wrote into.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

/// Arguments of `attest`.
#[derive(Debug, ClapArgs)]
pub(crate) struct AttestArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// About which initiative.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: String,

    /// Which question, such as `capable`; `onethread explain` lists them.
    #[arg(long, value_name = "KEY")]
    pub(crate) criterion: String,

    /// The answer.
    #[arg(long, value_enum)]
    pub(crate) answer: AttestedAnswer,

    /// Who says so.
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: String,

    /// The day on which it was said; today when absent.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) on: Option<Day>,

    /// In their words.
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,

    /// Only show what would be written.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Arguments of `completions`.
#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ManArgs {
    /// The command, such as `check`; the program when absent.
    pub(crate) command: Vec<String>,

    /// Write the pages of all commands into this folder.
    #[arg(short, long, value_name = "FOLDER", conflicts_with = "command")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `schema`.
#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaArgs {
    /// Of what.
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
}

/// What has a JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// The organization's files, `org/*.toml`.
    Organization,
    /// The settings, `onethread.toml`.
    Settings,
    /// The output of `review --format json`.
    Review,
    /// The output of `check --format json`.
    Check,
    /// The output of `show -o json`.
    Show,
    /// The output of `what-if --format json`.
    WhatIf,
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs; versioned by `schema_version`.
    Json,
    /// For people: one file with charts, to read in a browser, to send and to print.
    Html,
}

/// Forms of a page of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// To be answered in the file.
    Markdown,
    /// To be read on a screen or printed; it stands alone.
    Html,
}

/// Answers that can be attested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AttestedAnswer {
    /// It is so.
    Holds,
    /// It is not so.
    Fails,
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
