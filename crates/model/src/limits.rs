//! How much work an input may make, in one table. Whoever runs the program moves a limit with `--limit NAME=N`; nothing
//! in the input can. Whatever is beyond a limit is refused in words that name it.
//!
//! Limits that bound single values, such as the bytes of a path, cannot be moved; the reference lists them too.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::diagnostic::nearest;
use crate::record::short;

/// The most of something that is read.
pub struct Limit {
    /// Its name, for `--limit`.
    pub key: &'static str,
    /// What it bounds, as the end of the sentence "The most ...".
    pub doc: &'static str,
    /// What is counted, in the plural.
    pub unit: &'static str,
    /// How much, unless it is moved.
    pub default: u64,
    /// How far it can be moved.
    pub highest: u64,
    /// What it was moved to; 0 where it was not.
    moved: AtomicU64,
}

macro_rules! limits {
    ($($name:ident $key:literal $doc:literal $default:expr, $unit:literal, up to $highest:expr;)*) => {
        $(
            #[doc = concat!("The most ", $doc, ".")]
            pub static $name: Limit = Limit {
                key: $key, doc: $doc, unit: $unit, default: $default, highest: $highest, moved: AtomicU64::new(0),
            };
        )*
        /// Every limit that can be moved, in the order of the reference.
        pub static LIMITS: &[&Limit] = &[$(&$name,)*];
    };
}

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

limits! {
    ORGANIZATION_FILES "organization-files" "TOML files below the organization's folder" 20_000, "files", up to 1_000_000;
    ORGANIZATION_DEPTH "organization-depth" "folders inside each other below the organization's folder" 32, "folders", up to 1_000;
    ORGANIZATION_WALK "organization-walk" "files and folders of any kind that are looked at below the organization's folder" 200_000, "entries", up to 10_000_000;
    ORGANIZATION_FILE_BYTES "organization-file-bytes" "bytes of a file of the organization" 32 * MIB, "bytes", up to GIB;
    ORGANIZATION_STATEMENTS "organization-file-statements" "headers and keys of a file of the organization, and of the settings" 1_000_000, "statements", up to 10_000_000;
    ORGANIZATION_BYTES "organization-bytes" "bytes of all files of the organization together" 256 * MIB, "bytes", up to 8 * GIB;
    SETTINGS_BYTES "settings-bytes" "bytes of the settings, and of the agreement" MIB, "bytes", up to 64 * MIB;
    ENTITIES "entities" "entries of an organization: people, teams, initiatives and all others" 1_000_000, "entries", up to 20_000_000;
    SHEET_FILE_BYTES "sheet-file-bytes" "bytes of a spreadsheet that `init --from` reads" 32 * MIB, "bytes", up to GIB;
    SHEET_UNPACKED_BYTES "sheet-unpacked-bytes" "bytes of a workbook when unpacked" 64 * MIB, "bytes", up to 4 * GIB;
    SHEET_PARTS "sheet-parts" "parts of a workbook: sheets, styles, pictures" 4_096, "parts", up to 65_535;
    SHEETS "sheets" "sheets of a workbook" 256, "sheets", up to 10_000;
    SHEET_ROWS "sheet-rows" "rows of a sheet" 100_000, "rows", up to 10_000_000;
    SHEET_COLUMNS "sheet-columns" "columns of a sheet" 1_024, "columns", up to 16_384;
    SHEET_CELLS "sheet-cells" "cells of a spreadsheet, over all its sheets" 2_000_000, "cells", up to 200_000_000;
    SOURCE_FILE_BYTES "source-file-bytes" "bytes of a file of a source" 2 * GIB, "bytes", up to 64 * GIB;
}

impl Limit {
    /// How much.
    pub fn get(&self) -> u64 {
        match self.moved.load(Ordering::Relaxed) {
            0 => self.default,
            moved => moved,
        }
    }

    /// How much, as a size in memory.
    pub fn size(&self) -> usize {
        usize::try_from(self.get()).unwrap_or(usize::MAX)
    }

    /// Whether so much is beyond it.
    pub fn is_passed_by(&self, count: u64) -> bool {
        count > self.get()
    }

    /// How to move it.
    pub fn help(&self) -> String {
        format!("`--limit {}={}` reads more", self.key, (self.get().saturating_mul(2)).min(self.highest))
    }

    /// Reads `NAME=N` and moves the limit.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn move_to(text: &str) -> Result<(), String> {
        let (limit, number) = Limit::parse(text)?;
        limit.moved.store(number, Ordering::Relaxed);
        Ok(())
    }

    /// Reads `NAME=N`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<(&'static Limit, u64), String> {
        let (key, number) = text.split_once('=').ok_or("expected a name, `=` and a number, as in sheet-rows=200000")?;
        let (key, number) = (key.trim(), number.trim().replace(['_', ','], ""));
        let Some(limit) = LIMITS.iter().find(|limit| limit.key == key) else {
            let near = nearest(key, LIMITS.iter().map(|limit| limit.key));
            let near =
                near.map_or("docs/reference/limits.md lists them".to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(format!("there is no limit `{}`; {near}", short(key)));
        };
        match number.parse::<u64>() {
            Ok(number) if (1..=limit.highest).contains(&number) => Ok((limit, number)),
            _ => Err(format!("`{key}` goes from 1 to {}", limit.highest)),
        }
    }
}

/// "more than 100,000 rows are not read (--limit sheet-rows)".
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} {} are not read (--limit {})", thousands(self.get().into()), self.unit, self.key)
    }
}

/// A count with a comma at every thousand: `12,503`.
pub fn thousands(number: u128) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_limit_can_be_named_and_moved_within_its_range() {
        let keys: BTreeSet<&str> = LIMITS.iter().map(|limit| limit.key).collect();
        assert_eq!(keys.len(), LIMITS.len());
        for limit in LIMITS {
            assert!((1..=limit.highest).contains(&limit.default), "{}", limit.key);
            let parse = |number: u64| Limit::parse(&format!("{}={number}", limit.key)).map(|(_, number)| number);
            assert_eq!((parse(1), parse(limit.highest)), (Ok(1), Ok(limit.highest)));
            assert!(parse(0).is_err() && parse(limit.highest + 1).is_err(), "{}", limit.key);
            assert!(!limit.is_passed_by(limit.get()) && limit.is_passed_by(limit.get() + 1));
            assert!(limit.to_string().contains(limit.key) && limit.help().contains(limit.key));
        }
        assert_eq!(
            Limit::parse("sheet-rows = 200_000").map(|(limit, number)| (limit.key, number)),
            Ok(("sheet-rows", 200_000))
        );
        assert!(Limit::parse("sheet-row=1").err().is_some_and(|why| why.contains("did you mean `sheet-rows`?")));
        assert_eq!(SHEET_ROWS.to_string(), "more than 100,000 rows are not read (--limit sheet-rows)");
    }
}
