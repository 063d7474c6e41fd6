//! The commands of acts: each is made of the description of its move kind, and of nothing else.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, ArgMatches, Args as ClapArgs, Command, FromArgMatches, Subcommand};
use onethread_core::moves::{self, Blank, BlankType, CarriedOutBy, MOVES, MoveKind};
use onethread_model::Day;

use super::{Format, examples, target};

/// Words behind the command.
pub(crate) const WORDS: &str = "words";

/// Arguments of the command of an act.
#[derive(Debug)]
pub(crate) struct ActArgs {
    /// Key of the move kind.
    pub(crate) kind: &'static str,
    /// Words behind the command.
    pub(crate) words: Vec<String>,
    /// Blanks that were given by their own options, each with a value.
    pub(crate) blanks: Vec<(String, String)>,
    /// How it is done.
    pub(crate) doing: DoingArgs,
}

/// What lets an act be done, or holds it back.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct ConsentArgs {
    /// Do it only while the difference rests on what it rested on when it was shown: files, evidence, day, version and
    /// changes. What is shown ends with its fingerprint.
    #[arg(long, value_name = "FINGERPRINT")]
    pub(crate) expect: Option<String>,

    /// Do not ask; where nobody types, nothing is written without it.
    #[arg(long)]
    pub(crate) yes: bool,

    /// Write although more than a fifth of the people would change team.
    #[arg(long)]
    pub(crate) many_move: bool,

    /// Write although this team, initiative or right would lose its last holder; may be given several times.
    #[arg(long, value_name = "ID")]
    pub(crate) leave_without: Vec<String>,
}

/// The entry that a decision leaves in the organization's files.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(crate) struct EntryArgs {
    /// Who decided, as a position: the entry in `moves.toml` of the organization's folder says so.
    #[arg(long, value_name = "POSITION", conflicts_with = "no_entry")]
    pub(crate) decided_by: Option<String>,

    /// Leave no entry in `moves.toml`: for a correction of what the files say, where nothing was decided.
    #[arg(long)]
    pub(crate) no_entry: bool,
}

impl EntryArgs {
    /// The options as a shell takes them, each behind a space.
    pub(crate) fn as_words(&self) -> String {
        let who = self.decided_by.as_ref().map(|who| format!(" --decided-by {}", shell_quoted(who)));
        who.unwrap_or_default() + if self.no_entry { " --no-entry" } else { "" }
    }
}

/// Arguments of every act.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "What is done with it")]
pub(crate) struct DoingArgs {
    /// Write the files: what differs is shown and asked about first. Without this, nothing is written.
    #[arg(long, conflicts_with_all = ["branch", "patch"])]
    pub(crate) apply: bool,

    /// Make a branch of git with this name and one commit, and write no file: the work tree, the index and HEAD stay as
    /// they are. No hook runs, and nothing is signed.
    #[arg(long, value_name = "NAME", conflicts_with = "patch")]
    pub(crate) branch: Option<String>,

    /// The message of that commit; what is done, in words, when absent.
    #[arg(long, value_name = "TEXT", requires = "branch")]
    pub(crate) message: Option<String>,

    /// Write the difference of the files for `git apply`; to standard output without a file.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub(crate) patch: Option<PathBuf>,

    /// What lets it be done, or holds it back.
    #[command(flatten)]
    pub(crate) consent: ConsentArgs,

    /// The entry that it leaves.
    #[command(flatten)]
    pub(crate) entry: EntryArgs,

    /// Read what is not said otherwise from lines `blank = value`, as in TOML; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) blanks: Option<PathBuf>,

    /// Folder with `onethread.toml`, or a folder below it.
    #[arg(long, default_value = ".")]
    pub(crate) folder: PathBuf,

    /// The day to look at; when absent, the day that `data-cut` in the settings names, else today. What is written is
    /// written as of that day.
    #[arg(long, value_name = "DAY", value_parser = Day::parse)]
    pub(crate) as_of: Option<Day>,

    /// The form of what is shown.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Write what is shown to this file instead of standard output; its ending may say the form.
    #[arg(short, long, value_name = "FILE", value_parser = target::of::<Format>())]
    pub(crate) output: Option<PathBuf>,
}

/// Acts that have a command: those that files carry out.
pub(crate) fn acts() -> impl Iterator<Item = &'static MoveKind> {
    MOVES.iter().filter(|kind| kind.is_act && kind.by == CarriedOutBy::Files)
}

/// The option of a blank: its key, unless another option has that.
pub(crate) fn flag(blank: &Blank) -> String {
    let doing = DoingArgs::augment_args(Command::new(""));
    let globals = super::CommonArgs::augment_args(Command::new(""));
    let taken: BTreeSet<&str> =
        doing.get_arguments().chain(globals.get_arguments()).filter_map(Arg::get_long).collect();
    let is_taken = taken.contains(blank.key) || matches!(blank.key, "help" | "version" | "limit");
    if is_taken { format!("blank-{}", blank.key) } else { blank.key.to_owned() }
}

