//! Figures in sentences: a percentage or a median says of how many it is.
//!
//! Input: a text as people read it. Output: each sentence with a percentage, a median or a half, and without a count that
//! it could be of: `n = 12`, `of 12`, `in 12 initiatives`. What is no figure of anything counted is in [`EXCEPTIONS`].

#![allow(dead_code, unreachable_pub, missing_docs)]

/// Words around a percentage that is no figure of several things, each with the reason.
pub const EXCEPTIONS: &[(&str, &str)] = &[
    (" allocated", "the share of one person's week, as somebody states it"),
    ("allocation above", "a line of the settings"),
    ("a person's allocation of", "the share of one person's week, as somebody states it"),
    ("ays until half", "no figure: the next sentence says how many there are"),
    ("of the leader's time", "the share of one person's week, as somebody states it"),
    ("stated shares add up to", "the sum of one person's statements"),
    ("add up to more than a whole week", "the sum of one person's statements"),
    ("statement of equal rank", "the share of one person's week, as somebody states it"),
    ("share reporting to the leader", "the change of one answer between two states; its reason has the members"),
    ("Share reporting to the leader: from", "a line of the settings"),
    ("it holds when", "a line of the criterion"),
    ("it holds only when", "a line of the criterion"),
    ("holds only when", "a line of the criterion"),
    ("(threshold ", "a line of the settings"),
    ("edicated means", "lines of the settings"),
    ("% of the desired information", "a figure of the literature, with its source on the page"),
    ("is stale: it has ended", "the share of one person's week, as somebody states it"),
    ("together with ", "the share of one person's week, as somebody states it"),
    ("A stated share of at least", "a line of the settings"),
    ("shares of a week", "the share of one person's week, as somebody states it"),
    ("Yes: at most", "a line of the settings"),
    ("No: the lower end", "a line of the settings"),
    ("lies between them the form is not shown", "a line of the settings"),
    ("when at least", "a line of the settings"),
    ("false discover", "a rate that the procedure holds, over all pairs that stand beside it"),
    ("expected to be there by chance", "a rate that the procedure holds, over all pairs that stand beside it"),
    ("are false", "a rate that the procedure holds"),
    ("pointwise", "the level of a band"),
    ("95 % interval", "the level of an interval"),
    ("Intervals are", "the level of an interval"),
    ("Bands are", "the level of a band"),
    ("restricted", "what a mean is"),
    ("median not known", "no figure: the reason says how many there are"),
    ("a median over all is no estimate", "no figure"),
    ("CI of a median", "the method"),
    ("the end of the half-year", "a day"),
    ("half a year", "a length of time"),
    ("half-year", "a length of time"),
    ("Half within", "a column of a table that has n"),
    ("bug fixes in five Java projects", "a figure of the literature, with its source"),
];

/// Units of what is counted along, and not of what is counted.
const MEASURED: &[&str] = &[
    "%", "day", "days", "week", "weeks", "month", "months", "year", "years", "points", "point", "times", "level",
    "levels", "calendar", "hours", "quarters", "quarter", "cases",
];
/// Words before a count of what a figure is of.
const BEFORE: &[&str] = &[
    "of", "in", "over", "from", "for", "among", "n", "between", "and", "all", "these", "those", "the", "with", "to",
    "is", "are",
];

/// Sentences with a figure and without what it is of.
pub fn without_count(text: &str) -> Vec<String> {
    let sentences = sentences(text).into_iter();
    let is_wrong = |sentence: &String| {
        let plain = without_intervals(sentence);
        has_figure(&plain) && !has_count(&plain) && !EXCEPTIONS.iter().any(|(words, _)| sentence.contains(words))
    };
    sentences.filter(is_wrong).collect()
}

/// How many sentences have a figure, for tests that must not look at nothing.
pub fn figures(text: &str) -> usize {
    sentences(text).iter().filter(|sentence| has_figure(&without_intervals(sentence))).count()
}

/// Sentences of a text: to a full stop with a blank and a capital, a digit or a quotation behind it, or to the end of a
/// line. Lines of tables have their counts in columns.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('|')) {
        let mut rest = line.trim();
        let mut from = 0;
        while let Some(at) = rest[from..].find(". ").map(|at| at + from) {
            let next = rest[at + 2..].chars().next().unwrap_or(' ');
            if next.is_uppercase() || matches!(next, '`' | '\u{201c}' | '"' | '(' | '*' | '[') {
                found.push(rest[..at].to_owned());
                (rest, from) = (&rest[at + 2..], 0);
            } else {
                from = at + 2;
            }
        }
        found.push(rest.to_owned());
    }
    found
}

