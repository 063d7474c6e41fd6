//! What stands on standard error and in which colors; where `-o` writes; words that are no commands yet.

mod common;

use std::process::{Command, Output};

use common::{folder, onethread, repository, stderr, stdout};

/// An organization with an error on standard error: an unknown key.
const ODD: &str = "[initiative.returns]\ntitle = \"Returns\"\nleadre = \"ines\"\n";
const BROKEN: &str = "[initiative.returns\ntitle = \"Returns\"\n";

/// Runs the program with these variables, and without others that say something about colors.
fn with(vars: &[(&str, &str)], args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onethread"));
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command.envs(vars.iter().copied()).args(args).output().expect("the program starts")
}

#[test]
fn quiet_leaves_the_result_and_errors() {
    // The settings end before the day of the review, which is a warning, and which files count then is a hint.
    let settings = b"[project]\ndata-cut = 2026-05-01\n";
    let shop = folder(&[("onethread.toml", settings), ("org/a.toml", b"[initiative.returns]\ntitle = \"Returns\"\n")]);
    let review = ["review", "--as-of", "2026-06-30"];
    let (plain, quiet) = (onethread(shop.path(), &review), onethread(shop.path(), &[&review[..], &["-q"]].concat()));
    for said in ["warning", "the organization's files are those of"] {
        assert!(stderr(&plain).contains(said), "{said}: {}", stderr(&plain));
    }
    assert_eq!((stdout(&plain), plain.status), (stdout(&quiet), quiet.status));
    assert_eq!(stderr(&quiet), "");

    let odd = folder(&[("org/a.toml", ODD.as_bytes())]);
    assert!(stderr(&onethread(odd.path(), &["review", "-q"])).contains("leadre"), "an unknown key is an error");
    let broken = folder(&[("org/a.toml", BROKEN.as_bytes())]);
    let output = onethread(broken.path(), &["--quiet", "review"]);
    assert!(stderr(&output).contains("error"), "{}", stderr(&output));
    let output = onethread(broken.path(), &["review", "--initiative", "nothing", "--quiet"]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("there is no initiative"), "{output:?}");

    let output = onethread(odd.path(), &["-q", "-v", "review"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

#[test]
fn verbose_reports_what_was_read_and_statistics_how_long_it_took() {
    let harbour = ["review", "examples/harbour-market"];
    let plain = onethread(&repository(), &harbour);
    let verbose = onethread(&repository(), &[&harbour[..], &["-v"]].concat());
    assert_eq!(stdout(&plain), stdout(&verbose));
    let said = stderr(&verbose);
    // The example has so many records in these files: `wc -l` less the header.
    for line in ["read changes from data/changes.csv: 2,856 records, 2,856 kept", "as of 2026-06-30", "onethread.toml"]
    {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert_eq!(said.lines().filter(|line| line.starts_with("read ") && line.contains(" records, ")).count(), 13);
    assert!(!stderr(&plain).contains("read changes"), "{}", stderr(&plain));

    let statistics = onethread(&repository(), &[&harbour[..], &["--statistics", "-q"]].concat());
    assert_eq!(stdout(&plain), stdout(&statistics));
    let table = stderr(&statistics);
    let seconds = |stage: &str| {
        let line = table.lines().find(|line| line.split_whitespace().next() == Some(stage));
        let line = line.unwrap_or_else(|| panic!("{stage}: {table}"));
        line.split_whitespace().nth(1).and_then(|seconds| seconds.parse::<f64>().ok()).expect("seconds")
    };
    let stages: f64 = ["files", "evidence", "analysis", "report", "output"].into_iter().map(seconds).sum();
    // What lies between the stages is little, and no stage counts twice. Each figure is cut to a millisecond.
    assert!(stages > 0.0 && stages <= seconds("total") + 0.01, "{table}");
    assert!(table.contains("13 sources, 11,705 records read"), "{table}");
    let memory = table.lines().find_map(|line| line.strip_prefix("peak memory: ")).expect("a last line");
    let mib = memory.strip_suffix(" MiB").and_then(|mib| mib.parse::<u64>().ok());
    assert!(!cfg!(target_os = "linux") || mib.is_some_and(|mib| (5..2_000).contains(&mib)), "{memory}");
}

#[test]
fn colors_obey_the_variables_that_other_tools_obey() {
    let colored = |vars: &[(&str, &str)], more: &[&str]| {
        stdout(&with(vars, &[&["explain", "focus"], more].concat())).contains('\u{1b}')
    };
    // Here standard output is no terminal.
    assert!(!colored(&[], &[]));
    for force in [("FORCE_COLOR", "1"), ("FORCE_COLOR", "3"), ("CLICOLOR_FORCE", "1")] {
        assert!(colored(&[force], &[]), "{force:?}");
        assert!(!colored(&[force, ("NO_COLOR", "1")], &[]), "{force:?}: NO_COLOR outranks it");
        assert!(!colored(&[force], &["--color", "never"]), "{force:?}: the option outranks it");
    }
    for (name, value) in [("FORCE_COLOR", ""), ("FORCE_COLOR", "0"), ("CLICOLOR_FORCE", "0")] {
        assert!(!colored(&[(name, value)], &[]), "{name}={value}");
    }
    assert!(colored(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(colored(&[("FORCE_COLOR", "1"), ("NO_COLOR", "")], &[]), "an empty NO_COLOR says nothing");
    // A file holds what was asked for it, whatever a terminal would get.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.txt");
    with(&[("FORCE_COLOR", "1")], &["explain", "focus", "-o", file.to_str().expect("a path")]);
    assert!(!std::fs::read_to_string(file).expect("a file").contains('\u{1b}'));
}

#[test]
fn a_form_is_never_taken_for_a_file() {
    let folder = folder(&[("org/a.toml", ODD.as_bytes())]);
    let refused = |args: &[&str], help: &str| {
        let output = onethread(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(help), "{args:?}: {}", stderr(&output));
    };
    for args in [
        &["review", "-o", "json"][..],
        &["check", "-o", "json"],
        &["show", "all", "-o", "json"],
        &["what-if", "x", "--output", "json"],
        &["evidence", "-o", "json"],
        &["explain", "-o", "json"],
        &["ask", "-o", "json"],
    ] {
        refused(args, "`--format json`");
    }
    refused(&["review", "-o", "html"], "`--format html`");
    refused(&["show", "all", "-o", "CSV"], "`--format CSV`");
    // A form of another command, and of a command that has none.
    refused(&["review", "-o", "sarif"], "the forms here are text, json, html");
    refused(&["man", "-o", "json"], "`-o ./json`");
    refused(&["schema", "-o", "json"], "`-o ./json`");
    let names = |path: &std::path::Path| std::fs::read_dir(path).expect("a folder").count();
    assert_eq!(names(folder.path()), 1, "nothing was written");
    let output = onethread(folder.path(), &["review", "-o", "./json"]);
    assert!(output.status.success() && folder.path().join("json").is_file(), "{}", stderr(&output));
}

#[test]
fn a_reserved_word_says_what_to_use_today() {
    for word in ["serve", "weekly", "decide", "mcp", "brief", "forecast", "fix"] {
        for args in [&[word][..], &["-q", word, "--accept", "1"]] {
            let output = onethread(&repository(), args);
            assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{word}");
            let said = stderr(&output);
            assert!(said.starts_with(&format!("error: `{word}` is not built yet\n  = help: ")), "{said}");
        }
    }
    // What each of them points to, in the help of the program, as far as it is a command.
    let output = onethread(&repository(), &["revew"]);
    assert!(stderr(&output).contains("review") && !stderr(&output).contains("not built"), "{}", stderr(&output));
}

#[test]
fn explain_lists_what_begins_so() {
    let list = |args: &[&str]| {
        let output = onethread(&repository(), &[&["explain"], args].concat());
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        stdout(&output)
    };
    let all = list(&[]);
    let codes = |text: &str, begin: &str| text.lines().filter(|line| line.starts_with(&format!("  {begin}"))).count();
    let one = list(&["ST1"]);
    assert!(one.starts_with("Rules ST: One leader, one thread\n  ST101  "), "{one}");
    assert_eq!(codes(&one, "ST1"), codes(&all, "ST1"));
    assert_eq!(one.lines().count(), 1 + codes(&one, "ST1"), "no other page");
    assert_eq!(list(&["st1"]), one);
    assert!(codes(&list(&["decision"]), "") > 1);
    for heading in ["Form\n", "\nCriteria", "\nMeasures", "\nRules DC: Decisions\n", "\nMoves"] {
        assert!(all.contains(heading), "{heading:?}: {all}");
    }
    // A whole name is a page, whatever else begins so.
    assert!(list(&["ST101"]).lines().count() > 20);
    for unknown in ["zzz", ""] {
        let output = onethread(&repository(), &["explain", unknown]);
        assert!(output.status.code() == Some(2) && stderr(&output).contains("there is no page"), "{output:?}");
    }
}
