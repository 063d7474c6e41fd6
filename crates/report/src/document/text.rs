//! A document as text for a terminal, good without color, or for a file.

use unicode_width::UnicodeWidthStr;

use super::{Block, Depth, Document, Fact, Point, Points, Table, data};
use crate::Style;
use crate::inert::inert;
use crate::text::paint::{Look, Page, bar, pad, right};

/// The widest that a name of a fact or the first column of a table gets.
const NAME_MAX: usize = 36;
/// The widest that a bar in a table gets, as a part of the width.
const BAR_PART: usize = 6;
const GAP: usize = 2;

/// The document as text.
pub(crate) fn text(document: &Document<'_>, style: Style, depth: Depth) -> String {
    let mut page = Page::new(style);
    let name = inert(&document.name);
    if name.width() + 3 + document.when.width() <= page.width() {
        page.line(&[(Look::Strong, &name), (Look::Plain, &format!("   {}", document.when))]);
    } else {
        // No part of it may be cut.
        page.title(&name);
        page.wrapped("", "", &document.when, "");
    }
    for section in document.sections.iter().filter(|section| section.from <= depth) {
        if !section.heading.is_empty() {
            page.heading(&section.heading);
        }
        blocks(&mut page, &section.blocks, depth);
    }
    page.finish()
}

