//! The commands of acts: what is shown is what is done, what is refused is refused alike, and everything can be undone.

#![cfg(unix)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{everything_in, folder, onethread, stderr, stdout};
use onethread_core::moves::{CarriedOutBy, MOVES};
use serde_json::Value;

const SETTINGS: &str = "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n";
const PEOPLE: &str =
    "[person.vp]\ntitle = \"VP\"\n[person.ines]\nreports-to = \"vp\"\n[person.bo]\nreports-to = \"vp\"\n";
const INITIATIVES: &str = "# Two.\n[initiative.returns]\ntitle = \"Returns\"\nleader = \"ines\"  # since May\ncommitted = 2026-01-05\n\n[initiative.search]\n\
     title = \"Search\"\ncommitted = 2026-02-02\n";

fn shop() -> tempfile::TempDir {
    folder(&[
        ("onethread.toml", SETTINGS.as_bytes()),
        ("org/people.toml", PEOPLE.as_bytes()),
        ("org/initiatives.toml", INITIATIVES.as_bytes()),
    ])
}

/// What people keep in a folder: everything but what is made for one machine.
fn kept(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let is_own =
        |path: &Path| path.components().any(|part| matches!(part.as_os_str().to_str(), Some(".onethread" | ".git")));
    everything_in(folder).into_iter().filter(|(path, _)| !is_own(path)).collect()
}

fn with_input(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onethread"))
        .current_dir(folder)
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1785542400")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("it ends")
}

/// Examples of pages of acts, without the evidence that some of them hold: the key, the file and the move in words.
fn examples() -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    for kind in MOVES.iter().filter(|kind| kind.is_act && kind.by == CarriedOutBy::Files) {
        let (mut org, mut words, mut is_plain) = (String::new(), String::new(), true);
        for block in kind.page.split("\n```").skip(1).step_by(2) {
            let (label, body) = block.split_once('\n').unwrap_or((block, ""));
            match label {
                "toml org" => org = body.to_owned(),
                "move" => words = body.trim().to_owned(),
                // Other settings and an agreement read the files in another way.
                _ => is_plain &= !matches!(label, "toml settings" | "toml agreement") && !label.starts_with("same "),
            }
            if label.starts_with("expect") {
                if is_plain && !org.is_empty() && !words.contains(';') && !words.is_empty() {
                    found.push((kind.key, org.clone(), words.clone()));
                }
                (org, words, is_plain) = (String::new(), String::new(), true);
            }
        }
    }
    found
}

/// The words of a change behind its command, each blank by its option.
fn options(change: &Value) -> Vec<String> {
    let one = |(key, value): (&String, &Value)| -> Vec<String> {
        let texts: Vec<String> = match value {
            Value::Array(items) => items.iter().map(|item| item.as_str().expect("a text").to_owned()).collect(),
            Value::String(text) => vec![text.clone()],
            other => vec![other.to_string()],
        };
        texts.into_iter().flat_map(|text| [format!("--{key}"), text]).collect()
    };
    change.as_object().expect("an object").iter().filter(|(key, _)| *key != "change").flat_map(one).collect()
}

/// JSON without what was done.
fn shown(output: &Output) -> Value {
    let mut value: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(output)));
    value.as_object_mut().expect("an object").remove("done");
    value
}

