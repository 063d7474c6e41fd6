//! Just enough reading of Rust for the checks: what is code, what is a test, where functions begin and end.

/// A function.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    /// Name.
    pub(crate) name: String,
    /// The line on which it begins, from 1.
    pub(crate) line: usize,
    /// Lines from the first to the closing brace.
    pub(crate) lines: usize,
}

/// The text with blanks in the place of comments and literals, line by line as before.
pub(crate) fn blank(text: &str) -> String {
    filled(text, ' ')
}

/// The text with this character in the place of comments and literals, line by line as before.
pub(crate) fn filled(text: &str, fill: char) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => find(&chars, at, |c| c == '\n'),
            '/' if chars.get(at + 1) == Some(&'*') => end_of_comment(&chars, at),
            '"' => end_of_text(&chars, at),
            'r' => end_of_raw_text(&chars, at),
            '\'' => end_of_char(&chars, at),
            _ => at,
        };
        if end == at {
            code.push(chars[at]);
            at += 1;
        }
        while at < end {
            code.push(if chars[at] == '\n' { '\n' } else { fill });
            at += 1;
        }
    }
    code
}

/// Blanked code with blanks in the place of everything under `#[cfg(test)]`.
pub(crate) fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        let end = start + MARK.len() + end_of_item(&rest[start + MARK.len()..]);
        kept.push_str(&rest[..start]);
        kept.extend(rest[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    kept + rest
}

/// The literals of code outside tests, everything else blank, line by line as before. Comments are blank too.
pub(crate) fn literals(text: &str) -> String {
    let kept = without_tests(&filled(text, '\u{1}'));
    let mut out = String::with_capacity(text.len());
    for (line, marks) in text.lines().zip(kept.lines()) {
        let comment = line.trim_start().starts_with("//");
        let pairs = line.chars().zip(marks.chars());
        out.extend(pairs.map(|(c, mark)| if mark == '\u{1}' && !comment { c } else { ' ' }));
        out.push('\n');
    }
    out
}

/// The functions with a body in blanked code.
pub(crate) fn functions(code: &str) -> Vec<Function> {
    let mut functions = Vec::new();
    for start in places(code, "fn") {
        let after = code[start + "fn".len()..].trim_start();
        let name: String = after.chars().take_while(|c| is_word(*c)).collect();
        let body = &code[start..start + end_of_item(&code[start..])];
        // A type `fn(u8)` has no name, and a declaration no body.
        if !name.is_empty() && body.ends_with('}') {
            functions.push(Function { name, line: line_of(code, start), lines: body.lines().count() });
        }
    }
    functions
}

/// Where a word stands by itself. At an end that is a sign, such as in `dbg!`, anything may follow.
pub(crate) fn places(text: &str, word: &str) -> Vec<usize> {
    let free = |here: Option<char>, beside: Option<char>| !(here.is_some_and(is_word) && beside.is_some_and(is_word));
    let (first, last) = (word.chars().next(), word.chars().next_back());
    let found = text.match_indices(word).map(|(start, _)| start);
    found
        .filter(|start| {
            let before = text[..*start].chars().next_back();
            let after = text[start + word.len()..].chars().next();
            free(first, before) && free(last, after)
        })
        .collect()
}

/// The line, from 1, of a place.
pub(crate) fn line_of(text: &str, place: usize) -> usize {
    text[..place].matches('\n').count() + 1
}

/// The first names behind `prefix::`: one, or each of a group in braces.
pub(crate) fn names_behind(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for start in places(code, prefix) {
        let behind = start + prefix.len();
        if let Some(group) = code[behind..].strip_prefix('{') {
            let (mut depth, mut wanted) = (0, true);
            for (at, c) in group.char_indices() {
                match c {
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    '{' => depth += 1,
                    ',' if depth == 0 => wanted = true,
                    _ if is_word(c) && wanted && depth == 0 => {
                        names.push((line_of(code, behind + 1 + at), word_at(&group[at..])));
                        wanted = false;
                    }
                    _ => {}
                }
            }
        } else {
            names.push((line_of(code, start), word_at(&code[behind..])));
        }
    }
    names
}

/// Whether a character may stand in a name.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word_at(text: &str) -> String {
    text.chars().take_while(|c| is_word(*c)).collect()
}

