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

/// A cadence in words as it is written: `1w` for "weekly", `2d` for "2 days". `None` where it can mean something else.
pub(crate) fn plain_cadence(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let digits = lower.find(|c: char| !c.is_ascii_digit())?;
    let (count, word) = (lower.get(..digits)?, lower.get(digits..)?.trim());
    let count = if count.is_empty() { "1" } else { count };
    let word = word.strip_prefix("every ").unwrap_or(word);
    let unit = match word {
        "d" | "day" | "days" | "daily" => "d",
        "w" | "week" | "weeks" | "weekly" => "w",
        "m" | "month" | "months" | "monthly" => "m",
        "q" | "quarter" | "quarters" | "quarterly" => "q",
        _ => return None,
    };
    let plain = format!("{count}{unit}");
    cadence_days(&plain).filter(|_| plain != text).map(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::{cadence_days, plain_cadence};

    #[test]
    fn cadences_are_a_number_and_a_unit() {
        let days = ["1d", "2w", "1m", "1q"].map(cadence_days);
        assert_eq!(days, [Some(1), Some(14), Some(31), Some(92)]);
        for text in ["", "d", "0d", "-1d", "1.5w", "1y", "weekly", "1 d", "99999d", "1é"] {
            assert_eq!(cadence_days(text), None, "{text}");
        }
    }

    #[test]
    fn words_for_cadences_are_understood_where_they_mean_one_thing() {
        let words = ["weekly", "Every day", "2 weeks", "7 D", "quarterly"].map(plain_cadence);
        assert_eq!(words.map(Option::unwrap_or_default), ["1w", "1d", "2w", "7d", "1q"]);
        for text in ["often", "biweekly", "1d", "0 days", "", "every", "99999 days"] {
            assert_eq!(plain_cadence(text), None, "{text}");
        }
    }
}
