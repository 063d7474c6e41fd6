//! How two texts differ, line by line, by the differ that histories are read with.

use std::fmt::Write as _;
use std::ops::Range;

use gix::diff::blob::unified_diff::{ConsumeHunk, ContextSize, DiffLineKind, HunkHeader};
use gix::diff::blob::{Algorithm, InternedInput, UnifiedDiff, diff_with_slider_heuristics};

/// Lines of a text that others replace; either range may be empty, never both. Lines count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// Lines of the text before that are gone.
    pub before: Range<usize>,
    /// Lines of the text after that are new.
    pub after: Range<usize>,
}

/// Gives the lines that changed between two texts, in their order.
pub fn line_changes(before: &str, after: &str) -> Vec<LineChange> {
    let input = InternedInput::new(before, after);
    let lines = |range: Range<u32>| range.start as usize..range.end as usize;
    let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    diff.hunks().map(|hunk| LineChange { before: lines(hunk.before), after: lines(hunk.after) }).collect()
}

/// Writes how two texts differ in the unified form, without the names of files: each change with so many lines around it
/// as stay the same. Two equal texts give an empty one.
pub fn unified_diff(before: &str, after: &str, context_lines: u32) -> String {
    let input = InternedInput::new(before, after);
    let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    let context = ContextSize::symmetrical(context_lines);
    // Writing to a text never fails.
    UnifiedDiff::new(&diff, &input, UnifiedText::default(), context).consume().unwrap_or_default()
}

/// A difference as text. That of the library begins an empty file at line 1, and says nothing of a last line without an
/// end, which `git apply` and `patch` need.
#[derive(Default)]
struct UnifiedText(String);

impl ConsumeHunk for UnifiedText {
    type Out = String;

    fn consume_hunk(&mut self, at: HunkHeader, lines: &[(DiffLineKind, &[u8])]) -> std::io::Result<()> {
        let before = span(at.before_hunk_start, at.before_hunk_len);
        let after = span(at.after_hunk_start, at.after_hunk_len);
        let _ = writeln!(self.0, "@@ -{before} +{after} @@");
        for (kind, line) in lines {
            self.0.push(kind.to_prefix());
            self.0.push_str(&String::from_utf8_lossy(line));
            if !line.ends_with(b"\n") {
                self.0.push_str("\n\\ No newline at end of file\n");
            }
        }
        Ok(())
    }

    fn finish(self) -> String {
        self.0
    }
}

/// First line and number of lines; where there are none, the line above them.
fn span(start: u32, len: u32) -> String {
    match len {
        0 => format!("{},0", start.saturating_sub(1)),
        1 => start.to_string(),
        _ => format!("{start},{len}"),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn changes_are_found_where_they_are() {
        let change = |before, after| LineChange { before, after };
        assert_eq!(line_changes("a\nb\nc\n", "a\nx\ny\nc\nd"), [change(1..2, 1..3), change(3..3, 4..5)]);
        assert_eq!(line_changes("", "a\nb"), [change(0..0, 0..2)]);
        assert_eq!(line_changes("a\n", "a\n"), []);
        assert_eq!(unified_diff("a\n", "a\n", 3), "");
    }

    /// Texts of few different lines, the last with or without its end.
    fn text() -> impl Strategy<Value = String> {
        let line = prop::sample::select(vec!["a", "b", "[c]", "", "  d"]);
        (prop::collection::vec(line, 0..24), any::<bool>()).prop_map(|(lines, ends)| {
            let text = lines.join("\n");
            if ends && !text.is_empty() { text + "\n" } else { text }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

        /// `git apply` makes of the text before what the difference says.
        #[test]
        fn git_applies_a_difference(before in text(), after in text(), context in 1..4_u32) {
            prop_assume!(before != after && !before.is_empty() && !after.is_empty());
            let folder = tempfile::tempdir().expect("a folder");
            std::fs::write(folder.path().join("x"), &before).expect("written");
            let diff = format!("--- a/x\n+++ b/x\n{}", unified_diff(&before, &after, context));
            std::fs::write(folder.path().join("diff"), &diff).expect("written");
            let context = format!("-C{context}");
            let output = Command::new("git").args(["apply", &context, "diff"]).current_dir(folder.path()).output();
            let output = output.expect("git runs");
            prop_assert!(output.status.success(), "{}\n{diff}", String::from_utf8_lossy(&output.stderr));
            prop_assert_eq!(std::fs::read_to_string(folder.path().join("x")).expect("read"), after);
        }

        /// What no change names stays, line by line, and nothing else does.
        #[test]
        fn what_no_change_names_stays(before in text(), after in text()) {
            let (old, new): (Vec<&str>, Vec<&str>) =
                (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
            let (mut made, mut at): (Vec<&str>, usize) = (Vec::new(), 0);
            for change in line_changes(&before, &after) {
                made.extend(&old[at..change.before.start]);
                made.extend(&new[change.after.clone()]);
                at = change.before.end;
            }
            made.extend(&old[at..]);
            prop_assert_eq!(made, new);
        }
    }
}
