//! What a run costs, by what has changed since the one before.

use std::fs::{self, File};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use onethread_evidence::{FileState, STORED_FROM_BYTES, Work};

use crate::common::{Case, dump, events};

const NONE: Option<Work> = Some(Work::None);
const WHOLE: Option<Work> = Some(Work::Whole);

#[test]
fn what_has_not_changed_is_not_read_again() {
    let case = Case::events(500);
    assert_eq!(case.check(), [WHOLE]);
    assert_eq!(case.check(), [NONE]);
    let FileState::Stored(state) = &case.run_on(30_000).state.files[0] else { panic!("not stored") };
    assert_eq!((state.imported.epoch_days(), state.segments), (20_000, 1), "the day of the import stays");
    assert_eq!(state.folder, ".onethread/evidence/events");
    assert!(state.bytes > 1_000);
    assert_eq!(fs::read_to_string(case.root.join(".onethread/.gitignore")).expect("file"), "*\n");
}

#[test]
fn a_new_time_alone_costs_no_import() {
    let case = Case::events(50);
    let old = SystemTime::now() - Duration::from_secs(3_600);
    let file = File::options().write(true).open(case.root.join("events.csv")).expect("file");
    file.set_modified(old).expect("a time");
    assert_eq!(case.check(), [WHOLE]);
    file.set_modified(old + Duration::from_secs(60)).expect("a time");
    assert_eq!(case.check(), [NONE]);
}

/// Size and time say that nothing changed; only what cannot be set back says that something did.
#[test]
fn the_same_size_and_time_do_not_hide_a_change() {
    let case = Case::events(50);
    let old = SystemTime::now() - Duration::from_secs(3_600);
    let path = case.root.join("events.csv");
    let age = || File::options().write(true).open(&path).expect("file").set_modified(old).expect("a time");
    age();
    assert_eq!(case.check(), [WHOLE]);
    assert_eq!(case.check(), [NONE]);
    let text = fs::read_to_string(&path).expect("file");
    fs::write(&path, text.replace("live", "dead")).expect("file");
    age();
    if cfg!(unix) {
        assert_eq!(case.check(), [WHOLE]);
    }
}

#[test]
fn a_changed_file_or_setting_is_imported_again() {
    let mut case = Case::events(50);
    assert_eq!(case.check(), [WHOLE]);
    case.write("events.csv", &events(0..40));
    assert_eq!(case.check(), [WHOLE], "a shorter file");
    case.write("events.csv", &events(0..50).replace("wip", "off"));
    assert_eq!(case.check(), [WHOLE], "another file");
    assert_eq!(case.check(), [NONE]);

    let plain = case.settings.clone();
    for change in [
        "values = { status = { off = \"live\" } }",
        "absent = [\"off\"]",
        "separator = \"|\"",
        "fields = { title = \"status\" }",
        "constants = { seq = \"7\" }",
        "people = \"pseudonymous\"",
    ] {
        case.settings = format!("{plain}{change}\n");
        assert_eq!(case.check(), [WHOLE], "{change}");
        assert_eq!(case.check(), [NONE], "{change}");
    }
    case.settings = plain.clone();
    assert_eq!(case.check(), [WHOLE]);
    case.settings = format!("{plain}[registry]\nlive-status = [\"live\"]\n");
    assert_eq!(case.check(), [WHOLE], "words that settings explain");
    case.settings = plain;
    assert_eq!(case.check(), [NONE], "the manifest before still holds");
    case.key = [8; 32];
    assert_eq!(case.check(), [WHOLE], "another key");
    case.people.add("person-1", "ines");
    assert_eq!(case.check(), [WHOLE], "somebody became known");
    assert_eq!(case.check(), [NONE]);
}

#[test]
fn people_do_not_matter_to_tables_without_people() {
    let mut case = Case::new("[source.releases]\nfile = \"r.csv\"\ntable = \"release\"\n");
    case.write("r.csv", "day,release\n2026-01-01,v1\n");
    assert_eq!(case.check(), [WHOLE]);
    case.people.add("person-1", "ines");
    case.key = [8; 32];
    assert_eq!(case.check(), [NONE]);
}

#[test]
fn reports_and_diagnostics_are_kept() {
    let case = Case::new(
        "[source.a]\nfile = \"a.csv\"\ntable = \"initiative_event\"\nfields = { people = \"authors\" }\n\
         columns = { seq = \"number\" }\n",
    );
    let text = "day,initiative,field,value,odd,odd\n2026-01-01,a,authors,x,1,2\n2026-01-01,a,strange,x,1,2\nno day,a,status,b\n";
    case.write("a.csv", text);
    assert_eq!(case.check(), [WHOLE]);
    let run = case.run();
    assert_eq!(run.work(), [NONE]);
    let report = &run.facts.sources[0];
    assert_eq!((report.read, report.kept, report.rejects.len(), report.skipped.len()), (3, 1, 1, 1));
    assert_eq!(run.diagnostics.len(), 2, "{:#?}", run.diagnostics);
    assert_eq!(case.check(), [NONE]);
}

