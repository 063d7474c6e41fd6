//! Days, shares and words in cells.

use onethread_model::Day;
use onethread_model::record::short;

use super::Cell;
use super::words::is_nothing;
use crate::importers::table::values::has_address;

/// How days with two numbers that could be either are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 03/04/2026 is the third of April.
    DayFirst,
    /// 03/04/2026 is the fourth of March.
    MonthFirst,
}

/// Why a cell is no day.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoDay {
    /// It could be two different days.
    Ambiguous,
    /// A clause.
    Wrong(String),
}

/// What a cell gives away about the order of days and months in its file.
pub(super) fn order_of(text: &str) -> Option<DateOrder> {
    match numbers(text)? {
        // With dots it is always the day that comes first, so that they tell nothing of the others.
        (.., '.') => None,
        (day, month, ..) if day > 12 && day <= 31 && month <= 12 => Some(DateOrder::DayFirst),
        (month, day, ..) if day > 12 && day <= 31 && month <= 12 => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// Reads a day. A time of day behind it is dropped.
pub(super) fn day(cell: &Cell, order: Option<DateOrder>) -> Result<Option<Day>, NoDay> {
    let text = match cell {
        Cell::Empty | Cell::Unvalued => return Ok(None),
        Cell::Day(day) => return Ok(Some(*day)),
        Cell::Number(number) => {
            return Err(NoDay::Wrong(format!("{number} is a number and no day; format the column as a date")));
        }
        Cell::Text(text) => {
            // With a zone behind the time it may be another day in UTC.
            if let Ok(day) = Day::parse(text) {
                return Ok(Some(day));
            }
            without_time(text)
        }
    };
    if is_nothing(text) {
        return Ok(None);
    }
    let iso = text.replace(['/', '.'], "-");
    if let Some(day) = Day::parse(&iso).ok().or_else(|| year_first(&iso)) {
        return Ok(Some(day));
    }
    if let Some((first, second, year, mark)) = numbers(text) {
        let is_day_first = match (order, mark) {
            _ if first == second => true,
            (_, '.') => true,
            (Some(order), _) => order == DateOrder::DayFirst,
            (None, _) if first > 12 => true,
            (None, _) if second > 12 => false,
            (None, _) => return Err(NoDay::Ambiguous),
        };
        let (day, month) = if is_day_first { (first, second) } else { (second, first) };
        let found = i8::try_from(month).ok().zip(i8::try_from(day).ok());
        let found = found.and_then(|(month, day)| Day::from_ymd(year, month, day));
        return found.map(Some).ok_or_else(|| NoDay::Wrong(format!("`{}` is not in the calendar", short(text))));
    }
    let worded = with_month_name(text);
    worded.map(Some).ok_or_else(|| NoDay::Wrong(format!("`{}` is no day; write it like 2026-02-02", short(text))))
}

/// `2026-2-9`, which some write without zeros.
fn year_first(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?;
    let (month, day) = (parts.next()?, parts.next()?);
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(|_| parts.next().is_none())
}

/// The text before a time of day: `02/Feb/26 9:14 AM`, `2026-02-02T09:14:00Z`.
fn without_time(text: &str) -> &str {
    if let Some((day, _)) = text.split_once('T').filter(|(day, _)| Day::parse(day).is_ok()) {
        return day;
    }
    let is_time =
        |word: &str| word.find(':').is_some_and(|at| at > 0 && word[..at].bytes().all(|b| b.is_ascii_digit()));
    match text.split_whitespace().find(|word| is_time(word)).and_then(|word| text.split_once(word)) {
        Some((day, _)) => day.trim_end_matches([' ', ',']),
        None => text,
    }
}

/// The first and the last day of a half, a quarter or a month: `2026H1`, `Q3 2026`, `Mar 26`, `2026-03`.
pub(super) fn period(cell: &Cell) -> Option<(Day, Day)> {
    let Cell::Text(text) = cell else { return None };
    let lower = text.to_lowercase().replace(['/', '-', '\'', '\u{2019}'], " ");
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    // "2026q3" and "q32026" are two words without a blank.
    let split = match words.as_slice() {
        [one] => one.find(['q', 'h']).and_then(|at| one.split_at_checked(if at == 0 { 2 } else { at })),
        _ => None,
    };
    if let Some((first, second)) = split {
        words = vec![first, second];
    }
    let [first, second] = words.as_slice() else { return None };
    let year = |word: &str| -> Option<i16> {
        let number: i16 = word.parse().ok()?;
        match word.len() {
            2 => Some(2000 + number),
            4 if number > 1900 => Some(number),
            _ => None,
        }
    };
    let months = |word: &str| -> Option<(i8, i8)> {
        let part = |mark: char, months: i8, parts: i8| {
            let number: i8 = word.strip_prefix(mark)?.parse().ok()?;
            (1..=parts).contains(&number).then(|| ((number - 1) * months + 1, months))
        };
        let named = || month(word).map(|month| (month, 1));
        let number = || word.parse::<i8>().ok().filter(|month| (1..=12).contains(month)).map(|month| (month, 1));
        part('q', 3, 4).or_else(|| part('h', 6, 2)).or_else(named).or_else(number)
    };
    // "03 2026" is a month, and "03 26" could be anything.
    let is_whole = |word: &str| word.len() == 4 || lower.contains(char::is_alphabetic);
    let ((start, count), year) = match (months(first), year(second)) {
        (Some(months), Some(year)) if is_whole(second) => (months, year),
        _ => (months(second)?, year(first).filter(|_| is_whole(first))?),
    };
    let next = if start + count > 12 { (year + 1, 1) } else { (year, start + count) };
    Some((Day::from_ymd(year, start, 1)?, Day::from_ymd(next.0, next.1, 1)?.plus_days(-1)))
}

/// Two numbers and a year, with the mark between them: `3/4/2026`, `03.04.26`.
fn numbers(text: &str) -> Option<(u32, u32, i16, char)> {
    let date = text.split_whitespace().next()?;
    let mark = date.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = date.trim_end_matches('.').split(mark).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let number = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u32>().ok()).flatten();
    let year: i16 = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i16>().ok()?,
        _ => return None,
    };
    Some((number(first)?, number(second)?, year, mark))
}

