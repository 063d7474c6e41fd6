//! What a message refers to: a pull request, and initiatives by patterns.

use gix::bstr::ByteSlice;
use regex::bytes::{Regex, RegexBuilder};

use super::commit::{RawCommit, trailers};
use super::limits::{MESSAGE_BYTES_MAX, REFERENCES_MAX};

/// Most bytes of a reference; what is longer is none.
const REFERENCE_BYTES_MAX: usize = 200;

/// Most bytes of a compiled pattern.
const PATTERN_BYTES_MAX: usize = 1 << 20;

/// What a message refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it names: the first group of the pattern, or all that it matches.
    pub name: String,
    /// All that the pattern matches: `PAY-12` where `PAY` is the name. It unites changes.
    pub whole: String,
}

/// Patterns that find references in subjects and trailers.
#[derive(Clone, Debug, Default)]
pub struct Patterns(Vec<Regex>);

impl Patterns {
    /// Compiles patterns.
    ///
    /// # Errors
    /// The index of the first pattern that is none, and why.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Patterns, (usize, String)> {
        let compile = |(index, pattern): (usize, &str)| {
            let built = RegexBuilder::new(pattern).size_limit(PATTERN_BYTES_MAX).build();
            built.map_err(|error| (index, last_line(&error.to_string())))
        };
        patterns.into_iter().enumerate().map(compile).collect::<Result<_, _>>().map(Patterns)
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The references of a message, in the order of patterns and places, each once: the first group of a pattern, or
    /// all that it matches. Only the subject and the values of trailers without an address are looked at.
    pub fn find(&self, subject: &[u8], message: &[u8]) -> Vec<Reference> {
        let mut found: Vec<Reference> = Vec::new();
        if self.is_empty() {
            return found;
        }
        // Trailers that name people are nobody's reference.
        let values = trailers(message).map(|(_, value)| value).filter(|value| !value.contains(&b'@'));
        let texts = std::iter::once(subject).chain(values);
        let texts: Vec<&[u8]> = texts.map(|text| text.get(..MESSAGE_BYTES_MAX).unwrap_or(text)).collect();
        for pattern in &self.0 {
            for text in &texts {
                for captures in pattern.captures_iter(text) {
                    let Some(part) = captures.get(1).or_else(|| captures.get(0)) else { continue };
                    let name = String::from_utf8_lossy(part.as_bytes());
                    let whole =
                        captures.get(0).map_or_else(Default::default, |one| String::from_utf8_lossy(one.as_bytes()));
                    let is_known = found.iter().any(|known| known.name == name);
                    if name.is_empty() || is_known || is_odd(&name) || is_odd(&whole) {
                        continue;
                    }
                    if found.len() >= REFERENCES_MAX {
                        return found;
                    }
                    found.push(Reference { name: name.into_owned(), whole: whole.into_owned() });
                }
            }
        }
        found
    }
}

/// Whether a text must not pass: an address, or what nobody would call a reference.
fn is_odd(text: &str) -> bool {
    text.contains('@') || text.chars().any(char::is_control) || text.len() > REFERENCE_BYTES_MAX
}

/// What a pattern's error says at its end; the lines before draw the pattern.
fn last_line(error: &str) -> String {
    let last = error.lines().last().unwrap_or_default();
    last.trim().trim_start_matches("error: ").to_owned()
}

/// What stands before the number in the subject that a forge or a merging tool writes.
const BEGINNINGS: &[&[u8]] = &[
    // GitHub, and Bitbucket Server before 5; Azure DevOps; Bitbucket Data Center.
    b"Merge pull request #",
    b"Merged PR ",
    b"Pull request #",
    // Tools that merge: homu, bors.
    b"Auto merge of #",
    b"auto merge of #",
    b"Merge #",
];

/// What stands before a link at the end of a message whose last number is that of the change: GitLab, Gerrit, Phabricator.
const LINKS: &[(&[u8], &[u8])] =
    &[(b"See merge request ", b"!"), (b"Reviewed-on: ", b"/+/"), (b"Differential Revision: ", b"D")];

/// The number of the pull request that a message names, as forges write it: see [`BEGINNINGS`] and [`LINKS`]; `(#12)` or
/// `(!12)` at the end of the first line as GitHub, GitLab and Gitea squash, `(pull request #12)` as Bitbucket Cloud has it,
/// and `Merge pull request 'Title' (#12) from f into main` as Gitea and Forgejo merge.
pub fn pull_request(message: &[u8]) -> Option<u32> {
    let first = message.trim_start().lines().next().unwrap_or_default().trim_end();
    if let Some(rest) = BEGINNINGS.iter().find_map(|beginning| first.strip_prefix(*beginning)) {
        return number(rest);
    }
    // The title may have quotes and numbers of its own.
    let titled = first.strip_prefix(b"Merge pull request '").and_then(|rest| rest.get(rest.rfind(b"' (")? + 2..));
    if let Some(rest) = titled {
        let inner = rest.get(1..rest.find_byte(b')')?).unwrap_or_default();
        return marked(inner);
    }
    if let Some(inner) = first.strip_suffix(b")")
        && let Some(open) = inner.rfind_byte(b'(')
    {
        let inner = inner.get(open + 1..).unwrap_or_default();
        if let Some(number) = marked(inner.strip_prefix(b"pull request ").unwrap_or(inner)) {
            return Some(number);
        }
    }
    let link = |line: &[u8]| {
        let line = line.trim();
        LINKS.iter().find_map(|(start, before)| {
            let rest = line.strip_prefix(*start)?;
            number(rest.get(rest.rfind(before)? + before.len()..).unwrap_or_default())
        })
    };
    message.lines().rev().take(32).find_map(link)
}

