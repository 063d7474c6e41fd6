//! The files of a folder as a revision has them, and which commit was the newest one on a day.

use std::path::Path;

use gix::bstr::ByteSlice;
use onethread_model::Day;

use super::commit::{RawCommit, day_of};
use super::limits::{COMMITS_MAX, DEPTH_MAX, OBJECT_BYTES_MAX};
use super::objects::open;

/// Most files that are read of a revision: 100,000.
const FILES_MAX: usize = 100_000;

/// The files of a folder as a revision has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtRevision {
    /// The commit, as 12 hexadecimal digits.
    pub commit: String,
    /// The committer's day, in UTC.
    pub day: Day,
    /// Paths from the root of the repository, with `/` between parts, in the order of their bytes, and what they hold.
    pub files: Vec<(String, Vec<u8>)>,
    /// Files that were left out, as clauses.
    pub left_out: Vec<String>,
}

/// Reads the files below a folder of a repository whose names end so, as a revision has them. Nothing in the repository
/// is run, and links are not followed.
///
/// # Errors
/// Why the repository or the revision cannot be read, as a clause. A folder that the revision does not have is empty.
pub fn files_at(repository: &Path, revision: &str, folder: &str, ending: &str) -> Result<AtRevision, String> {
    let repository = open(repository)?.to_thread_local();
    let id = repository.rev_parse_single(revision.as_bytes().as_bstr()).map_err(|error| error.to_string())?;
    let object = id.object().map_err(|error| error.to_string())?;
    let commit = object.peel_to_commit().map_err(|_| "it names no commit".to_owned())?;
    let mut found = AtRevision {
        commit: commit.id.to_hex_with_len(12).to_string(),
        day: committed_on(&commit.data).ok_or("the commit cannot be read")?,
        files: Vec::new(),
        left_out: Vec::new(),
    };
    let tree = commit.tree().map_err(|error| error.to_string())?;
    let folder = folder.trim_matches('/');
    let below = if folder.is_empty() { Some(tree) } else { subtree(&tree, folder)? };
    if let Some(tree) = below {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        collect(&tree, &start, ending, 0, &mut found)?;
    }
    found.files.sort();
    Ok(found)
}

/// The bytes of a file as a revision has it; `None` where it is not there, is no regular file or is too large.
///
/// # Errors
/// Why the repository or the revision cannot be read, as a clause.
pub fn file_at(repository: &Path, revision: &str, path: &str) -> Result<Option<Vec<u8>>, String> {
    let repository = open(repository)?.to_thread_local();
    let id = repository.rev_parse_single(revision.as_bytes().as_bstr()).map_err(|error| error.to_string())?;
    let commit = id.object().ok().and_then(|object| object.peel_to_commit().ok()).ok_or("it names no commit")?;
    let tree = commit.tree().map_err(|error| error.to_string())?;
    let entry = tree.lookup_entry(path.as_bytes().split(|byte| *byte == b'/')).map_err(|error| error.to_string())?;
    let Some(entry) = entry.filter(|entry| entry.mode().is_blob()) else { return Ok(None) };
    let size = entry.id().header().map_or(u64::MAX, |header| header.size());
    Ok((size <= OBJECT_BYTES_MAX as u64).then(|| entry.object().ok().map(|object| object.detach().data)).flatten())
}

/// Whether a repository was cloned without all of its history; `false` where it cannot be read.
pub fn is_shallow(repository: &Path) -> bool {
    let commits = open(repository).ok().and_then(|opened| opened.to_thread_local().shallow_commits().ok());
    commits.flatten().is_some_and(|commits| commits.iter().next().is_some())
}

/// The newest commit on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewestCommit {
    /// Its id, as hexadecimal digits.
    pub id: String,
    /// Whether it is the one that HEAD leads to.
    pub is_head: bool,
}

/// Finds the newest commit on or before a day, by the committer's day in UTC: the first one on the line of first
/// parents from HEAD, so that a branch counts from the day on which it was merged. `None` where the history does not
/// reach that day: it begins later, is shallow, or has no commit yet.
///
/// # Errors
/// Why the repository cannot be read, as a clause.
pub fn newest_commit(repository: &Path, day: Day) -> Result<Option<NewestCommit>, String> {
    let repository = open(repository)?.to_thread_local();
    let shallow = repository.shallow_commits().map_err(|error| error.to_string())?;
    let is_cut = |id: &gix::ObjectId| shallow.as_ref().is_some_and(|commits| commits.iter().any(|other| other == id));
    let mut next = repository.head_id().ok().map(gix::Id::detach);
    for index in 0..COMMITS_MAX {
        let Some(id) = next else { break };
        let Ok(object) = repository.find_object(id) else { break };
        if committed_on(&object.data).is_some_and(|committed| committed <= day) {
            return Ok(Some(NewestCommit { id: id.to_string(), is_head: index == 0 }));
        }
        let parent = RawCommit::read(&object.data).and_then(|commit| commit.parents().next());
        next = parent.filter(|_| !is_cut(&id));
    }
    Ok(None)
}

fn committed_on(commit: &[u8]) -> Option<Day> {
    Some(day_of(RawCommit::read(commit)?.committed()).0)
}

fn subtree<'r>(tree: &gix::Tree<'r>, folder: &str) -> Result<Option<gix::Tree<'r>>, String> {
    let entry = tree.lookup_entry(folder.as_bytes().split(|byte| *byte == b'/')).map_err(|error| error.to_string())?;
    let Some(entry) = entry.filter(|entry| entry.mode().is_tree()) else { return Ok(None) };
    entry.object().map(|object| Some(object.into_tree())).map_err(|error| error.to_string())
}

fn collect(
    tree: &gix::Tree<'_>,
    start: &str,
    ending: &str,
    depth: usize,
    found: &mut AtRevision,
) -> Result<(), String> {
    if depth > DEPTH_MAX {
        found.left_out.push(format!("{start} lies below more than {DEPTH_MAX} folders"));
        return Ok(());
    }
    for entry in tree.iter() {
        let entry = entry.map_err(|error| error.to_string())?;
        let name = entry.filename().to_str_lossy();
        let path = format!("{start}{name}");
        if entry.mode().is_tree() {
            let below = entry.object().map_err(|error| error.to_string())?.into_tree();
            collect(&below, &format!("{path}/"), ending, depth + 1, found)?;
        } else if entry.mode().is_blob() && name.ends_with(ending) {
            let size = entry.id().header().map_or(u64::MAX, |header| header.size());
            if size > OBJECT_BYTES_MAX as u64 || found.files.len() == FILES_MAX {
                found.left_out.push(format!("{path} is too large, or one file too many"));
                continue;
            }
            let blob = entry.object().map_err(|error| error.to_string())?;
            found.files.push((path, blob.detach().data));
        }
    }
    Ok(())
}
