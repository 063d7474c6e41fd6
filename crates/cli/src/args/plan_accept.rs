//! Arguments of `plan` by which a row is accepted or declined.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use onethread_model::Day;

use super::acts::{ConsentArgs, EntryArgs};

/// What is done with a row of the plan.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "What is done with a row")]
pub(crate) struct PlanAcceptArgs {
    /// Carry out a row: its number in the plan that was printed last here, or its id. What differs is shown and asked about
    /// first, and an entry in `moves.toml` keeps the decision with what is expected of it.
    #[arg(long, value_name = "ROW", conflicts_with = "decline")]
    pub(crate) accept: Option<String>,

    /// What the row leaves open, such as `leader=ines`; where it is about several initiatives, `returns.leader=ines` is
    /// about one of them. May be given several times.
    #[arg(long, value_name = "BLANK=VALUE", requires = "accept")]
    pub(crate) fill: Vec<String>,

    /// Decline a row until a day: it stays away until then, or until what it rests on moved.
    #[arg(long, value_name = "ROW", requires_all = ["because", "until"])]
    pub(crate) decline: Option<String>,

    /// Why it is declined.
    #[arg(long, value_name = "TEXT", requires = "decline")]
    pub(crate) because: Option<String>,

    /// The day on which it returns.
    #[arg(long, value_name = "DAY", value_parser = Day::parse, requires = "decline")]
    pub(crate) until: Option<Day>,

    /// Write drafts into this folder: a charter for each initiative that a row is about, the lines of `CODEOWNERS` for
    /// components that get another owner, and a narrative of one page. No file of anybody else is touched.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["accept", "decline"])]
    pub(crate) papers: Option<PathBuf>,

    /// What lets it be done, or holds it back.
    #[command(flatten)]
    pub(crate) consent: ConsentArgs,

    /// The entry that it leaves.
    #[command(flatten)]
    pub(crate) entry: EntryArgs,
}
