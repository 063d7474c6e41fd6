//! Law: a departure that only a roster shows reaches every door. Whether the entry of a person says `until`, or all rows
//! of a roster ended that day, no answer, no form and no finding differs but those about the statement itself.

mod made;

use std::collections::BTreeMap;

use made::Records;
use onethread_core::check::{Overrides, check, resolve};
use onethread_core::measure::World;
use onethread_core::review::review;
use onethread_model::Day;
use onethread_model::facts::FactKind;

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
    let mut records = Records::new();
    for person in PEOPLE {
        let until = if person == leaves && is_recorded { "2026-05-01" } else { "" };
        let row = [("team", "core"), ("person", person), ("from", "2026-01-01"), ("until", until)];
        records.push(FactKind::Membership, &row);
    }
    let snapshot = records.snapshot(organization(leaves, is_written));
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
