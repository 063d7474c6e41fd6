//! The blanks of an act: words behind the command, options, lines `blank = value`, and what is asked for on a terminal.

use std::path::Path;

use onethread_core::measure::View;
use onethread_core::moves::{self, Blank, MoveKind};
use onethread_model::{Change, Day};
use onethread_workspace::Folder;
use onethread_workspace::files::{FailureKind, FileFailure};
use toml_edit::{Document, Item, Value};

use super::options;
use crate::args::acts::ActArgs;
use crate::commands::doing::refused;
use crate::output::{self, Failure};
use crate::places::typed;

/// Most bytes of a file of blanks.
const BYTES_MAX: u64 = 1 << 20;
/// Times that a blank is asked for before it is left.
const TRIES_MAX: usize = 3;

/// The change that was asked for, with every required blank filled.
///
/// # Errors
/// What is not understood, and what is missing.
pub(super) fn change(args: &ActArgs, folder: &Folder, day: Day) -> Result<Change, Failure> {
    let kind = moves::kind(args.kind).ok_or_else(|| Failure::new(format!("there is no act `{}`", args.kind), ""))?;
    let is_input = |word: &String| word == "-";
    let from = match args.words.iter().any(is_input) {
        true => Some(Path::new("-")),
        false => args.doing.blanks.as_deref(),
    };
    let words: Vec<String> = args.words.iter().filter(|word| !is_input(word)).cloned().collect();
    let mut values = args.blanks.clone();
    if let Some(from) = from {
        values.extend(read(from)?);
    }
    let view = View::on(&folder.snapshot, day);
    let mut change = moves::filled(kind, &words, &values, &view).map_err(refused)?;
    let is_asked = from != Some(Path::new("-")) && !args.doing.consent.yes && output::can_ask();
    if is_asked {
        for blank in moves::open_blanks(&change) {
            if let Some(value) = asked(kind, blank, &change, &view) {
                change = value;
            }
        }
    }
    let open = moves::open_blanks(&change);
    if open.is_empty() {
        return Ok(change);
    }
    let named: Vec<String> = open.iter().map(|blank| format!("`{}` ({})", blank.key, lower(blank.doc))).collect();
    let what = format!("`{}` does not say {}", kind.key, named.join(", "));
    Err(Failure::new(what, format!("say {}", options(&open)))
        .hint("or give lines `blank = \"value\"` with --blanks FILE, `-` for standard input")
        .hint(format!("onethread {} --help says what each is", kind.key)))
}

/// A sentence as a clause.
fn lower(doc: &str) -> String {
    let mut letters = doc.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Asks for a blank until what is typed can be understood, a few times; `None` where nothing is typed.
fn asked(kind: &'static MoveKind, blank: &Blank, change: &Change, view: &View<'_>) -> Option<Change> {
    for _ in 0..TRIES_MAX {
        let typed = output::asked(&format!("{} ({}): ", blank.doc, blank.ty.expected()))?;
        let texts: Vec<&str> = if blank.ty.is_several() { typed.split(',').collect() } else { vec![&typed] };
        let known = change.known().flat_map(|(key, known)| match known {
            onethread_model::change::Known::List(texts) => {
                texts.iter().map(|text| (key.to_owned(), text.clone())).collect()
            }
            known => vec![(key.to_owned(), moves::shown(known))],
        });
        let new = texts.iter().map(|text| (blank.key.to_owned(), text.trim().to_owned()));
        match moves::filled(kind, &[], &known.chain(new).collect::<Vec<_>>(), view) {
            Ok(change) => return Some(change),
            Err(refusal) => output::complain(&refused(refusal)),
        }
    }
    None
}

/// Reads lines `blank = value`.
fn read(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let (text, name) = if path == Path::new("-") {
        (output::standard_input(BYTES_MAX)?, "standard input".to_owned())
    } else {
        let bytes = typed(path)?.read(BYTES_MAX)?.ok_or_else(|| {
            Failure::from(FileFailure::new(FailureKind::NotFound, format!("there is no file {}", path.display())))
        })?;
        (String::from_utf8_lossy(&bytes).into_owned(), path.display().to_string())
    };
    let place = |at: usize| {
        let before = text.get(..at).unwrap_or(&text);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{name}:{}:{column}", before.matches('\n').count() + 1)
    };
    let parsed = Document::parse(text.as_str()).map_err(|error| {
        let place = place(error.span().map_or(0, |span| span.start));
        Failure::new(format!("{place}: {}", error.message().lines().next().unwrap_or_default()), EXPECTED)
    })?;
    let mut values = Vec::new();
    for (key, item) in parsed.iter() {
        let wrong = || {
            let place = place(item.span().map_or(0, |span| span.start));
            Failure::new(format!("{place}: `{key}` is neither a text, a number, a day nor a list of these"), EXPECTED)
        };
        let Item::Value(value) = item else { return Err(wrong()) };
        match value {
            Value::Array(items) => {
                for item in items {
                    values.push((key.to_owned(), text_of(item).ok_or_else(wrong)?));
                }
            }
            value => values.push((key.to_owned(), text_of(value).ok_or_else(wrong)?)),
        }
    }
    Ok(values)
}

const EXPECTED: &str = "one blank a line, as in `leader = \"ines\"`, `share = 100`, `from = 2026-07-01`, `members = [\"ada\", \
                        \"mia\"]`";

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Float(number) => Some(number.value().to_string()),
        Value::Datetime(day) => Some(day.value().to_string()),
        _ => None,
    }
}
