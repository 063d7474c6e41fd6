//! What must hold of whatever a parser is given.

use std::cell::OnceCell;
use std::fs;

use onethread_evidence::importers::manifests::{File, Found};
use onethread_evidence::importers::ownership::findings::findings;
use onethread_evidence::importers::ownership::{Line, OwnershipRules};
use onethread_evidence::{Gathering, People, Pseudonyms, gather};
use onethread_model::config::{Config, load};
use onethread_model::diagnostic::{Diagnostic, Spot};
use onethread_model::source::Sources;

/// Paths that every set of rules is asked about.
const PATHS: &[&[u8]] = &[b"a", b"a/b", b"a/b/c.rs", b"docs/x.md", b"\xFF/a", b"", b"a//b", b".github/CODEOWNERS"];

/// Ownership rules: every line is one thing, every place is in the text, answers name rules, and findings hold
/// together.
pub fn rules(rules: &OwnershipRules, bytes: &[u8]) {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    for file in &rules.files {
        assert!(file.lines.len() <= lines);
    }
    for spot in rules.rules.iter().map(|rule| rule.at).chain(rules.problems.iter().map(|problem| problem.at)) {
        assert!(spot.line >= 1 && spot.column >= 1 && spot.line as usize <= lines.max(1) + 1, "{spot:?}");
        let _ = rules.place(spot);
    }
    let refused = rules.files.iter().flat_map(|file| &file.lines).filter(|line| **line == Line::Rejected).count();
    assert!(refused <= rules.problems.len(), "a line is refused with a reason");
    for path in PATHS {
        let answer = rules.owners_of(path);
        let matching = rules.matching(path);
        for claim in &answer.claims {
            assert!((claim.rule as usize) < rules.rules.len());
            assert!(matching.contains(&(claim.rule as usize)), "what decides also matches");
        }
        rules.state(&answer);
    }
    let found = findings(rules, PATHS, Some(PATHS), None);
    assert_eq!(Some(found.coverage), found.changed);
}

/// The files of a repository, one after another: a manifest, that of a member, and a lockfile, with a zero byte
/// between.
pub fn repository(manifest: &str, lock: &str, bytes: &[u8]) -> Vec<File> {
    let paths = [manifest.to_owned(), format!("a/{manifest}"), lock.to_owned()];
    let pieces = bytes.splitn(3, |byte| *byte == 0).map(|piece| Some(piece.to_vec()));
    paths.into_iter().zip(pieces).map(|(path, bytes)| File { path, bytes }).collect()
}

/// Manifests: every record is accounted for, every fact has a place, and no address is among the names.
pub fn manifests(found: &Found, bytes: &[u8]) {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    for file in &found.files {
        let skipped: usize = file.skipped.values().sum();
        assert_eq!(file.read, file.kept + skipped + file.rejects.len());
        assert!(file.rejects.iter().all(|(line, _)| (1..=lines + 1).contains(line)), "{file:?}");
    }
    let kept: usize = found.files.iter().map(|file| file.kept).sum();
    assert_eq!(kept, found.uses.len() + found.links.len());
    for used in &found.uses {
        assert!((1..=lines).contains(&used.line) && used.file < found.files.len(), "{used:?}");
        assert!(!used.package.trim_start_matches('@').contains('@'), "{used:?}");
    }
    assert!(found.links.iter().all(|link| link.component != link.on && (1..=lines).contains(&link.line)));
}

/// Diagnostics: every span lies in its file.
pub fn diagnostics(sources: &Sources, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        for label in diagnostic.related.iter().chain([&diagnostic.primary]) {
            if let Spot::Span(span) = label.spot {
                assert!(span.start <= span.end);
                if let Some(file) = sources.get(span.file) {
                    assert!(span.end <= file.text.len() && file.text.get(span.start..span.end).is_some());
                }
                sources.place(span);
            }
        }
    }
}

/// A table: every record is accounted for.
pub fn table(ending: &str, bytes: &[u8]) {
    thread_local! {
        static FOLDER: OnceCell<tempfile::TempDir> = const { OnceCell::new() };
        static CONFIG: OnceCell<Config> = const { OnceCell::new() };
    }
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| {
            let memory = std::path::Path::new("/dev/shm");
            let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
            made.expect("a folder")
        });
        fs::write(folder.path().join(format!("x.{ending}")), bytes).expect("a file");
        CONFIG.with(|config| {
            let config = config.get_or_init(|| {
                let settings = format!(
                    "[source.a]\nfile = \"x.{ending}\"\ntable = \"allocation\"\n\
                     [source.b]\nfile = \"x.{ending}\"\ntable = \"initiative_snapshot\"\nlayout = \"wide\"\n\
                     constants = {{ observed = \"2026-07-01\", initiative = \"x\" }}\n"
                );
                let mut sources = Sources::default();
                let file = sources.add("onethread.toml", settings);
                load(&sources, file, &mut Vec::new())
            });
            let (people, pseudonyms) = (People::new(), Pseudonyms::from_key([7; 32]));
            let root = onethread_files::Root::new(folder.path(), onethread_files::Outside::none());
            let gathering = Gathering { root: &root, config, people: &people, pseudonyms: &pseudonyms };
            let (facts, _) = gather(&gathering, &mut |_| {});
            assert_eq!(facts.sources.len(), 2);
            for report in &facts.sources {
                let skipped: usize = report.skipped.values().sum();
                assert_eq!(report.read, report.kept + skipped + report.rejects.len());
            }
        });
    });
}

/// Makes the fuzzer pass over panics that the code under test catches. Others still end the run, because nothing
/// catches them.
pub fn pass_over_caught_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}