/// A month by its name or the first letters of it.
fn month(name: &str) -> Option<i8> {
    let found = Day::MONTHS
        .map(str::to_lowercase)
        .iter()
        .position(|month| name == month || name == &month[..3] || (name == "sept" && month.starts_with(name)));
    found.and_then(|at| i8::try_from(at + 1).ok())
}

/// `2 Feb 2026`, `Feb 2, 2026`, `02-Feb-26`.
fn with_month_name(text: &str) -> Option<Day> {
    let lower = text.to_lowercase();
    let mut parts: Vec<&str> = lower.split([' ', '-', ',', '/', '.']).filter(|part| !part.is_empty()).collect();
    let at = parts.iter().position(|part| part.starts_with(|c: char| c.is_alphabetic()))?;
    let month = month(parts.remove(at))?;
    let [day, year] = parts.as_slice() else { return None };
    let day = day.trim_end_matches(|c: char| c.is_alphabetic());
    let year: i16 = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i16>().ok()?,
        _ => return None,
    };
    Day::from_ymd(year, month, day.parse().ok()?)
}

/// A number with or without a sign for percent; the flag says whether it has one.
pub(super) fn number(cell: &Cell) -> Result<Option<(f64, bool)>, String> {
    let text = match cell {
        Cell::Empty | Cell::Unvalued => return Ok(None),
        Cell::Number(number) => return Ok(Some((*number, false))),
        Cell::Day(_) => return Err("is formatted as a date and no share".to_owned()),
        Cell::Text(text) => text.to_lowercase(),
    };
    if is_nothing(&text) {
        return Ok(None);
    }
    let bare = text.trim_end_matches("fte").trim_end();
    let has_sign = bare.ends_with(['%', '\u{ff05}']);
    let digits: String = bare.trim_end_matches(['%', '\u{ff05}']).chars().filter(|c| !c.is_whitespace()).collect();
    // A comma stands for the point in half of the world, and no share has thousands.
    match digits.replace(',', ".").parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some((number, has_sign))),
        _ => Err(format!("`{}` is no share; write 0.6 or 60 %", short(&text))),
    }
}

/// A number as a share from 0 to 1.
pub(super) fn share((number, has_sign): (f64, bool), in_percent: bool) -> Result<f64, String> {
    let share = if has_sign || in_percent { number / 100.0 } else { number };
    if (0.0..=1.0).contains(&share) {
        // Shares are stated in percent or tenths of it; more digits come from the arithmetic of spreadsheets.
        return Ok((share * 10_000.0).round() / 10_000.0);
    }
    let shown = (share * 10_000.0).round() / 100.0;
    Err(format!("{shown} % is no share of a person's working time: it goes from 0 to 100 %"))
}

