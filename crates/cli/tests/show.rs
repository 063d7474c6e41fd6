//! Every subject of `show`, in every form, on the examples.

mod common;

use common::{json, onethread, repository, stderr, stdout};
use serde_json::Value;

const EXAMPLES: [&str; 3] = ["examples/first-thread", "examples/harbour-market", "examples/kubernetes"];

fn subjects() -> Vec<String> {
    let output = onethread(&repository(), &["show"]);
    let lines = stdout(&output);
    lines
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|key| *key != "all")
        .map(str::to_owned)
        .collect()
}

#[test]
fn all_is_every_subject_one_after_another() {
    let all = json(&repository(), &["show", "all", "examples/harbour-market", "--format", "json"]);
    let keys: Vec<&str> = all.as_array().expect("a list").iter().filter_map(|one| one["subject"].as_str()).collect();
    assert_eq!(keys, subjects());
    let html = stdout(&onethread(&repository(), &["show", "all", "examples/harbour-market", "--format", "html"]));
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all_ids, "a name stands twice on the page");
    let csv = onethread(&repository(), &["show", "all", "examples/harbour-market", "--format", "csv"]);
    assert_eq!(csv.status.code(), Some(2));
}

#[test]
fn every_form_of_every_subject_says_the_same() {
    let subjects = subjects();
    assert!(!subjects.is_empty());
    for example in EXAMPLES {
        for subject in &subjects {
            let data = json(&repository(), &["show", subject, example, "--format", "json"]);
            let rows = data["rows"].as_array().expect("rows");
            assert!(!rows.is_empty() || data["empty"].is_string(), "{example} {subject}: empty, and nobody says why");
            check_numbers(&data["rows"], &format!("{example} {subject}"));

            let text = stdout(&onethread(&repository(), &["show", subject, example, "--format", "csv"]));
            let keys = text.lines().next().expect("keys").split(',').map(str::to_owned).collect::<Vec<_>>();
            let named: Vec<&str> =
                data["columns"].as_array().expect("columns").iter().filter_map(|c| c["key"].as_str()).collect();
            assert_eq!(keys, named, "{example} {subject}");

            let table = onethread(&repository(), &["show", subject, example]);
            assert!(table.status.success(), "{example} {subject}: {}", stderr(&table));
            let again = onethread(&repository(), &["show", subject, example]);
            assert_eq!(table.stdout, again.stdout, "{example} {subject}: not the same bytes every time");

            let html = stdout(&onethread(&repository(), &["show", subject, example, "--format", "html"]));
            assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>"), "{example} {subject}");

            let svg = onethread(&repository(), &["show", subject, example, "--format", "svg"]);
            match svg.status.code() {
                Some(0) => assert!(stdout(&svg).starts_with("<svg ") && !stdout(&svg).contains("var("), "{subject}"),
                _ => assert!(stderr(&svg).contains("there is no picture"), "{subject}: {}", stderr(&svg)),
            }
        }
    }
}

/// A share lies between 0 and 1, and an interval around its number; what is not known is null, never a bare zero of a
/// number that could not be computed.
fn check_numbers(rows: &Value, whose: &str) {
    for row in rows.as_array().expect("rows") {
        for (key, value) in row.as_object().expect("a row") {
            let Some(number) = value.as_f64() else { continue };
            assert!(number.is_finite(), "{whose}: {key} is {number}");
            if key.ends_with("_share") {
                assert!((0.0..=1.0).contains(&number), "{whose}: {key} is {number}");
            }
            let (low, high) = (row[format!("{key}_low")].as_f64(), row[format!("{key}_high")].as_f64());
            assert!(low.is_none_or(|low| low <= number + 1e-9), "{whose}: {key} {number} under {low:?}");
            assert!(high.is_none_or(|high| high >= number - 1e-9), "{whose}: {key} {number} over {high:?}");
        }
    }
}

