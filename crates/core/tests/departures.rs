//! Law: a departure that only a roster shows reaches every door. Whether the entry of a person says `until`, or all rows
//! of a roster ended that day, no answer, no form and no finding differs but those about the statement itself.

use std::collections::BTreeMap;

use onethread_core::check::{Overrides, check, resolve};
use onethread_core::measure::{Snapshot, World};
use onethread_core::review::review;
use onethread_model::Day;
use onethread_model::config::Config;
use onethread_model::facts::{Cells, FactKind, Facts, RecordRef, SourceReport};
use onethread_model::source::Sources;

const PEOPLE: [&str; 6] = ["ines", "kim", "ada", "noor", "leo", "vp"];

/// An organization in which everybody holds an office that the others need; who leaves does so on 1 May.
fn organization(leaves: &str, is_written: bool) -> String {
    let people: String = PEOPLE
        .iter()
        .map(|id| {
            let until = if *id == leaves && is_written { "until = 2026-05-01\n" } else { "" };
            let line = if *id == "vp" { "" } else { "reports-to = \"vp\"\n" };
            format!("[person.{id}]\nfunction = \"design\"\n{line}{until}")
        })
        .collect();
    people
        + "[function.design]\nhead = \"noor\"\nstandard-owner = \"leo\"\n\
           [team.core]\ninitiative = \"returns\"\n\
           [initiative.returns]\nleader = \"ines\"\nform = \"sto\"\nidea = 2026-01-12\n\
           [initiative.search]\nleader = \"ada\"\nidea = 2026-01-12\n\
           [gate.terms]\nowner = \"person:leo\"\nfrom = 2026-03-01\n\
           [[allocation]]\nperson = \"kim\"\ninitiative = \"returns\"\nshare = 1.0\nfrom = 2026-01-12\n\
           [[allocation]]\nperson = \"ines\"\ninitiative = \"returns\"\nshare = 1.0\nfrom = 2026-01-12\n\
           [[attestation]]\ninitiative = \"returns\"\ncriterion = \"capable\"\nanswer = \"holds\"\nby = \"vp\"\n\
           leader = \"ines\"\non = 2026-06-01\n"
}

/// Every answer, form and finding, by what it is about.
fn said(leaves: &str, is_written: bool, is_recorded: bool) -> BTreeMap<String, String> {
    let mut facts = Facts::default();
    facts.sources.push(SourceReport { name: "roster".to_owned(), path: "roster.csv".to_owned(), ..Default::default() });
    for (line, person) in (1..).zip(PEOPLE) {
        let mut row = Cells::default();
        let until = if person == leaves && is_recorded { "2026-05-01" } else { "" };
        for (column, text) in [("team", "core"), ("person", person), ("from", "2026-01-01"), ("until", until)] {
            row.set(column, text);
        }
        facts.push(FactKind::Membership, &row, RecordRef { source: 0, line }).expect("a row");
    }
    facts.sort();
    let mut sources = Sources::default();
    let file = sources.add("org/all.toml", organization(leaves, is_written));
    let org = onethread_model::org::load(&sources, &[file], &mut Vec::new());
    let snapshot = Snapshot::new(Config::default(), org, sources, facts);
    let day = Day::parse("2026-06-30").expect("a day");
    let mut said = BTreeMap::new();
    for one in &review(&snapshot, day).initiatives {
        said.insert(format!("{} form", one.id), one.form.form.key().to_owned());
        for verdict in &one.verdicts {
            said.insert(format!("{} {}", one.id, verdict.criterion), verdict.judgement.answer.key().to_owned());
        }
    }
    let overrides = Overrides { select: vec!["ALL".to_owned()], ..Overrides::default() };
    let settings = resolve(&snapshot.config.check, &snapshot.sources, &overrides, &mut Vec::new()).expect("all rules");
    for finding in check(&World::on(&snapshot, day), &settings).findings {
        said.insert(format!("{} {} {}", finding.rule.code, finding.subject, finding.about), String::new());
    }
    said
}

#[test]
fn a_roster_says_who_left_as_a_file_does() {
    let mut altered = 0;
    for leaves in PEOPLE {
        let (here, written) = (said(leaves, false, false), said(leaves, true, true));
        assert_eq!(written, said(leaves, false, true), "{leaves}: by a roster and by a file");
        altered += usize::from(here != written);
    }
    assert!(altered >= 5, "only {altered} departures alter anything");
}
