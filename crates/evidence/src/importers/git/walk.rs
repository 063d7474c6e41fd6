//! The commits of a history, from its head to its roots, the newest first. What is missing ends its line of descent.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use gix::ObjectId;
use onethread_model::Day;

use super::commit::{RawCommit, day_of};
use super::limits::{COMMIT_BYTES_MAX, COMMITS_MAX};
use super::objects::{ObjectError, ObjectIdHasher, Objects};
use super::references::pull_request;

/// A commit whose change is to be read.
pub(super) struct Job {
    pub(super) id: ObjectId,
    pub(super) bytes: Box<[u8]>,
    pub(super) tree: ObjectId,
    /// The parent that it is compared with, and its tree, if it is there.
    pub(super) parent: Option<(ObjectId, Option<ObjectId>)>,
    /// The second parent, where a merge stands for a change.
    pub(super) merged: Option<ObjectId>,
    /// The pull request whose merge brought it.
    pub(super) pull_request: Option<u32>,
    /// Whether its parents were cut off.
    pub(super) is_boundary: bool,
    node: u32,
}

/// What the walk met besides changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Commits, merges included.
    pub commits: usize,
    /// Merges that were left out.
    pub merges: usize,
    /// Commits that could not be read, and why.
    pub faults: Vec<(ObjectId, ObjectError)>,
    /// Whether the history holds more commits than the limit.
    pub is_cut: bool,
    /// Whether the commit to stop at is among the ancestors of the head.
    pub descends: bool,
}

struct Node {
    id: ObjectId,
    tree: ObjectId,
    /// The day it landed.
    day: Day,
    /// Until it is its turn.
    bytes: Option<Box<[u8]>>,
    parents: Parents,
    /// Whether it is on the line of first parents of the head.
    is_main: bool,
    /// Whether it was imported before.
    is_hidden: bool,
    is_queued: bool,
    pull_request: Option<u32>,
}

/// Parents that could be read; of a root there are none.
struct Parents {
    count: u32,
    first: Option<(ObjectId, Option<u32>)>,
    others: Vec<(ObjectId, Option<u32>)>,
    is_boundary: bool,
}

/// Where commits stand among those of their day.
pub(super) struct Places {
    of_node: Vec<u32>,
    known: Ids<Option<u32>>,
}

impl Places {
    /// The place of a commit, from 1; 0 for one that was not walked.
    pub(super) fn of(&self, id: &ObjectId) -> u32 {
        let index = self.known.get(id).copied().flatten();
        index.and_then(|index| self.of_node.get(index as usize)).copied().unwrap_or_default()
    }
}

type Ids<V> = HashMap<ObjectId, V, BuildHasherDefault<ObjectIdHasher>>;

pub(super) struct Walk<'w> {
    objects: &'w mut Objects,
    shallow: HashSet<ObjectId>,
    first_parent: bool,
    nodes: Vec<Node>,
    known: Ids<Option<u32>>,
    queue: BinaryHeap<(i64, Reverse<u32>)>,
    /// Nodes in the queue that were not imported before.
    new: usize,
    until: Option<ObjectId>,
    pub(super) walked: Walked,
}

impl<'w> Walk<'w> {
    pub(super) fn new(objects: &'w mut Objects, shallow: HashSet<ObjectId>, first_parent: bool) -> Walk<'w> {
        Walk {
            objects,
            shallow,
            first_parent,
            nodes: Vec::new(),
            known: Ids::default(),
            queue: BinaryHeap::new(),
            new: 0,
            until: None,
            walked: Walked::default(),
        }
    }

    /// Begins at a head. With `until`, that commit and its ancestors are left out.
    pub(super) fn begin(&mut self, head: ObjectId, until: Option<ObjectId>) {
        self.until = until;
        let hidden = until.and_then(|until| self.read(until));
        if let Some(hidden) = hidden {
            self.node_mut(hidden, |node| node.is_hidden = true);
            self.push(hidden);
        }
        if let Some(head) = self.read(head) {
            self.node_mut(head, |node| node.is_main = true);
            self.walked.descends = hidden == Some(head);
            self.push(head);
        }
    }

    /// The next change; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Job> {
        while self.new > 0 {
            let (_, Reverse(index)) = self.queue.pop()?;
            let node = self.nodes.get_mut(index as usize)?;
            node.is_queued = false;
            let (is_main, is_hidden, pull_request) = (node.is_main, node.is_hidden, node.pull_request);
            if !is_hidden {
                self.new -= 1;
            }
            let bytes = node.bytes.take();
            let first_visit = bytes.is_some();
            let parents = self.parents(index, bytes.as_deref());
            let merge_of = match (&bytes, parents.count) {
                (Some(bytes), 2..) => RawCommit::read(bytes).and_then(|commit| self::pull_request(commit.message)),
                _ => None,
            };
            self.pass_on(&parents, is_main, is_hidden, pull_request, merge_of);
            let job = match bytes {
                Some(bytes) if !is_hidden && first_visit => self.job(index, bytes, &parents, is_main, pull_request),
                _ => None,
            };
            if let Some(node) = self.nodes.get_mut(index as usize) {
                node.parents = parents;
            }
            if job.is_some() {
                return job;
            }
        }
        None
    }

