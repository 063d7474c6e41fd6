//! What day it is.

use onethread_model::Day;
use onethread_model::diagnostic::{Diagnostic, Severity, Spot};

/// The variable that says which second it is, so that a run can be repeated.
const VARIABLE: &str = "SOURCE_DATE_EPOCH";
/// The last second of the year 9999: no date is written behind it.
const SECONDS_MAX: i64 = 253_402_300_799;
const SECONDS_A_DAY: i64 = 86_400;

/// Today in UTC, or the day that SOURCE_DATE_EPOCH names, so that a run can be repeated.
pub fn today() -> Day {
    clock().0
}

/// Today, and what is wrong with SOURCE_DATE_EPOCH where that names no day; then it is not followed.
pub fn clock() -> (Day, Option<Diagnostic>) {
    let now = || day_of(jiff::Timestamp::now().as_second()).unwrap_or_else(|| Day::from_epoch_days(0));
    // What an empty variable asks for is nothing.
    let Some(text) = std::env::var_os(VARIABLE).filter(|text| !text.is_empty()) else { return (now(), None) };
    match read(&text.to_string_lossy()) {
        Ok(day) => (day, None),
        Err(why) => (now(), Some(complaint(&text.to_string_lossy(), why))),
    }
}

/// The day that the variable names.
///
/// # Errors
/// Why it names none, as a clause.
fn read(text: &str) -> Result<Day, &'static str> {
    let seconds: i64 = text.trim().parse().map_err(|_| "it is no whole number of seconds since 1970")?;
    day_of(seconds).ok_or(match seconds {
        ..0 => "it lies before 1970",
        _ if day_of(seconds / 1000).is_some() => "it lies behind the year 9999, and seems to be in milliseconds",
        _ => "it lies behind the year 9999",
    })
}

fn day_of(seconds: i64) -> Option<Day> {
    let days = (0..=SECONDS_MAX).contains(&seconds).then_some(seconds / SECONDS_A_DAY)?;
    i32::try_from(days).ok().map(Day::from_epoch_days)
}

fn complaint(text: &str, why: &str) -> Diagnostic {
    let message = format!("{VARIABLE} is `{text}`, which names no day: {why}; today is taken from the clock");
    let diagnostic = Diagnostic::new(Severity::Warning, "wrong-epoch", message, Spot::Path(VARIABLE.to_owned()));
    diagnostic.help("set it to seconds since 1970, as `date +%s` gives them, or unset it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_named_up_to_the_last_second_of_the_year_9999_and_not_one_further() {
        let day = |text: &str| read(text).map(|day| day.to_string());
        assert_eq!(day("0").as_deref(), Ok("1970-01-01"));
        assert_eq!(day(" 1784851200\n").as_deref(), Ok("2026-07-24"));
        assert_eq!(day("253402300799").as_deref(), Ok("9999-12-31"));
        assert_eq!(day("253402300800"), Err("it lies behind the year 9999, and seems to be in milliseconds"));
        assert_eq!(day("1784851200000"), Err("it lies behind the year 9999, and seems to be in milliseconds"));
        assert_eq!(day("-1"), Err("it lies before 1970"));
        assert_eq!(day("9223372036854775807"), Err("it lies behind the year 9999"));
        for odd in ["yesterday", "1.5", "9223372036854775808", "0x10"] {
            assert_eq!(day(odd), Err("it is no whole number of seconds since 1970"), "{odd}");
        }
    }
}
