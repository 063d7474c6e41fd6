//! JSON of any size, one unit after another: the bytes of each value below a path of keys.
//!
//! Input: JSON values, one after another or in lists. Output: the bytes of each object of interest with the line that it
//! starts at. Nothing is kept but the unit at hand, and of one that is too long its first bytes only. Lists are looked
//! through wherever an object is expected: pages within a list, lists of lists, and values one after another are the same.

use std::io::{self, BufRead, BufReader, Read};

use super::limits::{JSON_DEPTH_MAX, RECORD_BYTES_MAX};

/// What comes next.
#[derive(Debug, PartialEq)]
pub(super) enum Scanned {
    /// A unit that starts at this line; its bytes were given.
    Unit(u32),
    /// A unit that is too long.
    TooLong(u32),
    /// The end.
    End,
    /// The file ends, or stops being JSON, at this line, and why.
    Broken(u32, String),
}

/// A list or an object that is open, and how many keys of the path lead to it.
#[derive(Clone, Copy, Debug)]
enum Open {
    List(usize),
    Object(usize),
}

pub(super) struct JsonScanner<R> {
    input: BufReader<R>,
    /// The keys that lead to the units.
    prefix: Vec<String>,
    open: Vec<Open>,
    line: u32,
    offset: u64,
    is_done: bool,
}

impl<R: Read> JsonScanner<R> {
    pub(super) fn new(input: BufReader<R>, prefix: Vec<String>) -> Self {
        JsonScanner { input, prefix, open: Vec::new(), line: 1, offset: 0, is_done: false }
    }

    /// How many bytes were read so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads the bytes of the next unit into `unit`.
    pub(super) fn next(&mut self, unit: &mut Vec<u8>) -> io::Result<Scanned> {
        while !self.is_done {
            let Some(byte) = self.skip_space()? else {
                self.is_done = true;
                return Ok(match self.open.is_empty() {
                    true => Scanned::End,
                    false => Scanned::Broken(self.line, "the file ends in the middle".to_owned()),
                });
            };
            let found = match (self.open.last().copied(), byte) {
                (Some(Open::List(_)), b']') | (Some(Open::Object(_)), b'}') => {
                    self.open.pop();
                    self.step(byte);
                    continue;
                }
                (Some(_), b',') => {
                    self.step(byte);
                    continue;
                }
                (None, _) => self.value(byte, 0, unit)?,
                (Some(Open::List(keys)), _) => self.value(byte, keys, unit)?,
                (Some(Open::Object(keys)), b'"') => self.entry(keys, unit)?,
                (Some(Open::Object(_)), _) => Some(self.unexpected(byte)),
            };
            match found {
                None => {}
                Some(broken @ Scanned::Broken(..)) => {
                    self.is_done = true;
                    return Ok(broken);
                }
                Some(found) => return Ok(found),
            }
        }
        Ok(Scanned::End)
    }

    /// An entry of an object on the way to the units.
    fn entry(&mut self, keys: usize, unit: &mut Vec<u8>) -> io::Result<Option<Scanned>> {
        if let Some(broken) = self.raw(unit)? {
            return Ok(Some(broken));
        }
        let key: Option<String> = serde_json::from_slice(unit).ok();
        match self.skip_space()? {
            Some(b':') => self.step(b':'),
            Some(byte) => return Ok(Some(self.unexpected(byte))),
            None => return Ok(Some(self.cut())),
        }
        let Some(byte) = self.skip_space()? else { return Ok(Some(self.cut())) };
        if key.is_some() && key.as_ref() == self.prefix.get(keys) {
            return self.value(byte, keys + 1, unit);
        }
        let broken = self.raw(unit)?;
        Ok(broken.filter(|broken| matches!(broken, Scanned::Broken(..))))
    }

