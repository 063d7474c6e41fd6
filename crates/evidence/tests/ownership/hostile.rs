//! Files made to hurt: each is read or refused with a named reason, within a second and 256 MiB.
//!
//! Every case runs in a process of its own, under the limits of the shell.

use std::process::Command;

use onethread_evidence::importers::ownership::OwnershipRules;
use onethread_evidence::importers::{codeowners, maintainers, owners};

/// Which case a child process is to run.
const CASE: &str = "ONETHREAD_TEST_HOSTILE";
/// Memory, in KiB, and processor seconds that a child gets. Builds that are not optimized get more time.
const MEMORY_KIB: usize = 256 << 10;
const SECONDS: usize = if cfg!(debug_assertions) { 5 } else { 1 };

/// A hostile file.
struct Case {
    name: &'static str,
    /// Where it lies, which says how it is read.
    path: &'static str,
    bytes: fn() -> Vec<u8>,
    /// The code of its problem, or how many rules are read, as `N rules`.
    expected: &'static str,
}

const GITHUB: &str = ".github/CODEOWNERS";
const GITLAB: &str = ".gitlab/CODEOWNERS";
const BITBUCKET: &str = ".bitbucket/CODEOWNERS";
const OWNERS: &str = "OWNERS";
const ALIASES: &str = "OWNERS_ALIASES";
const MAINTAINERS: &str = "MAINTAINERS";

const fn case(name: &'static str, path: &'static str, bytes: fn() -> Vec<u8>, expected: &'static str) -> Case {
    Case { name, path, bytes, expected }
}

/// As many lines as this, made from their number.
fn many(count: usize, line: impl Fn(usize) -> String) -> Vec<u8> {
    (0..count).map(line).collect::<String>().into_bytes()
}

/// Anchors that each mean ten of the one before.
fn laughs(key: &str) -> Vec<u8> {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", vec![before; 10].join(", "));
    }
    (text + key + ": *a11\n").into_bytes()
}

