//! How two texts differ, line by line, by the differ that histories are read with.

use std::fmt;
use std::ops::Range;

use gix_imara_diff::{Algorithm, Diff, InternedInput, Interner, Token, UnifiedDiffConfig, UnifiedDiffPrinter};

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
    difference(&input).hunks().map(|hunk| LineChange { before: lines(hunk.before), after: lines(hunk.after) }).collect()
}

/// Writes how two texts differ in the unified form, without the names of files: each change with so many lines around
/// it as stay the same. Two equal texts give an empty one.
pub fn unified_diff(before: &str, after: &str, context_lines: u32) -> String {
    let input = InternedInput::new(before, after);
    let mut config = UnifiedDiffConfig::default();
    config.context_len(context_lines);
    difference(&input).unified_diff(&LinePrinter(&input.interner), config, &input).to_string()
}

/// The shortest difference, its lines where `git diff` would put them.
fn difference(input: &InternedInput<&str>) -> Diff {
    let mut diff = Diff::compute(Algorithm::Myers, input);
    diff.postprocess_lines(input);
    diff
}

/// Prints lines. The printer of the library begins an empty file at line 1, and says nothing of a last line without an
/// end, which `git apply` and `patch` need.
struct LinePrinter<'i, 't>(&'i Interner<&'t str>);

impl LinePrinter<'_, '_> {
    fn print(&self, out: &mut impl fmt::Write, sign: char, token: Token) -> fmt::Result {
        let line = self.0[token];
        write!(out, "{sign}{line}")?;
        if line.ends_with('\n') { Ok(()) } else { out.write_str("\n\\ No newline at end of file\n") }
    }
}

impl UnifiedDiffPrinter for LinePrinter<'_, '_> {
    fn display_header(
        &self,
        mut out: impl fmt::Write,
        before: u32,
        after: u32,
        before_len: u32,
        after_len: u32,
    ) -> fmt::Result {
        writeln!(out, "@@ -{} +{} @@", span(before, before_len), span(after, after_len))
    }

    fn display_context_token(&self, mut out: impl fmt::Write, token: Token) -> fmt::Result {
        self.print(&mut out, ' ', token)
    }

    fn display_hunk(&self, mut out: impl fmt::Write, before: &[Token], after: &[Token]) -> fmt::Result {
        before.iter().try_for_each(|token| self.print(&mut out, '-', *token))?;
        after.iter().try_for_each(|token| self.print(&mut out, '+', *token))
    }
}

/// The first line, from 1, of so many after `start` lines; where there are none, the line above them.
fn span(start: u32, len: u32) -> String {
    match len {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        _ => format!("{},{len}", start + 1),
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

    #[test]
    fn an_empty_file_has_no_first_line() {
        // As GNU `diff -u` says it.
        assert_eq!(unified_diff("", "a\nb\n", 3), "@@ -0,0 +1,2 @@\n+a\n+b\n");
        assert_eq!(unified_diff("a\nb\n", "", 3), "@@ -1,2 +0,0 @@\n-a\n-b\n");
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
