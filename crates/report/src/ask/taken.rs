//! What became of the rows of a filled form, in words. Input: rows with their outcomes, and the reviews before and after;
//! output: text for a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use onethread_core::answers::{ReplyOutcome, TakenReply};
use onethread_core::review::Review;
use onethread_core::words::plural;
use onethread_model::source::Place;

use crate::inert::inert;

/// Every row in one line of counts, then what is to be written and what was left.
pub fn rows(replies: &[TakenReply]) -> String {
    let mut text = format!("{}: {}\n", plural(replies.len(), "row", "rows"), counts(replies));
    let written = replies.iter().filter_map(|one| match &one.outcome {
        ReplyOutcome::Written { says } => Some(format!("{} ({})", inert(says), place(&one.place))),
        _ => None,
    });
    section(&mut text, "To write", written.collect());
    let refused = replies.iter().filter_map(|one| match &one.outcome {
        ReplyOutcome::NotUnderstood { place: at, refusal } => {
            let help = if refusal.help.is_empty() { String::new() } else { format!("; {}", inert(&refusal.help)) };
            Some(format!("{}: {}{help}", place(at), inert(&refusal.why)))
        }
        _ => None,
    });
    section(&mut text, "Not understood, and not written", refused.collect());
    let against = replies.iter().filter_map(|one| match &one.outcome {
        ReplyOutcome::Contradictory { other } => {
            Some(format!("{}: {} is answered differently at {}", place(&one.place), inert(&one.key), place(other)))
        }
        _ => None,
    });
    section(&mut text, "Contradictory, and neither is written: remove the one that is not true", against.collect());
    let closed = replies.iter().filter_map(|one| match &one.outcome {
        ReplyOutcome::Closed { why } => Some(format!("{}: {}", place(&one.place), inert(why))),
        _ => None,
    });
    section(&mut text, "No longer asked, and not written", closed.collect());
    let unknown = replies.iter().filter_map(|one| match &one.outcome {
        ReplyOutcome::UnknownKey { near } => {
            let at = place(&one.place);
            Some(match (one.key.as_str(), near) {
                ("", _) => {
                    format!("{at}: the row has an answer and no key; copy the key of its question from the form")
                }
                (key, Some(near)) => format!("{at}: no question has the key `{}`; did you mean `{near}`?", inert(key)),
                (key, None) => format!("{at}: no question has the key `{}`; keep the keys of the form", inert(key)),
            })
        }
        _ => None,
    });
    section(&mut text, "Without a question, and not written", unknown.collect());
    let is_all_unknown =
        !replies.is_empty() && replies.iter().all(|one| matches!(one.outcome, ReplyOutcome::UnknownKey { .. }));
    if is_all_unknown {
        text += "\nNone of the keys is known here: is it a form of another organization? Name its folder, or write a new \
                 form with onethread ask --form FILE.\n";
    }
    let notes: Vec<String> = replies.iter().filter(|one| one.drops_note).map(|one| place(&one.place)).collect();
    if let [first, rest @ ..] = &notes[..] {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        let _ =
            write!(text, "\nA note is kept with a yes, a no or nobody knows; no file keeps those at {first}{more}\n");
    }
    text + "\n"
}

fn place(place: &Place) -> String {
    inert(&place.to_string()).into_owned()
}

fn section(text: &mut String, title: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{title}\n");
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
    }
}

fn word(outcome: &ReplyOutcome) -> &'static str {
    match outcome {
        ReplyOutcome::Written { .. } => "to write",
        ReplyOutcome::Unchanged { .. } => "as the files say",
        ReplyOutcome::Repeated { .. } => "said twice",
        ReplyOutcome::Empty => "not answered",
        ReplyOutcome::NotUnderstood { .. } => "not understood",
        ReplyOutcome::Contradictory { .. } => "contradictory",
        ReplyOutcome::Closed { .. } => "no longer asked",
        ReplyOutcome::UnknownKey { .. } => "without a question",
    }
}

fn counts(replies: &[TakenReply]) -> String {
    const ORDER: [&str; 8] = [
        "to write",
        "as the files say",
        "said twice",
        "not answered",
        "not understood",
        "contradictory",
        "no longer asked",
        "without a question",
    ];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for reply in replies {
        *counts.entry(word(&reply.outcome)).or_default() += 1;
    }
    let all: Vec<String> = ORDER.iter().filter_map(|word| Some(format!("{} {word}", counts.get(word)?))).collect();
    all.join(", ")
}

/// Whether a row has an answer that is not written, and not because the files say it already.
pub fn leaves_something(replies: &[TakenReply]) -> bool {
    use ReplyOutcome::{Closed, Contradictory, NotUnderstood, UnknownKey};
    replies.iter().any(|one| {
        matches!(one.outcome, NotUnderstood { .. } | Contradictory { .. } | Closed { .. } | UnknownKey { .. })
    })
}

/// Whether a row answers what is no longer asked.
pub fn has_closed(replies: &[TakenReply]) -> bool {
    replies.iter().any(|one| matches!(one.outcome, ReplyOutcome::Closed { .. }))
}

/// Why a row is not written, and what to do: for an answer that was typed alone.
pub fn refusal(reply: &TakenReply) -> Option<(String, String)> {
    match &reply.outcome {
        ReplyOutcome::NotUnderstood { refusal, .. } => {
            Some((inert(&refusal.why).into_owned(), inert(&refusal.help).into_owned()))
        }
        ReplyOutcome::Contradictory { other } => {
            let what = format!("{} says otherwise of the same day", place(other));
            Some((what, "remove the one that is not true, or name another day with --on".to_owned()))
        }
        ReplyOutcome::Closed { why } => Some((
            format!("{} is no longer asked: {}", inert(&reply.key), inert(why)),
            "change the file itself, if it is wrong".to_owned(),
        )),
        ReplyOutcome::UnknownKey { near } => {
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "onethread ask --all shows the keys".to_owned(),
            };
            Some((format!("no question has the key `{}`", inert(&reply.key)), help))
        }
        _ => None,
    }
}

/// Which answers of the review change.
pub fn effect(before: &Review, after: &Review) -> String {
    let mut lines = Vec::new();
    for one in &after.initiatives {
        for verdict in &one.verdicts {
            let was = before.initiative(&one.id).and_then(|one| {
                one.verdicts.iter().find(|earlier| earlier.criterion == verdict.criterion).map(|one| &one.judgement)
            });
            let Some(was) = was else { continue };
            let now = &verdict.judgement;
            if was.answer != now.answer {
                let (was, now) = (was.answer.words(), now.answer.words());
                lines.push(format!("{} {}: {was} -> {now}", inert(&one.id), verdict.criterion));
            } else if let Some(on) = now.nobody_knows.filter(|on| was.nobody_knows != Some(*on)) {
                lines.push(format!(
                    "{} {}: not shown -> nobody knows, asked on {on}",
                    inert(&one.id),
                    verdict.criterion
                ));
            }
        }
    }
    let mut text = String::new();
    match lines.is_empty() {
        true => text += "\nNo answer of the review changes by this alone.\n",
        false => section(&mut text, "Answers of the review", lines),
    }
    text + "\n"
}

/// What was written.
pub fn written(replies: &[TakenReply], files: usize) -> String {
    let count = replies.iter().filter(|one| matches!(one.outcome, ReplyOutcome::Written { .. })).count();
    format!("Wrote {} to {}.\n", plural(count, "answer", "answers"), plural(files, "file", "files"))
}
