//! Lines of text: wrapped to a width, colored where asked, and always inert.

use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::UnicodeWidthStr;

use crate::Style;
use crate::inert::inert;

/// How a piece of text looks. Nothing depends on it: the words alone say everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Strong,
    Dim,
    Good,
}

/// A page under construction.
pub(crate) struct Page {
    style: Style,
    out: String,
}

impl Page {
    pub(crate) fn new(style: Style) -> Page {
        Page { style, out: String::new() }
    }

    pub(crate) fn width(&self) -> usize {
        self.style.width
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    pub(crate) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        self.title(text);
    }

    /// One line of pieces; what does not fit is cut.
    pub(crate) fn line(&mut self, pieces: &[(Look, &str)]) {
        let mut left = self.style.width;
        let mut line = String::new();
        for (look, text) in pieces {
            let text = cut(&inert(text), left);
            left -= text.width();
            line.push_str(&self.paint(*look, &text));
        }
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// A title, wrapped where it is longer than the page is wide.
    pub(crate) fn title(&mut self, text: &str) {
        self.flow("", "", (Look::Strong, text), "");
    }

    /// Text wrapped under a first indent and a hanging one, with a dim tail.
    pub(crate) fn wrapped(&mut self, first: &str, rest: &str, text: &str, tail: &str) {
        self.flow(first, rest, (Look::Plain, text), tail);
    }

    /// Gives the width of the last line.
    fn flow(&mut self, first: &str, rest: &str, (look, text): (Look, &str), tail: &str) -> usize {
        let text = inert(text);
        let mut words: Vec<(Look, &str)> = text.split_whitespace().map(|word| (look, word)).collect();
        let tail = inert(tail);
        words.extend(tail.split_whitespace().map(|word| (Look::Dim, word)));
        let mut line = first.to_owned();
        let mut used = first.width();
        let mut empty = true;
        for (look, word) in words {
            let needed = word.width() + usize::from(!empty);
            if !empty && used + needed > self.style.width {
                self.out.push_str(line.trim_end());
                self.out.push('\n');
                line = rest.to_owned();
                used = rest.width();
                empty = true;
            }
            if !empty {
                line.push(' ');
                used += 1;
            }
            let word = cut(word, self.style.width.saturating_sub(rest.width()).max(20));
            used += word.width();
            line.push_str(&self.paint(look, &word));
            empty = false;
        }
        self.out.push_str(line.trim_end());
        self.out.push('\n');
        used
    }

    /// Text on the left and a dim place at the right end of its last line, or of one below where both do not fit.
    pub(crate) fn with_place(&mut self, first: &str, rest: &str, text: &str, place: &str) {
        let place = inert(place);
        let used = self.flow(first, rest, (Look::Plain, text), "");
        if place.is_empty() {
            return;
        }
        let right = self.style.width.saturating_sub(place.width());
        if used + 2 <= right {
            self.out.pop();
            let gap = " ".repeat(right - used);
            self.line(&[(Look::Plain, &gap), (Look::Dim, &place)]);
        } else if rest.width() <= right {
            self.line(&[(Look::Plain, &" ".repeat(right)), (Look::Dim, &place)]);
        } else {
            self.flow(rest, rest, (Look::Dim, &place), "");
        }
    }

    fn paint(&self, look: Look, text: &str) -> String {
        let ansi = match look {
            Look::Plain => return text.to_owned(),
            Look::Strong => Ansi::new().bold(),
            Look::Dim => Ansi::new().dimmed(),
            Look::Good => AnsiColor::Green.on_default(),
        };
        if self.style.color { format!("{ansi}{text}{ansi:#}") } else { text.to_owned() }
    }
}

/// Text padded with blanks to a width, or cut to it.
pub(crate) fn pad(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let blanks = width.saturating_sub(text.width());
    text + &" ".repeat(blanks)
}

/// Text moved to the right end of a width.
pub(crate) fn right(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width())) + text
}

/// The start of a text, with `...` where it was cut.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if kept.width() + character.to_string().width() + 3 > width {
            break;
        }
        kept.push(character);
    }
    kept + &"...".chars().take(width).collect::<String>()
}

/// A bar whose length is a share (0 to 1) of `width` columns, to an eighth of a column.
pub(crate) fn bar(share: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    let drawn = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    // What is there at all is drawn at all.
    if drawn.is_empty() && share > 0.0 { EIGHTHS[1].to_owned() } else { drawn }
}
