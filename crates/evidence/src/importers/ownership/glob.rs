//! Patterns over paths, compiled once: names between slashes, with any number of folders in between.
//!
//! Both kinds of `CODEOWNERS` pattern become the same steps; what differs between the dialects is only how the text is
//! read. Matching goes back to the last wildcard only, and so takes at most the product of the lengths.

/// A compiled pattern over the names of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::importers) struct Glob {
    steps: Vec<Step>,
}

/// What a pattern asks of the next names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Any number of names, none included.
    AnyFolders,
    /// One name.
    Name(Name),
}

/// What a pattern asks of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Literal(Box<[u8]>),
    Tokens(Box<[Token]>),
}

/// A piece of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// This byte.
    Byte(u8),
    /// One character.
    One,
    /// Any characters, or none.
    Many,
    /// One character, in or outside these ranges.
    Class { outside: bool, ranges: Vec<(char, char)> },
}

/// By what a pattern is found without trying it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Handle {
    /// The path lies in this folder, or is it: names joined by `/`.
    Prefix(Vec<u8>),
    /// The path has this name somewhere.
    Name(Vec<u8>),
    /// The path has a name that ends in this, a dot and what is behind it.
    Ending(Vec<u8>),
    /// Nothing.
    Wild,
}

impl Glob {
    /// Reads a pattern by the rules of GitHub and Bitbucket, which are those of gitignore but for three.
    ///
    /// # Errors
    /// A clause that says why it is no pattern.
    pub(in crate::importers) fn like_gitignore(pattern: &str) -> Result<Glob, &'static str> {
        if pattern.contains("***") {
            return Err("three asterisks in a row are no pattern");
        }
        let mut names: Vec<&str> = pattern.split('/').collect();
        // A slash at the start or in the middle ties the pattern to the root.
        let is_tied = match names.as_slice() {
            ["", ..] => {
                names.remove(0);
                true
            }
            [_] | [_, ""] => false,
            _ => true,
        };
        let mut steps = Vec::new();
        if !is_tied {
            steps.push(Step::AnyFolders);
        }
        let last = names.len().saturating_sub(1);
        for (at, name) in names.iter().enumerate() {
            match *name {
                // A folder means everything in it, and so does `**` behind a slash.
                "" if at == last && at > 0 => {
                    // `**/` means folders only, and so what is in them.
                    if names.get(at - 1) == Some(&"**") {
                        steps.push(Step::any_name());
                    }
                    steps.extend([Step::any_name(), Step::AnyFolders]);
                }
                "**" if at == last && at > 0 => steps.extend([Step::any_name(), Step::AnyFolders]),
                "**" => steps.push(Step::AnyFolders),
                "*" => steps.push(Step::any_name()),
                name => {
                    steps.push(Step::Name(Name::read(name, false)));
                    // A name may be that of a folder. `docs/*` is the exception, and stays within its folder.
                    if at == last {
                        steps.push(Step::AnyFolders);
                    }
                }
            }
        }
        Ok(Glob::of(steps))
    }

    /// Reads a pattern by the rules of `File.fnmatch` in Ruby with `FNM_PATHNAME` and `FNM_DOTMATCH`, as GitLab does.
    ///
    /// The pattern starts with a slash.
    pub(in crate::importers) fn like_fnmatch(pattern: &str) -> Glob {
        let names: Vec<&str> = pattern.strip_prefix('/').unwrap_or(pattern).split('/').collect();
        let last = names.len().saturating_sub(1);
        let mut steps = Vec::new();
        for (at, name) in names.iter().enumerate() {
            match *name {
                // Only a slash behind them makes two asterisks cross folders.
                "**" if at < last => steps.push(Step::AnyFolders),
                // Several slashes behind `**` are one.
                "" if at < last && steps.last() == Some(&Step::AnyFolders) => {}
                name => steps.push(Step::Name(Name::read(name, true))),
            }
        }
        Glob::of(steps)
    }

    /// Reads a pattern whose wildcards stay within a name, and whose last name goes on as it likes.
    pub(in crate::importers) fn of_beginning(pattern: &str) -> Glob {
        let open = format!("{pattern}*");
        Glob::of(open.split('/').map(|name| Step::Name(Name::read(name, false))).collect())
    }

    /// Everything in a folder, given as names joined by `/`; the root when empty.
    pub(in crate::importers) fn folder(folder: &[u8]) -> Glob {
        let names = folder.split(|byte| *byte == b'/').filter(|name| !name.is_empty());
        let mut steps: Vec<Step> = names.map(|name| Step::Name(Name::Literal(name.into()))).collect();
        steps.extend([Step::any_name(), Step::AnyFolders]);
        Glob::of(steps)
    }

    fn of(mut steps: Vec<Step>) -> Glob {
        steps.dedup_by(|one, other| *one == Step::AnyFolders && *other == Step::AnyFolders);
        Glob { steps }
    }

    /// Whether the path of these names matches.
    pub(in crate::importers) fn matches(&self, names: &[&[u8]]) -> bool {
        let is_open = self.steps.last() == Some(&Step::AnyFolders);
        let (mut step, mut name) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        loop {
            match self.steps.get(step) {
                None if is_open || name == names.len() => return true,
                Some(Step::AnyFolders) => {
                    step += 1;
                    retry = Some((step, name));
                    continue;
                }
                Some(Step::Name(wanted)) if names.get(name).is_some_and(|name| wanted.matches(name)) => {
                    step += 1;
                    name += 1;
                    continue;
                }
                _ => {}
            }
            // The last run of folders takes one more name.
            match &mut retry {
                Some((after, taken)) if *taken < names.len() => {
                    *taken += 1;
                    (step, name) = (*after, *taken);
                }
                _ => return false,
            }
        }
    }

    /// By what it is found.
    pub(super) fn handle(&self) -> Handle {
        let literals = self.steps.iter().map_while(|step| match step {
            Step::Name(Name::Literal(name)) => Some(&**name),
            _ => None,
        });
        let prefix: Vec<&[u8]> = literals.collect();
        if !prefix.is_empty() {
            return Handle::Prefix(prefix.join(&b'/'));
        }
        let literal = self.steps.iter().find_map(|step| match step {
            Step::Name(Name::Literal(name)) => Some(name.to_vec()),
            _ => None,
        });
        if let Some(name) = literal {
            return Handle::Name(name);
        }
        let ending = self.steps.iter().find_map(|step| match step {
            Step::Name(Name::Tokens(tokens)) => ending(tokens),
            _ => None,
        });
        ending.map_or(Handle::Wild, Handle::Ending)
    }

    /// Whether the only name asked for may be any.
    pub(super) fn is_everything(&self) -> bool {
        match self.steps.as_slice() {
            [Step::AnyFolders] => true,
            [Step::AnyFolders, Step::Name(name)] | [Step::Name(name), Step::AnyFolders] => name.is_any(),
            [Step::AnyFolders, Step::Name(name), Step::AnyFolders] => name.is_any(),
            _ => false,
        }
    }
}

