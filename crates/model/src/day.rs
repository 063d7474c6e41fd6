//! A day: the only unit of time that evidence keeps.
//!
//! Times of day are dropped at the door, so that nothing can tell when someone works.

use std::fmt;
use std::num::NonZeroU32;

use jiff::ToSpan;
use jiff::civil::Date;

/// A calendar day in UTC, known as days since 1970-01-01 (negative before it).
///
/// Range: years -9999 to 9999; what lies beyond is held at its ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Counted from 1 on the first day, so that an absent one takes no more room.
pub struct Day(NonZeroU32);

/// Days from the epoch to the first day of the calendar, -9999-01-01, and to its last, 9999-12-31.
const EPOCH_DAYS: [i32; 2] = [-4_371_587, 2_932_896];

impl Day {
    /// The English names of the months.
    pub const MONTHS: [&str; 12] = [
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
    /// The first day of the calendar, -9999-01-01.
    pub const FIRST: Day = Day::from_epoch_days(EPOCH_DAYS[0]);
    /// The last day of the calendar, 9999-12-31.
    pub const LAST: Day = Day::from_epoch_days(EPOCH_DAYS[1]);

    /// The day `days` after 1970-01-01.
    pub const fn from_epoch_days(days: i32) -> Day {
        let [first, last] = EPOCH_DAYS;
        let days = if days < first {
            first
        } else if days > last {
            last
        } else {
            days
        };
        Day(NonZeroU32::MIN.saturating_add(days.abs_diff(first)))
    }

    /// Days since 1970-01-01.
    pub const fn epoch_days(self) -> i32 {
        (self.0.get() - 1) as i32 + EPOCH_DAYS[0]
    }

    /// The day with this year, month and day of month, when the calendar has it.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::from_date)
    }

    /// Reads `YYYY-MM-DD`; of a time after the day (`T…` or a space) only the zone counts: the day is that in UTC.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Day, String> {
        let date = text.split(['T', ' ']).next().unwrap_or(text);
        let time = text.get(date.len() + 1..).unwrap_or_default();
        let number = |digits: &[u8]| {
            let all = digits.iter().all(u8::is_ascii_digit);
            all.then(|| digits.iter().fold(0, |sum, digit| sum * 10 + i16::from(digit - b'0')))
        };
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date.as_bytes() else {
            return Err("expected a day like 2026-02-02".to_owned());
        };
        let (Some(year), Some(month), Some(day)) = (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2]))
        else {
            return Err("expected a day like 2026-02-02".to_owned());
        };
        let day =
            Day::from_ymd(year, month as i8, day as i8).ok_or_else(|| format!("{date} is not in the calendar"))?;
        Ok(day.plus_days(utc_shift(time)))
    }

    /// Reads a day in a `strftime` pattern such as `%d/%m/%Y`.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text or the pattern.
    pub fn parse_as(pattern: &str, text: &str) -> Result<Day, String> {
        let wrong = |_| format!("expected a day in the pattern {pattern}");
        if pattern.contains("%z") || pattern.contains("%:z") {
            let zoned = jiff::fmt::strtime::parse(pattern, text).and_then(|parts| parts.to_timestamp());
            return zoned.map(|at| Day::from_date(jiff::tz::Offset::UTC.to_datetime(at).date())).map_err(wrong);
        }
        Date::strptime(pattern, text).map(Day::from_date).map_err(wrong)
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
        i64::from(self.0.get()) - i64::from(earlier.0.get())
    }

    /// The day `days` later (earlier when negative).
    pub fn plus_days(self, days: i32) -> Day {
        Day::from_epoch_days(self.epoch_days().saturating_add(days))
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
        let (year, month, day) = civil(self.epoch_days());
        // Every day between the ends of the calendar is in it.
        Date::new(year as i16, month as i8, day as i8).unwrap_or(Date::MIN)
    }

    fn from_date(date: Date) -> Day {
        Day::from_epoch_days(days_of(i32::from(date.year()), i32::from(date.month()), i32::from(date.day())))
    }
}

