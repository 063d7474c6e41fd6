//! The arguments of `init`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use onethread_model::Day;

use super::{DataFormat, examples};

/// Arguments of `init`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("init"))]
pub(crate) struct InitArgs {
    /// Folder to write into; it is made when it does not exist.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Spreadsheets: a roster, a list of initiatives, a list of asks, or a workbook with them. CSV or XLSX, with commas
    /// between names.
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

    /// With `--dry-run`: the form of what would be written.
    #[arg(long, value_enum, default_value_t = DataFormat::Text, requires = "dry_run", conflicts_with = "ci")]
    pub(crate) format: DataFormat,

    /// Name of the organization; that of the folder when absent.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Say what a column is, as in "Squad name=team"; `=skip` leaves one out.
    #[arg(long, value_name = "HEADER=COLUMN")]
    pub(crate) column: Vec<String>,

    /// Say what a status means, as in "Accepted=live"; or done, dropped, paused, planned.
    #[arg(long, value_name = "STATUS=MEANING")]
    pub(crate) status: Vec<String>,

    /// Say what a sheet lists, as in "People=roster"; or initiatives, or asks; `=skip` leaves one out, also one that is
    /// gone.
    #[arg(long, value_name = "SHEET=KIND")]
    pub(crate) sheet: Vec<String>,

    /// Say that two names are one team or initiative, as in "Paymnts=Payments"; or that a word for nothing is a name, as in
    /// "NA=North America".
    #[arg(long, value_name = "WRITTEN=CALLED")]
    pub(crate) same: Vec<String>,

    /// How days such as 03/04/2026 are meant, where no cell tells.
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) dates: Option<DatesWish>,

    /// Make ids from the names of people where the sheet has nothing else, instead of positions or pseudonyms.
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

    /// Write although more than a fifth of the people, teams or initiatives that the last import knew is gone.
    #[arg(long)]
    pub(crate) many_gone: bool,

    /// Show each thing that is odd in the spreadsheets, and not one message for each kind.
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