impl Step {
    fn any_name() -> Step {
        Step::Name(Name::Tokens(Box::new([Token::Many])))
    }
}

/// The bytes behind the last wildcard, from their last dot on, when there is one.
fn ending(tokens: &[Token]) -> Option<Vec<u8>> {
    let literal: Vec<u8> = tokens
        .iter()
        .rev()
        .map_while(|token| match token {
            Token::Byte(byte) => Some(*byte),
            _ => None,
        })
        .collect();
    let dot = literal.iter().position(|byte| *byte == b'.')?;
    Some(literal[..=dot].iter().rev().copied().collect())
}

impl Name {
    /// Reads a name with `*`, `?`, a backslash before what is meant as it stands, and with classes when they count.
    fn read(text: &str, with_classes: bool) -> Name {
        let mut tokens = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            match c {
                '*' => {
                    if tokens.last() != Some(&Token::Many) {
                        tokens.push(Token::Many);
                    }
                }
                '?' => tokens.push(Token::One),
                '[' if with_classes => match class(rest.as_str()) {
                    Some((class, behind)) => {
                        tokens.push(class);
                        rest = behind.chars();
                    }
                    // A class that is never closed matches nothing at all.
                    None => tokens.push(Token::Class { outside: false, ranges: Vec::new() }),
                },
                '\\' => push_bytes(&mut tokens, rest.next().unwrap_or('\\')),
                c => push_bytes(&mut tokens, c),
            }
        }
        let literal: Option<Vec<u8>> = tokens
            .iter()
            .map(|token| match token {
                Token::Byte(byte) => Some(*byte),
                _ => None,
            })
            .collect();
        match literal {
            Some(bytes) => Name::Literal(bytes.into()),
            None => Name::Tokens(tokens.into()),
        }
    }

    fn is_any(&self) -> bool {
        matches!(self, Name::Tokens(tokens) if **tokens == [Token::Many])
    }

    fn matches(&self, name: &[u8]) -> bool {
        match self {
            Name::Literal(literal) => **literal == *name,
            Name::Tokens(tokens) => tokens_match(tokens, name),
        }
    }
}