#[test]
fn what_is_shown_is_what_is_done_and_undone_to_the_byte_for_every_act() {
    let (mut acts, mut braked) = (BTreeMap::new(), 0);
    for (key, org, words) in examples() {
        let place = folder(&[("onethread.toml", SETTINGS.as_bytes()), ("org/a.toml", org.as_bytes())]);
        let run = |args: &[&str]| onethread(place.path(), args);
        let before = kept(place.path());
        let what_if = run(&["what-if", &words, "--format", "json"]);
        assert!(what_if.status.success(), "{words}: {}", stderr(&what_if));
        let what_if = shown(&what_if);
        let given = options(&what_if["changes"][0]);
        let act: Vec<&str> = [key].into_iter().chain(given.iter().map(String::as_str)).collect();
        let with = |more: &[&str]| run(&[&act[..], more].concat());
        // Shown by the act, it is the same; and nothing is written.
        let page = with(&["--format", "json"]);
        assert_eq!(shown(&page), what_if, "{words}");
        assert_eq!(kept(place.path()), before, "{words}");
        let text = stdout(&with(&[]));
        assert!(text.contains("Nothing was written. Next:\n"), "{words}: {text}");
        // Done, it is the same, bound by what was shown. What a yes alone does not cover is named.
        let print = what_if["fingerprint"].as_str().expect("a fingerprint").to_owned();
        let mut doing = vec!["--apply", "--yes", "--format", "json", "--expect", &print];
        let mut done = with(&doing);
        let said = stderr(&done);
        if let Some((_, flags)) = said.split_once("run it again with ") {
            braked += 1;
            assert_eq!(done.status.code(), Some(2), "{words}");
            assert_eq!(kept(place.path()), before, "{words}");
            let flags = flags.lines().next().unwrap_or_default();
            doing.extend(flags.split(' '));
            done = with(&doing);
        }
        assert!(done.status.success(), "{words}: {}", stderr(&done));
        let entry = serde_json::from_slice::<Value>(&done.stdout).expect("JSON")["done"]["entry"].clone();
        assert_eq!(shown(&done), what_if, "{words}");
        assert_ne!(kept(place.path()), before, "{words}");
        let after = kept(place.path());
        // Undone, the files are what they were; done again, what they were then.
        let entry = entry.as_str().expect("an entry");
        for (command, expected) in [("undo", &before), ("redo", &after), ("undo", &before)] {
            let output = run(&[command, entry, "--yes"]);
            assert!(output.status.success(), "{words}: {}", stderr(&output));
            assert_eq!(&kept(place.path()), expected, "{words}: {command}");
        }
        *acts.entry(key).or_insert(0) += 1;
    }
    let all = MOVES.iter().filter(|kind| kind.is_act && kind.by == CarriedOutBy::Files);
    let missing: Vec<&str> = all.map(|kind| kind.key).filter(|key| !acts.contains_key(key)).collect();
    assert!(missing.is_empty(), "no example was carried out: {missing:?}");
    assert!(braked > 0, "no example loses a last holder");
}

/// Words of an act; what standard error says. Each is refused as it is shown, done and put on a branch.
const REFUSED: &[(&[&str], &str)] = &[
    (&["appoint", "inez", "returns"], "there is no person `inez`\n  = help: did you mean `ines`?"),
    (&["appoint", "ines", "retuns"], "there is no initiative `retuns`\n  = help: did you mean `"),
    (&["appoint", "ines", "returns", "search"], "`search` is one word too many"),
    (&["appoint", "ines", "returns", "--leader", "bo"], "`leader` is said twice: `ines` and `bo`"),
    (&["appoint", "ines", "returns,", "half"], "`half` is not understood"),
    (&["appoint", "ines", "returns", "--share", "101"], "share `101` is no share from 0 % to 100 %"),
    (&["appoint", "ines", "returns", "--from", "2026-06-31"], "day `2026-06-31`"),
    (&["release", "bo", "returns"], "nothing ties `bo` to `returns` on 2026-06-30"),
    (
        &["report-to", "vp", "ines"],
        "the files would have an error: people report to each other in a cycle: ines -> vp -> ines\n  = help: one person in",
    ),
    (&["gate", "board"], "there is no gate `board`"),
    (
        &["appoint", "ines", "to"],
        "`appoint` does not say `initiative` (what they lead)\n  = help: say --initiative INITIATIVE",
    ),
    (&["plan-dependency", "returns"], "say --on ON --owner OWNER --action ACTION --by BY"),
];

