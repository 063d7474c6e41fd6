//! The local key of the pseudonyms: a secret beside the evidence that never enters the user's git.

use std::io;

use onethread_files::{LOCAL_FOLDER as FOLDER, Root};

use crate::people::Pseudonyms;

pub(crate) const FILE: &str = "pseudonym.key";
const KEY_BYTES: usize = 32;
/// More is no key.
const FILE_BYTES_MAX: u64 = 4_096;

/// The pseudonyms of a folder, and where their key comes from.
#[derive(Clone, Debug)]
pub struct LocalKey {
    /// Makes the pseudonyms.
    pub pseudonyms: Pseudonyms,
    /// Where the key comes from.
    pub origin: KeyOrigin,
}

/// Where a key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyOrigin {
    /// It was in `.onethread/pseudonym.key`.
    Kept,
    /// It was made now, and is kept for the next run.
    Made,
    /// It is of this run only: pseudonyms will differ next time.
    ThisRun {
        /// Why it could not be kept, as a clause.
        why: String,
    },
}

/// Reads the key in `<root>/.onethread/pseudonym.key`, or makes one there that only this user may read.
///
/// A folder that cannot be written, or a key file that is damaged, gives a key for this run only. A damaged key file is
/// left as it is, because a new key would change every pseudonym silently.
///
/// # Errors
/// When the system has no random bytes to give.
pub fn pseudonym_key(root: &Root) -> io::Result<LocalKey> {
    let (key, origin) = match read(root) {
        Ok(Some(key)) => (key, KeyOrigin::Kept),
        Ok(None) => {
            let key = random()?;
            keep(root, key).unwrap_or_else(|why| {
                (key, KeyOrigin::ThisRun { why: format!("`{FOLDER}/{FILE}` cannot be written: {why}") })
            })
        }
        Err(why) => (random()?, KeyOrigin::ThisRun { why: format!("`{FOLDER}/{FILE}` cannot be read: {why}") }),
    };
    Ok(LocalKey { pseudonyms: Pseudonyms::from_key(key), origin })
}

/// Whether a folder has a key already.
pub fn has_key(root: &Root) -> bool {
    !root.is_free(path())
}

fn path() -> String {
    format!("{FOLDER}/{FILE}")
}

fn random() -> io::Result<[u8; KEY_BYTES]> {
    let mut key = [0; KEY_BYTES];
    getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(key)
}

/// The key that is there, if one is.
///
/// # Errors
/// Why it cannot be read, as a clause.
fn read(root: &Root) -> Result<Option<[u8; KEY_BYTES]>, String> {
    let (path, damaged) = (path(), || "it is not 64 hexadecimal digits".to_owned());
    root.check_local_folder().map_err(|failure| failure.what)?;
    let read = root.read_unlinked(&path, FILE_BYTES_MAX).map_err(|failure| {
        let start = format!("{path} cannot be read: ");
        failure.what.strip_prefix(&start).map_or_else(|| failure.what.clone(), str::to_owned)
    })?;
    let Some(bytes) = read else { return Ok(None) };
    let digits = bytes.trim_ascii();
    if digits.len() != 2 * KEY_BYTES {
        return Err(damaged());
    }
    let mut key = [0; KEY_BYTES];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| damaged())?;
        // `from_str_radix` alone would allow a sign.
        if !pair.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(damaged());
        }
        *byte = u8::from_str_radix(pair, 16).map_err(|_| damaged())?;
    }
    Ok(Some(key))
}

/// Writes the key whole or not at all; a key that another run wrote in the meantime wins.
///
/// # Errors
/// Why it cannot be kept, as a clause.
fn keep(root: &Root, key: [u8; KEY_BYTES]) -> Result<([u8; KEY_BYTES], KeyOrigin), String> {
    let mut text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    text.push('\n');
    root.make_local(FOLDER).map_err(|failure| failure.what)?;
    match root.create_private(path(), text.as_bytes()) {
        Ok(true) => Ok((key, KeyOrigin::Made)),
        Ok(false) => Ok((read(root)?.ok_or("it was there and is gone")?, KeyOrigin::Kept)),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use onethread_files::Outside;

    use super::*;

    fn root(folder: &Path) -> Root {
        Root::new(folder, Outside::none())
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_key_is_made_once_and_kept() {
        let root = tempfile::tempdir().expect("folder");
        let first = pseudonym_key(&self::root(root.path())).expect("key");
        let second = pseudonym_key(&self::root(root.path())).expect("key");
        assert_eq!((first.origin, second.origin), (KeyOrigin::Made, KeyOrigin::Kept));
        assert_eq!(first.pseudonyms.pseudonym("ada"), second.pseudonyms.pseudonym("ada"));
        let folder = root.path().join(FOLDER);
        assert_eq!(names(&folder), [".gitignore", FILE], "no draft is left behind");
        assert_eq!(fs::read_to_string(folder.join(".gitignore")).expect("file"), "*\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.join(FILE)).expect("file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn two_folders_have_two_keys() {
        let (a, b) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
        let pseudonym = |folder: &Path| pseudonym_key(&root(folder)).expect("key").pseudonyms.pseudonym("ada");
        assert_ne!(pseudonym(a.path()), pseudonym(b.path()));
    }

    #[test]
    fn a_folder_that_cannot_be_written_gives_a_key_for_this_run() {
        let root = tempfile::tempdir().expect("folder");
        fs::write(root.path().join(FOLDER), "a file where the folder should be").expect("file");
        let key = pseudonym_key(&self::root(root.path())).expect("key");
        assert!(matches!(key.origin, KeyOrigin::ThisRun { .. }), "{:?}", key.origin);
    }

    #[test]
    fn a_damaged_key_is_neither_used_nor_replaced() {
        let root = tempfile::tempdir().expect("folder");
        let folder = root.path().join(FOLDER);
        fs::create_dir(&folder).expect("folder");
        for damaged in ["", "abc", &"+f".repeat(32), &"ü".repeat(32)] {
            fs::write(folder.join(FILE), damaged).expect("file");
            let KeyOrigin::ThisRun { why } = pseudonym_key(&self::root(root.path())).expect("key").origin else {
                panic!("{damaged:?} was used")
            };
            assert_eq!(why, "`.onethread/pseudonym.key` cannot be read: it is not 64 hexadecimal digits");
            assert_eq!(fs::read_to_string(folder.join(FILE)).expect("file"), damaged);
        }
    }

    #[test]
    fn a_key_that_appeared_in_the_meantime_wins() {
        let root = tempfile::tempdir().expect("folder");
        let root = self::root(root.path());
        assert_eq!(keep(&root, [1; KEY_BYTES]).expect("kept"), ([1; KEY_BYTES], KeyOrigin::Made));
        assert_eq!(keep(&root, [2; KEY_BYTES]).expect("kept"), ([1; KEY_BYTES], KeyOrigin::Kept));
    }
}
