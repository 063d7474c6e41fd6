//! Answers of earlier runs, kept under `.onethread/answers/` with the seal of everything they were made from.
//!
//! An answer is found again only while its seal holds: the program, what was asked, every text of the organization, the
//! size and the times of every file of evidence, and what the store says of them. Whatever is wrong with a kept answer, it
//! is made anew.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use onethread_model::config::{Config, SourceConfig};
use sha2::{Digest, Sha256};

use super::disk::{Draft, MANIFEST, check_links, folder, read_limited};
use super::input::{Stamp, hex};
use crate::importers::{manifests, ownership};
use crate::key::{FILE as KEY, ignore};
use crate::store::LOCAL_FOLDER;

/// Bytes of texts and evidence from which an answer is kept: with fewer it is as soon made as found.
const KEPT_FROM_BYTES: u64 = 8 << 20;
/// Answers that are kept of a folder, the newest ones.
const ANSWERS_MAX: usize = 4;
/// A larger answer is not read.
const ANSWER_BYTES_MAX: u64 = 1 << 30;
/// The folder of answers, relative to the root.
const FOLDER: &str = ".onethread/answers";
/// Digits of a hash.
const DIGITS: usize = 64;

/// Where an answer is kept, and the seal that it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    root: PathBuf,
    seal: String,
}

impl Answer {
    /// The answer to what is asked of a folder whose files have these texts, by path. `None` where it would not be kept:
    /// when there is little to read, when a source is a repository, or when a file may be changing right now.
    pub fn to<'t>(
        root: &Path,
        config: &Config,
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
        asked: &str,
    ) -> Option<Answer> {
        let mut seal = Seal { hash: Sha256::new(), bytes: 0 };
        seal.add(asked.as_bytes());
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        seal.add(format!("{} {:?}", program.len(), program.modified().ok()?).as_bytes());
        for (path, text) in texts {
            seal.add(path.as_bytes());
            seal.add(text.as_bytes());
            seal.bytes += text.len() as u64;
        }
        for source in &config.sources {
            seal.add_source(root, source)?;
        }
        seal.add(&fs::read(root.join(LOCAL_FOLDER).join(KEY)).unwrap_or_default());
        (seal.bytes >= KEPT_FROM_BYTES).then(|| Answer { root: root.to_owned(), seal: hex(&seal.hash.finalize()) })
    }

    fn name(&self) -> &str {
        self.seal.get(..32).unwrap_or_default()
    }

    fn path(&self) -> PathBuf {
        self.root.join(FOLDER).join(self.name())
    }

    /// The answer, when it is kept and whole.
    pub fn find(&self) -> Option<Vec<u8>> {
        check_links(&self.root, FOLDER).ok()?;
        let mut bytes = read_limited(&self.path(), ANSWER_BYTES_MAX).ok()??;
        let (seal, rest) = bytes.split_at_checked(DIGITS)?;
        let (hash, body) = rest.split_at_checked(DIGITS)?;
        let is_whole = seal == self.seal.as_bytes() && hash == hex(&Sha256::digest(body)).as_bytes();
        is_whole.then(|| bytes.split_off(2 * DIGITS))
    }

    /// Keeps the answer, and only the newest few beside it. Where that cannot be, the next run makes it anew.
    pub fn keep(&self, body: &[u8]) {
        // Nobody has to know: it costs time and nothing else.
        let _ = self.write(body);
    }

    fn write(&self, body: &[u8]) -> std::io::Result<()> {
        let folder = self.root.join(FOLDER);
        check_links(&self.root, FOLDER).map_err(std::io::Error::other)?;
        fs::create_dir_all(&folder)?;
        ignore(&self.root.join(LOCAL_FOLDER))?;
        let draft = Draft::new(&folder, "answer")?;
        let mut file = File::create_new(&draft.path)?;
        file.write_all(self.seal.as_bytes())?;
        file.write_all(hex(&Sha256::digest(body)).as_bytes())?;
        file.write_all(body)?;
        draft.place(self.name())?;
        clean(&folder);
        Ok(())
    }
}

/// Removes all but the newest answers. Drafts of runs that ended early grow old and go as well.
fn clean(folder: &Path) {
    let mut files: Vec<(SystemTime, PathBuf)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    files.sort();
    for (_, path) in files.iter().rev().skip(ANSWERS_MAX) {
        let _ = fs::remove_file(path);
    }
}

/// What an answer is made from.
struct Seal {
    hash: Sha256,
    /// Bytes of texts and evidence.
    bytes: u64,
}

impl Seal {
    /// Adds bytes with their number before them, so that no two lists of them give the same.
    fn add(&mut self, bytes: &[u8]) {
        self.hash.update((bytes.len() as u64).to_le_bytes());
        self.hash.update(bytes);
    }

    /// Adds size and times of a file; `None` when it is not there, or may change without a new time.
    fn add_stamp(&mut self, path: &Path) -> Option<u64> {
        let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let stamp = Stamp::of(&meta)?;
        self.add(format!("{} {stamp:?}", meta.len()).as_bytes());
        Some(meta.len())
    }

    fn add_source(&mut self, root: &Path, source: &SourceConfig) -> Option<()> {
        if source.is_git() || ownership::gives_ownership(source) || manifests::gives_packages(source) {
            return None;
        }
        self.add(source.name.value.as_bytes());
        for file in &source.files {
            self.add(file.value.as_bytes());
            self.bytes += self.add_stamp(&root.join(&file.value))?;
        }
        let manifest = root.join(folder(&source.name.value)).join(MANIFEST);
        self.add(&fs::read(manifest).unwrap_or_default());
        Some(())
    }
}
