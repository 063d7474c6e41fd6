//! Arguments of `privacy`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::{Format, examples, target};

/// Arguments of `privacy`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("privacy"))]
pub(crate) struct PrivacyArgs {
    /// What to write.
    #[command(subcommand)]
    pub(crate) what: PrivacyOf,
}

/// What can be written about privacy.
#[derive(Debug, Subcommand)]
pub(crate) enum PrivacyOf {
    /// Report what is held about people, what for and for how long, what is agreed, and a draft of an assessment.
    Report(PrivacyReportArgs),
    /// Write a commented `agreement.toml` with everything that can be agreed on, at its strict values.
    Draft(PrivacyDraftArgs),
}

/// Arguments of `privacy report`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("privacy report"))]
pub(crate) struct PrivacyReportArgs {
    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,

    /// The form of the output. When absent, the ending of the file that `--output` names says it, such as `.html`; else
    /// `text`.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Write to this file instead of standard output; it is replaced as a whole or not at all.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<Format>())]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `privacy draft`.
#[derive(Debug, ClapArgs)]
#[command(after_help = examples::of("privacy draft"))]
pub(crate) struct PrivacyDraftArgs {
    /// Write to this file instead of standard output, such as `agreement.toml`.
    #[arg(short, long, value_name = "FILE", value_parser = target::folder())]
    pub(crate) output: Option<PathBuf>,
}