const CASES: &[Case] = &[
    case("github: a line of 1 MB", GITHUB, || [vec![b'a'; 1 << 20], b" @a\n".to_vec()].concat(), "too-long"),
    case("github: 1 MB of owners", GITHUB, || [b"* ".to_vec(), b"@a ".repeat(350_000)].concat(), "too-many-owners"),
    case("github: NUL", GITHUB, || b"a\0b @a\n".to_vec(), "unreadable-line"),
    case("github: UTF-16", GITHUB, || b"\xFF\xFE*\0 \0@\0a\0".to_vec(), "unreadable-file"),
    case("github: turned text", GITHUB, || "/a\u{202e}b @a\n".into(), "unreadable-line"),
    case("github: unseen characters", GITHUB, || "/a\u{200b}b @a\n".into(), "unreadable-line"),
    case("github: half a pair of UTF-16", GITHUB, || b"/a\xED\xA0\x80 @a\n".to_vec(), "unreadable-line"),
    case("github: 100,000 rules", GITHUB, || many(100_000, |n| format!("/d{n}/ @a\n")), "100000 rules"),
    case("github: 100,000 wild rules", GITHUB, || many(100_000, |n| format!("*{n}* @a\n")), "too-many-rules"),
    case("github: 100,000 times everything", GITHUB, || many(100_000, |_| "* @a\n".to_owned()), "too-many-rules"),
    case("github: 300,000 rules", GITHUB, || many(300_000, |n| format!("/{n} @a\n")), "unreadable-file"),
    case("github: 1,000,000 short lines", GITHUB, || b"a\n".repeat(1_000_000), "too-many-rules"),
    case("github: more than 3 MiB", GITHUB, || vec![b'#'; (3 << 20) + 1], "unreadable-file"),
    case("github: 3 MiB of blank lines", GITHUB, || vec![b'\n'; 3 << 20], "0 rules"),
    case("github: 2,000 wildcards", GITHUB, || [b"a*".repeat(2_000), b"b @a\n".to_vec()].concat(), "1 rules"),
    case("github: 1,000 folders", GITHUB, || [b"**/a/".repeat(800), b"b @a\n".to_vec()].concat(), "1 rules"),
    case("github: backslashes", GITHUB, || [vec![b'\\'; 4_001], b" @a\n".to_vec()].concat(), "1 rules"),
    case("bitbucket: a choice of many", BITBUCKET, || b"* @a/b:random(99999999999999999999)\n".to_vec(), "1 rules"),
    case("bitbucket: 1,000,000 quotes", BITBUCKET, || [b"* @".to_vec(), vec![b'"'; 1 << 20]].concat(), "mibex-syntax"),
    case("gitlab: 100,000 sections", GITLAB, || many(100_000, |n| format!("[s{n}]\na{n} @a\n")), "100000 rules"),
    case(
        "gitlab: a section of 1 MB",
        GITLAB,
        || [b"[".to_vec(), vec![b'a'; 1 << 20], b"]\na @a\n".to_vec()].concat(),
        "1 rules",
    ),
    case("gitlab: approvals beyond any number", GITLAB, || b"[a][99999999999999999999999]\na @a\n".to_vec(), "1 rules"),
    case(
        "gitlab: classes that never end",
        GITLAB,
        || [b"a".to_vec(), b"[".repeat(4_000), b" @a\n".to_vec()].concat(),
        "1 rules",
    ),
    case(
        "gitlab: many classes",
        GITLAB,
        || [b"a".to_vec(), b"*[!b-z]".repeat(500), b" @a\n".to_vec()].concat(),
        "1 rules",
    ),
    case("gitlab: 100,000 exclusions", GITLAB, || many(100_000, |n| format!("!/a{n}\n")), "100000 rules"),
    case("owners: billion laughs", OWNERS, || laughs("approvers"), "unreadable-file"),
    case("owners: laughs nobody reads", OWNERS, || laughs("nothing"), "unreadable-file"),
    case("aliases: billion laughs", ALIASES, || laughs("aliases"), "unreadable-file"),
    case(
        "owners: 10,000 brackets",
        OWNERS,
        || [b"approvers: ".to_vec(), b"[".repeat(10_000)].concat(),
        "unreadable-file",
    ),
    case("owners: 1 MB of braces", OWNERS, || b"{".repeat(1 << 20), "unreadable-file"),
    case("owners: 10,000 dashes deep", OWNERS, || [b"- ".repeat(10_000), b"a\n".to_vec()].concat(), "unreadable-file"),
    case("owners: 1,700 tables deep", OWNERS, || many(1_700, |n| format!("{}a:\n", " ".repeat(n))), "unreadable-file"),
    case("owners: a key twice", OWNERS, || b"approvers: [a]\napprovers: [b]\n".to_vec(), "unreadable-file"),
    case("aliases: a key twice", ALIASES, || b"aliases:\n  a: [b]\n  a: [c]\n".to_vec(), "unreadable-file"),
    case("owners: a name of 1 MB", OWNERS, || [b"approvers:\n- ".to_vec(), vec![b'a'; 1 << 20]].concat(), "1 rules"),
    case(
        "owners: 1 MB in quotes",
        OWNERS,
        || [b"approvers: [\"".to_vec(), vec![b'@'; 1 << 20], b"\"]".to_vec()].concat(),
        "malformed-owner",
    ),
    case("owners: NUL", OWNERS, || b"approvers:\n- a\0b\n".to_vec(), "unreadable-file"),
    case("owners: carriage returns", OWNERS, || b"approvers:\r- a\r".to_vec(), "unreadable-file"),
    case("owners: UTF-16", OWNERS, || b"\xFF\xFEa\0:\0".to_vec(), "unreadable-file"),
    case("owners: no UTF-8", OWNERS, || b"approvers:\n- \xC0\x80\n".to_vec(), "unreadable-file"),
    case("owners: half a pair of UTF-16", OWNERS, || b"approvers: [\"\\ud800\"]\n".to_vec(), "unreadable-file"),
    case("owners: turned text", OWNERS, || "approvers:\n- a\u{202e}b\n".into(), "malformed-owner"),
    case("owners: no is a name", OWNERS, || b"approvers: [no, yes, 0x10, 1e400, ~]\n".to_vec(), "1 rules"),
    case("owners: two documents", OWNERS, || b"approvers: [a]\n---\napprovers: [b]\n".to_vec(), "unreadable-file"),
    case("owners: a tag", OWNERS, || b"approvers: !!python/object:os.system [a]\n".to_vec(), "1 rules"),
    case(
        "owners: 100,000 approvers",
        OWNERS,
        || [b"approvers:\n".to_vec(), many(100_000, |n| format!("- a{n}\n"))].concat(),
        "unreadable-file",
    ),
    case(
        "owners: 50,000 approvers",
        OWNERS,
        || [b"approvers:\n".to_vec(), many(50_000, |n| format!("- a{n}\n"))].concat(),
        "too-many-rules",
    ),
    case(
        "owners: 50,000 anchors",
        OWNERS,
        || [b"approvers:\n".to_vec(), many(50_000, |n| format!("- &a{n} b\n"))].concat(),
        "unreadable-file",
    ),
    case(
        "owners: 10,000 filters",
        OWNERS,
        || [b"filters:\n".to_vec(), many(10_000, |n| format!("  \"a{n}\": {{approvers: [a]}}\n"))].concat(),
        "refused-filter",
    ),
    case(
        "owners: a filter that grows",
        OWNERS,
        || b"filters: {\"((a{100}){100}){100}\": {approvers: [a]}}\n".to_vec(),
        "refused-filter",
    ),
    case(
        "owners: a filter that looks back",
        OWNERS,
        || b"filters: {\"(a)\\\\1\": {approvers: [a]}}\n".to_vec(),
        "refused-filter",
    ),
    case("owners: a filter that backtracks", OWNERS, || b"filters: {'(a+)+$': {approvers: [a]}}\n".to_vec(), "1 rules"),
    case(
        "maintainers: 100,000 sections",
        MAINTAINERS,
        || many(100_000, |n| format!("S{n}\nM: a\nF: d{n}/\n")),
        "100000 rules",
    ),
    case(
        "maintainers: 50,000 times everything",
        MAINTAINERS,
        || many(50_000, |n| format!("S{n}\nM: a\nF: *\n")),
        "refused-pattern",
    ),
    case(
        "maintainers: a regex that grows",
        MAINTAINERS,
        || b"A\nM: a\nN: ((a{100}){100}){100}\n".to_vec(),
        "refused-pattern",
    ),
    case(
        "maintainers: 10,000 groups deep",
        MAINTAINERS,
        || [b"A\nM: a\nN: ".to_vec(), b"(".repeat(4_000)].concat(),
        "refused-pattern",
    ),
    case(
        "maintainers: 100,000 regexes",
        MAINTAINERS,
        || [b"A\nM: a\n".to_vec(), many(100_000, |n| format!("N: a{n}.*b\n"))].concat(),
        "refused-pattern",
    ),
    case(
        "maintainers: 100,000 patterns in braces",
        MAINTAINERS,
        || [b"A\nM: a\n".to_vec(), many(100_000, |n| format!("F: d{n}/{{a,b}}\n"))].concat(),
        "refused-pattern",
    ),
    case(
        "maintainers: a pattern of 1 MB",
        MAINTAINERS,
        || [b"A\nM: a\nF: ".to_vec(), vec![b'a'; 1 << 20]].concat(),
        "refused-pattern",
    ),
    case(
        "maintainers: 100,000 maintainers of 50,000 patterns",
        MAINTAINERS,
        || [b"A\n".to_vec(), many(100_000, |n| format!("M: a{n}\n")), many(50_000, |n| format!("F: d{n}/\n"))].concat(),
        "50000 rules",
    ),
    case(
        "gitlab: 1,000 owners of 50,000 rules",
        GITLAB,
        || [b"[a] ".to_vec(), b"@a ".repeat(1_000), b"\n".to_vec(), many(50_000, |n| format!("a{n}\n"))].concat(),
        "50000 rules",
    ),
    case("maintainers: turned text", MAINTAINERS, || "A\u{202e}\nM: a\nF: a\n".into(), "unreadable-line"),
];

