//! Words before a change and after it, a row for each thing that changes: marks tell them apart without color.

use maud::{Markup, html};

use super::frame::{Drawing, Figure, Safe, Table, words};
use super::scale::number;
use crate::inert::inert;
use crate::text::paint::cut;

/// What changes, such as answers about initiatives.
#[derive(Clone, Debug)]
pub(crate) struct BeforeAfterChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// The rows, from top to bottom.
    pub rows: Vec<BeforeAfterRow>,
}

/// Something that changes.
#[derive(Clone, Debug)]
pub(crate) struct BeforeAfterRow {
    /// What it is of.
    pub name: String,
    /// Which of its sides.
    pub side: String,
    /// Before.
    pub before: BeforeAfterMark,
    /// After.
    pub after: BeforeAfterMark,
}

/// A word with its mark.
#[derive(Clone, Debug)]
pub(crate) struct BeforeAfterMark {
    /// The word.
    pub word: String,
    /// A full disk for what holds, a ring for what does not, a dashed ring for what is not known; none for other words.
    pub holds: Option<Option<bool>>,
}

/// Letters of a name; more do not fit on a phone.
const NAME_MAX: usize = 46;
const ROW: f64 = 40.0;
/// Where the two words stand, in percent of the width.
const COLUMNS: [&str; 2] = ["40%", "72%"];

fn mark(column: usize, y: f64, mark: &BeforeAfterMark) -> Markup {
    let at = COLUMNS[column];
    html! {
        @match mark.holds {
            Some(Some(true)) => circle.dot cx=(at) cy=(number(y - 4.0)) r="5" {},
            Some(Some(false)) => circle.open cx=(at) cy=(number(y - 4.0)) r="4.5" {},
            Some(None) => circle.open cx=(at) cy=(number(y - 4.0)) r="4.5" stroke-dasharray="2 2" {},
            None => {}
        }
        (words(at, y, "start", if mark.holds.is_some() { "shift-mark" } else { "" }, &mark.word))
    }
}

/// The figure: a line with the name, and below it which side, the word before and the word after.
pub(crate) fn before_after(chart: &BeforeAfterChart) -> Markup {
    let body = html! {
        (words(COLUMNS[0], 11.0, "start", "quiet", "before"))
        (words(COLUMNS[1], 11.0, "start", "quiet", "after"))
        @for (index, row) in chart.rows.iter().enumerate() {
            @let top = 18.0 + ROW * index as f64;
            @let is_same = index > 0 && chart.rows[index - 1].name == row.name;
            @if !is_same {
                line.grid x1="0" x2="100%" y1=(number(top + 2.0)) y2=(number(top + 2.0)) {}
                (words("0", top + 16.0, "start", "strong", &cut(&inert(&row.name), NAME_MAX)))
            }
            (words("0", top + 33.0, "start", "quiet", &row.side))
            (mark(0, top + 33.0, &row.before))
            (mark(1, top + 33.0, &row.after))
        }
    };
    let desc = format!("{} rows with a word before and a word after. The table holds them too.", chart.rows.len());
    let height = 22.0 + ROW * chart.rows.len() as f64;
    let drawing = Drawing { id: &chart.id, title: &chart.title, desc: &desc, height, left: 6.0, right: 1.0 };
    let row = |row: &BeforeAfterRow| {
        vec![row.name.clone(), row.side.clone(), row.before.word.clone(), row.after.word.clone()]
    };
    let table = Table {
        head: ["initiative", "what", "before", "after"].map(str::to_owned).to_vec(),
        rows: chart.rows.iter().map(row).collect(),
        numbers: false,
    };
    let id = format!("{}-figure", chart.id);
    let drawn = html! { (drawing.of(&body)) (legend(chart)) };
    Figure { id: &id, title: &chart.title, caption: &chart.caption, table: &table }.around(&drawn)
}

/// What the marks mean, where there are any.
fn legend(chart: &BeforeAfterChart) -> Markup {
    let has = chart.rows.iter().any(|row| row.before.holds.is_some() || row.after.holds.is_some());
    html! {
        @if has { p.panel-title { (Safe("Disk: yes. Ring: no. Dashed ring: not shown.")) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_both_words_and_marks_that_differ() {
        let mark = |word: &str, holds| BeforeAfterMark { word: word.to_owned(), holds };
        let chart = BeforeAfterChart {
            id: "b".to_owned(),
            title: "t".to_owned(),
            caption: "c".to_owned(),
            rows: vec![BeforeAfterRow {
                name: "Returns".to_owned(),
                side: "focus".to_owned(),
                before: mark("no", Some(Some(false))),
                after: mark("yes", Some(Some(true))),
            }],
        };
        let html = before_after(&chart).into_string();
        for part in [r#"class="open""#, r#"class="dot""#, ">no</text>", ">yes</text>", ">Returns</text>"] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
