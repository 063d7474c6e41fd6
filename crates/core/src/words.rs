//! Small pieces of plain English that every sentence uses the same way.

use onethread_model::Day;

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

/// A count with the right word: `1 team`, `2 teams`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count as u128), if count == 1 { one } else { many })
}

/// A count with commas: `12,503`.
pub fn thousands(count: u128) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A whole number with commas and its sign: `-12,503`.
pub fn signed_thousands(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", thousands(number.unsigned_abs()))
}

/// `24 July 2026`.
pub fn long_day(day: Day) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let text = day.to_string();
    let mut parts = text.rsplitn(3, '-');
    let (day_of_month, month, year) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (day_of_month, month, year) {
        (Some(day), Some(month), Some(year)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        _ => text,
    }
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
        assert_eq!(join(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }

    #[test]
    fn days_read_as_people_write_them() {
        let day = |text| long_day(Day::parse(text).expect("a day"));
        assert_eq!([day("2026-07-04"), day("1999-12-31")], ["4 July 2026", "31 December 1999"]);
    }

    #[test]
    fn sentences_begin_with_a_capital_and_names_do_not() {
        assert_eq!(
            ["one leader", "team:payments blocks", "2 of 3", "single-threaded: none", ""].map(capital),
            ["One leader", "team:payments blocks", "2 of 3", "Single-threaded: none", ""]
        );
    }
}
