//! From `onethread ask` to answers in the files: forms in every way that people send them back, and what is refused.

#[path = "../../evidence/tests/spreadsheet/xlsx.rs"]
#[allow(dead_code)]
mod xlsx;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use xlsx::{SheetOf, X, workbook};

const ORG: &str = "[organization]\nname = \"Shop\"\n[initiative.returns]\ntitle = \"Returns; in one tap\"\nleader = \"ines\"\n\
    idea = 2026-01-12\n[initiative.search]\nleader = \"bo\"\nidea = 2026-02-12\n[person.ines]\nreports-to = \"vp\"\n\
    [person.bo]\n[person.vp]\n[team.payments]\nmembers = [\"bo\"]\n";

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("org")).expect("a folder");
    fs::write(folder.path().join("onethread.toml"), "").expect("a file");
    fs::write(folder.path().join("org/all.toml"), ORG).expect("a file");
    folder
}

/// Runs the program on 2026-06-30.
fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onethread"))
        .current_dir(folder)
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1782777600")
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

/// The exit code, standard output and standard error.
fn ran(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = run(folder, args);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_default()
}

/// All TOML files of the organization, one after another.
fn files(folder: &Path) -> String {
    let mut paths: Vec<_> =
        fs::read_dir(folder.join("org")).expect("a folder").map(|one| one.expect("one").path()).collect();
    paths.sort();
    paths.iter().map(|path| format!("{}\n{}", path.display(), fs::read_to_string(path).expect("a file"))).collect()
}

/// The rows of a form as written.
fn rows(folder: &Path, path: &str) -> Vec<Vec<String>> {
    let text = text(folder, path);
    let text = text.strip_prefix('\u{feff}').expect("a mark of UTF-8");
    let mut rows = vec![vec![String::new()]];
    let (mut is_quoted, mut letters) = (false, text.chars().peekable());
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().expect("a row");
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => row.last_mut().expect("a cell").extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            letter => row.last_mut().expect("a cell").push(letter),
        }
    }
    rows.retain(|row| row.len() > 1);
    rows
}

/// A form of everything, with these answers by key, by `vp`.
fn filled(folder: &Path, answers: &[(&str, &str)]) -> Vec<Vec<String>> {
    let (code, _, said) = ran(folder, &["ask", "--all", "--form", "all.csv", "--force"]);
    assert_eq!(code, 0, "{said}");
    let mut rows = rows(folder, "all.csv");
    let at = |name: &str, rows: &[Vec<String>]| rows[0].iter().position(|cell| cell == name).expect("a column");
    let [key, answer, by] = ["Key", "Answer", "Answered by"].map(|name| at(name, &rows));
    for (of, says) in answers {
        let row = rows.iter_mut().find(|row| row[key] == *of).unwrap_or_else(|| panic!("no {of}"));
        (row[answer], row[by]) = ((*says).to_owned(), "vp".to_owned());
    }
    rows
}

/// Rows with this between cells, as spreadsheet tools save them.
fn saved(rows: &[Vec<String>], between: char, end: &str) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(&between.to_string()) + end;
    rows.iter().map(line).collect()
}

const ANSWERS: [(&str, &str); 3] = [
    ("returns/capable/answer", "yes"),
    ("returns/tenets/tenets", "Gr\u{fc}ndlich vor schnell; A over B"),
    ("search/dependencies-known/answer", "Nobody knows"),
];

#[test]
fn the_month_asks_three_questions_and_says_what_waits() {
    let shop = shop();
    let (code, page, _) = ran(shop.path(), &["ask"]);
    assert_eq!((code, page.matches("\n## ").count()), (0, 3), "{page}");
    assert!(page.contains("the others wait") && page.contains("\\-\\-all") || page.contains("--all"), "{page}");
    assert!(!page.contains("[[") && !page.contains("toml"), "{page}");
    let (_, all, _) = ran(shop.path(), &["ask", "--all"]);
    let (_, sponsor, _) = ran(shop.path(), &["ask", "--role", "sponsor", "--all"]);
    assert!(
        sponsor.contains("Who can answer: the sponsor") && !sponsor.contains("Who can answer: the leader"),
        "{sponsor}"
    );
    let count = |page: &str| page.matches("\n## ").count();
    assert!(count(&all) > count(&sponsor) && count(&sponsor) > 0);
    let (_, one, _) = ran(shop.path(), &["ask", "--initiative", "search", "--questions", "2"]);
    assert!(count(&one) == 2 && !one.contains("in one tap"), "{one}");
    // The same form each time, and never over what a person wrote into it.
    let form = ["ask", "--form", "month.md"];
    assert_eq!(ran(shop.path(), &form).0, 0);
    let before = text(shop.path(), "month.md");
    assert_eq!((ran(shop.path(), &form).0, text(shop.path(), "month.md")), (0, before.clone()));
    let answered = before.replacen("- Answer:", "- Answer: yes", 1);
    fs::write(shop.path().join("month.md"), &answered).expect("a file");
    let (code, said, _) = ran(shop.path(), &form);
    assert_eq!((code, said.as_str(), text(shop.path(), "month.md")), (1, "kept      month.md\n", answered));
}

