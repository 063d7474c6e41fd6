//! The syntax of another app with files of the same name: reported, so that it is not taken for what it is not.

use super::super::ownership::{Dialect, Spot, text};
use super::{gitlab, words};

/// Where the first sign of the syntax stands.
pub(super) fn first_sign(dialect: Dialect, bytes: &[u8]) -> Option<Spot> {
    if dialect == Dialect::GitLab {
        return None;
    }
    text::lines(bytes).find_map(|line| {
        let words = words(line.text);
        let (first, rest) = words.split_first()?;
        if first.text.starts_with('#') {
            return None;
        }
        let starts = |start: &&str| first.text.starts_with(*start);
        let is_setting = ["@@@", "CODEOWNERS.", "Check(", "OverallCheck("].iter().any(starts);
        let is_group = |word: &str| word.starts_with("@\"") || word.starts_with("@@") && gitlab::role(word).is_none();
        let mut owners = rest.iter().take_while(|word| !word.text.starts_with('#'));
        let sign = if is_setting { Some(first) } else { owners.find(|word| is_group(word.text)) }?;
        Some(Spot { file: 0, line: line.number, column: sign.column })
    })
}
