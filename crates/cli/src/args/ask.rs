//! The arguments of `ask` and `attest`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use onethread_model::Day;

use super::{PageFormat, examples, target};

/// Arguments of `ask`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("ask"))]
pub(crate) struct AskArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Ask about this initiative only.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: Option<String>,

    /// Ask only what these can answer.
    #[arg(long, value_enum, conflicts_with = "output")]
    pub(crate) role: Option<RoleWish>,

    /// Ask so many questions, those first that are open longest, one of each initiative before the second of any; 3 when
    /// absent.
    #[arg(long, value_name = "N", conflicts_with_all = ["all", "output"], value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) questions: Option<u32>,

    /// Ask every question.
    #[arg(long, conflicts_with = "output")]
    pub(crate) all: bool,

    /// Write the questions as a form to this file: `.csv` for a spreadsheet, `.md` for a mail or a pull request.
    /// `onethread attest --from FILE` reads it back. A file with answers in it is kept, and then the exit code is 1.
    #[arg(long, value_name = "FILE", group = "target", conflicts_with = "format", value_parser = form_file)]
    pub(crate) form: Option<PathBuf>,

    /// Ask as known at the end of this day, with the organization's files as git had them then; when absent, the day
    /// that `data-cut` in the settings names, else today, with the files on disk.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// The form of the page.
    #[arg(long, value_enum, default_value_t = PageFormat::Markdown)]
    pub(crate) format: PageFormat,

    /// Write a page for each live initiative into this folder. A file that a person wrote into is kept, and then the
    /// exit code is 1. With `--format json`, write all of them to this file.
    #[arg(short, long, value_name = "FOLDER", group = "target", value_parser = target::of::<PageFormat>())]
    pub(crate) output: Option<PathBuf>,

    /// Replace also files that others wrote, or wrote into.
    #[arg(long, requires = "target")]
    pub(crate) force: bool,
}

/// A file for a form, by its ending.
fn form_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match FormKind::of(&path) {
        Some(_) => Ok(path),
        None if text.to_lowercase().ends_with(".xlsx") => {
            Err("a form is written as .csv, which spreadsheet tools open and save as .xlsx: that can be read back"
                .to_owned())
        }
        None => Err("name a file that ends in .csv or .md".to_owned()),
    }
}

/// How a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormKind {
    /// For a spreadsheet.
    Csv,
    /// For a mail or a pull request.
    Markdown,
}

impl FormKind {
    /// What the ending of a file says.
    pub(crate) fn of(path: &std::path::Path) -> Option<FormKind> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "csv" => Some(FormKind::Csv),
            "md" | "markdown" => Some(FormKind::Markdown),
            _ => None,
        }
    }
}

/// Who can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleWish {
    /// Leaders of initiatives.
    Leader,
    /// People who are listed for an initiative without a leader.
    Listed,
    /// Sponsors of initiatives.
    Sponsor,
    /// Teams.
    Team,
}

/// Arguments of `attest`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("attest"))]
pub(crate) struct AttestArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Read the answers from these forms, as `onethread ask --form` wrote and people filled them: CSV, XLSX or Markdown.
    /// With commas between files. What would change is shown first, and written after a yes.
    #[arg(long, value_name = "FILES", value_delimiter = ',', conflicts_with_all = ["initiative", "criterion", "question", "answer", "note"])]
    pub(crate) from: Vec<PathBuf>,

    /// About which initiative.
    #[arg(long, value_name = "ID", required_unless_present_any = ["from", "question"])]
    pub(crate) initiative: Option<String>,

    /// Which question, such as `capable`; `onethread explain` lists them.
    #[arg(long, value_name = "KEY", required_unless_present_any = ["from", "question"])]
    pub(crate) criterion: Option<String>,

    /// Which row of a form, by its key, in place of initiative and criterion.
    #[arg(long, value_name = "KEY", conflicts_with_all = ["initiative", "criterion"])]
    pub(crate) question: Option<String>,

    /// The answer: `holds`, `fails` or `nobody-knows`; for a row of a form, what it allows.
    #[arg(long, value_name = "ANSWER", required_unless_present = "from")]
    pub(crate) answer: Option<String>,

    /// Who says so; with `--from`, for rows that do not say.
    #[arg(long, value_name = "PERSON", required_unless_present = "from")]
    pub(crate) by: Option<String>,

    /// The day on which it was said; today when absent. With `--from`, for rows that do not say.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) on: Option<Day>,

    /// In their words.
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,

    /// Write without asking.
    #[arg(long, requires = "from")]
    pub(crate) yes: bool,

    /// Only show what would be written.
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
}
