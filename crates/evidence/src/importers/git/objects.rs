//! A repository, opened so that nothing in it can run anything, and its objects with two caches.
//!
//! Trees come up twice, as the new one of a change and as the old one of the next; and most of them are stored as
//! differences to others. So each thread keeps what it has read last, as itself and as a base.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::path::Path;

use gix::objs::{Find, Kind};
use gix::odb::pack::cache::DecodeEntry;
use gix::{ObjectId, ThreadSafeRepository, oid};

use super::limits::{OBJECT_BYTES_MAX, TREES_BYTES_MAX};

/// Why an object cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectError {
    /// It is not there.
    Missing(&'static str, ObjectId),
    /// It is not what it should be, or larger than the limit.
    Unreadable(&'static str, ObjectId),
    /// A limit of the import, as a clause.
    Limit(String),
}

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ObjectError::Missing(what, id) => write!(f, "{what} {} is missing", id.to_hex_with_len(12)),
            ObjectError::Unreadable(what, id) => write!(f, "{what} {} cannot be read", id.to_hex_with_len(12)),
            ObjectError::Limit(why) => f.write_str(why),
        }
    }
}

/// Opens a repository with its own settings alone. Hooks, filters and commands in them are never run, replacements of
/// objects are not followed, and no object is unpacked beyond [`OBJECT_BYTES_MAX`].
///
/// # Errors
/// Why it cannot be opened, as a clause.
pub(super) fn open(path: &Path) -> Result<ThreadSafeRepository, String> {
    let options = || {
        gix::open::Options::isolated().config_overrides([
            "core.useReplaceRefs=false".to_owned(),
            "core.commitGraph=false".to_owned(),
            format!("gitoxide.objects.allocLimit={OBJECT_BYTES_MAX}"),
        ])
    };
    let opened = options().open(path).or_else(|first| {
        // A bare repository may have any name.
        if path.join("HEAD").is_file() && path.join("objects").is_dir() {
            options().open_path_as_is(true).open(path)
        } else {
            Err(first)
        }
    });
    opened.map_err(|error| error.to_string())
}

/// Reads objects, on one thread.
pub(super) struct Objects {
    store: gix::OdbHandle,
    trees: Recent<ObjectId, ()>,
    buffer: Vec<u8>,
    /// Buffers that nobody uses.
    spare: Vec<Vec<u8>>,
}

impl Objects {
    /// Reads objects, keeping up to so many bytes of those that others are stored as differences to.
    pub(super) fn of(repository: &ThreadSafeRepository, bases_bytes_max: usize) -> Objects {
        let mut store = repository.to_thread_local().objects;
        // What is missing now would be looked for in all folders again and again.
        store.refresh_never();
        store.set_pack_cache(move || Box::new(Bases(Recent::new(bases_bytes_max))));
        Objects { store, trees: Recent::new(TREES_BYTES_MAX), buffer: Vec::new(), spare: Vec::new() }
    }

    /// The bytes of a tree, in a buffer that goes back to [`Objects::give_back`].
    pub(super) fn tree(&mut self, id: &oid) -> Result<Vec<u8>, ObjectError> {
        let mut buffer = self.empty();
        if id.is_empty_tree() || self.trees.get(&id.to_owned(), &mut buffer).is_some() {
            return Ok(buffer);
        }
        find(&self.store, "tree", Kind::Tree, id, &mut buffer)?;
        self.trees.put(id.to_owned(), (), &buffer);
        Ok(buffer)
    }

    /// A buffer without bytes.
    pub(super) fn empty(&mut self) -> Vec<u8> {
        let mut buffer = self.spare.pop().unwrap_or_default();
        buffer.clear();
        buffer
    }

    /// Takes back a buffer.
    pub(super) fn give_back(&mut self, buffer: Vec<u8>) {
        self.spare.push(buffer);
    }

    /// The bytes of a commit.
    pub(super) fn commit(&mut self, id: &oid) -> Result<&[u8], ObjectError> {
        find(&self.store, "commit", Kind::Commit, id, &mut self.buffer)
    }

    /// The bytes of a file.
    pub(super) fn blob<'b>(&self, id: &oid, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], ObjectError> {
        find(&self.store, "file", Kind::Blob, id, buffer)
    }
}

