//! `onethread`: shows which initiatives truly have one leader with one thread, from an organization's own evidence.
//!
//! 1. The command line says which folder, which day and which form of output.
//! 2. `onethread_workspace` reads the folder: settings, organization files, evidence.
//! 3. A command in [`commands`] asks the core and gives the answer through [`output`]: data on standard output or in a
//!    file, all else on standard error. Commands that change files write them there too.

mod args;
mod commands;
mod output;
mod progress;
mod shell;
mod survey;

use std::process::ExitCode;

use clap::Parser;

/// Reading and judging make millions of small texts; this one hands them out in two thirds of the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit code for a command that could not be carried out: wrong usage, or a folder that cannot be read.
const CANNOT: u8 = 2;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(args) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output::complain(&error);
            ExitCode::from(CANNOT)
        }
    }
}
