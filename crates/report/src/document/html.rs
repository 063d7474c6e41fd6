//! A document as one HTML file that stands alone: no script, nothing loaded from anywhere, made to be read on a screen of any
//! width and to be printed. A screen has all sections; paper has those of two minutes, unless the reader asks for the rest.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use onethread_core::review::Answer;
use onethread_core::words::{plural, thousands};
use onethread_model::source::Place;

use super::{Block, Cell, Depth, Document, Fact, Fold, Point, Points, Prose, Section, Span, Table, data};
use crate::charts::frame::Safe;
use crate::charts::scale::place as across;
use crate::{charts, stands_alone};

/// How the page looks, apart from its charts.
const STYLE: &str = include_str!("style.css");
/// How tables of data look.
const DATA_STYLE: &str = include_str!("data.css");

/// The anchor of the section that explains words.
const GLOSSARY: &str = "words";

/// How blocks are laid out.
#[derive(Clone, Copy)]
struct Layout {
    /// The depth of their section.
    from: Depth,
    /// Whether the page explains words, so that they can lead there.
    explains: bool,
}

/// The document as a page; `depth` is what paper has.
pub(crate) fn page(document: &Document<'_>, depth: Depth) -> String {
    let in_contents: Vec<&Section<'_>> =
        document.sections.iter().filter(|section| section.from > Depth::Brief).collect();
    let explains = document.sections.iter().any(|section| section.anchor == GLOSSARY);
    let layout = Layout { from: depth, explains };
    let brief = document.sections.iter().filter(|section| section.from == Depth::Brief);
    let body = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&document.title, if document.is_wide { DATA_STYLE } else { "" }))
            body {
                a.skip href="#answer" { "Skip to the answer" }
                (masthead(document.kicker, &document.name, &document.when))
                main {
                    div #answer { @for section in brief { (self::section(section, None, layout)) } }
                    @if !in_contents.is_empty() {
                        @if depth == Depth::Brief {
                            p.print-all { label { input type="checkbox" #print-all; " Print the whole report, not only what stands above" } }
                        }
                        @if in_contents.len() > 1 { (contents(&in_contents)) }
                        @for section in &in_contents { (self::section(section, (depth == Depth::Brief).then_some("full"), layout)) }
                    }
                }
                footer { @for closing in &document.closing { p { (prose(closing, layout)) } } }
            }
        }
    };
    body.into_string()
}

/// The head of every page.
fn head(title: &str, more_style: &str) -> Markup {
    html! {
        head {
            (stands_alone())
            meta name="generator" content=(format!("Onethread {}", env!("CARGO_PKG_VERSION")));
            title { (Safe(title)) }
            style { (PreEscaped(charts::palette::css())) (PreEscaped(STYLE)) (PreEscaped(charts::STYLE)) (PreEscaped(more_style)) }
        }
    }
}

/// What every page begins with.
fn masthead(kicker: &str, name: &str, when: &str) -> Markup {
    html! {
        header.masthead {
            p.kicker { (Safe(kicker)) }
            h1 { (Safe(name)) }
            @if !when.is_empty() { p.when { (Safe(when)) } }
        }
    }
}

fn section(section: &Section<'_>, class: Option<&str>, layout: Layout) -> Markup {
    let heading = format!("{}-heading", section.anchor);
    let class = class.or(section.is_sheet.then_some("sheet"));
    let labelled = (!section.heading.is_empty()).then_some(&heading);
    html! {
        section id=(section.anchor) class=[class] aria-labelledby=[labelled] {
            @if let Some(heading) = labelled { h2 id=(heading) { (Safe(&section.heading)) } }
            (blocks(&section.blocks, Layout { from: section.from, ..layout }))
        }
    }
}