#[test]
fn what_is_refused_is_refused_in_the_same_words_however_it_is_asked_for_and_nothing_is_written() {
    let place = shop();
    common::git(place.path(), &["init", "--quiet"]);
    common::git(place.path(), &["add", "."]);
    common::git(place.path(), &["commit", "--quiet", "-m", "Begin"]);
    let before = kept(place.path());
    for (words, says) in REFUSED {
        let ways: [&[&str]; 4] = [&[], &["--apply", "--yes"], &["--branch", "x", "--yes"], &["--patch"]];
        let said: Vec<(Option<i32>, String)> = ways
            .iter()
            .map(|way| onethread(place.path(), &[words, *way].concat()))
            .map(|output| (output.status.code(), stderr(&output)))
            .collect();
        assert!(said[0].1.contains(says), "{words:?}: {}", said[0].1);
        assert_eq!(said[0].0, Some(2), "{words:?}");
        assert!(said.iter().all(|one| *one == said[0]), "{words:?}: {said:#?}");
    }
    // The same in the words of a what-if.
    for (what_if, words) in [("appoint inez to returns", 0), ("release bo from returns", 7), ("remove gate board", 9)] {
        let (a, b) = (onethread(place.path(), &["what-if", what_if]), onethread(place.path(), REFUSED[words].0));
        assert_eq!((a.status.code(), stderr(&a)), (b.status.code(), stderr(&b)), "{what_if}");
    }
    assert_eq!(kept(place.path()), before);
}

