//! What a change touches: two trees side by side, descending only where they differ.

use std::cmp::Ordering;

use gix::{ObjectId, oid};

use super::limits::{CHANGE_PATH_BYTES_MAX, DEPTH_MAX, ENTRIES_PER_TOUCH_MAX, PATH_BYTES_MAX};
use super::objects::{Fault, Objects};

const TREE: u32 = 0o040_000;
const GITLINK: u32 = 0o160_000;
const FORMAT: u32 = 0o170_000;

/// A path that a change touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// `A` added, `D` deleted, `M` modified, `T` became another kind of file.
    pub status: u8,
    /// Its mode before, 0 when it was not there.
    pub old_mode: u32,
    /// Its mode after, 0 when it is not there.
    pub new_mode: u32,
    /// What was there before; all zeros for nothing.
    pub old: ObjectId,
    /// What is there after; all zeros for nothing.
    pub new: ObjectId,
    /// Lines added and deleted, when they were counted and the file is text.
    pub lines: Option<[u32; 2]>,
    /// Where the path stands in the bytes of all paths.
    pub(super) path: [u32; 2],
}

impl Touch {
    /// Whether it is a submodule, before or after.
    pub fn is_submodule(&self) -> bool {
        self.old_mode == GITLINK || self.new_mode == GITLINK
    }
}

/// An entry of a tree.
#[derive(Clone, Copy)]
struct Entry<'t> {
    mode: u32,
    name: &'t [u8],
    id: &'t oid,
    /// All of its bytes.
    raw: &'t [u8],
}

impl<'t> Entry<'t> {
    /// The first entry and the rest; `None` at the end.
    fn first(tree: &'t [u8], id_bytes: usize) -> Result<Option<(Entry<'t>, &'t [u8])>, ()> {
        if tree.is_empty() {
            return Ok(None);
        }
        let mut mode = 0;
        let mut at = 0;
        loop {
            match tree.get(at) {
                Some(digit @ b'0'..=b'7') if at < 7 => mode = (mode << 3) | u32::from(digit - b'0'),
                Some(b' ') if at > 0 => break,
                _ => return Err(()),
            }
            at += 1;
        }
        let rest = tree.get(at + 1..).unwrap_or_default();
        let name_bytes = gix::bstr::ByteSlice::find_byte(rest, 0).ok_or(())?;
        let name = rest.get(..name_bytes).unwrap_or_default();
        let end = at + 1 + name_bytes + 1 + id_bytes;
        let raw = tree.get(..end).ok_or(())?;
        let id = oid::try_from_bytes(raw.get(end - id_bytes..).unwrap_or_default()).map_err(|_| ())?;
        if name.is_empty() {
            return Err(());
        }
        Ok(Some((Entry { mode: canonical(mode), name, id, raw }, tree.get(end..).unwrap_or_default())))
    }

    fn is_tree(&self) -> bool {
        self.mode == TREE
    }

    /// The order of entries in a tree: a folder as if its name ended in `/`.
    fn order(&self, other: &Entry<'_>) -> Ordering {
        let shared = self.name.len().min(other.name.len());
        let (mine, theirs) = (self.name.split_at(shared), other.name.split_at(shared));
        mine.0.cmp(theirs.0).then_with(|| {
            let next = |rest: &[u8], is_tree: bool| match rest.first() {
                Some(byte) => *byte,
                None if is_tree => b'/',
                None => 0,
            };
            next(mine.1, self.is_tree()).cmp(&next(theirs.1, other.is_tree()))
        })
    }
}

/// The mode as git shows it: of the rights of a file, only whether its owner may run it.
fn canonical(mode: u32) -> u32 {
    match mode & FORMAT {
        0o100_000 if mode & 0o100 != 0 => 0o100_755,
        0o100_000 => 0o100_644,
        0o120_000 => 0o120_000,
        TREE => TREE,
        _ => GITLINK,
    }
}

/// The id of a file of this name at the top of a tree.
pub(super) fn entry(tree: &[u8], name: &[u8], hash: gix::hash::Kind) -> Option<ObjectId> {
    let mut rest = tree;
    while let Ok(Some((entry, after))) = Entry::first(rest, hash.len_in_bytes()) {
        if entry.name == name {
            return (entry.mode & FORMAT == 0o100_000).then(|| entry.id.to_owned());
        }
        rest = after;
    }
    None
}

/// Compares trees, and keeps what they differ in.
pub(super) struct Differences<'o> {
    objects: &'o mut Objects,
    null: ObjectId,
    touches_max: usize,
    entries_left: u64,
    path: Vec<u8>,
    depth: usize,
    /// What was found so far, for all changes.
    pub(super) touches: Vec<Touch>,
    /// The paths of all touches, one after another.
    pub(super) paths: Vec<u8>,
    first_touch: usize,
    first_path: usize,
}

