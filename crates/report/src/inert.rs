//! Text that may come from anywhere, made safe to show: no character in it can move the cursor, turn the reading
//! direction, hide, or pass for nothing.

use std::borrow::Cow;

/// How commands to a runner of GitHub and of Azure begin.
const COMMANDS: [&str; 2] = ["##[", "##vso["];

/// The text on one line, with every control, format and invisible character as a visible escape such as `\u{202e}`.
///
/// Everything shown to people that was not written by this program goes through here, or through [`inert_lines`].
pub fn inert(text: &str) -> Cow<'_, str> {
    // What a runner of a pipeline takes for a command wherever it stands in a line.
    if COMMANDS.iter().any(|command| text.contains(command)) {
        let text = COMMANDS
            .iter()
            .fold(text.to_owned(), |text, command| text.replace(command, &command.replacen('#', "\\u{23}", 1)));
        return Cow::Owned(escaped(&text, is_active).into_owned());
    }
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
    // Line ends and blanks lay JSON out; of ASCII only one control character may stand in it as it is.
    let is_bad = |c: char| is_active(c) && (!c.is_ascii() || c == '\u{7f}');
    if (json.is_ascii() && !json.contains('\u{7f}')) || !json.chars().any(is_bad) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for (at, c) in json.char_indices() {
        if is_bad(c) && is_active_at(json, at, c) {
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
    let is_bad = |(at, c): &(usize, char)| is_bad(*c) && is_active_at(text, *at, *c);
    let Some((first, _)) = text.char_indices().find(is_bad) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for (at, c) in text[first..].char_indices() {
        match c {
            _ if !is_bad(&(first + at, c)) => out.push(c),
            '\n' | '\r' | '\t' => out.extend(c.escape_default()),
            _ => out.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(out)
}

/// Whether a character of a text, which begins at this byte, does something else than stand there. A joiner that the
/// letters around it need, or that makes one emoji of several, does not.
pub(crate) fn is_active_at(text: &str, at: usize, c: char) -> bool {
    is_active(c) && !is_part_of_writing(&text[..at], c, &text[at + c.len_utf8()..])
}

/// Whether an invisible character belongs to the writing around it: joiners of Arabic, Indic and kindred scripts
/// (RFC 5892, appendix A), the parts of an emoji, and the selectors of the variant of a letter.
fn is_part_of_writing(before: &str, c: char, after: &str) -> bool {
    let (left, right) = (before.chars().next_back(), after.chars().next());
    let has_left = |test: fn(char) -> bool| left.is_some_and(test);
    let has_right = |test: fn(char) -> bool| right.is_some_and(test);
    match c {
        '\u{200c}' | '\u{200d}' => {
            let joins =
                left.and_then(joined_script).is_some_and(|script| right.and_then(joined_script) == Some(script));
            let is_emoji =
                c == '\u{200d}' && has_left(|c| is_pictograph(c) || c == '\u{fe0f}') && has_right(is_pictograph);
            joins || is_emoji || has_left(is_virama)
        }
        '\u{fe0e}' | '\u{fe0f}' => {
            let is_key = has_left(|c| matches!(c, '0'..='9' | '#' | '*')) && has_right(|c| c == '\u{20e3}');
            is_key || has_left(|c| is_pictograph(c) || is_ideograph(c))
        }
        '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => has_left(is_ideograph),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => has_left(|c| matches!(c, '\u{1820}'..='\u{18aa}')),
        '\u{e0020}'..='\u{e007f}' => is_in_flag(before, c, after),
        _ => false,
    }
}

/// Whether a tag is part of the flag of a region, such as that of Scotland: a black flag, some letters, and an end.
fn is_in_flag(before: &str, c: char, after: &str) -> bool {
    const LETTERS_MAX: usize = 6;
    let is_letter = |c: &char| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    let ahead = before.chars().rev().take_while(is_letter).take(LETTERS_MAX + 1).count();
    let behind = if c == '\u{e007f}' { 0 } else { after.chars().take_while(is_letter).take(LETTERS_MAX + 1).count() };
    let has_flag = before.chars().rev().nth(ahead) == Some('\u{1f3f4}');
    let has_end = c == '\u{e007f}' || after.chars().nth(behind) == Some('\u{e007f}');
    let letters = ahead + behind + usize::from(c != '\u{e007f}');
    (is_letter(&c) || c == '\u{e007f}') && has_flag && has_end && (1..=LETTERS_MAX).contains(&letters)
}

/// The script of a letter or mark, where letters of it change their form by what stands beside them.
fn joined_script(c: char) -> Option<u32> {
    let code = u32::from(c);
    match code {
        0x0600..=0x0605 | 0x061c | 0x06dd => None,
        0x0610..=0x06ff | 0x0750..=0x077f | 0x0870..=0x08ff | 0xfb50..=0xfdcf | 0xfdf0..=0xfdff | 0xfe70..=0xfefc => {
            Some(0)
        }
        0x0700..=0x074f | 0x07c0..=0x07ff | 0x0840..=0x085f => Some(code >> 6),
        // One block of 128 code points for each of the scripts of India, and one for Sinhala.
        0x0900..=0x0dff => Some(code >> 7),
        0x1000..=0x109f => Some(1),
        0x1780..=0x17b3 | 0x17b6..=0x17ff => Some(2),
        0x1820..=0x18aa => Some(3),
        _ => None,
    }
}

/// Whether a sign takes the vowel from the letter before it, after which a joiner chooses the form.
fn is_virama(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0x0900..=0x0d7f if code & 0x7f == 0x4d) || matches!(code, 0x0dca | 0x1039 | 0x103a | 0x17d2)
}

fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Whether a character is a picture, or may be shown as one.
fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0xa9 | 0xae | 0x203c | 0x2049 | 0x2122 | 0x2139 | 0x2194..=0x21aa | 0x231a..=0x23ff | 0x24c2
        | 0x25aa..=0x25fe | 0x2600..=0x27bf | 0x2934..=0x2935 | 0x2b05..=0x2b55 | 0x3030 | 0x303d | 0x3297 | 0x3299
        | 0x1f000..=0x1faff)
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
            // Persian and Urdu, Hindi, Malayalam, Sinhala and Burmese, with the joiners that their spelling asks for.
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
            "\u{646}\u{645}\u{6cc}\u{200c}\u{62f}\u{627}\u{646}\u{645}",
            "\u{915}\u{94d}\u{200d}\u{937}",
            "\u{930}\u{94d}\u{200d}",
            "\u{d28}\u{d4d}\u{200d}",
            "\u{dc1}\u{dca}\u{200d}\u{dbb}\u{dd3}",
            "\u{995}\u{9cd}\u{200c}\u{995}",
            // A family, a rainbow, a key, a heart, a flag of a region, a variant of a name in Japanese, Mongolian.
            "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
            "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}",
            "1\u{fe0f}\u{20e3}",
            "\u{2764}\u{fe0f}",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "\u{845b}\u{e0100}",
            "\u{182d}\u{180b}",
        ] {
            assert!(matches!(inert(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn active_characters_are_shown() {
        for (text, shown) in [
            ("a\u{200c}b", "a\\u{200c}b"),
            ("\u{645}\u{6cc}\u{200c}b", "\u{645}\u{6cc}\\u{200c}b"),
            ("\u{645}\u{200c}\u{200c}\u{645}", "\u{645}\\u{200c}\\u{200c}\u{645}"),
            ("\u{1f469}\u{200d}x", "\u{1f469}\\u{200d}x"),
            ("x\u{fe0f}", "x\\u{fe0f}"),
            ("\u{1f3f4}\u{e0067}", "\u{1f3f4}\\u{e0067}"),
            ("\u{4e2d}\u{e0100}\u{e0101}", "\u{4e2d}\u{e0100}\\u{e0101}"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a ##[error]b ##vso[x]", "a \\u{23}#[error]b \\u{23}#vso[x]"),
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
        let value =
            serde_json::json!({ "a\u{9b}": ["\u{202e}", "\u{e0041}", "\u{1b}", "\u{7f}", "東京 👍", "\n\t\u{2028}"] });
        let text = serde_json::to_string_pretty(&value).expect("a value");
        let safe = inert_json(&text);
        assert!(safe.chars().all(|c| c == '\n' || !is_active(c)), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).expect("JSON"), value);
        assert!(matches!(inert_json("{\n  \"a\": 1\n}"), Cow::Borrowed(_)));
    }
}
