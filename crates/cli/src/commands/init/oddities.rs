//! What is odd in spreadsheets, as a first look can take it in: one message for each kind, with the first places and what
//! to do next. `--all` shows each.

use onethread_model::diagnostic::{Diagnostic, Spot};
use onethread_model::source::Sources;
use onethread_report::diagnostics;

use crate::args::ColorWish;
use crate::output;

/// Of so many of a kind each is shown.
const EACH_MAX: usize = 2;
/// Further places that are named.
const PLACES_MAX: usize = 4;
/// Further commands that are shown to be pasted.
const COMMANDS_MAX: usize = 3;
/// Messages that are shown; those that lose something come first.
const SHOWN_MAX: usize = 6;

/// Shows them on the standard error output, and how many there are of each severity.
pub(super) fn show(all: &[Diagnostic], color: ColorWish) {
    if all.is_empty() {
        return;
    }
    let style = output::stderr_style(color);
    let mut folded = fold(all);
    folded.sort_by_key(|one| one.severity);
    let kinds = folded.len();
    folded.truncate(SHOWN_MAX);
    for one in &folded {
        output::say(&diagnostics::render(one, &Sources::default(), style));
        output::say("\n");
    }
    let summary = diagnostics::summary(all.iter().map(|one| one.severity));
    let rest = match kinds - folded.len() {
        0 if kinds == all.len() => String::new(),
        0 => "; --all shows each".to_owned(),
        rest => format!("; {rest} more of other kinds: --all shows each"),
    };
    output::say(&format!("{summary}{rest}\n\n"));
}

/// One for each kind of which there are many; the others as they are.
fn fold(all: &[Diagnostic]) -> Vec<Diagnostic> {
    let alike = |one: &Diagnostic, other: &Diagnostic| (one.code, one.severity) == (other.code, other.severity);
    let mut found: Vec<Diagnostic> = Vec::new();
    for (at, one) in all.iter().enumerate() {
        if all[..at].iter().any(|before| alike(before, one)) {
            continue;
        }
        let group: Vec<&Diagnostic> = all[at..].iter().filter(|other| alike(one, other)).collect();
        match group.as_slice() {
            [first, rest @ ..] if rest.len() >= EACH_MAX => found.push(folded(first, rest)),
            few => found.extend(few.iter().map(|one| (*one).clone())),
        }
    }
    found
}

fn folded(first: &Diagnostic, rest: &[&Diagnostic]) -> Diagnostic {
    let mut one = first.clone();
    let path = |one: &Diagnostic| match &one.primary.spot {
        Spot::Record(place) => place.path.to_string(),
        Spot::Path(path) => path.clone(),
        Spot::Span(_) => String::new(),
    };
    let own = path(first);
    let place = |one: &&Diagnostic| match &one.primary.spot {
        Spot::Record(place) if path(one) == own => format!("line {}", place.line),
        Spot::Record(place) => place.to_string(),
        _ => path(one),
    };
    let places: Vec<String> = rest.iter().take(PLACES_MAX).map(place).collect();
    let more = if rest.len() > places.len() { " ..." } else { "" };
    one.notes.push(format!("{} more like it: {}{more}", rest.len(), places.join(", ")));
    // What can be pasted differs from one to the next.
    let command = |one: &&Diagnostic| {
        let at = |help: &String| help.find("--").map(|at| help[at..].to_owned());
        one.help.iter().find_map(at).filter(|command| !first.help.iter().any(|help| help.contains(command)))
    };
    let mut commands: Vec<String> = rest.iter().filter_map(command).collect();
    commands.dedup();
    if !commands.is_empty() {
        let more = if commands.len() > COMMANDS_MAX { "; ..." } else { "" };
        commands.truncate(COMMANDS_MAX);
        one.help.push(format!("of the others: {}{more}", commands.join("; ")));
    }
    one
}

#[cfg(test)]
mod tests {
    use onethread_model::diagnostic::Severity;

    use super::*;

    fn of(code: &'static str, severity: Severity, line: usize) -> Diagnostic {
        let place = onethread_model::source::Place { path: "a.csv".into(), line, column: None };
        Diagnostic::new(severity, code, format!("{code} {line}"), Spot::Record(place))
            .help(format!("do it: --same \"{line}=x\""))
    }

    #[test]
    fn many_of_a_kind_are_one_message_and_two_are_two() {
        let mut all: Vec<Diagnostic> = (1..=2).map(|line| of("few", Severity::Note, line)).collect();
        assert_eq!(fold(&all).len(), 2);
        all.extend((3..=2_000).map(|line| of("many", Severity::Warning, line)));
        all.push(of("many", Severity::Error, 7));
        let found = fold(&all);
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["few", "few", "many", "many"]);
        assert_eq!(found[2].message, "many 3");
        assert_eq!(found[2].notes, ["1997 more like it: line 4, line 5, line 6, line 7 ..."]);
        assert_eq!(
            found[2].help,
            ["do it: --same \"3=x\"", "of the others: --same \"4=x\"; --same \"5=x\"; --same \"6=x\"; ..."]
        );
    }
}
