//! Whatever someone or something did to the files of the store: they are refused by name, and the facts are right.

use std::fs;
use std::path::Path;

use onethread_evidence::{FileState, Work};
use onethread_model::facts::{FACT_KINDS, FACTS_VERSION};

use crate::common::{Case, dump, events};

const NONE: Option<Work> = Some(Work::None);
const TAIL: Option<Work> = Some(Work::Tail);
const WHOLE: Option<Work> = Some(Work::Whole);

/// A case with two generations: the manifest before knows the first half.
fn two_generations() -> Case {
    let case = Case::events(300);
    assert_eq!(case.check(), [WHOLE]);
    case.add("events.csv", &events(300..400));
    assert_eq!(case.check(), [TAIL]);
    case
}

fn manifest(case: &Case) -> std::path::PathBuf {
    case.store("events").join("manifest.json")
}

fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).expect("file");
    change(&mut bytes);
    fs::write(path, bytes).expect("file");
}

#[test]
fn a_torn_manifest_gives_way_to_the_one_before() {
    let torn: [fn(&mut Vec<u8>); 5] = [
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| bytes.clear(),
        |bytes| bytes[0] = 0xFF,
        |bytes| bytes.extend_from_slice(b"}"),
        |bytes| *bytes = b"{}".to_vec(),
    ];
    for change in torn {
        let case = two_generations();
        edit(&manifest(&case), change);
        let told =
            "`.onethread/evidence/events/manifest.json` is refused: it is no whole manifest | the manifest before";
        assert_eq!(case.check_refused(&[told]), [TAIL]);
        assert_eq!(case.check(), [NONE]);
    }
}

#[test]
fn without_any_manifest_the_source_is_read_again() {
    let case = two_generations();
    edit(&manifest(&case), |bytes| bytes.truncate(10));
    fs::remove_file(case.store("events").join("manifest.previous.json")).expect("removed");
    let told = "is refused: it is no whole manifest | the source is read again instead";
    assert_eq!(case.check_refused(&[told]), [WHOLE]);
    assert_eq!(case.check(), [NONE]);
    fs::remove_file(manifest(&case)).expect("removed");
    assert_eq!(case.check(), [WHOLE]);
}

#[test]
fn every_flipped_byte_of_a_manifest_is_found() {
    let case = Case::events(20);
    assert_eq!(case.check(), [WHOLE]);
    let good = fs::read(manifest(&case)).expect("file");
    let expected = dump(&case.import().0);
    for at in 0..good.len() {
        edit(&manifest(&case), |bytes| bytes[at] ^= 1);
        let run = case.run();
        assert_eq!(dump(&run.facts), expected);
        // A version that is another one is a program that is another one.
        let refused = run.diagnostics.iter().any(|one| one.message.contains("manifest.json` is refused"));
        let older = run.work() == [WHOLE];
        assert!(refused || older, "byte {at} `{}`", good[at] as char);
        fs::write(manifest(&case), &good).expect("file");
        if case.stored("events").iter().filter(|name| name.ends_with(".parquet")).count() != 1 {
            fs::remove_dir_all(case.store("events")).expect("removed");
            case.check();
            assert_eq!(fs::read(manifest(&case)).expect("file").len(), good.len());
        }
    }
}

