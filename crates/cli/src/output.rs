//! Where words go: data to standard output, all else to standard error.

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use clap::Parser as _;
use onethread_evidence::text_diff::unified_diff;
use onethread_report::Style;
use onethread_report::inert::{inert, inert_json, inert_lines};
use onethread_workspace::WorkspaceError;
use onethread_workspace::files::{FailureKind, FileFailure};
use serde::Serialize;

use crate::CANNOT;
use crate::args::{Args, ColorWish, CommonArgs, DataFormat, Format};
use crate::places::typed;
use crate::positions::without_names;
use crate::statistics;

/// Lines around a change in a difference.
const CONTEXT_LINES: u32 = 3;

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verbosity {
    /// Errors.
    Quiet,
    /// Also warnings, hints and progress.
    Normal,
    /// Also what is read, from where, and how long it takes.
    Verbose,
}

/// The verbosity of this run, set once at its start: every place that speaks would have to pass it on.
static VERBOSITY: OnceLock<Verbosity> = OnceLock::new();

/// Takes over what the command line says of this run.
pub(crate) fn set_up(common: &CommonArgs) {
    let verbosity = match common {
        CommonArgs { quiet: true, .. } => Verbosity::Quiet,
        CommonArgs { verbose: true, .. } => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    // Nothing else sets it.
    let _ = VERBOSITY.set(verbosity);
}

fn verbosity() -> Verbosity {
    VERBOSITY.get().copied().unwrap_or(Verbosity::Normal)
}

/// Whether only the result and errors are wanted.
pub(crate) fn is_quiet() -> bool {
    verbosity() == Verbosity::Quiet
}

/// Has FORCE_COLOR color the help of the program too, as CLICOLOR_FORCE does. NO_COLOR outranks both.
pub(crate) fn obey_force_color() {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if is_color_forced() && !no_color {
        anstream::ColorChoice::Always.write_global();
    }
}

/// Whether a variable wants colors where there is no terminal.
fn is_color_forced() -> bool {
    let forces = |name| std::env::var(name).is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
    forces("FORCE_COLOR") || forces("CLICOLOR_FORCE")
}

/// Something that keeps a command from being carried out: what, and how to fix it.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The kind of it.
    pub(crate) kind: FailureKind,
    /// What is wrong.
    pub(crate) what: String,
    /// How to fix it, the best first.
    pub(crate) hints: Vec<String>,
}

impl Failure {
    /// Something that is refused as it was asked for, with how to fix it; that may be empty. Ids of files and words of the
    /// command line stand in both, so that nothing of them may reach a terminal as it is.
    pub(crate) fn new(what: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::of(FailureKind::Refused, &what.into(), &[help.into()])
    }

    fn of(kind: FailureKind, what: &str, hints: &[String]) -> Failure {
        let failure = Failure { kind, what: inert(what).into_owned(), hints: Vec::new() };
        hints.iter().filter(|hint| !hint.is_empty()).fold(failure, |failure, hint| failure.hint(hint))
    }

    /// The same, with one more hint.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hints.push(inert_lines(&hint.into()).into_owned());
        self
    }
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Failure {
        Failure::of(error.kind, &error.what, &error.hints)
    }
}

impl From<FileFailure> for Failure {
    fn from(failure: FileFailure) -> Failure {
        Failure::of(failure.kind, &failure.what, &failure.hints)
    }
}

/// Columns that reports fill: those of the terminal, held between 60 and 120; 100 where there is none.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(100).clamp(60, 120)
}

fn wants_color(wish: ColorWish, choice: anstream::ColorChoice, is_terminal: bool) -> bool {
    match wish {
        ColorWish::Always => true,
        ColorWish::Never => false,
        ColorWish::Auto => choice != anstream::ColorChoice::Never && (is_terminal || is_color_forced()),
    }
}

/// How to lay out standard output.
pub(crate) fn stdout_style(wish: ColorWish) -> Style {
    let out = io::stdout();
    Style { color: wants_color(wish, anstream::AutoStream::choice(&out), out.is_terminal()), width: width() }
}

/// How to lay out data that goes to a file, or to standard output where there is none.
pub(crate) fn data_style(wish: ColorWish, file: Option<&Path>) -> Style {
    match file {
        // A file outlives the terminal, so it does not take its width, nor its colors unasked.
        Some(_) => Style { color: wish == ColorWish::Always, width: 100 },
        None => stdout_style(wish),
    }
}

/// The ending of a file, which says what form it is to have; in small letters.
pub(crate) fn ending(file: Option<&Path>) -> Option<String> {
    Some(file?.extension()?.to_str()?.to_ascii_lowercase())
}

/// The form that is asked for, else the one that the name of the file asks for.
pub(crate) fn format(asked: Option<Format>, file: Option<&Path>) -> Format {
    let by_name = match ending(file).as_deref() {
        Some("html" | "htm") => Format::Html,
        Some("md" | "markdown") => Format::Markdown,
        Some("json") => Format::Json,
        _ => Format::Text,
    };
    asked.unwrap_or(by_name)
}

/// The form that is asked for, else the one that the name of the file asks for, of a command with text and data.
pub(crate) fn data_format(asked: Option<DataFormat>, file: Option<&Path>) -> DataFormat {
    let by_name = if ending(file).as_deref() == Some("json") { DataFormat::Json } else { DataFormat::Text };
    asked.unwrap_or(by_name)
}