/// How a cell says that a person is employed: whether they are still there. `None` for other words.
pub(super) fn is_employed(text: &str, header: &str) -> Option<bool> {
    const GONE: [&str; 28] = [
        "alumni",
        "deactivated",
        "deceased",
        "departed",
        "dismissed",
        "ended",
        "ex employee",
        "exited",
        "former",
        "former employee",
        "gone",
        "inactive",
        "left",
        "left company",
        "leaver",
        "leavers",
        "no longer employed",
        "not active",
        "offboarded",
        "quit",
        "redundant",
        "released",
        "resigned",
        "retired",
        "retiree",
        "separated",
        "terminated",
        "termination",
    ];
    const STAYS: [&str; 13] = [
        "active",
        "active employee",
        "current",
        "employed",
        "garden leave",
        "notice",
        "notice period",
        "on leave",
        "on notice",
        "onboarding",
        "parental leave",
        "probation",
        "working",
    ];
    let text = text.to_lowercase().replace(['-', '_'], " ");
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = header.to_lowercase();
    // "Active: no" says it as well.
    if lower.contains("active") || lower.contains("current") {
        match text {
            "no" | "n" | "false" | "0" => return Some(false),
            "yes" | "y" | "true" | "1" | "x" => return Some(true),
            _ => {}
        }
    }
    let is_gone =
        GONE.contains(&text) || ["terminated ", "inactive ", "resigned "].iter().any(|word| text.starts_with(word));
    let stays = || STAYS.contains(&text) || ["active ", "on leave "].iter().any(|word| text.starts_with(word));
    if is_gone { Some(false) } else { stays().then_some(true) }
}

/// Whether a status can only be that of a person.
pub(super) fn says_of_people(text: &str) -> bool {
    let lower = text.to_lowercase();
    let of_work = ["active", "current", "ended", "released", "terminated", "working", "gone", "departed"];
    !of_work.contains(&lower.trim()) && is_employed(text, "").is_some()
}

/// A text of people on one line, without e-mail addresses.
pub(super) fn words(cell: &Cell) -> String {
    let text = cell.words();
    let kept = text.split_whitespace().filter(|word| !has_address(word));
    kept.collect::<Vec<_>>().join(" ")
}

/// The parts of a cell that lists several.
pub(super) fn parts(text: &str) -> Vec<String> {
    let by = if text.contains([';', '\n', '|']) { &[';', '\n', '|'][..] } else { &[','][..] };
    text.split(by).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_the_usual_spellings() {
        let read = |text: &str, order| day(&Cell::text(text), order).map(|day| day.map(|day| day.to_string()));
        let second = Ok(Some("2026-02-02".to_owned()));
        for text in [
            "2026-02-02",
            "2026-2-2",
            "2026/02/02",
            "02.02.2026",
            "2/2/26",
            "2 Feb 2026",
            "February 2nd, 2026",
            "02-Feb-26",
        ] {
            assert_eq!(read(text, None), second, "{text}");
        }
        assert_eq!(read("03/04/2026", None), Err(NoDay::Ambiguous));
        assert_eq!(read("03/04/2026", Some(DateOrder::DayFirst)), Ok(Some("2026-04-03".to_owned())));
        assert_eq!(read("03/04/2026", Some(DateOrder::MonthFirst)), Ok(Some("2026-03-04".to_owned())));
        assert_eq!(read("31/04/2026", None), Err(NoDay::Wrong("`31/04/2026` is not in the calendar".to_owned())));
        assert_eq!(read("TBD", None), Ok(None));
        assert!(read("soon", None).is_err());
        // What planning tools and databases export has a time of day.
        for text in ["02/Feb/26 9:14 AM", "2026-02-02T09:14:00Z", "2026-02-02 09:14", "Feb 2, 2026, 9:14 AM"] {
            assert_eq!(read(text, None), second, "{text}");
        }
    }

    #[test]
    fn periods_have_a_first_and_a_last_day() {
        let read = |text: &str| period(&Cell::text(text)).map(|(first, last)| format!("{first} {last}"));
        for (text, expected) in [
            ("2026Q3", "2026-07-01 2026-09-30"),
            ("2026-Q3", "2026-07-01 2026-09-30"),
            ("Q3 2026", "2026-07-01 2026-09-30"),
            ("q4/26", "2026-10-01 2026-12-31"),
            ("Q3'26", "2026-07-01 2026-09-30"),
            ("2025h1", "2025-01-01 2025-06-30"),
            ("H2 2025", "2025-07-01 2025-12-31"),
            ("Feb 2028", "2028-02-01 2028-02-29"),
            ("Mar-26", "2026-03-01 2026-03-31"),
            ("2026-03", "2026-03-01 2026-03-31"),
            ("03/2026", "2026-03-01 2026-03-31"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["2026", "Q5 2026", "03/26", "13/2026", "soon", "2026-02-02", "q", "h\u{e9}", "Q3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn shares_in_the_usual_spellings() {
        let read = |text: &str, percent| share(number(&Cell::text(text)).expect("a number").expect("a cell"), percent);
        for (text, percent) in
            [("0.6", false), ("60 %", false), ("60%", true), ("60", true), ("0,6", false), ("0.6 FTE", false)]
        {
            assert_eq!(read(text, percent), Ok(0.6), "{text}");
        }
        assert!(read("180 %", false).expect_err("too much").starts_with("180 %"));
        assert!(number(&Cell::text("half")).is_err());
    }

    #[test]
    fn addresses_stay_outside() {
        assert_eq!(words(&Cell::text("Ada <ada@example.org>")), "Ada");
    }
}
