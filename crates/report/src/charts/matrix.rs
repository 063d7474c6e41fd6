//! Counts of pairs as a matrix: who needs whom, ordered so that those that need each other stand together, or rows and columns of
//! two kinds.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use unicode_width::UnicodeWidthStr;

use super::frame::{Figure, Safe, Table, words};
use super::order::clustered;
use super::scale::number;
use crate::inert::inert;
use onethread_core::words::{capital, thousands};

/// A matrix of counts.
#[derive(Clone, Debug)]
pub(crate) struct MatrixChart {
    /// Names the figure in links; unique on the page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The finding in words.
    pub caption: String,
    /// What can be seen in it.
    pub desc: String,
    /// What the names are, in the plural.
    pub things: &'static str,
    /// Headings of the table: row, column, count.
    pub head: [&'static str; 3],
    /// Names in the order to draw them; clustered where there are none. Those that it lacks are not drawn.
    pub order: Vec<String>,
    /// Names of the columns, in order; those of the rows where there are none.
    pub columns: Vec<String>,
    /// Pairs whose cells have an edge, as in `pairs`.
    pub marked: BTreeSet<(String, String)>,
    /// How to read a cell, such as `initiatives of the team in the row that need the team in the column`.
    pub cells_are: String,
    /// Pairs of names with a count: who needs, who is needed, how much. A pair occurs once.
    pub pairs: Vec<(String, String, usize)>,
}

/// The most rows that are drawn.
pub(crate) const LARGEST: usize = 40;
/// The most pairs that the table lists; JSON has all.
const LISTED: usize = 1_000;
/// Longer names are cut; the table has them whole. Two names of 28 letters make a pair.
const NAME: usize = 28;
const PAIR: usize = 2 * NAME + 3;
/// Pixels of a letter, on average over the fonts that browsers fall back to.
const LETTER: f64 = 7.6;
const STEPS: usize = 6;

/// The figure.
pub(crate) fn matrix(chart: &MatrixChart) -> Markup {
    let mut totals: BTreeMap<&str, usize> = chart.order.iter().map(|name| (name.as_str(), 0)).collect();
    for (from, to, count) in &chart.pairs {
        *totals.entry(from).or_default() += count;
        if chart.columns.is_empty() {
            *totals.entry(to).or_default() += count;
        }
    }
    let all = totals.len();
    let names = ordered(chart, totals);
    let mut caption = chart.caption.clone();
    let whole = match chart.pairs.len() {
        ..=LISTED => "the table has all".to_owned(),
        pairs => format!("the table has the {LISTED} largest of {} pairs", thousands(pairs as u128)),
    };
    if all > names.len() {
        let which = if chart.columns.is_empty() { "with most" } else { "that come first" };
        caption += &format!(" Drawn are the {LARGEST} of {all} {} {which}; {whole}.", chart.things);
    } else if chart.pairs.len() > LISTED {
        caption += &format!(" {}.", capital(&whole));
    }
    let mut listed: Vec<&(String, String, usize)> = chart.pairs.iter().collect();
    if listed.len() > LISTED {
        listed.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
        listed.truncate(LISTED);
    }
    let table = Table {
        head: chart.head.map(str::to_owned).to_vec(),
        rows: listed
            .into_iter()
            .map(|(from, to, count)| vec![from.clone(), to.clone(), thousands(*count as u128)])
            .collect(),
        numbers: true,
    };
    let id = format!("{}-figure", chart.id);
    let figure = Figure { id: &id, title: &chart.title, caption: &caption, table: &table };
    figure.around(&drawing(chart, &names))
}

/// The names to draw, in the order to draw them.
fn ordered<'a>(chart: &'a MatrixChart, totals: BTreeMap<&'a str, usize>) -> Vec<&'a str> {
    if !chart.columns.is_empty() {
        return chart.order.iter().map(String::as_str).take(LARGEST).collect();
    }
    let mut names: Vec<(&str, usize)> = totals.into_iter().collect();
    names.sort_by_key(|(name, total)| (std::cmp::Reverse(*total), *name));
    names.truncate(LARGEST);
    if !chart.order.is_empty() {
        let drawn: BTreeSet<&str> = names.into_iter().map(|(name, _)| name).collect();
        return chart.order.iter().map(String::as_str).filter(|name| drawn.contains(name)).collect();
    }
    let index: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, (name, _))| (*name, i)).collect();
    let n = names.len();
    let mut likeness = vec![0.0; n * n];
    for (from, to, count) in &chart.pairs {
        if let (Some(a), Some(b)) = (index.get(from.as_str()), index.get(to.as_str())) {
            likeness[a * n + b] += *count as f64;
            likeness[b * n + a] += *count as f64;
        }
    }
    clustered(n, |a, b| likeness[a * n + b]).into_iter().map(|i| names[i].0).collect()
}

/// Where the cells lie, in pixels.
struct Grid {
    /// Rows and columns.
    rows: usize,
    columns: usize,
    /// Room for the names, to the left and above.
    left: f64,
    top: f64,
    /// Width and height of a cell.
    wide: f64,
    tall: f64,
}

