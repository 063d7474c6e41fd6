//! Markdown in which no text from outside is markup, a link, or a call to a person.

use crate::inert::{inert, inert_lines};

/// What keeps a forge from seeing a mention or a number of an issue, which it looks for after all escapes are undone:
/// a space of no width, which ASCII can spell.
const APART: &str = "&#8203;";

/// Text on one line in which nothing is taken for Markdown, HTML, a table, an address, a mention or an issue.
pub(crate) fn text(text: &str) -> String {
    piece(text, true)
}

/// The same for text that stands behind other text on its line: blanks around it stay.
pub(crate) fn inside(text: &str) -> String {
    piece(text, false)
}

fn piece(text: &str, begins: bool) -> String {
    let text = inert(text);
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let rest = &letters[at + 1..];
        let is_first = begins && out.is_empty();
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // At the start of a line these make lists, headings and lines across.
            '-' | '+' | '=' if is_first => out.extend(['\\', *letter]),
            '.' | ')' if begins && !is_first && letters[..at].iter().all(char::is_ascii_digit) => {
                out.extend(['\\', *letter])
            }
            ' ' if is_first => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' | '~' | '$' => out.extend(['\\', *letter]),
            letter => out.push(*letter),
        }
        if calls(*letter, &letters[..at], rest) {
            out.push_str(APART);
        }
    }
    out
}

/// Whether a forge or a reader of Markdown would make a link of this letter with what follows: `@name`, `#12`, `!12`,
/// `%12`, `GH-12`, `https://`, `www.`.
fn calls(letter: char, before: &[char], rest: &[char]) -> bool {
    let next = |test: fn(char) -> bool| rest.first().copied().is_some_and(test);
    let ends_with = |word: &str| {
        let tail = before.len().checked_sub(word.len()).map(|from| &before[from..]).unwrap_or_default();
        tail.len() == word.len() && tail.iter().zip(word.chars()).all(|(a, b)| a.eq_ignore_ascii_case(&b))
    };
    match letter {
        '@' => next(|c| c.is_alphanumeric() || c == '_' || c == '-'),
        '#' | '!' | '$' | '&' => next(|c| c.is_ascii_digit()),
        '%' | '~' | '^' => next(char::is_alphanumeric),
        '-' => ends_with("gh") && next(|c| c.is_ascii_digit()),
        ':' => rest.starts_with(&['/', '/']),
        '.' => ends_with("www"),
        _ => false,
    }
}

/// Text as code. What would end it, or the cell of a table around it, becomes a blank.
pub(crate) fn code(text: &str) -> String {
    format!("`{}`", inert(text).replace(['`', '|'], " "))
}

/// A block of lines as they are, in a fence that none of them ends.
pub(crate) fn fence(language: &str, lines: &str) -> String {
    let lines = inert_lines(lines.trim_end());
    let longest = lines.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{lines}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (from, to) in [
            ("Returns in one tap", "Returns in one tap"),
            ("a_b *c* `d` [e](f)", r"a\_b \*c\* \`d\` \[e\](f)"),
            ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
            ("ask @ada-example", "ask @&#8203;ada-example"),
            ("fixes #12 and GH-12", r"fixes \#&#8203;12 and GH-&#8203;12"),
            ("ada@example.org", "ada@&#8203;example.org"),
            ("see https://x.y, www.x.y", "see https:&#8203;//x.y, www.&#8203;x.y"),
            ("- a", r"\- a"),
            ("1. a", r"1\. a"),
            ("    code", "code"),
            ("# a", r"\# a"),
            ("50 % of 5", "50 % of 5"),
            ("a | b", r"a \| b"),
            ("![x](y)", r"\!\[x\](y)"),
            ("a\nb", r"a\\nb"),
        ] {
            assert_eq!(text(from), to, "{from}");
        }
    }

    #[test]
    fn what_stands_inside_a_line_keeps_its_blanks_and_begins_nothing() {
        for (from, to) in [(" on ", " on "), (" - 12", " - 12"), ("1. a", "1. a"), (" #12", r" \#&#8203;12")] {
            assert_eq!(inside(from), to, "{from}");
        }
    }

    #[test]
    fn no_line_ends_its_block() {
        assert_eq!(fence("toml", "a\n```\nb\n"), "````toml\na\n```\nb\n````\n");
        assert_eq!(code("a`b|c"), "`a b c`");
    }
}