#[test]
fn what_is_not_there_is_told_with_the_nearest_name() {
    for (args, what, mend) in [
        (&["show", "tvt"][..], "nothing to show by the name of `tvt`", "did you mean `ttv`?"),
        (&["show", "examples/kubernetes"], "by the name of `examples/kubernetes`", "before the folder"),
        (
            &["show", "ttv", "examples/kubernetes", "--initiative", "nowhere-to-be-found"],
            "there is no initiative",
            "--all",
        ),
        (
            &["show", "ownership", "--definition", "strange"],
            "ownership does not take --definition strange",
            "leave out --definition",
        ),
    ] {
        let output = onethread(&repository(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(what) && stderr(&output).contains(mend), "{args:?}: {}", stderr(&output));
    }
}

/// Checkout and payments are planted to change together; the example's own page says so.
#[test]
fn the_planted_tangle_is_found_by_each_subject() {
    let show = |words: &[&str]| {
        let words: Vec<&str> = ["show"].into_iter().chain(words.iter().copied()).chain(["--format", "json"]).collect();
        json(&repository(), &words)
    };
    let example = "examples/harbour-market";
    let coupling = show(&["coupling", example]);
    let first = &coupling["rows"][0];
    assert_eq!((&first["one"], &first["other"]), (&"checkout-core".into(), &"payments-core".into()));
    assert!(first["risk_ratio_low"].as_f64() > Some(3.0) && first["behind_all"] == first["change_sets"], "{first:#}");

    let narrowed = show(&["coupling", example, "--for", "checkout-core,payments-core"]);
    assert_eq!(narrowed["rows"].as_array().map(Vec::len), Some(1));

    let separability = show(&["separability", example]);
    let row = |what: &str| {
        let rows = separability["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["what"] == what).unwrap_or_else(|| panic!("no row of {what}")).clone()
    };
    let (tangled, apart) = (row("team:checkout-core"), row("team:returns-core"));
    assert!(tangled["beyond_chance"].as_f64() < Some(0.2) && apart["beyond_chance"].as_f64() > Some(0.7));
    assert!(tangled["coupled_with"].as_str().is_some_and(|teams| teams.starts_with("payments-core")), "{tangled:#}");

    let few = show(&["coupling", example, "--over", "30"]);
    assert!(few["empty"].as_str().is_some_and(|why| why.contains("over 8 weeks required")), "{}", few["empty"]);
}

/// Every order has every name, and needs of a partition lie below the diagonal but for those of circles.
#[test]
fn a_matrix_has_its_orders() {
    let names = |order: &str| {
        let words = ["show", "matrix", "examples/harbour-market", "--order", order, "--format", "svg"];
        let svg = stdout(&onethread(&repository(), &words));
        let drawing = svg.rsplit("<svg ").next().expect("a drawing").to_owned();
        let names = drawing.split("text-anchor=\"end\"").skip(1);
        let names = names.filter_map(|rest| Some(rest.split_once('>')?.1.split_once('<')?.0.to_owned()));
        names.collect::<Vec<String>>()
    };
    let sorted = |order: &str| {
        let mut names = names(order);
        names.sort();
        names
    };
    assert!(names("team").is_sorted() && names("team").len() > 10, "{:?}", names("team"));
    assert_eq!(sorted("cluster"), names("team"));
    assert_eq!(sorted("partition"), names("team"));
    assert_ne!(names("partition"), names("team"));
}

#[test]
fn a_file_says_by_its_ending_what_form_it_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let run = |words: &[&str]| onethread(&repository(), words);
    let show = ["show", "matrix", "examples/harbour-market"];
    let ask = |more: &[&str]| run(&[&show[..], more].concat());
    let printed = |form: &str| stdout(&ask(&["--format", form]));
    for form in ["csv", "json", "html", "svg"] {
        let file = at(&format!("a.{form}"));
        for words in [vec!["-o", file.as_str()], vec!["--output", &file], vec!["-o", &file, "--format", form]] {
            let output = ask(&words);
            assert_eq!(
                (output.status.code(), stdout(&output).as_str()),
                (Some(0), ""),
                "{words:?}: {}",
                stderr(&output)
            );
            assert_eq!(std::fs::read_to_string(&file).expect("a file"), printed(form), "{words:?}");
        }
    }
    for (command, form) in
        [("review", "json"), ("review", "html"), ("check", "json"), ("check", "sarif"), ("check", "html")]
    {
        let file = at(&format!("{command}.{form}"));
        let words = [command, "examples/harbour-market"];
        run(&[&words[..], &["-o", &file]].concat());
        let direct = stdout(&run(&[&words[..], &["--format", form]].concat()));
        assert!(!direct.is_empty() && std::fs::read_to_string(&file).expect("a file") == direct, "{command} {form}");
    }
}
