//! A history, mined: every change with its days, people, references and the paths that it touches.
//!
//! 1. [`walk`](super::walk) goes from the head to the roots and hands out changes in chunks of neighbors, which share most
//!    of their trees.
//! 2. Threads read the chunks: [`commit`](super::commit) what it says, [`changes`](super::changes) what it touches.
//! 3. Chunks are put in order, so that the number of threads makes no difference.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

use gix::bstr::{BStr, ByteSlice};
use gix::{ObjectId, ThreadSafeRepository};
use onethread_model::Day;

use super::changes::{Differences, Touch};
use super::commit::{RawCommit, Signature, day_of};
use super::limits::{BASES_BYTES_MAX, FILES_MAX, TOUCHES_MAX, WALK_BASES_BYTES_MAX};
use super::lines::Lines;
use super::objects::{ObjectError, Objects, open};
use super::people::{Bots, Identity, Mailmap, co_authors};
use super::references::{self, Patterns, Reference};
use super::upkeep::{is_release, mark_versions};
use super::walk::{Job, Walk, Walked};

/// Commits of a chunk.
const CHUNK: usize = 256;

/// Bytes of commits that make a chunk full.
const CHUNK_BYTES: usize = 1 << 20;

/// Chunks that may wait.
const WAITING_MAX: usize = 8;

/// What to read of a history.
#[derive(Clone, Debug)]
pub struct HistoryOptions {
    /// Follow first parents only; then a merge stands for what it brought.
    pub first_parent: bool,
    /// Count lines.
    pub lines: bool,
    /// Threads to read with, at least one.
    pub threads: usize,
    /// Most paths that a change may touch.
    pub touches_max: u32,
    /// References in subjects and trailers.
    pub patterns: Patterns,
    /// Who is a bot.
    pub bots: Bots,
    /// A commit that was read before, with its ancestors.
    pub until: Option<ObjectId>,
}

impl Default for HistoryOptions {
    fn default() -> Self {
        HistoryOptions {
            first_parent: false,
            lines: false,
            threads: 2,
            touches_max: TOUCHES_MAX,
            patterns: Patterns::default(),
            bots: Bots::default(),
            until: None,
        }
    }
}

/// A repository that can be read.
#[derive(Debug)]
pub struct Repository {
    pub(super) inner: ThreadSafeRepository,
    shallow: HashSet<ObjectId>,
}

/// A history as mined.
#[derive(Debug, Default)]
pub struct History {
    chunks: Vec<Chunk>,
    /// What the walk met besides changes.
    pub walked: Walked,
}

/// Changes that were read together.
#[derive(Debug, Default)]
struct Chunk {
    changes: Vec<Mined>,
    touches: Vec<Touch>,
    paths: Vec<u8>,
    people: Vec<Identity>,
    co_authors: Vec<u32>,
    references: Vec<Reference>,
    refused: Vec<Rejected>,
}

#[derive(Debug)]
struct Mined {
    id: ObjectId,
    parent: Option<ObjectId>,
    worked: (Day, bool),
    landed: (Day, bool),
    place: u32,
    author: Option<u32>,
    co_authors: Range<u32>,
    references: Range<u32>,
    pull_request: Option<u32>,
    touches: Range<u32>,
    is_boundary: bool,
    is_release: bool,
}

/// A change that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its commit.
    pub id: ObjectId,
    /// Why not.
    pub why: ObjectError,
}

/// A change of a history.
#[derive(Clone, Copy, Debug)]
pub struct Change<'h> {
    chunk: &'h Chunk,
    mined: &'h Mined,
}

impl Repository {
    /// Opens a repository, bare or not. Nothing in it is run, whatever its settings say.
    ///
    /// # Errors
    /// Why it cannot be opened, as a clause.
    pub fn open(path: &Path) -> Result<Repository, String> {
        let inner = open(path)?;
        let shallow = inner.to_thread_local().shallow_commits().map_err(|error| error.to_string())?;
        let shallow = shallow.map_or_else(HashSet::new, |commits| commits.iter().copied().collect());
        Ok(Repository { inner, shallow })
    }