/// The sentence without confidence intervals: `95 % CI 8 to 11`, `95 % CI 44 to 68 %`, `95 % CI 8 or more`.
fn without_intervals(sentence: &str) -> String {
    let mut plain = String::new();
    let mut rest = sentence;
    while let Some(at) = rest.find("95 % CI") {
        plain += &rest[..at];
        rest = &rest[at + "95 % CI".len()..];
        let end = rest.find([')', ';', ',', '(']).unwrap_or(rest.len());
        let is_range = rest[..end].contains(" to ") || rest[..end].contains(" or more");
        rest = if is_range { &rest[end..] } else { rest };
    }
    plain + rest
}

/// The words of a sentence without marks around them, each with whether a bracket opens before it.
fn words(sentence: &str) -> Vec<(&str, bool)> {
    let marks = |c: char| matches!(c, '(' | ')' | ',' | ';' | ':' | '.' | '*' | '[' | ']');
    sentence.split_whitespace().map(|word| (word.trim_matches(marks), word.starts_with('('))).collect()
}

fn has_figure(plain: &str) -> bool {
    let words: Vec<&str> = words(plain).into_iter().map(|(word, _)| word).collect();
    let percent = words.windows(2).any(|pair| pair[1] == "%" && is_number(pair[0]));
    // Without any number, a half is a way of speaking.
    let has_number = words.iter().any(|word| is_number(word));
    let median = words.iter().any(|word| matches!(word.to_lowercase().as_str(), "median" | "medians" | "percentile"));
    let half = words.iter().any(|word| matches!(*word, "half" | "Half"));
    percent || has_number && (median || half)
}

fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{2212}'))
}

/// Whether a whole number stands where a count of things does: behind one of [`BEFORE`], behind a bracket or at the
/// beginning, and before no unit of what is measured.
fn has_count(plain: &str) -> bool {
    let words = words(plain);
    let is_count = |at: usize| {
        let (word, is_in_brackets) = words[at];
        let whole = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == ',');
        let next = words.get(at + 1).map_or("", |(next, _)| next);
        let before = if at == 0 { "of" } else { words[at - 1].0 };
        let before = if before == "=" { "n" } else { before };
        let several = at > 1 && matches!(words[at - 2].0, "several" | "any" | "each") && before == "of";
        let is_placed =
            is_in_brackets || BEFORE.contains(&before.to_lowercase().as_str()) || matches!(next, "of" | "draws");
        whole && word != "0" && !MEASURED.contains(&next) && is_placed && !several
    };
    (0..words.len()).any(is_count)
}

/// Sentences that were printed once and must be found, and what says the same rightly.
pub const PLANTED: &[(&str, &str)] = &[
    (
        "44 % of the code changed in the last year has no owner",
        "1,234 of 2,783 touches of paths in the last year (44 %) are of paths without an owner",
    ),
    (
        "38 % of changes touch several of 12 areas",
        "412 of 1,080 change-sets of the last year (38 %) touch several of 12 areas",
    ),
    (
        "In the Kubernetes data this took longer. Time from the idea to first release: median 121 days (95 % CI 111 to 133).",
        "Time from the idea to first release: median 121 days (95 % CI 111 to 133); n = 655, 284 of which did.",
    ),
    ("payments takes part in 62 % of the changes", "payments takes part in 62 % of 45 changes"),
    (
        "between 40 % and 60 % of the team's time reports to the leader",
        "60 % of the team's time reports to the leader (5 members)",
    ),
    ("12 days (95 % CI 8 to 20) in the 180 days before, against a median of 9 days", "median 9 days, n = 12"),
    ("Half were answered within 9 days of asking.", "Half of 40 were answered within 9 days of asking."),
];

#[test]
fn every_planted_defect_is_found_and_its_cure_is_not() {
    for (wrong, right) in PLANTED {
        assert_eq!(without_count(wrong).len(), 1, "{wrong}: {:?}", without_count(wrong));
        assert_eq!(without_count(right), Vec::<String>::new(), "{right}");
        assert!(figures(right) > 0, "{right}");
    }
}
