//! `onethread completions`: a script that completes the words of the program in a shell.

use crate::args::CompletionsArgs;
use crate::output::{self, Failure};
use crate::shell;

pub(super) fn run(args: &CompletionsArgs) -> Result<u8, Failure> {
    output::print(&shell::completions(args.shell))?;
    Ok(0)
}
