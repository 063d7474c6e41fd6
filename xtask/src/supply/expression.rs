//! License expressions of SPDX: identifiers with `OR`, `AND`, `WITH` and brackets. Old packages write `/` for `OR`.

/// Whether an expression can be met by licenses that are allowed.
pub(super) fn is_allowed(expression: &str, allows: impl Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    !words.is_empty() && any(&mut rest, &allows) == Some(true) && rest.is_empty()
}

/// Parts with `OR` between them; `None` for what is no expression.
fn any(rest: &mut &[&str], allows: &impl Fn(&str) -> bool) -> Option<bool> {
    let mut met = all(rest, allows)?;
    while let ["OR", more @ ..] = *rest {
        *rest = more;
        met |= all(rest, allows)?;
    }
    Some(met)
}

/// Parts with `AND` between them, which binds closer.
fn all(rest: &mut &[&str], allows: &impl Fn(&str) -> bool) -> Option<bool> {
    let mut met = one(rest, allows)?;
    while let ["AND", more @ ..] = *rest {
        *rest = more;
        met &= one(rest, allows)?;
    }
    Some(met)
}

fn one(rest: &mut &[&str], allows: &impl Fn(&str) -> bool) -> Option<bool> {
    match *rest {
        ["(", more @ ..] => {
            *rest = more;
            let met = any(rest, allows)?;
            match *rest {
                [")", more @ ..] => *rest = more,
                _ => return None,
            }
            Some(met)
        }
        [id, "WITH", exception, more @ ..] => {
            *rest = more;
            Some(allows(&format!("{id} WITH {exception}")) || allows(id))
        }
        [")" | "OR" | "AND" | "WITH", ..] | [] => None,
        [id, more @ ..] => {
            *rest = more;
            Some(allows(id))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    /// The rules of SPDX 2.3, annex D; those of the packages in use, and ones that are no expression.
    #[test]
    fn expressions_are_met_as_the_standard_says() {
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("GPL-3.0-only OR MIT", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0-only / MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR GPL-3.0-only) AND Zlib", true),
            ("(MIT OR GPL-3.0-only) AND LGPL-2.1-only", false),
            ("GPL-3.0-only OR MIT AND Zlib", true),
            ("GPL-3.0-only AND MIT OR GPL-2.0-only", false),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0-only", true),
            ("", false),
            ("MIT OR", false),
            ("(MIT", false),
            ("MIT MIT", false),
            ("MIT)", false),
        ] {
            let allows = |id: &str| matches!(id, "MIT" | "Zlib" | "Apache-2.0 WITH LLVM-exception");
            assert_eq!(is_allowed(expression, allows), expected, "{expression}");
        }
    }
}
