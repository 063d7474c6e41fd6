//! Where words go: data to standard output, all else to standard error.

use std::io::{self, IsTerminal, Write};

use onethread_core::report::Style;

use crate::args::ColorWish;

/// Something that keeps a command from being carried out: what, and how to mend it.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What is wrong.
    pub(crate) what: String,
    /// How to mend it; may be empty.
    pub(crate) help: String,
}

impl Failure {
    /// A failure with its mend.
    pub(crate) fn new(what: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure { what: what.into(), help: help.into() }
    }
}

/// Columns that reports fill: those of the terminal, held between 80 and 120; 100 where there is none.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(100).clamp(80, 120)
}

fn wants_color(wish: ColorWish, choice: anstream::ColorChoice) -> bool {
    match wish {
        ColorWish::Always => true,
        ColorWish::Never => false,
        ColorWish::Auto => choice != anstream::ColorChoice::Never,
    }
}

/// How to lay out standard output.
pub(crate) fn stdout_style(wish: ColorWish) -> Style {
    Style { color: wants_color(wish, anstream::AutoStream::choice(&io::stdout())), width: width() }
}

/// How to lay out standard error.
pub(crate) fn stderr_style(wish: ColorWish) -> Style {
    Style { color: wants_color(wish, anstream::AutoStream::choice(&io::stderr())), width: width() }
}

/// Whether standard error is a terminal, where progress may be drawn.
pub(crate) fn progress_wanted() -> bool {
    io::stderr().is_terminal()
}

/// Prints data. A reader that closes early, such as `head`, is no failure.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output cannot be written: {error}"), ""))
        }
        _ => Ok(()),
    }
}

/// Prints words that are not data.
pub(crate) fn say(text: &str) {
    // Nobody is left to be told when standard error is gone.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Says why a command could not be carried out.
pub(crate) fn complain(failure: &Failure) {
    let mut text = format!("error: {}\n", failure.what);
    if !failure.help.is_empty() {
        text.push_str(&format!("  = help: {}\n", failure.help));
    }
    say(&text);
}
