//! Text that would do something where it is shown, through every output: it is shown, and does nothing. And text that
//! only looks odd to a machine stays as its writers write it.

#![cfg(unix)]

mod common;

use std::fmt::Write as _;
use std::path::Path;

use common::{FORMATS, check_commands, folder, onethread, stderr, stdout};

/// What would do something: on a terminal, in a page, a spreadsheet, a wiki, a pipeline or a file system.
const HOSTILE: [&str; 70] = [
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{1b}[2J",
    "\u{9b}31m",
    "\u{7}bell",
    "a\u{8}\u{8}b",
    "a\rb",
    "a\u{b}b",
    "a\u{c}b",
    "\u{7f}",
    "a\u{85}b",
    "\u{202e}gpj.exe",
    "\u{202d}x",
    "\u{2066}x\u{2069}",
    "a\u{200b}b",
    "a\u{200c}b",
    "a\u{200d}b",
    "\u{200e}x",
    "\u{200f}x",
    "\u{61c}x",
    "\u{feff}x",
    "a\u{ad}b",
    "a\u{2060}b",
    "a\u{e0041}b",
    "a\u{fe0f}b",
    "a\u{2028}b",
    "a\u{2029}b",
    "\u{fff9}x",
    "\u{fdd0}x",
    "a\u{34f}b",
    "\u{3164}",
    "\u{115f}x",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='x",
    "&lt;b&gt;",
    "]]>",
    "--> x",
    "<!-- x",
    "</title>x",
    "</text><a href=\"x\">",
    "javascript:alert(1)",
    "=1+1",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\u{ff1d}1+1",
    "\u{ff20}SUM(A1)",
    " =1+1",
    "@ada-example",
    "fixes #12",
    "GH-12",
    "!12 %12",
    "[x](http://evil.example)",
    "![x](http://evil.example/p.png)",
    "`code`",
    "**bold** __x__",
    "| cell | cell |",
    "# heading",
    "- item",
    "http://evil.example",
    "::error::x",
    "##[error]x",
    "%0A::error::x",
    "../../etc/passwd",
    "con",
    "a/b\\c",
];

/// What belongs to writing: joiners of Persian, Hindi, Malayalam and Sinhala, marks, right to left, and emoji of parts.
const KEPT: [&str; 14] = [
    "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
    "\u{915}\u{94d}\u{200d}\u{937}",
    "\u{d28}\u{d4d}\u{200d}",
    "\u{dc1}\u{dca}\u{200d}\u{dbb}\u{dd3}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}",
    "\u{2764}\u{fe0f}",
    "1\u{fe0f}\u{20e3}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{845b}\u{e0100}",
    "e\u{301}t\u{e9}",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
    "\u{6771}\u{4eac}",
    "\u{e2a}\u{e27}\u{e31}\u{e2a}",
];

fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // Writing to a String cannot fail.
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// An organization in which each text is an id, a title, a purpose, a team, a gate and a word of evidence.
fn organization(texts: &[&str]) -> tempfile::TempDir {
    let mut org = "[person.vp]\n".to_owned();
    let mut reviews = "day,answered,initiative,gate,team\n".to_owned();
    let mut changes = "day,change,team,initiative\n".to_owned();
    for (index, text) in texts.iter().enumerate() {
        let (id, text) = (quoted(&format!("{text}{index}")), quoted(text));
        let _ = writeln!(
            org,
            "[person.p{index}]\nreports-to = \"vp\"\ntitle = {text}\n[team.{id}]\ntitle = {text}\nmembers = [\"p{index}\"]\n\
             [initiative.{id}]\ntitle = {text}\npurpose = {text}\nleader = \"p{index}\"\nteam = {id}\n\
             committed = 2026-01-05\n[gate.{id}]\ntitle = {text}\nowner = \"vp\""
        );
        let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let raw = texts[index];
        let id = format!("{raw}{index}");
        for day in 1..6 {
            let _ = writeln!(reviews, "2026-0{day}-01,2026-0{day}-11,{},{},{}", cell(&id), cell(&id), cell(raw));
            let _ = writeln!(changes, "2026-0{day}-02,c{index}-{day},{},{}", cell(&id), cell(&id));
        }
    }
    let name = quoted(texts[0]);
    let settings = format!(
        "[project]\nname = {name}\ndata-cut = 2026-06-30\n[source.reviews]\nfile = \"r.csv\"\ntable = \"review\"\n\
         [source.changes]\nfile = \"c.csv\"\ntable = \"change\"\n"
    );
    folder(&[
        ("onethread.toml", settings.as_bytes()),
        ("org/a.toml", org.as_bytes()),
        ("r.csv", reviews.as_bytes()),
        ("c.csv", changes.as_bytes()),
    ])
}

/// Whether a character does something on a terminal. Joiners are looked at with what stands around them.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}'
            | '\u{feff}' | '\u{ad}' | '\u{34f}' | '\u{3164}' | '\u{115f}' | '\u{e0041}' | '\u{fff9}' | '\u{fdd0}')
}

