//! Ids that are made and not written by people.

use std::collections::BTreeSet;

/// The intended id, with a free number from 2 on behind it where someone else has it: the first one, as long as those
/// that are taken have no gap. It is taken from then on.
pub fn unique(wished: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(wished.clone()) {
        return wished;
    }
    // A hundred thousand may wish for one id, and each asking for all before it would be the square of that.
    let is_taken = |number: u64| taken.contains(&format!("{wished}-{number}"));
    let (mut low, mut high) = (1, 2);
    while is_taken(high) {
        (low, high) = (high, high * 2);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_taken(middle) { low = middle } else { high = middle }
    }
    let id = format!("{wished}-{high}");
    taken.insert(id.clone());
    id
}

/// Most characters of an id that stand in the name of a file.
const STEM_CHARS_MAX: usize = 100;

/// The name of a file for an id, without an ending: one that every system takes, of the characters of the id that are
/// safe. Where that does not tell ids apart, a checksum does. It never begins with a dot and has no separator in it.
pub fn file_stem(id: &str) -> String {
    const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = id.chars().take(STEM_CHARS_MAX).map(safe).collect();
    let lower = name.to_ascii_lowercase();
    // A device stays one, whatever stands behind a dot.
    let device = lower.split('.').next().unwrap_or_default();
    let port = device.strip_prefix("com").or(device.strip_prefix("lpt")).is_some_and(|rest| rest.len() == 1);
    let is_odd = name != id || name.is_empty() || name.starts_with(['.', '-']) || name.ends_with('.');
    if is_odd || port || RESERVED.contains(&device) { with_checksum(&name, id) } else { name }
}

/// The name of a file for an id that differs from all that are taken, also on systems to which letters of both sizes
/// are the same.
pub fn free_file_stem(id: &str, taken: &[String]) -> String {
    let stem = file_stem(id);
    if taken.iter().any(|other| other.eq_ignore_ascii_case(&stem)) { with_checksum(&stem, id) } else { stem }
}

fn with_checksum(name: &str, id: &str) -> String {
    // A device with something behind it is none.
    let name = name.trim_start_matches(['.', '-']).replace('.', "-");
    format!("{}-{:016x}", if name.is_empty() { "id" } else { &name }, checksum(id))
}

/// FNV-1a. It tells a changed text from an unchanged one; it guards against nobody.
pub fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_added_where_an_id_is_taken() {
        let mut taken = BTreeSet::from(["a".to_owned(), "a-2".to_owned()]);
        let ids = ["b", "a", "a", "b"].map(|wished| unique(wished.to_owned(), &mut taken));
        assert_eq!(ids, ["b", "a-3", "a-4", "b-2"]);
        let mut taken = BTreeSet::new();
        let many: Vec<String> = (0..100_000).map(|_| unique("x".to_owned(), &mut taken)).collect();
        assert_eq!((many[0].as_str(), many[1].as_str(), many[99_999].as_str()), ("x", "x-2", "x-100000"));
    }

    #[test]
    fn names_of_files_are_safe_and_apart() {
        assert_eq!(file_stem("1234-returns_v1.2"), "1234-returns_v1.2");
        assert_eq!(free_file_stem("returns", &["Returns".to_owned()]), format!("returns-{:016x}", checksum("returns")));
        for id in [
            "../../etc/passwd",
            "..",
            ".hidden",
            "con",
            "COM1",
            "nul.txt",
            "lpt9.",
            "a/b",
            "a\\b",
            "a\nb",
            "\u{fc}",
            "",
            "-rf",
            "a.",
            "a b",
            "a:b",
            "\u{202e}gpj",
            &"x".repeat(300),
        ] {
            let name = file_stem(id);
            let device = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
            assert!(
                name.len() < 130 && !name.starts_with(['.', '-']) && !name.contains(['/', '\\', '\n', ':']),
                "{name}"
            );
            assert!(!["con", "nul", "com1", "lpt9"].contains(&device.as_str()), "{name}");
            assert!(name.contains(&format!("{:016x}", checksum(id))), "{name}");
        }
    }
}
