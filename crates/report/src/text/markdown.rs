//! Our own Markdown pages for a terminal: headings strong, paragraphs wrapped, examples as they are.

use super::paint::{Look, Page};
use crate::Style;

/// A page of `explain`. It understands what our pages use: headings, paragraphs, lists, tables and fenced blocks.
pub fn markdown(text: &str, style: Style) -> String {
    let mut page = Page::new(style);
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            flush(&mut page, &mut paragraph);
            fenced = !fenced;
            // The label says what the block is; without it an expectation looks like input.
            let label = line.trim_start_matches('`');
            if fenced && !label.is_empty() {
                page.line(&[(Look::Dim, &format!("    ({label})"))]);
            }
            continue;
        }
        if fenced {
            page.line(&[(Look::Plain, &format!("    {line}"))]);
        } else if let Some(heading) = line.strip_prefix('#') {
            flush(&mut page, &mut paragraph);
            page.heading(heading.trim_start_matches('#').trim());
        } else if line.trim().is_empty() {
            flush(&mut page, &mut paragraph);
            page.blank();
        } else if line.starts_with('|') {
            flush(&mut page, &mut paragraph);
            page.line(&[(Look::Plain, line)]);
        } else {
            if line.trim_start().starts_with("- ") {
                flush(&mut page, &mut paragraph);
            }
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    flush(&mut page, &mut paragraph);
    page.finish()
}

fn flush(page: &mut Page, paragraph: &mut String) {
    let text = paragraph.trim();
    if let Some(item) = text.strip_prefix("- ") {
        page.wrapped("- ", "  ", item, "");
    } else if !text.is_empty() {
        page.wrapped("", "", text, "");
    }
    paragraph.clear();
}