    /// The commit that HEAD leads to; `None` when there is none yet.
    ///
    /// # Errors
    /// Why HEAD leads nowhere, as a clause.
    pub fn head(&self) -> Result<Option<ObjectId>, String> {
        let repository = self.inner.to_thread_local();
        let mut head = repository.head().map_err(|error| error.to_string())?;
        match head.try_peel_to_id() {
            Ok(id) => Ok(id.map(|id| id.detach())),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The commits whose parents were cut off, in order.
    pub fn shallow(&self) -> Vec<ObjectId> {
        let mut all: Vec<ObjectId> = self.shallow.iter().copied().collect();
        all.sort();
        all
    }

    /// The text of `.mailmap` in the head's tree, and its id.
    pub fn mailmap(&self, head: ObjectId) -> Option<(ObjectId, Vec<u8>)> {
        let mut objects = Objects::of(&self.inner, WALK_BASES_BYTES_MAX);
        let tree = RawCommit::read(objects.commit(&head).ok()?)?.tree()?;
        let root = objects.tree(&tree).ok()?;
        let id = super::changes::entry(&root, b".mailmap", tree.kind())?;
        let mut buffer = Vec::new();
        objects.blob(&id, &mut buffer).ok()?;
        Some((id, buffer))
    }

    /// The paths of all files of a commit; `None` where they cannot be read, or are too many.
    pub(super) fn files(&self, head: ObjectId) -> Option<HashSet<Vec<u8>>> {
        let mut objects = Objects::of(&self.inner, WALK_BASES_BYTES_MAX);
        let tree = RawCommit::read(objects.commit(&head).ok()?)?.tree()?;
        let mut files = Differences::new(&mut objects, tree.kind(), FILES_MAX);
        files.add(None, &tree).ok()?;
        let path = |touch: &Touch| files.paths.get(touch.path[0] as usize..touch.path[1] as usize).map(<[u8]>::to_vec);
        files.touches.iter().map(path).collect()
    }

    /// Reads the history behind a head. `progress` is called with the number of commits walked so far.
    pub fn mine(&self, head: ObjectId, options: &HistoryOptions, progress: &mut dyn FnMut(usize)) -> History {
        let mailmap = self.mailmap(head).map_or_else(Mailmap::default, |(_, text)| Mailmap::read(&text));
        let reader = Reader { repository: self, options, mailmap };
        let board = Board::default();
        let mut objects = Objects::of(&self.inner, WALK_BASES_BYTES_MAX);
        let mut desk = reader.desk();
        let mut walk = Walk::new(&mut objects, self.shallow.clone(), options.first_parent);
        std::thread::scope(|scope| {
            for _ in 1..options.threads {
                scope.spawn(|| reader.work(&board, &mut reader.desk(), &mut || {}));
            }
            walk.begin(head, options.until);
            let (mut jobs, mut bytes) = (Vec::with_capacity(CHUNK), 0);
            while let Some(job) = walk.next() {
                bytes += job.bytes.len();
                jobs.push(job);
                // With something to stop at, what is new is known at the end only.
                if (jobs.len() >= CHUNK || bytes > CHUNK_BYTES) && options.until.is_none() {
                    board.put(std::mem::replace(&mut jobs, Vec::with_capacity(CHUNK)));
                    bytes = 0;
                    progress(walk.walked.commits);
                    if let Some(next) = board.take_of_many() {
                        reader.read(&board, &mut desk, next);
                    }
                }
            }
            if options.until.is_some() {
                jobs.retain(|job| !walk.was_imported(job));
                walk.count_new();
            }
            while !jobs.is_empty() {
                let rest = jobs.split_off(jobs.len().min(CHUNK));
                board.put(std::mem::replace(&mut jobs, rest));
            }
            board.close();
            reader.work(&board, &mut desk, &mut || progress(walk.walked.commits));
        });
        let places = walk.places();
        let walked = walk.walked;
        let mut chunks = board.chunks();
        chunks.iter_mut().flat_map(|chunk| &mut chunk.changes).for_each(|mined| mined.place = places.of(&mined.id));
        History { chunks, walked }
    }
}

/// Chunks to do and done.
#[derive(Default)]
struct Board {
    state: Mutex<BoardState>,
    news: Condvar,
}

#[derive(Default)]
struct BoardState {
    waiting: VecDeque<(usize, Vec<Job>)>,
    handed_out: usize,
    is_closed: bool,
    done: Vec<(usize, Chunk)>,
}

impl Board {
    fn put(&self, jobs: Vec<Job>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let number = state.handed_out;
        state.handed_out += 1;
        state.waiting.push_back((number, jobs));
        self.news.notify_one();
    }

    /// A chunk, when more wait than would keep everybody busy: whoever walks ahead helps, and memory stays bounded.
    fn take_of_many(&self) -> Option<(usize, Vec<Job>)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.waiting.len() > WAITING_MAX { state.waiting.pop_front() } else { None }
    }

    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
        self.news.notify_all();
    }

