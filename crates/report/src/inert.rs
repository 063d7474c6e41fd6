//! Text that may come from anywhere, made safe to show: no character in it can move the cursor, turn the reading
//! direction, hide, or pass for nothing.

use std::borrow::Cow;

/// The text on one line, with every control, format and invisible character as a visible escape such as `\u{202e}`.
///
/// Everything shown to people that was not written by this program goes through here, or through [`inert_lines`].
pub fn inert(text: &str) -> Cow<'_, str> {
    escaped(text, is_active)
}

/// The same, but line ends and tabs stay.
pub fn inert_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_active(c) && !matches!(c, '\n' | '\t'))
}

/// JSON as written, with everything that [`inert`] would escape as `\uXXXX`: the same JSON, safe on a terminal.
///
/// Such characters stand in valid JSON only inside strings; line ends and tabs between values stay.
pub fn inert_json(json: &str) -> Cow<'_, str> {
    if json.is_ascii() || !json.chars().any(|c| is_active(c) && !c.is_ascii()) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_active(c) && !c.is_ascii() {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn escaped(text: &str, is_bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Nearly all text is plain, and so known at once.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(&is_bad) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        match c {
            _ if !is_bad(c) => out.push(c),
            '\n' | '\r' | '\t' => out.extend(c.escape_default()),
            _ => out.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(out)
}

/// Whether a character does something else than stand there: Unicode's control and format characters, line and
/// paragraph separators, variation selectors, tags, letters that show as nothing, and code points that are none.
fn is_active(c: char) -> bool {
    match c {
        ' '..='~' => false,
        _ if c.is_control() => true,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' => {
            true
        }
        '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => true,
        '\u{fdd0}'..='\u{fdef}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => u32::from(c) & 0xfffe == 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_touched() {
        for text in [
            "",
            "Returns in one tap",
            "Überblick, 東京, Ω, e\u{301}, 1\u{a0}000 €, 👍",
            "`a` -> \"b\" \\ {}",
            "\u{fffd}",
        ] {
            assert!(matches!(inert(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn active_characters_are_shown() {
        for (text, shown) in [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
            ("re\u{200b}turns", "re\\u{200b}turns"),
            ("\u{7f}\u{9b}\u{85}\0", "\\u{7f}\\u{9b}\\u{85}\\u{0}"),
            ("\u{feff}\u{ad}\u{e0041}\u{fe0f}\u{2066}", "\\u{feff}\\u{ad}\\u{e0041}\\u{fe0f}\\u{2066}"),
            ("\u{fdd0}\u{1fffe}\u{10ffff}", "\\u{fdd0}\\u{1fffe}\\u{10ffff}"),
        ] {
            assert_eq!(inert(text), shown);
        }
        assert_eq!(inert_lines("a\n\tb\r\u{1b}"), "a\n\tb\\r\\u{1b}");
    }

    #[test]
    fn json_stays_the_same_json() {
        let value = serde_json::json!({ "a\u{9b}": ["\u{202e}", "\u{e0041}", "\u{1b}", "東京 👍", "\n\t\u{2028}"] });
        let text = serde_json::to_string_pretty(&value).expect("a value");
        let safe = inert_json(&text);
        assert!(safe.chars().all(|c| c == '\n' || !is_active(c)), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).expect("JSON"), value);
        assert!(matches!(inert_json("{\n  \"a\": 1\n}"), Cow::Borrowed(_)));
    }
}
