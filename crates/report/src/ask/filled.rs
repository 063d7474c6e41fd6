//! A filled form as rows with their places. Input: the cells of a spreadsheet, or Markdown as it came back in a mail or
//! a pull request; output: rows by their keys. Columns are found by their headers, in any order, beside any others.

use std::sync::Arc;

use onethread_core::answers::{Reply, WrittenCell};
use onethread_core::moves::Refusal;
use onethread_model::Day;
use onethread_model::source::Place;

use super::form::{ANSWER, ANSWERED_BY, DAY, FORM, FORM_OF, HEADERS, KEY, NOTE};
use crate::encode::csv::cell;

/// Rows among which the header is looked for.
const HEADER_ROWS_MAX: usize = 20;

/// A filled form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledForm {
    /// Its rows, in their order.
    pub replies: Vec<Reply>,
    /// The organization that the form names.
    pub organization: Option<String>,
    /// The day of the review that it was made from.
    pub day: Option<Day>,
}

/// A row of cells with its line, from 1.
pub type CellRow = (usize, Vec<String>);

/// Reads the cells of a spreadsheet.
///
/// # Errors
/// That it has no header, or two columns of the same name.
pub fn from_cells(path: &str, rows: &[CellRow]) -> Result<FilledForm, Refusal> {
    let again = "keep the header line of the form; onethread ask --form FILE writes the form again";
    let is_header = |(_, cells): &&CellRow| [KEY, ANSWER].iter().all(|name| column(cells, name).is_some());
    let Some(at) = rows.iter().take(HEADER_ROWS_MAX).position(|row| is_header(&row)) else {
        let has = |name: &str| rows.iter().take(HEADER_ROWS_MAX).any(|(_, cells)| column(cells, name).is_some());
        let missing = [KEY, ANSWER].into_iter().filter(|name| !has(name)).collect::<Vec<_>>().join("` and `");
        let what = if missing.is_empty() { format!("{KEY}` and `{ANSWER}") } else { missing };
        return Err(Refusal::new(format!("{path} has no column `{what}`, so it is not known which row answers what"))
            .help(again));
    };
    let (line, header) = &rows[at];
    for name in HEADERS {
        let same: Vec<usize> = (0..header.len()).filter(|index| is_named(&header[*index], name)).collect();
        if let [first, second, ..] = same[..] {
            let why =
                format!("{path}:{line} has the column `{name}` twice, as column {} and {}", first + 1, second + 1);
            return Err(Refusal::new(why).help("rename or remove the one that is not meant"));
        }
    }
    let path: Arc<str> = path.into();
    let columns = [KEY, ANSWER, ANSWERED_BY, DAY, NOTE].map(|name| column(header, name));
    let mut form = FilledForm::default();
    for (line, cells) in &rows[at + 1..] {
        let written = |column: Option<usize>| {
            let text = column.and_then(|column| cells.get(column)).map(|text| decoded(text)).unwrap_or_default();
            let place = Place { path: path.clone(), line: *line, column: column.map(|column| column + 1) };
            WrittenCell { text, place }
        };
        if let Some(named) = column(header, FORM).and_then(|column| cells.get(column)) {
            form.name(&decoded(named));
        }
        let [key, answer, by, on, note] = columns.map(written);
        let is_nothing = key.text.is_empty() && answer.text.is_empty();
        // A header that was pasted again with the rows below it.
        let is_header = is_named(&key.text, KEY) && is_named(&answer.text, ANSWER);
        if !is_nothing && !is_header {
            form.replies.push(Reply { key, answer, by, on, note });
        }
    }
    Ok(form)
}

fn column(cells: &[String], name: &str) -> Option<usize> {
    cells.iter().position(|cell| is_named(cell, name))
}

/// Whether a cell is a header: letters count, and not how large they are or what stands around them.
fn is_named(cell: &str, name: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(cell) == letters(name)
}

/// A cell without the apostrophe that keeps a spreadsheet program from running it.
fn decoded(text: &str) -> String {
    let text = text.trim().trim_start_matches('\u{feff}');
    match text.strip_prefix('\'') {
        Some(rest) if cell(rest) == text => rest.to_owned(),
        _ => text.to_owned(),
    }
}

impl FilledForm {
    /// Takes over what the name of the form says; the first one that says it counts.
    fn name(&mut self, name: &str) {
        let Some(rest) = name.trim().strip_prefix(FORM_OF) else { return };
        let (organization, day) = match rest.rsplit_once(", ") {
            Some((organization, day)) => (Some(organization.to_owned()), day),
            None => (None, rest),
        };
        self.organization = self.organization.take().or(organization);
        self.day = self.day.or(Day::parse(day.trim()).ok());
    }
}

