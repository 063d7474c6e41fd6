//! Numbers as people see them: a format may pad them with zeros, put letters before them, or show them in percent.

use crate::spreadsheet::Cell;

/// A number of a workbook under a code of its format, such as `0000`, `"HM-"000` or `0%`.
pub(super) fn seen(number: f64, code: &str) -> Cell {
    let code = code.split(';').next().unwrap_or_default();
    if is_percent(code) {
        // More digits than this come from the arithmetic of spreadsheets.
        return Cell::Text(format!("{} %", (number * 1e8).round() / 1e6));
    }
    let is_whole = number.fract() == 0.0 && (0.0..1e15).contains(&number);
    match padded(code).filter(|_| is_whole) {
        Some((before, width, behind)) => Cell::Text(format!("{before}{:0width$}{behind}", number as u64)),
        None => Cell::Number(number),
    }
}

fn is_percent(code: &str) -> bool {
    // What stands in quotes, or behind a backslash, is text.
    let (mut quoted, mut escaped) = (false, false);
    code.chars().any(|c| {
        let was_escaped = escaped;
        escaped = c == '\\' && !was_escaped;
        quoted ^= c == '"' && !was_escaped;
        c == '%' && !quoted && !was_escaped
    })
}

/// What stands before the digits, how many there are at least, and what stands behind. `None` for other formats.
fn padded(code: &str) -> Option<(String, usize, String)> {
    let (mut before, mut behind) = (String::new(), String::new());
    let mut zeros = 0;
    let mut is_over = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        let text: String = match c {
            '0' if is_over => return None,
            '0' => {
                zeros += 1;
                continue;
            }
            '"' => chars.by_ref().take_while(|c| *c != '"').collect(),
            '\\' => chars.next()?.to_string(),
            '-' | ' ' | ':' | '(' | ')' => c.to_string(),
            _ => return None,
        };
        is_over = zeros > 0;
        if is_over { behind.push_str(&text) } else { before.push_str(&text) }
    }
    let says_more = zeros > 1 || (zeros == 1 && !(before.is_empty() && behind.is_empty()));
    says_more.then_some((before, zeros, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by hand after what spreadsheets show.
    #[test]
    fn numbers_are_what_people_see() {
        for (number, code, expected) in [
            (7.0, "00000", "00007"),
            (1001.0, "0000000", "0001001"),
            (123456.0, "0000", "123456"),
            (7.0, "\"HM-\"000", "HM-007"),
            (7.0, "\\E000", "E007"),
            (0.5, "0%", "50 %"),
            (0.333, "0.0%", "33.3 %"),
            (7.0, "00;-00;0", "07"),
        ] {
            assert_eq!(seen(number, code), Cell::Text(expected.to_owned()), "{number} {code}");
        }
        for (number, code) in
            [(7.0, "General"), (7.0, "0"), (7.5, "000"), (7.0, "#,##0"), (7.0, "0.00"), (-7.0, "000"), (7.0, "0\"%\"0")]
        {
            assert_eq!(seen(number, code), Cell::Number(number), "{number} {code}");
        }
    }
}
