//! What is said of a file that is not what its settings promise: each time what it is, and what comes next; and
//! everything that could be understood is kept.

use crate::common::gather_files;

const EXPORTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides/exports/");

fn export(name: &str) -> Vec<u8> {
    std::fs::read(format!("{EXPORTS}{name}")).expect("an export")
}

fn problems(preset: &str, name: &str, bytes: &[u8]) -> (Vec<String>, usize) {
    let settings = format!("[source.x]\nfile = \"{name}\"\npreset = \"{preset}\"\nobserved = 2026-07-24\n");
    let gathered = gather_files(&[(name, bytes)], &settings);
    let kept = gathered.facts.sources.iter().map(|report| report.kept).sum();
    (gathered.problems(), kept)
}

#[test]
fn the_export_of_another_tool_is_named_with_its_preset() {
    for (preset, file, instead) in [
        ("jira-csv", "jira.json", "jira-json"),
        ("jira-json", "jira.csv", "jira-csv"),
        ("jira-json", "pulls.json", "github-pulls"),
        ("github-pulls", "issues.json", "github-issues"),
        ("github-pulls", "timeline.json", "github-timeline"),
        ("github-timeline", "pulls-rest.json", "github-pulls"),
        ("gitlab-merges", "approvals.json", "gitlab-approvals"),
        ("gitlab-approvals", "state_events.json", "gitlab-states"),
        ("backstage", "catalog-info.yaml", ""),
        ("jira-csv", "catalog-info.yaml", "backstage"),
    ] {
        let (found, kept) = problems(preset, file, &export(file));
        if instead.is_empty() {
            assert_eq!(found, Vec::<String>::new());
            continue;
        }
        let [one] = &found[..] else { panic!("{preset} {file}: said once, not for each part: {found:#?}") };
        assert!(one.starts_with(&format!("error wrong-preset `\"{preset}\"`: ")), "{one}");
        assert!(one.ends_with(&format!("write `preset = \"{instead}\"`")), "{one}");
        assert_eq!(kept, 0);
    }
}

#[test]
fn an_unknown_preset_gets_the_nearest_name() {
    let mut sources = onethread_model::source::Sources::default();
    let file = sources.add("onethread.toml", "[source.x]\nfile = \"x\"\npreset = \"jira-jsn\"\n");
    let mut faults = Vec::new();
    onethread_model::config::load(&sources, file, &mut faults);
    assert!(
        faults.iter().any(|fault| fault.help.iter().any(|help| help == "did you mean `jira-json`?")),
        "{faults:#?}"
    );
}

#[test]
fn error_messages_of_an_api_are_no_exports() {
    for (text, says) in [
        (
            "{\"message\":\"Not Found\",\"documentation_url\":\"https://docs.example/rest\",\"status\":\"404\"}",
            "Not Found",
        ),
        (
            "{\n  \"message\": \"Bad credentials\",\n  \"documentation_url\": \"https://docs.example\"\n}\n",
            "Bad credentials",
        ),
        (
            "{\"errorMessages\":[\"Issue does not exist or you do not have permission to see it.\"],\"errors\":{}}",
            "Issue does not exist",
        ),
        ("{\"errorMessages\":[],\"errors\":{\"jql\":\"x\"}}", "errors of single fields"),
        ("{\"message\":\"401 Unauthorized\"}", "401 Unauthorized"),
        ("{\"error\":\"404 Not Found\"}", "404 Not Found"),
        ("{\"error\":\"invalid_token\",\"error_description\":\"Token was revoked.\"}", "Token was revoked."),
        (
            "{\"data\":null,\"errors\":[{\"type\":\"NOT_FOUND\",\"message\":\"Could not resolve to a Repository\"}]}",
            "Could not resolve",
        ),
        (
            "{\"message\":\"no right for ada@example.org\",\"documentation_url\":\"https://docs.example\"}",
            "with an address",
        ),
    ] {
        for preset in ["jira-json", "github-pulls", "github-timeline", "gitlab-approvals", "jira-csv"] {
            let (found, kept) = problems(preset, "x.json", text.as_bytes());
            let [one] = &found[..] else { panic!("{preset}: {found:#?}") };
            assert!(
                one.starts_with("error error-page `\"x.json\"`: `x.json` is an error message of the tool"),
                "{one}"
            );
            assert!(one.contains(says) && one.contains("make the export again: ") && !one.contains('@'), "{one}");
            assert_eq!(kept, 0);
        }
    }
    for text in
        ["<!DOCTYPE html>\n<html><head><title>Log in</title>", "\n <html lang=\"en\">", "\u{feff}<!doctype HTML>"]
    {
        for preset in ["jira-json", "jira-csv", "backstage"] {
            let (found, _) = problems(preset, "x.json", text.as_bytes());
            let [one] = &found[..] else { panic!("{preset}: {found:#?}") };
            assert!(
                one.contains("`x.json` is a page of the web, and no export") && one.contains("make the export again: "),
                "{one}"
            );
        }
    }
    // A record of one's own may say anything.
    let settings = "[source.x]\nfile = \"x.jsonl\"\ntable = \"release\"\ncolumns = { release = \"message\" }\n";
    let gathered = gather_files(&[("x.jsonl", b"{\"message\":\"spring\",\"day\":\"2026-01-02\"}\n")], settings);
    assert_eq!((gathered.problems(), gathered.facts.sources[0].kept), (Vec::new(), 1));
}