/// The name of the argument of a blank.
pub(crate) fn id(blank: &Blank) -> String {
    format!("blank {}", blank.key)
}

/// The command of an act.
fn command(kind: &'static MoveKind) -> Command {
    let pattern = moves::usage(kind);
    let is_said = |blank: &&&Blank| pattern.contains(&format!("{{{}}}", blank.key));
    let required = moves::positional(kind);
    let others = required.iter().filter(|blank| !is_said(blank));
    let usage = others.fold(moves::typed(&pattern), |usage, blank| format!("{usage} {}", blank.key.to_uppercase()));
    let words = Arg::new(WORDS).action(ArgAction::Append).num_args(0..).value_name("WORDS").help(format!(
        "{usage}: in this order, with or without the words between. `-` reads blanks from standard input."
    ));
    let blanks = kind.blanks.iter().map(|blank| {
        let also = if blank.required { "; required" } else { "" };
        let times = if blank.ty.is_several() { "; may be given several times" } else { "" };
        Arg::new(id(blank))
            .long(flag(blank))
            .value_name(blank.key.to_uppercase())
            .action(if blank.ty.is_several() { ArgAction::Append } else { ArgAction::Set })
            .help_heading("Blanks")
            .allow_negative_numbers(blank.ty == BlankType::Number)
            .help(format!("{}: {}{times}{also}.", blank.doc, blank.ty.expected()))
    });
    // What every act takes has words of its own, which are not those of the command.
    DoingArgs::augment_args(Command::new(kind.key))
        .about(kind.title)
        .long_about(format!("{}.\n\n{}", kind.title, first_words(kind.page)))
        .override_usage(StyledStr::from(format!("onethread {} {usage} [OPTIONS]", kind.key)))
        .after_help(help_end(kind))
        .next_help_heading(None)
        .arg(words)
        .args(blanks)
}

/// The first paragraph of what a page says that it does.
fn first_words(page: &str) -> String {
    let after = page.split("## What it does").nth(1).unwrap_or_default();
    let words = after.trim_start().split("\n\n").next().unwrap_or_default().replace('\n', " ");
    // What it announces stands in a list that only the page has.
    match words.strip_suffix(':').and_then(|words| words.rsplit_once(". ")) {
        Some((whole, _)) => format!("{whole}."),
        None => words,
    }
}

/// Examples and exit codes: the example of the page, shown and done.
fn help_end(kind: &'static MoveKind) -> String {
    let words = moves::example(kind).unwrap_or_default();
    let line = |more: &[&str]| {
        let words = words.iter().map(|word| shell_quoted(word));
        let all = ["onethread".to_owned(), kind.key.to_owned()].into_iter().chain(words);
        wrapped(&all.chain(more.iter().map(|word| (*word).to_owned())).collect::<Vec<_>>())
    };
    examples::with_codes(&[line(&[]), line(&["--apply", "--yes"])], "what-if")
}

/// A word as a shell takes it.
pub(crate) fn shell_quoted(word: &str) -> String {
    let is_plain = |letter: char| {
        letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':' | '/' | '=' | '@' | '+' | ',')
    };
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// Words of a command line in lines that fit into 80 columns, as a shell goes on with them.
fn wrapped(words: &[String]) -> String {
    const COLUMNS: usize = 74;
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in words {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            lines.push(std::mem::take(&mut line) + " \\");
            line = "   ".to_owned();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    lines.push(line);
    lines.join("\n")
}

impl FromArgMatches for ActArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<ActArgs, clap::Error> {
        let none = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(none)?;
        let kind = acts().find(|kind| kind.key == name).ok_or_else(none)?;
        let words = matches.get_many::<String>(WORDS).into_iter().flatten().cloned().collect();
        let given = |blank: &Blank| {
            let values = matches.get_many::<String>(&id(blank)).into_iter().flatten();
            values.map(|value| (blank.key.to_owned(), value.clone())).collect::<Vec<_>>()
        };
        let blanks = kind.blanks.iter().flat_map(given).collect();
        Ok(ActArgs { kind: kind.key, words, blanks, doing: DoingArgs::from_arg_matches(matches)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = ActArgs::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for ActArgs {
    fn augment_subcommands(program: Command) -> Command {
        acts().map(command).fold(program, Command::subcommand)
    }

    fn augment_subcommands_for_update(program: Command) -> Command {
        ActArgs::augment_subcommands(program)
    }

    fn has_subcommand(name: &str) -> bool {
        acts().any(|kind| kind.key == name)
    }
}
