//! The drawings of a figure as one SVG file that needs no page around it.
//!
//! Most tools that take such a file know neither custom properties nor a dark screen, so colors are those of a light
//! page, and the file brings its own background.

use std::fmt::Write as _;

use maud::{Markup, Render};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::frame::Safe;
use super::palette::TOKENS;
use super::scale::number;

/// Width of the file in pixels.
const WIDTH: f64 = 960.0;
const EDGE: f64 = 24.0;
const GAP: f64 = 28.0;
/// Where a drawing says nothing of its size.
const HEIGHT: f64 = 240.0;
/// Room for a title, and for a line of caption.
const TITLE: f64 = 30.0;
/// Height of a further line of the title, and the most lines.
const LINE: f64 = 21.0;
const LINES_MAX: usize = 3;
/// Width of a letter of the title at most: nearly all are narrower, in any font.
const LETTER: f64 = 12.5;
const SANS: &str = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif";

/// The drawings of some figures below each other under a title; `None` when there are none.
pub(crate) fn standalone(figures: &[Markup], title: &str) -> Option<String> {
    let mut drawings = Vec::new();
    for figure in figures {
        drawings.extend(drawings_of(&figure.0));
    }
    if drawings.is_empty() {
        return None;
    }
    let width = drawings.iter().map(|drawing| drawing.width.unwrap_or(0.0) + 2.0 * EDGE).fold(WIDTH, f64::max);
    let mut body = String::new();
    let title = lines(title, (width - 2.0 * EDGE) / LETTER);
    let mut top = EDGE + TITLE + LINE * title.len().saturating_sub(1) as f64;
    for drawing in &drawings {
        if let Some(words) = &drawing.words {
            let _ =
                write!(body, r#"<text class="panel" x="{}" y="{}">{words}</text>"#, number(EDGE), number(top + 12.0));
            top += TITLE;
        }
        let across = drawing.width.unwrap_or(width - 2.0 * EDGE - drawing.left - drawing.right);
        let _ = write!(
            body,
            r#"<svg {} x="{}" y="{}" width="{}" height="{}" overflow="visible">{}</svg>"#,
            drawing.attributes,
            number(EDGE + drawing.left),
            number(top),
            number(across),
            number(drawing.height),
            drawing.inner
        );
        top += drawing.height + GAP;
    }
    let mut safe_title = String::new();
    for (index, line) in title.iter().enumerate() {
        let y = EDGE + 14.0 + LINE * index as f64;
        let _ = write!(safe_title, r#"<text class="title" x="{}" y="{}">"#, number(EDGE), number(y));
        Safe(line).render_to(&mut safe_title);
        safe_title.push_str("</text>");
    }
    let height = number(top - GAP + EDGE);
    let width = number(width);
    Some(light(&format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">"#,
            "<style>{style}</style>",
            r#"<rect width="100%" height="100%" fill="var(--paper)"/>{title}{body}</svg>"#,
            "\n"
        ),
        width = width,
        height = height,
        style = style(),
        title = safe_title,
        body = body
    )))
}

