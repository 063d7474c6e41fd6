//! The local key of the pseudonyms: a secret beside the evidence that never enters the user's git.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::people::Pseudonyms;

const FOLDER: &str = ".onethread";
pub(crate) const FILE: &str = "pseudonym.key";
const KEY_BYTES: usize = 32;

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
pub fn pseudonym_key(root: &Path) -> io::Result<LocalKey> {
    let folder = root.join(FOLDER);
    let path = folder.join(FILE);
    let (key, origin) = match read(&path) {
        Ok(key) => (key, KeyOrigin::Kept),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = random()?;
            match keep(&folder, &path, key) {
                Ok((key, origin)) => (key, origin),
                Err(error) => {
                    (key, KeyOrigin::ThisRun { why: format!("`{FOLDER}/{FILE}` cannot be written: {error}") })
                }
            }
        }
        Err(error) => (random()?, KeyOrigin::ThisRun { why: format!("`{FOLDER}/{FILE}` cannot be read: {error}") }),
    };
    Ok(LocalKey { pseudonyms: Pseudonyms::from_key(key), origin })
}

fn random() -> io::Result<[u8; KEY_BYTES]> {
    let mut key = [0; KEY_BYTES];
    getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(key)
}

fn read(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is not 64 hexadecimal digits");
    let bytes = fs::read(path)?;
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
    Ok(key)
}

/// Writes the key whole or not at all; a key that another run wrote in the meantime wins.
fn keep(folder: &Path, path: &Path, key: [u8; KEY_BYTES]) -> io::Result<([u8; KEY_BYTES], KeyOrigin)> {
    fs::create_dir_all(folder)?;
    ignore(folder)?;
    let mut tag = [0; 8];
    getrandom::fill(&mut tag).map_err(|error| io::Error::other(error.to_string()))?;
    let draft = folder.join(format!("{FILE}.{:016x}.tmp", u64::from_ne_bytes(tag)));
    let written = write(&draft, key).and_then(|()| place(&draft, path));
    // After a rename there is nothing left to remove.
    let _ = fs::remove_file(&draft);
    match written {
        Ok(()) => Ok((key, KeyOrigin::Made)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok((read(path)?, KeyOrigin::Kept)),
        Err(error) => Err(error),
    }
}

fn write(draft: &Path, key: [u8; KEY_BYTES]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    text.push('\n');
    let mut file = options.open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn place(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) => {}
        // Not every file system has hard links. A rename would replace a key that appeared just now, but keys are made
        // once in the life of a folder.
        Err(_) => fs::rename(draft, path)?,
    }
    // Makes the new name last through a power cut, where folders can be synced.
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Keeps the whole folder out of the user's git.
///
/// # Errors
/// When its `.gitignore` cannot be written.
pub fn ignore(folder: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).open(folder.join(".gitignore")) {
        Ok(mut file) => file.write_all(b"*\n"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let first = pseudonym_key(root.path()).expect("key");
        let second = pseudonym_key(root.path()).expect("key");
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
        let pseudonym = |root: &Path| pseudonym_key(root).expect("key").pseudonyms.pseudonym("ada");
        assert_ne!(pseudonym(a.path()), pseudonym(b.path()));
    }

    #[test]
    fn a_folder_that_cannot_be_written_gives_a_key_for_this_run() {
        let root = tempfile::tempdir().expect("folder");
        fs::write(root.path().join(FOLDER), "a file where the folder should be").expect("file");
        let key = pseudonym_key(root.path()).expect("key");
        assert!(matches!(key.origin, KeyOrigin::ThisRun { .. }), "{:?}", key.origin);
    }

    #[test]
    fn a_damaged_key_is_neither_used_nor_replaced() {
        let root = tempfile::tempdir().expect("folder");
        let folder = root.path().join(FOLDER);
        fs::create_dir(&folder).expect("folder");
        for damaged in ["", "abc", &"+f".repeat(32), &"ü".repeat(32)] {
            fs::write(folder.join(FILE), damaged).expect("file");
            let KeyOrigin::ThisRun { why } = pseudonym_key(root.path()).expect("key").origin else {
                panic!("{damaged:?} was used")
            };
            assert_eq!(why, "`.onethread/pseudonym.key` cannot be read: it is not 64 hexadecimal digits");
            assert_eq!(fs::read_to_string(folder.join(FILE)).expect("file"), damaged);
        }
    }

    #[test]
    fn a_key_that_appeared_in_the_meantime_wins() {
        let root = tempfile::tempdir().expect("folder");
        let folder = root.path().join(FOLDER);
        let path = folder.join(FILE);
        assert_eq!(keep(&folder, &path, [1; KEY_BYTES]).expect("kept"), ([1; KEY_BYTES], KeyOrigin::Made));
        assert_eq!(keep(&folder, &path, [2; KEY_BYTES]).expect("kept"), ([1; KEY_BYTES], KeyOrigin::Kept));
    }
}