impl Grid {
    fn of(chart: &MatrixChart, rows: &[&str], columns: &[&str]) -> Grid {
        let room = |names: &[&str]| {
            let longest = names.iter().map(|name| short(name, most_letters(chart)).width()).max().unwrap_or(0);
            longest as f64 * LETTER + 14.0
        };
        let digits = chart.pairs.iter().map(|(.., count)| label(*count).len()).max().unwrap_or(1);
        let tall: f64 = if rows.len() <= 24 { 24.0 } else { 18.0 };
        Grid {
            rows: rows.len(),
            columns: columns.len(),
            left: room(rows),
            top: room(columns),
            // Counts of three and more digits need room on both sides.
            wide: tall.max(digits as f64 * 7.0 + 8.0),
            tall,
        }
    }

    fn across(&self, column: f64) -> f64 {
        self.left + column * self.wide
    }

    fn down(&self, row: f64) -> f64 {
        self.top + row * self.tall
    }

    /// A rectangle in a cell, so far from its edges.
    fn cell(&self, row: usize, column: usize, edge: f64) -> [String; 4] {
        let (x, y) = (self.across(column as f64) + edge, self.down(row as f64) + edge);
        [x, y, self.wide - 2.0 * edge, self.tall - 2.0 * edge].map(number)
    }

    fn lines(&self) -> Markup {
        let (right, bottom) = (number(self.across(self.columns as f64)), number(self.down(self.rows as f64)));
        let (left, top) = (number(self.left), number(self.top));
        html! {
            @for row in 0..=self.rows {
                @let y = number(self.down(row as f64));
                line.grid x1=(left) x2=(right) y1=(y) y2=(y) {}
            }
            @for column in 0..=self.columns {
                @let x = number(self.across(column as f64));
                line.grid x1=(x) x2=(x) y1=(top) y2=(bottom) {}
            }
        }
    }
}

fn drawing(chart: &MatrixChart, rows: &[&str]) -> Markup {
    let others: Vec<&str> = chart.columns.iter().map(String::as_str).collect();
    let columns = if others.is_empty() { rows } else { &others };
    let grid = Grid::of(chart, rows, columns);
    let letters = most_letters(chart);
    let most = chart.pairs.iter().map(|(.., count)| *count).max().unwrap_or(1);
    let index = |names: &[&str]| -> BTreeMap<String, usize> {
        names.iter().enumerate().map(|(index, name)| ((*name).to_owned(), index)).collect()
    };
    let (row_of, column_of) = (index(rows), index(columns));
    let (width, height) = (grid.across(grid.columns as f64) + 1.0, grid.down(grid.rows as f64) + 1.0);
    let (title, desc) = (format!("{}-t", chart.id), format!("{}-d", chart.id));
    let (beside, above) = (number(grid.left - 8.0), number(grid.top - 8.0));
    html! {
        div.scroll role="group" tabindex="0" aria-label=(Safe(&chart.title)) {
            svg.matrix role="img" aria-labelledby=(format!("{title} {desc}")) width=(number(width)) height=(number(height))
                viewBox=(format!("0 0 {} {}", number(width), number(height))) {
                title id=(title) { (Safe(&chart.title)) }
                desc id=(desc) { (Safe(&chart.desc)) }
                @for (row, name) in rows.iter().enumerate() {
                    (words(&beside, grid.down(row as f64 + 0.5) + 4.0, "end", "", &short(name, letters)))
                    @if others.is_empty() {
                        @let [x, y, width, height] = grid.cell(row, row, 0.0);
                        rect.self-cell x=(x) y=(y) width=(width) height=(height) {}
                    }
                }
                @for (column, name) in columns.iter().enumerate() {
                    text transform=(format!("translate({} {above})rotate(-90)", number(grid.across(column as f64 + 0.5) + 4.0))) { (Safe(&short(name, letters))) }
                }
                (grid.lines())
                @for pair in &chart.pairs {
                    @if let (Some(row), Some(column)) = (row_of.get(&pair.0), column_of.get(&pair.1)) {
                        (counted(&grid, (*row, *column), pair.2, step(pair.2, most), is_marked(chart, pair)))
                    }
                }
            }
        }
        (legend(chart, most))
    }
}

/// The letters that a name may have: a row of two kinds names a pair.
fn most_letters(chart: &MatrixChart) -> usize {
    if chart.columns.is_empty() { NAME } else { PAIR }
}

fn is_marked(chart: &MatrixChart, (from, to, _): &(String, String, usize)) -> bool {
    !chart.marked.is_empty() && chart.marked.contains(&(from.clone(), to.clone()))
}

/// A cell with its count.
fn counted(grid: &Grid, (row, column): (usize, usize), count: usize, step: usize, marked: bool) -> Markup {
    let [x, y, width, height] = grid.cell(row, column, 1.0);
    html! {
        rect x=(x) y=(y) width=(width) height=(height) style=(format!("fill:var(--s{step})")) {}
        @if marked {
            @let [x, y, width, height] = grid.cell(row, column, 2.0);
            rect x=(x) y=(y) width=(width) height=(height) style=(format!("fill:none;stroke:var(--on-s{step});stroke-width:1.5")) {}
        }
        (text(grid.across(column as f64 + 0.5), grid.down(row as f64 + 0.5) + 4.0, step, &label(count)))
    }
}