fn push_bytes(tokens: &mut Vec<Token>, c: char) {
    tokens.extend(c.encode_utf8(&mut [0; 4]).bytes().map(Token::Byte));
}

/// Reads a class behind its `[`; gives what comes behind its `]`.
fn class(text: &str) -> Option<(Token, &str)> {
    let (outside, mut text) = match text.strip_prefix(['!', '^']) {
        Some(text) => (true, text),
        None => (false, text),
    };
    let mut ranges = Vec::new();
    while !text.starts_with(']') {
        let from;
        (from, text) = class_char(text)?;
        let to = match text.strip_prefix('-').filter(|behind| !behind.starts_with(']')) {
            Some(behind) => {
                let to;
                (to, text) = class_char(behind)?;
                to
            }
            None => from,
        };
        ranges.push((from, to));
    }
    Some((Token::Class { outside, ranges }, &text[1..]))
}

fn class_char(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    let c = match chars.next()? {
        '\\' => chars.next()?,
        c => c,
    };
    Some((c, chars.as_str()))
}

fn tokens_match(tokens: &[Token], name: &[u8]) -> bool {
    let (mut token, mut byte) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let rest = &name[byte..];
        let taken = match tokens.get(token) {
            None if rest.is_empty() => return true,
            Some(Token::Many) => {
                token += 1;
                if token == tokens.len() {
                    return true;
                }
                retry = Some((token, byte));
                continue;
            }
            Some(Token::Byte(wanted)) => usize::from(rest.first() == Some(wanted)),
            Some(Token::One) => first_char(rest).map_or(0, |(_, length)| length),
            Some(Token::Class { outside, ranges }) => match first_char(rest) {
                Some((c, length)) if ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != *outside => length,
                _ => 0,
            },
            None => 0,
        };
        if taken > 0 {
            token += 1;
            byte += taken;
            continue;
        }
        match &mut retry {
            Some((after, start)) if *start < name.len() => {
                *start += 1;
                (token, byte) = (*after, *start);
            }
            _ => return false,
        }
    }
}

/// The first character and its bytes; a byte that is no UTF-8 counts as a character of its own.
fn first_char(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    let length = match first {
        0..0x80 => return Some((char::from(first), 1)),
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
        _ => 1,
    };
    let text = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    Some(text.and_then(|text| text.chars().next()).map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, length)))
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn many_wildcards_take_no_longer_than_the_product_of_lengths() {
        // With a tree of choices these would take longer than the universe.
        let name = "a".repeat(4_000);
        let glob = Glob::like_gitignore(&format!("{}b", "a*".repeat(500))).expect("a pattern");
        assert!(!glob.matches(&[name.as_bytes()]));
        let deep: Vec<&[u8]> = vec![b"a"; 2_000];
        let glob = Glob::like_fnmatch(&format!("/{}b", "**/a/".repeat(300)));
        assert!(!glob.matches(&deep));
    }
}
