//! Days up to one, that one included.

use onethread_model::Day;

/// Whether a day is one of so many up to today.
pub(crate) fn is_within(day: Day, days: i64, today: Day) -> bool {
    (0..days).contains(&today.days_since(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_as_many_days_as_it_says() {
        let today = Day::parse("2026-06-30").expect("a day");
        let is_within = |day: &str| is_within(Day::parse(day).expect("a day"), 365, today);
        assert_eq!(["2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01"].map(is_within), [false, true, true, false]);
    }
}
