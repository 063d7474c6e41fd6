//! Differences as git writes them: made of texts, and applied to texts in memory.
//!
//! Input: what files hold before and after, or a unified difference. Output: a difference that `git apply` takes, or the
//! texts after it. A difference fits where its lines before stand in the file as they are, at their line or, when lines
//! above it came or went, at the nearest one; nothing is guessed.

use std::collections::BTreeMap;
use std::fmt;

use onethread_evidence::text_diff::{line_changes, unified_diff};
use onethread_model::agreement::AGREEMENT;
use onethread_model::config::SETTINGS;

use crate::FileText;

/// Lines around a change.
const CONTEXT_LINES: u32 = 3;
/// Most bytes of a difference that is read.
pub const PATCH_BYTES_MAX: u64 = 64 << 20;

/// Files as git tells them apart, by their path from the top of the repository: `prefix` is that of the folder, empty or
/// with `/` at its end.
pub fn git_patch(prefix: &str, files: &[FileText]) -> String {
    files.iter().filter(|file| file.before != file.after).map(|file| one_patch(prefix, file)).collect()
}

fn one_patch(prefix: &str, file: &FileText) -> String {
    let path = format!("{prefix}{}", file.path);
    let (a, b) = (quoted(&format!("a/{path}")), quoted(&format!("b/{path}")));
    let (mode, old, new) = match (&file.before, &file.after) {
        (None, _) => ("new file mode 100644\n", "/dev/null", b.as_str()),
        (_, None) => ("deleted file mode 100644\n", a.as_str(), "/dev/null"),
        _ => ("", a.as_str(), b.as_str()),
    };
    let (before, after) = (file.before.as_deref().unwrap_or_default(), file.after.as_deref().unwrap_or_default());
    let head = format!("diff --git {a} {b}\n{mode}");
    if before == after {
        return head;
    }
    // A name with a space ends with a tab there, as git has it.
    let end = |name: &str| if name.contains(' ') && !name.starts_with('"') { "\t" } else { "" };
    let (old_end, new_end) = (end(old), end(new));
    format!("{head}--- {old}{old_end}\n+++ {new}{new_end}\n{}", unified_diff(before, after, CONTEXT_LINES))
}

/// A name as git writes it: in quotes where a letter of it would be taken for something else.
fn quoted(name: &str) -> String {
    if !name.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f)) {
        return name.to_owned();
    }
    let mut text = String::from('"');
    for letter in name.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            letter if letter.is_ascii_control() => text += &format!("\\{:03o}", letter as u32),
            letter => text.push(letter),
        }
    }
    text + "\""
}

/// A name as git writes it, read.
fn unquoted(written: &str) -> String {
    let Some(inside) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return written.to_owned();
    };
    let (mut bytes, mut rest) = (Vec::new(), inside.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let octal = rest.get(..3).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        match (octal, rest.split_first()) {
            (Some(byte), _) => {
                bytes.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            (None, Some((letter, after))) => {
                bytes.push(match letter {
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    other => *other,
                });
                rest = after;
            }
            (None, None) => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Why a difference cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchError {
    /// The line of the difference, from 1.
    pub line: usize,
    /// Why, as a clause without a full stop.
    pub why: String,
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.why)
    }
}

impl std::error::Error for PatchError {}

/// What files hold after a difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patched {
    /// Texts by path from the folder of the settings; an empty one where a file is to be gone.
    pub texts: BTreeMap<String, String>,
    /// Blocks of lines that differ.
    pub statements: usize,
    /// Files that are none of the organization's, by path, with which nothing is done.
    pub left_out: Vec<String>,
}

impl Patched {
    /// The same of texts, an empty one where a file is to be gone.
    pub fn of<'t>(texts: BTreeMap<String, String>, text_of: impl Fn(&str) -> Option<&'t str>) -> Patched {
        let changes = |(path, text): (&String, &String)| line_changes(text_of(path).unwrap_or_default(), text).len();
        let statements = texts.iter().map(changes).sum();
        Patched { texts, statements, left_out: Vec::new() }
    }
}

