//! Cells as people read them.

use super::sheet::{Cell, Column, Type};
use onethread_core::words::{percent, signed_thousands};

/// The cell in words; an interval in brackets behind its number.
pub(super) fn words(cell: &Cell, column: &Column) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Day(day) => day.to_string(),
        Cell::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Cell::Missing(why) if why.is_empty() => "-".to_owned(),
        Cell::Missing(why) => format!("- ({why})"),
        Cell::Number(value) => number(*value, column.ty),
        Cell::Estimate(value, None, None) => number(*value, column.ty),
        Cell::Estimate(value, low, high) => {
            let end = |end: &Option<f64>| end.map_or_else(|| "?".to_owned(), |end| number(end, column.ty));
            format!("{} [{}, {}]", number(*value, column.ty), end(low), end(high))
        }
    }
}

fn number(value: f64, ty: Type) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    match ty {
        Type::Share | Type::ShareEstimate => percent(value),
        Type::Number(decimals) | Type::Estimate(decimals) if decimals > 0 => decimal(value, decimals),
        _ => signed_thousands(value.round() as i128),
    }
}

/// A number with so many decimals; what would round to nothing says so.
fn decimal(value: f64, decimals: u8) -> String {
    let places = usize::from(decimals);
    let least = 10f64.powi(-i32::from(decimals));
    if value > 0.0 && value < least / 2.0 {
        return format!("<{least:.places$}");
    }
    if value.abs() >= 10_000.0 {
        return signed_thousands(value.round() as i128);
    }
    format!("{value:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cell: &Cell, ty: Type) -> String {
        words(cell, &Column::new("key", "heading", ty, ""))
    }

    #[test]
    fn cells_read_as_people_write_them() {
        assert_eq!(said(&Cell::Number(12_503.0), Type::Count), "12,503");
        assert_eq!(said(&Cell::Number(0.44), Type::Share), "44 %");
        assert_eq!(said(&Cell::Number(0.000_04), Type::Number(3)), "<0.001");
        assert_eq!(said(&Cell::Number(0.0), Type::Number(3)), "0.000");
        assert_eq!(said(&Cell::Estimate(121.0, Some(111.0), Some(133.0)), Type::DaysEstimate), "121 [111, 133]");
        assert_eq!(said(&Cell::Estimate(2.5, Some(1.25), None), Type::Estimate(1)), "2.5 [1.2, ?]");
        assert_eq!(said(&Cell::Number(f64::NAN), Type::Number(1)), "-");
        assert_eq!(said(&Cell::Missing("under 10 events".to_owned()), Type::Days), "- (under 10 events)");
    }
}
