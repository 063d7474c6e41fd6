//! Laws that hold for any text, and for any way to spread an organization over files.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::{dump, load};

/// Statements of an organization: a header, and a key under it (nothing for entries of an array).
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("[organization]", "name = \"Harbour Market\""),
    ("[organization]", "tenets = [\n  \"Customers before partners\",\n  \"[not.a.header]\",\n]"),
    ("[person.ines]", "title = \"GM\" # returns"),
    ("[person.ines]", "reports-to = \"vp\""),
    ("[person.vp]", "title = 'VP = \"retail\"'"),
    ("[person.tomas]", "reports-to = \"ines\""),
    ("[person.tomas]", "known-as = \"tomas-dev\""),
    ("[team.core]", "members = [\"ines\", \"tomas\"]"),
    ("[team.core]", "initiative = \"returns\""),
    ("[function.legal]", "head = \"vp\""),
    ("[component.api]", "owner = \"core\""),
    ("[component.api]", "paths = [\"services/**\"]"),
    ("[initiative.returns]", "title = \"\"\"\nReturns\nin = one\n[tap]\n\"\"\""),
    ("[initiative.returns]", "leader = \"ines\""),
    ("[initiative.returns]", "idea = 2026-01-12"),
    ("[initiative.returns]", "value = { event = \"first return\", on = 2026-06-03 }"),
    ("[initiative.returns]", "needs = { design = 1, engineering = 4 }"),
    ("[initiative.returns]", "capable = { attested-by = \"vp\", on = 2026-02-01 }"),
    ("[initiative.returns]", "scope = [\"component:api\"]"),
    ("[initiative.search]", "form = \"stl\""),
    ("[[initiative.returns.dependency]]\non = \"team:core\"", ""),
    ("[[initiative.returns.dependency]]\non = \"function:legal\"", ""),
    ("[[initiative.search.metric]]\nname = \"found\"", ""),
    ("[[allocation]]\nperson = \"ines\"\ninitiative = \"returns\"\nshare = 0.5", ""),
    ("[[allocation]]\nperson = \"tomas\"\ninitiative = \"returns\"\nshare = 1.0", ""),
    ("[[dependency]]\ninitiative = \"search\"\non = \"component:api\"", ""),
    ("[platform.pay]", "components = [\"api\"]"),
    ("[gate.safety]", "owner = \"function:legal\""),
    ("[gate.safety]", "after = [\"safety\"]"),
    ("[decision.refund]", "decided-by = \"ines\""),
    ("[decision.refund]", "decided = 2026-01-05"),
    ("[decision.refund]", "initiative = \"returns\""),
    ("[decision.refund]", "cites = [\"organization:2\"]"),
    (
        "[[waiver]]\nrule = \"focus\"\nsubject = \"initiative:search\"\nreason = \"x\"\nowner = \"vp\"\nuntil = 2026-09-01",
        "",
    ),
    (
        "[[attestation]]\ninitiative = \"search\"\ncriterion = \"scope\"\nanswer = \"fails\"\nby = \"vp\"\non = 2026-01-02",
        "",
    ),
    (
        "[[attestation]]\ninitiative = \"search\"\ncriterion = \"scope\"\nanswer = \"holds\"\nby = \"vp\"\non = 2026-02-02",
        "",
    ),
];

/// Lines that are wrong by themselves.
const BROKEN: &[&str] = &[
    "committed 2026-02-02",
    "title = \"open",
    "title =",
    "members = [\"ines\",",
    "members = [\"ines\"",
    "needs = { design = 1,",
    "title = \"\"\"never closed",
    "= 3",
    "??",
    "title = \"a\" \"b\"",
];

/// The text of one file: each header once, its keys below.
pub(crate) fn file(statements: &[(&str, &str)]) -> String {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for (header, key) in statements {
        match sections.iter_mut().find(|(known, _)| known == header && !header.starts_with("[[")) {
            Some((_, keys)) => keys.push(key),
            None => sections.push((header, vec![key])),
        }
    }
    sections.iter().map(|(header, keys)| format!("{header}\n{}\n\n", keys.join("\n"))).collect()
}

fn statements() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    subsequence(STATEMENTS, 0..=STATEMENTS.len())
}

