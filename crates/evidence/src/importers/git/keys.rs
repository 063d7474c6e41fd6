//! Keys that recent changes carry, before anything else of a history is read.

use std::collections::BTreeMap;

use gix::ObjectId;

use super::commit::RawCommit;
use super::history::Repository;
use super::limits::WALK_BASES_BYTES_MAX;
use super::objects::Objects;
use super::references::Patterns;
use super::walk::Walk;

const DAY_SECONDS: i64 = 86_400;

impl Repository {
    /// How many of the newest commits name what the patterns find: those of the last `days` days before the newest one.
    /// Only commits are read, and no trees; commits that are out of order by date may be missed.
    pub fn keys(&self, head: ObjectId, patterns: &Patterns, days: i64) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        let mut objects = Objects::of(&self.inner, WALK_BASES_BYTES_MAX);
        let mut walk = Walk::new(&mut objects, self.shallow().into_iter().collect(), false);
        walk.begin(head, None);
        let mut newest = None;
        while let Some(job) = walk.next() {
            let Some(commit) = RawCommit::read(&job.bytes) else { continue };
            let committed = commit.committed();
            let first = *newest.get_or_insert(committed);
            if first.saturating_sub(committed) > days.saturating_mul(DAY_SECONDS) {
                break;
            }
            for reference in patterns.find(commit.subject(), commit.message) {
                *found.entry(reference.name).or_default() += 1;
            }
        }
        found
    }
}