    /// A value to which so many keys lead; its first byte is next.
    fn value(&mut self, byte: u8, keys: usize, unit: &mut Vec<u8>) -> io::Result<Option<Scanned>> {
        let is_there = keys == self.prefix.len();
        let open = match byte {
            b'[' => Open::List(keys),
            b'{' if !is_there => Open::Object(keys),
            _ => {
                let line = self.line;
                return Ok(match self.raw(unit)? {
                    None if is_there && unit.as_slice() != b"null" => Some(Scanned::Unit(line)),
                    None => None,
                    Some(Scanned::TooLong(_)) if !is_there => None,
                    Some(found) => Some(found),
                });
            }
        };
        if self.open.len() >= JSON_DEPTH_MAX {
            return Ok(Some(Scanned::Broken(self.line, format!("lists lie deeper than {JSON_DEPTH_MAX} levels"))));
        }
        self.open.push(open);
        self.step(byte);
        Ok(None)
    }

    /// Reads one value as it is; nothing when all of it is in `unit`.
    fn raw(&mut self, unit: &mut Vec<u8>) -> io::Result<Option<Scanned>> {
        unit.clear();
        let start = self.line;
        let (mut depth, mut in_string, mut escaped, mut bytes) = (0_u64, false, false, 0_usize);
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                let is_number = depth == 0 && !in_string && bytes > 0;
                return Ok((!is_number).then(|| self.cut()));
            }
            let (mut used, mut is_end) = (0, false);
            for &byte in chunk {
                if bytes == 0 && !matches!(byte, b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') {
                    return Ok(Some(self.unexpected(byte)));
                }
                if depth == 0 && !in_string && bytes > 0 && (byte.is_ascii_whitespace() || b",]}:".contains(&byte)) {
                    is_end = true;
                    break;
                }
                used += 1;
                bytes += 1;
                self.line += u32::from(byte == b'\n');
                if bytes <= RECORD_BYTES_MAX {
                    unit.push(byte);
                }
                match (in_string, byte) {
                    (true, _) if escaped => escaped = false,
                    (true, b'\\') => escaped = true,
                    (true, b'"') => in_string = false,
                    (true, _) => continue,
                    (false, b'"') => in_string = true,
                    (false, b'{' | b'[') => depth += 1,
                    (false, b'}' | b']') => depth = depth.saturating_sub(1),
                    (false, _) => continue,
                }
                if depth == 0 && !in_string {
                    is_end = true;
                    break;
                }
            }
            self.offset += used as u64;
            self.input.consume(used);
            if is_end {
                return Ok((bytes > RECORD_BYTES_MAX).then_some(Scanned::TooLong(start)));
            }
        }
    }

    /// Passes space, and the mark that some tools put first; gives the byte behind it.
    fn skip_space(&mut self) -> io::Result<Option<u8>> {
        loop {
            let Some(&byte) = self.input.fill_buf()?.first() else { return Ok(None) };
            let is_mark = self.offset < 3 && matches!(byte, 0xEF | 0xBB | 0xBF);
            if !byte.is_ascii_whitespace() && !is_mark {
                return Ok(Some(byte));
            }
            self.step(byte);
        }
    }

    fn step(&mut self, byte: u8) {
        self.line += u32::from(byte == b'\n');
        self.offset += 1;
        self.input.consume(1);
    }

    fn cut(&self) -> Scanned {
        Scanned::Broken(self.line, "the file ends in the middle".to_owned())
    }

    fn unexpected(&self, byte: u8) -> Scanned {
        let what = match byte {
            b'<' => "it is HTML and not JSON".to_owned(),
            b' '..=b'~' => format!("`{}` is not expected here", char::from(byte)),
            _ => "it is not JSON".to_owned(),
        };
        Scanned::Broken(self.line, what)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Every unit as `line: bytes`, and how it ends.
    fn units(text: &str, prefix: &[&str]) -> Vec<String> {
        let prefix = prefix.iter().map(|key| (*key).to_owned()).collect();
        let mut scanner = JsonScanner::new(BufReader::with_capacity(3, Cursor::new(text)), prefix);
        let (mut unit, mut units) = (Vec::new(), Vec::new());
        loop {
            units.push(match scanner.next(&mut unit).expect("bytes") {
                Scanned::Unit(line) => format!("{line}: {}", String::from_utf8_lossy(&unit)),
                Scanned::TooLong(line) => format!("{line}: too long"),
                Scanned::Broken(line, why) => format!("{line}! {why}"),
                Scanned::End => return units,
            });
        }
    }

    #[test]
    fn units_are_found_however_pages_are_put_together() {
        let expected = ["1: {\"a\":1}", "2: {\"a\":[{}]}"];
        for text in [
            "[{\"a\":1},\n{\"a\":[{}]}]",
            "{\"a\":1}\n{\"a\":[{}]}\n",
            "[{\"a\":1}]\n[{\"a\":[{}]}]",
            "[[{\"a\":1}],[\n{\"a\":[{}]}]]",
            "\u{feff} [{\"a\":1},\n null, {\"a\":[{}]} ] ",
        ] {
            assert_eq!(units(text, &[]), expected, "{text}");
        }
        for text in [
            "{\"total\":2,\"issues\":[{\"a\":1},\n{\"a\":[{}]}],\"last\":true}",
            "[{\"issues\":[{\"a\":1}]},\n{\"issues\":[{\"a\":[{}]}]}]",
            "{\"issues\":[{\"a\":1}]}\n{\"names\":{\"issues\":[7]},\"issues\":[{\"a\":[{}]}]}",
        ] {
            assert_eq!(units(text, &["issues"]), expected, "{text}");
        }
        assert_eq!(units("{\"data\":{\"x\":0,\"nodes\":[{}]}}", &["data", "nodes"]), ["1: {}"]);
        assert_eq!(units("{\"\\u0069ssues\":[\"}\\\"]\"]}", &["issues"]), ["1: \"}\\\"]\""]);
        assert_eq!(units("", &[]), [] as [&str; 0]);
        assert_eq!(units("{\"message\":\"no\"}", &["issues"]), [] as [&str; 0]);
    }

    #[test]
    fn what_is_cut_or_no_json_keeps_what_came_before() {
        let whole = "{\"issues\":[{\"a\":\"x\"},\n{\"b\":[1,2]}\n]}";
        for end in 1..whole.len() - 1 {
            let found = units(&whole[..end], &["issues"]);
            let last = found.last().expect("an end");
            assert!(last.ends_with("! the file ends in the middle"), "{end}: {found:?}");
            let kept = usize::from(end >= 20) + usize::from(end >= 33);
            assert_eq!(found.len() - 1, kept, "{end}: {found:?}");
        }
        assert_eq!(units("<!DOCTYPE html>", &[]), ["1! it is HTML and not JSON"]);
        assert_eq!(units("[{}\n x]", &[]), ["1: {}", "2! `x` is not expected here"]);
        assert_eq!(units("{\"issues\" 1}", &["issues"]), ["1! `1` is not expected here"]);
        assert_eq!(units(&"[".repeat(9_999), &[]), [format!("1! lists lie deeper than {JSON_DEPTH_MAX} levels")]);
        let long = format!("[{{\"a\":\"{}\"}},\n{{}}]", "x".repeat(RECORD_BYTES_MAX));
        assert_eq!(units(&long, &[]), ["1: too long", "2: {}"]);
    }

    proptest::proptest! {
        /// Whatever the bytes are, it ends, and gives no more bytes than there are.
        #[test]
        fn any_bytes_come_to_an_end(text in "[\\[\\]{}\",:1 a\\\\\n]{0,80}") {
            let given: usize = units(&text, &["a"]).iter().filter(|unit| !unit.contains('!')).map(|unit| unit.len() - 3).sum();
            proptest::prop_assert!(given <= text.len());
        }
    }
}
