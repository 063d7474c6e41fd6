//! Files that are not quite TOML: every mistake is reported once, and everything else is read.

use crate::{assert_lines, load};

/// Loads one file and checks its diagnostics, and which people, teams and initiatives were read.
#[track_caller]
fn check(text: &str, ids: &str, expected: &str) {
    let (org, found) = load(&[("org/a.toml", text)]);
    assert_lines(&found, expected);
    let read: Vec<&str> =
        org.people.keys().chain(org.teams.keys()).chain(org.initiatives.keys()).map(String::as_str).collect();
    assert_eq!(read.join(" "), ids);
}

#[test]
fn a_broken_file_hides_no_other() {
    let files = [
        ("org/a.toml", "[person.ines]\ntitle = \"Ines\n[person.bo]\n"),
        ("org/b.toml", "[person.ada]\nreports-to = \"ines\"\n"),
    ];
    let (org, found) = load(&files);
    assert_lines(
        &found,
        "error[toml-syntax] org/a.toml:2:14 this text is not closed (expected a closing quote) | this key was left out; \
         the rest of the file was read | close it with `\"` at the end",
    );
    assert_eq!(org.people.keys().collect::<Vec<_>>(), ["ada", "bo", "ines"]);
}

#[test]
fn a_key_without_value_costs_only_itself() {
    check(
        "[initiative.returns]\ncommitted 2026-02-02\ntitle =\n[person.ines]\ntitle\n[person.bo]\n",
        "bo ines returns",
        "error[toml-syntax] org/a.toml:2:11 this key has no value (expected `=` and a value) | this key was left out; the rest of the file was read
         error[toml-syntax] org/a.toml:3:8 there is no value behind `=` (expected a value) | this key was left out; the rest of the file was read
         error[toml-syntax] org/a.toml:5:6 this key has no value (expected `=` and a value) | this key was left out; the rest of the file was read",
    );
}

#[test]
fn open_brackets_swallow_nothing() {
    check(
        "[team.a]\nmembers = [\n  \"ines\",\n  \"bo\"\ntitle = \"A\"\n\n[team.b]\nmembers = [\"ines\"\n[team.c]\n",
        "a b c",
        "error[toml-syntax] org/a.toml:4:7 this list is not closed (expected `]`) | this key was left out; the rest of the file was read
         error[toml-syntax] org/a.toml:8:18 this list is not closed (expected `]`) | this key was left out; the rest of the file was read | close it with `]` at the end",
    );
    check(
        "[[allocation]]\nperson = \"a\"\n[initiative.a]\nneeds = {\n  design = 1,\n[initiative.b]\ntitle = \"\"\"\nnever closed\n[initiative.c]\n",
        "a b c",
        "error[missing-key] org/a.toml:1:1 this allocation has no `initiative` | On what. | add `initiative = \"returns\"`
         error[missing-key] org/a.toml:1:1 this allocation has no `share` | The share of a full week (full-time equivalent). | add `share = 1.0`
         error[toml-syntax] org/a.toml:5:14 this table is not closed (expected `}`) | this key was left out; the rest of the file was read
         error[toml-syntax] org/a.toml:7:12 this text is not closed (expected a closing quote) | this key was left out; the rest of the file was read
         error[toml-syntax] org/a.toml:8:7 this key has no value (expected `=` and a value) | this key was left out; the rest of the file was read",
    );
}

#[test]
fn keys_under_a_broken_header_go_to_no_other_table() {
    check(
        "[person.ines]\n[person.bo\ntitle = \"Bo\"\nreports-to = \"ines\"\n[person.ada]\n",
        "ada ines",
        "error[toml-syntax] org/a.toml:2:11 this header is not closed (expected `]`) | this header and the keys under it were left out; the rest of the file was read | close it with `]` at the end",
    );
    let (org, _) = load(&[("org/a.toml", "[person.ines]\n[person.bo\ntitle = \"Bo\"\n")]);
    assert!(org.people["ines"].title.is_none());
}

#[test]
fn words_without_quotes() {
    check(
        "[initiative.a]\nform = stl\nleader = ines\npeople = [ines, bo]\ntitle = true story\n",
        "a",
        "error[toml-syntax] org/a.toml:2:8 `stl` is not in quotes (text needs quotes) | write \"stl\"
         error[toml-syntax] org/a.toml:3:10 `ines` is not in quotes (text needs quotes) | write \"ines\"
         error[toml-syntax] org/a.toml:4:11 `ines` is not in quotes (text needs quotes) | write \"ines\"
         error[toml-syntax] org/a.toml:4:17 `bo` is not in quotes (text needs quotes) | write \"bo\"
         error[toml-syntax] org/a.toml:5:9 `true story` is not in quotes (text needs quotes) | write \"true story\"",
    );
    // Signs inside are no errors of their own, and the last quote belongs to the text.
    check(
        "[initiative.a]\ntitle = A form, or a call. And more\nwhy = so it is, and more\"\n",
        "a",
        "error[toml-syntax] org/a.toml:2:9 `A form, or a call. And more` is not in quotes (text needs quotes) | this key was left out; the rest of the file was read | write \"A form, or a call. And more\"
         error[toml-syntax] org/a.toml:3:7 `so it is, and more\"` is not in quotes (text needs quotes) | this key was left out; the rest of the file was read | write \"so it is, and more\"",
    );
}

