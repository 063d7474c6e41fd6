//! The paths of a repository: those of its last commit, or of a folder where there is no git.
//!
//! A repository is opened so that its own settings run nothing, and replaced objects are not followed.

use std::hash::{Hash, Hasher};
use std::path::Path;

use gix::bstr::ByteSlice;
use gix::objs::tree::EntryKind;
use onethread_files::{Outside, Root};
use onethread_model::Day;

/// Most paths of a tree.
pub const PATHS_MAX: usize = 2_000_000;
/// Most bytes of a path; longer ones are left out.
const PATH_BYTES_MAX: usize = 4_096;
/// Most bytes of all paths together.
const ALL_BYTES_MAX: usize = 128 << 20;
/// Links that lead to links.
const LINKS_MAX: usize = 8;
/// Deepest folder.
const DEPTH_MAX: usize = 512;

/// The files of a repository at one time.
pub struct Tree {
    /// Paths of its files from its root, with `/` between parts, in the order of their bytes.
    pub paths: Vec<Vec<u8>>,
    /// The day of the commit, or the newest day of a file.
    pub day: Option<Day>,
    /// What was left out, as clauses.
    pub left_out: Vec<String>,
    from: From,
}

enum From {
    Git(Box<gix::Repository>, gix::ObjectId),
    Folder(Root),
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").field("paths", &self.paths.len()).field("day", &self.day).finish()
    }
}

/// Opens a repository, bare or not, or a folder.
///
/// # Errors
/// Why it cannot be read, as a clause.
pub fn open(root: &Path) -> Result<Tree, String> {
    match gix::open_opts(root, gix::open::Options::isolated()) {
        Ok(repository) => of_commit(repository),
        Err(_) => {
            let folder = Root::new(root, Outside::none());
            match folder.is_free(".git") {
                false => Err("its `.git` cannot be read as a repository".to_owned()),
                true => of_folder(folder),
            }
        }
    }
}

/// What tells one state of a repository from another: the commit that its HEAD leads to; of a folder without git, a hash
/// of its names and of when each file changed, but for one that is written there. `None` where there is neither, or it cannot
/// be read.
pub fn state(root: &Path, apart: Option<&Path>) -> Option<String> {
    if let Ok(repository) = gix::open_opts(root, gix::open::Options::isolated()) {
        return Some(repository.head_id().ok()?.to_string());
    }
    let folder = Root::new(root, Outside::none());
    let mut hash = std::hash::DefaultHasher::new();
    let (mut waiting, mut left) = (vec![String::new()], PATHS_MAX);
    while let Some(prefix) = waiting.pop() {
        let mut entries = folder.entries(&prefix).ok()?;
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        for entry in entries {
            left = left.checked_sub(1)?;
            if apart.is_some_and(|apart| root.join(&prefix).join(&entry.name) == apart) {
                continue;
            }
            (&prefix, &entry.name, entry.modified.filter(|_| !entry.is_folder)).hash(&mut hash);
            let is_wanted = entry.is_folder && entry.name != onethread_files::LOCAL_FOLDER;
            waiting.extend(is_wanted.then(|| format!("{prefix}{}/", entry.name)));
        }
    }
    Some(format!("{:016x}", hash.finish()))
}

impl Tree {
    /// The bytes of a file of the tree, when it is there and has at most one byte more than `bytes_max`.
    pub fn read(&self, path: &[u8], bytes_max: usize) -> Option<Vec<u8>> {
        let bytes_max = bytes_max as u64 + 1;
        match &self.from {
            From::Git(repository, tree) => {
                let tree = repository.find_tree(*tree).ok()?;
                let entry = tree.lookup_entry(path.split(|byte| *byte == b'/')).ok()??;
                // Its size is known before it is unpacked.
                let header = repository.find_header(entry.object_id()).ok()?;
                if !entry.mode().is_blob() || header.size() > bytes_max {
                    return None;
                }
                Some(entry.object().ok()?.detach().data)
            }
            From::Folder(root) => root.read_unlinked(std::str::from_utf8(path).ok()?, bytes_max).ok()?,
        }
    }

    /// The same of the file that a link leads to within the tree, as far as the tree is that of a commit.
    pub fn read_linked(&self, path: &[u8], bytes_max: usize) -> Option<Vec<u8>> {
        let mut path = path.to_vec();
        for _ in 0..LINKS_MAX {
            match self.link(&path) {
                Some(target) => path = target,
                None => return self.read(&path, bytes_max),
            }
        }
        None
    }