/// Days from 1970-01-01 to a day of the calendar: `days_from_civil` of H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms" (2013). Years are counted from March, so that the day that is not in every year is the last one.
const fn days_of(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day so many days after 1970-01-01: `civil_from_days` of the same.
const fn civil(days: i32) -> (i32, i32, i32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year + era * 400 + (if month <= 2 { 1 } else { 0 });
    (year, month, of_year - (153 * from_march + 2) / 5 + 1)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match civil(self.epoch_days()) {
            (year @ 0..=9999, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
            _ => write!(f, "{}", self.date()),
        }
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

/// By how many days the day in UTC differs, for a time with a zone such as `23:30:00-08:00`; 0 for what is no such time.
fn utc_shift(time: &str) -> i32 {
    let Some(at) = time.rfind(['+', '-']) else { return 0 };
    let digits = |text: &str| {
        let digits: String = text.chars().filter(|c| *c != ':').collect();
        let all = matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit());
        all.then(|| {
            digits
                .as_bytes()
                .chunks(2)
                .map(|two| i32::from(two[0] - b'0') * 10 + i32::from(two[1] - b'0'))
                .collect::<Vec<_>>()
        })
    };
    let minutes = |parts: &[i32]| parts.first().map(|hours| hours * 60 + parts.get(1).copied().unwrap_or(0));
    let clock = time[..at].trim_end().get(..5).filter(|clock| clock.contains(':')).and_then(digits);
    let (Some(clock), Some(zone)) =
        (clock.and_then(|parts| minutes(&parts)), digits(&time[at + 1..]).and_then(|parts| minutes(&parts)))
    else {
        return 0;
    };
    // No zone is further away than this.
    if clock >= 24 * 60 || zone > 18 * 60 {
        return 0;
    }
    let east = if time.as_bytes()[at] == b'-' { -zone } else { zone };
    (clock - east).div_euclid(24 * 60)
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

    /// The calendar of another library is the rival.
    #[test]
    fn every_day_is_that_of_another_calendar() {
        let epoch = Date::constant(1970, 1, 1);
        for days in (EPOCH_DAYS[0]..=EPOCH_DAYS[1]).step_by(13).chain([EPOCH_DAYS[1], -1, 0, 1, 10_956, 11_016]) {
            let (day, rival) = (Day::from_epoch_days(days), epoch.saturating_add(i64::from(days).days()));
            assert_eq!((day.date(), Day::from_date(rival), day.epoch_days()), (rival, day, days));
            assert_eq!(day.to_string(), rival.to_string());
            if rival.year() >= 0 {
                assert_eq!(Day::parse(&rival.to_string()), Ok(day));
            }
        }
    }

    #[test]
    fn what_lies_beyond_the_calendar_is_held_at_its_ends() {
        let (first, last) = (Day::from_ymd(-9999, 1, 1), Day::from_ymd(9999, 12, 31));
        assert_eq!((first, last), (Some(Day::FIRST), Some(Day::LAST)));
        for days in [i32::MIN, i32::MIN + 1, -4_371_588, -4_371_587, -1, 0, 1, 2_932_896, 2_932_897, i32::MAX] {
            let day = Day::from_epoch_days(days);
            let around = [day, day.plus_days(days), day.plus_days(1), day.plus_days(-1), day.plus_days(i32::MAX)];
            for day in around {
                assert!((Day::FIRST..=Day::LAST).contains(&day), "{day}");
                assert!(!day.to_string().is_empty() && (1..=4).contains(&day.quarter()));
            }
        }
        assert_eq!((Day::LAST.plus_days(1), Day::FIRST.plus_days(-1)), (Day::LAST, Day::FIRST));
    }

    #[test]
    fn quarters_are_half_open() {
        let (first, next) = Day::parse_quarter("2017Q4").expect("a quarter");
        assert_eq!((first.to_string().as_str(), next.to_string().as_str()), ("2017-10-01", "2018-01-01"));
        assert!(Day::parse_quarter("2017Q5").is_err());
    }
}