    /// Counts again what was new, which is known at the end only when there was something to stop at.
    pub(super) fn count_new(&mut self) {
        let new = self.nodes.iter().filter(|node| !node.is_hidden && node.bytes.is_none());
        self.walked.commits = new.clone().count();
        self.walked.merges = if self.first_parent { 0 } else { new.filter(|node| node.parents.count > 1).count() };
    }

    /// Whether a job turned out to have been imported before, which a clock that went wrong can hide for a while.
    pub(super) fn was_imported(&self, job: &Job) -> bool {
        self.nodes.get(job.node as usize).is_some_and(|node| node.is_hidden)
    }

    fn job(
        &mut self,
        index: u32,
        bytes: Box<[u8]>,
        parents: &Parents,
        is_main: bool,
        label: Option<u32>,
    ) -> Option<Job> {
        self.walked.commits += 1;
        let is_merge = parents.count > 1;
        if is_merge && !self.first_parent {
            self.walked.merges += 1;
            return None;
        }
        let node = self.nodes.get(index as usize)?;
        let tree_of = |index: u32| self.nodes.get(index as usize).map(|node| node.tree);
        Some(Job {
            id: node.id,
            bytes,
            tree: node.tree,
            parent: parents.first.map(|(id, index)| (id, index.and_then(tree_of))),
            merged: parents.others.first().map(|(id, _)| *id).filter(|_| is_merge),
            pull_request: label.filter(|_| !is_main),
            is_boundary: parents.is_boundary,
            node: index,
        })
    }

    /// Reads the parents of a commit, the first time; later they are known.
    fn parents(&mut self, index: u32, bytes: Option<&[u8]>) -> Parents {
        let none = || Parents { count: 0, first: None, others: Vec::new(), is_boundary: false };
        let Some(bytes) = bytes else {
            let node = self.nodes.get_mut(index as usize);
            return node.map_or_else(none, |node| std::mem::replace(&mut node.parents, none()));
        };
        let mut parents = none();
        let id = self.nodes.get(index as usize).map(|node| node.id);
        let Some(commit) = RawCommit::read(bytes) else { return parents };
        if id.is_some_and(|id| self.shallow.contains(&id)) {
            parents.is_boundary = commit.parents().next().is_some();
            return parents;
        }
        for id in commit.parents() {
            parents.count += 1;
            let wanted = parents.count == 1 || !self.first_parent;
            let one = (id, if wanted { self.read(id) } else { None });
            match parents.first {
                None => parents.first = Some(one),
                Some(_) => parents.others.push(one),
            }
        }
        parents
    }

    /// Hands on to parents what is known of a commit, and queues those that are new or learned something.
    fn pass_on(
        &mut self,
        parents: &Parents,
        is_main: bool,
        is_hidden: bool,
        label: Option<u32>,
        merge_of: Option<u32>,
    ) {
        let first = parents.first.map(|(_, index)| (index, is_main, label)).into_iter();
        // What a merge brings belongs to its pull request.
        let others = parents.others.iter().map(|(_, index)| (*index, false, merge_of.or(label)));
        for (index, is_main, label) in first.chain(others) {
            let Some(index) = index else { continue };
            let Some(node) = self.nodes.get_mut(index as usize) else { continue };
            if !is_hidden && Some(node.id) == self.until {
                self.walked.descends = true;
            }
            node.is_main |= is_main && !is_hidden;
            if !is_hidden {
                node.pull_request = node.pull_request.or(label);
            }
            let learned = is_hidden && !node.is_hidden;
            if learned {
                node.is_hidden = true;
                if node.is_queued {
                    self.new -= 1;
                }
            }
            if node.bytes.is_some() || learned {
                self.push(index);
            }
        }
    }

