//! Axes: round ticks, places in percent, and numbers that print the same everywhere.

/// A number with at most two decimals and no needless zeros, so that the same chart has the same bytes everywhere.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A part of the whole as a percentage of the plot, such as `37.5%`.
pub(crate) fn place(part: f64, whole: f64) -> String {
    format!("{}%", number(percentage(part, whole)))
}

/// The same as a number between 0 and 100.
pub(crate) fn percentage(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole * 100.0).clamp(0.0, 100.0) } else { 0.0 }
}

/// The least of some values, and how far the largest is from it; 1 where they are all alike, since what never moved still needs
/// a height to be drawn at.
pub(crate) fn spread(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    (low, if high > low { high - low } else { 1.0 })
}

/// Round ticks from 0 to at least `most`, about `wanted` of them: steps of 1, 2 or 5 times a power of ten, never below
/// one, because everything counted here is whole.
pub(crate) fn ticks(most: f64, wanted: usize) -> Vec<f64> {
    let rough = (most / wanted.max(1) as f64).max(1.0);
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= rough).unwrap_or(10.0 * power);
    let count = (most / step).ceil().max(1.0) as usize;
    (0..=count).map(|i| i as f64 * step).collect()
}

/// Of places in ascending order, the largest first, those that stand at least `gap` apart.
pub(crate) fn spaced(places: &[f64], gap: f64) -> Vec<f64> {
    let mut kept: Vec<f64> = Vec::new();
    for place in places.iter().rev() {
        if kept.last().is_none_or(|last| last - place >= gap) {
            kept.push(*place);
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_fixed() {
        assert_eq!([1.0, 0.1 + 0.2, -0.001, 12.345, 100.0].map(number), ["1", "0.3", "0", "12.35", "100"]);
        assert_eq!(place(1.0, 3.0), "33.33%");
        assert_eq!(place(1.0, 0.0), "0%");
    }

    #[test]
    fn ticks_are_round_and_cover() {
        assert_eq!(ticks(129.0, 4), [0.0, 50.0, 100.0, 150.0]);
        assert_eq!(ticks(3.0, 4), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(0.0, 4), [0.0, 1.0]);
        for most in 1..500 {
            let ticks = ticks(f64::from(most), 4);
            assert!(ticks.len() <= 6 && ticks.last().is_some_and(|last| *last >= f64::from(most)), "{most}: {ticks:?}");
        }
    }

    #[test]
    fn close_places_are_dropped() {
        assert_eq!(spaced(&[30.0, 91.0, 182.0, 365.0, 730.0], 180.0), [182.0, 365.0, 730.0]);
    }
}
