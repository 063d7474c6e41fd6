//! Layouts, formats, styles of dates and treatment of people, each as files in and rows out.

use onethread_evidence::Pseudonyms;

use crate::common::{Gathered, gather_files};

fn pseudonym(name: &str) -> String {
    Pseudonyms::from_key([7; 32]).pseudonym(name)
}

fn check(file: (&str, &str), settings: &str) -> Gathered {
    let gathered = gather_files(&[(file.0, file.1.as_bytes())], settings);
    assert_eq!(gathered.problems(), Vec::<String>::new());
    gathered
}

#[test]
fn the_same_facts_in_csv_and_json_lines_are_the_same() {
    let settings = |file: &str, layout: &str| {
        format!(
            "[source.s]\nfile = \"{file}\"\ntable = \"initiative_event\"\nlayout = \"{layout}\"\ndelimiter = \"|\"\n\
             constants = {{ day = \"2026-01-05\" }}\nfields = {{ people = \"who\" }}\nabsent = [\"?\"]\n"
        )
    };
    let long_csv = "initiative|field|value|seq\nreturns|who|Ines Grau; @Tomas ;?|1\nreturns|status|\"on|hold\"|2\n\
                    returns|team||3\nreturns|registered||4\nreturns|other|x|5\nreturns|created|26-1-5|6\n";
    let long_json = r#"{"initiative": "returns", "field": "who", "value": ["Ines Grau", "@tomas", "?"], "seq": 1}
{"initiative": "returns", "field": "status", "value": "on|hold", "seq": "2"}
{"initiative": "returns", "field": "team", "value": null, "seq": 3}
{"seq": 4, "initiative": "returns", "field": "registered"}
{"initiative": "returns", "field": "other", "value": "x", "seq": 5}
{"initiative": "returns", "field": "created", "value": "26-1-5", "seq": 6}
"#;
    let csv = check(("a.csv", long_csv), &settings("a.csv", "long"));
    let json = check(("a.jsonl", long_json), &settings("a.jsonl", "long"));
    let tomas = pseudonym("TOMAS");
    let expected = [
        &format!("2026-01-05 returns people = ines;{tomas}"),
        "2026-01-05 returns status = on|hold",
        "2026-01-05 returns team = ",
        "2026-01-05 returns registered = ",
    ];
    assert_eq!(csv.rows(), expected);
    assert_eq!(json.rows(), expected);
    // Only the header line sets the reports apart.
    assert_eq!(
        csv.reports(),
        "s: 6 read, 4 kept as 4 facts, 1 skipped, 1 rejected\n  line 7: `created` is no day: expected a day like \
         2026-02-02\n  1 x field `other` is not mapped\n  1 x value `?` means nothing is known\n"
    );
    assert_eq!(json.reports(), csv.reports().replace("line 7", "line 6"));

    let wide_csv = "initiative|who|status|team|title\nreturns|Ines Grau;@tomas|live||Returns\nsearch||||\n";
    let wide_json = "{\"initiative\":\"returns\",\"who\":[\"ines\",\"tomas\"],\"status\":\"live\",\"title\":\"Returns\"}\n\
                     {\"initiative\":\"search\",\"team\":null}\n";
    let csv = check(("a.csv", wide_csv), &settings("a.csv", "wide"));
    let json = check(("a.ndjson", wide_json), &settings("a.ndjson", "wide"));
    assert_eq!(csv.rows().len(), 3);
    assert_eq!(csv.rows(), json.rows());
    assert_eq!(csv.reports(), "s: 2 read, 1 kept as 3 facts, 1 skipped\n  1 x none of its fields holds a value\n");
    assert_eq!(json.reports(), csv.reports());
}

#[test]
fn rows_fill_any_table() {
    let gathered = check(
        (
            "staff.tsv",
            "Who\tSquad\tPart\tSince\tTo\nInes Grau\tcore\t80 %\t03.02.2026\t\ntomas\tcore\t0.2\t1.1.2026\t1.2.2026\n",
        ),
        "[source.s]\nfile = \"staff.tsv\"\ntable = \"allocation\"\ndelimiter = \"\\t\"\ndates = \"%d.%m.%Y\"\n\
         columns = { person = \"Who\", initiative = \"Squad\", share = \"Part\", from = \"Since\", until = \"To\" }\n",
    );
    // The second one ended before the day that rows are shown for.
    assert_eq!(gathered.rows(), ["ines core 0.8 2026-02-03.."]);
    assert_eq!(gathered.reports(), "s: 2 read, 2 kept as 2 facts\n");
}

