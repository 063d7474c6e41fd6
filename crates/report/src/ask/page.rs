//! The page, as Markdown and as HTML that stands alone. Nothing on it runs, and nothing is loaded.

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::{Ask, OpenQuestion, Record};
use crate::charts::frame::Coded;
use crate::charts::palette;
use crate::inert::inert;
use crate::stands_alone;
use onethread_core::review::Evidence;
use onethread_core::words::plural;

/// How the page looks on a screen and on paper.
const STYLE: &str = include_str!("style.css");

/// Lines to write on, on paper.
const ANSWER_LINES: usize = 3;
/// Above the lines and commands. They stand apart, because those who answer are seldom those who write it down.
const WRITE_DOWN: &str = "Writing the answers down";

/// The page as Markdown.
pub fn markdown(ask: &Ask) -> String {
    let mut page = String::new();
    put(&mut page, format_args!("# {}\n\n", text(&ask.name)));
    put(&mut page, format_args!("{}\n\n{}\n", text(&about(ask)), intro(ask)));
    if !ask.known.is_empty() {
        page.push_str("\n## What is known already\n\nCorrect what is wrong.\n\n");
        for known in &ask.known {
            put(&mut page, format_args!("- {}{}\n", text(&known.says), cited(known)));
        }
    }
    if !ask.questions.is_empty() {
        put(&mut page, format_args!("\n## {}\n", counted(ask)));
        for (index, question) in ask.questions.iter().enumerate() {
            markdown_question(&mut page, index + 1, question);
        }
        put(&mut page, format_args!("\n## {WRITE_DOWN}\n"));
        for (index, question) in ask.questions.iter().enumerate() {
            markdown_records(&mut page, index + 1, question);
        }
    }
    put(&mut page, format_args!("\n{}\n", text(&closing(ask))));
    page
}

fn markdown_question(page: &mut String, number: usize, question: &OpenQuestion) {
    put(page, format_args!("\n### {number}. {}\n\n", text(&question.text)));
    let criteria: Vec<String> = question.criteria.iter().map(|key| format!("`{key}`")).collect();
    put(page, format_args!("Ask {}. Helps to decide {}.\n", text(&question.whom), criteria.join(", ")));
    if !question.why.is_empty() {
        page.push_str("Open, because:\n\n");
        for why in &question.why {
            put(page, format_args!("- {}{}\n", text(&why.says), cited(why)));
        }
    }
    page.push_str("\nAnswer:\n");
}

fn markdown_records(page: &mut String, number: usize, question: &OpenQuestion) {
    put(page, format_args!("\n### {number}. {}\n", keys(question)));
    for (index, record) in question.records.iter().enumerate() {
        put(page, format_args!("\n{}\n", text(&how(record, index))));
        if let Some((language, lines)) = lines(record) {
            put(page, format_args!("\n```{language}\n{}\n```\n", lines.trim_end()));
        }
    }
}

/// The page as one HTML file for a screen or for paper.
pub fn html(ask: &Ask) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                (stands_alone())
                title { (safe(&ask.name)) ": questions as of " (ask.day) }
                style { (PreEscaped(palette::css())) (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (safe(&ask.name)) }
                    p.about { (safe(&about(ask))) }
                    p { (intro(ask)) }
                }
                main {
                    @if !ask.known.is_empty() {
                        section {
                            h2 { "What is known already" }
                            p { "Correct what is wrong." }
                            (evidence(&ask.known))
                        }
                    }
                    @if !ask.questions.is_empty() {
                        section {
                            h2 { (counted(ask)) }
                            ol.questions { @for question in &ask.questions { (html_question(question)) } }
                        }
                        section.how {
                            h2 { (WRITE_DOWN) }
                            ol.questions { @for question in &ask.questions { (html_records(question)) } }
                        }
                    }
                }
                footer { p { (safe(&closing(ask))) } }
            }
        }
    };
    page.into_string() + "\n"
}

fn html_question(question: &OpenQuestion) -> Markup {
    markup! {
        li {
            h3 { (safe(&question.text)) }
            p.whom {
                "Ask " (safe(&question.whom)) ". Helps to decide "
                @for (index, key) in question.criteria.iter().enumerate() {
                    @if index > 0 { ", " }
                    code { (key) }
                }
                "."
            }
            @if !question.why.is_empty() { p.open { "Open, because:" } (evidence(&question.why)) }
            p.answer { "Answer:" }
            @for _ in 0..ANSWER_LINES { div.line {} }
        }
    }
}

fn html_records(question: &OpenQuestion) -> Markup {
    markup! {
        li {
            h3 { (keys(question)) }
            @for (index, record) in question.records.iter().enumerate() {
                p { (safe(&how(record, index))) }
                @if let Some((_, lines)) = lines(record) { pre { code { (lines.trim_end()) } } }
            }
        }
    }
}

fn evidence(all: &[Evidence]) -> Markup {
    markup! {
        ul {
            @for one in all {
                li {
                    (Coded(&one.says))
                    @if let Some(place) = &one.place { " " span.place { (safe(&place.to_string())) } }
                }
            }
        }
    }
}

fn about(ask: &Ask) -> String {
    let organization = ask.organization.as_ref().map_or_else(String::new, |name| format!("{name}, "));
    format!("{organization}initiative {}, as of {}", ask.initiative, ask.day)
}

fn intro(ask: &Ask) -> &'static str {
    if ask.questions.is_empty() {
        "Nothing has to be asked: every answer that people alone can give is there."
    } else {
        "A sentence for each is enough. \"Nobody knows\" is an answer too."
    }
}

fn keys(question: &OpenQuestion) -> String {
    question.criteria.join(", ")
}

fn counted(ask: &Ask) -> String {
    plural(ask.questions.len(), "question", "questions")
}

fn closing(ask: &Ask) -> String {
    let more = match ask.left_out {
        0 => String::new(),
        n => format!("{} can wait until these are answered. ", plural(n, "more question", "more questions")),
    };
    format!(
        "{more}onethread review --initiative {} shows what the answers change.",
        super::record::shell(&ask.initiative)
    )
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
            let start = if first { "A" } else { "Or a" };
            format!("{start} source for the table {} in onethread.toml would tell.", tables.join(" or "))
        }
    }
}

fn lines(record: &Record) -> Option<(&'static str, &str)> {
    match record {
        Record::Toml(toml) | Record::Into { toml, .. } => Some(("toml", toml)),
        Record::Attest(command) => Some(("sh", command)),
        Record::Source(_) => None,
    }
}

fn cited(evidence: &Evidence) -> String {
    evidence.place.as_ref().map_or_else(String::new, |place| format!(" ({})", text(&place.to_string())))
}

fn safe(text: &str) -> String {
    inert(text).into_owned()
}

/// Text in which nothing is Markdown.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in inert(words).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}
