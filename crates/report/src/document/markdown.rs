//! A document as Markdown, for a wiki or a pull request.

use super::{Block, Depth, Document, Prose, Span};
use crate::encode::markdown::{code, fence, inside, text as escape};

/// The document as Markdown.
pub(crate) fn markdown(document: &Document<'_>, depth: Depth) -> String {
    let mut out = format!("# {}\n\n{}\n", escape(&document.name), escape(&document.when));
    for section in document.sections.iter().filter(|section| section.from <= depth) {
        if !section.heading.is_empty() {
            out += &format!("\n## {}\n", escape(&section.heading));
        }
        blocks(&mut out, &section.blocks, depth);
    }
    for closing in &document.closing {
        out += &format!("\n{}\n", prose(closing));
    }
    out
}

fn blocks(out: &mut String, blocks: &[Block<'_>], depth: Depth) {
    for block in blocks {
        match block {
            Block::Lede(says) => *out += &format!("\n**{}**\n", prose(says)),
            Block::Paragraph(says) | Block::Fine(says) => *out += &format!("\n{}\n", prose(says)),
            Block::Elsewhere(says) if depth == Depth::Brief => *out += &format!("\n{}\n", prose(says)),
            Block::Elsewhere(_) | Block::OnPage(_) => {}
            Block::Points(some) => {
                out.push('\n');
                for (index, point) in some.shown(depth).0.iter().enumerate() {
                    let mark = if some.is_ranked { format!("{}.", index + 1) } else { "-".to_owned() };
                    let mut says = prose(&point.says);
                    if !point.aside.is_empty() {
                        says += &format!(" ({})", escape(&point.aside));
                    }
                    for more in &point.more {
                        says += &format!(" {}", prose(more));
                    }
                    let places: Vec<String> = point.places.iter().map(|place| code(&place.to_string())).collect();
                    if !places.is_empty() {
                        says += &format!(" {}", places.join(", "));
                    }
                    *out += &format!("{mark} {says}\n");
                    if point.lines > 0 {
                        out.push_str("\n   Answer:\n\n");
                    }
                }
            }
            Block::Facts(facts) => {
                out.push('\n');
                for fact in facts {
                    let says: Vec<String> = std::iter::once(&fact.says).chain(&fact.more).map(prose).collect();
                    *out += &format!("- **{}**: {}\n", prose(&fact.name), says.join("; "));
                }
            }
            Block::Table(one) => {
                let columns = one.columns.iter().map(|column| (&*column.heading, column.is_number));
                let rows = one.shown(depth).iter();
                table(out, columns, rows.map(|row| row.iter().map(|cell| prose(&cell.says)).collect()));
            }
            Block::Data(data) => {
                let columns = data.columns.iter().map(|column| (&*column.heading, column.is_number));
                let rows = data.rows.iter().take(data.rows_max);
                table(out, columns, rows.map(|row| row.cells.iter().map(|cell| escape(cell)).collect()));
                if data.rows.len() > data.rows_max {
                    *out += &format!("\n{} of {} rows.\n", data.rows_max, data.rows.len());
                }
            }
            Block::Figure(figure) => self::blocks(out, &figure.instead, depth),
            Block::Lines(language, lines) => *out += &format!("\n{}", fence(language, lines)),
            Block::Group(heading, inner) => {
                *out += &format!("\n### {}\n", escape(heading));
                self::blocks(out, inner, depth);
            }
            Block::Fold(_) => {}
        }
    }
}

fn table<'c>(
    out: &mut String,
    columns: impl Iterator<Item = (&'c str, bool)>,
    rows: impl Iterator<Item = Vec<String>>,
) {
    let (headings, rule): (Vec<String>, Vec<&str>) =
        columns.map(|(heading, is_number)| (escape(heading), if is_number { "---:" } else { "---" })).unzip();
    *out += &format!("\n| {} |\n| {} |\n", headings.join(" | "), rule.join(" | "));
    for row in rows {
        *out += &format!("| {} |\n", row.join(" | "));
    }
}

fn prose(says: &Prose) -> String {
    says.0.iter().fold(String::new(), |line, span| {
        let says = match span {
            Span::Code(text) => code(text),
            Span::Strong(text) => format!("**{}**", escape(text)),
            Span::Text(text) | Span::Term(_, text) | Span::Initiative(_, text) | Span::Section(_, text) => {
                if line.is_empty() { escape(text) } else { inside(text) }
            }
            Span::Answer(answer) => answer.words().to_owned(),
        };
        line + &says
    })
}