fn read(case: &Case) -> OwnershipRules {
    let bytes = (case.bytes)();
    match case.path {
        OWNERS | ALIASES => owners::parse(&[(case.path, bytes)]),
        MAINTAINERS => maintainers::parse(case.path, &bytes, &|_| false),
        path => codeowners::parse(path, &bytes),
    }
}

/// Not a test by itself: what a child process does.
#[test]
fn child() {
    let Ok(wanted) = std::env::var(CASE) else { return };
    let case = CASES.iter().find(|case| case.name == wanted).expect("a case");
    let rules = read(case);
    let deep = "a/".repeat(1_000) + &"a".repeat(2_000);
    for path in ["a", "d7/x", "a/b/c", deep.as_str()] {
        let answer = rules.owners_of(path.as_bytes());
        rules.state(&answer);
    }
    println!("{} rules;", rules.rules.len());
    rules.problems.iter().take(3_000).for_each(|problem| println!("{};", problem.code));
}

#[test]
fn every_case_is_refused_or_read_within_a_second_and_256_mib() {
    let program = std::env::current_exe().expect("this program");
    let script = format!("ulimit -v {MEMORY_KIB}; ulimit -t {SECONDS}; exec \"$0\" --exact hostile::child --nocapture");
    let mut wrong = Vec::new();
    for case in CASES {
        let mut child = Command::new("sh");
        child.args(["-c", &script]).arg(&program).env(CASE, case.name).env("RUST_TEST_THREADS", "1");
        let Ok(output) = child.output() else {
            eprintln!("sh is not here: skipped");
            return;
        };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() || !said.lines().any(|line| line.trim_end_matches(';').ends_with(case.expected)) {
            let start: String = said.lines().take(6).collect::<Vec<_>>().join(" ");
            let error: String = String::from_utf8_lossy(&output.stderr).chars().take(300).collect();
            wrong.push(format!("{}: {} {start} {error}", case.name, output.status));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

/// The limits are there: without them, the case above could not fail.
#[test]
fn a_child_that_takes_too_much_is_ended() {
    let script = format!("ulimit -v {MEMORY_KIB}; ulimit -t 1; exec sh -c 'while :; do :; done'");
    match Command::new("sh").args(["-c", &script]).status() {
        Ok(status) => assert!(!status.success()),
        Err(_) => eprintln!("sh is not here: skipped"),
    }
}