    fn take(&self) -> Option<(usize, Vec<Job>)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(next) = state.waiting.pop_front() {
                return Some(next);
            }
            if state.is_closed {
                return None;
            }
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, number: usize, chunk: Chunk) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).done.push((number, chunk));
    }

    fn chunks(self) -> Vec<Chunk> {
        let mut done = self.state.into_inner().unwrap_or_else(PoisonError::into_inner).done;
        done.sort_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, chunk)| chunk).collect()
    }
}

/// What a thread reads with.
struct Desk {
    objects: Objects,
    lines: Option<Lines>,
}

/// Reads chunks; shared by all threads.
struct Reader<'r> {
    repository: &'r Repository,
    options: &'r HistoryOptions,
    mailmap: Mailmap,
}

impl Reader<'_> {
    fn desk(&self) -> Desk {
        let objects = Objects::of(&self.repository.inner, BASES_BYTES_MAX);
        Desk { objects, lines: self.options.lines.then(Lines::default) }
    }

    /// Reads chunks until no more will come; `done` is called after each.
    fn work(&self, board: &Board, desk: &mut Desk, done: &mut dyn FnMut()) {
        while let Some(next) = board.take() {
            self.read(board, desk, next);
            done();
        }
    }

    fn read(&self, board: &Board, desk: &mut Desk, (number, jobs): (usize, Vec<Job>)) {
        board.done(number, self.chunk(jobs, &mut desk.objects, desk.lines.as_mut()));
    }

    fn chunk(&self, jobs: Vec<Job>, objects: &mut Objects, mut lines: Option<&mut Lines>) -> Chunk {
        let mut chunk = Chunk::default();
        let mut signatures = HashMap::new();
        let hash = self.repository.inner.to_thread_local().object_hash();
        let authors: Vec<Option<Box<[u8]>>> = jobs.iter().map(|job| merged_author(job, objects)).collect();
        let mut differences = Differences::new(objects, hash, self.options.touches_max);
        for (job, author) in jobs.into_iter().zip(authors) {
            let first = differences.touches.len();
            let read = match job.parent {
                None => differences.add(None, &job.tree),
                Some((_, Some(tree))) => differences.add(Some(&tree), &job.tree),
                Some((id, None)) => Err(ObjectError::Missing("commit", id)),
            };
            if let Err(why) = read {
                chunk.refused.push(Rejected { id: job.id, why });
                continue;
            }
            let (objects, touches, paths) = differences.objects_and_touches();
            let of_change = touches.get_mut(first..).unwrap_or_default();
            mark_versions(objects, of_change, paths);
            if let Some(lines) = &mut lines {
                lines.count(objects, of_change);
            }
            let touches = first as u32..differences.touches.len() as u32;
            let people = People { chunk: &mut chunk, known: &mut signatures, reader: self };
            let mined = mined(&job, author.as_deref(), touches, people, &self.options.patterns);
            chunk.changes.extend(mined);
        }
        (chunk.touches, chunk.paths) = (differences.touches, differences.paths);
        chunk
    }
}

/// Who made what a merge brought: the author of what was merged, not who pressed the button.
fn merged_author(job: &Job, objects: &mut Objects) -> Option<Box<[u8]>> {
    let bytes = objects.commit(&job.merged?).ok()?;
    RawCommit::read(bytes).map(|commit| commit.author.into())
}

fn mined(
    job: &Job,
    author: Option<&[u8]>,
    touches: Range<u32>,
    mut people: People<'_>,
    patterns: &Patterns,
) -> Option<Mined> {
    let commit = RawCommit::read(&job.bytes)?;
    let worked = Signature::read(author.unwrap_or(commit.author));
    let author = people.index(worked.name, worked.address);
    let first = people.chunk.co_authors.len() as u32;
    for one in co_authors(commit.message) {
        let index = people.index(one.name, one.address).filter(|index| Some(*index) != author);
        let has = |index: &u32| people.chunk.co_authors.get(first as usize..).unwrap_or_default().contains(index);
        if let Some(index) = index.filter(|index| !has(index)) {
            people.chunk.co_authors.push(index);
        }
    }
    let co_authors = first..people.chunk.co_authors.len() as u32;
    let (mut references, named) = references::of(&commit, patterns);
    let first = people.chunk.references.len() as u32;
    people.chunk.references.append(&mut references);
    Some(Mined {
        id: job.id,
        parent: job.parent.map(|(id, _)| id),
        worked: day_of(worked.seconds),
        landed: day_of(commit.committed()),
        place: 0,
        author,
        co_authors,
        references: first..people.chunk.references.len() as u32,
        pull_request: named.or(job.pull_request),
        touches,
        is_boundary: job.is_boundary,
        is_release: is_release(commit.subject()),
    })
}