#[test]
fn files_of_a_source_are_kept_apart() {
    let case = Case::new("[source.x]\nfile = [\"a.csv\", \"b.csv\", \"c.csv\"]\ntable = \"release\"\n");
    for (name, text) in [("a.csv", "day,release\n2026-01-01,v1\n"), ("c.csv", "day,release\n2026-01-03,v3\n")] {
        case.write(name, text);
    }
    // A file that is missing costs the others nothing.
    assert_eq!(case.check(), [WHOLE, None, WHOLE]);
    case.write("b.csv", "day,release\n2026-01-02,v2\n");
    assert_eq!(case.check(), [NONE, WHOLE, NONE]);
    // What cannot be read now is kept for when it can.
    let away = case.root.join("away.csv");
    fs::rename(case.root.join("a.csv"), &away).expect("renamed");
    assert_eq!(case.check(), [None, NONE, NONE]);
    case.add("b.csv", "2026-01-04,v4\n");
    assert_eq!(case.check(), [None, Some(Work::Tail), NONE]);
    fs::rename(&away, case.root.join("a.csv")).expect("renamed");
    assert_eq!(case.check(), [NONE, NONE, NONE]);
}

#[test]
fn what_an_import_cannot_make_whole_is_not_kept() {
    let case = Case::new("[source.a]\nfile = \"a.csv\"\ntable = \"release\"\n");
    for text in ["", "a,b\n1,2\n", "\u{feff}\n"] {
        case.write("a.csv", text);
        assert_eq!(case.check(), [None], "{text:?}");
        assert!(!case.store("a").join("manifest.json").exists());
    }
}

#[test]
fn odd_names_of_sources_stay_inside() {
    for name in ["../../up", "A", "con", "\u{e9}t\u{e9}", "a/b", &"x".repeat(300)] {
        let case = Case::new(&EVENTS_NAMED.replace("NAME", name));
        case.write("events.csv", &events(0..20));
        assert_eq!(case.check(), [WHOLE], "{name}");
        assert_eq!(case.check(), [NONE], "{name}");
        let folders = fs::read_dir(case.root.join(".onethread/evidence")).expect("folder").count();
        assert_eq!(folders, 1, "{name}");
    }
}

const EVENTS_NAMED: &str = "[source.\"NAME\"]\nfile = \"events.csv\"\ntable = \"initiative_event\"\n";

#[test]
fn a_store_that_cannot_be_written_costs_nothing() {
    let case = Case::events(50);
    case.write(".onethread", "a file where the folder should be");
    let run = case.run();
    assert_eq!(dump(&run.facts), dump(&case.import().0));
    assert_eq!(run.diagnostics, [], "nothing is said unless asked");
    let FileState::InMemory { why } = &run.state.files[0] else { panic!("stored") };
    assert!(why.contains("`.onethread/evidence/events` cannot be written"), "{why}");
}

#[cfg(unix)]
#[test]
fn a_store_that_is_a_link_is_left_alone() {
    let (case, other) = (Case::events(50), tempfile::tempdir().expect("folder"));
    fs::create_dir_all(case.root.join(".onethread/evidence")).expect("folder");
    std::os::unix::fs::symlink(other.path(), case.store("events")).expect("a link");
    assert_eq!(case.check(), [None]);
    assert_eq!(fs::read_dir(other.path()).expect("folder").count(), 0);
}

#[test]
fn two_runs_at_once_leave_one_good_state() {
    let case = Case::events(2_000);
    let expected = dump(&case.import().0);
    std::thread::scope(|scope| {
        let run = || {
            for round in 0..10 {
                // Each thread also changes what is to be kept.
                if round % 3 == 0 {
                    let _ = fs::remove_file(case.store("events").join("manifest.json"));
                }
                assert_eq!(dump(&case.run().facts), expected);
            }
        };
        let threads = [scope.spawn(run), scope.spawn(run), scope.spawn(run)];
        threads.into_iter().for_each(|thread| thread.join().expect("no panic"));
    });
    case.check();
    assert_eq!(case.check(), [NONE]);
}

#[test]
fn small_sources_are_not_stored() {
    let case = Case::events(50);
    let run = case.run_from(STORED_FROM_BYTES);
    let FileState::InMemory { why } = &run.state.files[0] else { panic!("stored") };
    assert_eq!(why, "it is small enough to be read again each time");
    assert!(!case.root.join(".onethread").exists(), "nothing is written at all");
}

/// A process that is just being started has copies of all open files for a moment, the lock of the store among them.
#[cfg(unix)]
#[test]
fn the_right_to_write_ends_with_the_run() {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    Command::new("true").status().expect("a process");
                }
            });
        }
        let case = Case::events(1);
        let work: Vec<_> = (1..150)
            .flat_map(|count| {
                case.write("events.csv", &events(0..count).replace("wip", &format!("off-{count}")));
                case.run().work()
            })
            .collect();
        is_over.store(true, Ordering::Relaxed);
        assert!(work.iter().all(Option::is_some), "nobody else wrote: {work:?}");
    });
}
