//! `onethread show SUBJECT`: one question each, answered by a table whose every row leads to what it was counted from.
//!
//! A subject is one file with one function from the [`World`] and what was asked to a [`Sheet`], and a line in
//! [`SUBJECTS`]. What a sheet says to people is a
//! [`Document`]; as data it is JSON or CSV.

mod areas;
mod asked;
mod coupling;
mod data;
mod decisions;
mod dependencies;
mod document;
mod inside;
mod machine_changes;
mod matrix;
mod open_source;
mod ownership;
mod releases;
mod separability;
pub mod sheet;
mod words;

#[cfg(test)]
mod tests;
mod trends;
mod ttv;
mod waiting;

use std::collections::BTreeSet;

use onethread_model::diagnostic::nearest;

use super::charts::standalone::standalone;
use super::{Style, agreement_words};
use crate::document::{Depth, Document, html, markdown, text};
use onethread_core::measure::World;

pub use data::schema;
use sheet::Sheet;

/// A question that `onethread show` answers.
pub struct Subject {
    /// Its name on the command line.
    pub key: &'static str,
    /// What it shows, in a few words, beginning with a small letter.
    pub title: &'static str,
    /// Name of the page that explains its numbers.
    pub measure: &'static str,
    /// Words that `--definition` takes; the first one is the default.
    pub definitions: &'static [&'static str],
    /// Words that `--order` takes; the first one is the default.
    pub orders: &'static [&'static str],
    /// With fewer teams than this that own what changed it shows components; absent where `--level` makes no difference.
    pub teams_min: Option<usize>,
    /// Answers it.
    pub sheet: fn(&World<'_>, &Asked) -> Sheet,
}

impl Subject {
    /// A subject that takes no option of its own.
    pub const fn plain(
        key: &'static str,
        title: &'static str,
        measure: &'static str,
        sheet: fn(&World<'_>, &Asked) -> Sheet,
    ) -> Subject {
        Subject { key, title, measure, definitions: &[], orders: &[], teams_min: None, sheet }
    }
}

/// All subjects, in the order in which they are listed.
pub const SUBJECTS: &[Subject] = &[
    coupling::SUBJECT,
    matrix::SUBJECT,
    dependencies::SUBJECT,
    asked::SUBJECT,
    ttv::SUBJECT,
    waiting::SUBJECT,
    decisions::SUBJECT,
    separability::SUBJECT,
    areas::SUBJECT,
    ownership::SUBJECT,
    inside::SUBJECT,
    machine_changes::SUBJECT,
    open_source::SUBJECT,
    releases::SUBJECT,
    trends::SUBJECT,
];

/// What is asked of a subject.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Ids that a row must all be about; none for every row.
    pub only: Vec<String>,
    /// One initiative alone.
    pub initiative: Option<String>,
    /// Teams or components; what there is something to say of where absent.
    pub level: Option<Level>,
    /// How many days before the day count; the subject's own where absent.
    pub over_days: Option<i64>,
    /// Rows that are shown as text; other forms have all.
    pub top: usize,
    /// One of the subject's definitions.
    pub definition: Option<String>,
    /// One of the subject's orders.
    pub order: Option<String>,
}

/// Of what the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Teams.
    Team,
    /// Components, or the parts of repositories.
    Component,
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people, on a terminal.
    Table,
    /// For other tools.
    Json,
    /// For spreadsheets.
    Csv,
    /// The pictures alone.
    Svg,
    /// For people, in a browser.
    Html,
    /// For a wiki or a pull request.
    Markdown,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked {
            only: Vec::new(),
            initiative: None,
            level: None,
            over_days: None,
            top: 20,
            definition: None,
            order: None,
        }
    }
}

impl Asked {
    /// Whether only some rows are wanted, so that there is room for what lies behind them.
    pub fn is_narrowed(&self) -> bool {
        !self.only.is_empty()
    }

    /// Teams, unless components are asked for.
    pub fn level(&self) -> Level {
        self.level.unwrap_or(Level::Team)
    }

    /// The definition asked for, else the first one of the subject.
    pub fn definition<'a>(&'a self, subject: &'a Subject) -> &'a str {
        self.definition.as_deref().or(subject.definitions.first().copied()).unwrap_or_default()
    }

