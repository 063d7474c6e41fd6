//! Where `-o` writes: a file or a folder, never a form.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{OsStringValueParser, TypedValueParser};

use super::check::CheckFormat;
use super::show::ShowFormat;
use super::{Format, PageFormat, WhatIfFormat};

/// Reads the path of a command with these forms. The bare name of a form is refused: whoever types `-o json` wants the
/// form, and would get a file of that name.
pub(crate) fn of<F: ValueEnum + Send + Sync + 'static>() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|word| {
        let Some(form) = word.to_str().filter(|word| is_form(word)) else { return Ok(PathBuf::from(word)) };
        let own = names::<F>();
        Err(match own.iter().any(|name| name.eq_ignore_ascii_case(form)) {
            true => {
                format!("-o names a file or a folder: say `--format {form}`, or `-o ./{form}` for a file of that name")
            }
            false if own.is_empty() => format!("-o names a file or a folder: say `-o ./{form}` for one of that name"),
            false => format!("-o names a file or a folder, and the forms here are {}", own.join(", ")),
        })
    })
}

/// Reads the path of a command that has one form.
pub(crate) fn folder() -> impl TypedValueParser<Value = PathBuf> {
    of::<NoFormat>()
}

/// The forms of a command that has one alone.
#[derive(Clone, Copy, Debug)]
enum NoFormat {}

impl ValueEnum for NoFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        None
    }
}

/// Whether a word is the name of a form of any command.
fn is_form(word: &str) -> bool {
    let all = [
        names::<Format>(),
        names::<WhatIfFormat>(),
        names::<CheckFormat>(),
        names::<ShowFormat>(),
        names::<PageFormat>(),
    ]
    .concat();
    all.iter().any(|name| name.eq_ignore_ascii_case(word))
}

fn names<F: ValueEnum>() -> Vec<String> {
    F::value_variants().iter().filter_map(F::to_possible_value).map(|value| value.get_name().to_owned()).collect()
}
