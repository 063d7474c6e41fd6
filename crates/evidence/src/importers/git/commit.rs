//! The bytes of a commit, and what they say: ids, people, days, trailers. Every function takes any bytes.

use gix::ObjectId;
use gix::bstr::ByteSlice;
use onethread_model::Day;

use super::limits::NAME_BYTES_MAX;

/// The days that a history may speak of: before lies the beginning of all clocks, and what comes after is no plan that
/// anybody made. Days beyond are moved to the nearest of them and counted.
const DAYS: [(i16, i8, i8); 2] = [(1970, 1, 2), (2099, 12, 31)];

/// A commit as stored.
#[derive(Clone, Copy, Debug)]
pub struct RawCommit<'a> {
    /// The id of its tree, in hexadecimal digits.
    tree: &'a [u8],
    /// The lines of its parents.
    parents: &'a [u8],
    /// Name, address and time of the author; empty when there is none.
    pub author: &'a [u8],
    /// The same of the committer.
    pub committer: &'a [u8],
    /// Subject, body and trailers.
    pub message: &'a [u8],
}

impl<'a> RawCommit<'a> {
    /// Reads the bytes of a commit; `None` when they do not begin as one.
    pub fn read(bytes: &'a [u8]) -> Option<RawCommit<'a>> {
        let (tree, mut rest) = line(bytes, b"tree ")?;
        let parents_start = bytes.len() - rest.len();
        while let Some((_, after)) = line(rest, b"parent ") {
            rest = after;
        }
        let parents = bytes.get(parents_start..bytes.len() - rest.len())?;
        let mut commit = RawCommit { tree, parents, author: b"", committer: b"", message: b"" };
        if let Some((author, after)) = line(rest, b"author ") {
            (commit.author, rest) = (author, after);
        }
        if let Some((committer, after)) = line(rest, b"committer ") {
            (commit.committer, rest) = (committer, after);
        }
        // Further lines, such as a signature, end at the first empty one.
        commit.message = match rest.first() {
            Some(b'\n') => rest.get(1..).unwrap_or_default(),
            _ => rest.find(b"\n\n").and_then(|at| rest.get(at + 2..)).unwrap_or_default(),
        };
        commit.tree().map(|_| commit)
    }

    /// The id of its tree.
    pub fn tree(&self) -> Option<ObjectId> {
        ObjectId::from_hex(self.tree).ok()
    }

    /// The ids of its parents, in order; those that are no ids are left out.
    pub fn parents(&self) -> impl Iterator<Item = ObjectId> + use<'a> {
        self.parents.split(|byte| *byte == b'\n').filter_map(|line| {
            let id = line.strip_prefix(b"parent ")?;
            ObjectId::from_hex(id).ok()
        })
    }

    /// When it was committed, in seconds since 1970; 0 when nothing can be read.
    pub fn committed(&self) -> i64 {
        Signature::read(self.committer).seconds
    }

    /// The first paragraph, which may go over several lines.
    pub fn subject(&self) -> &'a [u8] {
        let message = self.message.trim_start_with(|c| c == '\n');
        message.find(b"\n\n").and_then(|end| message.get(..end)).unwrap_or(message).trim_end()
    }

    /// The trailers, as key and value: the lines `Key: value` of the last paragraph, when that is not the first.
    pub fn trailers(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        trailers(self.message)
    }
}

/// The rest of a line that begins like this, and what comes after the line.
fn line<'a>(bytes: &'a [u8], start: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let rest = bytes.strip_prefix(start)?;
    let end = rest.find_byte(b'\n')?;
    Some((rest.get(..end)?, rest.get(end + 1..)?))
}

/// The trailers of a message, as key and value: the lines `Key: value` of its last paragraph. A message of one
/// paragraph has none.
pub fn trailers(message: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let message = message.trim_end();
    let last = match message.rfind(b"\n\n") {
        Some(at) => message.get(at + 2..).unwrap_or_default(),
        None => b"",
    };
    last.lines().filter_map(|line| {
        let colon = line.find_byte(b':')?;
        let (key, value) = (line.get(..colon)?, line.get(colon + 1..)?);
        let is_key = !key.is_empty() && key.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        is_key.then(|| (key, value.trim()))
    })
}

/// A person and a time, as commits have them: `Name <address> seconds zone`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    /// The name, without surrounding space.
    pub name: &'a [u8],
    /// What stands between the angle brackets.
    pub address: &'a [u8],
    /// Seconds since 1970; 0 when nothing can be read, and the largest or smallest number for a larger or smaller one.
    pub seconds: i64,
}

