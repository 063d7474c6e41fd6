//! A day: the only unit of time that evidence keeps.
//!
//! Times of day are dropped at the door, so that nothing can tell when someone works.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

/// A calendar day in UTC, stored as days since 1970-01-01 (negative before it).
///
/// Range: years -9999 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The day `days` after 1970-01-01.
    pub const fn from_epoch_days(days: i32) -> Day {
        Day(days)
    }

    /// Days since 1970-01-01.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The day with this year, month and day of month, when the calendar has it.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::from_date)
    }

    /// Reads `YYYY-MM-DD`; a time after the day (`T…` or a space) is ignored.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Day, String> {
        let date = text.split(['T', ' ']).next().unwrap_or(text);
        let shape = date.len() == 10
            && date.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shape {
            return Err("expected a day like 2026-02-02".to_owned());
        }
        date.parse::<Date>().map(Day::from_date).map_err(|_| format!("{date} is not in the calendar"))
    }

    /// Reads a day in a `strftime` pattern such as `%d/%m/%Y`.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text or the pattern.
    pub fn parse_as(pattern: &str, text: &str) -> Result<Day, String> {
        Date::strptime(pattern, text)
            .map(Day::from_date)
            .map_err(|_| format!("expected a day in the pattern {pattern}"))
    }

    /// Reads a quarter such as `2017Q2` or `2017-Q2` as its first day and the first day of the next quarter.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text.
    pub fn parse_quarter(text: &str) -> Result<(Day, Day), String> {
        let wrong = || "expected a quarter like 2017Q2".to_owned();
        let (year, quarter) = text.split_once(['Q', 'q']).ok_or_else(wrong)?;
        let year: i16 = year.trim_end_matches('-').parse().map_err(|_| wrong())?;
        let quarter: i8 = quarter.parse().map_err(|_| wrong())?;
        if !(1..=4).contains(&quarter) {
            return Err(wrong());
        }
        let first = Date::new(year, quarter * 3 - 2, 1).map_err(|_| wrong())?;
        let next = first.checked_add(3.months()).map_err(|_| wrong())?;
        Ok((Day::from_date(first), Day::from_date(next)))
    }

    /// Days from `earlier` to this day (negative when `earlier` is later).
    pub fn days_since(self, earlier: Day) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }

    /// The day `days` later (earlier when negative), held inside the range of `i32`.
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// Year of the day.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// Quarter of the year, 1 to 4.
    pub fn quarter(self) -> i8 {
        (self.date().month() - 1) / 3 + 1
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(i64::from(self.0).days())
    }

    fn from_date(date: Date) -> Day {
        let days = date.since(EPOCH).map(|span| span.get_days()).unwrap_or_default();
        Day(days)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_agree_with_the_calendar() {
        for (text, days) in [("1970-01-01", 0), ("2000-03-01", 11_017), ("2026-07-24", 20_658), ("1969-12-31", -1)] {
            let day = Day::parse(text).expect("a day");
            assert_eq!((day.epoch_days(), day.to_string().as_str()), (days, text));
        }
        assert_eq!(Day::parse("2026-07-24T10:11:12Z"), Day::parse("2026-07-24"));
        assert!(Day::parse("2026-02-30").expect_err("February").contains("calendar"));
        assert!(Day::parse("24.07.2026").is_err());
        assert!(Day::parse("").is_err());
    }

    #[test]
    fn quarters_are_half_open() {
        let (first, next) = Day::parse_quarter("2017Q4").expect("a quarter");
        assert_eq!((first.to_string().as_str(), next.to_string().as_str()), ("2017-10-01", "2018-01-01"));
        assert!(Day::parse_quarter("2017Q5").is_err());
    }
}
