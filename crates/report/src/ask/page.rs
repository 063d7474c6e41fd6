//! The page: what is known already, and questions with room for their answers. How answers are written down is for whoever
//! keeps the files, and stands only in the Markdown.

use super::{Ask, OpenQuestion, Record};
use crate::document::{Block, Depth, Document, Point, Points, Prose, Section, html as page, markdown as text};
use onethread_core::review::Evidence;
use onethread_core::words::{long_day, plural};

/// Up to so many questions leave room on a page for a second line for each answer, and for more of what is known.
const ROOMY: usize = 4;

/// Lines for an answer, and what is known that fits on a page beside the questions.
fn room(questions: usize) -> (usize, usize) {
    if questions <= ROOMY { (2, 6) } else { (1, 4) }
}

/// The page as Markdown, with how the answers are written down.
pub fn markdown(ask: &Ask) -> String {
    text::markdown(&document(ask), Depth::Full)
}

/// The page as one HTML file for a screen or for paper.
pub fn html(ask: &Ask) -> String {
    let mut document = document(ask);
    document.sections.retain(|section| section.from == Depth::Brief);
    page::page(&document, Depth::Brief) + "\n"
}

fn document(ask: &Ask) -> Document<'_> {
    let organization = ask.organization.as_ref().map_or_else(String::new, |name| format!("{name} \u{b7} "));
    let intro = match ask.questions.is_empty() {
        true => "Nothing has to be asked: every answer that people alone can give is there.",
        false => "A sentence for each is enough. \u{201c}Nobody knows\u{201d} is an answer too.",
    };
    let (lines, known_max) = room(ask.questions.len());
    let questions = ask.questions.iter().map(|one| question(one, lines)).collect::<Vec<Point>>();
    let mut asked = vec![Block::paragraph(intro)];
    asked.extend(Block::ranked(questions));
    let known: Vec<Point> = ask.known.iter().map(known).collect();
    let known = match known.is_empty() {
        true => Vec::new(),
        false => vec![
            Block::paragraph("Correct what is wrong."),
            Block::Points(Points { brief_max: known_max, ..Points::plain(known) }),
        ],
    };
    let records = ask.questions.iter().enumerate().flat_map(|(index, one)| records(index + 1, one)).collect();
    let sections = [
        Section::new("questions", plural(ask.questions.len(), "question", "questions"), Depth::Brief, asked),
        Section::new("known", "What is known already", Depth::Brief, known),
        Section::new("records", "Writing the answers down", Depth::Full, records),
    ];
    let more = match ask.left_out {
        0 => String::new(),
        n => format!("{} can wait until these are answered. ", plural(n, "more question", "more questions")),
    };
    let command = format!("onethread review --initiative {}", super::record::shell(&ask.initiative));
    let closing = Prose::new(&more).code(&command).text(" shows what the answers change.");
    Document {
        kicker: "Questions",
        is_wide: false,
        name: ask.name.clone(),
        when: {
            let loosened = ask.agreement.as_ref().map_or_else(String::new, |words| format!(" \u{b7} {words}"));
            format!("{organization}initiative {} \u{b7} {}{loosened}", ask.initiative, long_day(ask.day))
        },
        title: format!("{}: questions as of {}", ask.name, ask.day),
        sections: sections.into_iter().flatten().collect(),
        closing: vec![closing],
    }
}

fn question(question: &OpenQuestion, lines: usize) -> Point {
    let says = Prose::default().strong(&question.text);
    let mut why = Prose::new("Ask").then(Prose::literal(&question.whom)).text(".");
    if let Some(first) = question.why.first() {
        why = why.then(Prose::literal(&format!("Open: {}.", first.says)));
    }
    Point { lines, ..Point::new(says).more(why) }
}

fn known(known: &Evidence) -> Point {
    Point::new(Prose::literal(&known.says)).at(&known.place)
}

/// How the answer to a question is written down.
fn records<'r>(number: usize, question: &OpenQuestion) -> Vec<Block<'r>> {
    let heading = format!("{number}. {}", question.criteria.join(", "));
    let mut blocks = Vec::new();
    for (index, record) in question.records.iter().enumerate() {
        blocks.push(Block::Paragraph(Prose::literal(&how(record, index))));
        blocks.extend(match record {
            Record::Toml(toml) | Record::Into { toml, .. } => Some(Block::Lines("toml", toml.clone())),
            Record::Attest(command) => Some(Block::Lines("sh", command.clone())),
            Record::Source(_) => None,
        });
    }
    vec![Block::Group(heading, blocks)]
}

/// How the answer is written down, before its lines.
fn how(record: &Record, index: usize) -> String {
    let first = index == 0;
    match record {
        Record::Toml(_) if first => "At the end of a file in the organization's folder:".to_owned(),
        Record::Toml(_) => "And, where it applies:".to_owned(),
        Record::Into { place, .. } => {
            let start = if first { "In" } else { "And in" };
            format!("{start} the entry at {place}, in place of a line with the same key:")
        }
        Record::Attest(_) => {
            format!("{} a name and a date (or with --answer fails):", if first { "With" } else { "Or, with" })
        }
        Record::Source(tables) => {
            let start = if first { "Add a" } else { "Or add a" };
            format!("{start} source for the table {} in onethread.toml.", tables.join(" or "))
        }
    }
}
