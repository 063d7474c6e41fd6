//! Ownership files as text: lines with numbers, and what no file may hold.

use onethread_model::record::short;

use super::limits::FILE_BYTES_MAX;

/// A line without its end.
pub(in crate::importers) struct TextLine<'t> {
    /// From 1.
    pub(in crate::importers) number: u32,
    pub(in crate::importers) text: &'t str,
    /// Why it must not be read, as a clause.
    pub(in crate::importers) fault: Option<&'static str>,
}

/// Why the bytes are no text of an ownership file.
///
/// # Errors
/// A clause.
pub(in crate::importers) fn check(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(format!("it holds {} bytes, more than the limit of {FILE_BYTES_MAX}", bytes.len()));
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("it is UTF-16; save it as UTF-8".to_owned());
    }
    Ok(())
}

/// The lines of a text, with what is wrong with each.
pub(in crate::importers) fn lines(bytes: &[u8]) -> impl Iterator<Item = TextLine<'_>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // A text that ends in a line break has no line behind it.
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.map(|(at, line)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        match std::str::from_utf8(line) {
            Ok(text) => TextLine { number, text, fault: fault(text) },
            Err(_) => TextLine { number, text: "", fault: Some("it is not UTF-8") },
        }
    })
}

/// Characters that show a reader something else than they are.
fn fault(text: &str) -> Option<&'static str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
        return None;
    }
    text.chars().find_map(|c| match c {
        '\t' => None,
        '\0' => Some("it holds a NUL character"),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => Some("it holds a character that cannot be seen"),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some("it holds a character that turns the text around it"),
        c if c.is_control() => Some("it holds a control character"),
        _ => None,
    })
}

/// A piece of a file as messages show it: short, and never what may be an address.
pub(in crate::importers) fn shown(text: &str) -> String {
    if text.contains('@') { "...".to_owned() } else { short(text) }
}

/// The column, from 1, of a byte of a line.
pub(in crate::importers) fn column(line: &str, byte: usize) -> u32 {
    let before = line.get(..byte).unwrap_or(line);
    u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX)
}
