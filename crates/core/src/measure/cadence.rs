//! How often the value of a metric is due.

/// The latest value may be this many cadences old: that of the running one is often still on its way, and only with two
/// is one surely missing.
pub(crate) const CADENCES_MAX: i64 = 2;

/// Days of a cadence such as `1d`, `2w`, `1m` or `1q`: the longest that the month or quarter can be.
pub(crate) fn cadence_days(text: &str) -> Option<i64> {
    let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let days = match unit {
        "d" => 1,
        "w" => 7,
        "m" => 31,
        "q" => 92,
        _ => return None,
    };
    let count: u16 = count.parse().ok()?;
    (count > 0).then(|| i64::from(count) * days)
}

#[cfg(test)]
mod tests {
    use super::cadence_days;

    #[test]
    fn cadences_are_a_number_and_a_unit() {
        let days = ["1d", "2w", "1m", "1q"].map(cadence_days);
        assert_eq!(days, [Some(1), Some(14), Some(31), Some(92)]);
        for text in ["", "d", "0d", "-1d", "1.5w", "1y", "weekly", "1 d", "99999d", "1é"] {
            assert_eq!(cadence_days(text), None, "{text}");
        }
    }
}