#[test]
fn quarters_become_intervals() {
    let settings = "[source.s]\nfile = \"a.csv\"\ntable = \"membership\"\ndates = \"quarter\"\n\
                    constants = { team = \"core\" }\npeople = \"pseudonymous\"\n";
    let gathered =
        check(("a.csv", "person,from,until\npa,2026Q3,\npb,2025-q1,2026q3\npc,2026Q2,\npd,2026,\n"), settings);
    // A quarter begins on its first day, and ends on the first day of the next one.
    assert_eq!(gathered.rows_on("2026-06-30"), ["pb core [] 2025-01-01..", "pc core [] 2026-04-01.."]);
    assert_eq!(gathered.rows_on("2026-07-01"), ["pa core [] 2026-07-01..", "pb core [] 2025-01-01.."]);
    assert_eq!(gathered.rows_on("2026-09-30"), ["pa core [] 2026-07-01..", "pb core [] 2025-01-01.."]);
    assert!(gathered.rows_on("2026-10-01").is_empty());
    assert_eq!(
        gathered.reports(),
        "s: 4 read, 3 kept as 3 facts, 1 rejected\n  line 5: column `from` is no quarter: expected a quarter like 2017Q2\n"
    );
    let fixed = settings.replace("team = \"core\"", "team = \"core\", until = \"2026-12-31\"");
    let gathered = check(("a.csv", "person,from\npa,2026Q3\n"), &fixed);
    assert_eq!(gathered.rows_on("2026-12-30"), ["pa core [] 2026-07-01.."]);
    assert!(gathered.rows_on("2026-12-31").is_empty());
}

#[test]
fn a_word_may_fill_two_fields_and_a_field_only_one_word() {
    let gathered = check(
        (
            "a.csv",
            "day,initiative,field,value\n2026-01-01,r,owner,ines\n2026-01-01,r,people,tomas\n2026-01-01,r,stage,x\n",
        ),
        "[source.s]\nfile = \"a.csv\"\ntable = \"initiative_event\"\n\
         fields = { leader = \"owner\", people = \"owner\", stage = \"\" }\n",
    );
    assert_eq!(gathered.rows(), ["2026-01-01 r leader = ines", "2026-01-01 r people = ines"]);
    assert_eq!(
        gathered.reports(),
        "s: 3 read, 1 kept as 2 facts, 2 skipped\n  1 x field `people` is not mapped\n  1 x field `stage` is not mapped\n"
    );
}

#[test]
fn addresses_and_times_stop_at_the_door() {
    let file = "day,initiative,field,value\n\
                2026-01-01T23:59:59Z,r,title,\"Ask\tAda <ada@example.com>,\nthen go\"\n\
                2026-01-01 08:00,r,people,ada@example.com;@Ada\n\
                2026-01-01,r,target.beta,2026-03-04T05:06:07+01:00\n\
                2026-01-01,r,target.beta,2026-03-04 retry\n\
                2026-01-01,r,team,ada@example.com\n\
                2026-01-01,r,scope,path:git@example.com:r.git\n\
                2026-01-01,ada@example.com,status,live\n\
                2026-01-01,r,ada@example.com,live\n";
    let gathered = check(("a.csv", file), "[source.s]\nfile = \"a.csv\"\ntable = \"initiative_event\"\n");
    assert_eq!(
        gathered.rows(),
        [
            "2026-01-01 r title = Ask Ada [e-mail] then go".to_owned(),
            format!("2026-01-01 r people = {};{}", pseudonym("ada@example.com"), pseudonym("ada")),
            "2026-01-01 r target.beta = 2026-03-04".to_owned(),
            "2026-01-01 r target.beta = 2026-03-04 retry".to_owned(),
            "2026-01-01 r scope = path:git@example.com:r.git".to_owned(),
        ]
    );
    assert!(!gathered.reports().contains("ada@"), "{}", gathered.reports());
    assert_eq!(gathered.facts.symbols.find("ada@example.com"), None);
}

#[test]
fn people_in_the_settings_of_values_are_not_repeated_in_the_report() {
    let gathered = check(
        ("a.csv", "person,team,from\nBob,core,2026-01-01\n"),
        "[source.s]\nfile = \"a.csv\"\ntable = \"membership\"\nvalues = { person = { Bob = \"ines grau\" } }\n",
    );
    assert_eq!(gathered.rows(), ["ines core [] 2026-01-01.."]);
    assert_eq!(gathered.reports(), "s: 1 read, 1 kept as 1 fact\n  1 x person read as `values.person` says\n");
}

#[test]
fn a_source_may_have_several_files() {
    let files: [(&str, &[u8]); 2] =
        [("a.csv", b"day,release\n2026-01-01,1\n"), ("b.jsonl", b"{\"day\":\"2026-02-01\",\"release\":2}\n")];
    let gathered = gather_files(&files, "[source.s]\nfile = [\"b.jsonl\", \"a.csv\"]\ntable = \"release\"\n");
    assert_eq!(gathered.rows(), ["2026-01-01 1", "2026-02-01 2"]);
    assert_eq!(gathered.reports(), "s: 1 read, 1 kept as 1 fact\ns: 1 read, 1 kept as 1 fact\n");
}
