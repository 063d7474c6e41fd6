//! What a hurried hand writes, and what `onethread check` makes of it.

#![cfg(unix)]

mod common;

use std::path::Path;

use common::{folder, json, onethread, stderr, stdout};
use serde_json::Value;

const SETTINGS: &[u8] =
    b"[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n[check]\nselect = [\"ST101\", \"ST108\", \"DP104\", \"WV\"]\n";

/// Lines of a file, each with how it was meant, and whether it can mean nothing else.
const SLIPS: &[(&str, &str, bool)] = &[
    ("titel = \"Returns\"", "title = \"Returns\"", false),
    ("Title = \"Returns\"", "title = \"Returns\"", true),
    ("idea = \"2026-01-12\" # written down", "idea = 2026-01-12 # written down", true),
    ("form = \"STO\"", "form = \"sto\"", true),
    ("form = 'stoo'", "form = 'sto'", false),
    ("nature = product", "nature = \"product\"", true),
    ("people = [ines, tomas]", "people = [\"ines\", \"tomas\"]", true),
    ("idea = 2026-1-5", "idea = 2026-01-05", true),
    ("people = [\"ines\"", "people = [\"ines\"]", true),
    ("needs = { design = 2", "needs = { design = 2 }", true),
    ("title = \"Returns in one tap", "title = \"Returns in one tap\"", false),
    ("title = A form, or a call\"", "title = \"A form, or a call\"", true),
    ("title = Returns in one tap # or two", "title = \"Returns in one tap\" # or two", true),
    ("team = \"cores\"", "team = \"core\"", false),
    ("leader = \"ines-dev\"  # on the forge", "leader = \"ines\"  # on the forge", true),
    ("people = [ \"ines\", \"Tomas\" ]", "people = [ \"ines\", \"tomas\" ]", true),
    ("people = \"ines\"", "people = [\"ines\"]", true),
    ("tenets = \"Found, then shown\"", "tenets = [\"Found, then shown\"]", true),
    ("dependency = [{ on = \"teem:core\" }]", "dependency = [{ on = \"team:core\" }]", false),
    (
        "dependency = [{ on = \"team:cor\", effect = \"ok\" }]",
        "dependency = [{ on = \"team:core\", effect = \"ok\" }]",
        false,
    ),
    ("metric = [{ name = \"found\", target = \"0.5\" }]", "metric = [{ name = \"found\", target = 0.5 }]", true),
    ("needs = { design = \"2\" }", "needs = { design = 2 }", true),
];

/// Lines of an allocation.
const SHARES: &[(&str, &str, bool)] = &[
    ("share = 80", "share = 0.8", false),
    ("share = \"80 %\" # of the week", "share = 0.8 # of the week", true),
    ("share = \"0.75\"", "share = 0.75", true),
];

/// Lines that can mean more than one thing.
const LEFT: &[&str] = &[
    "people = \"ines, tomas\"",
    "title = \"Returns in one tap # or two",
    "people = [\"ines, \"tomas\"]",
    "idea = 2026-02-30",
    "leader = \"somebody\"",
    "titel = \"x\"\ntitle = \"Returns\"",
    "idea = 2026-01-12\nidea = 2026-01-13",
    "needs = { design = \"two\" }",
];

fn shop(text: &str) -> tempfile::TempDir {
    folder(&[("onethread.toml", SETTINGS), ("org/a.toml", text.as_bytes())])
}

/// An organization with a line in an initiative, and one in an allocation.
fn with(line: &str, share: &str) -> String {
    format!(
        "[person.ines]\nknown-as = \"ines-dev\"\n[person.tomas]\n[team.core]\n\n[initiative.returns] # ours\n{line}\n\n\
         [[allocation]]\nperson = \"tomas\"\ninitiative = \"returns\"\n{share}\n"
    )
}

fn read(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("org/a.toml")).expect("a file")
}