#[track_caller]
fn is_inert(what: &str, text: &str) {
    if let Some(at) = text.find(acts) {
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        panic!("{what}: {:?} behind {line:?}", text[at..].chars().next());
    }
    for joined in ["a\u{200c}b", "a\u{200d}b", "a\u{fe0f}b"] {
        assert!(!text.contains(joined), "{what}: {joined:?}");
    }
}

/// Cells of CSV, with quotes taken off.
fn cells(text: &str) -> Vec<String> {
    let (mut all, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' | '\n' if !is_quoted => all.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    all
}

const SUBJECTS: [&str; 8] =
    ["waiting", "dependencies", "ownership", "coupling", "matrix", "decisions", "ttv", "releases"];

#[test]
fn hostile_text_does_nothing_on_a_terminal() {
    let place = organization(&HOSTILE);
    let mut runs: Vec<Vec<&str>> = vec![
        vec!["review"],
        vec!["check"],
        vec!["evidence"],
        vec!["evidence", "--all"],
        vec![],
        vec!["review", "--threats"],
    ];
    runs.extend(SUBJECTS.iter().map(|subject| vec!["show", subject]));
    runs.extend(FORMATS.iter().map(|format| vec!["check", "--exit-zero", "--format", format]));
    for format in ["json", "markdown", "html"] {
        runs.push(vec!["review", "--format", format]);
    }
    for args in &runs {
        let output = onethread(place.path(), args);
        is_inert(&format!("{args:?}, standard error"), &stderr(&output));
        let out = stdout(&output);
        is_inert(&format!("{args:?}"), &out.replace('\t', " "));
        assert!(output.status.code().is_some_and(|code| code < 2), "{args:?}: {}", stderr(&output));
        if let Some(format) = args.iter().position(|word| *word == "--format").and_then(|at| args.get(at + 1)) {
            if args[0] == "check" {
                check_commands(format, &out);
            }
            if matches!(*format, "html" | "markdown") {
                for markup in ["<script>alert", "<img src=x", "<svg onload", "</text><a", "<!-- x"] {
                    assert!(!out.contains(markup), "{args:?}: {markup}");
                }
            }
        }
    }
}

/// Words of the command line come back in errors.
#[test]
fn hostile_words_of_the_command_line_do_nothing() {
    let place = organization(&["returns"]);
    for text in HOSTILE.iter().filter(|text| !text.contains('\0')) {
        for args in [
            vec!["explain", text],
            vec!["show", text],
            vec!["check", "--select", text],
            vec!["review", "--initiative", text],
            vec!["review", text],
            vec!["review", "-o", text],
            vec!["what-if", text],
            vec!["review", "--as-of", text],
            vec!["review", "--format", text],
            vec!["man", text],
            vec!["attest", text],
            vec!["ask", "--initiative", text],
            vec!["init", "--from", text],
            vec!["init", "--column", text, "--from", "r.csv"],
            vec!["--limit", text],
            vec!["show", "waiting", "--initiative", text],
            vec![text],
            vec!["schema", text],
            vec!["import", "git", text],
        ] {
            let output = onethread(place.path(), &args);
            is_inert(&format!("{args:?}"), &stderr(&output).replace('\t', " "));
            is_inert(&format!("{args:?}"), &stdout(&output).replace('\t', " "));
            assert!(!stderr(&output).contains("panicked"), "{args:?}: {}", stderr(&output));
        }
        // What one of them may have written.
        for entry in std::fs::read_dir(place.path()).expect("a folder").flatten() {
            let is_ours =
                matches!(entry.file_name().to_str(), Some("org" | "onethread.toml" | "r.csv" | "c.csv" | ".onethread"));
            if !is_ours && entry.path().is_file() {
                std::fs::remove_file(entry.path()).expect("a file");
            }
        }
    }
}

#[test]
fn no_cell_of_csv_runs() {
    let place = organization(&HOSTILE);
    let mut seen = 0;
    for subject in SUBJECTS {
        let output = onethread(place.path(), &["show", subject, "--format", "csv"]);
        let out = stdout(&output);
        is_inert(subject, &out.replace('\t', " "));
        for cell in cells(&out) {
            let first = cell.trim_start_matches([' ', '\u{a0}']).chars().next().unwrap_or(' ');
            let runs = matches!(
                first,
                '=' | '+' | '-' | '@' | '\t' | '\r' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}'
            );
            assert!(!runs || cell.parse::<f64>().is_ok(), "{subject}: {cell:?}");
            seen += usize::from(cell.starts_with("'"));
        }
    }
    assert!(seen >= 8, "{seen} cells had to be kept from running: is hostile text among them at all?");
}

