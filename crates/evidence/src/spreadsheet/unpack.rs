//! How large a workbook is when unpacked, before anything is kept of it.
//!
//! What a ZIP file states of its parts may be a lie, so every part is unpacked once into nothing and counted.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use onethread_model::limits::{SHEET_PARTS, SHEET_UNPACKED_BYTES};

/// The end of the name of the part that holds the texts of all sheets, in lower case.
const SHARED: &str = "sharedstrings.xml";

/// Checks the sizes.
///
/// # Errors
/// A clause that says what is wrong with the file, and the fix.
pub(super) fn check(bytes: &[u8]) -> Result<(), (String, &'static str)> {
    let broken = || {
        (
            "it is a broken workbook, perhaps cut in the middle: its list of parts cannot be found".to_owned(),
            "export or save it again",
        )
    };
    let (count, mut at) = directory(bytes).ok_or_else(broken)?;
    if SHEET_PARTS.is_passed_by(count as u64) {
        let what = format!("it has {count} parts; {SHEET_PARTS}");
        return Err((what, "save the sheets that matter as CSV"));
    }
    let mut left = SHEET_UNPACKED_BYTES.get();
    for _ in 0..count {
        let part = part(bytes, at).ok_or_else(broken)?;
        if part.flags & 1 == 1 {
            return Err(("it has a password".to_owned(), "take the password off, or save it as CSV"));
        }
        let mut packed: Box<dyn Read + '_> = match part.method {
            0 => Box::new(part.packed),
            8 => Box::new(DeflateDecoder::new(part.packed)),
            other => {
                let what = format!("a part is packed by method {other}, which is not read");
                return Err((what, "save it again as .xlsx or as CSV"));
            }
        };
        let mut texts = Vec::new();
        let unpacked = if part.name.to_ascii_lowercase().ends_with(SHARED) {
            packed.take(left + 1).read_to_end(&mut texts).map(|bytes| bytes as u64)
        } else {
            io::copy(&mut packed.by_ref().take(left + 1), &mut io::sink())
        };
        let unpacked =
            unpacked.map_err(|_| ("it is a broken workbook: a part cannot be unpacked".to_owned(), "save it again"))?;
        if states_more_than(&texts) {
            return Err((
                "it is a broken workbook: it states more texts than it has room for".to_owned(),
                "save it again",
            ));
        }
        if unpacked > left {
            let what = format!("it unpacks to too much: {SHEET_UNPACKED_BYTES}");
            return Err((what, "keep only the sheets and columns of a roster or a list of initiatives"));
        }
        left -= unpacked;
        at = part.next;
    }
    Ok(())
}

/// A part by its path, unpacked as it is read and no further than the limit. Sizes were checked before.
pub(super) fn open<'b>(bytes: &'b [u8], path: &str) -> Option<Box<dyn Read + 'b>> {
    let (count, mut at) = directory(bytes)?;
    for _ in 0..count {
        let part = part(bytes, at)?;
        if part.name.eq_ignore_ascii_case(path) {
            let limit = SHEET_UNPACKED_BYTES.get();
            return match part.method {
                0 => Some(Box::new(part.packed.take(limit))),
                _ => Some(Box::new(DeflateDecoder::new(part.packed).take(limit))),
            };
        }
        at = part.next;
    }
    None
}

/// Whether a list of shared texts states that it has more of them than it has bytes. Readers make room for as many as
/// are stated, and no system has room for all that can be stated.
fn states_more_than(texts: &[u8]) -> bool {
    // In UTF-16 every other byte is a zero.
    let plain: Cow<'_, [u8]> = match texts.contains(&0) {
        true => texts.iter().copied().filter(|byte| *byte != 0).collect(),
        false => Cow::Borrowed(texts),
    };
    // The capital is what is rare.
    let capitals = plain.iter().enumerate().filter(|(_, byte)| **byte == b'C').map(|(at, _)| plain.split_at(at));
    let mut stated = capitals.filter(|(before, _)| before.ends_with(b"unique")).map(|(_, rest)| {
        let rest = rest.iter().skip_while(|byte| !byte.is_ascii_digit());
        rest.take_while(|byte| byte.is_ascii_digit())
            .fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    });
    stated.any(|stated| stated > texts.len() as u64)
}

struct Part<'b> {
    name: String,
    flags: u16,
    method: u16,
    packed: &'b [u8],
    next: usize,
}

fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    // The end of the directory stands before a comment of at most 65,535 bytes.
    let from = bytes.len().saturating_sub(65_535 + 22);
    let end = bytes.get(from..)?.windows(4).rposition(|window| window == b"PK\x05\x06")? + from;
    Some((usize::from(u16_at(bytes, end + 10)?), u32_at(bytes, end + 16)? as usize))
}

fn part(bytes: &[u8], at: usize) -> Option<Part<'_>> {
    if bytes.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
        return None;
    }
    let sizes = |offset| u16_at(bytes, at + offset).map(usize::from);
    let (packed_bytes, local) = (u32_at(bytes, at + 20)? as usize, u32_at(bytes, at + 42)? as usize);
    let start = local.checked_add(30)?
        + usize::from(u16_at(bytes, local.checked_add(26)?)?)
        + usize::from(u16_at(bytes, local.checked_add(28)?)?);
    let name = at.checked_add(46)?;
    Some(Part {
        name: String::from_utf8_lossy(bytes.get(name..name.checked_add(sizes(28)?)?)?).into_owned(),
        flags: u16_at(bytes, at + 8)?,
        method: u16_at(bytes, at + 10)?,
        packed: bytes.get(start..start.checked_add(packed_bytes)?)?,
        next: at + 46 + sizes(28)? + sizes(30)? + sizes(32)?,
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