    /// The order asked for, else the first one of the subject.
    pub fn order<'a>(&'a self, subject: &'a Subject) -> &'a str {
        self.order.as_deref().or(subject.orders.first().copied()).unwrap_or_default()
    }
}

/// The subject with this name.
///
/// # Errors
/// The nearest name, when one is near.
pub fn subject(name: &str) -> Result<&'static Subject, Option<&'static str>> {
    let wanted = name.to_lowercase().replace('_', "-");
    let found = SUBJECTS.iter().find(|subject| subject.key == wanted);
    found.ok_or_else(|| nearest(&wanted, SUBJECTS.iter().map(|subject| subject.key)))
}

/// Answers what was asked. What is asked and the subject does not take is the caller's to refuse.
pub fn answer(subject: &Subject, world: &World<'_>, asked: &Asked) -> Sheet {
    let (asked, falls) = &areas::at_a_level(subject, world, asked);
    let mut sheet = (subject.sheet)(world, asked);
    if *falls {
        sheet.notes.insert(0, areas::INSTEAD.to_owned());
    }
    if asked.is_narrowed() {
        let before = sheet.rows.len();
        let all: BTreeSet<String> = sheet.rows.iter().flat_map(|row| row.about.iter().cloned()).collect();
        sheet.rows.retain(|row| asked.only.iter().all(|id| row.about.iter().any(|about| names(about, id))));
        if sheet.rows.is_empty() && before > 0 {
            let near = asked.only.iter().find_map(|id| {
                let known = all.iter().any(|about| names(about, id));
                if known { None } else { nearest(id, all.iter().map(String::as_str)).map(str::to_owned) }
            });
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            sheet.empty = Some(format!("none of {before} rows is about {}{hint}", asked.only.join(" and ")));
        }
    }
    sheet
}

/// Whether an id as asked for names this one: with its kind or without.
fn names(about: &str, asked: &str) -> bool {
    about == asked || about.split_once(':').is_some_and(|(_, id)| id == asked)
}

/// The sheet in a form of output; `None` for pictures of a sheet that has none.
pub fn render(
    sheet: &Sheet,
    subject: &Subject,
    world: &World<'_>,
    asked: &Asked,
    form: Form,
    style: Style,
) -> Option<String> {
    let name = name(world);
    let agreement = world.inputs.agreement;
    let document = || document::of_one(sheet, subject, asked, (name, agreement), world.day);
    Some(match form {
        Form::Json => data::to_json(sheet, subject, agreement, world.day),
        Form::Csv => data::to_csv(sheet, agreement),
        Form::Svg => {
            let loosened = agreement_words(agreement).map_or_else(String::new, |words| format!(". {words}"));
            standalone(&sheet.pictures, &format!("{}{loosened}", document().title))?
        }
        Form::Table | Form::Html | Form::Markdown => laid_out(&document(), form, style)?,
    })
}

/// Every subject, each in the same form; `None` for forms that hold one alone.
pub fn render_all(world: &World<'_>, asked: &Asked, form: Form, style: Style) -> Option<String> {
    let agreed = SUBJECTS.iter().filter(|subject| world.computes(subject.measure));
    let sheets: Vec<(&Subject, Sheet)> = agreed.map(|subject| (subject, answer(subject, world, asked))).collect();
    match form {
        Form::Json => Some(data::all_to_json(&sheets, world.inputs.agreement, world.day)),
        form => {
            laid_out(&document::of_all(&sheets, asked, (name(world), world.inputs.agreement), world.day), form, style)
        }
    }
}

/// The document in a form for people; `None` for other forms.
fn laid_out(document: &Document<'_>, form: Form, style: Style) -> Option<String> {
    match form {
        Form::Table => Some(text::text(document, style, Depth::Full)),
        Form::Html => Some(html::page(document, Depth::Full)),
        Form::Markdown => Some(markdown::markdown(document, Depth::Full)),
        Form::Json | Form::Csv | Form::Svg => None,
    }
}

fn name<'w>(world: &World<'w>) -> &'w str {
    world.organization().unwrap_or("This organization")
}