#[test]
fn no_picture_has_markup_of_others() {
    let place = organization(&HOSTILE);
    let mut drawn = 0;
    for subject in SUBJECTS {
        let output = onethread(place.path(), &["show", subject, "--format", "svg"]);
        is_inert(subject, &stderr(&output));
        let out = stdout(&output);
        is_inert(subject, &out);
        drawn += usize::from(out.starts_with("<svg"));
        for markup in ["<script", "<img", "onload=", "onerror=", "<a ", "javascript:alert(1)\"", "<!--", "]]>"] {
            assert!(!out.contains(markup) || !out.contains(&format!("<{markup}")), "{subject}: {markup}");
        }
        assert!(!out.contains("<script") && !out.contains("<img") && !out.contains("<svg onload"), "{subject}");
        // Every tag that is opened is closed: text is text.
        let opened = out.matches('<').count() - out.matches("</").count() - out.matches("/>").count();
        assert_eq!(opened, out.matches("</").count(), "{subject}: tags");
    }
    assert!(drawn >= 1, "{drawn} pictures");
}

#[test]
fn no_markdown_calls_anybody() {
    let place = organization(&HOSTILE);
    let page = stdout(&onethread(place.path(), &["review", "--format", "markdown"]));
    let checked = stdout(&onethread(place.path(), &["check", "--exit-zero", "--format", "markdown"]));
    let ask = onethread(place.path(), &["ask", "-o", "questions"]);
    assert!(ask.status.success(), "{}", stderr(&ask));
    let mut all = vec![("review".to_owned(), page), ("check".to_owned(), checked)];
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(place.path().join("questions")).expect("a folder").flatten() {
        let name = entry.file_name().into_string().expect("a plain name");
        all.push((name.clone(), std::fs::read_to_string(entry.path()).expect("a page")));
        names.push(name.to_lowercase());
    }
    assert!(names.len() >= HOSTILE.len(), "{} pages", names.len());
    names.sort();
    names.dedup();
    assert!(names.len() >= HOSTILE.len(), "two pages of one name");
    for name in &names {
        let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        assert!(is_plain && !name.starts_with(['.', '-']) && !name.starts_with("con."), "{name}");
    }
    assert!(!place.path().parent().expect("a parent").join("etc").exists());
    for (what, page) in all {
        let code = without_code(&page);
        for call in ["@ada-example", "#12", "GH-12", "](http://evil", "http://evil", "<script", "<img", "<!-- x"] {
            assert!(!code.contains(call), "{what}: {call}");
        }
        is_inert(&what, &page.replace('\t', " "));
    }
}

/// A page of Markdown without what stands in code, where nothing is looked for.
fn without_code(page: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<String> = None;
    for line in page.lines() {
        let ticks: String = line.trim_start().chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if line.trim() == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {
                let outside = line.split('`').step_by(2);
                out += &outside.collect::<Vec<_>>().join(" ");
                out.push('\n');
            }
        }
    }
    out
}

#[test]
fn writing_stays_as_it_is_written() {
    let place = organization(&KEPT);
    let as_json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON").to_string();
    let run = |args: &[&str]| stdout(&onethread(place.path(), args));
    for (what, out) in [
        ("text", run(&["review", "--initiative", &format!("{}0", KEPT[0])])),
        ("show", run(&["show", "waiting"])),
        ("html", run(&["review", "--format", "html"])),
        ("markdown", run(&["review", "--format", "markdown"])),
        ("json", as_json(&run(&["review", "--format", "json"]))),
        ("csv", run(&["show", "waiting", "--format", "csv"])),
    ] {
        // The short forms name some initiatives only.
        let wanted = if matches!(what, "text" | "markdown") { &KEPT[..1] } else { &KEPT[..] };
        for text in wanted {
            assert!(out.contains(text), "{what}: {text:?} in {out}");
        }
        assert!(!out.contains("u{200"), "{what}: {out}");
    }
    let broken = folder(&[("org/a.toml", format!("[initiative.a]\ntitle = \"{}\"\nleeder = 1\n", KEPT[0]).as_bytes())]);
    assert!(!stderr(&onethread(Path::new(broken.path()), &["review"])).contains("u{200"));
}
