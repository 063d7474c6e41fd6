//! A repository, opened so that nothing in it can run anything, and its objects with two caches.
//!
//! Trees come up twice, as the new one of a change and as the old one of the next; and most of them are stored as
//! differences to others. So each thread keeps what it has read last, as itself and as a base.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::path::Path;
use std::rc::Rc;

use gix::objs::{Find, Kind};
use gix::odb::pack::cache::DecodeEntry;
use gix::{ObjectId, ThreadSafeRepository, oid};

use super::limits::{BASES_BYTES_MAX, OBJECT_BYTES_MAX, TREES_BYTES_MAX};

/// Why an object cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing(&'static str, ObjectId),
    /// It is not what it should be, or larger than the limit.
    Unreadable(&'static str, ObjectId),
    /// A limit of the import, as a clause.
    Limit(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Missing(what, id) => write!(f, "{what} {} is missing", id.to_hex_with_len(12)),
            Fault::Unreadable(what, id) => write!(f, "{what} {} cannot be read", id.to_hex_with_len(12)),
            Fault::Limit(why) => f.write_str(why),
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
    trees: Recent<ObjectId, Rc<[u8]>>,
    buffer: Vec<u8>,
}

impl Objects {
    pub(super) fn of(repository: &ThreadSafeRepository) -> Objects {
        let mut store = repository.to_thread_local().objects;
        // What is missing now would be looked for in all folders again and again.
        store.refresh_never();
        store.set_pack_cache(|| Box::new(Bases(Recent::new(BASES_BYTES_MAX))));
        Objects { store, trees: Recent::new(TREES_BYTES_MAX), buffer: Vec::new() }
    }

    /// The bytes of a tree.
    pub(super) fn tree(&mut self, id: &oid) -> Result<Rc<[u8]>, Fault> {
        if let Some(tree) = self.trees.get(&id.to_owned()) {
            return Ok(tree.clone());
        }
        if id.is_empty_tree() {
            return Ok(Rc::from([]));
        }
        let tree: Rc<[u8]> = Rc::from(find(&self.store, "tree", Kind::Tree, id, &mut self.buffer)?);
        self.trees.put(id.to_owned(), tree.clone(), tree.len());
        Ok(tree)
    }

    /// The bytes of a commit.
    pub(super) fn commit(&mut self, id: &oid) -> Result<&[u8], Fault> {
        find(&self.store, "commit", Kind::Commit, id, &mut self.buffer)
    }

    /// The bytes of a file.
    pub(super) fn blob<'b>(&self, id: &oid, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Fault> {
        find(&self.store, "file", Kind::Blob, id, buffer)
    }
}

fn find<'b>(
    store: &gix::OdbHandle,
    what: &'static str,
    kind: Kind,
    id: &oid,
    buffer: &'b mut Vec<u8>,
) -> Result<&'b [u8], Fault> {
    match store.try_find(id, buffer) {
        Ok(Some(data)) if data.kind == kind => Ok(data.data),
        Ok(Some(_)) | Err(_) => Err(Fault::Unreadable(what, id.to_owned())),
        Ok(None) => Err(Fault::Missing(what, id.to_owned())),
    }
}

/// Objects that others are stored as differences to, by their place.
struct Bases(Recent<(u32, u64), Base>);

struct Base {
    kind: Kind,
    packed_bytes: usize,
    data: Box<[u8]>,
}

impl DecodeEntry for Bases {
    fn put(&mut self, pack: u32, offset: u64, data: &[u8], kind: Kind, packed_bytes: usize) {
        self.0.put((pack, offset), Base { kind, packed_bytes, data: data.into() }, data.len());
    }

    fn get(&mut self, pack: u32, offset: u64, out: &mut Vec<u8>) -> Option<(Kind, usize)> {
        let base = self.0.get(&(pack, offset))?;
        out.clear();
        out.extend_from_slice(&base.data);
        Some((base.kind, base.packed_bytes))
    }
}

/// Values used lately, up to a number of bytes: those not used for half of it go.
struct Recent<K, V> {
    young: Table<K, V>,
    old: Table<K, V>,
    young_bytes: usize,
    bytes_max: usize,
}

type Table<K, V> = HashMap<K, (V, usize), BuildHasherDefault<Mixer>>;

impl<K: Hash + Eq + Copy, V> Recent<K, V> {
    fn new(bytes_max: usize) -> Recent<K, V> {
        Recent { young: Table::default(), old: Table::default(), young_bytes: 0, bytes_max }
    }

    fn get(&mut self, key: &K) -> Option<&V> {
        if !self.young.contains_key(key) {
            let (value, bytes) = self.old.remove(key)?;
            self.put(*key, value, bytes);
        }
        self.young.get(key).map(|(value, _)| value)
    }

    fn put(&mut self, key: K, value: V, bytes: usize) {
        // A value has a cost besides its bytes.
        self.young_bytes += bytes + 64;
        self.young.insert(key, (value, bytes));
        if self.young_bytes > self.bytes_max / 2 && self.young.len() > 1 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
            // The newest one may be about to be read.
            if let Some((value, bytes)) = self.old.remove(&key) {
                self.young_bytes = bytes + 64;
                self.young.insert(key, (value, bytes));
            }
        }
    }
}

/// Mixes ids, which are hashes already, and places in packs.
#[derive(Default)]
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
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
