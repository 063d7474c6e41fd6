//! JSON Lines as records: one object a line.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use serde_json::Value;

use super::limits::{COLUMNS_MAX, RECORD_BYTES_MAX};
use super::path::{CellPath, Located, scalar};
use super::records::{BYTE_ORDER_MARK, Header, Record, column_name};

pub(super) struct JsonRecords<R> {
    input: BufReader<R>,
    bytes: Vec<u8>,
    line: u32,
    /// Bytes so far.
    offset: u64,
    /// Whether the line that was read last had no end.
    is_open: bool,
    /// Columns that lie below the keys of a record.
    paths: Vec<(usize, CellPath)>,
}

impl<R: Read + Seek> JsonRecords<R> {
    pub(super) fn new(input: BufReader<R>) -> Self {
        JsonRecords { input, bytes: Vec::new(), line: 0, offset: 0, is_open: false, paths: Vec::new() }
    }

    /// The same, with columns for these names that are paths and no keys.
    pub(super) fn with_paths(mut self, wanted: &[&str], header: &mut Header) -> Self {
        for name in wanted.iter().filter(|name| name.contains(['.', '[', '|', '{'])) {
            if header.find(name).is_none() {
                self.paths.push((header.push(name), CellPath::parse(name)));
            }
        }
        self
    }

    /// Goes on after so many bytes and lines.
    pub(super) fn go_on(&mut self, offset: u64, lines: u32) -> io::Result<()> {
        (self.line, self.offset) = (lines, offset);
        self.input.seek(SeekFrom::Start(offset)).map(|_| ())
    }

    /// How many bytes were read so far, of lines that are not too long.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Lines so far, and whether the last one may still grow.
    pub(super) fn ending(&self) -> (u32, bool) {
        (self.line, self.is_open)
    }

    pub(super) fn next(&mut self, header: &mut Header, record: &mut Record) -> io::Result<bool> {
        loop {
            self.bytes.clear();
            let most = RECORD_BYTES_MAX as u64 + 1;
            if self.input.by_ref().take(most).read_until(b'\n', &mut self.bytes)? == 0 {
                return Ok(false);
            }
            self.line = self.line.saturating_add(1);
            self.offset += self.bytes.len() as u64;
            let mut line = self.bytes.as_slice();
            if self.line == 1 {
                line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line);
            }
            let whole = line.ends_with(b"\n");
            self.is_open = !whole;
            if line.trim_ascii().is_empty() && line.len() <= RECORD_BYTES_MAX {
                continue;
            }
            record.start(self.line);
            if !whole && line.len() > RECORD_BYTES_MAX {
                self.input.skip_until(b'\n')?;
                record.broken = Some("is longer than 8 MiB".to_owned());
            } else if let Err(why) = read_object(line.trim_ascii(), &self.paths, header, record) {
                record.broken = Some(why);
            }
            return Ok(true);
        }
    }
}

fn read_object(
    line: &[u8],
    paths: &[(usize, CellPath)],
    header: &mut Header,
    record: &mut Record,
) -> Result<(), String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| {
        // Its own line is always 1, which would only confuse.
        let text = error.to_string();
        let text = text.split(" at line ").next().unwrap_or_default();
        format!("is not JSON: {text} (column {})", error.column())
    })?;
    let object = match &value {
        Value::Object(object) => object,
        Value::Array(_) => return Err("is a JSON list where an object is expected".to_owned()),
        _ => return Err("is a JSON value where an object is expected".to_owned()),
    };
    let new = object.keys().filter(|key| header.find(&column_name(key)).is_none()).count();
    if header.len() + new > COLUMNS_MAX {
        return Err(format!("brings the number of different keys above the limit of {COLUMNS_MAX}"));
    }
    for (key, value) in object {
        let key = column_name(key);
        if key.is_empty() {
            continue;
        }
        let column = header.find(&key).unwrap_or_else(|| header.push(&key));
        match value {
            Value::Null => record.put_null(column),
            Value::Array(items) => match items.iter().map(scalar).collect::<Option<Vec<String>>>() {
                Some(texts) => record.put_list(column, texts.iter().map(String::as_str)),
                None => record.put_nested(column),
            },
            value => match scalar(value) {
                Some(text) => record.put_text(column, text.as_bytes()),
                None => record.put_nested(column),
            },
        }
    }
    for (column, path) in paths {
        record.put_found(*column, path.find(&Located { value: &value, around: Vec::new() }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Every record as `line: cells`, or `line! reason`.
    fn records(text: &str) -> Vec<String> {
        let mut records = JsonRecords::new(BufReader::with_capacity(5, Cursor::new(text)));
        let (mut header, mut record) = (Header::default(), Record::default());
        let mut lines = Vec::new();
        while records.next(&mut header, &mut record).expect("bytes") {
            let line = record.line;
            lines.push(match &record.broken {
                Some(why) => format!("{line}! {why}"),
                None => {
                    let cell = |(column, name)| format!("{name}={:?}", record.raw(column));
                    format!("{line}: {}", header.names().enumerate().map(cell).collect::<Vec<_>>().join(" "))
                }
            });
        }
        lines
    }

    #[test]
    fn scalars_and_lists_are_cells() {
        assert_eq!(
            records("\u{feff}{\"a\":\"x\",\"b\":1.5}\r\n\n  \n{\"b\":[\"p\",true,null],\"c\":null}"),
            [
                "1: a=Ok(Text(\"x\")) b=Ok(Text(\"1.5\"))",
                "4: a=Ok(Missing) b=Ok(List([\"p\", \"true\", \"\"])) c=Ok(Null)"
            ]
        );
    }

    #[test]
    fn what_is_no_record_says_why() {
        assert_eq!(
            records("[1]\n7\n{\"a\":\n{\"a\" 1}\nnull\n{\"a\":1}"),
            [
                "1! is a JSON list where an object is expected",
                "2! is a JSON value where an object is expected",
                "3! is not JSON: EOF while parsing a value (column 5)",
                "4! is not JSON: expected `:` (column 6)",
                "5! is a JSON value where an object is expected",
                "6: a=Ok(Text(\"1\"))",
            ]
        );
        let deep = "[".repeat(100_000);
        assert_eq!(records(&deep), ["1! is not JSON: recursion limit exceeded (column 128)"]);
    }

    #[test]
    fn a_line_that_is_too_long_is_given_up() {
        let text = format!("{{\"a\":\"{}\"}}\n{{\"a\":1}}", "x".repeat(10 << 20));
        assert_eq!(records(&text), ["1! is longer than 8 MiB", "2: a=Ok(Text(\"1\"))"]);
        let spaces = format!("{}\n{{\"a\":1}}", " ".repeat(10 << 20));
        assert_eq!(records(&spaces), ["1! is longer than 8 MiB", "2: a=Ok(Text(\"1\"))"]);
    }

    #[test]
    fn keys_are_limited() {
        let keys: Vec<String> = (0..=COLUMNS_MAX).map(|key| format!("\"k{key}\":1")).collect();
        let text = format!("{{{}}}", keys.join(","));
        assert_eq!(records(&text), ["1! brings the number of different keys above the limit of 4096"]);
    }
}
