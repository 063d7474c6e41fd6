//! What is wrong with files and settings is said, points at the setting to change, and stops nothing else.

use crate::common::{Gathered, gather_files};

const MEMBERS: &str = "[source.s]\nfile = \"a.csv\"\ntable = \"membership\"\npeople = \"pseudonymous\"\n";

fn members(bytes: &[u8]) -> Gathered {
    gather_files(&[("a.csv", bytes)], MEMBERS)
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_file_that_cannot_be_opened_is_reported_and_the_next_one_loads() {
    let root = tempfile::tempdir().expect("folder");
    std::fs::create_dir(root.path().join("folder.csv")).expect("folder");
    std::fs::write(root.path().join("staff.csv"), "person,team,from\npa,core,2026-01-01\n").expect("file");
    let settings = "[source.s]\nfile = [\"stafff.csv\", \"no/such/one.csv\", \"folder.csv\", \"folder.csv/../staff.csv\"]\n\
                    table = \"membership\"\npeople = \"pseudonymous\"\n";
    let gathered = crate::common::gather_in(root.path(), settings);
    assert_eq!(
        gathered.problems(),
        [
            "error missing-file `\"stafff.csv\"`: there is no file `stafff.csv` | paths are relative to the folder of \
             `onethread.toml` | did you mean `staff.csv`?",
            "error missing-file `\"no/such/one.csv\"`: there is no file `no/such/one.csv` | paths are relative to the \
             folder of `onethread.toml` | there is no folder `no/such` either",
            "error unreadable-file `\"folder.csv\"`: `folder.csv` cannot be read: it is a folder | name each file, as in \
             `file = [\"a.csv\", \"b.csv\"]`",
        ]
    );
    assert_eq!(
        gathered.reports(),
        "s: 0 read, 0 kept as 0 facts\n  1 x not read: the file is missing\n\
         s: 0 read, 0 kept as 0 facts\n  1 x not read: the file is missing\n\
         s: 0 read, 0 kept as 0 facts\n  1 x not read: it is a folder\n\
         s: 1 read, 1 kept as 1 fact\n"
    );
    let paths: Vec<&str> = gathered.facts.sources.iter().map(|report| &*report.path).collect();
    assert_eq!(paths[3], "folder.csv/../staff.csv", "the path is shown as written");
}

#[cfg(unix)]
#[test]
fn devices_are_not_opened() {
    let gathered = gather_files(&[], &MEMBERS.replace("a.csv", "/dev/zero"));
    let problems = gathered.problems();
    assert!(
        problems[0].starts_with("error outside-the-folder `\"/dev/zero\"`: `/dev/zero` is not opened"),
        "{problems:?}"
    );
}

#[test]
fn missing_columns_are_reported_with_those_there_are() {
    let file = b"person,squad,form,rolle\npa,core,2026-01-01,chair\n";
    let settings = format!("{MEMBERS}columns = {{ team = \"squat\", role = \"role\" }}\n");
    let gathered = gather_files(&[("a.csv", file)], &settings);
    let columns = "its columns: `person`, `squad`, `form`, `rolle`";
    assert_eq!(
        gathered.problems(),
        [
            format!(
                "error missing-column `team`: `a.csv` has no column `squat` | {columns} | nothing was read from it | did you mean `squad`?"
            ),
            format!(
                "error missing-column `role`: `a.csv` has no column `role` | {columns} | everything else was read | did you mean `rolle`?"
            ),
            format!(
                "error missing-column `s`: `a.csv` has no column `from` | {columns} | nothing was read from it | say which column it is: `columns = {{ from = \"form\" }}`"
            ),
        ]
    );
    assert_eq!(gathered.reports(), "s: 0 read, 0 kept as 0 facts\n  1 x not read: a column is missing\n");
    // A column that is not required stops nothing.
    let settings = format!("{MEMBERS}columns = {{ team = \"squad\", role = \"role\", from = \"form\" }}\n");
    let gathered = gather_files(&[("a.csv", file)], &settings);
    assert_eq!(gathered.problems().len(), 1);
    assert_eq!(gathered.rows(), ["pa core [] 2026-01-01.."]);
}

/// Tables are read as spreadsheets are: any mark between cells, a line that states it, any encoding.
#[test]
fn every_form_of_csv_is_the_same_table() {
    let text = "person;team;from\npa;Z\u{fc}rich;2026-01-01\n";
    let latin =
        |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("a Latin letter")).collect::<Vec<u8>>();
    let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
    };
    let plain = members(text.replace(';', ",").as_bytes());
    assert_eq!((plain.problems(), plain.rows().len()), (none(), 1));
    let semicolons = "  1 x cells are divided by semicolons, whatever the settings say\n";
    for (bytes, more) in [
        (text.as_bytes().to_vec(), semicolons),
        (text.replace(';', "\t").into_bytes(), "  1 x cells are divided by tabs, whatever the settings say\n"),
        (format!("sep=;\r\n{text}").into_bytes(), semicolons),
        (format!("\u{feff}sep=;\n{text}").into_bytes(), semicolons),
        (utf16(b"\xff\xfe", u16::to_le_bytes), semicolons),
        (utf16(b"\xfe\xff", u16::to_be_bytes), semicolons),
        (utf16(b"", u16::to_le_bytes), semicolons),
    ] {
        let gathered = members(&bytes);
        assert_eq!((gathered.problems(), gathered.rows()), (none(), plain.rows()), "{bytes:?}");
        assert_eq!(gathered.reports(), format!("s: 1 read, 1 kept as 1 fact\n{more}"), "{bytes:?}");
    }
    let gathered = members(&latin(&text.replace(';', ",")));
    assert_eq!(gathered.rows(), plain.rows());
    assert!(gathered.reports().ends_with("  1 x a cell is no UTF-8, and was read as Windows-1252\n"));
    // Lines are those of the file, and a broken record after the line that states the mark says where it is.
    let gathered = members(b"sep=;\nperson;team;from\npa;core;soon\n");
    assert!(gathered.reports().contains("line 3: column `from` is no day"), "{}", gathered.reports());
}

