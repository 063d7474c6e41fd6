//! How tools write CSV: encodings, the mark between cells, and the line that states it. Spreadsheets and the
//! importer of tables go by the same rules.

use std::borrow::Cow;

use crate::importers::table::csv_records::each_record;

/// What may stand between cells, and what it is called.
pub(crate) const DELIMITERS: [(u8, &str); 4] =
    [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];
/// Records from which the delimiter is known.
const SAMPLE: usize = 50;

/// What a delimiter is called.
pub(crate) fn name_of(delimiter: u8) -> &'static str {
    DELIMITERS.iter().find(|(byte, _)| *byte == delimiter).map_or("another mark", |(_, name)| name)
}

/// The delimiter that some tools state in a first line, such as `sep=;`, and the length of that line with its end.
pub(crate) fn stated_delimiter(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().take(16).position(|byte| *byte == b'\n')?;
    let line = text[..end].strip_suffix(b"\r").unwrap_or(&text[..end]);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") && delimiter.is_ascii() => {
            Some((*delimiter, end + 1))
        }
        _ => None,
    }
}

/// The delimiter that gives most cells in the same number in most records.
pub(crate) fn guess_delimiter(text: &[u8]) -> u8 {
    let score = |delimiter: u8| {
        let mut counts: Vec<usize> = Vec::new();
        each_record(text, delimiter, |_, record| {
            counts.extend(record.ok().map(csv::ByteRecord::len));
            counts.len() < SAMPLE
        });
        counts.sort_unstable();
        let runs = counts.chunk_by(|a, b| a == b).map(|run| run.len() * (run[0] - 1));
        runs.max().unwrap_or(0)
    };
    let best = DELIMITERS.iter().rev().max_by_key(|(delimiter, _)| score(*delimiter));
    best.map_or(b',', |(delimiter, _)| *delimiter)
}

/// A text as decoded.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static str,
    /// In a text of two encodings: the first line of the rarer one.
    pub(crate) mixed: Option<usize>,
}

/// Bytes as text; `None` when they are no text at all.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let whole = |text, encoding| Some(Decoded { text, encoding, mixed: None });
    if let Some(text) = utf16(bytes) {
        return whole(text, "UTF-16");
    }
    let (rest, utf8) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (rest, "UTF-8 with a byte-order mark"),
        _ => (bytes, "UTF-8"),
    };
    if rest.contains(&0) {
        return None;
    }
    match std::str::from_utf8(rest) {
        Ok(text) => whole(text.to_owned(), utf8),
        Err(_) => Some(by_pieces(rest)),
    }
}

/// A text in which some cells are UTF-8, and all others Windows-1252.
fn by_pieces(bytes: &[u8]) -> Decoded {
    let mut text = String::new();
    let mut line = 1;
    // First line and number of each.
    let mut found: [Option<(usize, usize)>; 2] = [None, None];
    let is_end = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'|' | b'"' | b'\n' | b'\r');
    for piece in bytes.split_inclusive(is_end) {
        let (own, is_utf8) = text_of(piece);
        text.push_str(&own);
        if !piece.is_ascii() {
            let known = found[usize::from(is_utf8)].get_or_insert((line, 0));
            known.1 += 1;
        }
        line += usize::from(piece.ends_with(b"\n"));
    }
    let [latin, utf8] = found;
    let rarer = latin.zip(utf8).map(|(one, other)| if one.1 <= other.1 { one.0 } else { other.0 });
    let encoding = if rarer.is_some() { "UTF-8 and Windows-1252" } else { "Windows-1252" };
    Decoded { text, encoding, mixed: rarer }
}

/// A cell as text, and whether it is UTF-8; it is Windows-1252 where it is not.
pub(crate) fn text_of(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), true),
        Err(_) => (bytes.iter().map(|byte| windows_1252(*byte)).collect::<String>().into(), false),
    }
}

/// A text in UTF-16, with or without a byte-order mark; `None` for others.
pub(crate) fn utf16(bytes: &[u8]) -> Option<String> {
    let text = |bytes: &[u8], from: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return Some(text(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return Some(text(rest, u16::from_be_bytes)),
        _ => {}
    }
    // Latin letters in UTF-16 have a zero for every other byte.
    let sample = &bytes[..bytes.len().min(1_000)];
    if bytes.len() % 2 == 1 || !sample.contains(&0) {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0) * 4 > sample.len(), zeros(1) * 4 > sample.len()) {
        (false, true) => Some(text(bytes, u16::from_le_bytes)),
        (true, false) => Some(text(bytes, u16::from_be_bytes)),
        _ => None,
    }
}

/// A number with a decimal comma as one with a point; `None` where the comma could divide thousands.
///
/// `is_part` says that it is a share, which has no thousands; `delimiter` is the mark between cells: where that is no
/// comma, the comma is for decimals.
pub(crate) fn with_point(text: &str, is_part: bool, delimiter: u8) -> Option<String> {
    let (whole, part) = text.rsplit_once(',')?;
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let thousands: Vec<&str> = whole.split('.').collect();
    let is_grouped = thousands.len() > 1 && thousands[1..].iter().all(|group| group.len() == 3);
    let is_sure = is_part || is_grouped || digits != 3 || delimiter != b',';
    let is_plain = !whole.contains(',') && digits > 0 && (thousands.len() == 1 || is_grouped);
    (is_sure && is_plain).then(|| format!("{}.{part}", thousands.concat()))
}

/// A byte of Windows-1252: Latin-1, but for the range that Latin-1 leaves to control characters.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '\u{20ac}', '\u{fffd}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
        '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{fffd}', '\u{17d}', '\u{fffd}', '\u{fffd}', '\u{2018}',
        '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
        '\u{203a}', '\u{153}', '\u{fffd}', '\u{17e}', '\u{178}',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_states_the_delimiter() {
        for (text, expected) in [
            ("sep=;\na;b", Some((b';', 6))),
            ("SEP=,\r\na", Some((b',', 7))),
            ("\"sep=|\"\nx", Some((b'|', 8))),
            ("sep=\t\nx", Some((b'\t', 6))),
            ("sep=;", None),
            ("sep;x\n", None),
            ("september\n", None),
            ("sep=;;\n", None),
        ] {
            assert_eq!(stated_delimiter(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn commas_for_decimals() {
        for (text, is_part, delimiter, expected) in [
            ("0,5", true, b',', Some("0.5")),
            ("0,125", true, b',', Some("0.125")),
            ("62,5 %", true, b';', Some("62.5 %")),
            ("1,234", false, b',', None),
            ("1,234", false, b';', Some("1.234")),
            ("1.234,5", false, b',', Some("1234.5")),
            ("1,23", false, b',', Some("1.23")),
            ("1,234,567", false, b';', None),
            ("0.5", true, b',', None),
            ("1.23,4", false, b',', None),
            ("half, or so", true, b',', None),
        ] {
            assert_eq!(with_point(text, is_part, delimiter).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn two_encodings_in_one_text_are_told_cell_by_cell() {
        let decoded = decode(b"Name,Team\nZo\xc3\xab,A\nZo\xeb,B\nJos\xc3\xa9,C\n").expect("a text");
        assert_eq!(decoded.text, "Name,Team\nZo\u{eb},A\nZo\u{eb},B\nJos\u{e9},C\n");
        assert_eq!((decoded.encoding, decoded.mixed), ("UTF-8 and Windows-1252", Some(3)));
        let decoded = decode(b"Zo\xeb,A\nJos\xe9,B\n").expect("a text");
        assert_eq!((decoded.encoding, decoded.mixed), ("Windows-1252", None));
    }
}