#[test]
fn a_broken_file_and_one_that_is_no_text_stop_what_would_write_them() {
    for (bytes, says) in [
        (&b"[initiative.returns]\nleader = \n"[..], "org/initiatives.toml: the file is not valid TOML: line 2"),
        (b"[initiative.returns]\ntitle = \"Caf\xe9\"\n", "org/initiatives.toml is not UTF-8"),
    ] {
        let place = folder(&[
            ("onethread.toml", SETTINGS.as_bytes()),
            ("org/people.toml", PEOPLE.as_bytes()),
            ("org/initiatives.toml", bytes),
            ("org/more.toml", b"[initiative.search]\ntitle = \"Search\"\n"),
        ]);
        let words = ["appoint", "bo", "returns"];
        let outputs =
            [&words[..], &[&words[..], &["--apply", "--yes"]].concat()].map(|words| onethread(place.path(), words));
        for output in &outputs {
            assert_eq!(output.status.code(), Some(2), "{}", stdout(output));
            assert!(stderr(output).contains(says), "{}", stderr(output));
        }
        // It stops nothing else.
        let output = onethread(place.path(), &["appoint", "bo", "search", "--apply", "--yes"]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(fs::read(place.path().join("org/initiatives.toml")).expect("read"), bytes);
    }
}

#[test]
fn blanks_come_from_lines_and_what_is_wrong_in_them_is_told_with_its_place() {
    let place = shop();
    let good = "# One.\nleader = \"bo\"\ninitiative = \"search\"\nshare = 80\nfrom = 2026-06-01\n";
    let output = with_input(place.path(), &["appoint", "-", "--format", "json"], good);
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let change = &found["changes"][0];
    assert_eq!(
        (&change["leader"], &change["share"], &change["from"]),
        (&"bo".into(), &80.into(), &"2026-06-01".into())
    );
    fs::write(place.path().join("blanks.toml"), "members = [\"bo\", \"ines\"]\n").expect("written");
    let args = ["stand-up", "search", "--blanks", "blanks.toml", "--format", "json"];
    let found = common::json(place.path(), &args);
    assert_eq!(found["changes"][0]["members"], serde_json::json!(["bo", "ines"]));
    for (input, says) in [
        ("leader = \"bo\"\ninitiative = \n", "standard input:2:14: "),
        ("leader = { id = \"bo\" }\n", "standard input:1:10: `leader` is neither a text, a number, a day nor a list"),
        ("leder = \"bo\"\n", "`appoint` has no blank `leder`\n  = help: did you mean `leader`?"),
        ("leader = \"bo\"\n", "`appoint` does not say `initiative`"),
        ("", "say --leader LEADER --initiative INITIATIVE"),
    ] {
        let output = with_input(place.path(), &["appoint", "--blanks", "-", "--apply", "--yes"], input);
        assert_eq!(output.status.code(), Some(2), "{input}");
        assert!(stderr(&output).contains(says), "{input}: {}", stderr(&output));
    }
    // Without a terminal nobody is asked.
    let output = with_input(place.path(), &["appoint", "bo", "search", "--apply"], "y\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nobody can be asked here"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(place.path().join("org/initiatives.toml")).expect("read"), INITIATIVES);
}

#[test]
fn what_moved_since_it_was_shown_is_named_and_nothing_is_written() {
    let place = shop();
    let act = ["appoint", "bo", "search"];
    let print = |folder: &Path, act: &[&str]| {
        let found = common::json(folder, &[act, &["--format", "json"]].concat());
        found["fingerprint"].as_str().expect("a fingerprint").to_owned()
    };
    let first = print(place.path(), &act);
    assert_eq!(first, print(place.path(), &act), "the same twice");
    let refused = |expect: &str, act: &[&str], how: &[&str], says: &str| {
        let before = kept(place.path());
        let output = onethread(place.path(), &[act, how, &["--yes", "--expect", expect]].concat());
        assert_eq!(output.status.code(), Some(2), "{says}: {}", stdout(&output));
        assert!(
            stderr(&output).contains(&format!("error[conflict]: {says} since this was shown")),
            "{}",
            stderr(&output)
        );
        assert_eq!(kept(place.path()), before, "{says}");
    };
    refused(&first, &["appoint", "ines", "search"], &["--apply"], "the changes are others");
    let groups: Vec<&str> = first.split('-').collect();
    let with = |at: usize, group: &str| {
        let mut groups = groups.clone();
        groups[at] = group;
        groups.join("-")
    };
    refused(&with(3, "0ddba1"), &act, &["--apply"], "the program is of another version");
    refused(&with(2, "20260629"), &act, &["--branch", "x"], "the day is another one");
    refused(&with(1, "0ddba1"), &act, &["--apply"], "the evidence changed");
    fs::write(place.path().join("org/people.toml"), format!("{PEOPLE}# more\n")).expect("written");
    refused(&first, &act, &["--apply"], "the files changed");
    refused(&with(4, "0ddba1"), &act, &["--apply"], "the files changed, and the changes are others");
    let output = onethread(place.path(), &["appoint", "bo", "search", "--apply", "--yes", "--expect", "yes"]);
    assert!(stderr(&output).contains("`yes` is no fingerprint"), "{}", stderr(&output));
}

#[test]
fn evidence_that_moved_moves_its_group_alone() {
    let settings = format!(
        "{SETTINGS}\n[source.initiatives]\nfile = \"initiatives.csv\"\ntable = \"initiative_snapshot\"\nlayout = \"wide\"\ncolumns = {{ \
         initiative = \"Initiative\" }}\nconstants = {{ observed = \"2026-06-30\" }}\nfields = {{ title = \"Title\" }}\n"
    );
    let place = folder(&[
        ("onethread.toml", settings.as_bytes()),
        ("org/people.toml", PEOPLE.as_bytes()),
        ("org/initiatives.toml", INITIATIVES.as_bytes()),
        ("initiatives.csv", b"Initiative,Title\nreturns,Returns\n"),
    ]);
    let print = || {
        let found = common::json(place.path(), &["appoint", "bo", "search", "--format", "json"]);
        found["fingerprint"].as_str().expect("a fingerprint").split('-').map(str::to_owned).collect::<Vec<_>>()
    };
    let before = print();
    fs::write(place.path().join("initiatives.csv"), "Initiative,Title\nreturns,Return\n").expect("written");
    let after = print();
    let differ: Vec<usize> = (0..5).filter(|at| before[*at] != after[*at]).collect();
    assert_eq!(differ, [1], "{before:?} {after:?}");
}

#[test]
fn a_last_holder_is_let_go_only_by_name_and_without_effect_nothing_is_written() {
    let place = shop();
    let release = ["release", "ines", "returns", "--apply", "--yes"];
    let output = onethread(place.path(), &release);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("Returns has no leader; nothing was written"), "{}", stderr(&output));
    assert!(stderr(&output).contains("run it again with --leave-without returns\n"), "{}", stderr(&output));
    let other = onethread(place.path(), &[&release[..], &["--leave-without", "search"]].concat());
    assert_eq!(other.status.code(), Some(2), "another name is none");
    assert_eq!(fs::read_to_string(place.path().join("org/initiatives.toml")).expect("read"), INITIATIVES);
    let output = onethread(place.path(), &[&release[..], &["--leave-without", "returns"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    // Comments outside of what was edited stay.
    let text = fs::read_to_string(place.path().join("org/initiatives.toml")).expect("read");
    assert!(text.starts_with("# Two.\n"), "{text}");
    let appoint = ["appoint", "bo", "search", "--share", "100", "--apply", "--yes"];
    assert!(onethread(place.path(), &appoint).status.success());
    let before = everything_in(place.path());
    let again = onethread(place.path(), &appoint);
    assert!(again.status.success());
    assert!(stdout(&again).contains("Nothing to write: the files say the same already."), "{}", stdout(&again));
    assert_eq!(everything_in(place.path()), before, "no effect, no write, no entry");
}

#[test]
fn undo_works_file_by_file_and_names_what_was_edited_since() {
    let place = shop();
    let run = |args: &[&str]| onethread(place.path(), args);
    let text = |path: &str| fs::read_to_string(place.path().join(path)).unwrap_or_default();
    assert!(stderr(&run(&["undo", "--yes"])).contains("there is nothing to undo"));
    assert!(run(&["appoint", "bo", "search", "--share", "100", "--apply", "--yes"]).status.success());
    let id = "appoint-bo-search-share-100-2026-08-01";
    assert!(stdout(&run(&["undo", "--list"])).starts_with(&format!("{id}  appoint bo search --share 100  (done)\n")));
    let near = run(&["undo", "appoint-bo-search-share-100-2026-08-02", "--yes"]);
    assert!(stderr(&near).contains(&format!("did you mean `{id}`?")), "{}", stderr(&near));
    // One of its two files was edited since: that one stays, and the other is undone.
    let edited = format!("{}# later\n", text("org/time.toml"));
    fs::write(place.path().join("org/time.toml"), &edited).expect("written");
    let undone = run(&["undo", "--yes"]);
    assert_eq!(undone.status.code(), Some(1), "{}", stderr(&undone));
    assert!(stderr(&undone).contains("left: org/time.toml stays as it is: it was edited since"), "{}", stderr(&undone));
    assert_eq!((text("org/initiatives.toml").as_str(), text("org/time.toml")), (INITIATIVES, edited));
    let again = run(&["undo", id, "--yes"]);
    assert_eq!(again.status.code(), Some(2), "what is left cannot be undone");
    assert!(stderr(&again).contains("error[conflict]: nothing of it can be undone"), "{}", stderr(&again));
    // Put right by hand, the rest is undone, and then it is done already. A file that came to be goes.
    fs::write(place.path().join("org/time.toml"), text("org/time.toml").replace("# later\n", "")).expect("written");
    let rest = run(&["undo", id, "--yes"]);
    assert!(
        rest.status.success() && stdout(&rest).contains("org/initiatives.toml is already as it was before it"),
        "{}",
        stdout(&rest)
    );
    assert!(!place.path().join("org/time.toml").exists());
    let nothing = run(&["undo", id, "--yes"]);
    assert!(nothing.status.success() && stdout(&nothing).ends_with("Nothing to undo.\n"), "{}", stdout(&nothing));
    assert!(run(&["redo", "--yes"]).status.success());
    assert!(text("org/time.toml").contains("share = 1.0"));
    // What was written later into the same file is named.
    assert!(run(&["appoint", "ines", "search", "--apply", "--yes"]).status.success());
    let blocked = run(&["undo", id, "--yes"]);
    assert!(stderr(&blocked).contains("`appoint-ines-search-2026-08-01` wrote it since"), "{}", stderr(&blocked));
    // The same once more on the same day has another id.
    assert!(run(&["undo", "--yes"]).status.success());
    assert!(run(&["appoint", "bo", "returns", "--apply", "--yes"]).status.success());
    assert!(run(&["appoint", "ines", "search", "--apply", "--yes"]).status.success());
    let list = stdout(&run(&["undo", "--list"]));
    let ids: Vec<&str> =
        list.lines().filter_map(|line| line.split("  ").next()).filter(|id| id.starts_with("appoint-ines")).collect();
    assert_eq!(ids.len(), 2, "{list}");
    assert_ne!(ids[0], ids[1]);
    assert!(ids.iter().all(|id| !id.ends_with("-2")), "no next number: {ids:?}");
}

#[test]
fn the_journal_is_not_seen_by_git() {
    let place = shop();
    common::git(place.path(), &["init", "--quiet"]);
    common::git(place.path(), &["add", "."]);
    common::git(place.path(), &["commit", "--quiet", "-m", "Begin"]);
    assert!(onethread(place.path(), &["appoint", "bo", "search", "--apply", "--yes"]).status.success());
    assert!(onethread(place.path(), &["undo", "--yes"]).status.success());
    let status = Command::new("git").args(["status", "--porcelain"]).current_dir(place.path()).output().expect("git");
    assert_eq!(stdout(&status), "");
}

#[test]
fn a_run_that_ended_early_is_finished_by_the_next_one_that_writes_and_by_no_other() {
    let unfinished = |paths: &[(&str, Option<&str>, Option<&str>)]| {
        let files: Vec<Value> = paths
            .iter()
            .map(|(path, before, after)| serde_json::json!({ "path": path, "before": before, "after": after }))
            .collect();
        let entry = serde_json::json!({
            "id": "appoint-bo-search-2026-08-01", "says": "appoint bo search", "on": "2026-08-01", "done": 1, "undone": null,
            "files": files,
        });
        let names: Vec<&str> = paths.iter().map(|(path, ..)| *path).collect();
        serde_json::json!({ "entry": entry, "is_undo": false, "paths": names }).to_string()
    };
    let led = format!("{INITIATIVES}leader = \"bo\"\n");
    let time = "[[allocation]]\nperson = \"bo\"\ninitiative = \"search\"\nshare = 1.0\n";
    let plan =
        unfinished(&[("org/initiatives.toml", Some(INITIATIVES), Some(&led)), ("org/time.toml", None, Some(time))]);
    // What is on disk when the next run comes; what it says; what the files are then.
    let cases: [(&str, &str, &str, Option<&str>); 3] = [
        (INITIATIVES, "nothing of it was done", INITIATIVES, None),
        (&led, "the rest of it was written now", &led, Some(time)),
        ("[initiative.other]\n", "all files stay as they are", "[initiative.other]\n", None),
    ];
    for (now, says, then, other) in cases {
        let place = shop();
        fs::create_dir_all(place.path().join(".onethread/journal")).expect("a folder");
        fs::write(place.path().join(".onethread/journal/unfinished.json"), &plan).expect("written");
        fs::write(place.path().join("org/initiatives.toml"), now).expect("written");
        let before = kept(place.path());
        let review = onethread(place.path(), &["review"]);
        assert!(stderr(&review).contains("a run ended while it wrote several files"), "{}", stderr(&review));
        assert_eq!(kept(place.path()), before, "whoever reads changes nothing");
        let next = onethread(place.path(), &["undo", "--list"]);
        assert!(stderr(&next).contains(says), "{}", stderr(&next));
        let text = |path: &str| fs::read_to_string(place.path().join(path)).ok();
        assert_eq!((text("org/initiatives.toml").as_deref(), text("org/time.toml").as_deref()), (Some(then), other));
        assert!(!place.path().join(".onethread/journal/unfinished.json").exists());
        assert!(!stderr(&onethread(place.path(), &["undo", "--list"])).contains("earlier run"));
    }
}

#[test]
fn no_option_of_an_act_takes_the_place_of_one_that_all_acts_have() {
    for kind in MOVES.iter().filter(|kind| kind.is_act && kind.by == CarriedOutBy::Files) {
        let output = onethread(Path::new("."), &[kind.key, "--help"]);
        assert!(output.status.success(), "{}: {}", kind.key, stderr(&output));
        let help = stdout(&output);
        for blank in kind.blanks {
            assert!(
                help.contains(&format!("--{} <", blank.key)) || help.contains(&format!("--blank-{} <", blank.key)),
                "{help}"
            );
        }
    }
}
