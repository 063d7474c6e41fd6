//! All initiatives: as one table, and one by one.

use std::collections::BTreeSet;

use onethread_core::review::{Answer, CRITERIA, InitiativeReview, Review, attention};
use onethread_core::words::thousands;

use super::{FEW, form_words, initiative, paragraph};
use crate::document::html::anchor;
use crate::document::{Block, Cell, Column, Depth, Fold, Prose, Section, Table};

/// Initiatives that are shown one by one; a page with more would be slow to open, and nobody reads it.
const IN_DEPTH: usize = 200;

/// The table; absent when nothing is live.
pub(super) fn table(review: &Review) -> Option<Section<'_>> {
    if review.initiatives.is_empty() {
        return None;
    }
    let deep = in_depth(review);
    let table = Table {
        label: "All live initiatives".to_owned(),
        columns: vec![
            Column::words("initiative"),
            Column::words("team"),
            Column::words("form"),
            Column::words("decides alone"),
            Column::numbers("above the leader"),
            Column::numbers("holds"),
            Column::numbers("not shown"),
            Column::words("fails"),
        ],
        rows: listed(review).into_iter().map(|one| row(one, deep.contains(one.id.as_str()))).collect(),
        rows_max: FEW,
    };
    let says = Prose::new("Those that fail most questions come first. The words lead to ")
        .section("questions", "their questions")
        .text(".");
    Section::new("initiatives", "All initiatives", Depth::Full, vec![Block::Paragraph(says), Block::Table(table)])
}

/// Those that fail most questions first.
fn listed(review: &Review) -> Vec<&InitiativeReview> {
    let fails = |one: &InitiativeReview| one.verdicts.iter().filter(|v| v.judgement.answer == Answer::Fails).count();
    let mut listed: Vec<&InitiativeReview> = review.initiatives.iter().collect();
    listed.sort_by_key(|one| (std::cmp::Reverse(fails(one)), one.id.as_str()));
    listed
}

/// What leads to an initiative finds its section, or its row where it has none.
fn row(one: &InitiativeReview, has_section: bool) -> Vec<Cell> {
    let count = |answer| one.verdicts.iter().filter(|verdict| verdict.judgement.answer == answer).count().to_string();
    let name = match has_section {
        true => Cell::from(Prose::default().initiative(&one.id, one.name())),
        false => Cell { anchor: Some(anchor(&one.id)), ..Cell::from(one.name()) },
    };
    let team = one.known.team.as_ref().map_or("", |team| team.value.as_str());
    vec![
        name,
        Cell::from(team),
        Cell::from(form_words(one.form.form)),
        Cell::from(one.deciding_alone.answer.words()),
        Cell::from(one.deciding_alone.short()),
        Cell::from(count(Answer::Holds)),
        Cell::from(count(Answer::NotShown)),
        Cell::from(fails(one)),
    ]
}

/// The questions that fail, by their short words.
fn fails(one: &InitiativeReview) -> Prose {
    let failing = one.verdicts.iter().zip(CRITERIA).filter(|(verdict, _)| verdict.judgement.answer == Answer::Fails);
    failing.enumerate().fold(Prose::default(), |says, (index, (_, criterion))| {
        let says = if index > 0 { says.text(", ") } else { says };
        says.term(criterion.key, criterion.short)
    })
}

/// Those that have a section: the ones that need attention most, then those that fail most.
fn in_depth(review: &Review) -> BTreeSet<&str> {
    if review.initiatives.len() <= IN_DEPTH {
        return review.initiatives.iter().map(|one| one.id.as_str()).collect();
    }
    let pressing = attention(review).into_iter().map(|row| row.initiative);
    let mut deep = BTreeSet::new();
    for one in pressing.chain(listed(review)) {
        if deep.len() < IN_DEPTH {
            deep.insert(one.id.as_str());
        }
    }
    deep
}

/// A part for each, which a reader opens; absent when nothing is live. Text shows one at a time, when asked for it.
pub(super) fn each(review: &Review) -> Option<Section<'_>> {
    if review.initiatives.is_empty() {
        return None;
    }
    let deep = in_depth(review);
    let all = review.initiatives.len();
    let mut blocks = vec![
        paragraph("One of them, whole: `onethread review --initiative ID`."),
        Block::OnPage(Prose::new(
            "In alphabetical order of their ids. Open one to see what is known of it, where that is written, and what to \
             ask. Those that are open are printed.",
        )),
    ];
    if all > deep.len() {
        let of = thousands(all as u128);
        blocks.push(Block::paragraph(format!("Of {of} these are the {} that need attention most.", deep.len())));
    }
    for one in review.initiatives.iter().filter(|one| deep.contains(one.id.as_str())) {
        blocks.push(Block::Fold(fold(one, review)));
    }
    Section::new("each", "Initiative by initiative", Depth::Full, blocks)
}

fn fold<'r>(one: &'r InitiativeReview, review: &'r Review) -> Fold<'r> {
    let known = &one.known;
    let alone = format!("decides alone: {}", one.deciding_alone.answer.words());
    let mut under = vec![form_words(one.form.form).to_owned(), alone];
    under.extend(known.team.as_ref().map(|team| team.value.clone()));
    if known.name() != known.id {
        under.push(known.id.clone());
    }
    Fold {
        anchor: anchor(&one.id),
        name: known.name().to_owned(),
        under: under.join(" \u{b7} "),
        blocks: initiative::blocks(one, review.as_of, &review.thresholds, Some(review)),
    }
}