impl<'o> Differences<'o> {
    pub(super) fn new(objects: &'o mut Objects, hash: gix::hash::Kind, touches_max: u32) -> Differences<'o> {
        Differences {
            objects,
            null: hash.null(),
            touches_max: touches_max as usize,
            entries_left: 0,
            path: Vec::new(),
            depth: 0,
            touches: Vec::new(),
            paths: Vec::new(),
            first_touch: 0,
            first_path: 0,
        }
    }

    /// Adds what differs between two trees; without an old one, all of the new one. On an error, nothing is added.
    ///
    /// # Errors
    /// An object that cannot be used, or a limit.
    pub(super) fn add(&mut self, old: Option<&oid>, new: &oid) -> Result<(), Fault> {
        self.entries_left = (self.touches_max as u64).saturating_mul(ENTRIES_PER_TOUCH_MAX);
        self.path.clear();
        self.depth = 0;
        (self.first_touch, self.first_path) = (self.touches.len(), self.paths.len());
        let result = if old == Some(new) { Ok(()) } else { self.trees(old, Some(new)) };
        if result.is_err() {
            self.touches.truncate(self.first_touch);
            self.paths.truncate(self.first_path);
        }
        result
    }

    /// The objects that trees are read from, and what was found.
    pub(super) fn objects_and_touches(&mut self) -> (&Objects, &mut [Touch]) {
        (self.objects, &mut self.touches)
    }

    fn trees(&mut self, old: Option<&oid>, new: Option<&oid>) -> Result<(), Fault> {
        let empty = || Ok(std::rc::Rc::from([]));
        let old_bytes = old.map_or_else(empty, |id| self.objects.tree(id))?;
        let new_bytes = new.map_or_else(empty, |id| self.objects.tree(id))?;
        let id_bytes = self.null.kind().len_in_bytes();
        let first = |tree, id: Option<&oid>| {
            let fault = || Fault::Unreadable("tree", id.map_or(self.null, ToOwned::to_owned));
            Entry::first(tree, id_bytes).map_err(|()| fault())
        };
        let (mut old_next, mut new_next) = (first(&old_bytes, old)?, first(&new_bytes, new)?);
        loop {
            self.entries_left = self.entries_left.checked_sub(1).ok_or_else(|| self.too_many())?;
            match (old_next, new_next) {
                (None, None) => return Ok(()),
                (Some((a, a_rest)), Some((b, b_rest))) => {
                    // Most entries are the same.
                    let order = if a.raw == b.raw { Ordering::Equal } else { a.order(&b) };
                    match order {
                        Ordering::Equal if a.id == b.id && a.mode == b.mode => {}
                        Ordering::Equal => self.entry(Some(a), Some(b))?,
                        Ordering::Less => self.entry(Some(a), None)?,
                        Ordering::Greater => self.entry(None, Some(b))?,
                    }
                    if order.is_le() {
                        old_next = Entry::first(a_rest, id_bytes).map_err(|()| self.broken(old))?;
                    }
                    if order.is_ge() {
                        new_next = Entry::first(b_rest, id_bytes).map_err(|()| self.broken(new))?;
                    }
                }
                (Some((a, rest)), None) => {
                    self.entry(Some(a), None)?;
                    old_next = Entry::first(rest, id_bytes).map_err(|()| self.broken(old))?;
                }
                (None, Some((b, rest))) => {
                    self.entry(None, Some(b))?;
                    new_next = Entry::first(rest, id_bytes).map_err(|()| self.broken(new))?;
                }
            }
        }
    }

    /// An entry that differs; both are folders or none is.
    fn entry(&mut self, old: Option<Entry<'_>>, new: Option<Entry<'_>>) -> Result<(), Fault> {
        let Some(one) = new.or(old) else { return Ok(()) };
        let parent_bytes = self.path.len();
        self.path.extend_from_slice(one.name);
        if self.path.len() > PATH_BYTES_MAX {
            return Err(Fault::Limit(format!("it touches a path of more than {PATH_BYTES_MAX} bytes")));
        }
        if one.is_tree() {
            if self.depth >= DEPTH_MAX {
                return Err(Fault::Limit(format!("it touches a path more than {DEPTH_MAX} folders deep")));
            }
            self.path.push(b'/');
            self.depth += 1;
            self.trees(old.map(|entry| entry.id), new.map(|entry| entry.id))?;
            self.depth -= 1;
        } else {
            self.touch(old, new)?;
        }
        self.path.truncate(parent_bytes);
        Ok(())
    }

    fn touch(&mut self, old: Option<Entry<'_>>, new: Option<Entry<'_>>) -> Result<(), Fault> {
        let start = self.paths.len();
        if self.touches.len() - self.first_touch >= self.touches_max {
            return Err(self.too_many());
        }
        if start + self.path.len() - self.first_path > CHANGE_PATH_BYTES_MAX {
            return Err(Fault::Limit(format!(
                "the paths that it touches have more than {CHANGE_PATH_BYTES_MAX} bytes"
            )));
        }
        self.paths.extend_from_slice(&self.path);
        let mode = |entry: Option<Entry<'_>>| entry.map_or(0, |entry| entry.mode);
        let id = |entry: Option<Entry<'_>>| entry.map_or(self.null, |entry| entry.id.to_owned());
        let (old_mode, new_mode) = (mode(old), mode(new));
        let status = match (old, new) {
            (None, _) => b'A',
            (_, None) => b'D',
            _ if old_mode & FORMAT != new_mode & FORMAT => b'T',
            _ => b'M',
        };
        let path = [start as u32, self.paths.len() as u32];
        self.touches.push(Touch { status, old_mode, new_mode, old: id(old), new: id(new), lines: None, path });
        Ok(())
    }

    fn broken(&self, tree: Option<&oid>) -> Fault {
        Fault::Unreadable("tree", tree.map_or(self.null, ToOwned::to_owned))
    }

    fn too_many(&self) -> Fault {
        Fault::Limit(format!("it touches more than {} paths", self.touches_max))
    }
}