/// Shares with a decimal comma, and days with a zone.
#[test]
fn numbers_and_days_are_read_as_in_spreadsheets() {
    let shares = MEMBERS.replace("membership", "allocation");
    let gathered = gather_files(
        &[("a.csv", b"person;initiative;share;from\na;r;0,5;2026-02-03T23:30:00-08:00\nb;r;62,5 %;2026-02-04T00:30:00+01:00\nc;r;half;2026-01-01\n")],
        &shares,
    );
    assert_eq!(gathered.problems(), none());
    assert!(
        gathered
            .reports()
            .starts_with("s: 3 read, 2 kept as 2 facts, 1 rejected\n  line 4: column `share` is no number"),
        "{}",
        gathered.reports()
    );
    let days: Vec<String> =
        gathered.rows().iter().map(|row| row.split(' ').next_back().unwrap_or_default().to_owned()).collect();
    assert_eq!(days, ["2026-02-04..", "2026-02-03.."], "{:?}", gathered.rows());
}

#[test]
fn keys_that_no_line_of_json_has_are_missing_columns() {
    let settings = MEMBERS.replace("a.csv", "a.jsonl") + "columns = { team = \"squad\" }\n";
    let gathered =
        gather_files(&[("a.jsonl", b"{\"person\":\"pa\",\"sqad\":\"core\",\"from\":\"2026-01-01\"}\n")], &settings);
    assert_eq!(
        gathered.problems(),
        [
            "error missing-column `team`: `a.jsonl` has no column `squad` | its columns: `person`, `sqad`, `from` | nothing \
          was read from it | did you mean `sqad`?"
        ]
    );
    assert_eq!(
        gathered.reports(),
        "s: 1 read, 0 kept as 0 facts, 1 rejected\n  line 1: column `squad` is missing\n  unread: sqad\n"
    );
}

#[test]
fn an_empty_file_and_one_without_records_are_reported() {
    for bytes in [&b""[..], b"\n\n", b"\xEF\xBB\xBF"] {
        let gathered = members(bytes);
        assert_eq!(gathered.problems(), ["error empty-file `\"a.csv\"`: `a.csv` is empty, without even a header line"]);
        assert_eq!(gathered.reports(), "s: 0 read, 0 kept as 0 facts\n  1 x not read: the file is empty\n");
    }
    let gathered = members(b"person,team,from");
    assert_eq!(gathered.problems(), ["warning empty-file `\"a.csv\"`: `a.csv` holds no record"]);
    assert_eq!(gathered.reports(), "s: 0 read, 0 kept as 0 facts\n");
    let gathered = gather_files(&[("a.jsonl", b"")], &MEMBERS.replace("a.csv", "a.jsonl"));
    assert_eq!(gathered.problems(), ["warning empty-file `\"a.jsonl\"`: `a.jsonl` holds no record"]);
}

