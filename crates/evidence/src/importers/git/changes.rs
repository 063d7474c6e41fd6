//! What a change touches: two trees side by side, descending only where they differ.

use std::cmp::Ordering;

use gix::{ObjectId, oid};

use super::limits::{CHANGE_PATH_BYTES_MAX, DEPTH_MAX, ENTRIES_PER_TOUCH_MAX, PATH_BYTES_MAX};
use super::objects::{ObjectError, Objects};

const TREE: u32 = 0o040_000;
const GITLINK: u32 = 0o160_000;
const FORMAT: u32 = 0o170_000;

/// Whether a path matters; of a folder, whether anything in it may.
pub(super) type Wanted<'w> = dyn Fn(&[u8], bool) -> bool + 'w;

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
    /// Whether nothing but version numbers differs.
    pub only_versions: bool,
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
        let name_bytes = rest.iter().position(|byte| *byte == 0).ok_or(())?;
        let name = rest.get(..name_bytes).unwrap_or_default();
        let end = at + 1 + name_bytes + 1 + id_bytes;
        let raw = tree.get(..end).ok_or(())?;
        let id = oid::try_from_bytes(raw.get(end - id_bytes..).unwrap_or_default()).map_err(|_| ())?;
        if name.is_empty() {
            return Err(());
        }
        Ok(Some((Entry { mode: canonical(mode), name, id }, tree.get(end..).unwrap_or_default())))
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

/// Bytes at the beginning of two trees that hold whole entries and are the same.
fn same_entries(a: &[u8], b: &[u8], id_bytes: usize) -> usize {
    let same = same_start(a, b);
    let mut at = 0;
    loop {
        // A mode has five digits or six.
        let name = match (a.get(at + 5), a.get(at + 6)) {
            (Some(b' '), _) => at + 6,
            (_, Some(b' ')) => at + 7,
            _ => return at,
        };
        let Some(name_bytes) = a.get(name..).and_then(|rest| rest.iter().position(|byte| *byte == 0)) else {
            return at;
        };
        let end = name + name_bytes + 1 + id_bytes;
        if end > same {
            return at;
        }
        at = end;
    }
}

/// Bytes that are the same at the beginning of two texts.
pub(super) fn same_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(64).zip(b.chunks_exact(64)).take_while(|(a, b)| a == b).count() * 64;
    let rest = a.iter().zip(b).skip(blocks).take_while(|(a, b)| a == b).count();
    blocks + rest
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
    wanted: Option<&'o Wanted<'o>>,
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
            wanted: None,
            entries_left: 0,
            path: Vec::new(),
            depth: 0,
            touches: Vec::new(),
            paths: Vec::new(),
            first_touch: 0,
            first_path: 0,
        }
    }

    /// Looks only into folders, and at files, that are wanted.
    pub(super) fn only(mut self, wanted: &'o Wanted<'o>) -> Self {
        self.wanted = Some(wanted);
        self
    }

    /// Adds what differs between two trees; without an old one, all of the new one. On an error, nothing is added.
    ///
    /// # Errors
    /// An object that cannot be used, or a limit.
    pub(super) fn add(&mut self, old: Option<&oid>, new: &oid) -> Result<(), ObjectError> {
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

    /// The objects that trees are read from, what was found, and the bytes of its paths.
    pub(super) fn objects_and_touches(&mut self) -> (&Objects, &mut [Touch], &[u8]) {
        (self.objects, &mut self.touches, &self.paths)
    }

    fn trees(&mut self, old: Option<&oid>, new: Option<&oid>) -> Result<(), ObjectError> {
        let old_bytes = match old {
            Some(id) => self.objects.tree(id)?,
            None => self.objects.empty(),
        };
        let new_bytes = match new {
            Some(id) => self.objects.tree(id)?,
            None => self.objects.empty(),
        };
        self.entries((old, &old_bytes), (new, &new_bytes))?;
        self.objects.give_back(old_bytes);
        self.objects.give_back(new_bytes);
        Ok(())
    }

    fn entries(&mut self, (old, a): (Option<&oid>, &[u8]), (new, b): (Option<&oid>, &[u8])) -> Result<(), ObjectError> {
        let id_bytes = self.null.kind().len_in_bytes();
        let null = self.null;
        let next = |tree, id: Option<&oid>| {
            Entry::first(tree, id_bytes)
                .map_err(|()| ObjectError::Unreadable("tree", id.map_or(null, ToOwned::to_owned)))
        };
        // Most entries are the same, and most of these come before all that differ.
        let same = same_entries(a, b, id_bytes);
        let (mut a_next, mut b_next) =
            (next(a.get(same..).unwrap_or_default(), old)?, next(b.get(same..).unwrap_or_default(), new)?);
        loop {
            self.entries_left = self.entries_left.checked_sub(1).ok_or_else(|| self.too_many())?;
            let order = match (&a_next, &b_next) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((a, _)), Some((b, _))) => a.order(b),
            };
            let a = a_next.filter(|_| order.is_le());
            let b = b_next.filter(|_| order.is_ge());
            match (a, b) {
                (Some((a, _)), Some((b, _))) if a.id == b.id && a.mode == b.mode => {}
                (a, b) => self.entry(a.map(|(entry, _)| entry), b.map(|(entry, _)| entry))?,
            }
            if let (Some((_, a_rest)), Some((_, b_rest))) = (a, b)
                && a_rest == b_rest
            {
                return Ok(());
            }
            if let Some((_, rest)) = a {
                a_next = next(rest, old)?;
            }
            if let Some((_, rest)) = b {
                b_next = next(rest, new)?;
            }
        }
    }

    /// An entry that differs; both are folders or none is.
    fn entry(&mut self, old: Option<Entry<'_>>, new: Option<Entry<'_>>) -> Result<(), ObjectError> {
        let Some(one) = new.or(old) else { return Ok(()) };
        let parent_bytes = self.path.len();
        self.path.extend_from_slice(one.name);
        if self.wanted.is_some_and(|wanted| !wanted(&self.path, one.is_tree())) {
            self.path.truncate(parent_bytes);
            return Ok(());
        }
        if self.path.len() > PATH_BYTES_MAX {
            return Err(ObjectError::Limit(format!("it touches a path of more than {PATH_BYTES_MAX} bytes")));
        }
        if one.is_tree() {
            if self.depth >= DEPTH_MAX {
                return Err(ObjectError::Limit(format!("it touches a path more than {DEPTH_MAX} folders deep")));
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

    fn touch(&mut self, old: Option<Entry<'_>>, new: Option<Entry<'_>>) -> Result<(), ObjectError> {
        let start = self.paths.len();
        if self.touches.len() - self.first_touch >= self.touches_max {
            return Err(self.too_many());
        }
        if start + self.path.len() - self.first_path > CHANGE_PATH_BYTES_MAX {
            return Err(ObjectError::Limit(format!(
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
        self.touches.push(Touch {
            status,
            old_mode,
            new_mode,
            old: id(old),
            new: id(new),
            lines: None,
            only_versions: false,
            path,
        });
        Ok(())
    }

    fn too_many(&self) -> ObjectError {
        ObjectError::Limit(format!("it touches more than {} paths; `touches-max` is the setting", self.touches_max))
    }
}
