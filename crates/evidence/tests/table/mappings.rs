//! Mappings that reach real exports, each as settings alone: what a file says in one form, it says in any other.

use crate::common::gather_files;

/// The facts of files under settings without fault, and the reports.
fn read(files: &[(&str, &str)], settings: &str) -> (Vec<String>, String) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let gathered = gather_files(&files, settings);
    assert_eq!(gathered.problems(), Vec::<String>::new());
    let mut rows = gathered.rows();
    rows.sort();
    (rows, gathered.reports())
}

const STATUS: [&str; 2] = ["2026-07-24 returns status = live", "2026-07-24 search status = done"];

/// The same two statuses out of every form that a tool may give them.
#[test]
fn nested_keys_are_found_in_every_format() {
    let of = |name: &str, text: &str, more: &str| {
        let settings = format!(
            "[registry]\nlive-status = [\"live\"]\ndone-status = [\"done\"]\n[source.x]\nfile = \"{name}\"\ntable = \"initiative_snapshot\"\n\
             layout = \"wide\"\nobserved = 2026-07-24\n{more}\n"
        );
        read(&[(name, text)], &settings).0
    };
    let nested = "columns = { initiative = \"key\" }\nfields = { status = \"fields.status.name\" }";
    let one = "{\"key\":\"returns\",\"fields\":{\"status\":{\"name\":\"live\"}}}";
    let two = "{\"key\":\"search\",\"fields\":{\"status\":{\"name\":\"done\"}}}";
    for (name, text, more) in [
        ("x.jsonl", format!("{one}\n{two}\n"), ""),
        ("x.json", format!("{one}\n{two}\n"), ""),
        ("x.json", format!("[{one},\n{two}]"), ""),
        ("x.json", format!("[[{one}],[{two}]]"), "format = \"json\"\n"),
        ("x.json", format!("{{\n\"total\": 2, \"issues\": [{one},{two}]}}"), "items = \"issues[*]\"\n"),
        ("x.json", format!("{{\"issues\":[{one}]}}\n{{\"issues\":[{two}]}}"), "items = \"issues[*]\"\n"),
        ("x.txt", format!("{{\"a\":{{\"b\":[{one},{two}]}}}}"), "format = \"json\"\nitems = \"a.b[*]\"\n"),
        ("x.yaml", "key: returns\nfields:\n  status: {name: live}\n---\nkey: search\nfields: {status: {name: done}}\n".to_owned(), ""),
        ("x.yml", "- key: returns\n  fields:\n    status: &s {name: live}\n- key: search\n  fields: {status: {name: done}}\n".to_owned(), ""),
        ("x.yaml", "issues:\n- {key: returns, fields: {status: {name: live}}}\n- {key: search, fields: {status: {name: done}}}\n".to_owned(), "items = \"issues[*]\"\n"),
    ] {
        assert_eq!(of(name, &text, &format!("{more}{nested}")), STATUS, "{name}: {text}");
    }
    let csv = "key,state,was\nreturns,,live\nsearch,done,\n";
    let flat = "columns = { initiative = \"key\" }\nfields = { status = \"state|was\" }";
    assert_eq!(of("x.csv", csv, flat), STATUS, "the first column that holds anything");
    let pages = [("x/one.md", "---\nstatus: live\n---\n# Returns\n"), ("x/two.md", "# Search\n\nStatus: done\n")];
    let root = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(root.path().join("x")).expect("a folder");
    pages.iter().for_each(|(name, text)| std::fs::write(root.path().join(name), text).expect("a file"));
    let settings = "[source.x]\nfile = \"x\"\nformat = \"markdown\"\ntable = \"initiative_snapshot\"\nlayout = \"wide\"\n\
                    observed = 2026-07-24\ncolumns = { initiative = \"title\" }\nfields = { status = \"status|head.Status\" }\n\
                    lowercase = true\n";
    let gathered = crate::common::gather_in(root.path(), settings);
    let mut rows = gathered.rows();
    rows.retain(|row| row.contains("status"));
    assert_eq!(rows, STATUS);
    assert_eq!(gathered.facts.sources.iter().map(|report| &*report.path).collect::<Vec<_>>(), ["x/one.md", "x/two.md"]);
}

#[test]
fn rows_are_filtered_and_counted() {
    let csv = "Issue Type,key,due\nEpic,a,x\nstory,b,x\n initiative ,c,\n,d,x\n";
    let (rows, report) = read(
        &[("x.csv", csv)],
        "[source.x]\nfile = \"x.csv\"\ntable = \"release\"\nconstants = { day = \"2026-01-02\" }\n\
         columns = { release = \"key\" }\nwhere = { \"Issue Type\" = [\"Epic\", \"Initiative\"], due = \"*\" }\n",
    );
    assert_eq!(rows, ["2026-01-02 a"]);
    assert_eq!(
        report,
        "x: 4 read, 1 kept as 1 fact, 3 skipped\n  2 x `where` asks for another `Issue Type`\n  1 x `where` asks for another `due`\n"
    );
    let missing = gather_files(
        &[("x.csv", csv.as_bytes())],
        "[source.x]\nfile = \"x.csv\"\ntable = \"release\"\nconstants = { day = \"2026-01-02\" }\n\
         columns = { release = \"key\" }\nwhere = { \"Issue Typ\" = \"Epic\" }\n",
    );
    let problems = missing.problems();
    assert!(
        problems[0].contains("has no column `Issue Typ`") && problems[0].ends_with("did you mean `Issue Type`?"),
        "{problems:#?}"
    );
}