/// Diagnostics without their places, in alphabetical order.
fn said(lines: &[String]) -> Vec<String> {
    let mut said: Vec<String> = lines
        .iter()
        .map(|line| line.split(' ').filter(|word| !word.starts_with("f")).collect::<Vec<_>>().join(" "))
        .collect();
    said.sort();
    said
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        load(&[("a.toml", &text)]);
    }

    #[test]
    fn any_mix_of_pieces_is_read(pieces in prop::collection::vec(select(PIECES), 0..60)) {
        let text = pieces.concat();
        load(&[("a.toml", &text), ("b.toml", &text)]);
        let mut sources = onethread_model::source::Sources::default();
        let id = sources.add("onethread.toml", text);
        onethread_model::config::load(&sources, id, &mut Vec::new());
    }

    #[test]
    fn files_can_be_cut_anywhere(all in statements(), cuts in prop::collection::vec(0..3_usize, STATEMENTS.len())) {
        let (one, found) = load(&[("f.toml", &file(&all))]);
        let parts: Vec<String> = (0..3)
            .map(|part| file(&all.iter().zip(&cuts).filter(|(_, cut)| **cut == part).map(|(s, _)| *s).collect::<Vec<_>>()))
            .collect();
        let [a, b, c] = [0, 1, 2].map(|i| (["f0.toml", "f1.toml", "f2.toml"][i], parts[i].as_str()));
        for order in [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
            let (several, found_there) = load(&order);
            prop_assert_eq!(dump(&several), dump(&one));
            prop_assert_eq!(said(&found_there), said(&found));
        }
    }

    #[test]
    fn files_that_agree_lose_nothing(all in statements(), again in statements()) {
        let tables = |s: &[(&'static str, &'static str)]| s.iter().filter(|(h, _)| !h.starts_with("[[")).copied().collect::<Vec<_>>();
        let (both, found) = load(&[("f.toml", &file(&all)), ("g.toml", &file(&tables(&again)))]);
        let mut union = all.clone();
        union.extend(tables(&again).into_iter().filter(|s| !all.contains(s)));
        let (once, _) = load(&[("f.toml", &file(&union))]);
        prop_assert_eq!(dump(&both), dump(&once));
        prop_assert!(found.iter().all(|line| !line.starts_with("error[duplicate-id]")), "{:#?}", found);
    }

    #[test]
    fn a_broken_line_costs_only_itself(all in statements(), broken in select(BROKEN), at in any::<prop::sample::Index>()) {
        let (well, found) = load(&[("f.toml", &file(&all))]);
        let mut sections: Vec<String> = Vec::new();
        for (header, key) in &all {
            // One section for each statement; a second header of the same name would be a mistake of its own.
            let known = sections.iter_mut().find(|section| section.starts_with(&format!("{header}\n")) && !header.starts_with("[["));
            match known {
                Some(section) => *section += &format!("{key}\n"),
                None => sections.push(format!("{header}\n{key}\n")),
            }
        }
        prop_assume!(!sections.is_empty());
        // A text over several lines must not stand behind one that is never closed: nobody can tell what closes what.
        prop_assume!(!broken.contains("\"\"\"") || !sections.iter().any(|section| section.contains("\"\"\"")));
        let index = at.index(sections.len());
        sections[index] += &format!("{broken}\n");
        let (recovered, found_now) = load(&[("f.toml", &sections.concat())]);
        prop_assert_eq!(dump(&recovered), dump(&well));
        prop_assert_eq!(found_now.len(), found.len() + 1, "{:#?}", found_now);
    }
}

/// Pieces of which files are made, well or not.
pub(crate) const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    " = ",
    ",",
    ".",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "#",
    "\\",
    "\\u",
    "\u{feff}",
    "\u{fffd}",
    "é",
    "\0",
    "\t",
    " ",
    "1",
    "-1",
    "0.5",
    "nan",
    "1e400",
    "99999999999999999999",
    "0x1F",
    "true",
    "2026-02-02",
    "2026-02-30",
    "10:00",
    "person",
    "team",
    "initiative",
    "allocation",
    "dependency",
    "organization",
    "source",
    "registry",
    "project",
    "review",
    "[person.a]\n",
    "[initiative.a]\n",
    "[[allocation]]\n",
    "[[initiative.a.dependency]]\n",
    "[source.a]\n",
    "reports-to = \"a\"\n",
    "leader = [\"a\", \"b\"]\n",
    "share = 80\n",
    "person = \"a\"\n",
    "initiative = \"a\"\n",
    "on = \"team:x\"\n",
    "value = { on = 2026-02-02 }\n",
    "from = 2026-02-02\n",
    "until = 2026-01-02\n",
    "delimiter = \"é\"\n",
    "table = \"membership\"\n",
    "values = { a = { b = \"c\" } }\n",
    "[gate.a]\n",
    "after = [\"a\", \"b\"]\n",
    "[decision.a]\n",
    "cites = [\"a:1\", \":\", \"organization:9\"]\n",
    "[[waiver]]\n",
    "subject = \"gate:b\"\n",
];
