//! `onethread completions`: a script that completes the words of the program in a shell.

use clap::CommandFactory as _;

use crate::args::{Args, CompletionsArgs};
use crate::output::{self, Failure};
use crate::shell;

pub(super) fn run(args: &CompletionsArgs) -> Result<u8, Failure> {
    output::print(&shell::completions(args.shell, Args::command()))?;
    Ok(0)
}
