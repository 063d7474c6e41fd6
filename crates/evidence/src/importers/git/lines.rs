//! Lines added and deleted, as `git log --numstat` counts them.

use gix_imara_diff::{Algorithm, Diff, InternedInput};

use super::changes::{Touch, same_start};
use super::objects::Objects;

/// Bytes at the start of a file of which none may be zero, or else the file is taken for a binary one. Git looks at as
/// many.
const TEXT_BYTES: usize = 8_000;

/// Lines of both files together, ends that are the same left out, above which only their numbers are compared: what
/// stays the same in between would take too long to find.
const LINES_MAX: usize = 1 << 20;

/// Counts lines, on one thread.
#[derive(Default)]
pub(super) struct Lines {
    before: Vec<u8>,
    after: Vec<u8>,
    diff: Diff,
}

impl Lines {
    /// Fills in the lines of touches. A file that is binary, missing or too large has none.
    pub(super) fn count(&mut self, objects: &Objects, touches: &mut [Touch]) {
        for touch in touches {
            touch.lines = self.lines(objects, touch);
        }
    }

    fn lines(&mut self, objects: &Objects, touch: &Touch) -> Option<[u32; 2]> {
        let (mut before, mut after) = (std::mem::take(&mut self.before), std::mem::take(&mut self.after));
        let (mut old_line, mut new_line) = (Vec::new(), Vec::new());
        let side = |mode, id: &gix::ObjectId, buffer, line| side(objects, mode, id, buffer, line);
        let sides = side(touch.old_mode, &touch.old, &mut before, &mut old_line).zip(side(
            touch.new_mode,
            &touch.new,
            &mut after,
            &mut new_line,
        ));
        let lines = sides.and_then(|(old, new)| self.compare(old, new));
        (self.before, self.after) = (before, after);
        lines
    }

    fn compare(&mut self, old: &[u8], new: &[u8]) -> Option<[u32; 2]> {
        if is_binary(old) || is_binary(new) {
            return None;
        }
        if old == new {
            return Some([0, 0]);
        }
        let (old, new) = without_ends(old, new);
        let (deleted, added) = (line_count(old), line_count(new));
        if deleted == 0 || added == 0 || deleted + added > LINES_MAX {
            return Some([added as u32, deleted as u32]);
        }
        let input = InternedInput::new(old, new);
        self.diff.compute_with(Algorithm::Myers, &input.before, &input.after, input.interner.num_tokens());
        Some([self.diff.count_additions(), self.diff.count_removals()])
    }
}

/// What stands on one side; a submodule is a line that names its commit.
fn side<'b>(
    objects: &Objects,
    mode: u32,
    id: &gix::ObjectId,
    buffer: &'b mut Vec<u8>,
    line: &'b mut Vec<u8>,
) -> Option<&'b [u8]> {
    match mode {
        0 => Some(b""),
        0o160_000 => {
            line.extend_from_slice(format!("Subproject commit {id}\n").as_bytes());
            Some(line)
        }
        _ => objects.blob(id, buffer).ok(),
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    bytes.get(..TEXT_BYTES).unwrap_or(bytes).contains(&0)
}

/// Two texts without the lines that are the same at their beginnings and ends.
fn without_ends<'a>(old: &'a [u8], new: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let same = same_start(old, new);
    let start = old.get(..same).unwrap_or_default().iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let (old, new) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    // The end has to begin with a line of both.
    let begins = |text: &[u8]| same == text.len() || text.get(text.len() - same - 1) == Some(&b'\n');
    let tail = old.get(old.len() - same..).unwrap_or_default();
    let skipped = match begins(old) && begins(new) {
        true => 0,
        false => tail.iter().position(|byte| *byte == b'\n').map_or(same, |at| at + 1),
    };
    let kept = same - skipped;
    (old.get(..old.len() - kept).unwrap_or_default(), new.get(..new.len() - kept).unwrap_or_default())
}

/// Lines of a text; one that nothing ends counts.
fn line_count(text: &[u8]) -> usize {
    let ended = text.iter().filter(|byte| **byte == b'\n').count();
    ended + usize::from(text.last().is_some_and(|last| *last != b'\n'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The fewest lines to add and delete, by the textbook's table of the longest common subsequence.
    fn fewest(old: &[&[u8]], new: &[&[u8]]) -> usize {
        let mut table = vec![vec![0; new.len() + 1]; old.len() + 1];
        for (i, a) in old.iter().enumerate() {
            for (j, b) in new.iter().enumerate() {
                table[i + 1][j + 1] = if a == b { table[i][j] + 1 } else { table[i][j + 1].max(table[i + 1][j]) };
            }
        }
        old.len() + new.len() - 2 * table[old.len()][new.len()]
    }

    fn text() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(prop::sample::select(vec!["a\n", "b\n", "ab\n", "\n", "a"]), 0..12)
            .prop_map(|parts| parts.concat().into_bytes())
    }

    proptest! {
        /// The difference is exact. The counts are never below the fewest, and may lie above: like git, the library
        /// drops lines that occur often before it looks for what is the same.
        #[test]
        fn counts_are_of_a_true_difference(old in text(), new in text()) {
            let [added, deleted] = Lines::default().compare(&old, &new).expect("text");
            let lines = |text| -> Vec<&[u8]> { <[u8]>::split_inclusive(text, |byte| *byte == b'\n').collect() };
            let (all, fewest) = ((added + deleted) as usize, fewest(&lines(&old), &lines(&new)));
            prop_assert!(all >= fewest && (all - fewest) % 2 == 0, "{} and {}", all, fewest);
            prop_assert!(all <= lines(&old).len() + lines(&new).len());
            prop_assert_eq!(i64::from(added) - i64::from(deleted), line_count(&new) as i64 - line_count(&old) as i64);
        }
    }

    proptest! {
        /// Where no line occurs twice nothing is dropped, so that the count is the fewest, whatever ends were cut off.
        #[test]
        fn counts_are_the_fewest_where_no_line_repeats(
            old in prop::sample::subsequence((0..16).collect::<Vec<u8>>(), 0..12).prop_shuffle(),
            new in prop::sample::subsequence((0..16).collect::<Vec<u8>>(), 0..12).prop_shuffle(),
        ) {
            let text = |lines: &[u8]| lines.iter().flat_map(|line| [b'a' + line, b'\n']).collect::<Vec<u8>>();
            let (old, new) = (text(&old), text(&new));
            let [added, deleted] = Lines::default().compare(&old, &new).expect("text");
            let lines = |text| -> Vec<&[u8]> { <[u8]>::split_inclusive(text, |byte| *byte == b'\n').collect() };
            prop_assert_eq!((added + deleted) as usize, fewest(&lines(&old), &lines(&new)));
        }
    }

    #[test]
    fn a_zero_byte_makes_a_file_binary_as_far_as_git_looks() {
        let mut text = vec![b'a'; TEXT_BYTES];
        text.push(0);
        assert_eq!(Lines::default().compare(b"", &text), Some([1, 0]));
        text[TEXT_BYTES - 1] = 0;
        assert_eq!(Lines::default().compare(b"", &text), None);
    }
}