/// The end of an item in blanked code: its closing brace, or its semicolon where it has no body.
fn end_of_item(code: &str) -> usize {
    let (mut nested, mut braces) = (0_i32, 0_i32);
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => nested += 1,
            ')' | ']' => nested -= 1,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        let closed = c == '}' && braces <= 0 && nested <= 0;
        if closed || (c == ';' && braces == 0 && nested <= 0) {
            return at + 1;
        }
    }
    code.len()
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|at| wanted(chars[*at])).unwrap_or(chars.len())
}

fn end_of_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn end_of_text(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// The end of `r"…"` or `r#"…"#`; the start where there is none, as in `r#type` or at the end of a name.
fn end_of_raw_text(chars: &[char], start: usize) -> usize {
    let before = |back: usize| start.checked_sub(back).map(|at| chars[at]);
    let prefixed = matches!(before(1), Some('b' | 'c')) && !before(2).is_some_and(is_word);
    if before(1).is_some_and(is_word) && !prefixed {
        return start;
    }
    let quote = find(chars, start + 1, |c| c != '#');
    if chars.get(quote) != Some(&'"') {
        return start;
    }
    let hashes = quote - start - 1;
    let closes = |at: usize| {
        chars[at] == '"' && chars.get(at + 1..at + 1 + hashes).is_some_and(|tail| tail.iter().all(|c| *c == '#'))
    };
    (quote + 1..chars.len()).find(|at| closes(*at)).map_or(chars.len(), |at| at + 1 + hashes)
}

/// The end of a character; the start where the quote begins a lifetime.
fn end_of_char(chars: &[char], start: usize) -> usize {
    match (chars.get(start + 1), chars.get(start + 2)) {
        (Some('\\'), _) => (find(chars, start + 3, |c| c == '\'') + 1).min(chars.len()),
        (Some(_), Some('\'')) => start + 3,
        _ => start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blank() {
        let text = "let a = \"one \\\" two\"; // three\n/* four /* five */ six */ let b = 'x';\n\
            let c = r#\"seven\" eight\"#; let d: &'static str = r; let e = br\"nine\"; let f = '\\''; for r#g in h {}\n";
        let code = blank(text);
        assert_eq!(code.lines().count(), text.lines().count());
        for word in ["one", "two", "three", "four", "five", "six", "x", "seven", "eight", "nine"] {
            assert!(places(&code, word).is_empty(), "{word} in {code}");
        }
        for word in ["let a", "let b", "let c", "static", "str", "let e", "let f", "r#g", "h {}"] {
            assert!(code.contains(word), "{word} in {code}");
        }
    }

    #[test]
    fn tests_are_left_out_and_what_follows_is_not() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n#[cfg(test)]\nmod more;\nfn c() {}\n";
        let kept = without_tests(code);
        assert_eq!(kept.lines().count(), code.lines().count());
        let names: Vec<String> = functions(&kept).into_iter().map(|function| function.name).collect();
        assert_eq!(names, ["a", "c"]);
    }

    #[test]
    fn functions_are_measured() {
        let code = "trait T {\n    fn declared(a: [u8; 4]);\n}\nfn one(f: fn(u8)) -> u8 {\n    if a { b }\n    c\n}\n";
        assert_eq!(functions(code), [Function { name: "one".to_owned(), line: 4, lines: 4 }]);
    }

    #[test]
    fn a_word_stands_by_itself() {
        assert_eq!(places("Instant Instantly anInstant", "Instant"), [0]);
        assert_eq!(places("print!(1) eprint!(2)", "print!"), [0]);
    }

    #[test]
    fn names_behind_a_path_are_found_in_groups_too() {
        let names = |code: &str| names_behind(code, "crate::").into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names("use crate::review::Answer;"), ["review"]);
        assert_eq!(names("use crate::{measure::{World, report}, review};"), ["measure", "review"]);
    }
}