fn contents(sections: &[&Section<'_>]) -> Markup {
    html! {
        nav.contents aria-labelledby="contents-heading" {
            h2 #contents-heading { "The whole report" }
            ol {
                @for section in sections { li { a href=(format!("#{}", section.anchor)) { (Safe(&section.heading)) } } }
            }
        }
    }
}

fn blocks(blocks: &[Block<'_>], layout: Layout) -> Markup {
    html! { @for block in blocks { (self::block(block, layout)) } }
}

fn block(block: &Block<'_>, layout: Layout) -> Markup {
    html! {
        @match block {
            Block::Lede(says) => { p.lede { (prose(says, layout)) } }
            Block::Paragraph(says) | Block::OnPage(says) => { p { (prose(says, layout)) } }
            Block::Fine(says) | Block::Elsewhere(says) => { p.more { (prose(says, layout)) } }
            Block::Points(some) => { (points(some, layout)) }
            Block::Facts(some) => { (facts(some, layout)) }
            Block::Table(one) => { (table(one, layout)) }
            Block::Data(one) => { (data::markup(one)) }
            Block::Figure(figure) => {
                @if figure.places.is_empty() { ((figure.draw)()) } @else {
                    div.row { div { ((figure.draw)()) } (margin(&figure.places)) }
                }
            }
            Block::Lines(_, lines) => { pre { code { (Safe(lines)) } } }
            Block::Group(heading, inner) => { h3 { (Safe(heading)) } (self::blocks(inner, layout)) }
            Block::Fold(one) => { (fold(one, layout)) }
        }
    }
}

fn points(some: &Points, layout: Layout) -> Markup {
    let (shown, rest) = some.shown(layout.from);
    let items = html! {
        @for point in shown { li class=[has_margin(point).then_some("row")] id=[point.anchor.as_ref()] { (self::point(point, layout)) } }
    };
    html! {
        @if some.is_ranked { ol.points { (items) } } @else { ul.points { (items) } }
        @if let Some(rest) = rest { p.more { (prose(rest, layout)) } }
    }
}

fn has_margin(point: &Point) -> bool {
    !point.aside.is_empty() || !point.places.is_empty() || point.tally.is_some()
}

fn point(point: &Point, layout: Layout) -> Markup {
    html! {
        div {
            p { (prose(&point.says, layout)) }
            @for more in &point.more { p { (prose(more, layout)) } }
            @for _ in 0..point.lines { div.line {} }
            @if !point.about.is_empty() {
                details.which {
                    summary { (plural(point.about.len(), "initiative", "initiatives")) }
                    ul.links { @for (id, name) in &point.about { li { a href=(format!("#{}", anchor(id))) { (Safe(name)) } } } }
                }
            }
        }
        @if has_margin(point) {
            div.margin {
                @if !point.aside.is_empty() { p.cost { (Safe(&point.aside)) } }
                @if let Some(counts) = point.tally { (tally(counts)) }
                @for one in &point.places { (place(one)) }
            }
        }
    }
}

/// Answers as parts of one bar, and as numbers.
fn tally(counts: [usize; 3]) -> Markup {
    let whole = counts.iter().sum::<usize>() as f64;
    let answers = [Answer::Holds, Answer::Fails, Answer::NotShown];
    let mut left = 0;
    let piece = |(answer, count): (Answer, usize)| {
        let at = left;
        left += count;
        // What fails is thick, so that it is seen without color.
        let (class, y, height) = match answer {
            Answer::Holds => ("part-holds", "3", "3"),
            Answer::Fails => ("part-fails", "1", "7"),
            Answer::NotShown => ("part-open", "1", "7"),
        };
        html! { rect.(class) x=(across(at as f64, whole)) width=(across(count as f64, whole)) y=(y) height=(height) {} }
    };
    let pieces: Vec<Markup> = answers.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(piece).collect();
    html! {
        svg.tally-bar aria-hidden="true" width="100%" height="9" { @for piece in &pieces { (piece) } }
        @for (one, count) in answers.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
            span.tally { (thousands(count as u128)) " " (said(one)) }
        }
    }
}

fn facts(some: &[Fact], layout: Layout) -> Markup {
    html! {
        dl.facts {
            @for fact in some {
                div.row id=[fact.anchor.as_ref()] {
                    dt { (prose(&fact.name, layout)) }
                    dd { (prose(&fact.says, layout)) @for more in &fact.more { p { (prose(more, layout)) } } }
                    @if !fact.places.is_empty() { dd.margin { @for one in &fact.places { (place(one)) } } }
                }
            }
        }
    }
}

fn table(table: &Table, layout: Layout) -> Markup {
    let class = |index: usize| table.columns.get(index).filter(|column| column.is_number).map(|_| "number");
    let cell = |cell: &Cell| {
        html! {
            (prose(&cell.says, layout))
            @if let Some(share) = cell.bar { svg.cell-bar aria-hidden="true" width="100%" height="5" { rect.part-holds width=(across(share, 1.0)) height="5" {} } }
        }
    };
    html! {
        div.scroll role="group" tabindex="0" aria-label=(Safe(&table.label)) {
            table.all {
                thead { tr { @for (index, column) in table.columns.iter().enumerate() { th scope="col" class=[class(index)] { (Safe(&column.heading)) } } } }
                tbody {
                    @for row in &table.rows {
                        tr id=[row.first().and_then(|first| first.anchor.as_ref())] {
                            @for (index, one) in row.iter().enumerate() {
                                @if index == 0 { th scope="row" { (cell(one)) } } @else { td class=[class(index)] { (cell(one)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn fold(one: &Fold<'_>, layout: Layout) -> Markup {
    html! {
        details.one {
            summary { h3 { (Safe(&one.name)) } span.under { (Safe(&one.under)) } }
            // A link that leads inside a closed element opens it.
            div id=(one.anchor) { (blocks(&one.blocks, Layout { from: Depth::Whole, ..layout })) }
        }
    }
}

/// A sentence.
fn prose(says: &Prose, layout: Layout) -> Markup {
    html! {
        @for span in &says.0 {
            @match span {
                Span::Text(text) => { (Safe(text)) }
                Span::Strong(text) => { strong { (Safe(text)) } }
                Span::Code(text) => { code { (Safe(text)) } }
                Span::Term(_, text) if !layout.explains => { code { (Safe(text)) } }
                Span::Term(key, text) => { a href=(format!("#word-{key}")) { (Safe(text)) } }
                Span::Initiative(id, name) => { a href=(format!("#{}", anchor(id))) { (Safe(name)) } }
                Span::Section(anchor, text) => { a href=(format!("#{anchor}")) { (Safe(text)) } }
                Span::Answer(answer) => { (said(*answer)) }
            }
        }
    }
}

/// An answer, as a shape and a word.
fn said(answer: Answer) -> Markup {
    let class = match answer {
        Answer::Holds => "said holds",
        Answer::Fails => "said fails",
        Answer::NotShown => "said open",
    };
    html! { span class=(class) { (answer.words()) } }
}

fn margin(places: &[Place]) -> Markup {
    html! { div.margin { @for one in places { (place(one)) } } }
}

/// A line or record to open.
fn place(place: &Place) -> Markup {
    html! { code { (Safe(&place.to_string())) } }
}

/// The end of the link to an initiative. Ids may hold anything, and an anchor may not hold spaces.
pub(crate) fn anchor(id: &str) -> String {
    let mut anchor = "i-".to_owned();
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            anchor.push(c);
        } else {
            anchor.push_str(&format!("_{:x}", u32::from(c)));
        }
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::anchor;

    #[test]
    fn anchors_differ_when_ids_do() {
        assert_eq!(anchor("1432-volume"), "i-1432-volume");
        assert_eq!([anchor("a b"), anchor("a_20b"), anchor("ü")], ["i-a_20b", "i-a_5f20b", "i-_fc"]);
    }
}
