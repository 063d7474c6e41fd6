//! `onethread`: shows which initiatives truly have one leader with one thread, from an organization's own evidence.
//!
//! 1. The command line says which folder, which day and which form of output.
//! 2. `onethread_workspace` reads the folder: settings, organization files, evidence.
//! 3. A command in [`commands`] asks the core and gives the answer through [`output`]: data on standard output or in a
//!    file, all else on standard error. Commands that change files write them there too.
//!
//! A shell that completes a word runs the program as well, and [`complete`] answers it.

mod args;
mod commands;
mod complete;
mod output;
mod places;
mod positions;
mod progress;
mod reserved;
mod shell;
mod statistics;
mod survey;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use onethread_model::limits::Limit;

/// Reading and judging make millions of small texts; this one hands them out in two thirds of the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit code for a command that could not be carried out: wrong usage, or a folder that cannot be read.
const CANNOT: u8 = 2;

fn main() -> ExitCode {
    let started = Instant::now();
    complete::answer_shell();
    output::obey_force_color();
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => match reserved::answer(&error) {
            Some(failure) => {
                output::complain(&failure);
                return ExitCode::from(CANNOT);
            }
            None => return ExitCode::from(output::usage(&error)),
        },
    };
    let wants_statistics = args.common.statistics;
    output::set_up(&args.common);
    places::set_up(&args.common.allow_outside);
    for limit in &args.limits {
        // They were read once already.
        let _ = Limit::move_to(limit);
    }
    let code = commands::run(args).unwrap_or_else(|error| {
        output::complain(&error);
        CANNOT
    });
    if wants_statistics {
        output::speak(&statistics::table(started.elapsed()));
    }
    ExitCode::from(code)
}
