//! Arguments of `plan`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use onethread_model::Day;

use super::plan_accept::PlanAcceptArgs;
use super::{Format, examples, target};

/// Arguments of `plan`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("plan"))]
pub(crate) struct PlanArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// Plan for one initiative alone, and say more of it.
    #[arg(long, value_name = "ID")]
    pub(crate) initiative: Option<String>,

    /// Only changes that this role or position decides on, such as `sponsor`.
    #[arg(long = "for", value_name = "ROLE")]
    pub(crate) role: Option<String>,

    /// How many changes at most; the others are counted.
    #[arg(long, value_name = "N", default_value_t = onethread_core::plan::ROWS_MAX as u32,
        value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max: u32,

    /// Who gets a leader where leaders are scarce, what the others lose, and what each constraint costs: from `[triage]`, in
    /// which people are stated to be able and willing.
    #[arg(long, conflicts_with_all = ["roles", "initiative", "role", "max", "full"])]
    pub(crate) triage: bool,

    /// Which roles each team needs and has, and the fewest people who complete the most teams, hired or moved.
    #[arg(long, conflicts_with_all = ["initiative", "role", "max", "full"])]
    pub(crate) roles: bool,

    /// How many people can be hired at most; as many as are missing when absent.
    #[arg(long, value_name = "N", requires = "roles")]
    pub(crate) hires: Option<u32>,

    /// Show all that is known of each change, with the lines that it rests on.
    #[arg(long)]
    pub(crate) full: bool,

    /// Plan as known at the end of this day, with the organization's files as git had them then; when absent, the day that
    /// `data-cut` in the settings names, else today, with the files on disk.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// The form of the output. When absent, the ending of the file that `--output` names says it, such as `.html`; else
    /// `text`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<Format>())]
    pub(crate) output: Option<PathBuf>,

    /// What is done with a row.
    #[command(flatten)]
    pub(crate) accept: PlanAcceptArgs,
}