/// How a spreadsheet tool saves rows.
type Save<'s> = &'s dyn Fn(&[Vec<String>]) -> Vec<u8>;

#[test]
fn a_form_comes_back_in_every_way_that_spreadsheets_save_it() {
    let utf16 = |text: &str| [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let ways: [(&str, Save<'_>); 6] = [
        ("a.csv", &|rows| saved(rows, ',', "\n").into_bytes()),
        ("a.csv", &|rows| latin(&saved(rows, ';', "\r\n"))),
        ("a.txt.csv", &|rows| utf16(&saved(rows, '\t', "\r\n"))),
        ("a.csv", &|rows| format!("sep=|\n{}", saved(rows, '|', "\n")).into_bytes()),
        ("a.csv", &|rows| {
            let turned: Vec<Vec<String>> = rows.iter().map(|row| row.iter().rev().cloned().collect()).collect();
            saved(&[&turned[..1], &turned[1..].iter().rev().cloned().collect::<Vec<_>>()].concat(), ',', "\n")
                .into_bytes()
        }),
        ("a.xlsx", &|rows| {
            let cells = |row: &Vec<String>| row.iter().map(|cell| X::S(cell.clone())).collect();
            let notes = SheetOf { name: "Notes", rows: vec![vec![X::S("call bo".to_owned())]], merged: &[] };
            workbook(&[notes, SheetOf { name: "Form", rows: rows.iter().map(cells).collect(), merged: &[] }])
        }),
    ];
    let mut first = None;
    for (name, save) in ways {
        let shop = shop();
        let rows = filled(shop.path(), &ANSWERS);
        fs::write(shop.path().join(name), save(&rows)).expect("a file");
        let before = files(shop.path());
        let (code, said, _) = ran(shop.path(), &["attest", "--from", name, "--dry-run"]);
        assert_eq!((code, files(shop.path())), (0, before.clone()), "{name}: {said}");
        let (code, _, said) = ran(shop.path(), &["attest", "--from", name]);
        assert_eq!((code, files(shop.path())), (2, before), "{name}");
        assert!(said.contains("run it again with --yes"), "{said}");
        let (code, said, wrong) = ran(shop.path(), &["attest", "--from", name, "--yes"]);
        assert_eq!(code, 0, "{name}: {said}{wrong}");
        assert!(said.contains(": 3 to write, ") && said.contains("returns capable: not shown -> holds"), "{said}");
        assert!(said.contains("search dependencies-known: not shown -> nobody knows, asked on 2026-06-30"), "{said}");
        let folder = shop.path().display().to_string();
        let written = files(shop.path()).replace(&folder, "");
        assert_eq!(*first.get_or_insert(written.clone()), written, "{name}");
        // Once more changes nothing, and is no failure.
        let (code, said, _) = ran(shop.path(), &["attest", "--from", name, "--yes"]);
        assert!(code == 0 && said.contains("3 as the files say") && said.ends_with("Nothing to write.\n"), "{said}");
    }
    let first = first.expect("a form");
    assert!(first.contains("tenets = [\"Gr\u{fc}ndlich vor schnell\", \"A over B\"]"), "{first}");
    assert!(first.contains("answer = \"nobody-knows\""), "{first}");
}

#[test]
fn answers_typed_one_by_one_give_the_same_files() {
    let (by_form, typed) = (shop(), shop());
    let rows = filled(by_form.path(), &ANSWERS);
    fs::write(by_form.path().join("a.csv"), saved(&rows, ',', "\n")).expect("a file");
    assert_eq!(ran(by_form.path(), &["attest", "--from", "a.csv", "--yes"]).0, 0);
    for (key, answer) in ANSWERS {
        let (code, _, said) = ran(typed.path(), &["attest", "--question", key, "--answer", answer, "--by", "vp"]);
        assert_eq!(code, 0, "{said}");
    }
    let texts = |folder: &Path| files(folder).replace(&folder.display().to_string(), "");
    assert_eq!(texts(by_form.path()), texts(typed.path()));
    // The words of the files do, too.
    let other = shop();
    let attest = ["attest", "--initiative", "search", "--criterion", "dependencies-known", "--by", "vp", "--answer"];
    let (_, said, _) = ran(other.path(), &[&attest[..], &["nobody-knows"]].concat());
    assert!(said.contains("The review says that nobody knows `dependencies-known`"), "{said}");
    let (code, _, said) = ran(other.path(), &[&attest[..], &["nobodyknows"]].concat());
    assert!(code == 2 && said.contains("did you mean `nobody-knows`?"), "{said}");
    let (_, review, _) = ran(other.path(), &["review", "--initiative", "search"]);
    assert!(
        review.contains("Nobody knows, asked on 2026-06-30") || review.contains("nobody knows, asked on"),
        "{review}"
    );
}

#[test]
fn two_people_who_disagree_are_both_named_and_neither_is_written() {
    let shop = shop();
    let one = filled(shop.path(), &[("search/capable/answer", "yes"), ("returns/dependencies-known/answer", "yes")]);
    let other = filled(shop.path(), &[("search/capable/answer", "yes"), ("returns/dependencies-known/answer", "no")]);
    fs::write(shop.path().join("one.csv"), saved(&one, ',', "\n")).expect("a file");
    fs::write(shop.path().join("other.csv"), saved(&other, ';', "\n")).expect("a file");
    let (code, said, _) = ran(shop.path(), &["attest", "--from", "one.csv,other.csv", "--yes"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("1 to write, 1 said twice, 164 not answered, 2 contradictory"), "{said}");
    let [a, b] = ["one.csv", "other.csv"].map(|name| said.matches(&format!("{name}:")).count());
    assert!(a >= 2 && b >= 2, "{said}");
    let written = text(shop.path(), "org/attestations.toml");
    assert!(written.contains("criterion = \"capable\"") && !written.contains("dependencies-known"), "{written}");
}

#[test]
fn what_does_not_fit_is_named_with_its_place_and_the_rest_is_written() {
    let shop = shop();
    let mut rows = filled(
        shop.path(),
        &[("returns/capable/answer", "no"), ("search/capable/answer", "yess"), ("search/tenets/tenets", "A over B")],
    );
    let width = rows[0].len();
    let (key, answer) = (width - 2, 4);
    let mut by_hand = vec![String::new(); width];
    by_hand[answer] = "what about Monday?".to_owned();
    rows.push(by_hand.clone());
    by_hand[key] = "search/tenets/tenet".to_owned();
    rows.push(by_hand);
    fs::write(shop.path().join("a.csv"), saved(&rows, ',', "\n")).expect("a file");
    let (code, said, _) = ran(shop.path(), &["attest", "--from", "a.csv", "--yes"]);
    assert_eq!(code, 1);
    for part in [
        "nobody attests that a leader is not capable",
        ":5: `yess` is no allowed answer; did you mean `yes`?",
        "the row has an answer and no key",
        "no question has the key `search/tenets/tenet`; did you mean `search/tenets/tenets`?",
        "1 to write",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(files(shop.path()).contains("tenets = [\"A over B\"]") && !files(shop.path()).contains("capable"));
}

#[test]
fn forms_that_are_none_or_of_others_are_refused() {
    let shop = shop();
    let rows = filled(shop.path(), &ANSWERS);
    let other = saved(&rows, ',', "\n").replace("onethread form of Shop,", "onethread form of Harbour,");
    let refused = |name: &str, text: &str| {
        fs::write(shop.path().join(name), text).expect("a file");
        let before = files(shop.path());
        let (code, _, said) = ran(shop.path(), &["attest", "--from", name, "--yes"]);
        assert_eq!((code, files(shop.path())), (2, before), "{name}: {said}");
        said
    };
    assert!(refused("a.csv", &other).contains("a.csv is a form of Harbour, and this folder is Shop's"));
    assert!(refused("b.csv", "a,b\n1,2\n").contains("has no column `Key` and `Answer`"));
    assert!(refused("c.md", "# Questions\n\nAnswer: yes\n").contains("has no line `Key: ...`"));
    assert!(refused("d.csv", "").contains("it is empty"));
    let (code, _, said) = ran(shop.path(), &["attest", "--from", "none.csv"]);
    assert!(code == 2 && said.contains("there is no file none.csv"), "{said}");
}

#[test]
fn leaders_have_no_names_in_a_form_where_the_agreement_says_positions() {
    let shop = shop();
    let agreement = "[agreement]\nowner = \"Works council\"\n[field.\"initiative.leader\"]\nnames = \"positions\"\n";
    fs::write(shop.path().join("agreement.toml"), agreement).expect("a file");
    for form in ["all.csv", "all.md"] {
        assert_eq!(ran(shop.path(), &["ask", "--all", "--form", form]).0, 0);
        let text = text(shop.path(), form);
        assert!(!text.contains("ines") && text.contains("returns/"), "{text}");
    }
    // What is off is not asked, and an answer to it is not written.
    let before = filled(shop.path(), &ANSWERS);
    fs::write(shop.path().join("agreement.toml"), format!("{agreement}[criterion.capable]\non = false\n"))
        .expect("a file");
    fs::write(shop.path().join("a.csv"), saved(&before, ',', "\n")).expect("a file");
    let (code, said, _) = ran(shop.path(), &["attest", "--from", "a.csv", "--yes"]);
    assert!(code == 1 && said.contains("the agreement about people switches capable off"), "{said}");
    assert!(!files(shop.path()).contains("capable"));
}

#[test]
fn an_answer_of_a_later_day_says_so_before_it_is_written() {
    let shop = shop();
    fs::write(shop.path().join("onethread.toml"), "[project]\ndata-cut = 2026-06-01\n").expect("a file");
    let (_, page, _) = ran(shop.path(), &["ask"]);
    assert!(
        page.contains("The review is as of 2026\\-06\\-01") || page.contains("The review is as of 2026-06-01"),
        "{page}"
    );
    let rows = filled(shop.path(), &[("returns/capable/answer", "yes")]);
    fs::write(shop.path().join("a.csv"), saved(&rows, ',', "\n")).expect("a file");
    let (_, said, _) = ran(shop.path(), &["attest", "--from", "a.csv", "--dry-run"]);
    let late = said.find("counts an answer of 2026-06-30 from that day on").expect("said");
    assert!(late < said.find("+++ b/org").expect("a difference"), "{said}");
    assert_eq!(ran(shop.path(), &["attest", "--from", "a.csv", "--yes"]).0, 0);
    // Who answered is not asked again, though it does not count yet.
    let (_, all, _) = ran(shop.path(), &["ask", "--all"]);
    assert!(!all.contains("returns/capable/answer"), "{all}");
    let (_, said, _) = ran(shop.path(), &["attest", "--from", "a.csv", "--on", "2026-06-01", "--dry-run"]);
    assert!(!said.contains("counts an answer of"), "{said}");
}

/// Who decides is said by the position where its title is stated, and never by an id, which may be a name.
#[test]
fn a_sponsor_is_a_position_in_every_output() {
    let titled = |title: &str| {
        let folder = shop();
        let org = format!(
            "[initiative.returns]\nsponsor = \"zemina\"\nidea = 2026-01-12\nvacant = 2026-02-01\n[person.zemina]\n{title}"
        );
        fs::write(folder.path().join("org/all.toml"), org).expect("a file");
        let commands: [&[&str]; 4] = [
            &["ask", "--all"],
            &["review", "--full"],
            &["review", "--initiative", "returns"],
            &["check", "--format", "json"],
        ];
        commands.map(|args| ran(folder.path(), args).1)
    };
    for (at, output) in titled("title = \"VP retail\"\n").iter().enumerate() {
        assert!(output.contains("VP retail") && !output.contains("zemina"), "{at}: {output}");
    }
    for (at, output) in titled("").iter().enumerate() {
        assert!(output.contains("the sponsor") || at == 2, "{at}: {output}");
        assert!(!output.contains("zemina") && !output.contains("the sponsor,"), "{at}: {output}");
    }
}
