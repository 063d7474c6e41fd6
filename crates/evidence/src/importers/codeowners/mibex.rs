//! The syntax of another app with files of the same name: told, so that it is not taken for what it is not.

use super::super::ownership::{Dialect, Spot, text};
use super::{gitlab, words};

/// Where the first sign of the syntax stands.
pub(super) fn first_sign(dialect: Dialect, bytes: &[u8]) -> Option<Spot> {
    if dialect == Dialect::GitLab {
        return None;
    }
    text::lines(bytes).find_map(|line| {
        let words = words(line.text);
        let (_, first) = words.first()?;
        if first.starts_with('#') {
            return None;
        }
        let is_setting = ["@@@", "CODEOWNERS.", "Check(", "OverallCheck("].iter().any(|start| first.starts_with(start));
        let is_group = |word: &str| word.starts_with("@\"") || word.starts_with("@@") && gitlab::role(word).is_none();
        let owners = words.iter().skip(1).take_while(|(_, word)| !word.starts_with('#'));
        let sign = owners.filter(|(_, word)| is_group(word)).map(|(at, _)| *at).next();
        let at = if is_setting { words.first().map(|(at, _)| *at) } else { sign }?;
        Some(Spot { file: 0, line: line.number, column: text::column(line.text, at) })
    })
}