/// What of a row a line of Markdown says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Answer,
    By,
    On,
    Note,
}

/// Whether a text is Markdown with rows of a form in it.
pub fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| labelled(line, KEY).is_some_and(|(_, key)| key.contains('/')))
}

/// Reads Markdown, also as an answer to a mail quotes it.
///
/// # Errors
/// That it has no rows.
pub fn from_markdown(path: &str, text: &str) -> Result<FilledForm, Refusal> {
    let path: Arc<str> = path.into();
    let mut form = FilledForm::default();
    let mut part: Option<Part> = None;
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        let at = |column: usize| Place { path: path.clone(), line: line_number, column: Some(column) };
        if let Some((column, key)) = labelled(line, KEY) {
            let empty = || WrittenCell { text: String::new(), place: at(1) };
            let key = WrittenCell { text: key.trim_matches(['`', ' ', '*']).to_owned(), place: at(column) };
            form.replies.push(Reply { key, answer: empty(), by: empty(), on: empty(), note: empty() });
            part = None;
        } else if let Some((_, name)) = labelled(line, FORM).filter(|(_, name)| name.starts_with(FORM_OF)) {
            form.name(&unescaped(name));
            part = None;
        } else if let Some((found, column, said)) = part_of(line) {
            part = Some(found);
            if let Some(cell) = form.replies.last_mut().map(|reply| cell_of(reply, found)) {
                // Who answers twice in one block answers both: they are read as one text, and so not understood.
                let text = [cell.text.as_str(), said].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
                *cell = WrittenCell { text: text.join("\n"), place: at(column) };
            }
        } else {
            let said = unquoted(line).trim();
            let is_end = said.starts_with('#') || said.starts_with("---");
            part = part.filter(|part| !is_end && (!said.is_empty() || *part == Part::Answer));
            let reply = form.replies.last_mut().zip(part).filter(|_| !said.is_empty());
            if let Some(cell) = reply.map(|(reply, part)| cell_of(reply, part)) {
                let gap = if cell.text.is_empty() { "" } else { "\n" };
                cell.text += &format!("{gap}{said}");
            }
        }
    }
    match form.replies.is_empty() {
        true => Err(Refusal::new(format!("{path} has no line `{KEY}: ...`, so it is no form"))
            .help("keep the lines of the form; onethread ask --form FILE.md writes it again")),
        false => Ok(form),
    }
}

fn cell_of(reply: &mut Reply, part: Part) -> &mut WrittenCell {
    match part {
        Part::Answer => &mut reply.answer,
        Part::By => &mut reply.by,
        Part::On => &mut reply.on,
        Part::Note => &mut reply.note,
    }
}

fn part_of(line: &str) -> Option<(Part, usize, &str)> {
    let parts =
        [(Part::Answer, ANSWER), (Part::By, ANSWERED_BY), (Part::On, DAY), (Part::Note, NOTE), (Part::Note, "Note")];
    parts.into_iter().find_map(|(part, label)| labelled(line, label).map(|(column, said)| (part, column, said)))
}

/// What stands behind a label, with its column in characters from 1; the label may be quoted, a point of a list, or bold.
fn labelled<'l>(line: &'l str, label: &str) -> Option<(usize, &'l str)> {
    let rest = unquoted(line).trim_start_matches(['*', '_']);
    let (start, rest) = (rest.get(..label.len())?, rest.get(label.len()..)?);
    let said = rest.trim_start_matches(['*', '_', ' ']).strip_prefix(':')?.trim_start_matches(['*', '_']);
    let is_it = start.eq_ignore_ascii_case(label);
    let said = said.trim();
    let before = line.len() - line.trim_end().len() + said.len();
    let column = line.get(..line.len().saturating_sub(before)).unwrap_or_default().chars().count() + 1;
    is_it.then_some((column, said))
}

/// A line without the marks of quotes and lists before it.
fn unquoted(line: &str) -> &str {
    let line = line.trim_start_matches(['>', ' ', '\t', '\u{a0}', '\u{feff}']);
    let point = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark));
    point.unwrap_or(line).trim_start()
}

/// Markdown as text: without the signs that keep a letter from being markup.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => out.extend(letters.next()),
            letter => out.push(letter),
        }
    }
    out.replace("&#8203;", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
