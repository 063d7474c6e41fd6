//! Words that say nothing, words that say nobody, and words before sums: one list each, for all columns.

/// Words for nothing, in lower case and without dots and brackets.
const NOTHING: [&str; 72] = [
    "",
    "-",
    "--",
    "---",
    "\u{2013}",
    "\u{2014}",
    "?",
    "??",
    "???",
    "/",
    "\\n",
    "#blocked!",
    "#busy!",
    "#calc!",
    "#connect!",
    "#div/0!",
    "#error!",
    "#field!",
    "#getting_data",
    "#n/a",
    "#n/a n/a",
    "#name?",
    "#null!",
    "#num!",
    "#ref!",
    "#spill!",
    "#unknown!",
    "#value!",
    "-1#ind",
    "-nan",
    "1#ind",
    "1#qnan",
    "blank",
    "empty",
    "ka",
    "missing",
    "n/a",
    "n/d",
    "n/k",
    "na",
    "nan",
    "nat",
    "nd",
    "nil",
    "no data",
    "no entry",
    "no value",
    "none",
    "none yet",
    "not applicable",
    "not assigned",
    "not available",
    "not known",
    "not set",
    "not specified",
    "not stated",
    "not yet known",
    "null",
    "select",
    "select one",
    "tba",
    "tbc",
    "tbd",
    "tbh",
    "to be announced",
    "to be confirmed",
    "to be decided",
    "to be defined",
    "to be determined",
    "undefined",
    "unspecified",
    "unset",
];

/// Words that mean that a place is held by nobody, where a person or a team could stand.
const NOBODY: [&str; 26] = [
    "hiring",
    "multiple",
    "no lead",
    "no leader",
    "no manager",
    "no one",
    "no owner",
    "no team",
    "nobody",
    "not staffed",
    "open",
    "open headcount",
    "open position",
    "open req",
    "open role",
    "several",
    "to be hired",
    "to hire",
    "unassigned",
    "unfilled",
    "unknown",
    "unstaffed",
    "vacancy",
    "vacant",
    "vacant position",
    "various",
];

/// A text without the marks that stand around words for nothing.
fn bare(text: &str) -> String {
    let marks = ['(', ')', '[', ']', '<', '>', '{', '}', '*', '"', '\'', ':'];
    let text = text.trim_matches(|c: char| marks.contains(&c) || c.is_whitespace()).to_lowercase();
    let text: String = text.chars().filter(|c| *c != '.' && *c != '\u{2026}').collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text says nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    // A quote alone stands for what is above, as some write it, and is not nothing.
    let is_quote = || text.trim().chars().all(|c| matches!(c, '"' | '\'' | '\u{201d}' | '\u{3003}'));
    NOTHING.contains(&bare(text).as_str()) && (text.trim().is_empty() || !is_quote())
}

/// Whether a text says that there is nobody and no team.
pub(super) fn is_nobody(text: &str) -> bool {
    is_nothing(text) || NOBODY.contains(&bare(text).as_str())
}

/// Whether a text is the word before a sum: `Total`, `TOTAL (3)`, `Headcount: 42`, `Total FTE:`; and whether it may be
/// the sum of what it names: `Payments Total`.
pub(super) fn total(text: &str) -> (bool, bool) {
    const SUMS: [&str; 20] = [
        "total",
        "totals",
        "subtotal",
        "subtotals",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "somme",
        "suma",
        "average",
        "avg",
        "mean",
        "median",
        "count",
        "headcount",
        "hc",
        "overall",
        "all",
        "ftes",
    ];
    const COUNTED: [&str; 28] = [
        "fte",
        "ftes",
        "headcount",
        "hc",
        "count",
        "people",
        "employees",
        "persons",
        "members",
        "staff",
        "heads",
        "teams",
        "initiatives",
        "projects",
        "goals",
        "rows",
        "records",
        "items",
        "entries",
        "days",
        "hours",
        "of",
        "number",
        "total",
        "totals",
        "in",
        "allocation",
        "sum",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let rest = match words.as_slice() {
        ["grand" | "sub" | "over", "total" | "totals" | "all" | "count" | "sum", rest @ ..] => rest,
        ["number" | "no" | "count" | "sum" | "total", "of", rest @ ..] if !rest.is_empty() => rest,
        [first, rest @ ..] if SUMS.contains(first) => rest,
        _ => {
            let last = words.last().copied().unwrap_or_default();
            return (false, words.len() > 1 && ["total", "totals", "subtotal", "count"].contains(&last));
        }
    };
    // "All" and "Count" alone may be what something is called.
    let is_firm = words.len() > 1 || !["all", "count", "mean", "overall", "ftes"].contains(&words[0]);
    let is_sum = rest.iter().all(|word| is_number(word) || COUNTED.contains(word)) && is_firm;
    (is_sum, !is_sum && ["total", "subtotal", "totals", "sum"].contains(&words[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by hand, after what spreadsheets and data tools write.
    #[test]
    fn words_for_nothing_are_one_list() {
        for word in [
            "nan", "NaN", "NULL", "(null)", "None", "(blank)", "TBD", "t.b.d.", "N/A", "n.a.", "-", "--", "\u{2014}",
            "?", "#N/A", "#REF!", "<NA>", "NaT", "[none]", "...", "\\N", "k.A.", "'-'",
        ] {
            assert!(is_nothing(word), "{word}");
        }
        for word in ["Open", "vacant", "unassigned", "Unknown", "No one"] {
            assert!(!is_nothing(word) && is_nobody(word), "{word}");
        }
        for word in ["Nana", "Nulla", "A", "0", "No", "NA team", "--x", "Nil Example"] {
            assert!(!is_nobody(word), "{word}");
        }
    }

    #[test]
    fn sums_are_told_from_names() {
        for text in [
            "Total",
            "TOTAL (3)",
            "Grand total",
            "Sum",
            "Headcount: 42",
            "Subtotal",
            "Total FTE:",
            "Number of people: 7",
        ] {
            assert_eq!(total(text), (true, false), "{text}");
        }
        for text in ["Payments Total", "Total Payments", "Web Count"] {
            assert_eq!(total(text), (false, true), "{text}");
        }
        for text in ["Sumi Example", "Totally new", "Count Example", "All hands", "Mean Example", "Headcount planning"]
        {
            assert!(!total(text).0, "{text}");
        }
    }
}