#[test]
fn a_header_that_cannot_be_read_stops_its_file_only() {
    let gathered = members(b"person,\"team\npa,core\n");
    assert_eq!(
        gathered.problems(),
        [
            "error unreadable-header `\"a.csv\"`: the header line of `a.csv` cannot be read: line 1 has a quote that is never \
          closed"
        ]
    );
    let gathered = members("x,".repeat(5_000).as_bytes());
    assert_eq!(
        gathered.problems(),
        [
            "error unreadable-header `\"a.csv\"`: the header line of `a.csv` cannot be read: it has 5001 columns, more than \
          the limit of 4096"
        ]
    );
}

#[test]
fn a_column_name_of_several_lines_is_one_line() {
    let file = b"\"the\r\nperson\",team,from,\x1b[1m\npa,core,2026-01-01,\n";
    let gathered = gather_files(&[("a.csv", file)], &format!("{MEMBERS}columns = {{ person = \"the person\" }}\n"));
    assert_eq!(gathered.problems(), none());
    assert_eq!(gathered.reports(), "s: 1 read, 1 kept as 1 fact\n  unread: [1m\n");
}

#[test]
fn a_second_column_of_a_name_is_not_read() {
    let gathered = members(b"person,team,team,from,,\npa,core,search,2026-01-01,,\n");
    assert_eq!(
        gathered.problems(),
        ["warning duplicate-column `\"a.csv\"`: `a.csv` has more than one column `team` | the first one is read"]
    );
    assert_eq!(gathered.rows(), ["pa core [] 2026-01-01.."]);
}

#[test]
fn byte_order_marks_and_line_ends_make_no_difference() {
    let plain = members(b"person,team,from\npa,core,2026-01-01\npb,core,2026-01-02\n");
    let windows = members(b"\xEF\xBB\xBFperson,team,from\r\npa,core,2026-01-01\r\n\r\npb,core,2026-01-02");
    assert_eq!((plain.problems(), windows.problems()), (none(), none()));
    assert_eq!(plain.rows(), windows.rows());
    assert_eq!(plain.reports(), windows.reports());
    // The place of a record is its own line, not the blank one before it.
    let wrong = members(b"person,team,from\r\npa,core,2026-01-01\r\n\r\npb,core,never\r\n");
    assert_eq!(wrong.facts.sources[0].rejects[0].place.to_string(), "a.csv:4");
}

#[test]
fn bad_records_are_rejected_one_by_one() {
    let mut file = b"person,team,from,note\n".to_vec();
    file.extend(b"pa,core,2026-01-01,\xFF\xFE in a cell that nobody reads\n");
    file.extend(b"p\xFF,core,2026-01-01,\n");
    file.extend(b"pa,core,2026-01-01,a,b,c\n");
    file.extend(b"pa,core,2026-01-02\n");
    file.extend(b"pa,core\n");
    file.extend(b"pa,co\0re,2026-01-01,\n");
    file.extend(b"p\x1b[31m,core,2026-01-01,\n");
    file.extend(b"@,core,2026-01-01,\n");
    file.extend(format!("pa,{},2026-01-01,\n", "x".repeat(2 << 20)).as_bytes());
    file.extend(format!("pa,core,2026-01-03,{}\n", "x".repeat(2 << 20)).as_bytes());
    file.extend(format!("pa,core,2026-01-01,\"{}\"\n", "x".repeat(10 << 20)).as_bytes());
    file.extend(b"pa,core,2026-01-01,\"\n");
    file.extend(b"pa,core,2026-01-04,\n");
    let gathered = members(&file);
    assert_eq!(gathered.problems(), none());
    assert_eq!(
        gathered.reports(),
        "\
s: 13 read, 5 kept as 5 facts, 8 rejected
  line 4: has 6 cells where the header has 4
  line 6: column `from` is missing
  line 7: column `team` holds a control character
  line 8: column `person` holds a control character
  line 9: column `person` is an `@` without a name
  line 10: column `team` holds more than 1 MiB
  line 12: is longer than 8 MiB
  line 13: has a quote that is never closed
  2 x a cell is no UTF-8, and was read as Windows-1252
  unread: note
"
    );
}