#[track_caller]
fn fixed(before: &str, after: &str, is_safe: bool) {
    let shop = shop(before);
    let fix = |more: &[&str]| {
        let output = onethread(shop.path(), &[&["check", ".", "--exit-zero", "--fix"], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        read(shop.path())
    };
    assert_eq!(fix(&[]), if is_safe { after } else { before });
    assert_eq!(fix(&["--unsafe-fixes"]), after);
    assert_eq!(fix(&["--unsafe-fixes"]), after, "twice is once");
    let left = json(shop.path(), &["check", ".", "--format", "json", "--exit-zero"]);
    assert_eq!(left["diagnostics"].as_array().map(Vec::len), Some(0), "{left:#}");
}

#[test]
fn slips_are_fixed_and_all_else_stays() {
    for (slip, meant, is_safe) in SLIPS {
        fixed(&with(slip, "share = 0.5"), &with(meant, "share = 0.5"), *is_safe);
    }
    for (slip, meant, is_safe) in SHARES {
        fixed(&with("", slip), &with("", meant), *is_safe);
    }
    // A header that is not closed, and the name of a kind, each with what stands below it.
    let meant = with("idea = 2026-01-12", "share = 0.5");
    fixed(&meant.replace("[[allocation]]", "[[allocation]"), &meant, true);
    let again = format!("{meant}\n[[allocation]]\nperson = \"ines\"\ninitiative = \"returns\"\nshare = 0.2\n");
    fixed(&again.replace("[[allocation]]", "[[alocation]]"), &again, false);
    // What is said twice is said once, in one file and in two.
    let twice = with("idea = 2026-01-12\ntitle = \"Returns\"\nidea = 2026-01-12", "share = 0.5");
    fixed(&twice, &with("idea = 2026-01-12\ntitle = \"Returns\"", "share = 0.5"), true);
    let shop = shop(&with("idea = 2026-01-12", "share = 0.5"));
    let other = shop.path().join("org/b.toml");
    std::fs::write(&other, "[initiative.returns]\n# as we said\nidea = 2026-01-12\ntitle = \"Returns\"\n")
        .expect("a file");
    onethread(shop.path(), &["check", ".", "--fix"]);
    let left = std::fs::read_to_string(&other).expect("a file");
    assert_eq!(left, "[initiative.returns]\n# as we said\ntitle = \"Returns\"\n");
    // In a line with something else it stays, and nothing says that it could go.
    std::fs::write(&other, "initiative.returns.idea = 2026-01-12\n").expect("a file");
    let told = onethread(shop.path(), &["check", ".", "--fix"]);
    assert!(
        stdout(&told).contains("help: keep one of the two\n") && !stdout(&told).contains("--fix"),
        "{}",
        stdout(&told)
    );
}

#[test]
fn what_can_mean_two_things_is_left_to_people() {
    for line in LEFT {
        let before = with(line, "share = 0.5");
        let shop = shop(&before);
        let output = onethread(shop.path(), &["check", ".", "--fix", "--unsafe-fixes"]);
        assert_eq!((output.status.code(), read(shop.path())), (Some(1), before), "{line}");
        assert!(stderr(&output).contains("0 findings were fixed in 0 files"), "{}", stderr(&output));
    }
    // Two slips for one word: the second one would break the file.
    let shop = shop(&with("titel = \"a\"\ntitl = \"b\"", "share = 0.5"));
    onethread(shop.path(), &["check", ".", "--fix", "--unsafe-fixes"]);
    assert!(read(shop.path()).contains("title = ") && read(shop.path()).contains("titel = "), "{}", read(shop.path()));
    // Bytes that are no text would be lost.
    let bytes = [b"[initiative.a]\nTitle = \"".as_slice(), &[0xff], b"\"\n"].concat();
    let shop = folder(&[("onethread.toml", SETTINGS), ("org/a.toml", &bytes)]);
    onethread(shop.path(), &["check", ".", "--fix", "--unsafe-fixes"]);
    assert_eq!(std::fs::read(shop.path().join("org/a.toml")).expect("a file"), bytes);
    let told = json(shop.path(), &["check", ".", "--format", "json", "--exit-zero"]);
    assert!(!told.to_string().contains("\"changes\":[{"), "{told:#}");
}

/// Slips, a word in the place of a leader, a plan of the wrong team, and a waiver of a rule that is not there.
const HURRIED: &str = "# \u{1f6a2} Who leads what.

[person.ines]
[initiative.returns]
leader = \"ines\" # \u{e9}
idea = \"2026-01-12\"
team = \"core\"
form = \"STO\"

# Theirs.
[[initiative.returns.dependency]]
on = \"team:payments\"
plan.owner = \"payments\"

[initiative.loyalty]
idea = 2026-03-02
leader = \"TBD\"

[[waiver]]
rule = \"ST1011\"
subject = \"initiative:returns\"
reason = \"x\"
owner = \"ines\"
until = 2026-09-01

[team.core]
[team.payments]
";

const FIXED: &str = "# \u{1f6a2} Who leads what.

[person.ines]
[initiative.returns]
leader = \"ines\" # \u{e9}
idea = 2026-01-12
team = \"core\"
form = \"sto\"

# Theirs.
[[initiative.returns.dependency]]
on = \"team:payments\"
plan.owner = \"payments\"

[initiative.loyalty]
idea = 2026-03-02
vacant = 2026-06-30

[[waiver]]
rule = \"ST101\"
subject = \"initiative:returns\"
reason = \"x\"
owner = \"ines\"
until = 2026-09-01

[team.core]
[team.payments]
";

/// Makes replacements in a text as an editor does: by lines and columns in characters, from the last one on.
fn edited(text: &str, mut changes: Vec<([usize; 4], String)>) -> String {
    let offset = |line: usize, column: usize| {
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
    };
    changes.sort();
    let mut out = text.to_owned();
    for ([line, column, end_line, end_column], new) in changes.into_iter().rev() {
        out.replace_range(offset(line, column)..offset(end_line, end_column), &new);
    }
    out
}

#[test]
fn forms_for_programs_carry_what_a_fix_would_write() {
    let shop = shop(HURRIED);
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let sarif = json(shop.path(), &["check", ".", "--format", "sarif", "--exit-zero"]);
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let mut changes = Vec::new();
    for result in results {
        let Some(fixes) = result["fixes"].as_array() else { continue };
        assert_eq!(fixes.len(), 1);
        let is_safe = ["quoted-day", "unknown-word"].contains(&result["ruleId"].as_str().expect("a code"));
        let says = text(&fixes[0]["description"]["text"]);
        assert_eq!(says.contains("(unsafe"), !is_safe, "{result:#}");
        for change in fixes[0]["artifactChanges"].as_array().expect("changes") {
            assert_eq!(change["artifactLocation"]["uri"], "org/a.toml");
            for one in change["replacements"].as_array().expect("replacements") {
                let region =
                    ["startLine", "startColumn", "endLine", "endColumn"].map(|key| number(&one["deletedRegion"][key]));
                changes.push((region, text(&one["insertedContent"]["text"])));
            }
        }
    }
    assert_eq!(changes.len(), 4, "{changes:#?}");
    assert_eq!(edited(HURRIED, changes), FIXED);

    let found = json(shop.path(), &["check", ".", "--format", "json", "--exit-zero"]);
    let all = ["diagnostics", "findings"].map(|key| found[key].as_array().expect("a list").clone()).concat();
    let of_json = all.iter().filter_map(|one| one["fix"]["changes"].as_array()).flatten().map(|one| {
        assert_eq!(one["path"], "org/a.toml");
        let at = |key: &str, at: usize| number(&one[key][at]);
        ([at("start", 0), at("start", 1), at("end", 0), at("end", 1)], text(&one["text"]))
    });
    assert_eq!(edited(HURRIED, of_json.collect()), FIXED);

    let output = onethread(shop.path(), &["check", ".", "--fix", "--unsafe-fixes"]);
    assert_eq!(read(shop.path()), FIXED, "{}", stdout(&output));
    assert!(
        stderr(&output).contains("2 defects of the input and 2 findings were fixed in 1 file"),
        "{}",
        stderr(&output)
    );
}