#[test]
fn repeated_columns_are_one_list_and_a_list_cell_several_records() {
    let csv = "id,team,team,note,team\nreturns,payments,,n,legal\nsearch,,,n,\n";
    let join = "[source.x]\nfile = \"x.csv\"\ntable = \"initiative_snapshot\"\nlayout = \"wide\"\nobserved = 2026-07-24\n\
                columns = { initiative = \"id\" }\nfields = { participants = \"team\", team = \"\", title = \"id\" }\nrepeated = \"join\"\n";
    let (rows, _) = read(&[("x.csv", csv)], join);
    assert_eq!(
        rows.iter().filter(|row| row.contains("participants")).collect::<Vec<_>>(),
        ["2026-07-24 returns participants = payments;legal"]
    );
    let first = gather_files(&[("x.csv", csv.as_bytes())], &join.replace("repeated = \"join\"\n", ""));
    assert_eq!(first.problems().len(), 2, "without the setting each repetition is named");
    // A list cell, in CSV and in JSON, and the items of a list.
    let expected = ["a payments [] 2026-07-24..", "b payments [] 2026-07-24..", "c legal [] 2026-07-24.."];
    let source = "table = \"membership\"\npeople = \"pseudonymous\"\nobserved = 2026-07-24\ncolumns = { person = \"who\", team = \"t\" }\n";
    for (name, text, more) in [
        ("x.csv", "t,who\npayments,a; b\nlegal,c\nnone,\n", "split = \"who\"\n"),
        ("x.json", "[{\"t\":\"payments\",\"who\":[\"a\",\"b\"]},{\"t\":\"legal\",\"who\":\"c\"}]", "split = \"who\"\n"),
    ] {
        let (rows, _) = read(&[(name, text)], &format!("[source.x]\nfile = \"{name}\"\n{source}{more}"));
        assert_eq!(rows, expected, "{name}");
    }
    let items = source.replace("person = \"who\", team = \"t\"", "person = \".\", team = \"../t\"");
    let (rows, _) = read(
        &[(
            "x.json",
            "[{\"t\":\"payments\",\"who\":[\"a\",\"b\"]},{\"t\":\"legal\",\"who\":[\"c\"]},{\"t\":\"none\"}]",
        )],
        &format!("[source.x]\nfile = \"x.json\"\nitems = \"[*].who[*]\"\n{items}"),
    );
    assert_eq!(rows, expected);
}

/// A changelog in rows, in any order, gives the same intervals as one that records keep.
#[test]
fn transitions_become_intervals_wherever_they_stand() {
    // Who holds each position on a day within each interval, and on the days at its ends.
    let expected = [
        ("2026-01-05", &["p payments [a1] 2026-01-05.."][..]),
        ("2026-02-04", &["p payments [a1] 2026-01-05..", "r payments [a2] 2026-01-09.."]),
        ("2026-02-05", &["q legal [a1] 2026-02-05..", "r payments [a2] 2026-01-09.."]),
        ("2026-03-04", &["q legal [a1] 2026-02-05..", "r payments [a2] 2026-01-09.."]),
        ("2026-03-05", &["r payments [a2] 2026-01-09.."]),
    ];
    let rows = ["a1,2026-01-05,p,payments", "a2,2026-01-09,r,payments", "a1,2026-02-05,q,legal", "a1,2026-03-05,,"];
    let settings = "[source.x]\nfile = \"x.csv\"\ntable = \"membership\"\npeople = \"pseudonymous\"\n\
                    changelog = { of = \"seat\", day = \"when\", to = \"who\" }\n\
                    columns = { person = \"value\", team = \"team\", role = \"of\", from = \"since\", until = \"until\" }\nwhere = { value = \"*\" }\n";
    for turn in 0..rows.len() {
        let mut turned = rows;
        turned.rotate_left(turn);
        let csv = format!("seat,when,who,team\n{}\n", turned.join("\n"));
        let gathered = gather_files(&[("x.csv", csv.as_bytes())], settings);
        assert_eq!(gathered.problems(), Vec::<String>::new());
        for (day, held) in expected {
            let mut found = gathered.rows_on(day);
            found.sort();
            assert_eq!(found, held, "{day}: {csv}");
        }
    }
    let json = "[{\"seat\":\"a1\",\"log\":[{\"at\":\"2026-03-05\",\"who\":null},{\"at\":\"2026-02-05\",\"who\":\"q\"},{\"at\":\"2026-01-05\",\"who\":\"p\"}],\"team\":\"x\"},\
                 {\"seat\":\"a2\",\"log\":[],\"who\":\"r\",\"since\":\"2026-01-09\",\"team\":\"y\"}]";
    let settings = "[source.x]\nfile = \"x.json\"\ntable = \"membership\"\npeople = \"pseudonymous\"\n\
                    changelog = { items = \"log[*]\", day = \"at\", to = \"who\", start = \"since\", now = \"who\" }\n\
                    columns = { person = \"value\", role = \"seat\", from = \"since\", until = \"until\" }\nwhere = { value = \"*\" }\n";
    let gathered = gather_files(&[("x.json", json.as_bytes())], settings);
    let held = |day: &str| {
        let mut found = gathered.rows_on(day);
        found.sort();
        found
    };
    assert_eq!(gathered.problems(), Vec::<String>::new());
    assert_eq!(held("2026-02-04"), ["p x [a1] 2026-01-05..", "r y [a2] 2026-01-09.."]);
    assert_eq!(held("2026-02-05"), ["q x [a1] 2026-02-05..", "r y [a2] 2026-01-09.."]);
    assert_eq!(held("2026-03-05"), ["r y [a2] 2026-01-09.."]);
}

