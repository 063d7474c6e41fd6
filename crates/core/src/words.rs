//! Small pieces of plain English that every sentence uses the same way: counts with their words, percent, ranges, days.

use onethread_model::Day;
pub use onethread_model::limits::thousands;

/// The minus sign of prose. Code and files keep the hyphen.
const MINUS: char = '\u{2212}';

/// `44 %`, rounded to whole percent; a share that is neither 0 nor 1 never reads as `0 %` or `100 %`.
pub fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if share > 0.0 && rounded == 0.0 {
        return "under 1 %".to_owned();
    }
    if share < 1.0 && rounded == 100.0 {
        return "over 99 %".to_owned();
    }
    format!("{rounded} %")
}

/// `89.5 %`: one decimal, for shares that are compared with each other.
pub fn percent_to_tenths(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A count with the right word: `1 team`, `2 teams`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count as u128), agreeing(count, one, many))
}

/// The word that agrees with a count: `has` with 1, `have` with any other.
pub fn agreeing<'w>(count: usize, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

/// `1 day`, `2,065 days`; of days that cannot be negative.
pub fn days(days: i64) -> String {
    plural(usize::try_from(days).unwrap_or(0), "day", "days")
}

/// `8 to 11`, `35 to 46 %`: the unit stands once. A range of one value is that value.
pub fn range(low: &str, high: &str) -> String {
    match low.strip_suffix(" %") {
        _ if low == high => low.to_owned(),
        Some(low) if high.ends_with(" %") => format!("{low} to {high}"),
        _ => format!("{low} to {high}"),
    }
}

/// `95 % CI 8 to 11`, also where both ends are the same.
pub fn interval(low: &str, high: &str) -> String {
    let low = if high.ends_with(" %") { low.trim_end_matches(" %") } else { low };
    format!("95 % CI {low} to {high}")
}

/// `median 9 days (95 % CI 8 to 11)`; `8 or more` where the upper end is not reached.
pub fn median_days(median: i64, low: Option<i64>, high: Option<i64>) -> String {
    let count = |days: i64| thousands(days.unsigned_abs().into());
    let median = days(median);
    match (low, high) {
        (Some(low), Some(high)) => format!("median {median} ({})", interval(&count(low), &count(high))),
        (Some(low), None) => format!("median {median} (95 % CI {} or more)", count(low)),
        _ => format!("median {median}"),
    }
}

/// `30 June 2026`, for people; tables and files hold ISO days.
pub fn long_day(day: Day) -> String {
    let text = day.to_string();
    let mut parts = text.rsplitn(3, '-');
    let (day_of_month, month, year) = (parts.next(), parts.next(), parts.next());
    let month =
        month.and_then(|month| month.parse::<usize>().ok()).and_then(|month| Day::MONTHS.get(month.wrapping_sub(1)));
    match (day_of_month, month, year) {
        (Some(day), Some(month), Some(year)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        _ => text,
    }
}

/// `p 0.012, 399 draws`; of a simulation that never gave as much, no floor: `p < 0.005, 399 draws`. `p` counts what
/// happened as one of the draws, so that it is never 0.
pub fn drawn_p(p: f64, draws: u32) -> String {
    let least = 1.0 / (f64::from(draws) + 1.0);
    if p < 1.5 * least {
        return format!("p < {:.3}, {draws} draws", 2.0 * least);
    }
    format!("p {p:.3}, {draws} draws")
}

/// A whole number with commas, and with a minus sign where it is negative: `−12,503`.
pub fn signed_thousands(number: i128) -> String {
    let sign = if number < 0 { MINUS.to_string() } else { String::new() };
    format!("{sign}{}", thousands(number.unsigned_abs()))
}

/// A difference with one decimal and its sign: `+1.5`, `−0.3`, `0.0`.
pub fn difference(value: f64) -> String {
    let text = format!("{:.1}", value.abs());
    match text.as_str() {
        "0.0" => text,
        _ if value < 0.0 => format!("{MINUS}{text}"),
        _ => format!("+{text}"),
    }
}

/// A number as it is formatted elsewhere, with the minus sign of prose.
pub fn with_minus(number: &str) -> String {
    number.strip_prefix('-').map_or_else(|| number.to_owned(), |rest| format!("{MINUS}{rest}"))
}

/// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
pub fn join(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, three, rest @ ..] => format!("{one}, {two}, {three} and {} more", rest.len()),
    }
}

/// The text with a capital first letter, unless it begins with a name such as `team:payments`, which stays as it is.
pub fn capital(text: &str) -> String {
    if text
        .split(' ')
        .next()
        .is_some_and(|first| first.trim_end_matches([':', '.', ',']).contains([':', '/', '.', '_']))
    {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_intervals_name_their_unit_once() {
        assert_eq!([range("8", "11"), range("35 %", "46 %"), range("8", "8")], ["8 to 11", "35 to 46 %", "8"]);
        assert_eq!(interval("35 %", "46 %"), "95 % CI 35 to 46 %");
        assert_eq!(median_days(9, Some(8), Some(1_100)), "median 9 days (95 % CI 8 to 1,100)");
        assert_eq!(median_days(1, Some(0), None), "median 1 day (95 % CI 0 or more)");
        assert_eq!(median_days(3, None, None), "median 3 days");
    }

    #[test]
    fn a_negative_number_has_a_minus_sign_and_no_hyphen() {
        assert_eq!(signed_thousands(-12_503), "\u{2212}12,503");
        assert_eq!([difference(1.5), difference(-0.31), difference(-0.01)], ["+1.5", "\u{2212}0.3", "0.0"]);
        assert_eq!([with_minus("-3.5"), with_minus("3.5")], ["\u{2212}3.5", "3.5"]);
    }

    #[test]
    fn days_are_written_out_for_people() {
        let day = |text| long_day(Day::parse(text).expect("a day"));
        assert_eq!([day("2026-06-30"), day("2026-12-01")], ["30 June 2026", "1 December 2026"]);
        assert_eq!([day("2026-07-04"), day("1999-12-31")], ["4 July 2026", "31 December 1999"]);
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(
            [percent(0.4419), percent(0.0), percent(0.001), percent(0.999), percent(1.0)],
            ["44 %", "0 %", "under 1 %", "over 99 %", "100 %"]
        );
        assert_eq!(
            [thousands(7), thousands(865), thousands(12_503), thousands(1_000_000)],
            ["7", "865", "12,503", "1,000,000"]
        );
        assert_eq!(plural(1, "team", "teams"), "1 team");
        assert_eq!((percent_to_tenths(0.895).as_str(), percent_to_tenths(0.92).as_str()), ("89.5 %", "92.0 %"));
        assert_eq!([agreeing(0, "has", "have"), agreeing(1, "has", "have")], ["have", "has"]);
        assert_eq!(join(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }

    #[test]
    fn sentences_begin_with_a_capital_and_names_do_not() {
        assert_eq!(
            ["one leader", "team:payments blocks", "2 of 3", "single-threaded: none", ""].map(capital),
            ["One leader", "team:payments blocks", "2 of 3", "Single-threaded: none", ""]
        );
    }
}
