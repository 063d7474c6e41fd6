//! The arguments of `show`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use onethread_model::Day;

use super::{examples, target};

/// Arguments of `show`.
#[derive(Debug, ClapArgs)]
#[command(after_help = show_help())]
pub(crate) struct ShowArgs {
    /// What to show; without it, the list.
    #[arg(index = 1)]
    pub(crate) subject: Option<String>,

    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(index = 2, default_value = ".")]
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

    /// As known at the end of this day, with the organization's files as git had them then; when absent, the day
    /// that `data-cut` in the settings names, else today, with the files on disk.
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

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<ShowFormat>())]
    pub(crate) output: Option<PathBuf>,
}

/// What `show --help` ends with: the subjects and the words that they take.
fn show_help() -> String {
    let mut help = String::from("What there is to show:\n");
    let width = onethread_report::show::key_width() + 1;
    let indent = " ".repeat("  ".len() + width);
    for subject in onethread_report::show::SUBJECTS {
        help += &format!("  {:<width$}{}\n", subject.key, subject.title);
        if subject.teams_min.is_some() {
            help += &format!("{indent}--level team, component\n");
        }
        for (flag, words) in [("--definition", subject.definitions), ("--order", subject.orders)] {
            if !words.is_empty() {
                help += &format!("{indent}{flag} {}\n", words.join(", "));
            }
        }
    }
    help + &format!("  {:<width$}{}\n\n{}", "all", "all of these, one after another", examples::of("show"))
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
    /// For other tools; versioned by `schema_version`.
    Json,
    /// For spreadsheets.
    Csv,
    /// The pictures alone.
    Svg,
    /// For people: one file to read in a browser, with what lies behind each row.
    Html,
    /// For a wiki or a pull request.
    Markdown,
}