fn blocks(page: &mut Page, blocks: &[Block<'_>], depth: Depth) {
    for block in blocks {
        match block {
            Block::Lede(says) => page.title(&says.plain()),
            Block::Paragraph(says) | Block::Fine(says) => page.wrapped(" ", "   ", &says.plain(), ""),
            Block::Elsewhere(says) if depth == Depth::Brief => page.wrapped(" ", "   ", &says.plain(), ""),
            Block::Elsewhere(_) | Block::OnPage(_) => {}
            Block::Points(some) => points(page, some, depth),
            Block::Facts(some) => facts(page, some),
            Block::Table(one) => table(page, one, depth),
            Block::Data(one) => data::text(page, one),
            Block::Figure(figure) => self::blocks(page, &figure.instead, depth),
            Block::Lines(_, lines) => {
                lines.lines().for_each(|line| page.line(&[(Look::Plain, &format!("    {line}"))]))
            }
            Block::Group(heading, inner) => {
                page.heading(heading);
                self::blocks(page, inner, depth);
            }
            // A terminal shows one at a time: `--initiative`.
            Block::Fold(_) => {}
        }
    }
}

fn points(page: &mut Page, some: &Points, depth: Depth) {
    let (shown, rest) = some.shown(depth);
    for (index, point) in shown.iter().enumerate() {
        let first = if some.is_ranked { format!("{:>2}. ", index + 1) } else { " - ".to_owned() };
        one(page, &first, point, depth);
    }
    if let Some(rest) = rest {
        page.line(&[(Look::Dim, &format!("   {}", rest.plain()))]);
    }
}

fn one(page: &mut Page, first: &str, point: &Point, depth: Depth) {
    let places: Vec<String> = point.places.iter().map(ToString::to_string).collect();
    match (point.aside.is_empty(), places.as_slice()) {
        (true, [place]) => page.with_place(first, "   ", &point.says.plain(), place),
        (true, places) => page.wrapped(first, "   ", &point.says.plain(), &places.join(", ")),
        (false, _) => page.with_place(first, "   ", &point.says.plain(), &point.aside),
    }
    for more in &point.more {
        page.wrapped("   ", "   ", &more.plain(), "");
    }
    if !point.aside.is_empty() && !places.is_empty() && depth > Depth::Brief {
        page.wrapped("   ", "   ", "", &places.join(", "));
    }
}

fn facts(page: &mut Page, some: &[Fact]) {
    let names: Vec<String> = some.iter().map(|fact| inert(&fact.name.plain()).into_owned()).collect();
    let widest = names.iter().map(|name| name.width()).max().unwrap_or(0).min(NAME_MAX) + GAP;
    for (fact, name) in some.iter().zip(&names) {
        let places: Vec<String> = fact.places.iter().map(ToString::to_string).collect();
        let first = format!("  {}", pad(name, widest));
        let rest = " ".repeat(widest + 2);
        page.with_place(&first, &rest, &fact.says.plain(), &places.join(", "));
        for more in &fact.more {
            page.wrapped(&rest, &rest, &more.plain(), "");
        }
    }
}

fn table(page: &mut Page, table: &Table, depth: Depth) {
    let shown = table.shown(depth);
    let words = |cell: &super::Cell| inert(&cell.says.plain()).into_owned();
    let has_bars = |index: usize| shown.iter().any(|row| row.get(index).is_some_and(|cell| cell.bar.is_some()));
    let bars = page.width() / BAR_PART;
    let width = |index: usize| {
        let widest = shown.iter().filter_map(|row| row.get(index)).map(|cell| words(cell).width()).max().unwrap_or(0);
        widest.max(table.columns[index].heading.width()).min(if index == 0 { NAME_MAX } else { page.width() })
    };
    let mut widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let barred = (0..widths.len()).filter(|index| has_bars(*index)).count() * (bars + GAP);
    fit(&mut widths, table, page.width().saturating_sub(barred + 2));
    let aligned = |index: usize, text: &str| match table.columns[index].is_number {
        true => right(text, widths[index]),
        false => pad(text, widths[index]),
    };
    let headings: Vec<String> =
        table.columns.iter().enumerate().map(|(index, column)| aligned(index, &column.heading)).collect();
    if table.columns.iter().any(|column| !column.heading.is_empty()) {
        page.line(&[(Look::Dim, &format!("  {}", headings.join("  ")))]);
    }
    for row in shown {
        let mut line = "  ".to_owned();
        for (index, cell) in row.iter().enumerate().take(widths.len().saturating_sub(1)) {
            line += &(aligned(index, &words(cell)) + "  ");
            if has_bars(index) {
                line += &pad(&cell.bar.map_or_else(String::new, |share| bar(share, bars)), bars + GAP);
            }
        }
        let Some(last) = row.last() else { continue };
        let index = widths.len() - 1;
        match last.bar {
            Some(share) => page.line(&[
                (Look::Plain, &format!("{line}{}  ", aligned(index, &words(last)))),
                (Look::Good, &bar(share, bars)),
            ]),
            None if table.columns[index].is_number => {
                page.line(&[(Look::Plain, &(line + &aligned(index, &words(last))))])
            }
            // Where too little is left beside the others, it goes below them.
            None if line.width() + WRAPPED_MIN > page.width() => {
                page.line(&[(Look::Plain, &line)]);
                page.wrapped("    ", "    ", &words(last), "");
            }
            None => page.wrapped(&line, &" ".repeat(line.width()), &words(last), ""),
        }
    }
    let rest = table.rows.len() - shown.len();
    if rest > 0 {
        page.line(&[(Look::Dim, &format!("  and {rest} more rows (--all)"))]);
    }
}

/// The narrowest that a column of words gets before it gives way, and the room that the last one needs to be wrapped in.
const WORDS_MIN: usize = 10;
const LAST_MIN: usize = 14;
/// The least width in which the last column is wrapped beside the others.
const WRAPPED_MIN: usize = 24;

/// Makes the columns fit: the widest of words gives way first; the last one is wrapped.
fn fit(widths: &mut [usize], table: &Table, room: usize) {
    let Some((last, before)) = widths.split_last_mut() else { return };
    let wraps = table.columns.last().is_some_and(|column| !column.is_number);
    if wraps {
        *last = (*last).min(LAST_MIN);
    }
    let all = |before: &[usize]| before.iter().map(|width| width + GAP).sum::<usize>();
    while all(before) + *last > room {
        let words = (0..before.len()).filter(|index| !table.columns[*index].is_number && before[*index] > WORDS_MIN);
        match words.max_by_key(|index| before[*index]) {
            Some(index) => before[index] -= 1,
            None => break,
        }
    }
}