/// Gives everybody in a chunk a number.
struct People<'c> {
    chunk: &'c mut Chunk,
    known: &'c mut HashMap<(Vec<u8>, Vec<u8>), Option<u32>>,
    reader: &'c Reader<'c>,
}

impl People<'_> {
    fn index(&mut self, name: &[u8], address: &[u8]) -> Option<u32> {
        let written = (name.to_vec(), address.to_vec());
        if let Some(index) = self.known.get(&written) {
            return *index;
        }
        let resolved = self.reader.mailmap.resolve(name, address);
        let is_renamed = resolved != (name, address);
        let index = Identity::of(resolved.0, resolved.1, &self.reader.options.bots).map(|identity| {
            let identity = Identity { is_renamed, ..identity };
            let people = &mut self.chunk.people;
            let known = people.iter().position(|known| *known == identity);
            known.unwrap_or_else(|| {
                people.push(identity);
                people.len() - 1
            }) as u32
        });
        self.known.insert(written, index);
        index
    }
}

impl History {
    /// The changes, the newest first, as the walk met them.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = Change<'_>> {
        self.chunks.iter().flat_map(|chunk| chunk.changes.iter().map(move |mined| Change { chunk, mined }))
    }

    /// Everybody whom changes name as author or co-author, in every spelling.
    pub(super) fn people(&self) -> impl Iterator<Item = &Identity> {
        self.chunks.iter().flat_map(|chunk| &chunk.people)
    }

    /// Whether any change removed a path.
    pub(super) fn removes(&self) -> bool {
        self.chunks.iter().flat_map(|chunk| &chunk.touches).any(|touch| touch.new_mode == 0)
    }

    /// The changes that could not be read.
    pub fn refused(&self) -> impl Iterator<Item = &Rejected> {
        self.chunks.iter().flat_map(|chunk| &chunk.refused)
    }
}

fn slice<'a, T>(all: &'a [T], range: &Range<u32>) -> &'a [T] {
    all.get(range.start as usize..range.end as usize).unwrap_or_default()
}

impl<'h> Change<'h> {
    /// The full id of its commit.
    pub fn id(&self) -> ObjectId {
        self.mined.id
    }

    /// The commit that it is compared with; `None` for a root.
    pub fn parent(&self) -> Option<ObjectId> {
        self.mined.parent
    }

    /// The day of the author, in UTC, and whether it was moved into the range of days.
    pub fn worked(&self) -> (Day, bool) {
        self.mined.worked
    }

    /// The day of the committer, in UTC, and whether it was moved into the range of days.
    pub fn landed(&self) -> (Day, bool) {
        self.mined.landed
    }

    /// Its place among the changes of its day, from 1: after all its ancestors of that day.
    pub fn place(&self) -> u32 {
        self.mined.place
    }

    /// The author; `None` when the commit names nobody.
    pub fn author(&self) -> Option<&'h Identity> {
        self.chunk.people.get(self.mined.author? as usize)
    }

    /// Those who are named as authors beside the author.
    pub fn co_authors(&self) -> impl Iterator<Item = &'h Identity> + use<'h> {
        let chunk = self.chunk;
        slice(&chunk.co_authors, &self.mined.co_authors).iter().filter_map(|index| chunk.people.get(*index as usize))
    }

    /// What its message refers to, by the patterns.
    pub fn references(&self) -> &'h [Reference] {
        slice(&self.chunk.references, &self.mined.references)
    }

    /// The pull request that it belongs to.
    pub fn pull_request(&self) -> Option<u32> {
        self.mined.pull_request
    }

    /// Whether its parents were cut off, so that it seems to add everything.
    pub fn is_boundary(&self) -> bool {
        self.mined.is_boundary
    }

    /// Whether its subject says that it only makes a version.
    pub fn is_release(&self) -> bool {
        self.mined.is_release
    }

    /// What it touches, in the order of its trees.
    pub fn touches(&self) -> &'h [Touch] {
        slice(&self.chunk.touches, &self.mined.touches)
    }

    /// The path of one of its touches.
    pub fn path(&self, touch: &Touch) -> &'h BStr {
        let [start, end] = touch.path;
        slice(&self.chunk.paths, &(start..end)).as_bstr()
    }
}