#[test]
fn several_tables_come_of_one_file() {
    let csv = "who,squad,project,share,since\na,payments,returns,80%,2026-02-02\nb,legal,,,2026-03-02\n";
    let settings = "[source.staff]\nfile = \"x.csv\"\npeople = \"pseudonymous\"\ncolumns = { person = \"who\", from = \"since\" }\n\
                    [source.staff.parts.teams]\ntable = \"membership\"\ncolumns = { team = \"squad\" }\n\
                    [source.staff.parts.time]\ntable = \"allocation\"\ncolumns = { initiative = \"project\" }\nwhere = { project = \"*\" }\n\
                    [source.staff.parts.off]\ntable = \"release\"\nskip = true\n";
    let (rows, report) = read(&[("x.csv", csv)], settings);
    assert_eq!(rows, ["a payments [] 2026-02-02..", "a returns 0.8 2026-02-02..", "b legal [] 2026-03-02.."]);
    assert_eq!(report.lines().filter(|line| line.starts_with("staff.")).count(), 2, "{report}");
}

#[test]
fn patterns_and_templates_make_ids() {
    let json = "[{\"title\":\"PAY-7: more\",\"url\":\"https://x.example/g/till/pull/4\",\"n\":4,\"by\":\"Ann Lee\"},{\"title\":\"none\",\"url\":\"u\",\"n\":5}]";
    let settings = "[source.x]\nfile = \"x.json\"\ntable = \"release\"\nconstants = { day = \"2026-01-02\" }\n\
                    columns = { release = \"{n}/{title}\" }\npatterns = { release = \"[0-9]/([A-Z]+-[0-9]+)\" }\n";
    let gathered = gather_files(&[("x.json", json.as_bytes())], settings);
    assert_eq!(gathered.rows(), ["2026-01-02 PAY-7"]);
    assert!(
        gathered.reports().contains("1 rejected") && gathered.reports().contains("is missing"),
        "{}",
        gathered.reports()
    );
    let csv = "n,project\n4,till\n";
    let of_csv = "[source.x]\nfile = \"x.csv\"\ntable = \"release\"\nconstants = { day = \"2026-01-02\" }\ncolumns = { release = \"{project}#{n}\" }\n";
    assert_eq!(read(&[("x.csv", csv)], of_csv).0, ["2026-01-02 till#4"]);
    let wrong = gather_files(&[("x.csv", csv.as_bytes())], &format!("{of_csv}patterns = {{ release = \"(\" }}\n"));
    assert!(wrong.problems()[0].starts_with("error wrong-pattern"), "{:#?}", wrong.problems());
}

/// What is asked of one file is asked of each page of it, and a page that is broken costs itself alone.
#[test]
fn a_bad_document_costs_only_itself() {
    let yaml = "name: a\n---\nname: [\n---\nname: {$text: other.txt}\n---\n$json: https://x.example\n---\nname: b\n";
    let gathered = gather_files(
        &[("x.yaml", yaml.as_bytes())],
        "[source.x]\nfile = \"x.yaml\"\ntable = \"release\"\nconstants = { day = \"2026-01-02\" }\ncolumns = { release = \"name\" }\n",
    );
    assert_eq!(gathered.rows(), ["2026-01-02 a", "2026-01-02 b"]);
    let reports = gathered.reports();
    assert!(
        reports.contains("line 3: is not YAML: ") && reports.contains("holds `$json`, which stands for another file"),
        "{reports}"
    );
    assert!(reports.contains("5 read, 2 kept as 2 facts, 3 rejected"), "{reports}");
}