    /// Of each commit that was walked, its place among those of its day: one more than that of its latest parent of the
    /// same day. It is of the commit and its ancestors alone, so that it is the same in whatever parts a history is read,
    /// and it orders a day without a time of day.
    ///
    /// Call it at the end. Each line of descent is followed back as far as the day goes (depth-first search).
    pub(super) fn places(&mut self) -> Places {
        let mut places: Vec<u32> = Vec::new();
        let mut path: Vec<u32> = Vec::new();
        for start in 0..self.nodes.len() as u32 {
            let is_walked = |node: &Node| !node.is_hidden && node.bytes.is_none();
            path.extend(self.nodes.get(start as usize).filter(|node| is_walked(node)).map(|_| start));
            while let Some(index) = path.last().copied() {
                places.resize(self.nodes.len().max(places.len()), 0);
                let place = |index: u32| places.get(index as usize).copied().unwrap_or_default();
                let (mut latest, mut open) = (0, None);
                if place(index) == 0 {
                    for parent in self.parents_of_day(index) {
                        open = open.or(Some(parent).filter(|parent| place(*parent) == 0));
                        latest = latest.max(place(parent));
                    }
                }
                match open {
                    Some(parent) => path.push(parent),
                    None => {
                        path.pop();
                        places.resize(self.nodes.len().max(places.len()), 0);
                        if let Some(own) = places.get_mut(index as usize).filter(|own| **own == 0) {
                            *own = latest + 1;
                        }
                    }
                }
            }
        }
        Places { of_node: places, known: std::mem::take(&mut self.known) }
    }

    /// The parents of a commit that landed on the same day.
    fn parents_of_day(&mut self, index: u32) -> Vec<u32> {
        let Some(day) = self.nodes.get(index as usize).map(|node| node.day) else { return Vec::new() };
        // Beyond what was imported before, nothing was walked.
        if let Some(bytes) = self.nodes.get(index as usize).and_then(|node| node.bytes.clone()) {
            let parents = self.parents(index, Some(&bytes));
            self.node_mut(index, |node| node.parents = parents);
        }
        let Some(node) = self.nodes.get(index as usize) else { return Vec::new() };
        let all = node.parents.first.iter().chain(&node.parents.others).filter_map(|(_, index)| *index);
        all.filter(|parent| self.nodes.get(*parent as usize).is_some_and(|node| node.day == day)).collect()
    }

    fn push(&mut self, index: u32) {
        let Some(node) = self.nodes.get_mut(index as usize) else { return };
        if node.is_queued {
            return;
        }
        node.is_queued = true;
        if !node.is_hidden {
            self.new += 1;
        }
        let committed = node.bytes.as_deref().and_then(RawCommit::read).map_or(i64::MAX, |commit| commit.committed());
        self.queue.push((committed, Reverse(index)));
    }

    /// The node of a commit; `None` when it cannot be read, which is reported once.
    fn read(&mut self, id: ObjectId) -> Option<u32> {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let index = self.nodes.len();
        if index >= COMMITS_MAX {
            self.walked.is_cut = true;
            return None;
        }
        let read = self.objects.commit(&id).and_then(|bytes| {
            let commit = RawCommit::read(bytes);
            let tree = commit.as_ref().and_then(RawCommit::tree).filter(|tree| tree.kind() == id.kind());
            let tree = tree.ok_or(ObjectError::Unreadable("commit", id))?;
            let day = day_of(commit.map_or(0, |commit| commit.committed())).0;
            Ok((tree, day, Box::from(bytes.get(..COMMIT_BYTES_MAX).unwrap_or(bytes))))
        });
        let found = match read {
            Ok((tree, day, bytes)) => {
                let parents = Parents { count: 0, first: None, others: Vec::new(), is_boundary: false };
                self.nodes.push(Node {
                    id,
                    tree,
                    day,
                    bytes: Some(bytes),
                    parents,
                    is_main: false,
                    is_hidden: false,
                    is_queued: false,
                    pull_request: None,
                });
                Some(index as u32)
            }
            Err(fault) => {
                self.walked.faults.push((id, fault));
                None
            }
        };
        self.known.insert(id, found);
        found
    }

    fn node_mut(&mut self, index: u32, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(index as usize) {
            change(node);
        }
    }
}