/// The number behind `#` or `!`, where nothing else is.
fn marked(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"#").or_else(|| text.strip_prefix(b"!"))?;
    digits.iter().all(u8::is_ascii_digit).then(|| number(digits)).flatten()
}

/// The number at the start of a text.
fn number(text: &[u8]) -> Option<u32> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.get(..digits)?.to_str().ok()?.parse().ok()
}

/// The references and the pull request of a commit.
pub(super) fn of(commit: &RawCommit<'_>, patterns: &Patterns) -> (Vec<Reference>, Option<u32>) {
    (patterns.find(commit.subject(), commit.message), pull_request(commit.message))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms are those that GitHub, GitLab, Bitbucket Cloud and Data Center, Azure DevOps, Gitea, Gerrit and
    /// Phabricator write, as their documentation and public histories show them.
    #[test]
    fn pull_requests_are_found_as_forges_write_them() {
        for (message, expected) in [
            ("Fix the till (#123)\n\nBody (#9)", Some(123)),
            ("Merge pull request #77 from ada/till\n\nFix the till", Some(77)),
            ("Auto merge of #78 - ada:till, r=grace", Some(78)),
            ("Merge branch 'till' into 'main'\n\nMend it\n\nSee merge request shop/till!45\n", Some(45)),
            ("Merged in till (pull request #8)\n", Some(8)),
            ("Fix the till (!6)", Some(6)),
            ("Merged PR 12: Fix the till", Some(12)),
            ("Merged PR twelve", None),
            ("Pull request #13: Fix the till\n\nMerge in SHOP/web from f to main", Some(13)),
            ("Merge pull request #14 in SHOP/web from f to main", Some(14)),
            ("Merge pull request 'Fix the till' (#15) from f into main", Some(15)),
            ("Merge pull request 'Ada's (#9) till' (#16) from f into main", Some(16)),
            ("Merge pull request 'Fix' (!17) from ada/shop:f into main", Some(17)),
            ("Merge pull request 'Fix the till' from f into main", None),
            ("Merge #18\n\n18: Fix the till r=ada", Some(18)),
            ("Fix\n\nChange-Id: I0123\nReviewed-on: https://review.example/c/shop/+/1919\n", Some(1919)),
            ("Fix\n\nDifferential Revision: https://phabricator.example/D20\n", Some(20)),
            ("Fix\n\nReviewed-on: a shelf\n", None),
            ("Merge branch 'f' into 'main'", None),
            ("Mend #123", None),
            ("Mend (#12a)", None),
            ("Mend (#99999999999)", None),
            ("Mend (#)", None),
            ("", None),
        ] {
            assert_eq!(pull_request(message.as_bytes()), expected, "{message}");
        }
    }

    #[test]
    fn references_come_from_subject_and_trailers_only() {
        let patterns = Patterns::new(["PAY-[0-9]+", "(?i)initiative: *([a-z-]+)"]).expect("patterns");
        let message = b"PAY-7: mend; see PAY-8 and PAY-7\n\nPAY-9 is in the body\n\nRefs: PAY-10\n";
        let subject = b"PAY-7: mend; see PAY-8 and PAY-7";
        let names = |found: Vec<Reference>| found.into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names(patterns.find(subject, message)), ["PAY-7", "PAY-8", "PAY-10"]);
        assert_eq!(names(patterns.find(b"Initiative: returns", b"Initiative: returns")), ["returns"]);
        let keys = Patterns::new([r"\b([A-Z]+)-[0-9]+\b"]).expect("patterns");
        let found = keys.find(b"PAY-12 and PAY-13", b"");
        let expected = Reference { name: "PAY".to_owned(), whole: "PAY-12".to_owned() };
        assert_eq!(found, [expected], "issues of one tracker are not one change");
        let all = Patterns::new(["(?s).*"]).expect("a pattern");
        let people = b"Mail ada@example.org\n\nSigned-off-by: Ada <ada@example.org>\nRefs: x\n";
        let found = names(all.find(b"Mail ada@example.org", people));
        assert_eq!(found, ["x"], "no address passes, whatever a pattern finds");
        let group = Patterns::new(["(?s)(Mail) .*"]).expect("a pattern");
        assert_eq!(group.find(b"Mail ada@example.org", b""), [], "nor by what stands around the name");
        assert_eq!(Patterns::new(["a", "("]).expect_err("no pattern"), (1, "unclosed group".to_owned()));
    }
}