#[test]
fn a_damaged_segment_is_refused_by_name() {
    type Damage = (fn(&mut Vec<u8>), &'static str);
    let damage: [Damage; 4] = [
        (|bytes| bytes.truncate(bytes.len() - 100), "its checksum differs"),
        (|bytes| bytes.clear(), "its checksum differs"),
        (|bytes| bytes.extend_from_slice(&[0; 10]), "more than"),
        (
            |bytes| {
                let at = bytes.len() / 2;
                bytes[at] ^= 1;
            },
            "its checksum differs",
        ),
    ];
    for (change, why) in damage {
        let case = Case::events(300);
        assert_eq!(case.check(), [WHOLE]);
        let segment = case.segment("events");
        let name = segment.file_name().expect("a name").to_string_lossy().into_owned();
        edit(&segment, change);
        let run = case.run();
        let told: Vec<&str> = run.diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert!(told.len() == 1 && told[0].contains(&name) && told[0].contains(why), "{told:?}");
        assert_eq!(run.diagnostics[0].notes, ["`events.csv` is read again instead"]);
        assert_eq!((dump(&run.facts), run.work()), (dump(&case.import().0), vec![WHOLE]));
        assert_eq!(case.check(), [NONE], "mended");
    }
}

#[test]
fn a_missing_segment_gives_way_to_the_generation_before() {
    let case = two_generations();
    // The tail is the segment that only the last manifest names.
    fs::remove_file(case.store("events").join(newest(&case))).expect("removed");
    let told = ".parquet` is refused: it is missing | what was stored before it is used instead";
    assert_eq!(case.check_refused(&[told]), [TAIL]);
    assert_eq!(case.check(), [NONE]);
    assert_eq!(case.check(), [NONE]);
}

fn newest(case: &Case) -> String {
    case.stored("events").into_iter().rfind(|name| name.ends_with(".parquet")).expect("a segment")
}

#[test]
fn a_segment_that_is_no_file_is_refused() {
    let case = Case::events(100);
    assert_eq!(case.check(), [WHOLE]);
    let segment = case.segment("events");
    fs::remove_file(&segment).expect("removed");
    fs::create_dir(&segment).expect("folder");
    assert_eq!(case.check_refused(&["it is a folder"]), [WHOLE]);
}

/// A person who knows how checksums are made forges both.
#[test]
fn forged_lengths_are_refused_with_matching_checksums() {
    let case = Case::events(300);
    assert_eq!(case.check(), [WHOLE]);
    let good = fs::read(case.segment("events")).expect("file");
    let length = good.len();
    for forged in [0_u32, 9, u32::MAX, 1 << 30, length as u32] {
        let mut bytes = good.clone();
        bytes[length - 8..length - 4].copy_from_slice(&forged.to_le_bytes());
        let case = Case::events(300);
        case.check();
        forge(&case, &bytes, |_| {});
        assert_eq!(case.check_refused(&["is refused"]), [WHOLE], "a footer of {forged} bytes");
    }
    for rows in [0_u64, 1, u64::MAX / 2] {
        let case = Case::events(300);
        case.check();
        forge(&case, &good, |manifest| manifest["files"][0]["segments"][0]["rows"] = rows.into());
        assert_eq!(case.check_refused(&["its footer speaks of 297 rows where"]), [WHOLE]);
    }
    let case = Case::events(300);
    case.check();
    forge(&case, &good, |manifest| manifest["files"][0]["segments"][0]["bytes"] = (u64::MAX / 2).into());
    // What is longer than it says is no harm: nothing is reserved for what is not there.
    assert_eq!(case.check(), [NONE]);
}

/// Replaces the only segment, and changes the manifest so that all checksums agree.
fn forge(case: &Case, bytes: &[u8], change: impl FnOnce(&mut serde_json::Value)) {
    use sha2::{Digest, Sha256};
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    fs::remove_file(case.segment("events")).expect("removed");
    let mut file: serde_json::Value = serde_json::from_slice(&fs::read(manifest(case)).expect("file")).expect("json");
    let state = &mut file["manifest"];
    state["files"][0]["segments"][0]["sha256"] = hex(bytes).into();
    state["files"][0]["segments"][0]["bytes"] = bytes.len().into();
    change(state);
    let checksum = hex(state.to_string().as_bytes());
    file["sha256"] = checksum.into();
    fs::write(manifest(case), file.to_string()).expect("file");
    let name = format!("segment-000001-{}.parquet", &hex(bytes)[..16]);
    fs::write(case.store("events").join(name), bytes).expect("file");
}

#[test]
fn a_forged_manifest_cannot_lead_outside() {
    let case = Case::events(100);
    case.check();
    let good = fs::read(case.segment("events")).expect("file");
    forge(&case, &good, |manifest| manifest["files"][0]["segments"][0]["sha256"] = "../../../../etc/passwd".into());
    assert_eq!(case.check_refused(&["is refused: it is missing"]), [WHOLE]);
    case.check();
    forge(&case, &good, |manifest| manifest["source"] = "other".into());
    assert_eq!(case.check_refused(&["it belongs to another source"]).len(), 1);
}

#[test]
fn a_later_program_is_not_overwritten() {
    let case = Case::events(100);
    case.check();
    let later = FACTS_VERSION + 1;
    for (key, version, says) in [
        ("onethread_evidence", 9, format!("in version 9.{FACTS_VERSION}")),
        ("facts", later, format!("in version 1.{later}")),
    ] {
        let mut file: serde_json::Value =
            serde_json::from_slice(&fs::read(manifest(&case)).expect("file")).expect("json");
        let good = file.to_string();
        file[key] = version.into();
        file["news"] = "something this program has never heard of".into();
        fs::write(manifest(&case), file.to_string()).expect("file");
        let run = case.run();
        assert_eq!((dump(&run.facts), run.work()), (dump(&case.import().0), vec![None]));
        assert_eq!(run.diagnostics[0].code, "newer-evidence");
        assert!(run.diagnostics[0].message.contains(&says), "{:?}", run.diagnostics);
        assert!(run.diagnostics[0].help[0].contains("or remove the folder `.onethread/evidence/events`"));
        assert_eq!(fs::read_to_string(manifest(&case)).expect("file"), file.to_string(), "it is left as it is");
        fs::write(manifest(&case), good).expect("file");
    }
    let mut file: serde_json::Value = serde_json::from_slice(&fs::read(manifest(&case)).expect("file")).expect("json");
    file["onethread_evidence"] = 0.into();
    fs::write(manifest(&case), file.to_string()).expect("file");
    assert_eq!(case.check(), [WHOLE], "an earlier one is made again");
}

#[test]
fn leftovers_are_ignored_and_removed() {
    let case = two_generations();
    let before = case.stored("events");
    for name in ["segment.00ff.tmp", "manifest.00ff.tmp", "segment-000099-0123456789abcdef.parquet"] {
        fs::write(case.store("events").join(name), "half of someth").expect("file");
    }
    fs::write(case.store("events").join("notes.txt"), "mine").expect("file");
    assert_eq!(case.check(), [NONE]);
    let after = case.stored("events");
    assert_eq!(after.iter().filter(|name| *name != "notes.txt").cloned().collect::<Vec<_>>(), before);
    assert!(after.contains(&"notes.txt".to_owned()), "what is not ours stays");
}

/// A disk that is full, reported by a limit on the size of files.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_last_good_state() {
    const CHILD: &str = "ONETHREAD_TEST_FULL_DISK";
    if let Ok(root) = std::env::var(CHILD) {
        let case = Case::at(Path::new(&root), crate::common::EVENTS);
        let run = case.run();
        assert_eq!(dump(&run.facts), dump(&case.import().0));
        assert_eq!(run.diagnostics, []);
        let FileState::InMemory { why } = &run.state.files[0] else { panic!("stored") };
        assert!(why.contains("cannot be written"), "{why}");
        return;
    }
    let case = Case::events(20_000);
    assert_eq!(case.check(), [WHOLE]);
    let before = case.stored("events");
    case.write("events.csv", &events(0..25_000).replace("live", "long-live"));
    // In blocks of 512 bytes or kilobytes, as the shell has it: less than the segment in both.
    let script = "trap '' XFSZ; ulimit -f 40; exec \"$0\" --exact damage::a_full_disk_leaves_the_last_good_state";
    let test = std::env::current_exe().expect("this test");
    let child = std::process::Command::new("sh").arg("-c").arg(script).arg(test).env(CHILD, &case.root).output();
    let child = child.expect("a shell");
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    assert_eq!(case.stored("events"), before, "no half of a file is left");
    assert_eq!(case.check(), [WHOLE], "it goes on when there is room");
}

/// An input that the fuzzer found: 809 bytes that speak of millions of values, which took seconds.
#[test]
fn forged_lengths_are_refused_at_once() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/segment/forged-lengths.bin");
    let bytes = fs::read(path).expect("an input");
    let (first, rest) = bytes.split_first().expect("a table");
    let schema = &FACT_KINDS[usize::from(*first) % FACT_KINDS.len()];
    for rows in [0, 1, 2] {
        let start = std::time::Instant::now();
        assert!(onethread_evidence::read_segment(rest.to_vec(), schema.kind, rows).is_err(), "{rows}");
        assert!(start.elapsed() < std::time::Duration::from_secs(1), "{rows}: {:?}", start.elapsed());
    }
}