fn find<'b>(
    store: &gix::OdbHandle,
    what: &'static str,
    kind: Kind,
    id: &oid,
    buffer: &'b mut Vec<u8>,
) -> Result<&'b [u8], ObjectError> {
    match store.try_find(id, buffer) {
        Ok(Some(data)) if data.kind == kind => Ok(data.data),
        Ok(Some(_)) | Err(_) => Err(ObjectError::Unreadable(what, id.to_owned())),
        Ok(None) => Err(ObjectError::Missing(what, id.to_owned())),
    }
}

/// Objects that others are stored as differences to, by their place.
struct Bases(Recent<(u32, u64), (Kind, usize)>);

impl DecodeEntry for Bases {
    fn put(&mut self, pack: u32, offset: u64, data: &[u8], kind: Kind, packed_bytes: usize) {
        self.0.put((pack, offset), (kind, packed_bytes), data);
    }

    fn get(&mut self, pack: u32, offset: u64, out: &mut Vec<u8>) -> Option<(Kind, usize)> {
        self.0.get(&(pack, offset), out)
    }
}

/// Texts that came last, one behind the other in a ring of bytes: a new one takes the place of the oldest.
struct Recent<K, V> {
    bytes: Vec<u8>,
    bytes_max: usize,
    /// Where the next one goes.
    next: usize,
    known: HashMap<K, (V, [usize; 2]), BuildHasherDefault<ObjectIdHasher>>,
    /// In the order of their places from the next one on, with the end of each.
    order: VecDeque<(K, usize)>,
}

impl<K: Hash + Eq + Copy, V: Copy> Recent<K, V> {
    fn new(bytes_max: usize) -> Recent<K, V> {
        Recent { bytes: Vec::new(), bytes_max, next: 0, known: HashMap::default(), order: VecDeque::new() }
    }

    /// Copies a text to the end of `out`, which is emptied first.
    fn get(&self, key: &K, out: &mut Vec<u8>) -> Option<V> {
        let (value, [start, end]) = self.known.get(key)?;
        out.clear();
        out.extend_from_slice(self.bytes.get(*start..*end)?);
        Some(*value)
    }

    fn put(&mut self, key: K, value: V, text: &[u8]) {
        // What takes no place would stand in the way of those behind it.
        if text.is_empty() || text.len() > self.bytes_max / 4 || self.known.contains_key(&key) {
            return;
        }
        if self.next + text.len() > self.bytes_max {
            // What stands between here and the end of the ring is older than all before.
            while self.order.front().is_some_and(|(_, end)| *end > self.next) {
                self.forget_oldest();
            }
            self.next = 0;
        }
        let [start, end] = [self.next, self.next + text.len()];
        if end > self.bytes.len() {
            self.bytes.resize(end, 0);
        }
        while let Some((oldest, _)) = self.order.front()
            && self.known.get(oldest).is_some_and(|(_, [from, to])| *from < end && *to > start)
        {
            self.forget_oldest();
        }
        if let Some(place) = self.bytes.get_mut(start..end) {
            place.copy_from_slice(text);
        }
        self.known.insert(key, (value, [start, end]));
        self.order.push_back((key, end));
        self.next = end;
    }

    fn forget_oldest(&mut self) {
        if let Some((oldest, _)) = self.order.pop_front() {
            self.known.remove(&oldest);
        }
    }
}

/// Mixes ids, which are hashes already, and places in packs.
#[derive(Default)]
pub(super) struct ObjectIdHasher(u64);

impl Hasher for ObjectIdHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        let first = bytes.first_chunk::<8>().map_or(bytes.len() as u64, |first| u64::from_le_bytes(*first));
        self.write_u64(first);
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever was put and is still there is what was put, and the last one is there.
        #[test]
        fn what_is_kept_is_what_was_put(lengths in prop::collection::vec(0..40_usize, 1..200)) {
            let mut recent = Recent::new(100);
            let text = |key: u64, length: usize| vec![key as u8; length];
            let mut out = Vec::new();
            for (key, length) in lengths.iter().enumerate() {
                recent.put((0_u32, key as u64), key, &text(key as u64, *length));
                prop_assert!(*length > 25 || *length == 0 || recent.get(&(0, key as u64), &mut out) == Some(key));
                for (earlier, length) in lengths.iter().enumerate().take(key) {
                    if recent.get(&(0, earlier as u64), &mut out).is_some() {
                        prop_assert_eq!(&out, &text(earlier as u64, *length));
                    }
                }
                prop_assert!(recent.bytes.len() <= 100 && recent.order.len() == recent.known.len());
            }
        }
    }
}