#[test]
fn days_that_do_not_exist() {
    check(
        "[initiative.a]\nidea = 2026-02-30\ncommitted = 12.01.2026\nended = 2026-2-3\nvalue = { on = 2026-13-01 }\n",
        "a",
        "error[impossible-day] org/a.toml:2:8 `2026-02-30` is not in the calendar (expected day between 01 and 28) | write days as 2026-02-02, without quotes
         error[impossible-day] org/a.toml:3:13 `12.01.2026` is not written as a day | write days as 2026-02-02, without quotes
         error[impossible-day] org/a.toml:4:9 `2026-2-3` is not written as a day | write 2026-02-03
         error[impossible-day] org/a.toml:5:16 `2026-13-01` is not in the calendar (expected month between 01 and 12) | write days as 2026-02-02, without quotes",
    );
}

#[test]
fn twice_in_one_file() {
    check(
        "[person.ines]\ntitle = \"A\"\n title = \"B\"\n\n[person.ines]\nfunction = \"x\"\n[team.a]\ntitle = \"A\"\n",
        "ines a",
        "error[duplicate-key] org/a.toml:3:2 `title` is written twice (second time) | keep one of the two; the first one is used
         error[duplicate-key] org/a.toml:5:9 `ines` is written twice (second time) + org/a.toml:1:9 first time | move the keys under the first one; until then those under the second one are left out",
    );
    check(
        "[initiative.a]\ntitle = \"A\"\ntitle = \"B\"\nvalue = { on = 2026-02-02, on = 2026-02-03 }\n",
        "a",
        "error[duplicate-key] org/a.toml:3:1 `title` is written twice (second time) + org/a.toml:2:1 first time | keep one of the two; the first one is used
         error[duplicate-key] org/a.toml:4:28 `on` is written twice (second time) | keep one of the two; the first one is used",
    );
}

#[test]
fn two_shapes_of_one_name() {
    check(
        "person = 3\n[person.ines]\n[team.a]\n[[team]]\ntitle = \"x\"\n[initiative.a]\n",
        "a a",
        "error[wrong-type] org/a.toml:1:1 `person` is not written as expected | write `[person.ID]`, with its keys on the lines below
         error[duplicate-key] org/a.toml:2:2 `person` is a table here, but it was written as an integer before | keep one of the two; the first one is used
         error[duplicate-key] org/a.toml:4:3 `team` is a list of tables here, but it was not one before | write all of them in one way; the first one is used",
    );
}

#[test]
fn line_ends_and_byte_order_marks() {
    check("\u{feff}[person.ines]\r\ntitle = \"Ines\"\r\n[person.bo]\r\n", "bo ines", "");
    check(
        "\u{feff}[person.ines]\r\ntitle \"Ines\"\r\n[person.bo]\r\n",
        "bo ines",
        "error[toml-syntax] org/a.toml:2:7 this key has no value (expected `=` and a value) | this key was left out; the rest of the file was read",
    );
}

#[test]
fn nesting_without_end() {
    for (open, close) in [("[", "]"), ("{ a = ", "}")] {
        let deep = format!("[person.ines]\nx = {}1{}\n[person.bo]\n", open.repeat(100_000), close.repeat(100_000));
        let (org, found) = load(&[("org/a.toml", &deep)]);
        assert_eq!(org.people.len(), 2);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("recursion"), "{found:?}");
    }
    let keys = format!("[person.ines]\n{} = 1\n[person.bo]\n", vec!["a"; 100_000].join("."));
    let (org, found) = load(&[("org/a.toml", &keys)]);
    assert_eq!((org.people.len(), found.len()), (2, 1), "{found:?}");
}

#[test]
fn ten_megabytes() {
    let value = format!(
        "[person.ines]\ntitle = \"{}\"\nreports-to = \"{}\"\n[person.bo]\n",
        "x".repeat(10_000_000),
        "y".repeat(100_000)
    );
    let (org, found) = load(&[("org/a.toml", &value)]);
    assert_eq!(org.people["ines"].title.as_ref().map(|title| title.value.len()), Some(10_000_000));
    assert_eq!(found.len(), 1);
    assert!(found[0].len() < 500, "a message repeats a giant text");

    let garbage = "not TOML at all\n".repeat(60_000);
    let (org, found) = load(&[("org/a.toml", &garbage), ("org/b.toml", "[person.ines]\n")]);
    assert_eq!(org.people.len(), 1);
    assert_eq!(found.len(), 102);
    let says = |words: &str| found.iter().any(|one| one.contains(words));
    assert!(says("from line 10001 on the file was left out") && says("9900 more errors"), "{found:?}");
}

#[test]
fn garbage_bytes_replaced() {
    let bytes: Vec<u8> = (0..20_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let garbage = String::from_utf8_lossy(&bytes);
    assert!(garbage.contains('\u{fffd}'));
    let (org, found) = load(&[("org/a.toml", &garbage), ("org/b.toml", "[person.ines]\n")]);
    assert!(!found.is_empty() && org.people.contains_key("ines"));
}