/// However much of a file is there, what is whole is read, and the rest is named.
#[test]
fn half_a_file_keeps_what_is_whole() {
    let bytes = export("jira.json");
    let (_, all) = problems("jira-json", "x.json", &bytes);
    let mut last = 0;
    for part in 1..12 {
        let half = &bytes[..bytes.len() * part / 12];
        let (found, kept) = problems("jira-json", "x.json", half);
        assert!((last..=all).contains(&kept), "{part}: {kept} after {last}");
        last = kept;
        let cut: Vec<&String> = found.iter().filter(|one| one.contains("broken-file")).collect();
        assert!(!cut.is_empty(), "{part}: {found:#?}");
        let line = half.iter().filter(|byte| **byte == b'\n').count() + 1;
        for one in cut {
            assert!(
                one.contains(&format!("`x.json` cannot be read to its end: line {line}: the file ends in the middle")),
                "{one}"
            );
            assert!(one.contains("before that") && one.contains("make the export again: "), "{one}");
        }
    }
    assert!(last > 0 && last < all);
    // A bad item costs itself alone.
    let text = String::from_utf8(export("pulls.json")).expect("UTF-8").replacen("\"MERGED\"", "MERGED", 1);
    let (found, kept) = problems("github-pulls", "x.json", text.as_bytes());
    assert_eq!(found, Vec::<String>::new());
    let (_, whole) = problems("github-pulls", "x.json", &export("pulls.json"));
    assert!(kept > 0 && kept < whole, "{kept} of {whole}");
}

#[test]
fn another_version_of_a_tool_is_named_with_the_command() {
    let text = String::from_utf8(export("pulls.json")).expect("UTF-8");
    let old = text.replace("mergedAt", "merged").replace("createdAt", "created");
    let (found, _) = problems("github-pulls", "x.json", old.as_bytes());
    let [one] = &found[..] else { panic!("{found:#?}") };
    assert!(
        one.starts_with("error other-version `\"github-pulls\"`: `x.json` lacks what preset `github-pulls` reads"),
        "{one}"
    );
    assert!(one.contains("make the export again: gh pr list "), "{one}");
    let csv = String::from_utf8(export("jira.csv")).expect("UTF-8").replace("Issue key", "Vorgangsschl\u{fc}ssel");
    let (found, _) = problems("jira-csv", "x.csv", csv.as_bytes());
    assert!(found.iter().any(|one| one.contains("other-version")), "{found:#?}");
    let moved = String::from_utf8(export("jira.json")).expect("UTF-8").replacen("\"issues\"", "\"values\"", 1);
    let (found, _) = problems("jira-json", "x.json", moved.as_bytes());
    assert!(
        found.iter().any(|one| one.contains("holds no record below `issues[*]`") && one.contains("`values`")),
        "{found:#?}"
    );
}
