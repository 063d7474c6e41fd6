//! Words that are no commands yet: whoever types one learns what to use today.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::output::Failure;

/// Each word, and what does some of its work today.
const RESERVED: &[(&str, &str)] = &[
    ("brief", "`onethread review` begins with what needs a decision"),
    ("decide", "write a `[[decision]]` into a file of org/; `onethread show decisions` shows how long they take"),
    ("fix", "`onethread check --fix` fixes what it found"),
    ("forecast", "`onethread show ttv` shows how long initiatives took to bring value"),
    ("mcp", "`onethread review --format json` and `onethread schema` serve other tools"),
    ("serve", "`onethread review -o review.html` and `onethread show all -o measures.html` write pages for a browser"),
    ("simulate", "`onethread what-if` shows what a change would alter, without a forecast"),
    ("weekly", "`onethread review --since DAY` reports what changed since a day"),
];

/// The answer to a command line that begins with a reserved word.
pub(crate) fn answer(error: &clap::Error) -> Option<Failure> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let (word, today) = RESERVED.iter().find(|(reserved, _)| reserved == word)?;
    Some(Failure::new(format!("`{word}` is not built yet"), *today))
}