/// A value as JSON that harms no terminal and no page.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(value);
    let json = json.map_err(|error| Failure::new(format!("it cannot be written as JSON: {error}"), ""))?;
    Ok(inert_json(&json).into_owned() + "\n")
}

/// Writes data to a file, or to standard output where none is named.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn deliver(file: Option<&Path>, data: &str) -> Result<(), Failure> {
    let data = &*without_names(data);
    statistics::timed("output", || match file {
        Some(path) => Ok(typed(path)?.write(data.as_bytes())?),
        None => print(data),
    })?;
    trace(|| match file {
        Some(path) => format!("{} bytes to {}", data.len(), path.display()),
        None => format!("{} bytes to standard output", data.len()),
    });
    Ok(())
}

/// How to lay out standard error.
pub(crate) fn stderr_style(wish: ColorWish) -> Style {
    let out = io::stderr();
    Style { color: wants_color(wish, anstream::AutoStream::choice(&out), out.is_terminal()), width: width() }
}

/// Whether standard error is a terminal where progress may be drawn.
pub(crate) fn progress_wanted() -> bool {
    !is_quiet() && io::stderr().is_terminal()
}

/// Prints data. A reader that closes early, such as `head`, is no failure.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(without_names(text).as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(cannot_print(&error)),
        _ => Ok(()),
    }
}

/// Prints words that are not data, unless only the result is wanted.
pub(crate) fn say(text: &str) {
    if !is_quiet() {
        speak(text);
    }
}

/// Prints a line of what is read and done, where that is wanted.
pub(crate) fn trace(line: impl FnOnce() -> String) {
    if verbosity() == Verbosity::Verbose {
        speak(&format!("{}\n", inert(&line())));
    }
}

/// Prints to standard error, however little is wanted there: errors, and questions that wait for an answer.
pub(crate) fn speak(text: &str) {
    // Nobody reads it when standard error is gone.
    let _ = io::stderr().lock().write_all(without_names(text).as_bytes());
}

/// Whether somebody can be asked.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks on a terminal for a line; `None` where nothing is typed.
pub(crate) fn asked(question: &str) -> Option<String> {
    speak(question);
    let _ = io::stderr().flush();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).ok()?;
    Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty())
}

/// The whole of standard input as text.
///
/// # Errors
/// When it cannot be read, holds more than so many bytes, or is no UTF-8.
pub(crate) fn standard_input(bytes_max: u64) -> Result<String, Failure> {
    let mut text = String::new();
    let read = io::stdin().lock().take(bytes_max + 1).read_to_string(&mut text);
    let failed = |why: String| Failure::of(FailureKind::Broken, &format!("standard input cannot be read: {why}"), &[]);
    read.map_err(|error| failed(error.to_string()))?;
    match text.len() as u64 > bytes_max {
        true => Err(failed(format!("it holds more than {bytes_max} bytes"))),
        false => Ok(text),
    }
}

/// Asks once on a terminal whether to write what was shown.
///
/// # Errors
/// That nobody can be asked.
pub(crate) fn confirmed(question: &str, shown: &str) -> Result<bool, Failure> {
    if !can_ask() {
        let what = "nothing was written, because nobody can be asked here";
        return Err(Failure::new(what, format!("check {shown}, then run it again with --yes")));
    }
    // Whoever is asked has to see the question.
    speak(&format!("\n{question} [y/N] "));
    let _ = io::stderr().flush();
    let mut answer = String::new();
    // Whoever closes the input does not say yes.
    let _ = io::stdin().read_line(&mut answer);
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// The difference of two texts of a file, in the unified form.
pub(crate) fn unified(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let (path, diff) = (inert(path), unified_diff(before, after, CONTEXT_LINES));
    inert_lines(&format!("--- a/{path}\n+++ b/{path}\n{diff}")).into_owned()
}

/// Answers a command line that asks for help, or that cannot be understood, and gives the exit code.
pub(crate) fn usage(error: &clap::Error) -> u8 {
    if !error.use_stderr() {
        let written = error.print().and_then(|()| io::stdout().flush());
        return match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                complain(&cannot_print(&error));
                CANNOT
            }
            _ => 0,
        };
    }
    // The message repeats words of the command line, between colors of its own: the same words made harmless give the
    // same message.
    let words: Vec<String> = std::env::args_os().map(|word| inert(&word.to_string_lossy()).into_owned()).collect();
    let is_plain = std::env::args_os().zip(&words).all(|(word, safe)| word == *safe.as_str());
    match if is_plain { None } else { Args::try_parse_from(words).err() } {
        _ if is_plain => drop(error.print()),
        Some(safe) => drop(safe.print()),
        None => speak(&format!("{}\n", inert_lines(&error.render().to_string()))),
    }
    CANNOT
}

fn cannot_print(error: &io::Error) -> Failure {
    Failure::new(format!("standard output cannot be written: {error}"), "")
}

/// Says why a command could not be carried out.
pub(crate) fn complain(failure: &Failure) {
    let word = match failure.kind {
        FailureKind::NotFound | FailureKind::Refused => "error".to_owned(),
        // Whoever started this may try again, or has to fix something first.
        kind => format!("error[{}]", kind.key()),
    };
    let mut text = format!("{word}: {}\n", failure.what);
    for hint in &failure.hints {
        text.push_str(&format!("  = help: {hint}\n"));
    }
    speak(&text);
}