#[test]
fn a_long_record_that_was_cut_off_takes_nothing_away() {
    let gathered = gather_files(
        &[("a.csv", b"day,initiative,field,value\n2026-01-01,r,status,live\n2026-01-02,r,status")],
        "[source.s]\nfile = \"a.csv\"\ntable = \"initiative_event\"\n",
    );
    assert_eq!(gathered.reports(), "s: 2 read, 1 kept as 1 fact, 1 rejected\n  line 3: column `value` is missing\n");
}

#[test]
fn bad_lines_of_json_are_rejected_one_by_one() {
    let file = br#"{"person": "pa", "team": "core", "from": "2026-01-01", "extra": {"nobody": "reads it"}}
{"person": {"name": "pa"}, "team": "core", "from": "2026-01-01"}
{"person": ["pa", ["pb"]], "team": "core", "from": "2026-01-01"}
{"person": ["pa", "pb"], "team": "core", "from": "2026-01-01"}
{"person": ["pa"], "team": "core", "from": "2026-01-02", "role": null}
{"person": "pa", "team": null, "from": "2026-01-01"}

garbage
["pa", "core", "2026-01-01"]
{"person": "pa"
"#;
    let gathered = gather_files(&[("a.jsonl", file)], &MEMBERS.replace("a.csv", "a.jsonl"));
    assert_eq!(gathered.problems(), none());
    let nested = "holds an object or a list of lists, where text or a list of texts is expected";
    assert_eq!(
        gathered.reports(),
        format!(
            "\
s: 9 read, 2 kept as 2 facts, 7 rejected
  line 2: column `person` {nested}
  line 3: column `person` {nested}
  line 4: column `person` holds 2 values where one is expected
  line 6: column `team` is missing
  line 8: is not JSON: expected value (column 1)
  line 9: is a JSON list where an object is expected
  line 10: is not JSON: EOF while parsing an object (column 15)
  unread: extra
"
        )
    );
}

#[test]
fn settings_that_cannot_be_followed_are_reported() {
    let release: (&str, &[u8]) = ("a.csv", b"day,release\n2026-01-01,1\n");
    let settings = |more: &str| format!("[source.s]\nfile = \"a.csv\"\ntable = \"release\"\n{more}\n");
    let problems = |more: &str| gather_files(&[release], &settings(more)).problems();
    assert_eq!(
        problems("dates = \"quarter\""),
        [
            "error wrong-dates `s`: a quarter is no day of table `release` | `dates = \"quarter\"` is for tables with `from` \
          and `until`"
        ]
    );
    assert_eq!(
        problems("delimiter = '\"'"),
        [
            "error wrong-delimiter `s`: a quote or a line break cannot separate cells | use a comma, a semicolon or a tab"
        ]
    );
    assert_eq!(
        problems("constants = { day = \"soon\" }"),
        ["error wrong-constant `day`: the constant `day` is no day: expected a day like 2026-02-02"]
    );
}

#[test]
fn a_flood_of_rejects_is_counted_after_the_first_ones() {
    let file = format!("person,team,from\n{}", "pa,core,never\n".repeat(10_050));
    let gathered = members(file.as_bytes());
    let report = &gathered.facts.sources[0];
    assert_eq!((report.read, report.rejects.len()), (10_050, 10_000));
    assert_eq!(report.skipped.get("rejected, after the first 10000 that are listed"), Some(&50));
}

#[test]
fn a_flood_of_words_is_counted_together() {
    let lines: String = (0..1_200).map(|n| format!("2026-01-01,r,word{n},x\n")).collect();
    let gathered = gather_files(
        &[("a.csv", format!("day,initiative,field,value\n{lines}").as_bytes())],
        "[source.s]\nfile = \"a.csv\"\ntable = \"initiative_event\"\n",
    );
    let report = &gathered.facts.sources[0];
    assert_eq!(report.skipped.len(), 1_001);
    assert_eq!(report.skipped.get("other reasons"), Some(&200));
}
