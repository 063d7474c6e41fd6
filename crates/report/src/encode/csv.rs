//! CSV that a spreadsheet program shows and does not run.

use std::borrow::Cow;

use crate::inert::inert_lines;

/// A field of a line.
pub(crate) enum Field {
    /// Text from anywhere.
    Text(String),
    /// A number, a day, or a word of this program.
    Plain(String),
}

/// Lines as CSV.
pub(crate) fn lines(lines: impl IntoIterator<Item = Vec<Field>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        let line = line.iter().map(|field| match field {
            Field::Text(text) => Cow::Owned(cell(text)),
            Field::Plain(text) => Cow::Borrowed(text.as_str()),
        });
        // Writing to memory cannot fail, and all lines are equally long.
        let _ = writer.write_record(line.map(|field| field.as_bytes().to_vec()));
    }
    String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()).into_owned()
}

/// A text with an apostrophe before it where a spreadsheet program would take it for a formula (OWASP, *CSV
/// Injection*; ASVS 5.0.0, 1.2.10): where it begins with `=`, `+`, `-`, `@`, a tab, a line end or a zero, or with a
/// full-width form of one of these, also behind blanks and quotes. A number is none.
pub(crate) fn cell(text: &str) -> String {
    let begins = |c: char| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '\t'
                | '\r'
                | '\n'
                | '\0'
                | '\u{ff1d}'
                | '\u{ff0b}'
                | '\u{ff0d}'
                | '\u{ff20}'
                | '\u{2212}'
                | '\u{fe62}'
                | '\u{fe63}'
                | '\u{fe66}'
                | '\u{fe6b}'
        )
    };
    let is_blank = |c: char| {
        !begins(c) && (c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\u{feff}' | '\u{200b}'))
    };
    let is_formula = text.trim_start_matches(is_blank).starts_with(begins);
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    let shown = inert_lines(text);
    if is_formula && !is_number { format!("'{shown}") } else { shown.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_does_not() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\0=1",
            " =1",
            "\"=1",
            "'=1",
            "\u{ff1d}1",
            "\u{ff0b}1",
            "\u{ff0d}1+1",
            "\u{ff20}x",
            "-",
            "=",
            "+49 170",
            "\u{feff}=1",
            "-2+3+cmd|' /C calc'!A0",
        ] {
            let shown = cell(text);
            assert!(shown.starts_with('\''), "{text:?}: {shown:?}");
            assert!(shown.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')), "{shown:?}");
        }
        for text in ["", "Returns", "-5", "+5", "1e3", "-0.5", "a=1", "a-b", "x @y", "2026-01-01", "it's"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn fields_are_quoted_where_they_must() {
        let fields =
            vec![Field::Text("a,\"b\"\nc".to_owned()), Field::Plain("-1".to_owned()), Field::Text("=1".to_owned())];
        assert_eq!(lines([fields]), "\"a,\"\"b\"\"\nc\",-1,'=1\n");
    }
}
