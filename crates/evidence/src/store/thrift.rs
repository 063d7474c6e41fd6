//! A look over the footer of a Parquet file before a library reads it: a list of the Thrift compact protocol states how
//! long it is, and the library believes it, element after element, also where no byte is left.
//!
//! Input: the bytes of the footer. Output: whether every list has room for what it states.

/// How deep values may stand inside each other: those of a footer go to six.
const DEPTH_MAX: u32 = 16;

/// Whether these bytes begin with a struct in which no list states more elements than there are bytes for.
pub(super) fn has_room_for_its_lists(mut bytes: &[u8]) -> bool {
    fields(&mut bytes, 0).is_some()
}

fn fields(rest: &mut &[u8], depth: u32) -> Option<()> {
    if depth > DEPTH_MAX {
        return None;
    }
    loop {
        let head = byte(rest)?;
        if head == 0 {
            return Some(());
        }
        if head >> 4 == 0 {
            number(rest)?;
        }
        // A flag of a field stands in its type.
        if !matches!(head & 0x0f, 1 | 2) {
            value(rest, head & 0x0f, depth + 1)?;
        }
    }
}

fn value(rest: &mut &[u8], kind: u8, depth: u32) -> Option<()> {
    if depth > DEPTH_MAX {
        return None;
    }
    match kind {
        3 => byte(rest).map(drop),
        4..=6 => number(rest).map(drop),
        7 => skip(rest, 8),
        8 => {
            let length = number(rest)?;
            skip(rest, length)
        }
        9 | 10 => {
            let head = byte(rest)?;
            let count = if head >> 4 == 15 { number(rest)? } else { u64::from(head >> 4) };
            elements(rest, count, &[head & 0x0f], depth)
        }
        11 => {
            let count = number(rest)?;
            let kinds = if count == 0 { 0 } else { byte(rest)? };
            elements(rest, count, &[kinds >> 4, kinds & 0x0f], depth)
        }
        12 => fields(rest, depth),
        13 => skip(rest, 16),
        // Of flags no footer has a list, and readers differ in how many bytes one takes.
        _ => None,
    }
}

fn elements(rest: &mut &[u8], count: u64, kinds: &[u8], depth: u32) -> Option<()> {
    if count > rest.len() as u64 {
        return None;
    }
    (0..count).try_for_each(|_| kinds.iter().try_for_each(|kind| value(rest, *kind, depth + 1)))
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, more) = rest.split_first()?;
    *rest = more;
    Some(*first)
}

fn skip(rest: &mut &[u8], count: u64) -> Option<()> {
    *rest = rest.get(usize::try_from(count).ok()?..)?;
    Some(())
}

/// A number in groups of seven bits, the lowest first.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut sum = 0_u64;
    for shift in (0..64).step_by(7) {
        let part = byte(rest)?;
        sum |= u64::from(part & 0x7f) << shift;
        if part < 0x80 {
            return Some(sum);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::has_room_for_its_lists as fits;

    #[test]
    fn lists_state_no_more_than_there_is_room_for() {
        // Field 1, a list of two numbers; the same with three stated, with a long count, and of flags.
        assert!(fits(&[0x19, 0x25, 1, 1, 0]));
        assert!(!fits(&[0x19, 0x45, 1, 1, 0]));
        assert!(!fits(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x07, 0]));
        assert!(!fits(&[0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x07, 0]));
        assert!(!fits(&[0x1c; 100]), "structs without end");
        assert!(!fits(&[]));
    }
}
