//! Every color of charts and pages, once for light and once for dark. Nothing else names a color.
//!
//! Categories come from the palette of Okabe and Ito, which people with any kind of color vision can tell apart; each
//! has a pattern too, so that color never speaks alone. Amounts are one hue in six steps.

use std::fmt::Write as _;

/// A color by its role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Its custom property, without the dashes in front.
    pub name: &'static str,
    /// Its color on a light page and on paper.
    pub light: &'static str,
    /// Its color on a dark page.
    pub dark: &'static str,
    /// What it stands on and how far it must differ, so that a test can tell.
    #[cfg_attr(not(test), expect(dead_code, reason = "only a test reads it"))]
    pub against: &'static [(&'static str, f64)],
}

const fn token(
    name: &'static str,
    light: &'static str,
    dark: &'static str,
    against: &'static [(&'static str, f64)],
) -> Token {
    Token { name, light, dark, against }
}

/// Contrast that text needs.
const TEXT: f64 = 4.5;
/// Contrast that anything else needs which carries meaning.
const SHAPE: f64 = 3.0;

/// All colors.
pub(crate) const TOKENS: &[Token] = &[
    token("paper", "#fdfcfa", "#16181a", &[]),
    token("wash", "#f4f2ed", "#202326", &[]),
    token("ink", "#1d2125", "#e7e5e0", &[("paper", 7.0), ("wash", 7.0)]),
    token("quiet", "#5b6066", "#a4a7aa", &[("paper", TEXT), ("wash", TEXT)]),
    token("rule", "#dedad2", "#34383c", &[]),
    token("edge", "#85898d", "#767b80", &[("paper", SHAPE)]),
    token("link", "#1b4f7d", "#93c1e8", &[("paper", TEXT), ("wash", TEXT)]),
    token("good", "#00664c", "#4fc3a1", &[("paper", TEXT), ("wash", TEXT)]),
    token("bad", "#a63c00", "#f08a4b", &[("paper", TEXT), ("wash", TEXT)]),
    token("c-blue", "#0072b2", "#56b4e9", &[("paper", SHAPE)]),
    token("c-green", "#009e73", "#009e73", &[("paper", SHAPE)]),
    token("c-vermilion", "#d55e00", "#d55e00", &[("paper", SHAPE)]),
    token("c-purple", "#c0639a", "#cc79a7", &[("paper", SHAPE)]),
    token("c-black", "#1d2125", "#e7e5e0", &[("paper", SHAPE)]),
    token("c-gray", "#85898d", "#767b80", &[("paper", SHAPE)]),
    token("s1", "#e2ecf4", "#1d2f3d", &[]),
    token("s2", "#c5d9e9", "#27445a", &[]),
    token("s3", "#9dc0dc", "#345d7c", &[]),
    token("s4", "#70a3ca", "#5c91b9", &[]),
    token("s5", "#2f6c9b", "#8db9d9", &[]),
    token("s6", "#164a72", "#c4dded", &[]),
    token("on-s1", "#1d2125", "#e7e5e0", &[("s1", TEXT)]),
    token("on-s2", "#1d2125", "#e7e5e0", &[("s2", TEXT)]),
    token("on-s3", "#1d2125", "#e7e5e0", &[("s3", TEXT)]),
    token("on-s4", "#1d2125", "#16181a", &[("s4", TEXT)]),
    token("on-s5", "#fdfcfa", "#16181a", &[("s5", TEXT)]),
    token("on-s6", "#fdfcfa", "#16181a", &[("s6", TEXT)]),
];

/// The colors as CSS: light, dark where the reader's screen is, and always light on paper.
pub(crate) fn css() -> String {
    let mut css = String::from(":root{color-scheme:light dark;");
    let mut dark = String::new();
    for token in TOKENS {
        // Writing to a string cannot fail.
        let _ = write!(css, "--{}:{};", token.name, token.light);
        let _ = write!(dark, "--{}:{};", token.name, token.dark);
    }
    let _ = write!(css, "}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}");
    css += "@media print{:root{color-scheme:light;--paper:#fff}}";
    // Whoever has chosen colors for everything reads words and lines in them; fills keep theirs beside their patterns.
    css += "@media (forced-colors:active){:root{--paper:Canvas;--wash:Canvas;--ink:CanvasText;--quiet:CanvasText;\
            --rule:GrayText;--edge:CanvasText;--link:LinkText;--good:CanvasText;--bad:CanvasText;--c-black:CanvasText}}";
    css
}

/// How a surface is filled: a color, and a pattern that tells it from others without color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fill {
    /// Name of the [`Token`].
    pub color: &'static str,
    /// The pattern.
    pub pattern: Pattern,
}

/// Patterns, distinct in black and white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// All color.
    Solid,
    /// Level lines.
    Lines,
    /// Slanted lines.
    Hatch,
    /// Dots.
    Dots,
    /// Lines both ways.
    Grid,
    /// A frame with nothing inside.
    Empty,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("a color")) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    /// The ratio of WCAG 2.2, from 1 to 21.
    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn find(name: &str) -> &'static Token {
        TOKENS.iter().find(|token| token.name == name).expect("a token")
    }

    #[test]
    fn the_formula_is_that_of_the_standard() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        // The gray that the standard's own notes give as just enough on white.
        assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.005);
    }

    #[test]
    fn everything_can_be_seen_in_light_and_dark() {
        for token in TOKENS {
            for (behind, least) in token.against {
                let behind = find(behind);
                for (mode, front, back) in [("light", token.light, behind.light), ("dark", token.dark, behind.dark)] {
                    let contrast = contrast(front, back);
                    assert!(contrast >= *least, "{} on {} ({mode}): {contrast:.2} < {least}", token.name, behind.name);
                }
            }
        }
    }

    #[test]
    fn steps_go_one_way() {
        let light: Vec<f64> = (1..=6).map(|i| luminance(find(&format!("s{i}")).light)).collect();
        let dark: Vec<f64> = (1..=6).map(|i| luminance(find(&format!("s{i}")).dark)).collect();
        assert!(light.is_sorted_by(|a, b| a > b), "{light:?}");
        assert!(dark.is_sorted_by(|a, b| a < b), "{dark:?}");
    }
}
