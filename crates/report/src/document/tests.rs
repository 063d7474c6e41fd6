//! Every form of output says the same sentences.

use onethread_model::facts::Facts;

use super::{Block, Depth, Document, Prose};
use crate::Style;
use crate::review::tests::{ORG, told};

/// Every sentence of a document that all forms have.
fn sentences(document: &Document<'_>) -> Vec<String> {
    fn of(blocks: &[Block<'_>], from: Depth, out: &mut Vec<String>) {
        for block in blocks {
            let mut add = |says: &Prose| out.push(says.plain());
            match block {
                Block::Lede(says) | Block::Paragraph(says) | Block::Fine(says) => add(says),
                Block::Points(some) => {
                    some.points.iter().take(if from == Depth::Brief { some.brief_max } else { usize::MAX }).for_each(
                        |point| {
                            add(&point.says);
                            point.more.iter().for_each(&mut add);
                        },
                    )
                }
                Block::Facts(facts) => facts.iter().for_each(|fact| add(&fact.says)),
                Block::Group(heading, inner) => {
                    out.push(heading.clone());
                    of(inner, from, out);
                }
                Block::Elsewhere(_) | Block::OnPage(_) => {}
                Block::Table(_) | Block::Data(_) | Block::Figure(_) | Block::Lines(..) | Block::Fold(_) => {}
            }
        }
    }
    let mut out = Vec::new();
    document.sections.iter().for_each(|section| of(&section.blocks, section.from, &mut out));
    out
}

/// Words with one blank between them: no markup, no escapes, no places in the line.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut in_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag && letter.is_alphanumeric() => out.push(letter),
            letter if !in_tag && letter.is_whitespace() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}

#[test]
fn each_form_says_every_sentence_once_written() {
    told(ORG, &Facts::default(), |review| {
        let document = crate::review::document(review);
        let text = super::text::text(&document, Style { color: false, width: 100 }, Depth::Whole);
        let without_entities = |said: String| {
            ["&lt;", "&gt;", "&quot;", "&amp;", "&#8203;"].iter().fold(said, |said, entity| said.replace(entity, ""))
        };
        let markdown = without_entities(super::markdown::markdown(&document, Depth::Whole));
        let page = without_entities(super::html::page(&document, Depth::Whole));
        let all = sentences(&document);
        assert!(all.len() > 60, "{} sentences: nothing is compared", all.len());
        let plain = |says: &String| words(&crate::inert::inert(says).replace(['<', '>'], ""));
        for says in &all {
            for (form, said) in [
                ("text", words(&text.replace(['<', '>'], ""))),
                ("Markdown", words(&markdown.replace(['<', '>'], ""))),
                ("HTML", words(&page)),
            ] {
                assert!(said.contains(&plain(says)), "{form} leaves out: {says}");
            }
        }
    });
}

#[test]
fn a_brief_document_leaves_out_what_only_a_full_one_has() {
    told(ORG, &Facts::default(), |review| {
        let document = crate::review::document(review);
        let style = Style { color: false, width: 100 };
        let of = |depth| super::text::text(&document, style, depth);
        let (brief, full, whole) = (of(Depth::Brief), of(Depth::Full), of(Depth::Whole));
        assert!(!brief.contains("The questions\n") && full.contains("The questions\n"), "{full}");
        assert!(!full.contains("How computed\n") && whole.contains("How computed\n"), "{whole}");
        assert!(brief.lines().zip(full.lines()).take(3).all(|(brief, full)| brief == full), "{brief}");
    });
}