impl<'a> Signature<'a> {
    /// Reads a signature out of any bytes; what is not there is empty. Names and addresses beyond
    /// [`NAME_BYTES_MAX`] are cut.
    pub fn read(bytes: &'a [u8]) -> Signature<'a> {
        let open = bytes.find_byte(b'<').unwrap_or(bytes.len());
        let close = bytes.rfind_byte(b'>').filter(|close| *close > open).unwrap_or(bytes.len());
        let part = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default().trim();
        let cut = |bytes: &'a [u8]| bytes.get(..NAME_BYTES_MAX).unwrap_or(bytes);
        Signature {
            name: cut(part(0, open)),
            address: cut(part(open + 1, close)),
            seconds: seconds(part(close + 1, bytes.len())),
        }
    }
}

/// The number at the start of a text.
fn seconds(text: &[u8]) -> i64 {
    let (is_negative, digits) = match text.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = digits.iter().take_while(|byte| byte.is_ascii_digit());
    let number = digits.fold(0_i64, |number, digit| number.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    if is_negative { -number } else { number }
}

/// The day of a time in seconds since 1970, in UTC, and whether it had to be moved: a history speaks of 1970-01-02 to
/// 2099-12-31.
pub fn day_of(seconds: i64) -> (Day, bool) {
    let [first, last] =
        DAYS.map(|(year, month, day)| Day::from_ymd(year, month, day).map_or(0, |day| day.epoch_days()));
    let days = seconds.div_euclid(86_400);
    let within = days.clamp(i64::from(first), i64::from(last));
    (Day::from_epoch_days(within as i32), within != days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_read_with_what_stands_between() {
        let bytes = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nparent 1111111111111111111111111111111111111111\n\
            parent 2222222222222222222222222222222222222222\nauthor Ada Example <ada@example.org> 1700000000 +0100\n\
            committer Bo <bo@example.org> 1700000001 -0800\ngpgsig -----BEGIN\n abc\n -----END\nencoding latin-1\n\n\
            Subject\nof two lines\n\nBody: none\n\nReviewed-by: Bo <bo@example.org>\nCo-authored-by:Cy <cy@example.org>\n";
        let commit = RawCommit::read(bytes).expect("a commit");
        assert_eq!(commit.parents().count(), 2);
        assert_eq!(commit.committed(), 1_700_000_001);
        assert_eq!(commit.subject(), b"Subject\nof two lines");
        let trailers: Vec<_> = commit.trailers().map(|(key, value)| [key.as_bstr(), value.as_bstr()]).collect();
        assert_eq!(trailers, [["Reviewed-by", "Bo <bo@example.org>"], ["Co-authored-by", "Cy <cy@example.org>"]]);
        let ada = Signature::read(commit.author);
        assert_eq!((ada.name, ada.address, ada.seconds), (&b"Ada Example"[..], &b"ada@example.org"[..], 1_700_000_000));
        assert!(RawCommit::read(b"tree xyz\n\n").is_none());
        assert!(RawCommit::read(b"").is_none());
    }

    #[test]
    fn signatures_that_nobody_should_write_are_read_as_far_as_they_go() {
        let read = |text: &'static str| {
            let Signature { name, address, seconds } = Signature::read(text.as_bytes());
            (name.to_str().expect("text"), address.to_str().expect("text"), seconds)
        };
        assert_eq!(read(""), ("", "", 0));
        assert_eq!(read("Ada"), ("Ada", "", 0));
        assert_eq!(read("Ada <a"), ("Ada", "a", 0));
        assert_eq!(read("Ada <a@b> x"), ("Ada", "a@b", 0));
        assert_eq!(read("Ada <a <b@c>> -5 +0000"), ("Ada", "a <b@c>", -5));
        assert_eq!(read("<> 99999999999999999999 +0000"), ("", "", i64::MAX));
        assert_eq!(day_of(1_700_000_000), (Day::parse("2023-11-14").expect("a day"), false));
        assert_eq!(day_of(86_400), (Day::parse("1970-01-02").expect("a day"), false));
        assert_eq!(day_of(0), (Day::parse("1970-01-02").expect("a day"), true));
        assert_eq!(day_of(i64::MAX), (Day::parse("2099-12-31").expect("a day"), true));
        assert_eq!(day_of(i64::MIN), (Day::parse("1970-01-02").expect("a day"), true));
    }
}