    /// The path that a link of a commit leads to; `None` for what is no link, or leads out of the tree.
    fn link(&self, path: &[u8]) -> Option<Vec<u8>> {
        let From::Git(repository, tree) = &self.from else { return None };
        let tree = repository.find_tree(*tree).ok()?;
        let entry = tree.lookup_entry(path.split(|byte| *byte == b'/')).ok()??;
        let is_short =
            || repository.find_header(entry.object_id()).is_ok_and(|header| header.size() <= PATH_BYTES_MAX as u64);
        if !entry.mode().is_link() || !is_short() {
            return None;
        }
        let target = entry.object().ok()?.detach().data;
        let mut parts: Vec<&[u8]> = path.split(|byte| *byte == b'/').collect();
        parts.pop();
        for part in target.split(|byte| *byte == b'/') {
            match part {
                b"" | b"." => {}
                b".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(parts.join(&b'/')).filter(|_| !target.starts_with(b"/"))
    }

    /// Whether there is a file with this path.
    pub fn has(&self, path: &[u8]) -> bool {
        self.paths.binary_search_by(|known| known.as_slice().cmp(path)).is_ok()
    }

    /// Whether a path is that of a folder.
    pub fn is_folder(&self, path: &[u8]) -> bool {
        let start = [path.strip_suffix(b"/").unwrap_or(path), b"/"].concat();
        let at = self.paths.partition_point(|known| *known < start);
        self.paths.get(at).is_some_and(|known| known.starts_with(&start))
    }
}

/// What is collected, and how much of it there may be.
#[derive(Default)]
struct Collecting {
    paths: Vec<Vec<u8>>,
    bytes: usize,
    too_long: usize,
    is_full: bool,
}

impl Collecting {
    fn add(&mut self, path: Vec<u8>) {
        if path.len() > PATH_BYTES_MAX {
            self.too_long += 1;
        } else if self.paths.len() >= PATHS_MAX || self.bytes + path.len() > ALL_BYTES_MAX {
            self.is_full = true;
        } else {
            self.bytes += path.len();
            self.paths.push(path);
        }
    }

    fn tree(mut self, day: Option<Day>, from: From) -> Tree {
        self.paths.sort_unstable();
        let mut left_out = Vec::new();
        if self.too_long > 0 {
            left_out.push(format!("{} paths are longer than {PATH_BYTES_MAX} bytes or too deep", self.too_long));
        }
        if self.is_full {
            left_out.push(format!("paths behind the first {PATHS_MAX}, or {} MiB of them", ALL_BYTES_MAX >> 20));
        }
        Tree { paths: self.paths, day, left_out, from }
    }
}

fn of_commit(mut repository: gix::Repository) -> Result<Tree, String> {
    repository.objects.ignore_replacements = true;
    repository.object_cache_size_if_unset(16 << 20);
    let commit = repository.head_commit().map_err(|_| "it has no commit that could be read".to_owned())?;
    let day = commit.time().ok().and_then(|time| day_of(time.seconds));
    let root = commit.tree_id().map_err(|_| "the tree of its last commit cannot be read".to_owned())?.detach();
    drop(commit);
    let mut collecting = Collecting::default();
    let mut waiting = vec![(root, Vec::new(), 0)];
    while let Some((id, prefix, depth)) = waiting.pop() {
        let tree = repository.find_tree(id).map_err(|_| "a tree of its last commit is missing or broken".to_owned())?;
        for entry in tree.iter() {
            let entry = entry.map_err(|_| "a tree of its last commit is missing or broken".to_owned())?;
            let mut path: Vec<u8> = Vec::with_capacity(prefix.len() + entry.filename().len() + 1);
            path.extend_from_slice(&prefix);
            path.extend_from_slice(entry.filename().as_bytes());
            match entry.mode().kind() {
                EntryKind::Tree if depth >= DEPTH_MAX || path.len() > PATH_BYTES_MAX => collecting.too_long += 1,
                EntryKind::Tree => {
                    path.push(b'/');
                    waiting.push((entry.object_id(), path, depth + 1));
                }
                // A submodule is a path of this repository, and its files are not.
                _ => collecting.add(path),
            }
        }
        if collecting.is_full {
            break;
        }
    }
    Ok(collecting.tree(day, From::Git(Box::new(repository), root)))
}

fn of_folder(root: Root) -> Result<Tree, String> {
    let mut collecting = Collecting::default();
    let mut newest = None;
    let mut waiting = vec![(String::new(), 0)];
    while let Some((prefix, depth)) = waiting.pop() {
        let entries = match root.entries(&prefix) {
            Ok(entries) => entries,
            Err(failure) if prefix.is_empty() => return Err(failure.what),
            Err(_) => {
                collecting.too_long += 1;
                continue;
            }
        };
        for entry in entries {
            let path = format!("{prefix}{}", entry.name);
            // A symbolic link is a path by itself, wherever it leads.
            if !entry.is_folder {
                newest = newest.max(entry.modified);
                collecting.add(path.into_bytes());
            } else if depth >= DEPTH_MAX || path.len() > PATH_BYTES_MAX {
                collecting.too_long += 1;
            } else if entry.name != ".git" {
                waiting.push((format!("{path}/"), depth + 1));
            }
        }
        if collecting.is_full {
            break;
        }
    }
    let seconds = newest.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok()).map(|since| since.as_secs());
    let day = seconds.and_then(|seconds| day_of(i64::try_from(seconds).ok()?));
    Ok(collecting.tree(day, From::Folder(root)))
}

/// The day in UTC; nothing outside the calendar.
fn day_of(seconds: i64) -> Option<Day> {
    let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    // Years 1970 to 9999: what is outside is no day of a commit.
    (0..=2_932_896).contains(&days).then(|| Day::from_epoch_days(days))
}
