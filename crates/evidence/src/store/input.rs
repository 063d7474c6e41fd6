//! A file of a source, hashed as it is read.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use onethread_files::Regular;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A file that changed less than this ago may change again without a new time.
const RACY: Duration = Duration::from_secs(2);

/// When a file changed, as its file system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Its contents, in nanoseconds since 1970.
    modified: i64,
    /// Contents, name or owner, in nanoseconds since 1970; what tools that set `modified` back cannot hide.
    changed: Option<i64>,
}

impl Stamp {
    /// The stamp of a file; `None` when the system has none, or when it is too fresh to tell the next change from this
    /// one.
    pub(super) fn of(meta: &Metadata) -> Option<Stamp> {
        let modified = meta.modified().ok()?;
        let nanoseconds = i64::try_from(modified.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()?;
        let age = SystemTime::now().duration_since(modified).ok()?;
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            meta.ctime().checked_mul(1_000_000_000).and_then(|ns| ns.checked_add(meta.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let changed = None;
        (age >= RACY).then_some(Stamp { modified: nanoseconds, changed })
    }
}

/// A file of a source. It is read from its start to where it ended when it was opened, and may be set back; every byte is
/// hashed once.
pub(crate) struct Input {
    file: File,
    /// Where it ended when it was opened: one that grows faster than it is read would never end.
    end: u64,
    hash: Option<Sha256>,
    position: u64,
    /// Bytes from the start that are in the hash.
    hashed: u64,
}

impl Input {
    /// A file that nobody wants the hash of.
    pub(crate) fn plain(Regular { file, bytes }: Regular) -> Input {
        Input { file, end: bytes, hash: None, position: 0, hashed: 0 }
    }

    /// A file that is to be hashed, of which the first bytes are in the hash already.
    pub(super) fn hashed(Regular { file, bytes }: Regular, hash: Sha256, hashed: u64) -> Input {
        Input { file, end: bytes, hash: Some(hash), position: 0, hashed }
    }

    /// Whether it is of another size now than when it was opened.
    pub(crate) fn has_changed(&self) -> bool {
        self.file.metadata().is_ok_and(|meta| meta.len() != self.end)
    }

    /// How many bytes it has now.
    pub(crate) fn length(&self) -> u64 {
        self.file.metadata().map_or(0, |meta| meta.len())
    }

    /// Number and hash of the bytes that were read, when they are the whole file.
    pub(super) fn digest(&self) -> Option<(u64, String)> {
        let whole = self.file.metadata().is_ok_and(|meta| meta.len() == self.hashed);
        let hash = self.hash.clone().filter(|_| whole)?;
        Some((self.hashed, hex(&hash.finalize())))
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.position)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        let count = self.file.read(buffer.get_mut(..most).unwrap_or_default())?;
        let end = self.position + count as u64;
        if let Some(hash) = &mut self.hash
            && end > self.hashed
        {
            // Nobody reads ahead of the hash: positions are set back only.
            let known = usize::try_from(self.hashed.saturating_sub(self.position)).unwrap_or(count);
            hash.update(buffer.get(known..count).unwrap_or_default());
            self.hashed = end;
        }
        self.position = end;
        Ok(count)
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.file.seek(to)?;
        if self.position > self.hashed {
            self.hash = None;
        }
        Ok(self.position)
    }
}

/// The hash of the first bytes of a file, which is set back to its start.
///
/// # Errors
/// When the file cannot be read, or is shorter.
pub(super) fn hash_start(file: &mut File, length: u64) -> io::Result<Sha256> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut left = length;
    let mut read = || -> io::Result<()> {
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let count = file.read(buffer.get_mut(..most).unwrap_or_default())?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            hash.update(buffer.get(..count).unwrap_or_default());
            left -= count as u64;
        }
        Ok(())
    };
    let result = read();
    file.seek(SeekFrom::Start(0))?;
    result.map(|()| hash)
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