/// Applies a unified difference to the files of an organization, which lie in `folder` below the folder of the settings,
/// and that at `prefix` in its repository. `text_of` gives the text of a file by its path.
///
/// # Errors
/// The first line that does not fit, or that cannot be understood.
pub fn apply_patch<'t>(
    patch: &str,
    (prefix, folder): (&str, &str),
    text_of: impl Fn(&str) -> Option<&'t str>,
) -> Result<Patched, PatchError> {
    let sections = sections(patch)?;
    if sections.is_empty() {
        return Err(PatchError {
            line: 1,
            why: "it holds no difference: lines that begin with `---`, `+++` and `@@`".to_owned(),
        });
    }
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut left_out = Vec::new();
    for section in &sections {
        let own = |name: &Option<String>| name.as_deref().map(|name| own_path(name, prefix, folder));
        let (from, to) = match (own(&section.from), own(&section.to)) {
            (Some(None), _) | (_, Some(None)) => {
                left_out.extend(section.to.clone().or(section.from.clone()));
                continue;
            }
            (from, to) => (from.flatten(), to.flatten()),
        };
        let wrong = |why: String| PatchError { line: section.line, why };
        if section.is_binary {
            return Err(wrong("a file of the organization is a text, and this is a binary difference".to_owned()));
        }
        let known = |path: &str| texts.get(path).cloned().or_else(|| text_of(path).map(str::to_owned));
        let known = |path: &str| known(path).filter(|text| !text.is_empty() || text_of(path).is_some());
        let before = match &from {
            Some(path) => known(path).ok_or_else(|| wrong(format!("there is no file {path}")))?,
            None => match to.as_deref().and_then(|path| Some((path, known(path)?))) {
                Some((path, text)) if !text.is_empty() => return Err(wrong(format!("{path} is there already"))),
                _ => String::new(),
            },
        };
        let name = from.as_deref().or(to.as_deref()).unwrap_or_default();
        let after = applied(&before, &section.hunks, name)?;
        if to.is_none() && !after.is_empty() {
            return Err(wrong(format!("{name} has more lines than those that go")));
        }
        if let Some(from) = from.filter(|from| Some(from) != to.as_ref()) {
            texts.insert(from, String::new());
        }
        if let Some(to) = to {
            texts.insert(to, after);
        }
    }
    texts.retain(|path, text| text_of(path).unwrap_or_default() != text);
    Ok(Patched { left_out, ..Patched::of(texts, text_of) })
}

/// The path of a file of the organization from the folder of the settings on; `None` for any other file.
fn own_path(name: &str, prefix: &str, folder: &str) -> Option<String> {
    let is_own = |path: &&str| {
        let below = path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        below && path.ends_with(".toml") && !path.split('/').any(|part| part == "..")
            || matches!(*path, SETTINGS | AGREEMENT)
    };
    // A difference made below the folder names its files from there.
    name.strip_prefix(prefix).filter(is_own).or(Some(name).filter(is_own)).map(str::to_owned)
}

/// A part of a difference: that of a file.
#[derive(Default)]
struct Section {
    /// Its first line, from 1.
    line: usize,
    /// The file before, as it is named; absent where it is new.
    from: Option<String>,
    /// The file after; absent where it goes.
    to: Option<String>,
    is_binary: bool,
    hunks: Vec<Hunk>,
}

/// Lines that others replace.
struct Hunk {
    /// The line of the difference, from 1, of each line before.
    places: Vec<usize>,
    line: usize,
    /// The first line before, from 1; the one above where there are none.
    start: usize,
    before: Vec<String>,
    after: Vec<String>,
}

fn sections(patch: &str) -> Result<Vec<Section>, PatchError> {
    let lines: Vec<&str> = patch.split_inclusive('\n').collect();
    let mut sections: Vec<Section> = Vec::new();
    let mut at = 0;
    // Whether the names of the section come from its first line alone.
    let mut is_open = false;
    while let Some(line) = lines.get(at).map(|line| line.trim_end_matches(['\n', '\r'])) {
        let number = at + 1;
        at += 1;
        let next = || lines.get(at).copied().unwrap_or_default().trim_end_matches(['\n', '\r']);
        if let Some(rest) = line.strip_prefix("diff --git ") {
            let (from, to) = both_names(rest);
            sections.push(Section { line: number, from, to, ..Section::default() });
            is_open = true;
        } else if let (Some(from), Some(to)) = (line.strip_prefix("--- "), next().strip_prefix("+++ ")) {
            let (from, to) = (name(from), name(to));
            match sections.last_mut().filter(|_| is_open) {
                Some(section) => (section.from, section.to) = (from, to),
                None => sections.push(Section { line: number, from, to, ..Section::default() }),
            }
            is_open = false;
            at += 1;
        } else if line.starts_with("@@ ") {
            let hunk = hunk(&lines, &mut at)?;
            let section = sections.last_mut();
            let section =
                section.ok_or_else(|| PatchError { line: number, why: "no line before it names a file".to_owned() })?;
            section.hunks.push(hunk);
        } else if let Some(section) = sections.last_mut().filter(|_| is_open) {
            if line.starts_with("new file mode") {
                section.from = None;
            } else if line.starts_with("deleted file mode") {
                section.to = None;
            } else if let Some(from) = line.strip_prefix("rename from ") {
                section.from = Some(unquoted(from));
            } else if let Some(to) = line.strip_prefix("rename to ") {
                section.to = Some(unquoted(to));
            }
            section.is_binary |= line.starts_with("GIT binary patch") || line.starts_with("Binary files ");
        }
    }
    Ok(sections)
}

/// The names behind `diff --git`, which are the same but for `a/` and `b/` where they count.
fn both_names(rest: &str) -> (Option<String>, Option<String>) {
    let half = rest.len() / 2;
    let (from, to) = if rest.starts_with('"') {
        rest.split_once("\" ").map_or((rest, ""), |(from, to)| (rest.get(..=from.len()).unwrap_or(from), to))
    } else {
        (rest.get(..half).unwrap_or_default(), rest.get(half + 1..).unwrap_or_default())
    };
    (name(from), name(to))
}