fn text(x: f64, y: f64, step: usize, label: &str) -> Markup {
    html! { text x=(number(x)) y=(number(y)) text-anchor="middle" style=(format!("fill:var(--on-s{step})")) { (label) } }
}

/// A count in at most four signs; the table has it whole.
fn label(count: usize) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

/// Which of six steps a count falls in: one each up to six, beyond that by the square root, so that few large counts do
/// not make all others pale.
fn step(count: usize, most: usize) -> usize {
    if most <= STEPS {
        return count.clamp(1, STEPS);
    }
    let part = (count.saturating_sub(1) as f64 / (most - 1) as f64).sqrt();
    1 + ((part * STEPS as f64) as usize).min(STEPS - 1)
}

fn legend(chart: &MatrixChart, most: usize) -> Markup {
    let mut ranges: Vec<(usize, usize, usize)> = Vec::new();
    for count in 1..=most {
        let step = step(count, most);
        match ranges.last_mut() {
            Some(range) if range.0 == step => range.2 = count,
            _ => ranges.push((step, count, count)),
        }
    }
    html! {
        ul.steps {
            @for (step, from, to) in ranges {
                li {
                    svg.swatch width="12" height="12" aria-hidden="true" { rect x="0" y="0" width="12" height="12" style=(format!("fill:var(--s{step})")) {} }
                    @if from == to { (from) } @else { (from) " to " (to) }
                }
            }
            li.quiet { (Safe(&chart.cells_are)) }
        }
    }
}

fn short(name: &str, most: usize) -> String {
    let name = inert(name);
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= most {
        return name.into_owned();
    }
    // What tells paths apart stands at their ends; names of one family differ there too.
    let start = if name.contains('/') { 0 } else { most / 2 };
    let end = letters.len() - (most - 1 - start);
    letters[..start].iter().chain(&['…']).chain(&letters[end..]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(n: usize) -> Vec<(String, String, usize)> {
        (0..n).map(|i| (format!("team-{i:03}"), format!("team-{:03}", (i + 1) % n), i + 1)).collect()
    }

    fn chart(pairs: Vec<(String, String, usize)>) -> MatrixChart {
        let text = || "words".to_owned();
        MatrixChart {
            id: "m".to_owned(),
            title: text(),
            caption: text(),
            desc: text(),
            things: "teams",
            head: ["team", "needs", "initiatives"],
            order: Vec::new(),
            columns: Vec::new(),
            marked: BTreeSet::new(),
            cells_are: text(),
            pairs,
        }
    }

    #[test]
    fn an_order_is_kept_and_what_is_marked_has_an_edge() {
        let mut chart = chart(pairs(5));
        chart.order = ["team-003", "team-000", "team-004", "team-001", "team-002"].map(str::to_owned).to_vec();
        chart.marked.insert(("team-000".to_owned(), "team-001".to_owned()));
        let html = matrix(&chart).into_string();
        let drawing = &html[..html.find("</svg>").expect("a drawing")];
        let place = |name: &String| drawing.find(&format!(">{name}<")).expect("it is drawn");
        assert!(chart.order.is_sorted_by_key(place));
        assert_eq!(html.matches("stroke-width:1.5").count(), 1);
    }

    #[test]
    fn at_most_forty_are_drawn_and_it_is_said() {
        let html = matrix(&chart(pairs(60))).into_string();
        assert_eq!(html.matches("self-cell").count(), LARGEST);
        assert!(html.contains("the 40 of 60 teams with most"));
        assert_eq!(html.matches("<tr>").count(), 61, "the table has all");
        assert!(!matrix(&chart(pairs(40))).into_string().contains("Drawn are"));
    }

    #[test]
    fn counts_of_three_digits_have_room_and_long_names_keep_both_ends() {
        let mut long = pairs(5);
        long[0].2 = 115;
        long[0].0 = "crates-ty-python-semantic-resources".to_owned();
        long[1].0 = "crates-ty-python-semantic-expressions".to_owned();
        let html = matrix(&chart(long)).into_string();
        assert!(html.contains(r#"width="27" height="22""#) && html.contains(">115<"), "{html}");
        assert!(
            html.contains(">crates-ty-pyth…tic-resources<") && html.contains(">crates-ty-pyth…c-expressions<"),
            "{html}"
        );
        assert_eq!([7, 999, 9_999, 10_000, 250_900, 3_000_000].map(label), ["7", "999", "9999", "10k", "250k", "3M"]);
    }

    #[test]
    fn steps_cover_all_counts() {
        assert_eq!((1..=4).map(|count| step(count, 4)).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let steps: Vec<usize> = (1..=200).map(|count| step(count, 200)).collect();
        assert!(steps.is_sorted() && steps[0] == 1 && steps[199] == STEPS);
    }

    #[test]
    fn every_pair_has_its_cell() {
        let html = matrix(&chart(pairs(5))).into_string();
        for count in 1..=5 {
            assert!(html.contains(&format!("\">{count}</text>")), "{count}");
        }
    }
}
