//! The arguments of `undo` and `redo`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::examples;

/// Arguments of `undo`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("undo"))]
pub(crate) struct UndoArgs {
    /// Which one, as --list names it; the last one that holds when absent.
    pub(crate) id: Option<String>,

    /// List what can be undone and redone.
    #[arg(long, conflicts_with_all = ["id", "yes"])]
    pub(crate) list: bool,

    #[command(flatten)]
    pub(crate) common: JournalArgs,
}

/// Arguments of `redo`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("redo"))]
pub(crate) struct RedoArgs {
    /// Which one, as `onethread undo --list` names it; the one that was undone last when absent.
    pub(crate) id: Option<String>,

    #[command(flatten)]
    pub(crate) common: JournalArgs,
}

/// Arguments of both.
#[derive(Debug, ClapArgs)]
pub(crate) struct JournalArgs {
    /// Do not ask; where nobody types, nothing is written without it.
    #[arg(long)]
    pub(crate) yes: bool,

    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(long, default_value = ".")]
    pub(crate) folder: PathBuf,
}