/// A name as a line of a difference writes it, without `a/` or `b/`, which a difference the other way round exchanges;
/// `None` for no file.
fn name(written: &str) -> Option<String> {
    let written = written.split('\t').next().unwrap_or_default();
    let name = unquoted(written);
    if name == "/dev/null" {
        return None;
    }
    Some(name.strip_prefix("a/").or(name.strip_prefix("b/")).map(str::to_owned).unwrap_or(name))
}

/// Reads a hunk, of which the head was read already.
fn hunk(lines: &[&str], at: &mut usize) -> Result<Hunk, PatchError> {
    let line = *at;
    let wrong = |line: usize, why: &str| PatchError { line, why: why.to_owned() };
    let head = lines.get(line - 1).copied().unwrap_or_default();
    let spans = head.strip_prefix("@@ ").and_then(|head| head.split_once(" @@")).and_then(|(spans, _)| {
        let (old, new) = spans.split_once(' ')?;
        Some((span(old.strip_prefix('-')?)?, span(new.strip_prefix('+')?)?))
    });
    let Some(((start, mut old), (_, mut new))) = spans else {
        return Err(wrong(line, "it is no `@@ -LINE,COUNT +LINE,COUNT @@`"));
    };
    let mut hunk = Hunk { places: Vec::new(), line, start, before: Vec::new(), after: Vec::new() };
    while old + new > 0 {
        let Some(written) = lines.get(*at) else { return Err(wrong(*at, "it ends in the middle of a difference")) };
        *at += 1;
        let (sign, text) = match written.chars().next() {
            Some(sign @ (' ' | '-' | '+')) => (sign, written.get(1..).unwrap_or_default()),
            // Some programs take the space of an empty line away.
            _ if written.trim_end().is_empty() => (' ', *written),
            _ => return Err(wrong(*at, "a line of a difference begins with a space, `-` or `+`")),
        };
        let is_last = lines.get(*at).is_some_and(|next| next.starts_with('\\'));
        let text = if is_last { text.trim_end_matches('\n') } else { text };
        let missing = || wrong(*at, "there are more lines here than the line with `@@` says");
        if sign != '+' {
            old = old.checked_sub(1).ok_or_else(missing)?;
            hunk.before.push(text.to_owned());
            hunk.places.push(*at);
        }
        if sign != '-' {
            new = new.checked_sub(1).ok_or_else(missing)?;
            hunk.after.push(text.to_owned());
        }
        *at += usize::from(is_last);
    }
    Ok(hunk)
}

fn span(written: &str) -> Option<(usize, usize)> {
    match written.split_once(',') {
        Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
        None => Some((written.parse().ok()?, 1)),
    }
}

/// The text after all hunks, each of which has to fit.
fn applied(text: &str, hunks: &[Hunk], path: &str) -> Result<String, PatchError> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut made, mut next, mut drift) = (String::new(), 0_usize, 0_isize);
    for hunk in hunks {
        let expected = if hunk.before.is_empty() { hunk.start } else { hunk.start.saturating_sub(1) };
        let wished = expected.saturating_add_signed(drift);
        let fits = |at: usize| {
            let there = lines.get(at..at.saturating_add(hunk.before.len()));
            at >= next && there.is_some_and(|there| there.iter().zip(&hunk.before).all(|(there, line)| there == line))
        };
        let nearest = (0..=lines.len()).flat_map(|away| [wished.checked_sub(away), wished.checked_add(away)]).flatten();
        let Some(at) = nearest.into_iter().find(|at| fits(*at)) else { return Err(misfit(hunk, &lines, wished, path)) };
        drift = isize::try_from(at).unwrap_or(0) - isize::try_from(expected).unwrap_or(0);
        made.extend(lines.get(next..at).unwrap_or_default().iter().copied());
        made.extend(hunk.after.iter().map(String::as_str));
        next = at + hunk.before.len();
    }
    made.extend(lines.get(next..).unwrap_or_default().iter().copied());
    Ok(made)
}

/// The first line of a hunk that does not stand where it should.
fn misfit(hunk: &Hunk, lines: &[&str], at: usize, path: &str) -> PatchError {
    let differs = hunk.before.iter().enumerate().find(|(index, line)| lines.get(at + index) != Some(&line.as_str()));
    let (index, line) = differs.map_or((0, ""), |(index, line)| (index, line.trim_end()));
    let place = hunk.places.get(index).copied().unwrap_or(hunk.line);
    let why = match lines.get(at + index) {
        Some(there) => {
            format!("it does not fit {path}:{}, which reads `{}` and not `{line}`", at + index + 1, there.trim_end())
        }
        None => format!("it does not fit {path}, which has {} lines and not `{line}`", lines.len()),
    };
    PatchError { line: place, why }
}