/// A title in lines of so many columns, broken between words, and within one that has no line of its own. What does not
/// fit into the most lines is left out, and a sign says so.
fn lines(title: &str, columns: f64) -> Vec<String> {
    let columns = columns as usize;
    let mut lines = vec![String::new()];
    for word in title.split_whitespace() {
        let taken = lines.last().map_or(0, |line| if line.is_empty() { 0 } else { line.width() + 1 });
        let mut room = columns.saturating_sub(taken);
        if room == 0 || (word.width() > room && word.width() <= columns) {
            lines.push(String::new());
            room = columns;
        }
        let mut line = lines.pop().unwrap_or_default();
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if wide > room {
                lines.push(std::mem::take(&mut line));
                room = columns;
            }
            room = room.saturating_sub(wide);
            line.push(c);
        }
        lines.push(line);
    }
    if lines.len() > LINES_MAX {
        lines.truncate(LINES_MAX);
        if let Some(last) = lines.last_mut() {
            while last.width() >= columns && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// The rules for what is inside drawings, and nothing that only a page knows.
fn style() -> String {
    let rules = super::STYLE.lines().map(str::trim).filter(|line| {
        let selector = line.split('{').next().unwrap_or_default();
        let of_page = [
            "figure",
            "figcaption",
            ".figure-title",
            ".panel-title",
            ".multiples",
            ".parts",
            ".scroll",
            "table",
            "th,",
        ];
        let sizes = line.starts_with(".chart {") || line.starts_with(".matrix {") || line.contains("print-color");
        line.ends_with('}') && line.contains('{') && !of_page.iter().any(|name| selector.starts_with(name)) && !sizes
    });
    let rules: String = rules.filter(|line| line.starts_with('.')).collect();
    format!(".title{{font:600 16px {SANS};fill:var(--ink)}}.panel{{font:600 13px {SANS};fill:var(--quiet)}}{rules}")
}

/// Colors and type as they are on a light page.
fn light(svg: &str) -> String {
    let mut out = svg.replace("var(--sans)", SANS);
    for token in TOKENS {
        out = out.replace(&format!("var(--{})", token.name), token.light);
    }
    out
}

struct Found {
    /// Attributes of its tag, those that place it left out.
    attributes: String,
    inner: String,
    width: Option<f64>,
    height: f64,
    left: f64,
    right: f64,
    /// Heading of its panel.
    words: Option<String>,
}

/// The outermost drawings of a figure as printed by this crate.
fn drawings_of(html: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<svg ") {
        let words = rest[..start].rfind("class=\"panel-title\">").and_then(|at| {
            let text = &rest[at + "class=\"panel-title\">".len()..start];
            text.split("</").next().map(str::to_owned)
        });
        let Some((tag, inner, after)) = element(&rest[start..]) else { break };
        rest = after;
        let class = attribute(tag, "class").unwrap_or_default();
        if class == "swatch" {
            continue;
        }
        let style = attribute(tag, "style").unwrap_or_default();
        let room = |name: &str| {
            let value = style.split(';').find_map(|rule| rule.strip_prefix(name))?;
            value.trim_end_matches("px").parse::<f64>().ok()
        };
        let size = |name: &str| attribute(tag, name).and_then(|value| value.parse::<f64>().ok());
        let keep = ["class", "role", "aria-labelledby", "viewBox"];
        let attributes: Vec<String> =
            keep.iter().filter_map(|name| Some(format!("{name}=\"{}\"", attribute(tag, name)?))).collect();
        found.push(Found {
            attributes: attributes.join(" "),
            inner: inner.to_owned(),
            width: size("width"),
            height: size("height").unwrap_or(HEIGHT),
            left: room("--l:").unwrap_or(0.0),
            right: room("--r:").unwrap_or(0.0),
            words,
        });
    }
    found
}

/// An element at the start of a text: its tag, what is inside, and what follows it.
fn element(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('>')?;
    let mut depth = 1usize;
    let mut at = open + 1;
    loop {
        let next_open = text[at..].find("<svg ").map(|found| at + found);
        let next_close = at + text[at..].find("</svg>")?;
        match next_open {
            Some(inner) if inner < next_close => {
                depth += 1;
                at = inner + 5;
            }
            _ => {
                depth -= 1;
                at = next_close + 6;
                if depth == 0 {
                    return Some((&text[..open], &text[open + 1..next_close], &text[at..]));
                }
            }
        }
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

#[cfg(test)]
mod tests {
    use super::{LINES_MAX, lines};
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn a_title_breaks_between_words_and_within_one_that_is_too_long() {
        assert_eq!(lines("one two three", 8.0), ["one two", "three"]);
        assert_eq!(lines("one", 3.0), ["one"]);
        assert_eq!(lines("", 8.0), [""]);
        assert_eq!(lines("an incomprehensible", 8.0), ["an incom", "prehensi", "ble"]);
    }

    #[test]
    fn no_line_is_too_long_and_what_is_left_out_is_marked() {
        for title in
            ["a ".repeat(90), "wide ".repeat(40), "w".repeat(200), "一键退货".repeat(30), "e\u{301}".repeat(300)]
        {
            for columns in 2..20_usize {
                let lines = lines(&title, columns as f64);
                assert!(lines.iter().all(|line| line.width() <= columns), "{columns}: {lines:?}");
                assert!(lines.len() <= LINES_MAX && (lines.len() < LINES_MAX || lines[LINES_MAX - 1].ends_with('…')));
            }
        }
    }
}
